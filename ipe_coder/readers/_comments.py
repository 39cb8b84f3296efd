"""Comments on the words of a file: found in the script, then in the text of the draft."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.comment import DraftComment
from ipe_coder.model.counts import count_of
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import LeftOut
from ipe_coder.readers._anchors import Anchored, Edge, FoundComment, PlacedMark, Position
from ipe_coder.readers._paragraphs import Paragraph
from ipe_coder.readers._script import Script
from ipe_coder.readers._turns import Stretch


def anchor(found: Iterable[FoundComment], paragraphs: Sequence[Paragraph], script: Script) -> None:
    """Find what of a script each comment stands on; one that stands nowhere is left out."""
    marks = {(one.mark.key, one.mark.edge): one for one in reversed(script.marks)}
    for comment in found:
        point = marks.get((comment.key, Edge.POINT))
        end = marks.get((comment.key, Edge.END), point)
        start = marks.get((comment.key, Edge.START), point or end)
        if start is None:
            script.left_out += pieces_of(comment)
            continue
        if end is None or (end.place, end.paragraph) < (start.place, start.paragraph):
            end = start
        is_point = _is_blank(start, end, paragraphs)
        script.comments.append(Anchored(comment, start.place, end.place, is_point))


def pieces_of(comment: FoundComment) -> list[LeftOut]:
    """Give the words of a comment and its replies as left out."""
    texts = [comment.text, *(reply.text for reply in comment.replies)]
    return [LeftOut("comment", " ".join(text.split())) for text in texts if text]


def _is_blank(start: PlacedMark, end: PlacedMark, paragraphs: Sequence[Paragraph]) -> bool:
    """Tell whether no words stand between two marks in the file, and none were taken out there."""
    if start.mark.gone != end.mark.gone:
        return False
    first = paragraphs[start.paragraph].text
    if start.paragraph == end.paragraph:
        return not first[start.mark.offset : end.mark.offset].strip()
    between = paragraphs[start.paragraph + 1 : end.paragraph]
    return not (
        first[start.mark.offset :].strip()
        or any(one.text.strip() for one in between)
        or paragraphs[end.paragraph].text[: end.mark.offset].strip()
    )


class TextMap:
    """From places in a script to places in the text that was made of it."""

    def __init__(self, spoken: Sequence[Stretch], texts: Sequence[str]) -> None:
        """Take the stretches and what each of them came to be in the text.

        Args:
            spoken: Those with words, which keep the places of their parts.
            texts: The text of each.
        """
        self.text = "\n".join(texts)
        self._places: list[Position] = []
        self._ends: list[Position] = []
        self._offsets: list[int] = []
        self._turns: list[tuple[int, int]] = []
        begin = 0
        for stretch, text in zip(spoken, texts, strict=True):
            self._turns.append((begin, begin + len(text)))
            offset = begin
            for part, (line, column) in zip(stretch.parts, stretch.places, strict=True):
                self._places.append((line, column))
                self._ends.append((line, column + len(part)))
                self._offsets.append(offset)
                offset += len(part) + 1
            begin += len(text) + 1

    def span(self, start: Position, end: Position) -> Span | None:
        """Find the words between two places; None where nothing between them is speech."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._places, end) - 1
        if first > last:
            return None
        begin = self._offsets[first]
        if start[0] == self._places[first][0]:
            begin += max(start[1] - self._places[first][1], 0)
        length = self._ends[last][1] - self._places[last][1]
        if end[0] == self._places[last][0]:
            length = min(length, end[1] - self._places[last][1])
        stretch = self.text[begin : self._offsets[last] + length]
        bare = stretch.strip()
        if not bare:
            return None
        begin += len(stretch) - len(stretch.lstrip())
        return Span(begin, begin + len(bare))

    def sentence_at(self, place: Position) -> Span | None:
        """Find the sentence around a place, or the turn whose label it stands at."""
        number = bisect_right(self._places, place) - 1
        if number < 0 or self._ends[number][0] < place[0]:
            return self._turn_of(number + 1)
        column, end = self._places[number][1], self._ends[number][1]
        begin = self._offsets[number]
        spans = sentence_spans(self.text, begin, begin + end - column)
        # A program puts its mark behind the words, so that the end of a sentence belongs to it.
        before = [span for span in spans if span[0] < begin + min(place[1], end) - column]
        found = before[-1:] or spans[:1]
        return Span(*found[0]) if found else None

    def _turn_of(self, number: int) -> Span | None:
        if number >= len(self._offsets):
            return None
        turn = bisect_right(self._turns, (self._offsets[number], len(self.text) + 1)) - 1
        start, end = self._turns[turn]
        return Span(start, end)


def place_comments(
    script: Script, spoken: Sequence[Stretch], texts: Sequence[str]
) -> tuple[DraftComment, ...]:
    """Find the comments of a script in the text; what stands on no speech is left out."""
    if not script.comments:
        return ()
    text_map = TextMap(spoken, texts)
    placed = []
    lost = 0
    for one in script.comments:
        found = one.comment
        span = text_map.sentence_at(one.end) if one.is_point else text_map.span(one.start, one.end)
        if span is None or not found.text:
            lost += 1
            script.left_out += pieces_of(found)
            continue
        placed.append(_draft_comment(one, span))
    script.notes += _notes(placed, lost)
    return tuple(sorted(placed, key=lambda one: one.span))


def _draft_comment(one: Anchored, span: Span) -> DraftComment:
    found = one.comment
    return DraftComment(
        span,
        found.author,
        found.text,
        found.replies,
        found.made_at,
        is_resolved=found.is_resolved,
        is_point=one.is_point,
    )


def _notes(placed: Sequence[DraftComment], lost: int) -> list[str]:
    notes = []
    if placed:
        authors = ", ".join(dict.fromkeys(one.author or "nobody named" for one in placed))
        resolved = sum(one.is_resolved for one in placed)
        also = f", {resolved} of them resolved" if resolved else ""
        notes.append(f"{count_of(len(placed), 'comment')} by {authors} on words of the text{also}.")
    points = sum(one.is_point for one in placed)
    if points:
        verb = "stands" if points == 1 else "stand"
        notes.append(
            f"{count_of(points, 'comment')} {verb} at a place, on no words: the sentence there was "
            "taken, or the turn where it is at a speaker's label."
        )
    if lost:
        verb = "stands on no speech and was" if lost == 1 else "stand on no speech and were"
        notes.append(
            f"{count_of(lost, 'comment')} {verb} left out: on a speaker's label, or on words that "
            "were deleted."
        )
    return notes
