"""The process that takes the words out of a PDF: bytes come in, a line of JSON a page goes out.

It is a process of its own because a PDF can be made so that any program that reads it takes
all time and memory: here both are limited, and the program around it goes on.
"""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pdfminer.pdfdocument import PDFDocument
    from pdfplumber.page import Page

MEMORY = 350 * 2**20
"""Bytes that the process may have, where the system can limit them; its parent holds the file."""
PATIENCE = 4.0
"""Seconds of the processor that opening or one page may take; most take a twentieth of that."""
ALL_PAGES = 1.0
"""Seconds of the processor that a page may take on the average, beside what one may."""
MOST_PAGES = 1000
MOST_CHARACTERS = 50_000
"""Characters of one page: a page of a book has three thousand."""
_MOST_EDGES = 1000
_FARTHEST = 1e6
"""Points from the corner of a page: far beyond any paper, though a word may be clipped."""
_MOST_CELLS = 400
_LONGEST_ANSWER = 8 * 2**20
_LONGEST_BESIDE = 2 * 2**20
_BOLD = ("bold", "black", "heavy", "semibold", "demi")
_LOOK = 0.2
"""Seconds between two looks at the time."""


class Clock:
    """The seconds of the processor that are left for what is being read.

    Those of the clock on the wall would refuse a sound file wherever the machine is busy.
    """

    def __init__(self) -> None:
        self._latest = self._all = time.process_time() + PATIENCE

    def pages(self, count: int) -> None:
        """Give time for so many pages."""
        self._all = time.process_time() + PATIENCE + count * ALL_PAGES
        self.turn()

    def turn(self) -> None:
        """Begin with the next page."""
        self._latest = min(time.process_time() + PATIENCE, self._all)

    @property
    def is_over(self) -> bool:
        """Whether what is being read has taken too long."""
        return time.process_time() > self._latest


def main() -> None:
    """Read a PDF from the standard input and write what is in it to the standard output."""
    _limit_memory()
    # Warnings of the library are for its makers; what it finds wrong is said by what comes out.
    output, sys.stderr = sys.stdout, io.StringIO()
    data = sys.stdin.buffer.read()
    clock = Clock()
    threading.Thread(target=_watch, args=(clock,), daemon=True).start()
    for answer in answers(data, clock):
        print(answer, file=output, flush=True)


def _watch(clock: Clock) -> None:
    """End the process when its time is over, with its last answer."""
    while not clock.is_over:
        time.sleep(_LOOK)
    # Past what is printed in Python: the page that takes so long may hold its locks.
    os.write(1, json.dumps({"refused": "slow"}).encode() + b"\n")
    os._exit(1)


def answers(data: bytes, clock: Clock | None = None) -> Iterator[str]:
    """Give the messages of a PDF as lines of JSON.

    Args:
        data: The file.
        clock: Is told when a page begins.
    """
    try:
        for message in _messages(data, clock or Clock()):
            answer = json.dumps(message)
            yield answer if len(answer) < _LONGEST_ANSWER else json.dumps({"refused": "full"})
    except (MemoryError, RecursionError):
        yield json.dumps({"refused": "heavy"})


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        for kind in (resource.RLIMIT_DATA, resource.RLIMIT_AS):
            limit = MEMORY if kind == resource.RLIMIT_DATA else 2 * MEMORY
            resource.setrlimit(kind, (limit, limit))


def _messages(data: bytes, clock: Clock) -> Any:
    """Make the messages: that all is ready, how many pages there are, and each page."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfplumber.utils.exceptions import PdfminerException

    yield {"ready": True}
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = pdf.pages
            yield {"pages": len(pages)}
            clock.pages(len(pages))
            for page in pages[:MOST_PAGES]:
                yield _page(page)
                page.close()
                clock.turn()
            if sys.argv[1:2] == ["everything"]:
                yield _beside(pdf.doc)
    except PdfminerException as error:
        if any(isinstance(one, MemoryError | RecursionError) for one in error.args):
            raise MemoryError from error
        locked = (PDFPasswordIncorrect, PDFTextExtractionNotAllowed)
        kind = "locked" if any(isinstance(one, locked) for one in error.args) else "damaged"
        yield {"refused": kind}
    except (MemoryError, RecursionError):
        raise
    except Exception:  # whatever the library did not foresee in a damaged file
        yield {"refused": "damaged"}


def _beside(document: PDFDocument) -> dict[str, Any]:
    """Collect every string that stands in no page: properties, comments, fields, bookmarks."""
    from pdfminer.pdftypes import PDFStream
    from pdfminer.utils import decode_text

    found: dict[str, None] = {}
    attachments = length = 0
    for thing in _objects(document):
        kind = str(thing.attrs.get("Type", "")) if isinstance(thing, PDFStream) else ""
        attachments += "EmbeddedFile" in kind
        texts = [decode_text(one) for one in _strings(thing)]
        if isinstance(thing, PDFStream) and "Metadata" in kind:
            texts.append(thing.get_data().decode("utf-8", "replace"))
        found.update(dict.fromkeys(texts))
        length += sum(map(len, texts))
        if length > _LONGEST_BESIDE:
            return {"refused": "full"}
    return {"beside": "\n".join(found), "attachments": attachments}


def _objects(document: PDFDocument) -> Iterator[Any]:
    yield from (document.info, document.catalog)
    for number in sorted({one for xref in document.xrefs for one in xref.get_objids()}):
        try:
            yield document.getobj(number)
        except Exception:  # noqa: S112 - an object that is damaged, or listed and not there
            continue


def _strings(thing: Any) -> Iterator[bytes]:
    """Go through the strings of an object, but not through other objects that it names."""
    from pdfminer.pdftypes import PDFStream

    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, bytes):
            yield one
        elif isinstance(one, PDFStream):
            waiting.append(one.attrs)
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _page(page: Page) -> dict[str, Any]:
    chars = page.chars
    if len(chars) > MOST_CHARACTERS:
        return {"refused": "full"}
    places = {(char["text"], round(char["x0"]), round(char["top"])) for char in chars}
    if len(places) < len(chars):  # letters are printed twice to look bold
        page = page.dedupe_chars()
    turned = "".join(char["text"] for char in page.chars if _is_turned(char))
    if turned:
        page = page.filter(lambda one: one["object_type"] != "char" or not _is_turned(one))
    left, top, right, bottom = page.bbox
    blanks = [char for char in page.chars if char["text"].isspace()]
    words = page.extract_words(x_tolerance_ratio=0.15, extra_attrs=["size"], return_chars=True)
    return {
        "box": [left, top, right, bottom],
        "words": [_word(word, blanks) for word in words],
        "turned": turned,
        "images": len(page.images),
        "tables": _tables(page),
    }


def _word(word: dict[str, Any], blanks: list[dict[str, Any]]) -> list[Any]:
    """Describe a word: text, edges, size, letters in bold type, a blank after its hyphen."""
    bold = 0
    for char in word["chars"]:
        if not _is_bold(char["fontname"]):
            break
        bold += len(char["text"])
    parted = word["text"].endswith("-") and any(
        -1 < blank["x0"] - word["x1"] < word["size"] and abs(blank["top"] - word["top"]) < 1
        for blank in blanks
    )
    edges = [round(float(word[edge]), 2) for edge in ("x0", "top", "x1", "bottom", "size")]
    if not all(abs(edge) < _FARTHEST for edge in edges):
        raise ValueError("a word stands where no paper is")
    return [word["text"], *edges, bold, parted]


def _is_turned(char: dict[str, Any]) -> bool:
    """Tell whether a letter stands at an angle, as those of a watermark do."""
    across, along = char["matrix"][:2]
    return bool(abs(along) > abs(across) / 10)


def _is_bold(font: Any) -> bool:
    name = str(font).partition("+")[2] or str(font)
    return any(part in name.casefold() for part in _BOLD)


def _tables(page: Page) -> list[list[list[list[float] | None]]]:
    """Find the tables that are ruled, of two columns or more: the edges of their cells by row."""
    if not 4 <= len(page.edges) <= _MOST_EDGES:
        return []
    found = [table.rows for table in page.find_tables()]
    if sum(len(row.cells) for rows in found for row in rows) > _MOST_CELLS:
        return []  # squared paper
    return [
        [
            [
                None if cell is None else [round(float(edge), 2) for edge in cell]
                for cell in row.cells
            ]
            for row in rows
        ]
        for rows in found
        if rows and max(len(row.cells) for row in rows) > 1
    ]


if __name__ == "__main__":
    main()
