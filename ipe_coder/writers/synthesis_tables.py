"""The table of themes that stand on codes of choice, most of them over several studies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from ipe_coder.model.matrix import Base
from ipe_coder.model.report import Report, SynthesisTheme
from ipe_coder.model.theme import Side
from ipe_coder.writers.blocks import Para, Part, Prose, Run, Table, TableCell, Title, muted_cell
from ipe_coder.writers.printed import count_note, count_text
from ipe_coder.writers.theme_tables import evidence_para, ration

_COLUMNS = (
    ("Theme, statement and who raised it", 7.5), ("For the statement", 8.6),
    ("Against the statement", 8.6),
)  # fmt: skip
_ROW_LENGTH = 900
"""Characters of one side in one row."""

_INTRODUCTION = (
    "These themes stand on codes of several studies, or on codes chosen for them. Studies differ "
    "in whom they interviewed and what they asked: their counts stand side by side and are not "
    "added."
)


def synthesis_part(report: Report) -> Part | None:
    """Make the table of the themes that are no node of one codebook; None where there are none."""
    if not report.synthesis:
        return None
    cells = [cell for one in report.synthesis for cell in one.cells]
    table = Table(
        "Themes across studies, with what speaks for and against their statements",
        tuple(width for _, width in _COLUMNS),
        tuple(name for name, _ in _COLUMNS),
        [row for one in report.synthesis for row in _rows(one, report)],
        (count_note(report.coding, Base.INTERVIEWED, cells),),
    )
    blocks = (Title("Themes across studies", 1), Prose(_INTRODUCTION), table)
    return Part(blocks, wide=True, new_page=True)


def _rows(one: SynthesisTheme, report: Report) -> Iterator[tuple[TableCell, ...]]:
    """Make the row of a theme, and more where one side would fill a page."""
    sides = [ration(_side(one, side), _ROW_LENGTH) for side in Side]
    empty: list[Para] = []
    for place, groups in enumerate(zip_longest(*sides, fillvalue=empty)):
        about = muted_cell(f"{one.theme.name}, continued") if place else _theme_cell(one, report)
        yield (about, *(TableCell(tuple(paras)) for paras in groups))


def _side(one: SynthesisTheme, side: Side) -> list[Para]:
    found = [evidence_para(each) for each in one.evidence if each.side is side]
    return found or [Para((Run("Nothing is set down.", muted=True),))]


def _theme_cell(one: SynthesisTheme, report: Report) -> TableCell:
    lines = [(Run(one.theme.name, bold=True),)]
    if one.theme.statement:
        lines.append((Run(one.theme.statement),))
    paras = [Para(runs) for runs in lines]
    for label, cell in zip(one.columns, one.cells, strict=True):
        stance = f"; {cell.stance.words}" if cell.stance.words else ""
        counted = count_text(cell, report.base_for_percent)
        paras.append(Para((Run(f"{label}: ", muted=True), Run(f"{counted}{stance}"))))
    codes = "; ".join(one.codes)
    return TableCell((*paras, Para((Run("It stands on ", muted=True), Run(codes, muted=True)))))
