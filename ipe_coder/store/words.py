"""Every word that a project holds, wherever it stands: for those who look for what must not be.

All columns of text of all tables are read, so that a table of the future is too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.store.schema import (
    JOURNALLED,
    change,
    content,
    original,
    row_change,
    transcript,
    transcript_version,
)

_HEADS = ("title", "name", "pseudonym", "label", "filename")
"""Columns that say what a row is called, the best first."""
_KEPT = frozenset({"transcript_version"})
"""Tables of what stood earlier."""
_NO_WORDS = ("_id", "_sha", "_at", "sha256")
_ESCAPE = re.compile(r'\\[nrtbf"/\\]')


class Words(NamedTuple):
    """Some words of a project."""

    table: str
    row: str
    """What the row is called, or its id."""
    column: str
    text: str
    shown: bool
    """Whether they are shown or exported; the others are kept behind, until a purge."""


def all_words(connection: Connection) -> Iterator[Words]:
    """Give all words but the current texts of transcripts and the bytes of original files."""
    for name, table in JOURNALLED.items():
        columns = [column for column in table.columns if isinstance(column.type, sa.Text)]
        wanted = [column for column in columns if not column.name.endswith(_NO_WORDS)]
        head = next((one for one in _HEADS if one in table.columns), "id")
        for row in connection.execute(sa.select(table)).mappings():
            called = str(row[head] or "") if head != "id" else ""
            called = called or str(row["id"])[:8]
            for column in wanted:
                if column.name != "id" and row[column.name]:
                    text = unescaped(str(row[column.name]))
                    yield Words(name, called, column.name, text, name not in _KEPT)
    yield from _earlier_texts(connection)
    yield from _journal(connection)


def unescaped(text: str) -> str:
    """Take the marks out of JSON text that stick to words, such as that of a new line."""
    return _ESCAPE.sub("  ", text) if text[:1] in ("{", "[") else text


def spoken(connection: Connection) -> Iterator[str]:
    """Give the current texts of transcripts."""
    query = sa.select(content.c.text).where(
        content.c.sha256.in_(sa.select(transcript.c.content_sha))
    )
    yield from connection.execute(query.execution_options(yield_per=20)).scalars()


def _earlier_texts(connection: Connection) -> Iterator[Words]:
    current = sa.select(transcript.c.content_sha)
    query = (
        sa.select(transcript.c.title, transcript_version.c.version, content.c.text)
        .join(transcript_version, transcript_version.c.transcript_id == transcript.c.id)
        .join(content, content.c.sha256 == transcript_version.c.content_sha)
        .where(content.c.sha256.not_in(current))
    )
    for row in connection.execute(query):
        yield Words("earlier version", f"{row.title} {row.version}", "text", row.text, False)
    known = sa.select(transcript_version.c.content_sha).union(current)
    loose = sa.select(content.c.text).where(content.c.sha256.not_in(known))
    for text in connection.execute(loose).scalars():
        yield Words("text", "of no transcript", "text", text, False)


def _journal(connection: Connection) -> Iterator[Words]:
    for row in connection.execute(sa.select(change.c.seq, change.c.label, change.c.reason)):
        yield Words("change", str(row.seq), "label", f"{row.label} {row.reason}", True)
    query = sa.select(row_change.c.seq, row_change.c.table_name, row_change.c.before)
    for row in connection.execute(query.where(row_change.c.before.is_not(None))):
        yield Words(
            "change", str(row.seq), f"{row.table_name} before", unescaped(row.before), False
        )


def originals(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """Give the original files that are kept: their names and their bytes."""
    named = sa.union_all(
        sa.select(transcript.c.original_sha, transcript.c.filename),
        sa.select(transcript_version.c.original_sha, transcript_version.c.filename),
    ).subquery()
    names = dict(tuple(row) for row in connection.execute(sa.select(named)))
    for sha in connection.execute(sa.select(original.c.sha256)).scalars().all():
        data = connection.execute(
            sa.select(original.c.data).where(original.c.sha256 == sha)
        ).scalar_one()
        yield names.get(sha) or sha[:8], data
