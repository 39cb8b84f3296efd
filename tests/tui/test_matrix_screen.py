"""The matrix at the keyboard: from a cell to its quotations and on to the transcript."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ipe_coder.model.matrix import Base, CellKind
from ipe_coder.model.segment import SegmentRow
from ipe_coder.tui.app import IpeCoder
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.screens.matrix import MatrixScreen
from ipe_coder.tui.screens.memos import MemosScreen
from ipe_coder.tui.screens.memos_rows import MemoOrder
from tests.factories import new_project
from tests.tui.application import (
    LARGE,
    SMALL,
    Settle,
    SteadyApp,
    fill,
    press_each,
    project_of,
    until,
)
from tests.tui.programme import lines_of, make_programme


@pytest.fixture(scope="module")
def programme_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("programme") / "programme.ipe"
    make_programme(path).close()
    return path


@pytest.fixture
def path(programme_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(programme_file, tmp_path / "programme.ipe"))


async def opened(pilot: Pilot[None], settle: Settle) -> MatrixScreen:
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, MatrixScreen)
    await until(pilot, lambda: screen.counted is not None)
    return screen


async def choose(pilot: Pilot[None], screen: MatrixScreen, *keys: str) -> None:
    """Press keys that change the matrix, and wait for it."""
    before = screen.counted
    await pilot.press(*keys)
    await until(pilot, lambda: screen.counted is not before)


def cells_of(screen: MatrixScreen) -> dict[tuple[str, str], str]:
    """Give what the table shows, by the labels of rows and columns."""
    assert screen.counted is not None
    matrix, sheet = screen.counted.matrix, screen.table.sheet
    return {
        (row.label, column.label): sheet.cells[i][j].text
        for i, row in enumerate(matrix.rows)
        for j, column in enumerate(matrix.columns)
    }


def head_of(screen: MatrixScreen) -> str:
    return str(screen.query_one("#head").render())


async def test_themes_by_arm_are_counted_as_worked_out_by_hand(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        cells = cells_of(screen)
        assert cells["swing: Connection to profession", "SWING: treatment"] == "3 of 4"
        assert cells["swing: Time and bandwidth", "SWING: treatment"] == "1 of 4"
        assert cells["leave: Role of manager", "Leave: treatment"] == "1 of 2"
        assert cells["leave: Role of manager", "Leave: control"] == "0 of 1"
        assert cells["dictation: Time and bandwidth", "Dictation: no arms"] == "3 of 3"


async def test_an_arm_that_nobody_was_interviewed_from_never_shows_0(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        for kind in CellKind:
            control = [
                text for (_, column), text in cells_of(screen).items() if column == "SWING: control"
            ]
            assert set(control) == {"nobody", "—"}
            number = list(CellKind).index(kind) % len(CellKind) + 1
            await choose(pilot, screen, "x", str(number))
        await pilot.press("l")
        assert "Nobody was interviewed here. That is not a 0." in head_of(screen)


async def test_a_cell_opens_to_its_quotes_and_on_to_the_place_in_the_transcript(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await until(pilot, lambda: len(screen.quotes.rows) == 3)
        assert "3 of 4 raised it, 3 quotes" in head_of(screen)
        assert "1 for, 1 against, 1 mixed · not in SWG04" in head_of(screen)
        assert "I forgot I had read it" in lines_of(screen.quotes)
        await pilot.press("enter", "j")
        assert screen.focused is screen.quotes
        row = screen.quotes.value
        assert isinstance(row, SegmentRow)
        assert row.participant == "SWG02"
        await pilot.press("enter")
        await settle(pilot)
        await settle(pilot)
        coding = pilot.app.screen
        assert isinstance(coding, CodingScreen)
        assert coding.desk.transcript.title == "SWG02"
        assert coding.view.selection == row.segment.span
        await pilot.press("g", "m")
        await settle(pilot)
        assert pilot.app.screen is screen
        await pilot.press("escape")
        assert screen.table.has_focus


async def test_moving_shows_the_quotes_of_the_cell_that_the_cursor_rests_on(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("j", "j", "j", "j", "l", "l")
        assert "Role of manager" in head_of(screen)
        await until(pilot, lambda: "My manager plans round it" in lines_of(screen.quotes))
        assert len(screen.quotes.rows) == 1


async def test_a_memo_on_a_cell_is_written_marked_and_found_again(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        await press_each(pilot, "j", "m", *"Why", "ctrl+s")
        await until(pilot, lambda: bool(screen.cell_memos))
        row, column = screen.table.cursor
        assert row == 1
        assert "≡" in screen.table.render_line(5).text
        assert lines_of(screen.quotes).startswith("≡  Why")
        await choose(pilot, screen, "t")
        assert screen.table.cursor == (column, row)
        await until(pilot, lambda: [one.body for one in screen.cell_memos] == ["Why"])
        await press_each(pilot, "enter", "home", "enter", "end", "!", "ctrl+s")
        await until(pilot, lambda: [one.body for one in screen.cell_memos] == ["Why!"])
        await press_each(pilot, "escape", "g", "n")
        memos = pilot.app.screen
        assert isinstance(memos, MemosScreen)
        await until(pilot, lambda: bool(memos.found))
        (found,) = memos.found
        await press_each(pilot, "o", "o", "d", "down", "enter")
        await until(pilot, lambda: memos.wanted.since == found.day)
        assert memos.order is MemoOrder.THINGS
        assert memos.found == [found]
        await press_each(pilot, "g", "m", "home", "G", "g", "n", "enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        await until(pilot, lambda: bool(screen.cell_memos))
        assert found.name.split(" × ")[0] in head_of(screen)


async def test_every_quotation_of_a_cell_can_be_read_however_many(
    path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipe_coder.tui.screens.matrix_cell.MOST", 1)
    async with SteadyApp(path, at="matrix").run_test(size=LARGE, notifications=True) as pilot:
        screen = await opened(pilot, settle)
        await until(pilot, lambda: len(screen.quotes.rows) > 2)
        cell = screen.cell
        assert cell is not None
        others = len(cell.segment_ids) - 1
        assert f"the other {others}, in the order of their transcripts" in lines_of(screen.quotes)
        await press_each(pilot, "enter", "end")
        await until(pilot, lambda: screen.quote is not None)
        assert screen.quote is not None
        assert screen.quote.segment.id == cell.segment_ids[-1]
        assert screen.quote.segment.quote[:20] in lines_of(screen.quotes)
        await press_each(pilot, "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, CodingScreen))


async def test_rows_columns_and_cells_are_chosen_from_lists(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await choose(pilot, screen, "c", *"respondent", "enter")
        cells = cells_of(screen)
        assert cells["dictation: Time and bandwidth", "manager"] == "1 of 1"
        assert cells["swing: Time and bandwidth", "recipient"] == "1 of 4"
        await choose(pilot, screen, "r", *"participant", "enter")
        assert cells_of(screen)["Cai", "manager"] == "1 of 1"
        await choose(pilot, screen, "t")
        assert screen.counted is not None
        assert screen.counted.matrix.row_axis == "respondent"
        await choose(pilot, screen, "x", "2")
        assert cells_of(screen)["manager", "Cai"] == "1 by 1 of 1"


async def test_columns_can_be_any_attribute(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await choose(pilot, screen, "c", *"site", "enter")
        cells = cells_of(screen)
        assert cells["swing: Connection to profession", "North"] == "1 of 2"
        assert cells["swing: Connection to profession", "South"] == "2 of 2"


async def test_one_study_can_be_shown_alone(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await choose(pilot, screen, "s", "3")
        assert cells_of(screen)["Role of manager", "treatment"] == "1 of 2"
        assert len(cells_of(screen)) == 2


async def test_a_base_that_cannot_be_had_is_refused_and_the_table_stays(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        before = cells_of(screen)
        await pilot.press("b", "2")
        await until(pilot, lambda: screen.error_strip.shown)
        assert "asked" in screen.error_strip.words
        assert cells_of(screen) == before
        await pilot.press("escape")
        await choose(pilot, screen, "b", "3")
        assert screen.counted is not None
        assert screen.counted.matrix.base is Base.SPOKE


async def test_what_is_coded_meanwhile_is_counted_when_one_comes_back(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        project = project_of(pilot)
        found = project.transcript("SWG04")
        code = project.code("Connection to profession", study="swing")[1]
        app = pilot.app
        assert isinstance(app, IpeCoder)
        app.publish(project.apply_code(found, [found.turns[1].span], code))
        key = ("swing: Connection to profession", "SWING: treatment")
        await until(pilot, lambda: cells_of(screen)[key] == "4 of 4")
        await pilot.press("u")
        await until(pilot, lambda: cells_of(screen)[key] == "3 of 4")


@pytest.mark.parametrize("name", ["themes.csv", "themes.docx"])
async def test_the_matrix_on_show_is_written_to_a_file(
    path: Path, tmp_path: Path, settle: Settle, name: str
) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("e")
        await fill(pilot, str(tmp_path / name))
        await pilot.press("enter")
        await until(pilot, lambda: screen.footer.status == f"Wrote {name}")
    if name.endswith(".csv"):
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
            rows = {(row["row"], row["column"]): row for row in csv.DictReader(file)}
        first = rows["swing: Connection to profession", "SWING: treatment"]
        assert (first["raised"], first["base_n"]) == ("3", "4")
        nobody = rows["swing: Connection to profession", "SWING: control"]
        assert (nobody["raised"], nobody["absent"]) == ("", "not interviewed")
    else:
        from docx import Document

        table = Document(str(tmp_path / name)).tables[0]
        words = [cell.text for row in table.rows for cell in row.cells]
        assert "3 of 4" in "\n".join(words)
        assert "not interviewed" in words


async def test_a_file_of_another_kind_is_refused_with_the_remedy(
    path: Path, tmp_path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("e")
        await fill(pilot, str(tmp_path / "themes.pdf"))
        await pilot.press("enter")
        await until(pilot, lambda: screen.error_strip.shown)
        assert ".docx or .csv" in screen.error_strip.words
        assert not (tmp_path / "themes.pdf").exists()


async def test_an_empty_project_says_where_to_begin(tmp_path: Path, settle: Settle) -> None:
    new_project(tmp_path / "empty.ipe").close()
    async with SteadyApp(tmp_path / "empty.ipe", at="matrix").run_test(size=SMALL) as pilot:
        screen = await opened(pilot, settle)
        assert screen.has_class("-nothing")
        assert "Add one on the project screen" in str(screen.query_one("#empty").render())


async def test_columns_that_do_not_fit_scroll_and_the_footer_names_them(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=SMALL) as pilot:
        screen = await opened(pilot, settle)
        assert screen.table.place == "columns 1-4 of 5"
        await pilot.press("end")
        assert screen.table.place == "columns 2-5 of 5"
        assert screen.footer.status == "columns 2-5 of 5"
        await pilot.press("home")
        assert screen.table.place == "columns 1-4 of 5"


async def test_the_mouse_goes_to_a_cell_and_opens_it(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="matrix").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await until(pilot, lambda: len(screen.quotes.rows) == 3)
        # The second theme stands under three rows of heads, the study and the first theme.
        await pilot.click("#table", offset=(36, 5))
        assert screen.table.cursor == (1, 0)
        await until(pilot, lambda: len(screen.quotes.rows) == 2)
        await pilot.click("#table", offset=(36, 5))
        assert screen.focused is screen.quotes
