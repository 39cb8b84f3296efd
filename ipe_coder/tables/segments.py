"""Segments files: coding that was done elsewhere.

| column | holds |
|---|---|
| `transcript`, `code` | their names; both must be there |
| `quote` | the words; where `start` and `end` are absent they are looked for in the text |
| `start`, `end` | offsets in the text in code points, from 0, `end` one past the last |
| `coder` | whose coding it is |
| `stance` | for, against, mixed or neutral |
| `starred`, `quotable` | yes or no; not starred and quotable where empty |
| `memo` | a note on the segment |

Other columns are not read, so that a table of segments can be taken as it is.
"""

from __future__ import annotations

from pathlib import Path

from ipe_coder.model.segment import SegmentFileRow, Stance
from ipe_coder.tables._sheet import SheetRow, read_sheet

COLUMNS = (
    "transcript", "start", "end", "quote", "code", "coder", "stance", "starred", "quotable", "memo",
)  # fmt: skip
"""Columns that are read."""


def read_segments(path: Path) -> list[SegmentFileRow]:
    """Read a segments file.

    Raises:
        FileError: If it does not fit; names the line, the column and what it can be.
    """
    sheet = read_sheet(path, COLUMNS, {})
    sheet.require("transcript")
    sheet.require("code")
    if not {"start", "end"} <= set(sheet.columns):
        sheet.require("quote", "Give quote, or start and end.")
    return [_read(row) for row in sheet.rows]


def _read(row: SheetRow) -> SegmentFileRow:
    start, end = row.whole("start"), row.whole("end")
    quote = row.raw("quote")
    if (start is None or end is None) and not quote.strip():
        raise row.error("neither a quote nor a start and an end is given", "Give one of them.")
    if start is not None and end is not None and start >= end:
        message = f"start {start} is not before end {end}"
        raise row.error(message, "Offsets count from 0, and end is one past the last.")
    return SegmentFileRow(
        transcript=row.required("transcript"),
        code=row.required("code"),
        quote=quote if quote.strip() else "",
        start=start,
        end=end,
        coder=row.text("coder"),
        stance=row.choice("stance", Stance),
        starred=row.yes("starred", absent=False),
        quotable=row.yes("quotable", absent=True),
        memo=row.raw("memo").strip(),
        line=row.line,
    )
