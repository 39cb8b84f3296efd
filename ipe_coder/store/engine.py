"""Engines: an SQLite file or a PostgreSQL server, set up so that nothing written is lost."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError

from ipe_coder.errors import ProjectError, UndoError
from ipe_coder.store.files import APPLICATION_ID, is_server

BUSY_SECONDS = 5.0
_LOCK_KEY = 0x69504543
_CHECKPOINT_MILLISECONDS = 200


def make_engines(url: str) -> tuple[Engine, Engine]:
    """Make the engine that writes and the one that reads.

    Args:
        url: A path of an SQLite file, or the URL of a PostgreSQL server.
    """
    if is_server(url):
        return _server_engine(url, writes=True), _server_engine(url, writes=False)
    return _file_engine(url, writes=True), _file_engine(url, writes=False)


@contextlib.contextmanager
def database_errors(name: str) -> Iterator[None]:
    """Turn what a database refuses into one line that names the project."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, OperationalError) or _is_of_the_file(error.orig):
            raise _explain(name, error.orig) from error
        raise
    except sqlite3.Error as error:
        if _is_of_the_file(error):
            raise _explain(name, error) from error
        raise


@contextlib.contextmanager
def undo_errors(reason: str) -> Iterator[None]:
    """Say why something cannot be taken or brought back, where the database refuses it."""
    try:
        yield
    except IntegrityError as error:
        raise UndoError(f"That cannot be {reason}.") from error


@contextlib.contextmanager
def clash_errors(name: str) -> Iterator[None]:
    """Say that somebody was faster, where the database refuses rows that do not fit any more."""
    try:
        yield
    except IntegrityError as error:
        raise ProjectError(
            f"Somebody else changed the same things in {name}; nothing was saved.", "Try again."
        ) from error


def lock_for_writing(connection: Connection) -> None:
    """Begin a write so that nobody else's falls between its reads and its writes."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(BUSY_SECONDS * 1000)}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_KEY})")


def _is_of_the_file(error: BaseException | None) -> bool:
    """Tell what is wrong with an SQLite file from what is wrong with a statement."""
    return isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError


def _explain(name: str, error: BaseException | None) -> ProjectError:
    words = " ".join(str(error).split())
    if any(word in words for word in ("locked", "busy", "lock timeout", "LockNotAvailable")):
        return ProjectError(
            f"another program is writing to {name}; nothing was saved;", "try again"
        )
    if "full" in words:
        return ProjectError(f"The disk is full; nothing was saved in {name}.", "Free some room.")
    if "readonly" in words or "read-only" in words or "unable to open" in words:
        return ProjectError(
            f"{name} cannot be written here.", "Copy it to a folder that you may write to."
        )
    if "malformed" in words or "not a database" in words:
        return ProjectError(f"{name} is damaged: {words}.", "Open the newest backup beside it.")
    if "disk I/O" in words:
        return ProjectError(
            f"The disk did not take it: {words}; nothing was saved in {name}.",
            "It may be full, or was taken out.",
        )
    return ProjectError(f"{name} could not be read or written: {words}")


def _server_engine(url: str, *, writes: bool) -> Engine:
    try:
        address = sa.make_url(url.replace("postgres:", "postgresql:", 1))
        # A reader sees one state of the project, however many tables it goes through.
        isolation: IsolationLevel = "READ COMMITTED" if writes else "REPEATABLE READ"
        engine = sa.create_engine(address, pool_pre_ping=True, isolation_level=isolation)
    except ArgumentError as error:
        raise ProjectError(f"That is no address of a project: {error}.") from error
    except ModuleNotFoundError as error:
        raise ProjectError(
            f"A project on a server needs {error.name}.", "pip install 'ipe-coder[postgres]'"
        ) from error
    return engine if writes else engine.execution_options(postgresql_readonly=True)


def _file_engine(path: str, *, writes: bool) -> Engine:
    address = sa.URL.create("sqlite", database=path)
    engine = sa.create_engine(
        address,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
        poolclass=sa.QueuePool,
        pool_size=1 if writes else 4,
        max_overflow=0 if writes else 12,
    )
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @sa.event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        if not writes:
            connection.execute("PRAGMA query_only = ON")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def prepare_file(engine: Engine) -> None:
    """Mark a new SQLite file as ours and set its journal mode, outside any transaction."""
    with contextlib.closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert connection is not None
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA journal_mode = WAL")


def checkpoint_file(engine: Engine) -> None:
    """Bring an SQLite file's log into the file, unless somebody is reading from it just now."""
    with contextlib.closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert connection is not None
        # While it waits for readers it keeps writers out, so it does not wait long.
        connection.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MILLISECONDS}")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.execute(f"PRAGMA busy_timeout = {round(BUSY_SECONDS * 1000)}")


def is_alone(engine: Engine) -> bool:
    """Bring an SQLite file's log into the file; tell whether nobody else was in the way.

    Another program that only has the file open is not: one that reads or writes just now is.
    """
    with contextlib.closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert connection is not None
        connection.execute(f"PRAGMA busy_timeout = {round(BUSY_SECONDS * 1000)}")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy


def rewrite(engine: Engine) -> None:
    """Write an SQLite file anew, so that nothing of what was deleted is left in its pages."""
    with contextlib.closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert connection is not None
        connection.execute("PRAGMA secure_delete = ON")
        # The copy that SQLite makes on the way is held in memory (`temp_store`), not in a file.
        connection.execute("VACUUM")


def rewrite_tables(engine: Engine, names: Iterable[str]) -> None:
    """Write tables of a PostgreSQL server anew, without the rows that were deleted."""
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT")
        for name in names:
            connection.exec_driver_sql(f'VACUUM FULL "{name}"')
