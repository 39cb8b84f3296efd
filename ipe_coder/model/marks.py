"""The looks of a code: its two-letter mark, its colour and its line pattern."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ipe_coder.model.code import Code, CodeKind

COLOURS = 8
LINES = 3

_SMALL_WORDS = re.compile(r"a|across|an|and|as|at|by|for|from|in|into|of|on|or|the|their|to|with")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBERING = re.compile(r"^\s*\d\S*\s+")


def finish_codes(codes: Sequence[Code]) -> tuple[Code, ...]:
    """Give every code that lacks them a mark, a colour and a line pattern.

    Marks are made from names and are unique without regard to case while two letters allow
    it; codes choose before questions. Looks are handed out in order, colours first, always
    the least used one. Questions get no colour and no line.

    Args:
        codes: All codes of one codebook, in reading order; the answer keeps the order.
    """
    marks = _hand_out_marks(codes)
    looks = _hand_out_looks(codes)
    return tuple(
        replace(code, mark=mark, colour=look[0], line=look[1])
        for code, mark, look in zip(codes, marks, looks, strict=True)
    )


def is_mark(text: str) -> bool:
    """Tell whether a text can be a mark: two letters."""
    return len(text) == 2 and text.isalpha()


def _hand_out_marks(codes: Sequence[Code]) -> list[str]:
    marks = [code.mark for code in codes]
    taken = {mark for mark in marks if mark}
    folded = {mark.casefold() for mark in taken}
    by_need = sorted(range(len(codes)), key=lambda place: codes[place].kind is CodeKind.QUESTION)
    for place in by_need:
        if not marks[place]:
            marks[place] = _free_mark(codes[place].name, taken, folded)
            taken.add(marks[place])
            folded.add(marks[place].casefold())
    return marks


def _free_mark(name: str, taken: set[str], folded: set[str]) -> str:
    """Choose the first mark that is free, or none once all 2,704 are taken."""
    for mark in _proposals(name):
        if mark.casefold() not in folded:
            return mark
    for mark in _every_case():
        if mark not in taken:
            return mark
    return ""


def _proposals(name: str) -> Iterator[str]:
    """Propose marks for a name, the best first: `Role of manager` gives Rm, then Ro."""
    words = _words(name)
    if words:
        first, others = words[0], words[1:]
        initials = [word[0] for word in (*others[-1:], *others[:-1])]
        letters = "".join(initials) + first[1:] + "".join(others) + string.ascii_lowercase
        for letter in letters.replace(first[0], ""):
            yield first[0].upper() + letter
        for start in "".join(words):
            for letter in letters:
                yield start.upper() + letter
    for start in string.ascii_uppercase:
        for letter in string.ascii_lowercase:
            yield start + letter


def _every_case() -> Iterator[str]:
    for start in string.ascii_uppercase + string.ascii_lowercase:
        for letter in string.ascii_uppercase + string.ascii_lowercase:
            yield start + letter


def _words(name: str) -> list[str]:
    """List the telling words of a name in lower case, or all if there is none."""
    bare = _NUMBERING.sub("", name)
    words = ["".join(filter(_fits, word)).lower() for word in _LETTERS.findall(bare)]
    words = [word for word in words if word]
    return [word for word in words if not _SMALL_WORDS.fullmatch(word)] or words


def _fits(letter: str) -> bool:
    """Tell whether a letter is one cell wide and stays one letter in either case."""
    narrow = unicodedata.east_asian_width(letter) not in "WF"
    return letter.isalpha() and narrow and len(letter.upper()) == 1 and len(letter.lower()) == 1


def _hand_out_looks(codes: Sequence[Code]) -> list[tuple[int, int]]:
    every = [(colour, line) for line in range(1, LINES + 1) for colour in range(1, COLOURS + 1)]
    used = Counter((code.colour, code.line) for code in codes if code.colour and code.line)
    looks = []
    for code in codes:
        look = (code.colour, code.line)
        if code.kind is not CodeKind.QUESTION and not all(look):
            fitting = [pair for pair in every if _agrees(pair, look)]
            # A number beyond the palette fits no pair; it is kept, with the first of the other.
            look = min(fitting or [(look[0] or 1, look[1] or 1)], key=lambda pair: used[pair])
            used[look] += 1
        looks.append(look)
    return looks


def _agrees(pair: tuple[int, int], wanted: tuple[int, int]) -> bool:
    return wanted[0] in (0, pair[0]) and wanted[1] in (0, pair[1])
