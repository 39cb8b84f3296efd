"""The history: who did what, found again, read before and after, and taken back from there."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static

from ipe_coder.model.segment import MemoAbout, Stance
from ipe_coder.model.spans import Span
from ipe_coder.project import Project
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.screens.history import HistoryScreen
from ipe_coder.tui.screens.history_rows import history_rows
from tests.factories import reopened
from tests.tui.application import LARGE, Settle, SteadyApp, press_each, project_of


def work_on(project: Project) -> None:
    """Do a few things as two people, some of them on the same segment."""
    segment = next(row.segment for row in project.segment_rows(code="Time", coder="AB"))
    project.star(segment, starred=True)
    project.coder = "CD"
    project.set_stance(segment, Stance.MIXED)
    project.write_memo(MemoAbout.TRANSCRIPT, project.transcript_id("Group"), "Three [/] voices")
    project.coder = "AB"
    project.edit_code(project.code("Access")[1], definition="What is in the way", reason="asked")
    project.add_code("leave", "Luck [sic]")
    project.undo()


@pytest.fixture
def path(standard_file: Path, tmp_path: Path) -> Path:
    copied = Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))
    with reopened(copied, seed=5) as project:
        work_on(project)
    return copied


async def opened(pilot: Pilot[None], settle: Settle, *keys: str) -> HistoryScreen:
    await rest(pilot, settle)
    await rest(pilot, settle)
    for key in keys:
        await pilot.press(key)
        await rest(pilot, settle)
    assert isinstance(pilot.app.screen, HistoryScreen)
    return pilot.app.screen


async def rest(pilot: Pilot[None], settle: Settle) -> None:
    for _ in range(3):  # what is found asks for what is in view, and that is drawn then
        await settle(pilot)


def shown(screen: HistoryScreen) -> list[str]:
    return [line.plain for row in screen.rows.rows for line in row.lines if row.value is not None]


def detail(screen: HistoryScreen) -> str:
    return str(screen.query_one("#detail", Static).render())


async def test_changes_stand_under_their_days_with_who_what_and_on_what(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="history").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        days = [row.lines[0].plain for row in screen.rows.rows if row.value is None]
        assert [one for one in days if one] == ["Tuesday 3 March 2026", "Monday 2 March 2026"]
        first = shown(screen)
        assert "Undid: added the code Luck [sic]" in first[0]
        assert first[1].endswith("undone")
        assert "Three [/]" not in first[3]
        assert ("CD" in first[3], "Group" in first[3]) == (True, True)


async def test_a_change_is_shown_before_and_after(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="history").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "j", "j")
        words = detail(screen)
        assert "because: asked" in words
        assert "definition: nothing" in words
        assert "definition: What is in the way" in words
        await pilot.press("j")
        await rest(pilot, settle)
        assert "Three [/] voices" in detail(screen)


async def test_it_is_limited_to_a_person_a_kind_words_and_a_thing(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="history").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "w", "3")
        assert all("CD" in line for line in shown(screen))
        await pilot.press("f", *"memos", "enter")
        await rest(pilot, settle)
        assert len(shown(screen)) == 1
        await pilot.press("a", "escape")
        await rest(pilot, settle)
        assert len(shown(screen)) == project_of(pilot).last_change()
        await pilot.press("/", *"group")
        await rest(pilot, settle)
        assert screen.wanted.text == "group"
        assert any("Wrote a memo" in line for line in shown(screen))
        assert not any("Starred" in line for line in shown(screen))


async def test_one_old_change_is_taken_back_and_brought_back(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="history").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "j", "j", "U")
        project = project_of(pilot)
        assert project.code("Access")[1].definition == ""
        assert screen.footer.status == "Undid: changed the code Access"
        await pilot.press("home", "U")
        await rest(pilot, settle)
        assert project.code("Access")[1].definition == "What is in the way"


async def test_all_from_a_change_on_is_taken_back_in_one_step(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="history").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        project = project_of(pilot)
        before = len(project.segments())
        transcript = project.transcript("Group")
        newest = project.last_change()
        for start in (0, 4):
            code = project.code("Access")[1]
            change = project.apply_codes(transcript, Span(start, start + 3), [code]).change
            screen.ipe.publish(change)
        await rest(pilot, settle)
        screen.rows.go_to(newest + 1)
        await press_each(pilot, "B")
        assert "2 changes, back to before “Coded" in re.sub(
            "&#160;", " ", pilot.app.export_screenshot()
        )
        await press_each(pilot, "y")
        await rest(pilot, settle)
        assert (len(project.segments()), screen.footer.status) == (before, "Undid 2 changes")
        await pilot.press("end", "B")
        await rest(pilot, settle)
        assert "lies between" in screen.error_strip.words
        assert project.last_change() == newest + 4


async def test_what_is_in_the_way_is_named_and_a_key_goes_there(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="history").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, *"jjjjj", "U")
        assert (
            "“Starred Ti” cannot be undone: “Set the stance of Ti: mixed” by CD"
            in screen.error_strip.words
        )
        assert "Later work rests on it:" in detail(screen)
        await pilot.press("b")
        await rest(pilot, settle)
        assert not screen.error_strip.shown
        for key in "UjU":
            await pilot.press(key)
            await rest(pilot, settle)
        segment = next(row.segment for row in project_of(pilot).segment_rows(code="Time"))
        assert (segment.starred, segment.stance) == (False, None)


async def test_enter_goes_to_the_place_in_the_transcript(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="history").run_test(size=LARGE) as pilot:
        await opened(pilot, settle, *"jjjj")
        await pilot.press("enter")
        await rest(pilot, settle)
        assert isinstance(pilot.app.screen, CodingScreen)
        assert pilot.app.screen.desk.transcript.title == "Laughs"


async def test_in_blind_mode_what_others_did_is_absent(path: Path, settle: Settle) -> None:
    app = SteadyApp(path, at="history")
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        assert any("CD" in line for line in shown(screen))
        app.set_blind(True)
        await pilot.press("g", "p", "g", "h")
        await rest(pilot, settle)
        assert not any("CD" in line for line in shown(screen))
        await pilot.press("j", "j", "j", "U")
        await rest(pilot, settle)
        assert "CD" not in detail(screen) + screen.error_strip.words
        assert "later work of another coder rests on it" in screen.error_strip.words


@pytest.mark.parametrize(
    ("zone", "days", "times"),
    [
        ("Asia/Kolkata", ["Tuesday 3 March 2026", "Monday 2 March 2026"], ["05:15", "10:35"]),
        ("America/New_York", ["Monday 2 March 2026"], ["18:45", "00:05"]),
    ],
)
def test_days_and_times_are_those_of_this_place(
    zone: str, days: list[str], times: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    found = [(2, "2026-03-02T23:45:10.000000Z"), (1, "2026-03-02T05:05:00.000000Z")]
    rows = history_rows(found, lambda seq, at: Content(f"{seq} {at}"))
    assert [row.lines[0].plain for row in rows if row.value is None and row.lines[0]] == days
    drawn = [row.lines[0].plain for row in rows if row.value is not None]
    assert drawn == [f"2 {times[0]}", f"1 {times[1]}"]
