"""Find words, stems or patterns in texts. Every hit is a span of code points as stored.

A hit never cuts a letter from the marks that stand on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ipe_coder.analysis.patterns import PatternFinder
from ipe_coder.errors import UsageError
from ipe_coder.language.stems import heads_of, stem
from ipe_coder.model.search import Match
from ipe_coder.model.spans import Span
from ipe_coder.model.text import (
    clean,
    end_of_word,
    fold,
    is_within_word,
    whole_characters,
)

Place = tuple[int, int]
Places = Callable[[str], Iterator[Place]]
"""Finds where something stands in a text, in order."""

Check = Callable[[str, int, int], bool]
"""Tells whether a place in a text is a hit."""

_ALIKE = ("'’‘ʼ`´", '"“”„«»', "-‐‑–—−")
"""Characters that people type one for the other."""

_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_GAP = re.compile(r"[^\w\n]{1,6}\n?")
"""What may stand between two words of a phrase of stems."""


class Finder:
    """Finds all hits in one text in the stored form, in order, none over another."""

    def __init__(self, places: Places, close: Callable[[], None] = lambda: None) -> None:
        """Take what finds places, and what ends the process behind it."""
        self._places = places
        self.close = close

    def __call__(self, text: str) -> Iterator[Span]:
        """Find the hits, each of whole characters."""
        plain, last = text.isascii(), 0
        for start, end in self._places(text):
            if not plain:
                start, end = whole_characters(text, start, end)
            if start >= last:
                yield Span(start, end)
                last = end


def make_finder(
    wanted: str, match: Match = Match.WORDS, *, whole: bool = False, case: bool = False
) -> Finder:
    """Make what finds words, stems, or a pattern.

    Upper and lower case are alike unless `case` is given. In words so are straight and curly
    quotes, and hyphens and dashes; a space stands for any white space. A pattern is one of
    Python's `re`, in which `^` and `$` stand for the ends of lines; it is tried in a process of
    its own with a limit of time.

    Args:
        wanted: Words, or a pattern.
        match: Which of them.
        whole: Find words only where they are not part of longer ones; stems always are so.
        case: Whether upper and lower case differ, in words and patterns.

    Raises:
        UsageError: If nothing is wanted, or the pattern is none.
    """
    text = clean(wanted).text
    if not text.strip():
        raise UsageError("There is nothing to search for.", "Give a word or a pattern.")
    if match is Match.PATTERN:
        pattern = PatternFinder(text, case=case)
        return Finder(pattern, pattern.close)
    if match is Match.STEMS:
        return Finder(_stems(text))
    spoken = " ".join((text if case else fold(text)).split())
    return Finder(_words([spoken], case=case, check=_is_whole if whole else None))


def _words(spoken: Iterable[str], *, case: bool = False, check: Check | None = None) -> Places:
    """Find any of some words; what the check refuses is no hit, and hides none that it is over."""
    listed = sorted(spoken, key=len, reverse=True)
    if all(one.isascii() for one in listed):
        return _in_bytes(listed, case=case, check=check)
    pattern = re.compile("|".join(_loosely(one, re.escape) for one in listed))

    def find(text: str) -> Iterator[Place]:
        seen, at = text if case else fold(text), 0
        while found := pattern.search(seen, at):
            start, end = found.span()
            at = start + 1
            if check is None or check(text, start, end):
                yield start, end
                at = end

    return find


def _in_bytes(spoken: list[str], *, case: bool, check: Check | None) -> Places:
    """Search in the bytes of a text, which is several times as fast as in its characters.

    In a text in NFC no other character than an ASCII one has an ASCII one as its lower case.
    """
    source = b"|".join(_loosely(one, _escaped_bytes).encode("latin-1") for one in spoken)
    pattern = re.compile(source)
    literal = spoken[0].encode() if source == re.escape(spoken[0].encode()) else b""

    def find(text: str) -> Iterator[Place]:
        data = text.encode() if case else text.encode().lower()
        if literal and literal not in data:
            return
        counts = len(data) == len(text)
        at = known = start = 0
        while found := pattern.search(data, at):
            first, last = found.span()
            # The offset in characters goes along with the one in bytes.
            start += first - known if counts else len(data[known:first].decode())
            end = start + (last - first if counts else len(found.group().decode()))
            at, known = first + 1, first
            if check is None or check(text, start, end):
                yield start, end
                at, known, start = last, last, end

    return find


def _is_whole(text: str, start: int, end: int) -> bool:
    return not is_within_word(text, start) and not is_within_word(text, end)


def _stems(wanted: str) -> Places:
    """Find words, or phrases, of which every word has the stem of the one that is wanted."""
    folded = fold(wanted)
    stems = [stem(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*", folded)]
    if not stems:
        raise UsageError(f"“{wanted}” has no word to search for.", "Give a word.")
    heads = _words(heads_of(stems[0]))

    def find(text: str) -> Iterator[Place]:
        for start, _ in heads(text):
            end = 0 if is_within_word(text, start) else _end_of_phrase(text, start, stems)
            if end:
                yield start, end

    return find


def _end_of_phrase(text: str, start: int, stems: list[str]) -> int:
    """Give where words of these stems end that begin at a place; 0 where others stand there."""
    end = start
    for number, wanted in enumerate(stems):
        if number:
            gap = _GAP.match(text, end)
            if gap is None:
                return 0
            start = gap.end()
        end = end_of_word(text, start)
        if end == start or stem(fold(text[start:end])) != wanted:
            return 0
    return end


def _loosely(words: str, escape: Callable[[str], str]) -> str:
    """Make the pattern of words that people wrote, with the characters that stand for theirs."""
    return "".join(_loose_character(char, escape) for char in words)


def _loose_character(char: str, escape: Callable[[str], str]) -> str:
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
