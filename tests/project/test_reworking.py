"""Segments that are there already get another code, or become one."""

from __future__ import annotations

import pytest

from ipe_coder.errors import UsageError
from ipe_coder.model.segment import MemoAbout, Segment, Stance
from ipe_coder.model.spans import Span
from ipe_coder.project import Project
from ipe_coder.project.applying import NewCode
from tests.factories import add, study
from tests.store.tables import tables_of

TALK = (
    "I: How was it? | Ann: {It was hard:Time} {at first.:Time} Then {it went well:Pace}. "
    "{Quite well:Time}, 🙂 I said."
)


@pytest.fixture
def leave(project: Project) -> Project:
    project.add_study("leave", arms=["treatment", "control"])
    add(project, "leave", study(TALK, "T1"))
    return project


def quotes(project: Project) -> list[tuple[str, str]]:
    return [(one.segment.quote, one.code) for one in project.segment_rows()]


def segment(project: Project, quote: str) -> Segment:
    return next(one.segment for one in project.segment_rows() if one.segment.quote == quote)


def test_words_of_an_interviewer_are_said_to_be_so(leave: Project) -> None:
    talk = leave.transcript("T1")
    labels = [
        leave.apply_codes(talk, Span(start, end), [leave.code("Pace")[1]]).change.label
        for start, end in ((0, 3), (0, len(talk.text)))
    ]
    assert labels[0].endswith(", 1 word of an interviewer")
    assert labels[1].endswith(" words")


class TestRecoding:
    def test_another_code_takes_the_place_and_all_else_stays(self, leave: Project) -> None:
        before = tables_of(leave._store)
        hard = segment(leave, "It was hard")
        leave.write_memo(MemoAbout.SEGMENT, hard.id, "Why?")
        leave.set_stance(hard, Stance.AGAINST)
        done = leave.recode_segment(leave.transcript("T1"), hard, leave.code("Pace")[1]).change
        now = segment(leave, "It was hard")
        assert (now.id, now.stance, now.span) == (hard.id, Stance.AGAINST, hard.span)
        assert ("It was hard", "Pace") in quotes(leave)
        assert [memo.body for memo in leave.memos([hard.id])] == ["Why?"]
        assert done.label.startswith("Recoded ")
        for _ in range(3):
            leave.undo()
        assert tables_of(leave._store) == before

    def test_a_new_code_is_made_for_it_and_undone_with_it(self, leave: Project) -> None:
        before = tables_of(leave._store)
        hard = segment(leave, "It was hard")
        new = NewCode("Early days", parent_id=leave.code("Pace")[1].parent_id or "")
        done = leave.recode_segment(leave.transcript("T1"), hard, new)
        now = segment(leave, "It was hard")
        assert (now.id, now.code_id) == (hard.id, leave.code("Early days")[1].id)
        assert done.change.label.endswith(f"as {done.codes[0].mark} (new)")
        leave.undo()
        assert tables_of(leave._store) == before

    def test_a_code_that_is_there_already_is_refused(self, leave: Project) -> None:
        talk = leave.transcript("T1")
        hard = segment(leave, "It was hard")
        leave.apply_code(talk, [hard.span], leave.code("Pace")[1])
        with pytest.raises(UsageError, match="is here already"):
            leave.recode_segment(talk, hard, leave.code("Pace")[1])


class TestUniting:
    def test_what_touches_becomes_one_with_all_memos_and_undo_parts_it(
        self, leave: Project
    ) -> None:
        talk = leave.transcript("T1")
        leave.write_memo(MemoAbout.SEGMENT, segment(leave, "at first.").id, "Why?")
        leave.star(segment(leave, "at first."), starred=True)
        leave.set_stance(segment(leave, "It was hard"), Stance.AGAINST)
        theme = leave.set_theme("Time", "People have no time.")
        leave.add_evidence(theme, segment(leave, "It was hard").id)
        leave.add_evidence(theme, segment(leave, "at first.").id, note="Clear.")
        before = tables_of(leave._store)
        leave.unite_segments(talk, segment(leave, "at first."))
        one = segment(leave, "It was hard at first.")
        assert (one.starred, one.stance) == (True, Stance.AGAINST)
        assert [memo.body for memo in leave.memos([one.id])] == ["Why?"]
        assert [found.evidence.note for found in leave.evidence([theme])[theme.id]] == ["Clear."]
        assert ("Quite well", "Time") in quotes(leave)
        assert leave.check() == []
        leave.undo()
        assert tables_of(leave._store) == before

    def test_segments_with_words_between_them_or_of_others_stay_apart(self, leave: Project) -> None:
        talk = leave.transcript("T1")
        with pytest.raises(UsageError, match="touches it"):
            leave.unite_segments(talk, segment(leave, "Quite well"))
        leave.coder = "CD"
        hard = segment(leave, "It was hard")
        leave.apply_code(talk, [Span(hard.span.end, hard.span.end + 3)], leave.code("Time")[1])
        with pytest.raises(UsageError, match="touches it"):
            leave.unite_segments(talk, leave.segments_of(talk.id, coder="CD")[0])

    def test_segments_that_stand_differently_are_not_united(self, leave: Project) -> None:
        leave.set_stance(segment(leave, "It was hard"), Stance.AGAINST)
        leave.set_stance(segment(leave, "at first."), Stance.FOR)
        with pytest.raises(UsageError, match="against and for"):
            leave.unite_segments(leave.transcript("T1"), segment(leave, "at first."))


class TestApplyingSeveral:
    def test_several_codes_and_a_new_one_are_one_change(self, leave: Project) -> None:
        before = tables_of(leave._store)
        talk = leave.transcript("T1")
        span = segment(leave, "it went well").span
        codes = [leave.code("Time")[1], leave.code("Pace")[1]]
        new = NewCode("Going well", parent_id=codes[0].id)
        done = leave.apply_codes(talk, span, codes, new=new)
        assert sorted(code for quote, code in quotes(leave) if quote == "it went well") == [
            "Going well", "Pace", "Time",
        ]  # fmt: skip
        book, made = leave.code("Time / Going well")
        assert [one.name for one in book.ancestors(made.id)] == ["Time"]
        assert [one.id for one in done.codes] == [*(one.id for one in codes), made.id]
        leave.undo()
        assert tables_of(leave._store) == before

    def test_nothing_is_made_where_the_new_name_is_taken(self, leave: Project) -> None:
        before = tables_of(leave._store)
        talk = leave.transcript("T1")
        with pytest.raises(UsageError, match="Pace"):
            leave.apply_codes(talk, Span(0, 3), [leave.code("Time")[1]], new=NewCode("Pace"))
        assert tables_of(leave._store) == before
