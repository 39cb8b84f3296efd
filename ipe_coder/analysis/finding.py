"""Find words or patterns in texts. Every hit is a span of code points of the text as stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ipe_coder.errors import UsageError
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean, fold

Finder = Callable[[str], Iterator[Span]]
"""Finds all hits in one text, in order, none over another."""

_ALIKE = ("'’‘ʼ`´", '"“”„«»', "-‐‑–—−")
"""Characters that people type one for the other."""


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
    folded = fold(text.strip())
    pattern = "".join(_loosely(char) for char in re.sub(r"\s+", " ", folded))
    if pattern == re.escape(folded):
        return _word_finder(folded)
    return _folded_finder(re.compile(pattern))


def _word_finder(folded: str) -> Finder:
    def find(text: str) -> Iterator[Span]:
        within = fold(text)
        start = within.find(folded)
        while start >= 0:
            end = start + len(folded)
            yield Span(start, end)
            start = within.find(folded, end)

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


def _loosely(char: str) -> str:
    if char == " ":
        return r"\s+"
    for alike in _ALIKE:
        if char in alike:
            return f"[{re.escape(alike)}]"
    return re.escape(char)
