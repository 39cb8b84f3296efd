"""A list of quotations of which those are read that come into view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import on
from textual.message import Message

from ipe_coder.model.segment import SegmentRow
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.screens.base import ProjectAware
from ipe_coder.tui.widgets.pages import Pages
from ipe_coder.tui.widgets.rows import Rows


class PagedQuotes(ProjectAware):
    """The part of a screen that lists quotations, by the ids of their segments."""

    class PageRead(Message):
        """Quotations that came into view were read."""

        def __init__(self, read: Mapping[str, SegmentRow]) -> None:
            """Carry them by id."""
            super().__init__()
            self.read = read

    def __init__(self) -> None:
        """Begin with an empty list."""
        super().__init__()
        self.quotes = Rows(id="quotes")
        self._pages: Pages[str, SegmentRow] = Pages(self._read_page, self.call_later)

    @background("page", "reading quotations")
    def _read_page(self, keys: Sequence[str]) -> None:
        found = self.project.segment_rows(ids=keys)
        if not stopped():
            self.post_message(self.PageRead({one.segment.id: one for one in found}))

    @on(PageRead)
    def _take_page(self, event: PageRead) -> None:
        event.stop()
        self._pages.take(event.read)
        self.quotes.refresh()
        self.refresh_bindings()
