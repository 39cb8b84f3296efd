"""Tables for people: aligned, cut with care, and never obeyed by the terminal."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.cli.output import display_width, fit, printable, render_table
from tests.cli.shell import Shell

WORDS = st.text(max_size=30)


def test_a_table_is_aligned_with_numbers_at_the_right() -> None:
    lines = render_table(("code", "segments"), [("Tone", 7), ("Time of day", 12)])
    assert lines == ["code         segments", "Tone                7", "Time of day        12"]


def test_wide_letters_take_two_cells() -> None:
    lines = render_table(("name", "next"), [("福祉", "a"), ("ab", "b")])
    assert [display_width(line) for line in lines] == [10, 7, 7]
    assert lines[1] == "福祉  a"


def test_a_table_is_cut_to_the_terminal_where_it_may_be() -> None:
    rows = [("1f0c9a2e", "a quotation that is far too long for this terminal", "2 of 6")]
    heads = ("id", "quote", "count")
    line = render_table(heads, rows, 40, {"quote"})[1]
    assert display_width(line) <= 40
    assert line.startswith("1f0c9a2e  a quotation")
    assert line.endswith("…  2 of 6")


def test_counts_are_never_cut() -> None:
    line = render_table(("theme", "treatment"), [("Delivery", "10 of 12")], 5, {"theme"})[1]
    assert line.endswith("10 of 12")


@given(st.lists(st.tuples(WORDS, WORDS), max_size=6), st.integers(20, 60))
def test_no_row_is_wider_than_the_terminal_and_none_breaks_in_two(
    rows: list[tuple[str, str]], width: int
) -> None:
    lines = render_table(("one", "two"), rows, width, {"one", "two"})
    assert len(lines) == len(rows) + 1
    assert all(display_width(line) <= width for line in lines)
    assert all("\n" not in line and "\x1b" not in line for line in lines)


@given(WORDS, st.integers(1, 20))
def test_a_cut_text_fits_and_begins_as_it_did(text: str, width: int) -> None:
    cut = fit(text, width)
    assert display_width(cut) <= max(width, 1)
    assert cut == text or text.startswith(cut[:-1])


@given(st.text())
def test_what_a_terminal_would_obey_is_shown_instead(text: str) -> None:
    shown = printable(text)
    assert not any(char in shown for char in "\x1b\x07\x08\r\x9b\x00")
    assert len(shown) == len(text)


def test_escape_sequences_in_a_file_name_reach_no_terminal(swing: Shell) -> None:
    done = swing("transcript", "import", "\x1b[31mred.txt", "--study", "swing", code=3)
    assert "\x1b" not in done.err


def test_the_matrix_prints_its_counts_bases_and_notes(swing: Shell) -> None:
    done = swing("matrix", "--rows", "code", "--study", "swing")
    assert done.out.splitlines() == [
        "code                  treatment (n 2)  control (n 3)",
        "1 Feasibility         2 of 2           1 of 3",
        "  Delivery mechanism  2 of 2           0 of 3",
        "    Time of day       1 of 2           0 of 3",
        "  Message content     0 of 2           1 of 3",
    ]
    assert "coding: coding of record; base: interviewed" in done.err
    assert "not having raised a thing is no disagreement" in done.err


def test_quotations_of_the_matrix_are_listed_under_it(swing: Shell) -> None:
    out = swing("matrix", "--cells", "quotes", "--study", "swing").out
    assert "Delivery mechanism · treatment" in out
    assert "Tom  I never saw half of them." in out
    assert "Message content · treatment" not in out


def test_a_transcript_is_shown_turn_by_turn_with_times_and_brackets(swing: Shell) -> None:
    out = swing("transcript", "show", "FG1").out.splitlines()
    assert (
        out[1]
        == "2  00:00:04  Ana        We had a messenger group of our own, with tips and so on."
    )
    assert "[/] or nothing at all." in swing("transcript", "show", "SW03").out


def test_reported_and_computed_figures_stand_apart(swing: Shell) -> None:
    out = swing("results", "list", "--study", "swing").out
    assert "as reported      treatment: mean −0.02, SE 0.14, n 130" in out
    assert "from the means   Difference, treatment less control: −0.09" in out
    assert "withheld: " in out
    assert "no effect" not in out


def test_lists_in_json_have_one_thing_a_line(swing: Shell) -> None:
    lines = swing("segment", "list", "--json").out.splitlines()
    assert len(lines) == 4 + 2
    assert json.loads(lines[1].rstrip(","))["coder"] == "CD"
