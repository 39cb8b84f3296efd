"""Every number of a table is one that a researcher can count by hand (design.md, section 4).

The study, in the words of its transcripts; `{words:Code}` is coded by AB unless said otherwise:

| participant | respondent | arm            | site  | transcripts                               |
|-------------|------------|----------------|-------|-------------------------------------------|
| Ann         | recipient  | treatment      | North | A1 (wave 1, usage none), A2 (2, weekly)   |
| Ben         | recipient  | control        | South | B1 (wave 1), coded by AB first, then CD   |
| Cat         | recipient  | treatment      | North | G1 (wave 2), a focus group                |
| Dan         | recipient  | control        | South | G1                                        |
| Eve         | manager    | not randomised | North | G1                                        |
| Fay         | deliverer  | unknown        |       | F1 (wave 1), coded by nobody              |
| Gil         | recipient  | treatment      | West  | never interviewed                         |

Nobody was interviewed in the third arm, the waitlist. G1 has a voice that nobody knows.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.analysis.counting import CodedSegment, Record
from ipe_coder.analysis.matrix import MatrixRequest, count_stances
from ipe_coder.errors import NotFoundError, UsageError
from ipe_coder.model.code import CodeKind
from ipe_coder.model.matrix import Base, Cell, CellKind, Matrix, StanceCount
from ipe_coder.model.segment import CoderKind, Stance
from ipe_coder.model.spans import Span, union
from ipe_coder.model.study import Design
from ipe_coder.model.transcript import TranscriptKind
from ipe_coder.project import Project
from ipe_coder.project.counts import count_words_of
from ipe_coder.store import settings
from ipe_coder.store.schema import asking, guide_question, marking, segment
from tests.factories import add, code_up, new_project, people, reopened, study

A1 = study(
    "I: How was it? | Ann: {It was {hard at first:Barriers / Time=against} because of "
    "rotas:Barriers / Access}. {But my manager helped:Enablers / Manager=for}.",
    "A1",
)
A2 = study("I: And now? | Ann: {Time is fine now:Barriers / Time=for}.", "A2")
B1 = study(
    "I: How was it? | Ben: {I had no time at all:Barriers / Time=against}. My boss said no.", "B1"
)
B1_BY_CD = study(
    "I: How was it? | Ben: {I had no time:Barriers / Access} at all. "
    "{My boss said no:Enablers / Manager=against}.",
    "B1",
)
G1 = study(
    "I: Who used it? | Cat: {We used it weekly. | Eve: Mm, yes. | "
    "Dan: I never used it:Enablers}. | ?: {Somebody spoke loudly here:Barriers / Access}. | "
    "I: {{Did you say rotas clash:Barriers / Time}:Barriers / Access}? | "
    "Dan: {Too late for me:Barriers / Time=against}. | "
    "Eve: {Never again:Barriers / Access=against}.",
    "G1",
)
F1 = study("I: What did you do? | Fay: I ran the sessions.", "F1")

ARMS = ["treatment", "control", "waitlist", "not randomised", "unknown"]
CODES = ["Barriers", "Time", "Access", "Enablers", "Manager", "Unused"]
NOBODY = "not interviewed"


def make_study(path: Path) -> Project:
    project = new_project(path)
    project.add_study("leave", arms=["treatment", "control", "waitlist"])
    for name, codes in (
        ("Barriers", ["Time", "Access"]),
        ("Enablers", ["Manager"]),
        ("Unused", []),
    ):
        project.add_code("leave", name, kind=CodeKind.THEME)
        for code in codes:
            project.add_code("leave", code, parent=name)
    add(project, "leave", A1, B1, F1, wave="1")
    add(project, "leave", A2, wave="2")
    add(project, "leave", G1, wave="2", kind=TranscriptKind.FOCUS_GROUP)
    code_up(project, "leave", B1_BY_CD, coder="CD")
    people(
        project,
        "leave",
        {
            "Ann": "A1 recipient treatment site=North usage=none;"
            "A2 recipient treatment site=North usage=weekly",
            "Ben": "B1 recipient control site=South",
            "Cat": "G1/Cat recipient treatment site=North",
            "Dan": "G1/Dan recipient control site=South",
            "Eve": "G1/Eve manager not_randomised site=North",
            "Fay": "F1 deliverer unknown",
            "Gil": "- recipient treatment site=West",
        },
    )
    return project


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented study in a closed file."""
    path = tmp_path_factory.mktemp("leave") / "leave.ipe"
    make_study(path).close()
    return path


@pytest.fixture(scope="module")
def leave(file: Path) -> Iterator[Project]:
    """The invented study; tests only read it."""
    with reopened(file) as project:
        yield project


@pytest.fixture
def own(file: Path, tmp_path: Path) -> Iterator[Project]:
    """The invented study, to be changed."""
    with reopened(shutil.copy(file, tmp_path / "leave.ipe")) as project:
        yield project


def count(
    project: Project,
    rows: str = "code",
    columns: str = "arm",
    kind: CellKind = CellKind.PARTICIPANTS,
    studies: Any = "leave",
    **wanted: Any,
) -> Matrix:
    return project.count_matrix(MatrixRequest(rows, columns, kind, **wanted), studies)


def table(matrix: Matrix) -> dict[str, list[Any]]:
    """Give the values by row; `value/n` where people are counted, else the value or its absence."""
    people_counted = matrix.kind in (CellKind.PARTICIPANTS, CellKind.SHARE)

    def shown(cell: Cell) -> Any:
        if cell.absent:
            assert (cell.value, cell.n) == (None, None)
            return cell.absent
        return f"{cell.value}/{cell.n}" if people_counted else cell.value

    return {
        heading.label: [shown(cell) for cell in row]
        for heading, row in zip(matrix.rows, matrix.cells, strict=True)
    }


def columns_of(matrix: Matrix) -> list[str]:
    return [heading.label for heading in matrix.columns]


def cell(matrix: Matrix, row: str, column: str) -> Cell:
    rows = [heading.label for heading in matrix.rows]
    return matrix.cells[rows.index(row)][columns_of(matrix).index(column)]


class TestParticipantsByArm:
    def test_each_counts_once_a_cell_over_transcripts_waves_and_child_codes(
        self, leave: Project
    ) -> None:
        matrix = count(leave)
        assert columns_of(matrix) == ARMS
        # Time: Ann (twice, in both waves), Ben, Dan. Access: Ann, Eve; Ben only by CD.
        # Barriers is their union. Enablers: the three who share a segment are Cat (4 words),
        # Eve (2 words, too few) and Dan (4 words); Ann by the code Manager beneath it.
        assert table(matrix) == {
            "Barriers": ["1/2", "2/2", NOBODY, "1/1", "0/1"],
            "Time": ["1/2", "2/2", NOBODY, "0/1", "0/1"],
            "Access": ["1/2", "0/2", NOBODY, "1/1", "0/1"],
            "Enablers": ["2/2", "1/2", NOBODY, "0/1", "0/1"],
            "Manager": ["1/2", "0/2", NOBODY, "0/1", "0/1"],
            "Unused": ["0/2", "0/2", NOBODY, "0/1", "0/1"],
        }
        assert matrix.coding == "coding of record"

    def test_a_cell_opens_to_who_and_to_which_words(self, leave: Project) -> None:
        found = cell(count(leave), "Enablers", "treatment")
        assert found.participants == ("Ann", "Cat")
        assert found.not_raised_by == ()
        quotes = {one.segment.quote for one in leave.segment_rows(ids=found.segment_ids)}
        assert quotes == {
            "But my manager helped",
            "We used it weekly.\nMm, yes.\nI never used it",
        }
        raised_by_nobody = cell(count(leave), "Manager", "control")
        assert raised_by_nobody.participants == raised_by_nobody.segment_ids == ()
        assert raised_by_nobody.not_raised_by == ("Ben", "Dan")

    def test_who_is_in_the_base_without_being_counted_is_said(self, leave: Project) -> None:
        assert count(leave).notes == (
            "1 of 5 transcripts not coded yet, their participants in the base: F1",
            # The unknown voice, and the interviewer's question coded twice.
            "3 of 11 segments are counted for nobody: an interviewer's words, an unknown voice,"
            " or under 3 words beside another voice",
        )

    def test_a_share_is_of_the_base(self, leave: Project) -> None:
        matrix = count(leave, kind=CellKind.SHARE)
        assert table(matrix)["Barriers"] == ["0.5/2", "1.0/2", NOBODY, "1.0/1", "0.0/1"]

    def test_themes_are_rows_too(self, leave: Project) -> None:
        assert list(table(count(leave, "theme"))) == ["Barriers", "Enablers", "Unused"]
        assert table(count(leave, "theme"))["Barriers"] == ["1/2", "2/2", NOBODY, "1/1", "0/1"]
        assert table(count(leave, "question")) == {}


class TestOtherColumns:
    def test_waves_count_what_was_said_in_them(self, leave: Project) -> None:
        matrix = count(leave, columns="wave")
        assert columns_of(matrix) == ["1", "2"]
        # Wave 1: Ann, Ben, Fay. Wave 2: Ann, Cat, Dan, Eve.
        assert table(matrix) == {
            "Barriers": ["2/3", "3/4"],
            "Time": ["2/3", "2/4"],
            "Access": ["1/3", "1/4"],
            "Enablers": ["1/3", "2/4"],
            "Manager": ["1/3", "0/4"],
            "Unused": ["0/3", "0/4"],
        }

    def test_what_changes_between_transcripts_is_of_the_transcript(self, leave: Project) -> None:
        matrix = count(leave, columns="usage")
        assert columns_of(matrix) == ["none", "weekly", "not given"]
        assert table(matrix)["Time"] == ["1/1", "1/1", "2/5"]
        assert table(matrix)["Access"] == ["1/1", "0/1", "1/5"]
        assert cell(matrix, "Time", "not given").participants == ("Ben", "Dan")

    def test_a_site_where_nobody_was_interviewed_says_so(self, leave: Project) -> None:
        matrix = count(leave, columns="site")
        assert columns_of(matrix) == ["North", "South", "West", "not given"]
        assert table(matrix)["Time"] == ["1/3", "2/2", NOBODY, "0/1"]

    def test_respondents(self, leave: Project) -> None:
        matrix = count(leave, columns="respondent")
        assert columns_of(matrix) == ["deliverer", "manager", "recipient"]
        assert table(matrix)["Barriers"] == ["0/1", "1/1", "3/4"]
        assert table(matrix)["Enablers"] == ["0/1", "0/1", "3/4"]

    def test_everybody_together(self, leave: Project) -> None:
        assert table(count(leave, columns="study")) == {
            "Barriers": ["4/6"], "Time": ["3/6"], "Access": ["2/6"],
            "Enablers": ["3/6"], "Manager": ["1/6"], "Unused": ["0/6"],
        }  # fmt: skip

    def test_participants_and_transcripts(self, leave: Project) -> None:
        matrix = count(leave, "participant", "code")
        assert list(table(matrix)) == ["Ann", "Ben", "Cat", "Dan", "Eve", "Fay"]
        assert table(matrix)["Ann"] == ["1/1", "1/1", "1/1", "1/1", "1/1", "0/1"]
        assert table(matrix)["Eve"] == ["1/1", "0/1", "1/1", "0/1", "0/1", "0/1"]
        matrix = count(leave, "code", "transcript")
        assert columns_of(matrix) == ["A1", "B1", "F1", "A2", "G1"]
        assert table(matrix)["Time"] == ["1/1", "1/1", "0/1", "1/1", "1/3"]
        assert table(matrix)["Enablers"] == ["1/1", "0/1", "0/1", "0/1", "2/3"]

    def test_two_divisions_of_people_hold_at_once(self, leave: Project) -> None:
        matrix = count(leave, "wave", "usage")
        assert table(matrix) == {"1": ["1/1", NOBODY, "1/2"], "2": [NOBODY, "1/1", "3/3"]}

    def test_rows_and_columns_may_change_places(self, leave: Project) -> None:
        across, down = count(leave, "code", "arm"), count(leave, "arm", "code")
        assert [list(row) for row in zip(*across.cells, strict=True)] == [
            list(row) for row in down.cells
        ]

    def test_an_unknown_attribute_names_what_there_is(self, leave: Project) -> None:
        with pytest.raises(NotFoundError) as caught:
            count(leave, columns="shoes")
        assert "“shoes”" in str(caught.value)
        assert str(caught.value).endswith("arm, wave, site, usage.")


class TestSegmentsAndWords:
    def test_segments_by_people_are_those_in_which_they_speak(self, leave: Project) -> None:
        assert table(count(leave, kind=CellKind.SEGMENTS)) == {
            # Ann: A1 twice, A2 once. Ben and Dan: one each. Eve: one.
            "Barriers": [3, 2, NOBODY, 1, 0],
            "Time": [2, 2, NOBODY, 0, 0],
            "Access": [1, 0, NOBODY, 1, 0],
            # One segment is Cat's and Dan's, and counts in both arms.
            "Enablers": [2, 1, NOBODY, 0, 0],
            "Manager": [1, 0, NOBODY, 0, 0],
            "Unused": [0, 0, NOBODY, 0, 0],
        }

    def test_segments_that_are_nobodys_count_where_people_do_not(self, leave: Project) -> None:
        matrix = count(leave, columns="study", kind=CellKind.SEGMENTS)
        # Time: A1, A2, B1, Dan, and the interviewer's. Access: A1, Eve, unknown, interviewer's.
        assert table(matrix) == {
            "Barriers": [9], "Time": [5], "Access": [4],
            "Enablers": [2], "Manager": [1], "Unused": [0],
        }  # fmt: skip
        by_text = count(leave, columns="transcript", kind=CellKind.SEGMENTS)
        assert table(by_text)["Barriers"] == [2, 1, 0, 1, 5]
        people_only = cell(count(leave, columns="study"), "Barriers", "leave")
        assert len(people_only.segment_ids) == 6

    def test_words_are_the_union_of_spans(self, leave: Project) -> None:
        assert table(count(leave, kind=CellKind.WORDS)) == {
            # Ann: "It was hard at first because of rotas" is 8 words, though three of them are
            # coded twice, and "Time is fine now" 4. Ben 6, Dan 4. Eve 2.
            "Barriers": [12, 10, NOBODY, 2, 0],
            "Time": [7, 10, NOBODY, 0, 0],
            "Access": [8, 0, NOBODY, 2, 0],
            # Ann 4, Cat 4; Dan 4 of the same segment.
            "Enablers": [8, 4, NOBODY, 0, 0],
            "Manager": [4, 0, NOBODY, 0, 0],
            "Unused": [0, 0, NOBODY, 0, 0],
        }
        assert table(count(leave, columns="study", kind=CellKind.WORDS))["Barriers"] == [24]

    def test_codes_by_codes_count_words_that_have_both(self, leave: Project) -> None:
        # "hard at first" by Ann, and the interviewer's question.
        participants = count(leave, "code", "code")
        assert cell(participants, "Time", "Access").participants == ("Ann",)
        assert table(participants)["Barriers"] == ["1/6", "1/6", "1/6", "0/6", "0/6", "0/6"]
        assert table(participants)["Time"] == ["1/6", "0/6", "1/6", "0/6", "0/6", "0/6"]
        segments = table(count(leave, "code", "code", CellKind.SEGMENTS))
        assert segments["Time"] == [2, 0, 2, 0, 0, 0]
        assert segments["Access"] == [2, 2, 0, 0, 0, 0]
        assert segments["Barriers"] == [4, 2, 2, 0, 0, 0]
        words = table(count(leave, "code", "code", CellKind.WORDS))
        assert words["Time"] == [3, 0, 3, 0, 0, 0]
        assert words["Barriers"] == [3, 3, 3, 0, 0, 0]

    def test_codes_by_codes_read_the_same_both_ways(self, leave: Project) -> None:
        for kind in (CellKind.PARTICIPANTS, CellKind.WORDS):
            values = [
                [one.value for one in row] for row in count(leave, "code", "code", kind).cells
            ]
            assert values == [list(row) for row in zip(*values, strict=True)]


class TestStances:
    def test_a_participant_who_speaks_both_ways_is_mixed(self, leave: Project) -> None:
        time = cell(count(leave, columns="study"), "Time", "leave")
        assert time.stance == StanceCount(against=2, mixed=1)
        assert time.stance.words == "2 against, 1 mixed"
        barriers = cell(count(leave, columns="study"), "Barriers", "leave")
        assert barriers.stance == StanceCount(against=3, mixed=1)
        enablers = cell(count(leave, columns="study"), "Enablers", "leave")
        assert enablers.stance.words == "1 for, 2 not marked"

    def test_in_each_wave_stands_what_was_said_in_it(self, leave: Project) -> None:
        matrix = count(leave, columns="wave")
        assert cell(matrix, "Time", "1").stance == StanceCount(against=2)
        assert cell(matrix, "Time", "2").stance == StanceCount(for_=1, against=1)

    @given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from([None, *Stance]))))
    def test_every_participant_is_counted_once(self, said: list[tuple[str, Stance | None]]) -> None:
        records = [
            Record(CodedSegment(str(n), "t", "c", "ab", 0, 9, "0:3", stance), who, 3)
            for n, (who, stance) in enumerate(said)
        ]
        found = count_stances(records)
        total = found.for_ + found.against + found.mixed + found.neutral + found.unmarked
        assert total == len({who for who, _ in said})


class TestWhoseCoding:
    def test_a_coder_can_be_chosen_and_is_named(self, leave: Project) -> None:
        matrix = count(leave, coder_ids=(leave.coder_id("CD"),))
        assert matrix.coding == "CD"
        assert table(matrix)["Access"] == ["0/2", "1/2", NOBODY, "0/1", "0/1"]
        assert table(matrix)["Time"] == ["0/2", "0/2", NOBODY, "0/1", "0/1"]
        assert cell(matrix, "Manager", "control").stance == StanceCount(against=1)
        assert matrix.notes[0].startswith("4 of 5 transcripts not coded yet")

    def test_coders_side_by_side(self, leave: Project) -> None:
        matrix = count(leave, columns="coder")
        assert columns_of(matrix) == ["AB", "CD"]
        assert matrix.coding == "every coder's own coding"
        assert table(matrix)["Access"] == ["2/6", "1/6"]
        assert table(matrix)["Time"] == ["3/6", "0/6"]

    def test_double_coded_text_never_counts_twice(self, own: Project) -> None:
        before = table(count(own, kind=CellKind.SEGMENTS)), table(count(own, kind=CellKind.WORDS))
        for sketch in (A1, A2, G1):
            code_up(own, "leave", sketch, coder="CD")
        after = table(count(own, kind=CellKind.SEGMENTS)), table(count(own, kind=CellKind.WORDS))
        assert after == before

    def test_the_reconciled_coding_is_the_coding_of_record(self, own: Project) -> None:
        with own._store.change("Reconciled") as pending:
            settings.add_coder(pending.writer, "Agreed", own._store.new_id, CoderKind.RECONCILED)
        code_up(own, "leave", study(
            "I: How was it? | Ben: I had no time at all. {My boss said no:Unused}.", "B1"
        ), coder="Agreed")  # fmt: skip
        matrix = count(own)
        assert table(matrix)["Time"] == ["1/2", "1/2", NOBODY, "0/1", "0/1"]
        assert table(matrix)["Unused"] == ["0/2", "1/2", NOBODY, "0/1", "0/1"]

    def test_where_the_first_coder_took_everything_back_the_next_counts(self, own: Project) -> None:
        of_ab = own.segments_of(own.transcript("B1").id, coder="AB")
        own.remove_segments([one.id for one in of_ab])
        assert table(count(own))["Access"] == ["1/2", "1/2", NOBODY, "1/1", "0/1"]

    @pytest.mark.parametrize("anchor", ["lost", "unreviewed"])
    def test_lost_and_unreviewed_segments_do_not_count(self, own: Project, anchor: str) -> None:
        (chosen,) = own.segments_of(own.transcript("A2").id)
        with own._store.change("Lost") as pending:
            pending.writer.set(segment, chosen.id, anchor=anchor)
        assert table(count(own, columns="wave"))["Time"] == ["2/3", "1/4"]
        assert table(count(own, kind=CellKind.WORDS))["Time"] == [3, 10, NOBODY, 0, 0]


class TestWhoCounts:
    def test_an_interviewer_never_counts_even_as_somebody_known(self, own: Project) -> None:
        own.set_speaker("G1", "I", participant="Gil")
        assert table(count(own))["Time"] == ["1/2", "2/2", NOBODY, "0/1", "0/1"]

    def test_an_unknown_voice_counts_once_it_is_known(self, own: Project) -> None:
        people(own, "leave", {"Gil": "G1/? recipient treatment"})
        assert table(count(own))["Access"] == ["2/3", "0/2", NOBODY, "1/1", "0/1"]

    def test_the_least_words_are_a_setting(self, own: Project) -> None:
        with own._store.change("Set") as pending:
            settings.put(pending.writer, "min_words", 2)
        assert table(count(own))["Enablers"] == ["2/2", "1/2", NOBODY, "1/1", "0/1"]
        with own._store.change("Set") as pending:
            settings.put(pending.writer, "min_words", 5)
        assert table(count(own))["Enablers"] == ["1/2", "0/2", NOBODY, "0/1", "0/1"]
        # Alone in a segment, a voice counts however few its words are.
        assert table(count(own))["Access"] == ["1/2", "0/2", NOBODY, "1/1", "0/1"]

    def test_only_some_respondents(self, leave: Project) -> None:
        recipients = ("recipient",)
        matrix = count(leave, respondents=recipients)
        assert columns_of(matrix) == ["treatment", "control", "waitlist"]
        assert table(matrix)["Barriers"] == ["1/2", "2/2", NOBODY]
        assert matrix.notes == ()
        segments = count(leave, "code", "study", CellKind.SEGMENTS, respondents=recipients)
        assert table(segments)["Barriers"] == [5]
        by_respondent = count(leave, columns="respondent", respondents=recipients)
        assert columns_of(by_respondent) == ["recipient"]


class TestBases:
    def ask(self, project: Project, asked: dict[str, list[str]]) -> None:
        """Mark which question was put in which transcript; Q1 is on Barriers, Q2 on Manager."""
        with project._store.change("Marked") as pending:
            for key, code in (("Q1", "Barriers"), ("Q2", "Manager")):
                code_id = project.code(code)[1].id
                row = {"id": key, "study_id": project.study("leave").id, "text": key}
                pending.writer.add(guide_question, [{**row, "code_ids": f'["{code_id}"]'}])
            pending.writer.add(
                asking,
                [
                    {"id": f"{title}{key}", "transcript_id": project.transcript(title).id,
                     "turn": 0, "question_id": key, "confirmed": 1}
                    for title, keys in asked.items()
                    for key in keys
                ],
            )  # fmt: skip
            pending.writer.add(
                marking,
                [{"id": title, "transcript_id": project.transcript(title).id} for title in asked],
            )

    def test_asked_counts_only_those_to_whom_the_question_was_put(self, own: Project) -> None:
        self.ask(own, {"A1": ["Q1", "Q2"], "A2": ["Q2"], "B1": ["Q1"], "G1": ["Q1"], "F1": ["Q2"]})
        matrix = count(own, base=Base.ASKED)
        # Q1 reached Ann, Ben, and everybody in the group; Q2 Ann and Fay.
        assert table(matrix) == {
            "Barriers": ["1/2", "2/2", NOBODY, "1/1", "not asked"],
            "Time": ["1/2", "2/2", NOBODY, "0/1", "not asked"],
            "Access": ["1/2", "0/2", NOBODY, "1/1", "not asked"],
            "Enablers": ["1/1", "not asked", NOBODY, "not asked", "0/1"],
            "Manager": ["1/1", "not asked", NOBODY, "not asked", "0/1"],
            "Unused": ["not asked", "not asked", NOBODY, "not asked", "not asked"],
        }
        assert cell(matrix, "Enablers", "treatment").participants == ("Ann",)

    def test_asked_is_refused_where_a_transcript_is_not_marked(self, own: Project) -> None:
        self.ask(own, {"A1": ["Q1"], "B1": ["Q1"], "G1": ["Q1"]})
        with pytest.raises(UsageError, match="not marked: A2, F1"):
            count(own, base=Base.ASKED)

    def test_asked_is_refused_without_a_guide(self, leave: Project) -> None:
        with pytest.raises(UsageError, match="needs an interview guide"):
            count(leave, base=Base.ASKED)

    def test_spoke_counts_those_of_whom_anything_is_coded_there(self, leave: Project) -> None:
        matrix = count(leave, base=Base.SPOKE)
        assert table(matrix)["Time"] == ["1/2", "2/2", NOBODY, "0/1", "nothing coded"]
        by_wave = count(leave, columns="wave", base=Base.SPOKE)
        assert table(by_wave)["Time"] == ["2/2", "2/4"]


class TestSeveralStudies:
    @pytest.fixture(scope="class")
    def both(self, file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
        """The study beside a pilot without arms, and a theme over codes of both."""
        path = shutil.copy(file, tmp_path_factory.mktemp("both") / "both.ipe")
        with reopened(path) as project:
            project.add_study("pilot", title="Pilot study", design=Design.PILOT)
            add(project, "pilot", study("I: How? | Pat: {No time for it:Barriers / Rush}.", "A1"))
            people(project, "pilot", {"Ann": "A1 recipient"})
            project.set_theme(
                "Workload", "Work leaves no time.", codes_of=["leave: Barriers / Time", "Rush"]
            )
            yield project

    def test_arms_and_codes_tell_their_study_and_never_meet_across(self, both: Project) -> None:
        matrix = count(both, studies="")
        assert columns_of(matrix) == [
            *(f"leave: {arm}" for arm in ARMS), "Pilot study: no arms",
        ]  # fmt: skip
        elsewhere = "not in this codebook"
        found = table(matrix)
        assert found["leave: Time"] == ["1/2", "2/2", NOBODY, "0/1", "0/1", elsewhere]
        assert found["pilot: Rush"] == [elsewhere] * 5 + ["1/1"]

    def test_a_theme_over_studies_counts_the_people_of_each(self, both: Project) -> None:
        found = table(count(both, "theme", studies=""))
        assert found["Workload"] == ["1/2", "2/2", NOBODY, "0/1", "0/1", "1/1"]
        assert table(count(both, "theme", "study", studies=""))["Workload"] == ["3/6", "1/1"]
        assert table(count(both, "theme", "study", studies="pilot"))["Workload"] == ["1/1"]

    def test_people_of_one_pseudonym_in_two_studies_stay_two(self, both: Project) -> None:
        matrix = count(both, "participant", "study", studies="")
        assert [heading.label for heading in matrix.rows if "Ann" in heading.label] == [
            "leave: Ann", "Pilot study: Ann",
        ]  # fmt: skip
        assert table(matrix)["leave: Ann"] == ["1/1", NOBODY]
        assert table(matrix)["Pilot study: Ann"] == [NOBODY, "1/1"]

    def test_a_study_named_twice_counts_once(self, both: Project) -> None:
        once, twice = count(both, studies=["leave"]), count(both, studies=["leave", "leave"])
        assert twice == once


class TestThemes:
    def test_a_theme_that_stands_on_further_codes_counts_them(self, own: Project) -> None:
        own.set_theme("Enablers", "It helped.", codes_of=["Access"])
        # Eve and Ann by Access; Cat and Dan, and Ann by Manager, as before.
        assert table(count(own, "theme"))["Enablers"] == ["2/2", "1/2", NOBODY, "1/1", "0/1"]
        assert table(count(own, "code"))["Enablers"] == ["2/2", "1/2", NOBODY, "0/1", "0/1"]

    def test_a_code_with_a_statement_is_a_theme(self, own: Project) -> None:
        own.set_theme("Time", "There is no time.")
        assert list(table(count(own, "theme"))) == ["Barriers", "Time", "Enablers", "Unused"]

    def test_summaries_stand_whether_or_not_anything_was_coded(self, own: Project) -> None:
        ids = {one.pseudonym: one.id for one in own.participants("leave")}
        manager = own.code("Manager")[1].id
        own.write_summary(ids["Ann"], manager, "Says her manager helped.")
        own.write_summary(ids["Fay"], manager, "Has no manager.")
        own.write_summary(ids["Ben"], own.code("Time")[1].id, "No time.")
        matrix = count(own, kind=CellKind.SUMMARIES)
        assert table(matrix)["Manager"] == [
            "Ann: Says her manager helped.", "", NOBODY, "", "Fay: Has no manager.",
        ]  # fmt: skip
        assert table(matrix)["Enablers"] == ["", "", NOBODY, "", ""]
        by_person = count(own, "participant", "code", CellKind.SUMMARIES)
        assert cell(by_person, "Fay", "Manager").value == "Fay: Has no manager."


def test_a_retired_code_still_counts_and_a_merged_one_counts_with_the_other(own: Project) -> None:
    own.retire_code(own.code("Time")[1])
    assert table(count(own))["Time"] == ["1/2", "2/2", NOBODY, "0/1", "0/1"]
    own.merge_codes(own.code("Access")[1], own.code("Manager")[1])
    found = table(count(own))
    assert "Access" not in found
    assert found["Manager"] == ["1/2", "0/2", NOBODY, "1/1", "0/1"]
    assert found["Barriers"] == ["1/2", "2/2", NOBODY, "0/1", "0/1"]


def test_a_project_counts_anew_what_was_changed_since(own: Project) -> None:
    before = count(own)
    assert count(own) == before
    own.undo()
    own.undo()
    assert table(count(own)) != table(before)
    own.redo()
    own.redo()
    assert count(own) == before


def test_the_frame_for_notebooks_holds_values_and_bases(leave: Project) -> None:
    frame = leave.matrix("code", "arm", study="leave")
    assert frame.loc["Time", "control"] == 2
    assert frame.isna().loc["Time", "waitlist"]
    assert frame.attrs["n"][1] == [2, 2, None, 1, 1]
    assert frame.attrs["coding"] == "coding of record"
    assert len(leave.segments(study="leave")) == 13


WORDS = st.lists(st.sampled_from(["yes", "no", "well,", "لَا", "[laughs]"]), min_size=1, max_size=6)


@given(
    turns=st.lists(st.tuples(st.sampled_from(["P1", "P2"]), WORDS), min_size=1, max_size=6),
    cuts=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=5),
)
def test_words_of_all_speakers_add_up_to_the_words_of_a_union(
    turns: list[tuple[str, list[str]]], cuts: list[tuple[int, int]]
) -> None:
    notation = " | ".join(f"{label}: {' '.join(words)}" for label, words in turns)
    sketch = study(notation)
    transcript = sketch.transcript()
    covered = sorted({
        place for start, length in cuts for place in range(start, start + length)
        if place < len(sketch.text)
    })  # fmt: skip
    if not covered:
        return
    spans = union(Span(place, place + 1) for place in covered)
    each = [
        count_words_of(transcript, spans, frozenset([number]))
        for number in range(len(transcript.speakers))
    ]
    together = count_words_of(transcript, spans, frozenset(range(len(transcript.speakers))))
    assert sum(each) == together
    assert together <= sum(len(words) for _, words in turns)
