"""Changes: what was done, by whom, when, and what stood before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from ipe_coder.model.code import Code
from ipe_coder.model.spans import Span


class ChangeKind(StrEnum):
    """An action, or one taken back, or brought back."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class ChangeState(StrEnum):
    """Whether an action stands or was taken back.

    One that is final stands for good: what it did was purged from the journal, or cannot be
    taken back by its nature. One that is dead was taken back, and a new action ended its redo:
    only the undo itself can still be taken back.
    """

    LIVE = "live"
    UNDONE = "undone"
    DEAD = "dead"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of one table that a change wrote."""

    table: str
    key: str
    before: dict[str, Any] | None = None
    """The row as it stood; None where it was new."""
    after: dict[str, Any] | None = None
    """The row as it came to stand; None where it was removed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One journalled action."""

    seq: int
    """Number in the journal, from 1."""
    id: str
    at: datetime
    coder_id: str | None
    coder: str
    label: str
    """Past tense, as the status line shows it: `Coded Role of manager, 12 words`."""
    kind: ChangeKind = ChangeKind.DO
    state: ChangeState = ChangeState.LIVE
    target: int | None = None
    """For undo and redo: the number of the change taken back or brought back."""
    reason: str = ""
    rows: tuple[RowChange, ...] = field(default=(), repr=False)
    tables: frozenset[str] = frozenset()
    """Names of the tables it touched, so that a screen knows what to load again."""


class Matter(StrEnum):
    """What a change is about, as history is filtered by it."""

    CODING = "coding"
    MEMOS = "memos"
    CODEBOOK = "codebook"
    THEMES = "themes"
    TRANSCRIPTS = "transcripts"
    PARTICIPANTS = "participants"
    GUIDE = "guide"
    SUMMARIES = "summaries"
    RESULTS = "results"
    JOINT = "joint display"
    STUDIES = "studies"
    SETTINGS = "settings"

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables that hold it, the telling one first."""
        return _TABLES[self]


_TABLES: dict[Matter, tuple[str, ...]] = {
    Matter.CODING: ("segment",),
    Matter.MEMOS: ("memo",),
    Matter.CODEBOOK: ("code", "codebook"),
    Matter.THEMES: ("theme", "evidence", "theme_code"),
    Matter.TRANSCRIPTS: ("transcript", "speaker", "transcript_version"),
    Matter.PARTICIPANTS: ("participant", "appearance"),
    Matter.GUIDE: ("guide_question", "asking", "marking"),
    Matter.SUMMARIES: ("summary",),
    Matter.RESULTS: ("result", "outcome"),
    Matter.JOINT: ("verdict", "joint_link"),
    Matter.STUDIES: ("study", "arm", "study_fact"),
    Matter.SETTINGS: ("setting",),
}


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which changes are wanted; an empty part lets everything through."""

    coder_ids: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""
    matters: tuple[Matter, ...] = ()
    text: str = ""
    """Words of what was done, of the reason, or of the name of what it was done to."""
    about: tuple[str, ...] = ()
    """Ids of things: changes of these and of what belongs to them."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change as a list shows it."""

    change: Change
    where: str = ""
    """What it was done to: `SW03 turn 19`."""
    about: tuple[str, str] | None = None
    """Id and name of the thing that it was done to."""
    transcript_id: str = ""
    """The transcript in which it can be looked at; empty where there is none."""
    span: Span | None = None

    @property
    def is_undone(self) -> bool:
        """Whether it is an action that does not stand."""
        standing = (ChangeState.LIVE, ChangeState.FINAL)
        return self.change.kind is ChangeKind.DO and self.change.state not in standing


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of something, in words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What a change did to one thing, in words."""

    kind: str
    """What it is: `segment`, `memo`, `code`."""
    name: str
    """How it is called: `Pa Process for approval, SW03 turn 19`."""
    before: tuple[Fact, ...] | None
    """What differs, as it was; None where the thing was not there."""
    after: tuple[Fact, ...] | None
    """What differs, as it came to be; None where the thing was removed."""
    code: Code | None = None
    """The code of a segment, or the code itself, for its look."""
    was_purged: bool = False


@dataclass(frozen=True, slots=True)
class ChangeDetail:
    """One change with what stood before and after, in words."""

    entry: HistoryEntry
    items: tuple[ItemChange, ...] = ()
    more: int = 0
    """How many things more it changed than are told."""
    later: tuple[Change, ...] = ()
    """Later actions that are in the way of undoing it, the newest first."""
