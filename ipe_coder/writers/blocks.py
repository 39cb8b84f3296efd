"""What a document is made of, before it is a document: headings, prose and tables of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

PORTRAIT_CM = 16.0
"""Width of the text on an upright A4 page."""
LANDSCAPE_CM = 24.7
"""Width of the text on a sideways A4 page."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look."""

    text: str
    bold: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    runs: tuple[Run, ...]
    style: str = "Table text"
    indent: int = 0
    """Steps to the right, for a place in a tree."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table."""

    paras: tuple[Para, ...]
    span: int = 1
    """How many columns it covers."""
    joined: bool = False
    """Whether it goes on from the cell above it."""
    begins: bool = False
    """Whether cells beneath go on from it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption above and its notes below."""

    caption: str
    widths: tuple[float, ...]
    """Of the columns, in centimetres."""
    header: tuple[str, ...]
    rows: Sequence[tuple[TableCell, ...]]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph of text, by the name of its style."""

    text: str
    style: str = "Normal"


@dataclass(frozen=True, slots=True)
class Title:
    """A heading, by its level from 1."""

    text: str
    level: int


Block = Title | Prose | Table


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that stand on pages of one direction."""

    blocks: tuple[Block, ...]
    wide: bool = False
    new_page: bool = False
    """Whether it begins a page of its own even where the direction stays."""


def text_cell(*lines: str, style: str = "Table text", span: int = 1) -> TableCell:
    """Make a cell of plain lines."""
    return TableCell(tuple(Para((Run(line),), style) for line in lines), span)


def muted_cell(text: str, span: int = 1) -> TableCell:
    """Make a cell that says why there is nothing in it."""
    return TableCell((Para((Run(text, muted=True),)),), span)


def head(label: str) -> str:
    """Begin the head of a column with a capital, unless it has capitals of its own."""
    return label[:1].upper() + label[1:] if label.islower() else label


def sentence(text: str) -> str:
    """Begin a note with a capital and end it with a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "…", ":")) else f"{text}."


def in_groups(items: Sequence[_T], most: int) -> Iterator[Sequence[_T]]:
    """Cut a long row into nearly equal parts of no more than so many."""
    parts = -(-len(items) // most)
    for part in range(parts):
        yield items[part * len(items) // parts : (part + 1) * len(items) // parts]
