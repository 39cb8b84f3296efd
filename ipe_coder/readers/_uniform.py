"""Text in which every line is `Name: words`, as many transcripts are, read in one go.

What is found is what `_proposals` finds line by line, in a fraction of the time: a file is left
to it unless the few labels make certain that every one of their lines would be chosen there.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from ipe_coder.model.transcript import Division
from ipe_coder.readers._heads import find_head
from ipe_coder.readers._labels import Likeness, key_of, likeness
from ipe_coder.readers._script import Script
from ipe_coder.readers._slips import doubts_of, misspelt_of

_LABEL = re.compile(r"[^\W\d_](?:[\w .'\-]{0,29}[\w.'\-])?")
"""The commonest of the labels that `find_head` knows; none is like a number or a time."""
_RECURS = 2
_OFTEN = 3


class Uniform(NamedTuple):
    """The lines of a script that are not blank, one after the other."""

    numbers: list[int]
    labels: list[str]
    words: list[str]


def find_uniform(script: Script) -> Uniform | None:
    """Part every line of a script into label and words; None where that is not certain."""
    if script.times is not None or script.given or script.find is not find_head:
        return None
    if script.rule.division is not Division.FOUND or script.rule.never:
        return None
    pieces = [line.partition(": ") for line in script.lines if line]
    labels = [label for label, _, _ in pieces]
    counts = Counter(labels)
    if not _all_recur(counts):
        return None
    words = [rest for _, _, rest in pieces]
    openings = "".join([rest[:1] for rest in words])
    # A blank, a bracket or a time behind the colon is for a closer look.
    if len(openings) < len(words) or not openings.isalpha():
        return None
    script.notes += doubts_of(counts, words)
    return Uniform([number for number, line in enumerate(script.lines) if line], labels, words)


def _all_recur(counts: Counter[str]) -> bool:
    """Tell whether labels are those of speakers, by themselves and by their number.

    None of them is a fact at the head of a file, or a name within a paragraph: those stand once.
    """
    if not counts or not all(
        count >= _RECURS and _LABEL.fullmatch(label) for label, count in counts.items()
    ):
        return False
    groups: Counter[str] = Counter()
    likes: dict[str, Likeness] = {}
    for label, count in counts.items():
        key = key_of(label)
        likes.setdefault(key, likeness(label))
        groups[key] += count
    speak = all(_is_speaker(like, groups[key]) for key, like in likes.items())
    return speak and not misspelt_of(counts)


def _is_speaker(like: Likeness, count: int) -> bool:
    return like > Likeness.WEAK or (like is Likeness.WEAK and count >= _OFTEN)
