"""After a purge no byte of any name of the key stands in any file of the folder."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ipe_coder.errors import EXIT_PROJECT, ProjectError, UndoError, UsageError
from ipe_coder.model.pseudonym import NameKind, NameRow
from ipe_coder.model.segment import MemoAbout
from ipe_coder.model.spans import Span
from ipe_coder.model.study import ParticipantRow
from ipe_coder.project import Project, open_project
from ipe_coder.store import engine, settings
from tests.factories import new_project

NAMES = ("Lorna Battersby", "Tarnbrook", "Priyanka")
KEY = [
    NameRow("Lorna Battersby", "[person 1]", NameKind.PERSON),
    NameRow("Tarnbrook", "[place 1]", NameKind.PLACE),
    NameRow("Priyanka", "[person 2]", NameKind.PERSON),
]
TEXT = (
    "Interviewer: Who told you?\n"
    "Lorna Battersby: Priyanka did, in Tarnbrook. We are planning it.\n"
    "Interviewer: And then?\n"
    "Lorna Battersby: Priyanka left. PRIYANKA! Nothing came of it.\n"
)
WORDS = [word.casefold() for name in NAMES for word in name.split()]
ROOT = Path(__file__).parents[2]
KILLED = """
import os, signal, sys
from pathlib import Path
from ipe_coder.project import open_project
from ipe_coder.project.purging import Purging
from ipe_coder.store import erasing
from ipe_coder.store.store import Store

def killing(doing):
    def done(*given, **named):
        doing(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    return done

place = {"rewrite": Store, "_remove": Purging}.get(sys.argv[3], erasing)
if sys.argv[3] == "note_pending":
    place, sys.argv[3] = Purging, "_clear_up"
    Purging._clear_up = killing(lambda *_: None)
else:
    setattr(place, sys.argv[3], killing(getattr(place, sys.argv[3])))
project = open_project(sys.argv[1], coder="AB")
project.purge(project.plan_purge(study="flexi"), project.read_key(Path(sys.argv[2])))
"""


def traces(folder: Path) -> list[str]:
    """Find every name in every byte of every file, without regard to what stands around it."""
    found = []
    for path in sorted(folder.iterdir()):
        data = path.read_bytes().lower()
        found += [
            f"{word} in {path.name}"
            for word in WORDS
            for encoding in ("utf-8", "utf-16-le", "utf-16-be")
            if word.encode(encoding) in data
        ]
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    return made


@pytest.fixture
def planted(folder: Path, tmp_path: Path) -> Iterator[Project]:
    """A project in which names stand wherever one can be typed, and are replaced since."""
    with new_project(folder / "flexi.ipe", coder="AB") as project:
        project.add_study("flexi", arms=["treatment", "control"])
        for name in ("Lorna Battersby", "Tarnbrook notes"):
            file = tmp_path / f"{name}.txt"
            file.write_text(TEXT)
            project.import_transcripts([file], "flexi")
        project.undo()  # the second one: its row is nowhere but in the journal
        code = project.add_code("flexi", "Priyanka's idea")
        transcript = project.transcript("Lorna Battersby")
        start = transcript.text.index("Priyanka did")
        remark = "Said by Lorna Battersby"
        project.apply_code(transcript, [Span(start, start + 26)], code, memo=remark)
        project.undo()
        project.apply_code(transcript, [Span(start, start + 12)], code)
        about = (MemoAbout.TRANSCRIPT, transcript.id)
        project.write_memo(*about, "First line\nTarnbrook was cold")
        (memo,) = project.memos()
        project.write_memo(*about, "The town was cold", memo_id=memo.id)
        row = ParticipantRow("Lorna Battersby", "Lorna Battersby", attributes={"site": "Tarnbrook"})
        project.add_participants([row], "flexi", Path("people.csv"))
        project.set_participant("Lorna Battersby", attributes={"site": "north"})
        project.edit_code(code, name="Her idea")
        with project._store.change("Imported") as pending:
            remembered = [{"label": "Lorna Battersby", "title": "Tarnbrook"}]
            settings.put(pending.writer, "import:flexi", remembered)
        finds = project.propose_names(project.name_documents(), KEY)
        project.pseudonymise(finds, tmp_path / "key.csv")
        project.rename_transcript("Lorna Battersby", "Social worker 1")
        yield project


def test_after_a_purge_no_name_stands_in_any_byte_of_the_folder(
    planted: Project, folder: Path
) -> None:
    segments = planted.segment_rows()
    planted.checkpoint()
    shutil.copy(folder / "flexi.ipe", folder / "flexi.before-upgrade-0001-20260101T000000.ipe")
    assert len(traces(folder)) == 2 * len(WORDS)
    before = planted.transcript("Social worker 1")
    done = planted.purge(planted.plan_purge(study="flexi"), KEY)
    assert done.proof is not None
    assert done.proof.found == ()
    assert done.proof.sentence.startswith("0 of 3 names found in ")
    assert traces(folder) == []
    assert planted.check() == []
    assert planted.transcript("Social worker 1") == before
    assert planted.segment_rows() == segments
    planted.close()
    assert traces(folder) == []
    assert sorted(path.name for path in folder.iterdir()) == ["flexi.ipe"]


def test_the_history_keeps_who_and_when_and_says_that_its_details_are_gone(
    planted: Project,
) -> None:
    before = planted.history()
    done = planted.purge(planted.plan_purge(study="flexi"), KEY)
    after = planted.history()
    assert [(one.seq, one.at, one.coder) for one in after[1:]] == [
        (one.seq, one.at, one.coder) for one in before
    ]
    assert after[0] == done.change
    assert any("details were purged" in one.label for one in after)
    assert "Added the study flexi" in {one.label for one in after}
    for one in after:
        planted.change(one.seq)
    with pytest.raises(UndoError, match="cannot be undone: what stood before was removed"):
        planted.undo()
    with pytest.raises(UndoError):
        planted.redo()
    for one in after:
        if one.label == "Imported":
            continue  # what it wrote is gone without a trace: to take it back does nothing
        with pytest.raises(UndoError):
            planted.undo(one.seq)
    assert planted.check() == []


def test_a_name_that_stays_is_found_and_its_place_named(planted: Project) -> None:
    transcript = planted.transcript("Social worker 1")
    planted.write_memo(MemoAbout.TRANSCRIPT, transcript.id, "One\nTarnbrook again")
    done = planted.purge(planted.plan_purge(study="flexi"), KEY)
    assert done.proof is not None
    assert [(one.name, one.where.split(" ")[0]) for one in done.proof.found] == [
        ("Tarnbrook", "memo")
    ]
    assert done.proof.sentence.startswith("1 of 3 names found")


def test_a_text_without_a_newer_version_is_not_purged_but_for_its_file(
    project: Project, tmp_path: Path
) -> None:
    project.add_study("flexi")
    (tmp_path / "T.txt").write_text(TEXT)
    project.import_transcripts([tmp_path / "T.txt"], "flexi")
    with pytest.raises(UsageError, match="stands as it was imported"):
        project.plan_purge(["T"])
    plan = project.plan_purge(["T"], originals_only=True)
    assert (plan.originals, plan.versions) == (1, 0)
    project.purge(plan)
    assert not project.versions("T")[0].has_original
    assert project.transcript("T").text.startswith("Who told you?")
    assert project.check() == []


def test_a_text_whose_segments_wait_is_not_purged(planted: Project, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("Interviewer: Well?\nP: Something quite different now.\n")
    plan = planted.plan_purge(["Social worker 1"])
    planted.replace_transcript("Social worker 1", tmp_path / "new.txt")
    with pytest.raises(UsageError, match="segments that wait"):
        planted.plan_purge(["Social worker 1"])
    with pytest.raises(UsageError, match="segments that wait"):
        planted.purge(plan)
    assert len(planted.versions("Social worker 1")) == 3


@pytest.mark.parametrize("moment", ["scrub", "note_pending", "_remove"])
def test_a_purge_that_was_killed_is_finished_when_the_project_is_opened_or_never_was(
    planted: Project, folder: Path, tmp_path: Path, moment: str
) -> None:
    planted.close()
    backup = folder / "flexi.before-upgrade-0001-20260101T000000.ipe"
    shutil.copy(folder / "flexi.ipe", backup)
    words = [str(folder / "flexi.ipe"), str(tmp_path / "key.csv"), moment]
    killed = subprocess.run([sys.executable, "-c", KILLED, *words], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_project(folder / "flexi.ipe") as again:
        assert not again.finish_erasing()
        assert again.check() == []
        is_purged = len(again.versions("Social worker 1")) == 1
    assert is_purged == (moment != "scrub")
    assert bool(traces(folder)) != is_purged
    assert backup.exists() != is_purged


def test_a_purge_waits_for_nobody_who_reads_and_says_so(
    planted: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.3)
    planted.checkpoint()
    plan = planted.plan_purge(study="flexi")
    number = planted.last_change()
    planted.write_memo(MemoAbout.TRANSCRIPT, plan.transcript_ids[0], "Newest work")
    with closing(sqlite3.connect(folder / "flexi.ipe")) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM segment").fetchone()
        planted.write_memo(MemoAbout.TRANSCRIPT, plan.transcript_ids[0], "Even newer")
        with pytest.raises(ProjectError, match="another program is reading") as caught:
            planted.purge(plan, KEY)
    assert caught.value.exit_code == EXIT_PROJECT
    assert planted.last_change() == number + 2
    planted.purge(plan, KEY)
    assert traces(folder) == []


def test_a_project_on_a_server_is_purged_as_far_as_that_can_be_seen(
    url: str, tmp_path: Path
) -> None:
    with new_project(url) as project:
        project.add_study("flexi")
        (tmp_path / "T.txt").write_text(TEXT)
        project.import_transcripts([tmp_path / "T.txt"], "flexi")
        project.pseudonymise(
            project.propose_names(project.name_documents(), KEY), tmp_path / "key.csv"
        )
        done = project.purge(project.plan_purge(study="flexi"), KEY)
        assert done.proof is not None
        assert done.proof.found == ()
        assert done.on_server == (not done.proof.files)
        assert project.check() == []
