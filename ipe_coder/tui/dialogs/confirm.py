"""A question that is answered with y or n."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.named_keys import key
from ipe_coder.tui.rendering import render_line, render_words


class Confirm(Dialog[bool]):
    """Asks whether to go on; dismissed with True or False."""

    NAME = "confirm"
    DEFAULT_CSS = """
    Confirm { & #answers { height: auto; padding: 1 0; color: $muted; } }
    """

    def __init__(self, question: str, yes: str, no: str, detail: str = "") -> None:
        """Ask a question.

        Args:
            question: The question, such as `Retire Overtime?`.
            yes: What y does, as in `retires`.
            no: What n does, as in `keeps`.
            detail: What stays and what does not.
        """
        super().__init__()
        self._question, self._yes, self._no, self._detail = question, yes, no, detail

    def title_line(self) -> Content:
        """Ask."""
        return render_line((self._question, "bold $strong"))

    def compose_body(self) -> ComposeResult:
        """Say what each answer does."""
        if self._detail:
            yield Static(render_words(self._detail))
        yield Static(
            render_line(
                (key("confirm.agree"), "bold $accent-text"), f" {self._yes}   ",
                (key("confirm.refuse"), "bold $accent-text"), f" {self._no}",
            ),
            id="answers",
        )  # fmt: skip

    @command("y", in_palette=False)
    def action_agree(self) -> None:
        """Go on."""
        self.dismiss(True)

    @command("n", in_palette=False)
    def action_refuse(self) -> None:
        """Leave it."""
        self.dismiss(False)
