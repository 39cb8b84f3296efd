"""Writing a memo without leaving the text."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static, TextArea

from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.rendering import render_line, render_words, shorten


class MemoDialog(Dialog[str]):
    """Writes a memo; dismissed with its text, empty to remove it, None when left."""

    NAME = "memo"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    MemoDialog {
        & > #box { width: 84; }
        & #about { color: $muted; height: auto; max-height: 4; padding-bottom: 1; }
        & TextArea, & TextArea:focus {
            height: 12; border: none; background: $raised; color: $text; padding: 0 1;
        }
        &.-narrow TextArea { height: 1fr; }
    }
    """

    def __init__(self, title: str, about: str, body: str = "") -> None:
        """Open a memo.

        Args:
            title: What it is about: `Memo on turn 17`.
            about: The words that it stands beside.
            body: What was written before.
        """
        super().__init__()
        self._title, self._about, self._body = title, about, body

    def title_line(self) -> Content:
        """Say what it is about."""
        return render_line((self._title, "bold $strong"))

    def compose_body(self) -> ComposeResult:
        """Set the words above the field."""
        if self._about:
            yield Static(render_words(f"“{shorten(self._about, 300)}”", "italic"), id="about")
        yield TextArea(self._body, soft_wrap=True, show_line_numbers=False)

    def on_mount(self) -> None:
        """Go on writing at the end."""
        field = self.query_one(TextArea)
        field.move_cursor(field.document.end)
        field.focus()

    @command("ctrl+s", footer="keep", priority=True, in_palette=False)
    def action_keep(self) -> None:
        """Keep the memo."""
        self.dismiss(self.query_one(TextArea).text)
