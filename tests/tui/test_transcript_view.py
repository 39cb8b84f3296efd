"""Coders move, select and see what is coded, and a key repaints no more than it changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.strip import Strip

from ipe_coder.model.spans import Span
from ipe_coder.tui.themes import DARK, PALETTES
from ipe_coder.tui.widgets.transcript_page import Page
from ipe_coder.tui.widgets.transcript_units import Unit
from ipe_coder.tui.widgets.transcript_view import TranscriptView
from tests.tui.harness import HarnessApp, ReadingScreen
from tests.tui.interview import CODES, make_segments, make_transcript, segment

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@asynccontextmanager
async def reading(
    size: tuple[int, int] = (120, 36), theme: str = DARK
) -> AsyncIterator[tuple[Pilot[None], ReadingScreen, TranscriptView]]:
    app = HarnessApp(theme)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReadingScreen)
        yield pilot, screen, screen.transcript_view


def said(view: TranscriptView, span: Span | None) -> str:
    return "" if span is None else span.of(text_of(view))


def text_of(view: TranscriptView) -> str:
    assert view.transcript is not None
    return view.transcript.text


def page_of(view: TranscriptView) -> Page:
    assert view._page is not None
    return view._page


def rows(view: TranscriptView) -> list[str]:
    return [view.render_line(y).text for y in range(view.size.height)]


def row_with(view: TranscriptView, words: str) -> int:
    return next(y for y, row in enumerate(rows(view)) if words in row)


def style_of(strip: Strip, words: str) -> Any:
    return next(segment.style for segment in strip if words in segment.text)


# -- moving and selecting


async def test_keys_move_and_say_where_the_cursor_is() -> None:
    async with reading() as (pilot, screen, view):
        await pilot.press("j", "j")
        assert (
            said(view, view.sentence) == "I am a social worker in the duty team, three years now."
        )
        assert (screen.moved[-1].turn, screen.moved[-1].sentence) == (1, view.sentence)
        assert "turn 2 of 16" in screen.header.render().plain
        await pilot.press("J", "J", "j", "k", "K")
        assert view.turn == 2


async def test_words_are_selected_and_the_selection_is_told() -> None:
    async with reading() as (pilot, screen, view):
        view.go_to(text_of(view).index("To be honest"))
        await pilot.press("l", "l", "l", "l", "v", *"lllllll")
        assert said(view, view.selection) == "most of us just agree it between ourselves"
        assert view.target == view.selection
        assert screen.selected[-1].selection == view.selection
        await pilot.press("escape")
        assert view.selection is None
        assert said(view, view.target).startswith("To be honest")
        assert screen.selected[-1].selection is None


async def test_edges_grow_and_shrink_by_words() -> None:
    async with reading() as (pilot, _, view):
        view.go_to(text_of(view).index("Nobody rang her."))
        await pilot.press("]", "]", "[", "}", "{")
        assert said(view, view.selection) == "Nobody rang her. That"
        assert said(view, view.sentence) == "Nobody rang her."


async def test_a_page_and_both_ends() -> None:
    async with reading(size=(80, 24)) as (pilot, _, view):
        await pilot.press("pagedown")
        assert view.turn > 4
        await pilot.press("pageup")
        assert view.turn <= 1
        await pilot.press("end")
        assert view.turn == 15
        assert view.scroll_offset.y == view.max_scroll_y
        await pilot.press("home")
        assert (view.turn, view.scroll_offset.y) == (0, 0)


async def test_spans_count_code_points_over_emoji_and_marks() -> None:
    async with reading() as (pilot, _, view):
        text = text_of(view)
        view.go_to(text.index(FAMILY), Unit.WORD)
        await pilot.press("v")
        assert said(view, view.selection) == FAMILY
        await pilot.press("l", "l")
        assert said(view, view.selection) == f"{FAMILY} and leave"
        view.step_back()
        view.go_to(text.index("o\u0308\u0301"), Unit.CHARACTER)
        await pilot.press("v")
        assert said(view, view.selection) == "o\u0308\u0301"
        await pilot.press("L", "L")
        assert said(view, view.selection) == "o\u0308\u0301 q\u0303"


async def test_a_place_can_be_gone_to_and_a_span_selected() -> None:
    async with reading() as (_, _, view):
        start = text_of(view).index("favours")
        view.select_span(Span(start, start + 7))
        assert said(view, view.selection) == "favours"
        assert view.turn == 11
        assert any("favours" in row for row in rows(view))
        view.select_span(None)
        assert view.selection is None
        assert view.go_to_turn(2)
        assert not view.go_to_turn(99)


async def test_a_turn_that_is_gone_to_stands_whole_in_view() -> None:
    async with reading((80, 12)) as (pilot, _, view):
        turns = page_of(view).transcript.turns
        for index in (*range(1, len(turns)), *range(len(turns) - 2, -1, -1)):
            assert view.go_to_turn(index)
            await pilot.pause()
            turn, top = turns[index], view.scroll_offset.y
            wanted = page_of(view).layout.rows_of(turn.start, turn.end)
            shown = range(top, top + view.size.height)
            assert wanted.start in shown
            assert wanted.stop - 1 in shown or len(wanted) >= len(shown)


async def test_segments_at_the_cursor_are_known() -> None:
    async with reading() as (pilot, screen, view):
        view.go_to(text_of(view).index("My manager had already"))
        assert [found.code_id for found in view.segments_at()] == ["Pa", "Rm"]
        await pilot.press("c")
        assert [found.code_id for found in view.segments_at()] == ["Pa", "Rm", "Pa"]
        assert screen.footer.status == "Coded Pa, 17 words"


# -- what is seen


async def test_words_show_as_they_are_and_rows_are_as_wide_as_the_view() -> None:
    async with reading() as (pilot, _, view):
        await pilot.press("end")
        shown = "\n".join(rows(view))
        assert "Nobody asked them [/] as far as I know. [b]Some[/b]" in shown
        assert f"text me a \U0001f44d\U0001f3fd or a {FAMILY} and leave" in shown
        for y in range(view.size.height):
            assert view.render_line(y).cell_length == view.size.width


async def test_the_gutter_names_the_turn_where_it_begins() -> None:
    async with reading() as (_, _, view):
        assert rows(view)[0].startswith("▌  1   Int  Thanks for making")
        assert rows(view)[2].startswith("   2   SW03 I am a social")
        assert rows(view)[row_with(view, "It came up")].startswith("   4 ◊ SW03 It came")
        assert rows(view)[row_with(view, "Seeing")].startswith("   6 ≡ SW03 Seeing")


async def test_the_top_row_repeats_who_speaks() -> None:
    async with reading(size=(80, 24)) as (_, _, view):
        view.scroll_to(y=6, animate=False)
        assert rows(view)[0].startswith("   4   SW03 people on duty")


async def test_marks_head_their_stripes() -> None:
    async with reading() as (_, _, view):
        y = row_with(view, "It came up")
        assert rows(view)[y][68:74] == "Rm Rp "
        assert rows(view)[y + 1][68:74] == "┃  ┃  "
        assert rows(view)[y + 2][68:74] == "┃     "
        assert rows(view)[row_with(view, "Seeing") + 1][68] == "╏"


async def test_the_cursor_sentence_the_selection_and_codes_have_their_grounds() -> None:
    palette = PALETTES[DARK]
    async with reading() as (pilot, _, view):
        view.go_to(text_of(view).index("Can you take me"))
        await pilot.pause()
        strip = view.render_line(row_with(view, "Can you take me"))
        assert style_of(strip, "Can you").bgcolor.name == palette.cursor
        assert style_of(strip, "▌").color.name == palette.accent_text
        coded = view.render_line(row_with(view, "It came up"))
        tint = palette.tinted(palette.ground, [2]).lower()
        assert style_of(coded, "My manager").bgcolor.name == tint
        await pilot.press("l", "v")
        strip = view.render_line(row_with(view, "Can you take me"))
        assert style_of(strip, "Can").bgcolor.name == palette.accent


async def test_the_bar_is_muted_while_another_pane_has_the_focus() -> None:
    palette = PALETTES[DARK]
    async with reading() as (pilot, screen, view):
        screen.set_focus(None)
        await pilot.pause()
        assert style_of(view.render_line(0), "▌").color.name == palette.muted


@pytest.mark.parametrize(
    ("name", "value"), [("COLORTERM", ""), ("NO_COLOR", "1"), ("TERM", "xterm-16color")]
)
async def test_with_few_colours_coded_words_are_underlined(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    if name == "TERM":
        monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv(name, value)
    async with reading() as (pilot, _, view):
        coded = view.render_line(row_with(view, "It came up"))
        assert style_of(coded, "My manager").underline
        assert not style_of(coded, "It came").underline
        assert style_of(coded, "My manager").bgcolor == style_of(coded, "It came").bgcolor
        await pilot.press("l", "v")
        selected = style_of(view.render_line(0), "Thanks")
        assert selected.reverse
        assert selected.bgcolor is None


async def test_a_code_that_is_applied_shows_without_wrapping_again() -> None:
    async with reading() as (pilot, _, view):
        layout = page_of(view).layout
        await pilot.press("c")
        await pilot.pause()
        assert page_of(view).layout is layout
        assert rows(view)[0][68:71] == "Pa "


async def test_blank_rows_come_and_go() -> None:
    async with reading() as (pilot, _, view):
        assert not rows(view)[4].rstrip(" █▏▎▍▌▋▊▉")
        await pilot.press("z")
        assert rows(view)[4].startswith("   3   Int  Can you")
    async with reading(size=(80, 24)) as (_, _, view):
        assert rows(view)[3].startswith("   3   Int  Can you")


async def test_the_cursor_stays_where_it_is_on_the_screen_when_the_window_changes() -> None:
    async with reading() as (pilot, _, view):
        view.go_to(text_of(view).index("To be honest"))
        for size in ((100, 30), (80, 24), (140, 50), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            row = view._cursor_row() - view.scroll_offset.y
            assert 0 <= row < view.size.height
            assert rows(view)[row].startswith("▌")


async def test_without_words_nothing_can_be_selected() -> None:
    async with reading() as (pilot, _, view):
        view.load(make_transcript("A:  "), [], {})
        await pilot.press("j", "v", "c", "]", "pagedown", "end")
        assert view.target is None
        assert view.coverage == 0
        assert not view.step(Unit.WORD, forward=True)
        assert len(rows(view)) == view.size.height


async def test_another_transcript_begins_at_its_own_place() -> None:
    async with reading() as (pilot, screen, view):
        await pilot.press("end")
        other = make_transcript(ident="other")
        view.load(other, make_segments(other), CODES, speakers=["I", "Ann"], at=200)
        await pilot.pause()
        assert view.turn == 3
        assert rows(view)[2].startswith("   2   Ann  I am")
        assert screen.moved[-1].turn == 3


# -- the mouse


async def test_a_click_goes_to_the_word_and_a_drag_selects() -> None:
    async with reading() as (pilot, _, view):
        y = row_with(view, "people on duty")
        await pilot.click(TranscriptView, offset=(12 + 7, y))
        assert view.selection is None
        await pilot.press("v")
        assert said(view, view.selection) == "on"
        await pilot.press("escape")
        await pilot.mouse_down(TranscriptView, offset=(12 + 7, y))
        await pilot.hover(TranscriptView, offset=(12 + 11, y))
        await pilot.hover(TranscriptView, offset=(12 + 4, y + 1))
        await pilot.mouse_up(TranscriptView, offset=(12 + 4, y + 1))
        assert said(view, view.selection) == ("on duty had moved to a nine-day fortnight and asked")


async def test_double_and_triple_clicks_select_sentence_and_turn() -> None:
    async with reading() as (pilot, _, view):
        y = row_with(view, "Seeing somebody")
        await pilot.click(TranscriptView, offset=(20, y), times=2)
        assert said(view, view.selection) == "Seeing somebody actually take the Friday."
        await pilot.click(TranscriptView, offset=(20, y), times=3)
        assert said(view, view.selection).endswith("more than the policy did.")


async def test_a_click_on_a_stripe_names_its_segment() -> None:
    async with reading() as (pilot, screen, view):
        y = row_with(view, "It came up")
        await pilot.click(TranscriptView, offset=(71, y + 1))
        assert [found.code_id for found in screen.clicked[-1].segments] == ["Rp"]
        start = text_of(view).index("To be honest")
        view.draw([segment(screen.transcript, code, start, start + 9) for code in CODES])
        await pilot.pause()
        y = row_with(view, "To be honest")
        assert rows(view)[y][68:78] == "Pa Rm Bo+6"
        await pilot.click(TranscriptView, offset=(77, y))
        assert len(screen.clicked[-1].segments) == 6


async def test_the_wheel_scrolls_without_moving_the_cursor() -> None:
    async with reading(size=(80, 24)) as (pilot, _, view):
        event = events.MouseScrollDown(view, 5, 5, 0, 1, 0, False, False, False)
        view.post_message(event)
        await pilot.pause()
        assert view.scroll_offset.y > 0
        assert view.turn == 0


async def test_a_click_on_the_map_scrolls_there() -> None:
    async with reading(size=(80, 24)) as (pilot, _, view):
        await pilot.click(TranscriptView, offset=(79, view.size.height - 1))
        assert view.scroll_offset.y == view.max_scroll_y
        assert view.turn == 0


# -- no more work than needed


async def test_a_key_repaints_only_the_rows_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    paint = TranscriptView.render_line

    def counted(self: TranscriptView, y: int) -> Strip:
        painted.append(y)
        return paint(self, y)

    async with reading() as (pilot, _, view):
        await pilot.press("J", "J")
        await pilot.pause()
        asked, after = row_with(view, "Can you take me"), row_with(view, "It came up")
        monkeypatch.setattr(TranscriptView, "render_line", counted)
        await pilot.press("l")
        await pilot.pause()
        assert set(painted) == {asked}
        painted.clear()
        await pilot.press("j")
        await pilot.pause()
        assert {asked, asked + 1, after} <= set(painted)
        assert len(set(painted)) <= 5  # the two sentences, and two cells of the map


async def test_a_code_repaints_only_the_rows_it_stands_beside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted: list[int] = []
    paint = TranscriptView.render_line

    def counted(self: TranscriptView, y: int) -> Strip:
        painted.append(y)
        return paint(self, y)

    async with reading() as (pilot, _, view):
        await pilot.press("j", "j")
        await pilot.pause()
        first = row_with(view, "I am a social worker")
        monkeypatch.setattr(TranscriptView, "render_line", counted)
        await pilot.press("c")
        await pilot.pause()
        assert {first, first + 1} <= set(painted)
        assert len(set(painted)) <= 4  # its rows, and what changed of the map
        assert rows(view)[first][68:71] == "Pa "


async def test_rows_seen_before_are_not_painted_again() -> None:
    async with reading(size=(80, 24)) as (pilot, _, view):
        await pilot.press("J")
        before = [view.render_line(y) for y in range(view.size.height)]
        await pilot.press("l", "escape")
        await pilot.pause()
        assert all(view.render_line(y) is before[y] for y in range(view.size.height))
