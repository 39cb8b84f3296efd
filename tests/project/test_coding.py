"""What a coder does is saved as they did it, refused where it cannot be, and never doubled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.errors import FileError, FilesError, NotFoundError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.segment import MemoAbout, MemoKind, Origin, Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.project import Project, open_project
from tests.factories import add, study
from tests.store.tables import Tables, tables_of

TALK = study(
    "I: How was it? | Ann: {It was hard at first:Barriers / Time}. "
    "It was hard at first, I said 🙂. She said it'd help. [laughs] | Ben: Mae'n ŵyl, كَانَ مُفِيدًا.",
    "T1",
)
HARD = "It was hard at first"


@pytest.fixture
def leave(project: Project) -> Project:
    project.add_study("leave", arms=["treatment", "control"])
    add(project, "leave", TALK)
    return project


@pytest.fixture
def transcript(leave: Project) -> Transcript:
    return leave.transcript("T1")


def tables(project: Project) -> Tables:
    return tables_of(project._store)


def quotes(project: Project) -> list[tuple[str, str, str]]:
    return [(one.segment.quote, one.code, one.coder) for one in project.segment_rows()]


class TestApplying:
    def test_a_code_is_applied_to_several_stretches_as_one_change(
        self, leave: Project, transcript: Transcript
    ) -> None:
        before = tables(leave)
        spans = [Span(12, 14), Span(15, 18), Span(12, 14)]
        code = leave.code("Time")[1]
        done = leave.apply_code(transcript, spans, code, stance=Stance.FOR, memo="Why?")
        assert done.label == f"Coded {code.mark}, 2 words"
        assert done.tables == {"segment", "memo"}
        assert len(leave.segments_of(transcript.id)) == 3
        leave.undo()
        assert tables(leave) == before

    def test_the_same_again_is_refused_for_its_coder_only(
        self, leave: Project, transcript: Transcript
    ) -> None:
        span, code = TALK.coded[0].span, leave.code("Time")[1]
        with pytest.raises(UsageError, match="is here already"):
            leave.apply_code(transcript, [span], code)
        leave.apply_code(transcript, [span], code, coder="CD")
        leave.apply_code(transcript, [span], leave.code("Barriers")[1])
        assert len(leave.segments_of(transcript.id)) == 3
        assert len(leave.segments_of(transcript.id, coder="CD")) == 1

    @pytest.mark.parametrize("span", [Span(0, 10_000), Span(11, 12)])
    def test_no_words_cannot_be_coded(
        self, leave: Project, transcript: Transcript, span: Span
    ) -> None:
        before = tables(leave)
        with pytest.raises(UsageError, match="There are no words"):
            leave.apply_code(transcript, [span], leave.code("Time")[1])
        assert tables(leave) == before

    def test_a_code_of_another_study_is_refused(
        self, leave: Project, transcript: Transcript
    ) -> None:
        leave.add_study("other")
        elsewhere = leave.add_code("other", "Elsewhere")
        with pytest.raises(UsageError, match="“Elsewhere” is not in the codebook of T1's study"):
            leave.apply_code(transcript, [Span(0, 3)], elsewhere)

    def test_a_code_that_somebody_retired_meanwhile_is_refused(
        self, leave: Project, transcript: Transcript
    ) -> None:
        seen = leave.code("Time")[1]
        with open_project(leave.path, coder="CD") as other:
            other.retire_code(other.code("Time")[1])
        with pytest.raises(UsageError, match="“Time” is retired"):
            leave.apply_code(transcript, [Span(0, 3)], seen)

    def test_a_transcript_that_was_taken_back_meanwhile_takes_no_code(self, leave: Project) -> None:
        leave.add_transcripts("leave", [study("P1: Some words.", "T2").new()])
        seen, code = leave.transcript("T2"), leave.code("Time")[1]
        leave.undo()
        with pytest.raises(UsageError, match="nothing was saved"):
            leave.apply_code(seen, [Span(0, 4)], code)
        assert leave.check() == []

    def test_nobody_named_as_coder_is_told_so(self, leave: Project, transcript: Transcript) -> None:
        leave.coder = ""
        with pytest.raises(UsageError, match="Nobody is named as the coder"):
            leave.apply_code(transcript, [Span(0, 3)], leave.code("Time")[1])

    def test_a_coder_is_one_person_in_any_case(
        self, leave: Project, transcript: Transcript
    ) -> None:
        leave.apply_code(transcript, [Span(0, 3)], leave.code("Time")[1], coder=" ab ")
        assert [one.name for one in leave.coders()] == ["AB"]

    @settings(
        max_examples=settings().max_examples // 2,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(data=st.data())
    def test_any_stretch_keeps_its_words_and_comes_away_without_a_trace(
        self, leave: Project, transcript: Transcript, data: st.DataObject
    ) -> None:
        start = data.draw(st.integers(0, len(transcript.text) - 1))
        end = data.draw(st.integers(start + 1, len(transcript.text)))
        span = Span(start, end)
        before = tables(leave)
        try:
            leave.apply_code(transcript, [span], leave.code("Barriers")[1])
        except UsageError:
            assert not span.of(transcript.text).strip()
            return
        new = next(one for one in leave.segments_of(transcript.id) if one.span == span)
        assert new.quote == transcript.text[start:end]
        assert new.voices == transcript.voices_in(span)
        assert leave.check() == []
        leave.undo()
        assert tables(leave) == before


class TestChanging:
    @pytest.mark.parametrize(
        ("act", "label"),
        [
            (lambda p, t, s: p.set_stance(s, Stance.MIXED), "Set the stance of Ti: mixed"),
            (lambda p, t, s: p.star(s, starred=True), "Starred Ti"),
            (lambda p, t, s: p.set_quotable(s, quotable=False), "Marked not for quotation: Ti"),
            (lambda p, t, s: p.move_segment(t, s, Span(13, 40)), "Moved the start of Ti"),
            (lambda p, t, s: p.move_segment(t, s, Span(12, 40)), "Moved the end of Ti"),
            (lambda p, t, s: p.remove_segments([s.id]), "Removed Ti"),
        ],
    )
    def test_each_act_says_in_words_what_it_did_and_is_undone_as_one(
        self, leave: Project, transcript: Transcript, act: Callable[..., Change], label: str
    ) -> None:
        before = tables(leave)
        (segment,) = leave.segments_of(transcript.id)
        leave.write_memo(MemoAbout.SEGMENT, segment.id, "Why?")
        with_memo = tables(leave)
        done = act(leave, transcript, segment)
        assert done.label == label.replace("Ti", leave.code("Time")[1].mark)
        assert tables(leave) != with_memo
        assert leave.check() == []
        leave.undo()
        assert tables(leave) == with_memo
        leave.undo()
        assert tables(leave) == before

    def test_what_is_so_already_is_no_change(self, leave: Project, transcript: Transcript) -> None:
        (segment,) = leave.segments_of(transcript.id)
        last = leave.last_change()
        acts: list[Callable[[], Any]] = [
            lambda: leave.star(segment, starred=False),
            lambda: leave.set_stance(segment, None),
            lambda: leave.set_quotable(segment, quotable=True),
            lambda: leave.move_segment(transcript, segment, segment.span),
            lambda: leave.remove_segments([]),
        ]
        for act in acts:
            with pytest.raises(UsageError, match="nothing was changed"):
                act()
        assert leave.last_change() == last

    def test_a_segment_cannot_be_moved_onto_its_like(
        self, leave: Project, transcript: Transcript
    ) -> None:
        (first,) = leave.segments_of(transcript.id)
        leave.apply_code(transcript, [Span(0, 7)], leave.code("Time")[1])
        with pytest.raises(UsageError, match="is there already"):
            leave.move_segment(transcript, first, Span(0, 7))

    def test_a_removed_segment_takes_its_evidence_along_and_frees_its_quotation(
        self, leave: Project, transcript: Transcript
    ) -> None:
        (segment,) = leave.segments_of(transcript.id)
        theme = leave.set_theme("Time", "There is no time.")
        leave.add_evidence(theme, segment.id)
        before = tables(leave)
        leave.remove_segments([segment.id])
        assert tables(leave)["evidence"] == []
        assert leave.check() == []
        leave.undo()
        assert tables(leave) == before

    def test_a_missing_segment_is_told(self, leave: Project) -> None:
        with pytest.raises(NotFoundError, match="no segment"):
            leave.remove_segments(["deadbeef"])


class TestMemos:
    def test_a_memo_stays_its_authors_when_another_edits_it(self, leave: Project) -> None:
        study_id = leave.study("leave").id
        leave.write_memo(MemoAbout.STUDY, study_id, "Begin.", kind=MemoKind.METHOD, title="M")
        (memo,) = leave.memos()
        leave.coder = "CD"
        leave.write_memo(
            MemoAbout.STUDY, study_id, "Begin again.", kind=memo.kind, title="M", memo_id=memo.id
        )
        (edited,) = leave.memos()
        assert (edited.body, edited.coder_id) == ("Begin again.", memo.coder_id)
        assert edited.edited_at
        last = leave.last_change()
        with pytest.raises(UsageError, match="nothing was changed"):
            leave.write_memo(
                MemoAbout.STUDY, study_id, "Begin again.", kind=memo.kind, title="M",
                memo_id=memo.id,
            )  # fmt: skip
        assert leave.last_change() == last

    def test_an_empty_memo_is_removed_and_comes_back(self, leave: Project) -> None:
        leave.write_memo(MemoAbout.PROJECT, "", "Think of Wales.")
        (memo,) = leave.memos()
        leave.write_memo(MemoAbout.PROJECT, "", " \n", memo_id=memo.id)
        assert leave.memos() == []
        leave.undo()
        assert leave.memos() == [memo]

    def test_a_memo_is_about_something_that_is_there(self, leave: Project) -> None:
        with pytest.raises(NotFoundError, match="a segment, is there no more"):
            leave.write_memo(MemoAbout.SEGMENT, "gone", "Hm.")

    def test_several_memos_on_a_segment_are_all_listed(
        self, leave: Project, transcript: Transcript
    ) -> None:
        (segment,) = leave.segments_of(transcript.id)
        leave.write_memo(MemoAbout.SEGMENT, segment.id, "First.")
        leave.write_memo(MemoAbout.SEGMENT, segment.id, "Second.")
        assert leave.segment_rows()[0].memo == "First.\nSecond."


def test_a_summary_is_written_once_and_taken_away_by_no_text(leave: Project) -> None:
    who, code = leave.participants()[0].id, leave.code("Time")[1].id
    before = tables(leave)
    leave.write_summary(who, code, "No time.\r\n")
    assert [row["text"] for row in tables(leave)["summary"]] == ["No time."]
    with pytest.raises(UsageError, match="nothing was changed"):
        leave.write_summary(who, code, "No time.")
    leave.write_summary(who, code, "Little time.")
    leave.write_summary(who, code, "")
    assert tables(leave) == before
    leave.undo()
    assert [row["text"] for row in tables(leave)["summary"]] == ["Little time."]


HEAD = "transcript,start,end,quote,code,coder,stance,memo\n"


def segments_file(folder: Path, *rows: str) -> Path:
    path = folder / "coded.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n")
    return path


class TestSegmentFiles:
    def test_places_are_taken_by_offsets_or_found_by_their_words(
        self, leave: Project, tmp_path: Path
    ) -> None:
        said = TALK.text
        start = said.index("She said")
        path = segments_file(
            tmp_path,
            f"T1,{start},{start + 8},She said,Time,CD,for,Who?",
            "T1.txt,,,كَانَ مُفِيدًا,Barriers / Time,EF,,",
            "t1,,,“she  said it’d help”,Barriers,CD,,",
        )
        number, notes = leave.import_segments(path)
        assert (number, notes) == (3, [])
        rows = leave.segment_rows()
        assert [(one.segment.quote, one.code, one.coder) for one in rows[1:]] == [
            ("She said", "Time", "CD"), ("She said it'd help", "Barriers", "CD"),
            ("كَانَ مُفِيدًا", "Time", "EF"),
        ]  # fmt: skip
        assert {one.segment.origin for one in rows[1:]} == {Origin.IMPORTED}
        assert (rows[1].segment.stance, rows[1].memo) == (Stance.FOR, "Who?")
        assert leave.check() == []

    def test_a_likeness_is_told_with_its_score(self, leave: Project, tmp_path: Path) -> None:
        path = segments_file(tmp_path, "T1,,,She said that it'd help,Time,CD,,")
        _, (note,) = leave.import_segments(path)
        assert note.startswith("line 2: found by likeness, ")
        assert note.endswith("of 100: “She said it'd help”")
        leave.add_segment("T1", "Barriers", quote="She said that it'd help")
        assert leave.history(limit=1)[0].label.endswith(", found by likeness, 88 of 100")

    def test_the_same_file_again_says_so_and_writes_nothing(
        self, leave: Project, tmp_path: Path
    ) -> None:
        path = segments_file(
            tmp_path, "T1,,,She said,Time,CD,,", "T1,,,She said,Time,cd,,",
            f"T1,{TALK.coded[0].span.start},{TALK.coded[0].span.end},,Time,AB,,",
        )  # fmt: skip
        number, notes = leave.import_segments(path)
        assert number == 1
        assert notes == [
            "line 3: the same as an earlier line, left out",
            f"T1: “{HARD}” is coded so already",
        ]
        before, last = tables(leave), leave.last_change()
        number, notes = leave.import_segments(path)
        assert number == 0
        assert len(notes) == 3
        assert (tables(leave), leave.last_change()) == (before, last)

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            (f"T1,,,{HARD},Time,CD,,", f"The quotation “{HARD}” fits at 12"),
            ("T1,,,words of another,Time,CD,,", "is not in the text"),
            ("T1,5,3,,Time,CD,,", "start 5 is not before end 3."),
            ("T1,11,12,,Time,CD,,", "There are no words from 11 to 12 of T1."),
            ("T1,0,9999,,Time,CD,,", "which has"),
            ("T1,0,3,Why,Time,CD,,", "T1 reads “How” from 0 to 3, not “Why”."),
            ("T9,0,3,,Time,CD,,", "No transcript is called “T9”."),
            ("T1,0,3,,Nothing,CD,,", "No code is called “Nothing”."),
        ],
    )
    def test_a_row_that_does_not_fit_is_named_by_its_line_and_nothing_is_written(
        self, leave: Project, tmp_path: Path, row: str, message: str
    ) -> None:
        before, last = tables(leave), leave.last_change()
        with pytest.raises(FileError) as caught:
            leave.import_segments(segments_file(tmp_path, "T1,0,3,How,Time,CD,,", row))
        assert caught.value.line == 3
        assert caught.value.message.startswith("coded.csv, line 3: ")
        assert message in caught.value.message
        assert (tables(leave), leave.last_change()) == (before, last)

    def test_every_row_that_does_not_fit_is_named(self, leave: Project, tmp_path: Path) -> None:
        rows = [f"T{number},0,3,,Time,CD,," for number in range(2, 16)]
        with pytest.raises(FilesError) as caught:
            leave.import_segments(segments_file(tmp_path, *rows))
        lines = str(caught.value).splitlines()
        assert len(lines) == 11
        assert lines[0].startswith("coded.csv, line 2: No transcript is called “T2”.")
        assert lines[-1] == "coded.csv: 4 more rows do not fit."

    def test_a_file_without_coders_needs_one(self, leave: Project, tmp_path: Path) -> None:
        leave.coder = ""
        with pytest.raises(FileError, match="no coder is given"):
            leave.import_segments(segments_file(tmp_path, "T1,0,3,,Time,,,"))
