"""A choice of several things out of many, each with a tick."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ipe_coder.errors import UsageError
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.dialogs.choose_one import Choice
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import pad, render_line, render_words, shorten
from ipe_coder.tui.widgets.rows import Row, Rows

_WIDTH = 72
_MOST_ROWS = 14


_HOW = (
    "{choose_several.tick} ticks one, {choose_several.all} all, "
    "{choose_several.only} only the one here."
)


class ChooseSeveral(Dialog[tuple[Any, ...]]):
    """Offers things with a tick each; dismissed with the values of the ticked ones, or None."""

    NAME = "choose_several"
    DEFAULT_CSS = """
    ChooseSeveral {
        & > #box > #body { padding: 0 1; }
        & Rows { height: auto; max-height: 14; background: $surface; margin: 1 0; }
        & #count { height: 1; padding: 0 1; color: $muted; }
    }
    """

    def __init__(self, title: str, choices: Sequence[Choice], *, current: Any = None) -> None:
        """Offer some things, all of them ticked.

        Args:
            title: The question; it may hold words from files.
            choices: What there is to choose.
            current: The value to begin at.
        """
        super().__init__()
        self._title, self._choices, self._current = title, tuple(choices), current
        self._ticked = {one.value for one in choices}

    def title_line(self) -> Content:
        """Ask."""
        return render_words(self._title, "bold $strong")

    def compose_body(self) -> ComposeResult:
        """Set the list above how many are ticked."""
        yield Rows()
        yield Static(id="count")

    def on_mount(self) -> None:
        """Begin with everything."""
        rows = self.query_one(Rows)
        rows.styles.height = min(max(len(self._choices), 1), _MOST_ROWS)
        self._show(self._current)
        self.set_focus(rows)

    @command("enter", footer="go on", priority=True, in_palette=False)
    def action_take(self) -> None:
        """Go on with what is ticked."""
        taken = tuple(one.value for one in self._choices if one.value in self._ticked)
        if not taken:
            raise UsageError("Nothing is ticked.", spoken(_HOW))
        self.dismiss(taken)

    @command("space", footer="tick", priority=True, in_palette=False)
    def action_tick(self) -> None:
        """Tick the one at the cursor, or take the tick off, and go to the next."""
        value = self.query_one(Rows).value
        self._ticked ^= {value}
        self._show(value)
        self.query_one(Rows).action_row_down()

    @command("a", footer="all", in_palette=False)
    def action_all(self) -> None:
        """Tick all, or none where all are."""
        every = {one.value for one in self._choices}
        self._ticked = set() if self._ticked == every else every
        self._show()

    @command("o", footer="only this", in_palette=False)
    def action_only(self) -> None:
        """Tick the one at the cursor and no other."""
        self._ticked = {self.query_one(Rows).value}
        self._show()

    @on(Rows.Chosen)
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_tick()

    def _show(self, keep: Any = None) -> None:
        names = min(max((cell_len(one.words) for one in self._choices), default=0), _WIDTH - 20)
        room = _WIDTH - names - 9

        def line(one: Choice, tick: str) -> Content:
            return render_line(
                (tick, "bold $accent-text"), pad(one.words, names),
                (f"  {shorten(one.detail, room)}", "$muted"),
            )  # fmt: skip

        rows = [
            Row.later(partial(line, one, "✓ " if one.value in self._ticked else "· "), one.value)
            for one in self._choices
        ]
        self.query_one(Rows).show(rows, keep=keep)
        said = f"{len(self._ticked)} of {len(self._choices)} are ticked"
        self.query_one("#count", Static).update(render_words(said, "$muted"))
