"""What is no project, or cannot be written, is told in one line and left as it is."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ipe_coder.errors import EXIT_PROJECT, ProjectError
from ipe_coder.store import settings
from ipe_coder.store.engine import BUSY_SECONDS
from ipe_coder.store.store import Store
from tests.factories import new_project, new_store
from tests.postgres import PostgresServer
from tests.store.tables import tables_of

NOBODY = 65534


def refusal(action: Callable[[], Any]) -> str:
    """Give the one line that an action is refused with."""
    with pytest.raises(ProjectError) as caught:
        action()
    assert caught.value.exit_code == EXIT_PROJECT == 4
    assert "\n" not in str(caught.value)
    return str(caught.value)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def closed(tmp_path: Path, standard_file: Path) -> Path:
    """A project of some size, closed."""
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


def text_file(path: Path) -> None:
    path.write_text("Interviewer: How was it?\n")


def empty_file(path: Path) -> None:
    path.touch()


def other_database(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE setting (id TEXT PRIMARY KEY, value TEXT)")
        other.commit()


@pytest.mark.parametrize("make", [text_file, empty_file, other_database])
def test_a_file_that_is_no_project_is_named_and_left_alone(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "notes.ipe"
    make(path)
    before = digest(path)
    line = refusal(lambda: Store.open(str(path)))
    assert line.startswith("notes.ipe is not an ipe_coder project.")
    assert digest(path) == before
    assert [one.name for one in tmp_path.iterdir()] == ["notes.ipe"]


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    missing = tmp_path / "gone.ipe"
    assert refusal(lambda: Store.open(str(missing))).startswith(f"There is no project {missing}.")
    assert refusal(lambda: Store.open(str(tmp_path))).startswith(f"{tmp_path} is a folder.")
    assert list(tmp_path.iterdir()) == []


def test_a_project_of_a_newer_version_is_refused_and_left_alone(closed: Path) -> None:
    with contextlib.closing(sqlite3.connect(closed)) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()
    before = digest(closed)
    line = refusal(lambda: Store.open(str(closed)))
    assert line == (
        "leave.ipe was made by a newer version of ipe_coder (revision 9999)."
        " Install the newest version: pip install --upgrade ipe-coder."
    )
    assert digest(closed) == before
    assert [one.name for one in closed.parent.iterdir()] == ["leave.ipe"]


@pytest.mark.parametrize("size", [100, 5000, 0.5, 0.95])
def test_a_project_that_was_cut_short_is_refused_in_one_line(closed: Path, size: float) -> None:
    whole = closed.read_bytes()
    closed.write_bytes(whole[: int(size if size > 1 else size * len(whole))])

    def read_all() -> None:
        store = Store.open(str(closed))
        try:
            tables_of(store)
        finally:
            store.close()

    assert refusal(read_all).startswith("leave.ipe is damaged")


def test_a_project_is_never_made_over_something(tmp_path: Path) -> None:
    path = tmp_path / "notes.ipe"
    text_file(path)
    before = digest(path)
    assert refusal(lambda: new_store(path)) == f"{path} is there already. Choose another name."
    assert digest(path) == before


def test_a_project_that_cannot_be_made_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Store.create(str(tmp_path / "a.ipe"), "A", new_id=fail)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", ["deleted", "moved", "replaced"])
def test_a_file_that_went_away_while_open_is_noticed_and_not_written_to(
    closed: Path, how: str
) -> None:
    store = Store.open(str(closed))
    put(store, "before", 1)
    elsewhere = closed.with_name("elsewhere.ipe")
    if how == "deleted":
        closed.unlink()
    else:
        closed.rename(elsewhere)
    if how == "replaced":
        new_store(closed, "Another").close()
    there = closed if how == "replaced" else elsewhere
    before = digest(there) if how != "deleted" else ""
    line = refusal(lambda: put(store, "after", 1))
    assert line == (
        "leave.ipe was moved, deleted or replaced while it was open; nothing was saved."
        " Put it back, or open the project again."
    )
    store.close()
    if how != "deleted":
        assert digest(there) == before
    else:
        assert not closed.exists()


def test_a_file_that_was_put_back_is_written_to_again(closed: Path) -> None:
    store = Store.open(str(closed))
    elsewhere = closed.with_name("elsewhere.ipe")
    closed.rename(elsewhere)
    refusal(lambda: put(store, "a", 1))
    elsewhere.rename(closed)
    put(store, "a", 1)
    store.close()


def put(store: Store, key: str, value: Any) -> None:
    with store.change("Set it", coder_id="ab") as pending:
        settings.put(pending.writer, key, value)


@pytest.fixture
def shared_folder(standard_file: Path) -> Iterator[Path]:
    """A folder that everybody may read and nobody but we may write to, with a project in it."""
    folder = Path(tempfile.mkdtemp(prefix="ipe-"))
    path = Path(shutil.copy(standard_file, folder / "leave.ipe"))
    folder.chmod(0o555)
    path.chmod(0o444)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextlib.contextmanager
def unprivileged() -> Iterator[None]:
    """Let file permissions hold, which they do not for root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written_to_is_told_in_one_line(shared_folder: Path) -> None:
    path = shared_folder / "leave.ipe"
    before = digest(path)
    with unprivileged():
        line = refusal(lambda: put(Store.open(str(path)), "a", 1))
        made = refusal(lambda: new_store(shared_folder / "new.ipe"))
    assert line == ("leave.ipe cannot be written here. Copy it to a folder that you may write to.")
    assert made == f"{shared_folder / 'new.ipe'} cannot be written: Permission denied."
    assert digest(path) == before
    assert [one.name for one in shared_folder.iterdir()] == ["leave.ipe"]


def test_a_file_that_may_not_be_written_to_is_read_and_a_write_is_refused(
    shared_folder: Path,
) -> None:
    shared_folder.chmod(0o777)
    path = shared_folder / "leave.ipe"
    before = digest(path)
    with unprivileged():
        store = Store.open(str(path))
        with store.read() as connection:
            assert settings.get_all(connection)["name"] == "Well-being"
        line = refusal(lambda: put(store, "a", 1))
        store.close()
    assert line.startswith("leave.ipe cannot be written here.")
    assert digest(path) == before


def test_a_file_that_may_not_be_read_is_told_in_one_line(shared_folder: Path) -> None:
    path = shared_folder / "leave.ipe"
    path.chmod(0)
    with unprivileged():
        assert (
            refusal(lambda: Store.open(str(path))) == f"{path} cannot be read: Permission denied."
        )


def test_what_is_shown_as_saved_survives_a_power_cut(closed: Path) -> None:
    store = Store.open(str(closed))
    with store._write_engine.begin() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("synchronous", "journal_mode", "foreign_keys", "application_id")
        }
    store.close()
    full = 2
    assert found == {
        "synchronous": full, "journal_mode": "wal", "foreign_keys": 1, "application_id": 0x69504543,
    }  # fmt: skip
    assert BUSY_SECONDS == 5


def test_a_closed_project_is_one_file_that_holds_everything(closed: Path) -> None:
    with new_project(closed.with_name("second.ipe")) as project:
        project.add_study("a")
        assert project.info().has_wal
        project.checkpoint()
        assert not project.info().has_wal
        project.add_study("b")
    assert sorted(one.name for one in closed.parent.iterdir()) == ["leave.ipe", "second.ipe"]
    copy = shutil.copy(closed.with_name("second.ipe"), closed.with_name("copy.ipe"))
    store = Store.open(str(copy))
    assert store.last_seq() == 2
    store.close()


OPEN_AND_CLOSE = """
import sys
from ipe_coder.store.store import Store
store = Store.open(sys.argv[1])
print(store.last_seq())
store.close()
"""


def test_opening_a_project_twice_in_one_program_loses_nothing_to_another_program(
    closed: Path,
) -> None:
    """Closing a file gives up all locks of a program on it; SQLite depends on them."""
    store = Store.open(str(closed))
    put(store, "a", 1)
    Store.open(str(closed)).close()
    seen = []
    for number in (2, 3):
        command = [sys.executable, "-c", OPEN_AND_CLOSE, str(closed)]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        seen.append(store.last_seq() - int(found.stdout))
        put(store, "a", number)
    assert seen == [0, 0]
    store.close()


def test_an_address_of_a_server_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    url = f"postgresql://ipe:secret@/project?host={tmp_path}"
    line = refusal(lambda: Store.open(url))
    assert line.startswith("project could not be read or written: ")
    assert "secret" not in line
    assert refusal(lambda: Store.open("postgresql:nowhere")).startswith("That is no address")


def test_a_database_without_a_project_is_refused(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    assert refusal(lambda: Store.open(url)).endswith("holds no ipe_coder project.")
    new_store(url).close()
    assert refusal(lambda: new_store(url)).endswith("holds a project already. Open it instead.")
    postgres.drop(url)


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    store = Store(f"postgresql://ipe:secret@/project?host={tmp_path}")
    assert "secret" not in store.shown_url
    assert store.name == "project"
    store.close()
