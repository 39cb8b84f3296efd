"""What a researcher should know after something was done, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ipe_coder.model.counts import count_of
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.rendering import render_line, render_words


class NotesDialog(Dialog[None]):
    """Shows notes; they may hold words from files."""

    NAME = "notes"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    NotesDialog {
        & > #box { width: 84; }
        & VerticalScroll { height: auto; max-height: 20; margin: 1 0; scrollbar-size: 1 1; }
        &.-narrow VerticalScroll { height: 1fr; max-height: 100%; }
    }
    """

    def __init__(self, title: str, notes: Sequence[str]) -> None:
        """Show some notes.

        Args:
            title: What was done.
            notes: A line each.
        """
        super().__init__()
        self._title, self._notes = title, tuple(notes)

    def title_line(self) -> Content:
        """Say what was done."""
        number = len(self._notes)
        note = f"  {count_of(number, 'note')}"
        return render_line((self._title, "bold $strong"), (note, "$muted"))

    def compose_body(self) -> ComposeResult:
        """Set the notes beneath each other."""
        with VerticalScroll():
            yield Static(Content("\n").join(render_words(note) for note in self._notes))

    @command("enter", footer="go on", in_palette=False)
    def action_go_on(self) -> None:
        """Go on."""
        self.dismiss(None)
