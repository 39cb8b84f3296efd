"""From a file to its bytes, and from bytes to characters."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from ipe_coder.errors import FileError
from ipe_coder.model.decoding import decode
from ipe_coder.model.file_bytes import read_whole
from ipe_coder.model.text import clean
from ipe_coder.readers.archive import ZippedFile

TEXT_LIMIT = 16 * 2**20
"""Bytes of a text file: two and a half million words, far beyond any interview."""

MOST_LINES = 150_000
"""Lines or paragraphs of words, or rows: an interview of eight hours has ten thousand."""

_HIGH = re.compile(rb"[\x80-\xff]")
_DIVIDE = "Divide it into one file for each interview."
_SAVE_AS_UTF8 = "Save the transcript as text in UTF-8 and import that."


class Characters(NamedTuple):
    """The characters of a file in the stored form."""

    text: str
    encoding: str
    """As it was taken."""
    replaced: int
    """How many characters could not be kept."""
    notes: tuple[str, ...]
    """What to say about the encoding."""


def read_bytes(path: Path, limit: int, remedy: str = _DIVIDE) -> bytes:
    """Read a file whole, unless it is none, is empty, or is larger than a limit.

    Args:
        path: The file.
        limit: How many bytes it may have.
        remedy: What to do with a larger one.

    Raises:
        FileError: If it cannot be read; the size is looked at before anything else.
    """
    if isinstance(path, ZippedFile):
        return path.unpack(limit)
    data = read_whole(path, limit, remedy)
    if not data:
        raise FileError(path, "the file is empty.", "Export or copy it again.")
    return data


def read_characters(path: Path, data: bytes) -> Characters:
    """Decode a text file and bring it into the stored form.

    Raises:
        FileError: If the bytes are no text, or text in an encoding that cannot be told.
    """
    try:
        text, encoding = decode(data)
    except ValueError as error:
        raise FileError(path, f"the file {error}.", _SAVE_AS_UTF8) from error
    if encoding == "cp1252" and 3 * len(_HIGH.findall(data)) > len(data):
        # Western text is mostly unaccented; this is Cyrillic, Greek or the like.
        raise FileError(path, "the encoding of the text cannot be told.", _SAVE_AS_UTF8)
    cleaned = clean(text)
    return Characters(cleaned.text, encoding, cleaned.replaced, _encoding_notes(encoding))


def too_long(path: Path) -> FileError:
    """Say that a file has more lines than any interview."""
    message = f"the file has more than {MOST_LINES:,} lines."
    return FileError(path, message, _DIVIDE)


def _encoding_notes(encoding: str) -> tuple[str, ...]:
    if encoding.startswith("utf-8"):
        return ()
    if encoding == "cp1252":
        return (
            "The file is not UTF-8 and was read as Windows-1252 (cp1252): "
            "look at accents and quotation marks.",
        )
    return (f"The file was read as {encoding.upper()}.",)
