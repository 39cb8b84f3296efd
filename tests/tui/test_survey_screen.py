"""The survey preview: what columns are taken for can be changed, then all is one change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from ipe_coder.model.survey import Use
from ipe_coder.model.transcript import TranscriptKind
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.screens.library import LibraryScreen
from ipe_coder.tui.screens.survey_import import SurveyScreen
from tests.project.test_survey_exports import QUALTRICS, WHAT, write
from tests.tui.application import LARGE, SMALL, Settle, SteadyApp, project_of
from tests.tui.test_library_screen import press

ROWS = [
    *QUALTRICS,
    ["2026-05-03 12:00:00", "10.0.0.3", "100", "R_3c", "", "Duty [laughs]", "Agree", "Agree"],
]


@pytest.fixture
def path(flexible_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(flexible_file, tmp_path / "flexible.ipe"))


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return write(tmp_path / "answers.csv", ROWS)


async def preview(pilot: Pilot[None], settle: Settle, answers: Path, *keys: str) -> SurveyScreen:
    """Open the preview of a file over the library, and press keys there."""
    await settle(pilot)
    await settle(pilot)
    library = pilot.app.screen
    assert isinstance(library, LibraryScreen)
    screen = SurveyScreen(project_of(pilot).studies()[0], answers)
    pilot.app.push_screen(screen, lambda _: library.say(screen.label))
    await settle(pilot)
    await press(pilot, settle, *keys)
    return screen


def said(screen: SurveyScreen) -> str:
    """Read what would be written."""
    return str(screen.query_one("#outcome", Static).render())


async def test_columns_are_changed_counted_again_and_written_as_one_change(
    path: Path, answers: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, answers)
        project = project_of(pilot)
        before = len(project.transcripts())
        assert "The first 3 rows are headings" in said(screen)
        assert screen.would is not None
        assert screen.would.answers == 2
        screen.table.go_to("Which team?")
        await press(pilot, settle, "q")
        assert (screen.would.answers, screen.would.respondents) == (5, 3)
        await press(pilot, settle, "u", "enter")
        assert screen.survey is not None
        uses = {one.name: one.use for one in screen.survey.columns}
        assert uses["Which team?"] is Use.LEFT_OUT
        assert len(project.transcripts()) == before
        await press(pilot, settle, "w")
        assert isinstance(pilot.app.screen, LibraryScreen)
        new = [one for one in project.transcripts() if one.kind is TranscriptKind.SURVEY_ANSWER]
        assert [one.title for one in new] == [f"R_1a {WHAT}", f"R_2b {WHAT}"]
        await press(pilot, settle, "u")
        assert len(project.transcripts()) == before


async def test_nothing_is_written_while_it_is_open_who_answers(
    path: Path, answers: Path, settle: Settle
) -> None:
    twice = [*ROWS, ["", "", "", "r_1a", "I answer a second time here.", "", "", ""]]
    write(answers, twice)
    async with SteadyApp(path, at="library").run_test(size=SMALL) as pilot:
        screen = await preview(pilot, settle, answers)
        assert "“r_1a” answers here as in line" in " ".join(said(screen).split())
        await press(pilot, settle, "w")
        assert pilot.app.screen is screen
        screen.table.go_to("Response ID")
        await press(pilot, settle, "x")
        assert "No column says who answers" in said(screen)
        await press(pilot, settle, "#")
        assert isinstance(pilot.app.screen, AskText)
        await press(pilot, settle, "enter")
        assert screen.would is not None
        assert screen.would.respondents == 3
        await press(pilot, settle, "escape")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, settle, "escape", "w")
        people = {one.pseudonym for one in project_of(pilot).participants()}
        assert {"R0001", "R0002", "R0004"} <= people
