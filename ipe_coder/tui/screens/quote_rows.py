"""Quotations as rows of a list: who says it, what they are, the words, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.model.segment import SegmentRow
from ipe_coder.model.theme import Side
from ipe_coder.model.transcript import Role
from ipe_coder.tui.rendering import Part, pad, render_line, shorten
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

MOST = 300
"""Quotations that one list reads at once; those after them are read as they come into view."""

LATER_LINES = 3
"""Lines of a quotation that is read later."""

CHOSEN = "●"
"""Marks the quotation that was chosen."""

SIDES = {Side.FOR: "+", Side.AGAINST: "−"}
"""Marks the quotations that are evidence."""

_WIDE = 100
_MOST_LINES = 6
_ABOUT = ("role", "usage")
_NAME_CELLS = 12
_PLACE_CELLS = 17
_MEASURE = 78


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide each part of a quotation is, in cells."""

    name: int
    about: int
    words: int
    place: int

    @classmethod
    def fit(cls, rows: Sequence[SegmentRow], width: int, *, marked: bool) -> _Columns:
        """Divide a width; what they are and where it is said need a wide one."""
        name = min(max([4, *(cell_len(_voice(one)) for one in rows)]), _NAME_CELLS)
        name += 4 if marked else 2
        about, place = (24, _PLACE_CELLS) if width >= _WIDE else (0, 0)
        gaps = 2 + (4 if about else 0)
        return cls(name, about, min(width - name - about - place - gaps, _MEASURE), place)


def quote_rows(
    rows: Sequence[SegmentRow],
    width: int,
    *,
    chosen: str = "",
    sides: Mapping[str, Side] | None = None,
    barred: Collection[str] = (),
    most: int = _MOST_LINES,
) -> list[Row]:
    """Make the rows of a list of quotations; the value of each is its segment.

    Args:
        rows: The segments, in the order to show.
        width: Cells of the list.
        chosen: Id of the segment that is marked as the one chosen.
        sides: Segments that are evidence, by id, with the side that they speak for.
        barred: Ids of segments that may not be printed.
        most: Lines of one quotation that are shown.
    """
    sides = sides or {}
    columns = _Columns.fit(rows, width, marked=bool(chosen or sides))
    made = []
    for one in rows:
        mark = _mark(one, chosen, sides)
        made.append(Row(tuple(_lines(one, columns, _note(one, barred), most, mark)), one))
    return made


def _mark(row: SegmentRow, chosen: str, sides: Mapping[str, Side]) -> str:
    """Mark a quotation in two cells: chosen, evidence for or against; empty where none is."""
    if not chosen and not sides:
        return ""
    side = sides.get(row.segment.id)
    return (CHOSEN if row.segment.id == chosen else " ") + (SIDES[side] if side else " ")


def later_rows(
    keys: Sequence[str],
    known: Sequence[SegmentRow],
    width: int,
    get: Callable[[str], SegmentRow | None],
) -> list[Row]:
    """Make the rows of quotations that are read as they come into view; their values are ids.

    Args:
        keys: Ids of the segments, in the order to show.
        known: Those that stand before them, for the width of the columns.
        width: Cells of the list.
        get: Gives what was read, or asks for it.
    """
    columns = _Columns.fit(known, width, marked=False)

    def draw(key: str) -> Sequence[Content]:
        one = get(key)
        return [] if one is None else _lines(one, columns, _note(one, ()), LATER_LINES, "")

    return [Row.drawn(partial(draw, key), key, LATER_LINES) for key in keys]


def _note(one: SegmentRow, barred: Collection[str]) -> str:
    if not one.segment.quotable or one.segment.id in barred:
        return "not for print"
    return "starred" if one.segment.starred else ""


def in_turn(rows: Iterable[SegmentRow]) -> list[SegmentRow]:
    """Order quotations so that each participant is heard once before anybody is heard twice.

    Starred ones come first; else the order of the transcripts stays.
    """
    rounds: dict[str, int] = defaultdict(int)
    ranked = []
    for place, one in enumerate(rows):
        voice = one.participant or one.title
        ranked.append((not one.segment.starred, rounds[voice], place, one))
        rounds[voice] += 1
    return [one for *_, one in sorted(ranked, key=lambda entry: entry[:3])]


def describe(row: SegmentRow) -> str:
    """Say what somebody is: job role and usage, else the arm, else their part in the talk."""
    known = [row.attributes[name] for name in _ABOUT if row.attributes.get(name)]
    if known:
        return ", ".join(known)
    if not row.participant:
        return "interviewer" if row.role == Role.INTERVIEWER.value else "voice not known"
    return row.arm


def _lines(row: SegmentRow, columns: _Columns, note: str, most: int, mark: str) -> list[Content]:
    words = wrap(f"“{row.segment.quote}”", columns.words, most)
    about = wrap(describe(row), columns.about, 2) if columns.about else []
    place = [_place(row), *filter(None, [note])] if columns.place else []
    return [
        _line(
            row,
            columns,
            mark if not number else " " * len(mark),
            (_at(about, number), _at(words, number), _at(place, number)),
            first=not number,
        )
        for number in range(max(len(words), len(about), len(place)))
    ]


def _line(
    row: SegmentRow, columns: _Columns, mark: str, texts: tuple[str, str, str], *, first: bool
) -> Content:
    about, words, place = texts
    name = pad(_voice(row) if first else "", columns.name - cell_len(mark))
    parts: list[Part] = [(mark, "$accent-text"), (name, "bold $strong")]
    if columns.about:
        parts.append((pad(about, columns.about) + "  ", "$muted"))
    parts.append((pad(words, columns.words), "$text"))
    if columns.place:
        parts.append(("  " + " " * (columns.place - cell_len(place)) + place, "$muted"))
    return render_line(*parts)


def _place(row: SegmentRow) -> str:
    stance = f"{row.segment.stance.value}  " if row.segment.stance else ""
    return f"{stance}turn {row.turn:>3}"


def _at(lines: Sequence[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


def _voice(row: SegmentRow) -> str:
    return shorten(row.participant or row.speaker or row.title, _NAME_CELLS)
