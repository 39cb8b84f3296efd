"""After a key that waits for a letter: what each letter stands for, in the place of the footer."""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ipe_coder.tui.rendering import Part, render_line


class LettersDialog(ModalScreen[str | None]):
    """Waits for one letter or digit and is dismissed with it; any other key leaves all as it is."""

    DEFAULT_CSS = """
    LettersDialog {
        background: $ground 0%;
        & > Static {
            dock: bottom; height: auto; padding: 0 1; background: $raised; color: $muted;
        }
    }
    """

    def __init__(self, title: str, known: Mapping[str, Part], nothing: str) -> None:
        """Wait for a letter.

        Args:
            title: What it is for: `Go to`.
            known: What stands on each letter so far.
            nothing: What is said where nothing does.
        """
        super().__init__()
        self._title, self._known, self._nothing = title, known, nothing

    def compose(self) -> ComposeResult:
        """Show the letters."""
        yield Static(self._line())

    def on_key(self, event: events.Key) -> None:
        """Take the letter."""
        event.stop()
        typed = event.character or ""
        self.dismiss(typed if typed.isalnum() else None)

    def on_click(self) -> None:
        """Leave on a click anywhere."""
        self.dismiss(None)

    def _line(self) -> Content:
        parts: list[Part] = [(self._title, "bold $strong")]
        for letter, words in sorted(self._known.items()):
            parts += ["  ", (letter, "bold $accent-text"), " ", words]
        if not self._known:
            parts.append((f"  {self._nothing}", "$muted"))
        return render_line(*parts, ("  any other key leaves", "$muted"))
