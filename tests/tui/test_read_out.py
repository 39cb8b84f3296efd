"""What a screen reader and a poor terminal get: a cursor, words, and signs that they can show."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from ipe_coder.config import load_settings
from ipe_coder.tui.signs import Signs, signs_of, translated
from ipe_coder.tui.terminal_fit import takes_title
from tests.tui.application import LARGE, SteadyApp, press_each, stilled, transcript_called, until


def screen_rows(pilot: Pilot[None]) -> list[str]:
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def at_cursor(pilot: Pilot[None]) -> str:
    """Read the row from the terminal's cursor on."""
    place = pilot.app.cursor_position
    return screen_rows(pilot)[place.y][place.x :].strip()


@pytest.fixture
def path(standard_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


async def test_the_terminals_cursor_goes_with_what_has_the_focus(path: Path) -> None:
    app = SteadyApp(path)
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await until(pilot, lambda: app.project is not None)
        await stilled(pilot)
        await press_each(pilot, "tab", "j")
        assert app.cursor_position.x == 1
        listed = at_cursor(pilot)
        await press_each(pilot, "enter")
        await stilled(pilot)
        assert listed.split()[0] in screen_rows(pilot)[0]
        sentence = at_cursor(pilot)
        await press_each(pilot, "l", "l")
        word = at_cursor(pilot)
        assert word != sentence
        assert word in sentence
        await press_each(pilot, "c", "s", "u")
        field = app.focused
        assert isinstance(field, Input)
        assert app.cursor_position == field.content_region.offset + Offset(2, 0)
        await press_each(pilot, "escape", "m", "a", "b")
        assert isinstance(app.focused, TextArea)
        assert app.cursor_position == app.focused.content_region.offset + Offset(2, 0)
        await press_each(pilot, "escape", "g")
        assert at_cursor(pilot).startswith("Go to")
        await press_each(pilot, "m")
        await until(pilot, lambda: app.focused is not None)
        await stilled(pilot)
        assert " of " in at_cursor(pilot)[:12]


async def test_a_screen_reader_hears_words_in_place_of_drawings(path: Path) -> None:
    app = SteadyApp(path)
    async with app.run_test(size=LARGE, notifications=True) as pilot:
        await until(pilot, lambda: app.project is not None)
        assert app.project is not None
        app.open_transcript(transcript_called(app.project, "Laughs"))
        await stilled(pilot)
        assert any("\u2503" in row for row in screen_rows(pilot))
        app.choose("reader", True)
        await stilled(pilot)
        shown = "\n".join(screen_rows(pilot))
        assert not any("\u2500" <= sign <= "\u25ff" for sign in shown)
        assert "Turn 1 of 4, I, interviewer; nothing coded here" in shown
        await press_each(pilot, "tab", ")")
        await stilled(pilot)
        said = "\n".join(screen_rows(pilot))
        assert "coded " in said
        assert " by AB" in said
        assert load_settings().reader
        assert app.animation_level == "none"
        await press_each(pilot, "c", "e")
        await stilled(pilot)
        dialog = app.screen.query_one("KeyFooter").region
        said = screen_rows(pilot)[dialog.y]
        assert "Enablers" in said, "the row at the cursor is not said"
        await press_each(pilot, "escape")
        app.choose("reader", False)
        await stilled(pilot)
        assert any("\u2503" in row for row in screen_rows(pilot))


@pytest.mark.parametrize(
    ("environment", "signs"),
    [
        ({"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}, Signs.DRAWN),
        ({"TERM": "xterm-256color", "LANG": "en_GB"}, Signs.DRAWN),
        ({"TERM": "xterm-256color"}, Signs.DRAWN),
        ({"TERM": "xterm-256color", "LC_ALL": "C", "LANG": "en_GB.UTF-8"}, Signs.ASCII),
        ({"TERM": "xterm", "LANG": "en_GB.ISO-8859-1"}, Signs.ASCII),
        ({"TERM": "xterm", "LANG": "C", "LC_CTYPE": "C.UTF-8"}, Signs.DRAWN),
        ({"TERM": "linux", "LANG": "cy_GB.utf8@x"}, Signs.FEW),
    ],
)
def test_a_terminal_gets_the_signs_that_it_has(environment: dict[str, str], signs: Signs) -> None:
    assert signs_of(environment) is signs


def test_stripes_and_ticks_become_letters_where_there_are_few_signs() -> None:
    assert translated("▌Pa┃ Rm╏ Bo║ ≡ √ …", Signs.FEW) == '>Pa| Rm: Bo" m v ~'
    assert translated("siŵr, “café” 日本 🙂", Signs.ASCII) == 'siwr, "cafe" ???? ??'
    assert translated("siŵr, “café”", Signs.FEW) == 'siŵr, "café"'


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cc", "Cs", "Cn", "Mn", "Me"])))
def test_no_cell_moves_for_want_of_a_sign(text: str) -> None:
    for signs in Signs:
        assert cell_len(translated(text, signs)) == cell_len(text)
    assert translated(text, Signs.ASCII).isascii()


def test_only_terminals_that_know_how_are_told_a_name() -> None:
    assert takes_title({"TERM": "xterm-256color"})
    assert not takes_title({"TERM": "linux"})
    assert not takes_title({})
