"""The moving side of the transcript view: every motion makes a new cursor and shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ipe_coder.model.spans import Span
from ipe_coder.tui.widgets.transcript_canvas import TranscriptCanvas
from ipe_coder.tui.widgets.transcript_caret import Caret
from ipe_coder.tui.widgets.transcript_labels import Found, find_words
from ipe_coder.tui.widgets.transcript_layout import Stretch
from ipe_coder.tui.widgets.transcript_units import Unit


class TranscriptMotion(TranscriptCanvas):
    """A transcript in which a coder moves and selects; each method tells whether it did."""

    placed: Span | None = None
    """What was selected last by `select_span`, for which nobody moved an edge."""

    # -- where the coder is

    @property
    def sentence(self) -> Span | None:
        """The sentence that the cursor is in; None where nobody says a word."""
        return _span(self._caret.sentence if self._caret else None)

    @property
    def turn(self) -> int:
        """Index of the turn that the cursor is in."""
        if self._page is None or self._caret is None:
            return 0
        return self._page.transcript.turn_at(self._caret.head[0]).index

    @property
    def selection(self) -> Span | None:
        """What is selected, if anything is."""
        return _span(self._caret.selection if self._caret else None)

    @property
    def target(self) -> Span | None:
        """What a code would be applied to: the selection, else the sentence."""
        return _span(self._caret.target if self._caret else None)

    @property
    def began(self) -> int:
        """Where the selection was begun, or the cursor stands."""
        if self._caret is None:
            return 0
        return (self._caret.anchor or self._caret.head)[0]

    @property
    def word(self) -> Span | None:
        """The clause, word or character that the cursor is on, if it is on one."""
        return _span(self._caret.word if self._caret else None)

    @property
    def extending(self) -> bool:
        """Whether every motion extends the selection."""
        return self._caret is not None and self._caret.extending

    @property
    def moves_end(self) -> bool:
        """Whether motions that extend the selection move its end, and not its start."""
        return self._caret is not None and self._caret.moves_end

    @property
    def can_step_back(self) -> bool:
        """Whether there is a selection or a word to give up."""
        caret = self._caret
        return caret is not None and (caret.selection is not None or caret.word is not None)

    # -- moving

    def step(self, unit: Unit, *, forward: bool) -> bool:
        """Move by one unit of text; tell whether there was one to go to."""
        whole = unit is Unit.TURN and not self.extending
        return self._change(
            lambda caret: caret.step(unit, forward), self._turn_of if whole else None
        )

    def step_page(self, *, forward: bool) -> bool:
        """Move by as many rows as the view shows, less two."""
        if self._page is None:
            return False
        layout, rows = self._page.layout, max(self.size.height - 2, 1)
        row = self._cursor_row() + (rows if forward else -rows)
        offset = layout.offset_at(row, 0)
        return self._change(lambda caret: caret.to(offset))

    def step_to_end(self, *, forward: bool) -> bool:
        """Move to the last sentence, or to the first."""
        return self._change(lambda caret: caret.to_end(forward))

    def go_to(self, offset: int, unit: Unit = Unit.SENTENCE) -> bool:
        """Move to the sentence, or another unit, at a code point."""
        return self._change(lambda caret: caret.to(offset, unit))

    def go_to_turn(self, index: int) -> bool:
        """Move to the first sentence of a turn."""
        if self._page is None or not 0 <= index < len(self._page.transcript.turns):
            return False
        start = self._page.transcript.turns[index].start
        return self._change(lambda caret: caret.to(start), self._turn_of)

    def find_words(self, typed: str) -> Found:
        """Find the words in view that begin with some letters, with a label for each."""
        page, caret = self._page, self._caret
        if page is None or caret is None:
            return Found()
        top = self.scroll_offset.y
        shown = page.layout.text_between(top, min(top + self.size.height, len(page.layout)) - 1)
        words = [word for word in caret.units.within(Unit.WORD, *shown) if word != caret.word]
        return find_words(page.transcript.text, words, typed, caret.head[0])

    def label_words(self, labels: Mapping[int, str]) -> None:
        """Put labels on words, by their first code point; none takes all away."""
        if self._page is not None:
            self._page.label(labels)
            self.refresh()

    # -- selecting

    def toggle_extending(self) -> bool:
        """Let every motion extend the selection from here; or give the selection up again."""
        return self._change(lambda caret: caret.extend())

    def grow_edge(self, *, at_end: bool, unit: Unit = Unit.WORD) -> bool:
        """Take one more word into the selection, at its end or before its start."""
        return self._change_edge(lambda caret: caret.grow(unit, at_end), at_end=at_end)

    def shrink_edge(self, *, at_end: bool, unit: Unit = Unit.WORD) -> bool:
        """Leave one word out of the selection, at its end or at its start."""
        return self._change_edge(lambda caret: caret.shrink(unit, at_end), at_end=at_end)

    def stop_extending(self) -> bool:
        """Let the next motion go on from here and give the selection up."""
        return self._change(lambda caret: caret.with_selection(caret.selection))

    def extend_from_end(self) -> bool:
        """Let every motion move the end of what is selected."""
        return self._change_edge(lambda caret: caret.from_edge(True), at_end=True)

    def take_other_edge(self) -> bool:
        """Let every motion move the other edge of the selection."""
        return self._change_edge(
            lambda caret: caret.other_edge(), at_end=bool(self._caret and not self._caret.moves_end)
        )

    def widen(self) -> bool:
        """Select the word, clause, sentence or turns that hold the selection."""
        return self._change(lambda caret: caret.widen())

    def narrow(self) -> bool:
        """Select the turn, sentence, clause or word at the cursor, the next smaller."""
        return self._change(lambda caret: caret.narrow())

    def select(self, unit: Unit) -> bool:
        """Select the word, clause, sentence or turn that the cursor is in."""
        return self._change(lambda caret: caret.select(unit))

    def select_span(self, span: Span | None) -> bool:
        """Select a span and move to it; or select nothing."""
        self.placed = span
        if span is None:
            return self._change(lambda caret: caret.clear())
        return self._change(
            lambda caret: caret.clear().to(span.start).with_selection((span.start, span.end))
        )

    def step_back(self) -> bool:
        """Give up the selection, else leave the word for its sentence."""
        if self._caret is not None and self._caret.selection is not None:
            return self._change(lambda caret: caret.clear())
        return self._change(lambda caret: caret.leave_word())

    # -- how it is done

    def _announce(self, old: Caret | None, new: Caret | None) -> None:
        """Tell others where the cursor is and what is selected."""
        raise NotImplementedError

    def _change(
        self, motion: Callable[[Caret], Caret], reveal: Callable[[Caret], Stretch] | None = None
    ) -> bool:
        """Carry a motion out; tell whether anything changed."""
        old = self._caret
        if old is None:
            return False
        new = motion(old)
        if new == old:
            return False
        self._put_caret(new, reveal(new) if reveal else None)
        self._announce(old, new)
        return True

    def _turn_of(self, caret: Caret) -> Stretch:
        """Give the whole turn of a cursor: who goes to a turn means to read it."""
        return caret.units.at(Unit.TURN, caret.head[0])

    def _change_edge(self, motion: Callable[[Caret], Caret], *, at_end: bool) -> bool:
        """Carry out a motion of one edge and bring that edge into view."""

        def edge(caret: Caret) -> Stretch:
            start, end = caret.target
            return (end - 1, end) if at_end else (start, start + 1)

        return self._change(motion, edge)


def _span(stretch: Stretch | None) -> Span | None:
    return None if stretch is None else Span(*stretch)
