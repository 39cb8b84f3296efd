"""Exports: from a report to files. A failed export leaves what was there as it was."""

from __future__ import annotations

from pathlib import Path

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.report import Report
from ipe_coder.writers import tables, word_report
from ipe_coder.writers._placing import place, staging
from ipe_coder.writers.format import ExportFormat

__all__ = ["FORMATS", "ExportFormat", "write_export"]

FORMATS: tuple[ExportFormat, ...] = (word_report.FORMAT, tables.FORMAT)
"""Every export, in the order in which they are offered."""


def write_export(report: Report, path: Path, format_name: str) -> list[Path]:
    """Write a report, and list the files that were written.

    A name without an ending gets that of the format. A format of several files takes the path
    as a folder, made if it is not there; files of other names in it stay.

    Raises:
        UsageError: If there is no such format.
        FileError: If the name does not fit the format, or a file cannot be written; then every
            file is as it was.
    """
    export = _find_format(format_name)
    return (
        _write_folder(report, path, export)
        if export.is_folder
        else _write_file(report, path, export)
    )


def _find_format(name: str) -> ExportFormat:
    for export in FORMATS:
        if export.name == name.casefold():
            return export
    known = ", ".join(export.name for export in FORMATS)
    raise UsageError(f"There is no export format “{name}”.", f"Formats: {known}.")


def _write_file(report: Report, path: Path, export: ExportFormat) -> list[Path]:
    if not path.suffix:
        path = path.with_name(path.name + export.extensions[0])
    if path.suffix.casefold() not in export.extensions:
        endings = " or ".join(export.extensions)
        message = f"the format {export.name} is written to a file that ends in {endings}."
        raise FileError(path, message, "Give such a name.")
    with staging(path) as stage:
        new = stage / path.name
        export.write(report, new)
        place([(new, path)], stage)
    return [path]


def _write_folder(report: Report, folder: Path, export: ExportFormat) -> list[Path]:
    if folder.is_file():
        message = f"the format {export.name} writes several files into a folder."
        raise FileError(folder, message, "Give the name of a folder.")
    with staging(folder) as stage:
        written = stage / "new"
        written.mkdir()
        export.write(report, written)
        made = not folder.exists()
        folder.mkdir(exist_ok=True)
        pairs = [(new, folder / new.name) for new in sorted(written.iterdir())]
        try:
            place(pairs, stage)
        except FileError:
            if made:
                folder.rmdir()
            raise
    return [target for _, target in pairs]
