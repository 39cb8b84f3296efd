"""Comments that somebody wrote on the words of a file, and the codes that they name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean_name


class CommentUse(StrEnum):
    """What becomes of the comments of a file."""

    LEAVE = "leave"
    CODES = "codes"
    MEMOS = "memos"


@dataclass(frozen=True, slots=True)
class CommentReply:
    """What somebody wrote in answer to a comment."""

    author: str
    text: str
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DraftComment:
    """A comment on a stretch of a draft's text."""

    span: Span
    author: str
    text: str
    """Its lines, with a line feed between paragraphs."""
    replies: tuple[CommentReply, ...] = ()
    made_at: datetime | None = None
    """As the program wrote it, in its own time."""
    is_resolved: bool = False
    is_point: bool = False
    """Whether it was put at a place, on no words: then it stands on the sentence there."""


@dataclass(frozen=True, slots=True)
class CommentWords:
    """The words of a comment, parted into names of codes and the rest."""

    names: tuple[str, ...]
    """Each may be a name, a number or a path."""
    rest: str
    """Sentences about the words; not the name of anything."""


_BULLET = re.compile(r"(?:[-*•·–#]\s*)+|(?:codes?|themes?|tags?)\s*[:=]\s*", re.IGNORECASE)
_ENDS_SENTENCE = (".", "?", "!", "…")
_MOST_WORDS = 8
_LONGEST = 80
_SAYING = frozenset(
    re.findall(
        r"\S+",
        """
        i we you he she they it this that these those there here who what why how when is are was
        were be been am isn't wasn't aren't i'm it's that's do does did don't doesn't didn't has
        have had can could should would shall must may might says said think thinks seems means
        ask asks asked check see note need needs please maybe perhaps nb
        """,
    )
)
"""Words that sentences have and the names of codes hardly ever."""
_FEW_WORDS = 3


def parse_comment(text: str, is_known: Callable[[str], bool]) -> list[CommentWords]:
    """Part a comment, line by line, into what may be names of codes and what is a remark.

    Args:
        text: The comment.
        is_known: Tells of a name whether the codebook has it: then it is no sentence.
    """
    parsed = []
    for line in text.split("\n"):
        pieces = _pieces(line, is_known)
        if not pieces:
            continue
        names = tuple(piece for piece in pieces if is_known(piece) or looks_like_code(piece))
        if len(names) == len(pieces):
            parsed.append(CommentWords(names, ""))
        else:  # a semicolon in a sentence parts no codes, unless the codebook has them
            known = tuple(piece for piece in pieces if is_known(piece))
            parsed.append(CommentWords(known, clean_name(line)))
    return parsed


def _pieces(line: str, is_known: Callable[[str], bool]) -> list[str]:
    """Part a line at semicolons, and at commas where the codebook has every piece."""
    if is_known(clean_name(line)):
        return [clean_name(line)]
    pieces = []
    for one in line.split(";"):
        bare = clean_name(one) if is_known(clean_name(one)) else _bare(one)
        inner = [clean_name(part) for part in bare.split(",")]
        if len(inner) > 1 and not is_known(bare) and all(map(is_known, inner)):
            pieces += inner
        elif bare:
            pieces.append(bare)
    return pieces


def looks_like_code(text: str) -> bool:
    """Tell whether a piece of a comment reads like the name of a code, and not like a sentence."""
    words = text.casefold().replace("’", "'").split()
    if len(text) > _LONGEST or len(words) > _MOST_WORDS or not any(map(str.isalnum, text)):
        return False
    if len(words) < _FEW_WORDS:
        return not text.endswith("?")
    if text.endswith(_ENDS_SENTENCE) and not text.endswith("etc."):
        return False
    return not _SAYING.intersection(words)


def _bare(text: str) -> str:
    """Take away what a list or a heading puts before the name of a code."""
    name = clean_name(text)
    match = _BULLET.match(name)
    return name[match.end() :].strip() if match else name
