"""Look for names in the bytes of a database, where values stand side by side without a mark.

In such a file `Lorna` may be followed at once by the next value: no letter around a name says that
it is a part of a word. So every place counts, unless what stands there is a longer word that the
database is known to hold, such as `planned` over the name `Ann`. Where letters touch it, a name
needs its capital: values side by side make small ones by chance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ipe_coder.model.pseudonym import NameRow
from ipe_coder.pseudonyms.scanning import RawLeak, names_to_look_for

_WORD = re.compile(r"[^\W_]+")
_HEX = re.compile(rb"[0-9a-f\-]{24,}")
_SHORT = 3
"""Bytes of a name that compressed files hold by chance: it counts among other letters only."""
_AROUND = 12
_OVERLAP = 512
_POINTER = 4
"""Bytes that begin a page on which a long value goes on."""
_WIDE = ("utf-16-le", "utf-16-be")


class RemainsScanner:
    """Looks for names in the bytes of a database."""

    def __init__(
        self, rows: Iterable[NameRow], texts: Iterable[str] = (), page: int = 4096
    ) -> None:
        """Take the key.

        Args:
            rows: The key; what it keeps is not looked for.
            texts: What the database holds, for the longer words that hold a name.
            page: Size of its pages.
        """
        rows = list(rows)
        self.names = names_to_look_for(rows)
        self._page = page
        whole = {row.name for row in rows}
        self._parts = {name for name in self.names if name not in whole}
        self._forms = {name: _forms(name) for name in self.names}
        self._capital = {name: _capital_forms(name) for name in self.names}
        self._longer = self._find_longer(texts)

    def scan(self, pieces: Iterable[bytes]) -> list[RawLeak]:
        """Find names in the bytes of a file, which come piece by piece."""
        found: dict[tuple[str, int], RawLeak] = {}
        at, before = 0, b""
        for piece in pieces:
            data = before + piece
            for one in self._scan(data, at - len(before)):
                found.setdefault((one.name, one.offset), one)
            at += len(piece)
            before = data[-_OVERLAP:]
        return sorted(found.values(), key=lambda one: one.offset)

    def _find_longer(self, texts: Iterable[str]) -> dict[str, list[bytes]]:
        """Find the longer words of a database that hold a name, as they are written there."""
        words: set[str] = set()
        for text in texts:
            words.update(_WORD.findall(text))
        longer: dict[str, list[bytes]] = {}
        for name in self.names:
            low = name.lower()
            holding = [one for one in words if low in one.lower() and one.lower() != low]
            # Bytes are compared with their ASCII letters small, and all others as they are.
            longer[name] = sorted({one.encode().lower() for one in holding})
        return longer

    def _scan(self, data: bytes, base: int) -> Iterator[RawLeak]:
        low = data.lower()
        for name, forms in self._forms.items():
            for encoding, form in forms:
                for start in _places(low, form):
                    end = start + len(form)
                    if self._counts(name, encoding, data, low, (start, end), base):
                        yield RawLeak(name, encoding, base + start)

    def _counts(
        self, name: str, encoding: str, data: bytes, low: bytes, place: tuple[int, int], base: int
    ) -> bool:
        start, end = place
        if name in self._parts and _is_lower(data[start : start + 2]):
            return False
        if encoding in _WIDE:
            return not _touched(data, start, end, 2 if encoding == _WIDE[0] else -2)
        if encoding != "utf-8":
            return not _touched(data, start, end, 1)
        if _in_identifier(low, start, end):
            return False
        is_capital = data[start:end] in self._capital[name]
        is_small = data[start:end] == low[start:end] and not _touched(data, start, end, 1)
        if not is_capital and not is_small:
            return False
        if end - start <= _SHORT and not _is_in_text(data, start, end):
            return False
        begin = (base + start) // self._page * self._page + _POINTER - base
        return not any(
            _covers(low, place, word, low[start:end], begin) for word in self._longer[name]
        )


def _forms(name: str) -> list[tuple[str, bytes]]:
    """Write a name in every encoding, with its ASCII letters small."""
    shapes = {
        unicodedata.normalize(shape, case)
        for case in (name, name.lower(), name.upper(), name.title())
        for shape in ("NFC", "NFD")
    }
    found: dict[bytes, str] = {}
    for encoding in ("utf-8", *_WIDE, "cp1252"):
        for shape in sorted(shapes):
            try:
                found.setdefault(shape.encode(encoding).lower(), encoding)
            except UnicodeEncodeError:
                continue
    return [(encoding, form) for form, encoding in found.items()]


def _capital_forms(name: str) -> frozenset[bytes]:
    """Write a name as names are written: two values side by side make small ones by chance."""
    cases = (name, name.title(), name.upper())
    return frozenset(
        unicodedata.normalize(shape, case).encode() for case in cases for shape in ("NFC", "NFD")
    )


def _is_in_text(data: bytes, start: int, end: int) -> bool:
    """Tell whether most of what stands around a place is letters, as in a text."""
    around = data[max(start - _AROUND, 0) : end + _AROUND].decode("utf-8", "replace")
    return 3 * sum(char.isalnum() or char in " .,-?!'’" for char in around) >= 2 * len(around)


def _places(low: bytes, form: bytes) -> Iterator[int]:
    at = low.find(form)
    while at >= 0:
        yield at
        at = low.find(form, at + 1)


def _is_lower(first: bytes) -> bool:
    letter = first.replace(b"\0", b"")[:1]
    return letter.isalpha() and letter.islower()


def _touched(data: bytes, start: int, end: int, width: int) -> bool:
    """Tell whether a letter or digit stands next to a place."""
    if width == 1:
        beside = (data[max(start - 1, 0) : start], data[end : end + 1])
    else:
        beside = (data[max(start - 2, 0) : start], data[end : end + 2])
        order = "utf-16-le" if width > 0 else "utf-16-be"
        beside = tuple(  # type: ignore[assignment]
            one.decode(order, "replace").encode("ascii", "replace") if len(one) == 2 else b""
            for one in beside
        )
    return any(one.isalnum() for one in beside)


def _in_identifier(low: bytes, start: int, end: int) -> bool:
    """Tell whether a place is within an id or a hash, which are made of the letters a to f."""
    if not set(low[start:end]) <= set(b"0123456789abcdef-"):
        return False
    around = low[max(start - 64, 0) : end + 64]
    at = min(start, 64)
    return any(
        match.start() <= at and match.end() >= at + end - start for match in _HEX.finditer(around)
    )


def _covers(low: bytes, place: tuple[int, int], word: bytes, form: bytes, begin: int) -> bool:
    """Tell whether a place is within a longer word, which the edge of a page may cut."""
    start, end = place
    inside = word.find(form)
    while inside >= 0:
        before, rest = word[:inside], word[inside + len(form) :]
        first = start - inside
        left, right = low[max(first, begin, 0) : start], low[end : end + len(rest)]
        # A value that goes on elsewhere ends with the number of a page, which begins with zero.
        cut = right.find(b"\0")
        ends_in_it = right == rest or (
            rest.startswith(right[: max(cut, 0)]) and cut >= 0 and bool(cut or before)
        )
        if ends_in_it and (left == before or (first < begin and before.endswith(left))):
            return True
        inside = word.find(form, inside + 1)
    return False
