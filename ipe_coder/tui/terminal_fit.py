"""What is told to the terminal itself: where its cursor is, what its window is called.

A screen reader reads, a magnifier follows and an input method writes where the terminal's own
cursor is. Textual leaves it where the last field was; here it goes with what has the focus.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import App
from textual.events import Resize
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input

from ipe_coder.tui.rendering import printable
from ipe_coder.tui.signs import SignFilter, Signs, signs_of

_TITLED = (
    "xterm", "tmux", "screen", "rxvt", "alacritty", "kitty", "foot", "wezterm", "konsole", "st-",
    "putty", "contour", "ghostty", "vte",
)  # fmt: skip
_KEEP_TITLE, _OLD_TITLE = "\x1b[22;2t", "\x1b[23;2t"
_SHOW_CURSOR, _HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"
_LONGEST_TITLE = 120


class FitsTerminal(App[None]):
    """An application whose terminal knows where its user is."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Look at what the terminal can show."""
        self._asked_place = Offset(0, 0)
        self._sign_filter = SignFilter(Signs.DRAWN)
        self._window_name = ""
        self.window_place = ""
        """What is open, in the window's name."""
        super().__init__(*arguments, **options)
        self._full_animation = self.animation_level
        self.is_read_out = False
        """Whether a screen reader speaks what is shown."""

    # -- the cursor

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor is: at the cursor of what has the focus."""
        focused = self.focused
        if focused is None or not focused.is_attached:
            box = getattr(self.screen, "reading_place", None) if self._screen_stack else None
            return box if isinstance(box, Offset) else self._asked_place
        return place_in(focused)

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        """Take what a field of Textual's asks for; it holds where nothing has the focus."""
        self._asked_place = place

    # -- signs and sound

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Add ours to those that Textual has."""
        filters = super().get_line_filters()
        return [*filters, self._sign_filter] if self._sign_filter.enabled else filters

    def fit_reader(self, is_read_out: bool) -> None:
        """Show everything so that a screen reader can speak it, or as ever."""
        self.is_read_out = is_read_out
        self._sign_filter = SignFilter(signs_of(os.environ, reader=is_read_out))
        self.animation_level = "none" if is_read_out else self._full_animation
        self._show_cursor()
        for stack in self._screen_stacks.values():
            for screen in stack:
                screen.set_class(is_read_out, "-reader")
                size = screen.size
                for node in screen.walk_children(Widget, with_self=True):
                    node.post_message(Resize(node.size, size))
                    node.refresh(layout=True)

    def on_mount(self) -> None:
        """Keep the window's name for whoever comes after."""
        if takes_title(os.environ):
            self._tell(_KEEP_TITLE)
        self._show_cursor()
        self.app_resume_signal.subscribe(self, lambda _app: self._show_cursor())

    def _show_cursor(self) -> None:
        """Let the terminal's cursor be seen where somebody's eyes are not enough."""
        if self.is_running:
            self._tell(_SHOW_CURSOR if self.is_read_out else _HIDE_CURSOR)

    # -- the window

    def name_window(self, shown: str) -> None:
        """Call the window what it shows: `Coding - Well-being - ipe_coder`.

        Titles of transcripts stay out: the names of windows are seen and kept by other programs.
        """
        said = (" ".join(printable(part).split()) for part in (shown, self.window_place))
        name = " - ".join([*(part for part in said if part), "ipe_coder"])[:_LONGEST_TITLE]
        if name != self._window_name and takes_title(os.environ):
            self._window_name = name
            self._tell(f"\x1b]2;{name}\x07")

    def on_unmount(self) -> None:
        """Give the window its old name back."""
        if self._window_name:
            self._tell(_OLD_TITLE)

    def _tell(self, sequence: str) -> None:
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)
            self._driver.flush()


def place_in(focused: Widget) -> Offset:
    """Find the cell of a widget's cursor on the screen; of one without, its first cell."""
    place = getattr(focused, "cursor_screen_offset", None)
    if not isinstance(place, Offset):
        return focused.content_region.offset
    # Textual counts one cell too many at the end of a field.
    return place - (1, 0) if isinstance(focused, Input) and focused.cursor_at_end else place


def takes_title(environment: Mapping[str, str]) -> bool:
    """Tell whether a terminal takes a name for its window; others would print it."""
    return sys.platform == "win32" or environment.get("TERM", "").startswith(_TITLED)
