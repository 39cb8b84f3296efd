"""A program that is killed at any moment loses at most the action in flight."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from ipe_coder.project import open_project
from tests.factories import add, new_project, study

KILLS = int(os.environ.get("IPE_FAULTS", "10"))
SEED = int(os.environ.get("IPE_FAULTS_SEED", "20261121"))


class Workers:
    """Programs that work on a project and say the number of each change they saved.

    All are forked from one that has loaded the program already, which takes most of the time.
    """

    def __init__(self, project: Path) -> None:
        """Load the program once."""
        command = [sys.executable, "-m", "tests.store.fault_worker", str(project)]
        self._parent = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        )

    def said_before_its_death(self, seed: int, delay: float) -> list[int]:
        """Kill a worker some time after its first saved change; give the numbers it has said."""
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        self._parent.stdin.write(f"{seed}\n".encode())
        self._parent.stdin.flush()
        worker = int(self._parent.stdout.readline())
        heard = [self._parent.stdout.readline()]
        time.sleep(delay)
        os.kill(worker, signal.SIGKILL)
        while heard[-1] != b"dead\n":
            heard.append(self._parent.stdout.readline())
        return [int(line) for line in heard[:-1]]

    def close(self) -> None:
        """Let the loaded program end."""
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        assert self._parent.wait(timeout=20) == 0


def test_a_program_killed_while_it_writes_loses_nothing_that_it_said_was_saved(
    tmp_path: Path,
) -> None:
    chance = random.Random(SEED)
    path = tmp_path / "leave.ipe"
    with new_project(path) as made:
        made.add_study("leave", arms=["treatment", "control"])
        add(made, "leave", study("I: How? | P1: It was {hard:Barriers} and {good:Enablers}.", "T"))
    workers = Workers(path)
    for number in range(KILLS):
        with open_project(path) as before:
            last = before.last_change()
        said = workers.said_before_its_death(number, chance.uniform(0, 0.25))
        with open_project(path) as after:
            saved = [one.seq for one in reversed(after.changes_since(last))]
            assert saved[: len(said)] == said, f"kill {number}: a saved change is gone"
            assert len(saved) <= len(said) + 1, f"kill {number}: more than one action in flight"
            assert after.check() == [], f"kill {number}"
    workers.close()
