"""Repository of the project's settings and its coders."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.segment import Coder, CoderKind
from ipe_coder.store.ids import IdSource
from ipe_coder.store.rows import to_json, to_moment
from ipe_coder.store.schema import coder, setting
from ipe_coder.store.writer import Writer


def get_all(connection: Connection) -> dict[str, Any]:
    """Read the project's name, id, time of making and settings."""
    return {row.id: json.loads(row.value) for row in connection.execute(sa.select(setting))}


def put(writer: Writer, key: str, value: Any) -> None:
    """Write a setting of the project."""
    if writer.get(setting, key) is None:
        writer.add(setting, [{"id": key, "value": to_json(value)}])
    else:
        writer.set(setting, key, value=to_json(value))


def coders(connection: Connection) -> list[Coder]:
    """List the coders, the first to come first."""
    query = sa.select(coder).order_by(coder.c.created_at, coder.c.name)
    return [
        Coder(row.id, row.name, CoderKind(row.kind), to_moment(row.created_at))
        for row in connection.execute(query)
    ]


def add_coder(
    writer: Writer, name: str, new_id: IdSource, kind: CoderKind = CoderKind.PERSON
) -> str:
    """Add a coder; give the id.

    A coder stands beside the journal: undoing somebody's first action must not take away who
    did it, or nobody could redo it.
    """
    coder_id = new_id()
    row = {"id": coder_id, "name": name, "kind": kind.value, "created_at": writer.stamp}
    writer.connection.execute(sa.insert(coder).values(row))
    return coder_id
