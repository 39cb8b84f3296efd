"""Repository of segments: who coded what, where, and in whose words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import NotFoundError, UsageError
from ipe_coder.model.segment import Anchor, Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.store import rows, transcripts
from ipe_coder.store.choosing import among
from ipe_coder.store.schema import evidence, joint_link, memo, segment
from ipe_coder.store.writer import Writer

STANDING = (Anchor.KEPT, Anchor.MOVED, Anchor.CHANGED)
"""Segments that count; lost ones and those that nobody has looked at yet stand aside."""
stands = segment.c.anchor.in_([anchor.value for anchor in STANDING])
"""Chooses segments that count."""


@dataclass(frozen=True, slots=True)
class SegmentFilter:
    """Which segments are wanted; an empty part lets everything through."""

    transcript_ids: tuple[str, ...] = ()
    code_ids: tuple[str, ...] = ()
    coder_ids: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    anchors: tuple[Anchor, ...] = STANDING


def add(writer: Writer, transcript: Transcript, segments: Sequence[Segment]) -> None:
    """Store segments of one transcript; their voices and turns are counted here.

    Raises:
        UsageError: If its text is not as it was read.
    """
    transcripts.refuse_stale(writer.connection, transcript)
    writer.add(segment, [_row(writer, transcript, one) for one in segments])


def remove(writer: Writer, segment_ids: Sequence[str]) -> None:
    """Remove segments, with their memos and the evidence that they were."""
    for table, column in ((evidence, evidence.c.segment_id), (memo, memo.c.about_id)):
        query = sa.select(table.c.id).where(among(writer.connection, column, segment_ids))
        writer.remove(table, list(writer.connection.execute(query).scalars()))
    chosen = among(writer.connection, joint_link.c.segment_id, segment_ids)
    links = writer.connection.execute(sa.select(joint_link.c.id).where(chosen)).scalars()
    writer.set_many(joint_link, list(links), segment_id=None)
    writer.remove(segment, segment_ids)


def hand_over(writer: Writer, segment_ids: Sequence[str], heir_id: str) -> None:
    """Give the memos on segments, what they are evidence of and their displays to another one."""
    for table, column in (
        (evidence, evidence.c.segment_id),
        (memo, memo.c.about_id),
        (joint_link, joint_link.c.segment_id),
    ):
        query = sa.select(table.c.id).where(among(writer.connection, column, segment_ids))
        found = list(writer.connection.execute(query).scalars())
        writer.set_many(table, found, **{column.name: heir_id})
    _drop_repeated_evidence(writer, heir_id)


def _drop_repeated_evidence(writer: Writer, segment_id: str) -> None:
    """Let a segment be evidence of a theme once; a note is never dropped."""
    query = sa.select(evidence).where(evidence.c.segment_id == segment_id)
    found = writer.connection.execute(query).mappings().all()
    sides: dict[str, str] = {}
    seen: set[str] = set()
    for row in sorted(found, key=lambda row: (row["note"] == "", row["id"])):
        side = sides.setdefault(row["theme_id"], row["side"])
        if side != row["side"]:
            raise UsageError(
                "They are evidence for and against one statement.",
                "Take one of the two away first.",
            )
        if row["theme_id"] in seen and not row["note"]:
            writer.remove(evidence, [row["id"]])
        seen.add(row["theme_id"])


def set_fields(writer: Writer, segment_id: str, **values: Any) -> None:
    """Change stance, star, quotability or code of a segment."""
    writer.set(segment, segment_id, **values)


def move(writer: Writer, transcript: Transcript, segment_id: str, moved: Segment) -> None:
    """Give a segment other edges, with the quote and voices that follow from them.

    Raises:
        UsageError: If the transcript's text is not as it was read.
    """
    transcripts.refuse_stale(writer.connection, transcript)
    row = _row(writer, transcript, moved)
    follows = ("start_at", "end_at", "quote", "anchor", "voices", "turn", "last_turn")
    writer.set(segment, segment_id, **{name: row[name] for name in follows})


def set_anchor(writer: Writer, segment_ids: Sequence[str], anchor: Anchor) -> None:
    """Say how segments stand in the current version of their transcript."""
    writer.set_many(segment, segment_ids, anchor=anchor.value)


def count_anchored(connection: Connection, anchors: Sequence[Anchor]) -> dict[str, int]:
    """Count the segments that stand in one of some ways, by transcript id."""
    query = (
        sa.select(segment.c.transcript_id, sa.func.count())
        .where(segment.c.anchor.in_([anchor.value for anchor in anchors]))
        .group_by(segment.c.transcript_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def get(connection: Connection, segment_id: str) -> Segment:
    """Read a segment.

    Raises:
        NotFoundError: If there is none of this id.
    """
    query = sa.select(*rows.SEGMENT_COLUMNS).where(segment.c.id == segment_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError(f"There is no segment {segment_id[:8]} any more.")
    return rows.to_segment(row)


def find(connection: Connection, wanted: SegmentFilter) -> list[Segment]:
    """Read the segments that fit, by transcript and place."""
    return [one for one, _ in find_with_turns(connection, wanted)]


def at(connection: Connection, transcript_id: str, span: Span) -> list[Segment]:
    """Read the segments of exactly these edges that stand, by code and coder."""
    # The index of places finds them; one more condition would lead the database to another.
    query = sa.select(*rows.SEGMENT_COLUMNS).where(
        segment.c.transcript_id == transcript_id, segment.c.start_at == span.start
    )
    found = (rows.to_segment(row) for row in connection.execute(query))
    return [one for one in found if one.span == span and one.stands]


def find_with_turns(connection: Connection, wanted: SegmentFilter) -> list[tuple[Segment, int]]:
    """Read the segments that fit, by transcript and place, with the turn that each begins in."""
    query = sa.select(*rows.SEGMENT_COLUMNS, segment.c.turn).order_by(
        segment.c.transcript_id, segment.c.start_at, segment.c.end_at, segment.c.created_at
    )
    found = connection.execute(_narrow(connection, query, wanted)).all()
    return [(rows.to_segment(row), row[-1]) for row in found]


def count_rows(connection: Connection) -> Sequence[Any]:
    """Read what counting needs of every segment that stands.

    Returns:
        Id, transcript, code, coder, start, end, voices as stored (`0:12 2:5`), and stance.
    """
    columns = (
        segment.c.id, segment.c.transcript_id, segment.c.code_id, segment.c.coder_id,
        segment.c.start_at, segment.c.end_at, segment.c.voices, segment.c.stance,
    )  # fmt: skip
    query = sa.select(*columns).where(stands)
    return connection.execute(query).all()


def count_by_transcript(connection: Connection, wanted: SegmentFilter) -> dict[str, int]:
    """Count the segments that fit, by transcript id."""
    # In the order of an index: to group by transcript alone, all of them would be sorted first.
    order = (segment.c.code_id, segment.c.coder_id, segment.c.anchor, segment.c.transcript_id)
    query = sa.select(segment.c.transcript_id, sa.func.count()).group_by(*order)
    counts: Counter[str] = Counter()
    for transcript_id, number in connection.execute(_narrow(connection, query, wanted)):
        counts[transcript_id] += number
    return counts


def lengths(connection: Connection, wanted: SegmentFilter) -> list[tuple[str, str, int]]:
    """List id, transcript and code points of the segments that fit, each transcript's by place."""
    query = sa.select(
        segment.c.id, segment.c.transcript_id, segment.c.end_at - segment.c.start_at
    ).order_by(segment.c.transcript_id, segment.c.start_at, segment.c.end_at, segment.c.created_at)
    found = connection.execute(_narrow(connection, query, wanted))
    return [(one, of, length) for one, of, length in found]


class CodedPlace(NamedTuple):
    """Where one code of one coder stands."""

    transcript_id: str
    start: int
    end: int
    code_id: str
    coder_id: str


def coded_places(connection: Connection, wanted: SegmentFilter) -> list[CodedPlace]:
    """Read where the segments that fit stand, by transcript and place."""
    columns = (
        segment.c.transcript_id, segment.c.start_at, segment.c.end_at, segment.c.code_id,
        segment.c.coder_id,
    )  # fmt: skip
    query = sa.select(*columns).order_by(segment.c.transcript_id, segment.c.start_at)
    found = connection.execute(_narrow(connection, query, wanted))
    return [CodedPlace._make(row) for row in found]


def first_by_coder(connection: Connection) -> list[tuple[str, str, str]]:
    """Say when each coder made the first of the segments that stand, transcript by transcript."""
    query = (
        sa.select(segment.c.transcript_id, segment.c.coder_id, sa.func.min(segment.c.created_at))
        .where(stands)
        .group_by(segment.c.transcript_id, segment.c.coder_id)
    )
    return [tuple(row) for row in connection.execute(query)]


class Placed(NamedTuple):
    """A segment as it is stored, for proving that it fits its text."""

    id: str
    start: int
    end: int
    quote: str
    anchor: str
    voices: str
    turn: int
    last_turn: int


def placed(connection: Connection, transcript_id: str) -> list[Placed]:
    """Read the segments of a transcript as they are stored."""
    query = sa.select(
        segment.c.id, segment.c.start_at, segment.c.end_at, segment.c.quote, segment.c.anchor,
        segment.c.voices, segment.c.turn, segment.c.last_turn,
    ).where(segment.c.transcript_id == transcript_id)  # fmt: skip
    return [Placed._make(row) for row in connection.execute(query)]


def follow(transcript: Transcript, start: int, end: int) -> tuple[str, int, int]:
    """Say what follows from a place: voices as stored, and the first and last turn."""
    span = Span(start, end)
    touched = transcript.turns_in(span)
    voices = rows.from_voices(transcript.voices_in(span))
    return voices, touched[0].index if touched else 0, touched[-1].index if touched else 0


def ids_of(connection: Connection, prefix: str) -> list[str]:
    """Find ids of segments that begin with these characters."""
    query = sa.select(segment.c.id).where(segment.c.id.startswith(prefix, autoescape=True))
    return list(connection.execute(query.limit(5)).scalars())


def _narrow(connection: Connection, query: sa.Select[Any], wanted: SegmentFilter) -> sa.Select[Any]:
    parts = (
        (segment.c.transcript_id, wanted.transcript_ids),
        (segment.c.code_id, wanted.code_ids),
        (segment.c.coder_id, wanted.coder_ids),
        (segment.c.id, wanted.ids),
        (segment.c.anchor, tuple(anchor.value for anchor in wanted.anchors)),
    )
    for column, values in parts:
        if values:
            query = query.where(among(connection, column, values))
    return query


def _row(writer: Writer, transcript: Transcript, one: Segment) -> dict[str, Any]:
    voices, first, last = follow(transcript, one.span.start, one.span.end)
    return {
        "id": one.id,
        "transcript_id": one.transcript_id,
        "start_at": one.span.start,
        "end_at": one.span.end,
        "quote": one.quote,
        "code_id": one.code_id,
        "coder_id": one.coder_id,
        "origin": one.origin.value,
        "stance": one.stance.value if one.stance else None,
        "starred": int(one.starred),
        "quotable": int(one.quotable),
        "anchor": one.anchor.value,
        "voices": voices,
        "turn": first,
        "last_turn": last,
        "created_at": writer.stamp,
    }
