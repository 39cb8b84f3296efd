"""The codebook screen: the tree, a code's fields, its place and its end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, Static

from ipe_coder.model.code import Code, CodeKind
from ipe_coder.model.spans import Span
from ipe_coder.project import open_project
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.screens.codebook import CodebookScreen
from ipe_coder.tui.screens.coding import CodingScreen
from tests.tui import flexible
from tests.tui.application import LARGE, SMALL, Settle, SteadyApp, project_of
from tests.tui.test_library_screen import press


@pytest.fixture
def path(flexible_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ChooseFiles, "LAST", tmp_path)
    return Path(shutil.copy(flexible_file, tmp_path / "flexible.ipe"))


async def show(pilot: Pilot[None], settle: Settle, code: str = "", *keys: str) -> CodebookScreen:
    """Go to the codebook, to a code of it, and press keys there."""
    await settle(pilot)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CodebookScreen)
    if code:
        screen.go_to_code(found(pilot, code).id)
        await settle(pilot)
    await press(pilot, settle, *keys)
    return screen


def found(pilot: Pilot[None], path: str) -> Code:
    return project_of(pilot).code(path, study="flexitime")[1]


def names(screen: CodebookScreen) -> list[str]:
    return [row.lines[0].plain.strip() for row in screen.code_tree.rows]


def row(screen: CodebookScreen, name: str) -> str:
    return next(line for line in names(screen) if name in line)


def pane(screen: CodebookScreen, selector: str = "#words") -> str:
    return " ".join(str(screen.query_one(selector, Static).content).split())


def order(pilot: Pilot[None], parent: str) -> list[str]:
    book = project_of(pilot).codebook("flexitime")
    assert book is not None
    return [one.name for one in book.children(found(pilot, parent).id)]


async def test_the_tree_shows_marks_and_how_much_each_code_is_used(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle)
        approval = row(screen, "Process for approval")
        assert approval.split()[1] == found(pilot, flexible.APPROVAL).mark
        # AB coded three stretches, CD one; SW01, SW02 and Ann raise it.
        assert approval.split()[-4:] == ["4", "3", "AB", "CD"]
        assert row(screen, "High caseloads").endswith("unused")
        assert "2 to look at" in screen.header.render().plain


async def test_the_pane_shows_every_field_and_what_to_look_at(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.APPROVAL)
        shown = pane(screen)
        for words in (
            "under 1a", "agreed and put on record", "who has to say yes", "is then kept",
            "“she said yes there and then”", "You wait a month for HR.", "form, approve, HR",
            "code, deductive", "fidelity", "no definition; never used in 3 transcripts",
        ):  # fmt: skip
            assert words in shown
        screen.go_to_code(found(pilot, flexible.BARRIERS).id)
        await settle(pilot)
        assert "Duty and volume keep people from taking the day." in pane(screen)


async def test_folding_hides_what_is_beneath(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.QUESTION, "h")
        assert not any("Range of patterns" in name for name in names(screen))
        await press(pilot, settle, "l", "l")
        assert screen.code_tree.value == found(pilot, flexible.PATTERNS).id
        await press(pilot, settle, "h")
        assert screen.code_tree.value == found(pilot, flexible.QUESTION).id


async def test_fields_are_edited_in_place_and_kept_as_one_change(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.MANAGER, "tab")
        before = project_of(pilot).last_change()
        typed = [*" or lead", "tab", "tab", "7", "tab", "2", "tab", *" [laughs]", "ctrl+s"]
        await press(pilot, settle, *typed)
        code = found(pilot, "Role of manager or lead")
        assert (code.colour, code.line) == (7, 2)
        assert code.definition == "What a manager does. [laughs]"
        assert project_of(pilot).last_change() == before + 1
        assert screen.focused is screen.code_tree
        assert "or lead" in row(screen, "Role of manager")
        await press(pilot, settle, "u")
        assert found(pilot, flexible.MANAGER).definition == "What a manager does."


async def test_keys_that_come_fast_reach_the_field_they_are_meant_for(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=SMALL) as pilot:
        screen = await show(pilot, settle, flexible.MANAGER)
        for key in ("tab", "tab", "tab", "7", "tab", "2", "tab", "x"):
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(4):
            await settle(pilot)
        assert screen.form.changed() == {
            "colour": 7, "line": 2, "definition": "What a manager does.x",
        }  # fmt: skip


async def test_lists_and_kinds_are_edited(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.PATTERNS, "tab")
        screen.form.focus_field("examples")
        await press(pilot, settle, *"One.", "enter", *"Two.", "tab", *", part time", "tab", "left")
        await press(pilot, settle, "tab", "2", "ctrl+s")
        code = found(pilot, flexible.PATTERNS)
        assert code.examples == ("One.", "Two.")
        assert code.keywords == ("nine-day fortnight", "four-day week", "part time")
        assert code.kind is CodeKind.THEME
        assert code.derived.value == "inductive"


async def test_a_quotation_becomes_an_example(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        await show(pilot, settle, flexible.DUTY, "tab", "ctrl+e", "enter", "ctrl+s")
        example = "When we are on duty it goes out of the window"
        assert found(pilot, flexible.DUTY).examples == (example,)


async def test_a_mark_that_is_taken_is_said_and_nothing_is_lost(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.PATTERNS, "tab", "tab")
        taken = found(pilot, flexible.APPROVAL).mark
        await press(pilot, settle, "backspace", "backspace", *taken, "ctrl+s")
        assert f"The mark {taken} is that of Process for approval." in screen.error_strip.words
        assert screen.form.changed() == {"mark": taken}
        await press(pilot, settle, "escape", "escape")
        assert isinstance(pilot.app.screen, Confirm)
        await press(pilot, settle, "y")
        assert found(pilot, flexible.PATTERNS).mark != taken
        assert screen.focused is screen.code_tree


async def test_letters_are_words_while_a_field_is_edited(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.PATTERNS, "tab", "M", "R", "a", "u")
        assert pilot.app.screen is screen
        assert screen.form.changed() == {"name": "Range of patternsMRau"}


async def test_a_new_code_stands_beneath_a_question_and_beside_a_code(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.QUESTION, "a", *"Equipment", "enter")
        assert order(pilot, flexible.QUESTION)[-1] == "Equipment"
        assert screen.code is not None
        assert screen.code.name == "Equipment"
        await press(pilot, settle, "a", *"Laptops", "enter")
        assert order(pilot, flexible.QUESTION)[-1] == "Laptops"
        await press(pilot, settle, "A", *"Phones", "enter")
        assert order(pilot, f"{flexible.QUESTION} / Laptops") == ["Phones"]


async def test_codes_move_deeper_shallower_up_and_down(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.MANAGER, ">")
        assert "Role of manager" in order(pilot, flexible.BARRIERS)
        await press(pilot, settle, "<")
        top = "1b Barriers and facilitators"
        assert order(pilot, top)[:2] == ["Barriers", "Role of manager"]
        await press(pilot, settle, "ctrl+down")
        assert order(pilot, top) == ["Barriers", "Overtime", "Role of manager", "Autonomy"]
        await press(pilot, settle, "[", "[")
        assert order(pilot, top)[0] == "Role of manager"
        assert screen.code is not None
        assert screen.code.name == "Role of manager"


async def test_a_code_is_merged_into_another(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        overtime = "1b Barriers and facilitators / Overtime"
        screen = await show(pilot, settle, overtime, "M", *"Role of", "enter", "y")
        assert not any("Overtime" in name for name in names(screen))
        rows = project_of(pilot).segment_rows(code=flexible.MANAGER)
        assert "I did stay late for it" in [one.segment.quote for one in rows]
        assert screen.code is not None
        assert screen.code.name == "Role of manager"


async def test_a_retired_code_keeps_its_segments_and_can_be_taken_back(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        overtime = "1b Barriers and facilitators / Overtime"
        screen = await show(pilot, settle, overtime, "R", "n")
        assert found(pilot, overtime).active
        await press(pilot, settle, "R", "y")
        assert not found(pilot, overtime).active
        assert row(screen, "Overtime").split()[-3:] == ["1", "1", "retired"]
        assert "9 codes, 1 retired" in screen.header.render().plain
        await press(pilot, settle, "R")
        assert found(pilot, overtime).active


async def test_every_segment_is_listed_however_many_and_read_as_it_comes_into_view(
    path: Path, settle: Settle
) -> None:
    with open_project(str(path), "AB") as project:
        code = project.code(flexible.PATTERNS, study="flexitime")[1]
        for title in ("SW01", "SW02"):
            transcript = project.transcript(title)
            spans = [Span(n, n + length) for n in range(60) for length in range(9, 16)]
            project.apply_code(transcript, spans, code)
        total = len(project.segment_rows(code=code.id))
        last = project.segment_rows(code=code.id)[-1]
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.PATTERNS, "enter")
        await settle(pilot)
        assert f"{total} segments" in pane(screen, "#panehead")
        assert len({row.value for row in screen.quotes.rows}) == total > 800
        await press(pilot, settle, "G")
        for _ in range(3):
            await settle(pilot)
        assert screen.quote == last
        drawn = " ".join(line.plain for line in screen.quotes.rows[-1].lines)
        assert last.title in drawn
        assert f"“{last.segment.quote.split()[0]}" in drawn


async def test_segments_are_listed_and_open_in_context(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.APPROVAL, "enter")
        assert "4 segments" in pane(screen, "#panehead")
        await press(pilot, settle, "j", "j", "enter")
        coding = pilot.app.screen
        assert isinstance(coding, CodingScreen)
        assert coding.desk.transcript.title == "SW02"
        selection = coding.view.selection
        assert selection is not None
        assert selection.of(coding.desk.transcript.text) == "You wait a month for HR [/]"


async def test_a_statement_is_written_for_a_theme(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        words = "Approval trails practice."
        screen = await show(pilot, settle, flexible.QUESTION, "S", *words, "enter")
        theme = project_of(pilot).theme(flexible.QUESTION, "flexitime")
        assert theme.statement == words
        assert words in pane(screen)


async def test_n_goes_to_what_to_look_at(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, flexible.QUESTION, "n")
        assert screen.code is not None
        assert screen.code.name == "High caseloads"
        assert screen.footer.status == "never used in 3 transcripts"


async def test_the_codebook_goes_out_and_comes_in(path: Path, settle: Settle) -> None:
    (path.parent / "more.yaml").write_text(
        "name: Flexitime\ncodes:\n- name: 2a Changes\n  kind: question\n", encoding="utf-8"
    )
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "", "i", "enter")
        assert screen.footer.status == "Added 1 code, changed 0"
        assert any("2a Changes" in name for name in names(screen))
        target = path.parent / "out.csv"
        await press(pilot, settle, "e")
        pilot.app.screen.query_one(Input).value = str(target)
        await press(pilot, settle, "enter")
        assert "Process for approval" in target.read_text(encoding="utf-8")


async def test_another_study_has_its_own_codebook(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle, "", "f", "2")
        assert names(screen) == ["No codes yet. a makes one; i imports a codebook: YAML or CSV."]
        await press(pilot, settle, "a", *"Fatigue", "enter")
        assert [code.name for code in screen.view.book.codes] == ["Fatigue"]


async def test_in_a_small_window_the_pane_lies_over_the_tree(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=SMALL) as pilot:
        screen = await show(pilot, settle, flexible.APPROVAL)
        assert not screen.query_one("#pane").display
        await press(pilot, settle, "enter")
        assert screen.query_one("#pane").display
        assert not screen.query_one("#left").display
        await press(pilot, settle, "enter")
        assert "4 segments" in pane(screen, "#panehead")
        await press(pilot, settle, "escape")
        assert screen.focused is screen.code_tree


async def test_what_another_screen_codes_is_counted_at_once(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="codebook").run_test(size=LARGE) as pilot:
        screen = await show(pilot, settle)
        project = project_of(pilot)
        duty = project.code(flexible.DUTY)[1]
        transcript = project.transcript("SW02")
        span = transcript.turns[-1].span
        screen.ipe.publish(project.apply_code(transcript, [span], duty))
        await settle(pilot)
        await settle(pilot)
        assert row(screen, "Duty comes first").split()[-3:] == ["2", "1", "AB"]
