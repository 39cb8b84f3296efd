"""A table file, CSV or Excel, as rows of named cells that raise clear errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from ipe_coder.errors import FileError
from ipe_coder.model.delimited import RowError, column_key, name_cells
from ipe_coder.model.file_bytes import read_whole
from ipe_coder.sheets import WORKBOOKS, rows_of
from ipe_coder.tables._numbers import parse_number

LARGEST = 100 * 2**20
"""Bytes of a workbook, with whatever pictures stand in it."""
LARGEST_TEXT = 32 * 2**20
"""Bytes of a table in a text file: the segments of two hundred interviews have ten million."""

_OLD_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers")
_ABSENT = re.compile(r"[-–—.]|n/?a|n/?r|not reported", re.IGNORECASE)
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0", ""})

_Enumeration = TypeVar("_Enumeration", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its cells by column, and the place to name in an error."""

    path: Path
    line: int
    """Line of the file, or row of the workbook, from 1."""
    cells: Mapping[str, str]
    """Known columns by their own name, others as the file names them."""

    def raw(self, column: str) -> str:
        """Give a cell as it stands; empty where there is no such column."""
        return self.cells.get(column, "")

    def text(self, column: str) -> str:
        """Give a cell on one line, without spaces around it."""
        return " ".join(self.raw(column).split())

    def figure(self, column: str) -> str:
        """Give a cell as `text` does; empty where it says that there is no figure."""
        text = self.text(column)
        return "" if _ABSENT.fullmatch(text) else text

    def required(self, column: str) -> str:
        """Give a cell that may not be empty."""
        if text := self.text(column):
            return text
        raise self.error(f"{column} is empty", "Fill it, or take the row out.")

    def number(self, column: str) -> float | None:
        """Read a number; None where the cell is empty or says that there is none."""
        text = self.figure(column)
        if not text:
            return None
        value = parse_number(text)
        if value is None:
            raise self.error(
                f"{column} is “{text}”, which is not a number",
                "Write it as 1234.5, or leave it empty.",
            )
        return value

    def whole(self, column: str) -> int | None:
        """Read a whole number from 0 up; None as for `number`."""
        value = self.number(column)
        if value is None:
            return None
        if value < 0 or value != int(value):
            message = f"{column} is “{self.text(column)}”, which is not a whole number"
            raise self.error(message, "Write it as 128, or leave it empty.")
        return int(value)

    def choice(self, column: str, kind: type[_Enumeration]) -> _Enumeration | None:
        """Find a value of an enumeration, without regard to case; None where empty."""
        wanted = column_key(self.text(column))
        if not wanted:
            return None
        for value in kind:
            if column_key(value.value) == wanted:
                return value
        raise self.unknown(column, [value.value for value in kind])

    def word(self, column: str, values: Mapping[str, str]) -> str:
        """Find a word by its `column_key` among some; empty where the cell is."""
        wanted = column_key(self.text(column))
        if not wanted:
            return ""
        if wanted not in values:
            raise self.unknown(column, list(dict.fromkeys(values.values())))
        return values[wanted]

    def yes(self, column: str, absent: bool) -> bool:
        """Read a yes or no.

        Args:
            column: The column.
            absent: What an empty cell means.
        """
        text = self.text(column).casefold()
        if text not in _YES | _NO:
            raise self.unknown(column, ["yes", "no"])
        return text in _YES if text else absent

    def unknown(self, column: str, values: Iterable[str]) -> FileError:
        """Make the error for a word that is none of the values."""
        message = f"{column} is “{self.text(column)}”"
        return self.error(message, f"It can be {', '.join(values)}, or empty.")

    def error(self, message: str, remedy: str) -> FileError:
        """Make an error that names this row."""
        return FileError(self.path, f"{message}.", remedy, line=self.line)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table file."""

    path: Path
    columns: tuple[str, ...]
    """Known columns by their own name, others as the file names them."""
    others: tuple[str, ...]
    """Those of the columns that are not known."""
    rows: tuple[SheetRow, ...] = field(repr=False)

    def require(self, column: str, remedy: str = "") -> None:
        """Refuse a file that lacks a column.

        Args:
            column: What must be there.
            remedy: What to give, if it is more than the column itself.

        Raises:
            FileError: With the column, and the unknown one that is most like it.
        """
        if column not in self.columns:
            raise FileError(
                self.path,
                f"the file has no column “{column}”{_nearest(column, self.others)}.",
                remedy or f"Give {column}.",
            )


def read_sheet(path: Path, known: Sequence[str], synonyms: Mapping[str, str]) -> Sheet:
    """Read the first table of a CSV or Excel file.

    Args:
        path: The file.
        known: Names of the columns that have a meaning.
        synonyms: Other words for known columns, to the column.

    Raises:
        FileError: If it cannot be read, is no table or has no rows.
    """
    names = {column_key(name): name for name in known}
    names |= {column_key(word): column for word, column in synonyms.items()}
    try:
        columns, named = name_cells(rows_of(path, read_table_bytes(path)), names)
    except RowError as error:
        raise FileError(path, f"{error.message}.", error.remedy, line=error.line) from error
    if not columns:
        raise FileError(
            path, "the file is empty.", "Give a table with column names in its first row."
        )
    if not named:
        raise FileError(path, "has column names and no rows.", "Give a row for each entry.")
    rows = tuple(SheetRow(path, line, cells) for line, cells in named)
    others = tuple(column for column in columns if column not in known)
    return Sheet(path, columns, others, rows)


def read_table_bytes(path: Path) -> bytes:
    """Read a table file whole, unless it is of a kind that is not read, or too large.

    Raises:
        FileError: If it cannot be read.
    """
    extension = path.suffix.lower()
    if extension in _OLD_WORKBOOKS:
        message = f"{extension} files are not read here."
        raise FileError(path, message, "Save it as .xlsx or .csv.")
    return read_whole(path, LARGEST if extension in WORKBOOKS else LARGEST_TEXT, "Divide it.")


def _nearest(column: str, columns: Sequence[str]) -> str:
    from rapidfuzz import fuzz, process, utils

    best = process.extractOne(
        column, columns, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60
    )
    return f"; the nearest is “{best[0]}”" if best else ""
