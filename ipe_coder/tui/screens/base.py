"""What every screen of an open project has: the project, its changes, undo and redo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events

from ipe_coder.errors import IpeCoderError, ProjectError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.tui.commands import EVERYWHERE, command
from ipe_coder.tui.dialogs.settings import SettingsDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screen import ModeScreen
from ipe_coder.tui.suspending import suspend
from ipe_coder.tui.widgets.error_strip import Retry

if TYPE_CHECKING:
    from ipe_coder.project import Project
    from ipe_coder.tui.app import IpeCoder


def has_project(screen: ProjectAware) -> bool:
    """Tell whether a project is open: what a command is available for."""
    return screen.ipe.project is not None


def has_draft(screen: ProjectAware) -> bool:
    """Tell whether something was typed and not kept."""
    return screen.ipe.half_typed.newest is not None


class ProjectAware(ModeScreen):
    """A screen over the open project, which loads again what others and undo have written.

    A screen that is on show reloads at once, one that is not when it is shown again.
    """

    READS: ClassVar[frozenset[str]] = frozenset()
    """Names of the tables that it shows; empty for all."""

    def __init__(self) -> None:
        """Begin without anything loaded."""
        super().__init__()
        self._stale = True
        self._following = False
        self._last_write: Retry | None = None

    @property
    def ipe(self) -> IpeCoder:
        """The application."""
        from ipe_coder.tui.app import IpeCoder

        assert isinstance(self.app, IpeCoder)
        return self.app

    @property
    def project(self) -> Project:
        """The open project.

        Raises:
            UsageError: If none is open.
        """
        if self.ipe.project is None:
            hint = spoken("Open one on the project screen, {go.project}.")
            raise UsageError("No project is open.", hint)
        return self.ipe.project

    @property
    def is_blind(self) -> bool:
        """Whether what others coded is hidden."""
        return self.ipe.workplace.blind

    @property
    def only_coder(self) -> str:
        """The one coder whose coding is shown, in blind mode; everybody's when empty."""
        return self.ipe.coder if self.is_blind else ""

    @property
    def shown_coder_ids(self) -> tuple[str, ...]:
        """Whose coding is counted in blind mode; empty for everybody's, as elsewhere."""
        if not self.is_blind:
            return ()
        return tuple(one.id for one in self.project.coders() if one.name == self.ipe.coder) or ("",)

    def reload(self) -> None:
        """Load what the screen shows; called on show, and after what it shows was written."""

    def project_opened(self) -> None:
        """Show another project, or the same one to another coder."""
        self._stale = True
        self.header.show(coder=self.ipe.coder, is_blind=self.is_blind)
        if self.is_current:
            self._load()

    async def write(
        self, action: Callable[[], Change], *, once_written: Callable[[], None] | None = None
    ) -> Change:
        """Write a change behind the screen, publish it and say it.

        The event loop is free meanwhile, so that waiting for another program's write never
        stops the screen. Shown as saved only once it is committed.

        Args:
            action: Calls the project and gives the change.
            once_written: Is called after the commit, before the change is shown.
        """

        async def again() -> None:
            await self.write(action, once_written=once_written)

        self._last_write = again
        change = await asyncio.to_thread(action)
        self._last_write = None
        if self.error_strip.shown:
            self.action_close_error()
        if once_written is not None:
            once_written()
        self.ipe.publish(change)
        self.say(change.label)
        return change

    def show_error(
        self, error: IpeCoderError, *, title: str = "Not done", retry: Retry | None = None
    ) -> None:
        """Show an expected error; what could not be written can be tried again."""
        again, self._last_write = self._last_write, None
        if isinstance(error, ProjectError) and again is not None:
            title, retry = "Not saved", again
        super().show_error(error, title=title, retry=retry)

    @command("u", footer="undo", group=EVERYWHERE, when=has_project)
    async def action_undo(self) -> None:
        """Take back your last action."""
        await self.write(self.project.undo)

    @command("ctrl+r", group=EVERYWHERE, when=has_project)
    async def action_redo(self) -> None:
        """Bring back what you took back last."""
        await self.write(self.project.redo)

    @command(group=EVERYWHERE, when=has_draft)
    def action_go_on_with_memo(self) -> None:
        """Go on with the memo that you typed last and did not keep."""
        if (draft := self.ipe.half_typed.newest) is not None:
            self.ipe.go_on_with_memo(self, draft)

    @command("ctrl+z", group=EVERYWHERE)
    async def action_suspend(self) -> None:
        """Leave for the shell, where fg comes back; in a browser, take back your last action."""
        if self.is_busy:
            self.tell(spoken("Work is going on. {everywhere.stop_work} stops it."))
        elif not suspend(self.app):
            await self.action_undo()

    @command("f9", group=EVERYWHERE)
    def action_settings(self) -> None:
        """Change settings: theme, keys, who codes, blank rows, suggestions."""
        self.app.push_screen(SettingsDialog(self.ipe.settings, self.ipe.choose))

    @command(group=EVERYWHERE)
    def action_choose_keys(self) -> None:
        """Choose the keys: standard, vim, arrows, or for the left hand."""
        self.app.push_screen(SettingsDialog(self.ipe.settings, self.ipe.choose, at="keys"))

    @command("ctrl+q", group=EVERYWHERE)
    def action_leave_program(self) -> None:
        """Leave ipe_coder; everything is saved already."""
        self.app.exit()

    def on_mount(self) -> None:
        """Follow what is written."""
        self.header.show(coder=self.ipe.coder, is_blind=self.is_blind)
        if not self._following:
            self._following = True
            self.ipe.changes.subscribe(self, self._hear)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Load what was written while another screen was on show."""
        del event
        self._load()

    def follow_blindness(self) -> None:
        """Say whether others' coding is hidden, and load everything again when shown next."""
        self._stale = True
        self.header.show(is_blind=self.is_blind)

    def follow_setting(self, name: str) -> None:
        """Follow a setting that was changed; screens say what it is to them."""

    def _hear(self, change: Change) -> None:
        # Textual drops what the hearers of a signal raise.
        with reported(self):
            self._take_or_load(change)

    def _take_or_load(self, change: Change) -> None:
        if self.READS and change.tables and not change.tables & self.READS:
            return
        if self.is_current and not self._stale and self.take_change(change):
            return
        self._stale = True
        if self.is_current:
            self._load()

    def take_change(self, change: Change) -> bool:
        """Show one change without loading everything; False where that cannot be done."""
        del change
        return False

    def _load(self) -> None:
        if self._stale and self.ipe.project is not None:
            self._stale = False
            self.reload()
