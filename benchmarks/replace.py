"""Measures how long it takes to replace a long transcript with a mended file.

The transcript has 60,000 words in 1,200 turns and 5,000 segments; 200 words of it are mended.
Printed are the seconds of the whole replacement, of a dry run and of the undo, each beside those
that plain `sqlite3` takes to rewrite as many rows in one transaction.

    python -m benchmarks.replace
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ipe_coder.model.code import CodeKind
from ipe_coder.model.spans import Span
from ipe_coder.project import Project, new_project

WORDS, TURNS, SEGMENTS, EDITS = 60_000, 1_200, 5_000, 200


def main() -> None:
    """Make the project, measure, and print."""
    source = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        turns = _turns(source)
        before, after = Path(folder) / "SW01.txt", Path(folder) / "mended.txt"
        before.write_text(_written(turns), encoding="utf-8")
        with new_project(Path(folder) / "long.ipe", coder="AB") as project:
            _fill(project, before, source)
            for _ in range(EDITS):
                source.choice(turns)[source.randrange(WORDS // TURNS)] = "mended"
            after.write_text(_written(turns), encoding="utf-8")
            dry = _seconds(lambda: project.replace_transcript("SW01", after, dry_run=True))
            done: list[Any] = []
            whole = _seconds(lambda: done.append(project.replace_transcript("SW01", after)))
            undo = _seconds(project.undo)
            assert project.check() == []
            print(f"{done[0].sentence}")
        plain = _plain(Path(folder) / "plain.sqlite")
    print(f"dry run {dry:.2f} s, replaced in {whole:.2f} s, undone in {undo:.2f} s")
    print(f"sqlite3 alone rewrites {SEGMENTS:,} rows in {plain:.2f} s: {whole / plain:.0f} x")


def _turns(source: random.Random) -> list[list[str]]:
    vocabulary = [f"word{number}" for number in range(3_000)]
    return [source.choices(vocabulary, k=WORDS // TURNS) for _ in range(TURNS)]


def _written(turns: list[list[str]]) -> str:
    return "\n".join(
        f"{'Interviewer' if place % 2 == 0 else 'Mair'}: {' '.join(words)}"
        for place, words in enumerate(turns)
    )


def _fill(project: Project, path: Path, source: random.Random) -> None:
    project.add_study("leave")
    project.import_transcripts([path], "leave")
    code = project.add_code("leave", "Barriers", kind=CodeKind.CODE)
    transcript = project.transcript("SW01")
    spans = []
    for _ in range(SEGMENTS):
        start = source.randrange(len(transcript.text) - 400)
        spans.append(Span(start, start + source.randrange(20, 300)))
    project.apply_code(transcript, spans, code)


def _plain(path: Path) -> float:
    with sqlite3.connect(path, isolation_level=None) as file:
        file.execute("CREATE TABLE segment (id TEXT PRIMARY KEY, start, quote, image)")
        quote = "word " * 30
        rows = [(str(number), 0, quote, quote) for number in range(SEGMENTS)]
        file.executemany("INSERT INTO segment VALUES (?, ?, ?, ?)", rows)
        changed = [(number, quote, quote * 2, str(number)) for number in range(SEGMENTS)]

        def rewrite() -> None:
            file.execute("BEGIN")
            file.executemany("UPDATE segment SET start=?, quote=?, image=? WHERE id=?", changed)
            file.execute("COMMIT")

        return _seconds(rewrite)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
