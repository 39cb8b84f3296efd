"""The real application on a project of the test's own, the same on every machine and day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerCancelled, WorkerFailed

from ipe_coder.config import Settings
from ipe_coder.errors import IpeCoderError
from ipe_coder.project import Project
from ipe_coder.store.store import Store
from ipe_coder.tui.app import IpeCoder
from tests.factories import EPOCH, TickingClock, seeded_ids

Settle = Callable[[Pilot[None]], Awaitable[None]]
_STEPS = 6
"""Messages that follow one from another, at most, from a key to what it draws."""
LARGE, SMALL = (120, 36), (80, 24)


class SteadyApp(IpeCoder):
    """The application with a clock and ids of its own, and without the process that suggests."""

    def __init__(
        self, path: Path, *, at: str = "project", theme: str = "dark", coder: str = "AB"
    ) -> None:
        """Open a file in memory of the test, not of the day.

        Args:
            path: The project.
            at: The screen that a test is about: to come to it over another takes as long again.
            theme: As in the settings.
            coder: Who codes.
        """
        self.DEFAULT_MODE = at  # type: ignore[misc]
        settings = Settings(coder=coder, theme=theme, suggestions=False)
        super().__init__(None, coder, settings=settings)
        self._path = path

    def record_defect(self, error: BaseException) -> str:
        """Let a defect that was only shown fail the test all the same."""
        if self._exception is None and isinstance(error, Exception):
            self._exception = error
        return ""

    def on_mount(self) -> None:
        """Open the project at once."""
        super().on_mount()
        clock, ids = TickingClock(EPOCH + timedelta(days=1)), seeded_ids(3)
        store = Store.open(str(self._path), clock=clock, new_id=ids)
        self.post_message(self.Opened(Project(store, self.coder)))


async def work_done(pilot: Pilot[None]) -> None:
    """Wait for the work behind the screen.

    To be given up for newer work is no failure; what the coder can mend is said on the screen.
    """
    for worker in list(pilot.app.workers):
        try:
            with suppress(WorkerCancelled):
                await worker.wait()
        except WorkerFailed as failed:
            if not isinstance(failed.error, IpeCoderError):
                raise
    await pilot.pause()


async def press_each(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as somebody does who waits for what each of them brings."""
    for key in keys:
        await pilot.press(key)
        await work_done(pilot)


async def stilled(pilot: Pilot[None]) -> None:
    """Wait until what one message brings about by another is drawn, on a slow machine too."""
    await work_done(pilot)
    for _ in range(_STEPS):
        await pilot.pause()


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Wait until something is so; fail where it never comes to be."""
    for _ in range(400):
        await work_done(pilot)
        if condition():
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError("what was waited for did not come")


async def arrive(pilot: Pilot[None], kind: type) -> None:
    """Wait until a dialog or screen is on show."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def fill(pilot: Pilot[None], words: str) -> None:
    """Put words into the field that has the focus, all at once."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.value = words
    await pilot.pause()


def project_of(pilot: Pilot[None]) -> Project:
    """Get the project of the running application."""
    assert isinstance(pilot.app, IpeCoder)
    assert pilot.app.project is not None
    return pilot.app.project


def transcript_called(project: Project, title: str) -> str:
    """Find the id of a transcript by its title."""
    return next(one.id for one in project.transcripts() if one.title == title)
