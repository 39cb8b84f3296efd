"""Standard output is data, standard error is narration; neither interprets people's words."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, TextIO, TypeVar

T = TypeVar("T")

GAP = "  "
"""Between two columns of a table."""

NARROWEST = 8
"""Cells that a column of words keeps, however narrow the terminal is."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_INVISIBLE = {"Mn", "Me", "Cf"}


def prepare_streams() -> None:
    """Write UTF-8 in every locale, and let a name that is no text through as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_json(data: Any) -> None:
    """Print data as JSON: the elements of a list, or the keys of an object, one a line."""
    if isinstance(data, dict):
        entries = [f"{_dumps(key)}: {_dumps(value)}" for key, value in data.items()]
        sys.stdout.write("{" + _lines(entries) + "}\n")
    elif isinstance(data, list):
        sys.stdout.write("[" + _lines([_dumps(one) for one in data]) + "]\n")
    else:
        sys.stdout.write(_dumps(data) + "\n")


def print_lines(*lines: str) -> None:
    """Print lines of data."""
    for line in lines:
        sys.stdout.write(printable(line) + "\n")


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], shrink: str = ""
) -> None:
    """Print an aligned table, which is cut to the width of a terminal and whole in a pipe.

    Args:
        headings: The heads of the columns.
        rows: Their cells; whole numbers stand at the right.
        shrink: Heads of the columns that may be cut, with commas between; all where not given.
    """
    width = terminal_width(sys.stdout)
    may_shrink = set(shrink.split(",")) if shrink else set(headings)
    for line in render_table(headings, rows, width, may_shrink):
        sys.stdout.write(line + "\n")


def print_pairs(*pairs: tuple[str, object]) -> None:
    """Print names with their values, a line each."""
    wide = max(len(name) for name, _ in pairs)
    for name, value in pairs:
        sys.stdout.write(f"{name:<{wide}}{GAP}{_cell(value)}\n")


def narrate(*lines: str) -> None:
    """Say on standard error what happens: a line each, wrapped between words on a terminal."""
    width = terminal_width(sys.stderr)
    for line in lines:
        shown = printable(line)
        if width is not None:
            shown = textwrap.fill(shown, max(width, 20), break_on_hyphens=False)
        sys.stderr.write(shown + "\n")


def terminal_width(stream: TextIO) -> int | None:
    """Give the width of the terminal that a stream goes to; None where it goes to no terminal."""
    return shutil.get_terminal_size().columns if stream.isatty() else None


def printable(text: str) -> str:
    """Take from a text what a terminal would obey instead of showing it."""
    return _CONTROL.sub("\ufffd", text)


def display_width(text: str) -> int:
    """Count the cells of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def fit(text: str, width: int) -> str:
    """Cut a text to some cells of a terminal, with `…` where something is cut off."""
    if display_width(text) <= width:
        return text
    room, kept = width - 1, []
    for char in text:
        room -= _cells(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept) + "…"


def render_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    width: int | None = None,
    may_shrink: set[str] | None = None,
) -> list[str]:
    """Make the lines of a table.

    Args:
        headings: The heads of the columns.
        rows: Their cells; whole numbers stand at the right.
        width: Cells of the terminal; None cuts nothing.
        may_shrink: Heads of the columns that may be cut.
    """
    table = [list(row) for row in rows]
    right = [
        any(isinstance(row[place], int) for row in table)
        and all(isinstance(row[place], int) or row[place] in ("", None) for row in table)
        for place in range(len(headings))
    ]
    cells = [list(headings), *([_cell(value) for value in row] for row in table)]
    widths = [max(display_width(row[place]) for row in cells) for place in range(len(headings))]
    if width is not None:
        shrinkable = [head in (may_shrink or ()) for head in headings]
        widths = _shrunk(widths, shrinkable, width - len(GAP) * (len(headings) - 1))
    return [_line(row, widths, right) for row in cells]


def local_time(moment: datetime | None) -> str:
    """Print a moment in the local time of this machine."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""


def print_wrapped(head: str, text: str) -> None:
    """Print a text after its head: wrapped on a terminal, each line of it whole in a pipe."""
    width = terminal_width(sys.stdout)
    margin = display_width(head)
    lines = printable(text).split("\n")
    if width is not None and width > margin + NARROWEST:
        lines = [
            piece
            for line in lines
            for piece in textwrap.wrap(line, width - margin, break_long_words=False) or [""]
        ]
    for place, line in enumerate(lines):
        sys.stdout.write(f"{printable(head) if not place else ' ' * margin}{line}".rstrip() + "\n")


def progress(things: Sequence[T], label: str) -> AbstractContextManager[Iterable[T]]:
    """Show on a terminal how far long work over things has come; elsewhere nothing."""
    import click

    few = len(things) < 2
    return click.progressbar(
        things, label=label, file=sys.stderr, hidden=few or not sys.stderr.isatty()
    )


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(entries: list[str]) -> str:
    return "\n" + ",\n".join(entries) + "\n" if entries else ""


def _cells(char: str) -> int:
    if unicodedata.category(char) in _INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return printable(text.rstrip().replace("\n", " ").replace("\t", " "))


def _shrunk(widths: list[int], shrinkable: list[bool], room: int) -> list[int]:
    """Take cells from the widest columns that may be cut, until all fit or none can be cut."""
    widths = list(widths)
    while sum(widths) > room:
        wide = [
            place for place, width in enumerate(widths) if shrinkable[place] and width > NARROWEST
        ]
        if not wide:
            break
        widest = max(wide, key=lambda place: widths[place])
        widths[widest] -= 1
    return widths


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    parts = []
    for text, width, at_right in zip(row, widths, right, strict=True):
        shown = fit(text, width)
        padding = " " * (width - display_width(shown))
        parts.append(padding + shown if at_right else shown + padding)
    return GAP.join(parts).rstrip()
