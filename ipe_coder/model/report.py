"""What the Word report and the other exports are written from: no database, no file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.matrix import BASE_FOR_PERCENT, Base, Cell, JointDisplay, Matrix
from ipe_coder.model.segment import SegmentRow
from ipe_coder.model.study import Study
from ipe_coder.model.theme import Side, Theme


@dataclass(frozen=True, slots=True)
class AttributedQuote:
    """A quotation that consent allows, with the attribution to print."""

    quote: str
    attribution: str
    """Such as `Social worker, recent user`; already widened where it would single a person out."""
    row: SegmentRow


@dataclass(frozen=True, slots=True)
class PrintedEvidence:
    """A segment that speaks for or against a statement, as it may be printed."""

    side: Side
    note: str
    row: SegmentRow
    quote: AttributedQuote | None
    """None where consent or a mark keeps the words out of print."""


@dataclass(frozen=True, slots=True)
class ThemeSection:
    """A theme or code with its definition, its counts by column and its quotations."""

    code: Code
    path: str
    depth: int
    statement: str
    total: Cell
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    quotes: tuple[AttributedQuote, ...]
    """Chosen to be shown; where there is evidence, the starred ones that are no part of it."""
    evidence: tuple[PrintedEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class SynthesisTheme:
    """A theme over codes of choice, often of several studies, with its counts by study."""

    theme: Theme
    codes: tuple[str, ...]
    """Their paths, each after the label of its study."""
    columns: tuple[str, ...]
    """Labels of the studies that it stands on."""
    cells: tuple[Cell, ...]
    evidence: tuple[PrintedEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyReport:
    """All that is printed of one study."""

    study: Study
    codebook: Codebook
    sections: tuple[ThemeSection, ...]
    matrix: Matrix
    joint: JointDisplay | None
    segments: tuple[SegmentRow, ...]
    interviewed: int
    transcripts: int
    notes: tuple[str, ...] = ()
    """Consent, widened attributions, and who was not counted."""
    quotes: tuple[AttributedQuote, ...] = ()
    """Every segment whose words may be printed, beside those of the sections.

    Exports print the words of these segments and of no others, so that a segment which nobody
    cleared stays unprinted.
    """
    base: Base = Base.INTERVIEWED
    """Of whom the sections' and the joint display's counts are made."""


@dataclass(frozen=True, slots=True)
class Report:
    """A project's report: its name, its date and its studies."""

    project: str
    made_on: date
    studies: tuple[StudyReport, ...]
    coding: str
    """Which coding was counted, in words."""
    base_for_percent: int = BASE_FOR_PERCENT
    """The smallest base of which a share is also printed in per cent."""
    synthesis: tuple[SynthesisTheme, ...] = ()
    """Themes that are no node of one codebook."""
