"""`project check`: proves that what is stored holds together."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

from ipe_coder.model.segment import Segment
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Transcript
from ipe_coder.store import codes, integrity, segments, transcripts
from ipe_coder.store.segments import SegmentFilter


def find_problems(connection: Any) -> list[str]:
    """List everything that is not as it must be; an empty list proves the project whole."""
    problems = integrity.database_problems(connection)
    by_transcript: dict[str, list[Segment]] = defaultdict(list)
    for one in segments.find(connection, SegmentFilter()):
        by_transcript[one.transcript_id].append(one)
    known = {code.id for book in codes.find(connection) for code in book.codes}
    for transcript_id, *_ in transcripts.names(connection):
        transcript = transcripts.get(connection, transcript_id)
        problems.extend(_text_problems(transcript))
        for one in by_transcript[transcript_id]:
            problems.extend(_segment_problems(transcript, one, known))
    problems.extend(_original_problems(connection))
    return problems


def _text_problems(transcript: Transcript) -> list[str]:
    problems = []
    if clean(transcript.text).text != transcript.text:
        problems.append(f"{transcript.title}: its text is not in the stored form")
    end = 0
    for turn in transcript.turns:
        between = transcript.text[end : turn.start]
        if turn.start < end or turn.end > len(transcript.text) or between.strip():
            problems.append(f"{transcript.title}: turn {turn.index + 1} does not follow the text")
        if turn.speaker >= len(transcript.speakers):
            problems.append(f"{transcript.title}: turn {turn.index + 1} has no speaker")
        end = turn.end
    if transcript.text[end:].strip():
        problems.append(f"{transcript.title}: words after the last turn belong to nobody")
    return problems


def _segment_problems(transcript: Transcript, one: Segment, known: set[str]) -> list[str]:
    name = f"{transcript.title}, segment {one.id[:8]}"
    if one.anchor.value == "lost":
        return []
    if one.span.end > len(transcript.text):
        return [f"{name}: ends after the text"]
    problems = []
    if one.span.of(transcript.text) != one.quote:
        problems.append(f"{name}: its quote is not what stands at its place")
    if one.voices != transcript.voices_in(one.span):
        problems.append(f"{name}: its words by speaker are not those of its place")
    if one.code_id not in known:
        problems.append(f"{name}: its code is missing")
    return problems


def _original_problems(connection: Any) -> list[str]:
    return [
        f"{title}: its original file is not the one that was imported"
        for title, sha256, data in integrity.originals(connection)
        if data is not None and hashlib.sha256(data).hexdigest() != sha256
    ]
