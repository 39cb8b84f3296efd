"""Stems of English words: `manager`, `managing` and `management` are one to a search.

The rules are those of the English stemmer of the Snowball project (Porter 2, as of Snowball 3).
"""

from __future__ import annotations

import re
from functools import lru_cache

_VOWELS = "aeiouy"
_IRREGULAR = {
    "skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl",
    "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl",
}  # fmt: skip
_AS_THEY_ARE = frozenset(["sky", "news", "howe", "atlas", "cosmos", "bias", "andes"])
_AS_THEY_ARE_THEN = frozenset(
    ["inning", "outing", "canning", "herring", "earring", "evening", "proceed", "exceed", "succeed"]
)
"""Words that no rule after the first changes."""

_REGION = re.compile(f"[{_VOWELS}].*?[^{_VOWELS}]")
_VOWEL = re.compile(f"[{_VOWELS}]")
_SHORT_END = re.compile(f"(?:[^{_VOWELS}][{_VOWELS}][^{_VOWELS}wxY]|^[{_VOWELS}][^{_VOWELS}])$")
_HEADS = (
    "gener", "commun", "arsen", "past", "univers", "later", "emerg", "organ", "inter",
)  # fmt: skip
"""Beginnings after which the first region begins, wherever the rule would set it."""
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")

_SECOND = {
    "tional": "tion", "enci": "ence", "anci": "ance", "abli": "able", "entli": "ent",
    "izer": "ize", "ization": "ize", "ational": "ate", "ation": "ate", "ator": "ate",
    "alism": "al", "aliti": "al", "alli": "al", "fulness": "ful", "ousli": "ous",
    "ousness": "ous", "iveness": "ive", "iviti": "ive", "biliti": "ble", "bli": "ble",
    "ogi": "og", "ogist": "og", "fulli": "ful", "lessli": "less", "li": "",
}  # fmt: skip
_THIRD = {
    "tional": "tion", "ational": "ate", "alize": "al", "icate": "ic", "iciti": "ic",
    "ical": "ic", "ful": "", "ness": "", "ative": "",
}  # fmt: skip
_FOURTH = "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion"
"""Endings that go, without another in their place."""


def _by_length(endings: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(endings.items(), key=lambda pair: -len(pair[0])))


_STEPS = tuple(
    _by_length(endings) for endings in (_SECOND, _THIRD, dict.fromkeys(_FOURTH.split(), ""))
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Give the stem of a word in lower case."""
    word = word.replace("’", "'")
    if len(word) <= 2 or word in _AS_THEY_ARE:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    word = _mark_consonants(word.removeprefix("'"))
    first, second = _regions(word)
    word = _plural(_possessive(word))
    if word in _AS_THEY_ARE_THEN:
        return word
    word = _final_y(_past(word, first))
    for number, endings in enumerate(_STEPS):
        word = _replaced(word, endings, number, first, second)
    return _last_letter(word, first, second).replace("Y", "y")


def heads_of(stem_of: str) -> tuple[str, ...]:
    """Give beginnings of which every word of a stem has one, so that few words need stemming."""
    head = stem_of[:-1] if len(stem_of) > 1 else stem_of
    others = [
        word for word, known in _IRREGULAR.items()
        if known == stem_of and not word.startswith(head)
    ]  # fmt: skip
    return (head, *others)


def _mark_consonants(word: str) -> str:
    """Write a `y` that is a consonant as `Y`: at the beginning and after a vowel."""
    letters = list(word)
    for place, letter in enumerate(letters):
        if letter == "y" and (not place or letters[place - 1] in _VOWELS):
            letters[place] = "Y"
    return "".join(letters)


def _regions(word: str) -> tuple[int, int]:
    """Find where the two regions begin in which endings may change."""
    head = next((one for one in _HEADS if word.startswith(one)), "")
    first = len(head) if head else _after(word, 0)
    return first, _after(word, first)


def _after(word: str, start: int) -> int:
    """Find the place after the first consonant that follows a vowel."""
    found = _REGION.search(word, start)
    return found.end() if found else len(word)


def _possessive(word: str) -> str:
    for ending in ("'s'", "'s", "'"):
        if word.endswith(ending):
            return word.removesuffix(ending)
    return word


def _plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    is_plural = word.endswith("s") and not word.endswith(("us", "ss"))
    return word[:-1] if is_plural and _VOWEL.search(word, 0, len(word) - 2) else word


def _past(word: str, first: int) -> str:
    """Take `ed` and `ing` away and mend what is left."""
    for ending in ("eedly", "eed"):
        if word.endswith(ending):
            is_inside = len(word) - len(ending) >= first
            return word.removesuffix(ending) + "ee" if is_inside else word
    ending = next((one for one in ("ingly", "edly", "ing", "ed") if word.endswith(one)), "")
    left = word.removesuffix(ending)
    if not ending or not _VOWEL.search(left):
        return word
    if left.endswith(("at", "bl", "iz")):
        return left + "e"
    if left.endswith(_DOUBLES):
        return left if left in ("add", "egg", "off") else left[:-1]
    is_short = len(left) <= first and _SHORT_END.search(left)
    return left + "e" if is_short else left


def _final_y(word: str) -> str:
    is_after_consonant = len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS
    return word[:-1] + "i" if is_after_consonant else word


def _replaced(
    word: str, endings: tuple[tuple[str, str], ...], number: int, first: int, second: int
) -> str:
    """Replace the longest ending of a step, if it is where it may be."""
    ending, instead = next((pair for pair in endings if word.endswith(pair[0])), ("", ""))
    left = word.removesuffix(ending)
    needs_second = number == 2 or ending == "ative"
    if not ending or len(left) < (second if needs_second else first):
        return word
    before = {"ogi": "l", "li": "cdeghkmnrt", "ion": "st"}.get(ending)
    if before is not None and left[-1:] not in before:
        return word
    return left + instead


def _last_letter(word: str, first: int, second: int) -> str:
    left = word[:-1]
    if word.endswith("e"):
        goes = len(left) >= second or (len(left) >= first and not _SHORT_END.search(left))
        return left if goes else word
    return left if word.endswith("ll") and len(left) >= second else word
