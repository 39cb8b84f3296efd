"""After `g`: a row over the footer that names the screens and their letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widgets import Static

from ipe_coder.tui.command_list import key_label
from ipe_coder.tui.named_keys import key
from ipe_coder.tui.rendering import Part, render_line


class Destination(NamedTuple):
    """A screen that a letter leads to."""

    name: str
    title: str
    key: str


class GoDialog(ModalScreen[str | None]):
    """Waits for one letter; any other key leaves everything as it is."""

    TOP = "g"
    """Dismisses with this for `g g`."""

    DEFAULT_CSS = """
    GoDialog {
        background: $ground 0%;
        & > Static {
            dock: bottom; height: auto; padding: 0 1; background: $raised; color: $muted;
        }
    }
    """

    def __init__(self, destinations: Sequence[Destination], here: str) -> None:
        """Offer screens.

        Args:
            destinations: The screens.
            here: Name of the screen that one is on.
        """
        super().__init__()
        self._destinations = destinations
        self._here = here

    def compose(self) -> ComposeResult:
        """Show the letters in the place of the footer."""
        yield Static(self._line())

    @property
    def reading_place(self) -> Offset:
        """The row of letters."""
        return self.query_one(Static).content_region.offset if self.is_mounted else Offset()

    def on_key(self, event: events.Key) -> None:
        """Go where the letter leads."""
        event.stop()
        names = {screen.key: screen.name for screen in self._destinations}
        is_again = key_label(event.key) == key("everywhere.go")
        self.dismiss(names.get(event.character or "", self.TOP if is_again else None))

    def on_click(self) -> None:
        """Leave on a click anywhere."""
        self.dismiss(None)

    def _line(self) -> Content:
        parts: list[Part] = [("Go to", "$strong")]
        for screen in self._destinations:
            style = "$strong" if self._here == screen.name else "$muted"
            parts += ["  ", (screen.key, "bold $accent-text"), (f" {screen.title.lower()}", style)]
        return render_line(
            *parts, "  ", (key("everywhere.go"), "bold $accent-text"), (" top", "$muted")
        )
