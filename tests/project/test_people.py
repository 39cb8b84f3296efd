"""Every voice is somebody's, whichever file comes first, and a file may come again."""

from __future__ import annotations

import pytest

from ipe_coder.errors import FileError
from ipe_coder.model.study import NoArm, Participant, Respondent
from ipe_coder.model.transcript import Role
from ipe_coder.project import Project
from tests.factories import add, people, study

SW03 = study("I: How was it? | SW03: It was hard at first.", "SW03")
SW04 = study("I: How was it? | SW04: It was fine.", "SW04")
GROUP = study("I: Who used it? | Anna: I did. | Bob: So did I. | ?: Sorry I am late.", "FG1")
JOINT = study("I: Hello. | Ann: Hello. | Ben: Hello.", "J1")


@pytest.fixture
def leave(project: Project) -> Project:
    project.add_study("leave", arms=["treatment", "control"])
    return project


def voices(project: Project, title: str) -> dict[str, tuple[Role, str]]:
    """Who speaks in a transcript: label to role and pseudonym."""
    names = {one.id: one.pseudonym for one in project.participants()}
    found = project.transcript(title).speakers
    return {one.label: (one.role, names.get(one.participant_id or "", "")) for one in found}


def known(project: Project) -> dict[str, Participant]:
    return {one.pseudonym: one for one in project.participants()}


def appearances(project: Project) -> set[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    names = {one.id: one.pseudonym for one in project.participants()}
    return {
        (names[one.participant_id], one.transcript, one.speaker, tuple(one.attributes.items()))
        for one in project.appearances()
    }


def everything(project: Project) -> tuple[object, ...]:
    return (
        [voices(project, one.title) for one in project.transcripts()],
        sorted(project.participants(), key=lambda one: one.id),
        sorted(project.appearances(), key=lambda one: one.id),
    )


class TestVoicesNobodyNames:
    def test_each_gets_a_participant_called_as_its_transcript(self, leave: Project) -> None:
        add(leave, "leave", SW03, GROUP)
        assert voices(leave, "SW03") == {
            "I": (Role.INTERVIEWER, ""), "SW03": (Role.PARTICIPANT, "SW03"),
        }  # fmt: skip
        assert voices(leave, "FG1") == {
            "I": (Role.INTERVIEWER, ""),
            "Anna": (Role.PARTICIPANT, "FG1 Anna"),
            "Bob": (Role.PARTICIPANT, "FG1 Bob"),
            "?": (Role.UNKNOWN, ""),
        }
        assert {one.no_arm for one in known(leave).values()} == {NoArm.UNKNOWN}

    def test_a_pilot_has_no_arms(self, project: Project) -> None:
        project.add_study("pilot")
        add(project, "pilot", SW03)
        assert known(project)["SW03"].no_arm is NoArm.NO_ARMS

    def test_a_file_that_names_them_takes_their_place(self, leave: Project) -> None:
        add(leave, "leave", GROUP)
        notes = people(leave, "leave", {"P1": "FG1/Anna - treatment", "P2": "FG1/bob - control"})
        assert notes == []
        assert voices(leave, "FG1")["Anna"] == (Role.PARTICIPANT, "P1")
        assert voices(leave, "FG1")["Bob"] == (Role.PARTICIPANT, "P2")
        assert set(known(leave)) == {"P1", "P2"}

    def test_an_unknown_voice_becomes_the_participants_it_is_said_to_be(
        self, leave: Project
    ) -> None:
        add(leave, "leave", GROUP)
        people(leave, "leave", {"Late": "FG1/? - control"})
        assert voices(leave, "FG1")["?"] == (Role.PARTICIPANT, "Late")


@pytest.mark.parametrize("first", ["people", "transcripts"])
class TestEitherFileMayComeFirst:
    ROWS = {
        "Ann": "SW03.txt recipient treatment role=nurse wave=1; SW04 recipient treatment wave=2",
        "P1": "fg1/Anna manager not_randomised role=head",
    }

    @pytest.fixture
    def made(self, leave: Project, first: str) -> Project:
        if first == "transcripts":
            add(leave, "leave", SW03, SW04, GROUP)
        notes = people(leave, "leave", self.ROWS)
        differs = "“wave” differs between rows of one participant: kept by transcript"
        waiting = [
            f"line {line}: no transcript is called “{name}” yet: kept"
            for line, name in ((2, "SW03.txt"), (3, "SW04"), (4, "fg1"))
        ]
        assert notes == [differs, *(waiting if first == "people" else [])]
        if first == "people":
            add(leave, "leave", SW03, SW04, GROUP)
        return leave

    def test_voices_are_mapped(self, made: Project) -> None:
        assert voices(made, "SW03")["SW03"] == (Role.PARTICIPANT, "Ann")
        assert voices(made, "SW04")["SW04"] == (Role.PARTICIPANT, "Ann")
        assert voices(made, "FG1")["Anna"] == (Role.PARTICIPANT, "P1")
        assert voices(made, "FG1")["Bob"] == (Role.PARTICIPANT, "FG1 Bob")
        assert set(known(made)) == {"Ann", "P1", "FG1 Bob"}

    def test_what_differs_is_kept_by_transcript_and_the_rest_by_person(self, made: Project) -> None:
        ann = known(made)["Ann"]
        assert ann.attributes == {"role": "nurse"}
        assert ann.respondent is Respondent.RECIPIENT
        assert ann.arm_id == made.study("leave").arms[0].id
        assert known(made)["P1"].no_arm is NoArm.NOT_RANDOMISED
        assert appearances(made) == {
            ("Ann", "SW03.txt", "", (("wave", "1"),)),
            ("Ann", "SW04", "", (("wave", "2"),)),
            ("P1", "fg1", "Anna", ()),
        }
        assert all(one.transcript_id for one in made.appearances())

    def test_the_same_file_again_changes_nothing(self, made: Project) -> None:
        before, last = everything(made), made.last_change()
        people(made, "leave", self.ROWS)
        assert everything(made) == before
        assert made.last_change() == last

    def test_the_import_can_be_taken_back(self, made: Project, first: str) -> None:
        before = everything(made)
        made.undo()
        if first == "people":
            assert made.transcripts() == []
            assert set(known(made)) == {"Ann", "P1"}
        else:
            assert set(known(made)) == {"SW03", "SW04", "FG1 Anna", "FG1 Bob"}
            assert voices(made, "FG1")["Anna"] == (Role.PARTICIPANT, "FG1 Anna")
        made.redo()
        assert everything(made) == before


class TestFilesThatComeAgain:
    def test_what_a_later_file_does_not_say_stays(self, leave: Project) -> None:
        add(leave, "leave", SW03)
        people(leave, "leave", {"SW03": "SW03 manager not_randomised site=North role=head"})
        people(leave, "leave", {"SW03": "SW03 - - site=South"})
        one = known(leave)["SW03"]
        assert one.respondent is Respondent.MANAGER
        assert one.no_arm is NoArm.NOT_RANDOMISED
        assert one.attributes == {"site": "South", "role": "head"}

    def test_a_corrected_arm_and_voice_take_effect(self, leave: Project) -> None:
        add(leave, "leave", GROUP)
        people(leave, "leave", {"P1": "FG1/Anna - treatment", "P2": "FG1/Bob - treatment"})
        people(leave, "leave", {"P2": "FG1/Anna - treatment", "P1": "FG1/Bob - control"})
        assert voices(leave, "FG1")["Anna"] == (Role.PARTICIPANT, "P2")
        assert voices(leave, "FG1")["Bob"] == (Role.PARTICIPANT, "P1")
        assert known(leave)["P1"].arm_id == leave.study("leave").arms[1].id
        assert len(leave.appearances()) == 2

    def test_what_came_to_differ_is_no_more_of_the_person(self, leave: Project) -> None:
        add(leave, "leave", SW03, SW04)
        people(leave, "leave", {"Ann": "SW03 - - usage=none"})
        assert known(leave)["Ann"].attributes == {"usage": "none"}
        people(leave, "leave", {"Ann": "SW03 - - usage=none; SW04 - - usage=weekly"})
        assert known(leave)["Ann"].attributes == {}
        assert appearances(leave) == {
            ("Ann", "SW03", "", (("usage", "none"),)),
            ("Ann", "SW04", "", (("usage", "weekly"),)),
        }

    def test_what_came_to_be_the_same_is_of_the_person(self, leave: Project) -> None:
        add(leave, "leave", SW03, SW04)
        people(leave, "leave", {"Ann": "SW03 - - usage=none; SW04 - - usage=weekly"})
        people(leave, "leave", {"Ann": "SW03 - - usage=weekly; SW04 - - usage=weekly"})
        assert known(leave)["Ann"].attributes == {"usage": "weekly"}
        assert {one[3] for one in appearances(leave)} == {()}

    def test_one_row_alone_leaves_what_differs_in_the_other_transcript(
        self, leave: Project
    ) -> None:
        add(leave, "leave", SW03, SW04)
        people(leave, "leave", {"Ann": "SW03 - - usage=none; SW04 - - usage=weekly"})
        people(leave, "leave", {"Ann": "SW03 - - usage=daily site=North"})
        assert known(leave)["Ann"].attributes == {"site": "North"}
        assert appearances(leave) == {
            ("Ann", "SW03", "", (("usage", "daily"),)),
            ("Ann", "SW04", "", (("usage", "weekly"),)),
        }

    def test_a_transcript_called_by_its_file_or_its_title_is_one(self, leave: Project) -> None:
        add(leave, "leave", SW03)
        people(leave, "leave", {"Ann": "SW03"})
        people(leave, "leave", {"Ann": "sw03.txt"})
        assert len(leave.appearances()) == 1

    def test_a_person_with_two_voices_in_one_transcript_keeps_both(self, leave: Project) -> None:
        rows = {"P1": "FG1/Anna; FG1/Bob"}
        people(leave, "leave", rows)
        add(leave, "leave", GROUP)
        assert voices(leave, "FG1")["Anna"] == (Role.PARTICIPANT, "P1")
        assert voices(leave, "FG1")["Bob"] == (Role.PARTICIPANT, "P1")
        before = everything(leave)
        people(leave, "leave", rows)
        assert everything(leave) == before

    def test_a_pseudonym_in_another_case_is_the_same_person(self, leave: Project) -> None:
        add(leave, "leave", SW03)
        people(leave, "leave", {"sw03": "SW03 recipient treatment"})
        assert set(known(leave)) == {"SW03"}

    def test_two_studies_may_have_a_participant_of_one_pseudonym(self, leave: Project) -> None:
        leave.add_study("pilot")
        people(leave, "leave", {"P1": "- - treatment"})
        people(leave, "pilot", {"P1": "-"})
        assert len(leave.participants()) == 2
        assert [one.pseudonym for one in leave.participants("pilot")] == ["P1"]


class TestWhatDoesNotFit:
    def test_rows_that_fit_no_voice_are_named_and_kept(self, leave: Project) -> None:
        add(leave, "leave", SW03, GROUP)
        notes = people(leave, "leave", {"P1": "FG1/Anne", "P2": "FG1"})
        assert notes == [
            "line 2: FG1 has no speaker “Anne” for P1, but I, Anna, Bob, ?",
            "line 3: FG1 has no single voice for P2, but I, Anna, Bob, ?",
        ]
        assert {"P1", "P2"} <= set(known(leave))

    def test_rows_that_waited_in_vain_are_named_when_the_transcript_comes(
        self, leave: Project
    ) -> None:
        people(leave, "leave", {"P1": "FG1/Anne", "P2": "SW03", "P3": "SW03"})
        notes = leave.add_transcripts("leave", [GROUP.new(), SW03.new()])
        assert notes == [
            "FG1.txt: FG1 has no speaker “Anne” for P1, but I, Anna, Bob, ?",
            "SW03.txt: SW03 has no single voice for P3, but I, SW03",
        ]
        assert voices(leave, "SW03")["SW03"] == (Role.PARTICIPANT, "P2")

    @pytest.mark.parametrize(
        ("rows", "line", "message"),
        [
            (
                {"P1": "FG1/Anna recipient; SW03 manager"},
                3,
                "P1 is “manager” here and “recipient” in line 2.",
            ),
            (
                {"P1": "FG1/Anna; SW03 - treatment; SW04 - control"},
                4,
                "P1 is “control” here and “treatment” in line 3.",
            ),
            (
                {"P1": "SW03 - waitlist"},
                2,
                "leave has no arm “waitlist”.",
            ),
            (
                {"P1": "SW03", "P2": "SW03"},
                3,
                "the voice of P2 in SW03 is that of P1 in line 2.",
            ),
        ],
    )
    def test_contradictions_are_named_by_line_and_nothing_is_written(
        self, leave: Project, rows: dict[str, str], line: int, message: str
    ) -> None:
        add(leave, "leave", SW03, SW04, GROUP)
        before, last = everything(leave), leave.last_change()
        with pytest.raises(FileError) as caught:
            people(leave, "leave", rows)
        assert caught.value.line == line
        assert caught.value.message == f"participants.csv, line {line}: {message}"
        assert caught.value.hint
        assert everything(leave) == before
        assert leave.last_change() == last

    def test_two_people_in_one_interview_are_not_guessed_apart(self, leave: Project) -> None:
        add(leave, "leave", JOINT)
        notes = people(leave, "leave", {"P1": "J1", "P2": "J1"})
        assert [note.partition(" for ")[0] for note in notes] == [
            "line 2: J1 has no single voice", "line 3: J1 has no single voice",
        ]  # fmt: skip


def test_a_voice_given_to_somebody_else_by_hand_leaves_nobody_behind(leave: Project) -> None:
    add(leave, "leave", GROUP)
    people(leave, "leave", {"P1": "- - control"})
    leave.set_speaker("FG1", "Anna", participant="P1")
    assert set(known(leave)) == {"P1", "FG1 Bob"}
    leave.undo()
    assert voices(leave, "FG1")["Anna"] == (Role.PARTICIPANT, "FG1 Anna")


def test_arms_that_come_later_make_the_armless_unknown(project: Project) -> None:
    project.add_study("trial")
    add(project, "trial", SW03)
    project.change_study("trial", add_arms=["treatment", "control"])
    assert known(project)["SW03"].no_arm is NoArm.UNKNOWN
