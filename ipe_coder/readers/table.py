"""Tables: CSV and Excel files with a column of speakers and a column of words.

- **Limits**: csv 16 MB and 150,000 lines; Excel 100 MB on disk, 250 MB when unpacked and a hundred
  thousand cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from ipe_coder.errors import FileError, NotTranscriptError
from ipe_coder.model.delimited import Row, RowError, column_key, name_cells, split_rows
from ipe_coder.model.transcript import Draft, LeftOut, Rule
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._entries import (
    BEGINS,
    ENDS,
    SPEAKER,
    TEXT,
    Entry,
    find_time,
    in_seconds,
    script_of,
)
from ipe_coder.readers._files import (
    MOST_LINES,
    TEXT_LIMIT,
    Characters,
    read_bytes,
    read_characters,
    too_long,
)
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._heads import find_head
from ipe_coder.readers._package import PACKAGE_LIMIT

_COLUMNS = {"speaker": SPEAKER, "text": TEXT, "start": BEGINS, "end": ENDS}
_REMEDY = (
    "Call the columns speaker and text, and start and end if there are times. "
    "Answers to a survey come in with transcript survey."
)
_NEEDED = ("speaker", "text")
_OF_PEOPLE = re.compile(
    r"participant$|pseudonym|respondent|interviewee|transcriptname|^arm$|consent|^age|gender|^sex$"
)
"""Columns, as keys, of a table that says who the participants are."""
_FREE_TEXT, _SAID = 8, 4
"""Words in a cell, on average, of answers to a survey, and of turns rather than titles."""


class _Table(NamedTuple):
    """The rows of a file by column name, and the names as the file has them."""

    columns: dict[str, str]
    """Which of the file's columns has which meaning."""
    header: Row
    rows: list[tuple[int, dict[str, str]]]


def read(path: Path, rule: Rule, name: str) -> Draft:
    """Read a table of speakers and words.

    Raises:
        FileError: If it cannot be read, or has a broken row or time.
        NotTranscriptError: If it has no column of speakers or none of words.
    """
    workbook = name == WORKBOOK.name
    data = read_bytes(path, PACKAGE_LIMIT if workbook else TEXT_LIMIT)
    characters = None if workbook else read_characters(path, data)
    if characters is not None and characters.text.count("\n") > MOST_LINES:
        raise too_long(path)
    try:
        table = _table(path, _rows(path, data, characters))
    except RowError as error:
        raise FileError(path, f"{error.message}.", error.remedy, line=error.line) from error
    entries = [_entry(path, table, line, cells) for line, cells in table.rows]
    entries, notes = in_seconds([one for one in entries if one.text or one.speaker])
    script = script_of(entries, "row")
    script.notes += notes
    if "speaker" not in table.columns:
        script.find = find_head
    script.left_out = _left_out(table)
    if characters is not None:
        script.encoding, script.replaced = characters.encoding, characters.replaced
        script.notes += characters.notes
    return make_draft(path, name, data, script, rule)


def _rows(path: Path, data: bytes, characters: Characters | None) -> list[Row]:
    if characters is not None:
        return split_rows(characters.text)
    from ipe_coder.sheets.workbook import TRANSCRIPT_TAGS, read_workbook

    return read_workbook(path, data, TRANSCRIPT_TAGS)


def _table(path: Path, rows: Sequence[Row]) -> _Table:
    header = rows[0] if rows else Row(1, ())
    columns = _find_columns(path, header, rows[1:])
    _, named = name_cells(rows, {})
    return _Table(columns, header, named)


def _find_columns(path: Path, header: Row, rows: Sequence[Row]) -> dict[str, str]:
    """Find the columns by their names, for each meaning the name that says it best."""
    names = [" ".join(cell.split()) for cell in header.cells]
    by_key = {column_key(name): name for name in reversed(names) if name}
    found: dict[str, str] = {}
    for meaning, words in _COLUMNS.items():
        keys = (column_key(word) for word in words)
        fitting = (by_key[key] for key in keys if key in by_key)
        if name := next(fitting, ""):
            found[meaning] = name
    _find_more(found, by_key, names, rows)
    missing = [meaning for meaning in _NEEDED if meaning not in found]
    if missing and not found.keys() >= {"text", "start"}:  # as speech recognisers write captions
        raise _no_transcript(path, names, missing, rows)
    return found


def _find_more(
    found: dict[str, str], by_key: dict[str, str], names: Sequence[str], rows: Sequence[Row]
) -> None:
    """Take columns whose names mean something else in a table of participants."""
    if "text" not in found and (name := by_key.get("transcript")):
        place = names.index(name)
        if _has_free_text([Row(row.line, row.cells[place : place + 1]) for row in rows], _SAID):
            found["text"] = name
    if "text" in found and "speaker" not in found and (name := by_key.get("participant")):
        found["speaker"] = name


def _no_transcript(
    path: Path, names: Sequence[str], missing: Sequence[str], rows: Sequence[Row]
) -> NotTranscriptError:
    """Say what a table without speakers or words looks like, and what takes it."""
    listed = ", ".join(f"“{name[:40]}”" for name in names[:12] if name) or "none"
    keys = [column_key(name) for name in names]
    people = any(_OF_PEOPLE.search(key) for key in keys)
    unheard = ("text" in missing and "participant" in keys) or len(missing) == len(_NEEDED)
    if people and unheard and not _has_free_text(rows):
        named = {"participant", "pseudonym", "case"} & set(keys)
        remedy = "" if named else "Call the column of pseudonyms participant. "
        remedy += "In the library p takes it, in the shell participant import."
        message = f"it looks like a table of participants; its columns are {listed}."
        return NotTranscriptError(path, message, remedy)
    lacks = " and no column ".join(f"“{meaning}”" for meaning in missing)
    message = f"the table has no column {lacks}; its columns are {listed}."
    return NotTranscriptError(path, message, _REMEDY)


def _has_free_text(rows: Sequence[Row], words: int = _FREE_TEXT) -> bool:
    """Tell whether a column holds so many words in a cell."""
    columns = zip_longest(*(row.cells for row in rows), fillvalue="")
    for cells in columns:
        filled = [cell for cell in cells if cell.strip()]
        if filled and sum(len(cell.split()) for cell in filled) >= words * len(filled):
            return True
    return False


def _entry(path: Path, table: _Table, line: int, cells: dict[str, str]) -> Entry:
    times = []
    for meaning in ("start", "end"):
        column = table.columns.get(meaning)
        written = cells[column].strip() if column else ""
        time = find_time(written) if written else None
        if written and time is None:
            message = f"“{written[:40]}” in the column “{column}” is no time."
            raise FileError(path, message, "Write it as 00:01:02, or in seconds.", line=line)
        times.append(time)
    column = table.columns.get("speaker")
    speaker = " ".join(cells[column].split()).rstrip(": ") if column else ""
    return Entry(line, speaker, cells[table.columns["text"]].strip(), times[0], times[1])


def _left_out(table: _Table) -> list[LeftOut]:
    """Report the column names, and the words of columns without a meaning here."""
    left_out = [LeftOut("table heading", "\t".join(table.header.cells).strip())]
    known = set(table.columns.values())
    for cell in table.header.cells:
        column = " ".join(cell.split())
        if column and column not in known:
            words = "\n".join(cells[column] for _, cells in table.rows if cells[column].strip())
            if words:
                left_out.append(LeftOut(f"column “{column[:40]}”", words))
    return left_out


CSV = TranscriptFormat("CSV", (".csv", ".tsv"), partial(read, name="CSV"))
WORKBOOK = TranscriptFormat("Excel", (".xlsx", ".xlsm"), partial(read, name="Excel"))
