"""Survey files: a row a respondent, a column a question, CSV or Excel.

`_survey_head.py` tells the headings of form programs from answers.

| column | is taken for |
|---|---|
| `id`, `respondent`, `participant` and the like, different in every row | who answers |
| free text: several words in a cell, hardly two alike | a question, each answer a text |
| e-mail address, IP address, telephone, names | left out: it says who somebody is |
| when and how the form was filled in | left out: it tells of the form, not of the person |
| any other | an attribute of the participant; `arm` and `consent` as in a participants file |
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.decoding import decode
from ipe_coder.model.delimited import Row, RowError, column_key, name_cells
from ipe_coder.model.survey import Survey, SurveyColumn, SurveyRow, Use, holds_words
from ipe_coder.model.text import clean_name, count_words
from ipe_coder.sheets import WORKBOOKS, rows_of
from ipe_coder.tables._sheet import read_table_bytes
from ipe_coder.tables._survey_head import read_head

_RESPONDENT = (
    "participant", "participant id", "pseudonym", "respondent", "respondent id", "response id",
    "case", "case id", "id", "record id", "person", "person id", "code", "unique id", "user id",
)  # fmt: skip
"""Names of a column that says who answers, the surest first."""
_IDENTIFIES = re.compile(
    r"e?mail(?:address)?|recipientemail|ip(?:address)?|(?:tele)?phone(?:number)?|mobile(?:number)?|"
    r"(?:first|last|sur|full|your|recipientfirst|recipientlast)name|name|postcode|address|"
    r"location(?:latitude|longitude)|latitude|longitude|dateofbirth|dob|nhsnumber|externalreference"
)
_OF_THE_FORM = re.compile(
    r".*timestamp|start(?:date|time)|end(?:date|time)|completiontime|"
    r"lastmodifiedtime|recordeddate|date(?:created|modified)|submittedat|"
    r"duration(?:inseconds)?|collectorid|distributionchannel|userlanguage|"
    r"(?:redcap)?surveyidentifier|responsetype|progress|finished"
)
_MANGLED = re.compile('â€[™œ˜“”"]|Ã[©¨¡¢£¤ª®³µ¶¼±§]')
"""What UTF-8 looks like after it was read as Windows-1252."""
_FEWEST_WORDS = 4.0
"""Words of a cell on average, from which a column can be free text."""
_QUESTION_WORDS = 2.0
"""The same for a column whose name is a question."""
_MOST_ALIKE = 0.5
"""The share of cells that differ, below which a column holds choices."""
_MOSTLY = 0.5
"""The share of rows that differ, from which a column can be who answers with a few repeats."""
_LONGEST_EXAMPLE = 300


def read_survey(
    path: Path,
    *,
    respondent: str = "",
    questions: Sequence[str] = (),
    attributes: Sequence[str] = (),
    left_out: Sequence[str] = (),
) -> Survey:
    """Read a survey's answers, and say what each column is taken for.

    Args:
        path: The file.
        respondent: The column that says who answers; guessed if not given.
        questions: The columns whose answers become texts; guessed if none is given.
        attributes: Columns that are attributes, whatever they look like.
        left_out: Columns that are not taken.

    Raises:
        FileError: If it cannot be read, or a respondent has no name or two rows.
        UsageError: If a column that is named is not there.
    """
    data = read_table_bytes(path)
    try:
        head = read_head(rows_of(path, data))
        columns, named = name_cells([Row(1, head.names), *head.rows], {})
    except RowError as error:
        raise FileError(path, f"{error.message}.", error.remedy, line=error.line) from error
    if not named:
        message = "the file has no answers."
        raise FileError(path, message, "Give the questions in the first row and a row a person.")
    rows = tuple(SurveyRow(line, cells) for line, cells in named)
    encoding = "" if path.suffix.lower() in WORKBOOKS else decode(data)[1]
    notes = (*head.notes, *_notes_of(rows))
    survey = Survey(path, _guess(columns, rows), rows, data, encoding, notes, aliases=head.aliases)
    said = {
        Use.ATTRIBUTE: attributes,
        Use.LEFT_OUT: left_out,
        Use.QUESTION: questions,
        Use.RESPONDENT: [respondent] if respondent else [],
    }
    return _as_said(survey, said)


def check_respondents(survey: Survey) -> None:
    """Refuse answers that cannot be given to one respondent each.

    Raises:
        FileError: If nobody, or nothing, can be told to answer; or a respondent has two rows.
    """
    listed = ", ".join(f"“{one.name[:40]}”" for one in survey.columns[:12])
    if not survey.respondent:
        message = f"no column says who answers; the columns are {listed}."
        remedy = "Name the column by --respondent, or number the rows by --number R."
        raise FileError(survey.path, message, remedy)
    if not survey.questions:
        message = f"no column holds answers in words; the columns are {listed}."
        raise FileError(survey.path, message, "Name each by --question.")
    seen: dict[str, int] = {}
    for line, cells in survey.rows:
        who = clean_name(cells[survey.respondent])
        if not who:
            message = f"“{survey.respondent}” is empty."
            raise FileError(survey.path, message, "Say who answers in every row.", line=line)
        first = seen.setdefault(who.casefold(), line)
        if first != line:
            message = f"“{who}” answers here as in line {first}."
            raise FileError(survey.path, message, "Give each respondent one row.", line=line)


def _as_said(survey: Survey, said: Mapping[Use, Sequence[str]]) -> Survey:
    """Take the columns for what the researcher says."""
    keys = {column_key(alias): name for alias, name in survey.aliases.items()}
    keys |= {column_key(one.name): one.name for one in survey.columns}
    if said[Use.QUESTION]:
        for name in survey.questions:
            survey = survey.with_use(name, Use.ATTRIBUTE, "not among the questions that you name")
    for use, names in said.items():
        for name in names:
            column = keys.get(column_key(name))
            if column is None:
                listed = ", ".join(f"“{one.name[:40]}”" for one in survey.columns[:12])
                message = f"{survey.path.name} has no column “{name}”."
                raise UsageError(message, f"Its columns are {listed}.")
            survey = survey.with_use(column, use)
    return survey


def _guess(columns: Sequence[str], rows: Sequence[SurveyRow]) -> tuple[SurveyColumn, ...]:
    cells = {name: [row.cells[name].strip() for row in rows] for name in columns}
    respondent = _guess_respondent(cells)
    return tuple(_guess_one(name, cells[name], respondent) for name in columns)


def _guess_respondent(cells: Mapping[str, Sequence[str]]) -> str:
    """Find the column that names somebody else in every row, by its name.

    One that names a few people twice is taken too where none is better: the answers are refused
    then with the two rows, which helps more than to say that nobody answers.
    """
    by_key = {column_key(name): name for name in cells}
    nearly = ""
    for word in _RESPONDENT:
        name = by_key.get(column_key(word))
        if name is None:
            continue
        folded = {clean_name(cell).casefold() for cell in cells[name]}
        if "" not in folded and len(folded) == len(cells[name]):
            return name
        if not nearly and len(folded) > _MOSTLY * len(cells[name]):
            nearly = name
    return nearly


def _guess_one(name: str, cells: Sequence[str], respondent: str) -> SurveyColumn:
    filled = [cell for cell in cells if holds_words(cell)]
    number = len(filled)
    counts = [count_words(cell) for cell in filled]
    words = sum(counts) / number if number else 0.0
    differ = len(set(filled)) / number if number else 0.0
    example = " ".join(filled[0][:_LONGEST_EXAMPLE].split()) if filled else ""
    spread = f"{words:.1f} words on average, {differ:.0%} of the cells differ"
    key = re.sub(r"\W", "", column_key(name))
    if name == respondent:
        use, why = Use.RESPONDENT, "by its name, and it differs in every row"
        if differ < 1:
            why = "by its name, though it does not differ in every row"
    elif not number:
        use, why = Use.LEFT_OUT, "it is empty"
    elif _IDENTIFIES.fullmatch(key):
        use, why = Use.LEFT_OUT, "it says who somebody is"
    elif _OF_THE_FORM.fullmatch(key):
        use, why = Use.LEFT_OUT, "it tells of the form, not of the person"
    elif _is_free_text(name, words, differ, number):
        use, why = Use.QUESTION, spread
    else:
        use, why = Use.ATTRIBUTE, spread
    return SurveyColumn(name, use, why, number, words, median(counts) if counts else 0.0, example)


def _notes_of(rows: Sequence[SurveyRow]) -> list[str]:
    """Say what looks broken in the cells, though it can be read."""
    broken = sum(bool(_MANGLED.search(cell)) for _, cells in rows for cell in cells.values())
    if not broken:
        return []
    return [
        f"{broken:,} cells hold signs such as “â€™” for an apostrophe: the file was saved in a "
        "wrong encoding before. Export it again as UTF-8, or as Excel."
    ]


def _is_free_text(name: str, words: float, differ: float, number: int) -> bool:
    fewest = _QUESTION_WORDS if name.rstrip().endswith("?") else _FEWEST_WORDS
    return words >= fewest and (differ > _MOST_ALIKE or number <= 2)


ENDINGS = (".csv", ".tsv", *WORKBOOKS)
"""Ends of the names of survey files."""
