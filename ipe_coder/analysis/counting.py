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
from typing import NamedTuple

from ipe_coder.model.code import Codebook
from ipe_coder.model.guide import GuideQuestion
from ipe_coder.model.matrix import StanceCount
from ipe_coder.model.segment import Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.study import Participant, Study
from ipe_coder.model.theme import Summary, Theme

MIN_WORDS = 3
"""Words that a participant needs in a segment of several voices to be counted; a setting."""

CODING_OF_RECORD = "coding of record"

WordCounter = Callable[[str, list[Span], frozenset[int]], int]
"""Counts the words of some speakers of a transcript in spans that do not overlap."""


class CodedSegment(NamedTuple):
    """What counting needs of a segment: a hundred thousand of them are made for one table."""

    id: str
    transcript_id: str
    code_id: str
    coder_id: str
    start: int
    end: int
    voices: str
    """Place of each speaker and the words they say in it: `0:12 2:5`."""
    stance: str | None = None
    """A value of `Stance`."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


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
    """Ids of the guide questions asked in it; None where not every asking in it is marked."""


class Record(NamedTuple):
    """One participant's voice in one segment."""

    segment: CodedSegment
    participant_id: str
    words: int | None
    """None where only the text can tell."""


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
    record_coder: Mapping[str, str] = field(default_factory=dict)
    """Whose coding of each transcript is the coding of record, by transcript id."""
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

    def counted(self, coder_ids: Iterable[str] | None = None) -> list[CodedSegment]:
        """List the segments that count: the coding of record, or that of some coders."""
        if coder_ids is None:
            chosen = self.record_coder
            return [one for one in self.segments if chosen[one.transcript_id] == one.coder_id]
        wanted = set(coder_ids)
        return [one for one in self.segments if one.coder_id in wanted]

    def records(self, segments: Iterable[CodedSegment]) -> tuple[list[Record], list[CodedSegment]]:
        """List every participant's voice in some segments, and the segments that have none."""
        found: list[Record] = []
        nobodys: list[CodedSegment] = []
        voices_of = {
            one.id: {str(place): who for place, who in one.voices.items()} for one in self.sittings
        }
        for one in segments:
            known = voices_of.get(one.transcript_id)
            own = _records_of(one, known, self.min_words) if known else None
            if own:
                found += own
            else:
                nobodys.append(one)
        return found, nobodys

    def values_of(self, participant_id: str, sitting: Sitting) -> dict[str, str]:
        """Give a participant's attributes as they hold in one transcript, wave included."""
        one = self.participant[participant_id]
        here = self.appearances.get((participant_id, sitting.id), {})
        wave = {"wave": sitting.wave} if sitting.wave else {}
        return {**one.attributes, **wave, **here}


def choose_coders(
    first: Iterable[tuple[str, str, str]],
    order: Mapping[str, str] | Iterable[str] = (),
    reconciled: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """Choose whose coding of each transcript is the coding of record.

    The reconciled coding where there is one, else the first coder's: of whoever made the earliest
    of the segments that stand.

    Args:
        first: Transcript, coder, and when the coder made the first of the segments that stand.
        order: Ids of the coders, the first to come first; decides where two began at once.
        reconciled: Ids of the coders that stand for a reconciled coding.
    """
    places = {coder_id: place for place, coder_id in enumerate(order)}
    best: dict[str, tuple[bool, str, int, str]] = {}
    for transcript_id, coder_id, moment in first:
        place = places.get(coder_id, len(places))
        rank = (coder_id not in reconciled, moment, place, coder_id)
        if transcript_id not in best or rank < best[transcript_id]:
            best[transcript_id] = rank
    return {transcript_id: rank[-1] for transcript_id, rank in best.items()}


def _records_of(segment: CodedSegment, known: Mapping[str, str], least: int) -> list[Record]:
    """List who counts for a segment, with the words they say.

    The threshold is there for the "mm, yes" of a second voice. A segment in which nobody else
    says a word counts however short it is: who codes "Never again." means those two words.
    """
    if " " not in segment.voices:
        place, _, words = segment.voices.partition(":")
        counts = place in known and words != "0"
        return [Record(segment, known[place], int(words))] if counts else []
    said: dict[str, int] = {}
    others = False
    for voice in segment.voices.split():
        place, _, words = voice.partition(":")
        who = known.get(place)
        if words == "0":
            continue
        if who is None:
            others = True
        else:
            said[who] = said.get(who, 0) + int(words)
    if not others and len(said) == 1:
        least = 1
    return [Record(segment, who, words) for who, words in said.items() if words >= least]


def words_of(records: Iterable[Record], facts: Facts, count: WordCounter) -> int:
    """Count the words of records, each word once however often it was coded."""
    by_voice: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for one in records:
        by_voice[one.segment.transcript_id, one.participant_id].append(one)
    return sum(_words_by(*voice, found, facts, count) for voice, found in by_voice.items())


def _words_by(
    transcript_id: str, participant_id: str, records: list[Record], facts: Facts, count: WordCounter
) -> int:
    """Count one participant's words in one transcript: by the text only where it must be."""
    spans = sorted({(one.segment.start, one.segment.end) for one in records})
    told = [one.words for one in records if one.words is not None]
    # Segments that touch may part a word between them, which is one word all the same.
    apart = all(end < start for (_, end), (start, _) in pairwise(spans))
    if apart and len(told) == len(spans) == len(records):
        return sum(told)
    voices = facts.sitting[transcript_id].voices
    speakers = frozenset(place for place, who in voices.items() if who == participant_id)
    return count(transcript_id, [Span(*span) for span in spans], speakers)


def count_stances(records: Iterable[Record]) -> StanceCount:
    """Count participants by where they stand; one who does both ways is mixed."""
    by_participant: dict[str, set[str]] = {}
    for one in records:
        stances = by_participant.setdefault(one.participant_id, set())
        if one.segment.stance is not None:
            stances.add(one.segment.stance)
    totals = dict.fromkeys(("for_", "against", "mixed", "neutral", "unmarked"), 0)
    for stances in by_participant.values():
        totals[_overall(stances)] += 1
    return StanceCount(**totals)


def _overall(stances: set[str]) -> str:
    if Stance.MIXED in stances or (Stance.FOR in stances and Stance.AGAINST in stances):
        return "mixed"
    if Stance.FOR in stances:
        return "for_"
    if Stance.AGAINST in stances:
        return "against"
    return "neutral" if Stance.NEUTRAL in stances else "unmarked"
