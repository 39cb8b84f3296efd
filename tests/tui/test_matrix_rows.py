"""A matrix in words: every cell says k of n, and nobody is never a 0."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.analysis.matrix import NOT_IN_CODEBOOK, NOT_INTERVIEWED
from ipe_coder.model.matrix import Base, Cell, CellKind, Heading, Matrix, StanceCount
from ipe_coder.tui.rendering import CodeLook
from ipe_coder.tui.screens.matrix_rows import (
    LEAST_SHADED,
    make_sheet,
    notes_on,
    render_cell_head,
    render_legend,
)
from ipe_coder.tui.themes import DARK, PALETTES, Palette
from ipe_coder.tui.widgets.matrix_sheet import Sheet
from tests.tui.colour_vision import contrast

PEOPLE = tuple(f"P{number}" for number in range(30))


def matrix_of(
    *cells: Cell, kind: CellKind = CellKind.PARTICIPANTS, base: Base = Base.INTERVIEWED
) -> Matrix:
    columns = tuple(Heading(str(place), f"column {place}") for place in range(len(cells)))
    row = Heading("c1", "Barriers", code_id="c1")
    return Matrix("theme", "arm", kind, base, "coding of record", (row,), columns, (cells,))


def sheet_of(matrix: Matrix, excerpts: dict[str, str] | None = None) -> Sheet:
    return make_sheet(matrix, {"c1": CodeLook("Ba")}, excerpts or {}, {})


@st.composite
def counted_cells(draw: st.DrawFn, kind: CellKind) -> Cell:
    n = draw(st.integers(1, 30))
    said = PEOPLE[: draw(st.integers(0, n))]
    value: float | int | str = len(said)
    if kind is CellKind.SHARE:
        value = len(said) / n
    elif kind is CellKind.SUMMARIES:
        value = "\n".join(f"{name}: it was hard" for name in said)
    elif kind is not CellKind.PARTICIPANTS:
        value = draw(st.integers(len(said), 5000)) if said else 0
    return Cell(value, n, said, said)


@given(st.data(), st.sampled_from(CellKind))
def test_every_cell_says_how_many_of_how_many(data: st.DataObject, kind: CellKind) -> None:
    cell = data.draw(counted_cells(kind))
    shown = sheet_of(matrix_of(cell, kind=kind), {"P0": "It was hard."}).cells[0][0]
    assert f"{len(cell.participants)} of {cell.n}" in shown.text


@given(st.data(), st.sampled_from(CellKind))
def test_a_small_base_is_counted_and_not_shaded(data: st.DataObject, kind: CellKind) -> None:
    cell = data.draw(counted_cells(kind))
    sheet = sheet_of(matrix_of(cell, kind=kind))
    assert cell.n is not None
    shown = sheet.cells[0][0]
    if cell.n < LEAST_SHADED:
        assert shown.heat is None
        assert sheet.columns[0].base == f"n {cell.n} ‹"
    else:
        assert (shown.heat is not None) == bool(cell.participants)
        assert sheet.columns[0].base == f"n {cell.n}"
    if shown.heat is not None:
        assert 0 < shown.heat <= 1


@pytest.mark.parametrize("kind", CellKind)
def test_an_arm_that_nobody_was_interviewed_from_never_shows_a_number(kind: CellKind) -> None:
    matrix = matrix_of(
        Cell(None, None, absent=NOT_INTERVIEWED), Cell(None, None, absent=NOT_IN_CODEBOOK),
        kind=kind,
    )  # fmt: skip
    sheet = sheet_of(matrix)
    assert [cell.text for cell in sheet.cells[0]] == ["nobody", "—"]
    assert [column.base for column in sheet.columns] == ["nobody", "—"]
    assert not re.search(r"\d", "".join(cell.text for cell in sheet.cells[0]))
    legend = render_legend(matrix, PALETTES[DARK], 118).plain
    assert "nobody: not interviewed, not a 0" in legend
    assert "— not in codebook" in legend
    head = render_cell_head(matrix, (0, 0), {}, {}, 118).plain
    assert "Nobody was interviewed here. That is not a 0." in head


def test_the_head_of_the_quotes_says_stances_and_who_did_not_raise_it() -> None:
    cell = Cell(
        2, 3, ("P1", "P2"), ("s1", "s2", "s3"), StanceCount(for_=1, mixed=1), not_raised_by=("P3",)
    )
    head = render_cell_head(matrix_of(cell), (0, 0), {"c1": CodeLook("Ba")}, {}, 118).plain
    assert head == "Ba Barriers   column 0   2 of 3 raised it, 3 quotes\n1 for, 1 mixed · not in P3"


@pytest.mark.parametrize("width", [78, 118])
def test_the_legend_fits_its_row(width: int) -> None:
    matrix = matrix_of(
        Cell(3, 5, PEOPLE[:3]), Cell(1, 2, PEOPLE[:1]), Cell(None, None, absent=NOT_INTERVIEWED),
        Cell(None, None, absent=NOT_IN_CODEBOOK),
    )  # fmt: skip
    legend = render_legend(matrix, PALETTES[DARK], width)
    assert legend.cell_length <= width
    assert "…" not in legend.plain


def test_the_notes_say_base_coding_and_what_was_left_out() -> None:
    notes = notes_on(matrix_of(Cell(1, 2, PEOPLE[:1])), ["Booklet"])
    assert notes == [
        "Base: everybody interviewed.",
        "Counted: coding of record.",
        "No transcripts yet, so left out: Booklet.",
    ]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.title)
@given(share=st.floats(0, 1))
def test_numbers_can_be_read_on_every_shade(palette: Palette, share: float) -> None:
    assert contrast(palette.heat_at(share), palette.strong) >= 4.5
