"""When the program looks for garbage: what lasts as long as it does is not looked through.

A look through all that the program loaded takes longer than a key may, and comes whenever enough
was made since the last one. Only what holds itself in a circle waits for it; all else goes at once.
"""

from __future__ import annotations

import gc

_OFTEN = (10_000, 10, 10)
"""New objects until the newest are looked through, such looks until older ones are, and until
all are."""

_MOST_TIMES = 3
"""Times that what is there is set aside; garbage among it stays, so this is not for ever."""

_left = 0


def begin() -> None:
    """Make this process the application's: nothing is looked for until the first paint."""
    global _left
    _left = _MOST_TIMES
    gc.disable()


def set_aside() -> None:
    """Take what is there for what lasts; only in a process that is the application's."""
    global _left
    if _left:
        _left -= 1
        gc.freeze()
        gc.set_threshold(*_OFTEN)
        gc.enable()
