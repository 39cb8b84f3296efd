"""From the lines of pages to paragraphs.

A PDF keeps no paragraphs. One ends where the first word of the next line would still have had room,
where the lines stand wider apart, where the next line has a number or a known label, or where
it begins at the edge at which paragraphs begin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from ipe_coder.readers._heads import find_head
from ipe_coder.readers._labels import key_of
from ipe_coder.readers._paragraphs import Paragraph, Words
from ipe_coder.readers._pdf_lines import STOP, Line, gap_before
from ipe_coder.readers._pdf_pages import Word

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_MANY = 8
_HYPHENS = ("-", "\u2010", "\u00ad")


class Shape:
    """How the paragraphs of a document are set."""

    def __init__(self, lines: list[Line], mirrored: float) -> None:
        """Measure all lines of the text.

        Args:
            lines: The lines.
            mirrored: Where the right edge is if both margins are alike.
        """
        self.right = _right_edge(lines, mirrored)
        pairs = [(last, line) for last, line in pairwise(lines) if not line.first]
        full = [(last, line) for last, line in pairs if not self.fits(last, line)]
        short = [line for last, line in pairs if self.fits(last, line)]
        steps = [line.bottom - last.bottom for last, line in full]
        self.step = median(steps) if steps else 0.0
        # Most full lines are followed by their own paragraph, unless nothing runs on at all.
        close = [line for last, line in full if not self._wide(last, line)]
        self.start_edge = _common_edge(short)
        self.inner_edge = _common_edge(close)
        self.labels = {key for line in [*lines[:1], *short] if (key := _label(line)) is not None}
        self.stops = _stops(lines)

    def fits(self, last: Line, line: Line) -> bool:
        """Tell whether the first word of a line would have had room on the last."""
        word = line.words[0]
        return last.x1 + (word.x1 - word.x0) + 0.8 * word.size < self.right

    def begins(self, last: Line, line: Line) -> bool:
        """Tell whether a line begins a paragraph."""
        if line.numbered or self.fits(last, line):
            return True
        if not line.first and self._wide(last, line):
            return True
        if abs(line.size - last.size) > 0.15 * last.size:
            return True
        if abs(self.start_edge - self.inner_edge) > 0.5 * line.size:
            return abs(line.x0 - self.start_edge) < 0.25 * line.size
        label = _label(line)
        return label is not None and label in self.labels

    def _wide(self, last: Line, line: Line) -> bool:
        return line.bottom - last.bottom > 1.25 * self.step if self.step else False


def _right_edge(lines: list[Line], mirrored: float) -> float:
    """Find the right edge of the text; in a dialogue of short lines none reaches it."""
    ends = sorted((line.x1 for line in lines), reverse=True)
    reached = ends[len(ends) // 33]
    left, size = min(line.x0 for line in lines), median(line.size for line in lines)
    near = sum(1 for end in ends if end > reached - 4 * size)
    if near >= max(_MANY, len(ends) / 5) or reached - left > 0.75 * (mirrored - left):
        return reached
    return max(reached, mirrored)


def _common_edge(lines: list[Line]) -> float:
    edges = Counter(round(line.x0) for line in lines)
    return float(edges.most_common(1)[0][0]) if edges else 0.0


def _label(line: Line) -> str | None:
    head = find_head(line.text.strip(), add_words(Words(), line.words).bold)
    return key_of(head.label) if head is not None else None


def _stops(lines: list[Line]) -> frozenset[int]:
    """Find the places where words begin again and again after a gap: a second column."""
    places = Counter(
        round(word.x0 / STOP)
        for line in lines
        for last, word in pairwise(line.words)
        if word.x0 - last.x1 > 1.2 * word.size
    )
    return frozenset(place for place, count in places.items() if count >= 3)


class Joiner:
    """Joins lines into paragraphs, and words that were divided at the end of a line."""

    def __init__(self, lines: list[Line], shape: Shape) -> None:
        """Take note of all words that stand whole in a line."""
        self.shape = shape
        self.joined: list[str] = []
        """Words that were divided with a hyphen that does not belong to them."""
        self._known = {word for line in lines for word in _WORD.findall(line.text.casefold())}

    def paragraphs(self, lines: list[Line]) -> Iterator[Paragraph]:
        """Join the lines of the text."""
        group: list[Line] = []
        for line in lines:
            if group and self.shape.begins(group[-1], line):
                yield self._paragraph(group)
                group = []
            group.append(line)
        if group:
            yield self._paragraph(group)

    def _paragraph(self, lines: list[Line]) -> Paragraph:
        words = Words()
        for number, line in enumerate(lines):
            if number and (joint := _joint(lines[number - 1])):
                words.add(joint, bold=False)
            following = lines[number + 1].text if number + 1 < len(lines) else ""
            drop = self._divided(line, following)
            add_words(words, line.words, self.shape.stops, drop=drop)
        return Paragraph(words.text, None, words.bold)

    def _divided(self, line: Line, following: str) -> bool:
        """Tell whether the hyphen at the end of a line only divides a word."""
        word = line.words[-1].text
        if not following or not word.endswith(_HYPHENS) or line.words[-1].parted:
            return False
        if word.endswith("\u00ad"):
            return True
        first = _WORD.findall(word[:-1].casefold())
        second = _WORD.match(following.casefold())
        if not first or second is None or not following[0].islower():
            return False
        whole = first[-1] + second[0]
        if whole in self._known and f"{first[-1]}-{second[0]}" not in self._known:
            self.joined.append(whole)
            return True
        return False


def _joint(last: Line) -> str:
    """Give what stands between two lines of a paragraph: nothing after a hyphen."""
    word = last.words[-1]
    hyphened = word.text.endswith(_HYPHENS) and len(word.text) > 1 and not word.parted
    return "" if hyphened and word.text[-2].isalpha() else " "


def add_words(
    words: Words, line: list[Word], stops: frozenset[int] = frozenset(), *, drop: bool = False
) -> Words:
    """Add a line to a paragraph, bold letters apart; drop its last character if asked to."""
    for number, word in enumerate(line):
        before = gap_before(line, number, stops)
        text = word.text[:-1] if drop and number == len(line) - 1 else word.text
        bold = min(word.bold, len(text))
        if before:
            words.add(before, bold=False)
        if bold:
            words.add(text[:bold], bold=True)
        if bold < len(text):
            words.add(text[bold:], bold=False)
    return words
