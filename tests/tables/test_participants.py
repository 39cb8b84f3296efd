from __future__ import annotations

from pathlib import Path

import pytest

from ipe_coder.errors import FileError
from ipe_coder.model.study import Consent, NoArm, ParticipantRow, Respondent
from ipe_coder.tables import read_participants
from tests.tables.sheets import DATA, as_workbook, write_csv


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(FileError) as caught:
        read_participants(write_csv(folder, text, "participants.csv"))
    return str(caught.value)


class TestReading:
    def test_people_transcripts_and_voices_are_read(self) -> None:
        rows = read_participants(DATA / "participants.csv")
        assert [(row.participant, row.transcript, row.speaker, row.line) for row in rows] == [
            ("SW03", "SW03", "", 2),
            ("TM01", "TM01", "TM01", 3),
            ("DB02", "FG1", "Dana", 4),
            ("DB02", "FG2", "Dana", 5),
        ]

    def test_kinds_of_respondent_and_consent_are_read_in_any_case(self) -> None:
        rows = read_participants(DATA / "participants.csv")
        assert [row.respondent for row in rows] == [
            Respondent.RECIPIENT,
            Respondent.MANAGER,
            Respondent.NON_USER,
            Respondent.NON_USER,
        ]
        assert [row.consent for row in rows] == [
            Consent.QUOTE_WITH_ROLE,
            Consent.QUOTE_WITHOUT_ROLE,
            Consent.PARAPHRASE_ONLY,
            None,
        ]

    def test_no_arm_is_said_in_the_words_of_the_project(self) -> None:
        rows = read_participants(DATA / "participants.csv")
        assert [row.arm for row in rows] == [
            NoArm.NO_ARMS,
            NoArm.NO_ARMS,
            NoArm.NOT_RANDOMISED,
            NoArm.NOT_RANDOMISED,
        ]

    def test_other_columns_are_attributes_and_empty_cells_say_nothing(self) -> None:
        rows = read_participants(DATA / "participants.csv")
        assert rows[0].attributes == {
            "role": "Social worker",
            "site": "Stockport",
            "wave": "1",
            "Years in post": "4",
        }
        assert "Years in post" not in rows[1].attributes
        assert rows[3].attributes == {"site": "Brent", "wave": "2", "Years in post": "2"}

    def test_a_workbook_reads_as_the_csv_does(self, tmp_path: Path) -> None:
        in_csv = read_participants(DATA / "participants.csv")
        assert read_participants(as_workbook(DATA / "participants.csv", tmp_path)) == in_csv

    def test_case_is_another_word_for_participant(self, tmp_path: Path) -> None:
        rows = read_participants(write_csv(tmp_path, "Case\nSW01\n"))
        assert rows == [ParticipantRow("SW01", line=2)]

    def test_the_name_of_an_arm_is_kept_as_written(self, tmp_path: Path) -> None:
        rows = read_participants(write_csv(tmp_path, "participant,arm\nA,Treatment  one\nB,\n"))
        assert [row.arm for row in rows] == ["Treatment one", ""]


class TestRefusing:
    def test_a_file_without_participants_says_so(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "particpant,transcript\nA,B\n")
        assert said == (
            "participants.csv: the file has no column “participant”; "
            "the nearest is “particpant”. Give participant."
        )

    def test_an_unknown_respondent_lists_the_known(self, tmp_path: Path) -> None:
        said = refusal(tmp_path, "participant,respondent\nA,manger\n")
        assert said == (
            "participants.csv, line 2: respondent is “manger”. It can be recipient, deliverer, "
            "coordinator, manager, beneficiary, partner, non-user, or empty."
        )

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("participant,consent\nA,yes\n", "line 2: consent is “yes”. It can be quote with"),
            ("participant,arm\n,x\n", "line 2: participant is empty"),
            ("participant,case\nA,A\n", "“case” and “participant” are the same column"),
            ("participant,site,SITE\nA,x,y\n", "“SITE” and “site” are the same column"),
            ("participant,transcript\nA,T\nB,T\nA,t\n", "line 4: “A” stands here as in line 2"),
            (
                "participant,transcript,speaker\nA,T,Dana\nB,T,dana\n",
                "line 3: the speaker “dana” of T is A in line 2",
            ),
        ],
    )
    def test_what_does_not_fit_is_named(self, tmp_path: Path, text: str, said: str) -> None:
        assert said in refusal(tmp_path, text)
