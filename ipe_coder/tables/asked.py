"""Questions asked: which turns of an interviewer ask which questions of the guide.

| column | holds |
|---|---|
| `transcript`, `question` | the transcript's name, the question's label; both must be there |
| `turn` | the number of the turn, from 1 |
| `words` | words that the turn holds; they find it where the number does not |

Every transcript of the file counts as fully marked: what is not in the file was not asked there.
A row with an empty `question` says so of a transcript in which nothing of the guide was asked.
"""

from __future__ import annotations

from pathlib import Path

from ipe_coder.model.guide import AskedFileRow
from ipe_coder.tables._sheet import read_sheet

COLUMNS = ("transcript", "turn", "question", "words")
"""Columns that are read."""


def read_asked(path: Path) -> list[AskedFileRow]:
    """Read a file of questions asked.

    Raises:
        FileError: If it does not fit; names the line, the column and what it can be.
    """
    sheet = read_sheet(path, COLUMNS, {})
    sheet.require("transcript")
    sheet.require("question")
    return [
        AskedFileRow(
            transcript=row.required("transcript"),
            question=row.text("question"),
            turn=row.whole("turn"),
            words=row.text("words"),
            line=row.line,
        )
        for row in sheet.rows
    ]
