"""How long a coded transcript and a long list of segments take to open, in the real application.

    PYTHONPATH=. python benchmarks/opening.py [RUNS]

The application runs in a pseudo-terminal of 120 x 36, a new one for each run. The time is that
from the key to the paint: of the transcript's first words, of the first segments of the list,
and of the number of all. Beside it stands what `sqlite3` takes to read the same rows.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measures import plain_file, say, timed
from benchmarks.parts.long_interview import make_project, make_turns
from benchmarks.parts.terminal import started
from ipe_coder.model.spans import Span
from ipe_coder.project import new_project

BUDGET = "under 300 ms"
WORDS, SEGMENTS = 60_000, 5_000
TRANSCRIPTS, EACH = 120, 1_000
TEXT = "SELECT text FROM content"
TURNS = "SELECT * FROM turn_list"
PLACES = "SELECT * FROM segment"


def make_list(folder: Path) -> Path:
    """Write a project in which one code stands 120,000 times."""
    texts = []
    for place in range(TRANSCRIPTS):
        text = folder / f"P{place:03}.txt"
        said = make_turns(2_000 + place)
        text.write_text("\n".join(f"{who}: {words}" for who, words in said), encoding="utf-8")
        texts.append(text)
    with new_project(folder / "list.ipe", coder="AB") as project:
        project.add_study("long")
        project.import_transcripts(texts, study="long")
        code = project.add_code("long", "Everywhere")
        for row in project.transcripts("long"):
            transcript, chance = project.transcript(row.id), random.Random(row.title)
            starts = chance.sample(range(len(transcript.text) - 100), EACH)
            spans = [Span(start, start + chance.randint(20, 90)) for start in starts]
            project.apply_code(transcript, spans, code)
    return folder / "list.ipe"


def open_transcript(project: Path, config: Path) -> float:
    """Give the milliseconds from the key to the words of the transcript."""
    terminal = started(project, config, b"SW03")
    os.write(terminal.fd, b"\t")
    terminal.drain(0.5)
    try:
        return terminal.press_for("\r", b"turn 1 of")
    finally:
        terminal.close()


def open_list(project: Path, config: Path) -> tuple[float, float]:
    """Give the milliseconds from the key to the first segments, and to the number of all."""
    terminal = started(project, config, b"P000")
    os.write(terminal.fd, b"gc")
    terminal.wait_for(b"Everywhere")
    try:
        began = time.perf_counter()
        first = terminal.press_for("\r", b"P000")
        terminal.read_until(f"{TRANSCRIPTS * EACH:,} segments".encode())
        return first, (time.perf_counter() - began) * 1000
    finally:
        terminal.close()


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "config"
        config.mkdir()
        (config / "settings.toml").write_text("suggestions = false\n")
        long = make_project(folder / "long.ipe", WORDS, SEGMENTS)
        with plain_file(long) as file:
            plain = timed(
                lambda: [file.execute(one).fetchall() for one in (TEXT, TURNS, PLACES)], 7
            )
        taken = statistics.median(open_transcript(long, config) for _ in range(runs))
        say(f"{WORDS:,} words, {SEGMENTS:,} segments", taken / 1000, plain, BUDGET)
        whole = make_list(folder)
        with plain_file(whole) as file:
            plain = timed(lambda: file.execute(PLACES).fetchall(), 7)
        first, number = zip(*(open_list(whole, config) for _ in range(runs)), strict=True)
        say("120,000 segments, the first page", statistics.median(first) / 1000, plain, BUDGET)
        say("120,000 segments, all of them", statistics.median(number) / 1000, plain, "")


if __name__ == "__main__":
    main()
