"""Coding: segments and memos."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Code
from ipe_coder.model.segment import (
    Anchor,
    Origin,
    Segment,
    SegmentRow,
    Stance,
)
from ipe_coder.model.spans import Span
from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Transcript
from ipe_coder.project.base import without_collecting
from ipe_coder.project.listing import SegmentLister
from ipe_coder.project.memos import Memos
from ipe_coder.project.segment_files import SegmentBatch, find_place
from ipe_coder.store import codes, history, transcripts
from ipe_coder.store import segments as segment_rows
from ipe_coder.store.segments import STANDING, SegmentFilter
from ipe_coder.store.store import PendingChange


class Coding(Memos):
    """What a coder does with a transcript in front of them."""

    def segments_of(
        self, transcript_id: str, *, coder: str = "", unreviewed: bool = False
    ) -> list[Segment]:
        """List the segments of a transcript, by place; of one coder or of all.

        Args:
            transcript_id: The transcript.
            coder: Only of this coder.
            unreviewed: Also those that nobody has looked at since a correction.
        """
        coder_ids = (self.coder_id(coder),) if coder else ()
        anchors = (*STANDING, Anchor.UNREVIEWED) if unreviewed else STANDING
        wanted = SegmentFilter((transcript_id,), coder_ids=coder_ids, anchors=anchors)
        with self._store.read() as connection, without_collecting():
            return segment_rows.find(connection, wanted)

    def segments_after(
        self, change: Change, transcript_id: str
    ) -> tuple[Collection[str], list[Segment]]:
        """Read what a change did to the segments of a transcript.

        Returns:
            The ids of all segments that it wrote, and those of them that are in the transcript
            now, unreviewed ones included.
        """
        with self._store.read() as connection:
            keys = history.keys_of(connection, change.seq, "segment")
            wanted = SegmentFilter(
                (transcript_id,), ids=tuple(keys), anchors=(*STANDING, Anchor.UNREVIEWED)
            )
            return keys, segment_rows.find(connection, wanted) if keys else []

    def segment_rows(
        self,
        *,
        study: str = "",
        transcript: str = "",
        code: str = "",
        coder: str = "",
        coder_ids: Sequence[str] = (),
        ids: Sequence[str] = (),
        anchors: Sequence[Anchor] = STANDING,
    ) -> list[SegmentRow]:
        """List segments with the names of all they belong to, by study, transcript and place.

        Args:
            study: Only of this study.
            transcript: Only of this transcript.
            code: Only with this code or one beneath it.
            coder: Only of this coder.
            coder_ids: Only of the coders of these ids.
            ids: Only of these ids.
            anchors: How they stand in their text; those that count if not given, none for all.
        """
        wanted = self._filter(study, transcript, code, coder, ids)
        if wanted is None:
            return []
        coders = wanted.coder_ids or tuple(coder_ids)
        wanted = replace(wanted, coder_ids=coders, anchors=tuple(anchors))
        with self._store.read() as connection, without_collecting():
            return SegmentLister(connection).rows(wanted)

    def apply_code(
        self,
        transcript: Transcript,
        spans: Sequence[Span],
        code: Code,
        *,
        origin: Origin = Origin.HUMAN,
        stance: Stance | None = None,
        memo: str = "",
        coder: str = "",
        note: str = "",
    ) -> Change:
        """Code one or more stretches of a transcript with one code, as one change.

        Raises:
            UsageError: If the stretch is outside the text or empty, the code is retired, or this
                coder has the same there already.
        """
        # `note` ends the label: what the log is to say of how the stretch was found.
        with self._change(coder=coder, needs_coder=True) as pending:
            new = self._code(pending, transcript, spans, code, origin=origin, stance=stance)
            if memo:
                self._memo_on(pending, new[0].id, memo)
            words = sum(count_words(one.quote) for one in new)
            pending.writer.label = f"Coded {code.mark or code.name}, {words} words{note}"
        return pending.done

    def _code(
        self,
        pending: PendingChange,
        transcript: Transcript,
        spans: Sequence[Span],
        code: Code,
        *,
        origin: Origin = Origin.HUMAN,
        stance: Stance | None = None,
    ) -> list[Segment]:
        """Code some stretches within a change."""
        for span in spans:
            _check_span(transcript, span)
        refuse_code(pending, transcript, code)
        new = [
            self._new_segment(pending, transcript, span, code, origin=origin, stance=stance)
            for span in dict.fromkeys(spans)
        ]
        self._refuse_repeats(pending, transcript, code, new)
        segment_rows.add(pending.writer, transcript, new)
        return new

    def remove_segments(self, segment_ids: Sequence[str]) -> Change:
        """Remove segments, memos on them included, as one change."""
        with self._change() as pending:
            removed = [segment_rows.get(pending.writer.connection, one) for one in segment_ids]
            segment_rows.remove(pending.writer, segment_ids)
            pending.writer.label = f"Removed {self._marks(removed)}"
        return pending.done

    def move_segment(self, transcript: Transcript, segment: Segment, span: Span) -> Change:
        """Give a segment other edges.

        Raises:
            UsageError: If there are no words, or its coder has the same code there already.
        """
        _check_span(transcript, span)
        with self._change() as pending:
            there = segment_rows.at(pending.writer.connection, transcript.id, span)
            same = [one for one in there if one.code_id == segment.code_id and one.id != segment.id]
            if any(one.coder_id == segment.coder_id for one in same):
                raise UsageError(f"{self._marks([segment])} is there already.")
            quote = span.of(transcript.text)
            moved = replace(segment, span=span, quote=quote, anchor=Anchor.KEPT)
            segment_rows.move(pending.writer, transcript, segment.id, moved)
            edge = "start" if span.start != segment.span.start else "end"
            pending.writer.label = f"Moved the {edge} of {self._marks([segment])}"
        return pending.done

    def set_stance(self, segment: Segment, stance: Stance | None) -> Change:
        """Say where a segment stands; None takes it away."""
        with self._change() as pending:
            value = stance.value if stance else None
            segment_rows.set_fields(pending.writer, segment.id, stance=value)
            pending.writer.label = f"Marked {self._marks([segment])} {value or 'without stance'}"
        return pending.done

    def star(self, segment: Segment, *, starred: bool) -> Change:
        """Star a segment for the report, or take the star away."""
        with self._change() as pending:
            segment_rows.set_fields(pending.writer, segment.id, starred=int(starred))
            verb = "Starred" if starred else "Took the star from"
            pending.writer.label = f"{verb} {self._marks([segment])}"
        return pending.done

    def set_quotable(self, segment: Segment, *, quotable: bool) -> Change:
        """Mark a segment not for quotation, or allow it again."""
        with self._change() as pending:
            segment_rows.set_fields(pending.writer, segment.id, quotable=int(quotable))
            verb = "Allowed quotation of" if quotable else "Marked not for quotation:"
            pending.writer.label = f"{verb} {self._marks([segment])}"
        return pending.done

    def segment_id(self, prefix: str) -> str:
        """Find a segment's id by its head.

        Raises:
            UsageError: If none fits, or several do.
        """
        with self._store.read() as connection:
            found = segment_rows.ids_of(connection, prefix)
        if len(found) != 1 or len(prefix) < 4:
            reason = "No segment begins" if not found else "Several segments begin"
            raise UsageError(
                f"{reason} with {prefix}.", "ipe-coder segment list --json gives whole ids."
            )
        return found[0]

    def add_segment(
        self,
        transcript: str,
        code: str,
        *,
        quote: str = "",
        start: int | None = None,
        end: int | None = None,
        stance: Stance | None = None,
        memo: str = "",
        study: str = "",
    ) -> Change:
        """Code a stretch given by its offsets or by its quote.

        Raises:
            NotFoundError: If the quote is not in the text.
            UsageError: If it is there twice, or offsets and quote disagree.
        """
        found = self.transcript(transcript, study=study)
        book, chosen = self.code(code, study=self._study_name(found.study_id), active=True)
        del book
        place = find_place(found, quote, start, end)
        note = f", found by likeness, {place.score:.0f} of 100" if place.score < 100 else ""
        return self.apply_code(found, [place.span], chosen, stance=stance, memo=memo, note=note)

    def import_segments(self, path: Path, *, study: str = "") -> tuple[int, list[str]]:
        """Take segments from a file, all or none; give their number and what was doubtful.

        Raises:
            FileError: If a row does not fit.
            FilesError: If several do not; each is named by its line.
        """
        from ipe_coder.tables import read_segments

        batch = SegmentBatch(self, path, study)
        batch.take_all(read_segments(path))
        return batch.write()

    def transcript(self, name: str, *, study: str = "") -> Transcript:
        """Read a transcript by name or id."""
        transcript_id = self.transcript_id(name, study=study)
        with self._store.read() as connection:
            return transcripts.get(connection, transcript_id)

    def transcript_stamp(self, transcript_id: str) -> str:
        """Say in a few letters what text and speakers a transcript has, by its id.

        It differs once either was changed, and is empty once the transcript is gone.
        """
        with self._store.read() as connection:
            return transcripts.stamp(connection, transcript_id)

    def _filter(
        self, study: str, transcript: str, code: str, coder: str, ids: Sequence[str]
    ) -> SegmentFilter | None:
        """Make the filter; None where it can let nothing through."""
        transcript_ids: tuple[str, ...] = ()
        if transcript:
            transcript_ids = (self.transcript_id(transcript, study=study),)
        elif study:
            study_id = self.study(study).id
            with self._store.read() as connection:
                known = transcripts.names(connection)
            transcript_ids = tuple(one for one, _, _, of in known if of == study_id)
            if not transcript_ids:
                return None
        code_ids: tuple[str, ...] = ()
        if code:
            book, found = self.code(code, study=study)
            code_ids = (found.id, *(one.id for one in book.descendants(found.id)))
        coder_ids = (self.coder_id(coder),) if coder else ()
        return SegmentFilter(transcript_ids, code_ids, coder_ids, tuple(ids))

    def _new_segment(
        self,
        pending: PendingChange,
        transcript: Transcript,
        span: Span,
        code: Code,
        *,
        origin: Origin,
        stance: Stance | None = None,
    ) -> Segment:
        return Segment(
            id=self._store.new_id(),
            transcript_id=transcript.id,
            span=span,
            quote=span.of(transcript.text),
            code_id=code.id,
            coder_id=pending.writer.coder_id or "",
            origin=origin,
            stance=stance,
        )

    @staticmethod
    def _refuse_repeats(
        pending: PendingChange, transcript: Transcript, code: Code, new: Sequence[Segment]
    ) -> None:
        wanted = code.id, pending.writer.coder_id or ""
        connection = pending.writer.connection
        if len(new) == 1:
            there = segment_rows.at(connection, transcript.id, new[0].span)
        else:
            places = SegmentFilter((transcript.id,), (wanted[0],), (wanted[1],))
            there = segment_rows.find(connection, places)
        spans = {one.span for one in there if (one.code_id, one.coder_id) == wanted}
        if any(one.span in spans for one in new):
            raise UsageError(f"{code.mark or code.name} is here already.")

    def _marks(self, segments: Iterable[Segment]) -> str:
        marks = {
            code.id: code.mark or code.name for book in self.codebooks() for code in book.codes
        }
        return " ".join(dict.fromkeys(marks.get(one.code_id, "a segment") for one in segments))

    def _study_name(self, study_id: str) -> str:
        return next(one.name for one in self.studies() if one.id == study_id)


def refuse_code(pending: PendingChange, transcript: Transcript, code: Code) -> None:
    """Refuse a code that cannot be applied, as it stands now, to this transcript."""
    found = codes.standing(pending.writer.connection, code.id)
    if found is None or not found.active:
        raise UsageError(f"“{code.name}” is retired.", "Choose another code.")
    if found.study_id != transcript.study_id:
        raise UsageError(
            f"“{code.name}” is not in the codebook of {transcript.title}'s study.",
            "Add it there, or choose another code.",
        )


def _check_span(transcript: Transcript, span: Span) -> None:
    if span.end > len(transcript.text) or not span.of(transcript.text).strip():
        raise UsageError(f"There are no words from {span.start} to {span.end}.")
