"""What the benchmarks share: timing, printing beside `sqlite3`, and invented interviews."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

WORDS = (
    "the and to of a in that it was you for we on with they my at so this have not what like just "
    "when had know think because people really about time work team manager leave help told asked"
)


def write_files(folder: Path, number: int, words: int) -> list[Path]:
    """Write interviews of an interviewer's questions and longer answers."""
    paths, words_to_say = [], WORDS.split()
    for place in range(number):
        chance = random.Random(place)
        left, lines = words, []
        while left > 0:
            for name, most in (("Interviewer", 15), (f"P{place:04}", 120)):
                said = " ".join(chance.choices(words_to_say, k=chance.randint(4, most)))
                lines.append(f"{name}: {said}.")
                left -= said.count(" ") + 1
        path = folder / f"interview_{place:04}.txt"
        path.write_text("\n\n".join(lines))
        paths.append(path)
    return paths


def timed(
    action: Callable[[], Any], runs: int = 1, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Give the median time of an action in seconds."""
    times = []
    for _ in range(runs):
        began = clock()
        action()
        times.append(clock() - began)
    return statistics.median(times)


def say(step: str, ours: float, plain: float | None = None, budget: str = "") -> None:
    """Print one line."""
    beside = f"{plain * 1000:9.1f} ms  {ours / plain:5.1f} x" if plain else " " * 20
    print(f"{step:34} {ours * 1000:9.1f} ms  {beside}  {budget}")


@contextlib.contextmanager
def plain_file(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file as the program does, with nothing above it."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = FULL")
        file.execute("PRAGMA foreign_keys = ON")
        yield file
