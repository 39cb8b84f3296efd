"""How the transcript, the errors and the lists of keys look, as pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from ipe_coder.errors import ProjectError
from ipe_coder.tui.themes import CONTRAST, DARK, LIGHT
from tests.tui.harness import HarnessApp, ReadingScreen
from tests.tui.interview import make_segments, segment

Compare = Callable[..., bool]

WIDE, SMALL = (120, 36), (80, 24)
TO_THE_QUOTE = [*"JJJJJJJ", "j", "j", *"llll", "v", *"lllllll"]


def screen_of(pilot: Pilot[Any]) -> ReadingScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ReadingScreen)
    return screen


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST])
def test_transcript_with_a_selection(snap_compare: Compare, theme: str) -> None:
    assert snap_compare(HarnessApp(theme), press=TO_THE_QUOTE, terminal_size=WIDE)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_transcript_on_a_small_screen(snap_compare: Compare, theme: str) -> None:
    assert snap_compare(HarnessApp(theme), press=[*TO_THE_QUOTE, "c"], terminal_size=SMALL)


def test_words_that_are_hard_to_show(snap_compare: Compare) -> None:
    assert snap_compare(HarnessApp(), press=["end", "K", "K", "j", *"lll"], terminal_size=WIDE)


def test_more_codes_than_lanes(snap_compare: Compare) -> None:
    async def pile_up(pilot: Pilot[Any]) -> None:
        screen = screen_of(pilot)
        transcript = screen.transcript
        start = transcript.text.index("To be honest")
        piled = [
            segment(transcript, code, start, start + 30 * number)
            for number, code in enumerate(("Bo", "To", "Du", "Ec", "Pm"), 1)
        ]
        screen.transcript_view.draw([*make_segments(transcript), *piled])
        screen.transcript_view.go_to(start)
        await pilot.pause()

    assert snap_compare(HarnessApp(), run_before=pile_up, terminal_size=WIDE)


def test_a_terminal_with_few_colours(
    snap_compare: Compare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLORTERM")
    assert snap_compare(HarnessApp(), press=TO_THE_QUOTE, terminal_size=SMALL)


def with_error(retry: Callable[[], Awaitable[None] | None] | None) -> Callable[..., Any]:
    async def show(pilot: Pilot[Any]) -> None:
        error = ProjectError(
            "wellbeing.ipe is open in another window, by CD since 10:40.", "Close it there."
        )
        screen_of(pilot).show_error(error, title="Not saved", retry=retry)
        await pilot.pause()

    return show


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_a_write_that_failed(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(
        HarnessApp(), press=["J"], run_before=with_error(lambda: None), terminal_size=size
    )


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_the_keys_of_a_screen(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(HarnessApp(), press=["?"], terminal_size=size)


def test_where_g_leads(snap_compare: Compare) -> None:
    assert snap_compare(HarnessApp(), press=["g"], terminal_size=SMALL)


def test_a_defect(snap_compare: Compare) -> None:
    async def break_it(pilot: Pilot[Any]) -> None:
        screen_of(pilot).show_defect(ValueError("no such row [/]"))
        await pilot.pause()

    assert snap_compare(HarnessApp(), run_before=break_it, terminal_size=SMALL)


def test_a_window_that_is_too_small(snap_compare: Compare) -> None:
    assert snap_compare(HarnessApp(), terminal_size=(72, 20))
