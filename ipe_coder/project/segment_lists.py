"""Lists of a hundred thousand segments: how many, the first of them, and then page by page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple

from ipe_coder.model.segment import SegmentRow
from ipe_coder.project.base import without_collecting
from ipe_coder.project.listing import SegmentLister, transcript_order
from ipe_coder.project.segments import Segments
from ipe_coder.store import segments
from ipe_coder.store.segments import SegmentFilter


class SegmentPlace(NamedTuple):
    """A segment in a list, before its words are read."""

    id: str
    length: int
    """Code points of what it quotes."""


class SegmentLists(Segments):
    """What lists of segments read first, and what they read as it comes into view."""

    def first_segments(
        self, code_id: str, least: int, *, coder_ids: Sequence[str] = ()
    ) -> tuple[int, list[SegmentRow]]:
        """Read the first segments of a code and those beneath it, by study, transcript and place.

        Args:
            code_id: The code.
            least: At least so many, where there are as many.
            coder_ids: Only of these coders; of all if empty.

        Returns:
            How many there are altogether, and the first.
        """
        wanted = self._of_code(code_id, coder_ids)
        with self._store.read() as connection, without_collecting():
            counts = segments.count_by_transcript(connection, wanted)
            lister = SegmentLister(connection)
            order = [one for one in lister.transcript_ids if one in counts]
            before = [0, *accumulate(counts[one] for one in order)]
            few = len(list(takewhile(lambda number: number < least, before)))
            first = tuple(order[:few])
            rows = lister.rows(SegmentFilter(first, wanted.code_ids, wanted.coder_ids))
            return sum(counts.values()), rows if first else []

    def segment_places(self, code_id: str, *, coder_ids: Sequence[str] = ()) -> list[SegmentPlace]:
        """List the segments of a code and those beneath it, in the order of `first_segments`."""
        wanted = self._of_code(code_id, coder_ids)
        with self._store.read() as connection, without_collecting():
            order = transcript_order(connection)
            found = segments.lengths(connection, wanted)
            found.sort(key=lambda one: order[one[1]])
            return [SegmentPlace(one, length) for one, _, length in found]

    def _of_code(self, code_id: str, coder_ids: Sequence[str]) -> SegmentFilter:
        book, found = self.code(code_id)
        beneath = (one.id for one in book.descendants(found.id))
        return SegmentFilter(code_ids=(found.id, *beneath), coder_ids=tuple(coder_ids))
