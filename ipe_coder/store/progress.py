"""Repository of the library's rows: transcripts without their texts, and how far coding is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.transcript import Role, Speaker, TranscriptKind, TranscriptSummary
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
    query = (
        sa.select(
            transcript,
            study.c.name.label("study_name"),
            turn_list.c.speakers.label("pattern"),
        )
        .join(study, study.c.id == transcript.c.study_id)
        .join(turn_list, turn_list.c.sha256 == transcript.c.turns_sha)
        .order_by(study.c.position, study.c.name, transcript.c.position, transcript.c.title)
    )
    if study_ids is not None:
        query = query.where(among(connection, transcript.c.study_id, study_ids))
    found = connection.execute(query).all()
    voices = speakers(connection)
    coded = _coded_turns(connection)
    return [_summary(row, voices[row.id], coded.get(row.id, {})) for row in found]


def _coded_turns(connection: Connection) -> dict[str, dict[str, list[tuple[int, int]]]]:
    """Find, by transcript and coder, the first and last turn of every segment."""
    query = (
        sa.select(segment.c.transcript_id, coder.c.name, segment.c.turn, segment.c.last_turn)
        .join(coder, coder.c.id == segment.c.coder_id)
        .where(stands)
    )
    found: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for transcript_id, name, first, last in connection.execute(query):
        found[transcript_id][name].append((first, last))
    return found


def _summary(
    row: Any, voices: tuple[Speaker, ...], coded: dict[str, list[tuple[int, int]]]
) -> TranscriptSummary:
    said_by_participant = {
        index
        for index, char in enumerate(row.pattern)
        if voices[ord(char) - SPEAKER_BASE].role is Role.PARTICIPANT
    }
    return TranscriptSummary(
        id=row.id,
        study_id=row.study_id,
        study=row.study_name,
        title=row.title,
        kind=TranscriptKind(row.kind),
        words=row.words,
        turns=row.turns,
        participant_turns=len(said_by_participant),
        speakers=voices,
        source=rows.to_source(row),
        wave=row.wave,
        collected_on=rows.to_day(row.collected_on),
        segments={name: len(places) for name, places in coded.items()},
        coded_turns={
            name: len(
                said_by_participant.intersection(
                    turn for first, last in places for turn in range(first, last + 1)
                )
            )
            for name, places in coded.items()
        },
        version=row.version,
    )
