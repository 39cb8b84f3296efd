"""The hands of the coding screen: motions to an edge, and what the screen says to a key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ipe_coder.model.segment import MemoAbout
from ipe_coder.model.spans import Span
from ipe_coder.tui.dialogs.jump import JumpDialog
from ipe_coder.tui.dialogs.memo import MemoDialog
from ipe_coder.tui.screens.coding import CodingScreen
from tests.tui.application import LARGE, Settle, SteadyApp, press_each, until
from tests.tui.test_coding_screen import opened


@pytest.fixture
def path(standard_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


async def test_a_jump_reaches_a_word_and_takes_the_selection_along(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        text = screen.desk.transcript.text
        start = text.index("every week")
        await press_each(pilot, "home", "space", "e")
        assert isinstance(pilot.app.screen, JumpDialog)
        label = screen.view.find_words("e").by_place[start]
        assert label in pilot.app.export_screenshot()
        await press_each(pilot, label)
        assert screen.view.word == Span(start, start + len("every"))
        await press_each(pilot, "v", "space", "m", "z", "enter")
        assert screen.view.selection == Span(start, text.index("me.") + 3)
        await press_each(pilot, "<")
        assert screen.view.selection == Span(start, text.index("did really") + len("did really."))
        before = screen.view.selection
        await press_each(pilot, "space", "q", "escape")
        assert screen.is_current
        assert screen.view.selection == before


async def test_a_key_that_does_nothing_says_why_and_what_to_do(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press_each(pilot, "g", "c", "c")
        assert isinstance(pilot.app.screen, CodingScreen)
        assert "Choose one on the project screen, g p." in pilot.app.screen.footer.status
        screen = await opened(pilot, settle, "Group")
        screen.view.step_to_end(forward=False)
        assert screen.here == []
        for key in ("t", "e", "C", "x", "f", "q", "&", "*"):
            await press_each(pilot, key)
            said = "No segment is here. ) goes to the next, c makes one."
            assert screen.footer.status == said, key
        for keys, said in {
            "k": "Nothing stands further up.",
            "o": "Nothing is selected. v begins a selection.",
            "E": "No edge is being moved. e on a segment begins.",
            "y": "The study has no guide for this transcript. g q shows the guides.",
            "p": "p does nothing here. ? shows the keys.",
            "+": "3 words selected; [ ] move the edges",
            "V": "The whole turn is selected.",
            ".": "No code was applied yet. c finds one.",
        }.items():
            await press_each(pilot, keys)
            assert screen.footer.status == said
        await press_each(pilot, "escape", "enter")
        assert screen.footer.status == "Nothing was searched for. / finds words."
        await press_each(pilot, "s", "n")
        assert screen.footer.status == "You are in the pane. esc goes back to the text."


async def test_what_is_said_of_the_moment_goes_and_what_was_done_stays(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        await press_each(pilot, "home", "v", "l", "4")
        done = screen.footer.status
        assert done.startswith("Coded ")
        await press_each(pilot, "j", "v", "l")
        assert screen.footer.status == "5 words selected; [ ] move the edges"
        await press_each(pilot, "escape")
        assert screen.view.selection is None
        assert screen.footer.status == done
        await press_each(pilot, "g", "p", "g", "c")
        assert screen.footer.status == ""


async def test_esc_steps_back_one_thing_at_a_time_and_dialogs_leave_the_selection(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        await press_each(pilot, "home", "j", "l", "v", "l")
        selection = screen.view.selection
        for key in ("c", "i", "m", "comma", ";", "F", "#", "M", "'", "/", "space", "?", ":", "f9"):
            await press_each(pilot, key)
            assert pilot.app.screen is not screen, key
            await press_each(pilot, "escape")
            await until(pilot, lambda: pilot.app.screen is screen)
            assert screen.view.selection == selection, key
            assert screen.view.extending, key
        await press_each(pilot, "s", "escape")
        assert screen.view.selection == selection
        await press_each(pilot, "escape")
        left = (screen.view.selection, screen.view.word is None)
        assert left == (None, False)
        await press_each(pilot, "escape")
        assert not screen.view.can_step_back


async def test_reading_goes_on_where_an_edge_was_put(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        await press_each(pilot, "home", "j", "4")
        coded = screen.view.sentence
        await press_each(pilot, "e", "j", "E")
        assert screen.view.word is None
        assert screen.view.selection is None
        assert screen.view.sentence is not None
        after = screen.view.sentence
        assert coded is not None
        assert after.start > coded.start
        await press_each(pilot, "k", "e", "k", "escape")
        assert screen.view.sentence == coded
        assert screen.footer.status == "The edges are as they were"


async def test_a_memo_right_after_coding_is_about_the_segment(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        await press_each(pilot, "home", "m")
        assert isinstance(pilot.app.screen, MemoDialog)
        assert pilot.app.screen.subject.title == "turn 1"
        await press_each(pilot, "escape", "4", "m")
        assert isinstance(pilot.app.screen, MemoDialog)
        subject = pilot.app.screen.subject
        assert (subject.about, subject.title[:8]) == (MemoAbout.SEGMENT, "segment ")
        assert [one.title for one in pilot.app.screen.subjects].count(subject.title) == 1
        await press_each(pilot, "escape", "j", "m")
        assert isinstance(pilot.app.screen, MemoDialog)
        assert pilot.app.screen.subject.title == "turn 2"
        assert screen.view.selection is None
