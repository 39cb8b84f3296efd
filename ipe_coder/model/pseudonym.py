"""Names in transcripts, and what is done about each of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from ipe_coder.model.spans import Span


class NameKind(StrEnum):
    """What a name, or a number that points at somebody, is of."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web address"
    POSTCODE = "postcode"
    NUMBER = "number"
    """A National Insurance or NHS number, or another that the researcher lists."""
    BIRTH = "date of birth"
    NAME = "name"
    """A name of nobody knows what."""


class Decision(StrEnum):
    """What is done about a name."""

    REPLACE = "replace"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class NameRow:
    """One row of a key, of a researcher's list or of a reviewed file."""

    name: str
    term: str = ""
    """What stands in its place, brackets included; empty where the program shall choose."""
    kind: NameKind = NameKind.NAME
    decision: Decision = Decision.REPLACE


@dataclass(frozen=True, slots=True)
class NamePlace:
    """Where a name stands in the text of a transcript."""

    transcript_id: str
    title: str
    span: Span
    before: str
    """Some words before it."""
    quote: str
    after: str
    """Some words after it."""


@dataclass(frozen=True, slots=True)
class NameFind:
    """A name with all its places, and what is proposed or decided about it."""

    name: str
    kind: NameKind
    because: str
    """Why it is taken for one."""
    places: tuple[NamePlace, ...] = field(default=(), repr=False)
    labels: tuple[tuple[str, str], ...] = ()
    """Transcripts (id, title) in which it stands in a speaker's label."""
    titles: tuple[str, ...] = ()
    """Titles and file names that hold it."""
    term: str = ""
    """What stands in its place, brackets included."""
    decision: Decision = Decision.REPLACE
    sure: bool = True
    """Whether it is a name for all that can be seen; what is doubtful is looked at first."""

    def decided(self, decision: Decision, term: str = "", kind: NameKind | None = None) -> NameFind:
        """Copy with a decision."""
        return replace(
            self, decision=decision, term=term or self.term, kind=kind or self.kind, sure=True
        )
