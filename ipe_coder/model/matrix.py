"""Matrices and joint displays: tables whose every cell opens to its quotations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from ipe_coder.model.result import ResultView
from ipe_coder.model.segment import SegmentRow
from ipe_coder.model.theme import Evidence, Side, Theme, Verdict


class Base(StrEnum):
    """Of whom a count is made."""

    INTERVIEWED = "interviewed"
    ASKED = "asked"
    SPOKE = "spoke"


class CellKind(StrEnum):
    """What a cell holds."""

    SEGMENTS = "segments"
    PARTICIPANTS = "participants"
    WORDS = "words"
    SHARE = "share"
    QUOTES = "quotes"
    SUMMARIES = "summaries"


BASE_FOR_PERCENT = 20
"""The smallest base of which a share is also printed in per cent."""


def percent(k: int, n: int) -> str:
    """Say a share in whole per cent, halves rounded up.

    What is neither nobody nor everybody is never rounded to 0% or 100%.
    """
    whole = (200 * k + n) // (2 * n)
    if k and not whole:
        return "under 1%"
    if k < n and whole == 100:
        return "over 99%"
    return f"{whole}%"


AXES = (
    "code", "theme", "question", "study", "participant", "respondent", "transcript", "coder",
    "arm", "wave",
)  # fmt: skip
"""What rows and columns can be, beside any attribute by its name."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a row or a column."""

    key: str
    """The id or the value that it stands for."""
    label: str
    depth: int = 0
    code_id: str | None = None
    """The code, where it is one."""
    study: str = ""
    """Its study, where headings of several stand side by side; the label begins with it."""

    @property
    def short(self) -> str:
        """The label without its study."""
        return self.label.removeprefix(f"{self.study}: ") if self.study else self.label


@dataclass(frozen=True, slots=True)
class StanceCount:
    """How many participants of a cell speak for, against, both ways or neither.

    A participant who does both, or has a mixed segment, is `mixed`.
    """

    for_: int = 0
    against: int = 0
    mixed: int = 0
    neutral: int = 0
    unmarked: int = 0

    @property
    def words(self) -> str:
        """The counts as they are printed: `2 for, 1 against`; empty where no stance is marked."""
        marked = (
            (self.for_, "for"),
            (self.against, "against"),
            (self.mixed, "mixed"),
            (self.neutral, "neutral"),
        )
        if not any(count for count, _ in marked):
            return ""
        named = (*marked, (self.unmarked, "not marked"))
        return ", ".join(f"{count} {name}" for count, name in named if count)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, with what it was counted from."""

    value: float | int | str | None
    """None where nobody was interviewed, or where the code is not in that study's codebook."""
    n: int | None
    """The base: the denominator of `value` by participants; None where nobody was interviewed."""
    participants: tuple[str, ...] = ()
    """Pseudonyms of those counted."""
    segment_ids: tuple[str, ...] = ()
    stance: StanceCount = StanceCount()
    absent: str = ""
    """Why there is no value: `not interviewed`, `not in this codebook`; else empty."""
    not_raised_by: tuple[str, ...] = field(default=(), compare=False)
    """Pseudonyms of the rest of the base. Not having raised a thing is not disagreeing with it."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by columns; `cells[i][j]` stands in row i and column j."""

    row_axis: str
    column_axis: str
    kind: CellKind
    base: Base
    coding: str
    """Which coding was counted, in words: `coding of record`, or a coder's name."""
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    """What a reader must know: who was not counted and why."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence with the segment that it is."""

    evidence: Evidence
    row: SegmentRow


def side_counts(evidence: Iterable[EvidenceRow]) -> str:
    """Say how many segments stand on each side: `3 for, 1 against`; empty where there are none."""
    sides = [one.evidence.side for one in evidence]
    return f"{sides.count(Side.FOR)} for, {sides.count(Side.AGAINST)} against" if sides else ""


@dataclass(frozen=True, slots=True)
class JointTheme:
    """A theme beside an outcome: its statement, its counts and its chosen quotation."""

    theme: Theme
    columns: tuple[str, ...]
    """The arms, and other groups of participants, that the counts are of."""
    cells: tuple[Cell, ...]
    quote: SegmentRow | None = None
    verdict: Verdict | None = None
    evidence: tuple[EvidenceRow, ...] = ()
    """For the statement first, then against it."""


@dataclass(frozen=True, slots=True)
class JointRow:
    """An outcome, its results, and the themes set beside it."""

    results: tuple[ResultView, ...]
    themes: tuple[JointTheme, ...]


@dataclass(frozen=True, slots=True)
class JointDisplay:
    """The joint display of one study."""

    study: str
    rows: tuple[JointRow, ...]
    interviewed: int
    """Participants interviewed in the study."""
    notes: tuple[str, ...] = ()
