"""Changes: what was done, by whom, when, and what stood before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class ChangeKind(StrEnum):
    """An action, or one taken back, or brought back."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class ChangeState(StrEnum):
    """Whether an action stands, was taken back, or was taken back for good.

    One that is final stands for good: what it did was purged from the journal, or cannot be
    taken back by its nature.
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
