"""Leaving the screen to the shell for a while, as other programs of a terminal do."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from textual.app import App

_WAITS = "ipe_coder waits and everything is saved: fg brings it back."


def suspend(app: App[Any]) -> bool:
    """Stop until the shell brings the program back; tell whether there is a shell that could."""
    driver = app._driver
    if sys.platform == "win32" or app.is_headless or driver is None or not driver.can_suspend:
        return False
    with app.suspend():
        sys.stdout.write(f"{_WAITS}\n")
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGSTOP)
    return True
