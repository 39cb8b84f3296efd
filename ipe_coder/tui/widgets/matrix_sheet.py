"""What a matrix table shows: heads and cells as words and shades, and how wide each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from rich.cells import cell_len

from ipe_coder.tui.rendering import CodeLook, pad
from ipe_coder.tui.wrapping import wrap

GAP = 2
_LEAST_COLUMN = 9
_LABEL_CELLS = 16
_WORD_COLUMN = 30
_LEAST_HEAD = 12
_HEAD_SHARE = 0.38
_MARK_CELLS = 3


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """The head of a column."""

    label: str
    study: str = ""
    """Stands above its columns; empty where all are of one study."""
    short_study: str = ""
    """The same where there is no room for the whole."""
    base: str = ""
    """Of how many the column is counted: `n 6`."""
    look: CodeLook | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The head of a row."""

    label: str
    study: str = ""
    depth: int = 0
    look: CodeLook | None = None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell."""

    text: str
    heat: float | None = None
    """Its shade, from 0 to 1; None for none."""
    quiet: bool = False
    """Whether it is muted: nobody, or too few to shade."""
    noted: bool = False
    """Whether somebody has written a memo about it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole table."""

    corner: str = ""
    """What the rows are, over their heads."""
    columns: tuple[SheetColumn, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    cells: tuple[tuple[SheetCell, ...], ...] = ()
    is_words: bool = False
    """Whether the cells hold sentences, which stand at the left of a wide column."""


class SheetLayout:
    """How a sheet is laid out in a width: its head rows, its columns, its lines."""

    def __init__(self, sheet: Sheet, width: int) -> None:
        """Lay out a sheet in some cells."""
        self.sheet = sheet
        self.width = width
        self.head = self._head_width()
        self.widths = self._column_widths()
        self.heads = self._head_lines()
        self.lines = _lines(sheet.rows)
        self._edges = [0, *accumulate(cells + GAP for cells in self.widths)]

    @property
    def height(self) -> int:
        """Lines of the whole table, heads included."""
        return len(self.heads) + len(self.lines)

    @property
    def room(self) -> int:
        """Cells that the columns have."""
        return max(self.width - self.head, 1)

    def shown_from(self, left: int) -> range:
        """List the columns that are shown whole when a column stands first, at least that one."""
        if not self.widths:
            return range(0)
        end = left + 1
        while end < len(self.widths) and self._edges[end + 1] - self._edges[left] <= self.room:
            end += 1
        return range(left, end)

    def left_for(self, column: int, left: int) -> int:
        """Find the first column to show so that one is in view, moving as little as can be."""
        left = min(left, column)
        while column not in self.shown_from(left):
            left += 1
        return left

    def fill(self, left: int) -> int:
        """Move the first column to the left as long as the last one stays in view."""
        last = len(self.widths) - 1
        while left > 0 and last in self.shown_from(left - 1):
            left -= 1
        return left

    def line_of(self, row: int) -> int:
        """Find the line of a row, from 0 beneath the heads."""
        return self.lines.index(row)

    def column_at(self, x: int, left: int) -> int | None:
        """Find the column at a cell from the left edge; None beside the columns."""
        place = x - self.head
        for column in self.shown_from(left):
            start = self._edges[column] - self._edges[left]
            if start <= place < start + GAP + self.widths[column]:
                return column
        return None

    def cell_of(self, column: int, left: int) -> int:
        """Find the cell, from the left edge, at which a column begins."""
        return self.head + GAP + self._edges[column] - self._edges[left]

    def studies_from(self, left: int) -> list[tuple[str, int]]:
        """List the studies over the columns in view, each with the cells that it spans."""
        spans: list[tuple[str, int]] = []
        for _, run in groupby(self.shown_from(left), key=lambda place: self._study(place)):
            places = list(run)
            first, span = places[0], sum(self.widths[place] + GAP for place in places)
            spans.append((self._study_head(first, span), span))
        return spans

    def _study(self, column: int) -> str:
        return self.sheet.columns[column].study

    def _study_head(self, first: int, span: int) -> str:
        """Set a study over its first column; one that is too long runs on over the others."""
        column, cells = self.sheet.columns[first], self.widths[first]
        text = column.study
        if cell_len(text) >= span and column.short_study:
            text = column.short_study
        if self.sheet.is_words:
            return pad(" " * (GAP + 1) + text, span)
        room = cells + GAP - 1
        if cell_len(text) > room:
            return pad(f" {text}", span - 1) + " "
        return pad(" " * (room - cell_len(text)) + text, span)

    def _head_width(self) -> int:
        longest = max(
            [
                cell_len(self.sheet.corner),
                *(
                    cell_len(row.label) + 2 * row.depth + (_MARK_CELLS if row.look else 0)
                    for row in self.sheet.rows
                ),
            ]
        )
        return min(longest + 2, max(int(self.width * _HEAD_SHARE), _LEAST_HEAD))

    def _column_widths(self) -> list[int]:
        columns = self.sheet.columns
        wraps = not any(column.study for column in columns)
        if self.sheet.is_words:
            together = max(self.room // (_WORD_COLUMN + GAP), 1)
            share = self.room // min(together, max(len(columns), 1)) - GAP
            return [max(min(share, 64), _LEAST_COLUMN)] * len(columns)
        return [
            max(
                _LEAST_COLUMN,
                min(_label_need(column, wraps=wraps), _LABEL_CELLS),
                cell_len(column.base) + 1,
                *(cell_len(row[place].text) + 2 for row in self.sheet.cells),
            )
            for place, column in enumerate(columns)
        ]

    def _head_lines(self) -> list[list[str]]:
        """Make the rows of the head: the study or more of the label, the label, the base."""
        columns = self.sheet.columns
        labels = [
            wrap(_label(column), cells + GAP - 1, 2) or [""]
            for column, cells in zip(columns, self.widths, strict=True)
        ]
        bases = [column.base for column in columns]
        if any(column.study for column in columns):
            lines = [[column.study for column in columns], [_joined(label) for label in labels]]
        elif any(len(label) > 1 for label in labels):
            lines = [
                [label[0] if len(label) > 1 else "" for label in labels],
                [label[-1] for label in labels],
            ]
        else:
            lines = [[label[0] for label in labels]]
        return [*lines, bases] if any(bases) else lines


def _label(column: SheetColumn) -> str:
    return f"{column.look.mark} {column.label}" if column.look else column.label


def _label_need(column: SheetColumn, *, wraps: bool) -> int:
    """Say how wide a column must be for its label, which may begin in the gap before it."""
    words = _label(column).split()
    whole = cell_len(_label(column))
    longest = max((cell_len(word) for word in words), default=0)
    need = max(longest, min(whole, (whole + 1) // 2 + 2)) if wraps else whole
    return need - GAP + 1


def _joined(label: Sequence[str]) -> str:
    return " ".join(label)


def _lines(rows: Sequence[SheetRow]) -> list[int | str]:
    """List what stands on each line: a row by its place, or a study over its rows."""
    lines: list[int | str] = []
    study = ""
    for place, row in enumerate(rows):
        if row.study != study:
            study = row.study
            lines.append(study)
        lines.append(place)
    return lines
