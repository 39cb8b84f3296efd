"""The guide as a screen: questions are seen with their codes, written, linked and removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ipe_coder.project import open_project
from ipe_coder.tui.screens.guide import GuideScreen
from tests.factories import study
from tests.tui import guided
from tests.tui.application import LARGE, SMALL, Settle, SteadyApp, project_of

TALK = study("I: So, what helped you? | Ann: {Time:Time}, {the door:Access}.", "A1")
GUIDE = "## Recipients\n1. What helps you? [codes: Time]\n2. What of [/] the 🙂 dogs?\n"


@pytest.fixture(scope="module")
def guided_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guided") / "leave.ipe"
    with guided.build(path, TALK, GUIDE) as project:
        project.confirm_asking("A1", 0, [project.question("1", "leave")])
    return path


@pytest.fixture
def path(guided_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(guided_file, tmp_path))


async def opened(pilot: Pilot[None], settle: Settle) -> GuideScreen:
    await settle(pilot)
    await settle(pilot)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, GuideScreen)
    return screen


def shown(screen: GuideScreen) -> str:
    return "\n".join(line.plain for row in screen.rows.rows for line in row.lines)


def questions(pilot: Pilot[None]) -> list[tuple[str, str, tuple[str, ...]]]:
    uses = project_of(pilot).guide("leave")
    return [(one.question.label, one.question.text, one.codes) for one in uses]


async def test_questions_stand_under_their_part_with_codes_and_use(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="guide").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        text = shown(screen)
        assert text.startswith("Recipients")
        assert "What of [/] the 🙂 dogs?" in text
        assert "asked in 1" in text
        assert "Time" in text


async def test_a_question_is_written_changed_and_taken_back(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="guide").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("a", *"Why?", "enter")
        await settle(pilot)
        assert questions(pilot)[2] == ("3", "Why?", ())
        assert project_of(pilot).guide_questions("leave")[2].part == "Recipients"
        await pilot.press("G", "enter", *" So", "enter")
        await settle(pilot)
        assert questions(pilot)[2] == ("3", "Why? So", ())
        await pilot.press("u", "u")
        await settle(pilot)
        await settle(pilot)
        assert len(questions(pilot)) == 2
        assert "Why?" not in shown(screen)


async def test_a_code_is_linked_and_unlinked(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="guide").run_test(size=LARGE) as pilot:
        await opened(pilot, settle)
        await pilot.press("c", *"Access", "enter")
        await settle(pilot)
        assert questions(pilot)[0][2] == ("Time", "Access")
        await pilot.press("c", *"Time", "enter")
        await settle(pilot)
        assert questions(pilot)[0][2] == ("Access",)


async def test_a_question_is_removed_only_after_its_marks_were_named(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="guide").run_test(size=LARGE) as pilot:
        await opened(pilot, settle)
        await pilot.press("R", "n")
        await settle(pilot)
        assert len(questions(pilot)) == 2
        await pilot.press("R", "y")
        await settle(pilot)
        assert [one[0] for one in questions(pilot)] == ["2"]
        assert project_of(pilot).askings() == []


async def test_without_questions_the_way_to_them_is_said(path: Path, settle: Settle) -> None:
    with open_project(path) as project:
        for one in project.guide_questions("leave"):
            project.remove_question(one)
    async with SteadyApp(path, at="guide").run_test(size=SMALL) as pilot:
        screen = await opened(pilot, settle)
        assert screen.has_class("-nothing")
        await pilot.press("a", *"Why?", "enter")
        await settle(pilot)
        await settle(pilot)
        assert not screen.has_class("-nothing")
        assert questions(pilot) == [("1", "Why?", ())]
