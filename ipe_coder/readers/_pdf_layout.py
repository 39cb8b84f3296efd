"""From the pages of a PDF to its paragraphs, and what was left out of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from statistics import median

from ipe_coder.model.transcript import LeftOut
from ipe_coder.readers._paragraphs import Paragraph, Words
from ipe_coder.readers._pdf_lines import (
    Line,
    columns_of,
    lines_of,
    split_page,
    take_margins,
    take_notes,
    take_numbers,
    take_repeated,
)
from ipe_coder.readers._pdf_pages import Box, Page, Word
from ipe_coder.readers._pdf_paragraphs import Joiner, Shape, add_words


@dataclass(slots=True)
class Layout:
    """What stands in a PDF."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    """Words that were divided at the end of a line."""


_MOST_TRIES = 50_000
"""How often a word of a page is looked for in a cell."""

Cells = list[list[list[Line]]]
"""The lines of a ruled table by row and column."""


def lay_out(pages: list[Page]) -> Layout:
    """Work out the paragraphs of a document."""
    layout = Layout()
    by_page: list[list[Line]] = []
    tables: list[list[tuple[float, Cells]]] = []
    for page in pages:
        words, outside = split_page(page)
        layout.left_out += outside
        found, words = _tables(page, words)
        tables.append(found)
        by_page.append(lines_of(words, page.number))
    _take_margins(layout, by_page, tables)
    layout.left_out += take_repeated([page.box for page in pages], by_page)
    runs = _runs(by_page, tables)
    lines = [line for run in runs if not isinstance(run, _Table) for line in run]
    joiner = Joiner(lines, Shape(lines, _mirrored(pages, lines))) if lines else None
    number = 0
    for run in runs:
        if isinstance(run, _Table):
            layout.paragraphs += _table_paragraphs(number, run.rows)
            number += 1
        elif joiner:
            layout.paragraphs += joiner.paragraphs(run)
    layout.joined = joiner.joined if joiner else []
    return layout


@dataclass(slots=True)
class _Table:
    """A ruled table, which may go on over several pages."""

    rows: Cells


def _take_margins(
    layout: Layout, by_page: list[list[Line]], tables: list[list[tuple[float, Cells]]]
) -> None:
    """Take out what stands around the text: first numbers, which may reach below a footer."""
    layout.left_out += take_numbers([line for lines in by_page for line in lines])
    for number, lines in enumerate(by_page):
        by_page[number] = [line for line in lines if line.words]
    layout.left_out += take_margins(by_page)
    sizes = [word.size for lines in by_page for line in lines for word in line.words]
    usual = median(sizes) if sizes else 0.0
    for lines, found in zip(by_page, tables, strict=True):
        if sizes and not found:
            layout.left_out += take_notes(lines, usual)


def _mirrored(pages: list[Page], lines: list[Line]) -> float:
    """Find where the right edge of the text is if it is as far from the paper's as the left."""
    left = min(line.x0 for line in lines)
    return max(page.box.x1 - (left - page.box.x0) for page in pages)


def _runs(
    by_page: list[list[Line]], tables: list[list[tuple[float, Cells]]]
) -> list[list[Line] | _Table]:
    """Put lines and tables in order; what goes on over a page is one run, or one table."""
    runs: list[list[Line] | _Table] = []
    for lines, found in zip(by_page, tables, strict=True):
        waiting = list(found)
        for column in columns_of(lines):
            for place, line in enumerate(column):
                line.first = place == 0
                while waiting and waiting[0][0] < line.top:
                    _add_table(runs, waiting.pop(0)[1])
                if not runs or isinstance(runs[-1], _Table):
                    runs.append([])
                    line.first = True
                run = runs[-1]
                assert isinstance(run, list)
                run.append(line)
        for _, rows in waiting:
            _add_table(runs, rows)
    return runs


def _add_table(runs: list[list[Line] | _Table], rows: Cells) -> None:
    last = runs[-1] if runs else None
    if isinstance(last, _Table) and len(last.rows[-1]) == len(rows[0]):
        last.rows += rows
    else:
        runs.append(_Table(rows))


def _tables(page: Page, words: list[Word]) -> tuple[list[tuple[float, Cells]], list[Word]]:
    """Take the words of ruled tables out of a page, each table with its upper edge."""
    found: list[tuple[float, Cells]] = []
    places = _Places(words)
    for table in page.tables:
        rows: Cells = []
        taken: set[int] = set()
        for row in table:
            inner = [places.inside(box, taken) if box else [] for box in row]
            rows.append([lines_of(cell, page.number) for cell in inner])
        if rows and taken and sum(map(any, zip(*rows, strict=False))) > 1:
            top = min(box.top for row in table for box in row if box)
            found.append((top, rows))
            words = [word for word in words if id(word) not in taken]
            places = _Places(words)
    return sorted(found, key=lambda one: one[0]), words


class _Places:
    """The words of a page from the top down, so that those of a cell are near each other."""

    def __init__(self, words: list[Word]) -> None:
        self._words = sorted(words, key=_height)
        self._heights = [_height(word) for word in self._words]
        self._tries = _MOST_TRIES

    def inside(self, box: Box, taken: set[int]) -> list[Word]:
        """Give the words in a cell that are not taken, and take them."""
        first = bisect_left(self._heights, box.top)
        last = bisect_right(self._heights, box.bottom)
        self._tries -= last - first
        if self._tries < 0:  # no table that anybody has drawn
            return []
        inner = [
            word for word in self._words[first:last] if box.holds(word) and id(word) not in taken
        ]
        taken.update(map(id, inner))
        return inner


def _height(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _table_paragraphs(number: int, rows: Cells) -> list[Paragraph]:
    paragraphs = []
    for row_number, row in enumerate(rows):
        for column, lines in enumerate(row):
            words = Words()
            for place, line in enumerate(lines):
                if place:
                    words.add(" ", bold=False)
                add_words(words, line.words)
            paragraphs.append(Paragraph(words.text, (number, row_number, column), words.bold))
    return paragraphs
