"""Import of transcripts: texts and captions beside `sqlite3`, Word files beside lxml.

For plain text and WebVTT the floor is reading the same files and inserting the same rows with
`sqlite3`; for Word it is unzipping the same files and parsing all their XML with lxml, and
parsing the body alone is printed too. Texts and captions are measured by the clock, and again in
processor time, which tells more on a busy machine. Then the peak memory of importing few and
many files, each in a process of its own.

    python benchmarks/importing.py [TRANSCRIPTS] [WORDS]
"""

from __future__ import annotations

import itertools
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from lxml import etree
from measures import plain_file, say, timed, write_files

from ipe_coder.project import new_project

RUNS = 3
WORD_FILES = 60


def as_captions(path: Path) -> Path:
    """Write an interview as WebVTT, a caption every dozen words."""
    cues, second = ["WEBVTT", ""], 0
    for turn in path.read_text().split("\n\n"):
        name, _, said = turn.partition(": ")
        words = said.split()
        for place in range(0, len(words), 12):
            label = f"<v {name}>" if place == 0 else ""
            stamp = "{:02}:{:02}:{:02}.000"
            times = [stamp.format(s // 3600, s // 60 % 60, s % 60) for s in (second, second + 4)]
            cues += [" --> ".join(times), label + " ".join(words[place : place + 12]), ""]
            second += 4
    captions = path.with_suffix(".vtt")
    captions.write_text("\n".join(cues))
    return captions


def as_word(path: Path) -> Path:
    """Write an interview as a Word document with names in bold type."""
    document = docx.Document()
    for turn in path.read_text().split("\n\n"):
        name, _, said = turn.partition(": ")
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(said)
    word = path.with_suffix(".docx")
    document.save(str(word))
    return word


def import_all(project: Path, paths: list[Path]) -> None:
    """Import files into a new project."""
    with new_project(project, coder="AB") as opened:
        opened.add_study("big", arms=["treatment", "control"])
        opened.import_transcripts(paths, "big")


def rows_of(project: Path) -> tuple[dict[str, list[tuple[Any, ...]]], str]:
    """Give every row that a project holds, by table, and the statements that make the tables."""
    with plain_file(project) as file:
        found = file.execute("SELECT tbl_name, sql FROM sqlite_master WHERE sql != ''").fetchall()
        tables = {name for name, _ in found if not name.startswith("sqlite_")}
        rows = {name: file.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
        schema = ";".join(sql for name, sql in found if name in tables)
    return {name: held for name, held in rows.items() if held}, schema


def insert_plainly(
    paths: list[Path], rows: dict[str, list[tuple[Any, ...]]], schema: str, target: Path
) -> None:
    """Read the files, and insert the rows that an import made of them."""
    target.unlink(missing_ok=True)
    for path in paths:
        path.read_bytes()
    with plain_file(target) as file:
        file.executescript(schema)
        file.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            marks = ", ".join("?" * len(found[0]))
            file.executemany(f"INSERT INTO {table} VALUES ({marks})", found)
        file.execute("COMMIT")


def unzip(paths: list[Path], wanted: Callable[[str], bool]) -> None:
    """Unzip Word files and parse their XML."""
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            for name in filter(wanted, archive.namelist()):
                etree.fromstring(archive.read(name))


def measure_text(folder: Path, paths: list[Path], name: str) -> None:
    """Measure an import beside `sqlite3`."""
    numbers = itertools.count()

    def bring_in() -> None:
        import_all(folder / f"{name}{next(numbers)}.ipe", paths)

    bring_in()
    rows, schema = rows_of(folder / f"{name}0.ipe")

    def insert() -> None:
        insert_plainly(paths, rows, schema, folder / "plain.db")

    for clock, note in ((time.perf_counter, ""), (time.process_time, ", processor")):
        ours, plain = (timed(action, RUNS, clock) for action in (bring_in, insert))
        say(f"{len(paths)} files of {name}{note}", ours, plain, "under 5 x")


def measure_word(folder: Path, paths: list[Path]) -> None:
    """Measure an import beside lxml."""
    numbers = iter(range(RUNS))
    ours = timed(lambda: import_all(folder / f"word{next(numbers)}.ipe", paths), RUNS)
    whole = timed(lambda: unzip(paths, lambda name: name.endswith((".xml", ".rels"))), RUNS)
    say(f"{len(paths)} files of Word, all XML", ours, whole, "under 3 x")
    body = timed(lambda: unzip(paths, lambda name: name == "word/document.xml"), RUNS)
    say(f"{len(paths)} files of Word, the body", ours, body)


def measure_memory(folder: Path, paths: list[Path]) -> None:
    """Print the peak memory of a process that imports few files, and of one that imports all."""
    for number in (len(paths) // 10, len(paths)):
        script = [__file__, "--import", str(folder / f"memory{number}.ipe")]
        names = "\n".join(map(str, paths[:number]))
        done = subprocess.run(
            [sys.executable, *script], input=names, text=True, capture_output=True, check=True
        )
        print(f"{f'peak memory, {number} files':34} {int(done.stdout):9} MB")


def main() -> None:
    """Measure everything in a temporary folder."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    words = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        paths = write_files(folder, number, words)
        print(f"{'import of':34} {'ours':>12}  {'floor':>12}  {'ratio':>5}")
        measure_text(folder, paths, "txt")
        measure_text(folder, [as_captions(path) for path in paths], "vtt")
        measure_word(folder, [as_word(path) for path in paths[:WORD_FILES]])
        measure_memory(folder, paths)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--import"]:
        import_all(Path(sys.argv[2]), [Path(line) for line in sys.stdin.read().split("\n")])
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    else:
        main()
