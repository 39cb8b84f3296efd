"""The words of files that leave the machine, wherever in them they stand.

Word, Excel, OpenDocument and any other zip are opened member by member; what a reader of the file
never sees (authors of comments, tracked deletions, properties) is read like the rest.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ipe_coder.errors import FileError
from ipe_coder.model.decoding import decode
from ipe_coder.model.file_bytes import read_whole

LARGEST = 500_000_000
"""Bytes that a file may have, unpacked with all its members."""
_DEEPEST = 3
"""Zips inside zips that are opened."""
_MARKUP = (".xml", ".rels", ".html", ".htm", ".xhtml", ".svg", ".qde", ".qdc", ".vml", ".rdf")
_ENDS = re.compile(
    r"</(?:w:p|a:p|text:p|text:h|si|c|row|w:tc|p|div|li|tr|td|th|h[1-6]|title|option|dt|dd|table)>|"
    r"<(?:w:br|w:tab|w:cr|br|hr|text:tab|text:line-break|text:s)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
_MARKED = re.compile(r"\s*<(?:\?xml|!doctype|html)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<!--|-->")


class Part(NamedTuple):
    """A piece of a file's words."""

    place: str
    """The member of a zip, `properties of` something, or nothing for the file itself."""
    text: str
    raw: bytes = b""
    """The bytes, where they are no text."""


ReadPdf = Callable[[str, bytes], Iterable[tuple[str, str]]]
"""Gives places in a PDF with their words; raises a `FileError` for what it cannot look into."""


_LookInto = Callable[[str, bytes], Iterator[Part]]


def read_parts(path: Path, read_pdf: ReadPdf) -> Iterator[Part]:
    """Give all the words of a file, piece by piece.

    Args:
        path: The file.
        read_pdf: Reads the words of a PDF, or of one inside the file.

    Raises:
        FileError: If it cannot be read, is damaged, locked by a password or unpacks to more than
            `LARGEST`; of a PDF that cannot be looked into everywhere, after the rest was given.
    """
    yield from parts_of(path.name, read_whole(path, LARGEST, "Divide it."), read_pdf)


def parts_of(name: str, data: bytes, read_pdf: ReadPdf) -> Iterator[Part]:
    """Give all the words of a file's bytes, as `read_parts` does."""
    unseen: list[FileError] = []

    def look_into(place: str, inside: bytes) -> Iterator[Part]:
        try:
            for where, text in read_pdf(place or name, inside):
                yield Part(f"{place}{' > ' if place else ''}{where}", text)
        except FileError as error:
            unseen.append(error)

    try:
        for part in _parts(name, "", data, [LARGEST], 0, look_into):
            yield part._replace(text=unicodedata.normalize("NFC", part.text))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileError(name, "is a damaged zip.", "Write it again.") from error
    except RuntimeError as error:
        raise FileError(name, "is locked by a password.", "Save it without one.") from error
    except ValueError as error:
        raise FileError(name, f"{error}.", "Scan what it was made from.") from error
    if unseen:
        raise unseen[0]


def _parts(
    name: str, place: str, data: bytes, left: list[int], depth: int, look_into: _LookInto
) -> Iterator[Part]:
    left[0] -= len(data)
    if left[0] < 0:
        raise ValueError(f"unpacks to more than {LARGEST // 1_000_000} MB")
    if data[:4] == b"PK\x03\x04" and depth < _DEEPEST:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist():
                inside = f"{place}{' > ' if place else ''}{member.filename}"
                yield Part(inside, member.filename)
                if member.comment:
                    yield Part(inside, member.comment.decode("utf-8", "replace"))
                if member.file_size > left[0]:
                    raise ValueError(f"unpacks to more than {LARGEST // 1_000_000} MB")
                if not member.is_dir():
                    yield from _parts(
                        member.filename, inside, package.read(member), left, depth + 1, look_into
                    )
    elif data[:5] == b"%PDF-" or name.lower().endswith(".pdf"):
        yield from look_into(place, data)
    else:
        part = _plain_part(place, data)
        marked = name.lower().endswith(_MARKUP) or _MARKED.match(part.text)
        yield from markup_parts(place, part.text) if marked and part.text else [part]


def markup_parts(place: str, source: str) -> Iterator[Part]:
    """Give the words of marked-up text: what is shown, then what stands in attributes."""
    yield Part(place, html.unescape(_TAG.sub("", _ENDS.sub("\n", _SCRIPT.sub(" ", source)))))
    values = "\n".join(one or two for one, two in _ATTRIBUTE.findall(source))
    if values:
        where = f"properties in {place}" if place else "properties"
        yield Part(where, html.unescape(values))


def _plain_part(place: str, data: bytes) -> Part:
    try:
        text, _ = decode(data)
    except ValueError:
        return Part(place, "", data)
    return Part(place, text)
