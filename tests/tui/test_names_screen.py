"""Names are reviewed on a screen and replaced as one change, the key outside the project."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from ipe_coder.model.pseudonym import Decision
from ipe_coder.project import new_project, open_project
from ipe_coder.tui.dialogs.choose_several import ChooseSeveral
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.screens.library import LibraryScreen
from ipe_coder.tui.screens.names import NamesScreen
from tests.tui.application import LARGE, SMALL, Settle, SteadyApp, project_of
from tests.tui.test_library_screen import press

WORDS = """\
INT: Who told you about it?
P1: Priya did. [/] I met Priya in Tarnbrook, and Beth said [b]yes[/b]. Bethany did not.
INT: On the phone?
P1: On 07700 900418, yes.
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "names.ipe"
    (tmp_path / "P1.txt").write_text(WORDS)
    with new_project(made, "Names", "AB") as project:
        project.add_study("flexi")
        project.import_transcripts([tmp_path / "P1.txt"], "flexi")
    return Path(shutil.copy(made, tmp_path / "open.ipe"))


async def review(pilot: Pilot[None], settle: Settle, *keys: str) -> NamesScreen:
    """Open the review over the library, wait for the names, and press keys there."""
    await settle(pilot)
    await settle(pilot)
    assert isinstance(pilot.app.screen, LibraryScreen)
    await press(pilot, settle, "P")
    screen = pilot.app.screen
    assert isinstance(screen, NamesScreen)
    await settle(pilot)
    assert not screen.is_looking
    await press(pilot, settle, *keys)
    return screen


def shown(screen: NamesScreen) -> list[str]:
    return [" ".join(line.plain.split()) for row in screen.names.rows for line in row.lines]


def details(screen: NamesScreen) -> str:
    return " ".join(str(screen.query_one("#details", Static).content).split())


async def test_names_with_their_terms_and_places_are_written_as_one_change_and_undone_as_one(
    path: Path, tmp_path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=SMALL, notifications=True) as pilot:
        screen = await review(pilot, settle)
        for size in (SMALL, LARGE):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert "Priya [person 1] person 2" in shown(screen)
            assert "07700 900418 [phone 1] phone 1" in shown(screen)
            assert "[/] I met Priya in Tarnbrook" in details(screen)
        # A key inside a project is refused, and nothing is written.
        await press(pilot, settle, "w")
        await typed(pilot, settle, str(path))
        assert isinstance(pilot.app.screen, NamesScreen)
        assert project_of(pilot).transcript("P1").version == 1
        await press(pilot, settle, "escape")
        assert pilot.app.screen is screen
        names = [one.name for one in screen.finds]
        screen.names.go_to(names.index("Tarnbrook"))
        await press(pilot, settle, "x")
        screen.names.go_to(names.index("Priya"))
        await press(pilot, settle, "t")
        pilot.app.screen.query_one(Input).value = "colleague 1"
        await press(pilot, settle, "enter", "w")
        key = tmp_path / "key.csv"
        pilot.app.screen.query_one(Input).value = str(key)
        await press(pilot, settle, "enter")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, settle, "y")
        assert isinstance(pilot.app.screen, NotesDialog)
        project = project_of(pilot)
        text = project.transcript("P1").text
        assert "I met [colleague 1] in Tarnbrook" in text
        assert "07700" not in text
        with key.open(encoding="utf-8-sig") as file:
            rows = {row["name"]: row for row in csv.DictReader(file)}
        assert rows["Priya"]["replacement"] == "[colleague 1]"
        assert rows["Tarnbrook"]["decision"] == Decision.KEEP
        await press(pilot, settle, "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)
        await press(pilot, settle, "u")
        assert "I met Priya in Tarnbrook" in project.transcript("P1").text


@pytest.fixture
def several(path: Path, tmp_path: Path) -> Path:
    """The study with two more transcripts, of which one calls somebody else by the first term."""
    (tmp_path / "P2.txt").write_text("INT: Who?\nP2: Priya again, and Leila Haddad in Hexham.\n")
    (tmp_path / "P3.txt").write_text("INT: Who?\nP3: I met Marta Kowalska in Leeds.\n")
    with open_project(path, coder="AB") as project:
        project.import_transcripts([tmp_path / "P2.txt", tmp_path / "P3.txt"], "flexi")
    return path


async def choose(pilot: Pilot[None], settle: Settle, *keys: str) -> NamesScreen:
    """Tick transcripts for the review and wait for their names."""
    await settle(pilot)
    await settle(pilot)
    await press(pilot, settle, "P")
    assert isinstance(pilot.app.screen, ChooseSeveral)
    await press(pilot, settle, *keys, "enter")
    screen = pilot.app.screen
    assert isinstance(screen, NamesScreen)
    await settle(pilot)
    return screen


async def test_names_are_reviewed_in_the_transcripts_that_are_ticked(
    several: Path, settle: Settle
) -> None:
    async with SteadyApp(several, at="library").run_test(size=SMALL) as pilot:
        await settle(pilot)
        await settle(pilot)
        await press(pilot, settle, "P", "a", "enter")
        assert isinstance(pilot.app.screen, ChooseSeveral)  # nothing is ticked
        await press(pilot, settle, "escape", "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)
        screen = await choose(pilot, settle, "j", "j", "o", "k", "space")
        assert "flexi, 2 transcripts" in screen.header.render().plain
        titles = {place.title for one in screen.finds for place in one.places}
        assert titles == {"P2", "P3"}


async def test_terms_of_a_key_that_is_there_hold_and_none_stands_for_two_people(
    several: Path, tmp_path: Path, settle: Settle
) -> None:
    key = tmp_path / "key.csv"
    async with SteadyApp(several, at="library").run_test(size=LARGE) as pilot:
        await choose(pilot, settle, "o")
        await press(pilot, settle, "w")
        await typed(pilot, settle, str(key), "y", "enter")
        screen = await choose(pilot, settle, "j", "j", "o")
        marta = next(place for place, one in enumerate(screen.finds) if "Marta" in one.name)
        assert screen.finds[marta].term == "[person 1]"
        leeds = next(place for place, one in enumerate(screen.finds) if one.name == "Leeds")
        screen.names.go_to(leeds)
        await press(pilot, settle, "x", "w")
        await typed(pilot, settle, str(key))
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, settle, "y")
        assert isinstance(pilot.app.screen, NamesScreen)
        assert {one.name: one.decision for one in screen.finds}["Leeds"] is Decision.KEEP
        await press(pilot, settle, "w", "enter", "y", "enter")
        text = project_of(pilot).transcript("P3").text
        assert "in Leeds" in text
        assert "Marta" not in text
        with key.open(encoding="utf-8-sig") as file:
            rows = [row for row in csv.DictReader(file) if row["decision"] == Decision.REPLACE]
        people = {row["replacement"] for row in rows if row["name"] in ("Priya", "Marta Kowalska")}
        assert len(people) == 2


async def typed(pilot: Pilot[None], settle: Settle, words: str, *keys: str) -> None:
    """Write into the field of a question, take it, and press keys."""
    pilot.app.screen.query_one(Input).value = words
    await press(pilot, settle, "enter", *keys)
