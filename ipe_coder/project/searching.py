"""Text search: hits with what stands around them and who says them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ipe_coder.analysis.finding import Finder, make_finder
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.project.base import ProjectBase
from ipe_coder.store import studies, transcripts

CONTEXT = 40
"""Characters shown on either side of a hit."""


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
        chosen = [self.transcript_id(transcript, study=study)] if transcript else None
        study_id = self.study(study).id if study else ""
        return self._hits(finder, study_id, chosen)

    def _hits(self, finder: Finder, study_id: str, chosen: list[str] | None) -> Iterator[TextHit]:
        labels = {one.id: one.name for one in self.studies()}
        places = {study: place for place, study in enumerate(labels)}
        with self._store.read() as connection:
            people = {one.id: one.pseudonym for one in studies.participants(connection)}
            ids = [
                one
                for one, *_, of in sorted(
                    transcripts.names(connection), key=lambda row: places[row[3]]
                )
                if study_id in ("", of) and (chosen is None or one in chosen)
            ]
            spans = {
                transcript_id: found
                for transcript_id, text in transcripts.texts(connection, ids)
                if (found := list(finder(text)))
            }
            for transcript_id in ids:
                if transcript_id in spans:
                    transcript = transcripts.get(connection, transcript_id)
                    for span in spans[transcript_id]:
                        yield _hit(transcript, span, labels[transcript.study_id], people)


def _hit(transcript: Transcript, span: Span, study: str, people: dict[str, str]) -> TextHit:
    turn = transcript.turn_at(span.start)
    speaker = transcript.speaker_of(turn)
    before = transcript.text[max(turn.start, span.start - CONTEXT) : span.start]
    after = transcript.text[span.end : max(min(turn.end, span.end + CONTEXT), span.end)]
    return TextHit(
        transcript_id=transcript.id,
        title=transcript.title,
        study=study,
        span=span,
        quote=span.of(transcript.text),
        before=before if turn.start >= span.start - CONTEXT else f"…{_from_word(before)}",
        after=after if turn.end <= span.end + CONTEXT else f"{_to_word(after)}…",
        turn=turn.index + 1,
        speaker=speaker.label,
        role=speaker.role.value,
        participant=people.get(speaker.participant_id or "", ""),
    )


def _from_word(text: str) -> str:
    """Leave out the piece of a word that a text begins with."""
    return text.partition(" ")[2] if " " in text.strip() else text


def _to_word(text: str) -> str:
    """Leave out the piece of a word that a text ends with."""
    return text.rpartition(" ")[0] if " " in text.strip() else text
