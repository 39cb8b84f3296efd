"""Excel workbooks as rows of printed text."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from ipe_coder.errors import FileError
from ipe_coder.model.delimited import Row
from ipe_coder.model.text import clean
from ipe_coder.sheets.figures import print_number

_MOST_UNPACKED = 500_000_000
"""Bytes; a zip of a few kilobytes can unpack to many gigabytes."""
_MOST_ROWS = 500_000

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
)
"""What openpyxl and the zip module raise over files that are damaged or no workbooks; the errors
of both XML parsers that it may use are kinds of SyntaxError."""


class _Cell(NamedTuple):
    """What a workbook stores of one cell."""

    value: Any
    kind: str
    """One letter: `e` is an error, `f` a formula whose value is not stored."""
    number_format: str


def read_workbook(path: Path, data: bytes) -> list[Row]:
    """Read the first sheet that holds anything; rows that are blank are left out.

    Raises:
        FileError: If it is no workbook, or a cell has no value that can be taken.
    """
    _refuse_bomb(path, data)
    try:
        with warnings.catch_warnings():
            # It warns of features such as validation that do not touch the cells' values.
            warnings.simplefilter("ignore")
            stored = _load(data)
    except _UNREADABLE as error:
        message = "cannot be read as an Excel workbook."
        raise FileError(path, message, "Save it anew as .xlsx, or as .csv.") from error
    if len(stored) > _MOST_ROWS:
        raise FileError(path, f"has more than {_MOST_ROWS:,} rows.", "Divide it.")
    rows = []
    for line, cells in stored:
        printed = [_print_cell(path, line, place, cell) for place, cell in enumerate(cells, 1)]
        if any(text.strip() for text in printed):
            rows.append(Row(line, printed))
    return rows


def _refuse_bomb(path: Path, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        message = "is not an Excel workbook."
        raise FileError(path, message, "Save it as .xlsx, or as .csv.") from error
    if unpacked > _MOST_UNPACKED:
        message = f"unpacks to more than {_MOST_UNPACKED // 1_000_000} MB."
        raise FileError(path, message, "Save the table alone as .csv.")


def _load(data: bytes) -> list[tuple[int, list[_Cell]]]:
    """Give the rows that hold anything, of the first sheet that does, with their numbers."""
    values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    for name in (sheet.title for sheet in values.worksheets):
        pairs = zip(_iterate(values[name]), _iterate(formulas[name]), strict=True)
        rows: list[tuple[int, list[_Cell]]] = []
        for line, (cells, written) in enumerate(pairs, start=1):
            stored = [_store(*pair) for pair in zip(cells, written, strict=True)]
            while stored and stored[-1].value is None:
                stored.pop()
            if stored and len(rows) <= _MOST_ROWS:
                rows.append((line, stored))
        if rows:
            return rows
    return []


def _iterate(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # Some programs write a wrong size of the sheet, and openpyxl would believe it.
    sheet.reset_dimensions()
    yield from sheet.iter_rows()


def _store(cell: Any, written: Any) -> _Cell:
    if cell.value is None and written.value is not None:
        return _Cell(written.value, "f", "")
    return _Cell(cell.value, cell.data_type, getattr(cell, "number_format", ""))


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
