"""How the transcript, the errors and the lists of keys look, as pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.harness import HarnessApp, ReadingScreen
from tests.tui.interview import make_segments, segment

Compare = Callable[..., bool]

WIDE, SMALL = (120, 36), (80, 24)
TO_THE_QUOTE = [*"JJJJJJJ", "j", "j", *"llll", "v", *"lllllll"]


def screen_of(pilot: Pilot[Any]) -> ReadingScreen:
    screen = pilot.app.screen
    assert isinstance(screen, ReadingScreen)
    return screen


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


def test_a_defect(snap_compare: Compare) -> None:
    async def break_it(pilot: Pilot[Any]) -> None:
        screen_of(pilot).show_defect(ValueError("no such row [/]"))
        await pilot.pause()

    assert snap_compare(HarnessApp(), run_before=break_it, terminal_size=SMALL)


def test_a_window_that_is_too_small(snap_compare: Compare) -> None:
    assert snap_compare(HarnessApp(), terminal_size=(72, 20))
