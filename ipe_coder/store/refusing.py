"""What refuses to take a change back or to bring it back: later work, which is named.

Undo is never allowed to leave a project that could not have come about otherwise: no row of two
owners, no name twice, no segment of a code that is gone, no words that the text does not have.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import UndoError
from ipe_coder.model.change import Change
from ipe_coder.model.segment import MemoAbout
from ipe_coder.store import history, steps
from ipe_coder.store.choosing import among
from ipe_coder.store.fitting import misfits
from ipe_coder.store.schema import (
    JOURNALLED,
    asking,
    code,
    codebook,
    guide_question,
    memo,
    row_change,
    segment,
    transcript,
)
from ipe_coder.store.steps import Now, Step
from ipe_coder.store.writer import Image, Row, as_rows

_MOST_NAMED = 3

ALONE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("study", ("name",)),
    ("arm", ("study_id", "name")),
    ("study_fact", ("study_id", "name", "arm_id")),
    ("transcript", ("study_id", "title")),
    ("participant", ("study_id", "pseudonym")),
    ("appearance", ("participant_id", "transcript_id", "speaker")),
    ("asking", ("transcript_id", "turn", "question_id")),
    ("marking", ("transcript_id",)),
    ("guide_question", ("study_id", "label")),
    ("codebook", ("study_id",)),
    ("code", ("codebook_id", "mark")),
    ("code", ("codebook_id", "parent_id", "name")),
    ("segment", ("transcript_id", "coder_id", "code_id", "start_at", "end_at")),
    ("theme", ("node_id",)),
    ("theme_code", ("theme_id", "code_id")),
    ("evidence", ("theme_id", "segment_id")),
    ("outcome", ("study_id", "name")),
    ("joint_link", ("outcome_id", "theme_id")),
    ("summary", ("participant_id", "code_id")),
)
"""Columns in which no two rows may hold the same; the first of them chooses what to compare."""
_FOLDED = {"name", "title"}
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
        for child, column, parent in _references()
        if parent == step.table
        for key in connection.execute(sa.select(child.c.id).where(column == step.key)).scalars()
    )


def named(one: Change) -> str:
    """Name a change: what, by whom, when, and its number."""
    who = f" by {one.coder}" if one.coder else ""
    when = one.at.astimezone()
    return f"“{one.label}”{who} on {when.day} {when:%B %Y} at {when:%H:%M} (change {one.seq})"


# -- before anything is written


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
    for child, column, parent in _references():
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
    for child, column, parent in _references():
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
        pairs = [(image.get(name), parent) for name, parent in columns[row.table_name]]
        if any(_is_among(gone, value, parent) for value, parent in pairs if value):
            seqs.add(row.seq)
    return steps.standing(attempt.connection, seqs)


def _is_among(gone: set[tuple[str, str]], key: str, parent: str) -> bool:
    return (parent, key) in gone if parent else any(key == one for _, one in gone)


def _gone(attempt: Attempt) -> set[tuple[str, str]]:
    return {step.row for step in attempt.steps if step.before is None}


def _references() -> Iterator[tuple[sa.Table, sa.Column[Any], str]]:
    """List the columns that refer to other rows, each with the table of those; empty for any."""
    for child in JOURNALLED.values():
        for foreign in child.foreign_keys:
            yield child, foreign.parent, foreign.column.table.name
    yield memo, memo.c.about_id, ""


# -- with the rows as they would come to stand


def refuse_clashes(attempt: Attempt, images: Sequence[Image]) -> None:
    """Refuse a name, a mark or a place that something else has come to have since."""
    own = {(table, key) for table, key, _ in images}
    coming = [(table, row) for table, _, row in images if row is not None]
    taken: list[str] = []
    for name, columns in ALONE:
        rows = [
            row
            for table, row in coming
            if table == name and _differs(row, attempt.now.get((name, row["id"])), columns)
        ]
        if rows:
            others = _alike(attempt.connection, JOURNALLED[name], columns, rows)
            taken += [key for key in others if (name, key) not in own]
    if taken:
        after = steps.steps_after(attempt.connection, taken, attempt.found.seq)
        # What was alike before is nobody's doing since.
        later = history.by_numbers(attempt.connection, {one.seq for one in after})
        acting = steps.standing(attempt.connection, {one.seq for one in later}) or later
        if acting:
            attempt.refuse(acting, "came later and stands in its place", "")


def _differs(row: Row, now: Row | None, columns: tuple[str, ...]) -> bool:
    """Tell whether a row comes to hold something else in columns than it does."""
    return now is None or any(row.get(name) != now.get(name) for name in (*columns, "merged_into"))


def _alike(
    connection: Connection, table: sa.Table, columns: tuple[str, ...], rows: Sequence[Row]
) -> list[str]:
    """Find the rows, not among those, that hold the same in some columns."""
    wanted = {_held(row, columns): row["id"] for row in rows}
    wanted.pop(None, None)
    first = table.c[columns[0]]
    values = {str(row[columns[0]]) for row in rows if row[columns[0]] is not None}
    looked_at = {"id", *columns, "merged_into"}
    query = sa.select(*(column for column in table.c if column.name in looked_at))
    if columns[0] not in _FOLDED:
        query = query.where(among(connection, first, values))
    return [
        str(row["id"])
        for row in as_rows(connection.execute(query))
        if (held := _held(row, columns)) in wanted
        and held is not None
        and wanted[held] != row["id"]
    ]


def _held(row: Row, columns: tuple[str, ...]) -> tuple[Any, ...] | None:
    """Give what a row holds in columns, for comparison; nothing for what may stand twice."""
    if row.get("merged_into") or row[columns[-1]] == "" or all(row[one] is None for one in columns):
        return None
    return tuple(
        value.casefold() if name in _FOLDED and isinstance(value, str) else value
        for name, value in ((name, row[name]) for name in columns)
    )


def refuse_orphans(attempt: Attempt, images: Sequence[Image]) -> None:
    """Refuse rows whose code, transcript or other owner is gone, or was merged away since."""
    coming = {(table, key): row for table, key, row in images if row is not None}
    going = {(table, key) for table, key, row in images if row is None}
    needed: dict[str, set[str]] = defaultdict(set)
    for (table, _), row in coming.items():
        for foreign in JOURNALLED[table].foreign_keys:
            value = row.get(foreign.parent.name)
            parent = foreign.column.table.name
            if value and (parent, value) not in coming:
                needed[parent].add(value)
        if table == memo.name and row["about_id"] and row["about"] != MemoAbout.CELL.value:
            parent = row["about"]
            if parent in JOURNALLED and (parent, row["about_id"]) not in coming:
                needed[parent].add(row["about_id"])
    lost = [key for parent, keys in needed.items() for key in _lost(attempt, parent, keys, going)]
    if lost:
        after = steps.steps_after(attempt.connection, lost, 0)
        removed = history.by_numbers(attempt.connection, {s.seq for s in after if s.after is None})
        merged = history.by_numbers(
            attempt.connection, {s.seq for s in after if "merged_into" in s.columns}
        )
        last = (removed or merged)[:1]
        attempt.refuse(last, "took away what it stands on", "what it stands on is gone:")


def _lost(attempt: Attempt, parent: str, keys: set[str], going: set[tuple[str, str]]) -> list[str]:
    table = JOURNALLED[parent]
    query = sa.select(table).where(among(attempt.connection, table.c.id, keys))
    there = {row["id"]: row for row in attempt.connection.execute(query).mappings()}
    lost = [key for key in keys if key not in there or (parent, key) in going]
    if parent == code.name:
        merged = [key for key, row in there.items() if row["merged_into"]]
        after = steps.steps_after(attempt.connection, merged, attempt.found.seq)
        changed = {step.key for step in after if "merged_into" in step.columns}
        lost += [key for key in merged if key in changed and key not in lost]
    return lost


def refuse_misplaced(attempt: Attempt, images: Sequence[Image]) -> None:
    """Refuse marks and memos on places of a text that was corrected since."""
    wanted = set()
    for table, _, row in images:
        if row is None:
            continue
        if table == asking.name:
            wanted.add(row["transcript_id"])
        if table == memo.name and row["start_at"] is not None:
            wanted.add(row["about_id"])
    after = steps.steps_after(attempt.connection, wanted, attempt.found.seq)
    corrected = {
        one.seq for one in after if one.table == transcript.name and "content_sha" in one.columns
    }
    own = {step.row for step in attempt.steps if step.table == transcript.name}
    later = steps.standing(attempt.connection, corrected)
    if later and not own:
        attempt.refuse(later, "came later on the same text", "")


# -- after they were brought back


def refuse_misfits(attempt: Attempt) -> None:
    """Refuse to part segments from the version of the text that they are of."""
    images = [(step.table, step.key, step.before) for step in attempt.steps]
    keys = misfits(attempt.connection, images, since=attempt.found.seq)
    if keys:
        texts = sa.select(segment.c.transcript_id).where(
            among(attempt.connection, segment.c.id, keys)
        )
        places = list(attempt.connection.execute(texts).scalars())
        after = steps.steps_after(attempt.connection, [*keys, *places], attempt.found.seq)
        seqs = {one.seq for one in after}
        later = steps.standing(attempt.connection, seqs) or history.by_numbers(
            attempt.connection, seqs
        )
        attempt.refuse(later, "came later on the same text", "a correction of the transcript")


def refuse_knots(attempt: Attempt) -> None:
    """Refuse to put a code beneath itself."""
    moved = [step.key for step in attempt.steps if step.table == code.name]
    if not moved:
        return
    query = sa.select(code.c.id, code.c.parent_id).where(
        code.c.codebook_id.in_(
            sa.select(codebook.c.id)
            .join(code, code.c.codebook_id == codebook.c.id)
            .where(among(attempt.connection, code.c.id, moved))
        )
    )
    above = {row.id: row.parent_id for row in attempt.connection.execute(query)}
    for key in moved:
        line: list[str] = []
        at = key
        while at in above and at not in line:
            line.append(at)
            at = above[at]
        if line and at == key:
            after = steps.steps_after(attempt.connection, line, attempt.found.seq)
            seqs = {one.seq for one in after if "parent_id" in one.columns}
            later = steps.standing(attempt.connection, seqs)
            attempt.refuse(later, "came later and put what stood over it beneath it", "a move")
