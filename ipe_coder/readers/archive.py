"""Zip archives of transcript files, read without trust and without writing anything to a disk."""

from __future__ import annotations

import contextlib
import stat
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean_name

if sys.platform == "win32":
    from pathlib import WindowsPath as _Base
else:
    from pathlib import PosixPath as _Base

ENDINGS = (".zip",)
"""Ends of the names of archives, in lower case."""
MOST_FILES = 50_000
MOST_UNPACKED = 2 * 2**30
"""Bytes of all files of an archive together."""

_DIRECTORY_LIMIT = 32 * 2**20
_END = b"PK\x05\x06"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What the zip module raises over archives that are damaged, or packed as it cannot unpack."""
_PACKINGS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Others can ask for any amount of memory before a byte is unpacked."""
_UNPACK = "Unpack the archive and name its folder."


class ZippedFile(_Base):
    """A file inside an archive: it goes by its path there, and is unpacked when it is read."""

    archive: zipfile.ZipFile
    member: zipfile.ZipInfo

    def unpack(self, limit: int) -> bytes:
        """Give its bytes.

        Raises:
            FileError: If it is locked, damaged, empty, or larger than a limit.
        """
        if self.member.flag_bits & 1:
            raise FileError(self, "the file is locked with a password.", _UNPACK)
        if self.member.compress_type not in _PACKINGS:
            raise FileError(self, "the file is packed in a way that is not read.", _UNPACK)
        try:
            with self.archive.open(self.member) as stream:
                data = stream.read(limit + 1)
        except _UNREADABLE as error:
            raise FileError(self, "the file is damaged in its archive.", _UNPACK) from error
        if not data:
            raise FileError(self, "the file is empty.", "Export or copy it again.")
        if len(data) > limit:
            message = f"the file unpacks to more than {limit // 2**20} MB."
            raise FileError(self, message, "Divide it into one file for each interview.")
        return data


class Member(NamedTuple):
    """A file of an archive, and why it cannot be one to import; empty where it can."""

    file: ZippedFile
    refused: str


def open_archive(path: Path) -> list[Member]:
    """List the files of an archive, without its folders.

    Raises:
        FileError: If it is no archive, is damaged, or would unpack beyond all measure.
    """
    try:
        _refuse_directory(path)
        archive = zipfile.ZipFile(path)
    except _UNREADABLE as error:
        if isinstance(error, OSError) and error.strerror:
            reason = error.strerror.lower()
            raise FileError(path, f"the file cannot be read: {reason}.", "Look at it.") from error
        message = "this is no zip archive, or a damaged one."
        raise FileError(path, message, "Copy it again, or name a folder.") from error
    members = [one for one in archive.infolist() if not one.is_dir()]
    unpacked = sum(one.file_size for one in members)
    if len(members) > MOST_FILES or unpacked > MOST_UNPACKED:
        archive.close()
        message = f"the archive holds {len(members):,} files of {unpacked / 2**20:,.0f} MB."
        raise FileError(path, message, "Divide it, or unpack it and name its folder.")
    return list(_members(path, archive, members))


def _members(
    path: Path, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> Iterator[Member]:
    seen: set[str] = set()
    for one in members:
        name = _name_of(one)
        refused = _refused(name, one)
        if name in seen:
            message = f"the archive holds two files called “{clean_name(name)}”."
            raise FileError(path, message, _UNPACK)
        seen.add(name)
        inside = [part for part in PurePosixPath(name).parts if part not in {"/", ".."}]
        file = ZippedFile(path, *(inside or ["no name"]))
        file.archive, file.member = archive, one
        yield Member(file, refused)


def _name_of(member: zipfile.ZipInfo) -> str:
    """Give the name as it was meant: many programs write UTF-8 and do not say so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with contextlib.suppress(ValueError):
            name = name.encode("cp437").decode()
    return name.replace("\\", "/")


def _refused(name: str, member: zipfile.ZipInfo) -> str:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or ":" in parts[0]:
        return "its path leads out of the archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "it is a link, not a file"
    return ""


def _refuse_directory(path: Path) -> None:
    """Refuse an archive whose list of files is too long to be looked at."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 65_557))
        tail = file.read()
    end = tail.rfind(_END)
    if end >= 0 and len(tail) >= end + 16:
        (directory,) = struct.unpack_from("<L", tail, end + 12)
        if directory > _DIRECTORY_LIMIT:
            raise FileError(path, "the archive lists far too many files.", "Divide it.")
