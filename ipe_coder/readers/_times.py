"""Time stamps as transcripts write them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

_CLOCK = (
    r"(?:\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
    r"|\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,3})"
)
"""As people write it, or as Teams did: `0:0:3.45`."""
_RANGE = rf"(?P<begin>{_CLOCK})(?:\s*(?:-->|[-–—]|to)\s*(?P<end>{_CLOCK}))?"
# f4 writes #00:01:23-4#, with tenths after the hyphen.
_BRACKETED = rf"(?:[\[({{<]\s*{_RANGE}\s*[\])}}>]|\#(?P<mark>{_CLOCK})(?:-\d)?\#)"

_LEADING = re.compile(rf"{_BRACKETED}[\s\-–—]*")
_BARE_LEADING = re.compile(rf"{_RANGE}(?:\s*[-–—]\s+|\s+|$)")
_TRAILING = re.compile(rf"\s*{_BRACKETED}$")
_HEADING_TAIL = re.compile(
    rf"[\s,\-–—]+(?:{_BRACKETED}|(?P<bare>{_CLOCK})(?:\s*(?:-->|[-–—]|to)\s*(?P<until>{_CLOCK}))?)$"
)
_CLOCK_PARTS = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?(?:\s?([AaPp])\.?[Mm]\.?)?"
)
_LONGEST = 40


class Stamp(NamedTuple):
    """A time stamp, and where in its line it stands."""

    begins: timedelta
    ends: timedelta | None
    start: int
    stop: int


def parse_time(text: str) -> timedelta | None:
    """Read `1:02:03.4`, `62:03` or `11:02 am`; None where it is no time."""
    match = _CLOCK_PARTS.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds, fraction, half = match.groups()
    if len(seconds) < 2 and (hours is None or fraction is None):
        return None
    if half:
        if hours is None:  # a time of day without seconds
            hours, minutes, seconds = minutes, seconds, "0"
        hours = str(int(hours) % 12 + (12 if half in "Pp" else 0))
    if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
        return None
    return timedelta(
        hours=int(hours or 0),
        minutes=int(minutes),
        seconds=int(seconds),
        milliseconds=int(fraction.ljust(3, "0")) if fraction else 0,
    )


def leading_stamp(line: str, *, bare: bool) -> Stamp | None:
    """Find the stamp that a line begins with; `bare` allows one without brackets."""
    return _stamp(_LEADING.match(line) or (_BARE_LEADING.match(line) if bare else None))


def trailing_stamp(line: str) -> Stamp | None:
    """Find the stamp in brackets that a line ends with."""
    return _stamp(_TRAILING.search(line, max(0, len(line) - _LONGEST)))


def heading_stamp(line: str) -> Stamp | None:
    """Find the stamp that ends a heading such as `Name   0:03`."""
    return _stamp(_HEADING_TAIL.search(line))


def _stamp(match: re.Match[str] | None) -> Stamp | None:
    if match is None:
        return None
    found = match.groupdict()
    written = found["begin"] or found.get("mark") or found.get("bare")
    begins = parse_time(written) if written else None
    if begins is None:
        return None
    until = found["end"] or found.get("until")
    ends = parse_time(until) if until else None
    return Stamp(begins, ends, match.start(), match.end())
