"""Search at the keyboard: what is typed is found in context, opened, and coded all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ipe_coder.model.segment import Origin
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.screens.search import SearchScreen
from tests.factories import add, new_project, people, study
from tests.tui.application import LARGE, Settle, SteadyApp, project_of, until
from tests.tui.programme import lines_of

ONE = study(
    "I: How was the duty day? | P1: {The duty day came.:Duty comes first} Duty, duty! I forgot "
    "[laughs] the x\u0302 🙂 [/]. | I: And then? | P1: Then I was managing. My manager’s duty is "
    "duty.",
    "SW01",
)
TWO = study("I: And you? | P1: No duty for me. Nobody managed it, ever. كَانَ مُفِيدًا", "SW02")
OTHER = study("I: Duty? | P1: {Never.:Elsewhere} Duty never came.", "OT01")


@pytest.fixture(scope="module")
def talks_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("talks") / "talks.ipe"
    with new_project(path) as project:
        project.add_study("swing", title="SWING", arms=["treatment", "control"])
        project.add_study("other", title="Other", arms=["treatment", "control"])
        add(project, "swing", ONE, TWO)
        add(project, "other", OTHER)
        people(project, "swing", {"SW01": "SW01 recipient treatment site=North",
                                  "SW02": "SW02 recipient control site=South"})  # fmt: skip
    return path


@pytest.fixture
def path(talks_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(talks_file, tmp_path / "talks.ipe"))


async def searched(pilot: Pilot[None], settle: Settle, words: str) -> SearchScreen:
    """Go to the search and type."""
    await settle(pilot)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, SearchScreen)
    await pilot.press(*words, "enter")
    await until(pilot, lambda: is_done(screen, words))
    return screen


def is_done(screen: SearchScreen, words: str) -> bool:
    """Tell whether the hits of some words are shown, with what is coded there."""
    found = screen.found
    if found.request is None or found.request != screen.request or found.request.wanted != words:
        return False
    return bool(found.problem) or len(found.codes) == len(found.hits)


async def asked(pilot: Pilot[None], screen: SearchScreen, *keys: str) -> list[str]:
    """Press keys that change the search, and give what is found then."""
    before = screen.found
    await pilot.press(*keys)
    await until(pilot, lambda: screen.found is not before and is_done(screen, screen.field.value))
    return [hit.quote for hit in screen.found.hits]


def count_of(screen: SearchScreen) -> str:
    return str(screen.query_one("#count").render())


async def test_what_is_typed_is_found_everywhere_in_its_context(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="search").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, settle, "duty day")
        assert [hit.title for hit in screen.found.hits] == ["SW01", "SW01"]
        lines = lines_of(screen.rows).splitlines()
        assert lines[0].startswith("○ SW01")
        assert lines[1].startswith("● SW01")
        assert "Df" in lines[1]
        # What was found stands in one column.
        assert len({line.index("duty day") for line in lines}) == 1
        assert count_of(screen) == "2 hits in 1 transcript  1 chosen"


async def test_words_stems_and_patterns_and_whole_words(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="search").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, settle, "manag")
        assert [hit.quote for hit in screen.found.hits] == ["manag"] * 3
        assert await asked(pilot, screen, "w") == []
        assert await asked(pilot, screen, "2") == ["managing", "manager’s", "managed"]
        await asked(pilot, screen, "3")
        await pilot.press("/", *r"\w*")
        await until(pilot, lambda: is_done(screen, r"manag\w*"))
        assert [hit.quote for hit in screen.found.hits] == ["managing", "manager", "managed"]


async def test_a_broken_pattern_is_said_in_the_list_while_it_is_typed(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="search").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, settle, "(duty")
        await asked(pilot, screen, "3")
        assert "is no pattern: missing )" in lines_of(screen.rows)
        assert not screen.error_strip.shown
        await pilot.press("/", ")")
        await until(pilot, lambda: is_done(screen, "(duty)"))
        assert len(screen.found.hits) == 9


async def test_voices_places_and_attributes_narrow_it(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="search").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, settle, "duty")
        assert len(await asked(pilot, screen, "v")) == 7
        await asked(pilot, screen, "v")
        assert {hit.role for hit in screen.found.hits} == {"interviewer"}
        await asked(pilot, screen, "v")
        await pilot.press("f", *"south")
        await asked(pilot, screen, "enter")
        assert {hit.title for hit in screen.found.hits} == {"SW02"}
        await pilot.press("f")
        await asked(pilot, screen, "enter")
        await pilot.press("o")
        await settle(pilot)
        await asked(pilot, screen, "4")
        assert {hit.study for hit in screen.found.hits} == {"other"}


async def test_only_so_many_hits_are_listed_and_that_is_said(
    path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipe_coder.tui.screens.search_list.MOST", 5)
    async with SteadyApp(path, at="search").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, settle, "duty")
        assert count_of(screen).startswith("5+ hits")
        assert "only the first 5 are listed" in lines_of(screen.rows)


async def test_who_codes_blind_sees_only_their_own_codes(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, coder="CD", at="search").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, settle, "duty day came")
        assert "Df" in lines_of(screen.rows)
        screen.ipe.workplace.blind = True
        await pilot.press("g", "c")
        await until(pilot, lambda: pilot.app.screen is not screen)
        await pilot.press("g", "s")
        await until(pilot, lambda: screen.is_current and screen.found.request == screen.request)
        await until(pilot, lambda: is_done(screen, "duty day came") and screen.request.coder)
        assert "Df" not in lines_of(screen.rows)


async def test_enter_opens_a_hit_and_esc_comes_back_to_its_place(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="search").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, settle, "duty")
        await pilot.press("j", "j", "j", "enter")
        await settle(pilot)
        coding = pilot.app.screen
        assert isinstance(coding, CodingScreen)
        assert coding.view.selection == screen.found.hits[3].span
        assert len(coding.hits) == 6
        assert coding.footer.status == "4 of 6 places of “duty”"
        await pilot.press("n", "n", "n")
        assert coding.footer.status == "1 of 6 places of “duty”"
        await pilot.press("N")
        assert coding.footer.status == "6 of 6 places of “duty”"
        await pilot.press("l", "escape", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.rows.value == 3
        assert not coding.hits


async def test_chosen_hits_are_coded_after_a_count_and_taken_back_as_one(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="search").run_test(size=LARGE) as pilot:
        screen = await searched(pilot, settle, "duty")
        assert count_of(screen) == "9 hits in 3 transcripts  7 chosen"
        # The fourth stands in the sentence of the third; the cursor goes on by itself.
        await pilot.press("j", "j", "j", "space")
        assert screen.rows.value == 4
        await pilot.press("c", *"duty")
        await settle(pilot)
        assert "the first of 6 hits" in str(pilot.app.screen.query_one("#title").render())
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is not screen)
        question = str(pilot.app.screen.query_one("#title").render())
        assert question == (
            "Code 4 hits in 2 transcripts as Df; 1 has it already, 1 is of other studies"
        )
        before = project_of(pilot).segment_rows()
        await pilot.press("2")
        await until(pilot, lambda: len(project_of(pilot).segment_rows()) > len(before))
        await until(pilot, lambda: is_done(screen, "duty"))
        new = [one.segment for one in project_of(pilot).segment_rows() if one not in before]
        assert [one.quote for one in new] == [
            "Duty, duty!", "My manager’s duty is duty.", "No duty for me.",
        ]  # fmt: skip
        assert {one.origin for one in new} == {Origin.SEARCH}
        assert screen.footer.status == "Coded Df in 3 places of 2 transcripts by search"
        await until(pilot, lambda: screen.rows.value == 4 and 3 in screen.left)
        await pilot.press("u")
        await until(pilot, lambda: project_of(pilot).segment_rows() == before)


async def test_a_word_in_the_text_is_searched_everywhere(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="search").run_test(size=LARGE) as pilot:
        await settle(pilot)
        transcript = project_of(pilot).transcript("SW02")
        app = pilot.app
        assert isinstance(app, SteadyApp)
        app.open_transcript(transcript.id)
        await settle(pilot)
        await pilot.press("j", "l", "l", "S")
        await until(pilot, lambda: isinstance(pilot.app.screen, SearchScreen))
        screen = pilot.app.screen
        assert isinstance(screen, SearchScreen)
        await until(pilot, lambda: is_done(screen, "duty"))
        assert len(screen.found.hits) == 9
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CodingScreen))


async def test_words_found_in_the_text_are_marked_and_counted(path: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="search").run_test(size=LARGE) as pilot:
        await settle(pilot)
        app = pilot.app
        assert isinstance(app, SteadyApp)
        app.open_transcript(project_of(pilot).transcript("SW01").id)
        await settle(pilot)
        coding = pilot.app.screen
        assert isinstance(coding, CodingScreen)
        await pilot.press("/", *"manager's", "enter")
        await settle(pilot)
        assert coding.footer.status == "1 of 1 places of “manager's”"
        assert coding.view.selection == coding.hits[0]
        await pilot.press("/", *("backspace",) * 9, *"nobody", "enter")
        await settle(pilot)
        assert coding.footer.status == "“nobody” is not in SW01."
        await pilot.press("/", *("backspace",) * 6, *"duty", "enter", "escape")
        await settle(pilot)
        assert not coding.hits
