"""Search over a large project, beside reading the same texts with `sqlite3`.

Makes 1,000 invented transcripts of 8,000 words with 120 segments each (fewer where asked) out of
the sentences of the sample, and prints for each search the time, the time of reading all texts,
the ratio, the budget, the hits and the processor time. With KEEP.ipe the project is made there,
or taken from there.

    python benchmarks/search.py [TRANSCRIPTS] [WORDS] [KEEP.ipe]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from functools import cache
from itertools import islice
from pathlib import Path

from matrix import code_everything, fill
from measures import plain_file, say, timed

from ipe_coder import paths
from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.search import Match, SearchRequest, Stretch
from ipe_coder.model.transcript import Role
from ipe_coder.project import Project, open_project

BUDGET = "under 200 ms"
MOST = 50_000
"""Hits that the application lists."""
SEARCHES = (
    ("a word that nobody says", SearchRequest("zeppelin"), BUDGET),
    ("a word that many say", SearchRequest("caseload"), BUDGET),
    ("a phrase", SearchRequest("my manager"), BUDGET),
    ("a whole word", SearchRequest("duty", whole=True), BUDGET),
    ("the stem of a word", SearchRequest("managing", Match.STEMS), BUDGET),
    ("a phrase of stems", SearchRequest("working day", Match.STEMS), BUDGET),
    ("a word of participants in the North",
     SearchRequest("caseload", roles=(Role.PARTICIPANT,), where={"site": ("North",)}), BUDGET),
    ("a word where nothing is coded", SearchRequest("caseload", uncoded=True), ""),
    ("a pattern, in a process of its own", SearchRequest(r"\bcase(load|work)s?\b", Match.PATTERN),
     ""),
    ("the commonest word, 50,000 listed", SearchRequest("the", whole=True), ""),
)  # fmt: skip


@cache
def sentences() -> list[str]:
    """Take the sentences of the sample's plain transcripts, without the labels of speakers."""
    found = []
    for path in sorted((paths.sample() / "transcripts").glob("*/*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [text[start:end].rpartition(": ")[2] for start, end in sentence_spans(text)]
    return [one for one in found if one.count(" ") > 3 and "fiction" not in one]


def write_interviews(folder: Path, number: int, words: int) -> list[Path]:
    """Write interviews of an interviewer's questions and longer answers."""
    made = []
    for place in range(number):
        chance = random.Random(place)
        left, lines = words, []
        while left > 0:
            for name, most in (("Interviewer", 1), (f"P{place:04}", 9)):
                said = " ".join(chance.choices(sentences(), k=chance.randint(1, most)))
                lines.append(f"{name}: {said}")
                left -= said.count(" ") + 1
        path = folder / f"interview_{place:04}.txt"
        path.write_text("\n\n".join(lines), encoding="utf-8")
        made.append(path)
    return made


def measure(project: Project, path: Path) -> None:
    """Time every search: the median of three runs, beside reading all texts."""
    with plain_file(path) as file:
        plain = timed(
            lambda: [len(text) for (text,) in file.execute("SELECT text FROM content")], 3
        )
    for name, request, budget in SEARCHES:
        found: list[int] = []

        def run(request: SearchRequest = request, found: list[int] = found) -> None:
            found.append(sum(1 for _ in islice(project.search(request), MOST)))

        began = time.process_time()
        ours = timed(run, 3)
        spent = (time.process_time() - began) / 3
        said = f"{budget:12}  {found[0]:,} hits, {spent * 1000:.0f} ms of processor time"
        say(f"{name:38}", ours, plain, said)


def measure_coding(project: Project) -> None:
    """Time the coding of what was found, and its undo."""
    request = SearchRequest("caseload", roles=(Role.PARTICIPANT,))
    hits = list(project.search(request))
    book = project.codebook("big")
    assert book is not None
    code = book.find("Code 000")[0]
    plans = []
    say(f"plan {len(hits):,} hits by sentence", timed(lambda: plans.append(
        project.plan_hit_coding(hits, code, widen=Stretch.SENTENCE))))  # fmt: skip
    say(f"code {plans[0].segments:,} places", timed(lambda: project.code_hits((code, plans[0]))))
    say("undo it", timed(project.undo))


def make(path: Path, number: int, words: int) -> None:
    """Make the project in a file."""
    with tempfile.TemporaryDirectory() as folder:
        fill(path, write_interviews(Path(folder), number, words))
    with open_project(path, coder="AB") as project:
        code_everything(project)


def main() -> None:
    """Measure in a project of a temporary folder, or in one that is kept."""
    given = [*sys.argv[1:], "", "", ""]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(given[2] or Path(folder) / "big.ipe")
        if not path.exists():
            make(path, int(given[0] or 1000), int(given[1] or 8000))
        print(f"{'step':38} {'ours':>12}  {'sqlite3':>12}  {'ratio':>5}")
        with open_project(path, coder="AB") as project:
            measure(project, path)
            measure_coding(project)


if __name__ == "__main__":
    main()
