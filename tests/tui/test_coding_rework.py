"""Changing what is coded, choosing what is seen, and coming back to a place, at the keyboard."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ipe_coder.model.segment import Anchor, MemoAbout
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Role
from ipe_coder.project import open_project
from ipe_coder.tui.dialogs.memo import MemoDialog
from ipe_coder.tui.screen import ModeScreen
from ipe_coder.tui.screens.coding import CodingScreen
from ipe_coder.tui.widgets.rows import Rows
from ipe_coder.workplace import Workplace
from tests.tui.application import LARGE, Settle, SteadyApp, press_each, project_of
from tests.tui.test_coding_screen import opened, own_segments, rows_of, select_first


@pytest.fixture
def path(standard_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


def marks_of(screen: CodingScreen) -> list[str]:
    return [screen.desk.looks[one.code_id].mark for one in screen.desk.shown]


async def test_an_edge_moves_by_any_motion_and_stays_where_it_is_kept(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        first = select_first(screen)
        await pilot.press("e", "l")
        await settle(pilot)
        assert "E keeps" in screen.footer.status
        await pilot.press("o", "h", "E")
        await settle(pilot)
        now = next(one for one in own_segments(project_of(pilot)) if one.id == first.id)
        text = screen.desk.transcript.text
        assert now.span.start < first.span.start < first.span.end < now.span.end
        assert now.quote == text[now.span.start : now.span.end]
        assert screen.view.selection is None


async def test_the_words_of_a_code_that_was_removed_can_be_coded_anew(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        first = select_first(screen)
        await press_each(pilot, "{", "i", "enter")
        part = screen.view.target
        screen.view.select_span(None)
        screen.view.go_to(first.span.start)
        assert part is not None
        assert part != screen.view.target
        await press_each(pilot, "x")
        assert part not in [one.span for one in own_segments(project_of(pilot))]
        assert screen.view.selection == part


async def test_recoding_keeps_the_memo_and_the_place(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        project = project_of(pilot)
        first = own_segments(project)[0]
        project.write_memo(MemoAbout.SEGMENT, first.id, "Why?")
        old = screen.desk.book[first.code_id].name
        screen.view.select_span(first.span)
        other = next(one for one in screen.desk.book.codes if one.id != first.code_id)
        await pilot.press("C", *other.name[:5], "enter")
        await settle(pilot)
        now = next(one for one in own_segments(project) if one.id == first.id)
        assert (now.code_id, now.span) == (other.id, first.span)
        assert [memo.body for memo in project.memos([first.id])] == ["Why?"]
        await pilot.press("u")
        await settle(pilot)
        now = next(one for one in own_segments(project) if one.id == first.id)
        assert screen.desk.book[now.code_id].name == old


async def test_recoding_makes_a_new_code_beneath_another(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        project = project_of(pilot)
        first = select_first(screen)
        parent = next(one for one in screen.desk.book.codes if one.id != first.code_id)
        await press_each(pilot, "C", *"Zeal", "ctrl+b", *parent.name[:6], "enter")
        await settle(pilot)
        made = project.code("Zeal")[1]
        assert made.parent_id == parent.id
        now = next(one for one in own_segments(project) if one.id == first.id)
        assert (now.code_id, now.span) == (made.id, first.span)
        await press_each(pilot, "u")
        await settle(pilot)
        assert "Zeal" not in [one.name for book in project.codebooks() for one in book.codes]


async def test_a_code_that_was_made_and_taken_back_is_not_repeated(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await press_each(pilot, "i", "enter", "u")
        before = own_segments(project_of(pilot))
        await press_each(pilot, ".")
        assert "The code applied last is not in this codebook." in screen.error_strip.words
        assert own_segments(project_of(pilot)) == before


async def test_touching_segments_become_one_with_one_key(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        project = project_of(pilot)
        first = own_segments(project)[0]
        code = screen.desk.book[first.code_id]
        touching = Span(first.span.end, first.span.end + 4)
        project.apply_code(screen.desk.transcript, [touching], code)
        screen.reload()
        screen.view.select_span(first.span)
        before = len(own_segments(project))
        await pilot.press("&")
        await settle(pilot)
        assert len(own_segments(project)) == before - 1
        assert Span(first.span.start, touching.end) in {one.span for one in own_segments(project)}


async def test_what_another_coded_is_not_changed_by_a_key_in_the_text(
    path: Path, settle: Settle
) -> None:
    with open_project(path, "CD") as other:
        talk = other.transcript("Laughs")
        code = other.codebooks()[0].codes[0]
        place = Span(talk.turns[-1].start, talk.turns[-1].end)
        for one in other.segments_of(talk.id):
            other.remove_segments([one.id])
        other.apply_code(talk, [place], code)
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        screen.view.step_to_end(forward=True)
        await pilot.press("x")
        await settle(pilot)
        assert len(project_of(pilot).segments_of(talk.id)) == 1
        assert screen.error_strip.display


async def test_blind_coding_shows_nothing_of_others_and_says_so(path: Path, settle: Settle) -> None:
    with open_project(path, "CD") as other:
        talk = other.transcript("Laughs")
        place = Span(talk.turns[-1].start, talk.turns[-1].end)
        other.apply_code(talk, [place], other.codebooks()[0].codes[0])
        other.write_memo(MemoAbout.TRANSCRIPT, talk.id, "A thought of CD", span=place)
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        both = len(screen.desk.shown)
        await pilot.press("G", "B")
        await settle(pilot)
        assert {screen.desk.coders[one.coder_id] for one in screen.desk.segments} == {"AB"}
        assert len(screen.desk.shown) < both
        assert "blind" in screen.header.render().plain
        assert "A thought of CD" not in rows_of(screen)
        await pilot.press("B")
        await settle(pilot)
        assert len(screen.desk.shown) == both


async def test_only_one_code_is_drawn_until_everything_is_chosen_again(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        all_marks = marks_of(screen)
        mark = all_marks[-1]
        offered = [one.words for one in screen._choices()]
        digit = next(n for n, words in enumerate(offered, 1) if words.startswith(f"{mark} "))
        await pilot.press("F", str(digit))
        await settle(pilot)
        assert set(marks_of(screen)) == {mark}
        assert "only" in screen.header.render().plain
        await pilot.press("F", "1")
        await settle(pilot)
        assert marks_of(screen) == all_marks


async def test_a_letter_of_ones_own_applies_its_code_and_is_kept(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        code = screen.desk.book.codes[-1]
        before = own_segments(project_of(pilot), "Group")
        await pilot.press("home", "comma", "p", *code.name[:6], "enter")
        await settle(pilot)
        await pilot.press("j", "j", "comma", "p")
        await settle(pilot)
        added = [one for one in own_segments(project_of(pilot), "Group") if one not in before]
        assert [one.code_id for one in added] == [code.id, code.id]
        kept = Workplace.of(project_of(pilot).path).code_keys
        assert kept == {screen.desk.transcript.study_id: {"p": code.id}}


async def test_one_comes_back_to_a_mark_and_to_where_one_left_off(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Group")
        await pilot.press("j", "j", "M", "a", "G")
        last = screen.view.sentence
        await pilot.press("'", "a")
        marked = screen.view.sentence
        assert marked != last
        await pilot.press("'", "0")
        assert screen.view.sentence == last
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("g")
        await pilot.press("c")
        await settle(pilot)
        await settle(pilot)
        screen = pilot.app.screen  # type: ignore[assignment]
        assert isinstance(screen, CodingScreen)
        assert screen.desk.transcript.title == "Group"
        assert screen.view.sentence == last


async def test_a_memo_is_about_whatever_tab_chooses(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        first = select_first(screen)
        await pilot.press("m", *"Odd", "ctrl+s")
        await settle(pilot)
        assert [memo.body for memo in project_of(pilot).memos([first.id])] == ["Odd"]
        await pilot.press("m")
        assert isinstance(pilot.app.screen, MemoDialog)
        await pilot.press("exclamation_mark", "ctrl+t", "ctrl+s")
        await settle(pilot)
        (memo,) = project_of(pilot).memos([first.id])
        assert (memo.body, memo.kind.value) == ("Odd!", "reflexive")
        await pilot.press("m", *["tab"] * (1 + len(screen.here)), *"On the code", "ctrl+s")
        await settle(pilot)
        about = {(one.about, one.body) for one in project_of(pilot).memos()}
        assert (MemoAbout.CODE, "On the code") in about


async def test_a_new_code_is_made_beneath_another_as_one_change(path: Path, settle: Settle) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        screen.view.step_to_end(forward=True)
        parent = screen.desk.book.codes[0]
        await pilot.press("c", *"Odd", "ctrl+b")
        await settle(pilot)
        await pilot.press(*parent.name[:5], "enter")
        await settle(pilot)
        book = screen.desk.book
        made = next(one for one in book.codes if one.name == "Odd")
        assert made.parent_id == parent.id
        assert made.id in {one.code_id for one in own_segments(project_of(pilot))}
        await pilot.press("u")
        await settle(pilot)
        assert "Odd" not in {one.name for one in screen.desk.book.codes}


async def test_a_turn_is_reached_by_the_time_of_the_recording(
    path: Path, settle: Settle, tmp_path: Path
) -> None:
    file = tmp_path / "Timed.txt"
    file.write_text(
        "[00:00:05] I: How was it?\n[00:01:10] Ann: Hard.\n[00:02:20] I: And now?\n"
        "[00:02:31] Ann: Better.\n"
    )
    with open_project(path, "AB") as project:
        project.import_transcripts([file], study=project.studies()[0].name)
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Timed")
        await pilot.press("#", *"2:25", "enter")
        await settle(pilot)
        assert screen.view.turn == 2
        assert "2:20" in screen.header.render().plain


async def test_blind_mode_hides_others_on_every_screen(path: Path, settle: Settle) -> None:
    with open_project(path, "CD") as other:
        talk = other.transcript("Laughs")
        place = Span(talk.turns[-1].start, talk.turns[-1].end)
        other.apply_code(talk, [place], other.codebooks()[0].codes[0])
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        await opened(pilot, settle)
        await pilot.press("B")
        for letter, others in (("p", "CD"), ("l", "CD"), ("b", "CD"), ("h", "CD")):
            await pilot.press("g", letter)
            await settle(pilot)
            await settle(pilot)
            shown = "\n".join(
                line.plain
                for rows in pilot.app.screen.query(Rows)
                for row in rows.rows
                for line in row.lines
            )
            assert others not in shown, letter
            assert "blind" in screen_header(pilot)


def screen_header(pilot: Pilot[None]) -> str:
    screen = pilot.app.screen
    assert isinstance(screen, ModeScreen)
    return screen.header.render().plain


async def test_a_segment_that_waits_since_a_correction_is_drawn_and_counts_for_nothing(
    path: Path, settle: Settle, tmp_path: Path
) -> None:
    file, mended = tmp_path / "Talk.txt", tmp_path / "Mended.txt"
    file.write_text("I: How was it?\nAnn: We had no time for any of it at all. It was fine.\n")
    mended.write_text("I: How was it?\nAnn: We had some time for most of it at all. It was fine.\n")
    with open_project(path, "AB") as project:
        project.import_transcripts([file], study=project.studies()[0].name)
        talk = project.transcript("Talk")
        start = talk.text.index("We had")
        code = project.codebooks()[0].codes[0]
        project.apply_code(talk, [Span(start, talk.text.index(" at all"))], code)
        project.replace_transcript("Talk", mended)
        (waiting,) = project.waiting_segments()
        assert waiting.segment.anchor is Anchor.UNREVIEWED
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle, "Talk")
        await pilot.press("tab")
        assert screen.view.turn == 1
        await pilot.pause(0.1)
        assert "waits" in rows_of(screen)
        assert screen.view.coverage == 0
        drawn = "".join(piece.text for line in range(6) for piece in screen.view.render_line(line))
        assert f"{screen.desk.looks[code.id].mark}?" in drawn


async def test_without_a_guide_a_goes_from_one_question_to_the_next(
    path: Path, settle: Settle
) -> None:
    async with SteadyApp(path).run_test(size=LARGE) as pilot:
        screen = await opened(pilot, settle)
        await pilot.press("home", "a")
        turn = screen.desk.transcript.turns[screen.view.turn]
        assert turn.index > 0
        assert screen.desk.transcript.speaker_of(turn).role is Role.INTERVIEWER
        await pilot.press("A")
        assert screen.view.turn == 0
