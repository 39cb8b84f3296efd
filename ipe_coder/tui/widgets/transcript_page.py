"""A transcript with all that is drawn on it, laid out for one width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence

from ipe_coder.model.segment import Segment
from ipe_coder.model.transcript import Role, Transcript
from ipe_coder.tui.rendering import CodeLook, speaker_labels
from ipe_coder.tui.widgets.transcript_caret import Caret
from ipe_coder.tui.widgets.transcript_layout import GAP, Layout, Row, Stretch, wrap_turns
from ipe_coder.tui.widgets.transcript_paint import MEMO, SUGGESTION, Gutter, RowLook
from ipe_coder.tui.widgets.transcript_stripes import LANES, Coverage, Stripe, Stripes, minimap

Differences = tuple[Sequence[Segment], Sequence[Segment]]
"""Segments that were added, and those that were removed."""

_FEW = 40
"""The most segments that are drawn one by one; for more, all stripes are set anew."""


class Page:
    """What stands on each row. Words are wrapped only when the measure changes."""

    def __init__(self, transcript: Transcript, speakers: Sequence[str] | None = None) -> None:
        """Begin without segments and without rows.

        Args:
            transcript: What is shown.
            speakers: Names of at most four cells, in the order of the transcript's speakers;
                made from their labels when None.
        """
        self.transcript = transcript
        self._speakers = tuple(speakers or speaker_labels(transcript.speakers))
        self._segments: tuple[Segment, ...] = ()
        self._looks: Mapping[str, CodeLook] = {}
        self._memos: Collection[int] = ()
        self._suggestions: Collection[int] = ()
        self._quiet: Collection[int] = ()
        self._hits: tuple[Stretch, ...] = ()
        self._labels: list[tuple[int, str]] = []
        self._measure = 0
        self._wrapped: tuple[list[Stretch], ...] = ()
        self._bars: dict[int, list[int]] = {}
        self.layout = Layout(transcript, (), gaps=False)
        self.stripes = Stripes((), {}, self.layout)
        self.coverage = Coverage(transcript)

    @property
    def number_cells(self) -> int:
        """How wide the column of turn numbers is."""
        return max(3, len(str(len(self.transcript.turns))))

    def fit(self, measure: int, *, gaps: bool) -> None:
        """Lay the rows out for a measure, with or without blank rows between exchanges."""
        if measure != self._measure:
            self._measure = measure
            self._wrapped = wrap_turns(self.transcript, measure)
        self.layout = Layout(self.transcript, self._wrapped, gaps=gaps)
        self._draw_stripes()

    def draw(
        self,
        segments: Iterable[Segment],
        looks: Mapping[str, CodeLook],
        differences: Differences | None = None,
    ) -> set[int] | None:
        """Draw other segments on the same rows; where few changed, the others stay in place.

        Args:
            segments: All that are drawn now.
            looks: How each code looks, by its id.
            differences: Which were added and which removed, where it is known.

        Returns:
            The rows that changed; None for all of them.
        """
        before, same_looks = self._segments, looks == self._looks
        self._segments, self._looks = tuple(segments), looks
        self._bars = {}
        if same_looks:
            added, removed = differences or _differences(before, self._segments)
            if len(added) + len(removed) <= _FEW:
                self.coverage.change(self._counted(added), self._counted(removed))
                return self.stripes.change(added, removed) if self._measure else set()
        self.coverage = Coverage(self.transcript, self._counted(self._segments))
        self._draw_stripes()
        return None

    def _counted(self, segments: Iterable[Segment]) -> Iterable[Segment]:
        """Choose the segments that make their words coded ones."""
        return (one for one in segments if one.stands and one.code_id in self._looks)

    def mark_turns(self, memos: Collection[int], suggestions: Collection[int]) -> None:
        """Mark the turns that have a memo and those in which a suggestion waits."""
        self._memos, self._suggestions = frozenset(memos), frozenset(suggestions)

    def quieten(self, speakers: Collection[int]) -> None:
        """Dim what some speakers say, by their place in the transcript's."""
        self._quiet = frozenset(speakers)

    def mark_hits(self, hits: Iterable[Stretch]) -> None:
        """Mark what was searched for."""
        self._hits = tuple(sorted(hits))

    def label(self, labels: Mapping[int, str]) -> None:
        """Put labels on characters, by their code point."""
        self._labels = sorted(labels.items())

    def bars(self, height: int) -> list[int]:
        """Measure the minimap for a height."""
        if height not in self._bars:
            self._bars = {height: minimap(self.layout, self.coverage, height)}
        return self._bars[height]

    def look(self, number: int, caret: Caret | None, *, on_top: bool) -> RowLook:
        """Gather all that decides how a row looks.

        Args:
            number: The row.
            caret: The cursor, if there is one.
            on_top: Whether it is the first row in view, which repeats who speaks.
        """
        row = self.layout[number]
        stripes = self.stripes.at(number)
        lanes, hidden = _lanes(stripes, number, on_top=on_top)
        sentence = caret.sentence if caret else None
        bar = sentence is not None and number in self.layout.rows_of(*sentence)
        return RowLook(
            text=self.transcript.text[row.start : row.end],
            graphemes=self.layout.graphemes_of(number),
            gutter=self._gutter(number, row, bar=bar, on_top=on_top),
            cursor=_cut(sentence, row),
            word=_cut(caret.word, row) if caret else None,
            selection=_cut(caret.selection, row) if caret else None,
            tints=_tints(stripes, row),
            lanes=lanes,
            hidden=hidden,
            hits=self._hits_on(row),
            labels=self._labels_on(row),
        )

    def _hits_on(self, row: Row) -> tuple[Stretch, ...]:
        if not self._hits:
            return ()
        first = bisect_right(self._hits, row.start, key=lambda hit: hit[1])
        last = bisect_left(self._hits, row.end, key=lambda hit: hit[0])
        return tuple(cut for hit in self._hits[first:last] if (cut := _cut(hit, row)) is not None)

    def _labels_on(self, row: Row) -> tuple[tuple[int, str], ...]:
        if not self._labels:
            return ()
        first = bisect_left(self._labels, (row.start, ""))
        last = bisect_left(self._labels, (row.end, ""))
        return tuple((at - row.start, label) for at, label in self._labels[first:last])

    def _draw_stripes(self) -> None:
        self._bars = {}
        segments = self._segments if self._measure else ()
        self.stripes = Stripes(segments, self._looks, self.layout)

    def _gutter(self, number: int, row: Row, *, bar: bool, on_top: bool) -> Gutter:
        if row.turn == GAP:
            return Gutter(bar=bar)
        turn = self.transcript.turns[row.turn]
        named = row.first or on_top
        return Gutter(
            number=str(row.turn + 1) if named else "",
            glyph=self._glyph(row.turn, number - self.layout.first_row_of_turn(row.turn)),
            speaker=self._speakers[turn.speaker] if named else "",
            asks=self.transcript.speaker_of(turn).role is Role.INTERVIEWER,
            quiet=turn.speaker in self._quiet,
            bar=bar,
        )

    def _glyph(self, turn: int, place: int) -> str:
        """Choose the glyph of a turn's row: a memo gives way to a suggestion by one row."""
        memo, suggestion = turn in self._memos, turn in self._suggestions
        if memo and suggestion and len(self._wrapped[turn]) > 1:
            return (SUGGESTION, MEMO)[place] if place < 2 else ""
        if place:
            return ""
        return MEMO if memo else SUGGESTION if suggestion else ""


def _differences(before: Sequence[Segment], after: Sequence[Segment]) -> Differences:
    """Find what was added and what was removed; a segment that changed is both."""
    # After one key nearly all are the very same objects, which is told at once.
    known, kept = set(map(id, before)), set(map(id, after))
    added = [one for one in after if id(one) not in known]
    removed = [one for one in before if id(one) not in kept]
    if len(added) + len(removed) <= _FEW:
        return added, removed
    old = {segment.id: segment for segment in before}
    new = {segment.id: segment for segment in after}
    if len(new) < len(after) or len(old) < len(before):
        return list(after), list(before)
    added = [one for one in after if old.get(one.id) is not one and old.get(one.id) != one]
    removed = [one for one in before if new.get(one.id) is not one and new.get(one.id) != one]
    return added, removed


def _tints(stripes: Sequence[Stripe], row: Row) -> tuple[tuple[int, int, int], ...]:
    """Cut the segments beside a row to its words."""
    found = []
    for stripe in stripes:
        span = stripe.segment.span
        start, end = max(span.start, row.start), min(span.end, row.end)
        if start < end and stripe.segment.stands:
            found.append((start - row.start, end - row.start, stripe.look.colour))
    return tuple(found)


def _lanes(
    stripes: Sequence[Stripe], number: int, *, on_top: bool
) -> tuple[tuple[tuple[CodeLook, bool] | None, ...], int]:
    """Fill the lanes of a row, and count the segments without one."""
    lanes: list[tuple[CodeLook, bool] | None] = [None] * LANES
    hidden = 0
    for stripe in stripes:
        if stripe.lane < LANES:
            lanes[stripe.lane] = (stripe.look, on_top or stripe.first == number)
        else:
            hidden += 1
    return tuple(lanes), hidden


def _cut(stretch: Stretch | None, row: Row) -> Stretch | None:
    """Cut a stretch to a row, counted from the row's start."""
    if stretch is None:
        return None
    start, end = max(stretch[0], row.start), min(stretch[1], row.end)
    return (start - row.start, end - row.start) if start < end else None
