"""The key: which name each term stands for. It is a file of the researcher's, never in a project.

Whoever has the key can undo the pseudonymisation. So it is written for its owner alone, in one
step, and only where it stands by itself.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.pseudonym import Decision, NameFind, NameRow
from ipe_coder.pseudonyms.alike import key_of

_PROJECT_ENDINGS = (".ipe", ".ipe-wal", ".ipe-shm", ".ipe-journal")
_OWNER_ONLY = 0o600


def check_place(path: Path, project: str = "") -> None:
    """Refuse a place for the key that is inside a project, or is no file.

    Raises:
        UsageError: If it is; names the place.
    """
    full = path.absolute()
    for part in (full, *full.parents):
        if part.name.lower().endswith(_PROJECT_ENDINGS):
            raise UsageError(
                f"{path} is inside a project.", "The key is kept apart: name a .csv file elsewhere."
            )
    if project and os.path.realpath(full) == os.path.realpath(project):
        raise UsageError(f"{path} is the project itself.", "Name a .csv file elsewhere.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", "Name a .csv file in it.")
    if path.suffix.lower() != ".csv":
        raise UsageError(f"{path.name} is not named .csv.", "The key is a .csv file.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}.", "Make it first.")


def key_rows(finds: Iterable[NameFind]) -> list[NameRow]:
    """Make the rows that a key gets from what was decided."""
    return [
        NameRow(one.name, one.term if one.decision is Decision.REPLACE else "", one.kind,
                one.decision)
        for one in finds
    ]  # fmt: skip


def merge(old: Sequence[NameRow], new: Iterable[NameRow]) -> list[NameRow]:
    """Add rows to a key: no term that stands in a text is ever forgotten.

    A name that got another term has both; the later one is used from now on. A name that is
    replaced now is not kept any more, and a name kept now keeps its older terms.
    """
    merged = list(old)
    for row in new:
        same = [one for one in merged if _same_name(one, row)]
        if row.decision is Decision.KEEP:
            if not same:
                merged.append(row)
            continue
        if same and same[-1] == row:
            continue
        gone = [one for one in same if one.decision is Decision.KEEP or one.term == row.term]
        merged = [one for one in merged if one not in gone]
        merged.append(row)
    return merged


def _same_name(one: NameRow, other: NameRow) -> bool:
    return key_of(one.name) == key_of(other.name)


def write_key(
    path: Path, rows: Sequence[NameRow], columns: Sequence[str], protect: Callable[[str], str]
) -> None:
    """Write a key in one step, readable for its owner alone where the system has that.

    Args:
        path: The file; what stands there is replaced.
        rows: The rows.
        columns: Names of the columns, in the order name, replacement, kind, decision.
        protect: Keeps a cell from being run as a formula.

    Raises:
        FileError: If it cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        cells = row.name, row.term, row.kind.value, row.decision.value
        writer.writerow([protect(cell) for cell in cells])
    _replace(path, text.getvalue().encode("utf-8-sig"))


def _replace(path: Path, data: bytes) -> None:
    path = path.resolve() if path.is_symlink() else path
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(path, f"cannot be written: {reason}.", "Name another place.") from error
