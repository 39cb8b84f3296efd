"""What goes for good and what stays; a word must be typed before it does."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ipe_coder.errors import UsageError
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import render_line, render_words


class ErasureDialog(Dialog[bool]):
    """Asks for a word; dismissed with True once it is typed."""

    NAME = "erasure"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    ErasureDialog {
        & > #box { width: 96; }
        & VerticalScroll { height: auto; max-height: 20; margin: 1 0; scrollbar-size: 1 1; }
        &.-narrow VerticalScroll { height: 1fr; max-height: 100%; }
        & Input, & Input:focus {
            border: none; height: 1; padding: 0 1; background: $raised; color: $strong;
        }
        & #ask { height: auto; color: $muted; }
    }
    """

    def __init__(self, title: str, lines: Sequence[str], word: str) -> None:
        """Say what goes.

        Args:
            title: The question; it may hold words from files.
            lines: What goes and what stays.
            word: What must be typed.
        """
        super().__init__()
        self._title, self._lines, self._word = title, tuple(lines), word

    def title_line(self) -> Content:
        """Ask."""
        return render_line((self._title, "bold $strong"))

    def compose_body(self) -> ComposeResult:
        """Set the field below what goes."""
        with VerticalScroll(can_focus=False):
            yield Static(Content("\n").join(render_words(line) for line in self._lines))
        yield Static(
            render_line(
                ("This cannot be undone. Type ", "$muted"), (self._word, "bold $strong"),
                (" to go on.", "$muted"),
            ),
            id="ask",
        )  # fmt: skip
        yield Input(select_on_focus=False)

    @command("enter", footer="remove", priority=True, in_palette=False)
    def action_remove(self) -> None:
        """Remove it, if the word is typed."""
        if self.query_one(Input).value.strip() != self._word:
            hint = spoken("{erasure.leave} leaves it as it is.")
            raise UsageError(f"Nothing was removed: type {self._word}.", hint)
        self.dismiss(True)

    @command("pagedown", in_palette=False)
    def action_further(self) -> None:
        """Go further down in what goes."""
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    @command("pageup", in_palette=False)
    def action_back(self) -> None:
        """Go back up."""
        self.query_one(VerticalScroll).scroll_page_up(animate=False)
