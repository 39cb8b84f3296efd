"""What a transcript format is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ipe_coder.model.transcript import Draft, Rule


@dataclass(frozen=True, slots=True)
class TranscriptFormat:
    """A kind of file that transcripts come in."""

    name: str
    """As it is shown, and kept in the source of a transcript."""
    extensions: tuple[str, ...]
    """Ends of file names, in lower case with their dot."""
    read: Callable[[Path, Rule], Draft]
    """Makes a draft of a file whose name ends so, divided by a rule, or raises `FileError`."""
