"""A defect in a widget, in its drawing or in a timer is said, and the session goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.strip import Strip

from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.error import ErrorDialog
from ipe_coder.tui.widgets.key_footer import KeyFooter
from ipe_coder.tui.widgets.transcript_view import TranscriptView
from tests.tui.application import LARGE, Settle, SteadyApp, arrive, press_each, project_of
from tests.tui.test_coding_screen import opened, own_segments


class Recorder(SteadyApp):
    """The application, which keeps its defects for the test."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.recorded: list[str] = []

    def record_defect(self, error: BaseException) -> str:
        self.recorded.append(str(error))
        return "log.txt"


@pytest.fixture
def app(standard_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    return Recorder(Path(shutil.copy(standard_file, tmp_path / "leave.ipe")))


async def goes_on(pilot: Pilot[None]) -> None:
    """Close what is said of a defect, then code."""
    await arrive(pilot, ErrorDialog)
    await press_each(pilot, "escape")
    before = len(own_segments(project_of(pilot)))
    await press_each(pilot, "j", "4")
    assert len(own_segments(project_of(pilot))) == before + 1


async def test_a_defect_at_a_key_in_a_widget(
    app: Recorder, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await opened(pilot, settle)

        def breaks(self: TranscriptView, event: events.Paste) -> None:
            raise IndexError("at a key")

        monkeypatch.setattr(TranscriptView, "on_paste", breaks, raising=False)
        app.post_message(events.Paste("words"))
        await goes_on(pilot)
    assert app.recorded == ["at a key"]


async def test_a_defect_in_a_drawing_is_told_of_once(
    app: Recorder, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(self: TranscriptView, y: int) -> Strip:
        raise IndexError("in a drawing")

    async with app.run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        with monkeypatch.context() as broken:
            broken.setattr(TranscriptView, "render_line", breaks)
            screen.view.refresh()
            await goes_on(pilot)
            await press_each(pilot, "j", "j")
            assert "keeps this from being drawn" in app.export_screenshot().replace("&#160;", " ")
        assert len(app.screen_stack) == 1
    assert app.recorded == ["in a drawing"]


async def test_a_defect_of_a_timer_that_comes_again_and_again(
    app: Recorder, settle: Settle
) -> None:
    def breaks() -> None:
        raise IndexError("of a timer")

    async with app.run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        timer = screen.set_interval(0.05, breaks)
        await arrive(pilot, ErrorDialog)
        await pilot.pause(0.2)
        timer.stop()
        await goes_on(pilot)
        app.call_later(breaks)
        await goes_on(pilot)
    assert app.recorded == ["of a timer"] * 2


async def test_a_defect_of_a_call_after_a_paint(app: Recorder, settle: Settle) -> None:
    def breaks() -> None:
        raise IndexError("after a paint")

    async with app.run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        screen.call_after_refresh(breaks)
        await goes_on(pilot)
    assert app.recorded == ["after a paint"]


async def test_a_look_around_on_a_screen_that_is_closing_is_no_defect(
    app: Recorder, settle: Settle
) -> None:
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        dialog = Confirm("Close?", "closes", "stays")
        await app.push_screen(dialog)
        footer = dialog.query_one(KeyFooter)
        asked = []

        def look() -> None:
            asked.append(dialog)
            dialog.query_one("#answers")

        await app.pop_screen()
        # What the footer asked for while its dialog closed waits for a paint of the screen below.
        screen._invoke_later(look, footer)
        await press_each(pilot, "j")
        assert app.screen is screen
    assert asked == [dialog]
    assert app.recorded == []
