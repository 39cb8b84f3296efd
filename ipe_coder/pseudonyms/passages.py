"""Find what somebody said where others have written it down: in memos, statements, reports.

A run of words is theirs where nobody whose words stay said the same. A short one counts only
between quotation marks: anybody may write four common words in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ipe_coder.model.spans import Span

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|‘([^’]+)’|«([^»]+)»|(?<!\w)'([^']+)'(?!\w)")
_RUN = 6
"""Words in a row that are a quotation without any mark."""
_LEAST = 2
"""Words of a quotation between marks."""
GONE = "[withdrawn]"
"""What stands in place of somebody's words."""


class PassageFinder:
    """Finds the words of one person."""

    def __init__(self, theirs: Iterable[str], stays: Iterable[str]) -> None:
        """Take what they said, and what stays of all others."""
        said = [_words(text) for text in theirs]
        self._runs = {run for words in said for run in _runs(words)}
        self._said = [f" {' '.join(words)} " for words in said if words]
        self._stays: list[str] = []
        for text in stays:
            words = _words(text)
            self._runs.difference_update(_runs(words))
            self._stays.append(f" {' '.join(words)} ")

    def find(self, text: str) -> list[Span]:
        """Find the stretches of a text that are theirs, in order."""
        spans = [*self._long(text), *self._quoted(text)]
        merged: list[Span] = []
        for one in sorted(spans):
            if merged and one.start <= merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(one.end, merged[-1].end))
            else:
                merged.append(one)
        return merged

    def without(self, text: str) -> str:
        """Give a text with a mark in place of what is theirs."""
        for one in reversed(self.find(text)):
            text = text[: one.start] + GONE + text[one.end :]
        return text

    def _long(self, text: str) -> Iterator[Span]:
        places = list(_WORD.finditer(text))
        words = [_fold(match.group()) for match in places]
        for number in range(len(words) - _RUN + 1):
            if tuple(words[number : number + _RUN]) in self._runs:
                yield Span(places[number].start(), places[number + _RUN - 1].end())

    def _quoted(self, text: str) -> Iterator[Span]:
        for match in _QUOTED.finditer(text):
            number = next(one for one in range(1, 6) if match.group(one) is not None)
            words = _words(match.group(number))
            run = f" {' '.join(words)} "
            if len(words) < _LEAST or not any(run in one for one in self._said):
                continue
            if not any(run in one for one in self._stays):
                yield Span(*match.span(number))


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def _words(text: str) -> list[str]:
    return [_fold(word) for word in _WORD.findall(text)]


def _runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    for number in range(len(words) - _RUN + 1):
        yield tuple(words[number : number + _RUN])
