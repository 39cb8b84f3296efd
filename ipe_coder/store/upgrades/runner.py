"""Runs the upgrade scripts on an older project: a copy first, then all or nothing."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from ipe_coder.errors import ProjectError
from ipe_coder.store.engine import database_errors
from ipe_coder.store.files import is_server

SCRIPTS = Path(__file__).parent


def upgrade(url: str, revision: str, *, scripts: Path = SCRIPTS) -> Path | None:
    """Bring a project from a revision to the newest.

    Args:
        url: Path of an SQLite file or URL of a PostgreSQL server.
        revision: The revision that it has.
        scripts: Folder that holds `versions/`.

    Returns:
        The copy made before, of an SQLite file; None for a server.

    Raises:
        ProjectError: If the project is newer than this program, or an upgrade failed.
    """
    name = url if is_server(url) else Path(url).name
    steps = _steps(name, revision, scripts)
    backup = None if is_server(url) else copy_aside(Path(url), revision)
    engine = sa.create_engine(
        url if is_server(url) else sa.URL.create("sqlite", database=url), poolclass=sa.NullPool
    )
    with database_errors(name), engine.connect() as plain:
        _run(plain.execution_options(isolation_level="AUTOCOMMIT"), steps, name)
    engine.dispose()
    return backup


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
    except CommandError as error:
        raise ProjectError(
            f"{name} was made by a newer version of ipe_coder (revision {revision}).",
            "Install the newest version: pip install --upgrade ipe-coder.",
        ) from error
    return list(reversed(found))


def _run(connection: sa.Connection, steps: list[Any], name: str) -> None:
    """Run every step in one transaction, with the checks before the commit."""
    on_file = connection.dialect.name == "sqlite"
    if on_file:
        # Batch mode rewrites tables: with foreign keys on it would take their children along.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if on_file else "BEGIN")
    try:
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            for step in steps:
                step.module.upgrade()
        if on_file:
            _check(connection, name)
        connection.execute(
            sa.text("UPDATE alembic_version SET version_num = :head"),
            {"head": steps[-1].revision},
        )
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise


def _check(connection: sa.Connection, name: str) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    state = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
    if orphans or state != "ok":
        raise ProjectError(
            f"{name} could not be brought up to date: {len(orphans)} rows lost their parent;"
            f" integrity: {state}. Nothing was changed."
        )
