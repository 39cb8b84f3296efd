"""Interview guides: questions, the turns that ask them, and what is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from ipe_coder.model.study import Respondent


@dataclass(frozen=True, slots=True)
class GuideQuestion:
    """A question of a study's interview guide."""

    id: str
    study_id: str
    text: str
    respondent: Respondent | None = None
    """To whom it is put; everybody when None."""
    code_ids: tuple[str, ...] = ()
    position: int = 0
    label: str = ""
    """What it is called: `S4`; no two of a study have the same."""
    part: str = ""
    """The heading of the guide that it stands under."""


@dataclass(frozen=True, slots=True)
class GuideFileRow:
    """One question as a file has it."""

    text: str
    label: str = ""
    """Its number or name in the file; empty when it has none."""
    part: str = ""
    respondent: Respondent | None = None
    codes: tuple[str, ...] = ()
    line: int = 0
    """Line or row in the file, from 1."""


@dataclass(frozen=True, slots=True)
class GuideFile:
    """A guide as a file has it."""

    rows: tuple[GuideFileRow, ...]
    notes: tuple[str, ...] = ()
    """What a researcher should know: lines that were not taken for questions."""


@dataclass(frozen=True, slots=True)
class AskedFileRow:
    """One row of a file that says which turns ask which questions."""

    transcript: str
    question: str = ""
    """The question's label; empty where nothing of the guide was asked."""
    turn: int | None = None
    """Number of the turn, from 1."""
    words: str = ""
    """Words that the turn holds."""
    line: int = 0


class AskingState(IntEnum):
    """What is known of a turn and a question."""

    ASKS = 1
    """Somebody said that the turn asks it."""
    OPEN = 0
    """Somebody said so of words that were corrected since: to be confirmed again."""
    ASKS_NOT = -1
    """Somebody said that the turn does not ask it."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known of a turn and a question."""

    transcript_id: str
    turn: int
    """Place of the turn, from 0."""
    question_id: str
    state: AskingState = AskingState.ASKS

    @property
    def confirmed(self) -> bool:
        """Whether somebody said that the turn asks the question."""
        return self.state is AskingState.ASKS


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that an interviewer's turn may ask."""

    turn: int
    """Place of the turn, from 0."""
    question_id: str
    likeness: int
    """From 0 to 100: how like the turn is to the question."""


@dataclass(frozen=True, slots=True)
class TurnQuestions:
    """What an interviewer's turn asks, as far as it is known."""

    turn: int
    """Place of the turn, from 0."""
    text: str
    asked: tuple[GuideQuestion, ...] = ()
    """What somebody said that it asks."""
    proposed: tuple[tuple[GuideQuestion, int], ...] = ()
    """What it may ask, each with its likeness; nothing where somebody has decided."""
    settled: bool = False
    """Whether somebody has said what it asks, or that it asks none."""


@dataclass(frozen=True, slots=True)
class QuestionUse:
    """A question of the guide, and in how many transcripts it is asked."""

    question: GuideQuestion
    codes: tuple[str, ...]
    """Paths of the codes that it is linked to."""
    asked: tuple[str, ...]
    """Titles of the transcripts that it is marked in."""
    turns: int
    """How many turns ask it."""


@dataclass(frozen=True, slots=True)
class GuideImport:
    """What an import of a guide did."""

    study: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    kept: int
    removed: tuple[str, ...]
    """Labels of questions that the file does not have."""
    askings_removed: int
    """How many marks on turns went with them."""
    notes: tuple[str, ...] = ()


def free_labels(rows: Iterable[GuideFileRow]) -> list[str]:
    """Give every question a label of its own; where one stands twice, its part's number leads."""
    found = list(rows)
    labels: list[str] = []
    taken: set[str] = set()
    parts = list(dict.fromkeys(row.part for row in found))
    for number, row in enumerate(found, start=1):
        wanted = row.label or str(number)
        if wanted.casefold() in taken:
            wanted = f"{parts.index(row.part) + 1}.{wanted}"
        while wanted.casefold() in taken:
            wanted = f"{wanted}*"
        taken.add(wanted.casefold())
        labels.append(wanted)
    return labels
