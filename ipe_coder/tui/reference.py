"""The reference of keys, made from the commands themselves for `docs/keys.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ipe_coder.tui.command_list import key_label
from ipe_coder.tui.commands import EVERYWHERE, Command, Commands
from ipe_coder.tui.dialogs.choose_code import ChooseCode
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.jump import JumpDialog
from ipe_coder.tui.dialogs.memo import MemoDialog
from ipe_coder.tui.dialogs.settings import SettingsDialog
from ipe_coder.tui.keymap import KEY_SETS
from ipe_coder.tui.named_keys import key, spoken
from ipe_coder.tui.screens import SCREENS
from ipe_coder.tui.widgets.matrix_table import MatrixTable
from ipe_coder.tui.widgets.rows import Rows


def key_tables() -> str:
    """Write a table of keys for what every screen has, for each screen, and for its parts."""
    screens = [place.load() for place in SCREENS]
    parts = ["## Everywhere\n", *_table(screens[0], _shared(screens[0]))]
    for screen in screens:
        parts.append(
            f"\n## {screen.TITLE}, `{key(f'go.{screen.NAME}')}`\n\n{spoken(screen.HELP)}\n"
        )
        parts += _table(screen, _own(screen))
    for title, part in (
        ("Lists", Rows),
        ("The code palette", ChooseCode),
        ("Writing a memo", MemoDialog),
        ("Tables", MatrixTable),
        ("Settings", SettingsDialog),
        ("Questions", Confirm),
        ("Jumping to a word", JumpDialog),
    ):
        parts.append(f"\n## {title}\n")
        parts += _table(part, _own(part))
    return "\n".join(parts) + "\n"


def key_set_tables() -> str:
    """Write what is different in each set of keys that can be chosen."""
    parts = ["| set | what it is |", "|---|---|"]
    parts += [f"| `{one.name}` | {one.words} |" for one in KEY_SETS.values()]
    for one in KEY_SETS.values():
        if one.keys:
            parts += [f"\n### The set `{one.name}`\n", "| action | keys |", "|---|---|"]
            parts += [
                f"| `{action}` | {_shown(keys) or 'palette'} |" for action, keys in one.keys.items()
            ]
    return "\n".join(parts) + "\n"


def _shared(screen: type[Commands]) -> list[Command]:
    return [one for one in screen.COMMAND_TABLE if one.group == EVERYWHERE]


def _own(part: type[Commands]) -> list[Command]:
    return [one for one in part.COMMAND_TABLE if one.group != EVERYWHERE]


def _table(part: type[Commands], commands: Iterable[Command]) -> Iterator[str]:
    yield "| key | does | name in `keymap.toml` |"
    yield "|---|---|---|"
    for one in commands:
        name = EVERYWHERE.lower() if one.group == EVERYWHERE else part.NAME
        yield f"| {_keys(one)} | {spoken(one.help)} | `{name}.{one.action}` |"


def _keys(one: Command) -> str:
    if one.digits is not None:
        return f"`{one.digits[0]}`–`{one.digits[-1]}`"
    return _shown(one.keys) or "palette"


def _shown(keys: Iterable[str]) -> str:
    return " ".join("`{}`".format(key_label(key).replace("|", "\\|")) for key in keys)
