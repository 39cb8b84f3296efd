"""Writing from a screen: what gives more than its change, and files to where somebody says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ipe_coder.model.change import Change
from ipe_coder.tui.dialogs.confirm import Confirm
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
    screen.action_close_error()
    for change in reversed(changes):
        screen.ipe.publish(change)
    if changes:
        screen.say(changes[0].label)
    return result


def write_to(
    screen: ProjectAware,
    answer: str | None,
    write: Callable[[Path], object],
    *,
    is_taken: Callable[[Path], bool] = Path.exists,
) -> None:
    """Write to the path that somebody typed, after a question where something stands there.

    Args:
        screen: The screen that is written from.
        answer: What was typed; nothing is written where it is empty.
        write: Writes the file.
        is_taken: Tells whether something stands at a path that writing would replace.
    """
    if not answer or not answer.strip():
        return
    path = Path(answer.strip()).expanduser()
    if not is_taken(path):
        write(path)
        return

    def take(agreed: bool | None) -> None:
        if agreed:
            write(path)

    question = f"{path.name} is there already. Write it anew?"
    screen.app.push_screen(Confirm(question, "writes", "keeps"), take)
