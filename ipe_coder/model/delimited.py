"""Rows and columns of delimited text: comma, semicolon or tab, as spreadsheets save them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

DELIMITERS = (",", ";", "\t")

MOST_ROWS = 200_000
"""Rows of a table: the segments of five hundred interviews."""
MOST_CELLS = 2_000_000
"""Cells of a table."""
MOST_COLUMNS = 2**14
"""As many as Excel has."""
_MOST_LINES = 2_000_000
"""With those that are blank, or inside a cell."""
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s_\-]+")
_CSV_FAULTS = {
    "unexpected end of data": "a quotation mark that opens in this row is never closed",
    "expected after": "a cell goes on after its closing quotation mark",
    "field larger than": "a cell is too long; a quotation mark may never be closed",
}


class RowError(ValueError):
    """A row that cannot be read, with the line it begins in and what to do."""

    def __init__(self, message: str, remedy: str, line: int | None = None) -> None:
        """Keep the fault, the remedy and the line, from 1."""
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.line = line


class Row(NamedTuple):
    """The cells of one row, as written."""

    line: int
    """Line in which it begins, or its row in a workbook, from 1."""
    cells: Sequence[str]


def column_key(name: str) -> str:
    """Give the form in which column names are compared: without case, space, `_` or `-`."""
    return _BETWEEN_WORDS.sub("", name.casefold())


def split_rows(text: str) -> list[Row]:
    """Split delimited text in the stored form into rows; blank rows are left out.

    The delimiter is the one that cuts the first row into most cells; a first line such as
    `sep=;` names it.

    Raises:
        RowError: If quotation marks do not close where they should, or the table is too large.
    """
    named = _SEPARATOR_LINE.match(text)
    skipped = 1 if named else 0
    body = text[named.end() :] if named else text
    rows: list[Row] = []
    line, filled = 1, 0
    try:
        delimiter = named[1] if named else _sniff(body)
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line + skipped, cells))
                filled += len(cells)
                if len(cells) > MOST_COLUMNS:
                    message = f"the row has more than {MOST_COLUMNS:,} cells"
                    raise RowError(message, "Leave out columns.", line + skipped)
            line = reader.line_num + 1
            if len(rows) > MOST_ROWS or filled > MOST_CELLS or line > _MOST_LINES:
                message = f"the table has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells"
                raise RowError(message, "Divide it.", line)
    except csv.Error as error:
        raise RowError(_fault(str(error)), "Mend the row.", line + skipped) from error
    return rows


def name_cells(
    rows: Iterable[Row], known: Mapping[str, str]
) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """Take the first row as column names, and give every other row its cells by name.

    Args:
        rows: Rows that are not blank, the header first.
        known: The name that a column gets, by its `column_key`; other columns keep their own.

    Returns:
        The columns, and each row's line and cells; a row always has every column.

    Raises:
        RowError: If a column has no name or comes twice, or a row has too many cells.
    """
    rows = list(rows)
    header = rows.pop(0) if rows else Row(1, ())
    columns = _name_columns(header, known)
    if len(columns) * len(rows) > MOST_CELLS:
        message = f"the table has {len(rows):,} rows of {len(columns):,} columns"
        raise RowError(message, "Divide it, or leave out columns.", header.line)
    named = []
    for row in rows:
        for place in range(len(columns), len(row.cells)):
            if row.cells[place].strip():
                raise RowError(
                    f"“{_short(row.cells[place])}” stands in column {place + 1}, "
                    f"and the names end at column {len(columns)}",
                    "Name the column, or put quotation marks round a cell with the delimiter.",
                    row.line,
                )
        cells = [*row.cells[: len(columns)], *[""] * (len(columns) - len(row.cells))]
        for place, column in enumerate(columns):
            if not column and cells[place].strip():
                raise RowError(
                    f"“{_short(cells[place])}” stands in column {place + 1}, which has no name",
                    "Name every column in the first row.",
                    row.line,
                )
        named.append((row.line, dict(zip(columns, cells, strict=True))))
    for _, found in named:
        found.pop("", None)
    return tuple(filter(None, columns)), named


def _name_columns(header: Row, known: Mapping[str, str]) -> list[str]:
    columns: list[str] = []
    seen: dict[str, str] = {}
    for cell in header.cells:
        written = " ".join(cell.split())
        column = known.get(column_key(written), written)
        key = column_key(column)
        if written and key in seen:
            raise RowError(
                f"“{written}” and “{seen[key]}” are the same column",
                "Keep one of them, or rename it.",
                header.line,
            )
        seen[key] = written
        columns.append(column)
    while columns and not columns[-1]:
        columns.pop()
    return columns


def _sniff(text: str) -> str:
    line = next((line for line in text.split("\n") if line.strip()), "")
    # max() keeps the first of equals, so a single column is read with commas.
    return max(DELIMITERS, key=partial(_count_cells, line))


def _count_cells(line: str, mark: str) -> int:
    """Count the cells that a delimiter makes of a line; a wide header is no cell, so none then."""
    try:
        return len(next(csv.reader([line], delimiter=mark)))
    except csv.Error:
        return 0


def _fault(message: str) -> str:
    for sign, fault in _CSV_FAULTS.items():
        if sign in message:
            return fault
    return "the row cannot be read"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:39] + "…"
