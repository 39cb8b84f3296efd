"""What is shown instead of a screen in a window that is too small for it."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from ipe_coder.tui.rendering import render_words

SMALLEST = Size(80, 24)
"""The smallest window that every screen fits."""


class TooSmall(Widget):
    """Covers a screen and says how large the window must be."""

    DEFAULT_CSS = """
    TooSmall {
        layer: cover;
        width: 100%;
        height: 100%;
        background: $ground;
        color: $text;
        content-align: center middle;
        display: none;
    }
    TooSmall.-shown { display: block; }
    """
    ALLOW_SELECT = False

    def fit(self, size: Size) -> None:
        """Cover the screen if the window is too small, else uncover it."""
        self.set_class(size.width < SMALLEST.width or size.height < SMALLEST.height, "-shown")
        self.refresh()

    def render(self) -> Content:
        """Say what is needed and what there is."""
        width, height = self.app.size
        return render_words(
            f"ipe_coder needs {SMALLEST.width} x {SMALLEST.height};"
            f" this window is {width} x {height}."
        )
