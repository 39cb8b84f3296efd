"""Where each word of a transcript stands: rows of text, and the way between offsets and cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ipe_coder.model.transcript import Role, Transcript
from ipe_coder.tui.rendering import Grapheme, divide, graphemes, is_mark, one_cell_each

MEASURE_MIN = 20
"""The narrowest text that is ever laid out; the application itself asks for 80 columns."""
MEASURE_MAX = 64
"""The widest text: longer rows are hard to read on from."""

GAP = -1
"""Stands for the turn of a blank row between two exchanges."""

_SPACES = " \t"
"""Where a row may break."""

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
        _wrap_paragraph(text, start, stop, measure, rows)
        start = stop + 1
    return rows


def _wrap_paragraph(text: str, start: int, end: int, measure: int, rows: list[Stretch]) -> None:
    """Wrap one line of a turn; only rows that need it are measured character by character."""
    start, end = _past_spaces(text, start, end), _before_spaces(text, start, end)
    if start >= end:
        rows.append((end, end))
    while start < end:
        if one_cell_each(text, start, min(start + measure + 2, end)):
            stop, after = _plain_row(text, start, end, measure)
        else:
            stop, after = _measured_row(text, start, end, measure)
        rows.append((start, stop))
        start = after


def _plain_row(text: str, start: int, end: int, measure: int) -> Stretch:
    """Find where a row of one-cell characters stops and where the next one starts."""
    if end - start <= measure:
        return end, end
    cut = text.rfind(" ", start, start + measure + 1)
    if cut < 0:
        return start + measure, start + measure
    return _before_spaces(text, start, cut), _past_spaces(text, cut, end)


def _measured_row(text: str, start: int, end: int, measure: int) -> Stretch:
    """Find the same for a row with characters of other widths."""
    reach = start + measure + 16
    while (found := _break(text[start : min(reach, end)], measure, whole=reach >= end)) is None:
        reach += reach - start
    return start + found[0], start + found[1]


def _break(piece: str, measure: int, *, whole: bool) -> Stretch | None:
    """Find where the first row of a piece stops; None where more must be seen first."""
    used, word, stop = 0, 0, 0
    is_open = False
    for start, end, cells in divide(piece):
        if end - start == 1 and piece[start] in _SPACES:
            stop, is_open = (start, False) if is_open else (stop, False)
        elif used + cells > measure and start:
            return (stop, word if is_open else start) if stop else (start, start)
        elif not is_open:
            word, is_open = start, True
        used += cells
    return (len(piece), len(piece)) if whole else None


def _past_spaces(text: str, start: int, end: int) -> int:
    """Step over spaces; one that carries a mark is no mere space."""
    while start < end and text[start] in _SPACES and not is_mark(text[start + 1 : start + 2]):
        start += 1
    return start


def _before_spaces(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _SPACES:
        end -= 1
    return end


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
