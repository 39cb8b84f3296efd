"""Containers that only set others in their places.

They have no ground of their own, so they draw nothing: what stands beneath shows through. The
compositor asks every container for all of its rows at each key, of which none is ever seen.
"""

from __future__ import annotations

from textual.containers import Container, Horizontal
from textual.geometry import Region
from textual.strip import Strip


class _Undrawn:
    """Mixed into a container before the Textual class, from whose bases its CSS comes."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Leave all rows to what stands on the container and beneath it."""
        del crop
        return []


class Frame(_Undrawn, Container):
    """Sets others beneath each other."""


class Columns(_Undrawn, Horizontal):
    """Sets others beside each other."""
