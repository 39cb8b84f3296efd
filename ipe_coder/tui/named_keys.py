"""Keys in texts: what is pressed is named by its action, and said as the keymap has it now.

```python
spoken("No memo yet. {memos.write} writes one; {go.project} leads to the studies.")
```

Only words of the program pass through here, never those of people.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual._context import active_app

from ipe_coder.tui.command_list import key_label
from ipe_coder.tui.commands import EVERYWHERE, PLACES, Commands
from ipe_coder.tui.keymap import Keymap

if TYPE_CHECKING:
    from ipe_coder.tui.screen import LazyScreen

_NAMED = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")
_GO = "go"


def spoken(words: str) -> str:
    """Put keys in the place of the names of actions."""
    return _NAMED.sub(lambda found: key(found[1]), words)


def key(name: str) -> str:
    """Name the key of an action, as in `coding.memo`; of `go.project`, both keys.

    Raises:
        KeyError: If there is no such action.
    """
    place_name, _, action = name.partition(".")
    if place_name == _GO:
        return f"{key('everywhere.go')} {_screens()[action].KEY}"
    place = _place(place_name)
    command = place.find_command(action)
    if command is None:
        raise KeyError(name)
    if command.digits is not None:
        return f"{command.digits[0]}-{command.digits[-1]}"
    keys = place.keys_of(command, _keymap())
    return key_label(keys[0]) if keys else "the palette"


def _place(name: str) -> type[Commands]:
    """Find a screen, dialog or pane by its name in keymaps; what is not loaded yet is."""
    if name == EVERYWHERE.lower():
        from ipe_coder.tui.screens.base import ProjectAware

        return ProjectAware
    if name not in PLACES:
        screen = _screens().get(name)
        if screen is not None:
            screen.load()
        else:
            from ipe_coder.tui.own_keys import places

            places()
    return PLACES[name]


def _screens() -> dict[str, LazyScreen]:
    from ipe_coder.tui.screens import SCREENS

    return {one.NAME: one for one in SCREENS}


def _keymap() -> Keymap:
    """Find the keys that hold in the application that runs; outside of one, the standard ones."""
    keymap: Keymap = getattr(active_app.get(None), "keymap", Keymap())
    return keymap
