"""What every dialog has: a box over the dimmed screen, a title, and a row of its keys."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ModalScreen
from textual.widgets import Static

from ipe_coder.tui.commands import command
from ipe_coder.tui.rendering import render_words
from ipe_coder.tui.surface import Surface, Value

WIDE = (100, 30)
"""The smallest window in which a large dialog leaves a margin."""


class Dialog(Surface[Value], ModalScreen[Value]):
    """A question to the coder, dismissed with the answer; None when they leave it."""

    FILLS_NARROW: ClassVar[bool] = False
    """Whether it takes the whole screen in a window smaller than `WIDE`."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $ground 70%;
        layers: base cover;
        & > #box {
            width: 72;
            height: auto;
            max-width: 100%;
            max-height: 100%;
            background: $surface;
            color: $text;
        }
        &.-contrast > #box {
            border-left: solid $line; border-right: solid $line; box-sizing: content-box;
        }
        &.-narrow > #box { width: 100%; height: 100%; border: none; }
        & > #box > #title { height: auto; padding: 0 2; color: $muted; }
        & > #box > #body { height: auto; padding: 0 2; }
        &.-narrow > #box > #body { height: 1fr; }
        & > #box > KeyFooter { background: $raised; }
    }
    """

    def compose(self) -> ComposeResult:
        """Set the body between the title and the keys."""
        with Container(id="box"):
            yield Static(self.title_line(), id="title")
            with Container(id="body"):
                yield from self.compose_body()
            yield self.error_strip
            yield self.footer
        yield self._too_small

    def title_line(self) -> Content:
        """Make the first row."""
        return render_words(self.TITLE, "bold $strong")

    @property
    def reading_place(self) -> Offset:
        """The title, from which a screen reader goes on."""
        return self.query_one("#title").content_region.offset if self.is_mounted else Offset()

    @abstractmethod
    def compose_body(self) -> ComposeResult:
        """Make the widgets of the body."""

    def on_resize(self, event: events.Resize) -> None:
        """Take the whole screen where there is no room for a margin."""
        narrow = event.size.width < WIDE[0] or event.size.height < WIDE[1]
        self.set_class(self.FILLS_NARROW and narrow, "-narrow")

    @command("escape", footer="back", in_palette=False)
    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
