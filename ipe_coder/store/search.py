"""Streams texts for a search; what a hit is stands in `analysis/finding.py`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.store.choosing import among
from ipe_coder.store.schema import content, study, transcript, turn_list

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


class TurnPlace(NamedTuple):
    """Where a turn stands and who says it."""

    place: int
    """Its number, from 0."""
    start: int
    end: int
    speaker: int
    """Place in the transcript's speakers."""


class TurnPlaces:
    """The turns of a text as they are stored: `[[start, end, speaker, begins, ends], ...]`.

    A hit needs one of hundreds, so that one is looked for in what is stored and read alone.
    """

    def __init__(self, stored: str) -> None:
        """Take the turns as they are stored."""
        self._stored = stored

    def at(self, offset: int) -> TurnPlace:
        """Find the turn that holds a code point, or the last one that begins before it."""
        stored = self._stored
        found = low = stored.index("[", 1)
        high = len(stored)
        while low < high:
            middle = (low + high) // 2
            place = stored.find("[", middle, high)
            if place < 0 or int(stored[place + 1 : stored.index(",", place)]) > offset:
                high = middle
            else:
                found, low = place, place + 1
        start, end, speaker = json.loads(stored[found : stored.index("]", found) + 1])[:3]
        return TurnPlace(stored.count("[", 1, found), start, end, speaker)


def turns_of(connection: Connection, wanted: Collection[str]) -> dict[str, TurnPlaces]:
    """Read turns by the SHA-256 that names them."""
    query = sa.select(turn_list.c.sha256, turn_list.c.turns).where(
        turn_list.c.sha256.in_(set(wanted))
    )
    return {row.sha256: TurnPlaces(row.turns) for row in connection.execute(query)}
