"""Paragraphs as word processors have them, laid out in the lines of a script."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from typing import NamedTuple

from ipe_coder.model.text import clean
from ipe_coder.readers._anchors import Mark, PlacedMark, Position, stored_offsets
from ipe_coder.readers._files import MOST_LINES, too_long
from ipe_coder.readers._script import Script
from ipe_coder.readers._tables import HeadedLine, Row, read_rows

LONGEST_BOLD = 60
"""Characters: bold type that goes on for longer is no name."""

NO_LOOKS: frozenset[str] = frozenset()

Place = tuple[int, int, int]
"""Table, row and column, each from 0."""


@dataclass(slots=True)
class Paragraph:
    """The words of a paragraph and where it stands."""

    text: str
    """The words, with a line feed for each break."""
    place: Place | None = None
    """Where in a table it stands, if it stands in one."""
    bold: int = 0
    """How many characters at its start are in bold type."""
    marks: Sequence[Mark] = ()
    """Where comments begin and end in it."""
    looks: frozenset[str] = frozenset()
    """What is true of the whole of it: in italics, underlined, indented, of a style."""


class Words:
    """The words of a paragraph while it is read: how long, and how much of it begins in bold."""

    def __init__(self) -> None:
        """Begin without words."""
        self.bold = self.length = 0
        self.looks: frozenset[str] | None = None
        """What is true of all words so far; None before the first."""
        self._parts: list[str] = []
        self._opening = True

    @property
    def text(self) -> str:
        """The words so far."""
        return "".join(self._parts)

    def add(self, text: str, *, bold: bool, looks: frozenset[str] = NO_LOOKS) -> None:
        """Add a stretch of one look; blanks count as bold where bold words stand before them."""
        if self.looks != NO_LOOKS and text.strip():
            self.looks = looks if self.looks is None else self.looks & looks
        self._parts.append(text)
        self.length += len(text)
        if self._opening:
            self._opening = (bold or not text.strip()) and self.bold <= LONGEST_BOLD
            self.bold += len(text) if self._opening else 0


def script_of(path: Path, paragraphs: list[Paragraph]) -> Script:
    """Lay paragraphs and tables out in the lines of a script.

    Raises:
        FileError: If there are more than the lines of any interview.
    """
    if len(paragraphs) > MOST_LINES:
        raise too_long(path)
    script = Script([])
    for table, group in groupby(
        enumerate(paragraphs), lambda one: one[1].place and one[1].place[0]
    ):
        if table is None:
            for number, paragraph in group:
                _add_paragraph(script, paragraph, number)
        else:
            _add_table(script, list(group))
    return script


def _add_paragraph(script: Script, paragraph: Paragraph, number: int) -> None:
    lines = _lines(script, paragraph)
    if paragraph.bold and lines[0]:
        indent = len(paragraph.text) - len(paragraph.text.lstrip())
        script.bold[len(script.lines)] = min(max(paragraph.bold - indent, 0), len(lines[0]))
    if paragraph.looks:
        script.looks[len(script.lines)] = paragraph.looks
    for mark, (line, offset) in _places(paragraph):
        script.marks.append(PlacedMark(mark, (len(script.lines) + line, offset), number))
    script.lines.extend(lines)


def _add_table(script: Script, paragraphs: list[tuple[int, Paragraph]]) -> None:
    rows: list[Row] = []
    waiting: list[tuple[Mark, int, _CellPlace]] = []
    places = [paragraph.place or (0, 0, 0) for _, paragraph in paragraphs]
    # Columns are counted anew, as a file may claim millions that hold nothing.
    columns = {column: rank for rank, column in enumerate(sorted({place[2] for place in places}))}
    for (number, paragraph), (_, row, place) in zip(paragraphs, places, strict=True):
        column = columns[place]
        while len(rows) <= row:
            rows.append([])
        while len(rows[row]) <= column:
            rows[row].append([])
        lines, cell = _lines(script, paragraph), rows[row][column]
        for mark, (within, offset) in _places(paragraph):
            kept = len(cell) + sum(1 for one in lines[:within] if one)
            waiting.append((mark, number, _CellPlace(row, column, kept, offset)))
        cell += [line for line in lines if line]
    headed, left_out = read_rows(rows)
    first = len(script.lines)
    for line in headed:
        if line.head is not None:
            script.given[len(script.lines)] = line.head
        script.lines.append(line.text)
    script.left_out += left_out
    if waiting:
        layout = _Layout(rows, headed, first)
        script.marks += [
            PlacedMark(mark, layout.find(place), number) for mark, number, place in waiting
        ]


class _CellPlace(NamedTuple):
    """A place in a table."""

    row: int
    column: int
    line: int
    """Of the cell, where blank ones do not count."""
    offset: int


class _Layout:
    """Where the cells of a table came to stand in the script."""

    def __init__(self, rows: list[Row], lines: list[HeadedLine], first: int) -> None:
        self._rows = rows
        self._found: dict[tuple[int, int, int], Position] = {}
        self._starts = {line.row: first for line in lines}
        for number, line in reversed(list(enumerate(lines, first))):
            self._starts[line.row] = number
            for source in line.sources:
                self._found[line.row, source.column, source.line] = (number, source.offset)
        self._first = first

    def find(self, place: _CellPlace) -> Position:
        """Find a place; one in a cell that is no speech stands behind the cell before it."""
        here = self._found.get((place.row, place.column, place.line))
        if here is not None:
            return here[0], here[1] + place.offset
        for column in range(place.column, -1, -1):
            cell = self._rows[place.row][column]
            last = self._found.get((place.row, column, len(cell) - 1)) if cell else None
            if last is not None:
                return last[0], last[1] + len(cell[-1])
        return self._starts.get(place.row, self._first), 0


def _lines(script: Script, paragraph: Paragraph) -> list[str]:
    cleaned = clean(paragraph.text)
    script.replaced += cleaned.replaced
    return [line.strip() for line in cleaned.text.split("\n")]


def _places(paragraph: Paragraph) -> list[tuple[Mark, Position]]:
    """Find the line of a paragraph, and the place in it, that each mark comes to stand at."""
    if not paragraph.marks:
        return []
    lines = clean(paragraph.text).text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)][:-1]
    places = []
    for mark, offset in zip(
        paragraph.marks, stored_offsets(paragraph.text, paragraph.marks), strict=True
    ):
        number = bisect_right(starts, offset) - 1
        line = lines[number]
        indent = len(line) - len(line.lstrip())
        within = min(max(offset - starts[number] - indent, 0), len(line.strip()))
        places.append((mark, (number, within)))
    return places
