"""What a search is for, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Role


class Match(StrEnum):
    """How what is typed is compared with what is said."""

    WORDS = "words"
    """As typed; several words are a phrase."""
    STEMS = "stems"
    """Each word in all its endings."""
    PATTERN = "pattern"
    """A regular expression."""


class Stretch(StrEnum):
    """What stands around a hit: what is shown of it, or what is coded."""

    HIT = "hit"
    SENTENCE = "sentence"
    TURN = "turn"


@dataclass(frozen=True)
class SearchRequest:
    """A search over the texts of transcripts; an empty part lets everything through."""

    wanted: str
    match: Match = Match.WORDS
    whole: bool = False
    """Only whole words; stems are always."""
    case: bool = False
    """Whether upper and lower case differ."""
    study: str = ""
    transcript: str = ""
    roles: tuple[Role, ...] = ()
    """Only what these speakers say."""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Only what participants say of whom each of these has one of its values."""
    coded: str = ""
    """Only where this code, or one beneath it, is."""
    not_coded: str = ""
    """Only where neither this code nor one beneath it is."""
    uncoded: bool = False
    """Only where no code is."""
    coder: str = ""
    """Whose coding the last three look at; everybody's when empty."""
    around: Stretch = Stretch.HIT
    """What is shown around a hit: its sentence or turn; else a number of words or characters."""
    words: int = 0
    """Words shown on either side; as many as fit into the characters where 0."""
    characters: int = 40
    """Characters shown on either side."""

    @property
    def asks_coding(self) -> bool:
        """Whether it matters what is coded."""
        return bool(self.coded or self.not_coded or self.uncoded)


class TextHit(NamedTuple):
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


@dataclass(frozen=True)
class HitCoding:
    """What coding some hits with one code would do."""

    places: Mapping[str, tuple[Span, ...]]
    """What would be coded, by transcript id, in order."""
    hits: int
    """Hits that these hold."""
    there: int
    """Hits that the coder has under the code already."""
    elsewhere: int
    """Hits in studies that do not have the code in their codebook."""
    first: str = ""
    """The words of the first place, as a preview."""

    @property
    def segments(self) -> int:
        """Count the segments that would be made; two hits in one sentence can be one."""
        return sum(map(len, self.places.values()))
