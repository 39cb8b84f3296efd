"""When two ways to write a name, a number or an address are one."""

from __future__ import annotations

import re


def key_of(name: str) -> str:
    """Give the form in which two ways to write one name are alike."""
    folded = " ".join(name.casefold().replace("’", "'").split())
    return pattern_key(folded) if any(char.isdigit() for char in folded) else folded


def pattern_key(written: str) -> str:
    """Give the form in which two ways to write one number or address are alike."""
    return re.sub(r"[\s()\-‐-―.]", "", written).casefold()
