"""`project check`: proves that what is stored holds together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from ipe_coder.model.text import clean, count_words
from ipe_coder.model.transcript import Transcript
from ipe_coder.store import fitting, integrity, segments, transcripts


def find_problems(connection: Any) -> list[str]:
    """List everything that is not as it must be; an empty list proves the project whole."""
    problems = integrity.database_problems(connection)
    problems += _original_problems(connection)
    if problems:
        # What follows reads texts, turns and codes as what they should be.
        return problems
    for head in transcripts.heads(connection):
        transcript = transcripts.get(connection, head.id)
        problems += _text_problems(transcript)
        problems += _count_problems(transcript, *transcripts.counts(connection, head.id))
        for one in segments.placed(connection, head.id):
            problems += [
                f"{transcript.title}, segment {one.id[:8]}: {problem}"
                for problem in fitting.misfit(transcript, one)
            ]
    return problems


def _text_problems(transcript: Transcript) -> Iterator[str]:
    if clean(transcript.text).text != transcript.text:
        yield f"{transcript.title}: its text is not in the stored form"
    end = 0
    for turn in transcript.turns:
        between = transcript.text[end : turn.start]
        if turn.start < end or turn.end > len(transcript.text) or between.strip():
            yield f"{transcript.title}: turn {turn.index + 1} does not follow the text"
        if turn.speaker >= len(transcript.speakers):
            yield f"{transcript.title}: turn {turn.index + 1} has no speaker"
        end = turn.end
    if transcript.text[end:].strip():
        yield f"{transcript.title}: words after the last turn belong to nobody"


def _count_problems(
    transcript: Transcript, words: int, turns: int, places: list[int]
) -> Iterator[str]:
    if words != count_words(transcript.text):
        yield f"{transcript.title}: its number of words is not that of its text"
    if turns != len(transcript.turns):
        yield f"{transcript.title}: its number of turns is not that of its text"
    if places != list(range(len(places))):
        yield f"{transcript.title}: its speakers are not in order"


def _original_problems(connection: Any) -> list[str]:
    return [
        f"{title}: its original file is not the one that was imported"
        for title, sha256, data in integrity.originals(connection)
        if data is not None and hashlib.sha256(data).hexdigest() != sha256
    ]
