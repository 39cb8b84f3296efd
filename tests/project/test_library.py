"""Studies, transcripts and results come in whole or not at all, and the project itself is safe."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import UTC
from pathlib import Path

import pytest

from ipe_coder.errors import FileError, FilesError, NotFoundError, ProjectError, UsageError
from ipe_coder.model.study import Design, Method, NoArm
from ipe_coder.model.theme import Judgement
from ipe_coder.model.transcript import Role, TranscriptKind
from ipe_coder.project import Project, new_project, open_project
from ipe_coder.project.importing import Wishes
from tests.factories import GROUP, LAUGHS, add
from tests.store.tables import Tables, tables_of

RESULTS = Path(__file__).parents[2] / "results" / "hhp2.csv"


def tables(project: Project) -> Tables:
    return tables_of(project._store)


class TestStudies:
    def test_a_study_keeps_what_it_is_given(self, project: Project) -> None:
        made = project.add_study(
            "leave", title=" Leave  study ", design=Design.PILOT, method=Method.REFLEXIVE_TA,
            approach="both", arms=["Treatment", "Wait-list"], organisations=["A", "B"],
        )  # fmt: skip
        found = project.study("leave study")
        assert found == made
        assert (found.label, found.design) == ("Leave study", Design.PILOT)
        assert [(arm.name, arm.is_control) for arm in found.arms] == [
            ("Treatment", False), ("Wait-list", True),
        ]  # fmt: skip
        assert found.organisations == ("A", "B")

    @pytest.mark.parametrize(
        ("name", "arms", "control", "message"),
        [
            (" ", [], "", "A study needs a name."),
            ("LEAVE", [], "", "There is a study “LEAVE” already."),
            ("new", ["a", "A "], "", "An arm is named twice."),
            ("new", ["a"], "b", "The control arm “b” is not among the arms."),
        ],
    )
    def test_what_cannot_be_a_study_is_refused(
        self, project: Project, name: str, arms: list[str], control: str, message: str
    ) -> None:
        project.add_study("leave")
        with pytest.raises(UsageError) as caught:
            project.add_study(name, arms=arms, control=control)
        assert caught.value.message == message

    def test_arms_are_added_once(self, project: Project) -> None:
        project.add_study("leave", arms=["treatment", "control"])
        project.change_study("leave", add_arms=["waitlist"], title="Leave")
        assert [arm.name for arm in project.study("leave").arms] == [
            "treatment", "control", "waitlist",
        ]  # fmt: skip
        with pytest.raises(UsageError, match="has the arm WAITLIST already"):
            project.change_study("leave", add_arms=["WAITLIST"])
        project.undo()
        assert project.study("leave").label == "leave"

    def test_two_programs_that_add_one_study_make_one(self, project: Project) -> None:
        with open_project(project.path, coder="CD") as other:
            first, second = threading.Barrier(2), []

            def add_it(to: Project) -> None:
                first.wait()
                try:
                    to.add_study("leave")
                except (UsageError, ProjectError) as error:
                    second.append(error)

            threads = [threading.Thread(target=add_it, args=(one,)) for one in (project, other)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert len(project.studies()) == 1
        assert len(second) == 1

    def test_facts_are_set_by_arm_and_set_anew(self, project: Project) -> None:
        project.add_study("leave", arms=["treatment", "control"])
        project.set_fact("leave", "randomised", "120", arm="treatment", source="Report, p. 3")
        project.set_fact("leave", "randomised", "121", arm="treatment", source="Report, p. 4")
        project.set_fact("leave", "randomised", "240")
        found = {(one.arm_id, one.value, one.source) for one in project.facts("leave")}
        treatment = project.study("leave").arms[0].id
        assert found == {(treatment, "121", "Report, p. 4"), (None, "240", "")}
        with pytest.raises(UsageError, match="has no arm “waitlist”"):
            project.set_fact("leave", "randomised", "1", arm="waitlist")


class TestTranscripts:
    @pytest.fixture
    def files(self, tmp_path: Path) -> list[Path]:
        good, other, bad = (tmp_path / name for name in ("A.txt", "B.txt", "C.txt"))
        good.write_text("Interviewer: How was it?\n\nAnn: It was hard.\n")
        other.write_text("Interviewer: How was it?\n\nBen: It was fine.\n")
        bad.write_bytes(b"")
        return [good, other, bad]

    def test_all_files_come_in_or_none(self, project: Project, files: list[Path]) -> None:
        project.add_study("leave")
        before = tables(project)
        with pytest.raises(FilesError) as caught:
            project.import_transcripts(files, "leave")
        assert [Path(one.path).name for one in caught.value.errors] == ["C.txt"]
        assert tables(project) == before
        done = project.import_transcripts(files, "leave", skip_bad=True, wishes=Wishes(wave="1"))
        assert done.titles == ("A", "B")
        assert len(done.errors) == 1
        assert {one.wave for one in project.transcripts()} == {"1"}
        assert project.original("A")[1] == files[0].read_bytes()
        project.undo()
        assert tables(project) == before

    def test_a_title_is_taken_once_in_a_study(self, project: Project, files: list[Path]) -> None:
        project.add_study("leave")
        project.add_study("pilot")
        project.import_transcripts(files[:1], "leave")
        with pytest.raises(UsageError, match="leave has a transcript “A” already"):
            project.import_transcripts(files[:2], "leave")
        assert [one.title for one in project.transcripts()] == ["A"]
        project.import_transcripts(files[:1], "pilot")
        assert project.transcript("A", study="pilot").study_id == project.study("pilot").id
        assert project.transcript("leave: A").title == "A"

    def test_a_group_is_told_by_its_voices(self, project: Project) -> None:
        project.add_study("leave")
        add(project, "leave", LAUGHS)
        add(project, "leave", GROUP, kind=TranscriptKind.FOCUS_GROUP)
        kinds = {one.title: one.kind for one in project.transcripts()}
        assert kinds == {"Laughs": TranscriptKind.INTERVIEW, "Group": TranscriptKind.FOCUS_GROUP}

    def test_a_voice_changes_what_it_does(self, project: Project) -> None:
        project.add_study("leave")
        add(project, "leave", LAUGHS)
        project.set_speaker("Laughs", "P1", role=Role.OTHER)
        assert project.transcript("Laughs").speakers[1].role is Role.OTHER
        with pytest.raises(UsageError, match="Laughs has no speaker “P9”"):
            project.set_speaker("Laughs", "P9", role=Role.OTHER)
        with pytest.raises(UsageError, match="There is no participant “Nobody”"):
            project.set_speaker("Laughs", "P1", participant="Nobody")


class TestParticipants:
    def test_what_is_known_of_somebody_is_changed_and_taken_away(self, standard: Project) -> None:
        standard.set_participant("Mair", arm="control", attributes={"site": "", "team": " A "})
        mair = standard.participant("mair")
        assert mair.attributes == {"role": "teacher", "team": "A"}
        assert mair.arm_id == standard.study("leave").arms[1].id
        standard.set_participant("Mair", arm="not randomised")
        assert standard.participant("Mair").no_arm is NoArm.NOT_RANDOMISED
        with pytest.raises(UsageError, match="has no arm “waitlist”"):
            standard.set_participant("Mair", arm="waitlist")
        with pytest.raises(NotFoundError, match="No participant is called “Mari”"):
            standard.set_participant("Mari", arm="control")


class TestResults:
    def test_a_results_file_comes_in_once_however_often_it_is_read(self, project: Project) -> None:
        done = project.import_results(RESULTS)
        assert done.rows == done.added
        assert done.new_studies
        assert len(project.result_views()) == done.rows
        before, last = tables(project), project.last_change()
        again = project.import_results(RESULTS)
        assert (again.added, again.new_studies, again.new_outcomes) == (0, (), ())
        assert (tables(project), project.last_change()) == (before, last)
        project.undo()
        assert project.studies() == []
        project.redo()
        assert tables(project) == before

    def test_only_the_rows_of_one_study_are_taken(self, project: Project) -> None:
        project.import_results(RESULTS)
        name = project.studies()[0].name
        number = len(project.result_views(name))
        project.undo()
        project.add_study(name)
        done = project.import_results(RESULTS, name)
        assert done.rows == number
        assert [one.name for one in project.studies()] == [name]
        project.add_study("elsewhere")
        with pytest.raises(UsageError, match="no row of the study elsewhere"):
            project.import_results(RESULTS, "elsewhere")

    def test_a_verdict_stands_with_the_statement_that_it_judged(self, standard: Project) -> None:
        standard.import_results(RESULTS)
        outcome = standard.outcomes()[0]
        theme = standard.set_theme("Barriers", "There is no time.")
        standard.link_theme(outcome, theme)
        with pytest.raises(UsageError, match="A verdict needs its reason"):
            standard.judge(outcome, theme, Judgement.SILENCE, " ")
        standard.judge(outcome, theme, Judgement.DISSONANCE, "They say otherwise.")
        before = tables(standard)
        standard.set_theme("Barriers", "There is little time.")
        (verdict,) = tables(standard)["verdict"]
        assert verdict["statement"] == "There is no time."
        standard.undo()
        assert tables(standard) == before
        standard.unlink_theme(outcome, theme)
        assert tables(standard)["joint_link"] == []

    def test_a_theme_looks_for_its_codes_in_its_own_study_first(self, standard: Project) -> None:
        standard.add_study("other")
        standard.add_code("other", "Enablers")
        theme = standard.set_theme("Help", "It helps.", codes_of=["Enablers"], study="leave")
        assert theme.code_ids == (standard.code("Enablers", study="leave")[1].id,)


class TestTheProjectItself:
    def test_a_backup_is_whole_while_others_work(self, standard: Project, tmp_path: Path) -> None:
        with open_project(standard.path, coder="CD") as other:
            other.add_study("newest")
            copy = standard.backup(tmp_path / "copy.ipe")
        with open_project(copy) as restored:
            assert tables(restored) == tables(standard)
            assert restored.check() == []
        assert standard.backup(tmp_path / "sub").name == "sub"
        with pytest.raises(ProjectError, match="is there already"):
            standard.backup(copy)
        with pytest.raises(ProjectError, match="cannot be written"):
            standard.backup(tmp_path / "no such folder" / "copy.ipe")

    def test_a_backup_into_a_folder_keeps_the_name(self, standard: Project, tmp_path: Path) -> None:
        (tmp_path / "backups").mkdir()
        assert standard.backup(tmp_path / "backups").name == "standard.ipe"

    def test_what_it_is_and_holds(self, standard: Project) -> None:
        info = standard.info()
        assert (info.name, info.coders) == ("Well-being", ("AB", "CD"))
        assert (info.studies, info.transcripts, info.participants, info.segments) == (1, 3, 5, 8)
        assert info.created_at.tzinfo == UTC
        assert info.size == Path(standard.path).stat().st_size

    def test_history_is_of_a_coder_or_about_a_thing(self, standard: Project) -> None:
        (by_cd,) = standard.history(coder="cd")
        assert by_cd.coder == "CD"
        segment = standard.segment_rows(coder="CD")[0].segment
        assert [one.seq for one in standard.history(about=segment.id)] == [by_cd.seq]
        (row,) = standard.change(by_cd.seq).rows
        assert (row.table, row.key, row.before) == ("segment", segment.id, None)
        assert row.after
        assert row.after["quote"] == segment.quote

    def test_each_coder_takes_back_their_own(self, standard: Project) -> None:
        standard.coder = "CD"
        standard.undo()
        assert standard.segment_rows(coder="CD") == []
        standard.coder = "AB"
        assert standard.undo().label == "Undid: imported 5 participants into leave"

    def test_others_changes_are_seen_by_their_number(self, standard: Project) -> None:
        last = standard.last_change()
        with open_project(standard.path, coder="CD") as other:
            other.add_study("new")
        assert standard.last_change() == last + 1
        (change,) = standard.changes_since(last)
        assert (change.label, change.coder, change.tables) == (
            "Added the study new", "CD", frozenset({"study"}),
        )  # fmt: skip

    def test_a_project_can_be_opened_where_it_was_made(self, tmp_path: Path) -> None:
        with new_project(tmp_path / "new" / "a.ipe", "A study") as project:
            assert project.name == "A study"
        with closing(sqlite3.connect(tmp_path / "new" / "a.ipe")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)

    def test_a_file_that_is_not_there_is_named(self, standard: Project, tmp_path: Path) -> None:
        standard.add_study("other")
        with pytest.raises(FileError, match=r"^gone\.csv: "):
            standard.import_participants(tmp_path / "gone.csv", "other")
