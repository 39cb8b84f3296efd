"""From a file on a disk to its bytes, whatever stands at its place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ipe_coder.errors import FileError


def read_whole(path: Path, limit: int, remedy: str) -> bytes:
    """Read a file whole; its size is looked at before anything else.

    Args:
        path: The file.
        limit: How many bytes it may have.
        remedy: What to do with a larger one.

    Raises:
        FileError: If it cannot be read, is no file on a disk, is too large, or changes meanwhile.
    """
    try:
        status = path.stat()
        _check(path, status, limit, remedy)
        with path.open("rb") as file:
            data = file.read(status.st_size + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(path, f"the file cannot be read: {reason}.", _remedy(error)) from error
    except ValueError as error:  # a NUL in the name
        raise FileError(path, "no file can have this name.", "Look at the name.") from error
    if len(data) != status.st_size:
        hint = "Close the program that writes it, or wait until it is copied."
        raise FileError(path, "the file changed while it was read.", hint)
    return data


def _check(path: Path, status: os.stat_result, limit: int, remedy: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError(path, "this is a folder.", "Name the files in it.")
    if not stat.S_ISREG(status.st_mode):
        raise FileError(path, "this is not a file on a disk.", "Copy it into a file first.")
    if status.st_size > limit:
        size = f"{status.st_size / 2**20:.1f} MB; at most {limit // 2**20} MB are read"
        raise FileError(path, f"the file has {size}.", remedy)


def _remedy(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "Look at the name and the folder."
    if isinstance(error, PermissionError):
        return "Give yourself the right to read it."
    return "Copy it to another place and try again."
