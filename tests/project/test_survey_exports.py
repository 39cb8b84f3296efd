"""Survey files as form programs export them: their heading rows are told from answers."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.survey import Use
from ipe_coder.project import Project

WHAT = "In your own words, what has changed?"
QUALTRICS = [
    ["StartDate", "IPAddress", "Progress", "ResponseId", "Q1", "Q2", "Q3_1", "Q3_2"],
    ["Start Date", "IP Address", "Progress", "Response ID", "In your own words,\nwhat has changed?",
     "Which team?", "Do you agree?", "Do you agree?"],
    ['{"ImportId":"startDate","timeZone":"Europe/London"}', '{"ImportId":"ipAddress"}',
     '{"ImportId":"progress"}', '{"ImportId":"_recordId"}', '{"ImportId":"QID1_TEXT"}',
     '{"ImportId":"QID2"}', '{"ImportId":"QID3_1"}', '{"ImportId":"QID3_2"}'],
    ["2026-05-03 10:00:00", "10.0.0.1", "100", "R_1a", "We plan our weeks together now.",
     "Duty", "Agree", "Disagree"],
    ["2026-05-03 11:00:00", "10.0.0.2", "100", "R_2b", "It’s hardly changed at all.",
     "Families", "Agree", "Agree"],
]  # fmt: skip
TICK = "Which have you used?"
SURVEYMONKEY = [
    ["Respondent ID", "Start Date", "IP Address", "What helped you most?", TICK, "", "", "Office?"],
    ["", "", "", "Open-Ended Response", "Home working", "Nine-day fortnight", "Other (tell us)",
     "Response"],
    ["11001", "05/03/2026", "10.0.0.1", "My manager asked me every week.", "Home working", "",
     "We swap days among us", "Leeds"],
    ["11002", "05/03/2026", "10.0.0.2", "The rota that we made together.", "", "", "", "York"],
]  # fmt: skip


def write(path: Path, rows: list[list[str]], encoding: str = "utf-8-sig") -> Path:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(path)
        return path
    delimiter = "\t" if path.suffix == ".tsv" else ","
    with path.open("w", newline="", encoding=encoding) as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


@pytest.fixture
def swing(project: Project) -> Project:
    project.add_study("swing")
    return project


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("q.csv", "utf-8-sig"), ("q.csv", "cp1252"), ("q.tsv", "utf-16"), ("q.xlsx", "")],
)
def test_three_heading_rows_of_qualtrics_are_no_respondents(
    name: str, encoding: str, swing: Project, tmp_path: Path
) -> None:
    survey = swing.read_survey(write(tmp_path / name, QUALTRICS, encoding))
    assert {one.name: one.use for one in survey.columns} == {
        "Start Date": Use.LEFT_OUT,
        "IP Address": Use.LEFT_OUT,
        "Progress": Use.LEFT_OUT,
        "Response ID": Use.RESPONDENT,
        WHAT: Use.QUESTION,
        "Which team?": Use.ATTRIBUTE,
        "Do you agree? (Q3_1)": Use.ATTRIBUTE,
        "Do you agree? (Q3_2)": Use.ATTRIBUTE,
    }
    assert survey.notes[0].startswith("The first 3 rows are headings, as Qualtrics writes them")
    swing.import_survey(survey, "swing")
    assert [one.title for one in swing.transcripts()] == [f"R_1a {WHAT}", f"R_2b {WHAT}"]
    assert swing.transcript(f"R_2b {WHAT}").text == "It’s hardly changed at all."


def test_columns_of_qualtrics_go_by_their_short_names_too(swing: Project, tmp_path: Path) -> None:
    survey = swing.read_survey(
        write(tmp_path / "q.csv", QUALTRICS), questions=["Q2"], left_out=["Q3_1"]
    )
    assert survey.questions == ("Which team?",)
    assert "Do you agree? (Q3_1)" in survey.named(Use.LEFT_OUT)


@pytest.mark.parametrize("name", ["s.csv", "s.xlsx"])
def test_two_heading_rows_of_surveymonkey_are_no_respondents(
    name: str, swing: Project, tmp_path: Path
) -> None:
    survey = swing.read_survey(write(tmp_path / name, SURVEYMONKEY))
    assert [one.name for one in survey.columns] == [
        "Respondent ID", "Start Date", "IP Address", "What helped you most?",
        f"{TICK} - Home working", f"{TICK} - Nine-day fortnight", f"{TICK} - Other (tell us)",
        "Office?",
    ]  # fmt: skip
    assert survey.notes[0].startswith("The first 2 rows are headings, as SurveyMonkey")
    done = swing.import_survey(survey, "swing")
    assert done.respondents == 2
    assert {one.pseudonym for one in swing.participants()} == {"11001", "11002"}


def test_an_answer_that_only_looks_like_a_heading_stays_an_answer(
    swing: Project, tmp_path: Path
) -> None:
    rows = [["id", "What helped?"], ["R1", "Response"], ["R2", "My manager helped me here."]]
    survey = swing.read_survey(write(tmp_path / "a.csv", rows), questions=["What helped?"])
    assert [answer.text for answer in survey.answers()] == [row[1] for row in rows[1:]]
    assert survey.notes == ()


def test_columns_of_one_name_or_none_are_kept_apart(swing: Project, tmp_path: Path) -> None:
    rows = [["id", "Comments", "comments", "", ""], ["R1", "It was good here.", "It was bad.", "x"]]
    survey = swing.read_survey(write(tmp_path / "a.csv", rows))
    assert [one.name for one in survey.columns] == ["id", "Comments", "comments (2)", "column 4"]
    assert len(survey.notes) == 2


def test_rows_are_numbered_where_no_column_says_who_answers(swing: Project, tmp_path: Path) -> None:
    rows = [["Timestamp", "Why was it?"], ["03/05/2026", "It was very late."], ["", ""],
            ["03/05/2026", "And it was dark there."]]  # fmt: skip
    path = write(tmp_path / "g.csv", rows)
    with pytest.raises(FileError, match="no column says who answers") as refused:
        swing.preview_survey(swing.read_survey(path), "swing")
    assert "--number R" in refused.value.hint
    swing.import_survey(swing.read_survey(path, number="R"), "swing")
    assert [one.title for one in swing.transcripts()] == ["R0001 Why was it?", "R0002 Why was it?"]
    with pytest.raises(UsageError, match="swing has a participant R0001 already"):
        swing.import_survey(swing.read_survey(path, number="R"), "swing", only_new=True)
    assert swing.import_survey(swing.read_survey(path, number="S"), "swing", wave="2").answers == 2
    with pytest.raises(UsageError, match="nothing to number"):
        swing.read_survey(path, respondent="Timestamp", number="R")


def test_somebody_who_answers_twice_is_named_with_both_lines(
    swing: Project, tmp_path: Path
) -> None:
    rows = [
        ["record_id", "Why was it?"],
        *([f"{n % 3}", f"It was very late {n}."] for n in range(5)),
    ]
    survey = swing.read_survey(write(tmp_path / "r.csv", rows))
    assert survey.respondent == "record_id"
    with pytest.raises(FileError, match="line 5: “0” answers here as in line 2"):
        swing.preview_survey(survey, "swing")


def test_a_file_that_was_saved_in_a_wrong_encoding_before_is_said(
    swing: Project, tmp_path: Path
) -> None:
    rows = [["id", "Why was it?"], ["R1", "It didn’t fit the café.".encode().decode("cp1252")]]
    survey = swing.read_survey(write(tmp_path / "r.csv", rows))
    assert "wrong encoding" in survey.notes[0]


def test_the_first_answer_and_the_middle_number_of_words_are_shown(
    swing: Project, tmp_path: Path
) -> None:
    words = ["", "One two three four.", "One two three four five six.", "word " * 20_000]
    rows = [["id", "Why was it?"], *([f"R{n}", text] for n, text in enumerate(words))]
    column = swing.read_survey(write(tmp_path / "r.csv", rows)).columns[1]
    assert (column.filled, column.median, column.example) == (3, 6, words[1])
