"""Plain text in columns parted by tabs, as ELAN, Praat and Audacity write what was transcribed.

Every line has as many cells: who speaks, when the words begin and end, how long they last, and
the words, in any order. Times are as a clock has them, in seconds with a point, or in whole
milliseconds.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import LeftOut
from ipe_coder.readers._entries import LONGEST, Entry, find_time, script_of
from ipe_coder.readers._heads import find_head
from ipe_coder.readers._labels import possible
from ipe_coder.readers._script import Script

_FEWEST = 3
_FASTEST = 20
"""Words a second."""
_SECONDS = re.compile(r"\d{1,7}\.\d{1,9}")
_MILLISECONDS = re.compile(r"\d{1,10}")
_CLOCK = re.compile(r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,]\d{1,9})?")


class _Column(NamedTuple):
    """A column of times."""

    place: int
    times: list[timedelta]


def script_in_columns(text: str) -> Script | None:
    """Read lines of columns parted by tabs; None where they are not such, or hold no times."""
    rows = _rows(text)
    if rows is None:
        return None
    heading = rows[0] if _is_heading(rows) else None
    rows = rows[1:] if heading else rows
    width = len(rows[0])
    timed = [_Column(n, times) for n in range(width) if (times := _times(rows, n)) is not None]
    begins = timed[0] if timed else None
    if begins is None or (len(timed) == 1 and begins.place == 0):
        return None  # `time TAB name TAB words` is a chat, which is read elsewhere
    ends = next((one for one in timed[1:] if _follows(begins, one)), None)
    others = [n for n in range(width) if n not in {one.place for one in timed}]
    words = max(others, key=lambda n: _count(rows, n), default=None)
    if words is None or not _plausible(rows, begins, ends, _count(rows, words)):
        return None
    speaker = next((n for n in others if n != words and _like_labels(rows, n)), None)
    entries = [
        Entry(n, row[speaker].rstrip(": ") if speaker is not None else "", row[words],
              begins.times[n], ends.times[n] if ends else None)
        for n, row in enumerate(rows)
    ]  # fmt: skip
    script = _script(entries, named=speaker is not None)
    script.left_out = _left_out(heading, rows, {begins.place, words, speaker, ends and ends.place})
    return script


def _rows(text: str) -> list[list[str]] | None:
    """Part lines into cells, if all have as many; a line without a tab goes on with the last."""
    lines = [line for line in text.split("\n") if line.strip()]
    widths = [line.count("\t") + 1 for line in lines]
    width = max(widths, default=0)
    if width < _FEWEST or len(lines) < _FEWEST or widths.count(width) * 10 < len(lines) * 9:
        return None
    rows: list[list[str]] = []
    for line, own in zip(lines, widths, strict=True):
        if own == width:
            rows.append([cell.strip() for cell in line.split("\t")])
        elif own == 1 and rows:
            rows[-1][-1] += f"\n{line.strip()}"
        else:
            return None
    return rows


def _is_heading(rows: list[list[str]]) -> bool:
    """Tell whether the first row has no time where the second has one."""
    return any(_time(below) is not None and _time(cell) is None
               for cell, below in zip(rows[0], rows[1], strict=True))  # fmt: skip


def _times(rows: list[list[str]], place: int) -> list[timedelta] | None:
    times = [_time(row[place]) for row in rows]
    return [time for time in times if time is not None] if None not in times else None


def _time(cell: str) -> timedelta | None:
    if _MILLISECONDS.fullmatch(cell):
        time = timedelta(milliseconds=int(cell))
        return time if time <= LONGEST else None
    clock = _SECONDS.fullmatch(cell) or _CLOCK.fullmatch(cell)
    return find_time(cell) if clock else None


def _follows(begins: _Column, other: _Column) -> bool:
    """Tell whether a column may say when the words end, not how long they last."""
    pairs = list(zip(begins.times, other.times, strict=True))
    return all(end >= begin for begin, end in pairs) and any(end > begin for begin, end in pairs)


def _plausible(rows: list[list[str]], begins: _Column, ends: _Column | None, words: int) -> bool:
    """Tell whether whole numbers may be milliseconds: nobody says twenty words a second."""
    if not words or not all(_MILLISECONDS.fullmatch(row[begins.place]) for row in rows):
        return words > 0
    if ends is None:
        return False
    lasts = sum((end - begin for begin, end in zip(begins.times, ends.times, strict=True)),
                timedelta())  # fmt: skip
    return words <= _FASTEST * lasts.total_seconds()


def _count(rows: list[list[str]], place: int) -> int:
    return sum(count_words(row[place]) for row in rows)


def _like_labels(rows: list[list[str]], place: int) -> bool:
    """Tell whether a column holds a few short names again and again."""
    cells = [row[place].rstrip(": ") for row in rows]
    filled = [cell for cell in cells if cell]
    return len(filled) == len(cells) >= 2 * len(set(filled)) and all(map(possible, filled))


def _script(entries: list[Entry], *, named: bool) -> Script:
    """Lay the entries out by time: ELAN writes one speaker after the other."""
    spoken = [one for one in entries if one.text]
    ordered = sorted(spoken, key=lambda one: one.begins or timedelta())
    script = script_of(ordered, "line")
    if not named:
        script.find = find_head
    if ordered != spoken:
        script.notes.append("The lines were put in the order of their times.")
    return script


def _left_out(
    heading: list[str] | None, rows: list[list[str]], read: set[int | None]
) -> list[LeftOut]:
    left_out = [LeftOut("table heading", "\t".join(heading).strip())] if heading else []
    for place in range(len(rows[0])):
        words = "\n".join(row[place] for row in rows if row[place])
        if place not in read and words:
            name = f"column “{heading[place][:40]}”" if heading else f"column {place + 1}"
            left_out.append(LeftOut(name, words))
    return left_out
