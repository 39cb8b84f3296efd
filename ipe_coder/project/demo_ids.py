"""Ids of the sample project, made from names."""

from __future__ import annotations

import uuid

_NAMES = uuid.UUID("6f0a3c52-5d0b-5f7e-9c1e-1d6a2b7e4c10")


class NamedIds:
    """Makes ids from names, so that two copies of the sample hold the same things.

    The name of what is being made, set before each step, and a count within it give the id.
    """

    def __init__(self) -> None:
        """Begin without a name."""
        self._about, self._count = "project", 0

    def about(self, name: str) -> None:
        """Begin a step: the ids that follow are of this."""
        self._about, self._count = name, 0

    def __call__(self) -> str:
        """Make the next id, a UUID in lower case."""
        self._count += 1
        return str(uuid.uuid5(_NAMES, f"{self._about} {self._count}"))
