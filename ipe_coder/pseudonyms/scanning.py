"""Look for names that leaked: in texts, word by word, and in the raw bytes of any file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ipe_coder.model.pseudonym import Decision, NameKind, NameRow
from ipe_coder.model.spans import Span
from ipe_coder.pseudonyms import vocabulary
from ipe_coder.pseudonyms.alike import pattern_key
from ipe_coder.pseudonyms.words import WORD

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛ʼ´`′", "'") | dict.fromkeys("‐‑‒–—―−", "-") | {"\u00a0": " ", "_": " "}
)
_LEAST_PART = 3
"""Letters that a part of a name needs to be looked for by itself."""
_BYTE_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252")


class Leak(NamedTuple):
    """A name that stands where it should not."""

    name: str
    span: Span


class RawLeak(NamedTuple):
    """A name in the bytes of a file."""

    name: str
    encoding: str
    offset: int


def names_to_look_for(rows: Iterable[NameRow]) -> list[str]:
    """List the names of a key that must stand nowhere: the whole ones and the parts of people's.

    What was decided to be kept is not looked for.
    """
    kept = {row.name.casefold() for row in rows if row.decision is Decision.KEEP}
    found: dict[str, None] = {}
    for row in rows:
        if row.decision is Decision.KEEP:
            continue
        found[row.name] = None
        if row.kind is NameKind.PERSON:
            for part in _parts(row.name):
                found.setdefault(part)
    return [name for name in found if name.casefold() not in kept]


def scanner_of(rows: Iterable[NameRow]) -> NameScanner:
    """Make what looks for the names of a key."""
    rows = list(rows)
    whole = {row.name for row in rows}
    names = names_to_look_for(rows)
    return NameScanner(names, (name for name in names if name not in whole))


def _parts(name: str) -> Iterator[str]:
    words = [match.group() for match in WORD.finditer(name)]
    for word in words if len(words) > 1 else ():
        if len(word) >= _LEAST_PART and word.casefold() not in vocabulary.TITLES:
            yield word


class NameScanner:
    """Looks for names in texts: whole words, without regard to case, accents and spacing."""

    def __init__(self, names: Sequence[str], parts: Iterable[str] = ()) -> None:
        """Take the names; longer ones are found before those that they hold.

        Args:
            names: The names.
            parts: Those of them that are parts of other names: they count with a capital only,
                since many are words of the language too.
        """
        self.names = tuple(names)
        self._parts = frozenset(parts)
        folded = {_fold(name): name for name in reversed(self.names)}
        self._words: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for form, name in sorted(folded.items(), key=lambda item: -len(item[0])):
            first = re.match(r"\w+", form)
            if first and not any(char.isdigit() for char in form):
                pattern = r"[\s\-.]{1,2}".join(re.escape(word) for word in form.split())
                self._words.setdefault(first.group(), []).append((re.compile(pattern), name))
        self._numbers = {pattern_key(name): name for name in names if _has_digits(name)}
        others = [form for form in folded if not re.match(r"\w", form) and not _has_digits(form)]
        self._others = [(form, folded[form]) for form in others]

    def find(self, text: str) -> list[Leak]:
        """Find the places of names in a text, in order; of two over each other the longer."""
        folded = _fold(text)
        leaks = [
            one for one in self._find_words(folded)
            if one.name not in self._parts or text[one.span.start].isupper()
        ]  # fmt: skip
        leaks += self._find_numbers(folded)
        leaks += [
            Leak(name, Span(match.start(), match.end()))
            for form, name in self._others
            for match in re.finditer(re.escape(form), folded)
        ]
        return sorted(leaks, key=lambda one: one.span)

    def _find_words(self, folded: str) -> Iterator[Leak]:
        end = 0
        for match in re.finditer(r"[^\W_]+", folded):
            if match.start() < end:
                continue
            for pattern, name in self._words.get(match.group(), ()):
                found = pattern.match(folded, match.start())
                after = folded[found.end() : found.end() + 1] if found else ""
                if found and not after.isalnum():
                    yield Leak(name, Span(*found.span()))
                    end = found.end()
                    break

    def _find_numbers(self, folded: str) -> Iterator[Leak]:
        """Find numbers and addresses however their digits are grouped."""
        if not self._numbers:
            return
        for key, name in self._numbers.items():
            loose = r"[\s()\-‐-―.]{0,2}".join(re.escape(char) for char in key)
            for match in re.finditer(rf"(?<!\w){loose}(?!\w)", folded):
                yield Leak(name, Span(*match.span()))


def _has_digits(text: str) -> bool:
    return any(char.isdigit() for char in text)


def _fold(text: str) -> str:
    """Fold case, accents and look-alike marks, one code point for one."""
    if text.isascii():
        return text.lower().replace("_", " ")
    return "".join(map(_fold_char, text)).translate(_ALIKE)


def _fold_char(char: str) -> str:
    if char.isascii():
        return char.lower()
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def scan_bytes(data: bytes, names: Iterable[str]) -> list[RawLeak]:
    """Find names in raw bytes: in UTF-8, UTF-16 and Windows-1252, in upper, lower or mixed case.

    A name counts where no letter or digit touches it. What is compressed or encrypted hides
    names from this: unpack it first.

    Args:
        data: The bytes.
        names: The names, as `names_to_look_for` gives them.
    """
    leaks: dict[tuple[str, int], RawLeak] = {}
    for name in names:
        for encoding, pattern in _byte_patterns(name):
            for match in pattern.finditer(data):
                at = match.start()
                # The bytes of UTF-16 may be read in either order, one byte apart.
                if not any((name, near) in leaks for near in (at - 1, at, at + 1)):
                    leaks[name, at] = RawLeak(name, encoding, at)
    return sorted(leaks.values(), key=lambda one: one.offset)


def _byte_patterns(name: str) -> Iterator[tuple[str, re.Pattern[bytes]]]:
    """Make a pattern for each encoding; letters outside ASCII are tried in both cases."""
    forms = {
        unicodedata.normalize(shape, case)
        for case in (name, name.lower(), name.upper(), name.title())
        for shape in ("NFC", "NFD")
    }
    for encoding in _BYTE_ENCODINGS:
        written = set()
        for form in forms:
            try:
                written.add(form.encode(encoding))
            except UnicodeEncodeError:
                continue
        if not written:
            continue
        either = b"|".join(re.escape(one) for one in sorted(written, key=len, reverse=True))
        before, after = _EDGES.get(encoding, (rb"(?<![A-Za-z0-9])", rb"(?![A-Za-z0-9])"))
        yield encoding, re.compile(before + b"(?:" + either + b")" + after, re.IGNORECASE)


_EDGES = {
    "utf-16-le": (rb"(?<![A-Za-z0-9]\x00)", rb"(?![A-Za-z0-9]\x00)"),
    "utf-16-be": (rb"(?<!\x00[A-Za-z0-9])", rb"(?!\x00[A-Za-z0-9])"),
}
