"""Streams texts for a search; what a hit is stands in `analysis/finding.py`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.store.choosing import among
from ipe_coder.store.schema import content, study, transcript, turn_list

_COLUMNS = 5
"""Numbers of each stored turn."""

_BATCH = 40
"""Texts that are read together."""


class StoredText(NamedTuple):
    """The text of one transcript."""

    transcript_id: str
    title: str
    study: str
    turns_sha: str
    """Names its turns; `turns_of` reads them where there is a hit."""
    text: str


def texts(
    connection: Connection, study_id: str = "", transcript_ids: Collection[str] = ()
) -> Iterator[list[StoredText]]:
    """Read texts by study and place, some at a time: of one study, of some transcripts, or all."""
    query = (
        sa.select(
            transcript.c.id,
            transcript.c.title,
            study.c.name,
            transcript.c.turns_sha,
            transcript.c.content_sha,
        )
        .join(study, study.c.id == transcript.c.study_id)
        .order_by(study.c.position, study.c.name, transcript.c.position, transcript.c.title)
    )
    if study_id:
        query = query.where(transcript.c.study_id == study_id)
    if transcript_ids:
        query = query.where(among(connection, transcript.c.id, transcript_ids))
    # Texts are not sorted with their names: the database would copy every word to do it.
    heads = connection.execute(query).all()
    for first in range(0, len(heads), _BATCH):
        batch = heads[first : first + _BATCH]
        wanted = {row.content_sha for row in batch}
        chosen = sa.select(content.c.sha256, content.c.text).where(content.c.sha256.in_(wanted))
        found = {row.sha256: row.text for row in connection.execute(chosen)}
        yield [StoredText(*row[:4], found[row.content_sha]) for row in batch]


class TurnPlaces(NamedTuple):
    """Where the turns of a text stand and who says them, each list in their order."""

    starts: Sequence[int]
    ends: Sequence[int]
    speakers: Sequence[int]
    """Places in the transcript's speakers."""


def turns_of(connection: Connection, wanted: Collection[str]) -> dict[str, TurnPlaces]:
    """Read turns by the SHA-256 that names them."""
    query = sa.select(turn_list.c.sha256, turn_list.c.turns).where(
        turn_list.c.sha256.in_(set(wanted))
    )
    return {row.sha256: _places(row.turns) for row in connection.execute(query)}


def _places(stored: str) -> TurnPlaces:
    """Read turns from `[[start, end, speaker, begins, ends], ...]`.

    All numbers are read as one list, which takes half as long as a list for each turn.
    """
    numbers = json.loads(f"[{stored.replace('[', '').replace(']', '')}]")
    return TurnPlaces(numbers[::_COLUMNS], numbers[1::_COLUMNS], numbers[2::_COLUMNS])
