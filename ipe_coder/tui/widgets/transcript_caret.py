"""The cursor in a transcript and the selection that grows from it, apart from any screen.

The cursor is a unit of text: a sentence, or within it a clause, a word or a character. Steps of
the same size go on to the next; a smaller step enters it, from its left or from its right. While
extending, every step carries the selection with it from where extending began.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ipe_coder.tui.widgets.transcript_units import Stretch, Unit, Units

_SIZES = {
    Unit.CHARACTER: 0, Unit.WORD: 1, Unit.CLAUSE: 2, Unit.SENTENCE: 3, Unit.TURN: 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caret:
    """Where the coder is, and what is selected."""

    units: Units
    unit: Unit
    """What the cursor stands on: a sentence, a clause, a word or a character."""
    head: Stretch
    """The stretch that the cursor stands on."""
    selection: Stretch | None = None
    anchor: Stretch | None = None
    """Where extending began; None while steps do not extend."""

    @classmethod
    def at_start(cls, units: Units) -> Caret:
        """Stand on the first sentence."""
        return cls(units, Unit.SENTENCE, units.first)

    @property
    def sentence(self) -> Stretch:
        """The sentence that the cursor is in."""
        return self.units.at(Unit.SENTENCE, self.head[0])

    @property
    def word(self) -> Stretch | None:
        """The clause, word or character that the cursor is on, if it is on one."""
        return None if self.unit is Unit.SENTENCE else self.head

    @property
    def extending(self) -> bool:
        """Whether steps extend the selection."""
        return self.anchor is not None

    @property
    def moves_end(self) -> bool:
        """Which edge steps move, or would once they extend: the end, or else the start."""
        start, end = self.selection or self.head
        if self.anchor is not None:
            return self.anchor[0] <= start
        return self.head[0] - start >= end - self.head[1]

    @property
    def target(self) -> Stretch:
        """What a code would be applied to: the selection, else the sentence."""
        return self.selection or self.sentence

    def step(self, unit: Unit, forward: bool) -> Caret:
        """Move by one unit; at either end of the transcript nothing changes."""
        if unit is Unit.TURN:
            return self._step_turn(forward)
        if unit in (Unit.CLAUSE, Unit.SENTENCE) and (rest := self._rest_of(unit, forward)):
            return rest
        found = self._next(unit, forward)
        return self if found is None else self._to(unit, found)

    def to(self, offset: int, unit: Unit = Unit.SENTENCE) -> Caret:
        """Move to the unit at a code point."""
        return self._to(unit, self.units.at(unit, offset))

    def to_end(self, forward: bool) -> Caret:
        """Move to the last sentence, or to the first."""
        return self._to(Unit.SENTENCE, self.units.last if forward else self.units.first)

    def extend(self) -> Caret:
        """Begin to extend from the cursor or from the selection; or give it up again."""
        if self.extending:
            return self.clear()
        if self.selection is None:
            return replace(self, anchor=self.head, selection=self.head)
        return self.from_edge(self.moves_end)

    def grow(self, unit: Unit, at_end: bool) -> Caret:
        """Move the start of the selection to the left, or its end to the right."""
        start, end = self.selection or self.head
        inside = self.units.at(unit, end - 1 if at_end else start)
        if at_end and inside[1] <= end:
            inside = self.units.after(unit, end) or inside
        if not at_end and inside[0] >= start:
            inside = self.units.before(unit, start) or inside
        if at_end:
            return self._edge(start, max(end, inside[1]), at_end)
        return self._edge(min(start, inside[0]), end, at_end)

    def shrink(self, unit: Unit, at_end: bool) -> Caret:
        """Move the start of the selection to the right, or its end to the left."""
        start, end = self.selection or self.head
        inside = self.units.before(unit, end - 1) if at_end else self.units.after(unit, start + 1)
        if inside is None:
            return self
        edge = inside[1] if at_end else inside[0]
        if not start < edge < end:
            return self
        return self._edge(start, edge, at_end) if at_end else self._edge(edge, end, at_end)

    def other_edge(self) -> Caret:
        """Extend from the other edge of the selection: what stood still moves now."""
        return self.from_edge(not self.moves_end)

    def from_edge(self, at_end: bool) -> Caret:
        """Extend from the end of the selection, or from its start."""
        if self.selection is None:
            return self
        start, end = self.selection
        if at_end:
            return replace(self._on_word(end - 1), anchor=(start, start))
        return replace(self._on_word(start), anchor=(end, end))

    def widen(self) -> Caret:
        """Select the word, clause, sentence or turns that the selection is a part of."""
        start, end = self.selection or self.head
        for unit in (Unit.WORD, Unit.CLAUSE, Unit.SENTENCE, Unit.TURN):
            wider = _join(self.units.at(unit, start), self.units.at(unit, end - 1))
            wider = _join(wider, (start, end))
            if wider != (start, end) and (self.selection or unit is not Unit.SENTENCE):
                return self._at_edge_of(wider)
        return self.with_selection((start, end))

    def narrow(self) -> Caret:
        """Select the turn, sentence, clause or word at the cursor, the next smaller."""
        start, end = self.selection or self.head
        for unit in (Unit.TURN, Unit.SENTENCE, Unit.CLAUSE, Unit.WORD):
            inner = self.units.at(unit, self.head[0])
            if start <= inner[0] and inner[1] <= end and inner != (start, end):
                return self._at_edge_of(inner)
        return self

    def select(self, unit: Unit) -> Caret:
        """Select the word, clause, sentence or turn that the cursor is in."""
        return self.with_selection(self.units.at(unit, self.head[0]))

    def with_selection(self, selection: Stretch | None) -> Caret:
        """Select a stretch, or nothing, and no longer extend."""
        return replace(self, selection=selection, anchor=None)

    def drag(self, start: int, offset: int) -> Caret:
        """Select the words from one code point to another and stand on the last one reached."""
        anchor = self.units.at(Unit.WORD, start)
        head = self.units.at(Unit.WORD, offset)
        return replace(self, unit=Unit.WORD, head=head, selection=_join(anchor, head), anchor=None)

    def clear(self) -> Caret:
        """Drop the selection and stop extending."""
        return self.with_selection(None)

    def leave_word(self) -> Caret:
        """Stand on the whole sentence again."""
        return replace(self, unit=Unit.SENTENCE, head=self.sentence)

    def _at_edge_of(self, selection: Stretch) -> Caret:
        """Select a stretch; while extending, steps go on from the edge that they moved."""
        if not self.extending:
            return self.with_selection(selection)
        return self._edge(*selection, self.moves_end)

    def _to(self, unit: Unit, head: Stretch) -> Caret:
        selection = None if self.anchor is None else _join(self.anchor, head)
        return replace(self, unit=unit, head=head, selection=selection)

    def _next(self, unit: Unit, forward: bool) -> Stretch | None:
        start, end = self.head
        if _SIZES[unit] > _SIZES[self.unit]:
            start, end = self.units.at(unit, start)
        elif _SIZES[unit] < _SIZES[self.unit] and self.anchor is not None:
            is_after = start > self.anchor[0] or (start == self.anchor[0] and forward)
            start, end = self.units.at(unit, end - 1 if is_after else start)
        elif _SIZES[unit] < _SIZES[self.unit]:
            start, end = end, start
        return self.units.after(unit, end) if forward else self.units.before(unit, start)

    def _rest_of(self, unit: Unit, forward: bool) -> Caret | None:
        """Extend from a word to the end of its sentence or clause, or its start; None elsewhere.

        The one in which extending began is never taken in beyond that place, so that a step too
        many is taken back by the opposite one.
        """
        if self.anchor is None or _SIZES[self.unit] > _SIZES[unit]:
            return None
        (start, end), (first, last) = self.units.at(unit, self.head[0]), self.anchor
        if forward and self.head[1] < last:
            beside = None if last <= end else self.units.after(unit, end)
            return self._back_to_anchor(last - 1, beside, forward)
        if not forward and first < self.head[0]:
            beside = None if start <= first else self.units.before(unit, start)
            return self._back_to_anchor(first, beside, forward)
        if forward and self.head[1] < end:
            return self.to(end - 1, Unit.WORD)
        if not forward and start < self.head[0]:
            return self.to(start, Unit.WORD)
        return None

    def _back_to_anchor(self, place: int, beside: Stretch | None, forward: bool) -> Caret | None:
        """Go back towards where extending began, in this sentence or clause or the one beside."""
        if beside is None:
            return self.to(place, Unit.WORD)
        if not beside[0] < place < beside[1] - 1:
            return None
        return self.to(beside[0] if forward else beside[1] - 1, Unit.WORD)

    def _step_turn(self, forward: bool) -> Caret:
        """Move to the first sentence of a turn; while extending, to the far end of one."""
        start, end = self.units.at(Unit.TURN, self.head[0])
        if self.extending and forward:
            if self.head[1] >= end:
                _, end = self.units.after(Unit.TURN, end) or (start, end)
            return self.to(end - 1)
        if forward:
            found = self.units.after(Unit.TURN, end)
            return self if found is None else self.to(found[0])
        if self.head[0] <= start:
            start, _ = self.units.before(Unit.TURN, start) or (start, end)
        return self.to(start)

    def _edge(self, start: int, end: int, at_end: bool) -> Caret:
        moved = replace(self, selection=(start, end))
        if not self.extending:
            return moved
        far = start if at_end else end
        return replace(moved._on_word(end - 1 if at_end else start), anchor=(far, far))

    def _on_word(self, offset: int) -> Caret:
        return replace(self, unit=Unit.WORD, head=self.units.at(Unit.WORD, offset))


def _join(one: Stretch, other: Stretch) -> Stretch:
    return min(one[0], other[0]), max(one[1], other[1])
