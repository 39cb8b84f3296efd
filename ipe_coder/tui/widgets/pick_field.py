"""A field with a few fixed values, chosen with a digit or with the arrows."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.geometry import Offset
from textual.widget import Widget

from ipe_coder.tui.careful import Careful
from ipe_coder.tui.commands import Commands, command
from ipe_coder.tui.rendering import Part, render_line


class PickField(Commands, Careful, Widget, can_focus=True, inherit_bindings=False):
    """A field with a few fixed values, chosen with a digit or with the arrows."""

    NAME = "pick"
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PickField { height: 1; width: 1fr; }
    """

    def __init__(
        self, count: int, value: int, draw: Callable[[PickField, int], Part], gap: int = 2
    ) -> None:
        """Offer values numbered from 1.

        Args:
            count: How many there are.
            value: The one to begin with.
            draw: Shows one of them; it is asked whether that is the one chosen.
            gap: Cells between two.
        """
        super().__init__()
        self.count, self.value = count, value
        self._draw, self._gap = draw, gap

    @command("right", "l", footer="choose", in_palette=False)
    def action_after(self) -> None:
        """Next value."""
        self.choose(self.value % self.count + 1)

    @command("left", "h", footer="choose", in_palette=False)
    def action_before(self) -> None:
        """Value before."""
        self.choose((self.value - 2) % self.count + 1)

    @command("1..9", in_palette=False)
    def action_take(self, digit: int) -> None:
        """Choose by its digit."""
        if digit <= self.count:
            self.choose(digit)

    def on_key(self, event: events.Key) -> None:
        """Take a digit here: a binding would be looked up where the focus is by then."""
        digit = event.character or ""
        if digit in "123456789"[: self.count] and digit:
            event.stop()
            event.prevent_default()
            self.choose(int(digit))

    def choose(self, value: int) -> None:
        """Choose one."""
        self.value = value
        self.refresh()

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the chosen value, for the terminal's own cursor."""
        return self.content_region.offset + Offset(self._values(self.value).cell_length, 0)

    def render(self) -> Content:
        """Show all, the chosen one in bold."""
        return self._values(self.count + 1)

    def _values(self, end: int) -> Content:
        """Show the values before a number."""
        parts: list[Part] = []
        for number in range(1, end):
            parts += [self._draw(self, number), " " * self._gap]
        return render_line(*parts)
