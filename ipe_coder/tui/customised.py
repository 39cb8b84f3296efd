"""What a user may choose holds at once and is kept: theme, keys, and the other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.theme import Theme

from ipe_coder.config import (
    OwnKeys,
    Settings,
    change_setting,
    keymap_path,
    load_own_keys,
    load_settings,
)
from ipe_coder.errors import FileError, IpeCoderError
from ipe_coder.tui.answering import AnswersKeys
from ipe_coder.tui.background import WorksInBackground, background
from ipe_coder.tui.commands import Commands
from ipe_coder.tui.keymap import KEY_SETS, Keymap
from ipe_coder.tui.surface import Surface
from ipe_coder.tui.terminal_fit import FitsTerminal
from ipe_coder.tui.themes import CONTRAST, DARK, LIGHT, fitting_theme, install_themes

if TYPE_CHECKING:
    from textual.driver import Driver

_THEMES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}


class Customised(WorksInBackground, FitsTerminal, AnswersKeys):
    """An application with the settings and keys of its user."""

    _known_theme: Theme | None = None

    class KeysFaulty(Message):
        """Something in `keymap.toml` does not fit."""

        def __init__(self, faults: list[FileError]) -> None:
            """Carry what does not fit, as it stands in the file."""
            super().__init__()
            self.faults = faults

    def __init__(
        self, settings: Settings | None = None, driver_class: type[Driver] | None = None
    ) -> None:
        """Take settings in place of those of this user, if there are any."""
        super().__init__(driver_class=driver_class)
        self.settings = settings or load_settings()
        self.keymap = Keymap(KEY_SETS[self.settings.keys])
        install_themes(self, fitting_theme(self, _THEMES[self.settings.theme]))

    @property
    def current_theme(self) -> Theme:
        """The theme; Textual asks for it at every row that it paints, and looks it up anew."""
        known = self._known_theme
        if known is None or known.name != self.theme:
            known = self._known_theme = super().current_theme
        return known

    def on_mount(self) -> None:
        """Take the keys of one's own, and fit the screens to whoever reads them."""
        self.fit_reader(self.settings.reader)
        self.use_keys()

    def choose(self, name: str, value: str | bool) -> None:
        """Change a setting: it holds at once, and is kept.

        Raises:
            FileError: If it could not be kept; it holds until the program is left.
        """
        self.settings = self.settings.having(name, value)
        if name == "theme":
            self.theme = fitting_theme(self, _THEMES[str(value)])
        elif name == "reader":
            self.fit_reader(bool(value))
        elif name == "keys":
            self.use_keys()
        self.settings_changed(name)
        change_setting(name, value)

    def settings_changed(self, name: str) -> None:
        """Follow a setting that was changed."""

    # -- keys

    def use_keys(self) -> None:
        """Read the keys of one's own, and let what is on show and what comes follow."""
        own: list[OwnKeys] = []
        try:
            own = load_own_keys()
        except IpeCoderError as error:
            self.call_after_refresh(self.show_fault, error)
        given = {}
        if own:
            # Only who has keys of their own needs what reads them.
            from ipe_coder.tui.own_keys import read_own

            given = read_own(own)
        self.keymap = Keymap(KEY_SETS[self.settings.keys], given)
        for stack in self._screen_stacks.values():
            for screen in stack:
                for node in screen.walk_children(with_self=True):
                    if isinstance(node, Commands):
                        node.follow_keymap()
        if self._screen_stacks[self.current_mode]:
            self.screen.refresh_bindings()
        if own:
            self._look_at_keys(own, self.keymap)

    @background("keys", "reading keymap.toml")
    def _look_at_keys(self, own: list[OwnKeys], keymap: Keymap) -> None:
        """Look for what does not fit; that needs every screen, which takes a moment."""
        from ipe_coder.tui.own_keys import faults

        found = faults(keymap_path(), own, keymap)
        if found:
            self.post_message(self.KeysFaulty(found))

    @on(KeysFaulty)
    def _tell_faults(self, event: KeysFaulty) -> None:
        """Show the first, and how many more there are."""
        first, more = event.faults[0], len(event.faults) - 1
        if more:
            first.hint = f"{first.hint} {more} more of its lines do not fit.".strip()
        self.show_fault(first)

    def show_fault(self, error: IpeCoderError) -> None:
        """Show what is wrong with a file of settings."""
        if isinstance(self.screen, Surface):
            self.screen.show_error(error, title="Not as written")
