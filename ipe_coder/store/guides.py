"""Repository of interview guides: questions, the turns that ask them, transcripts marked whole."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.guide import Asking, AskingState, GuideQuestion
from ipe_coder.store import rows
from ipe_coder.store.ids import IdSource
from ipe_coder.store.schema import asking, guide_question, marking
from ipe_coder.store.writer import Writer


def questions(connection: Connection) -> list[GuideQuestion]:
    """List the questions of all guides, in order."""
    query = sa.select(guide_question).order_by(guide_question.c.study_id, guide_question.c.position)
    return [rows.to_question(row) for row in connection.execute(query)]


def askings(connection: Connection, transcript_id: str = "") -> list[Asking]:
    """List what was said of turns, in one transcript or in all."""
    query = sa.select(asking).order_by(asking.c.transcript_id, asking.c.turn)
    if transcript_id:
        query = query.where(asking.c.transcript_id == transcript_id)
    return [
        Asking(row.transcript_id, row.turn, row.question_id, AskingState(row.confirmed))
        for row in connection.execute(query)
    ]


def marked(connection: Connection) -> frozenset[str]:
    """List the ids of the transcripts of which somebody said that every asking is marked."""
    return frozenset(connection.execute(sa.select(marking.c.transcript_id)).scalars())


def put_question(writer: Writer, one: GuideQuestion) -> None:
    """Add a question, or bring the stored one to this."""
    values = {
        "study_id": one.study_id,
        "text": one.text,
        "respondent": one.respondent.value if one.respondent else None,
        "code_ids": rows.to_json(list(one.code_ids)),
        "position": one.position,
        "label": one.label,
        "part": one.part,
    }
    if writer.get(guide_question, one.id) is None:
        writer.add(guide_question, [{"id": one.id, **values}])
    else:
        writer.set(guide_question, one.id, **values)


def remove_questions(writer: Writer, question_ids: Iterable[str]) -> None:
    """Remove questions with all that was said of turns that ask them."""
    wanted = list(question_ids)
    for one in wanted:
        query = sa.select(asking.c.id).where(asking.c.question_id == one)
        writer.remove(asking, writer.connection.execute(query).scalars().all())
    writer.remove(guide_question, wanted)


def put_askings(writer: Writer, wanted: Iterable[Asking], new_id: IdSource) -> None:
    """Say of turns whether they ask questions; what was said of the same turn and question goes."""
    new = []
    for one in wanted:
        query = sa.select(asking.c.id).where(
            asking.c.transcript_id == one.transcript_id,
            asking.c.turn == one.turn,
            asking.c.question_id == one.question_id,
        )
        known = writer.connection.execute(query).scalar()
        if known:
            writer.set(asking, known, confirmed=one.state.value)
        else:
            new.append(
                {
                    "id": new_id(),
                    "transcript_id": one.transcript_id,
                    "turn": one.turn,
                    "question_id": one.question_id,
                    "confirmed": one.state.value,
                }
            )
    writer.add(asking, new)


def remove_askings(writer: Writer, transcript_id: str, turn: int) -> None:
    """Forget what was said of a turn."""
    query = sa.select(asking.c.id).where(
        asking.c.transcript_id == transcript_id, asking.c.turn == turn
    )
    writer.remove(asking, writer.connection.execute(query).scalars().all())


def set_marked(writer: Writer, transcript_id: str, whole: bool, new_id: IdSource) -> None:
    """Say of a transcript that every asking in it is marked, or that it is not."""
    query = sa.select(marking.c.id).where(marking.c.transcript_id == transcript_id)
    known = writer.connection.execute(query).scalars().all()
    if whole and not known:
        writer.add(marking, [{"id": new_id(), "transcript_id": transcript_id}])
    elif not whole:
        writer.remove(marking, known)
