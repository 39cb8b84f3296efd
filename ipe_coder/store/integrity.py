"""What the database itself can prove of its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.segment import MemoAbout
from ipe_coder.store import cells
from ipe_coder.store.schema import (
    appearance,
    arm,
    asking,
    code,
    codebook,
    content,
    guide_question,
    memo,
    metadata,
    original,
    participant,
    segment,
    speaker,
    study,
    summary,
    transcript,
    transcript_version,
    turn_list,
)
from ipe_coder.store.values import value_problems
from ipe_coder.store.written_out import written_out

_ABOUT = {
    MemoAbout.STUDY: study,
    MemoAbout.TRANSCRIPT: transcript,
    MemoAbout.PARTICIPANT: participant,
    MemoAbout.CODE: code,
    MemoAbout.SEGMENT: segment,
}


def database_problems(connection: Connection) -> list[str]:
    """List broken pages, values that cannot be, and rows that do not belong together."""
    problems: list[str] = []
    if connection.dialect.name == "sqlite":
        state = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        problems += [f"the file is damaged: {line}" for line in state if line != "ok"]
    for found in (_orphans, value_problems, _altered, _strangers, _trees, _memos):
        problems += found(connection)
    return problems


def originals(connection: Connection) -> Iterable[tuple[str, str, bytes | None]]:
    """Stream title, SHA-256 and bytes of every original that is kept, earlier ones included.

    Thousands of answers to a survey have one original, which is read once, under one title.
    """
    current = _by_original(sa.select(transcript.c.title, transcript.c.original_sha))
    earlier = _by_original(
        sa.select(transcript.c.title, transcript_version.c.original_sha).join_from(
            transcript_version, transcript, transcript.c.id == transcript_version.c.transcript_id
        )
    )
    for query in (current, earlier):
        for row in connection.execute(query.execution_options(yield_per=20)):
            yield row.title, row.original_sha, row.data


def _by_original(uses: sa.Select[tuple[str, str]]) -> sa.Select[tuple[str, str, bytes]]:
    """Select each original once, with the title of one of its uses."""
    used = uses.subquery()
    once = (
        sa.select(used.c.original_sha, sa.func.min(used.c.title).label("title"))
        .group_by(used.c.original_sha)
        .subquery()
    )
    return sa.select(once.c.title, once.c.original_sha, original.c.data).join(
        original, original.c.sha256 == once.c.original_sha
    )


def _orphans(connection: Connection) -> Iterator[str]:
    for table, parent, query in _orphan_queries(connection.dialect.name):
        number = connection.exec_driver_sql(query).scalar_one()
        if number:
            yield f"{number} rows of {table} have no {parent}"


@cache
def _orphan_queries(dialect: str) -> list[tuple[str, str, str]]:
    """Write a query for each reference, with the names of its table and of the one meant."""
    found = []
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
            parent = key.column.table.alias("parent")
            query = (
                sa.select(sa.func.count())
                .select_from(table.outerjoin(parent, parent.c[key.column.name] == key.parent))
                .where(key.parent.is_not(None), parent.c[key.column.name].is_(None))
            )
            found.append((table.name, key.column.table.name, written_out(query, dialect)))
    return found


def _texts(connection: Connection, table: sa.Table) -> Iterator[tuple[str, Any]]:
    """Stream the name of every version of every transcript, with its row of texts or turns."""
    column = "content_sha" if table is content else "turns_sha"
    current = sa.select(transcript.c.title, sa.literal(0).label("version"), *table.c)
    earlier = (
        sa.select(transcript.c.title, transcript_version.c.version, *table.c)
        .select_from(transcript_version)
        .join(transcript, transcript.c.id == transcript_version.c.transcript_id)
    )
    for query, of in ((current, transcript), (earlier, transcript_version)):
        joined = query.outerjoin(table, table.c.sha256 == of.c[column])
        for row in connection.execute(joined.execution_options(yield_per=20)):
            yield f"{row.title}, version {row.version}" if row.version else row.title, row


def _altered(connection: Connection) -> Iterator[str]:
    """Find texts and turns that are missing, or not what they were when they were stored."""
    for table, *columns in ((content, "text"), (turn_list, "speakers", "turns")):
        what = table.name.replace("_", " ")
        for name, row in _texts(connection, table):
            if row.sha256 is None:
                yield f"{name}: its {what} is missing"
                continue
            texts = "".join(getattr(row, one) for one in columns)
            if hashlib.sha256(texts.encode()).hexdigest() != row.sha256:
                yield f"{name}: its {what} was altered after import"


def _strangers(connection: Connection) -> Iterator[str]:
    """Find rows that refer to something of another study or codebook."""
    other = code.alias("other")
    of_code = code.join(codebook, codebook.c.id == code.c.codebook_id)
    joins = (
        ("participants are in an arm of another study", participant.c.study_id, arm.c.study_id,
         participant.join(arm, arm.c.id == participant.c.arm_id)),
        ("voices are of a participant of another study", transcript.c.study_id,
         participant.c.study_id,
         speaker.join(transcript, transcript.c.id == speaker.c.transcript_id)
         .join(participant, participant.c.id == speaker.c.participant_id)),
        ("participants appear in a transcript of another study", participant.c.study_id,
         transcript.c.study_id,
         appearance.join(participant, participant.c.id == appearance.c.participant_id)
         .join(transcript, transcript.c.id == appearance.c.transcript_id)),
        ("segments have a code of another study", transcript.c.study_id, codebook.c.study_id,
         segment.join(transcript, transcript.c.id == segment.c.transcript_id)
         .join(of_code, code.c.id == segment.c.code_id)),
        ("turns ask a question of another study", transcript.c.study_id, guide_question.c.study_id,
         asking.join(transcript, transcript.c.id == asking.c.transcript_id)
         .join(guide_question, guide_question.c.id == asking.c.question_id)),
        ("summaries are of a code of another study", participant.c.study_id, codebook.c.study_id,
         summary.join(participant, participant.c.id == summary.c.participant_id)
         .join(of_code, code.c.id == summary.c.code_id)),
        ("codes stand beneath one of another codebook", code.c.codebook_id, other.c.codebook_id,
         code.join(other, other.c.id == code.c.parent_id)),
    )  # fmt: skip
    for message, one, another, joined in joins:
        query = sa.select(sa.func.count()).select_from(joined).where(one != another)
        number = connection.execute(query).scalar_one()
        if number:
            yield f"{number} {message}"


def _trees(connection: Connection) -> Iterator[str]:
    """Find codes that stand beneath themselves."""
    query = sa.select(code.c.id, code.c.parent_id, code.c.name)
    rows = {row.id: row for row in connection.execute(query)}
    for row in rows.values():
        above, seen = row.parent_id, set()
        while above in rows and above not in seen:
            seen.add(above)
            above = rows[above].parent_id
        if row.id in seen:
            yield f"the code {row.name} stands beneath itself"


def _memos(connection: Connection) -> Iterator[str]:
    for about, table in _ABOUT.items():
        query = (
            sa.select(sa.func.count())
            .select_from(memo.outerjoin(table, table.c.id == memo.c.about_id))
            .where(memo.c.about == about.value, table.c.id.is_(None))
        )
        number = connection.execute(query).scalar_one()
        if number:
            yield f"{number} memos are about a {about.value} that is not there"
    lost = sum(not cells.is_there(connection, cell) for _, cell in cells.all_of(connection))
    if lost:
        yield f"{lost} memos are about a cell whose row or column is not there"
