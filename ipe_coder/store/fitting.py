"""Whether segments are of the text that stands, after rows were brought back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.segment import Anchor
from ipe_coder.model.transcript import Transcript
from ipe_coder.store import segments, transcripts
from ipe_coder.store.choosing import among
from ipe_coder.store.schema import row_change, segment, transcript
from ipe_coder.store.segments import Placed
from ipe_coder.store.writer import Image


def misfits(connection: Connection, images: Iterable[Image], *, since: int) -> list[str]:
    """Find the ids of segments that are not of the text that stands.

    Only transcripts whose text may have changed are looked at: those whose row was brought back,
    and those of restored segments that somebody corrected since.

    Args:
        connection: The transaction in which the rows were brought back.
        images: The rows as they were brought back.
        since: Number of the change that is taken back or brought back.
    """
    by_table: dict[str, list[str]] = {}
    for table, key, _ in images:
        by_table.setdefault(table, []).append(key)
    wanted = set(by_table.get(transcript.name, ()))
    if restored := by_table.get(segment.name):
        wanted |= _corrected(connection, restored, since)
    return [key for one in sorted(wanted) for key in _misfits_of(connection, one)]


def misfit(of: Transcript, one: Placed) -> Iterator[str]:
    """Say what of a segment is not as its text has it; nothing of one that is lost."""
    if one.anchor == Anchor.LOST.value:
        return
    if not 0 <= one.start < one.end <= len(of.text):
        yield "it does not lie in the text"
        return
    if of.text[one.start : one.end] != one.quote:
        yield "its quote is not what stands at its place"
    voices, first, last = segments.follow(of, one.start, one.end)
    if one.voices != voices:
        yield "its words by speaker are not those of its place"
    if (one.turn, one.last_turn) != (first, last):
        yield "its turns are not those of its place"


def _corrected(connection: Connection, segment_ids: list[str], since: int) -> set[str]:
    """Find the transcripts of segments whose rows were written after a change."""
    query = sa.select(segment.c.transcript_id).where(among(connection, segment.c.id, segment_ids))
    found = set(connection.execute(query).scalars())
    later = sa.select(row_change.c.key).where(row_change.c.key.in_(found), row_change.c.seq > since)
    return set(connection.execute(later).scalars())


def _misfits_of(connection: Connection, transcript_id: str) -> Iterator[str]:
    query = sa.select(transcript.c.id).where(transcript.c.id == transcript_id)
    if connection.execute(query).first() is None:
        return
    of = transcripts.get(connection, transcript_id)
    for one in segments.placed(connection, transcript_id):
        if any(misfit(of, one)):
            yield one.id
