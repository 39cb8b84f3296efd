"""Real files for the tests of tables: workbooks as Excel would save them, and CSV."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

DATA = Path(__file__).parents[1] / "data" / "tables"
RESULTS = Path(__file__).parents[2] / "results" / "hhp2.csv"


def write_csv(folder: Path, text: str | bytes, name: str = "table.csv") -> Path:
    """Write a CSV file from its text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def write_workbook(
    folder: Path,
    rows: Sequence[Sequence[Any]],
    *,
    formats: dict[str, str] | None = None,
    name: str = "table.xlsx",
) -> Path:
    """Write a workbook whose second sheet holds the rows; the first one is empty.

    Args:
        folder: Where to put it.
        rows: Values of the cells.
        formats: Number formats by cell, such as `{"B2": "0.00"}`.
        name: Name of the file.
    """
    workbook = openpyxl.Workbook()
    sheet = workbook.create_sheet("Table")
    for row in rows:
        sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    workbook.save(folder / name)
    return folder / name


def as_workbook(path: Path, folder: Path) -> Path:
    """Copy a CSV file into a workbook, numbers as numbers."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [[_value(cell) for cell in row] for row in csv.reader(stream)]
    return write_workbook(folder, rows, name=f"{path.stem}.xlsx")


def _value(cell: str) -> Any:
    try:
        return float(cell)
    except ValueError:
        return cell or None
