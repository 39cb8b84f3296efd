"""The sample project by one command: whole, the same each time, and never over anything."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from ipe_coder import paths
from ipe_coder.errors import FileError
from ipe_coder.project import open_project
from ipe_coder.project.demo import FOLDERS, demo_file
from ipe_coder.project.demo_ids import NamedIds
from ipe_coder.project.demo_synthesis import ACROSS
from tests.cli.shell import Shell, rows_of


def _sample_rows(name: str) -> list[dict[str, str]]:
    with (paths.sample() / "transcripts/flexitime" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_demo_holds_the_study_with_both_coders_and_the_results(sample_folder: Path) -> None:
    with open_project(demo_file(sample_folder)) as project:
        titles = {one.title for one in project.transcripts("flexitime")}
        assert titles == {row["transcript"] for row in _sample_rows("participants.csv")}
        by_coder = [
            len(project.segment_rows(study="flexitime", coder=coder)) for coder in ("AB", "CD")
        ]
        assert by_coder == [len(_sample_rows("coded_AB.csv")), len(_sample_rows("coded_CD.csv"))]
        own = [one for one in project.themes("flexitime") if one.node_id]
        statements = {one.name: one.statement for one in own}
        assert statements == {row["theme"]: row["statement"] for row in _sample_rows("themes.csv")}
        assert len(project.result_views()) == 21
        assert project.check() == []


def test_every_voice_of_the_sample_belongs_to_its_participant(sample_folder: Path) -> None:
    with open_project(demo_file(sample_folder)) as project:
        counted = project.matrix("theme", "participant", study="flexitime")
        assert list(counted.columns) == sorted(
            {row["participant"] for row in _sample_rows("participants.csv")}
        )


def test_framework_summaries_stand_in_the_matrix(sample_folder: Path) -> None:
    with open_project(demo_file(sample_folder)) as project:
        summaries = project.matrix("code", "participant", "summaries", study="flexitime")
        rows = _sample_rows("summaries.csv")
        for row in rows:
            assert row["summary"] in str(summaries.loc[row["code"], row["participant"]])


def test_the_studies_are_those_of_the_report_with_their_facts(sample_folder: Path) -> None:
    described = yaml.safe_load((paths.sample() / "transcripts/studies.yaml").read_text())
    with open_project(demo_file(sample_folder)) as project:
        found = {one.name: one for one in project.studies()}
        assert list(found) == [one["name"] for one in described["studies"]]
        assert [arm.name for arm in found["swing"].arms] == ["treatment", "control"]
        assert found["swing"].arms[1].is_control
        assert found["flexitime"].design == "pilot"
        facts = {(one.name, one.value) for one in project.facts("beneficiaries")}
        assert {("randomised", "1,969"), ("randomised", "984")} <= facts
        assert all(one.source for one in project.facts())


def test_every_folder_of_transcripts_is_described(sample_folder: Path) -> None:
    described = yaml.safe_load((sample_folder / "transcripts/studies.yaml").read_text())
    folders = {path.name for path in (sample_folder / "transcripts").iterdir() if path.is_dir()}
    assert folders - {ACROSS} <= {one["name"] for one in described["studies"]}


def test_ids_are_made_from_names_and_in_lower_case() -> None:
    one, other = NamedIds(), NamedIds()
    other.about("something else")
    other()
    for ids in (one, other):
        ids.about("swing transcripts")
    made = [one() for _ in range(3)]
    assert made == [other() for _ in range(3)]
    assert len(set(made)) == 3
    assert all(len(each) == 36 and each == each.lower() for each in made)


def test_the_command_writes_the_same_things_under_the_same_ids_and_other_files_stay(
    shell: Shell, sample_folder: Path
) -> None:
    shell.write("here/notes.txt", "notes")
    done = shell("demo", "here", "--no-open", "--json")
    assert done.json == {"path": str(Path("here/hhp2.ipe"))}
    assert "flexitime: 11 transcripts" in done.lines
    made = {path.name for path in Path("here").iterdir()}
    assert made == {*FOLDERS, "hhp2.ipe", "notes.txt"}
    assert Path("here/notes.txt").read_text() == "notes"
    assert [path.name for path in Path().iterdir()] == ["here"]
    assert shell("-p", "here/hhp2.ipe", "project", "check", "--json").json["ok"]
    assert rows_of(Path("here/hhp2.ipe")) == rows_of(demo_file(sample_folder))


def test_a_sample_that_is_there_already_is_never_overwritten(shell: Shell) -> None:
    path = shell.write("demo/hhp2.ipe", "my work")
    done = shell("demo", "--no-open", code=4)
    assert len(done.lines) == 1
    assert "is there already; nothing was written" in done.err
    assert "stays as it is" in shell("demo").err
    assert path.read_text() == "my work"
    assert [one.name for one in Path("demo").iterdir()] == ["hhp2.ipe"]


def test_a_folder_that_is_taken_is_never_overwritten(shell: Shell) -> None:
    shell.write("taken/results/results.csv", "mine")
    done = shell("demo", "taken", "--no-open", code=4)
    assert "results is there already; nothing was written" in done.err
    assert [one.name for one in Path("taken").iterdir()] == ["results"]


def test_a_half_built_demo_leaves_nothing_behind(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise FileError("participants.csv", "cannot be read.")

    monkeypatch.setattr("ipe_coder.project.Project.import_participants", fail)
    shell("demo", "--no-open", code=3)
    assert list(Path().iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(shell: Shell) -> None:
    shell.write("file", "no folder")
    done = shell("demo", "file/inside", "--no-open", code=4)
    assert len(done.lines) == 1
