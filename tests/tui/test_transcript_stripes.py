"""Stripes never cross, nothing that is coded is hidden without a count, and the map adds up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.model.segment import Segment
from ipe_coder.tui.rendering import CodeLook
from ipe_coder.tui.widgets.transcript_caret import Caret
from ipe_coder.tui.widgets.transcript_layout import Layout, wrap_turns
from ipe_coder.tui.widgets.transcript_page import Page
from ipe_coder.tui.widgets.transcript_stripes import (
    LANES,
    Coverage,
    Stripes,
    map_cell,
    map_rows,
    minimap,
)
from tests.tui.interview import CODES, make_segments, make_transcript, segment

TRANSCRIPT = make_transcript()
LAYOUT = Layout(TRANSCRIPT, wrap_turns(TRANSCRIPT, 54), gaps=True)
LENGTH = len(TRANSCRIPT.text)

spans = st.tuples(st.integers(0, LENGTH - 2), st.integers(1, 300)).map(
    lambda pair: (pair[0], min(pair[0] + pair[1], LENGTH))
)
codings = st.lists(st.tuples(st.sampled_from(sorted(CODES)), spans), max_size=25).map(
    lambda chosen: [segment(TRANSCRIPT, code, *span) for code, span in chosen]
)


@given(codings)
def test_no_two_stripes_share_a_lane_on_a_row(segments: list[Segment]) -> None:
    stripes = Stripes(segments, CODES, LAYOUT)
    for row in range(len(LAYOUT)):
        lanes = [stripe.lane for stripe in stripes.at(row) if stripe.lane < LANES]
        assert len(lanes) == len(set(lanes))


def numbered(segments: list[Segment]) -> list[Segment]:
    return [replace(segment, id=str(number)) for number, segment in enumerate(segments)]


@given(codings, codings, st.data())
def test_after_changes_every_segment_still_has_its_stripe_and_no_two_cross(
    before: list[Segment], more: list[Segment], data: st.DataObject
) -> None:
    every = numbered([*before, *more])
    old, added = every[: len(before)], every[len(before) :]
    removed = data.draw(st.lists(st.sampled_from(old), unique=True)) if old else []
    changed = Stripes(old, CODES, LAYOUT)
    changed.change(added, removed)
    anew = Stripes([one for one in every if one not in removed], CODES, LAYOUT)
    for row in range(len(LAYOUT)):
        beside, wanted = changed.at(row), anew.at(row)
        assert {one.segment.id for one in beside} == {one.segment.id for one in wanted}
        lanes = [one.lane for one in beside if one.lane < LANES]
        assert len(lanes) == len(set(lanes))


def test_applying_a_code_moves_no_other_stripe() -> None:
    page = Page(TRANSCRIPT)
    page.fit(54, gaps=True)
    start = TRANSCRIPT.text.index("It came up in supervision")
    coded = make_segments(TRANSCRIPT)
    page.draw(coded, CODES)
    row = page.layout.row_of(start)
    assert marks(page, row) == ["Rm", "Rp"]
    more = segment(TRANSCRIPT, "Pa", start, start + 60)
    page.draw([*coded, more], CODES)
    assert marks(page, row) == ["Rm", "Rp", "Pa"]
    page.draw([one for one in coded if one.code_id != "Rp"], CODES)
    assert marks(page, row) == ["Rm"]


def test_a_segment_without_a_lane_takes_one_that_is_freed() -> None:
    page = Page(TRANSCRIPT)
    page.fit(54, gaps=True)
    start = TRANSCRIPT.text.index("To be honest")
    coded = [segment(TRANSCRIPT, code, start, start + 20) for code in ("Pa", "Rm", "Bo", "To")]
    page.draw(coded, CODES)
    row = page.layout.row_of(start)
    page.draw(coded[1:], CODES)
    assert sorted(marks(page, row)) == ["Bo", "Rm", "To"]
    assert page.look(row, None, on_top=False).hidden == 0


def test_where_lanes_run_out_the_longest_stripes_have_them() -> None:
    page = Page(TRANSCRIPT)
    page.fit(54, gaps=True)
    start = TRANSCRIPT.text.index("To be honest")
    coded = [segment(TRANSCRIPT, code, start, start + 10) for code in ("Pa", "Rm", "Bo")]
    page.draw(coded, CODES)
    rows = page.draw([*coded, segment(TRANSCRIPT, "Du", start, start + 200)], CODES)
    row = page.layout.row_of(start)
    assert rows is not None
    assert row in rows
    assert "Du" in marks(page, row)
    assert page.look(row, None, on_top=False).hidden == 1
    assert marks(page, row + 2) == ["Du"]


def marks(page: Page, row: int) -> list[str]:
    return [lane[0].mark for lane in page.look(row, None, on_top=True).lanes if lane]


@given(codings)
def test_a_stripe_stands_beside_every_row_of_its_segment(segments: list[Segment]) -> None:
    stripes = Stripes(segments, CODES, LAYOUT)
    for row in range(len(LAYOUT)):
        wanted = [s for s in segments if row in LAYOUT.rows_of(s.span.start, s.span.end)]
        found = [stripe.segment for stripe in stripes.at(row)]
        assert sorted(map(id, found)) == sorted(map(id, wanted))


@given(codings, spans)
def test_the_share_that_is_coded_is_what_counting_gives(
    segments: list[Segment], span: tuple[int, int]
) -> None:
    said = {
        place
        for turn in TRANSCRIPT.turns
        if turn.index % 2
        for place in range(turn.start, turn.end)
        if span[0] <= place < span[1]
    }
    coded = {place for s in segments for place in range(s.span.start, s.span.end)}
    share = len(said & coded) / len(said) if said else 0
    assert abs(Coverage(TRANSCRIPT, segments).share(*span) - share) < 1e-9


@given(st.integers(1, 500), st.integers(1, 60), st.data())
def test_every_row_has_one_cell_of_the_map(total: int, height: int, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, total - 1))
    cell = map_cell(row, total, height)
    first, last = map_rows(cell, total, height)
    assert first <= row <= last
    assert 0 <= cell < height


def test_the_fourth_overlap_is_counted() -> None:
    start = TRANSCRIPT.text.index("To be honest")
    segments = [segment(TRANSCRIPT, code, start, start + 20) for code in ("Pa", "Rm", "Bo", "To")]
    page = Page(TRANSCRIPT)
    page.fit(54, gaps=True)
    page.draw(segments, CODES)
    look = page.look(page.layout.row_of(start), None, on_top=False)
    assert [lane[0].mark for lane in look.lanes if lane] == ["Pa", "Rm", "Bo"]
    assert look.hidden == 1


def test_a_segment_whose_code_is_not_shown_is_left_out() -> None:
    page = Page(TRANSCRIPT)
    page.fit(54, gaps=True)
    page.draw(make_segments(TRANSCRIPT), {"Pa": CodeLook("Pa")})
    row = page.layout.row_of(TRANSCRIPT.text.index("My manager said"))
    assert page.look(row, None, on_top=False).tints == ()
    assert page.stripes.at(row) == []


def test_drawing_other_segments_does_not_wrap_again() -> None:
    page = Page(TRANSCRIPT)
    page.fit(54, gaps=True)
    layout = page.layout
    page.draw(make_segments(TRANSCRIPT), CODES)
    assert page.layout is layout


def test_the_map_shows_the_least_that_is_coded() -> None:
    start = TRANSCRIPT.text.index("To be honest")
    bars = minimap(LAYOUT, Coverage(TRANSCRIPT, [segment(TRANSCRIPT, "Pa", start, start + 1)]), 8)
    assert sorted(bars) == [0] * 7 + [1]
    assert max(minimap(LAYOUT, Coverage(TRANSCRIPT, []), 8)) == 0


def test_a_turn_that_scrolled_off_keeps_its_number_and_its_marks_on_the_top_row() -> None:
    page = Page(TRANSCRIPT)
    page.fit(54, gaps=True)
    page.draw(make_segments(TRANSCRIPT), CODES)
    page.mark_turns((), {7})
    row = page.layout.first_row_of_turn(7) + 2
    inside, on_top = (page.look(row, None, on_top=top) for top in (False, True))
    assert (inside.gutter.number, inside.gutter.speaker) == ("", "")
    assert (on_top.gutter.number, on_top.gutter.speaker, on_top.gutter.glyph) == ("8", "SW03", "")
    assert [lane[1] for lane in inside.lanes if lane] == [False, False]
    assert [lane[1] for lane in on_top.lanes if lane] == [True, True]


def test_memo_and_suggestion_of_one_turn_both_show() -> None:
    page = Page(TRANSCRIPT)
    page.fit(54, gaps=True)
    page.mark_turns({4, 7}, {4, 7})
    short, long = page.layout.first_row_of_turn(4), page.layout.first_row_of_turn(7)
    caret: Caret | None = None
    assert page.look(short, caret, on_top=False).gutter.glyph == "≡"
    assert page.look(long, caret, on_top=False).gutter.glyph == "◊"
    assert page.look(long + 1, caret, on_top=False).gutter.glyph == "≡"
