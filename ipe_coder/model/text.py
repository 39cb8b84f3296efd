"""The one form that every text takes before it is stored or compared."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

REPLACEMENT = "\ufffd"

# The pair stands first, so that it becomes one line feed.
_LINE_ENDS = (
    "\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029",
)  # fmt: skip
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FORBIDDEN_BYTES = bytes({*range(0x20), 0x7F} - set(b"\t\n"))
_FORBIDDEN_PAIR = re.compile(b"\xc2[\x80-\x9f]")
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


class CleanText(NamedTuple):
    """A text in the stored form, and how many characters had to be replaced."""

    text: str
    replaced: int


def clean(text: str) -> CleanText:
    """Bring a text into the stored form.

    The stored form is NFC without a byte-order mark, NUL, lone surrogates or control
    characters other than line feed and tab. Surrogate pairs are joined; every other
    line separator becomes a line feed; what is forbidden becomes U+FFFD and is counted.
    """
    if text.isascii() and text.isprintable():
        return CleanText(text, 0)
    text = text.removeprefix("\ufeff")
    for line_end in _LINE_ENDS:
        if line_end in text:
            text = text.replace(line_end, "\n")
    replaced = 0
    if _has_forbidden(text):
        text = _SURROGATE_PAIR.sub(_join_surrogates, text)
        text, replaced = _FORBIDDEN.subn(REPLACEMENT, text)
    return CleanText(unicodedata.normalize("NFC", text), replaced)


def _has_forbidden(text: str) -> bool:
    """Look for forbidden characters in the bytes of a text, ten times as fast as in itself."""
    try:
        data = text.encode()
    except UnicodeEncodeError:  # a surrogate
        return True
    if len(data.translate(None, _FORBIDDEN_BYTES)) != len(data):
        return True
    return b"\xc2" in data and _FORBIDDEN_PAIR.search(data) is not None


def clean_name(text: str) -> str:
    """Bring a name, a code, a search word or an argument into the stored form, on one line."""
    return " ".join(clean(text).text.split())


def count_words(text: str) -> int:
    """Count the words of a text: runs of letters and digits, with inner apostrophes and hyphens."""
    return len(_WORD.findall(text))


def word_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Find the start and end of every word between two offsets."""
    stop = len(text) if end is None else end
    return [match.span() for match in _WORD.finditer(text, start, stop)]


def fold(text: str) -> str:
    """Fold case, one code point for one, so that offsets stay true."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _join_surrogates(match: re.Match[str]) -> str:
    pair = match.group()
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + (ord(pair[1]) - 0xDC00))
