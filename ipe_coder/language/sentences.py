"""Find sentences by rule, fast enough for every key and without loading spaCy.

A sentence ends at a stop that white space or the end of the line follows, unless what stands
around the stop says otherwise: an abbreviation, an initial, a numbered item, a pause that the
speaker resumes in lower case. A line feed always ends one.
"""

from __future__ import annotations

import re


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LINE = re.compile(r"[^\n]+")

_CLOSERS = "\"'”’»›)\\]}*_"
_OPENERS = "\"'“‘«‹(\\[{¿¡*_"

_STOP = re.compile(
    rf"(?P<mark>[.!?…‥؟۔।॥;\u037e]+)(?P<close>[{_CLOSERS}]*)(?=\s|\Z)"
    rf"|(?P<wide>[。！？｡]+)(?P<shut>[{_CLOSERS}」』）]*)"
)
"""Stops with the quotes and brackets that close after them; the wide ones need no space."""

_NOTE = re.compile(r"\s+(?:\[[^\[\]\n]{1,60}\]|\([^()\n.!?]{1,40}\))(?=\s|\Z)")
"""A remark of the transcriber, such as `[laughs]` or `(pause)`."""

_NEXT = re.compile(rf"\s*[{_OPENERS}]*(\w[\w'’]*(?:\.(?=\w|\s))?)?")
"""The word that follows, past white space and opening quotes and brackets, with its stop."""

_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+\Z")
_WORD = re.compile(r"\w")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")

_NEVER_LAST = _listed(
    """mr mrs ms mx dr prof rev fr cllr hon capt col gen lt sgt messrs
    e.g eg i.e ie cf vs viz approx incl esp resp"""
)
"""Abbreviations that something always follows."""

_BEFORE_NUMBER = _listed(
    """no nos p pp par para sec fig figs tab ch vol art eq ref refs ext tel ca
    jan feb mar apr jun jul aug sep sept oct nov dec"""
)
"""Abbreviations only where a figure follows; otherwise a word like any other."""

_SOMETIMES_LAST = _listed(
    "etc al ltd inc co corp plc jr sr esq bros a.m p.m phd ph.d m.a b.a hrs mins"
)
"""Abbreviations that may also end a sentence: they do where a capital follows."""

_BEFORE_NAME = _listed("st mt ft dept govt")
"""Abbreviations that end a sentence only where a word follows that begins one; so do initials."""

_STARTERS = _listed(
    """after all and as at because but did do does even for he her his how i i'd i'll i'm i've if
    in is it it's its maybe my no now of on one or our she so some that that's the their then there
    there's these they they're this those to was we we'd we'll we're we've well were what what's
    when where which who why yeah yes you you're your"""
)
"""Words that, with a capital, begin a sentence rather than go on with a name."""


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Find the start and end of every sentence between two offsets.

    The spans are in order and do not overlap, never cross a line feed, begin and end with
    something other than white space, and together hold every word. A stretch without a word
    (a lone dash, three dots) stands alone only where its line has no word at all.

    Args:
        text: The text that the offsets count in.
        start: First code point to look at; nothing before it is taken into account.
        end: One past the last code point; the end of the text when None.
    """
    stop = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    for line in _LINE.finditer(text, start, stop):
        _split_line(text, line.start(), line.end(), spans)
    return spans


def _split_line(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add the sentences of one line."""
    first = len(spans)
    begin = resume = start
    word = _WORD.search(text, start, end)
    for match in _STOP.finditer(text, start, end):
        if word is None:
            break
        if match.start() < max(resume, word.end()):
            continue
        after = _after_notes(text, match.end(), end)
        if _ends(text, begin, match, after, end):
            _add(text, begin, after, spans)
            begin = resume = after
            word = _WORD.search(text, begin, end)
    if word is not None or len(spans) == first:
        _add(text, begin, end, spans)
    else:
        _add(text, spans.pop()[0], end, spans)


def _add(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add one span without the white space around it, if anything is left."""
    piece = text[start:end]
    length = len(piece.strip())
    if length:
        begin = start + len(piece) - len(piece.lstrip())
        spans.append((begin, begin + length))


def _after_notes(text: str, place: int, end: int) -> int:
    """Step over the transcriber's remarks that belong to the sentence just ended.

    A remark goes with the sentence before it, unless the words go on in lower case after it:
    then it stands for their subject, as in `[Manager] was fine with it.`
    """
    after = place
    while note := _NOTE.match(text, after, end):
        after = note.end()
    if after > place and _next_word(text, after, end)[:1].islower():
        return place
    return after


def _next_word(text: str, place: int, end: int) -> str:
    """Get the word that follows a place, with a full stop that touches it, or nothing."""
    match = _NEXT.match(text, place, end)
    return (match[1] or "") if match else ""


def _ends(text: str, begin: int, match: re.Match[str], after: int, end: int) -> bool:
    """Tell whether a stop ends the sentence that began at `begin`."""
    mark = match["mark"]
    if mark is None:
        return True
    if mark.strip(";\u037e") != mark:
        return bool(_GREEK.match(text[match.start() - 1]))
    word = _next_word(text, after, end)
    if mark == "." and not match["close"]:
        return _full_stop_ends(text, begin, match.start(), word)
    if word[:1].islower():
        return not match["close"] and bool(mark.strip(".…‥"))
    return True


def _full_stop_ends(text: str, begin: int, place: int, word: str) -> bool:
    """Tell whether a single full stop ends a sentence, from the words on both sides of it."""
    if not word:
        return True
    found = _WORD_BEFORE.search(text, max(begin, place - 24), place)
    before = found.group().casefold() if found else ""
    if before in _NEVER_LAST or (before in _BEFORE_NUMBER and word[0].isdigit()):
        return False
    if before in _SOMETIMES_LAST:
        return word[0].isupper()
    if before in _BEFORE_NAME or _is_initial(before):
        return word[0].isupper() and word.casefold().replace("’", "'") in _STARTERS
    return not (place - begin < 6 and text[begin:place].strip().isdigit())


def _is_initial(before: str) -> bool:
    """Tell whether the word before a full stop is a letter, or letters with stops between."""
    letters = before.replace(".", "")
    return before != "i" and letters.isalpha() and (len(before) == 1 or "." in before)
