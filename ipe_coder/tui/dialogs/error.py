"""A defect of the program: what happened, in a dialog from which the details can be copied."""

from __future__ import annotations

from traceback import format_exception

from textual.app import ComposeResult
from textual.widgets import Static

from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.rendering import render_line, render_words


class ErrorDialog(Dialog[None]):
    """Shows an unexpected error; the screen beneath is as it was."""

    NAME = "error"
    TITLE = "Something went wrong in ipe_coder"

    def __init__(self, error: BaseException, log: str = "") -> None:
        """Describe an error.

        Args:
            error: What was raised.
            log: Path of the log that holds the details, if they were written.
        """
        super().__init__()
        self.details = "".join(format_exception(error))
        """Everything that a report of the defect needs."""
        self._summary = f"{type(error).__name__}: {error}".rstrip(": ")
        self._log = log

    def compose_body(self) -> ComposeResult:
        """Say what happened and what is safe."""
        yield Static(render_words(self._summary, "$strong"))
        yield Static(
            "This is a defect of the program, not of your files."
            " What was saved before is safe; the last action may not be.",
            markup=False,
        )
        if self._log:
            yield Static(render_line(("Details are in ", "$muted"), self._log))

    @command("c", footer="copy the details")
    def action_copy(self) -> None:
        """Copy the details for a report."""
        self.app.copy_to_clipboard(self.details)
        self.say("Copied the details")
