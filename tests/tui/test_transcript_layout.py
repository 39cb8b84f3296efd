"""Every word of a transcript stands on one row, no row is too wide, and every place is found."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ipe_coder.model.transcript import Role, Source, Speaker, Transcript, Turn
from ipe_coder.tui.rendering import divide
from ipe_coder.tui.widgets.transcript_layout import GAP, Layout, wrap, wrap_turns
from tests.tui.interview import make_transcript

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
plain = st.text(st.sampled_from("abc-.  \n"), max_size=120)
mixed = st.lists(
    st.sampled_from(["word", "a", " ", " ", "  ", "\n", "\t", FAMILY, "o\u0308\u0301", "한국어",
                     "\U0001f1ec\U0001f1e7", "\u0634\u0643\u0631\u0627", "\u200d", "\ufe0f",
                     "—", "“so”", "x" * 30]),
    max_size=40,
).map("".join)  # fmt: skip
measures = st.integers(20, 64)


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    said = draw(st.lists(plain | mixed, min_size=1, max_size=8))
    between = draw(st.sampled_from(["\n", "\n\n", " "]))
    turns, place = [], 0
    for index, words in enumerate(said):
        turns.append(Turn(index, place, place + len(words), draw(st.integers(0, 1))))
        place += len(words) + len(between)
    speakers = (Speaker("Interviewer", Role.INTERVIEWER), Speaker("P1", Role.PARTICIPANT))
    source = Source("x.txt", "plain", "0" * 64, 1)
    return Transcript("x", "s", "X", between.join(said), tuple(turns), speakers, source)


@given(plain | mixed, measures)
def test_rows_hold_every_word_once_in_order(text: str, measure: int) -> None:
    rows = wrap(text, 0, len(text), measure)
    assert rows == sorted(rows)
    shown = [place for start, end in rows for place in range(start, end)]
    assert len(shown) == len(set(shown))
    words = {place for place, character in enumerate(text) if not character.isspace()}
    assert words <= set(shown)


@given(plain | mixed, measures)
def test_no_row_is_wider_than_the_measure(text: str, measure: int) -> None:
    for start, end in wrap(text, 0, len(text), measure):
        assert sum(cells for _, _, cells in divide(text[start:end])) <= measure
        assert not text[start:end].endswith(" ")
        assert "\n" not in text[start:end]


def fill(paragraph: str, measure: int) -> list[str]:
    """Wrap a paragraph in the plainest way: word by word, and long words by characters."""
    rows, row, used = [], "", 0
    for word in re.findall(r"[ \t]*[^ \t]+", paragraph.strip(" \t")):
        pieces = [(word[start:end], cells) for start, end, cells in divide(word)]
        cells = sum(width for _, width in pieces)
        if row and used + cells <= measure:
            row, used = row + word, used + cells
            continue
        if row:
            rows.append(row)
        row, used = "", 0
        for piece, width in [(p, w) for p, w in pieces if p not in (" ", "\t")]:
            if row and used + width > measure:
                rows.append(row)
                row, used = "", 0
            row, used = row + piece, used + width
    return [*rows, row]


@given(plain | mixed.filter(lambda text: "\u200d" not in text and "\ufe0f" not in text), measures)
def test_rows_are_filled_as_far_as_they_go(text: str, measure: int) -> None:
    paragraph = text.replace("\n", " ")
    rows = wrap(paragraph, 0, len(paragraph), measure)
    assert [paragraph[start:end] for start, end in rows] == fill(paragraph, measure)


@given(mixed, measures)
def test_rows_never_cut_through_a_character(text: str, measure: int) -> None:
    inside = {place for start, end, _ in divide(text) for place in range(start + 1, end)}
    for start, end in wrap(text, 0, len(text), measure):
        if "\n" not in text:
            assert start not in inside
            assert end not in inside


@given(transcripts(), measures, st.booleans())
def test_an_offset_and_its_place_lead_to_each_other(
    transcript: Transcript, measure: int, gaps: bool
) -> None:
    layout = Layout(transcript, wrap_turns(transcript, measure), gaps=gaps)
    for number in range(len(layout)):
        row = layout[number]
        for start, _, cells in layout.graphemes_of(number):
            if cells and row.turn != GAP:
                offset = row.start + start
                place = layout.place_of(offset)
                assert place[0] == number
                assert layout.offset_at(*place) == offset


@given(transcripts(), measures, st.booleans())
def test_every_row_belongs_to_the_turn_whose_words_it_shows(
    transcript: Transcript, measure: int, gaps: bool
) -> None:
    layout = Layout(transcript, wrap_turns(transcript, measure), gaps=gaps)
    for number in range(len(layout)):
        row = layout[number]
        if row.turn != GAP and row.start < row.end:
            turn = transcript.turns[row.turn]
            assert turn.start <= row.start < row.end <= turn.end
    for turn in transcript.turns:
        first = layout[layout.first_row_of_turn(turn.index)]
        assert first.first
        assert first.turn == turn.index


@given(transcripts(), measures, st.data())
def test_the_rows_of_a_stretch_are_those_that_show_it(
    transcript: Transcript, measure: int, data: st.DataObject
) -> None:
    layout = Layout(transcript, wrap_turns(transcript, measure), gaps=True)
    shown = [
        place
        for number in range(len(layout))
        if layout[number].turn != GAP
        for place in range(layout[number].start, layout[number].end)
    ]
    if not shown:
        return
    start = data.draw(st.sampled_from(shown))
    end = data.draw(st.sampled_from([place for place in shown if place >= start])) + 1
    rows = layout.rows_of(start, end)
    assert rows.start == layout.row_of(start)
    assert rows.stop - 1 == layout.row_of(end - 1)


def test_long_words_break_and_short_ones_do_not() -> None:
    text = "see https://example.org/a/very/long/address now"
    assert [text[start:end] for start, end in wrap(text, 0, len(text), 20)] == [
        "see",
        "https://example.org/",
        "a/very/long/address",
        "now",
    ]


def test_wide_characters_count_two_cells() -> None:
    text = "한국어 " * 8
    rows = wrap(text, 0, len(text), 20)
    assert [cell_len(text[start:end]) for start, end in rows] == [20, 20, 13]


def test_a_new_exchange_begins_where_the_interviewer_speaks_again() -> None:
    transcript = make_transcript()
    layout = Layout(transcript, wrap_turns(transcript, 54), gaps=True)
    gaps = [number for number in range(len(layout)) if layout[number].turn == GAP]
    assert [layout[number + 1].turn for number in gaps] == [2, 4, 6, 8, 10, 12, 14]
    without = Layout(transcript, wrap_turns(transcript, 54), gaps=False)
    assert len(without) == len(layout) - len(gaps)


def test_in_a_group_without_an_interviewer_every_turn_stands_apart() -> None:
    transcript = make_transcript("A: One.\nB: Two.\nB: Three.")
    layout = Layout(transcript, wrap_turns(transcript, 54), gaps=True)
    assert [layout[number].turn for number in range(len(layout))] == [0, GAP, 1, GAP, 2]


def test_lines_of_a_turn_stay_lines() -> None:
    transcript = make_transcript("A: One.")
    text = "  First line.\n\nAfter a blank one.  "
    turn = Turn(0, 0, len(text), 0)
    transcript = Transcript("x", "s", "X", text, (turn,), transcript.speakers, transcript.source)
    layout = Layout(transcript, wrap_turns(transcript, 54), gaps=False)
    rows = [layout[number] for number in range(len(layout))]
    assert [text[row.start : row.end] for row in rows] == ["First line.", "", "After a blank one."]


def test_a_turn_without_words_has_one_empty_row() -> None:
    source = Source("x.txt", "plain", "0" * 64, 1)
    turns = (Turn(0, 0, 0, 0), Turn(1, 0, 3, 0), Turn(2, 4, 7, 0))
    transcript = Transcript("x", "s", "X", "   \nHi.", turns, (Speaker("P1"),), source)
    layout = Layout(transcript, wrap_turns(transcript, 54), gaps=False)
    assert [layout[number].turn for number in range(len(layout))] == [0, 1, 2]
