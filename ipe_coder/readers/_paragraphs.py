"""Paragraphs as word processors have them, laid out in the lines of a script."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from ipe_coder.model.text import clean
from ipe_coder.readers._tables import Row, read_rows
from ipe_coder.readers._turns import Script

LONGEST_BOLD = 60
"""Characters: bold type that goes on for longer is no name."""

Place = tuple[int, int, int]
"""Table, row and column, each from 0."""


@dataclass(slots=True)
class Paragraph:
    """The words of a paragraph and where it stands."""

    text: str
    """The words, with a line feed for each break."""
    place: Place | None = None
    """Where in a table it stands, if it stands in one."""
    bold: int = 0
    """How many characters at its start are in bold type."""


class Words:
    """The words of a paragraph while it is read, and how many of them begin it in bold type."""

    def __init__(self) -> None:
        """Begin without words."""
        self.bold = 0
        self._parts: list[str] = []
        self._opening = True

    @property
    def text(self) -> str:
        """The words so far."""
        return "".join(self._parts)

    def add(self, text: str, *, bold: bool) -> None:
        """Add a stretch of one look; blanks count as bold where bold words stand before them."""
        self._parts.append(text)
        if self._opening:
            self._opening = (bold or not text.strip()) and self.bold <= LONGEST_BOLD
            self.bold += len(text) if self._opening else 0


def script_of(paragraphs: list[Paragraph]) -> Script:
    """Lay paragraphs and tables out in the lines of a script."""
    script = Script([])
    for table, group in groupby(
        paragraphs, lambda paragraph: paragraph.place and paragraph.place[0]
    ):
        if table is None:
            for paragraph in group:
                _add_paragraph(script, paragraph)
        else:
            _add_table(script, list(group))
    return script


def _add_paragraph(script: Script, paragraph: Paragraph) -> None:
    lines = _lines(script, paragraph)
    if paragraph.bold and lines[0]:
        indent = len(paragraph.text) - len(paragraph.text.lstrip())
        script.bold[len(script.lines)] = min(max(paragraph.bold - indent, 0), len(lines[0]))
    script.lines.extend(lines)


def _add_table(script: Script, paragraphs: list[Paragraph]) -> None:
    rows: list[Row] = []
    for paragraph in paragraphs:
        _, row, column = paragraph.place or (0, 0, 0)
        while len(rows) <= row:
            rows.append([])
        while len(rows[row]) <= column:
            rows[row].append([])
        rows[row][column] += [line for line in _lines(script, paragraph) if line]
    headed, left_out = read_rows(rows)
    for line, head in headed:
        if head is not None:
            script.given[len(script.lines)] = head
        script.lines.append(line)
    script.left_out += left_out


def _lines(script: Script, paragraph: Paragraph) -> list[str]:
    cleaned = clean(paragraph.text)
    script.replaced += cleaned.replaced
    return [line.strip() for line in cleaned.text.split("\n")]
