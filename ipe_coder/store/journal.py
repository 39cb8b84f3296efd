"""The journal: every write is a change, and undo and redo are changes like any other.

Rules (design.md, section 3): a coder takes back their newest action that still stands, or any by
its number; later work that rests on it refuses that and is named; redo takes an undo back; a new
action ends redo. What refuses stands in `resting` and `refusing`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import UndoError
from ipe_coder.model.change import Change, ChangeKind, ChangeState
from ipe_coder.store import history, refusing, resting, steps
from ipe_coder.store.attempts import Attempt, named, redo_attempt, undo_attempt
from ipe_coder.store.history import STANDING, get, select_changes, to_change
from ipe_coder.store.schema import change, row_change
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
    final: Iterable[str] | None = None,
) -> Change | None:
    """Write the change and its row images, and end redo where the action is new.

    Args:
        writer: Who wrote the rows.
        change_id: Its id.
        label: What was done.
        kind: An action, or one taken back or brought back.
        target: The number of the action that is taken back or brought back.
        reason: Why, if somebody said.
        final: Tables that it touched, where nobody may take it back and nothing of what stood
            before may be kept.

    Returns:
        The change; None where nothing differs from before.
    """
    touched = writer.touched() if final is None else []
    if not touched and kind is ChangeKind.DO and final is None:
        return None
    tables = {table for table, _, _ in touched} if final is None else set(final)
    state = ChangeState.LIVE if final is None else ChangeState.FINAL
    inserted = writer.connection.execute(
        sa.insert(change)
        .values(
            id=change_id,
            at=writer.stamp,
            coder_id=writer.coder_id,
            label=label,
            kind=kind.value,
            state=state.value,
            target=target,
            reason=reason,
            tables=" ".join(sorted(tables)),
        )
        .returning(change.c.seq)
    )
    seq = int(inserted.scalar_one())
    _keep(writer.connection, seq, touched)
    if kind is ChangeKind.DO:
        _end_redo(writer)
    return get(writer.connection, seq)


def _keep(connection: Connection, seq: int, touched: Iterable[Image]) -> None:
    """Keep what stood before in each row."""
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
        connection.execute(sa.insert(row_change), images)


def undo(writer: Writer, change_id: str, seq: int | None = None) -> Change | None:
    """Take back this coder's newest standing action, or the one named.

    Of an undo, what it took back is brought back; of a redo, what it brought back is taken back.

    Raises:
        UndoError: If there is none, or something later depends on it.
    """
    found = get(writer.connection, seq) if seq is not None else _newest_standing(writer)
    if found is None:
        raise UndoError("Nothing to undo.")
    if found.kind is ChangeKind.UNDO:
        return _bring_back(writer, change_id, found)
    if found.kind is ChangeKind.REDO:
        found = get(writer.connection, found.target or 0)
    _refuse_final(found)
    if found.state is not ChangeState.LIVE:
        raise UndoError(f"“{found.label}” does not stand any more.", "There is nothing to undo.")
    _reverse(writer, undo_attempt(writer.connection, found))
    _set_state(writer.connection, found.seq, ChangeState.UNDONE)
    return record(
        writer,
        change_id=change_id,
        label=f"Undid: {_lower_first(found.label)}",
        kind=ChangeKind.UNDO,
        target=found.seq,
    )


def undo_back_to(writer: Writer, new_id: Callable[[], str], seq: int) -> list[Change]:
    """Take back every action from the newest to the one of a number, as far as they stand.

    Raises:
        UndoError: If one is another coder's, something else rests on one, or none stands; the
            transaction is not to be committed then.
    """
    done = []
    for one in standing_back_to(writer.connection, writer.coder_id, seq):
        step = Writer(writer.connection, at=writer.at, coder_id=writer.coder_id)
        made = undo(step, new_id(), one.seq)
        if made is not None:
            done.append(made)
    return done


def standing_back_to(connection: Connection, coder_id: str | None, seq: int) -> list[Change]:
    """List what a coder would take back to come to before a change, the newest first.

    Raises:
        UndoError: If another coder's change lies between, or an older one was taken back or
            brought back since, or nothing stands.
    """
    since = history.history(connection, since=seq - 1)
    others = [one for one in since if one.coder_id != coder_id]
    if others:
        raise UndoError(
            f"{named(others[0])} lies between.",
            "Take back your own one by one.",
            tuple(one.seq for one in others),
        )
    older = next((one for one in since if one.target is not None and one.target < seq), None)
    if older is not None:
        raise UndoError(f"{named(older)} concerns what was done before.", "Undo it first.")
    stand = (ChangeState.LIVE, ChangeState.FINAL)
    found = [one for one in since if one.kind is ChangeKind.DO and one.state in stand]
    if not found:
        raise UndoError("Nothing to undo: all of it was taken back already.")
    return found


def redo(writer: Writer, change_id: str) -> Change | None:
    """Bring back the action that this coder took back last.

    Raises:
        UndoError: If there is none, or somebody has written the same rows since.
    """
    last_undo = next(iter(_undos(writer)), None)
    if last_undo is None:
        raise UndoError("Nothing to redo.")
    return _bring_back(writer, change_id, get(writer.connection, last_undo.seq))


def _bring_back(writer: Writer, change_id: str, taken: Change) -> Change | None:
    """Bring back what an undo took back, also after later actions have ended redo."""
    found = get(writer.connection, taken.target or 0)
    _refuse_brought_back(writer.connection, found, taken)
    _reverse(writer, redo_attempt(writer.connection, found, taken))
    _set_state(writer.connection, found.seq, ChangeState.LIVE)
    return record(
        writer,
        change_id=change_id,
        label=f"Redid: {_lower_first(found.label)}",
        kind=ChangeKind.REDO,
        target=found.seq,
    )


def _reverse(writer: Writer, attempt: Attempt) -> None:
    """Bring rows to what stood before, unless something stands against it.

    Raises:
        UndoError: If something does; the transaction is not to be committed then.
    """
    resting.refuse_purged(attempt)
    resting.refuse_later(attempt)
    _refuse_moved(writer, attempt)
    resting.refuse_dependants(attempt)
    images = steps.images_to_restore(attempt.steps, attempt.now)
    refusing.refuse_clashes(attempt, images)
    refusing.refuse_orphans(attempt, images)
    refusing.refuse_misplaced(attempt, images)
    writer.restore(images, attempt.now)
    refusing.refuse_misfits(attempt)
    refusing.refuse_knots(attempt)


def _refuse_moved(writer: Writer, attempt: Attempt) -> None:
    """Refuse where rows are not as they were left.

    Somebody's undo of an earlier action on the same rows moves them on too, and leaves no later
    action that stands.
    """
    moved = steps.moved_on(attempt.steps, attempt.now)
    if moved:
        after = steps.steps_after(writer.connection, moved, attempt.steps[0].seq)
        others = {one.seq for one in after}
        last = history.by_numbers(writer.connection, others)[:1]
        attempt.refuse(last, "came later on the same things", "something")


def _refuse_brought_back(connection: Connection, found: Change, taken: Change) -> None:
    """Refuse where the undo is not the last word on its action."""
    query = sa.select(sa.func.max(change.c.seq)).where(
        change.c.target == found.seq, change.c.kind == ChangeKind.UNDO.value
    )
    is_undone = found.state in (ChangeState.UNDONE, ChangeState.DEAD)
    if not is_undone or connection.execute(query).scalar() != taken.seq:
        raise UndoError(
            f"“{taken.label}” does not hold any more.", "What it took back was brought back."
        )


def _refuse_final(found: Change) -> None:
    if found.state is ChangeState.FINAL:
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


def _end_redo(writer: Writer) -> None:
    for seq in {one.target for one in _undos(writer)}:
        _set_state(writer.connection, seq, ChangeState.DEAD)


def _set_state(connection: Connection, seq: int, state: ChangeState) -> None:
    connection.execute(sa.update(change).where(change.c.seq == seq).values(state=state.value))


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]
