"""The start screen: what a researcher sees first, and what one key does next."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.widgets import Static

from ipe_coder.model.study import Study
from ipe_coder.model.transcript import NewTranscript
from ipe_coder.project import new_project, open_project
from ipe_coder.project.next_steps import StepKind
from ipe_coder.tui.app import IpeCoder
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.screens.project import ProjectScreen
from ipe_coder.tui.widgets.rows import Rows
from tests.factories import study
from tests.tui.application import (
    LARGE,
    SMALL,
    Settle,
    SteadyApp,
    project_of,
    until,
)


@pytest.fixture
def path(standard_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


def lines(rows: Rows) -> list[str]:
    return [line.plain for row in rows.rows for line in row.lines]


async def test_every_study_stands_with_the_progress_of_each_coder(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await settle(pilot)
        studies = lines(pilot.app.screen.query_one("#studies", Rows))
        assert "AB" in studies[0]
        assert "CD" in studies[0]
        assert "Leave study" in studies[1]
        transcripts = lines(pilot.app.screen.query_one("#transcripts", Rows))
        assert any("Laughs" in line and "Teacher" in line for line in transcripts)
        name = "A study whose name is longer than sixteen cells"
        project_of(pilot).add_study("long", title=name)
        pilot.app._look_for_changes()  # type: ignore[attr-defined]
        await until(pilot, lambda: len(lines(pilot.app.screen.query_one("#studies", Rows))) > 2)
        assert name not in "".join(lines(pilot.app.screen.query_one("#studies", Rows)))
        await pilot.resize_terminal(250, 70)
        await until(
            pilot,
            lambda: name in "".join(lines(pilot.app.screen.query_one("#studies", Rows))),
        )


async def test_enter_opens_the_transcript_at_the_cursor(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("tab", "j", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, CodingScreen)
        assert pilot.app.screen.desk.transcript.title == "Arabic"


async def test_a_digit_does_what_is_next(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await settle(pilot)
        project = project_of(pilot)
        project.add_study("new")
        laughs = study("I: And then? | P9: It went on for weeks.", "Weeks")
        project.add_transcripts("new", [NewTranscript(laughs.draft, "Weeks")])
        pilot.app._look_for_changes()  # type: ignore[attr-defined]
        await settle(pilot)
        await settle(pilot)
        steps = project.next_steps()
        digit = next(n for n, step in enumerate(steps, 1) if step.kind is StepKind.CODE)
        await pilot.press(str(digit))
        await settle(pilot)
        assert isinstance(pilot.app.screen, CodingScreen)
        assert pilot.app.screen.desk.transcript.title == "Weeks"


async def test_a_study_is_added_with_its_arms(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("a", *"pay: more, less", "enter")
        await settle(pilot)
        study = project_of(pilot).study("pay")
        assert [arm.name for arm in study.arms] == ["more", "less"]
        shown = pilot.app.screen.query_one("#studies", Rows)
        assert any("pay" in line for line in lines(shown))


async def test_an_empty_project_shows_four_steps(tmp_path: Path, settle: Settle) -> None:
    new_project(tmp_path / "new.ipe", "New").close()
    async with SteadyApp(tmp_path / "new.ipe").run_test(size=SMALL) as pilot:
        await settle(pilot)
        start = pilot.app.screen.query_one("#start", Static)
        assert "Four steps" in str(start.render())


async def test_without_a_project_those_of_the_folder_are_offered(
    path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    async with IpeCoder(None, "AB").run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        assert project_of(pilot).path == str(Path("leave.ipe").absolute())


async def test_a_file_that_is_no_project_is_named_and_nothing_opens(
    tmp_path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.ipe").write_text("not a project", encoding="utf-8")
    async with IpeCoder(None, "AB").run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("1")
        for worker in list(pilot.app.workers):
            with pytest.raises(Exception, match="not an ipe_coder project"):
                await worker.wait()
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, ProjectScreen)
        assert screen.error_strip.shown


async def test_what_another_process_writes_appears(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await settle(pilot)
        with open_project(path, "CD") as other:
            other.add_study("elsewhere")
        pilot.app._look_for_changes()  # type: ignore[attr-defined]
        await settle(pilot)
        await settle(pilot)
        shown = pilot.app.screen.query_one("#studies", Rows)
        names = [row.value.name for row in shown.rows if isinstance(row.value, Study)]
        assert "elsewhere" in names
