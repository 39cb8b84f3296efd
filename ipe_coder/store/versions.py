"""Repository of versions: a transcript's text goes, an earlier one is kept, all else follows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import NotFoundError
from ipe_coder.model.guide import AskingState
from ipe_coder.model.segment import Anchor, MemoAbout
from ipe_coder.model.spans import Span
from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Role, Speaker, Transcript
from ipe_coder.model.version import NewVersion, Version
from ipe_coder.store import contents, rows, segments, transcripts
from ipe_coder.store.ids import IdSource
from ipe_coder.store.schema import (
    asking,
    content,
    memo,
    original,
    segment,
    speaker,
    transcript,
    transcript_version,
    turn_list,
)
from ipe_coder.store.writer import Writer

_COLUMNS = tuple(
    column.name
    for column in transcript_version.columns
    if column.name not in ("id", "transcript_id", "version", "speakers")
)
"""What a version and a transcript both have."""


def write(writer: Writer, transcript_id: str, new: NewVersion, new_id: IdSource) -> int:
    """Make a version the current one and keep the one before it; give its number."""
    row = writer.get(transcript, transcript_id)
    if row is None:
        raise NotFoundError(f"There is no transcript {transcript_id[:8]} any more.")
    known = transcripts.speakers(writer.connection, [transcript_id])[transcript_id]
    earlier = {
        "id": new_id(),
        "transcript_id": transcript_id,
        "version": row["version"],
        "speakers": rows.to_json([_speaker_shape(one) for one in known]),
        **{name: row[name] for name in _COLUMNS},
    }
    writer.add(transcript_version, [earlier])
    writer.set(transcript, transcript_id, **_values(writer, transcript_id, new))
    _write_speakers(writer, transcript_id, known, new.speakers, new_id)
    return next_number(writer.connection, transcript_id) - 1


def next_number(connection: Connection, transcript_id: str) -> int:
    """Give the number that the next version of a transcript would have."""
    current = sa.select(transcript.c.version).where(transcript.c.id == transcript_id)
    earlier = sa.select(sa.func.max(transcript_version.c.version)).where(
        transcript_version.c.transcript_id == transcript_id
    )
    numbers = [connection.execute(query).scalar() or 0 for query in (current, earlier)]
    return int(max(numbers)) + 1


def find(connection: Connection, transcript_id: str) -> list[Version]:
    """List the versions of a transcript, the newest first."""
    columns = [*_COLUMNS, "version"]
    current = sa.select(*(transcript.c[name] for name in columns)).where(
        transcript.c.id == transcript_id
    )
    earlier = (
        sa.select(*(transcript_version.c[name] for name in columns))
        .where(transcript_version.c.transcript_id == transcript_id)
        .order_by(transcript_version.c.version.desc())
    )
    found = [*connection.execute(current), *connection.execute(earlier)]
    hashes = [row.original_sha for row in found if row.original_sha]
    kept = set(
        connection.execute(
            sa.select(original.c.sha256).where(original.c.sha256.in_(hashes))
        ).scalars()
    )
    return [
        Version(
            row.version, rows.to_source(row), row.words, row.turns, place == 0,
            row.original_sha in kept, tuple(json.loads(row.notes)),
        )
        for place, row in enumerate(found)
    ]  # fmt: skip


def get(connection: Connection, transcript_id: str, number: int) -> Transcript:
    """Read an earlier version of a transcript whole.

    Raises:
        NotFoundError: If there is none of this number.
    """
    now = transcripts.get(connection, transcript_id)
    if now.version == number:
        return now
    query = (
        sa.select(transcript_version, content.c.text, turn_list.c.turns.label("turn_text"))
        .join(content, content.c.sha256 == transcript_version.c.content_sha)
        .join(turn_list, turn_list.c.sha256 == transcript_version.c.turns_sha)
        .where(transcript_version.c.transcript_id == transcript_id)
        .where(transcript_version.c.version == number)
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError(
            f"{now.title} has no version {number} that is kept.",
            f"ipe-coder transcript versions {now.title}",
        )
    return Transcript(
        id=now.id,
        study_id=now.study_id,
        title=now.title,
        text=row.text,
        turns=rows.turns_from_text(row.turn_text),
        speakers=tuple(_to_speaker(one) for one in json.loads(row.speakers)),
        source=rows.to_source(row),
        kind=now.kind,
        language=now.language,
        version=number,
        collected_on=now.collected_on,
        mode=now.mode,
        wave=now.wave,
    )


def original_file(
    connection: Connection, transcript_id: str, number: int | None = None
) -> tuple[str, bytes]:
    """Give the file that a version came from: its name and its bytes.

    Raises:
        NotFoundError: If there is no such version, or its file is not kept.
    """
    known = find(connection, transcript_id)
    wanted = known[0].number if number is None else number
    chosen = next((one for one in known if one.number == wanted), None)
    if chosen is None:
        numbers = ", ".join(str(one.number) for one in reversed(known))
        raise NotFoundError(f"There is no version {wanted}.", f"There are: {numbers}.")
    if not chosen.has_original:
        kept = [str(one.number) for one in reversed(known) if one.has_original]
        raise NotFoundError(
            f"No original file of version {wanted} is kept.",
            f"There is one of version {', '.join(kept)}: give --version." if kept else "",
        )
    query = sa.select(original.c.data).where(original.c.sha256 == chosen.source.sha256)
    return chosen.source.filename, connection.execute(query).scalar_one()


def put_segments(
    writer: Writer,
    new: Transcript,
    wanted: Mapping[str, tuple[Span | None, Anchor]],
    places: Mapping[int, int],
) -> None:
    """Bring segments to their places in a new version; lost ones stand aside with their quote.

    Args:
        writer: Where the change is written.
        new: The transcript as it is now.
        wanted: Place and anchor by segment id.
        places: New places of the speakers that carry on, by their old ones.
    """
    values: dict[str, dict[str, Any]] = {}
    for one in segments.placed(writer.connection, new.id):
        if one.id not in wanted:
            continue
        span, anchor = wanted[one.id]
        if span is None:
            voices = tuple(
                (places[place], words)
                for place, words in rows.to_voices(one.voices)
                if place in places
            )
            values[one.id] = {"anchor": anchor.value, "voices": rows.from_voices(voices)}
            continue
        voice_text, first, last = segments.follow(new, span.start, span.end)
        values[one.id] = {
            "start_at": span.start, "end_at": span.end, "quote": span.of(new.text),
            "anchor": anchor.value, "voices": voice_text, "turn": first, "last_turn": last,
        }  # fmt: skip
    writer.set_each(segment, values)


def placed_memos(connection: Connection, transcript_id: str) -> dict[str, Span]:
    """Find the memos on stretches of a transcript."""
    query = sa.select(memo.c.id, memo.c.start_at, memo.c.end_at).where(
        memo.c.about == MemoAbout.TRANSCRIPT.value,
        memo.c.about_id == transcript_id,
        memo.c.start_at.is_not(None),
        memo.c.end_at.is_not(None),
    )
    return {row.id: Span(row.start_at, row.end_at) for row in connection.execute(query)}


def put_memos(writer: Writer, wanted: Mapping[str, Span | None]) -> None:
    """Bring memos to other stretches; those without one are about the whole transcript."""
    values = {
        memo_id: {"start_at": span.start if span else None, "end_at": span.end if span else None}
        for memo_id, span in wanted.items()
    }
    writer.set_each(memo, values)


def askings(connection: Connection, transcript_id: str) -> list[tuple[str, int, str, AskingState]]:
    """List id, turn, question and state of each guide mark of a transcript."""
    query = sa.select(asking.c.id, asking.c.turn, asking.c.question_id, asking.c.confirmed)
    found = connection.execute(query.where(asking.c.transcript_id == transcript_id))
    return [(row.id, row.turn, row.question_id, AskingState(row.confirmed)) for row in found]


def put_askings(
    writer: Writer, wanted: Mapping[str, tuple[int, AskingState]], gone: list[str]
) -> None:
    """Bring guide marks to other turns, and remove those whose turn is gone."""
    writer.set_each(
        asking,
        {key: {"turn": turn, "confirmed": state.value} for key, (turn, state) in wanted.items()},
    )
    writer.remove(asking, gone)


def _values(writer: Writer, transcript_id: str, new: NewVersion) -> dict[str, Any]:
    text_sha, turns_sha = contents.keep_text(writer, new.text, new.turns)
    if new.data is not None:
        contents.keep_file(writer, new.source.sha256, new.data)
    values: dict[str, Any] = {
        "version": next_number(writer.connection, transcript_id),
        "content_sha": text_sha,
        "turns_sha": turns_sha,
        **transcripts.source_row(new.source, writer.stamp),
        "original_sha": None if new.data is None else new.source.sha256,
        "words": count_words(new.text),
        "turns": len(new.turns),
        "notes": rows.to_json(list(new.notes)),
    }
    if new.collected_on:
        values["collected_on"] = new.collected_on.isoformat()
    if new.duration:
        values["duration"] = new.duration.total_seconds()
    return values


def _write_speakers(
    writer: Writer,
    transcript_id: str,
    known: Sequence[Speaker],
    wanted: Sequence[Speaker],
    new_id: IdSource,
) -> None:
    ids = {one.id for one in known}
    rows_of = [(place, one, _speaker_row(place, one)) for place, one in enumerate(wanted)]
    writer.set_each(speaker, {one.id: row for _, one, row in rows_of if one.id in ids})
    fresh = [row for _, one, row in rows_of if one.id not in ids]
    writer.add(speaker, [{"id": new_id(), "transcript_id": transcript_id, **one} for one in fresh])
    writer.remove(speaker, _gone(known, wanted))


def _gone(known: Iterable[Speaker], wanted: Iterable[Speaker]) -> list[str]:
    there = {one.id for one in wanted}
    return [one.id for one in known if one.id not in there]


def _speaker_row(place: int, one: Speaker) -> dict[str, Any]:
    return {
        "position": place,
        "label": one.label,
        "role": one.role.value,
        "participant_id": one.participant_id,
    }


def _speaker_shape(one: Speaker) -> dict[str, Any]:
    return {
        "id": one.id,
        "label": one.label,
        "role": one.role.value,
        "participant_id": one.participant_id,
    }


def _to_speaker(shape: Mapping[str, Any]) -> Speaker:
    return Speaker(shape["label"], Role(shape["role"]), shape["id"], shape["participant_id"])
