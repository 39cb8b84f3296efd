"""Transcripts: an immutable text, its turns and its speakers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import NamedTuple

from ipe_coder.model.comment import CommentUse, DraftComment
from ipe_coder.model.spans import Span
from ipe_coder.model.text import count_words

NO_INTERVIEWER = "No interviewer was recognised: look at the roles of the speakers."
"""A note of readers, which holds until somebody says who it is."""

NOBODY_ASKS = "no clear interviewer"
"""The reason for a role where nobody asks more than the others, until somebody says who does."""
BESIDE_INTERVIEWER = "not the interviewer"


class Division(StrEnum):
    """By which rule a file is divided among its speakers."""

    FOUND = "found"
    """As labels, their places and how often they recur tell."""
    PROSE = "prose"
    """Nobody is named: every paragraph is a turn of one voice."""
    LOOSE = "loose"
    """Whatever stands as `Name:` before words is a speaker, even once."""
    NAMED = "named"
    """Only the labels that the researcher gives are speakers."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How a file is divided among its speakers."""

    division: Division = Division.FOUND
    labels: tuple[str, ...] = ()
    """The only speakers, where they are named."""
    never: tuple[str, ...] = ()
    """What looks like a label and is words."""


class TranscriptKind(StrEnum):
    """What a transcript is a record of."""

    INTERVIEW = "interview"
    JOINT_INTERVIEW = "joint interview"
    FOCUS_GROUP = "focus group"
    OBSERVATION = "observation"
    DOCUMENT = "document"
    SURVEY_ANSWER = "survey answer"


class Role(StrEnum):
    """What a speaker does in the conversation."""

    INTERVIEWER = "interviewer"
    PARTICIPANT = "participant"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice in one transcript. Turns refer to it by its place in `Transcript.speakers`."""

    label: str
    """The label as the file writes it; empty for words that carry no label."""
    role: Role = Role.UNKNOWN
    id: str = ""
    participant_id: str | None = None


class Turn(NamedTuple):
    """A stretch by one speaker. Turns are in order and cover all words of the text.

    A named tuple, since a project has hundreds of thousands: it is made ten times as fast.
    """

    index: int  # type: ignore[assignment]
    """Place in the transcript, from 0; screens and people count from 1."""
    start: int
    end: int
    speaker: int
    """Place of the speaker in the transcript's speakers."""
    begins: timedelta | None = None
    """When in the recording it begins."""
    ends: timedelta | None = None

    @property
    def span(self) -> Span:
        """The stretch of text."""
        return Span(self.start, self.end)


TurnRow = tuple[int, int, int, int, timedelta | None, timedelta | None]
"""The fields of a turn in their order."""


def turns_of(rows: Iterable[TurnRow]) -> tuple[Turn, ...]:
    """Make turns of rows that have the fields of a turn, at the cost of making tuples."""
    make: Callable[[TurnRow], Turn] = partial(tuple.__new__, Turn)
    return tuple(map(make, rows))


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a transcript came from."""

    filename: str
    format: str
    """Name of the transcript format, as in `readers.FORMATS`."""
    sha256: str
    """Of the file's bytes, in lower-case hexadecimal."""
    size: int
    """Bytes."""
    encoding: str = ""
    """The character encoding taken, where the format is plain text."""
    imported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a file that stand in no turn."""

    kind: str
    """What they are: `deletion`, `footnote`, `comment`."""
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of one file, before anything is written."""

    title: str
    text: str
    turns: tuple[Turn, ...]
    speakers: tuple[Speaker, ...]
    source: Source
    data: bytes = field(repr=False, default=b"")
    """The file, byte for byte."""
    notes: tuple[str, ...] = ()
    """What the researcher should know: replaced characters, words left out, the encoding taken."""
    collected_on: date | None = None
    duration: timedelta | None = None
    guesses: tuple[str, ...] = ()
    """Why each speaker was given its role, in the places of `speakers`."""
    doubts: tuple[tuple[int, str], ...] = ()
    """Turns that may be somebody else's, by their index, each with the reason."""
    by_look: str = ""
    """What tells questions from answers where nobody is named: `in italics`; else empty."""
    left_out: tuple[LeftOut, ...] = field(default=(), repr=False)
    """What the notes count as left out, piece by piece."""
    comments: tuple[DraftComment, ...] = field(default=(), repr=False)
    """What somebody wrote on stretches of the text, by place."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """One interview, group, observation, document or survey answer."""

    id: str
    study_id: str
    title: str
    text: str = field(repr=False)
    turns: tuple[Turn, ...] = field(repr=False)
    speakers: tuple[Speaker, ...]
    source: Source
    kind: TranscriptKind = TranscriptKind.INTERVIEW
    language: str = "en"
    version: int = 1
    collected_on: date | None = None
    mode: str = ""
    duration: timedelta | None = None
    wave: str = ""

    def turn_at(self, offset: int) -> Turn:
        """Find the turn that holds a code point, or the last one that begins before it."""
        return self.turns[self._place_at(offset)]

    def _place_at(self, offset: int) -> int:
        low, high = 0, len(self.turns)
        while low < high:
            middle = (low + high) // 2
            if self.turns[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return max(low - 1, 0)

    def turns_in(self, span: Span) -> list[Turn]:
        """Find the turns that a span touches, in order."""
        found = []
        for turn in self.turns[self._place_at(span.start) :]:
            if turn.start >= span.end:
                break
            if turn.end > span.start:
                found.append(turn)
        return found

    def voices_in(self, span: Span) -> tuple[tuple[int, int], ...]:
        """Count the words that each speaker says in a span, in order of first speaking."""
        words: dict[int, int] = {}
        for turn in self.turns_in(span):
            part = self.text[max(turn.start, span.start) : min(turn.end, span.end)]
            words[turn.speaker] = words.get(turn.speaker, 0) + count_words(part)
        return tuple(words.items())

    def speaker_of(self, turn: Turn) -> Speaker:
        """Find who says a turn."""
        return self.speakers[turn.speaker]

    def with_speakers(self, speakers: tuple[Speaker, ...]) -> Transcript:
        """Copy with other speakers in the same places."""
        return replace(self, speakers=speakers)


@dataclass(frozen=True, slots=True)
class NewTranscript:
    """A draft with what the researcher says about it, ready to be stored."""

    draft: Draft
    title: str
    kind: TranscriptKind = TranscriptKind.INTERVIEW
    language: str = "en"
    mode: str = ""
    wave: str = ""
    comments: CommentUse = CommentUse.LEAVE
    """What becomes of the comments on it."""
    people: tuple[str, ...] = ()
    """Pseudonyms in the places of the draft's speakers, empty where none is given."""


@dataclass(frozen=True, slots=True)
class TranscriptSummary:
    """One row of the library: a transcript without its text."""

    id: str
    study_id: str
    study: str
    title: str
    kind: TranscriptKind
    words: int
    turns: int
    participant_turns: int
    speakers: tuple[Speaker, ...]
    source: Source
    wave: str = ""
    collected_on: date | None = None
    segments: dict[str, int] = field(default_factory=dict)
    """Coder name to number of segments."""
    coded_turns: dict[str, int] = field(default_factory=dict)
    """Coder name to number of participant turns with a segment in them."""
    version: int = 1
