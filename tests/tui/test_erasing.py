"""What goes for good is said first, needs a word, and is gone; a copy to share is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from ipe_coder.model.pseudonym import NameRow
from ipe_coder.project import open_project
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.choose_one import ChooseOne
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.erasure import ErasureDialog
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.screens.library import LibraryScreen
from tests.factories import reopened
from tests.tui.application import LARGE, SMALL, Settle, SteadyApp, arrive, project_of, until

KEY = [NameRow("Friday", "[day 1]")]


@pytest.fixture
def path(flexible_file: Path, tmp_path: Path) -> Path:
    """The small study; in SW01 a name was replaced."""
    path = tmp_path / "flexible.ipe"
    path.write_bytes(flexible_file.read_bytes())
    with reopened(path) as project:
        finds = project.propose_names(project.name_documents(["SW01"]), KEY)
        chosen = [one for one in finds if one.name == "Friday"]
        project.pseudonymise(chosen, tmp_path / "key.csv")
    return path


async def press(pilot: Pilot[None], settle: Settle, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        for _ in range(2):
            await settle(pilot)


async def library_at(pilot: Pilot[None], settle: Settle, name: str) -> LibraryScreen:
    """Show the library with the cursor on a transcript or participant."""
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    for _ in range(20):
        row = screen.transcript or screen.participant
        if row is not None and name in (getattr(row, "title", ""), getattr(row, "pseudonym", "")):
            return screen
        await press(pilot, settle, "j")
    raise AssertionError(f"there is no {name}")


async def choose_key(pilot: Pilot[None], settle: Settle, key: Path) -> None:
    """Say that there is a key, and type its path."""
    await arrive(pilot, ChooseOne)
    await press(pilot, settle, "1")
    await arrive(pilot, ChooseFiles)
    await press(pilot, settle, "/")
    type_in(pilot, str(key))
    await press(pilot, settle, "enter")


def said(pilot: Pilot[None], part: str) -> str:
    return str(pilot.app.screen.query_one(part, Static).content)


def type_in(pilot: Pilot[None], words: str) -> None:
    pilot.app.screen.query_one(Input).value = words


@pytest.mark.parametrize("size", [LARGE, SMALL])
async def test_a_purge_needs_its_word_and_then_proves_that_nothing_is_left(
    path: Path, tmp_path: Path, settle: Settle, size: tuple[int, int]
) -> None:
    async with SteadyApp(path, at="library").run_test(size=size) as pilot:
        await settle(pilot)
        await settle(pilot)
        await library_at(pilot, settle, "SW01")
        await press(pilot, settle, "X")
        await arrive(pilot, ErasureDialog)
        await press(pilot, settle, "n", "o", "enter")
        assert isinstance(pilot.app.screen, ErasureDialog)
        type_in(pilot, "purge")
        await press(pilot, settle, "enter")
        await choose_key(pilot, settle, tmp_path / "none.csv")
        assert isinstance(pilot.app.screen, ChooseFiles)  # there is none
        await press(pilot, settle, "escape", "escape")
        (tmp_path / "empty.csv").write_text("name,replacement\n")
        await choose_key(pilot, settle, tmp_path / "empty.csv")
        await arrive(pilot, ChooseOne)
        assert "has column names and no rows" in said(pilot, "#title")
        await choose_key(pilot, settle, tmp_path / "key.csv")
        await arrive(pilot, NotesDialog)
        dialog = pilot.app.screen
        assert isinstance(dialog, NotesDialog)
        assert dialog._notes[0].startswith("0 of 1 name found in ")
        assert len(project_of(pilot).versions("SW01")) == 1
    assert b"Friday" not in path.read_bytes()


async def test_of_a_transcript_as_it_was_imported_only_the_file_is_purged_and_then_nothing(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await settle(pilot)
        await settle(pilot)
        screen = await library_at(pilot, settle, "SW02")
        text = project_of(pilot).transcript("SW02").text
        await press(pilot, settle, "X")
        await arrive(pilot, ErasureDialog)
        type_in(pilot, "purge")
        await press(pilot, settle, "enter", "2")
        await arrive(pilot, NotesDialog)
        await press(pilot, settle, "enter")
        assert not project_of(pilot).versions("SW02")[0].has_original
        assert project_of(pilot).transcript("SW02").text == text
        await press(pilot, settle, "X")
        await until(pilot, lambda: screen.error_strip.shown)
        assert "stands as it was imported" in screen.error_strip.words


async def test_a_participant_is_withdrawn_once_the_pseudonym_is_typed(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=SMALL) as pilot:
        await settle(pilot)
        await press(pilot, settle, "tab")
        await library_at(pilot, settle, "SW02")
        await press(pilot, settle, "W")
        await arrive(pilot, ErasureDialog)
        type_in(pilot, "SW02")
        await press(pilot, settle, "enter")
        await arrive(pilot, NotesDialog)
        assert "SW02" not in {one.pseudonym for one in project_of(pilot).participants()}
        assert "SW02" not in {one.title for one in project_of(pilot).transcripts()}
        assert project_of(pilot).check() == []


async def test_a_copy_is_shared_from_the_project_screen(
    path: Path, tmp_path: Path, settle: Settle
) -> None:
    out = tmp_path / "out.ipe"
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, settle, "s")
        await arrive(pilot, AskText)
        type_in(pilot, str(tmp_path / "nowhere" / "out.ipe"))
        await press(pilot, settle, "enter")
        assert "There is no folder" in said(pilot, "#hint")
        type_in(pilot, str(out))
        await press(pilot, settle, "enter", "2")
        await arrive(pilot, Confirm)
        assert not out.exists()
        await press(pilot, settle, "y")
        await arrive(pilot, NotesDialog)
    with open_project(out) as copy:
        assert copy.check() == []
        assert len(copy.history()) == 1
