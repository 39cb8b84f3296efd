"""The current cell of a matrix: its quotations, read as they come into view, and its memos."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from ipe_coder.errors import UsageError
from ipe_coder.model.matrix import Cell, Heading
from ipe_coder.model.memo import CellSubject
from ipe_coder.model.segment import Memo, MemoAbout, SegmentRow
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.memo import MemoSubject
from ipe_coder.tui.rendering import render_line, render_words, shorten
from ipe_coder.tui.screens.matrix_choices import MatrixChoices
from ipe_coder.tui.screens.matrix_rows import cell_subject, render_cell_head
from ipe_coder.tui.screens.memo_writing import ask_for_memo, subject_of
from ipe_coder.tui.screens.paged_quotes import PagedQuotes
from ipe_coder.tui.screens.quote_rows import MOST, in_turn, later_rows, quote_rows
from ipe_coder.tui.widgets.matrix_table import NOTED, MatrixTable
from ipe_coder.tui.widgets.rows import Row, Rows
from ipe_coder.tui.wrapping import wrap

_PAUSE = 0.06
"""Seconds that the cursor rests on a cell before its quotations are read."""

_READING = "Reading"
_TITLE_CELLS = 30
_ABOUT = {
    "participant": MemoAbout.PARTICIPANT,
    "transcript": MemoAbout.TRANSCRIPT,
    "study": MemoAbout.STUDY,
}
"""What a row or column can stand for that can have a memo of its own."""


def _has_quote(screen: MatrixCell) -> bool:
    return screen.quote is not None


def _has_cell(screen: MatrixCell) -> bool:
    return screen.cell is not None


class MatrixCell(PagedQuotes, MatrixChoices):
    """The part of the matrix screen beneath the table."""

    class QuotesRead(Message):
        """The first quotations of a cell were read."""

        def __init__(self, ids: Sequence[str], rows: list[SegmentRow]) -> None:
            """Carry the ids of all of them, and those that were read."""
            super().__init__()
            self.ids, self.rows = ids, rows

    def __init__(self) -> None:
        """Begin without a cell."""
        super().__init__()
        self.table = MatrixTable(id="table")
        self._ids: Sequence[str] = ()
        self._timer: Timer | None = None

    @property
    def cell(self) -> Cell | None:
        """The current cell."""
        if self.counted is None:
            return None
        row, column = self.table.cursor
        cells = self.counted.matrix.cells
        return cells[row][column] if row < len(cells) and column < len(cells[row]) else None

    @property
    def quote(self) -> SegmentRow | None:
        """The quotation at the cursor, once it was read."""
        value = self.quotes.value
        return value if isinstance(value, SegmentRow) else self._pages.items.get(value)

    @property
    def cell_memos(self) -> Sequence[Memo]:
        """What was written about the current cell, the newest last."""
        if self.counted is None or self.cell is None:
            return ()
        return self.counted.memos.get(cell_subject(self.counted.matrix, *self.table.cursor), ())

    # -- what is shown

    def show_cell(self) -> None:
        """Head the quotations at once; read them when the cursor rests."""
        counted, cell = self.counted, self.cell
        if counted is None or cell is None:
            return
        row, column = self.table.cursor
        self.keys = counted.matrix.rows[row].key, counted.matrix.columns[column].key
        width = max(self.size.width - 2, 40)
        head = render_cell_head(counted.matrix, (row, column), counted.looks, counted.names, width)
        self.query_one("#head", Static).update(head)
        if self._timer is not None:
            self._timer.stop()
        self._ids = cell.segment_ids
        if not self._ids:
            self._show_rows([])
        else:
            self._timer = self.set_timer(_PAUSE, lambda: self._read_quotes(cell.segment_ids))

    @background("quotes", "reading quotations")
    def _read_quotes(self, ids: Sequence[str]) -> None:
        rows = self.project.segment_rows(ids=ids[:MOST])
        if not stopped():
            self.post_message(self.QuotesRead(ids, in_turn(rows)))

    @on(QuotesRead)
    def _take_quotes(self, event: QuotesRead) -> None:
        event.stop()
        if event.ids == self._ids:
            self._show_rows(event.rows)

    def _show_rows(self, rows: list[SegmentRow]) -> None:
        """Show memos, the quotations that were read, then the others as they come into view."""
        width = max(self.size.width - 1, 40)
        made = [*self._memo_rows(width), *quote_rows(rows, width)]
        others = self._ids[MOST:] if rows else ()
        self._pages.begin(others)
        if others:
            words = f"the other {len(others):,}, in the order of their transcripts"
            made.append(Row.of(render_words(words, "italic $muted")))
            made += later_rows(others, rows, width, self._pages.get)
        self.quotes.show(made)
        self.refresh_bindings()

    def _memo_rows(self, width: int) -> list[Row]:
        rows = []
        for one in reversed(self.cell_memos):
            said = f"{one.title}: {one.body}" if one.title else one.body
            first, *rest = wrap(said, width - 4, 4)
            lines = [render_line((f"{NOTED}  ", "$accent-text"), first)]
            rows.append(Row.of(*lines, *(render_line("   ", line) for line in rest), value=one))
        return rows

    # -- reading and writing

    @command("o", footer="context", group=_READING, when=_has_quote)
    def action_open(self) -> None:
        """Open the quotation in its transcript."""
        row = self.quote
        if row is not None:
            self.ipe.open_transcript(row.segment.transcript_id, row.segment.span)

    @command("m", footer="memo", group=_READING, when=_has_cell)
    def action_memo(self) -> None:
        """Write a memo on the cell; {memo.next_subject} chooses its row or its column instead."""
        ask_for_memo(self, self._subjects())

    @on(Rows.Chosen, "#quotes")
    def _open_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        if isinstance(event.value, Memo):
            self.action_memo()
        else:
            self.action_open()

    def _subjects(self) -> list[MemoSubject]:
        """List what a memo can be about here: the cell, then what its row and column are."""
        counted = self.counted
        if counted is None or self.cell is None:
            raise UsageError("There is no cell here.")
        matrix, (row, column) = counted.matrix, self.table.cursor
        ends = ((matrix.row_axis, matrix.rows[row]), (matrix.column_axis, matrix.columns[column]))
        names = [one.short for _, one in ends]
        key = cell_subject(matrix, row, column).key
        chosen = self.quotes.value if self.quotes.has_focus else None
        memos = [chosen] if isinstance(chosen, Memo) else self.cell_memos
        subjects = [
            subject_of(self, MemoAbout.CELL, key, "this cell", words=" × ".join(names), memos=memos)
        ]
        for axis, heading in ends:
            if about := _thing_of(axis, heading):
                kind, thing = about
                title = f"{kind.value} {shorten(heading.short, _TITLE_CELLS)}"
                known = self.project.memos([thing])
                subjects.append(subject_of(self, kind, thing, title, memos=known))
        return subjects

    # -- from elsewhere

    def show_subject(self, cell: CellSubject) -> None:
        """Show the matrix that a cell is in, the cursor on it."""
        coded = [place for place in cell.places if place[0] in ("code", "theme")]
        if len(cell.places) != 2:
            return
        row = coded[0] if coded else cell.places[0]
        column = next(place for place in cell.places if place != row)
        self.show_axes(row[0], column[0], (row[1], column[1]))


def _thing_of(axis: str, heading: Heading) -> tuple[MemoAbout, str] | None:
    if heading.code_id:
        return MemoAbout.CODE, heading.code_id
    return (_ABOUT[axis], heading.key) if axis in _ABOUT else None
