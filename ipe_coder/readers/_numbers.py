"""Numbers that a program or a typist has put before every line or every turn.

Court reporters and conversation analysts number lines, and some programs print numbered
paragraphs. The numbers are no words of anybody: they are left out, and said to be.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from ipe_coder.readers._heads import Form, Head

_NUMBERED = re.compile(r"[(\[]?(?P<number>\d{1,5})[.)\]]?(?:[ \t]+(?P<rest>.*))?")
_LOOKED_AT = 40
_FEWEST = 10


class Numbered(NamedTuple):
    """Lines without their numbers."""

    lines: list[str]
    numbers: str
    """The numbers, parted by blanks."""
    heads: dict[int, Head]
    """What follows each number, as what follows a time is kept."""


def without_numbers(lines: list[str]) -> Numbered | None:
    """Take the numbers off lines of which nearly all begin with one higher than the last.

    Blank lines stay where they are. None where lines are not numbered.
    """
    front = [line for line in lines[: 2 * _LOOKED_AT] if line][:_LOOKED_AT]
    if 2 * sum(line[0].isdigit() or line[0] in "([" for line in front) < len(front):
        return None
    bare = list(lines)
    numbers: list[int] = []
    heads: dict[int, Head] = {}
    for place, line in enumerate(lines):
        match = _NUMBERED.fullmatch(line) if line else None
        if match is not None:
            numbers.append(int(match["number"]))
            bare[place] = (match["rest"] or "").strip()
            heads[place] = Head(Form.STAMP, "", bare[place])
    filled = sum(map(bool, lines))
    rising = sum(after == before + 1 or after == 1 for before, after in pairwise(numbers))
    enough = len(numbers) >= _FEWEST and len(numbers) * 10 >= filled * 9
    if not enough or rising * 10 < (len(numbers) - 1) * 9:
        return None
    return Numbered(bare, " ".join(map(str, numbers)), heads)
