"""The results at the keyboard: the forest plot, and themes judged beside the outcomes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ipe_coder import paths
from ipe_coder.model.matrix import JointTheme
from ipe_coder.model.segment import SegmentRow
from ipe_coder.model.study import Consent
from ipe_coder.model.theme import Judgement, Side
from ipe_coder.project import Project, open_project
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.dialogs.reading import Reading
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.screens.results import ResultsScreen
from tests.tui.application import (
    LARGE,
    SMALL,
    Settle,
    SteadyApp,
    fill,
    project_of,
    until,
)
from tests.tui.programme import lines_of, make_programme, with_results

CONNECTION = "Sense of connection to profession"


@pytest.fixture(scope="module")
def programme_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("programme") / "programme.ipe"
    with_results(make_programme(path)).close()
    return path


@pytest.fixture
def path(programme_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(programme_file, tmp_path / "programme.ipe"))


async def opened(pilot: Pilot[None], settle: Settle) -> ResultsScreen:
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ResultsScreen)
    await until(pilot, lambda: screen.display_shown is not None)
    return screen


async def at_connection(pilot: Pilot[None], settle: Settle) -> ResultsScreen:
    """Open the joint display at the outcome that themes stand beside."""
    screen = await opened(pilot, settle)
    await pilot.press("j", "j", "tab")
    await until(pilot, lambda: theme_of(screen).name == "Connection to profession")
    await until(pilot, lambda: len(screen.quotes.rows) == 3)
    return screen


def theme_of(screen: ResultsScreen) -> Any:
    return screen.theme.theme if screen.theme is not None else JointTheme


def joint(project: Project, study: str = "swing") -> dict[tuple[str, str], JointTheme]:
    """Give the stored joint display by the names of outcome and theme."""
    return {
        (row.results[0].outcome.name if row.results else "", theme.theme.name): theme
        for row in project.joint_display(study).rows
        for theme in row.themes
    }


async def test_every_result_of_the_sample_has_its_row(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        words = lines_of(screen.results)
        assert sum(row.value is not None for row in screen.results.rows) == 21
        assert "not reported" in words
        assert words.count("withheld: the outcome is a percentage") == 3
        assert words.count("withheld: the spread of") == 3


async def test_the_detail_follows_the_cursor_and_names_the_themes_beside_it(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("j", "j")
        await until(pilot, lambda: "Themes beside it" in str(screen.query_one("#detail").render()))
        detail = str(screen.query_one("#detail").render())
        assert detail.startswith(CONNECTION)
        assert "As reported" in detail
        assert "From the printed means, unadjusted" in detail
        assert "3 of 4 treatment (1 for, 1 against, 1 mixed); control: not interviewed" in detail
        assert "≠ dissonance" in detail


async def test_raw_units_and_back(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        standard = lines_of(screen.results)
        await pilot.press("s")
        assert "−1.63 to +6.73" in lines_of(screen.results)
        await pilot.press("s")
        assert lines_of(screen.results) == standard


async def test_one_study_can_be_shown_alone(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("f", "4")
        await until(pilot, lambda: sum(row.value is not None for row in screen.results.rows) == 4)
        assert "Intrinsic" in lines_of(screen.results)


async def test_figures_of_one_group_are_told_in_the_plot_and_in_the_joint_display(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("f", "3")
        await until(pilot, lambda: sum(row.value is not None for row in screen.results.rows) == 3)
        answers = "Coventry, of 22: yes 17 (77%); not sure 4 (18%); no 1 (5%)"
        words = lines_of(screen.results)
        assert "Brent: 3 of 20 (15%)" in words
        assert answers in words
        assert "withheld" not in words
        await pilot.press("G", "tab")
        await until(pilot, lambda: screen.study == "dictation" and screen.display_shown is not None)
        beside = [line[:29].strip() for line in lines_of(screen.themes).splitlines()]
        assert answers in " ".join(filter(None, beside))


async def test_on_a_small_screen_enter_shows_all_figures(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=SMALL) as pilot:
        screen = await opened(pilot, settle)
        assert not screen.query_one("#detail").display
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Reading)
        words = "\n".join(str(one.render()) for one in pilot.app.screen.query("Static"))
        assert "As reported" in words
        assert "Hedges' g −0.05" in words
        await pilot.press("escape")
        await until(pilot, lambda: screen.is_current)


async def test_the_joint_display_opens_at_the_outcome_of_the_forest_plot(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        assert screen.outcome is not None
        assert screen.outcome.name == CONNECTION
        words = lines_of(screen.themes)
        assert "Recipients felt closer to the profession," in words
        assert "Three of four say they felt closer; the" in words
        assert "inconclusive: from 0.32 lower" in words


async def test_an_arm_that_nobody_was_interviewed_from_is_never_0_beside_a_result(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="results").run_test(size=SMALL) as pilot:
        screen = await at_connection(pilot, settle)
        words = lines_of(screen.themes)
        assert "control: not interviewed" in words
        assert "0 of" not in words


async def test_a_verdict_is_stored_with_its_reason_and_can_be_undone(
    path: Path, settle: Settle
) -> None:
    pair = (CONNECTION, "Choice of messenger")
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        project = project_of(pilot)
        await pilot.press("j")
        for key, judgement in zip("12345", Judgement, strict=True):
            await pilot.press(key)
            await fill(pilot, f"Two of four name it {key}")
            await pilot.press("enter")
            await until(pilot, lambda: joint(project)[pair].verdict is not None)
            verdict = joint(project)[pair].verdict
            assert verdict is not None
            assert (verdict.judgement, verdict.reason) == (judgement, f"Two of four name it {key}")
            assert verdict.statement.startswith("Who signs a message")
            await until(
                pilot, lambda: screen.theme is not None and screen.theme.verdict is not None
            )
            assert theme_of(screen).name == "Choice of messenger"
            await pilot.press("u")
            await until(pilot, lambda: joint(project)[pair].verdict is None)
            await until(pilot, lambda: screen.theme is not None and screen.theme.verdict is None)


async def test_a_verdict_without_a_reason_is_refused(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        await pilot.press("j", "1", "enter")
        await until(pilot, lambda: screen.error_strip.shown)
        assert "A verdict needs its reason." in screen.error_strip.words
        assert joint(project_of(pilot))[CONNECTION, "Choice of messenger"].verdict is None


async def test_the_reason_can_be_written_anew(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        await at_connection(pilot, settle)
        project = project_of(pilot)
        await pilot.press("w", "end", *" All opted in.", "enter")
        pair = (CONNECTION, "Connection to profession")

        def reason() -> str:
            verdict = joint(project)[pair].verdict
            return verdict.reason if verdict else ""

        await until(pilot, lambda: reason().endswith("All opted in."))
        assert reason().startswith("Three of four say")


async def test_a_theme_is_set_beside_an_outcome_and_taken_away(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        project = project_of(pilot)
        pair = (CONNECTION, "Fatigue from messages")
        await pilot.press("t", "3")
        await until(pilot, lambda: pair in joint(project))
        await until(pilot, lambda: theme_of(screen).name == "Fatigue from messages")
        await pilot.press("t", "3")
        await until(pilot, lambda: pair not in joint(project))
        await pilot.press("u")
        await until(pilot, lambda: pair in joint(project))


async def test_a_node_without_a_statement_gets_one_before_it_is_linked(
    path: Path, settle: Settle
) -> None:
    with open_project(path, "AB") as project:
        project.import_results(paths.sample() / "results" / "hhp2.csv")
        project.add_code("swing", "Length of messages")
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        await at_connection(pilot, settle)
        await pilot.press("t", "5")
        await settle(pilot)
        await pilot.press(*"Short ones are read.", "enter")
        project = project_of(pilot)
        pair = (CONNECTION, "Length of messages")
        await until(pilot, lambda: pair in joint(project))
        assert joint(project)[pair].theme.statement == "Short ones are read."


async def test_a_quotation_is_chosen_for_the_display(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        project = project_of(pilot)
        await pilot.press("q", "j", "q")
        pair = (CONNECTION, "Connection to profession")
        await until(pilot, lambda: joint(project)[pair].quote is not None)
        quote = joint(project)[pair].quote
        assert quote is not None
        assert quote.participant == "SWG02"
        await until(pilot, lambda: "● “Then the next duty day came" in lines_of(screen.themes))


async def test_a_quotation_is_set_down_for_and_against_and_taken_away(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        pair = (CONNECTION, "Connection to profession")

        def sides() -> list[str]:
            return [one.evidence.side.value for one in joint(project_of(pilot))[pair].evidence]

        await pilot.press("q", "j", "+")
        await until(pilot, lambda: sides() == ["for"])
        await until(pilot, lambda: "evidence" in lines_of(screen.themes))
        await until(pilot, lambda: "+SWG02" in lines_of(screen.quotes).replace(" ", ""))
        assert isinstance(screen.quotes.value, SegmentRow)
        assert screen.quotes.value.participant == "SWG02"
        await pilot.press("-")
        await until(pilot, lambda: sides() == ["against"])
        await until(pilot, lambda: screen.theme.evidence[0].evidence.side is Side.AGAINST)  # type: ignore[union-attr]
        await pilot.press("-")
        await until(pilot, lambda: sides() == [])


async def test_words_that_consent_keeps_out_of_print_cannot_be_chosen(
    path: Path, settle: Settle
) -> None:
    with open_project(path, "AB") as project:
        project.set_participant("SWG01", study="swing", consent=Consent.PARAPHRASE_ONLY)
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        assert "not for print" in lines_of(screen.quotes)
        await pilot.press("q", "q")
        await until(pilot, lambda: screen.error_strip.shown)
        assert "may not be printed" in screen.error_strip.words
        pair = (CONNECTION, "Connection to profession")
        assert joint(project_of(pilot))[pair].quote is None


async def test_a_quotation_opens_in_its_transcript(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        await pilot.press("enter")
        assert screen.focused is screen.quotes
        row = screen.quotes.value
        assert isinstance(row, SegmentRow)
        await pilot.press("o")
        await settle(pilot)
        await settle(pilot)
        coding = pilot.app.screen
        assert isinstance(coding, CodingScreen)
        assert coding.desk.transcript.id == row.segment.transcript_id
        assert coding.view.selection == row.segment.span


async def test_the_statement_can_be_written_anew_and_the_verdict_says_what_it_judged(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        await pilot.press("S", "ctrl+u", *"They felt no closer.", "enter")
        await until(pilot, lambda: theme_of(screen).statement == "They felt no closer.")
        assert "judged when it read: Recipients" in lines_of(screen.themes)


async def test_on_a_small_screen_each_outcome_has_a_page(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=SMALL) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("tab")
        page = screen.query_one("#page")
        await until(pilot, lambda: str(page.render()).startswith("Subjective well-being"))
        await pilot.press("j", "j")
        await until(pilot, lambda: str(page.render()).startswith(CONNECTION))
        await pilot.press("j")
        assert theme_of(screen).name == "Choice of messenger"
        await pilot.press("j")
        await until(pilot, lambda: str(page.render()).startswith("Sickness absence"))
        await pilot.press("k")
        await until(pilot, lambda: str(page.render()).startswith(CONNECTION))
        assert theme_of(screen).name == "Choice of messenger"


async def test_studies_follow_each_other(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        await pilot.press("l")
        await until(pilot, lambda: screen.study == "leave" and screen.display_shown is not None)
        await until(pilot, lambda: "1 of 2 treatment" in lines_of(screen.themes))
        assert "0 of 1 control" in lines_of(screen.themes)
        await pilot.press("h")
        await until(pilot, lambda: screen.study == "swing")


async def test_only_quotations_of_the_theme_stand_under_it(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        await pilot.press("l")
        await until(pilot, lambda: screen.study == "leave" and screen.quotes.rows)
        assert screen.theme is not None
        of_theme = {one for cell in screen.theme.cells for one in cell.segment_ids}
        shown = [row.value for row in screen.quotes.rows]
        assert {row.segment.id for row in shown if isinstance(row, SegmentRow)} == of_theme


async def test_a_results_file_is_imported_and_what_is_new_is_said(
    tmp_path: Path, settle: Settle
) -> None:
    file = shutil.copy(paths.sample() / "results" / "hhp2.csv", tmp_path / "results.csv")
    make_programme(tmp_path / "programme.ipe").close()
    async with SteadyApp(tmp_path / "programme.ipe", at="results").run_test(size=LARGE) as pilot:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ResultsScreen)
        await until(pilot, lambda: screen.has_class("-nothing"))
        await pilot.press("i", "/")
        await fill(pilot, str(file))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, NotesDialog))
        await pilot.press("enter")
        await until(pilot, lambda: sum(row.value is not None for row in screen.results.rows) == 21)
        assert len(project_of(pilot).result_views()) == 21


@pytest.mark.parametrize("name", ["swing.docx", "tables"])
async def test_the_report_of_the_study_is_written(
    path: Path, tmp_path: Path, settle: Settle, name: str
) -> None:
    async with SteadyApp(path, at="results").run_test(size=LARGE) as pilot:
        screen = await at_connection(pilot, settle)
        await pilot.press("e")
        await fill(pilot, str(tmp_path / name))
        await pilot.press("enter")
        await until(pilot, lambda: screen.footer.status.startswith("Wrote"))
    if name.endswith(".docx"):
        assert (tmp_path / name).stat().st_size > 0
    else:
        words = (tmp_path / name / "joint.csv").read_text(encoding="utf-8-sig")
        assert "dissonance" in words
