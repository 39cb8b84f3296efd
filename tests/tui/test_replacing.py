"""A mended file takes a transcript's place on the screen, and what waits is settled there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from ipe_coder.model.segment import Anchor
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.replacement import ReplacementDialog
from ipe_coder.tui.dialogs.settle import SettleDialog
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.screens.library import LibraryScreen
from tests.tui.application import (
    LARGE,
    SMALL,
    Settle,
    SteadyApp,
    arrive,
    project_of,
    transcript_called,
    until,
)

MENDED = """I: Does it hold?
SW02: When we are on duty [/] it always goes out of the window.
I: And then?
SW02: Nobody asks.
"""


@pytest.fixture
def path(flexible_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mended.txt").write_text(MENDED, encoding="utf-8")
    monkeypatch.setattr(ChooseFiles, "LAST", tmp_path)
    return Path(shutil.copy(flexible_file, tmp_path / "flexible.ipe"))


async def press(pilot: Pilot[None], settle: Settle, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        for _ in range(3):
            await settle(pilot)


async def preview(pilot: Pilot[None], settle: Settle) -> ReplacementDialog:
    """Choose the mended file for SW02."""
    await settle(pilot)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    wanted = transcript_called(project_of(pilot), "SW02")
    while screen.transcript is None or screen.transcript.id != wanted:
        await press(pilot, settle, "j")
    await press(pilot, settle, "R")
    assert isinstance(pilot.app.screen, ChooseFiles)
    await press(pilot, settle, *"mended", "enter")
    await arrive(pilot, ReplacementDialog)
    assert isinstance(pilot.app.screen, ReplacementDialog)
    return pilot.app.screen


@pytest.mark.parametrize("size", [LARGE, SMALL])
async def test_nothing_is_written_before_the_preview_is_agreed_to(
    path: Path, settle: Settle, size: tuple[int, int]
) -> None:
    async with SteadyApp(path, at="library").run_test(size=size) as pilot:
        dialog = await preview(pilot, settle)
        shown = "\n".join(line.plain for line in dialog._lines())
        assert "Segments: 0 kept, 0 moved, 1 changed, 1 lost." in shown
        assert "was When we are on duty it goes out of the window" in shown
        assert "is  When we are on duty [/] it always goes out of the window" in shown
        await press(pilot, settle, "escape")
        assert project_of(pilot).transcript("SW02").version == 1


async def test_what_waits_is_accepted_placed_or_removed(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await preview(pilot, settle)
        await press(pilot, settle, "w")
        await arrive(pilot, SettleDialog)
        project = project_of(pilot)
        assert project.transcript("SW02").version == 2
        assert {one.segment.anchor for one in project.waiting_segments()} == {
            Anchor.LOST, Anchor.UNREVIEWED,
        }  # fmt: skip
        steps = [step.title for step in project.next_steps()]
        assert "Settle 2 segments of SW02" in steps
        await press(pilot, settle, "A")
        await arrive(pilot, SettleDialog)
        assert [one.segment.anchor for one in project.waiting_segments()] == [Anchor.LOST]
        await press(pilot, settle, "e")
        pilot.app.screen.query_one(Input).value = "Nobody asks"
        await press(pilot, settle, "enter")
        await arrive(pilot, LibraryScreen)
        assert project.waiting_segments() == []
        assert "Nobody asks" in {
            one.quote for one in project.segments_of(transcript_called(project, "SW02"))
        }
        assert project.check() == []


async def test_a_lost_segment_is_placed_where_the_coder_stands(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await preview(pilot, settle)
        await press(pilot, settle, "w")
        await arrive(pilot, SettleDialog)
        await press(pilot, settle, "enter")
        await arrive(pilot, CodingScreen)
        for _ in range(3):
            await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, CodingScreen)
        assert screen.desk.transcript.version == 2
        target = screen.view.target
        assert target is not None
        before = len(project_of(pilot).waiting_segments())
        await press(pilot, settle, "P", "1")
        await until(pilot, lambda: len(project_of(pilot).waiting_segments()) < before)
        placed = project_of(pilot).segments_of(screen.desk.transcript.id)
        assert target in {one.span for one in placed}
        assert project_of(pilot).check() == []


async def test_a_transcript_that_is_open_shows_its_new_text(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await settle(pilot)
        project = project_of(pilot)
        app = pilot.app
        assert isinstance(app, SteadyApp)
        app.open_transcript(transcript_called(project, "SW02"))
        await arrive(pilot, CodingScreen)
        for _ in range(3):
            await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, CodingScreen)
        done = project.replace_transcript("SW02", path.with_name("mended.txt"))
        assert done.change is not None
        app.publish(done.change)
        for _ in range(3):
            await settle(pilot)
        assert "always goes out" in screen.desk.transcript.text
        await press(pilot, settle, "u")
        await until(pilot, lambda: "You wait a month" in screen.desk.transcript.text)
