"""How a matrix is laid out: what is in view, and that the current cell always is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.tui.widgets.matrix_sheet import (
    GAP,
    Sheet,
    SheetCell,
    SheetColumn,
    SheetLayout,
    SheetRow,
)

NAMES = st.text("ab c", min_size=1, max_size=30)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    column = st.builds(
        SheetColumn, NAMES, st.sampled_from(["", "SWING", "A much longer title"]), st.just("swing"),
        st.sampled_from(["", "n 6", "nobody"]),
    )  # fmt: skip
    columns = draw(st.lists(column, min_size=1, max_size=9))
    rows = draw(st.lists(st.builds(SheetRow, NAMES, st.sampled_from(["", "A", "B"])), max_size=9))
    cells = tuple(tuple(SheetCell("1 of 2") for _ in columns) for _ in rows)
    return Sheet("Theme", tuple(columns), tuple(rows), cells, draw(st.booleans()))


@given(sheets(), st.integers(40, 200), st.data())
def test_the_current_column_is_in_view_wherever_the_view_was(
    sheet: Sheet, width: int, data: st.DataObject
) -> None:
    layout = SheetLayout(sheet, width)
    places = st.integers(0, len(sheet.columns) - 1)
    column, left = data.draw(places), data.draw(places)
    moved = layout.left_for(column, left)
    assert column in layout.shown_from(moved)
    assert moved <= column
    filled = layout.fill(moved)
    assert filled <= moved
    assert len(layout.shown_from(filled)) >= len(layout.shown_from(moved))


@given(sheets(), st.integers(40, 200), st.integers(0, 8))
def test_the_columns_in_view_fit_beside_the_heads_of_the_rows(
    sheet: Sheet, width: int, left: int
) -> None:
    layout = SheetLayout(sheet, width)
    shown = layout.shown_from(min(left, len(sheet.columns) - 1))
    assert len(shown) >= 1
    if len(shown) > 1:
        assert layout.head + sum(layout.widths[place] + GAP for place in shown) <= width


@given(sheets(), st.integers(40, 200))
def test_every_row_has_one_line_and_a_study_stands_over_its_rows(sheet: Sheet, width: int) -> None:
    layout = SheetLayout(sheet, width)
    assert [line for line in layout.lines if not isinstance(line, str)] == [*range(len(sheet.rows))]
    study = ""
    for line in layout.lines:
        if isinstance(line, str):
            study = line
        else:
            assert sheet.rows[line].study == study
    assert layout.height == len(layout.heads) + len(layout.lines)
    assert len(layout.heads) <= 3


def test_a_long_label_takes_two_rows_of_the_head() -> None:
    columns = (SheetColumn("Balancing staff needs", base="n 5"), SheetColumn("Pay", base="n 5"))
    layout = SheetLayout(Sheet("Theme", columns), 80)
    assert layout.heads == [["Balancing", ""], ["staff needs", "Pay"], ["n 5", "n 5"]]


@given(sheets(), st.integers(40, 200), st.integers(0, 8))
def test_studies_stand_over_exactly_their_columns(sheet: Sheet, width: int, left: int) -> None:
    layout = SheetLayout(sheet, width)
    left = min(left, len(sheet.columns) - 1)
    heads = layout.studies_from(left)
    cells = sum(layout.widths[place] + GAP for place in layout.shown_from(left))
    assert sum(span for _, span in heads) == cells
    assert all(len(text) == span for text, span in heads)


def test_a_long_study_is_called_by_its_short_name_where_there_is_no_room() -> None:
    title = "Social Workers Inspiring the Next Generation"
    columns = [SheetColumn("treatment", title, "swing", "n 6")]
    assert "swing" in SheetLayout(Sheet("Theme", tuple(columns)), 80).studies_from(0)[0][0]
    columns *= 5
    assert title in SheetLayout(Sheet("Theme", tuple(columns)), 120).studies_from(0)[0][0]
