"""What is in a folder, for choosing files from it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.text import fold

_KILO = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a folder."""

    path: Path
    name: str
    """As it is shown: a folder with a stroke at its end."""
    is_folder: bool = False
    size: int = 0
    changed: float = 0.0
    """When it was last written, in seconds."""

    @property
    def size_words(self) -> str:
        """The size as people say it."""
        for unit, factor in (("MB", _KILO**2), ("KB", _KILO)):
            if self.size >= factor:
                return f"{self.size / factor:.1f} {unit}"
        return f"{self.size} B"

    @property
    def day(self) -> str:
        """The day on which it was last written."""
        return f"{datetime.fromtimestamp(self.changed, UTC).astimezone():%d %b %Y}".lstrip("0")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with its folders first, then the files that fit."""

    path: Path
    entries: tuple[Entry, ...] = ()
    others: int = 0
    """Files that do not fit."""

    @property
    def files(self) -> list[Entry]:
        """The files that fit."""
        return [one for one in self.entries if not one.is_folder]


def read_folder(path: Path, endings: Sequence[str]) -> Folder:
    """Read a folder; what is hidden is left out.

    Raises:
        FileError: If it cannot be read.
    """
    path = Path(os.path.normpath(path.absolute()))
    folders, files, others = [], [], 0
    try:
        with os.scandir(path) as found:
            for one in found:
                if one.name.startswith("."):
                    continue
                if one.is_dir():
                    folders.append(Entry(Path(one.path), f"{one.name}/", is_folder=True))
                elif one.name.lower().endswith(tuple(endings)):
                    status = one.stat()
                    files.append(
                        Entry(Path(one.path), one.name, False, status.st_size, status.st_mtime)
                    )
                else:
                    others += 1
    except OSError as error:
        raise FileError(path, f"the folder cannot be read: {error.strerror}.") from error
    above = [Entry(path.parent, "../", is_folder=True)] if path.parent != path else []
    entries = (*above, *_by_name(folders), *_by_name(files))
    return Folder(path, entries, others)


def expand(typed: str, folder: Path) -> Path:
    """Make a path of what is typed: `~` is the home folder, else it begins in `folder`."""
    path = Path(os.path.expanduser(typed))
    return path if path.is_absolute() else folder / path


def complete(typed: str, folder: Path, endings: Sequence[str]) -> str:
    """Complete a path as far as all that begins so agree."""
    begins = typed.rpartition("/")[2]
    inside = expand(typed[: len(typed) - len(begins)] or ".", folder)
    if not inside.is_dir():
        return typed
    entries = read_folder(inside, endings).entries
    names = [
        one.name for one in entries if one.name != "../" and fold(one.name).startswith(fold(begins))
    ]
    common = _common_head(names)
    return typed[: len(typed) - len(begins)] + common if len(common) > len(begins) else typed


def listed(endings: Sequence[str]) -> str:
    """List ends of names as people say them: `docx, txt or md`."""
    names = [ending.removeprefix(".") for ending in endings]
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def shown_path(path: Path) -> str:
    """Write a folder's path as it is typed, with a stroke at its end."""
    try:
        inside = path.relative_to(Path.home())
    except ValueError:
        text = str(path)
    else:
        text = f"~/{inside}" if inside.parts else "~"
    return text if text.endswith("/") else f"{text}/"


def paths_in(text: str) -> list[Path]:
    """Find files in what a terminal pastes when files are dragged into it."""
    try:
        parts = shlex.split(text)
    except ValueError:
        parts = [text.strip()]
    paths = [Path(part.removeprefix("file://")).expanduser() for part in parts]
    return paths if paths and all(path.is_file() for path in paths) else []


def _common_head(names: Sequence[str]) -> str:
    if not names:
        return ""
    first = names[0]
    length = len(first)
    for name in names[1:]:
        same = 0
        for one, other in zip(fold(first[:length]), fold(name), strict=False):
            if one != other:
                break
            same += 1
        length = same
    return first[:length]


def _by_name(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: one.name.casefold())
