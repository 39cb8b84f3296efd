"""The journal: every write is a change, and undo and redo are changes like any other.

Rules (design.md, section 3): a coder takes back their newest action that still stands; a later
action on the same rows by anyone refuses it and is named; redo takes an undo back; a new
action ends redo.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import UndoError
from ipe_coder.model.change import Change, ChangeKind, ChangeState
from ipe_coder.store.fitting import misfits
from ipe_coder.store.history import (
    STANDING,
    get,
    images_of,
    latest_touching,
    select_changes,
    to_change,
)
from ipe_coder.store.schema import JOURNALLED, change, memo, row_change
from ipe_coder.store.writer import Image, Writer

_BATCH = 400


def record(
    writer: Writer,
    *,
    change_id: str,
    label: str,
    kind: ChangeKind = ChangeKind.DO,
    target: int | None = None,
    reason: str = "",
) -> Change | None:
    """Write the change and its row images, and end redo where the action is new.

    Returns:
        The change; None where nothing differs from before.
    """
    touched = writer.touched()
    if not touched and kind is ChangeKind.DO:
        return None
    tables = sorted({table for table, _, _ in touched})
    inserted = writer.connection.execute(
        sa.insert(change)
        .values(
            id=change_id,
            at=writer.stamp,
            coder_id=writer.coder_id,
            label=label,
            kind=kind.value,
            state=ChangeState.LIVE.value,
            target=target,
            reason=reason,
            tables=" ".join(tables),
        )
        .returning(change.c.seq)
    )
    seq = int(inserted.scalar_one())
    images = [
        {
            "seq": seq,
            "ordinal": ordinal,
            "table_name": table,
            "key": key,
            "before": None if before is None else json.dumps(before, ensure_ascii=False),
        }
        for ordinal, (table, key, before) in enumerate(touched)
    ]
    if images:
        writer.connection.execute(sa.insert(row_change), images)
    if kind is ChangeKind.DO:
        _end_redo(writer)
    return get(writer.connection, seq)


def undo(writer: Writer, change_id: str, seq: int | None = None) -> Change | None:
    """Take back this coder's newest standing action, or the one named.

    Raises:
        UndoError: If there is none, or something later depends on it.
    """
    found = get(writer.connection, seq) if seq is not None else _newest_standing(writer)
    if found is None:
        raise UndoError("Nothing to undo.")
    _refuse_final(found)
    if found.kind is not ChangeKind.DO or found.state is not ChangeState.LIVE:
        raise UndoError(f"“{found.label}” does not stand any more.", "There is nothing to undo.")
    images = images_of(writer.connection, found.seq)
    _refuse_later(writer.connection, found, images, "undone")
    _refuse_dependants(writer.connection, found, images)
    writer.restore(images)
    _refuse_misfits(writer.connection, found, images, "undone")
    _set_state(writer.connection, found.seq, ChangeState.UNDONE)
    return record(
        writer,
        change_id=change_id,
        label=f"Undid: {_lower_first(found.label)}",
        kind=ChangeKind.UNDO,
        target=found.seq,
    )


def record_final(
    writer: Writer, *, change_id: str, label: str, reason: str, tables: Iterable[str]
) -> Change:
    """Write a change that nobody can take back, without what stood before; it ends redo."""
    inserted = writer.connection.execute(
        sa.insert(change)
        .values(
            id=change_id,
            at=writer.stamp,
            coder_id=writer.coder_id,
            label=label,
            kind=ChangeKind.DO.value,
            state=ChangeState.FINAL.value,
            reason=reason,
            tables=" ".join(sorted(tables)),
        )
        .returning(change.c.seq)
    )
    seq = int(inserted.scalar_one())
    _end_redo(writer)
    return get(writer.connection, seq)


def redo(writer: Writer, change_id: str) -> Change | None:
    """Bring back the action that this coder took back last.

    Raises:
        UndoError: If there is none, or somebody has written the same rows since.
    """
    last_undo = next(iter(_undos(writer)), None)
    if last_undo is None:
        raise UndoError("Nothing to redo.")
    found = get(writer.connection, last_undo.target)
    images = images_of(writer.connection, last_undo.seq)
    _refuse_later(writer.connection, found, images, "redone")
    _refuse_moved(writer, found, last_undo.seq)
    writer.restore(images)
    _refuse_misfits(writer.connection, found, images, "redone")
    _set_state(writer.connection, found.seq, ChangeState.LIVE)
    return record(
        writer,
        change_id=change_id,
        label=f"Redid: {_lower_first(found.label)}",
        kind=ChangeKind.REDO,
        target=found.seq,
    )


def _refuse_final(found: Change) -> None:
    if found.kind is ChangeKind.DO and found.state is ChangeState.FINAL:
        raise UndoError(
            f"“{found.label}” cannot be undone: what stood before was removed for good.",
            "ipe-coder project undo --change N takes back another one.",
        )


def _newest_standing(writer: Writer) -> Change | None:
    query = (
        select_changes()
        .where(change.c.kind == ChangeKind.DO.value, change.c.state.in_(STANDING))
        .where(_by(change, writer.coder_id))
        .order_by(change.c.seq.desc())
        .limit(1)
    )
    row = writer.connection.execute(query).first()
    return None if row is None else to_change(row)


class _Undo(NamedTuple):
    """An undo, and the action that it took back."""

    seq: int
    target: int


def _undos(writer: Writer) -> list[_Undo]:
    """List this coder's undos whose action is still undone, the newest first.

    The few actions that are undone are looked up first, by an index of their own, and their
    undos by another: a project may have a hundred thousand changes.
    """
    undone: sa.ColumnElement[str] = sa.literal_column(f"'{ChangeState.UNDONE.value}'")
    targets = writer.connection.execute(sa.select(change.c.seq).where(change.c.state == undone))
    seqs = list(targets.scalars())
    last: dict[int, Any] = {}
    for start in range(0, len(seqs), _BATCH):
        query = (
            sa.select(change.c.seq, change.c.target, change.c.coder_id)
            .where(change.c.target.in_(seqs[start : start + _BATCH]))
            .where(change.c.kind == ChangeKind.UNDO.value)
            .order_by(change.c.seq)
        )
        last.update((row.target, row) for row in writer.connection.execute(query))
    own = [row for row in last.values() if row.coder_id == writer.coder_id]
    return sorted((_Undo(row.seq, row.target) for row in own), reverse=True)


def _by(table: Any, coder_id: str | None) -> sa.ColumnElement[bool]:
    column: sa.ColumnElement[Any] = table.c.coder_id
    return column == coder_id if coder_id is not None else column.is_(None)


def _refuse_later(connection: Connection, found: Change, images: list[Image], verb: str) -> None:
    keys = [key for _, key, _ in images]
    later = latest_touching(connection, keys, after=found.seq)
    if later is not None:
        raise UndoError(
            f"“{found.label}” cannot be {verb}: {_name(later)} came later on the same rows.",
            "Undo that first.",
        )


def _refuse_moved(writer: Writer, found: Change, undo_seq: int) -> None:
    """Refuse to bring back an action whose rows are not as its undo left them.

    Somebody's undo of an earlier action on the same rows moves them on too, and leaves no later
    action that stands.
    """
    moved = writer.differing(images_of(writer.connection, found.seq))
    if moved:
        keys = [key for _, key in moved]
        later = latest_touching(writer.connection, keys, after=undo_seq, standing=False)
        by = _name(later) if later is not None else "something"
        raise UndoError(
            f"“{found.label}” cannot be redone: {by} came later on the same rows.",
            "Redo that first.",
        )


def _refuse_misfits(connection: Connection, found: Change, images: list[Image], verb: str) -> None:
    """Refuse to part segments from the version of the text that they are of."""
    keys = misfits(connection, images, since=found.seq)
    if keys:
        later = latest_touching(connection, keys, after=found.seq, standing=False)
        by = _name(later) if later is not None else "a correction of the transcript"
        raise UndoError(
            f"“{found.label}” cannot be {verb}: {by} came later on the same text.",
            "Take that back first.",
        )


def _refuse_dependants(connection: Connection, found: Change, images: list[Image]) -> None:
    """Refuse to take away rows that other rows, not of this change, still refer to."""
    gone = {(table, key) for table, key, before in images if before is None}
    # What it changed comes to stand as before, when none of what it added was there.
    own = {(table, key) for table, key, _ in images}
    for child, column, parent in _references():
        keys = [key for table, key in gone if parent in ("", table)]
        dependants = _referring(connection, child, column, keys)
        outside = [key for key in dependants if (child.name, key) not in own]
        if outside:
            later = latest_touching(connection, outside, after=found.seq)
            by = _name(later) if later is not None else "what was brought back since"
            raise UndoError(
                f"“{found.label}” cannot be undone: {by} depends on it.", "Undo that first."
            )


def _references() -> Iterator[tuple[sa.Table, sa.Column[Any], str]]:
    """List the columns that refer to other rows, each with the table of those; empty for any."""
    for child in JOURNALLED.values():
        for foreign in child.foreign_keys:
            yield child, foreign.parent, foreign.column.table.name
    yield memo, memo.c.about_id, ""


def _referring(
    connection: Connection, child: sa.Table, column: sa.Column[Any], keys: list[str]
) -> list[str]:
    found: list[str] = []
    for start in range(0, len(keys), _BATCH):
        query = sa.select(child.c.id).where(column.in_(keys[start : start + _BATCH]))
        found.extend(connection.execute(query).scalars())
    return found


def _end_redo(writer: Writer) -> None:
    for seq in {one.target for one in _undos(writer)}:
        _set_state(writer.connection, seq, ChangeState.DEAD)


def _set_state(connection: Connection, seq: int, state: ChangeState) -> None:
    connection.execute(sa.update(change).where(change.c.seq == seq).values(state=state.value))


def _name(found: Change) -> str:
    who = f" by {found.coder}" if found.coder else ""
    return f"“{found.label}”{who}"


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]
