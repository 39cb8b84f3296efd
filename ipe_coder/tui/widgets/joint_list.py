"""A list that says when the cursor would go past its end, so that another page can follow."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from ipe_coder.tui.commands import command
from ipe_coder.tui.widgets.rows import Rows


class PagedRows(Rows):
    """A list of rows that is one page of several."""

    NAME = "paged_rows"

    @dataclass
    class Past(Message):
        """The cursor would go past the end of the page."""

        rows: PagedRows
        direction: int
        """1 past the last row, -1 before the first."""

        @property
        def control(self) -> PagedRows:
            """The list, so that `@on` can name it."""
            return self.rows

    @command("j", "down", footer="move", group="Moving", in_palette=False)
    def action_row_down(self) -> None:
        """Next row, or the next page after the last one."""
        self._step_or_turn(1)

    @command("k", "up", footer="move", group="Moving", in_palette=False)
    def action_row_up(self) -> None:
        """Row before, or the page before."""
        self._step_or_turn(-1)

    def _step_or_turn(self, direction: int) -> None:
        before = self.value
        self._step(direction)
        if self.value == before:
            self.post_message(self.Past(self, direction))
