"""The rows of the screen on which names are reviewed: names, and the places of one."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ipe_coder.model.pseudonym import Decision, NameFind
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import Part, pad, render_line, render_words
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

_KIND, _TIMES = 14, 5
_MOST_PLACES = 200
ACCENT = "bold $accent-text"


def names_head(width: int) -> Content:
    """Head the columns of names."""
    name, becomes = _widths(width)
    heads = f"{pad('becomes', becomes)} {pad('kind', _KIND)} {'times':>{_TIMES}}"
    return render_line("   ", (pad("Name", name), "bold $strong"), " ", (heads, "$muted"))


def name_rows(finds: Sequence[NameFind], width: int) -> list[Row]:
    """Make a row for each name, valued by its place in the list."""
    return [Row.of(_name_line(one, width), value=place) for place, one in enumerate(finds)]


def _widths(width: int) -> tuple[int, int]:
    """Share the room between the name and what it becomes."""
    room = max(width - _KIND - _TIMES - 6, 24)
    becomes = min(max(room // 2, 12), 22)
    return room - becomes, becomes


def _name_line(one: NameFind, width: int) -> Content:
    name, becomes = _widths(width)
    replaced = one.decision is Decision.REPLACE
    mark = (" ? ", ACCENT) if not one.sure else ("   ", "")
    times = len(one.places) or len(one.labels)
    return render_line(
        mark,
        (pad(one.name, name), "$text" if replaced else "$muted"), " ",
        (pad(one.term if replaced else "kept", becomes), ACCENT if replaced else "$muted"), " ",
        (f"{pad(one.kind.value, _KIND)} {times:>{_TIMES}}", "$muted"),
    )  # fmt: skip


def name_details(one: NameFind, like: Sequence[str], width: int) -> Content:
    """Say why a word is taken for a name, and show its places."""
    becomes = f"becomes {one.term}" if one.decision is Decision.REPLACE else "is kept"
    lines = [render_line((one.name, "bold $strong"), "  ", (becomes, "$text"))]
    reason = one.because if one.sure else f"doubtful: {one.because}"
    lines += [render_words(words, "$muted") for words in wrap(reason, width)]
    if like:
        how = spoken("give both one term by {names.term} if they are one")
        alike = f"Like {', '.join(like[:4])}: {how}."
        lines += [render_words(words, "$accent-text") for words in wrap(alike, width)]
    for _, title in one.labels[:8]:
        lines.append(render_words(f"the label of a speaker in {title}", "$muted"))
    for title in one.titles[:4]:
        words = wrap(f"The title or file name {title} holds it.", width)
        lines += [render_words(word, "$accent-text") for word in words]
    for place in one.places[:_MOST_PLACES]:
        lines += [Content(""), render_words(place.title, "$muted")]
        lines += _in_context(place.before, place.quote, place.after, width)
    if len(one.places) > _MOST_PLACES:
        more = f"and {len(one.places) - _MOST_PLACES:,} more"
        lines += [Content(""), render_words(more, "$muted")]
    return Content("\n").join(lines)


def _in_context(before: str, quote: str, after: str, width: int) -> list[Content]:
    """Wrap a place, with the name in it standing out."""
    whole = " ".join(f"{before}{quote}{after}".split())
    start = len(" ".join(f"{before}x".split())) - 1
    name = " ".join(quote.split())
    lines, at = [], 0
    for piece in wrap(whole, width):
        begin = whole.find(piece, at)
        at = begin + len(piece)
        first, last = max(start - begin, 0), min(start + len(name) - begin, len(piece))
        if first < last:
            parts: list[Part] = [
                (piece[:first], "$text"), (piece[first:last], ACCENT), (piece[last:], "$text"),
            ]  # fmt: skip
            lines.append(render_line(*parts))
        else:
            lines.append(render_words(piece, "$text"))
    return lines
