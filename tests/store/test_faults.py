"""A program that is killed at any moment loses at most the action in flight."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from ipe_coder.project import open_project
from tests.factories import add, new_project, study

KILLS = int(os.environ.get("IPE_FAULTS", "10"))
SEED = int(os.environ.get("IPE_FAULTS_SEED", "20261121"))


def start(project: Path, seed: int) -> subprocess.Popen[bytes]:
    """Start a program that works on the project and says the number of each change it saved."""
    command = [sys.executable, "-m", "tests.store.fault_worker", str(project), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])


def said_before_its_death(program: subprocess.Popen[bytes], delay: float) -> list[int]:
    """Kill a program some time after its first saved change; give the numbers it has said."""
    assert program.stdout is not None
    heard = b""
    deadline = time.monotonic() + 60
    while b"\n" not in heard and time.monotonic() < deadline:
        heard += os.read(program.stdout.fileno(), 1 << 16)
    end = time.monotonic() + delay
    while (left := end - time.monotonic()) > 0:
        if select.select([program.stdout], [], [], left)[0]:
            heard += os.read(program.stdout.fileno(), 1 << 16)
    program.send_signal(signal.SIGKILL)
    program.wait()
    heard += program.stdout.read()
    program.stdout.close()
    whole, _, _ = heard.rpartition(b"\n")
    return [int(line) for line in whole.split()]


def test_a_program_killed_while_it_writes_loses_nothing_that_it_said_was_saved(
    tmp_path: Path,
) -> None:
    chance = random.Random(SEED)
    path = tmp_path / "leave.ipe"
    with new_project(path) as made:
        made.add_study("leave", arms=["treatment", "control"])
        add(made, "leave", study("I: How? | P1: It was {hard:Barriers} and {good:Enablers}.", "T"))
    for number in range(KILLS):
        with open_project(path) as before:
            last = before.last_change()
        said = said_before_its_death(start(path, number), chance.uniform(0, 0.25))
        with open_project(path) as after:
            saved = [one.seq for one in reversed(after.changes_since(last))]
            assert saved[: len(said)] == said, f"kill {number}: a saved change is gone"
            assert len(saved) <= len(said) + 1, f"kill {number}: more than one action in flight"
            assert after.check() == [], f"kill {number}"
