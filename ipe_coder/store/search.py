"""Streams texts for a search; what a hit is stands in `analysis/finding.py`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.store.choosing import among
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
    connection: Connection, study_id: str = "", transcript_ids: Collection[str] = ()
) -> Iterator[StoredText]:
    """Stream texts by study and place: of one study, of some transcripts, or all."""
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
    if transcript_ids:
        query = query.where(among(connection, transcript.c.id, transcript_ids))
    for row in connection.execute(query.execution_options(yield_per=20)):
        yield StoredText(*row)


def places_of_turns(stored: StoredText) -> list[Sequence[int]]:
    """Give start, end, place of the speaker and more of every turn, in order."""
    places: list[Sequence[int]] = json.loads(stored.turns)
    return places
