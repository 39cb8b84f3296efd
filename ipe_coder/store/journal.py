"""The journal: every write is a change, and undo and redo are changes like any other.

Rules (design.md, section 3): a coder takes back their newest action that still stands; a later
action on the same rows by anyone refuses it and is named; redo takes an undo back; a new
action ends redo.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import NotFoundError, UndoError
from ipe_coder.model.change import Change, ChangeKind, ChangeState, RowChange
from ipe_coder.store.schema import JOURNALLED, change, coder, row_change

Row = dict[str, Any]
_BATCH = 400


def to_stamp(moment: datetime) -> str:
    """Write a moment as it is stored: UTC, ISO 8601, microseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def from_stamp(stamp: str) -> datetime:
    """Read a stored moment."""
    return datetime.fromisoformat(stamp)


class Writer:
    """The only way to write rows: notes what stood before in each, inside the transaction."""

    def __init__(self, connection: Connection, *, at: datetime, coder_id: str | None) -> None:
        """Begin with nothing written."""
        self.connection = connection
        self.at = at
        self.stamp = to_stamp(at)
        self.coder_id = coder_id
        self.label = ""
        self._before: dict[tuple[str, str], Row | None] = {}

    @property
    def touched(self) -> list[tuple[str, str, Row | None]]:
        """List table, key and what stood before, in the order of first writing."""
        return [(table, key, before) for (table, key), before in self._before.items()]

    def add(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows; each has an `id`."""
        if not rows:
            return
        for row in rows:
            self._before.setdefault((table.name, row["id"]), None)
        self.connection.execute(sa.insert(table), [dict(row) for row in rows])

    def set(self, table: sa.Table, row_id: str, **values: Any) -> None:
        """Update one row; nothing is written where nothing differs.

        Raises:
            NotFoundError: If there is no such row.
        """
        row = self.get(table, row_id)
        if row is None:
            raise NotFoundError(f"There is no {table.name} {row_id[:8]} any more.")
        if all(row[name] == value for name, value in values.items()):
            return
        self._before.setdefault((table.name, row_id), row)
        self.connection.execute(sa.update(table).where(table.c.id == row_id).values(**values))

    def remove(self, table: sa.Table, row_ids: Iterable[str]) -> None:
        """Delete rows by id."""
        wanted = list(row_ids)
        for start in range(0, len(wanted), _BATCH):
            chosen = table.c.id.in_(wanted[start : start + _BATCH])
            for row in self.connection.execute(sa.select(table).where(chosen)).mappings():
                self._before.setdefault((table.name, row["id"]), dict(row))
            self.connection.execute(sa.delete(table).where(chosen))

    def get(self, table: sa.Table, row_id: str) -> Row | None:
        """Read one row as it stands in this transaction."""
        found = self.connection.execute(sa.select(table).where(table.c.id == row_id))
        row = found.mappings().first()
        return dict(row) if row is not None else None

    def restore(self, table: sa.Table, row_id: str, image: Row | None) -> None:
        """Bring a row to an image of it: insert, update or delete."""
        current = self.get(table, row_id)
        if image is None:
            self.remove(table, [row_id] if current is not None else [])
        elif current is None:
            self.add(table, [image])
        else:
            self.set(table, row_id, **image)


def record(
    writer: Writer,
    *,
    change_id: str,
    label: str,
    kind: ChangeKind = ChangeKind.DO,
    target: int | None = None,
    reason: str = "",
) -> Change:
    """Write the change and its row images, and end redo where the action is new."""
    touched = writer.touched
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
    writer.connection.execute(sa.insert(row_change), images)
    if kind is ChangeKind.DO:
        _end_redo(writer)
    return _get(writer.connection, seq)


def undo(writer: Writer, change_id: str, seq: int | None = None) -> Change:
    """Take back this coder's newest standing action, or the one named.

    Raises:
        UndoError: If there is none, or something later depends on it.
    """
    if seq is None:
        found = _newest_standing(writer)
        if found is None:
            raise UndoError("Nothing to undo.")
    else:
        found = _get(writer.connection, seq)
        if found.kind is not ChangeKind.DO or found.state is not ChangeState.LIVE:
            raise UndoError(
                f"“{found.label}” does not stand any more.", "There is nothing to undo."
            )
    images = _images(writer.connection, found.seq)
    _refuse_later(writer.connection, found, images, "undone")
    _refuse_dependants(writer.connection, found, images)
    for table, key, before in reversed(images):
        writer.restore(JOURNALLED[table], key, before)
    _set_state(writer.connection, found.seq, ChangeState.UNDONE)
    return record(
        writer,
        change_id=change_id,
        label=f"Undid: {_lower_first(found.label)}",
        kind=ChangeKind.UNDO,
        target=found.seq,
    )


def redo(writer: Writer, change_id: str) -> Change:
    """Bring back the action that this coder took back last.

    Raises:
        UndoError: If there is none, or somebody has written the same rows since.
    """
    last_undo = writer.connection.execute(_undos_of(writer.coder_id).limit(1)).first()
    if last_undo is None:
        raise UndoError("Nothing to redo.")
    found = _get(writer.connection, last_undo.target)
    images = _images(writer.connection, last_undo.seq)
    _refuse_later(writer.connection, found, images, "redone")
    for table, key, before in reversed(images):
        writer.restore(JOURNALLED[table], key, before)
    _set_state(writer.connection, found.seq, ChangeState.LIVE)
    return record(
        writer,
        change_id=change_id,
        label=f"Redid: {_lower_first(found.label)}",
        kind=ChangeKind.REDO,
        target=found.seq,
    )


def history(
    connection: Connection,
    *,
    limit: int | None = None,
    coder_id: str | None = None,
    key: str | None = None,
    since: int | None = None,
) -> list[Change]:
    """List changes, the newest first.

    Args:
        limit: How many at the most.
        coder_id: Only this coder's.
        key: Only those that touched the row of this id.
        since: Only those after this number.
    """
    query = _select().order_by(change.c.seq.desc())
    if limit is not None:
        query = query.limit(limit)
    if coder_id is not None:
        query = query.where(change.c.coder_id == coder_id)
    if since is not None:
        query = query.where(change.c.seq > since)
    if key is not None:
        touching = sa.select(row_change.c.seq).where(row_change.c.key == key)
        query = query.where(change.c.seq.in_(touching))
    return [_to_change(row) for row in connection.execute(query)]


def with_rows(connection: Connection, seq: int) -> Change:
    """Get one change with every row that it wrote, before and after."""
    found = _get(connection, seq)
    rows = tuple(
        RowChange(table, key, before, _after(connection, table, key, seq))
        for table, key, before in _images(connection, seq)
    )
    return Change(
        found.seq, found.id, found.at, found.coder_id, found.coder, found.label, found.kind,
        found.state, found.target, found.reason, rows, found.tables,
    )  # fmt: skip


def last_seq(connection: Connection) -> int:
    """Give the number of the newest change, 0 where there is none."""
    return connection.execute(sa.select(sa.func.max(change.c.seq))).scalar() or 0


def _select() -> sa.Select[Any]:
    return sa.select(change, coder.c.name.label("coder_name")).outerjoin(
        coder, coder.c.id == change.c.coder_id
    )


def _get(connection: Connection, seq: int) -> Change:
    row = connection.execute(_select().where(change.c.seq == seq)).first()
    if row is None:
        raise NotFoundError(f"There is no change {seq}.", "ipe-coder project log lists them.")
    return _to_change(row)


def _newest_standing(writer: Writer) -> Change | None:
    query = (
        _select()
        .where(change.c.kind == ChangeKind.DO.value, change.c.state == ChangeState.LIVE.value)
        .where(_by(change, writer.coder_id))
        .order_by(change.c.seq.desc())
        .limit(1)
    )
    row = writer.connection.execute(query).first()
    return None if row is None else _to_change(row)


def _undos_of(coder_id: str | None) -> sa.Select[Any]:
    """Select the undos by a coder whose action is still undone, the newest first."""
    undo_change = change.alias("undo_change")
    return (
        sa.select(undo_change.c.seq, undo_change.c.target)
        .join(change, change.c.seq == undo_change.c.target)
        .where(undo_change.c.kind == ChangeKind.UNDO.value, _by(undo_change, coder_id))
        .where(change.c.state == ChangeState.UNDONE.value)
        .order_by(undo_change.c.seq.desc())
    )


def _by(table: Any, coder_id: str | None) -> sa.ColumnElement[bool]:
    column: sa.ColumnElement[Any] = table.c.coder_id
    return column == coder_id if coder_id is not None else column.is_(None)


def _to_change(row: Any) -> Change:
    return Change(
        seq=row.seq,
        id=row.id,
        at=from_stamp(row.at),
        coder_id=row.coder_id,
        coder=row.coder_name or "",
        label=row.label,
        kind=ChangeKind(row.kind),
        state=ChangeState(row.state),
        target=row.target,
        reason=row.reason,
        tables=frozenset(row.tables.split()),
    )


def _images(connection: Connection, seq: int) -> list[tuple[str, str, Row | None]]:
    query = sa.select(row_change).where(row_change.c.seq == seq).order_by(row_change.c.ordinal)
    return [
        (row.table_name, row.key, None if row.before is None else json.loads(row.before))
        for row in connection.execute(query)
    ]


def _after(connection: Connection, table: str, key: str, seq: int) -> Row | None:
    query = (
        sa.select(row_change.c.before)
        .where(row_change.c.key == key, row_change.c.table_name == table, row_change.c.seq > seq)
        .order_by(row_change.c.seq)
        .limit(1)
    )
    following = connection.execute(query).first()
    if following is not None:
        return None if following.before is None else dict(json.loads(following.before))
    source = JOURNALLED[table]
    row = connection.execute(sa.select(source).where(source.c.id == key)).mappings().first()
    return dict(row) if row is not None else None


def _refuse_later(
    connection: Connection, found: Change, images: list[tuple[str, str, Row | None]], verb: str
) -> None:
    keys = [key for _, key, _ in images]
    later = _latest_touching(connection, keys, after=found.seq)
    if later is not None:
        raise UndoError(
            f"“{found.label}” cannot be {verb}: {_name(later)} came later on the same rows.",
            "Undo that first.",
        )


def _refuse_dependants(
    connection: Connection, found: Change, images: list[tuple[str, str, Row | None]]
) -> None:
    """Refuse to take away rows that other rows, not of this change, still refer to."""
    gone = {(table, key) for table, key, before in images if before is None}
    for child in JOURNALLED.values():
        for foreign in child.foreign_keys:
            keys = [key for table, key in gone if table == foreign.column.table.name]
            dependants = _referring(connection, child, foreign.parent, keys)
            outside = [key for key in dependants if (child.name, key) not in gone]
            if outside:
                later = _latest_touching(connection, outside, after=found.seq)
                by = _name(later) if later is not None else f"{len(outside)} {child.name}"
                raise UndoError(
                    f"“{found.label}” cannot be undone: {by} depends on it.", "Undo that first."
                )


def _referring(
    connection: Connection, child: sa.Table, column: sa.Column[Any], keys: list[str]
) -> list[str]:
    found: list[str] = []
    for start in range(0, len(keys), _BATCH):
        query = sa.select(child.c.id).where(column.in_(keys[start : start + _BATCH]))
        found.extend(connection.execute(query).scalars())
    return found


def _latest_touching(connection: Connection, keys: list[str], *, after: int) -> Change | None:
    """Find the newest action that still stands, after a number, on any of these rows."""
    newest: Change | None = None
    for start in range(0, len(keys), _BATCH):
        query = (
            _select()
            .join(row_change, row_change.c.seq == change.c.seq)
            .where(row_change.c.key.in_(keys[start : start + _BATCH]))
            .where(change.c.kind == ChangeKind.DO.value, change.c.seq > after)
            .where(change.c.state == ChangeState.LIVE.value)
            .order_by(change.c.seq.desc())
            .limit(1)
        )
        row = connection.execute(query).first()
        if row is not None and (newest is None or row.seq > newest.seq):
            newest = _to_change(row)
    return newest


def _end_redo(writer: Writer) -> None:
    taken_back = {row.target for row in writer.connection.execute(_undos_of(writer.coder_id))}
    for seq in taken_back:
        _set_state(writer.connection, seq, ChangeState.DEAD)


def _set_state(connection: Connection, seq: int, state: ChangeState) -> None:
    connection.execute(sa.update(change).where(change.c.seq == seq).values(state=state.value))


def _name(found: Change) -> str:
    who = f" by {found.coder}" if found.coder else ""
    return f"“{found.label}”{who}"


def _lower_first(label: str) -> str:
    return label[:1].lower() + label[1:]


def totals(connection: Connection) -> dict[str, int]:
    """Count the rows of every journalled table, by its name."""
    return {
        name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for name, table in JOURNALLED.items()
    }
