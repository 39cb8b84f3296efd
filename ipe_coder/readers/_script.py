"""The lines of a file as they are read, before it is known who says them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from ipe_coder.model.transcript import LeftOut, Rule
from ipe_coder.readers._anchors import Anchored, PlacedMark
from ipe_coder.readers._heads import Head, find_head
from ipe_coder.readers._looks import ByLook

Times = tuple[int, int]
"""When a caption is shown, from and to, in milliseconds: thousands are read for each turn."""

_WRAPPED = range(40, 121)
"""How long the longest line of a wrapped text can be."""


@dataclass(slots=True)
class Script:
    """The lines of a file, before it is known who says them."""

    lines: list[str]
    """In the stored form, stripped; a blank line is empty."""
    given: dict[int, Head] = field(default_factory=dict)
    """Heads known by their place, by the number of their line."""
    bold: dict[int, int] = field(default_factory=dict)
    """How many characters at the start of a line are in bold type."""
    looks: dict[int, frozenset[str]] = field(default_factory=dict)
    """What is true of the whole of a line: in italics, underlined, indented, of a style."""
    by_look: ByLook | None = None
    """Who speaks, where the look of paragraphs alone tells."""
    times: list[Times] | None = None
    """For captions: from when to when each line is shown."""
    find: Callable[[str, int], Head | None] = find_head
    """Proposes the head of a line."""
    encoding: str = ""
    replaced: int = 0
    """How many characters could not be kept."""
    notes: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    marks: list[PlacedMark] = field(default_factory=list)
    """Where comments begin and end."""
    rule: Rule = field(default_factory=Rule)
    comments: list[Anchored] = field(default_factory=list)

    @property
    def units(self) -> int:
        """Count what a label can stand at the beginning of: paragraphs, or captions."""
        return len(self.starts) if self.times is None else len(set(self.times))

    @property
    def starts(self) -> list[int]:
        """The lines that a paragraph begins with, or all of captions."""
        if self.times is not None:
            return [number for number, line in enumerate(self.lines) if line]
        return [paragraph[0] for paragraph in paragraphs(self.lines, range(len(self.lines)))]


def paragraphs(lines: list[str], places: range) -> list[list[int]]:
    """Group lines into paragraphs: those between blank lines if lines are wrapped, else each."""
    if not _wrapped(lines):
        return [[place] for place in places if lines[place]]
    found: list[list[int]] = [[]]
    for place in places:
        if lines[place]:
            found[-1].append(place)
        elif found[-1]:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def _wrapped(lines: list[str]) -> bool:
    """Tell whether paragraphs are broken into lines: most that go on are about the longest."""
    longest = max(map(len, lines), default=0)
    if longest not in _WRAPPED:
        return False
    going_on = [len(line) for line, following in pairwise(lines) if line and following]
    parted = any(following and not line for line, following in pairwise(lines))
    return parted and sum(length * 10 >= longest * 7 for length in going_on) * 3 > len(going_on) * 2
