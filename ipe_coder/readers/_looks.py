"""Questions and answers told apart by their look alone, where nobody is named.

Many transcribers set what the interviewer asks in bold type or italics, indent the answers, or give
each a style of paragraph. One look is believed where its paragraphs and the others take turns, most
on one side hold a question, and few on the other do. It is always said, and doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ipe_coder.readers._heads import Form, Head

ASKED, ANSWERED = "Question", "Answer"
"""The labels of the voices, as the file has none."""
_WHOLLY = 60
"""Characters in bold type: of a longer paragraph no more is looked at."""
_FEWEST = 3
_MOST_ASK = 0.5
ITALIC, UNDERLINED, INDENTED, STYLE = "italic", "underlined", "indented", "style "
_SIDES = {
    ITALIC: ("in italics", "not in italics"),
    UNDERLINED: ("underlined", "not underlined"),
    INDENTED: ("indented", "not indented"),
}
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?P<words>[^*_\s].*[^*\s])(?P=mark)")
_QUOTED = re.compile(r"(?:>\s*)+(?P<words>\S.*)")
_DASHED = re.compile(r"[-–—•]\s+(?P<words>\S.*)")
_COUNTED = re.compile(r"(?:Q\.?\s?)?\d{1,3}[.):]\s+\S.*|Q\d{1,3}\s+\S.*")


class ByLook(NamedTuple):
    """Who begins to speak where, as the look of paragraphs tells."""

    heads: dict[int, Head]
    how: str
    """What is true of the paragraphs of the questions: `in italics`."""


class _Look(NamedTuple):
    """A look that paragraphs have or have not."""

    has: str
    """What is said of those that have it."""
    has_not: str
    lines: frozenset[int]
    words: Callable[[str], str] = str
    """What stays of a line without the marks of the look."""


def find_by_look(
    lines: list[str], starts: Sequence[int], bold: dict[int, int], looks: dict[int, frozenset[str]]
) -> ByLook | None:
    """Find where questions and answers begin, if some look tells them apart.

    Args:
        lines: The lines of the file.
        starts: The lines that a paragraph begins with.
        bold: How many characters at the start of a line are in bold type.
        looks: What is true of the whole of a line.
    """
    for look in _looks(lines, starts, bold, looks):
        found = _by(look, lines, starts)
        if found is not None:
            return found
    return None


def note_of(found: ByLook) -> str:
    """Say how speakers were told apart."""
    return (
        f"The file has no speaker labels: paragraphs {found.how} were taken as the interviewer's, "
        "the others as the answers. Look whether that is right, and who answers."
    )


def doubt_of(label: str, text: str) -> str:
    """Say what is doubtful of a turn whose look does not fit what is said; empty if it fits."""
    asks = "?" in text
    if label == ASKED and not asks:
        return "looks like the questions and asks nothing"
    return "asks, and looks like the answers" if label == ANSWERED and asks else ""


def _looks(
    lines: list[str], starts: Sequence[int], bold: dict[int, int], looks: dict[int, frozenset[str]]
) -> Iterator[_Look]:
    """List what may tell paragraphs apart, the surest first."""
    in_bold = frozenset(n for n in starts if bold.get(n, 0) >= min(len(lines[n]), _WHOLLY))
    yield _Look("in bold type", "not in bold type", in_bold)
    for name in sorted({name for own in looks.values() for name in own}, key=_surest):
        sides = _SIDES.get(name) or (
            f"in the {name}",
            f"in another style than {name.removeprefix(STYLE)}",
        )
        yield _Look(*sides, frozenset(n for n in starts if name in looks.get(n, ())))
    yield _marked(lines, starts, "in italics", "not in italics", _EMPHASIS)
    yield _marked(lines, starts, "quoted", "not quoted", _QUOTED)
    capitals = frozenset(n for n in starts if lines[n].isupper())
    yield _Look("in capitals", "not in capitals", capitals)
    yield _marked(lines, starts, "after a dash", "without a dash", _DASHED)
    yield _Look(
        "numbered", "not numbered", frozenset(n for n in starts if _COUNTED.match(lines[n]))
    )


def _surest(name: str) -> tuple[bool, str]:
    return name not in _SIDES, name


def _marked(
    lines: list[str], starts: Sequence[int], has: str, has_not: str, mark: re.Pattern[str]
) -> _Look:
    def without(line: str) -> str:
        match = mark.fullmatch(line)
        return match["words"] if match else line

    return _Look(has, has_not, frozenset(n for n in starts if mark.fullmatch(lines[n])), without)


def _by(look: _Look, lines: list[str], starts: Sequence[int]) -> ByLook | None:
    """Divide the paragraphs by a look, if questions stand on one side and not on the other."""
    if not look.lines or len(look.lines) == len(starts):
        return None
    sides = [[n for n in starts if (n in look.lines) is side] for side in (True, False)]
    shares = [sum("?" in lines[n] for n in side) / len(side) for side in sides]
    asks = shares[0] >= shares[1]
    asked, share, other = sides[not asks], max(shares), min(shares)
    mine = set(asked)
    first = min(asked)
    body = [n for n in starts if n >= first]
    changes = sum((n in mine) is not (before in mine) for before, n in pairwise(body))
    if share < _MOST_ASK or other * 2 > share or changes + 1 < 2 * _FEWEST:
        return None
    if len(asked) * 3 > len(starts) * 2:
        return None
    heads = {}
    for before, n in zip([None, *body], body, strict=False):
        if before is None or (n in mine) is not (before in mine):
            label = ASKED if n in mine else ANSWERED
            heads[n] = Head(Form.COLON, label, look.words(lines[n]))
    return ByLook(heads, look.has if asks else look.has_not)
