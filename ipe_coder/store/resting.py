"""Later work that an undo or a redo is refused for before anything is written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import UndoError
from ipe_coder.model.change import Change
from ipe_coder.model.memo import CellSubject
from ipe_coder.model.segment import MemoAbout
from ipe_coder.store import cells, steps
from ipe_coder.store.attempts import Attempt, references, undo_attempt
from ipe_coder.store.choosing import among
from ipe_coder.store.schema import code, guide_question, memo, row_change


def refuse_purged(attempt: Attempt) -> None:
    """Refuse where the journal has lost what stood before."""
    if any(step.was_purged for step in attempt.steps):
        raise UndoError(
            f"“{attempt.found.label}” cannot be {attempt.verb}: what stood before was removed for"
            " good."
        )


def refuse_later(attempt: Attempt) -> None:
    """Refuse where later actions that stand altered the same things."""
    later = later_against(attempt)
    if later:
        attempt.refuse(later, "came later on the same things", "")


def what_stands_against(connection: Connection, found: Change) -> list[Change]:
    """List the later actions that an undo would be refused for, before anything is written.

    Only the text of a transcript is not looked at, which shows when rows are brought back.
    """
    attempt = undo_attempt(connection, found)
    later = later_against(attempt)
    outside = [key for _, key in dependants_of(attempt)]
    after = steps.steps_after(connection, outside, found.seq)
    later += steps.standing(connection, {one.seq for one in after})
    return sorted(set(later or _past_dependants(attempt)), key=lambda one: -one.seq)


def later_against(attempt: Attempt) -> list[Change]:
    """Find the later actions that stand and altered the same things."""
    own = {step.row: step for step in attempt.steps}
    after = steps.steps_after(attempt.connection, attempt.keys, attempt.found.seq)
    seqs = {one.seq for one in after if one.row in own and steps.against(own[one.row], one)}
    return steps.standing(attempt.connection, seqs)


def refuse_dependants(attempt: Attempt) -> None:
    """Refuse to take away rows that other rows, not of this change, refer to or referred to."""
    dependants = dependants_of(attempt)
    outside = [key for _, key in dependants]
    if not outside:
        past = _past_dependants(attempt)
        if past:
            attempt.refuse(past, "depends on it", "")
        return
    after = steps.steps_after(attempt.connection, outside, attempt.found.seq)
    later = steps.standing(attempt.connection, {one.seq for one in after})
    attempt.refuse(later, "depends on it", "something that was brought back since")


def dependants_of(attempt: Attempt) -> list[tuple[str, str]]:
    """Find the rows, not of this change, that refer to rows that it would take away."""
    gone = _gone(attempt)
    # What it changed comes to stand as before, when none of what it added was there.
    own = {step.row for step in attempt.steps}
    found = []
    for child, column, parent in references():
        keys = [key for table, key in gone if parent in ("", table)]
        if keys:
            query = sa.select(child.c.id).where(among(attempt.connection, column, keys))
            found += [(child.name, str(key)) for key in attempt.connection.execute(query).scalars()]
    codes = {key for table, key in gone if table == code.name}
    if codes:
        query = sa.select(guide_question.c.id, guide_question.c.code_ids)
        for row in attempt.connection.execute(query):
            if codes & set(json.loads(row.code_ids)):
                found.append((guide_question.name, row.id))
    found += [(memo.name, key) for key in cells.about(attempt.connection, {k for _, k in gone})]
    return [row for row in found if row not in own]


def _past_dependants(attempt: Attempt) -> list[Change]:
    """Find later actions on rows that referred to what would go, and do so no more.

    Such a row is gone, or refers to something else; to undo the action that saw to it would
    bring the reference back.
    """
    gone = _gone(attempt)
    if not gone:
        return []
    parents = {"", *(table for table, _ in gone)}
    columns: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for child, column, parent in references():
        if parent in parents:
            columns[child.name].append((column.name, parent))
    own = {step.row for step in attempt.steps}
    query = sa.select(row_change).where(
        row_change.c.seq > attempt.found.seq,
        row_change.c.table_name.in_(list(columns)),
        row_change.c.before.is_not(None),
    )
    seqs = set()
    for row in attempt.connection.execute(query.execution_options(yield_per=1000)):
        if (row.table_name, row.key) in own:
            continue
        image = json.loads(row.before)
        pairs = [
            (value, parent)
            for name, parent in columns[row.table_name]
            for value in _named(image, name)
        ]
        if any(_is_among(gone, value, parent) for value, parent in pairs if value):
            seqs.add(row.seq)
    return steps.standing(attempt.connection, seqs)


def _named(image: Mapping[str, Any], column: str) -> list[str]:
    """List the ids in a column that refers to rows; a memo on a cell refers to two."""
    value = image.get(column)
    if column == memo.c.about_id.name and image.get("about") == MemoAbout.CELL.value:
        return [key for _, key in CellSubject.of(str(value)).things]
    return [value] if value else []


def _is_among(gone: set[tuple[str, str]], key: str, parent: str) -> bool:
    return (parent, key) in gone if parent else any(key == one for _, one in gone)


def _gone(attempt: Attempt) -> set[tuple[str, str]]:
    return {step.row for step in attempt.steps if step.before is None}
