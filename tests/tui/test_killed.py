"""Killed at any key, the application loses nothing that its screen had shown as saved."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from ipe_coder.project import open_project
from tests.tui.terminal import Terminal

FAULTS = int(os.environ.get("IPE_FAULTS", "10"))
KILLS = FAULTS if FAULTS > 10 else 2
"""A start takes seconds: `make test` has time for two."""
SEED = int(os.environ.get("IPE_FAULTS_SEED", "20261122"))
PROGRAM = str(Path(sys.executable).with_name("ipe-coder"))
LAST_KEY = "? keys"
"""What was done last stands behind this in the last row."""
ACTIONS = (
    ["c", *"ena", "enter"],
    ["c", *"acc", "enter"],
    ["4"],
    ["5"],
    ["j", "."],
    ["f"],
    ["t"],
    ["u"],
    ["\x12"],
    ["x"],
    ["J"],
)


@pytest.fixture
def folder(standard_file: Path, tmp_path: Path) -> Path:
    """A folder with the standard study and settings of its own."""
    shutil.copy(standard_file, tmp_path / "job.ipe")
    (tmp_path / "settings").mkdir()
    return tmp_path


def started(folder: Path) -> Terminal:
    """Start the application on the study, as far as its first interview."""
    terminal = Terminal(
        [PROGRAM, "open", "job.ipe", "--coder", "AB"],
        folder,
        (120, 36),
        {"IPE_CONFIG": str(folder / "settings")},
    )
    terminal.wait_for("transcripts", LAST_KEY)
    terminal.press("tab", "enter")
    terminal.wait_for("turn ", LAST_KEY)
    return terminal


def said(terminal: Terminal) -> str:
    """Read what the screen says was done last."""
    return terminal.row(-1).partition(LAST_KEY)[2].strip()


def work_until_killed(terminal: Terminal, chance: random.Random) -> list[str]:
    """Code at random and be killed at a key; give what the screen had said, in order."""
    heard = [""]
    keys = [key for _ in range(chance.randrange(1, 12)) for key in chance.choice(ACTIONS)]
    for key in keys[: chance.randrange(1, len(keys) + 1)]:
        end = time.monotonic() + chance.uniform(0, 0.4)
        terminal.press(key)
        while said(terminal) in ("", heard[-1]) and time.monotonic() < end:
            terminal.press()
        if said(terminal) not in ("", heard[-1]):
            heard.append(said(terminal))
    assert terminal.process.isalive(), terminal.text
    helpers = terminal.children()
    os.kill(terminal.process.pid, signal.SIGKILL)
    wait_for_end(helpers)
    return heard[1:]


def wait_for_end(processes: list[Path]) -> None:
    """Wait until processes have ended by themselves."""
    end = time.monotonic() + 20
    while any(process.exists() for process in processes):
        assert time.monotonic() < end, "a process goes on without the application"
        time.sleep(0.05)


def test_killed_at_any_key_everything_that_the_screen_had_called_saved_is_there(
    folder: Path,
) -> None:
    chance = random.Random(SEED)
    shown = 0
    for number in range(KILLS):
        with open_project(folder / "job.ipe") as before:
            last = before.last_change()
        terminal = started(folder)
        heard = work_until_killed(terminal, chance)
        terminal.close()
        with open_project(folder / "job.ipe") as after:
            assert after.check() == [], f"kill {number}"
            labels = iter([one.label for one in reversed(after.changes_since(last))])
        shown += len(heard)
        for words in heard:
            begin = words.rstrip("…")
            assert any(label.startswith(begin) for label in labels), f"kill {number}: {words}"
    assert shown
