"""The application: opens a project and shows its screens."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.driver import Driver
from textual.events import ScreenResume
from textual.message import Message
from textual.signal import Signal
from textual.widget import AwaitMount
from textual.worker import Worker

from ipe_coder.config import Settings
from ipe_coder.defects import record_defect
from ipe_coder.model.change import Change
from ipe_coder.model.spans import Span
from ipe_coder.tui import heap
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.careful import CarefulHandlers
from ipe_coder.tui.dialogs.error import ErrorDialog
from ipe_coder.tui.drafting import KeepsDrafts
from ipe_coder.tui.failures import ShowsErrors, report
from ipe_coder.tui.screen import LazyScreen, collect_modes
from ipe_coder.tui.screens import SCREENS
from ipe_coder.tui.screens.base import ProjectAware
from ipe_coder.tui.surface import Surface
from ipe_coder.tui.visit import Visit
from ipe_coder.workplace import Workplace

if TYPE_CHECKING:
    from ipe_coder.project import Project
    from ipe_coder.suggest.messages import Answer, Request
    from ipe_coder.suggest.service import SuggestionService

_POLL = 1.0
"""Seconds between two looks for what others have written."""

_REST = 2.0
"""Seconds without a change after which the newest work is brought into the file itself."""

_GOES_ON = frozenset({"_tick", "_flush_next_callbacks"})
"""Where Textual catches what a timer or a later call raised, by the name of the function."""

_CODING = "coding"
"""The screen on which transcripts are opened."""

_SEARCH = "search"
"""The screen on which all transcripts are searched."""


class IpeCoder(CarefulHandlers, KeepsDrafts):
    """The whole application over one project."""

    TITLE = "ipe_coder"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, Any]] = collect_modes(SCREENS)
    DEFAULT_MODE = SCREENS[0].NAME

    class Opened(Message):
        """A project was opened behind the screen."""

        def __init__(self, project: Project) -> None:
            """Carry the project."""
            super().__init__()
            self.project = project

    class Suggested(Message):
        """The process that suggests codes has answered."""

        def __init__(self, answer: Answer) -> None:
            """Carry the answer."""
            super().__init__()
            self.answer = answer

    class ChangedElsewhere(Message):
        """Somebody wrote in the project: another process, or an undo of ours."""

        def __init__(self, changes: list[Change]) -> None:
            """Carry the changes, the newest first."""
            super().__init__()
            self.changes = changes

    def __init__(
        self,
        project_path: str | None = None,
        coder: str = "",
        *,
        settings: Settings | None = None,
        driver_class: type[Driver] | None = None,
    ) -> None:
        """Take a project to open.

        Args:
            project_path: Path or URL of the project; the start screen offers some when None.
            coder: Name of the coder; that of the settings when empty.
            settings: In place of those of this user.
            driver_class: As for any application.
        """
        super().__init__(settings, driver_class)
        self.coder = coder or self.settings.coder
        self.changes: Signal[Change] = Signal(self, "changes")
        self.wanted_transcript: tuple[str, Span | None] | None = None
        self.visit: Visit | None = None
        self.last_transcript = ""
        self.wanted_search: str | None = None
        self.answers: Signal[Answer] = Signal(self, "answers")
        self.workplace = Workplace()
        self._service: SuggestionService | None = None
        self._wanted = project_path
        self._seen = 0
        self._resting = False

    def on_mount(self) -> None:
        """Open the project behind the first paint."""
        self.call_after_refresh(heap.set_aside)
        if self._wanted is not None:
            self.call_after_refresh(self.open_project, self._wanted)
        self.set_interval(_POLL, self._look_for_changes)
        if not self.is_headless:
            self._leave_on_signals()

    def _leave_on_signals(self) -> None:
        """End in good order where the program is told to end, or its terminal is closed."""
        if sys.platform != "win32":
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)
            signal.signal(signal.SIGHUP, self._lose_terminal)

    def _lose_terminal(self, number: int, _frame: object) -> None:
        """Bring the newest work into the file and end; drawing would wait for ever by now."""
        self._let_go()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    # -- the project

    @background("project", "opening the project")
    def open_project(self, path: str) -> None:
        """Open a project; it arrives as a message."""
        from ipe_coder.project import open_project

        self.post_message(self.Opened(open_project(path, self.coder)))

    @background("project", "making the project")
    def make_project(self, path: Path, name: str) -> None:
        """Make a new project; it arrives as a message."""
        from ipe_coder.project import new_project

        self.post_message(self.Opened(new_project(path, name, self.coder)))

    @background("project", "making the sample project")
    def make_sample(self, folder: Path) -> None:
        """Write the sample project into a folder; it arrives as a message."""
        from ipe_coder.project import open_project
        from ipe_coder.project.demo import demo_file, write_demo

        path = demo_file(folder)
        if not path.exists():
            write_demo(folder)
        self.post_message(self.Opened(open_project(path, self.coder)))

    @property
    def is_opening(self) -> bool:
        """Whether a project is still to come."""
        return self._wanted is not None and self.project is None

    @on(Opened)
    def _take_project(self, event: Opened) -> None:
        """Show a project that was opened; one that was open before is closed."""
        if self.project is not None:
            self.project.close()
        self.project, self.last_transcript, self.visit = event.project, "", None
        self.workplace = Workplace.of(event.project.path)
        self._seen = event.project.last_change()
        self.window_place = event.project.name
        self.half_typed.load(event.project.drafts())
        heap.set_aside()
        for screen in self.project_screens():
            screen.project_opened()
        if isinstance(self.screen, Surface):
            self.name_window(self.screen.TITLE)
            self.screen.refresh_bindings()
        self.call_after_refresh(self.offer_draft)
        self.call_after_refresh(self._load_ahead)

    @background("loading", "loading the coding screen")
    def _load_ahead(self) -> None:
        """Load what nearly everybody opens next: half of the first opening went into that."""
        coding = self.MODES[_CODING]
        if isinstance(coding, LazyScreen):
            coding.load()

    def open_transcript(
        self, transcript_id: str, span: Span | None = None, *, visit: Visit | None = None
    ) -> None:
        """Show a transcript on the coding screen, at a place; from a search, with its hits."""
        self.wanted_transcript, self.visit = (transcript_id, span), visit
        self.last_transcript = transcript_id
        if self.current_mode == _CODING:
            self.screen.post_message(ScreenResume())
        else:
            self.switch_mode(_CODING)

    def search(self, words: str = "") -> None:
        """Show the search screen, and search there for words if any are given."""
        self.wanted_search = words
        self.switch_mode(_SEARCH)

    def switch_mode(self, mode: str) -> AwaitMount:
        """Show another screen; what was said on this one is old news when it is shown again."""
        if mode != self.current_mode and isinstance(self.screen, Surface):
            self.screen.footer.forget()
        return super().switch_mode(mode)

    async def go(self, mode: str, action: str = "") -> None:
        """Go to a screen, and there do something."""
        await self.switch_mode(mode)
        if action:
            self.call_after_refresh(self.run_action, action, self.screen)

    def set_blind(self, blind: bool) -> None:
        """Hide what others coded on every screen, or show it again."""
        self.workplace.blind = blind
        self.workplace.save()
        for screen in self.project_screens():
            screen.follow_blindness()

    def set_coder(self, name: str) -> None:
        """Say who is coding from now on."""
        self.coder = name
        if self.project is not None:
            self.project.coder = name
            self.half_typed.load(self.project.drafts())
        for screen in self.project_screens():
            screen.project_opened()

    def settings_changed(self, name: str) -> None:
        """Follow a setting that was changed."""
        if name == "coder":
            self.set_coder(self.settings.coder)
        for screen in self.project_screens():
            screen.follow_setting(name)

    def publish(self, change: Change) -> None:
        """Tell every screen what was written; only ever called on the event loop."""
        self._seen = max(self._seen, change.seq)
        self._resting = False
        self.changes.publish(change)

    @background("watching", "looking for what others have written")
    def _read_changes(self) -> None:
        project = self.project
        if project is None or not project.look():
            return
        if project.last_change() <= self._seen:
            if not self._resting:
                self._resting = True
                project.checkpoint()
            return
        found = project.changes_since(self._seen)
        if found and not stopped():
            self.post_message(self.ChangedElsewhere(found))

    def _look_for_changes(self) -> None:
        if self.project is not None and not any(
            worker.group == "watching" and worker.is_running for worker in self.workers
        ):
            self._read_changes()

    @on(ChangedElsewhere)
    def _take_changes(self, event: ChangedElsewhere) -> None:
        """Publish what others wrote, the oldest first."""
        for change in reversed(event.changes):
            if change.seq > self._seen:
                self.publish(change)

    # -- suggestions

    def suggest(self, *requests: Request) -> None:
        """Hand requests to the process that suggests; it is started with the first.

        Without a request the process is only started, so that what it loads is there in time.
        """
        if not self.settings.suggestions:
            return
        if self._service is None:
            # Importing it is not needed for the first paint.
            from ipe_coder.suggest.service import SuggestionService

            self._service = SuggestionService(self._answer)
            self._service.start()
        for request in requests:
            self._service.submit(request)

    def _answer(self, answer: Answer) -> None:
        """Take an answer from the service's thread."""
        self.post_message(self.Suggested(answer))

    @on(Suggested)
    def _take_answer(self, event: Suggested) -> None:
        self.answers.publish(event.answer)

    # -- what goes wrong

    async def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show what work behind the screen raised."""
        await super().on_worker_state_changed(event)

    def record_defect(self, error: BaseException) -> str:
        """Write a defect to the log and return the log's path."""
        return str(record_defect(error, f"screen {self.current_mode}") or "")

    def _handle_exception(self, error: Exception) -> None:
        """Show a defect in what a timer or a later call did; of any other, end.

        Textual calls this for both, and ends; nothing is broken off by those two.
        """
        frames, screen = extract_tb(error.__traceback__), self._surface
        if isinstance(screen, ShowsErrors) and frames and frames[0].name in _GOES_ON:
            # A timer that fails again and again is told of once.
            if not isinstance(screen, ErrorDialog):
                report(screen, error)
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End after a defect that no command was the cause of, without words of participants.

        Textual would print every value that the program had at hand; `run` says it in a line.
        """
        self.bell()
        self._close_messages_no_wait()

    def project_screens(self) -> list[ProjectAware]:
        """List the screens over the project that were shown so far."""
        stacks = self._screen_stacks.values()
        return [screen for stack in stacks for screen in stack if isinstance(screen, ProjectAware)]

    def on_unmount(self) -> None:
        """Let go of the project when the application ends."""
        self._let_go()

    def _let_go(self) -> None:
        """Close the project, newest work in the file, and end the process that suggests."""
        if self._service is not None:
            self._service.close()
        if self.project is not None:
            self.save_drafts_now()
            self.project.close()


def run(project_path: str | None = None, coder: str = "") -> None:
    """Run the application until it is left.

    Raises:
        IpeCoderError: If the project cannot be opened; nothing is drawn then.
        Exception: If a defect ended it; the terminal is as it was.
    """
    from ipe_coder.project.opening import check_can_open

    if project_path is not None:
        check_can_open(project_path)
    heap.begin()
    application = IpeCoder(project_path, coder)
    application.run()
    if application._exception is not None:
        raise application._exception
