"""Every reader of files under a name, with files that it reads and what must hold of what it gives.

The names are the ends of names of transcripts, `.zip`, and the kinds of tables and lists.
"""

from __future__ import annotations

import signal
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from datetime import time as time_of_day
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ipe_coder.codebook_io import read_codebook
from ipe_coder.errors import FileError
from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft
from ipe_coder.readers import FORMATS, _pdf_pages, _pdf_worker, pdf, read_transcript
from ipe_coder.readers.archive import ENDINGS, open_archive
from ipe_coder.readers.guide import read_guide
from ipe_coder.tables import (
    read_asked,
    read_participants,
    read_results,
    read_segments,
    read_survey,
)
from ipe_coder.tables.names import read_names
from tests.readers.pdf_files import Item, pdf_file, set_pages

ROOT = Path(__file__).parent.parent
_LARGEST = 400_000
"""Bytes of a file that is damaged."""


class Kind(NamedTuple):
    """A reader, and where files that it reads are: patterns from the root of the project."""

    read: Callable[[Path], Any]
    patterns: tuple[str, ...]
    workbook: bool = False
    """Whether it reads each of its tables as a workbook too."""


def _zipped(path: Path) -> list[Draft]:
    """Read what an archive holds."""
    known = {ending for each in FORMATS for ending in each.extensions}
    drafts = []
    for member in open_archive(path):
        if not member.refused and member.file.suffix.lower() in known:
            with suppress(FileError):
                drafts.append(read_transcript(member.file))
    return drafts


def _transcripts(ending: str) -> Kind:
    patterns = (f"tests/data/transcripts/*{ending}", f"transcripts/*/*{ending}")
    return Kind(read_transcript, patterns[:1] if ending == ".csv" else patterns)


_TABLES = "tests/data/tables"
KINDS = {
    **{each.extensions[0]: _transcripts(each.extensions[0]) for each in FORMATS},
    ".zip": Kind(_zipped, ()),
    "guide": Kind(read_guide, ("transcripts/*/guide.md",)),
    "codebook": Kind(read_codebook, ("codebooks/*.yaml", "tests/data/codebooks/*")),
    "participants": Kind(
        read_participants, (f"{_TABLES}/participants.csv", "transcripts/*/participants.csv"), True
    ),
    "results": Kind(read_results, (f"{_TABLES}/results_forms.csv", "results/hhp2.csv"), True),
    "segments": Kind(read_segments, (f"{_TABLES}/segments.csv", "transcripts/*/coded_*.csv"), True),
    "asked": Kind(read_asked, ("tests/data/guides/asked.csv",), True),
    "survey": Kind(read_survey, ("transcripts/*/summaries.csv", "transcripts/*/memos.csv"), True),
    "names": Kind(read_names, ("transcripts/*/identifiers.csv", "transcripts/studies.yaml"), True),
}
"""Every reader by its name."""


@cache
def seeds(kind: str) -> list[Path]:
    """List the files of a kind, those among the data and those made of them."""
    found = [path for pattern in KINDS[kind].patterns for path in sorted(ROOT.glob(pattern))]
    found = [path for path in found if path.stat().st_size <= _LARGEST]
    folder = Path(tempfile.mkdtemp(prefix="fuzz_seeds_"))
    made = list(_made(kind, found, folder))
    # A whole PDF takes ten times as long as a page, and a full page as one of few words.
    return made + 4 * [made[0], made[-1]] if kind == ".pdf" else found + made


def _made(kind: str, found: list[Path], folder: Path) -> Iterator[Path]:
    """Make files of forms that the data lacks."""
    if kind == ".xlsx":
        yield _workbook(folder / "made.xlsx", _ROWS)
    elif kind in ENDINGS:
        path = folder / f"made{kind}"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for each in (".vtt", ".txt", ".docx"):
                archive.write(seeds(each)[0], f"Interviews/é {each[1:]}{each}")
        yield path
    elif kind == ".pdf":
        yield from _pdfs(found, folder)
    elif kind == "guide":
        yield from _guides(found[0].read_text(encoding="utf-8"), folder)
    elif kind == "names":
        yield _written(folder / "names.txt", "Ann Lee\nStockport\nÉ. Zola\n")
    elif KINDS[kind].workbook:
        import csv

        for path in found:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                yield _workbook(folder / f"{path.stem}.xlsx", list(csv.reader(stream)))


def _pdfs(found: list[Path], folder: Path) -> Iterator[Path]:
    """Make PDFs of one page of the real ones, and of two with all that stands around a text."""
    import pypdfium2  # type: ignore[import-untyped]

    for path in found:
        short = pypdfium2.PdfDocument.new()
        short.import_pages(pypdfium2.PdfDocument(path), [0])
        short.save(folder / path.name)
        yield folder / path.name
    said = [f"{name}:** It was late, and so it went on." for name in ("INT", "P1") * 9]
    pages = set_pages(said, on_page=12)
    for number, page in enumerate(pages, 1):
        page += [Item("Interview 7", 72, 815), Item(f"Page {number}", 280, 25)]
        page += [Item("DRAFT", 200, 400, 40, turned=True), Item("1 A note", 72, 60, 7)]
        page += [Item("Ann", 80, 205), Item("Late", 180, 205), Item("Ben", 80, 185)]
    lines = [f"{x} 180 m {x} 220 l S" for x in (72, 170, 500)]
    lines += [f"72 {y} m 500 {y} l S" for y in (180, 200, 220)]
    made = folder / "made.pdf"
    made.write_bytes(pdf_file(pages, drawing="\n".join(lines)))
    yield made


def _guides(text: str, folder: Path) -> Iterator[Path]:
    import docx

    yield _written(folder / "guide.txt", text)
    rows = ["no.,question,codes,respondent,part", '1,"Why, then?",Time; Access,manager,Work']
    yield _written(folder / "guide.csv", "\n".join([*rows, "2a,And how?,,,", ""]))
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    table = document.add_table(0, 3)
    for row in (("no.", "question", "codes"), ("1", "Why?", "Time"), ("2", "How?", "")):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(folder / "guide.docx"))
    yield folder / "guide.docx"


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


_ROWS = [
    ["Speaker", "Start", "End", "Text", "Day"],
    [None, None, None, "A title"],
    ["INT", 3, 4.5, "Why?", date(2024, 2, 3)],
    ["P1", "0:05", timedelta(seconds=9), "It was late.", "2024-02-03"],
    ["P1", 0.5, None, "[laughs]", True],
    ["INT", 12, 13, "=A2", time_of_day(1, 2)],
]


def _workbook(path: Path, rows: list[Any]) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if rows is _ROWS:
        sheet["A3"].number_format = "0.00%"
    book.save(path)
    return path


def wrong(given: Any) -> str:
    """Tell what does not hold of what a reader gave; nothing where all does."""
    if isinstance(given, Draft):
        return _wrong_draft(given)
    if isinstance(given, Codebook):
        return _wrong_codebook(given)
    if isinstance(given, str) and clean(given).text != given:
        return f"a text is not in the stored form: {given[:60]!r}"
    if isinstance(given, list | tuple):
        return "".join(map(wrong, given))
    if is_dataclass(given):
        return "".join(wrong(getattr(given, field.name)) for field in fields(given))
    if isinstance(given, dict):
        return wrong([*given, *given.values()])
    return ""


def _wrong_draft(draft: Draft) -> str:
    pieces = [draft.text[turn.start : turn.end] for turn in draft.turns]
    if clean(draft.text) != (draft.text, 0):
        return "the text is not in the stored form"
    if "\n".join(pieces) != draft.text or not all(piece.strip() for piece in pieces):
        return "the turns do not cover the text"
    return ""


def _wrong_codebook(codebook: Codebook) -> str:
    names = [code.id for code in codebook.codes]
    parents = {code.parent_id for code in codebook.codes} - {None}
    if len(set(names)) < len(names) or not parents <= set(names):
        return "codes of one path, or under nothing"
    return "".join(wrong(getattr(code, field.name)) for code in codebook.codes
                   for field in fields(Code))  # fmt: skip


class _TooLong(BaseException):
    """Passes by whatever a library catches."""


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise _TooLong

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def pdfs_read_here(*, on: bool) -> Iterator[None]:
    """Let PDFs be read by this process instead of one of their own, ten times as fast.

    The same code runs under the same limits of time; memory is that of this process.
    """
    apart = _pdf_pages.read_pages
    vars(pdf)["read_pages"] = _pages if on else apart
    try:
        yield
    finally:
        vars(pdf)["read_pages"] = apart


def _pages(path: Path, data: bytes) -> list[_pdf_pages.Page]:
    answers = _pdf_worker.answers(data)

    def ask(patience: float) -> str | None:
        try:
            with _alarm(max(patience, 0.01)):
                return next(answers, "")
        except _TooLong:
            return None

    return _pdf_pages.gather(path, ask)
