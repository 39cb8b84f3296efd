"""The store: one project's database, with changes as the only way to write."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import ProjectError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.store import engine, history, journal
from ipe_coder.store.engine import (
    checkpoint_file,
    clash_errors,
    database_errors,
    lock_for_writing,
    make_engines,
    prepare_file,
    undo_errors,
)
from ipe_coder.store.files import (
    check_is_project,
    claim,
    file_identity,
    held_open,
    is_server,
    note_open,
)
from ipe_coder.store.ids import IdSource, random_id
from ipe_coder.store.schema import REVISION, alembic_version, metadata, setting
from ipe_coder.store.watch import Watch, mark_change
from ipe_coder.store.writer import Writer, to_stamp

_PIECE = 2**24
"""Bytes that are read at once."""
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Give this moment, in UTC."""
    return datetime.now(UTC)


class PendingChange:
    """A change being written: a writer, and the change itself once it is committed."""

    def __init__(self, writer: Writer, new_id: IdSource) -> None:
        """Begin without a result."""
        self.writer = writer
        self.new_id = new_id
        self.result: Change | None = None

    @property
    def done(self) -> Change:
        """The committed change.

        Raises:
            UsageError: If nothing had to be written.
        """
        if self.result is None:
            raise UsageError("That is so already: nothing was changed.")
        return self.result


class Store:
    """One project's database. Safe to use from several threads and several processes."""

    def __init__(self, url: str, *, clock: Clock = utc_now, new_id: IdSource = random_id) -> None:
        """Hold the engines; `create` and `open` are the ways to get one.

        Args:
            url: Path of an SQLite file or URL of a PostgreSQL server.
            clock: Gives the moment of each change.
            new_id: Gives the id of each new row.
        """
        self.url = url
        self.clock = clock
        self.new_id = new_id
        self._write_engine, self._read_engine = make_engines(url)
        self.path = None if is_server(url) else Path(url)
        address = self._write_engine.url
        self.name = self.path.name if self.path else address.database or address.host or "server"
        self.shown_url = str(self.path or address.render_as_string(hide_password=True))
        self._write_lock = threading.Lock()
        self._identity = file_identity(self.path) if self.path else None
        self._held = contextlib.ExitStack()
        self._watch: Watch | None = None
        self._is_open = True
        note_open(self._identity, 1)

    @classmethod
    def create(
        cls, url: str, name: str, *, clock: Clock = utc_now, new_id: IdSource = random_id
    ) -> Store:
        """Make a new, empty project.

        Raises:
            ProjectError: If something stands there already or cannot be written.
        """
        if not is_server(url):
            claim(Path(url))
        store = cls(url, clock=clock, new_id=new_id)
        try:
            store._make_tables(name)
            store._begin_watch()
        except BaseException:
            store.close()
            if store.path:
                store.path.unlink(missing_ok=True)
            raise
        return store

    def _make_tables(self, name: str) -> None:
        with database_errors(self.name):
            if self.path:
                prepare_file(self._write_engine)
            with self._write_engine.begin() as connection:
                lock_for_writing(connection)
                if sa.inspect(connection).has_table("setting"):
                    raise ProjectError(f"{self.name} holds a project already.", "Open it instead.")
                metadata.create_all(connection)
                alembic_version.create(connection)
                connection.execute(sa.insert(alembic_version).values(version_num=REVISION))
                made = to_stamp(self.clock())
                values = {"name": name, "id": self.new_id(), "created_at": made}
                rows = [{"id": key, "value": json.dumps(value)} for key, value in values.items()]
                connection.execute(sa.insert(setting), rows)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        clock: Clock = utc_now,
        new_id: IdSource = random_id,
        verify: Callable[[Connection], list[str]] | None = None,
    ) -> Store:
        """Open a project; an older one is copied aside and brought up to date first.

        Args:
            url: Path of an SQLite file or URL of a PostgreSQL server.
            clock: Gives the moment of each change.
            new_id: Gives the id of each new row.
            verify: Lists what does not hold together in a project that was brought up to date.

        Raises:
            ProjectError: If it is no project, is newer, is locked or cannot be read.
        """
        if not is_server(url):
            check_is_project(Path(url))
        store = cls(url, clock=clock, new_id=new_id)
        try:
            with database_errors(store.name):
                revision = store._revision()
            if revision != REVISION:
                from ipe_coder.store.upgrades.runner import upgrade

                store.close()
                upgrade(url, revision, verify=verify)
                store = cls(url, clock=clock, new_id=new_id)
                store._revision()
            store._begin_watch()
        except BaseException:
            store.close()
            raise
        return store

    def _begin_watch(self) -> None:
        if self.path is not None and self._identity is not None:
            with database_errors(self.name):
                self._watch = Watch(self.path, held_open(self.path, self._identity))

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Read one consistent state of the project.

        Raises:
            ProjectError: If it cannot be read, or somebody was seen to have written over its file.
        """
        refusal = None if self.look() else self._refusal
        if refusal is not None:
            raise ProjectError(refusal.message, refusal.hint)
        with database_errors(self.name), self._read_engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def change(
        self, label: str = "", *, coder_id: str | None = None, reason: str = ""
    ) -> Iterator[PendingChange]:
        """Write one change: all of it is committed with its journal entry, or nothing.

        Args:
            label: What was done, past tense; `writer.label` may say it later.
            coder_id: By whom.
            reason: Why, if somebody said.
        """
        with clash_errors(self.name), self._transaction(coder_id) as pending:
            pending.writer.label = label
            yield pending
            pending.result = journal.record(
                pending.writer,
                change_id=self.new_id(),
                label=pending.writer.label,
                reason=reason,
            )

    @contextlib.contextmanager
    def erase(
        self, tables: Iterable[str], *, coder_id: str | None = None, reason: str = ""
    ) -> Iterator[PendingChange]:
        """Remove things for good: all of it is committed with a change that keeps nothing of it.

        The file holds remains until `rewrite`. The label is what `writer.label` comes to be.

        Args:
            tables: Names of the tables that it touches.
            coder_id: By whom.
            reason: Why, if somebody said.
        """
        with clash_errors(self.name), self._transaction(coder_id) as pending:
            yield pending
            pending.result = journal.record(
                pending.writer,
                change_id=self.new_id(),
                label=pending.writer.label,
                reason=reason,
                final=tables,
            )

    @contextlib.contextmanager
    def unjournalled(self) -> Iterator[Connection]:
        """Write what is no change of anybody's: notes of the program to itself."""
        with self._transaction(None) as pending:
            yield pending.writer.connection

    def refuse_company(self) -> None:
        """Refuse to go on while another program reads from an SQLite file or writes to it.

        Raises:
            ProjectError: If one does; nothing was changed by this.
        """
        if self.path is None:
            return
        with self._writing(), database_errors(self.name):
            self._refuse_others()
            alone = engine.is_alone(self._write_engine)
            self._note_written()
            if not alone:
                raise ProjectError(
                    f"another program is reading from {self.name}, which would keep what is"
                    " removed;",
                    "close it and try again.",
                )

    def rewrite(self) -> None:
        """Write the database anew, so that its pages hold nothing of what was removed.

        Raises:
            ProjectError: If another program is in the way.
        """
        if self.path is None:
            with database_errors(self.name):
                engine.rewrite_tables(self._write_engine, metadata.tables)
            return
        self.refuse_company()
        with self._writing(), database_errors(self.name):
            self._refuse_others()
            engine.rewrite(self._write_engine)
            self._note_written()
        self.refuse_company()

    def bytes_of(self, path: Path) -> Iterator[bytes]:
        """Give the bytes of one of the project's files, piece by piece.

        The file stays open until the project is closed: to close it gives up every lock that
        this program has on it, and another program could then write over what we write.
        """
        file = self._held.enter_context(path.open("rb"))
        while piece := file.read(_PIECE):
            yield piece

    def undo(self, coder_id: str | None, seq: int | None = None) -> Change:
        """Take back a coder's newest standing action, or the one of this number.

        Raises:
            UndoError: If there is none, or something later depends on it.
        """
        with (
            undo_errors("taken back: later work depends on it"),
            self._transaction(coder_id) as pending,
        ):
            pending.result = journal.undo(pending.writer, self.new_id(), seq)
        return pending.done

    def undo_back_to(self, coder_id: str | None, seq: int) -> list[Change]:
        """Take back all that a coder did from a change on, the newest first, or nothing of it.

        Raises:
            UndoError: If another's change lies between, or something else rests on one.
        """
        with (
            undo_errors("taken back: later work depends on it"),
            self._transaction(coder_id) as pending,
        ):
            return journal.undo_back_to(pending.writer, self.new_id, seq)

    def redo(self, coder_id: str | None) -> Change:
        """Bring back what this coder took back last.

        Raises:
            UndoError: If there is none, or somebody wrote the same rows since.
        """
        with (
            undo_errors("brought back: what it stood on is gone"),
            self._transaction(coder_id) as pending,
        ):
            pending.result = journal.redo(pending.writer, self.new_id())
        return pending.done

    def last_seq(self) -> int:
        """Give the number of the newest change, by whichever process."""
        with self.read() as connection:
            return history.last_seq(connection)

    def look(self) -> bool:
        """Look whether another program wrote over an SQLite file that is open here.

        Returns:
            Whether the project can be read and written.

        Raises:
            ProjectError: If one did, and this is the first to see it.
        """
        if self._watch is None or not self._write_lock.acquire(blocking=False):
            return True
        before = self._refusal
        try:
            with database_errors(self.name):
                self._refuse_others()
        except ProjectError:
            if before is None and self._refusal is not None:
                raise
            # Who only keeps us waiting has not written over it.
            return self._refusal is None
        finally:
            self._write_lock.release()
        return True

    def checkpoint(self) -> None:
        """Bring an SQLite file's log into the file, so that a copy of it is whole."""
        if self.path is None or not self._is_same_file():
            return
        with self._writing(), database_errors(self.name):
            self._refuse_others()
            checkpoint_file(self._write_engine)
            self._note_written()

    def close(self) -> None:
        """Checkpoint and let go of the database."""
        # What cannot be brought into the file stands in the log beside it.
        with contextlib.suppress(ProjectError, OSError):
            self._checkpoint_at_close()
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        self._write_engine.dispose()
        self._read_engine.dispose()
        self._held.close()
        if self._is_open:
            self._is_open = False
            note_open(self._identity, -1)

    def _checkpoint_at_close(self) -> None:
        if self.path is not None and self.path.with_name(f"{self.name}-wal").exists():
            self.checkpoint()

    @contextlib.contextmanager
    def _transaction(self, coder_id: str | None) -> Iterator[PendingChange]:
        with self._writing(), database_errors(self.name):
            self._refuse_others()
            with self._write_engine.begin() as connection:
                lock_for_writing(connection)
                writer = Writer(connection, at=self.clock(), coder_id=coder_id)
                pending = PendingChange(writer, self.new_id)
                yield pending
                if pending.result is not None:
                    mark_change(connection, pending.result.id)
                if self._watch is not None:
                    self._watch.check_place()
            self._note_written(pending.result)

    def _refuse_others(self) -> None:
        """Refuse to touch a file that another program wrote over."""
        if self._watch is None:
            return
        was_refused = self._refusal is not None
        try:
            self._watch.check()
        except ProjectError:
            if not self._watch.has_lost_log:
                raise
            self._begin_log()
        else:
            if was_refused:
                self._forget_pages()

    def _begin_log(self) -> None:
        """Save what stands in a log whose name is gone, and begin another.

        Raises:
            ProjectError: If somebody is reading just now; the next look tries again.
        """
        assert self._watch is not None
        if self._refusal is not None and not engine.is_alone(self._write_engine):
            raise self._refusal
        self._write_engine.dispose()
        self._read_engine.dispose()
        self._revision()
        self._watch.begin_log()

    def _forget_pages(self) -> None:
        """Read everything anew: pages of a file that is gone again may be remembered."""
        with self._read_engine.connect() as connection:
            # One that reads stays open: the log goes with the last one.
            connection.execute(sa.select(alembic_version))
            self._write_engine.dispose()
            self._read_engine.dispose()
            self._revision()

    @property
    def _refusal(self) -> ProjectError | None:
        return self._watch.refusal if self._watch is not None else None

    def _note_written(self, change: Change | None = None) -> None:
        if self._watch is not None:
            self._watch.note_written(change)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Let one thread write at a time; the others wait as long as another program would."""
        if not self._write_lock.acquire(timeout=engine.BUSY_SECONDS):
            raise ProjectError(
                f"{self.name} is being written to just now; nothing was saved;", "try again"
            )
        try:
            yield
        finally:
            self._write_lock.release()

    def _is_same_file(self) -> bool:
        return self.path is None or file_identity(self.path) == self._identity

    def _revision(self) -> str:
        with self._read_engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                raise ProjectError(f"{self.name} holds no ipe_coder project.")
            return str(connection.execute(sa.select(alembic_version)).scalar())
