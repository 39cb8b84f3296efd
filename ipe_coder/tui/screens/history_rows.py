"""The rows of the history: days, who did what to what, and one change before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from textual.content import Content

from ipe_coder.model.change import (
    Change,
    ChangeDetail,
    ChangeKind,
    ChangeState,
    Fact,
    HistoryEntry,
    ItemChange,
)
from ipe_coder.tui.named_keys import key, spoken
from ipe_coder.tui.rendering import (
    CodeLook,
    Part,
    pad,
    render_line,
    render_pattern,
    render_words,
)
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

_MARK = 8
_MOST_LINES = 12
_WHO = 10

Draw = Callable[[int, str], Content]
"""Draws the line of a change, from its number and its time of day."""


def _line(draw: Draw, seq: int, time: str) -> tuple[Content]:
    return (draw(seq, time),)


def day_of(moment: datetime) -> str:
    """Write a day: `Saturday 21 November 2026`."""
    return f"{moment:%A} {moment.day} {moment:%B %Y}"


def history_rows(found: Iterable[tuple[int, str]], draw: Draw) -> list[Row]:
    """Make the rows of a list of changes, the newest first, beneath their days.

    Args:
        found: Number and stored moment of each.
        draw: Draws one.
    """
    rows: list[Row] = []
    hours: dict[str, tuple[str, str]] = {}
    shown = ""
    for seq, at in found:
        # To read a moment takes longer than all else, and minutes are the same in most places.
        known = hours.get(at[:13]) or hours.setdefault(at[:13], _hour_of(at))
        day, hour = known if known[1] else _minute_of(at)
        if day != shown:
            shown = day
            rows += [Row.of(Content(""))] if rows else []
            rows.append(Row.of(render_words(day, "bold $strong")))
        time = f"{hour}:{at[14:16]}" if known[1] else hour
        rows.append(Row.drawn(partial(_line, draw, seq, time), seq))
    return rows


def _hour_of(at: str) -> tuple[str, str]:
    """Give the day and the hour, here, of a stored moment; no hour where minutes differ here."""
    moment = datetime.fromisoformat(f"{at[:13]}:00+00:00").astimezone()
    return day_of(moment), f"{moment:%H}" if moment.minute == 0 else ""


def _minute_of(at: str) -> tuple[str, str]:
    """Give the day and the time of day, here, of a stored moment."""
    moment = datetime.fromisoformat(at).astimezone()
    return day_of(moment), f"{moment:%H:%M}"


def entry_line(entry: HistoryEntry, time: str, width: int, who: int) -> Content:
    """Draw one change: when, who, what, on what, and whether it was undone.

    Args:
        entry: The change.
        time: The time of day.
        width: Cells of the list.
        who: Cells of the column of coders.
    """
    done = entry.change
    who = min(who, _WHO)
    mark = "undone" if entry.is_undone else "for good" if _is_final(done) else ""
    room = width - 5 - 2 - who - 2 - 2 - _MARK - 1
    where = max(room * 2 // 5, 12)
    words = "$muted" if entry.is_undone else "$text"
    return render_line(
        (time, "$muted"),
        "  ",
        (pad(done.coder or "—", who), "bold $strong"),
        "  ",
        (pad(done.label, room - where), words),
        "  ",
        (pad(entry.where, where), "$muted"),
        " ",
        (" " * (_MARK - len(mark)) + mark, "italic $muted"),
    )


def waiting_line(time: str) -> Content:
    """Draw a change that is still being read."""
    return render_line((time, "$muted"), ("  …", "$muted"))


def detail_lines(detail: ChangeDetail, width: int, *, hidden: bool = False) -> list[Content]:
    """Show one change: who and when, before and after, and what undo would do.

    Args:
        detail: The change.
        width: Cells of the pane.
        hidden: Whether later work rests on it that is not to be shown.
    """
    entry, done = detail.entry, detail.entry.change
    moment = done.at.astimezone()
    when = f"{moment.day} {moment:%B %Y %H:%M:%S}"
    lines: list[Content] = [render_words(one, "bold $strong") for one in wrap(done.label, width)]
    lines += [render_words(one, "$muted") for one in wrap(entry.where, width)]
    lines += _lines(f"{done.coder or 'nobody named'}, {when}, change {done.seq}", "$muted", width)
    if done.reason:
        lines += _lines(f"because: {done.reason}", "$text", width)
    for item in detail.items:
        lines += [Content(""), *_item(item, width)]
    if detail.more:
        lines += [Content(""), render_words(f"and {detail.more:,} more", "$muted")]
    if not detail.items and not detail.more:
        lines += [Content(""), *_lines("Nothing is kept of what stood before.", "$muted", width)]
    lines += [Content(""), *_undoing(detail, width, hidden=hidden)]
    return lines


def _item(item: ItemChange, width: int) -> list[Content]:
    look = CodeLook.of(item.code) if item.code is not None else None
    head: list[Part] = [(f"{item.kind}  ", "$muted")]
    if look is not None:
        head += [render_pattern(look), " ", look, " "]
    used = len(item.kind) + 2 + (5 if look is not None else 0)
    first, *rest = wrap(item.name, max(width - used, 8)) or [""]
    lines = [render_line(*head, first), *(render_line(" " * used, one) for one in rest)]
    if item.was_purged:
        return [*lines, *_lines("The details were purged.", "italic $muted", width)]
    for title, facts in (("Before", item.before), ("After", item.after)):
        lines.append(render_words(title, "$muted"))
        if facts is None:
            lines.append(render_words(f"  no {item.kind}", "italic $muted"))
        for fact in facts or ():
            lines += _fact(fact, width)
    return lines


def _fact(fact: Fact, width: int) -> list[Content]:
    style = "italic $text" if fact.name == "quote" else "$text"
    if fact.name in ("quote", "memo", "summary"):
        return [render_line("  ", (one, style)) for one in wrap(fact.words, width - 2, _MOST_LINES)]
    head = f"  {fact.name}: "
    first, *rest = wrap(f"{fact.name}: {fact.words}", width - 2, _MOST_LINES) or [head]
    name, _, words = first.partition(": ")
    return [
        render_line("  ", (f"{name}: ", "$muted"), (words, style)),
        *(render_line("    ", (one, style)) for one in rest),
    ]


_TAKEN_BACK = "It was taken back. {history.undo_this} on that undo brings it back."


def _undoing(detail: ChangeDetail, width: int, *, hidden: bool) -> list[Content]:
    """Say what the key for undo would do here."""
    done = detail.entry.change
    if _is_final(done):
        return _lines("This cannot be undone: what it removed is removed for good.", "$text", width)
    if done.kind is ChangeKind.UNDO:
        return [_key(key("history.undo_this"), "brings back what this took back")]
    if detail.entry.is_undone:
        return _lines(spoken(_TAKEN_BACK), "$text", width)
    if hidden:
        return _lines("Later work of another coder rests on it.", "$text", width)
    if not detail.later:
        return [
            _key(key("history.undo_this"), "takes back this one only"),
            *_lines("Nothing later rests on it." if done.kind is ChangeKind.DO else "", "$muted",
                    width),
        ]  # fmt: skip
    lines = [render_words("Later work rests on it:", "bold $strong")]
    for one in detail.later[:5]:
        moment = one.at.astimezone()
        words = f"{one.label}, {one.coder}, {moment.day} {moment:%B %H:%M}"
        lines += [render_words(line) for line in wrap(words, width, 3)]
    if len(detail.later) > 5:
        lines.append(render_words(f"and {len(detail.later) - 5:,} more", "$muted"))
    return [*lines, _key(key("history.go_to_later"), "goes to the newest of them")]


def _key(key: str, words: str) -> Content:
    return render_line((key, "bold $accent-text"), f"  {words}")


def _lines(text: str, style: str, width: int) -> list[Content]:
    return [render_words(one, style) for one in wrap(text, width)]


def _is_final(done: Change) -> bool:
    return done.state is ChangeState.FINAL
