"""The rows of the screen of versions: the versions, and the turns that differ between two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from textual.content import Content

from ipe_coder.analysis.version_diff import ChangedTurn, Piece
from ipe_coder.model.transcript import Transcript
from ipe_coder.model.version import VersionRecord
from ipe_coder.tui.rendering import Part, pad, printable, render_line, render_words, shorten
from ipe_coder.tui.widgets.rows import Row
from ipe_coder.tui.wrapping import wrap

_SIGNS = {Piece.INSERTED: ("{+", "+}"), Piece.REMOVED: ("{−", "−}")}
"""What stands around words, as colour alone would not be seen by everybody."""
_STYLES = {
    Piece.SAME: "$muted",
    Piece.INSERTED: "bold $strong",
    Piece.REMOVED: "strike $accent-text",
}
_NEAR = 60
"""Characters of words that stay, shown beside those that do not."""
_SPACES = re.compile(r"\s+")
_GUTTER = 6
_MEASURE = 72


def version_rows(records: Sequence[VersionRecord], base: int | None, width: int) -> list[Row]:
    """Make the rows of versions, valued by their numbers; the one compared with is marked."""
    return [Row(tuple(_version_lines(one, base, width)), one.version.number) for one in records]


def _version_lines(one: VersionRecord, base: int | None, width: int) -> Iterable[Content]:
    when = f"{one.at.astimezone():%d %b %Y, %H:%M}".lstrip("0") if one.at else "no date"
    state = "current" if one.version.is_current else ""
    if one.version.number == base:
        state = "compared with"
    yield render_line(
        (f"{one.version.number:>2}  ", "bold $strong"), when,
        (f"  {shorten(one.coder, 6) or '—'}", "$muted"), (f"  {state}", "bold $accent-text"),
    ).truncate(width, ellipsis=True)  # fmt: skip
    yield render_words(f"    {shorten(one.sentence or _how(one), width - 4)}", "$muted")


def _how(one: VersionRecord) -> str:
    said = one.label if one.version.number > 1 else f"from {one.version.source.filename}"
    return said or f"{one.version.words:,} words, {one.version.turns} turns"


def version_details(one: VersionRecord, width: int) -> Content:
    """Say where a version came from."""
    source = one.version.source
    facts = [
        ("file", source.filename),
        ("kept", "the file too" if one.version.has_original else "the text alone"),
        ("words", f"{one.version.words:,}"),
        ("turns", f"{one.version.turns:,}"),
        ("done", one.label),
    ]
    lines: list[Content] = []
    for name, value in facts:
        for number, words in enumerate(wrap(value, max(width - 7, 20))):
            lines.append(render_line((pad(name if not number else "", 7), "$muted"), words))
    for note in one.version.notes:
        lines += [render_words(words, "$muted") for words in wrap(note, width)]
    return Content("\n").join(lines)


def change_rows(turns: Sequence[ChangedTurn], width: int) -> list[Row]:
    """Make the rows of turns that differ."""
    if not turns:
        return [Row.of(render_words("No word and no speaker differs.", "italic $muted"))]
    rows: list[Row] = []
    for place, one in enumerate(turns):
        lines = [_turn_head(one), *_turn_lines(one, min(width - _GUTTER, _MEASURE)), Content("")]
        rows.append(Row(tuple(lines), ("turn", place)))
    return rows


def _turn_head(one: ChangedTurn) -> Content:
    number = f"{one.number + 1:>4}  " if one.number is not None else "   −  "
    parts: list[Part] = [(number, "$muted"), (one.speaker or "no label", "bold $strong")]
    if one.was:
        parts += [("  was ", "$muted"), (one.was, "strike $accent-text")]
    if one.number is None:
        parts.append(("  turn removed", "$muted"))
    return render_line(*parts)


def _turn_lines(one: ChangedTurn, measure: int) -> list[Content]:
    """Wrap the words of a turn with their signs; long stretches that stay are cut."""
    words = ""
    spans: list[tuple[int, int, str]] = []
    last = len(one.pieces) - 1
    for place, (kind, text) in enumerate(one.pieces):
        shown = _SPACES.sub(" ", printable(text))
        if kind is Piece.SAME:
            shown = _near(shown, is_first=place == 0, is_last=place == last)
        elif not shown.strip():
            shown = ""
        else:
            opens, closes = _SIGNS[kind]
            head = shown[: len(shown) - len(shown.lstrip())]
            tail = shown[len(shown.rstrip()) :]
            shown = f"{head}{opens}{shown.strip()}{closes}{tail}"
        if not words or words.endswith(" "):
            shown = shown.lstrip()
        spans.append((len(words), len(words) + len(shown), _STYLES[kind]))
        words += shown
    content = render_words(words)
    for start, end, style in spans:
        content = content.stylize(style, start, end)
    lines, place = [], 0
    for line in wrap(words, measure):
        start = words.index(line, place)
        place = start + len(line)
        lines.append(render_line(" " * _GUTTER, content[start:place]))
    return lines


def _near(text: str, *, is_first: bool, is_last: bool) -> str:
    """Cut words that stay to those beside the changed ones."""
    if is_first and is_last:
        return shorten(text, 2 * _NEAR)
    if is_first:
        return text if len(text) <= _NEAR else "… " + text[-_NEAR:].partition(" ")[2]
    if is_last:
        return text if len(text) <= _NEAR else text[:_NEAR].rpartition(" ")[0] + " …"
    if len(text) <= 2 * _NEAR:
        return text
    return f"{text[:_NEAR].rpartition(' ')[0]} … {text[-_NEAR:].partition(' ')[2]}"


def text_rows(transcript: Transcript, width: int) -> list[Row]:
    """Make the rows of a version whole, a row a turn."""
    measure = min(width - _GUTTER, _MEASURE)
    rows: list[Row] = []
    for turn in transcript.turns:
        label = transcript.speakers[turn.speaker].label or "no label"
        head = render_line((f"{turn.index + 1:>4}  ", "$muted"), (label, "bold $strong"))
        words = wrap(transcript.text[turn.start : turn.end], measure)
        lines = [render_line(" " * _GUTTER, line) for line in words]
        rows.append(Row((head, *lines, Content("")), ("turn", turn.index)))
    return rows
