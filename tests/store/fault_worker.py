"""Works on a project as fast as it can until it is killed; says each change that was saved."""

from __future__ import annotations

import itertools
import os
import random
import sys

from ipe_coder.errors import IpeCoderError
from ipe_coder.model.change import Change
from ipe_coder.model.segment import MemoAbout
from ipe_coder.model.spans import Span
from ipe_coder.project import Project, open_project
from tests.factories import study


def work(project: Project, chance: random.Random) -> Change | None:
    """Do one thing that a researcher does; None where it cannot be done now."""
    if chance.random() < 0.15:
        words = " ".join(chance.choice(["we", "left", "early"]) for _ in range(3000))
        sketch = study(f"I: Why? | P1: {words}", f"T{chance.random()}")
        project.add_transcripts("leave", [sketch.new()])
        return project.history(limit=1)[0]
    book = project.codebook("leave")
    assert book is not None
    chosen = chance.choice(project.transcripts("leave"))
    transcript = project.transcript(chosen.id)
    start = chance.randrange(len(transcript.text) - 1)
    end = min(start + chance.randrange(1, 400), len(transcript.text))
    code = chance.choice(book.codes)
    try:
        match chance.randrange(6):
            case 0:
                return project.undo()
            case 1:
                return project.redo()
            case 2:
                return project.write_memo(MemoAbout.TRANSCRIPT, transcript.id, "A thought.")
            case 3:
                own = [one.id for one in project.segments_of(transcript.id)]
                return project.remove_segments(own[:2])
            case _:
                return project.apply_code(transcript, [Span(start, end)], code, memo="Why?")
    except IpeCoderError:
        return None


def run(path: str, seed: int) -> None:
    """Say who we are, open the project and work, until the end that only others can set."""
    os.write(1, f"{os.getpid()}\n".encode())
    chance = random.Random(seed)
    project = open_project(path, coder="AB")
    for _ in itertools.count():
        done = work(project, chance)
        if done is not None:
            os.write(1, f"{done.seq}\n".encode())


def main() -> None:
    """Start a worker for every seed that comes in, and say which and when it is dead."""
    path = sys.argv[1]
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            run(path, int(line))
        os.waitpid(worker, 0)
        os.write(1, b"dead\n")


if __name__ == "__main__":
    main()
