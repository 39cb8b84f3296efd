from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.model.delimited import DELIMITERS, RowError, column_key, name_cells, split_rows

cells = st.text(alphabet=st.sampled_from("ab ,;\t\n\"'é"), max_size=8)


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = split_rows(f"a{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}3\n")
    assert [list(row.cells) for row in rows] == [["a", "b", "c"], ["1", "2", "3"]]


def test_the_line_that_names_the_delimiter_is_not_a_row() -> None:
    (row,) = split_rows("sep=;\na,b;c\n")
    assert (row.line, list(row.cells)) == (2, ["a,b", "c"])


def test_rows_know_their_lines_past_blank_rows_and_cells_of_several_lines() -> None:
    rows = split_rows('a,b\n\n"x\ny",1\n,\nz,2\n')
    assert [row.line for row in rows] == [1, 3, 6]


@pytest.mark.parametrize("name", ["near_miss", "Near Miss", "near-miss", "NEARMISS"])
def test_column_names_are_compared_without_case_and_spaces(name: str) -> None:
    assert column_key(name) == "nearmiss"


def test_cells_are_named_and_short_rows_filled() -> None:
    columns, rows = name_cells(split_rows("N 1,Notes,\n5\n"), {"n1": "n_1"})
    assert columns == ("n_1", "Notes")
    assert rows == [(2, {"n_1": "5", "Notes": ""})]


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ('a,b\n"x,y\n', "a quotation mark that opens in this row is never closed", 2),
        ('a,b\n"x" y,z\n', "a cell goes on after its closing quotation mark", 2),
        ('a\n"' + "x" * 140_000 + '"\n', "a cell is too long", 2),
    ],
)
def test_a_row_that_cannot_be_read_is_named(text: str, fault: str, line: int) -> None:
    with pytest.raises(RowError, match=fault) as caught:
        split_rows(text)
    assert caught.value.line == line


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_is_read_as_it_was(rows: list[list[str]]) -> None:
    table = [["first", "second", "third", "fourth"], *rows]
    for delimiter in DELIMITERS:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerows(table)
        found = [list(row.cells) for row in split_rows(stream.getvalue())]
        assert found == [row for row in table if any(cell.strip() for cell in row)]
