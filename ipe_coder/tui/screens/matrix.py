"""The matrix: any rows by any columns, and beneath it the quotations of the current cell."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from ipe_coder.errors import IpeCoderError, UsageError
from ipe_coder.model.matrix import Matrix
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.commands import command
from ipe_coder.tui.rendering import render_words
from ipe_coder.tui.screens.matrix_cell import MatrixCell
from ipe_coder.tui.screens.matrix_count import Counted, Wanted, count, why_nothing
from ipe_coder.tui.screens.matrix_rows import (
    KINDS,
    PLURALS,
    notes_on,
    render_legend,
    render_notes,
)
from ipe_coder.tui.themes import has_full_colour, palette_of
from ipe_coder.tui.widgets.matrix_table import MatrixTable

_TALL = 30
"""Rows of a window from which on there is room for more words around the table."""

_READING = "Reading"


def _in_quotes(screen: MatrixScreen) -> bool:
    return screen.focused is screen.quotes


class MatrixScreen(MatrixCell):
    """Counts of what was raised by whom; each opens to its quotations and on to the transcript."""

    NAME, TITLE, KEY = "matrix", "Matrix", "m"
    HELP = (
        "How many of whom raised what. Every cell says k of n and opens to its quotations;"
        " not having raised a thing is not disagreeing with it."
    )
    DEFAULT_CSS = """
    MatrixScreen {
        & #table { max-height: 62%; }
        & #legend, & #notes { height: auto; padding: 0 1; color: $muted; }
        & #notes { max-height: 2; margin-bottom: 1; }
        & #head { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #quotes { height: 1fr; background: $surface; padding-right: 1; }
        & #empty { display: none; padding: 2 4; color: $muted; height: 1fr; }
        &.-nothing #empty { display: block; }
        &.-nothing #table, &.-nothing #legend, &.-nothing #notes, &.-nothing #head,
        &.-nothing #quotes { display: none; }
        &.-short #notes { margin-bottom: 0; max-height: 1; }
        &.-short #table { max-height: 60%; }
    }
    """

    class Ready(Message):
        """A matrix was counted."""

        def __init__(self, wanted: Wanted, counted: Counted) -> None:
            """Carry what was wanted and what came of it."""
            super().__init__()
            self.wanted, self.counted = wanted, counted

    class Refused(Message):
        """A matrix cannot be counted as it was wanted."""

        def __init__(self, wanted: Wanted, error: IpeCoderError) -> None:
            """Carry what was wanted and why not."""
            super().__init__()
            self.wanted, self.error = wanted, error

    def __init__(self) -> None:
        """Begin with themes by arms."""
        super().__init__()
        self._shown: Wanted | None = None
        self._said_place = ""

    def compose_body(self) -> ComposeResult:
        """Set the table over the quotations."""
        yield self.table
        yield Static(id="legend")
        yield Static(id="notes")
        yield Static(id="head")
        yield self.quotes
        yield Static(id="empty")

    # -- loading

    def reload(self) -> None:
        """Count again."""
        self._count(self.wanted)

    def project_opened(self) -> None:
        """Begin anew with another project."""
        self.wanted = Wanted()
        super().project_opened()

    @background("matrix", "counting")
    def _count(self, wanted: Wanted) -> None:
        try:
            answer: Message = self.Ready(
                wanted, count(self.project, self.limited(wanted), self.shown_coder_ids)
            )
        except UsageError as error:
            answer = self.Refused(wanted, error)
        if not stopped():
            self.post_message(answer)

    @on(Ready)
    def _show_counted(self, event: Ready) -> None:
        """Show a matrix, the cursor on the cell of the same heads where there is one."""
        event.stop()
        if event.wanted != self.wanted:
            return
        self.counted = counted = event.counted
        self.wanted = self._shown = counted.wanted
        self.set_class(counted.is_empty, "-nothing")
        self._show_header()
        if counted.is_empty:
            self.query_one("#empty", Static).update(render_words(why_nothing(counted)))
        else:
            self.table.show(counted.sheet, *self._place_of(counted))
            self._show_legend()
            self.show_cell()
            if self.focused is None:
                self.table.focus()
        self.refresh_bindings()

    @on(Refused)
    def _go_back(self, event: Refused) -> None:
        """Say why a matrix cannot be had, and keep the one that is shown."""
        event.stop()
        if event.wanted == self.wanted:
            self.wanted = self._shown or Wanted()
            self.show_error(event.error)

    def _place_of(self, counted: Counted) -> tuple[int, int]:
        row_key, column_key = self.keys
        rows = [one.key for one in counted.matrix.rows]
        columns = [one.key for one in counted.matrix.columns]
        return (
            rows.index(row_key) if row_key in rows else 0,
            columns.index(column_key) if column_key in columns else _first_counted(counted.matrix),
        )

    # -- the table and its quotations

    @on(MatrixTable.Moved, "#table")
    def _moved(self, event: MatrixTable.Moved) -> None:
        event.stop()
        self.show_cell()

    @on(MatrixTable.Scrolled, "#table")
    def _scrolled(self, event: MatrixTable.Scrolled) -> None:
        """Name in the footer what is in view; while the screen is laid out that changes."""
        event.stop()
        self.call_after_refresh(self._say_place)

    def _say_place(self) -> None:
        place = self.table.place
        if place != self._said_place:
            self._said_place = place
            self.say(place)

    @on(MatrixTable.Chosen, "#table")
    def _chosen(self, event: MatrixTable.Chosen) -> None:
        event.stop()
        if self.cell is not None and (self.cell.segment_ids or self.cell_memos):
            self.quotes.focus()

    # -- reading

    @command("escape", footer="table", group=_READING, when=_in_quotes, in_palette=False)
    def action_back(self) -> None:
        """Go back to the table."""
        self.table.focus()

    def go_to_top(self) -> None:
        """Go to the first row, or to the first quotation."""
        if _in_quotes(self):
            self.quotes.action_first_row()
        else:
            self.table.go_to_top()

    # -- words around the table

    def on_resize(self, event: events.Resize) -> None:
        """Fit the words around the table to the window."""
        super().on_resize(event)
        self.set_class(event.size.height < _TALL, "-short")
        if self.has_cells:
            self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self._show_header()
        self._show_legend()
        self.show_cell()

    def _show_header(self) -> None:
        request = self.wanted.request
        title = f"{_plural(request.rows)} × {_plural(request.columns)}"
        labels = list(self.counted.names.values()) if self.counted else []
        detail = ", ".join(labels) if len(labels) < 3 else f"{len(labels)} studies"
        self.header.show(crumbs=["Matrix", title], detail=detail, states=[KINDS[request.kind]])

    def _show_legend(self) -> None:
        if self.counted is None:
            return
        matrix = self.counted.matrix
        width = max(self.size.width - 2, 40)
        palette = palette_of(self.app) if has_full_colour(self.app) else None
        self.query_one("#legend", Static).update(render_legend(matrix, palette, width))
        notes = " ".join(notes_on(matrix, self.counted.left_out))
        rows = 1 if self.size.height < _TALL else 2
        self.query_one("#notes", Static).update(render_notes(notes, width, rows))


def _first_counted(matrix: Matrix) -> int:
    """Find the first column in which anybody was counted."""
    for column in range(len(matrix.columns)):
        if any(row[column].n is not None for row in matrix.cells):
            return column
    return 0


def _plural(axis: str) -> str:
    return PLURALS.get(axis, axis)
