"""What the database itself can prove of its rows."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.store.schema import content, metadata, original, transcript, turn_list


def database_problems(connection: Connection) -> list[str]:
    """List broken pages, rows whose parent is missing, and texts that are missing."""
    problems: list[str] = []
    if connection.dialect.name == "sqlite":
        state = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        problems.extend(f"the file is damaged: {line}" for line in state if line != "ok")
    problems.extend(_orphans(connection))
    for table, column in ((content, "content_sha"), (turn_list, "turns_sha")):
        query = (
            sa.select(transcript.c.title)
            .outerjoin(table, table.c.sha256 == transcript.c[column])
            .where(table.c.sha256.is_(None))
        )
        problems.extend(
            f"{title}: its {table.name.replace('_', ' ')} is missing"
            for title in connection.execute(query).scalars()
        )
    return problems


def originals(connection: Connection) -> Iterable[tuple[str, str, bytes | None]]:
    """Stream title, SHA-256 and bytes of every original that is kept."""
    query = sa.select(transcript.c.title, transcript.c.original_sha, original.c.data).join(
        original, original.c.sha256 == transcript.c.original_sha
    )
    for row in connection.execute(query.execution_options(yield_per=20)):
        yield row.title, row.original_sha, row.data


def _orphans(connection: Connection) -> list[str]:
    problems = []
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            parent = key.column.table.alias("parent")
            query = (
                sa.select(sa.func.count())
                .select_from(table.outerjoin(parent, parent.c[key.column.name] == key.parent))
                .where(key.parent.is_not(None), parent.c[key.column.name].is_(None))
            )
            number = connection.execute(query).scalar_one()
            if number:
                problems.append(f"{number} rows of {table.name} have no {key.column.table.name}")
    return problems
