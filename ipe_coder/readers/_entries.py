"""Who, what and when, one entry after the other: tables and lists that programs write.

Where every entry has a beginning and an end, as machines write them, entries of one speaker are
joined as captions are; else every entry is a turn of its own. An entry without a speaker goes
on with the one before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from ipe_coder.model.text import count_words
from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._script import Script, Times
from ipe_coder.readers._times import parse_time

LONGEST = timedelta(days=30)
"""No recording is longer."""

_SHOWN = 8
_FEW = 3
_SLOWEST = 20
"""Seconds a word, slower than which nobody speaks."""
_UNIT = timedelta(milliseconds=1)

SPEAKER = (
    "speaker", "speakers", "speaker name", "speaker label", "speaker id", "speaker tag", "name",
    "who", "voice", "person", "said by", "author", "tier",
)  # fmt: skip
"""Names of a column or field that says who speaks."""
TEXT = (
    "text", "words", "utterance", "speech", "content", "body", "transcription", "sentence",
    "said", "dialogue", "message", "caption", "what was said", "annotation",
)  # fmt: skip
"""Names of a column or field with the words."""
BEGINS = (
    "start", "starts", "begin", "begins", "start time", "begin time", "time", "timestamp",
    "from", "offset", "ts", "start (s)", "start (sec)", "start (seconds)",
)  # fmt: skip
"""Names of a column or field that says when the words begin."""
ENDS = (
    "end", "ends", "end time", "stop", "to", "end ts", "end (s)", "end (sec)", "end (seconds)",
)  # fmt: skip
"""Names of a column or field that says when they end."""


class Entry(NamedTuple):
    """One entry: words in the stored form, and what is known of them."""

    place: int
    """Its line, row or number, to name in a note."""
    speaker: str
    text: str
    begins: timedelta | None = None
    ends: timedelta | None = None


@dataclass(slots=True)
class _Last:
    """Where the entries before have come to."""

    speaker: str = ""
    ends: int = 0
    """In milliseconds, as captions have it."""


def find_time(text: str, longest: timedelta = LONGEST) -> timedelta | None:
    """Read a clock time, or a number of seconds such as `12.5` or `12.5s`; None if it is none."""
    bare = text.strip("[](){}<># \t")
    clock = parse_time(bare) or parse_time(_three_digits(bare))
    if clock is not None:
        return clock
    try:
        seconds = float(bare.removesuffix("s").rstrip())
        time = timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None
    return time if timedelta() <= time <= longest else None


def in_seconds(entries: list[Entry]) -> tuple[list[Entry], list[str]]:
    """Mend times that were taken for seconds and must be milliseconds, as Whisper writes them.

    They are whole numbers, and in seconds hardly a word a minute would be said.
    """
    spans = [(one.begins, one.ends) for one in entries if one.begins is not None and one.ends]
    total = sum((end - begin for begin, end in spans), timedelta()).total_seconds()
    words = sum(count_words(one.text) for one in entries)
    whole = not any(begin.microseconds or end.microseconds for begin, end in spans)
    if len(spans) < max(len(entries), _FEW) or not whole or words * _SLOWEST > total:
        return entries, []
    mended = [
        one._replace(begins=one.begins and one.begins / 1000, ends=one.ends and one.ends / 1000)
        for one in entries
    ]
    return mended, ["The times were taken as milliseconds."]


def script_of(entries: list[Entry], unit: str) -> Script:
    """Lay entries out in lines, with heads where a speaker is named.

    Args:
        entries: Those that hold words or name a speaker.
        unit: What a place is called: `row` or `entry`.
    """
    spoken = [one for one in entries if one.text]
    timed = bool(spoken) and all(one.ends is not None and one.begins is not None for one in spoken)
    script = Script([], times=[] if timed else None, find=_find_nothing)
    last = _Last()
    unnamed = []
    for one in entries:
        if last.speaker and not one.speaker:
            unnamed.append(one.place)
        _add(script, one, last)
    if unnamed:
        shown = ", ".join(map(str, unnamed[:_SHOWN])) + (" and more" if unnamed[_SHOWN:] else "")
        words = unit if len(unnamed) == 1 else _plural(unit)
        script.notes.append(
            f"Words without a speaker were counted to the speaker before: {words} {shown}."
        )
    return script


def _find_nothing(_line: str, _bold: int) -> None:
    """Propose no head: who speaks is known by its place."""


def _add(script: Script, one: Entry, last: _Last) -> None:
    lines = [line.strip() for line in one.text.split("\n")]
    lines = [line for line in lines if line] or [""]
    if one.speaker:
        # The line is what both say, so that the words of a turn are never taken for anything else.
        script.given[len(script.lines)] = Head(
            Form.VOICE, one.speaker, lines[0], one.begins, one.ends
        )
        lines[0] = f"{one.speaker}\t{lines[0]}".strip()
        last.speaker = one.speaker
    script.lines += lines
    if script.times is not None:
        begins = last.ends if one.begins is None else one.begins // _UNIT
        times: Times = (begins, begins if one.ends is None else one.ends // _UNIT)
        script.times += [times] * len(lines)
        last.ends = times[1]


def _plural(unit: str) -> str:
    return f"{unit.removesuffix('y')}ies" if unit.endswith("y") else f"{unit}s"


def _three_digits(text: str) -> str:
    """Cut a fraction of a second to the thousandths."""
    whole, dot, fraction = text.partition(".")
    return f"{whole}.{fraction[:3]}" if dot and ":" in whole and fraction.isdecimal() else text
