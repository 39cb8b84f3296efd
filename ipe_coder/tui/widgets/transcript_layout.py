"""Where each word of a transcript stands: rows of text, and the way between offsets and cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ipe_coder.model.transcript import Role, Transcript
from ipe_coder.tui.rendering import Grapheme, divide, graphemes, one_cell_each

MEASURE_MIN = 20
"""The narrowest text that is ever laid out; the application itself asks for 80 columns."""
MEASURE_MAX = 64
"""The widest text: longer rows are hard to read on from."""

GAP = -1
"""Stands for the turn of a blank row between two exchanges."""

Stretch = tuple[int, int]
"""First code point and one past the last."""


def wrap(text: str, start: int, end: int, measure: int) -> list[Stretch]:
    """Break a stretch of text into rows of at most `measure` cells.

    Rows break at spaces and line feeds; a word wider than a row breaks between characters, never
    within one. Spaces where a row breaks belong to no row.
    """
    rows: list[Stretch] = []
    while start <= end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if one_cell_each(text, start, stop):
            _wrap_plain(text, start, stop, measure, rows)
        else:
            _wrap_measured(text, start, stop, measure, rows)
        start = stop + 1
    return rows


def _wrap_plain(text: str, start: int, end: int, measure: int, rows: list[Stretch]) -> None:
    """Wrap one paragraph in which every code point is a character of one cell."""
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    while end - start > measure:
        cut = text.rfind(" ", start, start + measure + 1)
        if cut < 0:
            rows.append((start, start + measure))
            start += measure
            continue
        stop = cut
        while text[stop - 1] == " ":
            stop -= 1
        rows.append((start, stop))
        start = cut + 1
        while text[start] == " ":
            start += 1
    rows.append((start, end))


def _wrap_measured(text: str, start: int, end: int, measure: int, rows: list[Stretch]) -> None:
    """Wrap one paragraph by the cells that its characters take."""
    left, stop, used = start, start, -1
    for word_start, word_end, gap, cells in _words(text[start:end]):
        word_start, word_end = word_start + start, word_end + start
        if used >= 0 and used + gap + cells <= measure:
            stop, used = word_end, used + gap + cells
            continue
        if used >= 0:
            rows.append((left, stop))
        left, stop, used = word_start, word_end, cells
        while used > measure:
            cut, taken = _fit(text[left:stop], measure)
            rows.append((left, left + cut))
            left, used = left + cut, used - taken
    rows.append((left, stop))


def _words(paragraph: str) -> list[tuple[int, int, int, int]]:
    """Cut a paragraph into words: start, end, cells of the space before, cells."""
    found: list[tuple[int, int, int, int]] = []
    word_start, gap, cells = -1, 0, 0
    for start, end, width in divide(paragraph):
        if end - start == 1 and paragraph[start] in " \t":
            if word_start >= 0:
                found.append((word_start, start, gap, cells))
                word_start, gap, cells = -1, 0, 0
            gap += 1
            continue
        if word_start < 0:
            word_start = start
        cells += width
    if word_start >= 0:
        found.append((word_start, len(paragraph), gap, cells))
    return found


def _fit(word: str, measure: int) -> tuple[int, int]:
    """Find how many code points of a word fit a row, and the cells that they take."""
    taken = 0
    for start, _, width in divide(word):
        if taken + width > measure and start:
            return start, taken
        taken += width
    return len(word), taken


def wrap_turns(transcript: Transcript, measure: int) -> tuple[list[Stretch], ...]:
    """Wrap every turn of a transcript; a turn without words has one empty row."""
    text = transcript.text
    wrapped = []
    for turn in transcript.turns:
        words = text[turn.start : turn.end]
        start = turn.start + len(words) - len(words.lstrip())
        end = turn.start + len(words.rstrip())
        wrapped.append(wrap(text, min(start, max(end, turn.start)), max(end, turn.start), measure))
    return tuple(wrapped)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the view."""

    start: int
    end: int
    """One past the last code point that is shown."""
    turn: int
    """Index of the turn, or `GAP`."""
    first: bool
    """Whether the turn begins on it."""


class Layout:
    """All rows of a transcript at one measure, from 0."""

    def __init__(
        self, transcript: Transcript, wrapped: Sequence[Sequence[Stretch]], *, gaps: bool
    ) -> None:
        """Set the wrapped turns beneath each other.

        Args:
            transcript: Whose rows they are.
            wrapped: The rows of each turn, as `wrap_turns` gives them; empty for none yet.
            gaps: Whether a blank row stands between two exchanges.
        """
        self._text = transcript.text
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._turns: list[int] = []
        self._first_rows: list[int] = []
        self._known_rows: dict[Stretch, range] = {}
        exchanges = _exchanges(transcript) if gaps else frozenset()
        for turn, rows in zip(transcript.turns, wrapped, strict=False):
            if turn.index in exchanges:
                self._add([(rows[0][0], rows[0][0])], GAP)
            self._first_rows.append(len(self._starts))
            self._add(rows, turn.index)

    def _add(self, rows: Sequence[Stretch], turn: int) -> None:
        self._starts += [start for start, _ in rows]
        self._ends += [end for _, end in rows]
        self._turns += [turn] * len(rows)

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._starts)

    def __getitem__(self, row: int) -> Row:
        """Get a row by its number."""
        turn = self._turns[row]
        first = turn != GAP and self._first_rows[turn] == row
        return Row(self._starts[row], self._ends[row], turn, first)

    def row_of(self, offset: int) -> int:
        """Find the row on which a code point stands, or after which it is left out."""
        row = bisect_right(self._starts, offset) - 1
        return max(row, 0)

    def rows_of(self, start: int, end: int) -> range:
        """Find the rows that a stretch touches; what was found is kept for the next drawing."""
        known = self._known_rows.get((start, end))
        if known is None:
            known = self._known_rows[start, end] = self._find_rows(start, end)
        return known

    def _find_rows(self, start: int, end: int) -> range:
        starts = self._starts
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, end - 1, first) - 1, first)
        if first < last and start >= self._ends[first]:
            first += 2 if self._turns[first + 1] == GAP and first + 1 < last else 1
        return range(first, last + 1)

    def first_row_of_turn(self, turn: int) -> int:
        """Find the row on which a turn begins."""
        return self._first_rows[turn]

    def place_of(self, offset: int) -> tuple[int, int]:
        """Find the row and the column, in cells, of a code point."""
        row = self.row_of(offset)
        start, end = self._starts[row], self._ends[row]
        inside = min(offset, end) - start
        column = 0
        for first, last, cells in self.graphemes_of(row):
            if first <= inside < last:
                return row, column
            column += cells
        return row, column

    def offset_at(self, row: int, column: int) -> int:
        """Find the first code point of the character at a cell, or the end of the row's words."""
        row = min(max(row, 0), len(self) - 1)
        passed = 0
        for start, _, cells in self.graphemes_of(row):
            passed += cells
            if column < passed:
                return self._starts[row] + start
        return self._ends[row]

    def graphemes_of(self, row: int) -> tuple[Grapheme, ...]:
        """Divide a row into characters, with offsets from the row's start."""
        return graphemes(self._text[self._starts[row] : self._ends[row]])

    def text_between(self, first: int, last: int) -> Stretch:
        """Find the stretch of text that a run of rows shows, `last` included."""
        return self._starts[first], max(self._starts[first], self._ends[last])

    def turns_between(self, first: int, last: int) -> range:
        """Find the turns that a run of rows shows, `last` included."""
        low = bisect_right(self._first_rows, first) - 1
        return range(max(low, 0), bisect_left(self._first_rows, last + 1))


def _exchanges(transcript: Transcript) -> frozenset[int]:
    """Find the turns before which a new exchange begins.

    An exchange begins where an interviewer speaks after somebody else; where no interviewer is
    known, with every turn.
    """
    asking = [transcript.speaker_of(turn).role is Role.INTERVIEWER for turn in transcript.turns]
    if not any(asking):
        return frozenset(range(1, len(asking)))
    return frozenset(
        turn for turn in range(1, len(asking)) if asking[turn] and not asking[turn - 1]
    )
