"""Reworking what is coded: joined stretches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.segment import Anchor, Segment, Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.project.coding import Coding
from ipe_coder.store import segments as segment_rows
from ipe_coder.store.segments import SegmentFilter


class Reworking(Coding):
    """What a coder does with segments that are there already."""

    def touching(self, transcript: Transcript, segment: Segment) -> list[Segment]:
        """List a coder's segments of one code that overlap or follow each other, by place.

        Nothing but blanks stands between two that touch. The segment itself is among them.
        """
        wanted = SegmentFilter((transcript.id,), (segment.code_id,), (segment.coder_id,))
        with self._store.read() as connection:
            found = segment_rows.find(connection, wanted)
        return _run_with(transcript, found, segment)

    def unite_segments(self, transcript: Transcript, segment: Segment) -> Change:
        """Make one segment of those of its code and coder that touch it, as one change.

        Memos, evidence and displays of all stay with it; it is starred where one was, and not for
        quotation where one was not.

        Raises:
            UsageError: If none touches it, or they stand differently.
        """
        run = self.touching(transcript, segment)
        if len(run) < 2:
            raise UsageError(f"No other {self._marks([segment])} of the same coder touches it.")
        stance = _common_stance(run)
        first, others = run[0], [one.id for one in run[1:]]
        span = Span(first.span.start, max(one.span.end for one in run))
        united = replace(first, span=span, quote=span.of(transcript.text), anchor=Anchor.KEPT)
        with self._change() as pending:
            writer = pending.writer
            segment_rows.hand_over(writer, others, first.id)
            segment_rows.remove(writer, others)
            segment_rows.move(writer, transcript, first.id, united)
            segment_rows.set_fields(
                writer,
                first.id,
                stance=stance.value if stance else None,
                starred=int(any(one.starred for one in run)),
                quotable=int(all(one.quotable for one in run)),
            )
            writer.label = f"United {len(run)} segments of {self._marks([first])}"
        return pending.done


def _run_with(transcript: Transcript, found: Iterable[Segment], wanted: Segment) -> list[Segment]:
    """Find the run of touching segments that one of them is in."""
    run: list[Segment] = []
    end = -1
    for one in sorted(found, key=lambda one: (one.span.start, one.span.end)):
        if run and transcript.text[end : one.span.start].strip():
            if any(member.id == wanted.id for member in run):
                return run
            run = []
        end = max(end, one.span.end) if run else one.span.end
        run.append(one)
    return run if any(member.id == wanted.id for member in run) else []


def _common_stance(run: Iterable[Segment]) -> Stance | None:
    stances = {one.stance for one in run if one.stance is not None}
    if len(stances) > 1:
        said = " and ".join(sorted(one.value for one in stances))
        raise UsageError(f"They stand differently: {said}.", "Give them one stance first, t.")
    return next(iter(stances), None)
