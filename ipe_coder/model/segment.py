"""Coded segments, memos, coders and suggestions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ipe_coder.model.spans import Span


class Origin(StrEnum):
    """How a segment came to be."""

    HUMAN = "human"
    SUGGESTED = "suggested"
    IMPORTED = "imported"
    SEARCH = "search"


class Stance(StrEnum):
    """Where a segment stands towards what its code speaks of."""

    FOR = "for"
    AGAINST = "against"
    MIXED = "mixed"
    NEUTRAL = "neutral"


class Anchor(StrEnum):
    """How a segment stands in the current version of its transcript."""

    KEPT = "kept"
    MOVED = "moved"
    CHANGED = "changed"
    UNREVIEWED = "unreviewed"
    LOST = "lost"


class CoderKind(StrEnum):
    """A person, or the coding that several persons agreed on."""

    PERSON = "person"
    RECONCILED = "reconciled"


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who codes, or the reconciled coding of several."""

    id: str
    name: str
    kind: CoderKind = CoderKind.PERSON
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a transcript with one code by one coder."""

    id: str
    transcript_id: str
    span: Span
    quote: str
    code_id: str
    coder_id: str
    origin: Origin = Origin.HUMAN
    stance: Stance | None = None
    starred: bool = False
    quotable: bool = True
    """False once somebody marked it not for quotation."""
    anchor: Anchor = Anchor.KEPT
    created_at: datetime | None = None
    voices: tuple[tuple[int, int], ...] = ()
    """Speaker (place in the transcript's speakers) and words said in the segment, in order."""

    @property
    def stands(self) -> bool:
        """Whether it counts: a correction has neither lost it nor left it to be looked at."""
        return self.anchor not in (Anchor.UNREVIEWED, Anchor.LOST)


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment with the names of all that it belongs to, as lists and exports need it."""

    segment: Segment
    title: str
    study: str
    code: str
    code_path: str
    coder: str
    speaker: str
    """Label of who says most of it."""
    role: str
    """Role of that speaker in the conversation."""
    participant: str
    """Pseudonym of who says most of it, or nothing."""
    participants: tuple[str, ...]
    """Pseudonyms of all who speak in it."""
    attributes: dict[str, str]
    """Attributes of `participant`, with those of the appearance laid over them."""
    arm: str
    turn: int
    """Turn in which it begins, from 1."""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposal of one code for one stretch; never a segment until a coder accepts it."""

    span: Span
    code_id: str
    score: float
    """From 0 to 1."""
    because: str
    """The reason, as the coder reads it."""


class MemoKind(StrEnum):
    """What a memo is for."""

    ANALYTIC = "analytic"
    REFLEXIVE = "reflexive"
    METHOD = "method"
    FIELD_NOTE = "field note"


class MemoAbout(StrEnum):
    """What a memo can be about."""

    PROJECT = "project"
    STUDY = "study"
    TRANSCRIPT = "transcript"
    PARTICIPANT = "participant"
    CODE = "code"
    SEGMENT = "segment"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Memo:
    """Text about anything."""

    id: str
    about: MemoAbout
    about_id: str
    body: str
    coder_id: str
    kind: MemoKind = MemoKind.ANALYTIC
    title: str = ""
    span: Span | None = None
    """The place, for a memo about a transcript."""
    created_at: datetime | None = None
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SegmentFileRow:
    """One row of a segments file, in the file's own names."""

    transcript: str
    code: str
    quote: str = ""
    start: int | None = None
    end: int | None = None
    coder: str = ""
    stance: Stance | None = None
    starred: bool = False
    quotable: bool = True
    memo: str = ""
    line: int = 0
    """Line or row in the file, from 1."""
