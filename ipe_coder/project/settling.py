"""Settling what a correction left: segments that were lost, and those with other words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.segment import Anchor, Segment, SegmentRow
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.project.coding import Coding
from ipe_coder.project.places import find_place
from ipe_coder.store import history, segments, transcripts
from ipe_coder.store.segments import SegmentFilter

WAITING = (Anchor.UNREVIEWED, Anchor.LOST)
"""Segments that somebody must look at before they count."""


class Settling(Coding):
    """What is done with segments that wait."""

    def waiting_segments(self, *, study: str = "", transcript: str = "") -> list[SegmentRow]:
        """List the segments that wait to be looked at: lost, or with other words than before."""
        return self.segment_rows(study=study, transcript=transcript, anchors=WAITING)

    def waiting_by_transcript(self) -> dict[str, int]:
        """Count the segments that wait, by transcript id."""
        with self._store.read() as connection:
            return segments.count_anchored(connection, WAITING)

    def earlier_quotes(self, segment_ids: Iterable[str]) -> dict[str, str]:
        """Give the words that segments had before they last became others, by segment id."""
        with self._store.read() as connection:
            return history.earlier_values(connection, segment_ids, "quote")

    def place_segment(
        self, segment_id: str, *, quote: str = "", start: int | None = None, end: int | None = None
    ) -> Change:
        """Give a segment that waits the place where its passage stands now.

        Raises:
            NotFoundError: If the quote is not in the text.
            UsageError: If it waits for nothing, or its coder has the same there already.
        """
        with self._store.read() as connection:
            segment = segments.get(connection, segment_id)
            transcript = transcripts.get(connection, segment.transcript_id)
        _refuse_settled(segment)
        span = find_place(transcript, quote, start, end).span
        return self.settle_at(transcript, segment, span)

    def settle_at(self, transcript: Transcript, segment: Segment, span: Span) -> Change:
        """Give a segment that waits its place in the text as it was read."""
        with self._change() as pending:
            wanted = SegmentFilter((transcript.id,), (segment.code_id,), (segment.coder_id,))
            there = segments.find(pending.writer.connection, wanted)
            if any(one.span == span and one.id != segment.id for one in there):
                raise UsageError(
                    f"{self._marks([segment])} is there already.", "Remove the one that waits."
                )
            quote = span.of(transcript.text)
            placed = replace(segment, span=span, quote=quote, anchor=Anchor.MOVED)
            segments.move(pending.writer, transcript, segment.id, placed)
            pending.writer.label = f"Placed {self._marks([segment])} in {transcript.title}"
        return pending.done

    def accept_segments(self, segment_ids: Sequence[str]) -> Change:
        """Let segments count whose words are others since a correction.

        Raises:
            UsageError: If one is lost, or waits for nothing.
        """
        with self._change() as pending:
            connection = pending.writer.connection
            found = [segments.get(connection, one) for one in segment_ids]
            for one in found:
                _refuse_settled(one)
                if one.anchor is Anchor.LOST:
                    raise UsageError(
                        f"“{_short(one.quote)}” is lost: it has no place in the text.",
                        "Give its place, or remove it.",
                    )
            segments.set_anchor(pending.writer, segment_ids, Anchor.CHANGED)
            pending.writer.label = f"Accepted {self._marks(found)} with their new words"
        return pending.done

    def discard_segments(self, segment_ids: Sequence[str]) -> Change:
        """Remove segments that wait.

        Raises:
            UsageError: If one waits for nothing.
        """
        with self._store.read() as connection:
            for one in segment_ids:
                _refuse_settled(segments.get(connection, one))
        return self.remove_segments(segment_ids)


def _refuse_settled(one: Segment) -> None:
    if one.anchor not in WAITING:
        raise UsageError(
            f"“{_short(one.quote)}” waits for nothing: it is {one.anchor.value}.",
            "ipe-coder segment list --anchor lost --anchor unreviewed lists those that do.",
        )


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
