"""An older project is copied aside, brought up to date whole, or left as it was."""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from ipe_coder.errors import ProjectError
from ipe_coder.project.checking import find_problems
from ipe_coder.store.schema import REVISION
from ipe_coder.store.store import Store
from ipe_coder.store.upgrades import runner
from tests.factories import new_store
from tests.postgres import PostgresServer
from tests.store.tables import Tables, tables_of

LATER = '''
"""Participants get a note, and codes a name that is longer than before."""
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("participant", recreate="{recreate}") as batch:
        batch.add_column(sa.Column("note", sa.Text, nullable=False, server_default="none yet"))
    op.execute("UPDATE code SET name = name || '!'")
    {then}
'''


def scripts_with(folder: Path, then: str = "", recreate: str = "always") -> Path:
    """Make a folder of scripts that holds a later revision."""
    scripts = folder / "scripts"
    shutil.copytree(runner.SCRIPTS / "versions", scripts / "versions")
    text = LATER.format(then=then, recreate=recreate)
    (scripts / "versions" / "0004_note.py").write_text(text)
    return scripts


@pytest.fixture
def closed(tmp_path: Path, standard_file: Path) -> Path:
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


def rows_of(path: Path) -> Tables:
    store = Store(str(path))
    found = tables_of(store)
    store.close()
    return found


def query(path: Path, statement: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as file:
        return file.execute(statement).fetchall()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_newest_script_is_the_revision_of_the_tables() -> None:
    newest = max(path.name for path in (runner.SCRIPTS / "versions").glob("0*.py"))
    assert newest.startswith(REVISION)


def test_a_project_is_copied_aside_and_then_upgraded_with_all_its_rows(
    closed: Path, tmp_path: Path
) -> None:
    before, was = rows_of(closed), digest(closed)
    backup = runner.upgrade(str(closed), REVISION, scripts=scripts_with(tmp_path))
    assert backup is not None
    assert re.fullmatch(r"leave\.before-upgrade-0003-\d{8}T\d{6}\.ipe", backup.name)
    assert rows_of(backup) == before
    assert digest(closed) != was
    assert query(closed, "SELECT version_num FROM alembic_version") == [("0004",)]
    assert query(closed, "SELECT DISTINCT note FROM participant") == [("none yet",)]
    after = rows_of(closed)
    for row in before["code"]:
        row["name"] += "!"
    assert after == before
    assert [row for row in after["segment"] if row["quote"]]


SECOND = """
DROP INDEX ix_segment_code;
CREATE INDEX ix_segment_code_id ON segment (code_id);
UPDATE alembic_version SET version_num = '0002';
"""
"""Makes a project of the second revision."""


def test_a_project_of_the_first_revision_gets_guides_and_keeps_all_it_has(
    closed: Path, standard_file: Path
) -> None:
    with contextlib.closing(sqlite3.connect(closed)) as file:
        file.executescript(SECOND)
        file.execute("DROP TABLE marking")
        for column in ("label", "part"):
            file.execute(f"ALTER TABLE guide_question DROP COLUMN {column}")
        file.execute(
            "INSERT INTO guide_question (id, study_id, text) SELECT 'q', id, 'Why?' FROM study"
        )
        file.execute("UPDATE alembic_version SET version_num = '0001'")
        file.commit()
    Store.open(str(closed), verify=find_problems).close()
    question = rows_of(closed)["guide_question"][0]
    assert (question["text"], question["label"], question["part"]) == ("Why?", "", "")
    assert rows_of(closed) | {"guide_question": []} == rows_of(standard_file)
    assert schema_of(closed, "marking") == schema_of(standard_file, "marking")
    indexes = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    assert query(closed, indexes) == query(standard_file, indexes)
    assert len(list(closed.parent.glob("leave.before-upgrade-0001-*.ipe"))) == 1


def schema_of(path: Path, table: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for pragma in ("table_info", "foreign_key_list", "index_list"):
        found += query(path, f"PRAGMA {pragma}({table})")
    return found


def test_a_script_that_fails_leaves_the_project_as_it_was(closed: Path, tmp_path: Path) -> None:
    was = digest(closed)
    scripts = scripts_with(tmp_path, "op.execute('UPDATE participant SET no_such_column = 1')")
    with pytest.raises(ProjectError, match=r"^leave\.ipe could not be read or written"):
        runner.upgrade(str(closed), REVISION, scripts=scripts)
    assert digest(closed) == was
    Store.open(str(closed)).close()


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("op.execute(\"UPDATE segment SET code_id = 'nothing'\")", "rows lost what they belong to"),
        (
            "op.execute(\"UPDATE segment SET quote = 'other words'\")",
            "its quote is not what stands",
        ),
    ],
)
def test_an_upgrade_after_which_something_does_not_hold_is_taken_back(
    closed: Path, tmp_path: Path, damage: str, problem: str
) -> None:
    was = digest(closed)
    with pytest.raises(ProjectError) as caught:
        runner.upgrade(
            str(closed), REVISION, scripts=scripts_with(tmp_path, damage), verify=find_problems
        )
    assert problem in caught.value.message
    assert caught.value.message.endswith("nothing was changed.")
    assert caught.value.hint.startswith("A copy of it is leave.before-upgrade-0003-")
    assert digest(closed) == was


def test_what_another_program_upgraded_meanwhile_is_not_upgraded_again(
    closed: Path, tmp_path: Path
) -> None:
    scripts = scripts_with(tmp_path)
    runner.upgrade(str(closed), REVISION, scripts=scripts)
    once = rows_of(closed)
    runner.upgrade(str(closed), REVISION, scripts=scripts)
    assert rows_of(closed) == once


def test_a_folder_without_room_for_the_copy_leaves_the_project_as_it_was(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    was = digest(closed)
    scripts = scripts_with(tmp_path)
    there = closed.with_name("taken")
    there.mkdir()
    monkeypatch.setattr(Path, "with_name", lambda self, name: there)
    with pytest.raises(ProjectError, match="could not be copied aside first"):
        runner.upgrade(str(closed), REVISION, scripts=scripts)
    assert digest(closed) == was


def test_a_project_on_a_server_is_upgraded_too(postgres: PostgresServer, tmp_path: Path) -> None:
    url = postgres.new_database()
    new_store(url).close()
    scripts = scripts_with(tmp_path, recreate="never")
    assert runner.upgrade(url, REVISION, scripts=scripts) is None
    store = Store(url)
    with store.read() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == (
            "0004"
        )
    store.close()
    postgres.drop(url)


def test_an_older_project_on_a_server_counts_codes_by_their_index(
    postgres: PostgresServer,
) -> None:
    url = postgres.new_database()
    new_store(url).close()
    indexes = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'segment' ORDER BY 1"
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        new = connection.exec_driver_sql(indexes).fetchall()
        for statement in filter(str.strip, SECOND.split(";")):
            connection.exec_driver_sql(statement)
    Store.open(url).close()
    with engine.begin() as connection:
        assert connection.exec_driver_sql(indexes).fetchall() == new
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        assert found == REVISION
    engine.dispose()
    postgres.drop(url)


def test_a_script_that_fails_on_a_server_leaves_it_as_it_was(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    url = postgres.new_database()
    new_store(url).close()
    scripts = scripts_with(tmp_path, "op.execute('UPDATE participant SET no = 1')", "never")
    with pytest.raises(sa.exc.ProgrammingError):
        runner.upgrade(url, REVISION, scripts=scripts)
    store = Store.open(url)
    assert store.last_seq() == 0
    store.close()
    postgres.drop(url)
