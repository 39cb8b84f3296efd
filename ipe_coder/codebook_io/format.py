"""What a codebook format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ipe_coder.model.code import Codebook


@dataclass(frozen=True, slots=True)
class CodebookFormat:
    """A kind of codebook file, with the functions that read and write it."""

    name: str
    """As a person says it: `YAML`."""
    extensions: tuple[str, ...]
    """In lower case, with the dot."""
    read: Callable[[Path], Codebook]
    """Make a codebook of a file; raises FileError where it does not fit."""
    write: Callable[[Codebook, Path], None]
    """Write a codebook to a file, in place of what is there."""
