"""A few words of a text, to remind a coder of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ipe_coder.model.text import fold, word_spans

WORDS = 8
"""Words of a snippet."""

_PART = re.compile(r"\w+")


def snippet(text: str, telling: Collection[str]) -> str:
    """Cut out the stretch of a text that holds the most of some words.

    Args:
        text: The text.
        telling: The words to show, in lower case.

    Returns:
        At most `WORDS` words on one line, with `…` where the text goes on.
    """
    spans = word_spans(text)
    if not spans:
        return " ".join(text.split())
    first = _richest([*_hits(fold(text), spans, telling)])
    stop = min(first + WORDS, len(spans))
    words = " ".join(text[spans[first][0] : spans[stop - 1][1]].split())
    return f"{'…' if first else ''}{words}{'…' if stop < len(spans) else ''}"


def _hits(folded: str, spans: list[tuple[int, int]], telling: Collection[str]) -> Iterator[bool]:
    """Tell for each word whether it, or a part of it, is to be shown."""
    for start, end in spans:
        word = folded[start:end]
        yield word in telling or (
            not word.isalnum() and any(part in telling for part in _PART.findall(word))
        )


def _richest(hits: list[bool]) -> int:
    """Find where the first window with the most hits begins."""
    best = now = sum(hits[:WORDS])
    place = 0
    for start in range(1, len(hits) - WORDS + 1):
        now += hits[start + WORDS - 1] - hits[start - 1]
        if now > best:
            best, place = now, start
    return place
