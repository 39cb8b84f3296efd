"""Segments by place, and suggestions by sentence: found without looking at all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ipe_coder.model.segment import Segment, Suggestion
from ipe_coder.model.spans import Span
from ipe_coder.suggest.messages import SentenceSuggestions
from ipe_coder.suggest.suggester import LIKELY

Sentence = tuple[int, int]


class SpanIndex:
    """Segments in the order in which they begin, some of which may come and go."""

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        """Take segments in the order in which they begin."""
        self.segments = list(segments)
        self._starts = [one.span.start for one in self.segments]
        # Segments that go leave it as it is: a bound that is too high costs time, and no more.
        self._longest = max((len(one.span) for one in self.segments), default=0)

    def put(self, segment: Segment) -> None:
        """Add a segment."""
        start = segment.span.start
        low, high = bisect_left(self._starts, start), bisect_right(self._starts, start)
        insort(self.segments, segment, low, high, key=_by_place)
        self._starts.insert(low, start)
        self._longest = max(self._longest, len(segment.span))

    def take(self, segment: Segment) -> None:
        """Leave out a segment, if it is here."""
        place = bisect_left(self._starts, segment.span.start)
        while place < len(self._starts) and self._starts[place] == segment.span.start:
            if self.segments[place].id == segment.id:
                del self.segments[place], self._starts[place]
                return
            place += 1

    def over(self, span: Span) -> list[Segment]:
        """List the segments that share a code point with a span, by place."""
        first = bisect_right(self._starts, span.start - self._longest)
        last = bisect_left(self._starts, span.end)
        return [one for one in self.segments[first:last] if one.span.end > span.start]


def _by_place(segment: Segment) -> tuple[int, int, str]:
    return segment.span.start, segment.span.end, str(segment.created_at)


@dataclass(frozen=True, slots=True)
class Taken:
    """Which of the segments that are drawn a change added and removed; one it altered is both."""

    added: tuple[Segment, ...] = ()
    removed: tuple[Segment, ...] = ()


class Waiting:
    """What is suggested for the sentences of a transcript, and where a likely one still waits."""

    def __init__(
        self, open_for: Callable[[Sentence], list[Suggestion]], turn_at: Callable[[int], int]
    ) -> None:
        """Begin without suggestions.

        Args:
            open_for: Lists the suggestions for a sentence that are not coded so already.
            turn_at: Finds the turn at a code point.
        """
        self._open_for, self._turn_at = open_for, turn_at
        self._suggestions: dict[Sentence, tuple[Suggestion, ...]] = {}
        self._sentences: list[Sentence] = []
        self._likely: dict[Sentence, int] = {}

    def take(self, sentences: Iterable[SentenceSuggestions]) -> None:
        """Keep the suggestions for some sentences."""
        new = {(one.span.start, one.span.end): one.suggestions for one in sentences}
        self._suggestions.update(new)
        self._sentences = sorted(self._suggestions)
        self._look_at(new)

    def of(self, sentence: Sentence) -> tuple[Suggestion, ...] | None:
        """List all that is suggested for a sentence; None where nobody looked at it."""
        return self._suggestions.get(sentence)

    def over(self, span: Span, first: int) -> list[Suggestion]:
        """Put together what is suggested for the sentences that a stretch touches, a code once.

        Args:
            span: The stretch.
            first: An offset in the sentence whose suggestions come first; of the others, the
                strongest do.
        """
        touched = [
            (not start <= first < end, one)
            for start, end in self._touched_by(span)
            for one in self._suggestions[start, end]
        ]
        touched.sort(key=lambda item: (item[0], -item[1].score))
        best: dict[str, Suggestion] = {}
        for _, one in touched:
            best.setdefault(one.code_id, one)
        return list(best.values())

    def look_again(self, spans: Iterable[Span] | None = None) -> None:
        """Find out which suggestions wait after something was coded, there or anywhere."""
        if spans is None:
            self._look_at(self._sentences)
            return
        for span in spans:
            self._look_at(self._touched_by(span))

    def starts(self) -> set[int]:
        """List where the sentences begin in which a likely suggestion waits."""
        return {start for start, _ in self._likely}

    def turns(self) -> set[int]:
        """List the turns in which one waits."""
        return set(self._likely.values())

    def _touched_by(self, span: Span) -> list[Sentence]:
        first = max(bisect_left(self._sentences, (span.start, span.start)) - 1, 0)
        last = bisect_left(self._sentences, (span.end, span.end))
        return [one for one in self._sentences[first:last] if span.start < one[1]]

    def _look_at(self, sentences: Iterable[Sentence]) -> None:
        for one in sentences:
            self._likely.pop(one, None)
            if any(found.score >= LIKELY for found in self._suggestions[one]) and any(
                found.score >= LIKELY for found in self._open_for(one)
            ):
                self._likely[one] = self._turn_at(one[0])
