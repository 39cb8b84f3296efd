"""The file is gone, another or cannot be written while the application is open: nothing is lost."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ipe_coder.project import open_project
from tests.tui.application import LARGE, Settle, SteadyApp, press_each, project_of, until
from tests.tui.test_coding_screen import opened, own_segments


@pytest.fixture
def path(standard_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


def delete(path: Path) -> None:
    path.rename(path.with_name("kept"))


def replace_by_another(path: Path) -> None:
    other = Path(shutil.copy(path, path.with_name("other.ipe")))
    path.rename(path.with_name("kept"))
    other.rename(path)


@pytest.mark.parametrize("take_away", [delete, replace_by_another])
async def test_what_is_coded_in_a_file_that_is_gone_is_refused_until_it_is_back(
    path: Path, settle: Settle, take_away: Callable[[Path], None]
) -> None:
    async with SteadyApp(path).run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        await press_each(pilot, "4")
        before = len(own_segments(project_of(pilot)))
        take_away(path)
        await press_each(pilot, "j", "5")
        assert "leave.ipe was moved, deleted or replaced" in screen.error_strip.words
        path.with_name("kept").replace(path)
        await press_each(pilot, "r")
        assert not screen.error_strip.shown, screen.error_strip.words
        assert len(own_segments(project_of(pilot))) == before + 1
    with open_project(path) as project:
        assert len(own_segments(project)) == before + 1
        assert project.check() == []


async def test_a_file_that_is_written_over_is_said_unasked_and_a_memo_keeps_its_words(
    path: Path, settle: Settle
) -> None:
    older = path.read_bytes()
    async with SteadyApp(path).run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        await press_each(pilot, "4")
        project = project_of(pilot)
        project.checkpoint()
        saved = path.read_bytes()
        path.write_bytes(older)
        await until(pilot, lambda: screen.error_strip.shown)
        assert "Another program wrote over leave.ipe" in screen.error_strip.words
        await press_each(pilot, "m", "w", "h", "y", "ctrl+s")
        assert "Not saved" in screen.error_strip.words
        assert path.read_bytes() == older
        path.write_bytes(saved)
        await press_each(pilot, "r")
        assert [one.body for one in project.memos()] == ["why"]
    with open_project(path) as project:
        assert project.check() == []


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """Let no file of this process grow over a size, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_full_disk_is_said_and_the_same_is_saved_once_there_is_room(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        before = len(own_segments(project_of(pilot)))
        with files_at_most(1):
            await press_each(pilot, "4")
            assert "Not saved" in screen.error_strip.words
            assert "nothing was saved in leave.ipe" in screen.error_strip.words
            assert len(own_segments(project_of(pilot))) == before
        await press_each(pilot, "r")
        assert len(own_segments(project_of(pilot))) == before + 1
        assert project_of(pilot).check() == []
