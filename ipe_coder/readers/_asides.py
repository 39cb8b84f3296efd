"""What stands between the turns and is nobody's: headings of the guide, headers of pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

from ipe_coder.readers._heads import Form, Head

_PAGE = re.compile(
    r"(?:page|p\.?|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]", re.I
)
_FEWEST_PAGES = 3
_LONGEST = 60
_ENDS = frozenset(".?!…,;])")
_SECTION = re.compile(
    r"(?:section|part|topic|theme|module|block|chapter)\s+(?:\d+|[a-z]|[ivx]+)\b", re.IGNORECASE
)
_LONG_WORD = re.compile(r"[^\W\d_]{4}")


def page_lines(lines: list[str], chosen: dict[int, Head]) -> list[int]:
    """Find page numbers, and the lines that stand beside one every time they come.

    A page number is `Page 3 of 8` or `- 3 -`, three times at least in a file.
    """
    filled = [number for number, line in enumerate(lines) if line]
    pages = {n for n in filled if n not in chosen and _PAGE.fullmatch(lines[n])}
    if len(pages) < _FEWEST_PAGES:
        return []
    beside: dict[str, list[int]] = defaultdict(list)
    for place, number in enumerate(filled):
        around = {*filled[max(place - 1, 0) : place], *filled[place + 1 : place + 2]}
        if number not in chosen and number not in pages and around & pages:
            beside[lines[number]].append(number)
    counts = Counter(lines)
    for line, numbers in beside.items():
        if len(numbers) >= _FEWEST_PAGES and len(numbers) == counts[line]:
            pages.update(numbers)
    return sorted(pages)


def headings(lines: list[str], bold: dict[int, int], chosen: dict[int, Head]) -> dict[int, Head]:
    """Find headings between turns, where nearly every paragraph has a label.

    A heading stands before a labelled line, ends like no sentence, and is in capitals, in bold
    type, marked as Markdown does, or called a section.
    """
    filled = [number for number, line in enumerate(lines) if line]
    if len(chosen) * 10 < len(filled) * 8:
        return {}
    first = min(chosen)
    return {
        number: Head(Form.COLON, "", lines[number])
        for number, after in pairwise(filled)
        if number > first
        and number not in chosen
        and after in chosen
        and _like_heading(lines[number], bold.get(number, 0))
    }


def _like_heading(line: str, bold: int) -> bool:
    if len(line) > _LONGEST or line[-1] in _ENDS or not (line[0].isalnum() or line[0] == "#"):
        return False
    if not _LONG_WORD.search(line):
        return False
    marked = line.startswith("#") or _SECTION.match(line) is not None
    return marked or line.isupper() or bold >= len(line)
