"""What an export is: a name, the endings of its files and a function that writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ipe_coder.model.report import Report


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A way to write a report.

    A new one is a module that ends in `FORMAT = ExportFormat(...)`, and its name in `FORMATS`.
    """

    name: str
    """As the command line names it, such as `docx`."""
    extensions: tuple[str, ...]
    """Endings of its file, the usual one first; none where it writes a folder of files."""
    write: Callable[[Report, Path], None]
    """Writes a report to a new file, or into a new and empty folder."""

    @property
    def is_folder(self) -> bool:
        """Whether it writes a folder of files."""
        return not self.extensions
