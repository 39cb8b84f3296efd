"""Saying how many there are of something."""

from __future__ import annotations


def count_of(number: int, one: str, several: str = "") -> str:
    """Say a number of things: `1 study`, `2 studies`, `1,204 words`.

    Args:
        number: How many.
        one: What one is called.
        several: What several are called, if not as one with an s.
    """
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"
