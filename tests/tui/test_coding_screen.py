"""Coding at the keyboard: what a key does to the text, to the codes and to the record."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ipe_coder.model.segment import Segment, Suggestion
from ipe_coder.model.spans import Span
from ipe_coder.project import Project, open_project
from ipe_coder.suggest.messages import SentenceSuggestions
from ipe_coder.tui.app import IpeCoder
from ipe_coder.tui.dialogs.choose_code import ChooseCode
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.widgets.rows import Rows
from tests.tui.application import (
    LARGE,
    SMALL,
    Settle,
    SteadyApp,
    press_each,
    project_of,
    transcript_called,
)


@pytest.fixture
def path(standard_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


async def opened(pilot: Pilot[None], settle: Settle, title: str = "Laughs") -> CodingScreen:
    await settle(pilot)
    app = pilot.app
    assert isinstance(app, IpeCoder)
    app.open_transcript(transcript_called(project_of(pilot), title))
    await settle(pilot)
    await settle(pilot)
    assert isinstance(app.screen, CodingScreen)
    return app.screen


def own_segments(project: Project, title: str = "Laughs") -> list[Segment]:
    return project.segments_of(transcript_called(project, title), coder="AB")


def select_first(screen: CodingScreen) -> Segment:
    """Select the words of the coder's first segment."""
    first = own_segments(screen.project)[0]
    screen.view.select_span(first.span)
    return first


def rows_of(screen: CodingScreen) -> str:
    side = screen.query_one("#side", Rows)
    return "\n".join(line.plain for row in side.rows for line in row.lines)


async def test_a_code_is_found_by_typing_and_applied_to_the_sentence(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        before = own_segments(project_of(pilot))
        screen.view.step_to_end(forward=True)
        sentence = screen.view.sentence
        assert sentence is not None
        code = screen.desk.book.codes[-1]
        await pilot.press("c", *code.name[:6], "enter")
        await settle(pilot)
        added = [one for one in own_segments(project_of(pilot)) if one not in before]
        assert [(one.code_id, one.span) for one in added] == [(code.id, sentence)]
        assert added[0].quote == sentence.of(screen.desk.transcript.text)
        assert screen.footer.status.startswith("Coded ")


async def test_a_selection_grown_by_words_is_what_gets_coded(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        before = own_segments(project_of(pilot))
        await pilot.press("G", "l", "v", "l", "]", "{", "4")
        await settle(pilot)
        selected = [one for one in own_segments(project_of(pilot)) if one not in before]
        assert len(selected) == 1
        assert selected[0].quote in screen.desk.transcript.text


async def test_the_last_code_is_repeated_on_another_sentence(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        before = own_segments(project_of(pilot), "Group")
        await pilot.press("home", "4", "j", "j", ".")
        await settle(pilot)
        added = [one for one in own_segments(project_of(pilot), "Group") if one not in before]
        assert len(added) == 2
        assert len({one.code_id for one in added}) == 1
        assert screen.desk.last_applied == (added[0].code_id,)


async def test_undo_takes_back_and_redo_brings_back_what_was_coded(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        before = own_segments(project_of(pilot), "Group")
        await pilot.press("home", "4")
        await settle(pilot)
        after = own_segments(project_of(pilot), "Group")
        await pilot.press("u")
        await settle(pilot)
        assert own_segments(project_of(pilot), "Group") == before
        assert screen.footer.status.startswith("Undid: coded")
        (undone,) = (one for one in after if one not in before)
        assert screen.view.selection == undone.span, "ready for the right code"
        await pilot.press("G")
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert own_segments(project_of(pilot), "Group") == after
        assert screen.view.selection == undone.span


async def test_the_code_at_the_cursor_is_removed_with_one_key(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        first = select_first(screen)
        await pilot.press("x")
        await settle(pilot)
        assert first.id not in [one.id for one in own_segments(project_of(pilot))]


async def test_a_new_code_in_the_speakers_words_takes_three_keys(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("G", "i", "enter")
        await settle(pilot)
        newest = max(own_segments(project_of(pilot)), key=lambda one: str(one.created_at))
        name = screen.desk.book[newest.code_id].name
        assert newest.quote.startswith(name[:10])


async def test_a_new_code_is_made_in_the_palette(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await opened(pilot, settle)
        await pilot.press("G", "c", *"Zebra", "ctrl+n")
        await settle(pilot)
        newest = max(own_segments(project_of(pilot)), key=lambda one: str(one.created_at))
        assert project_of(pilot).code("Zebra")[1].id == newest.code_id


async def test_several_codes_are_applied_at_once(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        before = own_segments(project_of(pilot))
        await pilot.press("G", "c")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ChooseCode)
        await pilot.press("tab", "down", "enter")
        await settle(pilot)
        added = [one for one in own_segments(project_of(pilot)) if one not in before]
        assert len({one.code_id for one in added}) == 2
        assert len({one.span for one in added}) == 1
        assert len(screen.desk.last_applied) == 2


async def test_coding_the_same_words_twice_is_refused_and_said(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        await pilot.press("home", "4")
        await settle(pilot)
        number = len(own_segments(project_of(pilot), "Group"))
        await pilot.press("4")
        await settle(pilot)
        assert len(own_segments(project_of(pilot), "Group")) == number
        assert screen.error_strip.shown


async def test_a_memo_is_written_without_leaving_the_text(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("G", "m", *"Odd", "ctrl+s")
        await settle(pilot)
        assert [memo.body for memo in project_of(pilot).memos([screen.desk.transcript.id])] == [
            "Odd"
        ]
        assert "Odd" in rows_of(screen)


async def test_a_stance_goes_round_with_one_key(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        await pilot.press("home", "4")
        await settle(pilot)
        await pilot.press("t", "t")
        await settle(pilot)
        newest = max(own_segments(project_of(pilot), "Group"), key=lambda one: str(one.created_at))
        assert newest.stance is not None
        assert newest.stance.value == "against"
        assert "against" in rows_of(screen)


async def test_the_first_thing_that_a_new_coder_writes_is_their_own(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path, coder="New").run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("G", "c", *screen.desk.book.codes[-1].name[:6], "enter")
        await settle(pilot)
        await pilot.press("t")
        await settle(pilot)
        transcript = transcript_called(project_of(pilot), "Laughs")
        segment = project_of(pilot).segments_of(transcript, coder="New")[0]
        assert segment.stance is not None
        assert screen.desk.is_own(segment)


async def test_the_next_digit_is_for_the_same_words_until_the_cursor_moves(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        before = own_segments(project_of(pilot), "Group")
        one, other = (code for code in screen.desk.book.codes[-2:])
        await pilot.press("home", "v", "j", "c", *one.name[:6], "enter")
        await settle(pilot)
        await pilot.press("c", *other.name[:6], "enter")
        await settle(pilot)
        await pilot.press("f", "j")
        await settle(pilot)
        added = [item for item in own_segments(project_of(pilot), "Group") if item not in before]
        assert {item.code_id for item in added} == {one.id, other.id}
        assert len({item.span for item in added}) == 1
        assert [item.code_id for item in added if item.starred] == [other.id]
        assert screen.view.selection is None


async def test_a_digit_keeps_its_suggestion_while_the_selection_grows(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        await press_each(pilot, "home")
        codes = screen.desk.book.codes[:4]
        sentences = []
        for scores in (((0, 0.3), (1, 0.2)), ((2, 0.9), (1, 0.8))):
            sentence = screen.view.sentence
            assert sentence is not None
            found = tuple(
                Suggestion(sentence, codes[place].id, score, "keyword: day")
                for place, score in scores
            )
            screen.desk.take_suggestions([SentenceSuggestions(sentence, found)])
            sentences.append(sentence)
            await press_each(pilot, "j")
        await press_each(pilot, "home", "v", "j")
        listed = screen.desk.suggestions_for(screen.view.target, screen.view.began)
        assert [one.code_id for one in listed] == [codes[place].id for place in (0, 1, 2)]
        await press_each(pilot, "3")
        made = own_segments(project_of(pilot), "Group")
        both = Span(sentences[0].start, sentences[1].end)
        assert codes[2].id in [one.code_id for one in made if one.span == both]


async def test_a_slip_of_the_fingers_makes_no_new_code(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await opened(pilot, settle)
        before = project_of(pilot).last_change()
        await pilot.press("G", "c", *"qxz", "enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, ChooseCode)
        assert "No code fits “qxz”" in pilot.app.screen.error_strip.render().plain
        assert project_of(pilot).last_change() == before


@pytest.mark.parametrize(
    ("keys", "label"),
    [
        (["4"], "Coded"),
        (["1"], "Coded"),
        (["full_stop"], "Coded"),
        (["u"], "Undid"),
        (["i", "enter"], "Coded"),
    ],
    ids=["recent", "suggestion", "repeat", "undo", "in vivo"],
)
async def test_what_is_done_most_takes_three_keys_at_most(
    path: Path, settle: Settle, keys: list[str], label: str
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("home", "c", *screen.desk.book.codes[-1].name[:6], "enter")
        await settle(pilot)
        await pilot.press("j")
        sentence = screen.view.sentence
        assert sentence is not None
        proposed = Suggestion(sentence, screen.desk.book.codes[0].id, 0.9, "keyword: day")
        screen.desk.take_suggestions([SentenceSuggestions(sentence, (proposed,))])
        before = project_of(pilot).last_change()
        await pilot.press(*keys)
        await settle(pilot)
        (change,) = project_of(pilot).changes_since(before)
        assert change.label.startswith(label)
        assert len(keys) <= 3


async def test_the_edges_of_a_segment_are_moved(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        first = select_first(screen)
        await pilot.press("e", "]", "E")
        await settle(pilot)
        moved = next(one for one in own_segments(project_of(pilot)) if one.id == first.id)
        assert moved.span.start == first.span.start
        assert moved.span.end > first.span.end
        assert moved.quote == moved.span.of(screen.desk.transcript.text)


async def test_tab_finds_the_next_turn_without_a_code(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        screen.view.step_to_end(forward=False)
        await pilot.press("tab")
        await settle(pilot)
        assert not screen.desk.is_coded(screen.view.turn) or "No uncoded" in screen.footer.status


async def test_words_are_found_in_the_transcript(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        word = "EASIER"
        await pilot.press("slash", *word, "enter")
        await settle(pilot)
        span = screen.view.selection
        assert span is not None
        assert span.of(screen.desk.transcript.text).casefold() == word.casefold()


async def test_what_another_coder_does_meanwhile_is_drawn(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        number = len(screen.desk.segments)
        with open_project(path, "CD") as other:
            found = other.transcript("Group")
            other.apply_code(found, [found.turns[-1].span], screen.desk.book.codes[-1])
        pilot.app._look_for_changes()  # type: ignore[attr-defined]
        await settle(pilot)
        await settle(pilot)
        assert len(screen.desk.segments) == number + 1


async def test_a_locked_project_says_so_and_the_action_can_be_tried_again(
    path: Path, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    monkeypatch.setattr("ipe_coder.store.engine.BUSY_SECONDS", 0.1)
    async with SteadyApp(path).run_test(size=SMALL) as pilot:
        screen = await opened(pilot, settle, "Group")
        number = len(own_segments(project_of(pilot), "Group"))
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        await pilot.press("home", "4")
        await settle(pilot)
        assert screen.error_strip.shown
        holder.execute("ROLLBACK")
        holder.close()
        await pilot.press("r")
        await settle(pilot)
        assert len(own_segments(project_of(pilot), "Group")) == number + 1
