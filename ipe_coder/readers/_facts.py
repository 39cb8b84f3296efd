"""When an interview was held and how long it was, where the head of its file says so.

Only the words before the first speaker are looked at. They stay in the text as words of
nobody: what is read here is written beside it, and the preview shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?P<month>(?:" + "|".join(_MONTHS) + r")[a-z]{0,6})"
_DATES = (
    re.compile(r"\b(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<number>[01]\d)(?P<day>[0-3]\d)(?!\d)"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH}\.?,?[\s-]+(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<number>\d{1,2})(?P=mark)(?P<year>\d{4})\b"),
)  # fmt: skip
_UNITS = re.compile(
    r"(?:^|[\s:(])(?:(?P<hours>\d{1,2})\s?h(?:ours?|rs?)?(?![^\W\d_])\W{0,3}(?:and\s)?)?"
    r"(?:(?P<minutes>\d{1,3})\s?m(?:in(?:ute)?s?)?(?![^\W\d_])\.?\W{0,3}(?:and\s)?)?"
    r"(?:(?P<seconds>\d{1,2})\s?s(?:ec(?:ond)?s?)?\b)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:length|duration|recording time)\W{1,4}(?:(?P<hours>\d{1,2}):)?"
    r"(?P<minutes>\d{1,3}):(?P<seconds>\d{2})\b",
    re.IGNORECASE,
)
_MOST_WORDS = 25
"""A longer line tells something, and a date in it may be of anything."""


class HeadFacts(NamedTuple):
    """What the head of a file says about the recording."""

    held_on: date | None = None
    duration: timedelta | None = None
    notes: tuple[str, ...] = ()


def find_facts(lines: Iterable[str]) -> HeadFacts:
    """Read the day and the length of a recording in the lines before its first speaker.

    Two different days say nothing about when it was held. Of `03/05/2021` the day comes first,
    as British writers mean it, unless it cannot.
    """
    days: dict[date, str] = {}
    lengths: set[timedelta] = set()
    for line in lines:
        if len(line.split()) > _MOST_WORDS:
            continue
        found = _find_day(line)
        if found:
            days.setdefault(*found)
        length = _find_length(line)
        if length:
            lengths.add(length)
    held_on, doubt = next(iter(days.items())) if len(days) == 1 else (None, "")
    notes = (f"“{doubt}” was read as {held_on.day} {held_on:%B %Y}.",) if held_on and doubt else ()
    return HeadFacts(held_on, lengths.pop() if len(lengths) == 1 else None, notes)


def _find_day(line: str) -> tuple[date, str] | None:
    """Find a day, and how it is written where that could mean another."""
    for pattern in _DATES:
        for match in pattern.finditer(line):
            parts = match.groupdict()
            name = parts.get("month")
            month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["number"])
            day, doubt = int(parts["day"]), ""
            if parts.get("mark") and month > 12:
                day, month = month, day
            elif parts.get("mark") and day <= 12 and day != month:
                doubt = match[0]
            try:
                return date(int(parts["year"]), month, day), doubt
            except ValueError:
                continue
    return None


def _find_length(line: str) -> timedelta | None:
    for match in [*_CLOCK.finditer(line), *_UNITS.finditer(line)]:
        units = {name: int(number) for name, number in match.groupdict().items() if number}
        # `5 m` or `3 s` alone may be metres or anything.
        if units.keys() - {"seconds"} and (len(units) > 1 or len(match[0].strip(" :(.,")) > 4):
            return timedelta(**units)
    return None
