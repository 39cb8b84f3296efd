"""What can be told of a project's address before any database is loaded."""

from __future__ import annotations

import os
from pathlib import Path

from ipe_coder.errors import ProjectError

APPLICATION_ID = 0x69504543
"""Marks an SQLite file as a project of ours: the letters `iPEC`."""

_HEADER = b"SQLite format 3\x00"


def is_server(url: str) -> bool:
    """Tell whether a project's address is that of a PostgreSQL server."""
    return url.startswith(("postgresql:", "postgresql+", "postgres:"))


def check_is_project(path: Path) -> None:
    """Refuse a file that is no project before anything opens it for writing.

    Raises:
        ProjectError: If the file is missing, unreadable, or not one of ours.
    """
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


def file_identity(path: Path) -> tuple[int, int] | None:
    """Say which file stands at a path; None where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino
