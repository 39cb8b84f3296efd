"""What can be told of a project's address before any database is loaded."""

from __future__ import annotations

import os
import threading
from collections import Counter
from pathlib import Path
from typing import BinaryIO

from ipe_coder.errors import ProjectError

APPLICATION_ID = 0x69504543
"""Marks an SQLite file as a project of ours: the letters `iPEC`."""

_HEADER = b"SQLite format 3\x00"
_open_here: Counter[tuple[int, int]] = Counter()
_files: dict[tuple[int, int], BinaryIO] = {}
_reading = threading.Lock()


def is_server(url: str) -> bool:
    """Tell whether a project's address is that of a PostgreSQL server."""
    return url.startswith(("postgresql:", "postgresql+", "postgres:"))


def check_is_project(path: Path) -> None:
    """Refuse a file that is no project before anything opens it for writing.

    Raises:
        ProjectError: If the file is missing, unreadable, or not one of ours.
    """
    if _open_here[file_identity(path) or (0, 0)]:
        # Closing a file gives up every lock that this program has on it: another program would
        # then take itself for the last one and throw away the log that we go on writing to.
        return
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        raise ProjectError(
            f"There is no project {path}.", "ipe-coder project new FILE.ipe makes one."
        ) from None
    except IsADirectoryError:
        raise ProjectError(f"{path} is a folder.", "Name a project file in it.") from None
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from None
    application = int.from_bytes(header[68:72], "big")
    if not header.startswith(_HEADER) or application != APPLICATION_ID:
        raise ProjectError(
            f"{path.name} is not an ipe_coder project.",
            "ipe-coder project new FILE.ipe makes one; transcripts come in with transcript import.",
        )


def note_open(identity: tuple[int, int] | None, by: int) -> None:
    """Count how often this program has a project's file open: one more, or one less for -1."""
    if identity is None:
        return
    _open_here[identity] += by
    if not _open_here[identity] and identity in _files:
        _files.pop(identity).close()


def held_open(path: Path, identity: tuple[int, int]) -> BinaryIO:
    """Give a project's file to read from; it stays open as long as this program has it open.

    Args:
        path: Where it is.
        identity: Which file it is, counted as open.
    """
    if identity not in _files:
        _files[identity] = path.open("rb", buffering=0)
    return _files[identity]


def head_of(file: BinaryIO, length: int) -> bytes:
    """Read the beginning of a file that several may be reading."""
    with _reading:
        file.seek(0)
        return file.read(length)


def file_identity(path: Path) -> tuple[int, int] | None:
    """Say which file stands at a path; None where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def claim(path: Path) -> None:
    """Make an empty file that nobody else has made, so that nothing is ever overwritten.

    Raises:
        ProjectError: If something is there, or nothing can be.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(exist_ok=False)
    except FileExistsError:
        raise ProjectError(f"{path} is there already.", "Choose another name.") from None
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror}.") from None
