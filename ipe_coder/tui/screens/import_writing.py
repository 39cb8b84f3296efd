"""What every import does once it writes: behind the screen, then told to all, then left."""

from __future__ import annotations

from textual import events, on
from textual.message import Message
from textual.worker import Worker

from ipe_coder.model.change import Change
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.screens.base import ProjectAware

WRITING = "writing"
"""The group of the work that writes."""


class ImportWriting(ProjectAware):
    """A preview that writes; it is left for the library once everything is in the project."""

    class Written(Message):
        """Everything is in the project."""

        def __init__(self, changes: list[Change], notes: tuple[str, ...]) -> None:
            """Carry the changes that came of it, the newest first, and what was not seen before."""
            super().__init__()
            self.changes, self.notes = changes, notes

    def __init__(self) -> None:
        """Begin with nothing written."""
        super().__init__()
        self.is_writing = False
        self.label = ""
        """What was done, once it was."""

    def begin_writing(self) -> None:
        """Let no key change anything any more."""
        self.is_writing = True
        self.refresh_bindings()

    @on(Written)
    def _take_written(self, event: Written) -> None:
        """Tell every screen, and go back to the library."""
        event.stop()
        for change in reversed(event.changes):
            self.ipe.publish(change)
        self.label = event.changes[0].label if event.changes else ""
        if event.notes:
            self.app.push_screen(NotesDialog(self.label, event.notes), lambda _: self._finish())
        else:
            self._finish()

    async def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Let keys write again once writing has ended, well or not."""
        if event.worker.group == WRITING and event.worker.is_finished:
            self.is_writing = False
            self.refresh_bindings()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Go on to the library where everything was written while another screen was on show."""
        super().on_screen_resume(event)
        self._finish()

    def _finish(self) -> None:
        if self.label and self.is_current:
            self.dismiss(None)
