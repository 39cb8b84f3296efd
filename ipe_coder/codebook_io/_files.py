"""Texts of codebook files: read with a limit, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.decoding import decode
from ipe_coder.model.file_bytes import read_whole
from ipe_coder.model.text import clean

LARGEST = 5 * 2**20
"""Bytes; a codebook of a thousand codes has about half a million."""


def read_text(path: Path) -> str:
    """Read a text file into the stored form.

    Raises:
        FileError: If it is missing, empty, too large or not text.
    """
    data = read_whole(path, LARGEST, "Give a codebook file.")
    try:
        text, _ = decode(data)
    except ValueError as error:
        raise FileError(path, f"{error}.", "Save the codebook as text in UTF-8.") from error
    text = clean(text).text
    if not text.strip():
        raise FileError(path, "the file is empty.", "Give a file that holds codes.")
    return text


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a text file so that a reader sees the old file or the new one, never a part.

    Raises:
        FileError: If the folder or the file cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("w", encoding=encoding, newline="") as stream:
                stream.write(text)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        message = f"cannot be written: {reason(error)}."
        raise FileError(path, message, "Choose another place.") from error


def reason(error: OSError) -> str:
    """Say in a few words why the system refused."""
    return (error.strerror or "unknown reason").lower()
