"""Zipped office files, opened without trust: sizes are limited, and no entity is resolved."""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ipe_coder.errors import FileError

if TYPE_CHECKING:
    import zipfile

    from lxml import etree

PACKAGE_LIMIT = 100 * 2**20
"""Bytes of an office file on disk; beyond its words it may hold pictures."""
PART_LIMIT = 32 * 2**20
"""Bytes of one XML part when unpacked. A tree in memory takes ten times as much."""
ALL_PARTS_LIMIT = 2 * PART_LIMIT
"""Bytes of all parts that are read, when unpacked."""
_MOST_MARKS = {b"<": 1_000_000, b"=": 1_000_000}
"""How often what begins an element or a value may stand in a part, each of which takes a hundred
bytes of memory; an interview of eight hours has half as many elements."""
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
_ENCODINGS = frozenset({b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1"})
"""In others the marks could hide."""

_DIRECTORY_LIMIT = 2**20
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_DIVIDE = "Divide the document, one file an interview."
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_RELATIONSHIPS = "_rels/.rels"


class Kind(NamedTuple):
    """The kind of file that an archive should be, for what is said about it."""

    name: str
    """As in `this is not a Word file`."""
    program: str
    """Where it can be mended."""
    ending: str

    @property
    def save_again(self) -> str:
        """What to do with a file that is odd but may be whole."""
        return (
            f"Open it in {self.program}, save it as {self.ending} under a new name and import that."
        )


WORD = Kind("Word file", "Word", ".docx")
OPEN_DOCUMENT = Kind("OpenDocument text", "LibreOffice", ".odt")


class Package:
    """The parts of a zipped office file."""

    def __init__(self, path: Path, data: bytes, kind: Kind = WORD) -> None:
        """Open the archive.

        Raises:
            FileError: If it is no archive, or a damaged or a dishonest one.
        """
        import zipfile

        self.path, self.kind = path, kind
        self._unpacked = 0
        self._check_ends(data)
        try:
            self._archive: zipfile.ZipFile = zipfile.ZipFile(io.BytesIO(data))
        except (
            zipfile.BadZipFile,
            struct.error,
            ValueError,
            OSError,
            NotImplementedError,
        ) as error:
            raise self._damaged() from error

    def names(self) -> list[str]:
        """List the parts."""
        return self._archive.namelist()

    def main_part(self) -> str | None:
        """Find the part that the package says is its document."""
        relationships = self.parse(_RELATIONSHIPS)
        if relationships is None:
            return None
        for relationship in relationships:
            kind, target = relationship.get("Type"), relationship.get("Target")
            if kind and target and kind.endswith("/officeDocument"):
                return posixpath.normpath(target.lstrip("/"))
        return None

    def parse(self, name: str) -> etree._Element | None:
        """Parse an XML part; None if there is no such part.

        Raises:
            FileError: If it is damaged, too large, or declares a document type.
        """
        from lxml import etree

        data = self._read(name)
        if data is None:
            return None
        self._check_marks(name, data)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(name) from error
        if root.getroottree().docinfo.internalDTD is not None:
            message = f"its part {name} declares a document type, as no {self.kind.name} does."
            raise FileError(self.path, message, self.kind.save_again)
        return root

    def none_such(self, said: str) -> FileError:
        """Say that this is a file of another kind."""
        name, program, ending = self.kind
        article = "an" if name[0] in "AEIOU" else "a"
        hint = f"Give it the ending of what it is, or save it in {program} as {ending}."
        return FileError(self.path, f"{said} {article} {name}.", hint)

    def locked(self) -> FileError:
        """Say that it needs a password."""
        message = "the file is locked with a password."
        return FileError(self.path, message, f"Remove it in {self.kind.program}.")

    def _read(self, name: str) -> bytes | None:
        """Unpack a part, never more of it than the limit."""
        import zipfile

        try:
            part = self._archive.getinfo(name)
        except KeyError:
            return None
        if part.flag_bits & 1:
            raise self.locked()
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise self._damaged(name)
        try:
            data = b"" if part.file_size > PART_LIMIT else self._unpack(part)
        except (
            zipfile.BadZipFile,
            zlib.error,
            struct.error,
            EOFError,
            ValueError,
            OSError,
        ) as error:
            raise self._damaged(name) from error
        if part.file_size > PART_LIMIT or len(data) > PART_LIMIT:
            message = f"its part {name} unpacks to more than {PART_LIMIT // 2**20} MB."
            raise FileError(self.path, message, _DIVIDE)
        self._unpacked += len(data)
        if self._unpacked > ALL_PARTS_LIMIT:
            message = f"its parts unpack to more than {ALL_PARTS_LIMIT // 2**20} MB."
            raise FileError(self.path, message, _DIVIDE)
        return data

    def _check_marks(self, name: str, data: bytes) -> None:
        """Refuse a part that would take too much time and memory to parse."""
        declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8)[:200])
        if declared and declared[1].lower() not in _ENCODINGS:
            message = f"its part {name} is in an encoding that is not read."
            raise FileError(self.path, message, self.kind.save_again)
        if data[:1] == b"\x4c" or any(
            data.count(mark) > most for mark, most in _MOST_MARKS.items()
        ):
            message = f"its part {name} has far too many elements."
            raise FileError(self.path, message, _DIVIDE)

    def _unpack(self, part: zipfile.ZipInfo) -> bytes:
        with self._archive.open(part) as stream:
            return stream.read(PART_LIMIT + 1)

    def _check_ends(self, data: bytes) -> None:
        """Refuse what is no archive, or one with a list of parts too long to be read."""
        if data.startswith(_OLD_OFFICE):
            message = "this is an old Word file (.doc), or one locked with a password."
            raise FileError(self.path, message, "Save it in Word as .docx without a password.")
        if not data.startswith(b"PK"):
            raise self.none_such("this is not")
        end = data.rfind(_END, max(0, len(data) - 65_557))
        if end < 0 or len(data) < end + 22:
            message = "the file is cut short: the end of the archive is missing."
            raise FileError(self.path, message, "Copy or download it again.")
        (directory,) = struct.unpack_from("<L", data, end + 12)
        if directory > _DIRECTORY_LIMIT or data[max(0, end - 20) : end].startswith(_END_64):
            raise FileError(self.path, "the file has far too many parts.", self.kind.save_again)

    def _damaged(self, name: str = "") -> FileError:
        what = f"its part {name} is damaged" if name else "the archive is damaged"
        return FileError(
            self.path, f"{what}.", f"Copy the file again, or mend it in {self.kind.program}."
        )
