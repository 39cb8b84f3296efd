"""Repository of the library's rows: transcripts without their texts, and how far coding is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.transcript import Role, Source, Speaker, TranscriptKind, TranscriptSummary
from ipe_coder.store import rows
from ipe_coder.store.choosing import among
from ipe_coder.store.contents import SPEAKER_BASE
from ipe_coder.store.schema import coder, segment, study, transcript, turn_list
from ipe_coder.store.segments import stands
from ipe_coder.store.transcripts import speakers


def summaries(
    connection: Connection, study_ids: Iterable[str] | None = None
) -> list[TranscriptSummary]:
    """List transcripts without their texts, by study and place, with progress by coder."""
    own = transcript.c
    query = (
        sa.select(
            own.id, own.study_id, study.c.name, own.title, own.kind, own.words, own.turns,
            own.wave, own.collected_on, own.version, turn_list.c.speakers,
            own.filename, own.format, own.original_sha, own.size, own.encoding, own.imported_at,
        )
        .join(study, study.c.id == own.study_id)
        .join(turn_list, turn_list.c.sha256 == own.turns_sha)
        .order_by(study.c.position, study.c.name, own.position, own.title)
    )  # fmt: skip
    if study_ids is not None:
        query = query.where(among(connection, transcript.c.study_id, study_ids))
    found = connection.execute(query).all()
    voices = speakers(connection)
    coded = _coded_turns(connection)
    said = _Said()
    sources = _Sources()
    return [_summary(row, voices[row[0]], coded.get(row[0], {}), said, sources) for row in found]


def studies_with_transcripts(connection: Connection) -> set[str]:
    """List the ids of the studies that have any transcript."""
    return set(connection.execute(sa.select(transcript.c.study_id).distinct()).scalars())


class _Sources:
    """Where texts came from; the thousands of answers of one survey share one."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Source] = {}

    def of(self, written: tuple[Any, ...]) -> Source:
        """Read what is written of a source."""
        found = self._known.get(written)
        if found is None:
            filename, form, sha, size, encoding, imported_at = written
            found = self._known[written] = Source(
                filename, form, sha or "", size, encoding, rows.to_moment(imported_at)
            )
        return found


class _Said:
    """Which turns participants say, worked out once for texts of one pattern of turns."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, tuple[Role, ...]], frozenset[int]] = {}

    def by_participants(self, pattern: str, voices: tuple[Speaker, ...]) -> frozenset[int]:
        """List the turns that participants say."""
        key = (pattern, tuple([voice.role for voice in voices]))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = frozenset(
                index
                for index, char in enumerate(pattern)
                if voices[ord(char) - SPEAKER_BASE].role is Role.PARTICIPANT
            )
        return found


def _coded_turns(connection: Connection) -> dict[str, dict[str, list[tuple[int, int]]]]:
    """Find, by transcript and coder, the first and last turn of every segment."""
    query = (
        sa.select(segment.c.transcript_id, coder.c.name, segment.c.turn, segment.c.last_turn)
        .join(coder, coder.c.id == segment.c.coder_id)
        .where(stands)
    )
    found: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for transcript_id, name, first, last in connection.execute(query):
        found.setdefault(transcript_id, {}).setdefault(name, []).append((first, last))
    return found


def _summary(
    row: Any,
    voices: tuple[Speaker, ...],
    coded: dict[str, list[tuple[int, int]]],
    said: _Said,
    sources: _Sources,
) -> TranscriptSummary:
    # Taken apart at once: to look each up by its name takes half the time of a long list.
    (key, study_id, study_name, title, kind, words, turns,
     wave, day, version, pattern, *source) = row  # fmt: skip
    own = said.by_participants(pattern, voices)
    return TranscriptSummary(
        id=key,
        study_id=study_id,
        study=study_name,
        title=title,
        kind=TranscriptKind(kind),
        words=words,
        turns=turns,
        participant_turns=len(own),
        speakers=voices,
        source=sources.of(tuple(source)),
        wave=wave,
        collected_on=rows.to_day(day),
        segments={name: len(places) for name, places in coded.items()},
        coded_turns={
            name: len(
                own.intersection(turn for first, last in places for turn in range(first, last + 1))
            )
            for name, places in coded.items()
        },
        version=version,
    )
