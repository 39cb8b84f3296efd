"""The one form that every text takes before it is stored or compared."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from itertools import groupby, pairwise
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
_JOINERS = "'’\\-\u00ad\u200c\u200d\u2010\u2011"
"""Inside a word: apostrophes, hyphens, and what joins letters without being seen."""
_WORD = re.compile(rf"\w+(?:[{_JOINERS}]\w+)*")
_MARKS_FROM, _MARKS_TO = 0x300, 0x1F000
"""Combining marks of all scripts stand between these."""
_LONG_RUN, _STEP = 60, 5
"""Marks in a row: to put more into order, the library takes the square of their number in time."""
_PIECE = 100_000
_PAIRS_OF_MARKS = {"\u0f73": "\u0f71\u0f72", "\u0f75": "\u0f71\u0f74", "\u0f81": "\u0f71\u0f80"}
"""Marks that the form takes apart, though they have no class of marks."""
_ZERO_WIDTH_JOINER = "\u200d"
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_ONE_FOR_ANY = b"\0" + b"\1" * 255


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
    text = text.replace("\ufeff", "")
    for line_end in _LINE_ENDS:
        if line_end in text:
            text = text.replace(line_end, "\n")
    replaced = 0
    if _has_forbidden(text):
        text = _SURROGATE_PAIR.sub(_join_surrogates, text)
        text, replaced = _FORBIDDEN.subn(REPLACEMENT, text)
    for pair, marks in _PAIRS_OF_MARKS.items():
        text = text.replace(pair, marks)
    if len(text) > _LONG_RUN and not text.isascii() and _may_hold_run(text):
        marks = "".join(filter(unicodedata.combining, set(text)))
        text = re.sub(f"[{marks}]{{{_LONG_RUN},}}", _sort_marks, text)
    return CleanText(unicodedata.normalize("NFC", text), replaced)


def _may_hold_run(text: str) -> bool:
    """Tell whether a text may hold a long run of marks, by one character in so many."""
    classes = bytes(map(unicodedata.combining, text[::_STEP]))
    return b"\1" * (_LONG_RUN // _STEP - 1) in classes.translate(_ONE_FOR_ANY)


def _sort_marks(match: re.Match[str]) -> str:
    """Put marks into the canonical order, which changes nothing in what they mean.

    Piece by piece, for each of them takes fifty bytes while it is sorted.
    """
    run = match[0]
    by_class: defaultdict[int, list[str]] = defaultdict(list)
    for start in range(0, len(run), _PIECE):
        chars = run[start : start + _PIECE]
        apart = (part for char in chars for part in unicodedata.normalize("NFD", char))
        in_order = sorted(apart, key=unicodedata.combining)
        for order, marks in groupby(in_order, unicodedata.combining):
            by_class[order].append("".join(marks))
    return "".join(mark for order in sorted(by_class) for mark in by_class[order])


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
    """Count the words of a text: runs of letters and digits, with inner apostrophes and hyphens.

    Combining marks belong to their letters: a vowel mark in Arabic or Hindi ends no word.
    """
    try:
        data = text.encode("ascii" if text.isascii() else "cp1252")
    except UnicodeEncodeError:
        return len(_word_pattern(text).findall(text))
    kinds = b" " + data.translate(_kinds_of_bytes())
    # A word begins with a letter after a blank, or after a joiner that joins nothing before it;
    # counted in bytes this takes a twentieth of the time.
    words = kinds.count(b" w")
    if b"j" not in kinds:
        return words
    joined = pairwise(kinds.split(b"j"))
    return words + sum(after[:1] == b"w" and before[-1:] != b"w" for before, after in joined)


def word_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Find the start and end of every word between two offsets."""
    stop = len(text) if end is None else end
    return [match.span() for match in _word_pattern(text).finditer(text, start, stop)]


@functools.cache
def _kinds_of_bytes() -> bytes:
    """Say of every byte of Windows-1252 whether it is of a word, joins words, or neither."""
    chars = bytes(range(256)).decode("cp1252", "replace")
    joins = re.compile(f"[{_JOINERS}]")
    return bytes(
        ord("w" if re.match(r"\w", char) else "j" if joins.match(char) else " ") for char in chars
    )


def _word_pattern(text: str) -> re.Pattern[str]:
    if text.isascii() or not _marks().search(text):
        return _WORD
    return _word_with_marks()


@functools.cache
def _marks() -> re.Pattern[str]:
    """Make the pattern of combining marks, which are no letters; takes some 10 ms."""
    found = (chr(point) for point in range(_MARKS_FROM, _MARKS_TO))
    return re.compile(
        f"[{''.join(char for char in found if unicodedata.category(char)[0] == 'M')}]"
    )


@functools.cache
def _word_with_marks() -> re.Pattern[str]:
    letter = rf"[\w{_marks().pattern[1:-1]}]"
    return re.compile(rf"\w{letter}*(?:[{_JOINERS}]{letter}+)*")


def fold(text: str) -> str:
    """Fold case, one code point for one, so that offsets stay true."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def fold_accents(text: str) -> str:
    """Fold case and accents, for what people type in search of it; offsets do not stay."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    for mark in filter(unicodedata.combining, set(apart)):
        apart = apart.replace(mark, "")
    return apart


def _join_surrogates(match: re.Match[str]) -> str:
    pair = match.group()
    return chr(0x10000 + ((ord(pair[0]) - 0xD800) << 10) + (ord(pair[1]) - 0xDC00))


def is_within_word(text: str, at: int) -> bool:
    """Tell whether a word goes on over a place: a letter or digit stands on both sides of it."""
    return 0 < at < len(text) and _is_of_word(text[at]) and _is_of_word(text[at - 1])


def end_of_word(text: str, start: int) -> int:
    """Give where the word ends that begins at a place: letters, digits, inner apostrophes."""
    at = start
    while at < len(text) and (_is_of_word(text[at]) or _joins_letters(text, at, start)):
        at += 1
    return at


def whole_characters(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch so that it cuts no character, as a reader sees them, from its marks."""
    while start > 0 and _goes_on(text, start):
        start -= 1
    while end < len(text) and _goes_on(text, end):
        end += 1
    return start, end


def _is_of_word(char: str) -> bool:
    return char.isalnum() or (not char.isascii() and unicodedata.category(char)[0] == "M")


def _joins_letters(text: str, at: int, start: int) -> bool:
    is_inside = start < at and at + 1 < len(text) and text[at] in "'’"
    return is_inside and text[at + 1].isalnum()


def _goes_on(text: str, at: int) -> bool:
    """Tell whether the character at a place belongs to the one before it."""
    char = text[at]
    if char.isascii():
        return False
    if char == _ZERO_WIDTH_JOINER or unicodedata.category(char)[0] == "M" or char in _SKIN_TONES:
        return True
    if text[at - 1] == _ZERO_WIDTH_JOINER:
        return unicodedata.category(char) == "So"
    return char in _FLAG_LETTERS and _is_second_of_flag(text, at)


def _is_second_of_flag(text: str, at: int) -> bool:
    first = at
    while first > 0 and text[first - 1] in _FLAG_LETTERS:
        first -= 1
    return (at - first) % 2 == 1
