"""Codebook files, both ways: `FORMATS` lists every format that is read and written."""

from __future__ import annotations

from pathlib import Path

from ipe_coder.codebook_io import table, yaml_file
from ipe_coder.codebook_io.format import CodebookFormat
from ipe_coder.errors import FileError
from ipe_coder.model.code import Codebook

__all__ = ["FORMATS", "CodebookFormat", "read_codebook", "write_codebook"]

FORMATS: tuple[CodebookFormat, ...] = (yaml_file.FORMAT, table.FORMAT)
"""The formats, each known by its extensions."""


def read_codebook(path: Path) -> Codebook:
    """Read a codebook in the format that its extension names.

    Every code has its path as `id`, its parent's path as `parent_id`, and its place among
    its siblings; codes stand in reading order. A file that names no codebook gives its own
    stem as the name.

    Raises:
        FileError: If the file cannot be read or does not fit, with its line and a remedy.
    """
    return _format_of(path).read(path)


def write_codebook(codebook: Codebook, path: Path) -> None:
    """Write a codebook in the format that the extension names.

    Raises:
        FileError: If the extension is not known or the file cannot be written.
    """
    _format_of(path).write(codebook, path)


def _format_of(path: Path) -> CodebookFormat:
    extension = path.suffix.lower()
    for known in FORMATS:
        if extension in known.extensions:
            return known
    extensions = ", ".join(extension for known in FORMATS for extension in known.extensions)
    said = f"“{extension}” is not an extension" if extension else "the name has no extension"
    raise FileError(path, f"{said} of a codebook file.", f"Codebooks are {extensions}.")
