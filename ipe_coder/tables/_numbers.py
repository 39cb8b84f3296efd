"""Figures as reports print them."""

from __future__ import annotations

import math
import re

_DASHES = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-"})
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,\u00a0\u202f\u2009 ])\d{3})(?:\1\d{3})*(?:\.\d*)?")
_GROUP_MARKS = re.compile("[,\u00a0\u202f\u2009 ]")
_P = re.compile(r"(?:p\s*)?(=|<|>|<=|>=|≤|≥)?\s*([01]?\.\d+|[01])\s*[*†‡]*", re.IGNORECASE)
_NOT_SIGNIFICANT = re.compile(r"n\.?\s?s\.?", re.IGNORECASE)


def parse_number(text: str) -> float | None:
    """Read a printed number: `−0.5`, `.44`, `1,969`, `84.22%`; None if it is none.

    A per cent sign is dropped: the number stays per cent.
    """
    bare = text.strip().translate(_DASHES).removesuffix("%").rstrip()
    if _GROUPED.fullmatch(bare):
        bare = _GROUP_MARKS.sub("", bare)
    elif not _PLAIN.fullmatch(bare):
        return None
    value = float(bare)
    return value if math.isfinite(value) else None


def parse_p(text: str) -> str | None:
    """Read a printed p: `0.44`, `<.001`, `p = .03`, `ns`; None if it is none.

    The digits and the sign stay as printed; `p`, `=`, stars and spaces go.
    """
    if _NOT_SIGNIFICANT.fullmatch(text):
        return text
    found = _P.fullmatch(text)
    if found is None or float(found[2]) > 1:
        return None
    return f"{'' if found[1] in (None, '=') else found[1]}{found[2]}"
