"""Coding and counting of a large project, beside plain `sqlite3` on the same rows.

Makes 1,000 invented transcripts of 8,000 words with 120 segments each (fewer where asked),
and prints for each step the time, the time of `sqlite3` reading or writing the same rows, the
ratio, and the budget where there is one.

    python benchmarks/matrix.py [TRANSCRIPTS] [WORDS]
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
from pathlib import Path

from measures import plain_file, say, timed, write_files

from ipe_coder.analysis.matrix import MatrixRequest
from ipe_coder.model.matrix import CellKind
from ipe_coder.model.segment import Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.study import ParticipantRow
from ipe_coder.project import Project, new_project, open_project
from ipe_coder.store import segments

SEGMENTS = 120
SITES = ("North", "South", "East", "West", "Centre", "Coast")
COUNTED = (
    "SELECT id, transcript_id, code_id, coder_id, start_at, end_at, voices, stance, created_at,"
    " anchor FROM segment"
)


def code_everything(project: Project) -> None:
    """Give every transcript its segments, as one change."""
    chance = random.Random(1)
    book = project.codebook("big")
    assert book is not None
    coded = [code.id for code in book.codes]
    with project._change("Coded everything", needs_coder=True) as pending:
        coder_id = pending.writer.coder_id or ""
        for one in project.transcripts("big"):
            transcript = project.transcript(one.id)
            new = []
            for _ in range(SEGMENTS):
                turn = transcript.turns[chance.randrange(len(transcript.turns))]
                start = chance.randint(turn.start, max(turn.end - 40, turn.start))
                span = Span(start, min(start + chance.randint(20, 300), len(transcript.text)))
                new.append(
                    Segment(
                        project._store.new_id(), transcript.id, span, span.of(transcript.text),
                        chance.choice(coded), coder_id,
                    )
                )  # fmt: skip
            segments.add(pending.writer, transcript, new)


def prepare(project: Project) -> None:
    """Add the study and its codes: 6 themes, 18 groups, 36 codes."""
    project.add_study("big", arms=["treatment", "control"])
    for theme in range(6):
        project.add_code("big", f"Theme {theme}")
        for group in range(3):
            project.add_code("big", f"Group {theme}{group}", parent=f"Theme {theme}")
            for code in range(2):
                name = f"Code {theme}{group}{code}"
                project.add_code("big", name, parent=f"Group {theme}{group}")


def people(number: int) -> list[ParticipantRow]:
    """Describe everybody."""
    return [
        ParticipantRow(
            f"P{place:04}", f"interview_{place:04}", arm=("treatment", "control")[place % 2],
            attributes={"site": SITES[place % len(SITES)], "role": "nurse"}, line=place + 2,
        )
        for place in range(number)
    ]  # fmt: skip


def fill(path: Path, paths: list[Path]) -> None:
    """Make the project: study, codes, transcripts and participants."""
    with new_project(path, coder="AB") as project:
        prepare(project)
        project.import_transcripts(paths, "big")
        say("participants file", timed(lambda: project.add_participants(
            people(len(paths)), "big", Path("participants.csv"))))  # fmt: skip


def measure_counting(project: Project, path: Path) -> None:
    with plain_file(path) as file:
        plain = timed(lambda: file.execute(COUNTED).fetchall(), 3)
    for rows, columns, kind in (
        ("code", "site", CellKind.PARTICIPANTS),
        ("code", "arm", CellKind.SEGMENTS),
        ("code", "transcript", CellKind.SEGMENTS),
        ("code", "code", CellKind.SEGMENTS),
        ("code", "arm", CellKind.WORDS),
    ):
        request = MatrixRequest(rows, columns, kind)
        ours = timed(lambda request=request: project.count_matrix(request, "big"))  # type: ignore[misc]
        budget = "under 1,000 ms" if columns == "site" else ""
        say(f"matrix {rows} x {columns}, {kind}", ours, plain, budget)


def measure_coding(project: Project, path: Path) -> None:
    chosen = project.transcripts("big")[0]
    book = project.codebook("big")
    assert book is not None

    def open_it() -> None:
        transcript = project.transcript(chosen.id)
        project.segments_of(transcript.id)

    with plain_file(path) as file:
        query = "SELECT * FROM segment WHERE transcript_id = ?"
        plain = timed(lambda: file.execute(query, (chosen.id,)).fetchall(), 20)
        say("open a coded transcript", timed(open_it, 20), plain, "peers 205 ms")
    transcript = project.transcript(chosen.id)
    places = iter(range(10, 100_000, 7))

    def apply() -> None:
        place = next(places)
        project.apply_code(transcript, [Span(place, place + 60)], book.codes[5])

    ours = timed(apply, 60)
    with plain_file(path.with_name("plain.db")) as file:
        file.execute("CREATE TABLE s (id TEXT PRIMARY KEY, quote TEXT)")
        numbers = iter(range(1000))
        insert = "INSERT INTO s VALUES (?, 'some words of a quotation')"
        plain = timed(lambda: file.execute(insert, (next(numbers),)), 60)
    say("apply one code", ours, plain, "under 19 ms")
    say("undo it", timed(project.undo, 30), plain)
    code = book.find("Theme 1")[0]
    number = len(project.segment_rows(code=code.id))
    say(f"list {number:,} segments of a code", timed(lambda: project.segment_rows(code=code.id)),
        budget="peers 500 ms for 13,000")  # fmt: skip
    say("list transcripts with progress", timed(lambda: project.transcripts("big"), 3))
    say("check the project", timed(project.check))


def main() -> None:
    """Measure everything in a temporary folder."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    words = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.ipe"
        paths = write_files(Path(folder), number, words)
        print(f"{'step':34} {'ours':>12}  {'sqlite3':>12}  {'ratio':>5}")
        fill(path, paths)
        with open_project(path, coder="AB") as project:
            code_everything(project)
        with open_project(path, coder="AB") as project:
            measure_counting(project, path)
            measure_coding(project, path)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
