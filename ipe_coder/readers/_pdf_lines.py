"""The lines of a page, and what stands around its text: headers, numbers and notes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ipe_coder.model.transcript import LeftOut
from ipe_coder.readers._pdf_pages import Box, Page, Word

_GAP = 0.12
"""Of the size of the type: a wider gap is a blank."""
_NEAR = 4.0
STOP = 4.0
"""Points: a column of words begins within so many."""
_COLUMN_LINES = 8
_LONGEST_MARGIN = 500
"""Characters of a header or footer."""
_LAYERS = 4
"""So many lines at the top or the bottom of a page can be headers or footers."""
_PAGE_NUMBER = re.compile(
    r"[^\w#]*+(?:page|pg?|seite)?[^\w#]*+#++[^\w#/]*+(?:(?:of|von|de|/)[^\w#]*+\d+)?[^\w#]*+",
    re.IGNORECASE,
)
"""Never tries a stretch of marks twice: a line of leading dots would take hours."""
_NUMBER = re.compile(r"(\d{1,5})[.:)]?")
_NOTE_START = re.compile(r"\d{1,3}\b|[*†‡§]")
_SPEECH = re.compile(r"[^:]{1,48}:.*|.*[.?!…][\"”’)]?")


@dataclass(slots=True)
class Line:
    """A line of words, from left to right."""

    words: list[Word]
    page: int
    numbered: bool = False
    """A number of its own stood before it."""
    first: bool = False
    """It is the first of its page or column."""

    @property
    def x0(self) -> float:
        """Give its left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Give its right edge."""
        return max(word.x1 for word in self.words)

    @property
    def size(self) -> float:
        """Give the size of most of its type."""
        return median(word.size for word in self.words)

    @property
    def bottom(self) -> float:
        """Give its lower edge, whatever stands raised in it."""
        return max(word.bottom for word in self.words)

    @property
    def top(self) -> float:
        """Give its upper edge."""
        return min(word.top for word in self.words)

    @property
    def text(self) -> str:
        """Join its words."""
        return join_words(self.words)


def join_words(words: list[Word]) -> str:
    """Join words, with a blank where they stand apart."""
    return "".join(gap_before(words, number) + word.text for number, word in enumerate(words))


def gap_before(words: list[Word], number: int, stops: frozenset[int] = frozenset()) -> str:
    """Tell what stands before a word: nothing, a blank, or a tab where a column begins."""
    if number == 0:
        return ""
    last, word = words[number - 1], words[number]
    gap = word.x0 - last.x1
    if gap > 1.2 * word.size and round(word.x0 / STOP) in stops:
        return "\t"
    return " " if gap > _GAP * min(word.size, last.size) else ""


def lines_of(words: list[Word], page: int) -> list[Line]:
    """Group words into lines, from the top down."""
    lines: list[list[Word]] = []
    middle = 0.0
    for word in sorted(words, key=lambda one: ((one.top + one.bottom) / 2, one.x0)):
        height = (word.top + word.bottom) / 2
        if lines and height - middle < 0.4 * max(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
            middle = height
        middle = max(middle, height) if len(lines[-1]) < 3 else middle
    return [Line(sorted(line, key=lambda one: one.x0), page) for line in lines]


def columns_of(lines: list[Line]) -> list[list[Line]]:
    """Part the lines of a page printed in two columns, as newspapers are; a speaker's is none."""
    words = [word for line in lines for word in line.words]
    if len(lines) < _COLUMN_LINES:
        return [lines]
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    for share in range(40, 61, 2):
        gutter = left + (right - left) * share / 100
        if any(word.x0 < gutter < word.x1 for word in words):
            continue
        sides = [[word for word in words if (word.x0 >= gutter) == side] for side in (False, True)]
        # The second is laid over the first, so that the edges of both are the same.
        shift = min(word.x0 for word in sides[1]) - left
        sides[1] = [word._replace(x0=word.x0 - shift, x1=word.x1 - shift) for word in sides[1]]
        columns = [lines_of(side, lines[0].page) for side in sides]
        if all(_like_column(column) for column in columns):
            return columns
    return [lines]


def _like_column(lines: list[Line]) -> bool:
    """Tell whether lines fill a column: most are about as wide as the widest."""
    widths = [line.x1 - line.x0 for line in lines]
    return len(lines) >= _COLUMN_LINES and median(widths) > 0.75 * max(widths)


def split_page(page: Page) -> tuple[list[Word], list[LeftOut]]:
    """Part the words on a page from those that lie outside it or stand at an angle."""
    kept = [word for word in page.words if page.box.holds(word)]
    outside = " ".join(word.text for word in page.words if not page.box.holds(word))
    pieces = [("clipped stretch", outside), ("turned stretch", page.turned.strip())]
    return kept, [LeftOut(kind, text) for kind, text in pieces if text]


def take_repeated(boxes: list[Box], pages: list[list[Line]]) -> list[LeftOut]:
    """Take out the lines that are cut by the upper end of a page and stood on the page before.

    Programs that print one long page in pieces draw the line at each cut on both of them.
    """
    left_out: list[LeftOut] = []
    for box, before, lines in zip(boxes[1:], pages, pages[1:], strict=False):
        if before and lines and lines[0].top < box.top and _same_words(before[-1], lines[0]):
            left_out.append(LeftOut("repeated line", lines.pop(0).text))
    return left_out


def _same_words(one: Line, other: Line) -> bool:
    places = [[(word.text, round(word.x0)) for word in line.words] for line in (one, other)]
    return places[0] == places[1]


def take_margins(pages: list[list[Line]]) -> list[LeftOut]:
    """Take headers, footers and page numbers out: what recurs in one place of many pages."""
    left_out: list[LeftOut] = []
    for place, kind in ((0, "header"), (-1, "footer")):
        for _ in range(_LAYERS):
            found = _recurring(pages, place)
            if not found:
                break
            for number, is_number in found.items():
                line = pages[number].pop(place)
                left_out.append(LeftOut("page number" if is_number else kind, line.text))
    return left_out


def _recurring(pages: list[list[Line]], place: int) -> dict[int, bool]:
    """Find the pages whose outermost line recurs; tell whether it is a page number."""
    outer = {number: lines[place] for number, lines in enumerate(pages) if lines}
    groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for number, line in outer.items():
        text = line.text
        for pattern in _patterns(text, number + 1) if len(text) <= _LONGEST_MARGIN else ():
            groups[pattern, round(line.top / _NEAR)].append(number)
    found: dict[int, bool] = {}
    for pattern, row in list(groups):
        near = {n for other in (row - 1, row, row + 1) for n in groups.get((pattern, other), ())}
        is_number = _PAGE_NUMBER.fullmatch(re.sub(r"#-?\d+", "#", pattern)) is not None
        needed = max(2, len(outer) * 2 // 5)
        if "#" not in pattern and _SPEECH.fullmatch(pattern):
            needed = max(needed, 3)  # two pages may well begin with `P1: Yes.`
        if len(near) >= needed or (is_number and len(outer) == 1 and _apart(pages[0], place)):
            found.update(dict.fromkeys(near, is_number))
    return found


def _patterns(text: str, number: int) -> set[str]:
    """Write a line as it is, and with each number as its distance from the number of the page."""
    patterns = {text}
    for match in list(re.finditer(r"\d{1,5}", text))[:6]:
        distance = int(match[0]) - number
        patterns.add(f"{text[: match.start()]}#{distance}{text[match.end() :]}")
    return patterns


def _apart(lines: list[Line], place: int) -> bool:
    if len(lines) < 2:
        return False
    inner = lines[1] if place == 0 else lines[-2]
    return abs(lines[place].top - inner.top) > 2.5 * inner.size and len(lines[place].text) < 20


def take_numbers(lines: list[Line]) -> list[LeftOut]:
    """Take out the numbers of lines or paragraphs that stand left of the text.

    They are numbers that count, in a column of their own, as other products print them.
    """
    starts = Counter(
        round((line.words[1] if len(line.words) > 1 and _number(line) else line.words[0]).x0)
        for line in lines
        if not (_number(line) and len(line.words) == 1)
    )
    if not starts:
        return []
    edge = starts.most_common(1)[0][0]
    numbered = [line for line in lines if _number(line) and line.words[0].x1 < edge - 1]
    numbers = [
        int(match[1]) for line in numbered if (match := _NUMBER.fullmatch(line.words[0].text))
    ]
    steps = Counter(second - first for first, second in pairwise(numbers))
    step, count = steps.most_common(1)[0] if steps else (0, 0)
    if len(numbers) < 3 or step not in {1, 2, 5, 10} or count * 10 < len(numbers) * 7:
        return []
    share = len(numbered) / len(lines)
    kind = "line number" if step > 1 or share > 0.95 else "paragraph number"
    for line in numbered:
        line.words.pop(0)
        line.numbered = kind == "paragraph number"
    return [LeftOut(kind, str(number)) for number in numbers]


def _number(line: Line) -> bool:
    return _NUMBER.fullmatch(line.words[0].text) is not None


def take_notes(lines: list[Line], size: float) -> list[LeftOut]:
    """Take footnotes out of the bottom of a page, and their marks out of its text."""
    first = len(lines)
    while first and lines[first - 1].size < 0.93 * size:
        first -= 1
    while first < len(lines) and not _NOTE_START.match(lines[first].text):
        first += 1
    notes = lines[first:]
    if not notes or not first:
        return []
    del lines[first:]
    starts = {match[0] for line in notes if (match := _NOTE_START.match(line.text))}
    left_out: list[LeftOut] = [LeftOut("footnote", " ".join(line.text for line in notes))]
    for line in lines:
        size = line.size
        kept: list[Word] = []
        for word in line.words:
            if kept and word.text in starts and word.size < 0.8 * size:
                left_out.append(LeftOut("note mark", word.text))
                kept[-1] = kept[-1]._replace(x1=word.x1)  # what follows stands as near as before
            else:
                kept.append(word)
        line.words = kept
    return left_out
