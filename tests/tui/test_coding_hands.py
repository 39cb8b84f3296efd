"""The hands of the coding screen: motions to an edge, and what the screen says to a key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ipe_coder.model.spans import Span
from ipe_coder.tui.dialogs.jump import JumpDialog
from tests.tui.application import LARGE, Settle, SteadyApp, press_each
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
