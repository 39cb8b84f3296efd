"""Who said what: from coded segments to the records that every table counts.

The rules are those of design.md, section 4. A record is one participant's voice in one segment:
a segment over several speakers makes one record for each participant who says enough words in
it, none for an interviewer, and none for a voice that nobody knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from ipe_coder.model.code import Codebook
from ipe_coder.model.segment import Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.study import GuideQuestion, Participant, Study
from ipe_coder.model.theme import Summary, Theme

MIN_WORDS = 3
"""Words that a participant needs in a segment to be counted for it; a setting."""

CODING_OF_RECORD = "coding of record"

WordCounter = Callable[[str, list[Span], frozenset[int]], int]
"""Counts the words of some speakers of a transcript in spans that do not overlap."""


@dataclass(frozen=True, slots=True)
class CodedSegment:
    """What counting needs of a segment."""

    id: str
    transcript_id: str
    code_id: str
    coder_id: str
    span: Span
    voices: tuple[tuple[int, int], ...]
    stance: Stance | None = None
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A transcript as counting sees it: its study, its wave and whose voices are in it."""

    id: str
    title: str
    study_id: str
    wave: str = ""
    voices: Mapping[int, str] = field(default_factory=dict)
    """Place of a speaker to the id of the participant."""
    asked: frozenset[str] | None = None
    """Ids of the guide questions asked in it; None where its turns are not marked."""


@dataclass(frozen=True, slots=True)
class Record:
    """One participant's voice in one segment."""

    segment: CodedSegment
    participant_id: str
    words: int


@dataclass(frozen=True)
class Facts:
    """All that a table is counted from."""

    studies: tuple[Study, ...]
    codebooks: tuple[Codebook, ...]
    sittings: tuple[Sitting, ...]
    participants: tuple[Participant, ...]
    segments: tuple[CodedSegment, ...]
    """Of every coder; lost and unreviewed ones are not among them."""
    coders: Mapping[str, str] = field(default_factory=dict)
    """Id to name, in the order in which they came to the project."""
    reconciled: frozenset[str] = frozenset()
    """Ids of the coders that stand for a reconciled coding."""
    appearances: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    """Participant and transcript to what holds only there."""
    themes: tuple[Theme, ...] = ()
    questions: tuple[GuideQuestion, ...] = ()
    summaries: tuple[Summary, ...] = ()
    min_words: int = MIN_WORDS

    @cached_property
    def sitting(self) -> dict[str, Sitting]:
        """Sittings by transcript id."""
        return {one.id: one for one in self.sittings}

    @cached_property
    def participant(self) -> dict[str, Participant]:
        """Participants by id."""
        return {one.id: one for one in self.participants}

    @cached_property
    def codebook_of(self) -> dict[str, Codebook]:
        """Codebooks by code id."""
        return {code.id: book for book in self.codebooks for code in book.codes}

    @cached_property
    def interviewed(self) -> dict[str, list[Sitting]]:
        """Participants whose voice is in a transcript, with those transcripts."""
        found: dict[str, list[Sitting]] = defaultdict(list)
        for sitting in self.sittings:
            for participant_id in dict.fromkeys(sitting.voices.values()):
                found[participant_id].append(sitting)
        return dict(found)

    @cached_property
    def record_coder(self) -> dict[str, str]:
        """Whose coding of each transcript is the coding of record, by transcript id.

        The reconciled coding where there is one, else the first coder's: of whoever made the
        earliest of the segments that stand.
        """
        order = {coder_id: place for place, coder_id in enumerate(self.coders)}
        best: dict[str, tuple[bool, str, int, str]] = {}
        for one in self.segments:
            rank = (
                one.coder_id not in self.reconciled,
                one.created_at,
                order.get(one.coder_id, len(order)),
                one.coder_id,
            )
            if one.transcript_id not in best or rank < best[one.transcript_id]:
                best[one.transcript_id] = rank
        return {transcript_id: rank[-1] for transcript_id, rank in best.items()}

    def counted(self, coder_ids: Iterable[str] | None = None) -> list[CodedSegment]:
        """List the segments that count: the coding of record, or that of some coders."""
        if coder_ids is None:
            chosen = self.record_coder
            return [one for one in self.segments if chosen[one.transcript_id] == one.coder_id]
        wanted = set(coder_ids)
        return [one for one in self.segments if one.coder_id in wanted]

    def records(self, segments: Iterable[CodedSegment]) -> list[Record]:
        """List every participant's voice in some segments."""
        found: list[Record] = []
        for one in segments:
            sitting = self.sitting.get(one.transcript_id)
            if sitting is not None:
                found.extend(
                    Record(one, participant_id, words)
                    for participant_id, words in self._said(sitting, one).items()
                    if words >= self.min_words or self._is_short(one, words)
                )
        return found

    def values_of(self, participant_id: str, sitting: Sitting) -> dict[str, str]:
        """Give a participant's attributes as they hold in one transcript, wave included."""
        one = self.participant[participant_id]
        here = self.appearances.get((participant_id, sitting.id), {})
        wave = {"wave": sitting.wave} if sitting.wave else {}
        return {**one.attributes, **wave, **here}

    @staticmethod
    def _said(sitting: Sitting, one: CodedSegment) -> dict[str, int]:
        said: dict[str, int] = {}
        for speaker, words in one.voices:
            participant_id = sitting.voices.get(speaker)
            if participant_id is not None:
                said[participant_id] = said.get(participant_id, 0) + words
        return said

    @staticmethod
    def _is_short(one: CodedSegment, words: int) -> bool:
        """Tell whether a segment is the words of one voice alone, however few.

        The threshold is there for the "mm, yes" of a second voice; a researcher who codes
        "Never again." codes those two words on purpose.
        """
        return words > 0 and len(one.voices) == 1


def words_of(records: Iterable[Record], facts: Facts, count: WordCounter) -> int:
    """Count the words of records, each word once however often it was coded."""
    by_transcript: dict[str, list[Record]] = defaultdict(list)
    for one in records:
        by_transcript[one.segment.transcript_id].append(one)
    return sum(
        _words_in(transcript_id, found, facts, count)
        for transcript_id, found in by_transcript.items()
    )


def _words_in(transcript_id: str, records: list[Record], facts: Facts, count: WordCounter) -> int:
    """Count words in one transcript: by the text only where segments of a voice overlap."""
    total = 0
    by_participant: dict[str, list[Record]] = defaultdict(list)
    for one in records:
        by_participant[one.participant_id].append(one)
    for participant_id, found in by_participant.items():
        spans = sorted({one.segment.span for one in found})
        apart = all(a.end <= b.start for a, b in pairwise(spans))
        if apart and len(spans) == len(found):
            total += sum(one.words for one in found)
            continue
        voices = facts.sitting[transcript_id].voices
        speakers = frozenset(place for place, who in voices.items() if who == participant_id)
        total += count(transcript_id, spans, speakers)
    return total
