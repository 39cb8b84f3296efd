"""What was changed between two texts, word by word.

Words, white space and marks are compared as wholes. What both texts begin and end with is set
aside; then stretches of words that stand once in each text are matched, the longest run of them
that is in the same order, and what lies between is compared in the same way until it is small
enough for the exact comparison, whose cost grows with the product of both lengths. So a long
interview with hundreds of corrections takes a fraction of a second, and so do two texts that
have nothing in common.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

_PIECE = re.compile(r"(?:\w|[^\x00-\x7f\s\u2010-\u2027\u2030-\u205e])+|\s+|.", re.DOTALL)
"""A word with its combining marks, joined emoji, white space, or a mark."""
_MOST_EXACT = 4_000_000
"""Pieces of one stretch times those of the other, up to which they are compared exactly."""
_RUNS = (12, 6, 3, 1)
"""How many pieces in a row must stand once in both texts; fewer only where more are not found."""

_Run = tuple[int, ...]
_Block = tuple[int, int, int, int]
"""First and last piece of the old text and of the new, half-open."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the old text, and the words that stand there now."""

    start: int
    end: int
    words: str


def edits_between(old: str, new: str) -> tuple[Edit, ...]:
    """Find what turns one text into another, in order; none touches another."""
    if old == new:
        return ()
    first, second = _PIECE.findall(old), _PIECE.findall(new)
    numbers = {piece: number for number, piece in enumerate({*first, *second})}
    a, b = [numbers[piece] for piece in first], [numbers[piece] for piece in second]
    from_old = [0, *accumulate(map(len, first))]
    from_new = [0, *accumulate(map(len, second))]
    return tuple(
        Edit(from_old[low], from_old[high], new[from_new[start] : from_new[end]])
        for low, high, start, end in _joined(_differing(a, b))
    )


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Write the words of edits into a text.

    Raises:
        ValueError: If they are not in order, touch each other, or lie outside the text.
    """
    check_edits(text, edits)
    parts, place = [], 0
    for one in edits:
        parts += [text[place : one.start], one.words]
        place = one.end
    return "".join([*parts, text[place:]])


def check_edits(text: str, edits: Iterable[Edit]) -> None:
    """Refuse edits that are not in order, overlap, or lie outside a text.

    Raises:
        ValueError: If they do.
    """
    place = -1
    for one in edits:
        if not place < one.start <= one.end <= len(text) and not (
            place <= one.start < one.end <= len(text)
        ):
            raise ValueError(f"the edit from {one.start} to {one.end} does not fit")
        place = one.end


def _joined(blocks: Iterable[_Block]) -> Iterator[_Block]:
    """Make one of blocks that touch."""
    last: _Block | None = None
    for block in blocks:
        if last is not None and last[1] == block[0] and last[3] == block[2]:
            last = (last[0], block[1], last[2], block[3])
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _differing(a: list[int], b: list[int]) -> Iterator[_Block]:
    """Find the stretches that differ, in order, without recursion."""
    left: list[_Block] = [(0, len(a), 0, len(b))]
    while left:
        low, high, start, end = left.pop()
        while low < high and start < end and a[low] == b[start]:
            low, start = low + 1, start + 1
        while low < high and start < end and a[high - 1] == b[end - 1]:
            high, end = high - 1, end - 1
        if low == high and start == end:
            continue
        if low == high or start == end:
            yield low, high, start, end
        elif (high - low) * (end - start) <= _MOST_EXACT:
            yield from _exact(a, b, (low, high, start, end))
        elif found := _matches(a, b, (low, high, start, end)):
            left.extend(reversed(list(_between((low, high, start, end), found))))
        else:
            yield low, high, start, end


def _exact(a: list[int], b: list[int], block: _Block) -> Iterator[_Block]:
    from rapidfuzz.distance import LCSseq

    low, high, start, end = block
    for one in LCSseq.opcodes(a[low:high], b[start:end]):
        if one.tag != "equal":
            yield (
                low + one.src_start, low + one.src_end, start + one.dest_start,
                start + one.dest_end,
            )  # fmt: skip


def _between(block: _Block, matches: Sequence[tuple[int, int, int]]) -> Iterator[_Block]:
    """Give what lies before, between and after matches."""
    low, high, start, end = block
    for first, second, length in matches:
        yield low, first, start, second
        low, start = first + length, second + length
    yield low, high, start, end


def _matches(a: list[int], b: list[int], block: _Block) -> list[tuple[int, int, int]]:
    """Match runs that stand once in both, in an order that both have; as long as can be found."""
    low, high, start, end = block
    for length in _RUNS:
        # Runs end to end are enough: what they leave over is found when matches are grown.
        here = _once(
            zip(_runs(a[low:high], length, length), range(low, high, length), strict=False)
        )
        runs = enumerate(_runs(b[start:end], length), start)
        there = _once((run, place) for place, run in runs if run in here)
        pairs = sorted((here[run], place) for run, place in there.items())
        if pairs:
            return list(_apart(_longest_rise(pairs), length))
    return []


def _runs(pieces: list[int], length: int, step: int = 1) -> Iterator[_Run]:
    return zip(*(pieces[shift::step] for shift in range(length)), strict=False)


def _once(runs: Iterable[tuple[_Run, int]]) -> dict[_Run, int]:
    """Find the runs that stand once, with their places."""
    found = list(runs)
    number = Counter([run for run, _ in found])
    return {run: place for run, place in found if number[run] == 1}


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Choose the most pairs that rise in both numbers."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, (_, second) in enumerate(pairs):
        at = bisect_left(tails, second)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [second]
        ends[at : at + 1] = [place]
    chosen, place = [], ends[-1]
    while place >= 0:
        chosen.append(pairs[place])
        place = before[place]
    return chosen[::-1]


def _apart(pairs: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int, int]]:
    """Leave out pairs whose runs overlap the one before."""
    first = second = -1
    for one, other in pairs:
        if one >= first and other >= second:
            yield one, other, length
            first, second = one + length, other + length
