"""Which commands there are on a screen now, with the keys that reach them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.screen import Screen

from ipe_coder.tui.commands import Command, Commands

SHOWN_KEYS = {
    "escape": "esc", "delete": "del", "pageup": "pgup", "pagedown": "pgdn",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "slash": "/", "plus": "+", "minus": "-",
    "space": "space",
}  # fmt: skip
"""Keys as they are shown, by their names."""


@dataclass(frozen=True)
class Entry:
    """A command as it stands now: focus, state and keymap decide."""

    command: Command
    node: DOMNode
    """The screen or pane that carries it out."""
    keys: tuple[str, ...]
    """Its keys, as they are shown."""
    is_available: bool
    """Whether it can be done now."""
    is_reachable: bool
    """Whether its key would reach it: not while a field takes the key."""

    @property
    def action(self) -> str:
        """Name of its action."""
        return self.command.action


def list_commands(screen: Screen[Any]) -> list[Entry]:
    """List the commands of the focused pane and what holds it, then those of the screen."""
    keys = _keys_now(screen)
    focused = screen.focused
    nodes: list[DOMNode] = [screen] if focused is None else focused.ancestors_with_self
    return [
        _entry(command, node, keys)
        for node in nodes
        if isinstance(node, Commands)
        for command in node.COMMAND_TABLE
    ]


@cache
def key_label(key: str) -> str:
    """Show a key as people know it: `esc`, `?`, `ctrl+n`, `↑`."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    character = key_to_character(last) or ""
    shown = SHOWN_KEYS.get(last) or (character if character.isprintable() else "") or last
    return "+".join([*modifiers, shown])


def keys_label(entry: Entry) -> str:
    """Show the key of a command: the first, or the range of its digits."""
    if entry.command.digits is not None and len(entry.keys) > 1:
        return f"{entry.keys[0]}-{entry.keys[-1]}"
    return entry.keys[0] if entry.keys else ""


def _entry(command: Command, node: Any, keys: dict[tuple[int, str], tuple[str, ...]]) -> Entry:
    reaching = keys.get((id(node), command.action))
    available = bool(node.check_action(command.action, ()))
    shown = reaching or _declared_keys(command, node)
    return Entry(command, node, shown, available, reaching is not None)


def _declared_keys(command: Command, node: Any) -> tuple[str, ...]:
    if command.digits is not None:
        return tuple(map(str, command.digits))
    return tuple(map(key_label, node.keys_of(command, node.keymap)))


def _keys_now(screen: Screen[Any]) -> dict[tuple[int, str], tuple[str, ...]]:
    """Find the keys that reach each action, as the keymap and the focus have it."""
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    for key, active in screen.active_bindings.items():
        if active.enabled:
            place = (id(active.node), active.binding.action.partition("(")[0])
            found[place] = (*found.get(place, ()), key_label(key))
    return found
