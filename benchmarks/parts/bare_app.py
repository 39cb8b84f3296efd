"""A bare ScrollView over the words of a long interview, for `key_to_paint.py`.

python benchmarks/parts/bare_app.py 60000
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from rich.segment import Segment as Cells
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.parts.long_interview import make_turns


class BareScroll(ScrollView, can_focus=True, inherit_bindings=False):
    """Plain rows with a bar that `j` moves: what Textual itself takes for a key."""

    BINDINGS: ClassVar[list[BindingType]] = [("j", "down"), ("k", "up")]

    def __init__(self, rows: list[str]) -> None:
        super().__init__()
        self._strips = [Strip([Cells(f"  {row}")]) for row in rows]
        self._marked = [Strip([Cells(f"▌ {row}")]) for row in rows]
        self._row = 0
        self.virtual_size = Size(80, len(rows))

    def render_line(self, y: int) -> Strip:
        """Give a row that was made before."""
        row = y + self.scroll_offset.y
        return self._marked[row] if row == self._row else self._strips[row]

    def action_down(self) -> None:
        """Move the bar down."""
        self._move(1)

    def action_up(self) -> None:
        """Move the bar up."""
        self._move(-1)

    def _move(self, by: int) -> None:
        old, self._row = self._row, max(0, min(self._row + by, len(self._strips) - 1))
        top = self.scroll_offset.y
        if top <= self._row < top + self.size.height:
            self.refresh(*(Region(0, row - top, self.size.width, 1) for row in (old, self._row)))
        else:
            self.scroll_to(y=self._row, animate=False)


class BareApp(App[None]):
    """A bare ScrollView over the same words."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """Show the words in rows of 64."""
        text = "\n".join(said for _, said in make_turns(int(sys.argv[1])))
        yield BareScroll([text[at : at + 64].replace("\n", " ") for at in range(0, len(text), 64)])


if __name__ == "__main__":
    BareApp().run()
