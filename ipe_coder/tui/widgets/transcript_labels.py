"""Labels on the words in view: after the first letters of a word, one key more goes there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ipe_coder.model.text import fold_accents

LABELS = "fjdkslaghrueiwoqptyvncmbxz1234567890"
"""What a word is labelled with, the easiest keys first."""


@dataclass(frozen=True, slots=True)
class Found:
    """The words that begin as typed, the nearest first."""

    starts: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()
    """One for each of the nearest; fewer where more words fit than there are keys."""

    @property
    def by_place(self) -> dict[int, str]:
        """The label of each word, by its first code point."""
        return dict(zip(self.starts, self.labels, strict=False))

    def start_of(self, label: str) -> int | None:
        """Find the word of a label."""
        place = self.labels.index(label) if label in self.labels else -1
        return self.starts[place] if place >= 0 else None


def find_words(text: str, words: Sequence[tuple[int, int]], typed: str, near: int) -> Found:
    """Find the words that begin with some letters and label them.

    No label is a letter with which one of these words goes on, so that the next key either
    narrows the choice or makes it.

    Args:
        text: The text that the offsets count in.
        words: Where words stand.
        typed: The first letters, at least one; a space after a whole word.
        near: The code point nearest to which labels are given first.
    """
    wanted = _letters(typed)
    if not wanted.strip():
        return Found()
    fitting = []
    going_on = set()
    for start, end in words:
        word = f"{_letters(text[start:end])} "
        if word.startswith(wanted):
            fitting.append(start)
            going_on.add(word[len(wanted) : len(wanted) + 1])
    fitting.sort(key=lambda start: (abs(start - near), start))
    labels = [one for one in LABELS if one not in going_on]
    return Found(tuple(fitting), tuple(labels[: len(fitting)]))


def _letters(words: str) -> str:
    """Keep letters, figures and spaces: no sign around or in a word, as of `[b]old`, is typed."""
    return "".join(one for one in fold_accents(words) if one.isalnum() or one == " ")
