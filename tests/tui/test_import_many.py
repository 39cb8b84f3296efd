"""Archives and surveys come in from the library."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.screens.imports import ImportScreen
from tests.tui.application import LARGE, Settle, SteadyApp, project_of
from tests.tui.test_library_screen import press

TALK = "INT: How was it?\nP1: It was late, and dark.\n"


@pytest.fixture
def path(flexible_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(flexible_file, tmp_path / "flexible.ipe"))


async def choose(pilot: Pilot[None], settle: Settle, key: str, file: Path) -> None:
    """Open the choice of files with a key of the library, and take a file there."""
    await settle(pilot)
    await settle(pilot)
    await press(pilot, settle, key)
    if not isinstance(pilot.app.screen, ChooseFiles):
        await press(pilot, settle, "enter")
    dialog = pilot.app.screen
    assert isinstance(dialog, ChooseFiles)
    dialog.dismiss((file,))
    for _ in range(4):
        await settle(pilot)


async def test_an_archive_is_looked_at_file_by_file(
    path: Path, tmp_path: Path, settle: Settle
) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for name in ("b/N10.txt", "b/N2.txt", "b/photo.png"):
            archive.writestr(name, TALK)
    app = SteadyApp(path, at="library")
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await choose(pilot, settle, "i", tmp_path / "in.zip")
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        assert [one.path.name for one in screen.plan.ready] == ["N2.txt", "N10.txt"]
        await press(pilot, settle, "w")
        titles = {one.title for one in project_of(pilot).transcripts()}
        assert {"N2", "N10"} <= titles
