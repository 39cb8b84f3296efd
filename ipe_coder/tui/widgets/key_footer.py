"""The one row at the bottom: keys that work now, and at the right what the program says.

What was done stays until something else is done, since it stays true: `Coded Pa, 8 words`. What is
so now, such as what is selected or why a key did nothing, goes with the next key or click.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from ipe_coder.tui.careful import Careful
from ipe_coder.tui.command_list import Entry, keys_label, list_commands
from ipe_coder.tui.rendering import Part, render_line, render_words
from ipe_coder.tui.wrapping import wrap

_FRESH = 4.0
"""Seconds for which a new status may push keys aside on a narrow screen."""

_BAR_CELLS = 12
LAST_ACTION = "keys"
"""The command that always stands last."""


@dataclass(frozen=True, slots=True)
class Item:
    """One place in the footer."""

    keys: str
    word: str
    node: DOMNode
    action: str
    """What a click on it does; empty where several keys share the place."""

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return cell_len(self.keys) + 1 + cell_len(self.word)


class KeyFooter(Careful, Widget):
    """The footer of a screen or of a dialog."""

    DEFAULT_CSS = """
    KeyFooter {
        height: 1;
        padding: 0 1;
        background: $surface;
        color: $muted;
    }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        """Begin without keys; they come when the screen is ready."""
        super().__init__()
        self._items: tuple[Item, ...] = ()
        self._done = Content("")
        self._now: Content | None = None
        self._busy: Content | None = None
        self._is_fresh = self._will_read = False
        self._timer: Timer | None = None
        self._places: list[tuple[int, int, Item]] = []

    def on_mount(self) -> None:
        """Follow which keys work."""
        self.screen.bindings_updated_signal.subscribe(self, self._read_soon)
        self._read_keys()

    def say(self, *parts: Part) -> None:
        """Show what was done last, such as `Coded Pa, 8 words`."""
        self._done, self._now = render_line(*parts), None
        self._freshen()

    def tell(self, *parts: Part) -> None:
        """Show what is so now, such as `8 words selected`, until the next key."""
        self._now = render_line(*parts)
        self._freshen()

    def go_on(self) -> None:
        """Take away what was so before a key that is pressed; what was done last shows again."""
        if self._now is not None:
            self._now = None
            self._age()

    def forget(self) -> None:
        """Take everything away that was said: the coder goes elsewhere."""
        self._done = Content("")
        self._now = None
        self._age()

    def _freshen(self) -> None:
        self._is_fresh = True
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_FRESH, self._age)
        self.refresh()

    def show_busy(self, name: str, done: int, total: int) -> None:
        """Show how far work has come: its name, a bar and a count."""
        filled = round(_BAR_CELLS * done / total) if total else 0
        bar = ("━" * filled, "$text"), ("─" * (_BAR_CELLS - filled), "$line")
        self._busy = render_line((f"{name}  ", "$muted"), *bar, (f"  {done} of {total}", "$text"))
        self.refresh()

    def end_busy(self) -> None:
        """Forget the work and show what was done last again."""
        self._busy = None
        self.refresh()

    @property
    def status(self) -> str:
        """What is so now, or else what was done last, as plain words."""
        return self._said.plain

    @property
    def _said(self) -> Content:
        return self._done if self._now is None else self._now

    def render(self) -> Content:
        """Set the keys on the left and the status, if it fits, at the right."""
        width = self.content_size.width
        right = self._busy or self._said
        if self.screen.has_class("-reader"):
            return self._beneath(right, width)
        must = self._busy is not None or self._is_fresh
        items = self._fitting(width - (right.cell_length + 3 if must else 0))
        left = self._draw(items)
        room = width - left.cell_length
        if must and right.cell_length + 2 > room:  # rather the beginning of it than nothing
            right = right.truncate(max(room - 2, 0), ellipsis=True)
        if right.cell_length and right.cell_length + 2 <= room:
            return render_line(left, " " * (room - right.cell_length), right)
        return left

    def _beneath(self, said: Content, width: int) -> Content:
        """Set the keys beneath what was done last, which then has rows of its own."""
        lines = [render_words(line) for line in wrap(said.plain, width, most=3)]
        keys = self._draw(self._fitting(width))
        return Content("\n").join([*(lines or [Content("")]), keys])

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        column = event.x - 1
        for start, end, item in self._places:
            if start <= column < end and item.action:
                self.call_later(self.app.run_action, item.action, item.node)

    def _age(self) -> None:
        self._is_fresh = False
        if self._timer is not None:
            self._timer.stop()
        self._timer = None
        self.refresh()

    def _read_soon(self, _screen: Screen[object]) -> None:
        """Read the keys after the next paint, once: what the coder did comes first."""
        if not self._will_read:
            self._will_read = True
            self.call_after_refresh(self._read_keys)

    def _read_keys(self) -> None:
        self._will_read = False
        if not self.is_attached:
            # The screen was closed meanwhile.
            return
        items = tuple(_items(list_commands(self.screen, only_footer=True)))
        if items != self._items:
            self._items = items
            self.refresh()

    def _fitting(self, width: int) -> list[Item]:
        """Choose the keys that fit; the last of the row, `? keys`, always stays."""
        items = list(self._items)
        while len(items) > 2 and sum(item.width + 2 for item in items) - 2 > width:
            del items[-2]
        return items

    def _draw(self, items: Iterable[Item]) -> Content:
        parts: list[Part] = []
        self._places, column = [], 0
        for item in items:
            if parts:
                parts.append("  ")
                column += 2
            parts += [(item.keys, "bold $accent-text"), (f" {item.word}", "$muted")]
            self._places.append((column, column + item.width, item))
            column += item.width
        return render_line(*parts)


def _items(entries: Iterable[Entry]) -> list[Item]:
    """Make the places of the footer; commands of one word share one."""
    found: dict[str, Item] = {}
    for entry in entries:
        word = entry.command.footer
        if not (word and entry.is_available and entry.is_reachable):
            continue
        keys, action = keys_label(entry), "" if entry.command.digits else entry.action
        known = found.get(word)
        if known is None:
            found[word] = Item(keys, word, entry.node, action)
        elif known.node is entry.node:
            found[word] = Item(f"{known.keys} {keys}", word, entry.node, "")
    last = [item for item in found.values() if item.action == LAST_ACTION]
    return [item for item in found.values() if item.action != LAST_ACTION] + last
