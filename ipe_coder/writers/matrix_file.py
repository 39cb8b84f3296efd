"""One matrix in a file of its own: a Word table, or its counts as csv."""

from __future__ import annotations

from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.report import Report
from ipe_coder.writers import tables
from ipe_coder.writers._placing import place, staging
from ipe_coder.writers.blocks import head
from ipe_coder.writers.matrix_tables import matrix_part

__all__ = ["write_matrix"]


def write_matrix(report: Report, path: Path) -> Path:
    """Write the matrix of a report's one study to a .docx or a .csv file.

    Raises:
        FileError: If the name ends in neither, or the file cannot be written; it is then as it
            was.
    """
    writers = {".docx": _write_word, ".csv": _write_csv}
    write = writers.get(path.suffix.casefold())
    if write is None:
        raise FileError(path, "a matrix is written to .docx or .csv.", "Give such a name.")
    with staging(path) as stage:
        new = stage / path.name
        write(report, new)
        place([(new, path)], stage)
    return path


def _write_csv(report: Report, path: Path) -> None:
    tables.write_table("matrix", report, path)


def _write_word(report: Report, path: Path) -> None:
    from ipe_coder.writers.word_blocks import BlockWriter
    from ipe_coder.writers.word_file import save
    from ipe_coder.writers.word_styles import new_document

    (study,) = report.studies
    part = matrix_part(study, report)
    document = new_document(report.project, report.made_on)
    writer = BlockWriter(document)
    axes = head(f"{study.matrix.row_axis} by {study.matrix.column_axis}")
    writer.write_front(axes, f"{report.project}, {study.study.label}")
    writer.write([part] if part else [])
    save(document, path)
