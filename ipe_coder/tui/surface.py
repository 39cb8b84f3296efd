"""What screens and dialogs share: commands, a footer, errors, and work behind them."""

from __future__ import annotations

from inspect import isawaitable
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual._types import CallbackType
from textual.geometry import Offset
from textual.message_pump import MessagePump
from textual.screen import Screen

from ipe_coder.errors import IpeCoderError
from ipe_coder.tui.background import Progress, WorksInBackground
from ipe_coder.tui.careful import CarefulHandlers
from ipe_coder.tui.commands import EVERYWHERE, Commands, command, needs
from ipe_coder.tui.failures import RecordsDefects, reported
from ipe_coder.tui.rendering import Part
from ipe_coder.tui.terminal_fit import FitsTerminal
from ipe_coder.tui.themes import PALETTES
from ipe_coder.tui.widgets.error_strip import ErrorStrip, Retry
from ipe_coder.tui.widgets.key_footer import KeyFooter
from ipe_coder.tui.widgets.rows import Rows
from ipe_coder.tui.widgets.too_small import SMALLEST, TooSmall

_SIDE_FROM_WIDTH = 110

Value = TypeVar("Value")
"""What a screen is dismissed with."""


def _has_error(surface: Surface[Any]) -> bool:
    return surface.error_strip.shown


@needs("Nothing failed that could be tried again.")
def _can_retry(surface: Surface[Any]) -> bool:
    focused = surface.focused
    is_typing = focused is not None and focused.check_consume_key("r", "r")
    return surface.error_strip.retry is not None and not is_typing


def _is_busy(surface: Surface[Any]) -> bool:
    return surface.is_busy


async def finish(result: object) -> None:
    """Wait for what a call gave, where it is to be waited for."""
    if isawaitable(result):
        await result


class Surface(Commands, CarefulHandlers, WorksInBackground, Screen[Value]):
    """A screen with a footer and a place for errors; `ModeScreen` and `Dialog` are built on it."""

    TITLE: ClassVar[str] = ""
    """What it is called where people read it."""
    HELP = ""
    """What it is for, in a sentence or two."""
    DEFAULT_CSS = """
    Surface.-reader {
        & Rows, & VerticalScroll, & TextArea, & #side { scrollbar-size: 0 0; }
        & KeyFooter { height: auto; max-height: 4; }
    }
    """

    def __init__(self) -> None:
        """Make the parts that stand around the body."""
        super().__init__()
        self.footer = KeyFooter()
        self.error_strip = ErrorStrip()
        self._too_small = TooSmall()
        self._progress: dict[str, Progress] = {}
        self.takes_keys = False
        """Whether what is typed has somewhere to go: once everything is mounted and focused."""

    # -- what is said

    def say(self, *parts: Part) -> None:
        """Show in the footer what was done last: `say("Coded ", look, ", 8 words")`."""
        self.footer.say(*parts)

    def tell(self, *parts: Part) -> None:
        """Show in the footer what is so now, until the next key: `tell("8 words selected")`."""
        self.footer.tell(*parts)

    # -- who reads it

    @property
    def is_read_out(self) -> bool:
        """Whether a screen reader speaks what is shown."""
        return isinstance(self.app, FitsTerminal) and self.app.is_read_out

    @property
    def room(self) -> int:
        """Columns for panes beside each other; a screen reader reads across them, so few then."""
        width = self.app.size.width
        return min(width, SMALLEST.width) if self.is_read_out else width

    @property
    def has_side(self) -> bool:
        """Whether there is room for a column beside what the screen is about."""
        return self.room >= _SIDE_FROM_WIDTH

    def fit_side(self) -> None:
        """Let CSS know whether there is room for a column; where there is, nothing is a drawer."""
        self.set_class(not self.has_side, "-narrow")
        if self.has_side:
            self.remove_class("-drawer")

    @property
    def reading_place(self) -> Offset:
        """Where the terminal's cursor is while nothing has the focus."""
        return Offset(0, 0)

    @on(events.ScreenResume)
    def _name_window(self) -> None:
        if isinstance(self.app, FitsTerminal):
            self.app.name_window(self.TITLE)

    @on(Rows.Passed)
    def _say_row(self, event: Rows.Passed) -> None:
        """Say where the cursor of a list is whose field has the focus, and so the cursor."""
        event.stop()
        if self.is_read_out:
            self.say(event.words)

    # -- what went wrong

    def _invoke_later(self, callback: CallbackType, sender: MessagePump) -> None:
        """Show what a call after a paint raises: Textual would end the program.

        The screen that is painted may not be that of the sender, which closes meanwhile.
        """

        async def call() -> None:
            with reported(self, sender):
                await finish(callback())

        super()._invoke_later(call, sender)

    def show_error(
        self, error: IpeCoderError, *, title: str = "Not done", retry: Retry | None = None
    ) -> None:
        """Show an expected error above the footer.

        Args:
            error: Its message and its hint are shown.
            title: What it means for the coder: `Not saved`.
            retry: Does it again when `r` is pressed.
        """
        self.error_strip.show(title, error.message, error.hint, retry)
        self.refresh_bindings()

    def show_defect(self, error: BaseException) -> None:
        """Show a defect of the program in a dialog from which its details can be copied."""
        # The dialog is built on this class.
        from ipe_coder.tui.dialogs.error import ErrorDialog

        if isinstance(self.app.screen, ErrorDialog):
            # What fails again at each drawing would bring one dialog after the other.
            raise error
        log = self.app.record_defect(error) if isinstance(self.app, RecordsDefects) else ""
        self.app.push_screen(ErrorDialog(error, log))

    @command("escape", group=EVERYWHERE, when=_has_error, priority=True)
    def action_close_error(self) -> None:
        """Close the error."""
        self.error_strip.hide()
        self.refresh_bindings()

    @command("r", group=EVERYWHERE, when=_can_retry, priority=True)
    async def action_retry(self) -> None:
        """Try again what failed."""
        retry = self.error_strip.retry
        self.action_close_error()
        with reported(self):
            await finish(retry() if retry is not None else None)

    # -- work behind the screen

    @property
    def is_busy(self) -> bool:
        """Whether work behind the screen shows its progress."""
        return bool(self._progress)

    @on(Progress)
    def _take_progress(self, event: Progress) -> None:
        """Show progress of work that still runs; a late message of ended work is dropped."""
        event.stop()
        if any(worker.group == event.group and worker.is_running for worker in self.workers):
            self._progress[event.group] = event
            self.footer.show_busy(event.name, event.done, event.total)
            self.refresh_bindings()

    def end_progress(self, group: str) -> None:
        """Take ended work off the footer and show what else runs, if anything does."""
        if self._progress.pop(group, None) is None:
            return
        if self._progress:
            event = list(self._progress.values())[-1]
            self.footer.show_busy(event.name, event.done, event.total)
        else:
            self.footer.end_busy()
        self.refresh_bindings()

    @command("escape", group=EVERYWHERE, when=_is_busy, priority=True)
    def action_stop_work(self) -> None:
        """Stop the work that the footer shows."""
        group = list(self._progress)[-1]
        for worker in list(self.workers):
            if worker.group == group:
                worker.cancel()

    # -- the window

    def on_compose(self) -> None:
        """Look as the theme wants before there are parts whose styles would be found anew."""
        self._follow_theme(self.app.theme)
        self.set_class(self.is_read_out, "-reader")

    def on_mount(self) -> None:
        """Follow the theme, so that CSS can draw lines in the high-contrast one; take keys."""
        self.watch(self.app, "theme", self._follow_theme, init=False)
        self.call_after_refresh(self._take_keys)

    def _take_keys(self) -> None:
        self.takes_keys = True

    def _follow_theme(self, theme: str) -> None:
        self.set_class(PALETTES[theme].has_lines, "-contrast")

    def on_resize(self, event: events.Resize) -> None:
        """Cover everything in a window that is too small."""
        self._too_small.fit(event.size)
