"""A guide comes in, keeps its marks when it comes again; turns are marked with what they ask."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ipe_coder.analysis.matrix import MatrixRequest
from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.guide import GuideQuestion
from ipe_coder.model.matrix import Base
from ipe_coder.model.transcript import Turn
from ipe_coder.project import Project
from tests.factories import add, people, study
from tests.store.tables import Tables, tables_of

TALK = study(
    "I: Hello. | Ann: Hi. | I: So, what helped you to take the day? | Ann: {Time:Time}. | "
    "I: [laughs] Right. | Ann: And {the door:Access / Doors}. | I: Who decides about it, then? | "
    "Ann: My manager.",
    "A1",
)
GUIDE = (
    "# Guide\n\n## Questions\n\n| no. | question | codes |\n|---|---|---|\n"
    "| Q1 | What helps you to take the day? | Time |\n| Q2 | Who decides? | Access |\n"
    "| Q3 | And what of the weather? | |\n"
)


@pytest.fixture
def leave(project: Project, tmp_path: Path) -> Project:
    project.add_study("leave", arms=["treatment", "control"])
    add(project, "leave", TALK)
    people(project, "leave", {"Ann": "A1 recipient"})
    project.import_guide(guide_file(tmp_path), "leave")
    return project


def guide_file(folder: Path, text: str = GUIDE) -> Path:
    path = folder / "guide.md"
    path.write_text(text, encoding="utf-8")
    return path


def tables(project: Project) -> Tables:
    return tables_of(project._store)


def turns_of(text: str) -> tuple[Turn, ...]:
    """Give the turns of TALK over a text with one line for each."""
    made, start = [], 0
    for turn, line in zip(TALK.draft.turns, text.split("\n"), strict=True):
        made.append(turn._replace(start=start, end=start + len(line)))
        start += len(line) + 1
    return tuple(made)


def labels(project: Project) -> dict[str, str]:
    return {one.label: one.text for one in project.guide_questions("leave")}


def asks(project: Project) -> dict[int, tuple[str, ...]]:
    return {
        one.turn: tuple(each.label for each in one.asked)
        for one in project.turn_questions("A1")
        if one.settled
    }


def proposed(project: Project) -> dict[int, tuple[str, ...]]:
    return {
        one.turn: tuple(each.label for each, _ in one.proposed)
        for one in project.turn_questions("A1")
        if one.proposed
    }


def question(project: Project, label: str) -> GuideQuestion:
    return project.question(label, "leave")


class TestImport:
    def test_questions_are_linked_to_the_codes_that_the_file_names(self, leave: Project) -> None:
        uses = leave.guide("leave")
        assert [(one.question.label, one.codes, one.asked) for one in uses] == [
            ("Q1", ("Time",), ()), ("Q2", ("Access",), ()), ("Q3", (), ()),
        ]  # fmt: skip

    def test_questions_whose_words_stand_keep_ids_marks_and_links(
        self, leave: Project, tmp_path: Path
    ) -> None:
        leave.confirm_asking("A1", 2, [question(leave, "Q1")])
        leave.confirm_asking("A1", 6, [question(leave, "Q2")])
        leave.link_question(question(leave, "Q3"), ["Access / Doors"])
        before = {one.label: one.id for one in leave.guide_questions("leave")}
        again = "1. And what of the weather?\n2. What helps you to take your day?\n3. Why not?\n"
        # Q1 has another label and other words, so it is a new question; Q3 only another label.
        done = leave.import_guide(guide_file(tmp_path, again), "leave")
        assert (done.added, done.changed, done.kept) == (("2", "3"), ("1",), 0)
        assert (done.removed, done.askings_removed) == (("Q1", "Q2"), 2)
        assert question(leave, "1").id == before["Q3"]
        assert leave.guide("leave")[0].codes == ("Access / Doors",)
        assert asks(leave) == {}
        leave.undo()
        assert {one.label: one.id for one in leave.guide_questions("leave")} == before
        assert asks(leave) == {2: ("Q1",), 6: ("Q2",)}

    def test_a_word_mended_under_the_same_label_is_the_same_question(
        self, leave: Project, tmp_path: Path
    ) -> None:
        leave.confirm_asking("A1", 2, [question(leave, "Q1")])
        mended = GUIDE.replace("take the day", "take a day").replace("Who decides?", "Say why.")
        done = leave.import_guide(guide_file(tmp_path, mended), "leave")
        assert (done.added, done.changed, done.removed) == (("Q2",), ("Q1",), ("Q2",))
        assert asks(leave) == {2: ("Q1",)}

    def test_the_same_file_again_changes_nothing(self, leave: Project, tmp_path: Path) -> None:
        before = tables(leave)
        done = leave.import_guide(guide_file(tmp_path), "leave")
        assert (done.added, done.changed, done.kept, done.removed) == ((), (), 3, ())
        assert tables(leave) == before

    def test_trying_it_writes_nothing(self, leave: Project, tmp_path: Path) -> None:
        before, seq = tables(leave), leave.last_change()
        done = leave.import_guide(guide_file(tmp_path, "Why?\n"), "leave", dry_run=True)
        assert (done.added, done.removed) == (("1",), ("Q1", "Q2", "Q3"))
        assert (tables(leave), leave.last_change()) == (before, seq)

    def test_a_code_that_is_not_there_is_refused_with_its_line(
        self, leave: Project, tmp_path: Path
    ) -> None:
        before = tables(leave)
        with pytest.raises(FileError, match="line 8: No code is called “Acess”") as caught:
            leave.import_guide(guide_file(tmp_path, GUIDE.replace("Access", "Acess")), "leave")
        assert caught.value.hint == "Did you mean Access?"
        assert tables(leave) == before

    def test_without_a_codebook_the_questions_come_in_and_the_missing_links_are_said(
        self, project: Project, tmp_path: Path
    ) -> None:
        project.add_study("pilot")
        done = project.import_guide(guide_file(tmp_path), "pilot")
        assert len(done.added) == 3
        assert "no codebook yet" in done.notes[0]

    @pytest.mark.parametrize("name", ["out.md", "out.csv"])
    def test_a_guide_goes_out_and_comes_in_as_it_was(
        self, leave: Project, tmp_path: Path, name: str
    ) -> None:
        leave.put_question(replace(question(leave, "Q3"), text="What | of =[it]? 🙂 \\"))
        before = tables(leave)
        assert leave.export_guide(tmp_path / name, "leave") == 3
        done = leave.import_guide(tmp_path / name, "leave")
        assert done.kept == 3
        assert tables(leave) == before
        with pytest.raises(FileError, match=r"Give it \.md or \.csv"):
            leave.export_guide(tmp_path / "out.docx", "leave")


class TestEditing:
    def test_a_question_is_added_changed_and_removed_with_its_marks(self, leave: Project) -> None:
        study_id = leave.study("leave").id
        leave.put_question(GuideQuestion("", study_id, " Why  so? "))
        assert labels(leave)["4"] == "Why so?"
        leave.confirm_asking("A1", 6, [question(leave, "Q2"), question(leave, "4")])
        assert asks(leave) == {6: ("Q2", "4")}
        leave.remove_question(question(leave, "Q2"))
        assert asks(leave) == {6: ("4",)}
        leave.undo()
        assert asks(leave) == {6: ("Q2", "4")}
        assert leave.check() == []

    def test_no_words_and_a_label_that_is_taken_are_refused(self, leave: Project) -> None:
        with pytest.raises(UsageError, match="has no words"):
            leave.put_question(replace(question(leave, "Q2"), text=" "))
        with pytest.raises(UsageError, match="Q1 is “What helps you to take the day"):
            leave.put_question(replace(question(leave, "Q2"), label="q1"))

    def test_links_are_set_and_taken_away(self, leave: Project) -> None:
        leave.link_question(question(leave, "Q3"), ["Doors", "Time"])
        assert leave.guide("leave")[2].codes == ("Access / Doors", "Time")
        done = leave.link_question(question(leave, "Q3"), ["Time"], remove=True)
        assert done.label == "Unlinked Q3 from Time"
        assert leave.guide("leave")[2].codes == ("Access / Doors",)


class TestMarking:
    def test_a_question_in_other_words_is_proposed_until_somebody_decides(
        self, leave: Project
    ) -> None:
        assert proposed(leave) == {2: ("Q1",), 6: ("Q2",)}
        leave.confirm_asking("A1", 2, [])
        leave.confirm_asking("A1", 6, [question(leave, "Q3")])
        assert proposed(leave) == {}
        assert asks(leave) == {2: (), 6: ("Q3",)}
        leave.unmark_turn("A1", 2)
        assert proposed(leave) == {2: ("Q1",)}

    def test_all_proposals_from_a_likeness_on_are_confirmed_as_one_change(
        self, leave: Project
    ) -> None:
        likeness = {
            one.turn: one.proposed[0][1] for one in leave.turn_questions("A1") if one.proposed
        }
        assert likeness[2] > likeness[6]
        before = tables(leave)
        change, number = leave.confirm_all("A1", least=likeness[2])
        assert (number, asks(leave)) == (1, {2: ("Q1",)})
        leave.undo()
        assert change is not None
        assert tables(leave) == before
        assert leave.confirm_all("A1", least=100) == (None, 0)

    @pytest.mark.parametrize(
        ("turn", "message"),
        [(1, "Turn 2 of A1 is said by Ann"), (99, "no turn 100"), (-1, "no turn 0")],
    )
    def test_only_an_interviewers_turn_asks(self, leave: Project, turn: int, message: str) -> None:
        with pytest.raises(UsageError, match=message):
            leave.confirm_asking("A1", turn, [question(leave, "Q1")])

    def test_a_question_of_another_study_is_refused(self, leave: Project, tmp_path: Path) -> None:
        leave.add_study("other")
        leave.import_guide(guide_file(tmp_path), "other")
        with pytest.raises(UsageError, match="of another study"):
            leave.confirm_asking("A1", 2, [leave.question("Q1", "other")])

    def test_what_was_not_asked_is_known_only_when_the_transcript_is_called_marked(
        self, leave: Project
    ) -> None:
        request = MatrixRequest("code", "respondent", base=Base.ASKED)
        leave.confirm_asking("A1", 2, [question(leave, "Q1")])
        with pytest.raises(UsageError, match="not marked: A1"):
            leave.count_matrix(request, "leave")
        leave.set_marked("A1")
        matrix = leave.count_matrix(request, "leave")
        cells = {row.label: line[0] for row, line in zip(matrix.rows, matrix.cells, strict=True)}
        assert (cells["Time"].value, cells["Time"].n) == (1, 1)
        assert (cells["Doors"].value, cells["Doors"].absent) == (None, "not asked")
        assert proposed(leave) == {}
        leave.undo()
        with pytest.raises(UsageError, match="not marked: A1"):
            leave.count_matrix(request, "leave")

    def test_a_mark_on_words_that_were_corrected_is_proposed_again_and_nothing_counts_on_it(
        self, leave: Project
    ) -> None:
        leave.confirm_asking("A1", 2, [question(leave, "Q1")])
        leave.confirm_asking("A1", 6, [question(leave, "Q2")])
        leave.confirm_asking("A1", 4, [])
        leave.set_marked("A1")
        mended = TALK.text.replace("So, what helped you to take the day?", "And then what came?")
        source = replace(TALK.draft.source, sha256="0" * 64)
        draft = replace(TALK.draft, text=mended, turns=turns_of(mended), source=source)
        leave.replace_transcript("A1", draft)
        assert asks(leave) == {4: (), 6: ("Q2",)}
        assert proposed(leave) == {2: ("Q1",)}
        assert leave.marked_transcripts() == frozenset()
        leave.undo()
        assert asks(leave) == {2: ("Q1",), 4: (), 6: ("Q2",)}
        assert leave.check() == []

    def test_a_study_without_a_guide_has_nothing_to_mark(self, project: Project) -> None:
        project.add_study("pilot")
        add(project, "pilot", TALK)
        with pytest.raises(UsageError, match="has no guide to mark"):
            project.set_marked("A1")


class TestAskedFile:
    def asked(self, folder: Path, text: str) -> Path:
        path = folder / "asked.csv"
        path.write_text(f"transcript,turn,question,words\n{text}", encoding="utf-8")
        return path

    def test_turns_are_found_by_number_or_by_words(self, leave: Project, tmp_path: Path) -> None:
        path = self.asked(tmp_path, "A1,3,Q1,\nA1,1,q2,Who decides\n")
        assert leave.import_asked(path, "leave") == (2, 1)
        assert asks(leave) == {2: ("Q1",), 6: ("Q2",)}
        assert leave.marked_transcripts() == {leave.transcript_id("A1")}

    def test_a_transcript_in_which_nothing_was_asked_is_marked_too(
        self, leave: Project, tmp_path: Path
    ) -> None:
        assert leave.import_asked(self.asked(tmp_path, "A1,,,\n"), "leave") == (0, 1)
        assert leave.marked_transcripts() == {leave.transcript_id("A1")}

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("A1,2,Q1,", "line 2: no turns of an interviewer in A1 are number 2"),
            ("A1,1,Q1,weather", "no turns of an interviewer in A1 are “weather”"),
            ("A1,3,Q9,", "line 2: the guide has no question “Q9”. It has Q1, Q2, Q3."),
            ("A2,3,Q1,", "line 2: No transcript is called “A2”"),
        ],
    )
    def test_a_row_that_does_not_fit_writes_nothing(
        self, leave: Project, tmp_path: Path, row: str, message: str
    ) -> None:
        before = tables(leave)
        with pytest.raises(FileError, match=message):
            leave.import_asked(self.asked(tmp_path, f"{row}\n"), "leave")
        assert tables(leave) == before
