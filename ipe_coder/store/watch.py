"""Notices what another program does to an SQLite file that is open: writes over it, for one.

SQLite trusts that nobody but SQLite touches its files. A copy, a sync program or an editor that
writes into the file in place goes unnoticed by it, and the next write would mix the two. So each
write looks first whether file and log stand as our last one left them. Where they do not, the file
itself and a new connection tell another of our processes, which may write, from somebody else:

- each change marks the file's first page with a number made of its id. What stands in the file is
  always a state that the journal knows, not older than the one seen before; a restored copy or
  another project is not;
- the project's id and the newest change that was seen are there, read without any cache.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sqlalchemy.engine import Connection

from ipe_coder.errors import ProjectError
from ipe_coder.model.change import Change
from ipe_coder.store.files import APPLICATION_ID, head_of

_HEAD = 100
"""Bytes at the beginning of an SQLite file that say what it is."""
_MOST_CHANGES = 2000
"""How many of the newest changes the file may be behind its log; SQLite keeps it far fewer."""
_ID = "SELECT value FROM setting WHERE id = 'id'"
_NEWEST = "SELECT seq, id FROM change ORDER BY seq DESC LIMIT ?"
_PATIENCE = 0.5
"""Seconds that a look waits for a lock."""


class BusyError(ProjectError):
    """Another program keeps us from looking just now."""


class _Stamp(NamedTuple):
    """What the system says of a file, which each write to it changes."""

    device: int
    number: int
    size: int
    modified: int
    changed: int

    @property
    def file(self) -> tuple[int, int]:
        return self.device, self.number


@dataclass(frozen=True, slots=True)
class _State:
    """How a project's files were left."""

    main: _Stamp | None
    log: _Stamp | None
    index: tuple[int, int] | None
    """Which file the index of the log is; programs share it as memory, so that it says no more."""
    head: bytes


@dataclass(frozen=True, slots=True)
class _Journal:
    """Whose journal it is, and its newest changes by number."""

    project: str
    ids: dict[int, str]


def mark_change(connection: Connection, change_id: str) -> None:
    """Write into an SQLite file which change it holds as its newest."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {_number_of(change_id)}")


def _number_of(change_id: str) -> int:
    return zlib.crc32(change_id.encode()) & 0x7FFFFFFF


class Watch:
    """Remembers how the files were left, and refuses to go on where somebody else wrote."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        """Begin with what stands there now.

        Args:
            path: The SQLite file; at least one connection to it is open all the time.
            file: The same file, open for reading without a buffer. It is never closed here: that
                would give up every lock that this program has on the file.
        """
        self.path = path
        self.refusal: ProjectError | None = None
        """What the last look found to be somebody else's doing."""
        self._log_path = path.with_name(f"{path.name}-wal")
        self._index_path = path.with_name(f"{path.name}-shm")
        self._file = file
        self._log: BinaryIO | None = None
        # Looked at before it is read: whatever comes between is looked at again.
        self._state = self._look()
        self._journal = self._read(most=1)
        self._hold_log()

    def check(self) -> None:
        """Refuse to go on where the files are not as we or another of our processes left them.

        Raises:
            BusyError: If that cannot be told just now.
            ProjectError: If somebody else wrote.
        """
        now = self._look()
        if now == self._state and self.refusal is None:
            return
        try:
            self._refuse_moved(now.main)
            self._refuse_other_log(now)
            journal = self._read_or_refuse()
            if not self._is_known(now, journal):
                raise self._overwritten()
        except BusyError:
            raise
        except ProjectError as error:
            self.refusal = error
            raise
        self._state, self._journal, self.refusal = now, journal, None

    def check_place(self) -> None:
        """Refuse to commit to a file that was moved, deleted or replaced since it was checked.

        Raises:
            ProjectError: If it was.
        """
        try:
            self._refuse_moved(_stamp(self.path))
        except ProjectError as error:
            self.refusal = error
            raise

    def note_written(self, change: Change | None = None) -> None:
        """Remember how our own write has left the files; of a change, that it is the newest."""
        if change is not None:
            self._journal.ids[change.seq] = change.id
        self._remember()

    @property
    def has_lost_log(self) -> bool:
        """Whether somebody has only taken the log or its index away: nothing is lost by that yet.

        What stood in the log can be read by those who have it open.
        """
        now = self._look()
        gone = now.log is None or now.index is None
        return gone and (now.main, now.head) == (self._state.main, self._state.head)

    def begin_log(self) -> None:
        """Take the next log as ours, since what stood in the last one is in the file now."""
        self._let_go_of_log()
        self._remember()
        self.refusal = None
        self._hold_log()

    def _remember(self) -> None:
        """Take the files as we left them; another that stands in place of the project is not ours.

        It may have come while we wrote. The next look then finds it.
        """
        now = self._look()
        self._state = now if self._is_ours(now.main) else replace(now, main=self._state.main)

    def close(self) -> None:
        """Let go of the log; keep it out of a file that somebody else wrote over.

        SQLite would bring it into the file when the last connection is closed. A copy stays
        beside it: with the file that it belongs to, it holds the newest work.
        """
        now = self._look()
        is_ours = self._is_ours(now.main)
        touched = (now.main, now.head) != (self._state.main, self._state.head)
        if self.refusal is not None and self._log is not None and is_ours and touched:
            with contextlib.suppress(OSError):
                self._set_log_aside(self._log)
        self._let_go_of_log()

    def _set_log_aside(self, log: BinaryIO) -> None:
        log.seek(0)
        kept = log.read()
        if kept:
            self._log_path.with_name(f"{self._log_path.name}-kept").write_bytes(kept)
            log.truncate(0)

    def _hold_log(self) -> None:
        """Keep the log open, so that it can be emptied also where its name is taken away."""
        if self._log is None:
            with contextlib.suppress(OSError):
                self._log = self._log_path.open("r+b", buffering=0)

    def _let_go_of_log(self) -> None:
        if self._log is not None:
            self._log.close()
            self._log = None

    # -- what is there

    def _look(self) -> _State:
        main, log, index = map(_stamp, (self.path, self._log_path, self._index_path))
        if log is not None:
            # Whoever opens the project as root gives the log to the file's owner anew.
            log = log._replace(changed=0)
        head = head_of(self._file, _HEAD)
        return _State(main, log, index.file if index else None, head)

    def _read(self, most: int = _MOST_CHANGES) -> _Journal:
        """Read the journal with nothing remembered of what was read before."""
        address = f"{self.path.resolve().as_uri()}?mode=rw"
        fresh = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
        with contextlib.closing(fresh):
            fresh.execute("PRAGMA query_only = ON")
            found = fresh.execute(_ID).fetchone()
            ids = dict(fresh.execute(_NEWEST, (most,)).fetchall())
        return _Journal(str(found[0]) if found else "", ids)

    # -- what is wrong with it

    def _is_ours(self, main: _Stamp | None) -> bool:
        """Tell whether what stands in the project's place is the file that was opened."""
        known = self._state.main
        return main is not None and known is not None and main.file == known.file

    def _refuse_moved(self, main: _Stamp | None) -> None:
        if not self._is_ours(main):
            raise ProjectError(
                f"{self.path.name} was moved, deleted or replaced while it was open;"
                " nothing was saved.",
                "Put it back, or open the project again.",
            )

    def _refuse_other_log(self, now: _State) -> None:
        before = self._state
        if before.log is not None and (now.log is None or now.log.file != before.log.file):
            raise self._without(self._log_path)
        if before.index is not None and now.index != before.index:
            raise self._without(self._index_path)

    def _without(self, path: Path) -> ProjectError:
        return ProjectError(
            f"{path.name}, which belongs to {self.path.name}, was deleted or replaced by another"
            " program; nothing was saved.",
            "Put it back, or open the project again.",
        )

    def _read_or_refuse(self) -> _Journal:
        try:
            return self._read()
        except sqlite3.Error as error:
            if "locked" in str(error) or "busy" in str(error):
                raise BusyError(
                    f"another program is writing to {self.path.name}; nothing was saved;",
                    "try again",
                ) from error
            raise self._overwritten() from error

    def _is_known(self, now: _State, journal: _Journal) -> bool:
        """Tell whether the file and its journal are a later state of those seen before."""
        before = self._journal
        last = max(before.ids, default=None)
        if journal.project != before.project:
            return False
        if last is not None and journal.ids.get(last) != before.ids[last]:
            return False
        return now.head == self._state.head or self._is_later(now.head, journal)

    def _is_later(self, head: bytes, journal: _Journal) -> bool:
        """Tell whether what stands in the file, its log left out, is newer than what stood there.

        A program of an earlier version leaves the number as it was.
        """
        if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
            return False
        number, before = _number_in(head), _number_in(self._state.head)
        known = [_number_of(one) for _, one in sorted(journal.ids.items())]
        later = known[known.index(before) + 1 :] if before in known else known
        return number == before or number in later

    def _overwritten(self) -> ProjectError:
        return ProjectError(
            f"Another program wrote over {self.path.name} while it was open; nothing was saved.",
            "Put the file back as it was, or open the project again to work with what is there.",
        )


def _number_in(head: bytes) -> int:
    return int.from_bytes(head[60:64], "big")


def _stamp(path: Path) -> _Stamp | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return _Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
