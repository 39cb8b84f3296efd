"""The one row at the top: where one is on the left, the state and the coder on the right."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from ipe_coder.tui.careful import Careful
from ipe_coder.tui.rendering import render_line, render_words, shorten

_LEAST_OUTER = 6
"""Cells in which what is around can still be told."""

State = str | Content
"""One thing to know, such as `turn 19 of 64`; a `str` is muted."""


class HeaderRow(Careful, Widget):
    """The header of a screen."""

    DEFAULT_CSS = """
    HeaderRow {
        height: 1;
        padding: 0 1;
        background: $surface;
        color: $muted;
    }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        """Begin with nothing said."""
        super().__init__()
        self._crumbs: tuple[str, ...] = ()
        self._detail = ""
        self._states: tuple[Content, ...] = ()
        self._coder = ""
        self._is_blind = False

    def show(
        self,
        *,
        crumbs: Sequence[str] | None = None,
        detail: str | None = None,
        states: Sequence[State] | None = None,
        coder: str | None = None,
        is_blind: bool | None = None,
    ) -> None:
        """Change what is said; what is None stays.

        Args:
            crumbs: Where one is, from the outside in; the last is what is shown.
            detail: More about it, left out where there is no room.
            states: What to know about it.
            coder: Who is coding.
            is_blind: Whether what others coded is hidden.
        """
        before = (self._crumbs, self._detail, self._states, self._coder, self._is_blind)
        self._crumbs = self._crumbs if crumbs is None else tuple(crumbs)
        self._detail = self._detail if detail is None else detail
        if states is not None:
            self._states = tuple(
                render_words(state, "$muted") if isinstance(state, str) else state
                for state in states
            )
        self._coder = self._coder if coder is None else coder
        self._is_blind = self._is_blind if is_blind is None else is_blind
        if before != (self._crumbs, self._detail, self._states, self._coder, self._is_blind):
            self.refresh()

    def render(self) -> Content:
        """Set left and right apart; the detail goes first where room is short, then states."""
        width = self.content_size.width
        states = list(self._states)
        least = self._left("", "").cell_length + 2
        while states and least + self._right(states).cell_length > width:
            states.pop(0)
        right = self._right(states)
        left = self._fitting(width - right.cell_length - 2)
        space = " " * max(width - left.cell_length - right.cell_length, 0)
        return render_line(left, space, right)

    def _fitting(self, room: int) -> Content:
        """Say where one is in some cells: the detail goes first, then what is around it."""
        outer = " › ".join(self._crumbs[:-1])
        left = self._left(outer, self._detail)
        if left.cell_length > room:
            left = self._left(outer, "")
        if left.cell_length > room:
            rest = room - self._left("", "").cell_length - cell_len(" › ")
            left = self._left(shorten(outer, rest) if rest >= _LEAST_OUTER else "", "")
        return left.truncate(max(room, 0), ellipsis=True)

    def _left(self, outer: str, detail: str) -> Content:
        outer = f"{outer} › " if outer else ""
        last = self._crumbs[-1] if self._crumbs else ""
        return render_line(
            (outer, "$muted"), (last, "bold $strong"), (f"  {detail}" if detail else "", "$muted")
        )

    def _right(self, states: Sequence[Content]) -> Content:
        coder = shorten(self._coder, 16) if cell_len(self._coder) > 16 else self._coder
        blind = render_words("blind" if self._is_blind else "", "$strong")
        parts = [*states, blind, render_words(coder, "bold $strong")]
        return render_line("   ").join([part for part in parts if part.cell_length])
