"""After `?`: every key of the screen with what it does, made from the screen's own commands."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ipe_coder.tui.command_list import Entry, keys_label, list_commands
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import pad, render_line, render_words

_NOT_NOW = "not now"
"""Follows what cannot be done at the moment: a colour alone would not say it."""

_CELLS = 74
"""Cells of a line, so that it fits the smallest window."""


class KeysDialog(Dialog[None]):
    """The keys of a screen, under their headings; what is not available now is muted."""

    NAME = "keys"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    KeysDialog {
        & > #box { width: 84; }
        & > #box > #body { height: auto; max-height: 26; padding: 0 1; }
        &.-narrow > #box > #body { max-height: 100%; }
        & VerticalScroll { height: auto; max-height: 100%; padding: 0 1; scrollbar-size: 1 1; }
    }
    """

    def __init__(self, screen: Screen[Any], title: str, purpose: str) -> None:
        """List the commands of a screen and of its focused pane.

        Args:
            screen: Whose keys they are.
            title: What the screen is called.
            purpose: What it is for.
        """
        super().__init__()
        self._title = title
        self._purpose = purpose
        self._entries = list_commands(screen)

    def title_line(self) -> Content:
        """Name the screen."""
        return render_line(("Keys  ", "$muted"), (self._title, "bold $strong"))

    def compose_body(self) -> ComposeResult:
        """Set the headings and keys beneath each other."""
        with VerticalScroll():
            yield Static(self._listing())

    @command("?", in_palette=False)
    def action_close(self) -> None:
        """Close the list of keys."""
        self.dismiss(None)

    def _listing(self) -> Content:
        lines = [render_words(spoken(self._purpose)), Content("")] if self._purpose else []
        width = max((cell_len(_keys(entry)) for entry in self._entries), default=0)
        for heading in dict.fromkeys(entry.command.group for entry in self._entries):
            if heading:
                lines.append(render_words(heading, "bold $strong"))
            lines += [
                _line(entry, width)
                for entry in self._entries
                if entry.command.group == heading and entry.keys
            ]
            lines.append(Content(""))
        return Content("\n").join(lines[:-1])


def _keys(entry: Entry) -> str:
    if entry.command.digits is not None:
        return keys_label(entry)
    return "  ".join(entry.keys)


def _line(entry: Entry, width: int) -> Content:
    """Set the words of a command beside its keys; those that do not fit go on beneath them."""
    keys, words = ("bold $accent-text", "$text") if entry.is_available else ("$muted", "$muted")
    does = spoken(entry.command.help)
    does = does if entry.is_available else f"{does} ({_NOT_NOW})"
    said = f"\n{' ' * (width + 2)}".join(wrap(does, _CELLS - width - 2))
    return render_line((pad(_keys(entry), width), keys), "  ", (said, words))
