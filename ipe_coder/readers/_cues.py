"""Captions that are all written alike, as programs write them, found in one go.

A file with anything else in it, such as a note, a broken time or a time in another form, is left
to the reader that goes line by line; of those that are taken here it would make the same.
"""

from __future__ import annotations

import operator
import re
from typing import NamedTuple

from ipe_coder.readers._script import Times

_STAMP = r"([0-9]{2}:[0-5][0-9]:[0-5][0-9][.,][0-9]{3})"
_CUE = re.compile(rf"\n\n(?:[^\s:>]+\n)?{_STAMP} --> {_STAMP}\n")
"""A blank line, a number or an id without blanks, which names the caption, and its times."""
# What is meant as a timing line: an arrow beside digits, or two times side by side.
_BROKEN = re.compile(
    r"(?=.*-->)(?:.*\d:\d|\S*\d\S*\s*-->|.*-->\s*\S*\d)"
    r"|[\d:.,]*\d:\d[\d:.,]*\s*(?:->|[-–—>]?\s+\d{1,3}:\d{2})"
)
_LONGEST_TIMING = 200
_DIGIT = re.compile(r"\d")


class Cues(NamedTuple):
    """The lines of captions, none of them blank, and when each is shown."""

    lines: list[str]
    times: list[Times]


def find_cues(text: str, opening: str) -> Cues | None:
    """Find the captions of a file.

    Args:
        text: The whole file, in the stored form.
        opening: All that may stand before the first caption.

    Returns:
        The captions; None where not all of the file is captions that are written alike.
    """
    if not text.startswith(opening):
        return None
    head, *found = _CUE.split(f"\n\n{text}")
    begins, ends = _milliseconds(found[::3]), _milliseconds(found[1::3])
    if not found or head.strip() != opening or text.count("-->") != len(begins):
        return None
    if any(map(operator.lt, ends, begins)):
        return None
    words = [*found[2:-1:3], found[-1].rstrip()]
    cues = Cues(list(map(str.strip, words)), list(zip(begins, ends, strict=True)))
    if "\n" in "".join(cues.lines):
        cues = _apart(cues)
    return cues if _sound(cues.lines) else None


def _sound(lines: list[str]) -> bool:
    """Tell whether every line has words, and none is meant as a time."""
    openings = "".join([line[:1] for line in lines])
    if len(openings) < len(lines):
        return False
    return not _DIGIT.search(openings) or not any(
        like_timing(line) for line in lines if line[0].isdigit()
    )


def like_timing(line: str) -> bool:
    """Tell whether a line that is no time is meant as one."""
    return _BROKEN.match(line[:_LONGEST_TIMING]) is not None


def _apart(cues: Cues) -> Cues:
    """Part captions of several lines."""
    parted = [
        (line.strip(), times)
        for words, times in zip(*cues, strict=True)
        for line in words.split("\n")
    ]
    return Cues([line for line, _ in parted], [times for _, times in parted])


def _milliseconds(stamps: list[str]) -> list[int]:
    """Read thousands of times such as `01:02:03.004`."""
    digits = "\n".join(stamps).replace(":", "").replace(".", "").replace(",", "")
    # Read as one number, a minute counts 100,000, and an hour 100 minutes.
    return [
        number - number // 100_000 * 40_000 - number // 10_000_000 * 2_400_000
        for number in map(int, digits.split())
    ]
