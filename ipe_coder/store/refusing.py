"""What refuses rows that an undo or a redo would bring back: later work, which is named.

Undo is never allowed to leave a project that could not have come about otherwise: no row of two
owners, no name twice, no segment of a code that is gone, no words that the text does not have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.memo import CellSubject
from ipe_coder.model.segment import MemoAbout
from ipe_coder.store import history, steps
from ipe_coder.store.attempts import Attempt
from ipe_coder.store.choosing import among
from ipe_coder.store.fitting import misfits
from ipe_coder.store.schema import (
    JOURNALLED,
    asking,
    code,
    codebook,
    memo,
    segment,
    transcript,
)
from ipe_coder.store.writer import Image, Row, as_rows

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
        elif table == memo.name:
            for axis, key in CellSubject.of(str(row["about_id"])).things:
                if axis in JOURNALLED and (axis, key) not in coming:
                    needed[axis].add(key)
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
