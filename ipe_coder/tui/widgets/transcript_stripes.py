"""Which code shows where: lanes for the stripes, tints for the words, shares for the minimap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from ipe_coder.model.segment import Segment
from ipe_coder.model.transcript import Role, Transcript
from ipe_coder.tui.rendering import CodeLook
from ipe_coder.tui.widgets.transcript_layout import Layout

LANES = 3
"""How many stripes stand beside each other."""

_BLOCK = 32
"""Rows that are looked up together."""


class Stripe(NamedTuple):
    """One segment as it stands beside the text."""

    segment: Segment
    look: CodeLook
    first: int
    """The row with its mark."""
    last: int
    lane: int
    """From 0; `LANES` where every lane was taken."""


class Stripes:
    """All segments of a transcript in their lanes."""

    def __init__(
        self, segments: Iterable[Segment], looks: Mapping[str, CodeLook], layout: Layout
    ) -> None:
        """Give each segment the first lane that is free from its first row to its last.

        Args:
            segments: In any order; those whose code has no look are left out.
            looks: How each code looks, by its id.
            layout: The rows that they stand beside.
        """
        self._looks = looks
        self._layout = layout
        self._blocks: dict[int, list[Stripe]] = {}
        self._known: dict[int, list[Stripe]] = {}
        taken = [-1] * LANES
        for _, _, _, segment in sorted(_in_order(segments, looks)):
            rows = layout.rows_of(segment.span.start, segment.span.end)
            first, last = rows.start, rows.stop - 1
            lane = 0
            while lane < LANES and taken[lane] >= first:
                lane += 1
            if lane < LANES:
                taken[lane] = last
            self._add(Stripe(segment, _look(segment, looks), first, last, lane))

    def change(self, added: Iterable[Segment], removed: Iterable[Segment]) -> set[int]:
        """Draw a few segments more and a few less; the stripes of all others stay where they are.

        What was left without a lane beside a removed one takes its place. Where a new one finds
        no lane, the stripes beside it are set anew. Returns the rows that changed.
        """
        removed = list(removed)
        gone = {segment.id for segment in removed}
        waiting = [found.segment for segment in removed for found in self._take_out(segment)]
        drawn = [*(one for one in waiting if one.id not in gone), *added]
        changed = {row for segment in [*drawn, *removed] for row in self._rows(segment)}
        for segment in drawn:
            if segment.code_id in self._looks and self._put_in(segment) == LANES:
                changed |= self._set_anew(segment)
        self._known = {}
        return changed

    def _rows(self, segment: Segment) -> range:
        return self._layout.rows_of(segment.span.start, segment.span.end)

    def _set_anew(self, segment: Segment) -> set[int]:
        """Give the lanes beside a segment out again, in order; return the rows that changed."""
        rows = self._rows(segment)
        beside = self._beside(rows.start, rows.stop - 1)
        for stripe in beside:
            self._remove(stripe)
        for _, _, _, again in sorted(_in_order([s.segment for s in beside], self._looks)):
            self._put_in(again)
        return {row for stripe in beside for row in range(stripe.first, stripe.last + 1)}

    def _put_in(self, segment: Segment) -> int:
        """Give a segment the first lane that no stripe beside its rows has, and return it."""
        rows = self._rows(segment)
        first, last = rows.start, rows.stop - 1
        taken = {stripe.lane for stripe in self._beside(first, last)}
        lane = next((lane for lane in range(LANES) if lane not in taken), LANES)
        self._add(Stripe(segment, _look(segment, self._looks), first, last, lane))
        return lane

    def _take_out(self, segment: Segment) -> list[Stripe]:
        """Remove a segment, and those without a lane beside it, which are returned."""
        rows = self._rows(segment)
        beside = self._beside(rows.start, rows.stop - 1)
        waiting = [s for s in beside if s.lane == LANES and s.segment.id != segment.id]
        for stripe in [*waiting, *(s for s in beside if s.segment.id == segment.id)]:
            self._remove(stripe)
        return waiting

    def _remove(self, stripe: Stripe) -> None:
        for block in range(stripe.first // _BLOCK, stripe.last // _BLOCK + 1):
            self._blocks[block] = [s for s in self._blocks[block] if s is not stripe]

    def _beside(self, first: int, last: int) -> list[Stripe]:
        """List the stripes beside a run of rows, `last` included."""
        found = {
            id(stripe): stripe
            for block in range(first // _BLOCK, last // _BLOCK + 1)
            for stripe in self._blocks.get(block, ())
            if stripe.first <= last and stripe.last >= first
        }
        return list(found.values())

    def _add(self, stripe: Stripe) -> None:
        for block in range(stripe.first // _BLOCK, stripe.last // _BLOCK + 1):
            if block in self._blocks:
                self._blocks[block].append(stripe)
            else:
                self._blocks[block] = [stripe]

    def at(self, row: int) -> list[Stripe]:
        """List the stripes beside a row, in the order of their segments."""
        known = self._known.get(row)
        if known is None:
            block = self._blocks.get(row // _BLOCK, ())
            known = [stripe for stripe in block if stripe.first <= row <= stripe.last]
            self._known[row] = known
        return known


def _look(segment: Segment, looks: Mapping[str, CodeLook]) -> CodeLook:
    """Take the look of a segment's code; one that waits since a correction asks."""
    look = looks[segment.code_id]
    return look if segment.stands else replace(look, mark=f"{look.mark}?")


def _in_order(
    segments: Iterable[Segment], looks: Mapping[str, CodeLook]
) -> Iterator[tuple[int, int, int, Segment]]:
    """Go through the segments that can be drawn, each after what it is ordered by."""
    for number, segment in enumerate(segments):
        if segment.code_id in looks:
            yield segment.span.start, -segment.span.end, number, segment


class Coverage:
    """How much of what participants say is coded, over any stretch of a transcript.

    What is coded is kept turn by turn, so that a segment more or less is counted again in the
    turns that it touches, and nowhere else.
    """

    def __init__(self, transcript: Transcript, segments: Iterable[Segment] = ()) -> None:
        """Join the segments and leave out what interviewers say."""
        self._said = [
            (turn.start, turn.end)
            for turn in transcript.turns
            if turn.start < turn.end and transcript.speaker_of(turn).role is not Role.INTERVIEWER
        ]
        self._starts = [start for start, _ in self._said]
        self._ends = [end for _, end in self._said]
        self._said_before = _summed(end - start for start, end in self._said)
        self._cut: list[list[tuple[int, int]]] = [[] for _ in self._said]
        self._coded: list[list[tuple[int, int]]] = [[] for _ in self._said]
        self._lengths = [0] * len(self._said)
        self.change(segments, ())

    def change(self, added: Iterable[Segment], removed: Iterable[Segment]) -> None:
        """Count some segments more and some less."""
        touched: set[int] = set()
        for one in removed:
            for turn, cut in self._cuts(one):
                self._cut[turn].remove(cut)
                touched.add(turn)
        for one in added:
            for turn, cut in self._cuts(one):
                self._cut[turn].append(cut)
                touched.add(turn)
        for turn in touched:
            self._coded[turn] = joined = _joined(self._cut[turn])
            self._lengths[turn] = sum(end - start for start, end in joined)
        self._coded_before = _summed(self._lengths)

    def share(self, start: int, end: int) -> float:
        """Get the share, from 0 to 1, of what is said between two offsets; 0 where nothing is."""
        said_before, coded_before = self._until(start)
        said, coded = self._until(end)
        return (coded - coded_before) / (said - said_before) if said > said_before else 0.0

    def _cuts(self, segment: Segment) -> Iterator[tuple[int, tuple[int, int]]]:
        """Cut a segment to the turns of participants that it touches."""
        start, end = segment.span.start, segment.span.end
        turn = bisect_right(self._ends, start)
        while turn < len(self._said) and self._starts[turn] < end:
            yield turn, (max(start, self._starts[turn]), min(end, self._ends[turn]))
            turn += 1

    def _until(self, offset: int) -> tuple[int, int]:
        """Count the code points that are said before an offset, and those of them coded."""
        turn = bisect_right(self._starts, offset) - 1
        if turn < 0:
            return 0, 0
        here = ((start, min(end, offset)) for start, end in self._coded[turn] if start < offset)
        said = min(self._ends[turn], offset) - self._starts[turn]
        coded = sum(end - start for start, end in here)
        return self._said_before[turn] + said, self._coded_before[turn] + coded


def _summed(lengths: Iterable[int]) -> list[int]:
    """Add up what stands before each length."""
    return list(accumulate(lengths, initial=0))


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join stretches that overlap; as `spans.union`, without making a span of each."""
    found: list[tuple[int, int]] = []
    until = -1
    for start, end in sorted(stretches):
        if start <= until:
            if end > until:
                found[-1] = (found[-1][0], end)
                until = end
        else:
            found.append((start, end))
            until = end
    return found


def minimap(layout: Layout, coverage: Coverage, height: int) -> list[int]:
    """Measure the bars of the minimap, in eighths, one for each row of the view.

    A row of the map stands for an equal part of the transcript; anything coded shows at least
    the thinnest bar. Shorter transcripts have a shorter map.
    """
    bars = []
    for cell in range(min(height, len(layout))):
        first, last = map_rows(cell, len(layout), height)
        share = coverage.share(*layout.text_between(first, last))
        bars.append(min(8, max(round(share * 8), 1 if share > 0 else 0)))
    return bars


def map_rows(cell: int, total: int, height: int) -> tuple[int, int]:
    """Find the first and last row of text that a cell of the minimap stands for."""
    scale = max(total / height, 1.0) if height else 1.0
    first = int(cell * scale)
    return first, min(max(int((cell + 1) * scale) - 1, first), total - 1)


def map_cell(row: int, total: int, height: int) -> int:
    """Find the cell of the minimap that stands for a row of text."""
    scale = max(total / height, 1.0) if height else 1.0
    cell = int(row / scale)
    return cell + 1 if map_rows(cell, total, height)[1] < row else cell
