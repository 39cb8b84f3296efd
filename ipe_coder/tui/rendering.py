"""The only place where people's words become something Textual shows.

A `str` given to a Textual widget is markup: `[laughs]` would vanish and `[/]` would end the
program. Here words become `Content`, Rich `Text` or plain cells, and show as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from rich.cells import cell_len, get_character_cell_size, split_graphemes
from rich.style import Style as RichStyle
from rich.text import Text
from textual.app import App
from textual.content import Content
from textual.notifications import SeverityLevel

from ipe_coder.model.code import Code
from ipe_coder.model.transcript import Role, Speaker
from ipe_coder.tui.themes import CODE_COLOURS, LINES

_REPLACEMENT = "\ufffd"
_BIDI_CONTROLS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_ONE_FOR_ONE: dict[int, str] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), _REPLACEMENT),
    ord("\t"): " ",
    ord("\n"): " ",
}
_PRINTABLE: dict[int, str] = {**_ONE_FOR_ONE, **dict.fromkeys(_BIDI_CONTROLS, "")}
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200d\u202a-\u202e\u2066-\u2069]")

# A joiner between two pictures makes one of them. Anywhere else the width tables would count the
# letter after it as nothing, and the rest of the row would stand askew.
_PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_PICTURES}\ufe0f])\u200d|\u200d(?![{_PICTURES}])")
_ONE_CELL_EACH = re.compile("[ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482‐-—‘-”•…]*")

_NUMBERED = re.compile(r"\D+?0*(\d{1,3})")
_JOINS = re.compile("[\u200d\ufe0f\U0001f1e6-\U0001f1ff]")
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")

Grapheme = tuple[int, int, int]
"""First code point, one past the last, and cells: one character as a reader sees it."""


@dataclass(frozen=True, slots=True)
class CodeLook:
    """How a code looks: the same mark, colour and line pattern wherever it stands."""

    mark: str
    """Two letters."""
    colour: int = 1
    """Number of the colour, from 1."""
    line: int = 1
    """Number of the line pattern, from 1."""

    @classmethod
    def of(cls, code: Code) -> CodeLook:
        """Take the look of a code; a code without a mark shows the head of its name."""
        mark = shorten(code.mark or code.name, 2, ellipsis="")
        return cls(mark, code.colour or 1, code.line or 1)

    @property
    def pattern(self) -> str:
        """The character that its stripe is drawn with."""
        return LINES[(self.line - 1) % len(LINES)]

    @property
    def style(self) -> str:
        """The style of its mark, for `Content`."""
        return f"bold {self.colour_variable}"

    @property
    def colour_variable(self) -> str:
        """The theme variable of its colour."""
        return f"$code-{(self.colour - 1) % CODE_COLOURS + 1}"


Part = str | Content | CodeLook | tuple[str, str]
"""Words as they are, content, a code's mark, or words with a style of ours."""


def printable(text: str) -> str:
    """Make words safe for a terminal on one row.

    Tabs and line feeds become spaces and control characters U+FFFD; what would reorder the row
    around the words is left out.
    """
    if not _UNPRINTABLE.search(text):
        return text
    return _STRAY_JOINER.sub("", text).translate(_PRINTABLE)


def clock_time(time: timedelta) -> str:
    """Write a time of a recording: `4:05`, `1:04:05`."""
    seconds = int(time.total_seconds())
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def render_words(text: str, style: str = "") -> Content:
    """Show people's words as they are, in one style of ours."""
    words = "\n".join(printable(line) for line in text.split("\n"))
    return Content.styled(words, style) if style else Content(words)


def render_line(*parts: Part) -> Content:
    """Put a line together from words, content, marks, and words with a style."""
    return Content("").join(_render_part(part) for part in parts)


def render_code(look: CodeLook, name: str, style: str = "$text") -> Content:
    """Show a code as its mark and its name."""
    return render_line(look, " ", (name, style))


def render_pattern(look: CodeLook) -> Content:
    """Show the line pattern of a code in its colour."""
    return Content.styled(look.pattern, look.colour_variable)


def to_text(text: str, style: str = "") -> Text:
    """Show words as they are in a Tree or a DataTable, which take Rich text."""
    return Text(printable(text), style=style)


def notify(app: App[Any], message: str, severity: SeverityLevel = "information") -> None:
    """Say something in a toast, in words that are never read as markup."""
    app.notify(printable(message), severity=severity, markup=False)


def shorten(text: str, cells: int, ellipsis: str = "…") -> str:
    """Cut a text to a width in cells, with an ellipsis where something is left out."""
    text = printable(text)
    if cell_len(text) <= cells:
        return text
    kept, room = 0, cells - cell_len(ellipsis)
    for _, end, width in graphemes(text):
        room -= width
        if room < 0:
            break
        kept = end
    return text[:kept].rstrip() + ellipsis if cells > 0 else ""


def shorten_middle(text: str, cells: int, ellipsis: str = "…") -> str:
    """Cut a text to a width in cells in its middle: names of files differ at their ends."""
    text = printable(text)
    if cell_len(text) <= cells or cells < 8:
        return shorten(text, cells, ellipsis)
    pieces = [text[start:end] for start, end, _ in graphemes(text)]
    tail = ""
    while pieces and cell_len(pieces[-1] + tail) <= cells * 3 // 5 - 1:
        tail = pieces.pop() + tail
    head = shorten("".join(pieces), cells - cell_len(tail), ellipsis)
    return head + tail


def pad(text: str, cells: int) -> str:
    """Cut or fill a text to exactly this many cells."""
    text = shorten(text, cells)
    return text + " " * (cells - cell_len(text))


def one_cell_each(text: str, start: int, end: int) -> bool:
    """Tell whether every code point of a stretch is one character one cell wide."""
    return _ONE_CELL_EACH.fullmatch(text, start, end) is not None


@lru_cache(maxsize=2048)
def graphemes(text: str) -> tuple[Grapheme, ...]:
    """Divide a row of text into characters, and remember how."""
    return divide(text)


def divide(text: str) -> tuple[Grapheme, ...]:
    """Divide a text into the characters that a reader sees, with the cells that each takes.

    Combining marks stay with their letter, joined and toned emoji and flags stay whole. Every
    code point is in exactly one grapheme.
    """
    if one_cell_each(text, 0, len(text)):
        return tuple((at, at + 1, 1) for at in range(len(text)))
    if not _JOINS.search(text):
        return _divide_unjoined(text)
    found: list[Grapheme] = []
    measured = _STRAY_JOINER.sub("\u200c", text).translate(_ONE_FOR_ONE)
    for start, end, cells in split_graphemes(measured)[0]:
        if found and _is_flag(text, found[-1], start):
            first, _, width = found[-1]
            found[-1] = (first, end, width + cells)
        else:
            found.append((start, end, cells))
    return tuple(found)


def _divide_unjoined(text: str) -> tuple[Grapheme, ...]:
    """Divide a text in which nothing but marks belongs to the character before it."""
    found: list[Grapheme] = []
    for at, character in enumerate(text):
        cells = _cells_of(character)
        if cells or not found:
            found.append((at, at + 1, cells))
        else:
            start, _, width = found[-1]
            found[-1] = (start, at + 1, width)
    return tuple(found)


def is_mark(character: str) -> bool:
    """Tell whether a character, if there is one, stands on the one before it."""
    return bool(character) and not _cells_of(character)


@lru_cache(maxsize=4096)
def _cells_of(character: str) -> int:
    return get_character_cell_size(character.translate(_ONE_FOR_ONE))


def speaker_labels(speakers: Sequence[Speaker]) -> tuple[str, ...]:
    """Shorten the names of speakers to four cells, each still its own.

    Interviewers become `Int`; of other names the head is kept, or head and tail where two
    heads are the same.
    """
    labels: list[str] = []
    for speaker in speakers:
        for candidate in _speaker_candidates(speaker, len(labels) + 1):
            if candidate not in labels:
                labels.append(candidate)
                break
    return tuple(labels)


@lru_cache(maxsize=4096)
def cell_style(
    colour: str | None,
    ground: str | None,
    *,
    bold: bool = False,
    underline: bool = False,
    reverse: bool = False,
) -> RichStyle:
    """Make the style of cells that a widget paints by itself."""
    return RichStyle(
        color=colour,
        bgcolor=ground,
        bold=bold or None,
        underline=underline or None,
        reverse=reverse or None,
    )


def _render_part(part: Part) -> Content:
    match part:
        case str():
            return render_words(part)
        case CodeLook():
            return Content.styled(printable(part.mark), part.style)
        case tuple():
            return render_words(*part)
        case _:
            return part


def _is_flag(text: str, last: Grapheme, second: int) -> bool:
    """Tell whether a character makes a flag of the one before it."""
    first, end, _ = last
    return (
        end - first == 1
        and _REGIONAL.match(text, first) is not None
        and _REGIONAL.match(text, second) is not None
    )


def _speaker_candidates(speaker: Speaker, number: int) -> Iterator[str]:
    """Go through the short names that a speaker could have, the best first."""
    name = " ".join(printable(speaker.label).split()) or "—"
    words = name.split()
    if speaker.role is Role.INTERVIEWER:
        yield "Int"
        yield from (f"Int{count}" for count in range(2, 10))
    if cell_len(name) <= 4:
        yield name
    if numbered := _NUMBERED.fullmatch(name):
        yield shorten(f"{name[0]}{numbered[1]}", 4, ellipsis="")
    yield shorten(words[0], 4, ellipsis="")
    yield shorten("".join(word[0] for word in words), 4, ellipsis="")
    yield shorten(words[0], 3, ellipsis="") + shorten(words[-1], 1, ellipsis="")
    yield shorten(name, 2, ellipsis="") + shorten(name[-2:], 2, ellipsis="")
    yield shorten(f"{name[0]}{number}", 4, ellipsis="")
    yield str(number)
