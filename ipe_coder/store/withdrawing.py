"""Removes a person: their transcripts, what stands on their words, and their own row."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.store import cells, rows, segments
from ipe_coder.store.choosing import among
from ipe_coder.store.schema import (
    appearance,
    asking,
    code,
    evidence,
    marking,
    memo,
    participant,
    segment,
    speaker,
    summary,
    theme,
    transcript,
    verdict,
)
from ipe_coder.store.writer import Writer

_WRITTEN: tuple[tuple[sa.Table, tuple[str, ...]], ...] = (
    (memo, ("title", "body")),
    (theme, ("statement",)),
    (verdict, ("reason", "statement")),
    (evidence, ("note",)),
    (summary, ("text",)),
    (code, ("definition", "include", "exclude", "near_miss", "examples")),
)
"""What researchers write, in which they may quote."""
_HEADS = ("name", "title")


class Written(NamedTuple):
    """Something that a researcher wrote."""

    table: sa.Table
    id: str
    column: str
    text: str
    called: str
    """The name of what it is in, for people."""


def written(connection: Connection, *, but_of: str) -> Iterator[Written]:
    """Give all that researchers wrote, but for the summaries of one participant."""
    for table, columns in _WRITTEN:
        head = next((one for one in _HEADS if one in table.c), "")
        for row in connection.execute(sa.select(table)).mappings():
            if row.get("participant_id") == but_of:
                continue
            for column in columns:
                called = f"{table.name} {row[head] if head and row[head] else row['id'][:8]}"
                yield Written(table, row["id"], column, row[column], called)


def rewritten(one: Written, mend: Callable[[str], str]) -> str:
    """Give a text as it is to be stored; the entries of a list one by one."""
    if one.column == "examples":
        return rows.to_json([mend(entry) for entry in json.loads(one.text)])
    return mend(one.text)


def put(writer: Writer, one: Written, text: str) -> None:
    """Write a text that was mended."""
    writer.set(one.table, one.id, **{one.column: text})


def remove_transcript(writer: Writer, transcript_id: str) -> int:
    """Remove a transcript with all that stands on it; give how many segments it had."""
    connection = writer.connection
    own = _ids(connection, segment, segment.c.transcript_id, [transcript_id])
    segments.remove(writer, own)
    for table in (asking, marking, speaker, appearance):
        writer.remove(table, _ids(connection, table, table.c.transcript_id, [transcript_id]))
    writer.remove(memo, _ids(connection, memo, memo.c.about_id, [transcript_id]))
    writer.remove(memo, cells.about(connection, [transcript_id]))
    writer.remove(transcript, [transcript_id])
    return len(own)


def remove_participant(writer: Writer, participant_id: str) -> None:
    """Remove a participant, with summaries, memos and places of appearance."""
    connection = writer.connection
    for table in (appearance, summary):
        writer.remove(table, _ids(connection, table, table.c.participant_id, [participant_id]))
    writer.remove(memo, _ids(connection, memo, memo.c.about_id, [participant_id]))
    writer.remove(memo, cells.about(connection, [participant_id]))
    writer.remove(participant, [participant_id])


def remove_memos(writer: Writer, memo_ids: Collection[str]) -> None:
    """Remove memos."""
    writer.remove(memo, memo_ids)


def count_summaries(connection: Connection, participant_id: str) -> int:
    """Count the framework summaries of a participant."""
    query = sa.select(sa.func.count()).where(summary.c.participant_id == participant_id)
    return connection.execute(query).scalar_one()


def _ids(
    connection: Connection, table: sa.Table, column: sa.Column[Any], values: Collection[str]
) -> list[str]:
    query = sa.select(table.c.id).where(among(connection, column, values))
    return list(connection.execute(query).scalars())
