"""Excel workbooks as rows of printed text."""

from __future__ import annotations

import io
import math
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from ipe_coder.errors import FileError
from ipe_coder.model.delimited import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Row
from ipe_coder.model.text import clean
from ipe_coder.sheets.figures import print_number

TRANSCRIPT_TAGS = 400_000
"""Tags of the workbook of a transcript: a hundred thousand cells."""
_MOST_TAGS = 1_500_000
"""Tags of any workbook, four or more for each cell."""
_MOST_CHARACTERS = 32_000_000
"""Of all cells; a text that is stored once may stand in any number of them."""
_MOST_UNPACKED = 250 * 2**20
"""Bytes; a zip of a few kilobytes can unpack to many gigabytes."""
_LAST_ROW, _LAST_COLUMN = 2**20, MOST_COLUMNS
"""As far as Excel goes."""
_CHUNK = 2**20
_DECLARATION = re.compile(rb"<\0?!\0?D")
_ALONE = "Save the table alone as .csv."

_UNREADABLE = (
    zipfile.BadZipFile,
    InvalidFileException,
    SyntaxError,
    zlib.error,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
"""What openpyxl and the zip module raise over files that are damaged or no workbooks; the errors
of both XML parsers that it may use are kinds of SyntaxError."""


class _Cell(NamedTuple):
    """What a workbook stores of one cell."""

    value: Any
    kind: str
    """One letter: `e` is an error, `f` a formula whose value is not stored."""
    number_format: str


_EMPTY = _Cell(None, "n", "")


def read_workbook(path: Path, data: bytes, most_tags: int = _MOST_TAGS) -> list[Row]:
    """Read the first sheet that holds anything; rows that are blank are left out.

    Raises:
        FileError: If it is no workbook, or a cell has no value that can be taken.
    """
    _refuse_bomb(path, data, most_tags)
    try:
        with warnings.catch_warnings():
            # It warns of features such as validation that do not touch the cells' values.
            warnings.simplefilter("ignore")
            stored = _load(data)
    except _UNREADABLE as error:
        message = "cannot be read as an Excel workbook."
        raise FileError(path, message, "Save it anew as .xlsx, or as .csv.") from error
    if len(stored) > MOST_ROWS:
        raise FileError(path, f"has more than {MOST_ROWS:,} rows.", "Divide it.")
    if _characters(stored) > _MOST_CHARACTERS:
        raise FileError(path, "holds far too many characters.", "Divide it.")
    rows = []
    for line, cells in stored:
        printed = [_print_cell(path, line, place, cell) for place, cell in enumerate(cells, 1)]
        if any(text.strip() for text in printed):
            rows.append(Row(line, printed))
    return rows


def _characters(stored: list[tuple[int, list[_Cell]]]) -> int:
    texts = (cell.value for _, cells in stored for cell in cells)
    return sum(len(text) for text in texts if isinstance(text, str))


def _refuse_bomb(path: Path, data: bytes, most_tags: int) -> None:
    """Refuse a file that would take too much time or memory, before it is parsed."""
    tags = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                message = f"unpacks to more than {_MOST_UNPACKED // 2**20} MB."
                raise FileError(path, message, _ALONE)
            for part in parts:
                tags += _count_tags(path, archive, part) if _is_parsed(part.filename) else 0
    except _UNREADABLE as error:
        message = "is not an Excel workbook."
        raise FileError(path, message, "Save it as .xlsx, or as .csv.") from error
    if tags > most_tags:
        raise FileError(path, "holds far too many cells.", _ALONE)


def _is_parsed(name: str) -> bool:
    """Tell whether a part is parsed, as all are but pictures and what stands beside the cells."""
    return not name.startswith(("xl/media/", "xl/embeddings/", "xl/drawings/", "docProps/"))


def _count_tags(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotImplementedError
    tags, end = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            tags += chunk.count(b"<")
            if _DECLARATION.search(end + chunk):
                message = "declares a document type, as no workbook does."
                raise FileError(path, message, "Save it anew as .xlsx, or as .csv.")
            end = chunk[-8:]
    return tags


class _SheetParser(WorkSheetParser):
    """A parser that tells a formula without its value from an empty cell."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            cell.update(value=True, data_type="f")
        return cell


def _load(data: bytes) -> list[tuple[int, list[_Cell]]]:
    """Give the rows that hold anything, of the first sheet that does, with their numbers."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows: list[tuple[int, list[_Cell]]] = []
        filled = 0
        for line, cells in _iterate(book, sheet):
            stored = _place(sheet, cells)
            filled += len(stored)
            if filled > MOST_CELLS or line > _LAST_ROW:
                raise ValueError("cells stand too far apart")
            if stored and len(rows) <= MOST_ROWS:
                rows.append((line, stored))
        if rows:
            return rows
    return []


def _iterate(book: Any, sheet: Any) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Go through the rows that are there: the library would fill the gaps, however wide."""
    with sheet._get_source() as source:
        yield from _SheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        ).parse()


def _place(sheet: Any, cells: list[dict[str, Any]]) -> list[_Cell]:
    """Put the cells of a row in their places."""
    placed: list[_Cell] = []
    for written in cells:
        if written["value"] is None:
            continue
        place = written["column"] - 1
        if not 0 <= place < _LAST_COLUMN or (place < len(placed) and placed[place] is not _EMPTY):
            raise ValueError("two cells stand in one place, or one stands beyond the last column")
        placed += [_EMPTY] * (place + 1 - len(placed))
        cell = ReadOnlyCell(sheet, **written)
        if isinstance(cell.value, int | float) and not math.isfinite(cell.value):
            raise ValueError("no workbook holds such a number")
        placed[place] = _Cell(cell.value, cell.data_type, cell.number_format)
    return placed


def _print_cell(path: Path, line: int, place: int, cell: _Cell) -> str:
    if cell.kind == "f":
        message = f"column {get_column_letter(place)} holds a formula without its value."
        remedy = "Open the file in a spreadsheet program and save it, or save it as .csv."
        raise FileError(path, message, remedy, line=line)
    if cell.kind == "e":
        message = f"column {get_column_letter(place)} holds the error {cell.value}."
        raise FileError(path, message, "Mend the formula, or clear the cell.", line=line)
    return clean(_print(cell.value, cell.number_format)).text


def _print(value: Any, number_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return print_number(value, number_format)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
