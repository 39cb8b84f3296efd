"""Where segments stand after a text was corrected.

Each stretch of the old text gets one of four outcomes:

- kept: the same words at the same place;
- moved: the same words elsewhere, since words came or went before it, or since its whole passage
  stands somewhere else now;
- changed: its place is known and some of its words are others;
- lost: none of that. It is never dropped: who calls this keeps it aside with its quote.

Where edits were found by comparing two texts, a place with likeness under `LEAST_LIKENESS` is not
taken for the same passage. Where they are known, because they are what was done, the place
stands however unlike the words are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ipe_coder.analysis.anchoring import LEAST_SCORE, find_quote, fold_quote
from ipe_coder.analysis.word_edits import Edit, apply_edits, check_edits, edits_between
from ipe_coder.errors import AmbiguousNameError, NotFoundError
from ipe_coder.model.segment import Anchor
from ipe_coder.model.spans import Span
from ipe_coder.model.text import word_spans

__all__ = [
    "LEAST_LIKENESS", "Edit", "Outcome", "Places", "apply_edits", "edits_between", "find_again",
    "likeness", "reanchor", "same_words",
]  # fmt: skip

LEAST_LIKENESS = 65.0
"""The least likeness, from 0 to 100, of a passage that was corrected in place.

Two sentences that have nothing to do with each other share about half of their letters in order.
"""
_LEAST_WORDS = 3
"""A passage of fewer words is not looked for elsewhere: they may be anybody's."""
_NEAR = 40
"""New stretches with no more than this between them are one where a passage is looked for."""
_MOST_SEARCHED = 400_000_000
"""Characters looked for times characters looked through: beyond it only the very words are."""
_MOST_BORDERS = 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one stretch."""

    anchor: Anchor
    """Kept, moved, changed or lost."""
    span: Span | None
    """Its place in the new text; None where it is lost."""
    likeness: float = 100.0
    """How like the new words are to the old, from 0 to 100."""


class Places:
    """Maps places of an old text to a new one, by the edits between them."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        """Take edits that are in order and do not overlap."""
        self.edits = edits
        self._starts = [one.start for one in edits]
        self._ends = [one.end for one in edits]
        grown = (len(one.words) - (one.end - one.start) for one in edits)
        self._shifts = [0, *accumulate(grown)]

    def shift(self, number: int) -> int:
        """Say how far the text after the first so many edits has moved."""
        return self._shifts[number]

    def within(self, start: int, end: int) -> range:
        """Find the edits that change what lies between two offsets; insertions at them do not."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        # An insertion where the stretch begins has its end there too, and is left out above.
        return range(first, max(first, last))

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Map a stretch with all that was written at its edges, as a turn takes it."""
        first = bisect_left(self._ends, start)
        if first < len(self.edits) and self._starts[first] < start == self._ends[first]:
            first += 1
        last = bisect_right(self._starts, end)
        if last and self._starts[last - 1] == end < self._ends[last - 1]:
            last -= 1
        return self._before(first, start), self._after(last, end)

    def _before(self, number: int, start: int) -> int:
        """Map the beginning of a stretch, given the first edit that is its own."""
        if number < len(self.edits) and self._starts[number] < start:
            return self._starts[number] + self._shifts[number]
        return start + self._shifts[number]

    def _after(self, number: int, end: int) -> int:
        """Map the end of a stretch, given the first edit that comes after it."""
        if number and self._ends[number - 1] > end:
            return self._ends[number - 1] + self._shifts[number]
        return end + self._shifts[number]

    def edges(self, start: int, end: int) -> tuple[range, range]:
        """List where the beginning and the end of a stretch may stand now, by code point.

        Each is one place, unless an edit goes over the edge: then it is anywhere in its words.
        """
        touching = self.within(start, end)
        first, last = touching[0], touching[-1]
        begin, finish = start + self._shifts[first], end + self._shifts[last + 1]
        begins, ends = range(begin, begin + 1), range(finish, finish + 1)
        if self._starts[first] < start:
            begin = self._starts[first] + self._shifts[first]
            begins = range(begin, begin + len(self.edits[first].words) + 1)
        if self._ends[last] > end:
            finish = self._ends[last] + self._shifts[last + 1]
            ends = range(finish - len(self.edits[last].words), finish + 1)
        return begins, ends

    def new_stretches(self) -> list[tuple[int, int]]:
        """List where in the new text words were written, in order; near ones are one."""
        found: list[tuple[int, int]] = []
        for number, one in enumerate(self.edits):
            start = one.start + self._shifts[number]
            end = start + len(one.words)
            if found and start - found[-1][1] <= _NEAR:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return [(start, end) for start, end in found if start < end]


def reanchor(
    spans: Iterable[Span],
    old_text: str,
    new_text: str,
    edits: Sequence[Edit],
    *,
    known: bool = False,
) -> list[Outcome]:
    """Say what became of stretches of a text that was corrected.

    Args:
        spans: The stretches, in any order.
        old_text: The text that they are of.
        new_text: The text as it is now.
        edits: What turns one into the other.
        known: The edits are what was done, not found by comparing.

    Raises:
        ValueError: If the edits do not fit the old text.
    """
    check_edits(old_text, edits)
    finder = _Finder(old_text, new_text, Places(edits), known)
    seen: dict[Span, Outcome] = {}
    found = []
    for span in spans:
        if span not in seen:
            seen[span] = finder.outcome(span)
        found.append(seen[span])
    return found


def find_again(quote: str, text: str) -> Span | None:
    """Find the one place of the very words of a passage that was lost; None where unsure."""
    start = text.find(quote)
    if len(word_spans(quote)) < _LEAST_WORDS or start < 0 or text.find(quote, start + 1) >= 0:
        return None
    return Span(start, start + len(quote))


def likeness(old: str, new: str) -> float:
    """Say how like two passages are, from 0 to 100, without regard to case and spacing."""
    from rapidfuzz import fuzz

    return fuzz.ratio(fold_quote(old), fold_quote(new))


def same_words(old: str, new: str) -> bool:
    """Tell whether two passages differ in nothing but case, spacing and marks between words."""
    first, second = fold_quote(old), fold_quote(new)
    return [first[start:end] for start, end in word_spans(first)] == [
        second[start:end] for start, end in word_spans(second)
    ]


class _Finder:
    """Finds what became of one stretch after another."""

    def __init__(self, old: str, new: str, places: Places, known: bool) -> None:
        self._old, self._new, self._places, self._known = old, new, places, known
        self._stretches = places.new_stretches()
        self._elsewhere = "\n\0\n".join(new[start:end] for start, end in self._stretches)
        self._left = _MOST_SEARCHED

    def outcome(self, span: Span) -> Outcome:
        touching = self._places.within(span.start, span.end)
        if not touching:
            shift = self._places.shift(touching.start)
            return _standing(span, Span(span.start + shift, span.end + shift))
        quote = span.of(self._old)
        here = self._corrected(span, quote)
        if here is not None and (self._known or here.anchor is not Anchor.CHANGED):
            return here
        if there := self._moved_away(span, here.likeness if here else 0.0):
            return there
        if here is not None and here.likeness >= LEAST_LIKENESS:
            return here
        return Outcome(Anchor.LOST, None, here.likeness if here else 0.0)

    def _corrected(self, span: Span, quote: str) -> Outcome | None:
        """Find the words that stand in its place now; None where there are none."""
        begins, ends = self._places.edges(span.start, span.end)
        new = self._fitted(quote, begins, ends)
        if new is None:
            return None
        if new.of(self._new) == quote:
            return _standing(span, new)
        return Outcome(Anchor.CHANGED, new, likeness(quote, new.of(self._new)))

    def _fitted(self, quote: str, begins: range, ends: range) -> Span | None:
        """Choose edges between which the words are likest; blanks at them are left out."""
        starts, stops = self._borders(begins), self._borders(ends)
        end = stops[-1]
        if len(starts) > 1:
            starts.sort(key=lambda one: -likeness(quote, self._new[one:end]))
        start = starts[0]
        if len(stops) > 1:
            stops.sort(key=lambda one: -likeness(quote, self._new[start:one]))
        return _trimmed(self._new, start, stops[0], quote)

    def _borders(self, places: range) -> list[int]:
        """List the borders of words among some places; of many, the first and the last."""
        first, last = places[0], places[-1]
        if first == last:
            return [first]
        words = word_spans(self._new, first, last)
        inner = [edge for word in words for edge in word]
        if len(inner) > 2 * _MOST_BORDERS:
            inner = [*inner[:_MOST_BORDERS], *inner[-_MOST_BORDERS:]]
        return sorted({first, *inner, last})

    def _moved_away(self, old: Span, here: float) -> Outcome | None:
        """Find a passage among the words that are new; it must stand there once.

        Its very words count for more than like ones in its old place; like ones do not.
        """
        quote = old.of(self._old)
        if len(word_spans(quote)) < _LEAST_WORDS:
            return None
        if exact := self._only_place(quote):
            return _standing(old, exact)
        if here >= LEAST_SCORE or not self._stretches:
            return None
        self._left -= len(quote) * len(self._elsewhere)
        if self._left < 0:
            return None
        try:
            found = find_quote(self._elsewhere, quote)
        except (NotFoundError, AmbiguousNameError):
            return None
        new = self._in_text(found.span)
        if new is None:
            return None
        if new.of(self._new) == quote:
            return _standing(old, new)
        return Outcome(Anchor.CHANGED, new, likeness(quote, new.of(self._new)))

    def _only_place(self, quote: str) -> Span | None:
        """Find where the very words stand, at one place that has new words in it."""
        places = []
        start = self._new.find(quote)
        while start >= 0:
            span = Span(start, start + len(quote))
            if self._has_new(span):
                places.append(span)
            start = self._new.find(quote, start + 1)
        return places[0] if len(places) == 1 else None

    def _has_new(self, span: Span) -> bool:
        place = bisect_right(self._stretches, (span.start, len(self._new)))
        return any(
            start < span.end and span.start < end
            for start, end in self._stretches[max(place - 1, 0) : place + 1]
        )

    def _in_text(self, span: Span) -> Span | None:
        """Give the place in the text of a place among the new words."""
        passed = 0
        for start, end in self._stretches:
            length = end - start
            if span.start < passed + length:
                if span.end > passed + length:
                    return None
                return Span(start + span.start - passed, start + span.end - passed)
            passed += length + len("\n\0\n")
            if span.start < passed:
                return None
        return None


def _standing(old: Span, new: Span) -> Outcome:
    return Outcome(Anchor.KEPT if old == new else Anchor.MOVED, new)


def _trimmed(text: str, start: int, end: int, quote: str) -> Span | None:
    """Leave out blanks at the edges that the quotation had not."""
    while start < end and text[start].isspace() and not quote[:1].isspace():
        start += 1
    while start < end and text[end - 1].isspace() and not quote[-1:].isspace():
        end -= 1
    return Span(start, end) if text[start:end].strip() else None
