"""Signs for a terminal that has few of them, and for ears: drawings become letters or nothing.

The widgets draw what they always draw; a filter over all rows puts one cell in the place of each.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ipe_coder.tui.rendering import divide

_LEGACY_TERMINALS = ("linux", "vt1", "vt2", "vt3", "vt5", "ansi", "cons25", "dumb")

_BARE = dict(zip("┃╏║│▌█▉▊▋▍▎▏", '|:"|>##++-..', strict=True))
_LINES = dict(zip("─━┿└┘┴◄►▼", "-=++++<>v", strict=True))
_MARKS = dict(zip("≡◊●○■□√✓≠≤≥", "m?xo#ovv!<>", strict=True))
_ARROWS = dict(zip("←↑→↓↔", "<^>v-", strict=True))
_PRINT = dict(zip("“”‘’…–—−·•×‹›", "\"\"''~---..x<>", strict=True))

_DRAWN = map(chr, range(0x2500, 0x25B0))
_HEARD = dict.fromkeys([*_DRAWN, "◄"], " ") | {
    "■": "*", "□": "o", "▌": ">", "≡": "m", "◊": "s", "●": "x", "○": "o", "√": "y", "✓": "y",
    "►": "+", "▼": "-",
}  # fmt: skip


class Signs(Enum):
    """What a terminal can show, or what is wanted of it."""

    DRAWN = "drawn"
    """Everything."""
    FEW = "few"
    """Letters of any script, but no more signs than a typewriter has."""
    ASCII = "ascii"
    """ASCII alone."""
    HEARD = "heard"
    """Letters and punctuation, and nothing that is drawn: a voice would read it out."""


_TABLES: Mapping[Signs, Mapping[int, str]] = {
    Signs.FEW: str.maketrans(_BARE | _LINES | _MARKS | _ARROWS | _PRINT),
    Signs.ASCII: str.maketrans(_BARE | _LINES | _MARKS | _ARROWS | _PRINT),
    Signs.HEARD: str.maketrans(_HEARD),
}


def signs_of(environment: Mapping[str, str], *, reader: bool = False) -> Signs:
    """Find out what a terminal can show.

    Args:
        environment: Its variables: `TERM`, and the first of `LC_ALL`, `LC_CTYPE` and `LANG`.
        reader: Whether a screen reader speaks what is shown.
    """
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    charset = _charset(next((name for name in names if name), ""))
    if charset and charset != "utf8":
        return Signs.ASCII
    if reader:
        return Signs.HEARD
    is_legacy = environment.get("TERM", "").startswith(_LEGACY_TERMINALS)
    return Signs.FEW if is_legacy else Signs.DRAWN


def _charset(name: str) -> str:
    """Read the character set out of the name of a locale; empty where it says none."""
    if name in ("C", "POSIX"):
        return "ascii"
    return name.partition("@")[0].partition(".")[2].replace("-", "").lower()


class SignFilter(LineFilter):
    """Puts other signs in the place of those that cannot be shown or should not be heard."""

    def __init__(self, signs: Signs) -> None:
        """Take what can be shown."""
        super().__init__(enabled=signs is not Signs.DRAWN)
        self._signs = signs

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Change the words of a row; every cell stays where it is."""
        del background
        return [
            segment
            if segment.text.isascii()
            else Segment(translated(segment.text, self._signs), segment.style, segment.control)
            for segment in segments
        ]


@lru_cache(maxsize=4096)
def translated(text: str, signs: Signs) -> str:
    """Write a text with the signs that there are, in as many cells."""
    if signs is Signs.DRAWN:
        return text
    known = text.translate(_TABLES[signs])
    if signs is not Signs.ASCII or known.isascii():
        return known
    return "".join(_ascii(known[start:end], cells) for start, end, cells in divide(known))


def _ascii(character: str, cells: int) -> str:
    """Write one character in ASCII: its letter without marks, or a question mark a cell."""
    if character.isascii():
        return character
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain if len(plain) == cells else "?" * cells
