"""The import preview: what would be stored, what is doubtful, and one change at the end."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from ipe_coder.model.transcript import Role, TranscriptKind
from ipe_coder.tui.dialogs.choose_one import ChooseOne
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.screens.imports import ImportScreen
from ipe_coder.tui.screens.library import LibraryScreen
from tests.readers.samples import DATA
from tests.tui.application import LARGE, Settle, SteadyApp, project_of
from tests.tui.test_library_screen import press

CLEAR = """\
INT: Thanks for making the time. [laughs]
P1: I am in my first year, so mostly visits.
INT: How did the messages first reach you?
P1: On my own phone, on a Sunday [/] which was a surprise.
"""
DOUBTFUL = """\
INT: Did you reply to any of the texts?
P3: Once. I wrote back thanks and it bounced.
P3/INT: So they came from a number? Yes, a number nobody was reading.
P3: After that I read them the way you read a poster on the stairs.
INT: And by week eight?
P3: I could not tell you which was the last one.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "SWG01.txt").write_text(CLEAR)
    (made / "SWG02.txt").write_text(DOUBTFUL)
    (made / "SWG06.docx").write_text("This is no Word file.")
    return made


@pytest.fixture
def path(flexible_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(flexible_file, tmp_path / "flexible.ipe"))


async def preview(pilot: Pilot[None], settle: Settle, folder: Path, *keys: str) -> ImportScreen:
    """Open the preview of the files of a folder over the library, and press keys there."""
    await settle(pilot)
    await settle(pilot)
    library = pilot.app.screen
    assert isinstance(library, LibraryScreen)
    library.preview(project_of(pilot).study("swing"), tuple(sorted(folder.iterdir())))
    await settle(pilot)
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ImportScreen)
    await press(pilot, settle, *keys)
    return screen


def lines(screen: ImportScreen, rows: str = "preview") -> list[str]:
    shown = screen.preview if rows == "preview" else screen.files
    return [line.plain for row in shown.rows for line in row.lines]


def about(screen: ImportScreen) -> str:
    return " ".join(str(screen.query_one("#details", Static).content).split())


def header(screen: ImportScreen) -> str:
    return screen.header.render().plain


async def test_speakers_are_shown_with_their_role_and_why(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder)
        shown = lines(screen)
        assert shown[0].startswith("Speakers in SWG01.txt")
        interviewer = next(line for line in shown if line.startswith("INT"))
        assert "interviewer" in interviewer
        assert "by the label" in interviewer
        assert any("Thanks for making the time. [laughs]" in line for line in shown)
        assert any("Sunday [/] which" in line for line in shown)


async def test_nothing_is_written_before_w(path: Path, folder: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await preview(pilot, settle, folder, "r", "x", "x", "K", "escape", "y")
        assert isinstance(pilot.app.screen, LibraryScreen)
        titles = [one.title for one in project_of(pilot).transcripts("swing")]
        assert titles == ["SWG03"]


async def test_w_writes_what_can_be_read_as_one_change(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder)
        before = project_of(pilot).last_change()
        assert "2 of 3 will be written" in header(screen)
        await press(pilot, settle, "w")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert pilot.app.screen.footer.status == "Imported 2 transcripts into swing"
        project = project_of(pilot)
        assert project.last_change() == before + 1
        assert [one.title for one in project.transcripts("swing")] == ["SWG03", "SWG01", "SWG02"]
        await press(pilot, settle, "u")
        assert [one.title for one in project.transcripts("swing")] == ["SWG03"]


async def test_a_file_that_cannot_be_read_says_why_and_is_read_again(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "n", "n")
        assert lines(screen, "files")[2].endswith("error")
        assert "This is not a Word file." in about(screen)
        (folder / "SWG06.docx").unlink()
        from docx import Document

        document = Document()
        document.add_paragraph("INT: Was there one that you kept?")
        document.add_paragraph("P6: The one about tea.")
        document.save(str(folder / "SWG06.docx"))
        await press(pilot, settle, "R")
        assert "error" not in lines(screen, "files")[2]
        assert any("The one about tea." in line for line in lines(screen))


async def test_enter_goes_to_what_needs_judgement_and_a_digit_settles_it(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "enter")
        assert screen.here.path.name == "SWG02.txt"
        assert screen.preview.value == ("speaker", 2)
        shown = lines(screen)
        assert any(line.startswith("Doubtful turns") for line in shown)
        assert any("? the label has two names" in line for line in shown)
        await press(pilot, settle, "2")
        assert not screen.plan.doubts(1)
        assert not any(line.startswith("Doubtful turns") for line in lines(screen))
        await press(pilot, settle, "w")
        speakers = project_of(pilot).transcript("SWG02").speakers
        assert [one.role for one in speakers] == [
            Role.INTERVIEWER, Role.PARTICIPANT, Role.PARTICIPANT,
        ]  # fmt: skip


async def test_keys_that_come_fast_stay_with_the_file_they_reach(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder)
        await pilot.press("n", "n", "N", "tab", "j", "2")
        await settle(pilot)
        assert screen.here.path.name == "SWG02.txt"
        assert screen.preview.value == ("speaker", 1)
        assert screen.here.speakers[1].role is Role.PARTICIPANT


async def test_undo_takes_back_what_was_said_and_leaves_the_project(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "4", "x")
        before = project_of(pilot).last_change()
        await press(pilot, settle, "u")
        assert not screen.here.left_out
        assert screen.here.speakers[0].role is Role.UNKNOWN
        await press(pilot, settle, "u")
        assert [one.speakers[0].role for one in screen.plan.ready] == [Role.INTERVIEWER] * 2
        await press(pilot, settle, "ctrl+r")
        assert [one.speakers[0].role for one in screen.plan.ready] == [Role.UNKNOWN] * 2
        assert project_of(pilot).last_change() == before


async def test_what_is_said_of_a_label_holds_for_files_that_look_alike(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "3")
        assert [one.speakers[0].role for one in screen.plan.ready] == [Role.OTHER, Role.OTHER]
        assert "Nobody is the interviewer." in about(screen)
        assert "1 other file that looks alike" in screen.footer.status
        await press(pilot, settle, "n")
        assert any(line.startswith("INT") and "as in SWG01" in line for line in lines(screen))
        await press(pilot, settle, "a")
        assert [one.speakers[0].role for one in screen.plan.ready] == [
            Role.OTHER, Role.INTERVIEWER,
        ]  # fmt: skip


async def test_a_file_is_divided_by_another_rule_and_back(
    path: Path, folder: Path, settle: Settle
) -> None:
    (folder / "SWG06.docx").unlink()
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "d", "4")
        await settle(pilot)
        assert [one.label for one in screen.here.speakers] == [""]
        assert len(screen.plan.files[1].speakers) == 3
        assert "the rule “prose”" in about(screen)
        assert any("INT: Thanks for making the time." in line for line in lines(screen))
        await press(pilot, settle, "u")
        assert [one.label for one in screen.here.speakers] == ["INT", "P1"]
        await press(pilot, settle, "d", "7")
        await press(pilot, settle, *["backspace"] * 8, *"INT", "enter")
        await settle(pilot)
        assert [[one.label for one in each.speakers] for each in screen.plan.ready] == [
            ["INT"], ["INT"],
        ]  # fmt: skip
        await press(pilot, settle, "w")
        assert "P1: On my own phone" in project_of(pilot).transcript("SWG01").text


async def test_words_that_were_taken_for_a_label_are_words_again(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "enter", "l")
        await settle(pilot)
        assert [one.label for one in screen.here.speakers] == ["INT", "P3"]
        assert screen.here.draft is not None
        assert "bounced.\nP3/INT: So they came" in screen.here.draft.text
        assert len(screen.here.draft.turns) == 5


async def test_a_later_import_is_proposed_what_was_said_and_one_key_takes_it_away(
    path: Path, folder: Path, settle: Settle
) -> None:
    (folder / "SWG06.docx").unlink()
    second = folder / "SWG02.txt"
    words = second.read_text()
    second.unlink()
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await preview(
            pilot, settle, folder, "tab", "e", *["backspace"] * 3, *"Ali", "enter", "1", "w"
        )
        project = project_of(pilot)
        kept = [value for key, value in project.settings().items() if key.startswith("import:")]
        assert [(one["label"], one["becomes"], one["role"]) for one in kept[0]] == [
            ("INT", "Ali", "interviewer")
        ]
        (folder / "SWG01.txt").unlink()
        second.write_text(words)
        screen = await preview(pilot, settle, folder)
        assert screen.here.speakers[0].label == "Ali"
        assert "as in SWG01, imported earlier" in " ".join(lines(screen))
        await press(pilot, settle, "a")
        assert screen.here.speakers[0].label == "INT"
        await press(pilot, settle, "escape", "y", "u")
        assert not [key for key in project.settings() if key.startswith("import:")]
        assert not project.check()


async def test_a_speaker_is_renamed_and_another_merged_into_it(
    path: Path, folder: Path, settle: Settle
) -> None:
    (folder / "SWG06.docx").unlink()
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(
            pilot, settle, folder, "n", "tab", "e", *["backspace"] * 3, *"Ali", "enter"
        )
        assert [one.label for one in screen.here.speakers] == ["Ali", "P3", "P3/INT"]
        assert [one.label for one in screen.plan.files[0].speakers] == ["Ali", "P1"]
        await press(pilot, settle, "j", "j", "M", "2")
        assert [one.label for one in screen.here.speakers] == ["Ali", "P3"]
        assert screen.here.draft is not None
        assert [turn.speaker for turn in screen.here.draft.turns] == [0, 1, 1, 1, 0, 1]
        await press(pilot, settle, "w")
        stored = project_of(pilot).transcript("SWG02")
        assert [one.label for one in stored.speakers] == ["Ali", "P3"]
        assert len(stored.turns) == 6
        assert project_of(pilot).transcript("SWG01").speakers[0].label == "Ali"


async def test_a_speaker_is_mapped_to_a_participant_known_or_new(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "tab", "j", "m", *"Rowan", "ctrl+n")
        assert screen.here.people == ("", "Rowan")
        assert any(line.startswith("P1") and "Rowan" in line for line in lines(screen))
        await press(pilot, settle, "w")
        project = project_of(pilot)
        people = {one.id: one.pseudonym for one in project.participants()}
        voice = project.transcript("SWG01").speakers[1]
        assert people[voice.participant_id or ""] == "Rowan"
        assert not project.check()


async def test_a_turn_is_given_to_another_speaker(path: Path, folder: Path, settle: Settle) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "enter", "j", "j")
        assert screen.turn_here == 2
        await press(pilot, settle, "t", "enter")
        assert screen.here.draft is not None
        assert [one.label for one in screen.here.speakers] == ["INT", "P3"]
        assert screen.here.draft.turns[2].speaker == 0
        assert "Turn 3 was given to “INT” by hand." in about(screen)
        await press(pilot, settle, "w")
        assert project_of(pilot).transcript("SWG02").turns[2].speaker == 0


async def test_a_turn_of_two_voices_is_split_where_a_paragraph_begins(
    path: Path, folder: Path, settle: Settle
) -> None:
    for one in folder.iterdir():
        one.unlink()
    talk = "INT: Was it late?\nP1: It was.\n" * 9
    (folder / "SWG07.txt").write_text(f"{talk}INT: And cold?\nVery cold, yes.\n{talk}")
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "enter")
        assert "1 turn may be somebody else's: 19." in about(screen)
        assert screen.turn_here == 18
        await press(pilot, settle, "s", "enter")
        assert not screen.plan.doubts(0)
        assert "Turn 20 was given to “P1” by hand." in about(screen)
        await press(pilot, settle, "u")
        assert screen.plan.doubts(0)
        await press(pilot, settle, "ctrl+r", "w")
        project = project_of(pilot)
        stored = project.transcript("SWG07")
        said = [(stored.speaker_of(turn).label, turn.span.of(stored.text))
                for turn in stored.turns[17:21]]  # fmt: skip
        assert said == [
            ("P1", "It was."), ("INT", "And cold?"), ("P1", "Very cold, yes."),
            ("INT", "Was it late?"),
        ]  # fmt: skip
        assert not project.check()


async def test_a_title_that_is_taken_is_shown_and_can_be_changed(
    path: Path, folder: Path, settle: Settle
) -> None:
    (folder / "SWG06.docx").unlink()
    (folder / "SWG01.txt").rename(folder / "SWG03.txt")
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "n")
        assert "The study has a transcript “SWG03” already." in about(screen)
        await press(pilot, settle, "w")
        assert "has a transcript “SWG03” already" in screen.error_strip.words
        await press(pilot, settle, "escape", "T", *"b", "enter")
        assert screen.here.title == "SWG03b"
        await press(pilot, settle, "w")
        assert "SWG03b" in [one.title for one in project_of(pilot).transcripts("swing")]


async def test_comments_wait_for_a_word_and_come_in_as_codes(
    path: Path, folder: Path, settle: Settle
) -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("INT: Was there one that you kept?")
    run = document.add_paragraph("P6: ").add_run("The one about tea.")
    document.add_comment(run, "Kept [b]", author="Ann", initials="A")
    document.add_comment(run, "I wonder why she did?", author="Ben", initials="B")
    document.save(str(folder / "SWG06.docx"))
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "n", "n")
        assert "2 comments by 2 people. c takes them as codes" in about(screen)
        await press(pilot, settle, "c")
        assert "2 comments by 2 people: become codes on their words." in about(screen)
        await press(pilot, settle, "c", "c")
        assert "2 comments by 2 people: are left in the file." in about(screen)
        await press(pilot, settle, "c", "w")
        notes = pilot.app.screen
        assert isinstance(notes, NotesDialog)
        await press(pilot, settle, "enter")
        assert isinstance(pilot.app.screen, LibraryScreen)
        rows = project_of(pilot).segment_rows(transcript="SWG06")
        assert [(one.segment.quote, one.code_path, one.coder) for one in rows] == [
            ("The one about tea.", "From comments / Kept [b]", "Ann")
        ]
        await press(pilot, settle, "u")
        assert [one.title for one in project_of(pilot).transcripts("swing")] == ["SWG03"]


async def test_the_author_of_comments_comes_in_as_the_coder_that_is_chosen(
    path: Path, folder: Path, settle: Settle
) -> None:
    for one in folder.iterdir():
        one.unlink()
    shutil.copy(DATA / "comments.odt", folder / "SWG06.odt")
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "c", "C")
        dialog = pilot.app.screen
        assert isinstance(dialog, ChooseOne)
        await press(pilot, settle, "2", *"Dee", "enter")
        assert "Ben as Dee" in about(screen)
        await press(pilot, settle, "C", "1", "escape", "C", "1", "enter", "u", "u", "ctrl+r")
        assert "Ben as Dee" in about(screen)
        assert "Ann Lee as" not in about(screen)
        await press(pilot, settle, "w", "enter")
        rows = project_of(pilot).segment_rows(transcript="SWG06")
        assert {one.coder for one in rows} == {"Ann Lee", "Dee", "Zoé [b]"}


async def test_a_file_that_is_here_already_is_left_out_until_it_is_wanted(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await preview(pilot, settle, folder, "w")
        screen = await preview(pilot, settle, folder)
        assert "Left out: the same file is here already as SWG01. x takes it in." in about(screen)
        assert "0 of 3 will be written" in header(screen)
        await press(pilot, settle, "x")
        assert "The study has a transcript “SWG01” already." in about(screen)


async def test_what_lies_beside_transcripts_is_left_out_until_it_is_wanted(
    path: Path, folder: Path, settle: Settle
) -> None:
    (folder / "SWG06.docx").unlink()
    (folder / "swing_README.txt").write_text("Interviews of the swing study.")
    (folder / "visit.txt").write_text("We sat in the car.\n\nIt rained.")
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "n", "n")
        assert "Left out: its name is that of a file beside transcripts" in about(screen)
        assert [one.title for one in screen.plan.ready] == ["SWG01", "SWG02"]
        await press(pilot, settle, "n")
        assert "no speaker was found, beside files with speakers" in about(screen)
        assert [each.words.split(",")[0] for each in screen.plan.doubts(3)] == ["Left out"]
        await press(pilot, settle, "x", "w")
        assert [one.title for one in project_of(pilot).transcripts("swing")] == [
            "SWG03", "SWG01", "SWG02", "visit",
        ]  # fmt: skip


async def test_two_files_of_one_title_are_gone_to_when_they_should_be_written(
    path: Path, folder: Path, settle: Settle
) -> None:
    (folder / "SWG02.md").write_text(DOUBTFUL)
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "w")
        assert screen.here.path.name == "SWG02.md"
        assert "T gives another title, x leaves the file out." in screen.error_strip.words
        await press(pilot, settle, "escape", "x", "w")
        assert len(project_of(pilot).transcripts("swing")) == 3


async def test_a_file_is_left_out_and_its_kind_is_changed(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        screen = await preview(pilot, settle, folder, "x")
        assert "left out" in lines(screen, "files")[0]
        await press(pilot, settle, "n", "K", "w")
        found = project_of(pilot).transcripts("swing")
        assert [(one.title, one.kind) for one in found] == [
            ("SWG03", TranscriptKind.INTERVIEW), ("SWG02", TranscriptKind.JOINT_INTERVIEW),
        ]  # fmt: skip


async def test_leaving_asks_only_where_something_was_chosen(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await preview(pilot, settle, folder, "escape")
        assert isinstance(pilot.app.screen, LibraryScreen)
        await preview(pilot, settle, folder, "r", "escape")
        assert isinstance(pilot.app.screen, Confirm)


async def test_writing_goes_on_while_another_screen_is_looked_at(
    path: Path, folder: Path, settle: Settle
) -> None:
    async with SteadyApp(path, at="library").run_test(size=LARGE) as pilot:
        await preview(pilot, settle, folder)
        await pilot.press("w", "g", "p")
        await settle(pilot)
        await press(pilot, settle, "g", "l")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert len(project_of(pilot).transcripts("swing")) == 3
