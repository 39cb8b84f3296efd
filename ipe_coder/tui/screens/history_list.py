"""The list of the history: found, read page by page as it comes into view, and shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ipe_coder.model.change import ChangeDetail, HistoryEntry, HistoryFilter
from ipe_coder.model.counts import count_of
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import Part, render_line, render_words, shorten
from ipe_coder.tui.screens.history_rows import (
    detail_lines,
    entry_line,
    history_rows,
    waiting_line,
)
from ipe_coder.tui.screens.list_beside import ListBeside
from ipe_coder.tui.widgets.pages import PAGE, Pages
from ipe_coder.tui.widgets.rows import Row, Rows

_NONE_FITS = "No change fits. {history.show_all} shows all again."


class HistoryList(ListBeside):
    """The part of the history that is looked at; `HistoryScreen` adds what is done there."""

    DEFAULT_CSS = """
    HistoryList {
        & #side { width: 41; }
        &.-narrow.-drawer #left { display: none; }
        &.-narrow.-drawer #side { display: block; width: 100%; height: 100%; }
    }
    """

    class Found(Message):
        """Changes were found."""

        def __init__(self, rows: Sequence[Row], first: str, keep: int | None) -> None:
            """Carry their rows, the moment of the oldest, and the number to stand on."""
            super().__init__()
            self.rows, self.first, self.keep = rows, first, keep

    class Read(Message):
        """A page of changes was read."""

        def __init__(self, entries: Sequence[HistoryEntry]) -> None:
            """Carry it."""
            super().__init__()
            self.entries = entries

    class DetailRead(Message):
        """One change was read, before and after."""

        def __init__(self, detail: ChangeDetail) -> None:
            """Carry it."""
            super().__init__()
            self.detail = detail

    def __init__(self) -> None:
        """Begin with everything wanted and nothing found."""
        super().__init__()
        self.wanted = HistoryFilter()
        self.who = ""
        """Name of the coder whose changes are shown; empty for all."""
        self.day = ""
        self.thing = ""
        """Name of what the changes shown are about; empty for all."""
        self.pages: Pages[int, HistoryEntry] = Pages(self._read_page, self.call_later)
        self.detail: ChangeDetail | None = None
        self.hides_later = False
        """Whether work of others, which blind mode hides, rests on the change at the cursor."""
        self.is_loaded = False
        self._who_cells = 2
        self._keep: int | None = None

    # -- parts

    @property
    def entry(self) -> HistoryEntry | None:
        """The change at the cursor, once it was read."""
        return self.pages.items.get(self.rows.value or 0)

    # -- finding

    def reload(self) -> None:
        """Find the changes again, and read anew those in view."""
        self._find(self.limited(), self._keep)
        self._keep = None

    def project_opened(self) -> None:
        """Begin anew with another project."""
        self.show_all()
        super().project_opened()

    def show_all(self) -> None:
        """Want everything."""
        self.wanted = HistoryFilter()
        self.who = self.day = self.thing = ""

    def want(self, keep: int | None = None, **changed: object) -> None:
        """Want other changes.

        Args:
            keep: The number of the change to stand on.
            changed: Fields of the filter.
        """
        self.wanted = replace(self.wanted, **changed)  # type: ignore[arg-type]
        self._find(self.limited(), keep)

    def limited(self) -> HistoryFilter:
        """Give what is wanted; in blind mode of this coder's changes alone."""
        own = self.shown_coder_ids
        return replace(self.wanted, coder_ids=own) if own else self.wanted

    @background("history", "reading the history")
    def _find(self, wanted: HistoryFilter, keep: int | None) -> None:
        from ipe_coder.project.base import without_collecting

        if not self.is_loaded:
            # What is on the first page is there before the hundred thousandth was found.
            first = history_rows(self.project.find_changes(wanted, limit=PAGE), self._draw)
            self.post_message(self.Found(first, "", keep))
        with without_collecting():
            found = self.project.find_changes(wanted)
            rows = history_rows(found, self._draw)
        if not stopped():
            self.post_message(self.Found(rows, found[-1].at if found else "", keep))

    @on(Found)
    def _take(self, event: Found) -> None:
        event.stop()
        self.is_loaded = True
        self.pages.begin([row.value for row in event.rows if row.value is not None])
        number = len(self.pages.keys)
        states = [count_of(number, "change")] if event.first else []
        if event.first:
            moment = datetime.fromisoformat(event.first).astimezone()
            states.append(f"since {moment.day} {moment:%B %Y}")
        self.header.show(crumbs=["History"], states=states, coder=self.ipe.coder)
        self._show_asked()
        rows = list(event.rows) or [Row.of(self._empty_words())]
        stays = (event.keep or self.rows.value) in self.pages.places
        keep = event.keep if stays else next(iter(self.pages.keys), None)
        self.rows.show(rows, keep=keep)
        if not number:
            self._show_detail(None)
        if self.focused is None:
            self.set_focus(self.rows)
        self.refresh_bindings()

    def _empty_words(self) -> Content:
        is_all = self.wanted == HistoryFilter()
        words = "Nothing was done yet." if is_all else _NONE_FITS
        return render_words(spoken(words), "italic $muted")

    def _show_asked(self) -> None:
        """Say what is shown."""
        text = self.wanted.text or "any words"
        what = ", ".join(one.value for one in self.wanted.matters) or "any"
        parts: list[Part] = [("/ ", "bold $accent-text"), shorten(text, 20)]
        for name, value in (
            ("who", self.who or "any"), ("what", what), ("day", self.day or "any"),
            ("of", self.thing),
        ):  # fmt: skip
            if value:
                parts += [(f"   {name} ", "$muted"), (shorten(value, 24), "$strong")]
        self.query_one("#asked", Static).update(render_line(*parts))

    # -- reading what is in view

    def _draw(self, seq: int, time: str) -> Content:
        """Draw a change; one that was not read yet is asked for."""
        entry = self.pages.get(seq)
        if entry is None:
            return waiting_line(time)
        return entry_line(entry, time, max(self.rows.size.width - 2, 40), self._who_cells)

    @background("entries", "reading changes")
    def _read_page(self, seqs: Sequence[int]) -> None:
        entries = self.project.history_entries(seqs)
        if not stopped():
            self.post_message(self.Read(entries))

    @on(Read)
    def _take_page(self, event: Read) -> None:
        event.stop()
        self.pages.take({one.change.seq: one for one in event.entries})
        widths = [len(one.change.coder) for one in event.entries]
        self._who_cells = max([self._who_cells, *widths])
        self.rows.refresh()
        self.refresh_bindings()

    # -- the change at the cursor

    @on(Rows.Moved, "#rows")
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        if event.value is not None:
            self._read_detail(event.value)
        self.refresh_bindings()

    @background("detail", "reading a change")
    def _read_detail(self, seq: int) -> None:
        detail = self.project.change_detail(seq)
        if not stopped():
            self.post_message(self.DetailRead(detail))

    @on(DetailRead)
    def _take_detail(self, event: DetailRead) -> None:
        event.stop()
        if event.detail.entry.change.seq == self.rows.value:
            self.pages.items.setdefault(event.detail.entry.change.seq, event.detail.entry)
            self._show_detail(event.detail)

    def _show_detail(self, detail: ChangeDetail | None) -> None:
        if detail is not None and self.is_blind:
            own = tuple(one for one in detail.later if one.coder == self.ipe.coder)
            self.hides_later = len(own) < len(detail.later)
            detail = replace(detail, later=own)
        elif detail is not None:
            self.hides_later = False
        self.detail = detail
        width = max(self.query_one("#side").size.width, 38) - 3
        lines = detail_lines(detail, width, hidden=self.hides_later) if detail is not None else []
        self.query_one("#detail", Static).update(Content("\n").join(lines))
        self.query_one("#side").scroll_home(animate=False)
        self.refresh_bindings()

    # -- the window

    def fit(self) -> None:
        """Draw the change at the cursor again."""
        self._show_detail(self.detail)

    @on(Input.Changed, "#filter")
    def _typed_more(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.wanted.text:
            self.want(text=event.value)

    @on(Input.Submitted, "#filter")
    def _typed_all(self, event: Input.Submitted) -> None:
        event.stop()
        self.remove_class("-typing")
        self.set_focus(self.rows)
