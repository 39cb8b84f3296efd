"""Tables whose columns are speakers and words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from ipe_coder.model.transcript import LeftOut
from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._labels import possible
from ipe_coder.readers._times import heading_stamp, leading_stamp

Cell = list[str]
"""The lines of a cell, stripped, without blank ones."""
Row = list[Cell]


class Source(NamedTuple):
    """Where in a row the words of a line come from."""

    column: int
    line: int
    """Of the cell."""
    offset: int
    """Where in the line of the row they begin."""


class HeadedLine(NamedTuple):
    """A line of a row, with its head and where its words come from."""

    text: str
    head: Head | None = None
    sources: tuple[Source, ...] = ()
    row: int = 0


_FEWEST_ASKED = 3
_HEADING_WORDS = 3
_HEADINGS = frozenset({"speaker", "speakers", "name", "who", "voice"})


def read_rows(rows: list[Row]) -> tuple[list[HeadedLine], list[LeftOut]]:
    """Turn the rows of a table into lines, those of speakers with their heads.

    A column of row numbers is left out and one of times is read. If two columns remain, the
    first with nothing but short cells, they are speakers and words; whether the labels are
    taken is decided with all others of the file. Any other table is read row by row.
    """
    headings = {_joined(cell).casefold() for cell in rows[0]}
    head, body = (rows[:1], rows[1:]) if headings & _HEADINGS else ([], rows)
    width = max(map(len, rows))
    full = [row for row in body if len(row) == width]
    numbers = _column(full, width, _is_number)
    times = _column(full, width, _is_time)
    columns = [column for column in range(width) if column not in {numbers, times}]
    columns.sort(key=lambda column: not head or not _heads_speakers(head[0], column))
    numbered = [] if numbers is None else [_row_numbers(full, numbers)]
    if len(columns) == 2 and times is None and (asked := _asked_rows(rows, columns)):
        return asked[0], asked[1] + numbered
    if len(columns) != 2 or not all(_like_label(row[columns[0]]) for row in full):
        return [
            line._replace(row=number) for number, row in enumerate(rows) for line in _as_text(row)
        ], []
    left_out = [LeftOut("table heading", "\t".join(map(_joined, row))) for row in head]
    left_out += numbered
    lines: list[HeadedLine] = []
    for number, row in enumerate(body, len(head)):
        made = _speech(row, columns, times) if len(row) == width else _as_text(row)
        lines += [line._replace(row=number) for line in made]
    return lines, left_out


def _row_numbers(rows: list[Row], column: int) -> LeftOut:
    return LeftOut("row number", " ".join(_joined(row[column]) for row in rows))


def _asked_rows(
    rows: list[Row], columns: list[int]
) -> tuple[list[HeadedLine], list[LeftOut]] | None:
    """Read a column of questions beside one of answers; None where they are not such."""
    if any(len(row) <= max(columns) for row in rows):
        return None
    head = rows[:1] if all(_is_short(rows[0][column]) for column in columns) else []
    body = rows[len(head) :]
    asks = [sum("?" in _joined(row[column]) for row in body) for column in columns]
    if len(body) < _FEWEST_ASKED or asks[0] * 2 < len(body) or asks[1] * 2 > asks[0]:
        return None
    lines: list[HeadedLine] = []
    for number, row in enumerate(body, len(head)):
        for column, label in zip(columns, ("Question", "Answer"), strict=True):
            for place, line in enumerate(row[column]):
                begins = None if place else Head(Form.CELL, label, line)
                lines.append(HeadedLine(line, begins, (Source(column, place, 0),), number))
    return lines, [LeftOut("table heading", "\t".join(map(_joined, row))) for row in head]


def _is_short(cell: Cell) -> bool:
    text = _joined(cell)
    return "?" not in text and 0 < len(text.split()) <= _HEADING_WORDS


def _column(rows: list[Row], width: int, fits: Callable[[str], bool]) -> int | None:
    """Find the column that holds nothing but numbers, or times, beside at least two others."""
    if width < 3 or not rows:
        return None
    for column in range(width):
        texts = [_joined(row[column]) for row in rows]
        if any(texts) and all(not text or fits(text) for text in texts):
            return column
    return None


def _heads_speakers(heading: Row, column: int) -> bool:
    return column < len(heading) and _joined(heading[column]).casefold() in _HEADINGS


def _is_number(text: str) -> bool:
    return text.rstrip(".").isdecimal()


def _is_time(text: str) -> bool:
    return _time(text) is not None


def _time(text: str) -> timedelta | None:
    """Read a time, or the first of two such as `0:00.0 - 0:12.4`."""
    bare = text.strip("[]()# ")
    stamp = leading_stamp(bare, bare=True)
    return stamp.begins if stamp is not None and stamp.stop == len(bare) else None


def _like_label(cell: Cell) -> bool:
    return not cell or possible(_label_and_time(cell)[0])


def _label_and_time(cell: Cell) -> tuple[str, timedelta | None]:
    """Part a cell such as `P1 00:12`, on one line or on two."""
    text = _joined(cell)
    stamp = heading_stamp(text)
    if stamp is not None:
        return text[: stamp.start].rstrip(" :"), stamp.begins
    return text.rstrip(" :"), None


def _speech(row: Row, columns: list[int], times: int | None) -> list[HeadedLine]:
    speaker, words = row[columns[0]], row[columns[1]]
    rest = words[0] if words else ""
    label, begins = _label_and_time(speaker)
    if times is not None and row[times]:
        begins = _time(_joined(row[times]))
    following = [
        HeadedLine(line, None, (Source(columns[1], number, 0),))
        for number, line in enumerate(words[1:], 1)
    ]
    if not label:
        return [HeadedLine(rest, None, (Source(columns[1], 0, 0),)), *following]
    text = f"{_joined(speaker)}\t{rest}".strip()
    sources = (Source(columns[0], 0, 0), Source(columns[1], 0, len(text) - len(rest)))
    return [HeadedLine(text, Head(Form.CELL, label, rest, begins), sources), *following]


def _as_text(row: Row) -> list[HeadedLine]:
    filled = [(column, cell) for column, cell in enumerate(row) if cell]
    if len(filled) == 1:
        ((column, cell),) = filled
        return [
            HeadedLine(line, None, (Source(column, number, 0),)) for number, line in enumerate(cell)
        ]
    sources = []
    offset = 0
    for column, cell in filled:
        for number, line in enumerate(cell):
            sources.append(Source(column, number, offset))
            offset += len(line) + 1  # a blank between lines, a tab between cells
    text = "\t".join(_joined(cell) for _, cell in filled)
    return [HeadedLine(text, None, tuple(sources))]


def _joined(cell: Cell) -> str:
    return " ".join(cell)
