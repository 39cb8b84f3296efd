"""Two wordings of a passage, with the words standing out in which they differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.tui.rendering import Part, render_line

_WORD = re.compile(r"\s*\S+")
_BEFORE = 4
"""Words that are shown before the first that differs."""
_MOST_WORDS = 200
"""More from there are not compared: they would not be shown."""


class _Piece(NamedTuple):
    word: str
    differs: bool


def difference_lines(
    was: str, now: str, width: int, most: int
) -> tuple[list[Content], list[Content]]:
    """Give the lines of both wordings from shortly before the first words that differ.

    Args:
        was: The words before.
        now: The words now.
        width: Cells of a line.
        most: Lines that each may take.
    """
    old, new = ([one.strip() for one in _WORD.findall(text)] for text in (was, now))
    same = (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    first = next(same, min(len(old), len(new)))
    fits = all(cell_len(" ".join(words)) <= width * most for words in (old, new))
    skipped = 0 if fits else max(first - _BEFORE, 0)
    old, new = old[skipped : skipped + _MOST_WORDS], new[skipped : skipped + _MOST_WORDS]
    left = [_Piece(word, False) for word in old]
    right = [_Piece(word, False) for word in new]
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            left[a:b] = [one._replace(differs=True) for one in left[a:b]]
            right[c:d] = [one._replace(differs=True) for one in right[c:d]]
    opening = [_Piece("…", False)] * bool(skipped)
    return _lines([*opening, *left], width, most), _lines([*opening, *right], width, most)


def hanging(name: str, words: Sequence[Content]) -> list[Content]:
    """Set the lines of a wording beside what it is, `was` or `is`."""
    return [
        render_line((f"  {name if number == 0 else '':<4}", "$muted"), line)
        for number, line in enumerate(words)
    ]


def _lines(pieces: Sequence[_Piece], width: int, most: int) -> list[Content]:
    """Wrap words, each in its look."""
    lines: list[list[Part]] = [[]]
    room = width
    for piece in pieces:
        needed = cell_len(piece.word) + bool(lines[-1])
        if needed > room and lines[-1]:
            if len(lines) == most:
                lines[-1].append((" …", "$muted"))
                break
            lines.append([])
            room, needed = width, cell_len(piece.word)
        if lines[-1]:
            lines[-1].append(" ")
        lines[-1].append((piece.word, "bold $accent-text" if piece.differs else "italic $text"))
        room -= needed
    return [render_line(*parts) for parts in lines]
