"""What does not fit among the keys of one's own: unknown names, keys that are none, clashes."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from textual.dom import DOMNode
from textual.keys import Keys, key_to_character

from ipe_coder.config import OwnKeys
from ipe_coder.errors import FileError
from ipe_coder.tui.command_list import SHOWN_KEYS
from ipe_coder.tui.commands import Command, Commands
from ipe_coder.tui.keymap import STANDARD, Keymap

_NAMES = {shown: key for key, shown in SHOWN_KEYS.items()}
_MODIFIERS = frozenset(("ctrl", "shift", "alt", "meta", "super"))
_KEYS = frozenset(key.value for key in Keys)

Place = type[Commands]


def places() -> list[Place]:
    """List every screen, dialog and pane that has commands."""
    import ipe_coder.tui as here

    for module in pkgutil.walk_packages(here.__path__, f"{here.__name__}."):
        import_module(module.name)
    every: dict[Place, None] = dict.fromkeys(_below(Commands))
    ours = [one for one in every if one.__module__.startswith(f"{here.__name__}.")]
    return [one for one in ours if one.NAME and issubclass(one, DOMNode) and not _is_part(one)]


def proper_key(key: str) -> str:
    """Give the name that Textual has for a key, or the empty text if there is no such key."""
    if len(key) == 1:
        return key
    *modifiers, last = [part.strip() for part in key.split("+")]
    last = _NAMES.get(last, last)
    known = len(last) == 1 or last in _KEYS or key_to_character(last) is not None
    is_key = bool(last) and known and _MODIFIERS.issuperset(modifiers)
    return "+".join([*modifiers, last]) if is_key else ""


def read_own(given: Iterable[OwnKeys]) -> dict[str, tuple[str, ...]]:
    """Take the keys that are keys."""
    read = {one.action: tuple(filter(None, map(proper_key, one.keys))) for one in given}
    return {action: keys for action, keys in read.items() if keys}


def faults(path: Path, given: list[OwnKeys], keymap: Keymap) -> list[FileError]:
    """Find what does not fit, by line; the names are known only once every screen is loaded."""
    every = places()
    names = {
        f"{name}.{spoken.action}": spoken
        for place in every
        for spoken in place.COMMAND_TABLE
        for name in place.names_of(spoken)
    }
    wrong = [FileError(path, *said, line=one.line or None)
             for one in given for said in _wrong(one, names)]  # fmt: skip
    lines = {one.action: one.line for one in given}
    for action, words in _own_clashes(every, keymap).items():
        remedy = "Give one of them another key; the palette reaches both."
        wrong.append(FileError(path, words, remedy, line=lines.get(action) or None))
    return wrong


def clashes(place: Place, keymap: Keymap) -> Iterator[tuple[str, str, str]]:
    """Find keys that two commands of one place share, though they did not as they were declared.

    Gives the key and the two actions. Those that are declared with one key take turns: each is
    available when the other is not.
    """
    taken: dict[str, list[Command]] = {}
    for spoken in place.COMMAND_TABLE:
        for key in _keys(place, spoken, keymap):
            for other in taken.get(key, ()):
                if not _share(place, spoken, place, other):
                    yield key, other.action, spoken.action
            taken.setdefault(key, []).append(spoken)


def clashes_between(pane: Place, screen: Place, keymap: Keymap) -> Iterator[tuple[str, str, str]]:
    """Find keys that a pane takes from its screen, though it did not as they were declared."""
    for spoken in screen.COMMAND_TABLE:
        for other in pane.COMMAND_TABLE:
            for key in {*_keys(screen, spoken, keymap)} & {*_keys(pane, other, keymap)}:
                if not _share(screen, spoken, pane, other):
                    yield key, other.action, spoken.action


def _keys(place: Place, spoken: Command, keymap: Keymap) -> tuple[str, ...]:
    if spoken.digits is not None:
        return tuple(map(str, spoken.digits))
    return place.keys_of(spoken, keymap)


def _share(one: Place, first: Command, other: Place, second: Command) -> bool:
    plain = Keymap(STANDARD)
    return bool({*_keys(one, first, plain)} & {*_keys(other, second, plain)})


def _wrong(one: OwnKeys, names: dict[str, Command]) -> Iterator[tuple[str, str]]:
    if one.action not in names:
        near = get_close_matches(one.action, names, 1, 0.5)
        hint = f"The nearest is {near[0]}." if near else "docs/keys.md lists them all."
        yield f"there is no action {one.action}.", hint
    elif names[one.action].digits is not None:
        yield f"{one.action} has the digits, which cannot be changed.", "Take the line out."
    for key in one.keys:
        if not proper_key(key):
            near = get_close_matches(key, {*_KEYS, *_NAMES}, 1, 0.4)
            yield f"there is no key {key}.", f"The nearest is {near[0]}." if near else ""


def _own_clashes(every: list[Place], keymap: Keymap) -> dict[str, str]:
    """Find what one's own keys are taken from, each action once."""
    from ipe_coder.tui.widgets.rows import Rows

    found: dict[str, str] = {}
    for place in every:
        pairs = [(key, place, a, place, b) for key, a, b in clashes(place, keymap)]
        if place is not Rows:
            between = clashes_between(Rows, place, keymap)
            pairs += [(key, Rows, a, place, b) for key, a, b in between]
        for key, first, a, second, b in pairs:
            mine, other = _own_name(first, a, keymap), _own_name(second, b, keymap)
            for own, rest in ((mine, f"{second.NAME}.{b}"), (other, f"{first.NAME}.{a}")):
                if own:
                    found.setdefault(own, f"{key} is the key of {own} and of {rest}.")
                    break
    return found


def _own_name(place: Place, action: str, keymap: Keymap) -> str:
    spoken = place.find_command(action)
    names = place.names_of(spoken) if spoken is not None else ()
    return next((f"{name}.{action}" for name in names if f"{name}.{action}" in keymap.own), "")


def _below(place: Place) -> Iterator[Place]:
    for one in place.__subclasses__():
        yield one
        yield from _below(one)


def _is_part(place: Place) -> bool:
    """Tell whether a class is only a part of a screen that carries its name."""
    return any(one.NAME == place.NAME for one in _below(place))
