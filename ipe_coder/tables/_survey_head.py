"""The first rows of a survey file, as form programs write them: names, questions, codes of theirs.

| program | first rows |
|---|---|
| Qualtrics | short names, then the questions in full, then `{"ImportId":"QID1_TEXT"}` |
| SurveyMonkey | the questions, then the answers that can be chosen, or `Open-Ended Response` |
| Google Forms, Microsoft Forms, REDCap | one row of names |
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from ipe_coder.model.delimited import Row, column_key

_IMPORT_ID = re.compile(r"\s*\{\s*[\"'“”]+ImportId[\"'“”]+\s*:")
_OPEN = frozenset({"openendedresponse", "response", ""})
"""What SurveyMonkey writes beneath a question that has one column, by its `column_key`."""
_SAYS_OPEN = frozenset({"openendedresponse", "response"})
_ABOUT_THE_ROW = frozenset({
    "respondentid", "collectorid", "startdate", "enddate", "datecreated", "datemodified",
    "ipaddress", "emailaddress",
})  # fmt: skip
"""Columns beneath whose names SurveyMonkey leaves the second row empty."""
_LIKE_QUALTRICS = 3
"""Cells of a second row that repeat the first, from which it is the questions in full."""


class SurveyHead(NamedTuple):
    """The columns of a survey file, and the rows beneath them."""

    names: tuple[str, ...]
    """No two alike, none empty where anything stands in the column."""
    aliases: Mapping[str, str]
    """Other names of columns, such as `Q3`, to the name."""
    rows: list[Row]
    notes: tuple[str, ...]


def read_head(rows: Sequence[Row]) -> SurveyHead:
    """Tell the first rows of a survey file from its answers, and name its columns."""
    rows = list(rows)
    if not rows:
        return SurveyHead((), {}, [], ())
    first = [" ".join(cell.split()) for cell in rows[0].cells]
    if number := _qualtrics_rows(rows):
        return _qualtrics(first, rows, number)
    if _is_surveymonkey(first, rows):
        return _surveymonkey(first, rows)
    names, notes = _finish(first, rows[1:])
    return SurveyHead(names, {}, rows[1:], notes)


def _qualtrics_rows(rows: Sequence[Row]) -> int:
    """Count the rows above the answers of a Qualtrics file; 0 if it is none."""
    for number, row in enumerate(rows[1:3], 2):
        filled = [cell for cell in row.cells if cell.strip()]
        if filled and 2 * sum(bool(_IMPORT_ID.match(cell)) for cell in filled) > len(filled):
            return number
    if len(rows) < 2:
        return 0
    pairs = zip(rows[0].cells, rows[1].cells, strict=False)
    same = sum(bool(one.strip()) and column_key(one) == column_key(two) for one, two in pairs)
    return 2 if same >= _LIKE_QUALTRICS else 0


def _qualtrics(first: list[str], rows: Sequence[Row], number: int) -> SurveyHead:
    """Take the questions in full for names; the short ones name the columns too."""
    # Two rows that end in Qualtrics' own codes leave no row of questions.
    asked = rows[1].cells if number == 3 or not _IMPORT_ID.match("".join(rows[1].cells[:1])) else ()
    full = [" ".join(cell.split()) for cell in asked]
    keys = [column_key(name) for name in full]
    wanted = []
    for short, question in zip_longest(first, full, fillvalue=""):
        twice = keys.count(column_key(question)) > 1
        plain = question or short
        wanted.append(f"{question} ({short})" if twice and short and question else plain)
    names, notes = _finish(wanted, rows[number:])
    aliases = {short: name for short, name in zip(first, names, strict=False) if short}
    said = f"The first {number} rows are headings, as Qualtrics writes them; no answer is in them."
    return SurveyHead(names, aliases, list(rows[number:]), (said, *notes))


def _is_surveymonkey(first: Sequence[str], rows: Sequence[Row]) -> bool:
    if len(rows) < 2:
        return False
    second = [column_key(cell.strip()) for cell in rows[1].cells]
    pairs = list(zip_longest(first, second, fillvalue=""))
    own = [below for name, below in pairs if column_key(name) in _ABOUT_THE_ROW]
    opens = any(below in _SAYS_OPEN for _, below in pairs)
    carried = any(below and not name for name, below in pairs)
    return bool(own) and not any(own) and (opens or carried)


def _surveymonkey(first: list[str], rows: Sequence[Row]) -> SurveyHead:
    """Join each question with the answer that a column stands for."""
    wanted, question = [], ""
    for name, cell in zip_longest(first, rows[1].cells, fillvalue=""):
        question = name or question
        choice = " ".join(cell.split())
        alone = column_key(choice) in _OPEN
        wanted.append(name if alone else f"{question} - {choice}")
    names, notes = _finish(wanted, rows[2:])
    said = "The first 2 rows are headings, as SurveyMonkey writes them; no answer is in them."
    return SurveyHead(names, {}, list(rows[2:]), (said, *notes))


def _finish(wanted: Sequence[str], rows: Sequence[Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name columns that have answers and no name, and tell apart those of one name."""
    notes: list[str] = []
    filled = {
        place
        for row in rows
        for place, cell in enumerate(row.cells[: len(wanted)])
        if not wanted[place] and cell.strip()
    }
    names: list[str] = []
    taken: set[str] = set()
    for place, name in enumerate(wanted):
        if place in filled:
            name = f"column {place + 1}"
            notes.append(f"Column {place + 1} has no name in the file.")
        number, unique = 1, name
        while name and column_key(unique) in taken:
            number += 1
            unique = f"{name} ({number})"
        if number > 1:
            notes.append(f"Another column is called “{name[:40]}”: this one is “({number})”.")
        taken.add(column_key(unique))
        names.append(unique)
    return tuple(names), tuple(notes)
