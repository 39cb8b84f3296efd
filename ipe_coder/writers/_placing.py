"""Puts new files in their places: all of them, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from ipe_coder.errors import FileError

_EFFECTIVE = os.access in os.supports_effective_ids
_IN_USE = "Close it in other programs, or give another name."


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """Give a hidden folder beside the target to write in; it is gone afterwards.

    It stands on the target's own disk, so that moving a file into place is one step.

    Raises:
        FileError: If the folder of the target cannot be written to, or the disk is full.
    """
    stage = target.parent / f".export-{uuid4().hex[:8]}"
    try:
        stage.mkdir()
        yield stage
    except OSError as error:
        raise _explain(target, error) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def place(pairs: list[tuple[Path, Path]], stage: Path) -> None:
    """Move new files over old ones; if one cannot be, the others get their old content back.

    Args:
        pairs: Each new file and where it belongs.
        stage: A folder on the same disk, for copies of what is replaced.

    Raises:
        FileError: If a file cannot be replaced; names it.
    """
    _check_writable([target for _, target in pairs])
    undo: list[tuple[Path | None, Path]] = []
    for number, (new, target) in enumerate(pairs):
        try:
            kept = stage / f"kept-{number}" if target.exists() else None
            if kept:
                shutil.copy2(target, kept)
            _flush(new)
            new.replace(target)
            undo.append((kept, target))
        except OSError as error:
            _take_back(undo)
            raise _explain(target, error) from error


def _check_writable(targets: list[Path]) -> None:
    """Refuse files that are marked read-only: moving over them would not ask."""
    for target in targets:
        if target.is_dir():
            raise FileError(target, "is a folder.", "Give the name of a file.")
        if target.exists() and not os.access(target, os.W_OK, effective_ids=_EFFECTIVE):
            raise FileError(target, "is read-only.", "Give another name, or allow writing to it.")


def _take_back(undo: list[tuple[Path | None, Path]]) -> None:
    for kept, target in reversed(undo):
        with suppress(OSError):
            target.unlink() if kept is None else kept.replace(target)


def _flush(path: Path) -> None:
    """Have the disk hold a file before it takes the place of another."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _explain(target: Path, error: OSError) -> FileError:
    """Say in one line why a file could not be written."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        message = f"there is no folder “{target.parent}”."
        return FileError(target, message, "Make it, or give another place.")
    if isinstance(error, PermissionError):
        return FileError(target, "cannot be written here, or another program has it open.", _IN_USE)
    reason = (error.strerror or str(error)).lower()
    return FileError(target, f"could not be written: {reason}.", "Give another place.")
