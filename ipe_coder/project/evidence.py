"""Evidence: the segments that speak for or against the statement of a theme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ipe_coder.errors import NotFoundError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.matrix import EvidenceRow
from ipe_coder.model.segment import SegmentRow
from ipe_coder.model.text import clean_name
from ipe_coder.model.theme import Evidence, Side, Theme
from ipe_coder.project.base import ProjectBase
from ipe_coder.store import segments, synthesis
from ipe_coder.store.segments import SegmentFilter
from ipe_coder.store.writer import Writer


class ThemeEvidence(ProjectBase):
    """What speaks for a theme's statement, and what against it."""

    def evidence(self, themes: Iterable[Theme]) -> dict[str, tuple[EvidenceRow, ...]]:
        """List the evidence of some themes by their ids: for the statement first, then against it.

        Within a side it stands by study, transcript and place in the text.
        """
        wanted = {one.id for one in themes}
        with self._store.read() as connection:
            known = synthesis.evidence_of_all(connection)
        found = [one for one in known if one.theme_id in wanted]
        rows = self._rows_by_id([one.segment_id for one in found])
        by_theme: dict[str, list[EvidenceRow]] = defaultdict(list)
        for one in found:
            # What a correction left without its place stands aside until it is settled.
            if one.segment_id in rows:
                by_theme[one.theme_id].append(EvidenceRow(one, rows[one.segment_id]))
        return {of: tuple(sorted(own, key=_place)) for of, own in by_theme.items()}

    def add_evidence(
        self, theme: Theme, segment_id: str, side: Side = Side.FOR, note: str = ""
    ) -> Change:
        """Set a segment down as evidence for or against a theme's statement.

        A segment is evidence of a theme once: set down again, it takes the side and the note given
        now.

        Raises:
            UsageError: If it stands there like this already.
            NotFoundError: If there is no such segment.
        """
        note = clean_name(note)
        with self._change(f"Set down evidence {side.value} {theme.name}") as pending:
            segments.get(pending.writer.connection, segment_id)
            known = _stored(pending.writer, theme, segment_id)
            if known and (known.side, known.note) == (side, note):
                raise UsageError(f"It is evidence {side.value} “{theme.name}” already.")
            new_id = known.id if known else self._store.new_id()
            new = Evidence(new_id, theme.id, segment_id, side, note)
            synthesis.put_evidence(pending.writer, new)
        return pending.done

    def add_all_evidence(self, given: Sequence[Evidence]) -> Change:
        """Set many segments down as evidence, of any themes, as one change.

        Each is new or takes the side and the note given now; ids are given here.

        Raises:
            NotFoundError: If there is no such segment; then nothing is written.
        """
        with self._change(f"Set down {len(given)} pieces of evidence") as pending:
            connection = pending.writer.connection
            known = {
                (one.theme_id, one.segment_id): one for one in synthesis.evidence_of_all(connection)
            }
            for one in given:
                segments.get(connection, one.segment_id)
                stored = known.get((one.theme_id, one.segment_id))
                new_id = stored.id if stored else self._store.new_id()
                new = replace(one, id=new_id, note=clean_name(one.note))
                known[one.theme_id, one.segment_id] = new
                synthesis.put_evidence(pending.writer, new)
        return pending.done

    def remove_evidence(self, theme: Theme, segment_id: str) -> Change:
        """Take a segment from the evidence of a theme; the segment itself stays.

        Raises:
            NotFoundError: If it is no evidence of the theme.
        """
        with self._change(f"Took evidence from {theme.name}") as pending:
            known = _stored(pending.writer, theme, segment_id)
            if known is None:
                raise NotFoundError(f"This segment is no evidence of the theme “{theme.name}”.")
            synthesis.remove_evidence(pending.writer, [known.id])
        return pending.done

    def _rows_by_id(self, ids: Sequence[str]) -> dict[str, SegmentRow]:
        from ipe_coder.project.listing import SegmentLister

        if not ids:
            return {}
        with self._store.read() as connection:
            rows = SegmentLister(connection).rows(SegmentFilter(ids=tuple(ids)))
        return {one.segment.id: one for one in rows}


def _stored(writer: Writer, theme: Theme, segment_id: str) -> Evidence | None:
    found = synthesis.evidence_of_all(writer.connection)
    pair = (theme.id, segment_id)
    return next((one for one in found if (one.theme_id, one.segment_id) == pair), None)


def _place(one: EvidenceRow) -> tuple[bool, str, str, int]:
    row = one.row
    return one.evidence.side is Side.AGAINST, row.study, row.title, row.segment.span.start
