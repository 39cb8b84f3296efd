"""How long a coded transcript and a long list of segments take to open, in the real application.

    PYTHONPATH=. python benchmarks/opening.py [RUNS]

The application runs in a pseudo-terminal of 120 x 36, a new one for each run. The time is that
from the key to the paint of the transcript, or of the first segments of the list, and what the
application took of the processor. Beside it stands what `sqlite3` takes to read the same rows.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measures import plain_file, say, timed
from benchmarks.parts.long_interview import make_project, make_turns
from benchmarks.parts.terminal import started
from ipe_coder.model.spans import Span
from ipe_coder.project import new_project

BUDGET = "under 300 ms"
WORDS, SEGMENTS = 60_000, 5_000
TRANSCRIPTS, EACH = 120, 1_000
AT_REST = 2.0
"""Seconds without a paint after which nothing is read behind the screen any more."""
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


def open_transcript(project: Path, config: Path) -> tuple[float, float]:
    """Give the seconds from the key to the words of the transcript."""
    terminal = started(project, config, b"SW03")
    os.write(terminal.fd, b"\t")
    terminal.drain(AT_REST)
    try:
        return terminal.press_for("\r", b"turn 1 of")
    finally:
        terminal.close()


def open_list(project: Path, config: Path) -> tuple[float, float]:
    """Give the seconds from the key to the first segments."""
    terminal = started(project, config, b"P000")
    os.write(terminal.fd, b"gb")
    terminal.wait_for(b"Everywhere")
    terminal.drain(AT_REST)
    try:
        return terminal.press_for("\r", b"P000")
    finally:
        terminal.close()


def show(name: str, runs: Sequence[tuple[float, float]], plain: float) -> None:
    """Print one line of the medians."""
    taken, processor = (statistics.median(one) for one in zip(*runs, strict=True))
    say(name, taken, plain, f"processor {processor * 1000:4.0f} ms; {BUDGET}")


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
        opened = [open_transcript(long, config) for _ in range(runs)]
        show(f"{WORDS:,} words, {SEGMENTS:,} segments", opened, plain)
        whole = make_list(folder)
        with plain_file(whole) as file:
            plain = timed(lambda: file.execute(PLACES).fetchall(), 7)
        listed = [open_list(whole, config) for _ in range(runs)]
        show(f"{TRANSCRIPTS * EACH:,} segments, first page", listed, plain)


if __name__ == "__main__":
    main()
