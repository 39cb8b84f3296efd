"""A command is said once: its key, its words and when it works follow from that."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import Input, OptionList, Static

import ipe_coder.tui
from ipe_coder.tui.command_list import key_label, keys_label, list_commands
from ipe_coder.tui.commands import Commands, command
from ipe_coder.tui.keymap import Keymap
from ipe_coder.tui.palette import ActionPalette, CommandsProvider
from ipe_coder.tui.screen import ModeScreen, collect_modes
from ipe_coder.tui.themes import install_themes
from ipe_coder.tui.widgets.key_footer import KeyFooter
from tests.tui.harness import HarnessApp, PlainScreen, ReadingScreen


class Pane(Commands, OptionList):
    """A list with a key of its own."""

    NAME = "desk.pane"

    @command("x", footer="not this one")
    def action_refuse(self) -> None:
        """Refuse this one."""
        self.screen.done.append("refused")  # type: ignore[attr-defined]


def _is_open(screen: DeskScreen) -> bool:
    return screen.is_open


class DeskScreen(ModeScreen):
    NAME, TITLE, KEY = "desk", "Desk", "d"
    HELP = "A screen for the tests."

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        self.done: list[object] = []

    def compose_body(self) -> ComposeResult:
        yield Pane("one", "two")
        yield Input()
        yield Static("[b]words[/b]", markup=False)

    @command("x", footer=True, group="Doing")
    def action_remove_code(self) -> None:
        """Remove the code at the cursor.

        What is said here is not shown.
        """
        self.done.append("removed")

    @command("1..3", footer="apply", group="Doing")
    def action_choose(self, digit: int) -> None:
        """Apply the code of a digit."""
        self.done.append(digit)

    @command("o", footer="close", when=_is_open)
    async def action_close(self) -> None:
        """Close what is open."""
        self.done.append("closed")

    @command("tab", when=_is_open)
    def action_go_on(self) -> None:
        """Go on to the next turn."""
        self.done.append("onward")

    @command()
    def action_rare_thing(self) -> None:
        """Do what [has] no key."""
        self.done.append("rare")


class DeskApp(App[None]):
    MODES = collect_modes([DeskScreen, PlainScreen])  # type: ignore[assignment]
    DEFAULT_MODE = "desk"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.keymap = Keymap()
        install_themes(self)

    @property
    def desk(self) -> DeskScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, DeskScreen)
        return screen


def binding_of(cls: type[DOMNode], key: str) -> Binding:
    assert cls._merged_bindings is not None
    (found,) = cls._merged_bindings.key_to_bindings[key]
    return found


def footer_of(app: App[None]) -> str:
    return app.screen.query_one(KeyFooter).render().plain


def test_the_binding_takes_its_words_from_the_method() -> None:
    binding = binding_of(DeskScreen, "x")
    assert binding.id == "desk.remove_code"
    assert binding.action == "remove_code"
    assert binding.tooltip == "Remove the code at the cursor"
    assert binding.description == "remove code"


def test_a_range_of_digits_has_a_binding_each() -> None:
    assert binding_of(DeskScreen, "2").id == "desk.choose.2"
    assert binding_of(DeskScreen, "2").action == "choose(2)"


def test_textual_keys_of_the_base_stay() -> None:
    assert binding_of(PlainScreen, "tab").action == "app.focus_next"
    assert binding_of(Pane, "down").action == "cursor_down"


async def test_a_command_takes_a_key_of_textual_and_gives_it_back_when_unavailable() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.query_one(Pane).focus()
        await pilot.press("tab")
        assert isinstance(app.screen.focused, Input)
        app.screen.query_one(Pane).focus()
        app.desk.is_open = True
        await pilot.press("tab")
        assert app.desk.done == ["onward"]


def test_a_method_that_replaces_the_parents_keeps_its_key() -> None:
    class OtherDesk(DeskScreen):
        NAME = "other"

        def action_remove_code(self) -> None:
            self.done.append("otherwise")

    assert binding_of(OtherDesk, "x").id == "other.remove_code"


def test_two_commands_on_one_key_are_refused() -> None:
    with pytest.raises(TypeError, match="x is the key of keep and of remove_code"):

        class Twice(DeskScreen):
            @command("x")
            def action_keep(self) -> None:
                """Keep it."""


def test_a_digit_of_a_range_is_refused_a_second_time() -> None:
    with pytest.raises(TypeError, match="2 is the key of"):

        class Digit(DeskScreen):
            @command("2")
            def action_second(self) -> None:
                """Take the second."""


def every_commanding_class() -> list[type[Commands]]:
    for module in pkgutil.walk_packages(ipe_coder.tui.__path__, "ipe_coder.tui."):
        import_module(module.name)
    found: list[type[Commands]] = []
    waiting: list[type[Commands]] = [Commands]
    while waiting:
        for cls in waiting.pop().__subclasses__():
            if cls.__module__.startswith("ipe_coder."):
                found.append(cls)
            waiting.append(cls)
    return found


def test_no_screen_has_two_commands_on_one_key_and_all_can_explain_themselves() -> None:
    for cls in every_commanding_class():
        keys = [
            key
            for spoken in cls.COMMAND_TABLE
            if not spoken.priority
            for key in (map(str, spoken.digits) if spoken.digits else spoken.keys)
        ]
        assert len(keys) == len(set(keys)), cls
        for spoken in cls.COMMAND_TABLE:
            assert spoken.help, f"{cls.__name__}.{spoken.action} has no docstring"
            assert hasattr(cls, f"action_{spoken.action}")


def test_commands_of_a_screen_come_before_those_of_every_screen() -> None:
    actions = [spoken.action for spoken in DeskScreen.COMMAND_TABLE]
    assert actions[:2] == ["remove_code", "choose"]
    assert actions.index("rare_thing") < actions.index("keys") < actions.index("close_error")


async def test_keys_do_what_they_say() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.set_focus(None)
        await pilot.press("x", "3", "o")
        assert app.desk.done == ["removed", 3]
        app.desk.is_open = True
        await pilot.press("o")
        assert app.desk.done == ["removed", 3, "closed"]


async def test_a_key_of_the_focused_pane_comes_first() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.query_one(Pane).focus()
        await pilot.press("x")
        assert app.desk.done == ["refused"]


async def test_the_footer_shows_only_keys_that_work_now() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.set_focus(None)
        await pilot.pause()
        assert footer_of(app) == "x remove code  1-3 apply  ? keys"
        app.desk.is_open = True
        app.desk.refresh_bindings()
        await pilot.pause()
        assert footer_of(app) == "x remove code  1-3 apply  o close  ? keys"
        app.screen.query_one(Pane).focus()
        await pilot.pause()
        assert footer_of(app) == "x not this one  1-3 apply  o close  ? keys"
        app.screen.query_one(Input).focus()
        await pilot.pause()
        assert footer_of(app) == "f1 keys"


async def test_a_narrow_footer_keeps_the_first_keys_and_the_way_to_all_of_them() -> None:
    app = DeskApp()
    async with app.run_test(size=(26, 36)) as pilot:
        app.screen.set_focus(None)
        await pilot.pause()
        assert footer_of(app) == "x remove code  ? keys"


async def test_what_was_done_stands_at_the_right() -> None:
    app = HarnessApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("J", "c")
        assert footer_of(app).endswith("Coded Pa, 12 words")


async def test_on_a_narrow_screen_what_was_done_pushes_keys_aside_for_a_while() -> None:
    app = DeskApp()
    async with app.run_test(size=(40, 36)) as pilot:
        app.screen.set_focus(None)
        app.desk.say("Nothing to undo")
        await pilot.pause()
        assert footer_of(app).endswith("? keys  Nothing to undo")
        app.desk.footer._age()
        assert footer_of(app) == "x remove code  1-3 apply  ? keys"


async def test_a_click_on_a_key_in_the_footer_presses_it() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.set_focus(None)
        await pilot.pause()
        await pilot.click(KeyFooter, offset=(4, 0))
        assert app.desk.done == ["removed"]


async def test_a_keymap_gives_a_command_another_key_everywhere() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.set_focus(None)
        app.keymap = Keymap(own={"desk.remove_code": ("d",), "everywhere.keys": ("f2",)})
        app.desk.follow_keymap()
        app.screen.refresh_bindings()
        await pilot.pause()
        assert footer_of(app) == "d remove code  1-3 apply  f2 keys"
        await pilot.press("x", "d")
        assert app.desk.done == ["removed"]
        entry = next(entry for entry in list_commands(app.screen) if entry.action == "remove_code")
        assert keys_label(entry) == "d"


async def test_the_palette_lists_what_is_available_and_runs_it() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.set_focus(None)
        provider = CommandsProvider(app.screen)
        texts = [hit.text async for hit in provider.discover()]
        assert texts[:2] == ["Remove the code at the cursor", "Do what [has] no key"]
        assert "Close what is open" not in texts
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, ActionPalette)
        await pilot.press(*"no key")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.desk.done == ["rare"]


async def test_the_palette_finds_a_command_by_its_short_name_first() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)):
        provider = CommandsProvider(app.screen)
        hits = sorted([hit async for hit in provider.search("rare")], key=lambda hit: hit.score)
        assert hits[-1].text == "Do what [has] no key"


async def test_the_palette_finds_each_digit() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)):
        provider = CommandsProvider(app.screen)
        hits = [hit async for hit in provider.search("apply 2")]
        assert [hit.text for hit in hits] == ["Apply the code of a digit: 2"]
        await hits[0].command()
        assert app.desk.done == [2]


async def test_the_palette_offers_commands_while_a_field_is_edited() -> None:
    app = DeskApp()
    async with app.run_test(size=(120, 36)) as pilot:
        app.screen.query_one(Input).focus()
        await pilot.pause()
        texts = [hit.text async for hit in CommandsProvider(app.screen).discover()]
        assert "Remove the code at the cursor" in texts


@pytest.mark.parametrize(
    ("key", "label"),
    [("left_square_bracket", "["), ("question_mark", "?"), ("ctrl+n", "ctrl+n"), ("up", "↑"),
     ("escape", "esc"), ("full_stop", "."), ("J", "J"), ("shift+down", "shift+↓"), ("tab", "tab")],
)  # fmt: skip
def test_keys_are_shown_as_people_know_them(key: str, label: str) -> None:
    assert key_label(key) == label


def test_actions_stay_plain_methods() -> None:
    assert not inspect.iscoroutinefunction(DeskScreen.action_remove_code)
    assert inspect.iscoroutinefunction(DeskScreen.action_close)
    assert ReadingScreen.find_command("apply_code") is not None
