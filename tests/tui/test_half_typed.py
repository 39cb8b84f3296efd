"""A memo that is being typed outlives whatever ends the program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.memo import MemoDialog
from tests.tui.application import LARGE, Settle, SteadyApp, arrive, press_each, project_of, until
from tests.tui.test_coding_screen import opened

TYPED = "Why [/] twice?"


@pytest.fixture
def path(standard_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


async def typed(pilot: Pilot[None], words: str = TYPED) -> MemoDialog:
    """Begin a memo on the words at the cursor."""
    await press_each(pilot, "m")
    dialog = pilot.app.screen
    assert isinstance(dialog, MemoDialog)
    dialog.query_one(TextArea).insert(words)
    await pilot.pause()
    return dialog


def field(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(TextArea).text


def bodies(pilot: Pilot[None]) -> list[str]:
    return [one.body for one in project_of(pilot).memos()]


async def test_a_memo_half_typed_when_the_program_ended_is_offered_at_the_next_start(
    path: Path, tmp_path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE, notifications=True) as pilot:
        await opened(pilot, settle)
        await typed(pilot)
        await until(pilot, project_of(pilot).drafts)
        project_of(pilot).backup(tmp_path / "killed.ipe")
    async with SteadyApp(tmp_path / "killed.ipe").run_test(size=LARGE, notifications=True) as pilot:
        await arrive(pilot, Confirm)
        await press_each(pilot, "y")
        assert field(pilot) == TYPED
        await press_each(pilot, "ctrl+s")
        assert TYPED in bodies(pilot)
        assert project_of(pilot).drafts() == []
    async with SteadyApp(tmp_path / "killed.ipe").run_test(size=LARGE, notifications=True) as pilot:
        await opened(pilot, settle)
        assert not isinstance(pilot.app.screen, Confirm)


async def test_who_turns_away_from_a_memo_finds_what_they_typed(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        await typed(pilot)
        await press_each(pilot, "escape")
        assert "Not kept" in screen.footer.status
        assert bodies(pilot) == []
        await press_each(pilot, "m")
        assert field(pilot) == TYPED
        await press_each(pilot, "ctrl+s", "m")
        assert bodies(pilot) == [TYPED]
        assert field(pilot) != TYPED
        await press_each(pilot, "escape", "u", "m")
        assert bodies(pilot) == []
        assert field(pilot) == ""


async def test_what_was_turned_away_from_is_found_in_the_next_session_and_not_offered(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE, notifications=True) as pilot:
        await opened(pilot, settle)
        await typed(pilot)
        await press_each(pilot, "escape")
    async with SteadyApp(path).run_test(size=LARGE, notifications=True) as pilot:
        await opened(pilot, settle)
        await press_each(pilot, "m")
        assert field(pilot) == TYPED
        pilot.app.screen.query_one(TextArea).clear()
        await press_each(pilot, "escape")
        await until(pilot, lambda: not project_of(pilot).drafts())


async def test_a_memo_that_cannot_be_saved_keeps_its_words_until_it_can(
    path: Path, tmp_path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        await typed(pilot)
        path.rename(tmp_path / "away.ipe")
        await press_each(pilot, "ctrl+s")
        assert "Not saved" in screen.error_strip.words
        await press_each(pilot, "escape", "m")
        assert field(pilot) == TYPED
        (tmp_path / "away.ipe").rename(path)
        await press_each(pilot, "ctrl+s")
        assert bodies(pilot) == [TYPED]
        assert project_of(pilot).drafts() == []
