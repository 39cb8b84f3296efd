"""Where comments stand: marks in paragraphs while they are read, and places in a script."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from ipe_coder.model.comment import CommentReply
from ipe_coder.model.text import clean

Position = tuple[int, int]
"""A place in a script: the number of a line, and how many of its characters stand before it."""

_HANGUL_FOLLOWS = range(0x1160, 0x1200)
"""Vowels and finals, which join the sign before them."""


class Edge(StrEnum):
    """What a mark stands for."""

    START = "start"
    END = "end"
    POINT = "point"
    """The place of a comment, which may be all that is known of it."""


class Mark(NamedTuple):
    """Where a comment begins or ends in a paragraph."""

    key: str
    """The comment's number in the file."""
    edge: Edge
    offset: int
    """In the words of the paragraph, as they are in the file."""
    gone: int = 0
    """How many stretches were taken out of the file before it."""


class PlacedMark(NamedTuple):
    """A mark that has its place in the script."""

    mark: Mark
    place: Position
    paragraph: int
    """The number of the paragraph that it stands in."""


@dataclass(frozen=True, slots=True)
class FoundComment:
    """A comment as it stands in the file, without its place."""

    key: str
    author: str
    text: str
    made_at: datetime | None = None
    replies: tuple[CommentReply, ...] = ()
    is_resolved: bool = False


class Anchored(NamedTuple):
    """A comment, and what of the script it stands on."""

    comment: FoundComment
    start: Position
    end: Position
    is_point: bool
    """Whether it was put at a place, on no words."""


def stored_offsets(text: str, marks: Sequence[Mark]) -> list[int]:
    """Give the offsets of marks in the stored form of a text.

    A mark inside a sign that is written with several characters goes around it: before it where
    something begins, behind it where something ends. There a text can be cut without changing
    its stored form, so the pieces between marks are measured one by one.
    """
    whole = [_around(text, mark) for mark in marks]
    lengths = {0: 0}
    total = 0
    for start, end in pairwise(sorted({0, *whole})):
        total += len(clean(text[start:end]).text)
        lengths[end] = total
    return [lengths[offset] for offset in whole]


def _around(text: str, mark: Mark) -> int:
    offset = min(mark.offset, len(text))
    if mark.edge is Edge.START:
        while offset > 0 and _joins(text, offset):
            offset -= 1
    else:
        while offset > 0 and _joins(text, offset):
            offset += 1
    return offset


def _joins(text: str, offset: int) -> bool:
    """Tell whether a character goes with the one before it into one sign."""
    if offset >= len(text):
        return False
    char = text[offset]
    if char.isascii():
        return char == "\n" and text[offset - 1] == "\r"
    return char == "\ufeff" or unicodedata.category(char)[0] == "M" or ord(char) in _HANGUL_FOLLOWS
