"""The screens that `g` and a letter lead to: each is a name, a key, its words and commands.

```python
class TimelineScreen(ModeScreen):
    \"\"\"When each interview was held.\"\"\"

    NAME, TITLE, KEY = "timeline", "Timeline", "t"
    HELP = "Interviews in the order in which they were held."

    def compose_body(self) -> ComposeResult:
        yield Timeline()

    @command("enter", footer="open")
    def action_open(self) -> None:
        \"\"\"Open the interview at the cursor.\"\"\"
```
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

from textual.app import App, ComposeResult

from ipe_coder.tui.commands import EVERYWHERE, command
from ipe_coder.tui.dialogs.go import Destination, GoDialog
from ipe_coder.tui.dialogs.keys import KeysDialog
from ipe_coder.tui.palette import ActionPalette
from ipe_coder.tui.surface import Surface
from ipe_coder.tui.widgets.frames import Frame
from ipe_coder.tui.widgets.header_row import HeaderRow


class ModeScreen(Surface[None]):
    """One of the application's screens, between a header and a footer."""

    KEY: ClassVar[str] = ""
    """The letter that follows `g`; empty for a screen that is reached in another way."""

    DEFAULT_CSS = """
    ModeScreen {
        background: $ground;
        color: $text;
        layers: base cover;
        overflow: hidden;
        & > #body { height: 1fr; width: 100%; }
        & .side-pane {
            width: 40; height: 100%; margin-left: 1; padding: 0 1; background: $surface;
        }
        &.-contrast .side-pane { width: 41; margin-left: 0; border-left: solid $line; }
    }
    """

    def __init__(self) -> None:
        """Make the header; it is filled with `show_header`."""
        super().__init__()
        self.header = HeaderRow()
        self.header.show(crumbs=[self.TITLE])

    def compose(self) -> ComposeResult:
        """Set the body between header and footer."""
        yield self.header
        with Frame(id="body"):
            yield from self.compose_body()
        yield self.error_strip
        yield self.footer
        yield self._too_small

    @abstractmethod
    def compose_body(self) -> ComposeResult:
        """Make the widgets of the body."""

    @command(":", "ctrl+p", group=EVERYWHERE, in_palette=False)
    def action_palette(self) -> None:
        """Find an action by typing."""
        self.app.push_screen(ActionPalette())

    @command("g", group=EVERYWHERE)
    def action_go(self) -> None:
        """Go to another screen; {everywhere.go} again goes to the top."""
        places = [
            Destination(screen.NAME, screen.TITLE, screen.KEY) for screen in mode_screens(self.app)
        ]
        self.app.push_screen(GoDialog(places, self.NAME), self._go)

    @command("?", "f1", footer="keys", group=EVERYWHERE)
    def action_keys(self) -> None:
        """Show the keys of this screen."""
        self.app.push_screen(KeysDialog(self, self.TITLE, self.HELP))

    def go_to_top(self) -> None:
        """Go to the top of what has the focus; screens say what that is."""
        focused = self.focused
        if focused is not None:
            focused.scroll_home(animate=False)

    def _go(self, name: str | None) -> None:
        if name == GoDialog.TOP:
            self.go_to_top()
        elif name is not None and name != self.NAME:
            self.app.switch_mode(name)


@dataclass(frozen=True)
class LazyScreen:
    """A screen that is loaded when it is first shown, so that the first paint waits for one only.

    What `g` offers is said here again; a test holds it against the class.
    """

    NAME: str
    TITLE: str
    KEY: str
    module: str
    """Where the class is."""
    class_name: str

    def load(self) -> type[ModeScreen]:
        """Load the class."""
        found: type[ModeScreen] = getattr(import_module(self.module), self.class_name)
        return found

    def __call__(self) -> ModeScreen:
        """Make the screen."""
        return self.load()()


Place = type[ModeScreen] | LazyScreen


def mode_screens(app: App[Any]) -> list[Place]:
    """List the screens of an application that a letter leads to."""
    return [
        screen
        for screen in app.MODES.values()
        if isinstance(screen, LazyScreen)
        or (isinstance(screen, type) and issubclass(screen, ModeScreen) and screen.KEY)
    ]


def collect_modes(screens: Iterable[Place]) -> dict[str, Place]:
    """Make an application's `MODES` from its screens.

    Raises:
        TypeError: If two screens share a name or a letter.
    """
    modes: dict[str, Place] = {}
    letters = {"g": "the top"}
    for screen in screens:
        if screen.NAME in modes or (screen.KEY and screen.KEY in letters):
            raise TypeError(f"{screen.NAME}: another screen has its name or its letter")
        modes[screen.NAME] = screen
        letters[screen.KEY] = screen.NAME
    return modes
