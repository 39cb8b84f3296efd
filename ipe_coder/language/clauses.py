"""Find the clauses of a sentence by rule, so that the edge of a quotation is a few keys away.

A clause ends where punctuation stands between two words, whatever the language: a comma, a dash,
a bracket, a quotation mark. English sentences that run on without any are cut before a conjunction
too, where enough words stand on both sides. The same words always give the same clauses: a model
that has been loaded meanwhile would move the edges under the fingers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Stretch = tuple[int, int]
"""First code point and one past the last."""

_BREAK = re.compile(
    r"[,;:!?…‥–—―()\[\]{}<>\"“”„«»‹›،؛؟、。，；：！？「」『』（）·]"
    r"|\.{2,}|\s[-/|]+\s"
)
"""What stands between two words of different clauses; a hyphen only with space around it."""

_NOTE = re.compile(r"\W*(?:\[.*\]|\(.*\))\W*", re.DOTALL)
"""A remark of the transcriber that is a word of its own, such as `[laughs]`."""

_CONJUNCTIONS = frozenset(
    (
        *("and", "but", "or", "nor", "so", "yet", "because", "cos", "although", "though", "unless"),
        *("until", "till", "while", "whereas", "whether", "which", "who", "where", "when"),
        *("whenever", "if", "since"),
    )
)
_FEWEST = 3
"""Words on each side of a conjunction that a clause is cut at: `bread and butter` is not."""

_EDGES = re.compile(r"^\W+|\W+$")


def clause_spans(text: str, words: Sequence[Stretch]) -> list[Stretch]:
    """Join the words of one sentence to its clauses.

    Every word is in one clause; clauses are in order and begin and end with a word.

    Args:
        text: The text that the offsets count in.
        words: The words of a sentence, in order.
    """
    clauses: list[Stretch] = []
    for run in _runs(text, words):
        begin = 0
        for place in _conjunctions(text, run):
            if place - begin >= _FEWEST and len(run) - place >= _FEWEST:
                clauses.append((run[begin][0], run[place - 1][1]))
                begin = place
        clauses.append((run[begin][0], run[-1][1]))
    return clauses


def _runs(text: str, words: Sequence[Stretch]) -> Iterator[Sequence[Stretch]]:
    """Cut the words where punctuation, or the edge of a remark, stands between two of them."""
    begin = 0
    for place in range(1, len(words)):
        before, after = words[place - 1], words[place]
        if (
            _BREAK.search(text, before[1], after[0])
            or _NOTE.fullmatch(text, *before)
            or _NOTE.fullmatch(text, *after)
        ):
            yield words[begin:place]
            begin = place
    if words:
        yield words[begin:]


def _conjunctions(text: str, run: Sequence[Stretch]) -> Iterator[int]:
    for place, (start, end) in enumerate(run):
        if _EDGES.sub("", text[start:end]).casefold() in _CONJUNCTIONS:
            yield place
