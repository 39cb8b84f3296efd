"""Text search: hits with what stands around them and who says them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ipe_coder.analysis.finding import Finder, make_finder
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Speaker
from ipe_coder.project.base import ProjectBase
from ipe_coder.store import search, studies, transcripts
from ipe_coder.store.search import StoredText

CONTEXT = 40
"""Characters shown on either side of a hit."""

Places = Sequence[tuple[int, int, int]]
"""Start, end and speaker of each turn."""


@dataclass(frozen=True, slots=True)
class TextHit:
    """One place where a search found what it wanted."""

    transcript_id: str
    title: str
    study: str
    span: Span
    quote: str
    before: str
    """What stands before it in its turn, a few words of it."""
    after: str
    turn: int
    """Turn in which it begins, from 1."""
    speaker: str
    """Label of who says it."""
    role: str
    participant: str
    """Pseudonym of who says it, or nothing."""


class Searching(ProjectBase):
    """Search over the texts of transcripts."""

    def search(
        self, wanted: str, *, regex: bool = False, study: str = "", transcript: str = ""
    ) -> Iterator[TextHit]:
        """Find words or a pattern in all texts, by study, transcript and place.

        Args:
            wanted: Words, or a pattern of Python's `re`.
            regex: Whether it is a pattern.
            study: Only in this study.
            transcript: Only in this transcript.

        Raises:
            UsageError: If nothing is wanted, or the pattern is none.
        """
        finder = make_finder(wanted, regex=regex)
        transcript_id = self.transcript_id(transcript, study=study) if transcript else ""
        study_id = self.study(study).id if study else ""
        return self._hits(finder, study_id, transcript_id)

    def _hits(self, finder: Finder, study_id: str, transcript_id: str) -> Iterator[TextHit]:
        with self._store.read() as connection:
            voices = _Voices(connection)
            for stored in search.texts(connection, study_id, transcript_id):
                found = list(finder(stored.text))
                if found:
                    places = search.places_of_turns(stored)
                    starts = [start for start, _, _ in places]
                    for span in found:
                        turn = max(bisect_right(starts, span.start) - 1, 0)
                        yield _hit(stored, span, turn, places, voices)


class _Voices:
    """Who the speakers are, read when the first hit asks for one."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @cached_property
    def of(self) -> dict[str, tuple[Speaker, ...]]:
        """Speakers by transcript."""
        return transcripts.speakers(self._connection)

    @cached_property
    def people(self) -> dict[str, str]:
        """Pseudonyms by the participant's id."""
        return {one.id: one.pseudonym for one in studies.participants(self._connection)}


def _hit(stored: StoredText, span: Span, turn: int, places: Places, voices: _Voices) -> TextHit:
    start, end, voice = places[turn]
    speaker = voices.of[stored.transcript_id][voice]
    before, after = _around(stored.text, span, start, end)
    return TextHit(
        transcript_id=stored.transcript_id,
        title=stored.title,
        study=stored.study,
        span=span,
        quote=span.of(stored.text),
        before=before,
        after=after,
        turn=turn + 1,
        speaker=speaker.label,
        role=speaker.role.value,
        participant=voices.people.get(speaker.participant_id or "", ""),
    )


def _around(text: str, span: Span, start: int, end: int) -> tuple[str, str]:
    """Give what stands around a hit within its turn; `…` stands for what is left out."""
    before = text[max(start, span.start - CONTEXT) : span.start]
    after = text[span.end : max(min(end, span.end + CONTEXT), span.end)]
    if start < span.start - CONTEXT:
        before = "…" + (before.partition(" ")[2] if " " in before.strip() else before)
    if end > span.end + CONTEXT:
        after = (after.rpartition(" ")[0] if " " in after.strip() else after) + "…"
    return before, after
