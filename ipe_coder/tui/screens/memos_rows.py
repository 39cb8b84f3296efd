"""The rows of the list of memos: days or things, and one memo whole beside its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import overload

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.model.memo import MemoFilter, MemoRow
from ipe_coder.model.segment import Memo, MemoAbout
from ipe_coder.tui.named_keys import key
from ipe_coder.tui.rendering import CodeLook, Part, render_line, render_words, shorten
from ipe_coder.tui.screens.history_rows import day_of
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

_LABEL = 9
_QUOTE_LINES = 8
_ORDER = tuple(MemoAbout)
_MOST_PARTS, _PART_LINES = 5, 4

_QUARTER = 15 * 60

MEMO = "≡"
"""Stands beside what somebody has written a memo about."""

PLURALS = {
    MemoAbout.PROJECT: "the project", MemoAbout.STUDY: "studies",
    MemoAbout.TRANSCRIPT: "transcripts and words in them", MemoAbout.PARTICIPANT: "participants",
    MemoAbout.CODE: "codes", MemoAbout.SEGMENT: "segments", MemoAbout.CELL: "cells",
}  # fmt: skip
"""What memos can be about, as a choice of all of a kind calls it."""


class MemoOrder(StrEnum):
    """The orders in which memos are listed, as the header says them."""

    NEWEST = "newest first"
    OLDEST = "oldest first"
    THINGS = "by what they are about"


class _Lines(Sequence[Content]):
    """The two lines of a memo, made when they come into view."""

    __slots__ = ("_made", "_of")

    def __init__(self, one: MemoRow, *, by_thing: bool, width: int) -> None:
        self._of = (one, by_thing, width)
        self._made: tuple[Content, Content] | None = None

    def __len__(self) -> int:
        return 2

    @overload
    def __getitem__(self, place: int) -> Content: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Content]: ...
    def __getitem__(self, place: int | slice) -> Content | Sequence[Content]:
        if self._made is None:
            self._made = _memo_lines(*self._of)
        return self._made[place]


def memo_rows(found: Sequence[MemoRow], *, order: MemoOrder, width: int) -> list[Row]:
    """Make the rows of memos: beneath their days, or beneath what they are about.

    Args:
        found: The memos, the newest first.
        order: The order to show.
        width: Cells of a row.
    """
    by_thing = order is MemoOrder.THINGS
    found = list(reversed(found)) if order is MemoOrder.OLDEST else found
    ordered = sorted(found, key=_by_thing) if by_thing else found
    heads = [_thing_head(one) if by_thing else _day_head(one) for one in ordered]
    numbers = Counter(heads)
    rows: list[Row] = []
    shown = None
    for one, head in zip(ordered, heads, strict=True):
        if head != shown:
            shown = head
            rows += [Row.of(Content(""))] if rows else []
            number = f"  {numbers[head]}"
            name = shorten(head[0], width - len(head[1]) - len(number) - 2)
            note = f"  {head[1]}" if head[1] else ""
            rows.append(Row.of(render_line((name, "bold $strong"), (f"{note}{number}", "$muted"))))
        rows.append(Row(_Lines(one, by_thing=by_thing, width=width), one.memo.id))
    return rows


def _by_thing(one: MemoRow) -> tuple[int, str, str, str, int]:
    """Order by what memos are about, those in a transcript as they stand in it."""
    about, key = one.thing
    start = one.span.start if one.span else -1
    return _ORDER.index(about), one.study, one.name.casefold(), key, start


def _day_head(one: MemoRow) -> tuple[str, str]:
    """Give the day that a memo stands beneath."""
    written = one.memo.edited_at or one.memo.created_at
    return _day_at(int(written.timestamp()) // _QUARTER) if written else ("No day", "")


@lru_cache(maxsize=1024)
def _day_at(quarter: int) -> tuple[str, str]:
    """Write the day, here, of a quarter of an hour: no zone parts days within one."""
    return day_of(datetime.fromtimestamp(quarter * _QUARTER).astimezone()), ""


def _thing_head(one: MemoRow) -> tuple[str, str]:
    """Give the thing that a memo stands beneath, and what is muted beside it."""
    about = one.thing[0]
    if about is MemoAbout.PROJECT:
        return "The project", ""
    note = about.value if about is MemoAbout.STUDY else f"{about.value}, {one.study}"
    return one.name, note


def _memo_lines(one: MemoRow, by_thing: bool, width: int) -> tuple[Content, Content]:
    memo = one.memo
    written = memo.edited_at or memo.created_at
    clock = _time(written, with_day=by_thing) if written else ""
    head = shorten(one.head, width - 1)
    first = render_line((head, "bold $text" if memo.title else "$text"))
    note = f"{one.coder or '—'}  {memo.kind.value}  {clock}"
    where = place_words(one) if by_thing else about_words(one)
    where = shorten(where, width - 4 - cell_len(note))
    space = " " * max(width - 3 - cell_len(where) - cell_len(note), 1)
    return first, render_line("  ", (where, "$muted"), space, (note, "$muted"))


def _time(moment: datetime, *, with_day: bool) -> str:
    here = moment.astimezone()
    return f"{here.day} {here:%b %Y}" if with_day else f"{here:%H:%M}"


def about_words(one: MemoRow) -> str:
    """Say in a few words what a memo is about: `code Role of manager, flexitime`."""
    about = one.memo.about
    if about is MemoAbout.PROJECT:
        return "the project"
    if about is MemoAbout.STUDY:
        return f"study {one.name}"
    name = one.name if about in (MemoAbout.SEGMENT, MemoAbout.TRANSCRIPT) else ""
    name = name or f"{about.value} {one.name}"
    return ", ".join(part for part in (name, place_words(one), one.study) if part)


def place_words(one: MemoRow) -> str:
    """Say where in its transcript a memo stands: `turn 12, Role of manager`."""
    turn = f"turn {one.turn}" if one.turn else ""
    if one.memo.about is MemoAbout.SEGMENT:
        return ", ".join(part for part in (turn, one.code) if part)
    if one.memo.about is MemoAbout.TRANSCRIPT:
        return turn or ("words in it" if one.span else "whole transcript")
    return ""


def detail_lines(one: MemoRow, look: CodeLook | None, width: int) -> list[Content]:
    """Show one memo whole: what it is about, by whom, the words beside it, what it says.

    Args:
        one: The memo, with the words read.
        look: How the code looks that it is about, or that its segment has.
        width: Cells of the pane.
    """
    memo = one.memo
    lines = _wrapped(memo.title, width, "bold $strong") if memo.title else []
    is_code = memo.about is MemoAbout.CODE and look is not None
    lines += _field("about", "code" if is_code else _thing_words(one), width)
    if one.turn:
        lines += _field("", f"turn {one.turn}", width)
    if look is not None:
        lines.append(render_line(" " * _LABEL, look, " ", shorten(one.code, width - _LABEL - 3)))
    if one.study and memo.about is not MemoAbout.STUDY:
        lines += _field("study", one.study, width)
    lines += _field("kind", memo.kind.value, width)
    lines += _field("coder", one.coder or "nobody named", width)
    lines += _field("written", _moment(memo.created_at), width)
    lines += _field("changed", _moment(memo.edited_at), width)
    if one.quote:
        quoted = wrap(f"“{one.quote}”", width, _QUOTE_LINES)
        lines += [Content(""), *(render_words(line, "italic $muted") for line in quoted)]
    return [*lines, Content(""), *_body(memo.body, width)]


def memo_parts(memos: Sequence[Memo], width: int) -> list[Content]:
    """Show what was written about the thing at the cursor, the newest first, in a few lines each.

    Args:
        memos: The memos, the newest last.
        width: Cells of the pane.
    """
    number = str(len(memos))
    space = " " * max(width - len("Memos") - len(number), 1)
    lines = [render_line(("Memos", "bold $strong"), space, (number, "$muted"))]
    for one in reversed(memos[-_MOST_PARTS:]):
        words = f"{one.title}: {one.body}" if one.title else one.body
        first, *rest = wrap(words, width - 3, _PART_LINES) or [""]
        lines.append(render_line((f"{MEMO}  ", "$muted"), first))
        lines += [render_line("   ", line) for line in rest]
    if len(memos) > _MOST_PARTS:
        words = f"and {len(memos) - _MOST_PARTS} more: {key('go.memos')} lists them"
        lines.append(render_words(words, "italic $muted"))
    return lines


def _thing_words(one: MemoRow) -> str:
    about = one.memo.about
    if about is MemoAbout.PROJECT:
        return "the project"
    return f"segment in {one.name}" if about is MemoAbout.SEGMENT else f"{about.value} {one.name}"


def _body(text: str, width: int) -> list[Content]:
    lines: list[Content] = []
    for paragraph in text.split("\n"):
        lines += _wrapped(paragraph, width, "$text") or [Content("")]
    return lines


def _field(name: str, value: str, width: int) -> list[Content]:
    """Set a name beside its value, which may take several lines; nothing for no value."""
    lines = wrap(value, width - _LABEL)
    heads = [name.ljust(_LABEL), *[" " * _LABEL] * len(lines)]
    return [render_line((head, "$muted"), line) for head, line in zip(heads, lines, strict=False)]


def _wrapped(text: str, width: int, style: str) -> list[Content]:
    return [render_words(line, style) for line in wrap(text, width)]


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    here = moment.astimezone()
    return f"{here.day} {here:%B %Y, %H:%M}"


def asked_line(wanted: MemoFilter, names: Iterable[tuple[str, str]]) -> Content:
    """Say which memos are shown.

    Args:
        wanted: What is wanted.
        names: Filters by the name of their kind, with what they let through.
    """
    parts: list[Part] = [("/ ", "bold $accent-text"), shorten(wanted.words or "any words", 18)]
    for name, value in names:
        style = "bold $strong" if value else "$muted"
        parts += [(f"   {name} ", "$muted"), (shorten(value or "any", 20), style)]
    return render_line(*parts)
