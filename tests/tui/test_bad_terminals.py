"""A terminal that shrinks, stops, is closed or can do little harms neither work nor screen."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ipe_coder.project import open_project
from tests.tui.application import LARGE, SteadyApp, until, work_done
from tests.tui.terminal import Terminal

PROGRAM = str(Path(sys.executable).with_name("ipe-coder"))
BROKEN = (
    "from ipe_coder.tui.screens.codebook import CodebookScreen;"
    "CodebookScreen.compose_body = lambda self: [][1];"
    "from ipe_coder.cli.main import cli; cli()"
)
"""The program, with a defect where a screen is made."""
Start = Callable[..., Terminal]


@pytest.fixture
def start(standard_file: Path, tmp_path: Path) -> Iterator[Start]:
    """Start the application on the standard study in a terminal."""
    shutil.copy(standard_file, tmp_path / "job.ipe")
    (tmp_path / "settings").mkdir()
    terminals: list[Terminal] = []

    def run(*command: str, **environment: str) -> Terminal:
        settings = {"IPE_CONFIG": str(tmp_path / "settings"), **environment}
        arguments = [*(command or (PROGRAM,)), "open", "job.ipe", "--coder", "AB"]
        terminals.append(Terminal(arguments, tmp_path, (120, 36), settings))
        terminals[0].wait_for("transcripts", "? keys")
        return terminals[0]

    yield run
    for terminal in terminals:
        terminal.close()


def test_a_window_made_tiny_stopped_and_closed_keeps_all_work(start: Start, tmp_path: Path) -> None:
    terminal = start()
    terminal.press("tab", "enter")
    terminal.wait_for("turn 1 of")
    terminal.press("c")
    terminal.wait_for("of 4")
    terminal.resize(20, 5)
    terminal.wait_for("needs 80 x")
    terminal.resize(120, 36)
    terminal.wait_for("of 4", "ctrl+n")
    terminal.press(*"ena", "enter")
    terminal.wait_for("Coded En")
    for stop in ("signal", "key"):
        if stop == "key":
            terminal.press("ctrl+z")
        else:
            os.kill(terminal.process.pid, signal.SIGTSTP)
        terminal.wait(lambda: "T (stopped)" in state_of(terminal), "stop")
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.press("f")
        terminal.wait_for("Starred" if stop == "signal" else "Took the star")
    terminal.press("f")
    terminal.wait_for("Starred")
    terminal.press("m")
    terminal.wait_for("Analytic memo")
    terminal.press(*"half")
    terminal.wait_for("half")
    helpers = terminal.children()
    terminal.hang_up()
    end = time.monotonic() + 20
    while terminal.process.isalive() or any(one.exists() for one in helpers):
        assert time.monotonic() < end, "a process goes on without its terminal"
        time.sleep(0.05)
    assert not (tmp_path / "job.ipe-wal").exists()
    with open_project(tmp_path / "job.ipe") as project:
        labels = [one.label for one in project.history(limit=4)]
        assert (labels[0], labels[-1]) == ("Starred En", "Coded En, 3 words of an interviewer")
        project.coder = "AB"
        assert [one.body for one in project.drafts()] == ["half"]
        assert project.check() == []


def state_of(terminal: Terminal) -> str:
    return Path(f"/proc/{terminal.process.pid}/status").read_text().split("\n")[2]


def test_a_terminal_that_can_do_little_shows_the_project(start: Start) -> None:
    terminal = start(TERM="dumb", NO_COLOR="1")
    terminal.press("ctrl+q")
    terminal.wait(lambda: not terminal.process.isalive(), "end")
    assert terminal.process.exitstatus == 0


def test_a_defect_that_ends_the_program_is_said_in_a_line_and_logged(
    start: Start, tmp_path: Path
) -> None:
    terminal = start(sys.executable, "-c", BROKEN)
    terminal.press("g", "b")
    terminal.wait(lambda: not terminal.process.isalive(), "end")
    terminal.wait_for("Error: a defect of ipe-coder stopped this (IndexError).")
    assert "Traceback" not in terminal.text
    assert terminal.process.exitstatus == 70
    assert "IndexError" in (tmp_path / "settings/ipe-coder.log").read_text()


async def test_every_screen_lives_through_a_tiny_window(
    flexible_file: Path, tmp_path: Path
) -> None:
    app = SteadyApp(Path(shutil.copy(flexible_file, tmp_path / "flexible.ipe")))
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await until(pilot, lambda: app.project is not None)
        for mode in app.MODES:
            await app.switch_mode(mode)
            await work_done(pilot)
            for size in ((20, 5), LARGE):
                await pilot.resize_terminal(*size)
                await pilot.pause()
            assert app.current_mode == mode
            assert len(app.screen_stack) == 1, "an error is on show"
