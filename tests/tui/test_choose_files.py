"""Choosing files with the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App
from textual.widgets import Input

from ipe_coder.model.text import fold
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.folder import complete, expand, read_folder
from ipe_coder.tui.themes import install_themes
from tests.tui.application import Settle

Paths = tuple[Path, ...] | None
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\0.\\"), min_size=1, max_size=12)


class ChooserApp(App[None]):
    """Nothing but the dialog."""

    def __init__(self, folder: Path, *, many: bool = True) -> None:
        super().__init__()
        install_themes(self)
        self.dialog = ChooseFiles("Import into SWING", (".txt", ".docx"), many=many, folder=folder)
        self.chosen: list[Paths] = []

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.chosen.append)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ChooseFiles, "LAST", None)
    for name in ("SW01.txt", "SW02.docx", "notes.pdf", "wave 2/SW03.txt", "wave 2/SW04.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("words")
    return tmp_path


def names(app: ChooserApp) -> list[str]:
    assert app.chosen
    return [path.name for path in app.chosen[-1] or ()]


async def test_space_marks_and_enter_takes_the_marked(folder: Path, settle: Settle) -> None:
    app = ChooserApp(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("space", "space", "enter")
        await settle(pilot)
        assert names(app) == ["SW01.txt", "SW02.docx"]
        assert folder == ChooseFiles.LAST


async def test_a_folder_is_marked_as_all_that_fits_in_it(folder: Path, settle: Settle) -> None:
    app = ChooserApp(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("k", "space", "enter")
        await settle(pilot)
        assert names(app) == ["SW03.txt", "SW04.txt"]


async def test_folders_are_walked_with_the_keyboard(folder: Path, settle: Settle) -> None:
    app = ChooserApp(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("k", "enter", "h", "l", "a", "enter")
        await settle(pilot)
        assert names(app) == ["SW03.txt", "SW04.txt"]


async def test_a_typed_path_is_completed_and_taken(folder: Path, settle: Settle) -> None:
    app = ChooserApp(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("/", "w", "tab")
        await settle(pilot)
        assert app.dialog.query_one(Input).value.endswith("/wave 2/")
        await pilot.press("S", "tab", "3", ".", "tab", "enter")
        await settle(pilot)
        assert names(app) == ["SW03.txt"]


async def test_a_path_from_the_root_can_be_typed_straight_into_the_list(
    folder: Path, settle: Settle
) -> None:
    app = ChooserApp(folder)
    wanted = next(path for path in folder.resolve().rglob("SW03.txt"))
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*str(wanted))
        await pilot.press("enter")
        await settle(pilot)
        assert names(app) == ["SW03.txt"]


async def test_a_path_that_is_not_there_is_said(folder: Path, settle: Settle) -> None:
    app = ChooserApp(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("/", "x", "enter")
        await settle(pilot)
        assert "There is no file" in app.dialog.error_strip.words
        assert not app.chosen


async def test_files_dragged_into_the_terminal_are_marked(folder: Path, settle: Settle) -> None:
    app = ChooserApp(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        pasted = f"'{folder}/wave 2/SW03.txt' '{folder}/SW01.txt'"
        app.dialog.post_message(events.Paste(pasted))
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert names(app) == ["SW01.txt", "SW03.txt"]


async def test_one_file_is_taken_where_one_is_wanted(folder: Path, settle: Settle) -> None:
    app = ChooserApp(folder, many=False)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("space", "j", "enter")
        await settle(pilot)
        assert names(app) == ["SW02.docx"]


async def test_leaving_chooses_nothing(folder: Path, settle: Settle) -> None:
    app = ChooserApp(folder)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("space", "escape")
        await settle(pilot)
        assert app.chosen == [None]


def test_a_folder_lists_what_fits_and_counts_the_rest(folder: Path) -> None:
    found = read_folder(folder, (".txt", ".docx"))
    assert [one.name for one in found.entries] == ["../", "wave 2/", "SW01.txt", "SW02.docx"]
    assert found.others == 1


@given(st.sets(NAMES, min_size=1, max_size=5), st.data())
def test_completion_only_adds_what_every_fitting_name_begins_with(
    found: set[str], data: st.DataObject
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in found:
            (folder / f"{name}.txt").write_text("")
        there = [one.name for one in read_folder(folder, (".txt",)).files]
        name = data.draw(st.sampled_from(sorted(found)))
        typed = name[: data.draw(st.integers(0, len(name)))]
        done = complete(typed, folder, (".txt",))
        assert fold(done).startswith(fold(typed))
        fitting = [one for one in there if fold(one).startswith(fold(typed))]
        assert [one for one in fitting if fold(one).startswith(fold(done))] == fitting


def test_a_typed_path_begins_in_the_folder_shown(folder: Path) -> None:
    assert expand("wave 2/SW03.txt", folder) == folder / "wave 2" / "SW03.txt"
    assert expand("~", folder) == Path.home()
    assert expand("/tmp", folder) == Path("/tmp")
