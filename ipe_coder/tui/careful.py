"""Parts in which a defect does not end the session: it is said, and the next key goes on."""

from __future__ import annotations

from traceback import extract_tb

from textual import events
from textual.app import ScreenStackError
from textual.content import Content
from textual.dom import NoScreen
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from ipe_coder.tui.failures import ShowsErrors, report, reported

_MOST_TOLD = 3
"""Defects in drawing that one widget tells of; a drawing fails again at each key."""
_NOT_DRAWN = "A defect of the program keeps this from being drawn; your work is saved."


class CarefulHandlers:
    """Mixed in before a Textual class: it lives on after a defect in a handler of its own."""

    async def _dispatch_message(self, message: Message) -> None:
        """Show what a handler raises on the screen: Textual would end the program."""
        if isinstance(message, events.Compose | events.Mount):
            # Nothing can be done with a screen or a widget that is made by half.
            await super()._dispatch_message(message)  # type: ignore[misc]
            return
        with reported(self._surface):
            await super()._dispatch_message(message)  # type: ignore[misc]

    @property
    def _surface(self) -> object:
        """What is on show, if anything is."""
        try:
            return self.screen  # type: ignore[attr-defined]
        except (NoScreen, ScreenStackError):
            return None


class Careful(CarefulHandlers):
    """Mixed into a widget, before its Textual class: a defect in drawing does not end it either."""

    _told: frozenset[tuple[str, int | None]] = frozenset()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw; where that fails, say so in place of the lines."""
        try:
            return super().render_lines(crop)  # type: ignore[misc,no-any-return]
        except Exception as error:
            surface = self._surface
            if not isinstance(surface, ShowsErrors):
                raise
            self._tell(surface, error)
            words = Strip(Content(_NOT_DRAWN).render_segments()).adjust_cell_length(crop.width)
            return [words, *[Strip.blank(crop.width)] * crop.height][: crop.height]

    def _tell(self, surface: ShowsErrors, error: Exception) -> None:
        """Show a defect in drawing once, and after the drawing."""
        frames = extract_tb(error.__traceback__)
        place = (frames[-1].filename, frames[-1].lineno)
        if place not in self._told and len(self._told) < _MOST_TOLD:
            self._told |= {place}
            self.call_later(report, surface, error)  # type: ignore[attr-defined]
