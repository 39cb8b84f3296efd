"""What every screen has: ways to others, its keys, errors, progress, and a smallest window."""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Static

from ipe_coder.errors import FileError, FilesError, ProjectError
from ipe_coder.tui.background import Progress, WorksInBackground, background, stopped
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.dialogs.error import ErrorDialog
from ipe_coder.tui.dialogs.go import GoDialog
from ipe_coder.tui.dialogs.keys import KeysDialog
from ipe_coder.tui.screen import LazyScreen, ModeScreen, collect_modes
from ipe_coder.tui.screens import SCREENS
from ipe_coder.tui.themes import CONTRAST, install_themes
from ipe_coder.tui.widgets.too_small import TooSmall
from tests.tui.harness import HarnessApp, PlainScreen, ReadingScreen

Settle = Callable[[Pilot[None]], Awaitable[None]]


class WorkScreen(ModeScreen):
    NAME, TITLE, KEY = "work", "Work", "w"

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()
        self.begun = threading.Event()
        self.tries = 0
        self.results: list[str] = []

    def compose_body(self) -> ComposeResult:
        yield Static("body", markup=False)

    @background("reading", "reading files")
    def read(self, failure: Exception | None = None) -> None:
        self.post_message(Progress("reading", "reading files", 1, 3))
        self.begun.set()
        self.go_on.wait(5)
        if failure is not None:
            raise failure
        self.results.append("stopped" if stopped() else "read")

    @command("w")
    def action_write(self) -> None:
        """Write what cannot be written."""
        self.tries += 1
        if self.tries < 3:
            raise ProjectError("well.ipe is locked [/].", "Close it there.")
        self.say("saved 10:42")

    @command("b")
    async def action_break(self) -> None:
        """Break."""
        raise ValueError("no such row [/]")


class WorkApp(App[None]):
    MODES = collect_modes([WorkScreen, PlainScreen])  # type: ignore[assignment]
    DEFAULT_MODE = "work"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        install_themes(self)
        self.recorded: list[BaseException] = []

    def record_defect(self, error: BaseException) -> str:
        self.recorded.append(error)
        return "log.txt"

    @property
    def work(self) -> WorkScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, WorkScreen)
        return screen


# -- going elsewhere


async def test_g_and_a_letter_go_to_a_screen() -> None:
    app = HarnessApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("g")
        assert isinstance(app.screen, GoDialog)
        await pilot.press("p")
        assert isinstance(app.screen, PlainScreen)


async def test_g_g_goes_to_the_top() -> None:
    app = HarnessApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("J", "J", "g", "g")
        assert isinstance(app.screen, ReadingScreen)
        assert app.screen.transcript_view.turn == 0


@pytest.mark.parametrize("key", ["z", "escape", "c"])
async def test_any_other_letter_stays_here(key: str) -> None:
    app = HarnessApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("g", key)
        assert isinstance(app.screen, ReadingScreen)


def test_two_screens_cannot_share_a_letter() -> None:
    class Other(PlainScreen):
        NAME = "other"

    with pytest.raises(TypeError, match="its letter"):
        collect_modes([PlainScreen, Other])


# -- keys


async def test_the_list_of_keys_is_made_from_the_commands() -> None:
    app = HarnessApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("?")
        assert isinstance(app.screen, KeysDialog)
        listing = str(app.screen.query("Static").last(Static).content)
        assert listing.startswith("Read a transcript and code it.\n\nCoding\nc ")
        assert "Moving\nj  ↓          Go to the next sentence" in listing
        assert "Drop the selection" in listing
        await pilot.press("escape")
        assert isinstance(app.screen, ReadingScreen)


# -- errors


async def test_an_expected_error_stays_above_the_footer_until_esc() -> None:
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        strip = app.work.error_strip
        assert strip.shown
        assert strip.size.height == 3
        assert strip.words == "Not done\nwell.ipe is locked [/].\nClose it there. esc closes this."
        await pilot.press("x", "j")
        assert strip.shown
        await pilot.press("escape")
        assert not strip.shown


async def test_r_tries_again_what_failed() -> None:
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        work = app.work
        await pilot.press("r")
        work.show_error(ProjectError("locked", ""), title="Not saved", retry=work.action_write)
        await pilot.press("r")
        assert work.tries == 1
        assert "locked [/]" in work.error_strip.words
        work.show_error(ProjectError("locked", ""), title="Not saved", retry=work.action_write)
        await pilot.press("r")
        work.show_error(ProjectError("locked", ""), title="Not saved", retry=work.action_write)
        await pilot.press("r")
        assert work.tries == 3
        assert not work.error_strip.shown
        assert work.footer.status == "saved 10:42"


async def test_what_can_be_tried_again_stays_so_when_work_behind_the_screen_meets_it_too() -> None:
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        work = app.work
        work.show_error(ProjectError("it is gone", ""), title="Not saved", retry=work.action_write)
        work.show_error(ProjectError("it is gone", ""))
        await pilot.press("r")
        assert work.tries == 1
        work.show_error(ProjectError("it is another", ""))
        await pilot.press("r")
        assert work.tries == 1
        assert "it is another" in work.error_strip.words


async def test_r_is_a_letter_while_a_field_is_edited() -> None:
    app = HarnessApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("g", "p")
        screen = app.screen
        assert isinstance(screen, PlainScreen)
        screen.show_error(ProjectError("locked"), retry=lambda: None)
        await pilot.press("r")
        assert screen.query_one(Input).value == "r"
        assert screen.error_strip.shown


async def test_many_errors_say_how_many_more_there_are() -> None:
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        errors = [FileError(f"{n}.txt", "is empty.") for n in range(9)]
        app.work.show_error(FilesError(errors), title="Nothing was imported")
        await pilot.pause()
        assert "3.txt: is empty.\nand 5 more\n" in app.work.error_strip.words


async def test_a_defect_opens_a_dialog_whose_details_can_be_copied() -> None:
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("b")
        assert isinstance(app.screen, ErrorDialog)
        assert "no such row [/]" in str(app.screen.query("#body Static").first(Static).content)
        assert [type(error) for error in app.recorded] == [ValueError]
        await pilot.press("c")
        assert "in action_break" in app.clipboard
        await pilot.press("escape")
        assert app.screen_stack == [app.work]


# -- work behind the screen


async def test_progress_shows_in_the_footer_and_goes_when_done(settle: Settle) -> None:
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        work = app.work
        work.read()
        work.begun.wait(5)
        await pilot.pause()
        assert work.footer.render().plain.endswith("reading files  ━━━━────────  1 of 3")
        work.go_on.set()
        await settle(pilot)
        assert not work.is_busy
        assert "reading" not in work.footer.render().plain
        assert work.results == ["read"]


async def test_esc_stops_the_work() -> None:
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        work = app.work
        work.read()
        work.begun.wait(5)
        await pilot.pause()
        await pilot.press("escape")
        assert not work.is_busy
        work.go_on.set()
        while not work.results:
            await pilot.pause()
        assert work.results == ["stopped"]


async def test_late_progress_of_ended_work_is_dropped() -> None:
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.work.post_message(Progress("reading", "reading files", 1, 3))
        await pilot.pause()
        assert not app.work.is_busy


@pytest.mark.parametrize(
    ("failure", "is_expected"), [(ProjectError("locked"), True), (ValueError("oh"), False)]
)
async def test_what_work_raises_is_shown(failure: Exception, is_expected: bool) -> None:
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        work = app.work
        work.go_on.set()
        worker = work.read(failure)
        while not worker.is_finished:
            await pilot.pause()
        await pilot.pause()
        assert work.error_strip.shown is is_expected
        assert isinstance(app.screen, ErrorDialog) is not is_expected


def test_only_one_message_of_progress_waits() -> None:
    one, other = Progress("a", "x", 1, 3), Progress("a", "x", 2, 3)
    assert other.can_replace(one)
    assert not other.can_replace(Progress("b", "x", 1, 3))


async def test_a_class_that_would_hide_failures_is_refused() -> None:
    class Careless(Static):
        @background("x", "doing x")
        def work(self) -> None:
            """Do nothing."""

    app = WorkApp()
    async with app.run_test():
        await app.screen.mount(widget := Careless(markup=False))
        with pytest.raises(TypeError, match="WorksInBackground"):
            widget.work()


async def test_a_widget_can_work_behind_the_screen() -> None:
    class Careful(WorksInBackground, Static):
        @background("x", "doing x")
        def work(self) -> None:
            raise ProjectError("locked")

    app = WorkApp()
    async with app.run_test() as pilot:
        await app.screen.mount(widget := Careful(markup=False))
        worker = widget.work()
        while not worker.is_finished:
            await pilot.pause()
        await pilot.pause()
        assert app.work.error_strip.shown


# -- the window


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (72, 20)])
async def test_a_window_that_is_too_small_says_so(size: tuple[int, int]) -> None:
    app = HarnessApp()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        cover = app.screen.query_one(TooSmall)
        assert cover.display
        said = cover.render().plain
        assert said == f"ipe_coder needs 80 x 24; this window is {size[0]} x {size[1]}."
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert not cover.display


async def test_a_dialog_gives_an_answer_or_none() -> None:
    class Ask(Dialog[str]):
        NAME, TITLE = "ask", "Retire Overtime?"

        def compose_body(self) -> ComposeResult:
            yield Static("Its 4 segments stay.", markup=False)

        @command("y", footer="retires")
        def action_retire(self) -> None:
            """Retire it."""
            self.dismiss("retired")

    answers: list[str | None] = []
    app = WorkApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Ask(), answers.append)
        assert app.screen.footer.render().plain == "y retires  esc back"  # type: ignore[attr-defined]
        await pilot.press("y")
        await app.push_screen(Ask(), answers.append)
        await pilot.press("escape")
        assert answers == ["retired", None]


async def test_css_knows_the_high_contrast_theme() -> None:
    app = HarnessApp()
    async with app.run_test(size=(120, 36)) as pilot:
        assert not app.screen.has_class("-contrast")
        app.theme = CONTRAST
        await pilot.pause()
        assert app.screen.has_class("-contrast")


@pytest.mark.parametrize("place", SCREENS, ids=lambda place: place.NAME)
def test_what_g_offers_is_what_the_screen_says_of_itself(place: LazyScreen) -> None:
    screen = place.load()
    assert (screen.NAME, screen.TITLE, screen.KEY) == (place.NAME, place.TITLE, place.KEY)
    assert screen.HELP
