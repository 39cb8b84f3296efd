"""Values that options take: one of an enumeration, or names with commas between."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import click


class EnumChoice(click.Choice[str]):
    """One of an enumeration's values, given without regard to case."""

    def __init__(self, of: type[StrEnum]) -> None:
        """Offer the values of an enumeration."""
        super().__init__([member.value for member in of], case_sensitive=False)
        self._of = of

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> StrEnum:
        """Make the member of a value."""
        return self._of(super().convert(value, param, ctx))


def choice(of: type[StrEnum]) -> EnumChoice:
    """Make the type of an option that takes one of an enumeration's values."""
    return EnumChoice(of)


def names(given: str | None) -> list[str]:
    """Take names apart at their commas."""
    return [name for one in (given or "").split(",") if (name := one.strip())]
