"""How counts and words are printed, the same in every export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ipe_coder.model.counts import count_of
from ipe_coder.model.matrix import Base, Cell, CellKind, percent
from ipe_coder.model.report import AttributedQuote, StudyReport

BASES = {
    Base.INTERVIEWED: "In “k of n”, n is everybody of that column who was interviewed.",
    Base.ASKED: "In “k of n”, n is everybody of that column to whom, or to whose group, a question "
    "on it was put.",
    Base.SPOKE: "In “k of n”, n is everybody of that column who spoke.",
}
"""What the denominator of a count is, by base."""

RAISED = (
    "A participant raised a theme if words of theirs are coded with it or with a code beneath it, "
    "and counts once a cell; not having raised it is not disagreement."
)
PURPOSIVE = "The sample is purposive, so counts carry no test and no interval."


def raised(cell: Cell) -> int:
    """Count the participants of a cell."""
    return len(cell.participants)


def count_text(cell: Cell, base_for_percent: int) -> str:
    """Print a count of participants as `3 of 5`, or why there is none.

    Of a large base the share follows in per cent; of a small one it never does.
    """
    if cell.n is None:
        return cell.absent or "not interviewed"
    counted = f"{raised(cell)} of {cell.n}"
    if cell.n < max(base_for_percent, 1):
        return counted
    return f"{counted} ({percent(raised(cell), cell.n)})"


def cell_lines(cell: Cell, kind: CellKind, base_for_percent: int) -> list[str]:
    """Print a cell of a matrix: what it holds first, then of how many it is counted."""
    if cell.value is None:
        return [count_text(cell, base_for_percent)]
    if kind in (CellKind.PARTICIPANTS, CellKind.SHARE):
        return [count_text(cell, base_for_percent), *filter(None, [cell.stance.words])]
    if kind is CellKind.SUMMARIES:
        return str(cell.value).split("\n")
    if kind is CellKind.QUOTES:
        return []
    unit = {CellKind.WORDS: "word", CellKind.SEGMENTS: "segment"}[kind]
    amount = count_of(int(cell.value), unit)
    return [amount, f"from {count_text(cell, base_for_percent)}"] if cell.n else [amount]


def count_note(coding: str, base: Base, cells: Iterable[Cell]) -> str:
    """Tell under a table what was counted, of whom, and what the counts do not mean."""
    absent = {cell.absent for cell in cells} - {""}
    parts = [f"Coding counted: {coding}.", BASES[base], RAISED]
    if "not interviewed" in absent:
        parts.append("“not interviewed” means that nobody of that column was; it is not a zero.")
    if "not in this codebook" in absent:
        parts.append("“not in this codebook” means that the study had no such code to apply.")
    return " ".join([*parts, PURPOSIVE])


def quotes_by_segment(study: StudyReport) -> Mapping[str, AttributedQuote]:
    """Find what may be printed of each segment; the words of any other stay out of an export."""
    allowed = [*study.quotes, *(one for section in study.sections for one in section.quotes)]
    return {one.row.segment.id: one for one in allowed if one.row.segment.quotable}
