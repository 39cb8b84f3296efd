"""Figures as reports print them, and as spreadsheets show them."""

from __future__ import annotations

import math
import re

_DASHES = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-"})
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,\u00a0\u202f\u2009 ])\d{3})(?:\1\d{3})*(?:\.\d*)?")
_GROUP_MARKS = re.compile("[,\u00a0\u202f\u2009 ]")
_P = re.compile(r"(?:p\s*)?(=|<|>|<=|>=|≤|≥)?\s*([01]?\.\d+|[01])\s*[*†‡]*", re.IGNORECASE)
_NOT_SIGNIFICANT = re.compile(r"n\.?\s?s\.?", re.IGNORECASE)

_FORMAT_NOISE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FORMAT = re.compile(r"([#0,?]*)(?:\.([0#?]+))?(%?)")


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


def print_number(value: float, number_format: str) -> str:
    """Print a number as a spreadsheet shows it, for the formats of plain figures.

    Args:
        value: The stored number.
        number_format: The cell's format, such as `0.00` or `#,##0`; what is not understood
            gives the shortest form.
    """
    bare = _FORMAT_NOISE.sub("", number_format.split(";")[0]).strip()
    found = _FORMAT.fullmatch(bare)
    if found is None or not bare:
        return _shortest(value)
    whole, decimals, per_cent = found.groups()
    shown = value * 100 if per_cent else value
    text = f"{shown:{',' if ',' in whole else ''}.{len(decimals or '')}f}"
    optional = len(decimals or "") - len((decimals or "").rstrip("#?"))
    for _ in range(optional):
        text = text.removesuffix("0")
    return text.removesuffix(".") + per_cent


def _shortest(value: float) -> str:
    # Fifteen digits are what a spreadsheet keeps; more would print 0.1 + 0.2 as noise.
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"
