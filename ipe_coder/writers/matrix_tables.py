"""The matrix: rows by columns, cut into several tables where there are too many columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from ipe_coder.model.matrix import Cell, CellKind, Heading, Matrix
from ipe_coder.model.report import AttributedQuote, Report, StudyReport
from ipe_coder.writers.blocks import (
    LANDSCAPE_CM,
    PORTRAIT_CM,
    Para,
    Part,
    Run,
    Table,
    TableCell,
    Title,
    head,
    in_groups,
    muted_cell,
    sentence,
    text_cell,
)
from ipe_coder.writers.printed import cell_lines, count_note, quotes_by_segment
from ipe_coder.writers.theme_tables import quote_para, ration

_ROW_CM = 5.0
_COLUMN_CM = 2.4
_WORDS_CM = 6.0
_ROW_LENGTH = 700
_OF_WORDS = (CellKind.QUOTES, CellKind.SUMMARIES)
_KINDS = {
    CellKind.SEGMENTS: "coded segments",
    CellKind.PARTICIPANTS: "how many participants raised it",
    CellKind.WORDS: "coded words",
    CellKind.SHARE: "share of participants who raised it",
    CellKind.QUOTES: "quotations",
    CellKind.SUMMARIES: "summaries",
}


def matrix_part(study: StudyReport, report: Report) -> Part | None:
    """Make the table, or tables, of a study's matrix."""
    matrix = study.matrix
    if not matrix.rows or not matrix.columns:
        return None
    narrow = _WORDS_CM if matrix.kind in _OF_WORDS else _COLUMN_CM
    wide = _ROW_CM + narrow * len(matrix.columns) > PORTRAIT_CM
    room = LANDSCAPE_CM if wide else PORTRAIT_CM
    places = range(len(matrix.columns))
    groups = list(in_groups(places, int((room - _ROW_CM) // narrow)))
    writer = _MatrixTables(matrix, report, quotes_by_segment(study), room)
    tables = [writer.of(group, study.study.label) for group in groups]
    title = f"{head(matrix.row_axis)} by {matrix.column_axis}"
    return Part((Title(title, 2), *tables), wide)


class _MatrixTables:
    """Makes the tables of one matrix."""

    def __init__(
        self, matrix: Matrix, report: Report, allowed: Mapping[str, AttributedQuote], room: float
    ) -> None:
        self.matrix, self.report, self.allowed, self.room = matrix, report, allowed, room

    def of(self, places: Sequence[int], study: str) -> Table:
        """Make the table of some of the columns."""
        matrix = self.matrix
        labels = [head(matrix.columns[place].label) for place in places]
        part = ""
        if len(places) < len(matrix.columns):
            part = f", {labels[0]} to {labels[-1]}"
        axes = head(f"{matrix.row_axis} by {matrix.column_axis}")
        caption = f"{axes}, {_KINDS[matrix.kind]}{part}: {study}"
        cells = [row[place] for row in matrix.cells for place in places]
        note = count_note(matrix.coding, matrix.base, cells)
        return Table(
            caption,
            (_ROW_CM, *[(self.room - _ROW_CM) / len(places)] * len(places)),
            (head(matrix.row_axis), *labels),
            [
                line
                for heading, row in zip(matrix.rows, matrix.cells, strict=True)
                for line in self._lines(heading, [row[place] for place in places])
            ],
            (note, *map(sentence, matrix.notes)),
        )

    def _lines(self, heading: Heading, cells: list[Cell]) -> Iterator[tuple[TableCell, ...]]:
        """Make the line of a row, and more where its quotations would fill a page."""
        if self.matrix.kind is not CellKind.QUOTES:
            yield (_row_head(heading), *map(self._cell, cells))
            return
        stacks = [self._stack(cell) for cell in cells]
        for turn, line in enumerate(zip_longest(*stacks, fillvalue=TableCell(()))):
            label = f"{heading.label}, continued" if turn else heading.label
            yield (_row_head(replace(heading, label=label)), *line)

    def _stack(self, cell: Cell) -> list[TableCell]:
        """Make a cell of quotations, and more to go beneath it."""
        quotes = [self.allowed[one] for one in cell.segment_ids if one in self.allowed]
        rows = ration(list(map(quote_para, quotes)), _ROW_LENGTH)
        return [TableCell(tuple(row)) for row in rows] or [self._cell(cell)]

    def _cell(self, cell: Cell) -> TableCell:
        """Make a cell of counts or words, or say why it has no quotations."""
        lines = cell_lines(cell, self.matrix.kind, self.report.base_for_percent)
        if cell.value is None:
            return muted_cell(lines[0])
        if self.matrix.kind is CellKind.QUOTES and cell.segment_ids:
            return muted_cell("No quotation is printed.")
        return text_cell(*lines)


def _row_head(heading: Heading) -> TableCell:
    run = Run(heading.label, bold=heading.depth == 0)
    return TableCell((Para((run,), indent=heading.depth),))
