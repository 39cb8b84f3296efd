"""Find words or patterns in texts. Every hit is a span of code points of the text as stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ipe_coder.errors import UsageError
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean, fold

Finder = Callable[[str], Iterator[Span]]
"""Finds all hits in one text in the stored form, in order, none over another."""

_ALIKE = ("'’‘ʼ`´", '"“”„«»', "-‐‑–—−")
"""Characters that people type one for the other."""

_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


def make_finder(wanted: str, *, regex: bool = False) -> Finder:
    """Make what finds a search word, or a pattern.

    Upper and lower case are alike. In search words so are straight and curly quotes, and hyphens
    and dashes; a space stands for any white space. A pattern is one of Python's `re`, in which
    `^` and `$` stand for the ends of lines.

    Raises:
        UsageError: If nothing is wanted, or the pattern is none.
    """
    text = clean(wanted).text
    if not text.strip():
        raise UsageError("There is nothing to search for.", "Give a word or a pattern.")
    if regex:
        return _pattern_finder(_compiled(text))
    folded = " ".join(fold(text).split())
    if folded.isascii():
        return _ascii_finder(folded)
    pattern = re.compile("".join(_loosely(char, re.escape) for char in folded))
    return _folded_finder(pattern)


def _ascii_finder(folded: str) -> Finder:
    """Search in the bytes of a text, which is several times as fast as in its characters.

    In a text in NFC no other character than an ASCII one has an ASCII one as its lower case.
    """
    source = b"".join(_loosely(char, _escaped_bytes).encode("latin-1") for char in folded)
    pattern = re.compile(source)
    plain = folded.encode() if source == re.escape(folded.encode()) else b""

    def find(text: str) -> Iterator[Span]:
        data = text.encode().lower()
        if plain and plain not in data:
            return
        at = start = 0
        for match in pattern.finditer(data):
            start += len(data[at : match.start()].decode())
            end = start + len(match.group().decode())
            yield Span(start, end)
            at, start = match.end(), end

    return find


def _folded_finder(pattern: re.Pattern[str]) -> Finder:
    def find(text: str) -> Iterator[Span]:
        return (Span(*match.span()) for match in pattern.finditer(fold(text)))

    return find


def _pattern_finder(pattern: re.Pattern[str]) -> Finder:
    def find(text: str) -> Iterator[Span]:
        for match in pattern.finditer(text):
            if match.end() > match.start():
                yield Span(*match.span())

    return find


def _compiled(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.IGNORECASE | re.MULTILINE)
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(
            f"“{text}” is no pattern: {error}.", "Leave --regex out to search for it as it is."
        ) from None


def _loosely(char: str, escape: Callable[[str], str]) -> str:
    """Make the pattern of one character that people wrote, and those that stand for it."""
    if char == " ":
        return f"(?:{_any_of(_SPACES, escape)})+"
    for alike in _ALIKE:
        if char in alike:
            return f"(?:{_any_of(alike, escape)})"
    return escape(char)


def _any_of(characters: Iterable[str], escape: Callable[[str], str]) -> str:
    return "|".join(escape(char) for char in characters)


def _escaped_bytes(char: str) -> str:
    """Write a character's bytes in UTF-8 as a pattern, one character for each byte."""
    return re.escape(char.encode()).decode("latin-1")
