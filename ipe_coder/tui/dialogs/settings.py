"""Settings: each holds at once where it is changed, and is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult

from ipe_coder.config import KEY_SETS, THEMES, Settings
from ipe_coder.model.text import clean_name
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.failures import reported
from ipe_coder.tui.keymap import KEY_SETS as SETS
from ipe_coder.tui.rendering import pad, render_line, render_words, shorten
from ipe_coder.tui.widgets.rows import Row, Rows

Change = Callable[[str, str | bool], None]
_NAME_CELLS = 16
_VALUE_CELLS = 15
_CELLS = 66


@dataclass(frozen=True, slots=True)
class _Setting:
    """One setting as the dialog shows it."""

    name: str
    title: str
    values: tuple[str | bool, ...]
    """What it can be; empty for words."""
    words: tuple[str, ...]
    """What each value does; the one of no value for words."""


_SETTINGS = (
    _Setting(
        "theme", "Theme", THEMES,
        ("light words on dark", "dark words on light", "black, white and yellow; lines, no tints"),
    ),
    _Setting("keys", "Keys", KEY_SETS, tuple(SETS[name].words for name in KEY_SETS)),
    _Setting("coder", "Coder", (), ("your name or initials as a coder",)),
    _Setting(
        "reader", "Screen reader", (False, True),
        ("stripes, bars and panes", "words in place of drawings, in one column"),
    ),
    _Setting(
        "blank_rows", "Blank rows", (True, False),
        ("a row between exchanges, where the window is high", "no row between exchanges"),
    ),
    _Setting(
        "suggestions", "Suggestions", (True, False),
        ("codes are suggested, on this machine", "no codes are suggested"),
    ),
)  # fmt: skip


class SettingsDialog(Dialog[None]):
    """Every setting of the user, with what it does."""

    NAME = "settings"
    TITLE = "Settings"
    DEFAULT_CSS = """
    SettingsDialog {
        & > #box > #body { padding: 0 1; }
        & Rows { height: 18; background: $surface; margin: 1 0; }
    }
    """

    def __init__(self, settings: Settings, change: Change, *, at: str = "theme") -> None:
        """Show settings.

        Args:
            settings: As they are.
            change: Takes the name of a setting and its new value.
            at: The setting to begin with.
        """
        super().__init__()
        self._settings, self._change, self._at = settings, change, at

    def compose_body(self) -> ComposeResult:
        """Set the list."""
        yield Rows()

    def on_mount(self) -> None:
        """Begin at a setting."""
        self._show()
        self.set_focus(self.query_one(Rows))

    @command("enter", "right", "l", footer="change", priority=True, in_palette=False)
    def action_next_value(self) -> None:
        """Take the next value of the setting at the cursor; a name is typed."""
        self._step(1)

    @command("left", "h", priority=True, in_palette=False)
    def action_value_before(self) -> None:
        """Take the value before."""
        self._step(-1)

    @on(Rows.Chosen)
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self._step(1)

    def _step(self, way: int) -> None:
        setting = next(one for one in _SETTINGS if one.name == self.query_one(Rows).value)
        now = getattr(self._settings, setting.name)
        if setting.values:
            place = (setting.values.index(now) + way) % len(setting.values)
            self._take(setting, setting.values[place])
        else:
            asked = AskText("Your name or initials as a coder", now)
            self.app.push_screen(asked, partial(self._typed, setting))

    def _typed(self, setting: _Setting, answer: str | None) -> None:
        if answer is not None and clean_name(answer):
            self._take(setting, clean_name(answer))

    def _take(self, setting: _Setting, value: str | bool) -> None:
        self._settings = self._settings.having(setting.name, value)
        self._show(setting.name)
        with reported(self):
            self._change(setting.name, value)
            self.say(f"{setting.title}: {_shown(value)}; written to settings.toml")

    def _show(self, at: str = "") -> None:
        rows: list[Row] = []
        for setting in _SETTINGS:
            rows += [*([Row.of()] if rows else []), self._row(setting)]
        self.query_one(Rows).show(rows, keep=at or self._at)

    def _row(self, setting: _Setting) -> Row:
        value = getattr(self._settings, setting.name)
        place = setting.values.index(value) if setting.values else 0
        shown = pad(shorten(_shown(value), _VALUE_CELLS - 1), _VALUE_CELLS)
        others = f"  {place + 1} of {len(setting.values)}" if setting.values else ""
        first = render_line(
            pad(setting.title, _NAME_CELLS), (shown, "bold $strong"), (others, "$muted")
        )
        words = shorten(setting.words[place], _CELLS - _NAME_CELLS)
        second = render_words(" " * _NAME_CELLS + words, "$muted")
        return Row.of(first, second, value=setting.name)


def _shown(value: str | bool) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value or "not set"
