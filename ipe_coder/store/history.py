"""What was done: changes as they are read back from the journal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import NotFoundError
from ipe_coder.model.change import Change, ChangeKind, ChangeState, RowChange
from ipe_coder.store.choosing import among
from ipe_coder.store.schema import JOURNALLED, change, coder, row_change, segment
from ipe_coder.store.writer import Image, Row, from_stamp, to_stamp

STANDING = (ChangeState.LIVE.value, ChangeState.FINAL.value)
"""States of actions that stand."""
_BATCH = 400


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
    query = select_changes().order_by(change.c.seq.desc())
    if limit is not None:
        query = query.limit(limit)
    if coder_id is not None:
        query = query.where(change.c.coder_id == coder_id)
    if since is not None:
        query = query.where(change.c.seq > since)
    if key is not None:
        touching = sa.select(row_change.c.seq).where(row_change.c.key == key)
        query = query.where(change.c.seq.in_(touching))
    return [to_change(row) for row in connection.execute(query)]


def by_numbers(connection: Connection, seqs: Iterable[int]) -> list[Change]:
    """List changes by their numbers, the newest first."""
    wanted = sorted(set(seqs), reverse=True)
    found: list[Change] = []
    for start in range(0, len(wanted), _BATCH):
        query = select_changes().where(change.c.seq.in_(wanted[start : start + _BATCH]))
        found += [to_change(row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: -one.seq)


def newest(connection: Connection, kind: ChangeKind) -> Change | None:
    """Find the newest action that stands, or the newest undo or redo, by anybody."""
    query = select_changes().where(change.c.kind == kind.value).order_by(change.c.seq.desc())
    if kind is ChangeKind.DO:
        query = query.where(change.c.state.in_(STANDING))
    row = connection.execute(query.limit(1)).first()
    return None if row is None else to_change(row)


def moments(connection: Connection, *, coder_id: str, since: datetime) -> list[datetime]:
    """List when a coder changed anything since a moment."""
    query = sa.select(change.c.at).where(
        change.c.coder_id == coder_id, change.c.at >= to_stamp(since)
    )
    return [from_stamp(at) for at in connection.execute(query).scalars()]


def with_rows(connection: Connection, seq: int) -> Change:
    """Get one change with every row that it wrote, before and after."""
    found = get(connection, seq)
    rows = tuple(
        RowChange(table, key, before, _after(connection, table, key, seq))
        for table, key, before in images_of(connection, seq)
    )
    return Change(
        found.seq, found.id, found.at, found.coder_id, found.coder, found.label, found.kind,
        found.state, found.target, found.reason, rows, found.tables,
    )  # fmt: skip


def keys_of(connection: Connection, seq: int, table: str) -> list[str]:
    """List the ids of the rows of one table that a change wrote."""
    query = sa.select(row_change.c.key).where(
        row_change.c.seq == seq, row_change.c.table_name == table
    )
    return list(connection.execute(query).scalars())


def last_seq(connection: Connection) -> int:
    """Give the number of the newest change, 0 where there is none."""
    return connection.execute(sa.select(sa.func.max(change.c.seq))).scalar() or 0


def totals(connection: Connection) -> dict[str, int]:
    """Count the rows of every journalled table, by its name."""
    return {
        name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for name, table in JOURNALLED.items()
    }


def latest_touching(
    connection: Connection, keys: list[str], *, after: int, standing: bool = True
) -> Change | None:
    """Find the newest change after a number on any of these rows, or the newest that stands."""
    newest: Change | None = None
    for start in range(0, len(keys), _BATCH):
        query = (
            select_changes()
            .join(row_change, row_change.c.seq == change.c.seq)
            .where(row_change.c.key.in_(keys[start : start + _BATCH]), change.c.seq > after)
            .order_by(change.c.seq.desc())
            .limit(1)
        )
        if standing:
            query = query.where(change.c.kind == ChangeKind.DO.value, change.c.state.in_(STANDING))
        row = connection.execute(query).first()
        if row is not None and (newest is None or row.seq > newest.seq):
            newest = to_change(row)
    return newest


def earlier_values(connection: Connection, keys: Iterable[str], column: str) -> dict[str, Any]:
    """Give what a column of segments held before it came to hold what it does now, by key."""
    wanted = list(keys)
    held = sa.select(segment.c.id, segment.c[column]).where(among(connection, segment.c.id, wanted))
    now = {row[0]: row[1] for row in connection.execute(held)}
    query = (
        sa.select(row_change.c.key, row_change.c.before)
        .where(row_change.c.table_name == segment.name, row_change.c.before.is_not(None))
        .where(among(connection, row_change.c.key, wanted))
        .order_by(row_change.c.seq.desc())
    )
    found: dict[str, Any] = {}
    for key, before in connection.execute(query):
        image = json.loads(before)
        # An image that was purged holds nothing.
        if key not in found and column in image and image[column] != now.get(key):
            found[key] = image[column]
    return found


def select_changes() -> sa.Select[Any]:
    """Select changes with the names of their coders."""
    return sa.select(change, coder.c.name.label("coder_name")).outerjoin(
        coder, coder.c.id == change.c.coder_id
    )


def get(connection: Connection, seq: int) -> Change:
    """Get one change by its number.

    Raises:
        NotFoundError: If there is none.
    """
    row = connection.execute(select_changes().where(change.c.seq == seq)).first()
    if row is None:
        raise NotFoundError(f"There is no change {seq}.", "ipe-coder project log lists them.")
    return to_change(row)


def to_change(row: Any) -> Change:
    """Read a change."""
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


def images_of(connection: Connection, seq: int) -> list[Image]:
    """List what stood before in every row that a change wrote, in the order of writing."""
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


def row_of(connection: Connection, table: str, key: str) -> Row | None:
    """Give a row as it stands, or as it stood last; None where nothing is known of it."""
    source = JOURNALLED[table]
    row = connection.execute(sa.select(source).where(source.c.id == key)).mappings().first()
    if row is not None:
        return dict(row)
    query = (
        sa.select(row_change.c.before)
        .where(row_change.c.key == key, row_change.c.table_name == table)
        .where(row_change.c.before.is_not(None))
        .order_by(row_change.c.seq.desc())
        .limit(1)
    )
    before = connection.execute(query).scalar()
    return json.loads(before) or None if before else None


def first_rows(
    connection: Connection, seqs: Iterable[int], most: int
) -> dict[int, list[tuple[str, str, Row | None]]]:
    """Give the first rows that changes wrote, each as it stood before, by number."""
    query = (
        sa.select(row_change)
        .where(row_change.c.seq.in_(list(seqs)), row_change.c.ordinal < most)
        .order_by(row_change.c.seq, row_change.c.ordinal)
    )
    found: dict[int, list[tuple[str, str, Row | None]]] = {}
    for row in connection.execute(query):
        before = None if row.before is None else json.loads(row.before)
        found.setdefault(row.seq, []).append((row.table_name, row.key, before))
    return found


def row_count(connection: Connection, seq: int) -> int:
    """Count the rows that a change wrote."""
    query = sa.select(sa.func.count()).where(row_change.c.seq == seq)
    return connection.execute(query).scalar_one()
