"""The library: what is there, who is who, and what comes in and goes out."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from ipe_coder.model.study import Consent
from ipe_coder.model.transcript import Role
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.screens.imports import ImportScreen
from ipe_coder.tui.screens.library import LibraryScreen
from tests.factories import reopened
from tests.tui.application import LARGE, SMALL, Settle, SteadyApp, project_of


@pytest.fixture
def path(flexible_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ChooseFiles, "LAST", tmp_path)
    return Path(shutil.copy(flexible_file, tmp_path / "flexible.ipe"))


async def press(pilot: Pilot[None], settle: Settle, *keys: str) -> None:
    """Press keys, each after what the last one did is done."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
        await settle(pilot)


async def show(pilot: Pilot[None], settle: Settle, *keys: str) -> LibraryScreen:
    """Go to the library and press keys there."""
    await settle(pilot)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, LibraryScreen)
    await press(pilot, settle, *keys)
    return screen


def lines(screen: LibraryScreen) -> list[str]:
    return [line.plain for row in screen.rows.rows for line in row.lines]


def words(screen: Screen[Any], selector: str) -> str:
    return str(screen.query_one(selector, Static).content)


async def test_transcripts_stand_by_study_with_the_progress_of_each_coder(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle)
        shown = lines(screen)
        assert shown[0].startswith("Flexitime")
        sw01 = next(line for line in shown if line.startswith("SW01")).split()
        assert sw01[1] == "interview"
        assert sw01[-1] == "100"  # CD coded both turns of SW01, and nothing else
        assert next(line for line in shown if line.startswith("SW02")).endswith("·")
        assert next(line for line in shown if line.startswith("FG01")).count("?") == 1
        assert "SWG03" in shown[-1]


async def test_typing_leaves_only_what_holds_the_words(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "/", "a", "n", "n", "enter")
        assert [line for line in lines(screen) if line.startswith(("SW", "FG"))] == [
            line for line in lines(screen) if line.startswith("FG01")
        ]
        await pilot.press("escape")
        await settle(pilot)
        assert any(line.startswith("SW02") for line in lines(screen))


async def test_enter_opens_the_transcript_in_coding(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await show(pilot, settle, "j", "enter")
        assert isinstance(pilot.app.screen, CodingScreen)
        assert pilot.app.screen.desk.transcript.title == "SW02"


async def test_one_study_can_be_shown_alone(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "f", "3")
        assert len(lines(screen)) == 1
        assert lines(screen)[0].startswith("SWG03")


async def test_participants_show_what_they_are_and_who_waits(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "tab")
        shown = lines(screen)
        ann = next(line for line in shown if line.startswith("Ann"))
        assert "manager" in ann
        assert "FG01" in ann
        waiting = shown.index("Wait for a transcript  1")
        assert shown[waiting + 1].startswith("SW09")
        assert "? SW09" in shown[waiting + 1]
        screen.rows.go_to(next(one.id for one in screen.whole.waiting))
        await pilot.press("enter")
        await settle(pilot)
        assert "SW09 waits for SW09." in screen.error_strip.words


async def test_a_participant_opens_where_they_speak(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "tab")
        ann = next(one for one in screen.whole.participants if one.pseudonym == "Ann")
        screen.rows.go_to(ann.id)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CodingScreen)
        assert pilot.app.screen.desk.transcript.title == "FG01"


async def test_a_speaker_gets_a_role_and_a_new_participant(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await show(pilot, settle, "j", "j", "w", *"Dot", "ctrl+n", "enter")
        project = project_of(pilot)
        group = project.transcript("FG01")
        voice = group.speakers[-1]
        assert voice.role is Role.PARTICIPANT
        assert voice.participant_id == project.participant("Dot", "flexitime").id


async def test_the_role_of_a_speaker_is_changed_with_a_digit(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "j", "j", "r", "3", "enter")
        assert project_of(pilot).transcript("FG01").speakers[-1].role is Role.OTHER
        assert "?" not in next(line for line in lines(screen) if line.startswith("FG01"))
        await pilot.press("u")
        await settle(pilot)
        assert project_of(pilot).transcript("FG01").speakers[-1].role is Role.UNKNOWN


async def test_what_is_known_of_a_participant_is_changed(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await show(pilot, settle, "tab", "c", "3", "3")
        assert project_of(pilot).participant("Ann").consent is Consent.PARAPHRASE_ONLY


async def test_a_study_is_added_with_its_arms(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "a", *"pay: more, less", "enter")
        assert [arm.name for arm in project_of(pilot).study("pay").arms] == ["more", "less"]
        assert "no transcripts yet" in lines(screen)[-1]


async def test_participants_come_from_a_table_and_notes_are_shown(
    path: Path, settle: Settle
) -> None:
    table = "participant,transcript,speaker,arm\nP3,SWG03,P3,control\nP9,SWG09,P9,treatment\n"
    (path.parent / "people.csv").write_text(table)
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await show(pilot, settle, "f", "3", "p", "enter")
        project = project_of(pilot)
        arms = {arm.id: arm.name for arm in project.study("swing").arms}
        assert arms[project.participant("P3").arm_id or ""] == "control"
        assert isinstance(pilot.app.screen, NotesDialog)
        assert "SWG09" in words(pilot.app.screen, "VerticalScroll Static")


async def test_a_bad_table_is_named_and_changes_nothing(path: Path, settle: Settle) -> None:
    (path.parent / "people.csv").write_text("participant,arm\nP3,elsewhere\n")
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "f", "3")
        before = project_of(pilot).last_change()
        await press(pilot, settle, "p", "enter")
        assert "people.csv, line 2" in screen.error_strip.words
        assert project_of(pilot).last_change() == before


async def test_a_codebook_is_imported_into_the_study_shown(path: Path, settle: Settle) -> None:
    (path.parent / "swing.yaml").write_text("name: SWING\ncodes:\n- name: Fatigue\n")
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await show(pilot, settle, "f", "3", "b", "enter")
        book = project_of(pilot).codebook("swing")
        assert book is not None
        assert [code.name for code in book.codes] == ["Fatigue"]


async def test_the_tables_of_a_study_are_exported(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "f", "2", "e")
        target = path.parent / "tables"
        pilot.app.screen.query_one(Input).value = str(target)
        await pilot.press("enter")
        await settle(pilot)
        assert any(target.glob("*.csv"))
        assert screen.footer.status.startswith("Wrote ")


async def test_import_shows_a_preview_of_the_marked_files(path: Path, settle: Settle) -> None:
    (path.parent / "SWG01.txt").write_text("INT: Did you read them?\nP1: The first, yes.\n")
    (path.parent / "SWG02.txt").write_text("INT: And you?\nP2: I forgot that I had.\n")
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await show(pilot, settle, "f", "3", "i", "a", "enter")
        assert isinstance(pilot.app.screen, ImportScreen)
        assert [one.path.name for one in pilot.app.screen.plan.files] == ["SWG01.txt", "SWG02.txt"]


async def test_details_open_over_the_list_in_a_small_window(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=SMALL) as pilot:
        screen = await show(pilot, settle)
        assert not screen.query_one("#side").display
        await pilot.press("s")
        await settle(pilot)
        assert screen.query_one("#side").display
        assert "SW01.txt" in words(screen, "#detail")
        await pilot.press("escape")
        await settle(pilot)
        assert not screen.query_one("#side").display


async def test_files_can_be_imported_from_the_start_screen(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await settle(pilot)
        await press(pilot, settle, "i", "1")
        assert isinstance(pilot.app.screen, ChooseFiles)


async def test_words_of_files_are_shown_as_they_are(path: Path, settle: Settle) -> None:
    with reopened(path) as project:
        project.set_participant("Ann", attributes={"site": "[b]North[/b] [/]"})
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "tab")
        assert "[b]North[/b] [/]" in words(screen, "#detail")
