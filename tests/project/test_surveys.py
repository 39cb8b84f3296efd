"""A survey's answers become texts under their participants, as one change."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.study import Consent
from ipe_coder.model.survey import Use
from ipe_coder.model.transcript import Role, TranscriptKind
from ipe_coder.project import Project
from tests.store.tables import tables_of

HELPED = "What helped you most, and why did it help?"
ANSWERS = f"""\
Response ID,Email,Arm,consent,Site,Score,{HELPED!r},Anything else?
R1,a@example.org,treatment,paraphrase only,Leeds,4,"My manager [laughs], who
asked me every week.",Thank you all
R2,b@example.org,control,yes,York,5,"It was the café, and the naïve rota 🙂.",-
R3,c@example.org,treatment,,Leeds,2,,
R4,d@example.org,control,,York,3,Nobody helped me at all here.,
""".replace("'", '"')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "answers.csv"
    made.write_text(ANSWERS)
    return made


@pytest.fixture
def swing(project: Project) -> Project:
    project.add_study("swing", arms=["treatment", "control"])
    return project


def test_columns_are_taken_for_what_they_look_like(swing: Project, path: Path) -> None:
    survey = swing.read_survey(path)
    assert {one.name: one.use for one in survey.columns} == {
        "Response ID": Use.RESPONDENT,
        "Email": Use.LEFT_OUT,
        "Arm": Use.ATTRIBUTE,
        "consent": Use.ATTRIBUTE,
        "Site": Use.ATTRIBUTE,
        "Score": Use.ATTRIBUTE,
        HELPED: Use.QUESTION,
        "Anything else?": Use.QUESTION,
    }
    assert all(one.why for one in survey.columns)
    would = swing.preview_survey(survey, "swing")
    assert (would.answers, would.respondents, would.empty) == (4, 3, 4)
    assert swing.transcripts() == []


def test_each_answer_is_a_text_of_one_participant(swing: Project, path: Path) -> None:
    done = swing.import_survey(swing.read_survey(path), "swing", wave="2")
    assert (done.answers, done.respondents, done.empty, done.words) == (4, 3, 4, 25)
    listed = swing.transcripts("swing")
    assert [one.title for one in listed] == [
        f"R1 {HELPED}", "R1 Anything else?", f"R2 {HELPED}", f"R4 {HELPED}",
    ]  # fmt: skip
    assert {(one.kind, one.wave, one.turns) for one in listed} == {
        (TranscriptKind.SURVEY_ANSWER, "2", 1)
    }
    first = swing.transcript(f"R1 {HELPED}")
    assert first.text == "My manager [laughs], who\nasked me every week."
    assert [(one.label, one.role) for one in first.speakers] == [("R1", Role.PARTICIPANT)]
    people = {one.pseudonym: one for one in swing.participants()}
    assert people.keys() == {"R1", "R2", "R4"}
    assert first.speakers[0].participant_id == people["R1"].id
    arms = {arm.id: arm.name for arm in swing.study("swing").arms}
    assert arms[str(people["R1"].arm_id)] == "treatment"
    assert people["R1"].consent is Consent.PARAPHRASE_ONLY
    assert people["R1"].attributes == {"site": "Leeds", "Score": "4"}
    assert people["R2"].attributes == {"consent": "yes", "site": "York", "Score": "5"}
    assert {one.attributes["survey question"] for one in swing.appearances()} == {
        HELPED, "Anything else?",
    }  # fmt: skip
    assert swing.original(first.id) == ("answers.csv", path.read_bytes())
    assert swing.check() == []


def test_a_participant_counts_once_over_all_answers(swing: Project, path: Path) -> None:
    swing.import_survey(swing.read_survey(path), "swing")
    swing.coder = "AB"
    swing.add_code("swing", "Help")
    for title, quote in ((f"R1 {HELPED}", "My manager"), ("R1 Anything else?", "Thank you all")):
        swing.add_segment(title, "Help", quote=quote)
    matrix = swing.matrix(rows="code", columns="arm", cells="participants", study="swing")
    assert matrix.to_numpy().tolist() == [[1, 0]]


def test_it_is_taken_back_and_brought_back_as_one_change(swing: Project, path: Path) -> None:
    before = tables_of(swing._store)
    swing.import_survey(swing.read_survey(path), "swing")
    after = tables_of(swing._store)
    swing.undo()
    assert tables_of(swing._store) == before
    swing.redo()
    assert tables_of(swing._store) == after


def test_the_same_file_twice_says_so_and_new_answers_can_be_added(
    swing: Project, path: Path
) -> None:
    swing.import_survey(swing.read_survey(path, questions=[HELPED]), "swing")
    with pytest.raises(UsageError, match="The same file is here already: 3 of the 3 answers"):
        swing.import_survey(swing.read_survey(path, questions=[HELPED]), "swing")
    path.write_text(ANSWERS + "R5,e@example.org,control,,York,3,My team did help me.,\n")
    with pytest.raises(UsageError, match="3 of the 5 answers"):
        swing.import_survey(swing.read_survey(path), "swing")
    done = swing.import_survey(swing.read_survey(path), "swing", only_new=True)
    assert (done.answers, done.known) == (2, 3)
    with pytest.raises(UsageError, match="no answer that is not here already"):
        swing.import_survey(swing.read_survey(path), "swing", only_new=True)
    assert swing.check() == []


def test_the_researcher_says_what_columns_are(swing: Project, path: Path) -> None:
    survey = swing.read_survey(
        path, respondent="email", questions=["Site"], attributes=[HELPED], left_out=["score"]
    )
    assert survey.respondent == "Email"
    assert survey.questions == ("Site",)
    assert survey.attributes == ("Response ID", "Arm", "consent", HELPED, "Anything else?")
    with pytest.raises(UsageError, match=r"answers\.csv has no column “Nothing”"):
        swing.read_survey(path, questions=["Nothing"])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("Site,Why did it help you here?\nLeeds,My manager helped me here.\n",
         "no column says who answers; the columns are “Site”"),
        ("id,site\nR1,Leeds\nR2,York\n", "no column holds answers in words"),
        ("id,Why?\n", "the file has no answers"),
        ("", "the file has no answers"),
        ("id,arm,Why was it?\nR1,unknown arm,It was very late.\nR2,control,And it was dark.\n",
         "line 2: swing has no arm “unknown arm”"),
    ],
)  # fmt: skip
def test_what_cannot_be_answers_is_refused(
    content: str, fault: str, swing: Project, path: Path
) -> None:
    path.write_text(content)
    with pytest.raises(FileError, match=fault):
        swing.import_survey(swing.read_survey(path), "swing")
    assert swing.transcripts() == []
    assert swing.participants() == []


@pytest.mark.parametrize(
    ("second", "fault"),
    [("r1", "line 3: “r1” answers here as in line 2"), ("", "line 3: “code” is empty")],
)
def test_a_respondent_has_a_name_and_one_row(
    second: str, fault: str, swing: Project, path: Path
) -> None:
    path.write_text(f"code,Why was it?\nR1,It was very late.\n{second},And it was dark.\n")
    with pytest.raises(FileError, match=fault):
        swing.import_survey(swing.read_survey(path, respondent="code"), "swing")


def test_long_questions_keep_titles_apart(swing: Project, path: Path) -> None:
    long = "Please tell us in your own words what you think of the flexible hours"
    path.write_text(f"id,{long} now,{long} then\nR1,It is very good today.,It was bad back then.\n")
    swing.import_survey(swing.read_survey(path), "swing")
    titles = [one.title for one in swing.transcripts()]
    assert titles == [
        "R1 Please tell us in your own words what you…",
        "R1 Please tell us in your own words what you… (2)",
    ]


def test_a_workbook_of_answers(swing: Project, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ID", "Why was it?", "Score"])
    sheet.append([101, "It was =1+1 and very [late].", 4.0])
    sheet.append([102, "And it was dark out there.", 5])
    buffer = io.BytesIO()
    book.save(buffer)
    path = tmp_path / "answers.xlsx"
    path.write_bytes(buffer.getvalue())
    swing.import_survey(swing.read_survey(path), "swing")
    assert [one.title for one in swing.transcripts()] == ["101 Why was it?", "102 Why was it?"]
    assert [one.attributes for one in swing.participants()] == [{"Score": "4"}, {"Score": "5"}]
