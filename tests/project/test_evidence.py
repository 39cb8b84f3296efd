"""What speaks for and against a statement is set down, changed, taken away, printed and kept."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from docx import Document

from ipe_coder.errors import NotFoundError, UsageError
from ipe_coder.model.study import Consent
from ipe_coder.model.theme import Side, Theme
from ipe_coder.project import Project
from tests.factories import add, study
from tests.store.tables import tables_of

LEAVE = (
    "I: How was it? | Ann: {There was no time:Time=for}. | Ben: {I found the time:Time=against}."
)
MESSAGES = "I: And the texts? | Cat: {They came on top of all the rest:Lack of time=for}."
STATEMENT = "People have no time."


@pytest.fixture
def leave(project: Project) -> Project:
    project.add_study("leave", arms=["treatment", "control"])
    add(project, "leave", study(LEAVE, "T1"))
    return project


@pytest.fixture
def both(leave: Project) -> Project:
    leave.add_study("messages")
    add(leave, "messages", study(MESSAGES, "M1"))
    return leave


def ids(project: Project) -> list[str]:
    return [one.segment.id for one in project.segment_rows()]


def sides(project: Project, theme: Theme) -> list[tuple[str, str, str]]:
    found = project.evidence([theme]).get(theme.id, ())
    return [(one.evidence.side.value, one.row.segment.quote, one.evidence.note) for one in found]


def test_evidence_stands_for_the_statement_first_then_against_it(leave: Project) -> None:
    for_it, against = ids(leave)
    theme = leave.set_theme("Time", STATEMENT)
    leave.add_evidence(theme, against, Side.AGAINST, "He made it.")
    leave.add_evidence(theme, for_it)
    assert sides(leave, theme) == [
        ("for", "There was no time", ""), ("against", "I found the time", "He made it."),
    ]  # fmt: skip
    assert leave.check() == []


def test_a_segment_is_evidence_of_a_theme_once_and_can_change_sides(leave: Project) -> None:
    segment = ids(leave)[0]
    theme = leave.set_theme("Time", STATEMENT)
    leave.add_evidence(theme, segment)
    before = tables_of(leave._store)
    leave.add_evidence(theme, segment, Side.AGAINST, "Read again.")
    assert sides(leave, theme) == [("against", "There was no time", "Read again.")]
    with pytest.raises(UsageError, match="evidence against “Time” already"):
        leave.add_evidence(theme, segment, Side.AGAINST, "Read again.")
    leave.undo()
    assert tables_of(leave._store) == before


def test_evidence_is_taken_away_and_comes_back_with_undo(leave: Project) -> None:
    segment, other = ids(leave)
    theme = leave.set_theme("Time", STATEMENT)
    leave.add_evidence(theme, segment)
    before = tables_of(leave._store)
    leave.remove_evidence(theme, segment)
    assert sides(leave, theme) == []
    assert segment in ids(leave)
    leave.undo()
    assert tables_of(leave._store) == before
    with pytest.raises(NotFoundError, match="no evidence of the theme “Time”"):
        leave.remove_evidence(theme, other)


def test_a_segment_that_is_gone_cannot_be_evidence(leave: Project) -> None:
    theme = leave.set_theme("Time", STATEMENT)
    segment = ids(leave)[0]
    leave.remove_segments([segment])
    with pytest.raises(NotFoundError, match="any more"):
        leave.add_evidence(theme, segment)


def test_codes_that_are_merged_leave_a_segment_as_evidence_once(leave: Project) -> None:
    transcript = leave.transcript("T1")
    span = leave.segments_of(transcript.id)[0].span
    leave.add_code("leave", "Hurry")
    leave.apply_code(transcript, [span], leave.code("Hurry")[1])
    theme = leave.set_theme("Time", STATEMENT)
    for one in leave.segment_rows():
        if one.segment.quote == "There was no time":
            leave.add_evidence(theme, one.segment.id)
    assert len(sides(leave, theme)) == 2
    leave.merge_codes(leave.code("Hurry")[1], leave.code("Time")[1])
    assert sides(leave, theme) == [("for", "There was no time", "")]


def test_the_joint_display_shows_evidence_of_every_study_that_a_theme_crosses(
    both: Project,
) -> None:
    theme = both.set_theme("No room", STATEMENT, codes_of=["leave: Time", "messages: Lack of time"])
    for segment in ids(both):
        both.add_evidence(theme, segment)
    for name in ("leave", "messages"):
        (row,) = both.joint_display(name).rows
        assert [one.row.study for one in row.themes[0].evidence] == ["leave", "leave", "messages"]
    assert "No room" in both.matrix("theme", "study").index


class TestReport:
    @pytest.fixture
    def crossed(self, both: Project) -> Project:
        first, second, third = ids(both)
        time = both.set_theme("Time", STATEMENT, study="leave")
        both.add_evidence(time, first, note="She counts the hours.")
        across = both.set_theme(
            "No room", "Help that takes time is not taken up.",
            codes_of=["leave: Time", "messages: Lack of time"],
        )  # fmt: skip
        both.add_evidence(across, third)
        both.add_evidence(across, second, Side.AGAINST)
        return both

    def words(self, project: Project, folder: Path, study: str = "") -> str:
        (path,) = project.export("docx", folder / "out.docx", study)
        tables = Document(str(path)).tables
        cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
        return "\n".join(cells)

    def test_it_prints_what_speaks_for_a_theme_and_that_nothing_speaks_against(
        self, crossed: Project, tmp_path: Path
    ) -> None:
        words = self.words(crossed, tmp_path)
        assert "For the statement\n“There was no time”" in words
        assert "She counts the hours." in words
        assert "Against the statement: nothing is set down." in words

    def test_a_theme_across_studies_has_its_counts_by_study_and_both_sides(
        self, crossed: Project, tmp_path: Path
    ) -> None:
        words = self.words(crossed, tmp_path)
        assert "Help that takes time is not taken up." in words
        assert "leave: 2 of 2; 1 for, 1 against" in words
        assert "messages: 1 of 1; 1 for" in words
        assert "They came on top of all the rest" in words
        assert "leave: Time; messages: Lack of time" in words

    def test_a_report_of_one_study_prints_nobody_elses_words(
        self, crossed: Project, tmp_path: Path
    ) -> None:
        words = self.words(crossed, tmp_path, "leave")
        assert "Help that takes time is not taken up." in words
        assert "They came on top" not in words
        assert "messages: " not in words

    def test_words_that_consent_keeps_out_of_print_leave_the_note(
        self, crossed: Project, tmp_path: Path
    ) -> None:
        for one in crossed.participants("leave"):
            crossed.set_participant(
                one.pseudonym, study="leave", consent=Consent.PARAPHRASE_ONLY
            )  # fmt: skip
        words = self.words(crossed, tmp_path)
        assert "There was no time" not in words
        assert "Not quoted. She counts the hours." in words

    def test_a_table_of_evidence_is_exported(self, crossed: Project, tmp_path: Path) -> None:
        crossed.export("csv", tmp_path / "tables")
        with (tmp_path / "tables/evidence.csv").open(encoding="utf-8-sig", newline="") as file:
            found = [(row["theme"], row["side"], row["study"]) for row in csv.DictReader(file)]
        assert found == [
            ("Time", "for", "leave"), ("No room", "for", "messages"),
            ("No room", "against", "leave"),
        ]  # fmt: skip
