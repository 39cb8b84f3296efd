"""Numbers and addresses that point at somebody, found by their form alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ipe_coder.model.pseudonym import NameKind
from ipe_coder.model.spans import Span


class Hit(NamedTuple):
    """A stretch that has the form of something."""

    span: Span
    kind: NameKind
    because: str


_SPOKEN_WORD = (
    r"(?:(?:double|triple|treble)[ ,\-]+)?"
    r"(?:zero|oh|o|nought|naught|one|two|three|four|five|six|seven|eight|nine)"
)

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+|"
    r"(?<![\w.])[\w.-]+(?: dot [\w-]+)* (?:\(at\)|\[at\]|at) [\w-]+(?: dot \w+)+",
    re.IGNORECASE,
)
_WEB = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]|"
    r"(?<![\w@.-])(?:[\w-]+\.)+(?:co\.uk|org\.uk|gov\.uk|ac\.uk|nhs\.uk|com|org|net|info|eu)"
    r"(?:/[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]])?(?![\w.@-]*@)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_]\w{2,}")
_PHONE = re.compile(r"(?<![\w.,/£$€])(?:\+|\(\+?)?\d[\d ()\u00a0./\u2010-\u2015-]{5,}\d(?![\w/])")
_SPOKEN_PHONE = re.compile(
    rf"(?<!\w){_SPOKEN_WORD}(?:[ ,.\-]+{_SPOKEN_WORD}){{6,}}(?!\w)", re.IGNORECASE
)
_EXTENSION = re.compile(r"(?i)\b(?:extension|ext\.?)\s*(?:is |number )?(\d{3,5})\b")
_POSTCODE = re.compile(
    r"(?<!\w)(?:GIR ?0AA|(?:[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKPSTUW]?) ?\d[ABD-HJLNP-UW-Z]{2})(?!\w)",
    re.IGNORECASE,
)
_OUTWARD = re.compile(r"(?i)\bpost ?code\b[^.?!\n]{0,20}?\b([A-PR-UWYZ][A-HK-Y]?\d{1,2}[A-Z]?)\b")
_NI = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r" ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)",
    re.IGNORECASE,
)
_NHS = re.compile(r"(?<![\w.,])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w])")
_ROAD = re.compile(r"(?<![\w-])(?:[ABM]\d{1,4}(?:\(M\))?)(?![\w-])")
_PAPER = re.compile(r"[AB][0-6]")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    rf"(?:\d{{1,2}}[./\-]\d{{1,2}}[./\-](?:\d{{2}}){{1,2}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\.?,?(?: (?:19|20)?\d{{2}})?|"
    rf"{_MONTH}\.? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?,?(?: (?:19|20)\d{{2}})?)"
)
_BORN = re.compile(
    rf"\b(?:born|d\.?o\.?b\.?|date of birth|birth ?date|birthday)\b[^.?!\n]{{0,25}}?"
    rf"(?<![\d/])({_DAY}|(?:in )?(?:19|20)\d{{2}})(?![\d/])",
    re.IGNORECASE,
)
_YEAR_ONLY = re.compile(r"(?:in )?((?:19|20)\d{2})", re.IGNORECASE)


def find_patterns(text: str) -> list[Hit]:
    """Find what has the form of an address, a number or a date of birth; none over another.

    Where two forms fit, the longer stretch is taken, then the form that says more.
    """
    hits = sorted(_all(text), key=lambda hit: -len(hit.span))
    taken: list[Hit] = []
    for hit in hits:
        if not any(hit.span.overlaps(other.span) for other in taken):
            taken.append(hit)
    return sorted(taken, key=lambda hit: hit.span)


def _all(text: str) -> Iterator[Hit]:
    if "@" in text or " at " in text or "at)" in text or "at]" in text:
        yield from _every(_EMAIL, text, NameKind.EMAIL, "the form of an e-mail address")
        yield from _every(_HANDLE, text, NameKind.WEB, "the form of a name in a network")
    yield from _every(_WEB, text, NameKind.WEB, "the form of a web address")
    yield from _numbers(text)
    yield from _every(_POSTCODE, text, NameKind.POSTCODE, "the form of a postcode")
    yield from _every(_OUTWARD, text, NameKind.POSTCODE, "after “postcode”", 1)
    yield from _every(_NI, text, NameKind.NUMBER, "the form of a National Insurance number")
    for match in _ROAD.finditer(text):
        if not _PAPER.fullmatch(match.group()):
            yield Hit(Span(*match.span()), NameKind.PLACE, "the form of a road number")
    for match in _BORN.finditer(text):
        year = _YEAR_ONLY.fullmatch(match.group(1))
        span = Span(*match.span(1))
        start = span.start + (year.start(1) if year else 0)
        yield Hit(Span(start, span.end), NameKind.BIRTH, "a date after a word of birth")


def _every(
    pattern: re.Pattern[str], text: str, kind: NameKind, because: str, group: int = 0
) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        yield Hit(Span(*match.span(group)), kind, because)


def _numbers(text: str) -> Iterator[Hit]:
    """Find phone numbers, and NHS numbers by the digit that proves them."""
    proven = []
    for match in _NHS.finditer(text):
        digits = _digits(match.group())
        if _is_nhs(digits):
            proven.append(match.span())
            yield Hit(Span(*match.span()), NameKind.NUMBER, "the form of an NHS number")
    for match in _PHONE.finditer(text):
        if match.span() not in proven and _is_phone(match.group()):
            yield Hit(Span(*match.span()), NameKind.PHONE, "the form of a phone number")
    yield from _every(_EXTENSION, text, NameKind.PHONE, "after “extension”", 1)
    for match in _SPOKEN_PHONE.finditer(text):
        spoken = match.group().lower()
        if spoken.startswith(("oh", "o ", "zero", "nought", "naught", "double o")):
            yield Hit(Span(*match.span()), NameKind.PHONE, "digits spoken like a phone number")


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _is_phone(written: str) -> bool:
    """Tell a phone number from another long number: by its prefix and its length."""
    digits = _digits(written)
    if written.lstrip("(").startswith("+") or digits.startswith("00"):
        return 9 <= len(digits) <= 16
    if digits.startswith("44"):
        return len(digits) == 12
    return digits.startswith("0") and 9 <= len(digits) <= 11 and "." not in written


def _is_nhs(digits: str) -> bool:
    """Check the last digit, modulo 11; one number in eleven passes by chance."""
    if len(digits) != 10 or digits.startswith("0") or len(set(digits)) == 1:
        return False
    check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) if check != 10 else False
