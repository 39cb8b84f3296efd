"""A list beside what is at its cursor: a line above it, a field to find words beneath it."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from ipe_coder.tui.screens.base import ProjectAware
from ipe_coder.tui.widgets.rows import Rows


class ListBeside(ProjectAware):
    """A screen of one list; in a narrow window `-drawer` shows what stands beside it."""

    DEFAULT_CSS = """
    ListBeside {
        & #columns { height: 1fr; }
        & #left { width: 1fr; }
        & #asked { height: 1; padding: 0 1; background: $raised; }
        & #rows { height: 1fr; }
        & #filter, & #filter:focus {
            display: none; border: none; height: 1; padding: 0 1;
            background: $raised; color: $strong;
        }
        &.-typing #filter { display: block; }
        & #side { background: $surface; padding: 0 1 0 2; scrollbar-size: 1 1; }
        &.-narrow #side { display: none; }
        &.-contrast #side { border-left: solid $line; }
    }
    """

    AUTO_FOCUS = "#rows"
    LINE: ClassVar[str] = "asked"
    """Id of the line above the list."""

    def compose_body(self) -> ComposeResult:
        """Set the list beside what is at its cursor."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Static(id=self.LINE)
                yield Rows(id="rows")
                yield Input(id="filter", select_on_focus=False)
            with VerticalScroll(id="side", can_focus=False):
                yield Static(id="detail")

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#rows", Rows)

    def on_resize(self, event: events.Resize) -> None:
        """Give what is at the cursor its own column where there is room."""
        super().on_resize(event)
        self.fit_side()
        self.call_after_refresh(self.fit)

    @abstractmethod
    def fit(self) -> None:
        """Draw again what depends on the width of the window."""
