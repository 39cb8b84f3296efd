"""Streams texts for a search; what a hit is stands in `analysis/finding.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.store.schema import content, study, transcript, turn_list


class StoredText(NamedTuple):
    """The text of one transcript."""

    transcript_id: str
    title: str
    study: str
    text: str
    turns: str
    """The turns as they are stored; `places_of_turns` reads them where there is a hit."""


def texts(
    connection: Connection, study_id: str = "", transcript_id: str = ""
) -> Iterator[StoredText]:
    """Stream texts by study and place: of one study, of one transcript, or all."""
    query = (
        sa.select(
            transcript.c.id,
            transcript.c.title,
            study.c.name,
            content.c.text,
            turn_list.c.turns,
        )
        .join(content, content.c.sha256 == transcript.c.content_sha)
        .join(turn_list, turn_list.c.sha256 == transcript.c.turns_sha)
        .join(study, study.c.id == transcript.c.study_id)
        .order_by(study.c.position, study.c.name, transcript.c.position, transcript.c.title)
    )
    if study_id:
        query = query.where(transcript.c.study_id == study_id)
    if transcript_id:
        query = query.where(transcript.c.id == transcript_id)
    for row in connection.execute(query.execution_options(yield_per=20)):
        yield StoredText(*row)


def places_of_turns(stored: StoredText) -> list[tuple[int, int, int]]:
    """Give start, end and place of the speaker of every turn, in order."""
    return [(start, end, voice) for start, end, voice, *_ in json.loads(stored.turns)]
