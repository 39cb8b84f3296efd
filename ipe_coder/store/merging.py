"""Gives all that one code has to another, so that the first can be merged away."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.store import cells, rows
from ipe_coder.store.schema import (
    evidence,
    guide_question,
    joint_link,
    memo,
    segment,
    summary,
    theme,
    theme_code,
)
from ipe_coder.store.writer import Writer

Row = Any


def give_all(writer: Writer, old_id: str, new_id: str) -> int:
    """Give a code's segments, themes, summaries, questions and memos to another.

    Returns:
        How many segments it had.
    """
    number = _give_segments(writer, old_id, new_id)
    _give_themes(writer, old_id, new_id)
    _give_summaries(writer, old_id, new_id)
    _give_questions(writer, old_id, new_id)
    writer.set_many(memo, _ids(writer.connection, memo, memo.c.about_id == old_id), about_id=new_id)
    cells.give(writer, old_id, new_id)
    return number


def _ids(connection: Connection, table: sa.Table, chosen: sa.ColumnElement[bool]) -> list[str]:
    return list(connection.execute(sa.select(table.c.id).where(chosen)).scalars())


def _give_segments(writer: Writer, old_id: str, new_id: str) -> int:
    """Recode segments; what one coder gave both codes at one place becomes one segment."""
    there = {_place(row): row for row in _segments(writer.connection, new_id)}
    moved = _segments(writer.connection, old_id)
    recoded = []
    for row in moved:
        same = there.get(_place(row))
        if same is None or (same.stance and row.stance and same.stance != row.stance):
            recoded.append(row.id)
        else:
            _fold(writer, row, same)
    writer.set_many(segment, recoded, code_id=new_id)
    return len(moved)


def _segments(connection: Connection, code_id: str) -> list[Row]:
    return list(connection.execute(sa.select(segment).where(segment.c.code_id == code_id)))


def _place(row: Row) -> tuple[str, str, int, int]:
    return row.transcript_id, row.coder_id, row.start_at, row.end_at


def _fold(writer: Writer, row: Row, same: Row) -> None:
    """Let one segment stand for two: nothing that was marked on either is lost."""
    writer.set(
        segment,
        same.id,
        stance=same.stance or row.stance,
        starred=max(same.starred, row.starred),
        quotable=min(same.quotable, row.quotable),
    )
    connection = writer.connection
    writer.set_many(memo, _ids(connection, memo, memo.c.about_id == row.id), about_id=same.id)
    _give_evidence(writer, row.id, same.id)
    links = _ids(connection, joint_link, joint_link.c.segment_id == row.id)
    writer.set_many(joint_link, links, segment_id=same.id)
    writer.remove(segment, [row.id])


def _give_evidence(writer: Writer, old_id: str, new_id: str) -> None:
    """Let a segment be the evidence that another was; a theme holds a segment only once."""
    query = sa.select(evidence.c.theme_id, evidence.c.id)
    has_new = writer.connection.execute(query.where(evidence.c.segment_id == new_id)).all()
    known = {row.theme_id for row in has_new}
    for row in writer.connection.execute(query.where(evidence.c.segment_id == old_id)).all():
        if row.theme_id in known:
            writer.remove(evidence, [row.id])
        else:
            writer.set(evidence, row.id, segment_id=new_id)


def _give_themes(writer: Writer, old_id: str, new_id: str) -> None:
    connection = writer.connection
    has_new = _themes_on(connection, new_id)
    for theme_id, row_id in _themes_on(connection, old_id).items():
        if theme_id in has_new:
            writer.remove(theme_code, [row_id])
        else:
            writer.set(theme_code, row_id, code_id=new_id)
    # A theme that the code made keeps its statement, over the codes that it stands on now.
    writer.set_many(theme, _ids(connection, theme, theme.c.node_id == old_id), node_id=None)


def _themes_on(connection: Connection, code_id: str) -> dict[str, str]:
    """Find the themes that stand on a code, each with the row that says so."""
    query = sa.select(theme_code.c.theme_id, theme_code.c.id)
    found = connection.execute(query.where(theme_code.c.code_id == code_id))
    return {row.theme_id: row.id for row in found}


def _give_summaries(writer: Writer, old_id: str, new_id: str) -> None:
    """Give summaries to a code; where it has one of the same participant, both become one."""
    query = sa.select(summary).where(summary.c.code_id.in_([old_id, new_id]))
    found = list(writer.connection.execute(query))
    there = {row.participant_id: row for row in found if row.code_id == new_id}
    for row in found:
        if row.code_id == new_id:
            continue
        same = there.get(row.participant_id)
        if same is None:
            writer.set(summary, row.id, code_id=new_id)
        else:
            writer.set(summary, same.id, text=f"{same.text}\n{row.text}", edited_at=writer.stamp)
            writer.remove(summary, [row.id])


def _give_questions(writer: Writer, old_id: str, new_id: str) -> None:
    for row in writer.connection.execute(sa.select(guide_question)).all():
        linked = json.loads(row.code_ids)
        if old_id in linked:
            changed = dict.fromkeys(new_id if one == old_id else one for one in linked)
            writer.set(guide_question, row.id, code_ids=rows.to_json(list(changed)))
