"""All words of a PDF, wherever they stand: what looks for names in it reads these."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ipe_coder.errors import FileError
from ipe_coder.readers._pdf_pages import Page, read_everything
from ipe_coder.readers.pdf import garbled

_FEW = 20


class PdfPart(NamedTuple):
    """A piece of a PDF's words."""

    place: str
    """The page, or what stands beside the pages."""
    text: str


def read_pdf_words(name: str, data: bytes) -> Iterator[PdfPart]:
    """Give the words of each page, then those of properties, comments, fields and bookmarks.

    Raises:
        FileError: If it is locked or damaged, or, after all that can be read was given, if a part
            of it could not be looked into: a page that is a picture, a file packed into it.
    """
    path = Path(name)
    pages, beside, attachments = read_everything(path, data)
    if beside:
        yield PdfPart("properties and comments", _plain(beside))
    for page in pages:
        yield PdfPart(f"page {page.number}", _plain(_page_text(page)))
    _refuse_unseen(path, pages, attachments)


def _page_text(page: Page) -> str:
    """Join the words of a page, and once more those that the end of a line may have parted."""
    words = [one.text for one in page.words]
    parted = [first[:-1] + then for first, then in pairwise(words) if first.endswith("-")]
    return "\n".join([" ".join(words), page.turned, *parted])


def _plain(text: str) -> str:
    """Part letters that are printed as one, such as ffi, and join those that are one."""
    return unicodedata.normalize("NFKC", text)


def _refuse_unseen(path: Path, pages: list[Page], attachments: int) -> None:
    """Say what could not be looked into, rather than let the file pass for clean."""
    pictures = [str(one.number) for one in pages if not one.words and one.images]
    ocr = "Run OCR on it (such as ocrmypdf), or scan what it was made from."
    if pages and len(pictures) == len(pages):
        message = "has no text layer: its pages are pictures, which were not looked into."
        raise FileError(path, message, ocr)
    if pictures:
        more = " and more" if len(pictures) > _FEW else ""
        shown = f"{'page' if len(pictures) == 1 else 'pages'} {', '.join(pictures[:_FEW])}{more}"
        verb = "is a picture" if len(pictures) == 1 else "are pictures"
        message = f"{shown} {verb} without a text layer, not looked into."
        raise FileError(path, message, ocr)
    if why := garbled(" ".join(word.text for page in pages for word in page.words)):
        raise FileError(path, why, "Scan what it was made from.")
    if attachments:
        message = "holds files of its own (attachments), which were not looked into."
        raise FileError(path, message, "Save them out of it and scan them too.")
