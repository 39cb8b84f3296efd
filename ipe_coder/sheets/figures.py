"""Figures as spreadsheets show them."""

from __future__ import annotations

import re

_FORMAT_NOISE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_MOST_DECIMALS = 30
_FORMAT = re.compile(r"([#0,?]*)(?:\.([0#?]+))?(%?)")


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
    text = f"{shown:{',' if ',' in whole else ''}.{min(len(decimals or ''), _MOST_DECIMALS)}f}"
    optional = len(decimals or "") - len((decimals or "").rstrip("#?"))
    for _ in range(optional):
        text = text.removesuffix("0")
    return text.removesuffix(".") + per_cent


def _shortest(value: float) -> str:
    # Fifteen digits are what a spreadsheet keeps; more would print 0.1 + 0.2 as noise.
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"
