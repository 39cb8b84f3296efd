"""The codebook: every code in use, in the order of its tree."""

from __future__ import annotations

from ipe_coder.model.code import Code
from ipe_coder.model.counts import count_of
from ipe_coder.model.report import StudyReport
from ipe_coder.writers.blocks import (
    LANDSCAPE_CM,
    Para,
    Part,
    Run,
    Table,
    TableCell,
    Title,
    text_cell,
)

_COLUMNS = (
    ("Mark", 1.4), ("Name", 3.9), ("Kind", 2.2), ("Definition", 5.3), ("Include", 4.1),
    ("Exclude", 4.1), ("Examples", 3.7),
)  # fmt: skip


def codebook_part(study: StudyReport) -> Part | None:
    """Make the table of a study's codebook; a column that would stay empty is left out."""
    walked = [(depth, code) for depth, code in study.codebook.walk() if code.active]
    if not walked:
        return None
    rows = [_cells(depth, code) for depth, code in walked]
    kept = [i for i, _ in enumerate(_COLUMNS) if any(row[i].paras for row in rows)]
    scale = LANDSCAPE_CM / sum(_COLUMNS[i][1] for i in kept)
    table = Table(
        f"Codebook: {study.study.label}",
        tuple(_COLUMNS[i][1] * scale for i in kept),
        tuple(_COLUMNS[i][0] for i in kept),
        [tuple(row[i] for i in kept) for row in rows],
        (_note(study, len(walked)),),
    )
    return Part((Title("Codebook", 2), table), wide=True, new_page=True)


def _cells(depth: int, code: Code) -> tuple[TableCell, ...]:
    name = TableCell((Para((Run(code.name, bold=depth == 0),), indent=depth),))
    words = (code.definition, code.include, code.exclude)
    return (
        text_cell(*filter(None, [code.mark])),
        name,
        text_cell(code.kind.value, code.derived.value),
        *(text_cell(*filter(None, [text])) for text in words),
        text_cell(*code.examples),
    )


def _note(study: StudyReport, listed: int) -> str:
    """Say what the table holds; nothing in it is a count of coding."""
    book = study.codebook
    gone = len(book.codes) - listed
    left = f" {gone} retired or merged {'is' if gone == 1 else 'are'} left out." if gone else ""
    return (
        f"Version {book.version} of the codebook, {count_of(listed, 'node')}."
        f"{left} Each name stands beneath the question or theme that it belongs to. Nothing is "
        "counted in this table."
    )
