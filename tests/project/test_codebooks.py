"""A codebook grows, is rearranged and comes from files again, and no coding is lost by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ipe_coder.errors import AmbiguousNameError, NotFoundError, UsageError
from ipe_coder.model.code import Code, Codebook, CodeKind
from ipe_coder.model.segment import MemoAbout, Stance
from ipe_coder.project import Project, open_project
from ipe_coder.store.schema import guide_question
from tests.factories import add, code_up, codebook, people, study
from tests.store.tables import Tables, tables_of

TALK = study(
    "I: How was it? | Ann: {It was hard:Barriers / Time}. {I gave up:Barriers / Access}. "
    "{She helped:Enablers}.",
    "T1",
)


@pytest.fixture
def leave(project: Project) -> Project:
    project.add_study("leave", arms=["treatment", "control"])
    add(project, "leave", TALK)
    return project


def book_of(project: Project) -> Codebook:
    book = project.codebook("leave")
    assert book is not None
    return book


def paths(project: Project) -> list[str]:
    book = book_of(project)
    return [book.path(code.id) for _, code in book.walk() if not code.merged_into]


def code(project: Project, name: str) -> Code:
    return project.code(name)[1]


def uses(project: Project) -> dict[str, int]:
    use = project.code_use()
    return {one.name: use[one.id].segments for one in book_of(project).codes}


def tables(project: Project) -> Tables:
    return tables_of(project._store)


class TestFiles:
    def test_a_file_fills_an_empty_codebook_in_its_order(self, project: Project) -> None:
        project.add_study("leave")
        book = codebook("Barriers / Time", "Barriers / Access", "Enablers", study_name="leave")
        done = project.add_codebook(book)
        assert done.added == ("Barriers", "Time", "Access", "Enablers")
        assert (done.changed, done.kept) == ((), 0)
        assert paths(project) == [
            "Barriers", "Barriers / Time", "Barriers / Access", "Enablers",
        ]  # fmt: skip
        marks = [one.mark for one in book_of(project).codes]
        assert len(set(marks)) == 4
        assert all(len(mark) == 2 for mark in marks)

    def test_the_same_file_again_changes_nothing(self, leave: Project) -> None:
        book = codebook("Barriers / Time", "Barriers / Access", "Enablers")
        leave.add_codebook(book)
        before, last = tables(leave), leave.last_change()
        assert leave.add_codebook(book).changed == ()
        assert tables(leave) == before
        assert leave.last_change() == last

    def test_an_exported_codebook_comes_back_as_it_was(
        self, leave: Project, tmp_path: Path
    ) -> None:
        leave.edit_code(code(leave, "Time"), definition="Talk of time.", keywords=["rota", "hours"])
        for name in ("book.yaml", "book.csv"):
            before = tables(leave)
            leave.export_codebook("leave", tmp_path / name)
            assert leave.import_codebook(tmp_path / name, "leave").added == ()
            assert tables(leave) == before

    def test_codes_of_the_same_path_are_changed_and_keep_their_segments_and_looks(
        self, leave: Project
    ) -> None:
        time = code(leave, "Time")
        book = codebook("barriers / time", "barriers / Cost")
        told = replace(
            book,
            codes=tuple(
                replace(one, definition="Talk of time.") if one.name == "time" else one
                for one in book.codes
            ),
        )
        done = leave.add_codebook(told, "leave")
        assert done.added == ("Cost",)
        assert done.changed == ("barriers", "time")
        after = leave.code(time.id)[1]
        assert (after.name, after.definition) == ("time", "Talk of time.")
        assert (after.mark, after.colour, after.line) == (time.mark, time.colour, time.line)
        assert after.version == time.version + 1
        assert uses(leave)["time"] == 1
        assert done.kept == 2  # Access and Enablers, which the file does not hold, stay

    def test_a_file_sets_the_order_and_what_it_does_not_hold_stands_last(
        self, leave: Project
    ) -> None:
        leave.add_codebook(
            codebook("Enablers", "Costs", "Barriers / Access", "Barriers / Cost"), "leave"
        )
        assert paths(leave) == [
            "Enablers", "Costs", "Barriers",
            "Barriers / Access", "Barriers / Cost", "Barriers / Time",
        ]  # fmt: skip

    def test_an_import_is_taken_back_as_one(self, leave: Project) -> None:
        before = tables(leave)
        leave.add_codebook(codebook("Barriers / Time / Rota", "New"), "leave")
        leave.undo()
        assert tables(leave) == before

    def test_a_file_without_a_study_goes_to_the_only_one(self, leave: Project) -> None:
        leave.add_codebook(codebook("New"))
        assert "New" in paths(leave)
        leave.add_study("other")
        with pytest.raises(UsageError, match="names no study"):
            leave.add_codebook(codebook("New"))


class TestSingleCodes:
    def test_a_code_is_added_with_its_texts_in_the_stored_form(self, leave: Project) -> None:
        made = leave.add_code(
            "leave", " Re\u0301seau  social ", parent="Barriers",
            definition="\ufeffIt’s\r\nhere", keywords=[" a\u0301 "], mark="Rs",
        )  # fmt: skip
        assert (made.name, made.definition) == ("Réseau social", "It’s\nhere")
        assert (made.keywords, made.mark) == (("á",), "Rs")
        assert leave.code(made.id)[1] == replace(made, codebook_id=book_of(leave).id)

    @pytest.mark.parametrize(
        ("name", "given", "message"),
        [
            (" ", {}, "A code needs a name."),
            ("a / b", {}, "“a / b” holds “ / ”"),
            ("time", {"parent": "Barriers"}, "“time” is there already."),
            ("New", {"mark": "abc"}, "The mark “abc” is not two letters."),
            ("New", {"mark": "7a"}, "The mark “7a” is not two letters."),
        ],
    )
    def test_what_cannot_be_a_code_is_refused(
        self, leave: Project, name: str, given: dict[str, Any], message: str
    ) -> None:
        before = tables(leave)
        with pytest.raises(UsageError) as caught:
            leave.add_code("leave", name, **given)
        assert caught.value.message.startswith(message)
        assert tables(leave) == before

    def test_a_change_counts_a_version_of_the_code_and_of_its_codebook(
        self, leave: Project
    ) -> None:
        time, book = code(leave, "Time"), book_of(leave)
        done = leave.edit_code(time, definition="New.", reason="Coders disagreed.")
        assert done.reason == "Coders disagreed."
        assert code(leave, "Time").version == time.version + 1
        assert book_of(leave).version == book.version + 1
        with pytest.raises(UsageError, match="so already"):
            leave.edit_code(time, definition="New.")
        assert book_of(leave).version == book.version + 1

    def test_what_others_changed_meanwhile_stays(self, leave: Project) -> None:
        seen = code(leave, "Time")
        with open_project(leave.path, coder="CD") as other:
            other.edit_code(code(other, "Time"), definition="By CD.", keywords=["rota"])
        leave.edit_code(seen, include="By AB.")
        leave.move_code(seen, None)
        leave.retire_code(seen)
        now = code(leave, "Time")
        assert (now.definition, now.include, now.keywords) == ("By CD.", "By AB.", ("rota",))
        assert now.parent_id is None
        assert not now.active

    def test_names_and_marks_that_are_taken_are_refused(self, leave: Project) -> None:
        time, access = code(leave, "Time"), code(leave, "Access")
        with pytest.raises(UsageError, match="“ACCESS” is there already"):
            leave.edit_code(time, name="ACCESS")
        with pytest.raises(UsageError, match=f"The mark {access.mark} is that of Access"):
            leave.edit_code(time, mark=access.mark)
        leave.edit_code(time, name="Time at work", mark="Tw")
        assert paths(leave)[1] == "Barriers / Time at work"

    def test_a_code_moves_with_all_beneath_it(self, leave: Project) -> None:
        barriers, enablers = code(leave, "Barriers"), code(leave, "Enablers")
        leave.move_code(barriers, enablers)
        assert paths(leave) == [
            "Enablers", "Enablers / Barriers",
            "Enablers / Barriers / Time", "Enablers / Barriers / Access",
        ]  # fmt: skip
        with pytest.raises(UsageError, match="beneath itself"):
            leave.move_code(code(leave, "Enablers"), code(leave, "Time"))
        leave.undo()
        leave.move_code(code(leave, "Access"), code(leave, "Barriers"), 0)
        assert paths(leave)[1:3] == ["Barriers / Access", "Barriers / Time"]
        with pytest.raises(UsageError, match="so already"):
            leave.move_code(code(leave, "Access"), code(leave, "Barriers"), 0)

    def test_a_retired_code_keeps_its_segments_and_takes_no_more(self, leave: Project) -> None:
        leave.retire_code(code(leave, "Time"), reason="Never used.")
        assert uses(leave)["Time"] == 1
        transcript = leave.transcript("T1")
        with pytest.raises(UsageError, match="“Time” is retired"):
            leave.apply_code(transcript, [transcript.turns[0].span], code(leave, "Time"))
        with pytest.raises(UsageError, match="so already"):
            leave.retire_code(code(leave, "Time"))
        leave.retire_code(code(leave, "Time"), retired=False)
        assert code(leave, "Time").active


class TestMerging:
    def test_everything_of_a_code_goes_to_the_other_and_comes_back_by_one_undo(
        self, leave: Project
    ) -> None:
        time, access = code(leave, "Time"), code(leave, "Access")
        leave.add_code("leave", "Rota", parent="Time")
        people(leave, "leave", {"Ann": "T1 recipient treatment"})
        ann = leave.participants()[0]
        leave.write_summary(ann.id, time.id, "No time.")
        leave.write_summary(ann.id, access.id, "No access.")
        leave.set_theme("Workload", "There is no time.", codes_of=["Time"])
        leave.set_theme("Time", "Time is short.")
        leave.write_memo(MemoAbout.CODE, time.id, "Too broad?")
        with leave._store.change("Guide") as pending:
            row = {"id": "q", "study_id": leave.study("leave").id, "code_ids": f'["{time.id}"]'}
            pending.writer.add(guide_question, [row])
        before = tables(leave)
        done = leave.merge_codes(time, access)
        assert done.label == "Merged Time into Access, 1 segment"
        assert paths(leave) == [
            "Barriers",
            "Barriers / Access",
            "Barriers / Access / Rota",
            "Enablers",
        ]
        assert uses(leave)["Access"] == 2
        themes = {one.name: one for one in leave.themes()}
        assert themes["Workload"].code_ids == (access.id,)
        assert (themes["Time"].node_id, themes["Time"].code_ids) == (None, (access.id,))
        (summary,) = [row["text"] for row in tables(leave)["summary"]]
        assert summary == "No access.\nNo time."
        assert [one.body for one in leave.memos([access.id])] == ["Too broad?"]
        assert tables(leave)["guide_question"][0]["code_ids"] == f'["{access.id}"]'
        assert leave.check() == []
        leave.undo()
        assert tables(leave) == before
        leave.redo()
        assert leave.check() == []

    def test_words_with_both_codes_of_one_coder_have_one_segment_left(self, leave: Project) -> None:
        twice = study(
            "I: How was it? | Ann: {It was hard:Barriers / Access}. I gave up. She helped.", "T1"
        )
        code_up(leave, "leave", twice)
        code_up(leave, "leave", twice, coder="CD")
        transcript = leave.transcript("T1")
        of_time = next(
            one for one in leave.segments_of(transcript.id) if one.code_id == code(leave, "Time").id
        )
        leave.star(of_time, starred=True)
        leave.set_quotable(of_time, quotable=False)
        leave.set_stance(of_time, Stance.AGAINST)
        leave.write_memo(MemoAbout.SEGMENT, of_time.id, "Strong.")
        leave.merge_codes(code(leave, "Time"), code(leave, "Access"))
        found = leave.segment_rows(code="Access")
        assert [(one.segment.quote, one.coder) for one in found] == [
            ("It was hard", "AB"), ("It was hard", "CD"), ("I gave up", "AB"),
        ]  # fmt: skip
        kept = found[0]
        assert kept.segment.starred
        assert not kept.segment.quotable
        assert kept.segment.stance is Stance.AGAINST
        assert kept.memo == "Strong."
        leave.undo()
        assert uses(leave)["Access"] == 3
        assert leave.check() == []

    def test_stances_that_contradict_each_other_stay_two(self, leave: Project) -> None:
        twice = study(
            "I: How was it? | Ann: {It was hard:Barriers / Access=for}. I gave up. She helped.",
            "T1",
        )
        code_up(leave, "leave", twice)
        of_time = leave.segment_rows(code="Time")[0].segment
        leave.set_stance(of_time, Stance.AGAINST)
        leave.merge_codes(code(leave, "Time"), code(leave, "Access"))
        stances = [one.segment.stance for one in leave.segment_rows(code="Access")]
        assert set(stances) == {Stance.FOR, Stance.AGAINST, None}

    def test_what_cannot_be_merged_is_refused(self, leave: Project) -> None:
        leave.add_study("other")
        leave.add_code("other", "Elsewhere")
        leave.add_code("leave", "Rota", parent="Time")
        leave.add_code("leave", "Rota", parent="Access")
        before = tables(leave)
        for one, into, message in (
            ("Barriers", "Time", "into itself or what is beneath it"),
            ("Time", "Time", "into itself"),
            ("Time", "Elsewhere", "another codebook"),
            ("Time", "Access", "a code “Rota” beneath them"),
        ):
            with pytest.raises(UsageError, match=message):
                leave.merge_codes(code(leave, one), code(leave, into))
        assert tables(leave) == before

    def test_a_merged_code_gives_its_name_free_and_is_found_by_its_id(self, leave: Project) -> None:
        gone = code(leave, "Time")
        leave.merge_codes(gone, code(leave, "Access"))
        with pytest.raises(NotFoundError):
            code(leave, "Time")
        assert leave.code(gone.id)[1].merged_into == code(leave, "Access").id
        made = leave.add_code("leave", "Time", parent="Barriers")
        assert code(leave, "Time").id == made.id != gone.id
        with pytest.raises(UsageError, match="merged away already"):
            leave.merge_codes(gone, made)

    def test_a_child_merged_into_its_parent_leaves_its_own_children_there(
        self, leave: Project
    ) -> None:
        leave.add_code("leave", "Rota", parent="Time")
        leave.merge_codes(code(leave, "Time"), code(leave, "Barriers"))
        assert paths(leave) == ["Barriers", "Barriers / Access", "Barriers / Rota", "Enablers"]
        assert uses(leave)["Barriers"] == 2


class TestNames:
    def test_a_name_that_two_codes_have_is_told_apart_by_path_and_study(
        self, leave: Project
    ) -> None:
        leave.add_code("leave", "Time", parent="Enablers", kind=CodeKind.CODE)
        with pytest.raises(AmbiguousNameError, match="2 codes fit “Time”"):
            leave.code("Time")
        assert leave.code("Enablers / Time")[1].name == "Time"
        assert leave.code("leave: barriers / time")[1].name == "Time"

    def test_a_wrong_name_offers_the_nearest_and_an_empty_one_is_told(self, leave: Project) -> None:
        with pytest.raises(NotFoundError, match=r"No code is called “Tmie”\. Did you mean Time\?"):
            leave.code("Tmie")
        with pytest.raises(NotFoundError, match="No study is named"):
            leave.study(" ")
        leave.add_study("leave two", title="Leave")
        with pytest.raises(AmbiguousNameError, match="2 studies fit “LEAVE”"):
            leave.study("LEAVE")
