"""An undo or a redo that is being tried: what is to be reversed, and how it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import UndoError
from ipe_coder.model.change import Change
from ipe_coder.store import steps
from ipe_coder.store.schema import JOURNALLED, memo
from ipe_coder.store.steps import Now, Step

_MOST_NAMED = 3
_SHARED = {"codebook"}
"""Tables whose rows come with the first thing that needs them and stay while others do."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """An undo or a redo that is being tried."""

    connection: Connection
    found: Change
    """The action that is taken back or brought back."""
    steps: Sequence[Step]
    """What is to be reversed."""
    now: Now
    """The rows that they are about, as they stand before anything is brought back."""
    verb: str
    """`undone` or `redone`."""

    @property
    def keys(self) -> list[str]:
        """The rows that it is about."""
        return [step.key for step in self.steps]

    def refuse(self, later: Iterable[Change], why: str, otherwise: str) -> None:
        """Refuse because of later changes.

        Args:
            later: Those that are in the way.
            why: What they do, for one; `came later on the same things`.
            otherwise: What to say is in the way where no change is found.

        Raises:
            UndoError: Always.
        """
        changes = sorted(set(later), key=lambda one: -one.seq)
        head = f"“{self.found.label}” cannot be {self.verb}: "
        if not changes:
            raise UndoError(f"{head}{otherwise} {why}.")
        told = [named(one) for one in changes[:_MOST_NAMED]]
        left = len(changes) - len(told)
        told += [f"{left:,} more" if left > 1 else "1 more"] if left else []
        names = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
        plural = why.replace("depends", "depend").replace("stands", "stand")
        hint = "Undo that first." if len(changes) == 1 else "Undo these first, the newest first."
        raise UndoError(
            f"{head}{names} {why if len(changes) == 1 else plural}.",
            hint,
            tuple(one.seq for one in changes),
        )


def undo_attempt(connection: Connection, found: Change) -> Attempt:
    """Make the attempt to undo an action; what others have come to share is left where it is."""
    done, now = steps.with_rows(connection, found.seq)
    own = {step.row for step in done}
    kept = [step for step in done if not _is_shared(connection, step, own)]
    return Attempt(connection, found, kept, now, "undone")


def redo_attempt(connection: Connection, found: Change, taken: Change) -> Attempt:
    """Make the attempt to bring back an action, by taking back its undo."""
    done, now = steps.with_rows(connection, taken.seq)
    return Attempt(connection, found, done, now, "redone")


def _is_shared(connection: Connection, step: Step, own: set[tuple[str, str]]) -> bool:
    """Tell whether a step added a row that came with it and that others stand on by now."""
    if step.table not in _SHARED or step.before is not None:
        return False
    return any(
        (child.name, key) not in own
        for child, column, parent in references()
        if parent == step.table
        for key in connection.execute(sa.select(child.c.id).where(column == step.key)).scalars()
    )


def named(one: Change) -> str:
    """Name a change: what, by whom, when, and its number."""
    who = f" by {one.coder}" if one.coder else ""
    when = one.at.astimezone()
    return f"“{one.label}”{who} on {when.day} {when:%B %Y} at {when:%H:%M} (change {one.seq})"


def references() -> Iterator[tuple[sa.Table, sa.Column[Any], str]]:
    """List the columns that refer to other rows, each with the table of those; empty for any."""
    for child in JOURNALLED.values():
        for foreign in child.foreign_keys:
            yield child, foreign.parent, foreign.column.table.name
    yield memo, memo.c.about_id, ""
