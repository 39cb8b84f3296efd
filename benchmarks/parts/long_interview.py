"""A long invented interview with many segments, the same each time, for the other benchmarks."""

from __future__ import annotations

import random
from pathlib import Path

from ipe_coder.model.code import CodeKind
from ipe_coder.model.spans import Span
from ipe_coder.project import new_project

CODES = 40

_WORDS = """
    the of manager said flexible working pattern agreement between ourselves whiteboard because
    nobody checks it and then you bank half a day honest supervision families team duty week
    court dates paperwork month I we they would could have been asked told felt known
"""
VOCABULARY = _WORDS.split()


def make_turns(words: int) -> list[tuple[str, str]]:
    """Invent an interview of about so many words: who speaks, and what."""
    chance = random.Random(words)
    turns: list[tuple[str, str]] = []
    said = 0
    while said < words:
        asks = len(turns) % 2 == 0
        sentences = [_sentence(chance) for _ in range(1 if asks else chance.randint(2, 9))]
        turns.append(("Interviewer" if asks else "SW03", " ".join(sentences)))
        said += sum(len(one.split()) for one in sentences)
    return turns


def make_project(path: Path, words: int, segments: int) -> Path:
    """Write a project with the interview, forty codes and so many segments, and at least one."""
    chance = random.Random(segments)
    text = path.with_name("SW03.txt")
    turns = make_turns(words)
    text.write_text("\n".join(f"{who}: {said}" for who, said in turns), encoding="utf-8")
    with new_project(path, coder="AB") as project:
        project.add_study("long")
        project.import_transcripts([text], study="long")
        transcript = project.transcript("SW03")
        places: list[list[Span]] = [[] for _ in range(CODES)]
        for _ in range(segments or 1):
            start = chance.randrange(len(transcript.text) - 400)
            chance.choice(places).append(Span(start, start + chance.randint(20, 300)))
        for number, spans in enumerate(places):
            code = project.add_code("long", f"Code {number}", kind=CodeKind.CODE)
            if spans:
                project.apply_code(transcript, spans, code)
    return path


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(VOCABULARY, k=chance.randint(5, 24))).capitalize() + "."
