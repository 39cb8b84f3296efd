"""The segments of a code in the codebook: all of them, their words read as they come into view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from textual.content import Content
from textual.message import Message

from ipe_coder.model.segment import SegmentRow
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.rendering import render_words
from ipe_coder.tui.screens.codebook_rows import quote_height, quote_lines
from ipe_coder.tui.screens.paged_quotes import PagedQuotes
from ipe_coder.tui.widgets.rows import Row

_FIRST = 300
"""Segments whose words are read at once; of more, those in view."""
_IN_VIEW = 60
"""Of more, the first that are wrapped: as many as the highest window shows."""
_PAINTED = 0.1
"""Seconds until they are painted; all the others are listed then, which takes a while."""


class CodebookQuotes(PagedQuotes):
    """The part of the codebook that lists what is coded."""

    class Quoted(Message):
        """The segments of a code were found."""

        def __init__(
            self, code_id: str, total: int, rows: Sequence[Row], read: Mapping[str, SegmentRow]
        ) -> None:
            """Carry the code, how many there are, their rows, and those that were read."""
            super().__init__()
            self.code_id, self.total, self.rows, self.read = code_id, total, rows, read

    def __init__(self) -> None:
        """Begin with no code."""
        super().__init__()
        self.quoted = ""
        """Id of the code whose segments are listed."""

    @property
    def quote(self) -> SegmentRow | None:
        """The segment at the cursor, once it was read."""
        return self._pages.items.get(self.quotes.value or "")

    def pane_width(self) -> int:
        """Count the cells of a row; for the screen to say."""
        raise NotImplementedError

    def list_quotes(self, code_id: str) -> None:
        """Find the segments of a code."""
        self.quoted = code_id
        self._pages.begin(())
        self.quotes.show([])
        self.read_quotes()

    def read_quotes(self) -> None:
        """Find the segments of the code again; the cursor stays where it is meanwhile."""
        self._find_quotes(self.quoted, self.pane_width(), anew=not self._pages.keys)

    @background("quotes", "reading segments")
    def _find_quotes(self, code_id: str, width: int, *, anew: bool) -> None:
        total, found = self.project.first_segments(code_id, _FIRST, coder_ids=self.shown_coder_ids)
        if total > _FIRST:
            found = found[:_IN_VIEW]
        read = {one.segment.id: one for one in found}
        if not anew and total > len(found):
            self._list_all(code_id, width, read)
        elif not stopped():
            rows = [self._row(key, _height(one, width), width) for key, one in read.items()]
            self.post_message(self.Quoted(code_id, total, rows, read))

    @background("quotes", "reading segments")
    def _find_rest(self, code_id: str, width: int, read: Mapping[str, SegmentRow]) -> None:
        self._list_all(code_id, width, read)

    def _list_all(self, code_id: str, width: int, read: Mapping[str, SegmentRow]) -> None:
        """List a hundred thousand segments, of which a few were read."""
        heights = {key: _height(one, width) for key, one in read.items()}
        rows = [
            self._row(key, heights.get(key) or quote_height(length, width), width)
            for key, length in self.project.segment_places(code_id, coder_ids=self.shown_coder_ids)
        ]
        if not stopped():
            self.post_message(self.Quoted(code_id, len(rows), rows, read))

    def _row(self, key: str, height: int, width: int) -> Row:
        return Row.drawn(partial(self._lines, key, height, width), key, height)

    def _lines(self, key: str, height: int, width: int) -> Sequence[Content]:
        one = self._pages.get(key)
        return [] if one is None else quote_lines(one, width, height - 1)

    def show_quotes(self, event: Quoted) -> None:
        """Show the segments; the cursor stays on the same one."""
        self._pages.begin([row.value for row in event.rows], event.read)
        rows = event.rows or [Row.of(render_words("Nothing is coded with it.", "italic $muted"))]
        self.quotes.show(rows)
        self.refresh_bindings()
        if event.total > len(event.rows):
            self.set_timer(_PAINTED, partial(self._go_on, event.code_id, event.read))

    def _go_on(self, code_id: str, read: Mapping[str, SegmentRow]) -> None:
        if self.quoted == code_id:
            self._find_rest(code_id, self.pane_width(), read)


def _height(one: SegmentRow, width: int) -> int:
    return len(quote_lines(one, width))
