"""Writing what gives more than its change: new studies, codes, whole imports."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from ipe_coder.model.change import Change
from ipe_coder.tui.screens.base import ProjectAware

Result = TypeVar("Result")


async def write_and_publish(screen: ProjectAware, action: Callable[[], Result]) -> Result:
    """Write behind a screen, publish every change that came of it, and say the last.

    Args:
        screen: The screen that is written from.
        action: Calls the project and gives what it made.
    """
    project = screen.project

    def run() -> tuple[Result, list[Change]]:
        before = project.last_change()
        return action(), project.changes_since(before)

    result, changes = await asyncio.to_thread(run)
    for change in reversed(changes):
        screen.ipe.publish(change)
    if changes:
        screen.say(changes[0].label)
    return result
