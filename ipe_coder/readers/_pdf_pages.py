"""The pages of a PDF, read by a process of its own with limits of time and memory."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ipe_coder.errors import FileError

PATIENCE = 120.0
"""Seconds that opening or one page may take by the clock on the wall, however busy the machine is.

The process ends itself after four seconds of the processor, which is what refuses a file; this is
for what does not even let it look at the time.
"""
_START = 60.0
"""Seconds that the process may take to start, which no file can lengthen."""
_PAGES_LIMIT = 1000
_WORDS_LIMIT = 200_000
_CHARACTERS_LIMIT = 8_000_000
"""Of all pages; a font can make any number of them of one letter."""
_RUN = (
    "import sys; sys.path[:] = sys.argv[2:]; import runpy; "
    "runpy.run_module('ipe_coder.readers._pdf_worker', run_name='__main__')"
)
if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW = 0
_DIVIDE = "Divide it into one file for each interview."
_PRINT_AGAIN = "Save it as .docx or .txt in the program that made it and import that."
_REFUSALS = {
    "locked": (
        "the file is locked with a password.",
        "Open it with the password and print it into a new PDF.",
    ),
    "damaged": ("the file is damaged or is no PDF.", "Copy or export it again."),
    "heavy": ("the file needs far too much memory.", _PRINT_AGAIN),
    "full": ("a page holds far too many characters.", _PRINT_AGAIN),
}


class Word(NamedTuple):
    """A word where it stands on its page, in points from the top left corner."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    """Of the type."""
    bold: int
    """How many letters at its beginning are in bold type."""
    parted: bool
    """A blank follows its hyphen."""


class Box(NamedTuple):
    """A rectangle on a page."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, word: Word) -> bool:
        """Tell whether the middle of a word is in it."""
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


class Page(NamedTuple):
    """What stands on a page."""

    number: int
    """From 1."""
    box: Box
    words: list[Word]
    turned: str
    """Letters that stand at an angle."""
    images: int
    tables: list[list[list[Box | None]]]
    """Ruled tables: rows of cells."""


def read_pages(path: Path, data: bytes) -> list[Page]:
    """Read all pages of a PDF.

    Raises:
        FileError: If it is locked, damaged, or takes too much time, memory or space.
    """
    with _Process(data) as process:
        return gather(path, process.answer)


def read_everything(path: Path, data: bytes) -> tuple[list[Page], str, int]:
    """Read all pages, the words that stand beside them, and the number of attachments.

    Raises:
        FileError: As `read_pages` does.
    """
    with _Process(data, "everything") as process:
        pages = gather(path, process.answer)
        beside = _message(path, process.answer(PATIENCE), 0)
        return pages, str(beside["beside"]), int(beside["attachments"])


def gather(path: Path, ask: Callable[[float], str | bytes | None]) -> list[Page]:
    """Make the pages of what is answered about a PDF.

    Args:
        path: The file.
        ask: Gives the next answer within so many seconds: JSON, nothing where the process ended,
            None where the time is over.

    Raises:
        FileError: If an answer is a refusal, or the file is too large to be an interview.
    """
    _message(path, ask(_START), 0)
    count = _message(path, ask(PATIENCE), 0).get("pages", 0)
    if count > _PAGES_LIMIT:
        message = f"the file has {count} pages; at most {_PAGES_LIMIT} are read."
        raise FileError(path, message, _DIVIDE)
    pages: list[Page] = []
    words = characters = 0
    for number in range(1, count + 1):
        page = _page(number, _message(path, ask(PATIENCE), number))
        pages.append(page)
        words += len(page.words)
        characters += len(page.turned) + sum(len(word.text) for word in page.words)
        if words > _WORDS_LIMIT or characters > _CHARACTERS_LIMIT:
            message = f"the file has more than {_WORDS_LIMIT:,} words."
            raise FileError(path, message, _DIVIDE)
    return pages


def _message(path: Path, answer: str | bytes | None, page: int) -> dict[str, Any]:
    """Read an answer, or raise what it refuses."""
    refused = {"refused": "slow"} if answer is None else {"refused": "heavy"}
    message: dict[str, Any] = json.loads(answer) if answer else refused
    if message.get("refused") == "slow":
        place = f"page {page}" if page else "the file"
        raise FileError(path, f"{place} takes far too long to read.", _PRINT_AGAIN)
    if "refused" in message:
        said, hint = _REFUSALS[message["refused"]]
        raise FileError(path, said, hint)
    return message


class _Process:
    """The process, with a thread that writes to it and one that reads from it."""

    def __init__(self, data: bytes, what: str = "pages") -> None:
        self._data = data
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-c", _RUN, what, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            creationflags=_NO_WINDOW,
            start_new_session=sys.platform != "win32",
        )
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._write, self._read)
        ]

    def __enter__(self) -> _Process:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()

    def answer(self, patience: float) -> bytes | None:
        """Wait for the next answer."""
        try:
            return self._answers.get(timeout=patience)
        except queue.Empty:
            return None

    def _write(self) -> None:
        stream = self._process.stdin
        assert stream is not None
        with suppress(OSError), stream:
            stream.write(self._data)

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        with stream:
            for line in stream:
                self._answers.put(line)
        self._answers.put(b"")


def _page(number: int, message: dict[str, Any]) -> Page:
    words = [Word(*word) for word in message["words"]]
    tables = [
        [[cell and Box(*cell) for cell in row] for row in table] for table in message["tables"]
    ]
    return Page(number, Box(*message["box"]), words, message["turned"], message["images"], tables)
