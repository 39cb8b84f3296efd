"""A survey's answers: a row a respondent, a column a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from ipe_coder.model.text import clean_name

LONGEST_TITLE = 48
"""Characters of a question that stand in the title of an answer."""
QUESTION = "survey question"
"""The attribute of an appearance that says which question an answer is to."""


NUMBERS = "number"
"""The column of respondents that are numbered, as no column of the file says who answers."""


class Use(StrEnum):
    """What a column of a survey is taken for."""

    RESPONDENT = "respondent"
    QUESTION = "question"
    ATTRIBUTE = "attribute"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class SurveyColumn:
    """A column of a survey, and what it is taken for."""

    name: str
    use: Use
    why: str
    filled: int = 0
    """Rows in which it says anything."""
    words: float = 0.0
    """Words of a cell, on average of those that say anything."""
    median: float = 0.0
    """Words of the cell in the middle of those that say anything."""
    example: str = ""
    """The first cell that says anything, cut short."""


class SurveyRow(NamedTuple):
    """What one respondent gave."""

    line: int
    cells: Mapping[str, str]


class Answer(NamedTuple):
    """One respondent's words to one question."""

    respondent: str
    question: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Survey:
    """A file of answers, before anything is written."""

    path: Path
    columns: tuple[SurveyColumn, ...]
    rows: tuple[SurveyRow, ...] = field(repr=False)
    data: bytes = field(repr=False, default=b"")
    """The file, byte for byte."""
    encoding: str = ""
    notes: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Other names of columns, such as `Q3`, to the name."""
    numbered: bool = False
    """Whether respondents are numbered here, as no column says who answers."""

    @property
    def respondent(self) -> str:
        """The column that says who answers; empty where none does."""
        return next((one.name for one in self.columns if one.use is Use.RESPONDENT), "")

    @property
    def questions(self) -> tuple[str, ...]:
        """The columns whose answers become texts."""
        return self.named(Use.QUESTION)

    @property
    def attributes(self) -> tuple[str, ...]:
        """The columns that describe the respondents."""
        return self.named(Use.ATTRIBUTE)

    def named(self, use: Use) -> tuple[str, ...]:
        """List the columns of a use."""
        return tuple(one.name for one in self.columns if one.use is use)

    def with_use(self, name: str, use: Use, why: str = "as you say") -> Survey:
        """Take a column for something else; one column alone says who answers."""

        def changed(one: SurveyColumn) -> SurveyColumn:
            if one.name == name:
                return replace(one, use=use, why=why)
            if use is Use.RESPONDENT and one.use is Use.RESPONDENT:
                return replace(one, use=Use.ATTRIBUTE, why="another column says who answers")
            return one

        return replace(self, columns=tuple(map(changed, self.columns)))

    def with_numbers(self, begins: str) -> Survey:
        """Number the respondents row by row, where no column says who answers.

        Args:
            begins: What each number begins with, such as `R` for `R0001`.
        """
        name, number = NUMBERS, 1
        taken = {one.name.casefold() for one in self.columns}
        while name.casefold() in taken:
            number += 1
            name = f"{NUMBERS} ({number})"
        rows = tuple(
            SurveyRow(line, {name: f"{begins}{place:04}", **cells})
            for place, (line, cells) in enumerate(self.rows, 1)
        )
        example = rows[0].cells[name] if rows else ""
        column = SurveyColumn(name, Use.LEFT_OUT, "", len(rows), 1, 1, example)
        made = replace(self, columns=(column, *self.columns), rows=rows, numbered=True)
        return made.with_use(name, Use.RESPONDENT, "numbered here, in the order of the file")

    def answers(self) -> Iterator[Answer]:
        """List every answer that holds words, respondent by respondent."""
        titles = short_titles(self.questions)
        for _, cells in self.rows:
            who = clean_name(cells[self.respondent])
            for question in self.questions:
                text = cells[question].strip()
                if holds_words(text):
                    yield Answer(who, question, f"{who} {titles[question]}", text)


def holds_words(text: str) -> bool:
    """Tell whether an answer says anything: a dash does not."""
    return any(map(str.isalnum, text))


def short_titles(questions: Iterable[str]) -> dict[str, str]:
    """Shorten questions so that no two become one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for question in questions:
        short = question
        if len(short) > LONGEST_TITLE:
            short = short[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
        number, wanted = 1, short
        while wanted.casefold() in taken:
            number += 1
            wanted = f"{short} ({number})"
        taken.add(wanted.casefold())
        found[question] = wanted
    return found
