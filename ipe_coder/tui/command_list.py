"""Which commands there are on a screen now, with the keys that reach them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from typing import Any

from textual.binding import Binding
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


Place = tuple[int, str]
"""Which node, by its number, and which of its actions."""


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


def list_commands(screen: Screen[Any], *, only_footer: bool = False) -> list[Entry]:
    """List the commands of the focused pane and what holds it, then those of the screen.

    Args:
        screen: The screen.
        only_footer: Leave out those that the footer never shows; it is read after every key.
    """
    focused = screen.focused
    nodes: list[DOMNode] = [screen] if focused is None else focused.ancestors_with_self
    wanted = [
        (node, spoken)
        for node in nodes
        if isinstance(node, Commands)
        for spoken in node.COMMAND_TABLE
        if spoken.footer or not only_footer
    ]
    keys = _keys_now(screen, {(id(node), spoken.action) for node, spoken in wanted})
    return [_entry(spoken, node, keys.get((id(node), spoken.action))) for node, spoken in wanted]


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


def _entry(command: Command, node: Any, reaching: tuple[str, ...] | None) -> Entry:
    if reaching is not None:
        return Entry(command, node, reaching, is_available=True, is_reachable=True)
    available = bool(node.check_action(command.action, ()))
    return Entry(command, node, _declared_keys(command, node), available, is_reachable=False)


def _declared_keys(command: Command, node: Any) -> tuple[str, ...]:
    if command.digits is not None:
        return tuple(map(str, command.digits))
    return tuple(map(key_label, node.keys_of(command, node.keymap)))


def _keys_now(screen: Screen[Any], wanted: Container[Place]) -> dict[Place, tuple[str, ...]]:
    """Find the keys that reach some actions that are available, as keymap and focus have it.

    As Textual's `active_bindings`, which asks of every action of the screen whether it is
    available; here only what stands on a key of a wanted one is asked.
    """
    chain = screen._modal_binding_chain
    bound = [(key, node, binding) for node, bindings in chain for key, binding in bindings]
    keys = {key for key, node, binding in bound if _place_of(node, binding) in wanted}
    taken: dict[str, tuple[DOMNode, Binding]] = {}
    for key, node, binding in bound:
        if key not in keys or (key in taken and not _goes_first(binding, taken[key][1])):
            continue
        if screen.app._check_action_state(binding.action, node):
            taken[key] = (node, binding)
    found: dict[Place, tuple[str, ...]] = {}
    for key, (node, binding) in taken.items():
        place = _place_of(node, binding)
        found[place] = (*found.get(place, ()), key_label(key))
    return found


def _goes_first(binding: Binding, other: Binding) -> bool:
    return binding.priority and not other.priority


def _place_of(node: DOMNode, binding: Binding) -> Place:
    return id(node), binding.action.partition("(")[0]
