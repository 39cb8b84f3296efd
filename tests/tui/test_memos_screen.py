"""The memos: all of them found again, opened in their places, written anew and taken away."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from ipe_coder.model.segment import MemoAbout, MemoKind
from ipe_coder.project import Project
from ipe_coder.tui.screens.codebook import CodebookScreen
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.screens.library import LibraryScreen
from ipe_coder.tui.screens.memos import MemosScreen
from tests.factories import reopened
from tests.tui.application import LARGE, SteadyApp, fill, press_each, project_of, until


def write_some(project: Project) -> None:
    """Write a memo about each kind of thing, one of them by another coder."""
    talk = project.transcript(project.transcript_id("Laughs"))
    segment = next(row.segment for row in project.segment_rows(code="Time", coder="AB"))
    code = project.code("Access")[1]
    person = project.participants()[0]
    project.write_memo(MemoAbout.PROJECT, "", "Who was not asked", kind=MemoKind.METHOD)
    project.write_memo(
        MemoAbout.TRANSCRIPT, talk.id, "Zoë [/] was tired", span=talk.turns[1].span,
        kind=MemoKind.REFLEXIVE,
    )  # fmt: skip
    project.write_memo(MemoAbout.SEGMENT, segment.id, "Or is it money?")
    project.write_memo(MemoAbout.CODE, code.id, "Two things in one\nSplit it?", title="Too broad")
    project.coder = "CD"
    project.write_memo(MemoAbout.PARTICIPANT, person.id, "Knew me from before")
    project.coder = "AB"


@pytest.fixture
def path(standard_file: Path, tmp_path: Path) -> Path:
    copied = Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))
    with reopened(copied, seed=5) as project:
        write_some(project)
    return copied


async def opened(pilot: Pilot[None], number: int = 5) -> MemosScreen:
    await until(pilot, lambda: project_of(pilot))
    await until(pilot, lambda: isinstance(pilot.app.screen, MemosScreen))
    screen = pilot.app.screen
    assert isinstance(screen, MemosScreen)
    await until(pilot, lambda: screen.is_loaded and len(screen.found) == number)
    return screen


def heads(screen: MemosScreen) -> list[str]:
    return [row.lines[0].plain for row in screen.rows.rows if row.value is not None]


def detail(screen: MemosScreen) -> str:
    return str(screen.query_one("#detail", Static).render())


async def stand_on(pilot: Pilot[None], screen: MemosScreen, words: str) -> None:
    found = next(one.memo.id for one in screen.found if words in one.memo.body)
    screen.rows.go_to(found)
    await until(pilot, lambda: words.split()[0] in detail(screen))


async def test_the_newest_stands_first_and_is_found_by_words_without_accents(path: Path) -> None:
    async with SteadyApp(path, at="memos").run_test(size=LARGE) as pilot:
        screen = await opened(pilot)
        assert heads(screen) == [
            "Knew me from before", "Too broad", "Or is it money?", "Zoë [/] was tired",
            "Who was not asked",
        ]  # fmt: skip
        await pilot.press("/")
        await fill(pilot, "TIRED zoe")
        await until(pilot, lambda: heads(screen) == ["Zoë [/] was tired"])
        await press_each(pilot, "enter", "escape")
        await until(pilot, lambda: len(heads(screen)) == 5)


async def test_they_are_limited_by_kind_coder_and_thing(path: Path) -> None:
    async with SteadyApp(path, at="memos").run_test(size=LARGE) as pilot:
        screen = await opened(pilot)
        await press_each(pilot, "t", "3")
        await until(pilot, lambda: heads(screen) == ["Zoë [/] was tired"])
        await press_each(pilot, "escape", "w", "3")
        await until(pilot, lambda: heads(screen) == ["Knew me from before"])
        await press_each(pilot, "escape")
        await until(pilot, lambda: len(heads(screen)) == 5)
        await stand_on(pilot, screen, "money")
        title = screen.memo.name if screen.memo else ""
        await press_each(pilot, "i")
        await until(pilot, lambda: len(screen.found) < 5)
        assert {one.name for one in screen.found} == {title}


async def test_enter_opens_each_in_its_place_and_esc_comes_back(path: Path) -> None:
    async with SteadyApp(path, at="memos").run_test(size=LARGE) as pilot:
        screen = await opened(pilot)
        await stand_on(pilot, screen, "tired")
        span = screen.memo.span if screen.memo else None
        await press_each(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CodingScreen))
        coding: Any = pilot.app.screen
        await until(pilot, lambda: coding.desk.is_open and coding.view.selection == span)
        assert coding.desk.transcript.title == "Laughs"
        await press_each(pilot, "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await stand_on(pilot, screen, "Split it")
        await press_each(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CodebookScreen))
        codebook: Any = pilot.app.screen
        await until(pilot, lambda: codebook.code and codebook.code.name == "Access")
        await press_each(pilot, "g", "n")
        await stand_on(pilot, screen, "before")
        person = screen.memo.name if screen.memo else ""
        await press_each(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, LibraryScreen))
        library: Any = pilot.app.screen
        await until(pilot, lambda: library.participant and library.participant.pseudonym == person)


async def test_one_is_edited_keeps_its_title_is_removed_and_comes_back(path: Path) -> None:
    async with SteadyApp(path, at="memos").run_test(size=LARGE) as pilot:
        screen = await opened(pilot)
        project = project_of(pilot)
        await stand_on(pilot, screen, "Split it")
        await press_each(pilot, "e", *" Yes", "ctrl+s")
        await until(pilot, lambda: screen.memo and screen.memo.memo.body.endswith("Split it? Yes"))
        assert screen.memo is not None
        assert screen.memo.memo.title == "Too broad"
        await press_each(pilot, "x", "n")
        assert len(project.memos()) == 5
        await press_each(pilot, "x", "y")
        await until(pilot, lambda: len(heads(screen)) == 4)
        assert "Too broad" not in heads(screen)
        await press_each(pilot, "u")
        await until(pilot, lambda: "Too broad" in heads(screen))


async def test_a_new_one_is_written_about_the_project_and_stood_on(path: Path) -> None:
    async with SteadyApp(path, at="memos").run_test(size=LARGE) as pilot:
        screen = await opened(pilot)
        await press_each(pilot, "a", "1", *"Wales", "ctrl+s")
        await until(pilot, lambda: len(screen.found) == 6)
        assert screen.memo is not None
        assert (screen.memo.memo.about, screen.memo.memo.body) == (MemoAbout.PROJECT, "Wales")


async def test_in_blind_mode_only_ones_own_are_there(path: Path) -> None:
    app = SteadyApp(path, at="memos")
    async with app.run_test(size=LARGE) as pilot:
        screen = await opened(pilot)
        app.set_blind(True)
        await press_each(pilot, "g", "p", "g", "n")
        await until(pilot, lambda: len(heads(screen)) == 4)
        assert "Knew me from before" not in heads(screen)
        assert "CD" not in str(screen.header.render())


async def test_m_writes_on_a_code_and_on_a_transcript_which_then_are_marked(path: Path) -> None:
    async with SteadyApp(path, at="memos").run_test(size=LARGE) as pilot:
        await until(pilot, lambda: project_of(pilot))
        await press_each(pilot, "g", "b")
        codebook: Any = pilot.app.screen
        await until(pilot, lambda: codebook.code is not None)
        code, project = codebook.code, project_of(pilot)
        await press_each(pilot, "m", *"Odd", "ctrl+s")
        await until(pilot, lambda: "≡" in codebook.code_tree.rows[0].lines[0].plain)
        await press_each(pilot, "g", "l", "m", *"Long", "ctrl+s")
        library: Any = pilot.app.screen
        await until(
            pilot, lambda: library.transcript and library.transcript.id in library.whole.memos
        )
        transcript = library.transcript
        about = [(one.about, one.about_id, one.body) for one in project.memos()]
        assert {*about} >= {
            (MemoAbout.CODE, code.id, "Odd"), (MemoAbout.TRANSCRIPT, transcript.id, "Long"),
        }  # fmt: skip
