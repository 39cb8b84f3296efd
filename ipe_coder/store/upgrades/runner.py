"""Runs the upgrade scripts on an older project: a copy first, then all or nothing."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError

from ipe_coder.errors import ProjectError
from ipe_coder.store.engine import database_errors, lock_for_writing
from ipe_coder.store.files import is_server
from ipe_coder.store.schema import alembic_version

SCRIPTS = Path(__file__).parent

Verify = Callable[[sa.Connection], list[str]]


def upgrade(
    url: str, revision: str, *, scripts: Path = SCRIPTS, verify: Verify | None = None
) -> Path | None:
    """Bring a project from a revision to the newest.

    Args:
        url: Path of an SQLite file or URL of a PostgreSQL server.
        revision: The revision that it has.
        scripts: Folder that holds `versions/`.
        verify: Lists what does not hold together once the steps are done; with any of it
            nothing is changed.

    Returns:
        The copy made before, of an SQLite file; None for a server.

    Raises:
        ProjectError: If the project is newer than this program, or an upgrade failed.
    """
    name = str(sa.make_url(url).database) if is_server(url) else Path(url).name
    steps = _steps(name, revision, scripts)
    backup = None if is_server(url) else copy_aside(Path(url), revision)
    engine = sa.create_engine(
        url if is_server(url) else sa.URL.create("sqlite", database=url), poolclass=sa.NullPool
    )
    with database_errors(name), engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        _run(connection, revision, steps, _Check(name, verify, backup))
    engine.dispose()
    return backup


@dataclass(frozen=True, slots=True)
class _Check:
    """Refuses an upgrade after which something does not hold together."""

    name: str
    verify: Verify | None
    backup: Path | None

    def __call__(self, connection: sa.Connection) -> None:
        problems: list[str] = []
        if connection.dialect.name == "sqlite":
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            problems += [f"{len(orphans)} rows lost what they belong to"] if orphans else []
            state = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            problems += [f"integrity: {state}"] if state != "ok" else []
        problems += self.verify(connection) if self.verify else []
        if problems:
            raise ProjectError(
                f"{self.name} could not be brought up to date: {problems[0]}; nothing was changed.",
                f"A copy of it is {self.backup.name}." if self.backup else "",
            )


def copy_aside(path: Path, revision: str) -> Path:
    """Copy an SQLite file whole, log included, to a dated name beside it."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    backup = path.with_name(f"{path.stem}.before-upgrade-{revision}-{stamp}{path.suffix}")
    try:
        with (
            contextlib.closing(sqlite3.connect(path)) as source,
            contextlib.closing(sqlite3.connect(backup)) as target,
        ):
            source.backup(target)
    except (sqlite3.Error, OSError) as error:
        raise ProjectError(
            f"{path.name} is from an older version and could not be copied aside first: {error}.",
            "Free some room beside it, or copy the project to a folder that you may write to.",
        ) from error
    return backup


def _steps(name: str, revision: str, scripts: Path) -> list[Any]:
    directory = ScriptDirectory(str(scripts))
    try:
        found = list(directory.iterate_revisions("heads", revision))
    except (CommandError, RevisionError) as error:
        raise ProjectError(
            f"{name} was made by a newer version of ipe_coder (revision {revision}).",
            "Install the newest version: pip install --upgrade ipe-coder.",
        ) from error
    return list(reversed(found))


def _run(connection: sa.Connection, revision: str, steps: list[Any], check: _Check) -> None:
    """Run every step in one transaction, with the checks before the commit."""
    on_file = connection.dialect.name == "sqlite"
    if on_file:
        # Batch mode rewrites tables: with foreign keys on it would take their children along.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if on_file else "BEGIN")
    try:
        lock_for_writing(connection)
        if connection.execute(sa.select(alembic_version)).scalar() != revision:
            connection.exec_driver_sql("ROLLBACK")  # another program was faster
            return
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            for step in steps:
                step.module.upgrade()
        check(connection)
        connection.execute(
            sa.text("UPDATE alembic_version SET version_num = :head"),
            {"head": steps[-1].revision},
        )
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
