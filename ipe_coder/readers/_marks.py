"""Speakers set apart from their words by something other than a colon.

`INT – words`, `Q. words`, `[Ann] words`, `INTERVIEWER  words` or a name alone over its words:
each of these also stands in ordinary prose, so a mark is only believed where no speaker was
found otherwise, two labels or more recur before it, and they begin most of the paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from ipe_coder.readers._asked import find_asked
from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._labels import Likeness, key_of, kind_of, likeness, possible

_NAME = r"(?P<label>[^\W_][\w .,'’()/&#-]{0,40}?)"
_DASHED = re.compile(rf"{_NAME}\s*(?:[–—]+|--?(?=\s))\s*(?P<rest>\S.*)")
_DOTTED = re.compile(r"(?P<label>[A-Z][A-Za-z]{0,3}\d{0,3})[.;)]\s+(?P<rest>\S.*)")
_SEMICOLON = re.compile(rf"{_NAME}\s?;\s+(?P<rest>\S.*)")
_BRACKETED = re.compile(
    r"[\[(<]\s*(?P<label>[A-Z][^\[\]()<>:]{0,40}?)\s*[\])>]\s*[–—-]?\s*(?P<rest>\S.*)"
)
_SPACED = re.compile(rf"{_NAME}(?:\t+|[ \u00a0]{{2,}})\s*(?P<rest>\S.*)")
_WORD = re.compile(r"(?P<label>[^\W\d_]+(?: ?\d{1,3})?)\s+(?P<rest>[A-Z“\"'‘(\[].*)")
_SOUNDS = frozenset(
    ["music", "applause", "laughter", "laughs", "laughing", "crosstalk", "inaudible", "silence",
     "pause", "noise", "sighs", "coughs", "cheering", "overlapping", "unclear", "foreign"]
)  # fmt: skip
_FEWEST = 4


def find_marked(lines: list[str], starts: list[int], *, running: bool) -> dict[int, Head]:
    """Find the heads of the mark that sets speakers apart in a file without colons.

    Args:
        lines: The lines of the file.
        starts: The numbers of the lines that begin a paragraph or a caption.
        running: Whether the file is running text, not captions.
    """
    found: dict[int, Head] = {}
    for mark in _RUNNING if running else _IN_CAPTIONS:
        heads = dict(mark(lines, starts))
        heads = _trusted(heads | find_asked(heads), len(starts), running=running)
        if len(heads) > len(found):
            found = heads
    return found


def _trusted(heads: dict[int, Head], units: int, *, running: bool) -> dict[int, Head]:
    """Keep the heads whose labels recur, if they are those of a conversation."""
    counts = Counter(key_of(head.label) for head in heads.values())
    kept = {number: head for number, head in heads.items() if counts[key_of(head.label)] > 1}
    labels = {key_of(head.label) for head in kept.values()}
    # Captions repeat a name only when the speaker changes.
    share = 2 if running else 10
    enough = len(kept) >= max(_FEWEST, 2 * len(labels)) and len(kept) * share >= units
    return kept if enough and len(labels) > 1 else {}


def _before(
    pattern: re.Pattern[str], fits: Callable[[str], bool]
) -> Callable[[list[str], list[int]], Iterator[tuple[int, Head]]]:
    """Make a finder of labels before a mark."""

    def find(lines: list[str], starts: list[int]) -> Iterator[tuple[int, Head]]:
        for number in starts:
            match = pattern.fullmatch(lines[number])
            if match is not None and fits(label := match["label"].strip()):
                yield number, Head(Form.COLON, label, match["rest"])

    return find


def _alone(lines: list[str], starts: list[int]) -> Iterator[tuple[int, Head]]:
    """Find names alone on a line over words."""
    for number in starts:
        line = lines[number]
        below = next((line for line in lines[number + 1 : number + 3] if line), "")
        if below and line[-1] not in ".?!…,;" and _like_name(line) and line[0].isupper():
            yield number, Head(Form.ALONE, line, "")


def _like_name(label: str) -> bool:
    return possible(label) and label.casefold() not in _SOUNDS and likeness(label) >= Likeness.NAME


def _like_role(label: str) -> bool:
    """Tell whether a label could not well be the first word of what is said."""
    return len(label) > 1 and _like_name(label) and kind_of(label) != "name"


_RUNNING = (
    _before(_DASHED, _like_name),
    _before(_DOTTED, _like_name),
    _before(_SEMICOLON, _like_name),
    _before(_BRACKETED, _like_name),
    _before(_SPACED, _like_name),
    _before(_WORD, _like_role),
    _alone,
)
_IN_CAPTIONS = (_before(_BRACKETED, _like_name),)
