"""Something to read over the screen, such as all the figures of a result."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.rendering import render_words

WIDTH = 84
"""Cells of the box; lines may be six cells shorter."""


class Reading(Dialog[None]):
    """Shows lines; `esc` closes it."""

    NAME = "reading"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    Reading {
        & > #box { width: 84; }
        & > #box > #body { height: auto; max-height: 28; padding: 0 1; }
        &.-narrow > #box > #body { max-height: 100%; }
        & VerticalScroll { height: auto; max-height: 100%; padding: 1 1; scrollbar-size: 1 1; }
    }
    """

    def __init__(self, title: str, lines: Sequence[Content]) -> None:
        """Show some lines.

        Args:
            title: What they are about; it may hold words from files.
            lines: The lines.
        """
        super().__init__()
        self._title, self._lines = title, tuple(lines)

    def title_line(self) -> Content:
        """Say what it is about."""
        return render_words(self._title, "bold $strong")

    def compose_body(self) -> ComposeResult:
        """Set the lines in a pane that scrolls."""
        with VerticalScroll():
            yield Static(Content("\n").join(self._lines))

    @command("j", in_palette=False)
    def action_line_down(self) -> None:
        """Scroll on."""
        self.query_one(VerticalScroll).scroll_down(animate=False)

    @command("k", in_palette=False)
    def action_line_up(self) -> None:
        """Scroll back."""
        self.query_one(VerticalScroll).scroll_up(animate=False)

    @command("enter", "q", footer="close", in_palette=False)
    def action_close(self) -> None:
        """Close it."""
        self.dismiss(None)
