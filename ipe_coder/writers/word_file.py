"""Saves a Word document so that the same words give the same bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from docx.document import Document as WordDocument

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first date that a zip can hold: the file then does not carry the time of its writing."""


def save(document: WordDocument, path: Path) -> None:
    """Write a document to a file."""
    draft = io.BytesIO()
    document.save(draft)
    with (
        zipfile.ZipFile(draft) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, old.read(name))
