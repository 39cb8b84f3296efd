"""Every set of keys is whole and free of clashes; settings hold at once and are kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ipe_coder.config import Settings, load_own_keys, load_settings
from ipe_coder.errors import FileError
from ipe_coder.tui.app import IpeCoder
from ipe_coder.tui.command_list import list_commands
from ipe_coder.tui.dialogs.settings import SettingsDialog
from ipe_coder.tui.keymap import ARROWS, KEY_SETS, Keymap, KeySet
from ipe_coder.tui.own_keys import clashes, clashes_between, faults, places, read_own
from ipe_coder.tui.screen import ModeScreen
from ipe_coder.tui.surface import Surface
from ipe_coder.tui.themes import LIGHT
from tests.tui.application import LARGE, SteadyApp, arrive, press_each, stilled, until

_BROKEN = KeySet("broken", "", keys={"coding.memo": ("c",), "library.export": ("j",)})


@pytest.fixture
def settings_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.setenv("IPE_CONFIG", str(folder))
    monkeypatch.delenv("IPE_CODER", raising=False)
    return folder


def _clashes_of(chosen: KeySet) -> list[tuple[str, str, str]]:
    """Walk every screen and dialog, alone and with every pane that may have the focus in it."""
    keymap, every = Keymap(chosen), places()
    panes = [one for one in every if not issubclass(one, Surface)]
    return [
        *(found for place in every for found in clashes(place, keymap)),
        *(
            found
            for place in every
            for pane in panes
            if issubclass(place, Surface)
            for found in clashes_between(pane, place, keymap)
        ),
    ]


@pytest.mark.parametrize("chosen", KEY_SETS.values(), ids=list(KEY_SETS))
def test_every_set_of_keys_reaches_everything_and_nothing_twice(chosen: KeySet) -> None:
    assert _clashes_of(chosen) == []
    named = set()
    for place in places():
        for spoken in place.COMMAND_TABLE:
            named |= {f"{name}.{spoken.action}" for name in place.names_of(spoken)}
            keys = place.keys_of(spoken, Keymap(chosen))
            assert keys or spoken.in_palette, f"{place.NAME}.{spoken.action}"
            if chosen is ARROWS and spoken.group == "Moving":
                assert [key for key in keys if key in "hjklHJKLG"] == []
    assert set(chosen.keys) <= named


def test_a_clash_in_a_set_of_keys_would_be_found() -> None:
    assert ("c", "apply_code", "memo") in _clashes_of(_BROKEN)
    assert ("j", "row_down", "export") in _clashes_of(_BROKEN)


async def test_settings_hold_at_once_and_are_kept(
    settings_folder: Path, tmp_path: Path, flexible_file: Path
) -> None:
    (settings_folder / "settings.toml").write_text('# mine\ncoder = "AB"\n', encoding="utf-8")
    path = tmp_path / "flexible.ipe"
    shutil.copy(flexible_file, path)
    app = SteadyApp(path)
    async with app.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: app.project is not None)
        await press_each(pilot, "g", "l")
        await stilled(pilot)
        await press_each(pilot, "f9")
        await arrive(pilot, SettingsDialog)
        await press_each(pilot, "right", "down", "right", "right", "right")
        assert app.theme == LIGHT
        await press_each(pilot, "escape")
        keys = {entry.action: entry.keys for entry in list_commands(app.screen)}
        assert keys["row_down"] == ("d", "↓")
        assert keys["export"] == ("k",)
        assert "d" in app.screen.active_bindings
        assert "j" not in app.screen.active_bindings
        await press_each(pilot, "g", "p")
        keys = {entry.action: entry.keys for entry in list_commands(app.screen)}
        assert keys["row_down"] == ("d", "↓")
    assert load_settings() == Settings(coder="AB", theme="light", keys="left")
    assert (settings_folder / "settings.toml").read_text(encoding="utf-8").startswith("# mine\n")


async def test_keys_of_ones_own_hold_and_what_does_not_fit_is_said(settings_folder: Path) -> None:
    (settings_folder / "keymap.toml").write_text(
        '[project]\nadd_study = "f5, ctrl+a"\nimprot = "y"\n[everywhere]\nkeys = "f7"\n',
        encoding="utf-8",
    )
    app = IpeCoder(None, "AB", settings=Settings())
    async with app.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ModeScreen) and app.screen.takes_keys)
        screen = app.screen
        assert isinstance(screen, ModeScreen)
        await until(pilot, lambda: screen.error_strip.shown)
        keys = {entry.action: entry.keys for entry in list_commands(screen)}
        assert keys["add_study"] == ("f5", "ctrl+a")
        assert keys["keys"] == ("f7",)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[coding]\naply_code = 'y'", 2, "there is no action coding.aply_code."),
        ("[coding]\naply_code = 'y'", 2, "The nearest is coding.apply_code."),
        ("[coding]\n\nmemo = 'ctlr+m'", 3, "there is no key ctlr+m. The nearest is ctrl+m."),
        ("[coding]\nmemo = 'c'", 2, "c is the key of coding.memo and of coding.apply_code."),
        ("[coding]\napply_digit = 'c'", 2, "coding.apply_digit has the digits"),
        ("library.export = 'j'", 1, "j is the key of library.export and of rows.row_down."),
        ("everywhere = {undo = '['}", 0, "[ is the key of everywhere.undo and of "),
    ],
)
def test_a_line_that_does_not_fit_is_named(
    settings_folder: Path, text: str, line: int, said: str
) -> None:
    path = settings_folder / "keymap.toml"
    path.write_text(text, encoding="utf-8")
    own = load_own_keys()
    first, *_ = faults(path, own, Keymap(own=read_own(own)))
    assert said in f"{first} {first.hint}"
    assert (f"line {line}" in str(first)) == bool(line)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("preset = 'vim'", 'settings.toml: keys = "vim"'),
        ("[coding]\nmemo = 3", "line 2"),
        ("[", "is no TOML"),
    ],
)
def test_a_keymap_of_another_form_is_refused(settings_folder: Path, text: str, said: str) -> None:
    (settings_folder / "keymap.toml").write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_own_keys()
    assert said in f"{caught.value} {caught.value.hint}"
