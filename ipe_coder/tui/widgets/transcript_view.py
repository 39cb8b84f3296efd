"""The transcript as coders see it for weeks: they move, select, and see what is coded.

```python
view = TranscriptView()
view.load(transcript, segments, looks)
view.step(Unit.SENTENCE, forward=True)
view.target            # what a code would be applied to
view.draw(segments)    # after a code was applied
```
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.timer import Timer

from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.segment import Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.tui.rendering import CodeLook
from ipe_coder.tui.widgets.transcript_caret import Caret
from ipe_coder.tui.widgets.transcript_motion import TranscriptMotion
from ipe_coder.tui.widgets.transcript_page import Differences, Page
from ipe_coder.tui.widgets.transcript_paint import LANE_CELLS, MINIMAP_CELLS
from ipe_coder.tui.widgets.transcript_stripes import LANES, map_rows
from ipe_coder.tui.widgets.transcript_units import SentenceFinder, Unit, Units

_DRAG_PAUSE = 0.05
"""Seconds between two rows of scrolling while the mouse is held beyond the edge."""


class TranscriptView(TranscriptMotion):
    """A transcript with a cursor, a selection and the segments on it."""

    @dataclass
    class CursorMoved(Message):
        """The cursor came to another sentence or word."""

        view: TranscriptView
        sentence: Span
        """The sentence that the cursor is in."""
        turn: int
        """Index of the turn, from 0."""

        @property
        def control(self) -> TranscriptView:
            """The view, so that `@on` can name it."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Let a late reader see only where the cursor is now."""
            return isinstance(message, TranscriptView.CursorMoved) and message.view is self.view

    @dataclass
    class SelectionChanged(Message):
        """Something else, or nothing, is selected."""

        view: TranscriptView
        selection: Span | None

        @property
        def control(self) -> TranscriptView:
            """The view, so that `@on` can name it."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Let a late reader see only what is selected now."""
            return (
                isinstance(message, TranscriptView.SelectionChanged) and message.view is self.view
            )

    @dataclass
    class StripeClicked(Message):
        """A stripe was clicked, or the count of those without room."""

        view: TranscriptView
        segments: tuple[Segment, ...]

        @property
        def control(self) -> TranscriptView:
            """The view, so that `@on` can name it."""
            return self.view

    def __init__(
        self,
        *,
        sentences: SentenceFinder = sentence_spans,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Make an empty view.

        Args:
            sentences: Finds the sentences of a text between two offsets.
            name: As for any widget.
            id: As for any widget.
            classes: As for any widget.
        """
        super().__init__(name=name, id=id, classes=classes)
        self._find_sentences = sentences
        self._segments: tuple[Segment, ...] = ()
        self._looks: Mapping[str, CodeLook] = {}
        self._pressed: int | None = None
        self._dragging = False
        self._drag_timer: Timer | None = None
        self._mouse = (0, 0)

    # -- what is shown

    def load(
        self,
        transcript: Transcript,
        segments: Iterable[Segment] = (),
        looks: Mapping[str, CodeLook] | None = None,
        *,
        speakers: Sequence[str] | None = None,
        at: int = 0,
    ) -> None:
        """Show a transcript with its segments.

        Args:
            transcript: What to show.
            segments: What is coded in it.
            looks: How each code looks, by its id.
            speakers: Names of at most four cells, in the order of the transcript's speakers.
            at: Code point to begin at.
        """
        units = Units(transcript, self._find_sentences)
        caret = None if units.empty else Caret.at_start(units).to(at)
        page = Page(transcript, speakers)
        self._show_page(page, caret)
        self.draw(segments, looks or {})
        self._announce(None, caret)

    def draw(
        self,
        segments: Iterable[Segment],
        looks: Mapping[str, CodeLook] | None = None,
        *,
        differences: Differences | None = None,
    ) -> None:
        """Draw other segments on the same text; nothing is wrapped again.

        Args:
            segments: All that is coded now.
            looks: How each code looks; as before when None.
            differences: Which were added and which removed, where it is known; else it is found.
        """
        self._segments = tuple(segments)
        self._looks = self._looks if looks is None else looks
        if self._page is not None:
            self._draw_on(self._page, self._segments, self._looks, differences)

    def mark_turns(self, memos: Collection[int] = (), suggestions: Collection[int] = ()) -> None:
        """Mark turns, by their index, that have a memo or in which a suggestion waits."""
        if self._page is not None:
            self._page.mark_turns(memos, suggestions)
            self.refresh()

    def quieten(self, speakers: Collection[int] = ()) -> None:
        """Dim what some speakers say, by their place in the transcript's; nobody if none."""
        if self._page is not None:
            self._page.quieten(speakers)
            self.refresh()

    def mark_hits(self, hits: Iterable[Span]) -> None:
        """Mark what was searched for; nothing where there is none."""
        if self._page is not None:
            self._page.mark_hits((hit.start, hit.end) for hit in hits)
            self.refresh()

    @property
    def transcript(self) -> Transcript | None:
        """The transcript on show."""
        return self._page.transcript if self._page else None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments that are drawn."""
        return self._segments

    @property
    def coverage(self) -> float:
        """The share of what participants say that is coded, from 0 to 1."""
        if self._page is None:
            return 0.0
        return self._page.coverage.share(0, len(self._page.transcript.text))

    def segments_at(self, span: Span | None = None) -> list[Segment]:
        """List the segments that share a code point with a span; the target when None."""
        span = span or self.target
        if span is None:
            return []
        return [segment for segment in self._segments if segment.span.overlaps(span)]

    def _announce(self, old: Caret | None, new: Caret | None) -> None:
        if new is None:
            return
        # Straight to the screen: every container on the way there would cost the key time.
        post = self.screen.post_message if self.is_attached else self.post_message
        if old is None or (old.sentence, old.word) != (new.sentence, new.word):
            post(self.CursorMoved(self, Span(*new.sentence), self.turn))
        if old is None or old.selection != new.selection:
            post(self.SelectionChanged(self, self.selection))

    # -- the mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Move to the word under the mouse; a drag from there selects."""
        row = self.scroll_offset.y + event.y
        offset = self._offset_under(event.x, row)
        if event.button != 1 or offset is None:
            return
        if event.shift and self._caret is not None:
            self._change(lambda caret: caret.drag(caret.head[0], offset))
            return
        self._pressed = offset
        self.capture_mouse()
        self._change(lambda caret: caret.clear().to(offset, Unit.WORD))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from where the mouse went down, by words."""
        if self._pressed is None:
            return
        self._mouse = (event.x, event.y)
        outside = not 0 <= event.y < self.size.height
        if outside and self._drag_timer is None:
            self._drag_timer = self.set_interval(_DRAG_PAUSE, self._drag)
        self._drag()

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """End a drag."""
        if self._pressed is None:
            return
        self._pressed, self._dragging = None, False
        if self._drag_timer is not None:
            self._drag_timer.stop()
            self._drag_timer = None
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Select the sentence on a double click and the turn on a triple; show a stripe's code."""
        row = self.scroll_offset.y + event.y
        if event.x >= self.size.width - MINIMAP_CELLS:
            self._go_to_map(event.y)
        elif segments := self._stripes_under(event.x, row):
            self.post_message(self.StripeClicked(self, segments))
        elif event.chain > 1 and self._offset_under(event.x, row) is not None:
            self.select(Unit.SENTENCE if event.chain == 2 else Unit.TURN)

    def _drag(self) -> None:
        """Extend the selection to the mouse; a drag within one word is still a click."""
        page, brush, pressed = self._page, self._brush, self._pressed
        if page is None or brush is None or pressed is None or self._caret is None:
            return
        x, y = self._mouse
        row = self.scroll_offset.y + max(-1, min(y, self.size.height))
        offset = page.layout.offset_at(row, x - brush.text_column)
        start, end = self._caret.units.at(Unit.WORD, pressed)
        if self._dragging or not start <= offset < end:
            self._dragging = True
            self._change(lambda caret: caret.drag(pressed, offset))

    def _offset_under(self, x: int, row: int) -> int | None:
        """Find the code point under the mouse; None beside the words."""
        page, brush = self._page, self._brush
        if page is None or brush is None or row >= len(page.layout):
            return None
        if x >= brush.text_column + brush.measure:
            return None
        return page.layout.offset_at(row, x - brush.text_column)

    def _stripes_under(self, x: int, row: int) -> tuple[Segment, ...]:
        page, brush = self._page, self._brush
        if page is None or brush is None or row >= len(page.layout):
            return ()
        column = x - brush.stripe_column
        stripes = page.stripes.at(row)
        hidden = tuple(stripe.segment for stripe in stripes if stripe.lane == LANES)
        if hidden and LANES * LANE_CELLS - 1 <= column <= LANES * LANE_CELLS:
            return hidden
        lane = column // LANE_CELLS if column >= 0 else LANES
        return tuple(s.segment for s in stripes if s.lane == lane and lane < LANES)

    def _go_to_map(self, cell: int) -> None:
        """Scroll to the part of the transcript that a cell of the minimap stands for."""
        if self._page is not None:
            first, _ = map_rows(cell, len(self._page.layout), self.size.height)
            self.scroll_to(y=first - self.size.height // 2, animate=False)
