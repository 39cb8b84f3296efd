"""What another program writes over a project that is open is noticed, and stays as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from ipe_coder.errors import ProjectError
from ipe_coder.model.segment import MemoAbout
from ipe_coder.project import Project, open_project
from tests.factories import new_project

WRITE = """
import sys
from ipe_coder.model.segment import MemoAbout
from ipe_coder.project import open_project
with open_project(sys.argv[1], "CD") as project:
    project.write_memo(MemoAbout.STUDY, project.studies()[0].id, "from elsewhere")
    if sys.argv[2] == "rest":
        project.checkpoint()
"""


@pytest.fixture
def project(standard_file: Path, tmp_path: Path) -> Iterator[Project]:
    """The standard study, open and written to before and after it was copied."""
    path = Path(shutil.copy(standard_file, tmp_path / "job.ipe"))
    with open_project(path, "AB") as found:
        note(found, "before the copy")
        found.backup(tmp_path / "older.ipe")
        note(found, "after the copy")
        found.checkpoint()
        found.backup(tmp_path / "same.ipe")
        yield found


def note(project: Project, words: str) -> str:
    """Write something; give what was done."""
    return project.write_memo(MemoAbout.STUDY, project.studies()[0].id, words).label


def notes(path: Path) -> set[str]:
    with open_project(path) as project:
        assert project.check() == []
        return {one.body for one in project.memos()}


def over(path: Path, given: bytes) -> None:
    """Write into a file as `cp` does, which keeps it the same file."""
    with path.open("r+b") as file:
        file.write(given)
        file.truncate()


def an_older_copy(folder: Path) -> None:
    over(folder / "job.ipe", (folder / "older.ipe").read_bytes())


def an_older_copy_without_log(folder: Path) -> None:
    (folder / "job.ipe-wal").unlink()
    an_older_copy(folder)


def an_older_copy_with_its_times(folder: Path) -> None:
    subprocess.run(["cp", "-p", folder / "older.ipe", folder / "job.ipe"], check=True)


def another_project(folder: Path) -> None:
    new_project(str(folder / "other.ipe")).close()
    over(folder / "job.ipe", (folder / "other.ipe").read_bytes())


def words(folder: Path) -> None:
    over(folder / "job.ipe", b"Dear diary\n" * 400)


def nothing(folder: Path) -> None:
    over(folder / "job.ipe", b"")


@pytest.mark.parametrize("is_resting", [True, False])
@pytest.mark.parametrize(
    "write_over",
    [
        an_older_copy,
        an_older_copy_without_log,
        an_older_copy_with_its_times,
        another_project,
        words,
        nothing,
    ],
)
def test_what_another_program_writes_over_a_project_stays_as_it_wrote_it(
    project: Project,
    tmp_path: Path,
    write_over: Callable[[Path], None],
    is_resting: bool,
) -> None:
    if not is_resting:
        note(project, "newest")
    write_over(tmp_path)
    written = (tmp_path / "job.ipe").read_bytes()
    with pytest.raises(ProjectError, match=r"job\.ipe.* nothing was saved"):
        note(project, "too late")
    with pytest.raises(ProjectError, match="nothing was saved"):
        project.memos()
    project.close()
    assert (tmp_path / "job.ipe").read_bytes() == written
    if write_over is an_older_copy:
        assert notes(tmp_path / "job.ipe") == {"before the copy"}


def test_a_look_says_once_that_another_program_wrote_over_the_file(
    project: Project, tmp_path: Path
) -> None:
    assert project.look()
    an_older_copy(tmp_path)
    with pytest.raises(ProjectError, match="wrote over"):
        project.look()
    assert not project.look()


def replacing(path: Path) -> Callable[..., None]:
    """Put another file in the place of a project, as a sync program does."""

    def replace(*_: object) -> None:
        path.rename(path.with_name("kept.ipe"))
        shutil.copy(path.with_name("older.ipe"), path)

    return replace


def put_back(path: Path) -> None:
    path.with_name("kept.ipe").replace(path)


def test_a_change_during_which_the_file_is_replaced_is_not_saved(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "job.ipe"
    # The moment of a statement within the change.
    event.listen(project._store._write_engine, "after_cursor_execute", replacing(path), once=True)
    with pytest.raises(ProjectError, match=r"job\.ipe was moved.* nothing was saved"):
        note(project, "lost")
    put_back(path)
    note(project, "again")
    assert {one.body for one in project.memos()} == {"before the copy", "after the copy", "again"}
    assert project.check() == []


def test_a_file_that_is_replaced_at_the_moment_of_a_commit_is_found_by_the_next_look(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "job.ipe"
    event.listen(project._store._write_engine, "commit", replacing(path), once=True)
    note(project, "at that moment")
    with pytest.raises(ProjectError, match=r"job\.ipe was moved.* nothing was saved"):
        note(project, "too late")
    put_back(path)
    note(project, "again")
    assert {"at that moment", "again"} < {one.body for one in project.memos()}
    assert project.check() == []


def test_once_the_file_is_as_it_was_work_goes_on(project: Project, tmp_path: Path) -> None:
    an_older_copy(tmp_path)
    with pytest.raises(ProjectError, match="wrote over"):
        note(project, "later")
    over(tmp_path / "job.ipe", (tmp_path / "same.ipe").read_bytes())
    note(project, "later")
    project.close()
    assert notes(tmp_path / "job.ipe") == {"before the copy", "after the copy", "later"}


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
def test_a_log_that_is_deleted_takes_no_work_with_it(
    project: Project, tmp_path: Path, ending: str
) -> None:
    note(project, "newest")
    (tmp_path / f"job.ipe{ending}").unlink()
    note(project, "later")
    assert (tmp_path / "job.ipe-wal").exists()
    project.close()
    assert notes(tmp_path / "job.ipe") >= {"newest", "later"}


def test_an_emptied_log_is_said_and_what_was_saved_before_it_stays(
    project: Project, tmp_path: Path
) -> None:
    note(project, "newest")
    os.truncate(tmp_path / "job.ipe-wal", 0)
    with pytest.raises(ProjectError, match="nothing was saved"):
        note(project, "too late")
    project.close()
    assert notes(tmp_path / "job.ipe") == {"before the copy", "after the copy"}


@pytest.mark.parametrize("how", ["rest", "leave"])
def test_another_of_our_programs_may_write_and_bring_its_work_into_the_file(
    project: Project, tmp_path: Path, how: str
) -> None:
    for number in range(2):
        note(project, f"ours {number}")
        command = [sys.executable, "-c", WRITE, str(tmp_path / "job.ipe"), how]
        subprocess.run(command, check=True)
        assert project.look()
    note(project, "ours at last")
    assert len(project.memos()) == 2 + 2 * 2 + 1
    assert project.check() == []


def test_what_only_touches_the_file_stops_nobody(project: Project, tmp_path: Path) -> None:
    (tmp_path / "job.ipe").chmod(0o640)
    os.utime(tmp_path / "job.ipe")
    note(project, "later")
    os.utime(tmp_path / "job.ipe-wal")
    note(project, "at last")
    assert project.check() == []
