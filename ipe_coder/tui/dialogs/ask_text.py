"""A question that is answered with one line of text."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.rendering import render_line, render_words


class AskText(Dialog[str]):
    """Asks for one line; dismissed with it, or with None when left."""

    NAME = "ask"
    DEFAULT_CSS = """
    AskText {
        & > #box > #body { padding: 0; }
        & Input, & Input:focus {
            border: none; height: 1; padding: 0 2; background: $raised; color: $strong;
        }
        & #hint { color: $muted; padding: 1 2; height: auto; }
    }
    """

    def __init__(
        self, title: str, value: str = "", hint: str = "", *, replaces: bool = False
    ) -> None:
        """Ask a question.

        Args:
            title: The question; it may hold words from files.
            value: What stands in the field at first.
            hint: What is expected, in a sentence.
            replaces: Whether what is typed stands in place of what is there, as in a search.
        """
        super().__init__()
        self._title, self._value, self._hint = title, value, hint
        self._replaces = replaces

    def title_line(self) -> Content:
        """Ask."""
        return render_line((self._title, "bold $strong"))

    def compose_body(self) -> ComposeResult:
        """Set the field above its hint."""
        yield Input(self._value, select_on_focus=self._replaces)
        if self._hint:
            yield Static(render_words(self._hint, "$muted"), id="hint")

    @command("enter", footer="take", priority=True, in_palette=False)
    def action_take(self) -> None:
        """Take what is written."""
        self.dismiss(self.query_one(Input).value)
