"""Earlier versions of a transcript are listed with what differs, and nothing changes there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ipe_coder.tui.screens.library import LibraryScreen
from ipe_coder.tui.screens.versions import VersionsScreen
from tests.tui.application import LARGE, Settle, SteadyApp, project_of, transcript_called
from tests.tui.test_replacing import MENDED, press


@pytest.fixture
def path(flexible_file: Path, tmp_path: Path) -> Path:
    (tmp_path / "mended.txt").write_text(MENDED, encoding="utf-8")
    return Path(shutil.copy(flexible_file, tmp_path / "flexible.ipe"))


async def versions(pilot: Pilot[None], settle: Settle, path: Path) -> VersionsScreen:
    """Replace SW02, and look at its versions."""
    await settle(pilot)
    project = project_of(pilot)
    project.replace_transcript("SW02", path.parent / "mended.txt")
    await settle(pilot)
    library = pilot.app.screen
    assert isinstance(library, LibraryScreen)
    library.rows.go_to(transcript_called(project, "SW02"))
    await press(pilot, settle, "v")
    assert isinstance(pilot.app.screen, VersionsScreen)
    return pilot.app.screen


def shown(screen: VersionsScreen) -> str:
    """Read what differs."""
    return "\n".join(str(line) for row in screen.shown.rows for line in row.lines)


async def test_versions_are_listed_compared_and_left_as_they_are(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await versions(pilot, settle, path)
        project = project_of(pilot)
        last, before = project.last_change(), project.version("SW02", 1).text
        newest, first = screen.records
        assert (newest.coder, newest.version.number, first.version.number) == ("AB", 2, 1)
        assert newest.sentence.endswith("lost")
        assert "{+" in shown(screen)
        assert "{−" in shown(screen)
        await press(pilot, settle, "u", "j")
        assert shown(screen) == ""
        await press(pilot, settle, "t")
        text = shown(screen)
        assert all(word in text for word in before.split())
        await press(pilot, settle, "t", "m", "k")
        assert screen.base == 1
        await press(pilot, settle, "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert project.last_change() == last
