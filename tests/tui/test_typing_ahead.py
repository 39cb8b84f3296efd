"""Whatever is typed in one burst does what it would do typed slowly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input

from ipe_coder.tui.dialogs.choose_code import ChooseCode
from ipe_coder.tui.screens.coding import CodingScreen
from tests.tui.application import LARGE, Settle, SteadyApp, project_of
from tests.tui.test_coding_screen import opened, own_segments


@pytest.fixture
def path(standard_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


def burst(pilot: Pilot[None], *keys: str) -> None:
    """Type keys without giving the application time for any of them."""
    for key in keys:
        character = key if len(key) == 1 else None
        name = _character_to_key(key) if len(key) == 1 else key
        pilot.app.post_message(events.Key(name, character))


async def until(pilot: Pilot[None], settle: Settle, done: object) -> None:
    for _ in range(200):
        await settle(pilot)
        if callable(done) and done():
            return
    raise AssertionError("it never came to that")


async def test_a_screen_is_reached_by_g_and_its_letter_in_one_burst(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await opened(pilot, settle)
        burst(pilot, "g", "b")
        await until(pilot, settle, lambda: pilot.app.current_mode == "codebook")
        burst(pilot, "g", "l", "g", "p", "g", "c")
        await until(pilot, settle, lambda: pilot.app.current_mode == "coding")


async def test_letters_after_c_find_a_code_and_are_no_commands(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        before = own_segments(project_of(pilot))
        burst(pilot, "G", "c", *"xxuxq")
        await until(pilot, settle, lambda: isinstance(pilot.app.screen, ChooseCode))
        field = pilot.app.screen.query_one(Input)
        await until(pilot, settle, lambda: field.value == "xxuxq")
        burst(pilot, "escape", "j", "x")
        await until(pilot, settle, lambda: pilot.app.screen is screen)
        assert isinstance(screen, CodingScreen)
        await settle(pilot)
        assert len(own_segments(project_of(pilot))) == len(before) - 1


async def test_coding_three_sentences_in_one_burst_codes_all_three(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        before = own_segments(project_of(pilot), "Group")
        name = screen.desk.book.codes[-1].name
        find = ("c", *name[:5], "enter")
        burst(pilot, "home", *find, "j", "j", *find)
        await until(
            pilot,
            settle,
            lambda: len(own_segments(project_of(pilot), "Group")) == len(before) + 2,
        )
