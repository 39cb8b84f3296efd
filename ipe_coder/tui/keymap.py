"""Which keys reach which action: a set of keys that the program brings, and one's own on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_SIDES = dict(zip("hjklHJKLsdefSDEF", "sdefSDEFhjklHJKL", strict=True))
"""Keys that change places for the left hand. A swap leaves no key with two actions."""


@dataclass(frozen=True)
class KeySet:
    """A set of keys that can be chosen."""

    name: str
    """As `settings.toml` has it."""
    words: str
    """What it is, for who chooses."""
    swaps: Mapping[str, str] = field(default_factory=dict)
    """Keys that stand for others, on every screen and in every dialog."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Actions whose keys are given here, as in `coding.next_word`."""


STANDARD = KeySet("standard", "letters on the home row, and arrows")

VIM = KeySet(
    "vim",
    "as standard, with ctrl+d and ctrl+u, 0 and $",
    keys={
        "coding.next_page": ("pagedown", "ctrl+d", "ctrl+f"),
        "coding.previous_page": ("pageup", "ctrl+u", "ctrl+b"),
        "matrix_table.first_column": ("home", "0", "^"),
        "matrix_table.last_column": ("end", "$"),
        "keys.close": ("?", "q"),
    },
)

ARROWS = KeySet(
    "arrows",
    "arrows and function keys; no letter moves anything",
    keys={
        "rows.row_down": ("down",),
        "rows.row_up": ("up",),
        "rows.page_down": ("pagedown",),
        "rows.page_up": ("pageup",),
        "rows.last_row": ("end",),
        "matrix_table.left": ("left",),
        "matrix_table.down": ("down",),
        "matrix_table.up": ("up",),
        "matrix_table.right": ("right",),
        "matrix_table.page_down": ("pagedown",),
        "matrix_table.page_up": ("pageup",),
        "matrix_table.last_row": ("ctrl+end",),
        "pick.after": ("right",),
        "pick.before": ("left",),
        "reading.line_down": ("down",),
        "reading.line_up": ("up",),
        "choose_files.enter_folder": ("right",),
        "choose_files.leave_folder": ("left", "backspace"),
        "choose_code.down": ("down",),
        "choose_code.up": ("up",),
        "choose_one.down": ("down",),
        "choose_one.up": ("up",),
        "codebook.fold": ("left",),
        "codebook.unfold": ("right",),
        "results.next_study": ("right",),
        "results.study_before": ("left",),
        "library.details_down": ("shift+down",),
        "library.details_up": ("shift+up",),
        "history.details_down": ("shift+down",),
        "history.details_up": ("shift+up",),
        "memos.details_down": ("shift+down",),
        "memos.details_up": ("shift+up",),
        "survey.details_down": ("shift+down",),
        "survey.details_up": ("shift+up",),
        "coding.next_sentence": ("down",),
        "coding.previous_sentence": ("up",),
        "coding.next_word": ("right",),
        "coding.previous_word": ("left",),
        "coding.next_clause": ("alt+right", ">"),
        "coding.previous_clause": ("alt+left", "<"),
        "coding.next_turn": ("shift+down",),
        "coding.previous_turn": ("shift+up",),
        "coding.next_character": ("shift+right",),
        "coding.previous_character": ("shift+left",),
        "coding.next_page": ("pagedown",),
        "coding.previous_page": ("pageup",),
        "coding.last_sentence": ("end",),
        "coding.grow_start": ("ctrl+left", "["),
        "coding.grow_end": ("ctrl+right", "]"),
        "coding.shrink_start": ("ctrl+shift+right", "{"),
        "coding.shrink_end": ("ctrl+shift+left", "}"),
        "coding.find": ("f3", "/", "ctrl+f"),
        "coding.apply_code": ("f5", "c"),
        "coding.memo": ("f6", "m"),
        "coding.repeat": ("f7", "."),
        "coding.extend": ("f8", "v"),
        "everywhere.palette": ("f2", "ctrl+p", ":"),
        "everywhere.go": ("f4", "g"),
        "everywhere.keys": ("f1", "?"),
        "everywhere.suspend": (),
        "everywhere.undo": ("ctrl+z", "u"),
        "everywhere.redo": ("ctrl+y", "ctrl+r"),
    },
)

LEFT = KeySet(
    "left",
    "e s d f move; they and k h j l change places",
    swaps=_SIDES,
    keys={
        "coding.next_word": ("f", "right"),
        "coding.previous_word": ("s", "left"),
        "coding.next_clause": ("T", ">"),
        "coding.previous_clause": ("R", "<"),
        "coding.grow_start": ("w", "["),
        "coding.grow_end": ("b", "]"),
        "choose_code.down": ("down", "ctrl+f"),
        "choose_code.up": ("up", "ctrl+r"),
        "choose_one.down": ("down", "ctrl+f"),
        "choose_one.up": ("up", "ctrl+r"),
        "everywhere.palette": ("f2", "ctrl+p", ":"),
        "everywhere.suspend": (),
        "everywhere.undo": ("ctrl+z", "u"),
    },
)

KEY_SETS = {one.name: one for one in (STANDARD, VIM, ARROWS, LEFT)}
"""The sets by name, in the order in which they are offered."""


@dataclass(frozen=True)
class Keymap:
    """The keys as they hold now."""

    chosen: KeySet = STANDARD
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """One's own, from `keymap.toml`."""

    def keys_of(
        self, names: tuple[str, ...], action: str, keys: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Find the keys of an action.

        Args:
            names: What the screen or pane is called in keymaps, the closest first.
            action: Name of the action.
            keys: The keys that it is declared with.
        """
        for given in (self.own, self.chosen.keys):
            for name in names:
                if (found := given.get(f"{name}.{action}")) is not None:
                    return found
        return tuple(self.chosen.swaps.get(key, key) for key in keys)

    def is_own(self, names: tuple[str, ...], action: str) -> bool:
        """Tell whether somebody gave an action keys of their own."""
        return any(f"{name}.{action}" in self.own for name in names)
