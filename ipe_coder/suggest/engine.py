"""What an engine of suggestions is, and what engines and the suggester hand to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol

from ipe_coder.language.pipeline import Word
from ipe_coder.model.code import Codebook
from ipe_coder.model.spans import Span

RECENT = 256
"""Passages whose evidence an engine keeps at hand, since reasons are asked for soon after."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One code proposed for one text, with its score and reason."""

    code_id: str
    score: float
    """From 0 to 1: strength of evidence, not a probability."""
    because: str
    """The reason, as the coder reads it."""


class Place(NamedTuple):
    """Where a passage stands."""

    transcript_id: str
    span: Span

    def overlaps(self, other: Place | None) -> bool:
        """Tell whether two passages share any of the same text."""
        return (
            other is not None
            and self.transcript_id == other.transcript_id
            and self.span.overlaps(other.span)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A text and its words; one that was read twice is not the same."""

    text: str
    words: tuple[Word, ...]
    content: tuple[Word, ...]
    """The words that say something by themselves."""
    place: Place | None = None
    """Where it stands, if that is known: a text is no evidence for itself."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that somebody coded."""

    passage: Passage
    code_id: str
    label: str = ""
    """Where it stands, as the coder knows it: `SW01 turn 9`."""


class Reader(Protocol):
    """Whatever finds the words of texts."""

    def __call__(self, texts: Iterable[str]) -> list[Passage]:
        """Read texts, in the order given."""
        ...


class Engine(Protocol):
    """One way of finding evidence that a passage belongs to a code.

    Evidence is a number above 0, with no upper bound. The suggester adds up the evidence of
    all engines, each times its strength.
    """

    NAME: ClassVar[str]
    """One word, as settings and evaluation name it."""
    STRENGTH: ClassVar[float]
    """What a unit of its evidence counts for beside that of other engines."""

    def __init__(self, codebook: Codebook, read: Reader) -> None:
        """Learn what the codebook says."""
        ...

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn from coded texts, in place of any learnt from before."""
        ...

    def weigh(self, passage: Passage) -> Mapping[str, float]:
        """Find the evidence for each code that has any, by the code's id; never below 0."""
        ...

    def explain(self, passage: Passage, code_id: str) -> str:
        """Say what evidence there is for one code, in the coder's words; empty if none."""
        ...
