"""Table files as rows of text: CSV and Excel, whatever the table is about."""

from __future__ import annotations

from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.decoding import decode
from ipe_coder.model.delimited import Row, split_rows
from ipe_coder.model.text import clean

__all__ = ["WORKBOOKS", "rows_of"]

WORKBOOKS = (".xlsx", ".xlsm")
"""Ends of the names of Excel workbooks that can be read."""


def rows_of(path: Path, data: bytes) -> list[Row]:
    """Read the rows of a table file; the end of its name says whether it is a workbook.

    Raises:
        FileError: If it is no table, or a cell has no value that can be taken.
        RowError: If a row of a CSV file is broken.
    """
    if path.suffix.lower() in WORKBOOKS:
        # openpyxl takes a fifth of a second to load, and most tables are CSV.
        from ipe_coder.sheets.workbook import read_workbook

        return read_workbook(path, data)
    try:
        text, _ = decode(data)
    except ValueError as error:
        raise FileError(path, f"{error}.", "Save it as CSV in UTF-8, or as .xlsx.") from error
    return split_rows(clean(text).text)
