"""Copies a project's rows into an empty one, without what must not leave the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.store import drafts
from ipe_coder.store.schema import (
    appearance,
    change,
    coder,
    content,
    metadata,
    original,
    row_change,
    setting,
    transcript,
    transcript_version,
    turn_list,
)

_LEFT_OUT = frozenset({change.name, row_change.name, original.name, transcript_version.name})
_PRIVATE = ("import:", "erasing:", drafts.PREFIX)
"""Settings in which the program remembers files, what it has to do, and what is half typed."""
_AT_ONCE = 200

Row = dict[str, Any]


def copy_rows(source: Connection, target: Connection, names: Mapping[str, str]) -> None:
    """Copy all rows that stand, and nothing that stood earlier.

    Args:
        source: One state of the project.
        target: The transaction that fills an empty project.
        names: Names of coders in the copy, by their ids; the others keep theirs.
    """
    target.execute(sa.delete(setting))
    titles = dict(
        tuple(row) for row in source.execute(sa.select(transcript.c.id, transcript.c.title))
    )
    for table in metadata.sorted_tables:
        if table.name in _LEFT_OUT:
            continue
        waiting: list[Row] = []
        for found in source.execute(_query(table).execution_options(yield_per=_AT_ONCE)).mappings():
            row = _copied(table, dict(found), titles, names)
            if row is not None:
                waiting.append(row)
            if len(waiting) == _AT_ONCE:
                target.execute(sa.insert(table), waiting)
                waiting = []
        if waiting:
            target.execute(sa.insert(table), waiting)


def _query(table: sa.Table) -> sa.Select[Any]:
    """Choose rows of texts and turns that stand now, and all of the other tables."""
    query = sa.select(table)
    for of, name in ((content, "content_sha"), (turn_list, "turns_sha")):
        if table is of:
            query = query.where(table.c.sha256.in_(sa.select(transcript.c[name])))
    return query


def _copied(
    table: sa.Table, row: Row, titles: Mapping[str, str], names: Mapping[str, str]
) -> Row | None:
    if table is setting and str(row["id"]).startswith(_PRIVATE):
        return None
    if table is coder:
        return {**row, "name": names.get(row["id"], row["name"])}
    if table is transcript:
        return {**row, "filename": "", "original_sha": None, "size": 0, "notes": "[]"}
    if table is appearance and row["transcript_id"] is not None:
        return {**row, "transcript": titles[row["transcript_id"]]}
    return row


def first_versions(connection: Connection) -> list[str]:
    """List the titles of transcripts whose text is the one that was imported."""
    query = sa.select(transcript.c.title).where(transcript.c.version == 1)
    return list(connection.execute(query.order_by(transcript.c.position)).scalars())
