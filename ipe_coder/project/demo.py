"""The sample project, built from its files: every study, its coding and what was made of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from ipe_coder import paths
from ipe_coder.errors import FileError, ProjectError
from ipe_coder.model.counts import count_of
from ipe_coder.model.study import Design, Method
from ipe_coder.project.demo_ids import NamedIds
from ipe_coder.project.demo_synthesis import ACROSS, SynthesisSteps, read_rows
from ipe_coder.project.project import Project
from ipe_coder.store.store import Store

FILE_NAME = "hhp2.ipe"
"""The sample project's file in the folder that it is written to."""

FOLDERS = ("codebooks", "transcripts", "results")
"""What is copied beside it, so that every command of the README finds its files."""

Say = Callable[[str], None]

_FIRST_DAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass
class _Clock:
    """A minute for each step, from a fixed day on: who opens the sample sees one history."""

    now: datetime = field(default=_FIRST_DAY)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


def demo_file(folder: Path) -> Path:
    """Name the sample project's file in a folder."""
    return folder / FILE_NAME


def write_demo(folder: Path, say: Say = lambda _: None) -> Path:
    """Write the sample project and its files into a folder: whole, or nothing.

    Args:
        folder: It is made if it is not there; what else is in it stays.
        say: Is told each step.

    Raises:
        ProjectError: If something of these names is there already, or cannot be written.
    """
    _refuse_taken(folder)
    source = paths.sample()
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.absolute().parent))
    except OSError as error:
        raise ProjectError(f"{folder} cannot be written: {error.strerror}.") from None
    try:
        for name in FOLDERS:
            shutil.copytree(source / name, stage / name)
        _build(stage, say)
        _move_in(stage, folder)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be written: {error.strerror}.") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return demo_file(folder)


def _refuse_taken(folder: Path) -> None:
    for name in (FILE_NAME, *FOLDERS):
        if (folder / name).exists():
            raise ProjectError(
                f"{folder / name} is there already; nothing was written.", "Name another folder."
            )


def _move_in(stage: Path, folder: Path) -> None:
    """Move what was built to its place; the project last, since it says that all is there."""
    folder.mkdir(exist_ok=True)
    moved: list[Path] = []
    try:
        for name in (*FOLDERS, FILE_NAME):
            os.rename(stage / name, folder / name)
            moved.append(folder / name)
    except BaseException:
        for path in moved:
            shutil.rmtree(path, ignore_errors=True)
        raise


def _build(stage: Path, say: Say) -> None:
    described = yaml.safe_load((stage / "transcripts/studies.yaml").read_text(encoding="utf-8"))
    new_id, clock = NamedIds(), _Clock()
    store = Store.create(str(demo_file(stage)), described["project"], clock=clock, new_id=new_id)
    with Project(store, described["coder"]) as project:
        steps = _Steps(project, stage, new_id, say)
        for study in described["studies"]:
            steps.take(study)
        steps.results()
        _synthesise(SynthesisSteps(project, stage, new_id), described, say)


def _synthesise(steps: SynthesisSteps, described: dict[str, Any], say: Say) -> None:
    """Write what was made of the coding, when every study is there."""
    names = [study["name"] for study in described["studies"]]
    for name in names:
        steps.joint(name)
    steps.project.coder = described["coder"]
    number = sum(steps.evidence(name) for name in names)
    number += steps.across(names)
    steps.memos([*names, ACROSS])
    say(f"{count_of(number, 'segment')} set down for and against statements")


class _Steps:
    """Writes the sample's studies, each step under a name of its own."""

    def __init__(self, project: Project, stage: Path, new_id: NamedIds, say: Say) -> None:
        self.project, self.stage, self.new_id, self.say = project, stage, new_id, say

    def take(self, study: dict[str, Any]) -> None:
        """Write one study with all of its files."""
        name = study["name"]
        self._describe(name, study)
        folder = self.stage / "transcripts" / name
        codebook = self.stage / "codebooks" / f"{name}.yaml"
        if codebook.is_file():
            self.new_id.about(f"{name} codebook")
            self.project.import_codebook(codebook, name)
        if (folder / "participants.csv").is_file():
            self._people(name, folder)
            self._coding(name, folder)
        self._guide(name, folder)

    def results(self) -> None:
        """Take every results file."""
        for path in sorted((self.stage / "results").glob("*.csv")):
            self.new_id.about(path.name)
            done = self.project.import_results(path)
            self.say(f"{path.name}: {done.rows} results")

    def _describe(self, name: str, study: dict[str, Any]) -> None:
        self.new_id.about(name)
        self.project.add_study(
            name,
            title=study["title"],
            design=Design(study["design"]),
            method=Method(study["method"]),
            approach=study["approach"],
            arms=study.get("arms", ()),
            control=study.get("control", ""),
            organisations=study.get("organisations", ()),
        )
        for fact in study.get("facts", ()):
            self.new_id.about(f"{name} {fact['name']} {fact.get('arm', '')}")
            self.project.set_fact(
                name, fact["name"], fact["value"], arm=fact.get("arm", ""), source=fact["source"]
            )

    def _people(self, name: str, folder: Path) -> None:
        """Import the transcripts that the participants file names, then the participants."""
        people = folder / "participants.csv"
        stems = dict.fromkeys(row["transcript"] for row in read_rows(people))
        files = [_file_of(folder, stem) for stem in stems]
        self.new_id.about(f"{name} transcripts")
        done = self.project.import_transcripts(files, name)
        self.new_id.about(f"{name} participants")
        self.project.import_participants(people, name)
        self.say(f"{name}: {count_of(len(done.titles), 'transcript')}")

    def _coding(self, name: str, folder: Path) -> None:
        for path in sorted(folder.glob("coded_*.csv")):
            self.new_id.about(f"{name} {path.name}")
            number, _ = self.project.import_segments(path, study=name)
            self.say(f"{name}: {count_of(number, 'segment')} from {path.name}")
        for row in read_rows(folder / "themes.csv"):
            self.new_id.about(f"{name} theme {row['theme']}")
            self.project.set_theme(row["theme"], row["statement"], study=name)
        for row in read_rows(folder / "summaries.csv"):
            self.new_id.about(f"{name} summary {row['participant']} {row['code']}")
            self.project.coder = row["coder"] or self.project.coder
            who = self.project.participant(row["participant"], name)
            _, code = self.project.code(row["code"], study=name)
            self.project.write_summary(who.id, code.id, row["summary"])

    def _guide(self, name: str, folder: Path) -> None:
        """Import the interview guide, and which turns ask its questions."""
        if not (folder / "guide.md").is_file():
            return
        self.new_id.about(f"{name} guide")
        done = self.project.import_guide(folder / "guide.md", name)
        self.say(f"{name}: {len(done.added)} questions in the guide")
        if (folder / "asked.csv").is_file():
            self.new_id.about(f"{name} asked")
            number, _ = self.project.import_asked(folder / "asked.csv", name)
            self.say(f"{name}: {number} questions asked")


def _file_of(folder: Path, stem: str) -> Path:
    """Find the transcript file of a name, whatever its format."""
    from ipe_coder.readers import FORMATS

    endings = [ending for known in FORMATS for ending in known.extensions]
    for ending in endings:
        if (folder / f"{stem}{ending}").is_file():
            return folder / f"{stem}{ending}"
    raise FileError(folder / stem, "there is no such transcript.", f"Endings: {endings}.")
