"""The guide beside the transcript: a proposal is confirmed, changed or refused by a key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ipe_coder.project import open_project
from ipe_coder.tui.app import IpeCoder
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.widgets.rows import Rows
from tests.factories import study
from tests.tui import guided
from tests.tui.application import LARGE, Settle, SteadyApp, project_of, transcript_called

TALK = study(
    "I: Hello [/] there. | Ann: Hi. | I: So, what helped you to [b]take[/b] the day? | "
    "Ann: {Time:Time}. It came late, and it went. | I: Mm. | Ann: And {the door:Access}. | "
    "I: Who decides about it, then? | Ann: My manager.",
    "A1",
)
GUIDE = (
    "1. What helps you to take the day?\n2. Who decides? [codes: Access]\n3. What of [/] dogs? 🙂\n"
)


@pytest.fixture(scope="module")
def guided_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guided") / "leave.ipe"
    guided.build(path, TALK, GUIDE).close()
    return path


@pytest.fixture
def path(guided_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(guided_file, tmp_path))


async def opened(pilot: Pilot[None], settle: Settle) -> CodingScreen:
    await settle(pilot)
    app = pilot.app
    assert isinstance(app, IpeCoder)
    app.open_transcript(transcript_called(project_of(pilot), "A1"))
    await settle(pilot)
    await settle(pilot)
    assert isinstance(app.screen, CodingScreen)
    return app.screen


def asks(pilot: Pilot[None]) -> dict[int, list[str]]:
    turns = project_of(pilot).turn_questions("A1")
    return {one.turn: [each.label for each in one.asked] for one in turns if one.settled}


def pane(screen: CodingScreen) -> str:
    side = screen.query_one("#side", Rows)
    return "\n".join(line.plain for row in side.rows for line in row.lines)


async def test_a_key_goes_to_the_next_question_and_one_confirms_it(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        assert "nothing is proposed" in pane(screen)
        await pilot.press("a")
        await settle(pilot)
        assert screen.view.turn == 2
        assert "?  1" in pane(screen)
        await pilot.press("y")
        await settle(pilot)
        assert asks(pilot) == {2: ["1"]}
        assert "√  1" in pane(screen)
        assert screen.footer.status == "Marked turn 3 of A1: 1"
        await pilot.press("a", "a")
        await settle(pilot)
        assert screen.view.turn == 6
        assert screen.footer.status == "No question is asked further down."
        await pilot.press("A", "u")
        await settle(pilot)
        assert screen.view.turn == 2
        assert asks(pilot) == {}


async def test_another_question_is_chosen_or_none_from_the_answer_as_well(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("a", "J", "Q")
        await settle(pilot)
        await pilot.press("4")
        await settle(pilot)
        assert asks(pilot) == {2: ["3"]}
        assert "What of [/] dogs? 🙂" in pane(screen)
        await pilot.press("Q")
        await settle(pilot)
        await pilot.press("2")
        await settle(pilot)
        assert asks(pilot) == {2: []}
        assert "asks none of the guide" in pane(screen)


async def test_a_transcript_is_called_fully_marked_and_proposes_no_more(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("a", "W")
        await settle(pilot)
        assert project_of(pilot).marked_transcripts() == {screen.desk.transcript.id}
        assert "not marked: asks none" in pane(screen)
        await pilot.press("W")
        await settle(pilot)
        assert project_of(pilot).marked_transcripts() == frozenset()
        assert "?  1" in pane(screen)


async def test_without_a_guide_the_keys_are_not_there(path: Path, settle: Settle) -> None:
    with open_project(path) as project:
        for question in project.guide_questions("leave"):
            project.remove_question(question)
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        assert "Question" not in pane(screen)
        await pilot.press("a", "y", "Q", "W")
        await settle(pilot)
        assert asks(pilot) == {}
        assert isinstance(pilot.app.screen, CodingScreen)
