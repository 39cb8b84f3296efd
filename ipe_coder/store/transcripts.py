"""Repository of transcripts: texts, turns, speakers, originals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import NotFoundError, UsageError
from ipe_coder.model.transcript import (
    Role,
    Source,
    Speaker,
    Transcript,
    TranscriptKind,
)
from ipe_coder.store import rows
from ipe_coder.store.choosing import among
from ipe_coder.store.contents import Shelved, digest
from ipe_coder.store.ids import IdSource
from ipe_coder.store.schema import (
    content,
    speaker,
    study,
    transcript,
    transcript_version,
    turn_list,
)
from ipe_coder.store.writer import Writer


def add(writer: Writer, study_id: str, new: Sequence[Shelved], new_id: IdSource) -> list[str]:
    """Store transcripts with their speakers; give their ids. Their words come from the shelf."""
    if not new:
        return []
    position = _next_position(writer.connection, study_id)
    transcripts: list[dict[str, Any]] = []
    voices: list[dict[str, Any]] = []
    for place, one in enumerate(new, start=position):
        transcript_id = new_id()
        transcripts.append(_row(study_id, transcript_id, place, one, writer.stamp))
        voices.extend(
            {
                "id": new_id(),
                "transcript_id": transcript_id,
                "position": number,
                "label": voice.label,
                "role": voice.role.value,
                "participant_id": voice.participant_id,
            }
            for number, voice in enumerate(one.new.draft.speakers)
        )
    writer.add(transcript, transcripts)
    writer.add(speaker, voices)
    return [row["id"] for row in transcripts]


def get(connection: Connection, transcript_id: str) -> Transcript:
    """Read a transcript whole.

    Raises:
        NotFoundError: If there is none of this id.
    """
    query = (
        sa.select(transcript, content.c.text, turn_list.c.turns.label("turn_text"))
        .join(content, content.c.sha256 == transcript.c.content_sha)
        .join(turn_list, turn_list.c.sha256 == transcript.c.turns_sha)
        .where(transcript.c.id == transcript_id)
    )
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError(f"There is no transcript {transcript_id[:8]} any more.")
    return Transcript(
        id=row.id,
        study_id=row.study_id,
        title=row.title,
        text=row.text,
        turns=rows.turns_from_text(row.turn_text),
        speakers=speakers(connection, [row.id])[row.id],
        source=rows.to_source(row),
        kind=TranscriptKind(row.kind),
        language=row.language,
        version=row.version,
        collected_on=rows.to_day(row.collected_on),
        mode=row.mode,
        wave=row.wave,
    )


def counts(connection: Connection, transcript_id: str) -> tuple[int, int, list[int]]:
    """Give what is stored of a transcript's words, turns and places of speakers."""
    query = sa.select(transcript.c.words, transcript.c.turns)
    row = connection.execute(query.where(transcript.c.id == transcript_id)).one()
    places = sa.select(speaker.c.position).where(speaker.c.transcript_id == transcript_id)
    found = connection.execute(places.order_by(speaker.c.position)).scalars()
    return row.words, row.turns, list(found)


def refuse_stale(connection: Connection, known: Transcript) -> None:
    """Refuse to write about a text that is not its transcript's any more.

    Raises:
        UsageError: If the transcript was corrected or removed since it was read.
    """
    query = sa.select(transcript.c.version, transcript.c.turns, transcript.c.content_sha)
    row = connection.execute(query.where(transcript.c.id == known.id)).first()
    read = (known.version, len(known.turns), digest(known.text))
    if row is None or tuple(row) != read:
        raise UsageError(
            f"{known.title} was corrected or removed meanwhile; nothing was saved.",
            "Open it again.",
        )


def stamp(connection: Connection, transcript_id: str) -> str:
    """Say in a few letters what text and speakers a transcript has; empty where there is none."""
    columns = transcript.c.title, transcript.c.version, transcript.c.content_sha
    row = connection.execute(sa.select(*columns).where(transcript.c.id == transcript_id)).first()
    if row is None:
        return ""
    voices = (
        sa.select(speaker.c.label, speaker.c.role, speaker.c.participant_id)
        .where(speaker.c.transcript_id == transcript_id)
        .order_by(speaker.c.position)
    )
    return digest(repr((tuple(row), [tuple(one) for one in connection.execute(voices)])))


class Head(NamedTuple):
    """What a transcript is called and where it belongs."""

    id: str
    title: str
    filename: str
    study_id: str
    wave: str


def heads(connection: Connection) -> list[Head]:
    """List what every transcript is called and where it belongs, by study and place."""
    query = (
        sa.select(*(transcript.c[name] for name in Head._fields))
        .join(study, study.c.id == transcript.c.study_id)
        .order_by(study.c.position, study.c.name, transcript.c.position, transcript.c.title)
    )
    return [Head._make(row) for row in connection.execute(query)]


def names(connection: Connection) -> list[tuple[str, str, str, str]]:
    """List id, title, file name and study id of every transcript, by place in its study."""
    query = sa.select(
        transcript.c.id, transcript.c.title, transcript.c.filename, transcript.c.study_id
    ).order_by(transcript.c.position, transcript.c.title)
    return [tuple(row) for row in connection.execute(query)]


def named(
    connection: Connection, name: str, studies: Iterable[str]
) -> list[tuple[str, str, str, str]]:
    """List what `names` does of the transcripts that may go by a name to the letter.

    Args:
        connection: To the project.
        name: The id, the title, the name of the file with or without its end, or the title
            after the name of a study and a colon.
        studies: The names of all studies.
    """
    titles = [name, *(name.removeprefix(f"{one}: ") for one in studies)]
    query = sa.select(
        transcript.c.id, transcript.c.title, transcript.c.filename, transcript.c.study_id
    ).where(
        (transcript.c.id == name)
        | transcript.c.title.in_(set(titles))
        | (transcript.c.filename == name)
        | transcript.c.filename.startswith(f"{name}.", autoescape=True)
    )
    return [tuple(row) for row in connection.execute(query)]


def by_original(connection: Connection, hashes: Iterable[str]) -> dict[str, str]:
    """Find the titles of transcripts that came, now or once, from files of these SHA-256."""
    wanted = list(hashes)
    earlier = sa.select(transcript_version.c.original_sha, transcript.c.title).join(
        transcript, transcript.c.id == transcript_version.c.transcript_id
    )
    current = sa.select(transcript.c.original_sha, transcript.c.title)
    return {
        row.original_sha: row.title
        for query, table in ((earlier, transcript_version), (current, transcript))
        for row in connection.execute(query.where(among(connection, table.c.original_sha, wanted)))
    }


def set_speaker(
    writer: Writer, speaker_id: str, *, role: Role | None = None, participant_id: str | None = ""
) -> None:
    """Change what a speaker does, or whose voice it is; an empty participant leaves it."""
    values: dict[str, Any] = {}
    if role is not None:
        values["role"] = role.value
    if participant_id != "":
        values["participant_id"] = participant_id
    writer.set(speaker, speaker_id, **values)


def set_fields(writer: Writer, transcript_id: str, **values: Any) -> None:
    """Change title, kind, wave, mode or day of a transcript."""
    writer.set(transcript, transcript_id, **values)


def _row(
    study_id: str, transcript_id: str, position: int, one: Shelved, stamp: str
) -> dict[str, Any]:
    new, draft = one.new, one.new.draft
    return {
        "id": transcript_id,
        "study_id": study_id,
        "title": new.title,
        "kind": new.kind.value,
        "language": new.language,
        "collected_on": draft.collected_on.isoformat() if draft.collected_on else None,
        "mode": new.mode,
        "duration": draft.duration.total_seconds() if draft.duration else None,
        "wave": new.wave,
        "position": position,
        "content_sha": one.content_sha,
        "turns_sha": one.turns_sha,
        **source_row(draft.source, stamp),
        "words": one.words,
        "turns": one.turns,
        "notes": rows.to_json(list(draft.notes)),
    }


def source_row(source: Source, stamp: str) -> dict[str, Any]:
    """Write where a text came from, and when."""
    return {
        "original_sha": source.sha256,
        "filename": source.filename,
        "format": source.format,
        "encoding": source.encoding,
        "size": source.size,
        "imported_at": stamp,
    }


def _next_position(connection: Connection, study_id: str) -> int:
    query = sa.select(sa.func.max(transcript.c.position)).where(transcript.c.study_id == study_id)
    last = connection.execute(query).scalar()
    return 0 if last is None else int(last) + 1


def speakers(
    connection: Connection, transcript_ids: list[str] | None = None
) -> dict[str, tuple[Speaker, ...]]:
    """List the speakers of some transcripts, or of all, by transcript id."""
    own = speaker.c
    query = sa.select(own.transcript_id, own.label, own.role, own.id, own.participant_id)
    query = query.order_by(own.transcript_id, own.position)
    if transcript_ids is not None:
        query = query.where(among(connection, own.transcript_id, transcript_ids))
    found: dict[str, list[Speaker]] = defaultdict(list)
    for transcript_id, label, role, key, participant_id in connection.execute(query).all():
        found[transcript_id].append(Speaker(label, Role(role), key, participant_id))
    return defaultdict(tuple, {key: tuple(voices) for key, voices in found.items()})
