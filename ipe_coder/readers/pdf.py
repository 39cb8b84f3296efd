"""PDF with a text layer, as word processors and other products for coding print it.

A PDF keeps letters and places, no paragraphs and no order; both are worked out from the page.
**Look at the preview**: where there is a docx or txt of the same interview, take that.

- **Speakers** are found as in Word: `Name:` at the beginning of a paragraph, names in bold type,
  headings with times, ruled tables with a column of speakers, and a column of names beside
  a column of words.
- **Paragraphs** end where the next word would still have had room on the line, where lines stand
  wider apart, and at numbers and labels. A paragraph goes on over the end of a page. A hyphen at
  the end of a line stays unless the same word stands elsewhere in the file without it; each
  word that was joined is said.
- **Left out**, and listed word for word by what the import says: page headers, footers and page
  numbers (what recurs in one place of many pages), numbers of paragraphs and lines in the
  margin, footnotes in smaller type and their marks, stretches that are turned (a watermark),
  and what lies outside the page and is not seen.
- **Printed as words**: what the page shows of tracked deletions, comments and list numbers
  cannot be told from speech.
- **Refused**: a scan without a text layer (run OCR on it, or import the docx), fonts that do not
  tell their characters, writing from right to left, and a file with a password.
- **Limits**: 100 MB, 1,000 pages, 200,000 words, 50,000 characters a page; four seconds of the
  processor a page, and one on the average. The file is read by a process of its own that has at
  most 350 MB of memory, where the system can limit it. A page takes about a quarter of a second.
"""

from __future__ import annotations

import re
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft, LeftOut, Rule
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._files import read_bytes
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._package import PACKAGE_LIMIT
from ipe_coder.readers._paragraphs import script_of
from ipe_coder.readers._pdf_layout import lay_out
from ipe_coder.readers._pdf_pages import Page, read_pages

NAME = "PDF"
_HEAD = b"%PDF-"
_UNKNOWN = re.compile(r"\(cid:\d+\)|\ufffd|[\ue000-\uf8ff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RTL = "it is written from right to left, and a PDF does not keep that order."
_RTL_HINT = "Save it as .docx or .txt in the program that made it and import that."


def read(path: Path, rule: Rule) -> Draft:
    """Read a PDF.

    Raises:
        FileError: If it cannot be read, is none, is locked, or has no text that can be trusted.
    """
    data = read_bytes(path, PACKAGE_LIMIT)
    if _HEAD not in data[:1024]:
        hint = "Give it the ending of what it is, or print it into a PDF."
        raise FileError(path, "this is not a PDF.", hint)
    pages = read_pages(path, data)
    _check_text(path, pages)
    layout = lay_out(pages)
    script = script_of(path, layout.paragraphs)
    script.left_out += [LeftOut(one.kind, clean(one.text).text) for one in layout.left_out]
    if layout.joined:
        shown = ", ".join(layout.joined[:8]) + (" and more" if len(layout.joined) > 8 else "")
        script.notes.append(f"Words divided at the end of a line were joined: {shown}.")
    empty = [str(page.number) for page in pages if not page.words and page.images]
    if empty:
        script.notes.append(
            f"Pages without text were left out; they may be scanned: {', '.join(empty[:20])}."
        )
    return make_draft(path, NAME, data, script, rule)


def _check_text(path: Path, pages: list[Page]) -> None:
    """Refuse what has no text layer, or one that is not what is seen."""
    text = " ".join(word.text for page in pages for word in page.words)
    letters = sum(map(str.isalnum, text))
    if not letters:
        if any(page.images for page in pages):
            message = "the file is a scan: its pages are pictures without a text layer."
            hint = "Run OCR on it (such as ocrmypdf), check the words, and import the result."
            raise FileError(path, message, hint)
        raise FileError(path, "the file holds no words.", "Look into it: is it the transcript?")
    if why := garbled(text):
        hint = _RTL_HINT if why == _RTL else "Save it as .docx, or run OCR on it, and import that."
        raise FileError(path, why, hint)


def garbled(text: str) -> str:
    """Say why the words of a PDF are not those that are seen; nothing if they are."""
    letters = sum(map(str.isalnum, text))
    if len(_UNKNOWN.findall(text)) * 20 > letters:
        return "its fonts do not tell which characters they print."
    return _RTL if len(_RIGHT_TO_LEFT.findall(text)) * 10 > letters else ""


FORMAT = TranscriptFormat(NAME, (".pdf",), read)
