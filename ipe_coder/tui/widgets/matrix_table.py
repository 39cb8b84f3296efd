"""A matrix with a cursor on its cells: heads stay, what does not fit scrolls beneath them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ipe_coder.tui.careful import Careful
from ipe_coder.tui.commands import Commands, command
from ipe_coder.tui.rendering import cell_style, pad, shorten
from ipe_coder.tui.themes import Palette, has_full_colour, palette_of
from ipe_coder.tui.widgets.matrix_sheet import GAP, Sheet, SheetCell, SheetLayout
from ipe_coder.tui.widgets.rows import BAR

NOTED = "≡"
"""Stands before a cell that somebody has written a memo about."""

_WHEEL = 3
_MOVES = "Moving"


class MatrixTable(Commands, Careful, ScrollView, can_focus=True, inherit_bindings=False):
    """A table of counts, shaded by share, whose current cell is marked."""

    NAME = "matrix_table"
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    MatrixTable {
        height: auto;
        background: $ground;
        color: $text;
        overflow: hidden;
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor came to another cell."""

        table: MatrixTable
        row: int
        column: int

        @property
        def control(self) -> MatrixTable:
            """The table, so that `@on` can name it."""
            return self.table

        def can_replace(self, message: Message) -> bool:
            """Let a late reader see only where the cursor is now."""
            return isinstance(message, MatrixTable.Moved) and message.table is self.table

    @dataclass
    class Chosen(Message):
        """A cell was opened, with enter or a click on the current one."""

        table: MatrixTable

        @property
        def control(self) -> MatrixTable:
            """The table, so that `@on` can name it."""
            return self.table

    @dataclass
    class Scrolled(Message):
        """Other rows or columns came into view; `place` names them, empty where all are."""

        table: MatrixTable
        place: str

        @property
        def control(self) -> MatrixTable:
            """The table, so that `@on` can name it."""
            return self.table

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Begin without a table."""
        super().__init__(id=id)
        self._sheet = Sheet()
        self._layout = SheetLayout(self._sheet, 80)
        self._row = self._column = 0
        self._top = self._left = 0
        self._place = ""

    # -- what is shown

    def show(self, sheet: Sheet, row: int = 0, column: int = 0) -> None:
        """Show a table with the cursor on a cell."""
        self._sheet = sheet
        self._row = min(max(row, 0), max(len(sheet.rows) - 1, 0))
        self._column = min(max(column, 0), max(len(sheet.columns) - 1, 0))
        self._top = self._left = 0
        self._lay_out()
        self.refresh(layout=True)
        self.call_after_refresh(self._reveal)

    @property
    def sheet(self) -> Sheet:
        """What is shown."""
        return self._sheet

    @property
    def cursor(self) -> tuple[int, int]:
        """Row and column of the current cell."""
        return self._row, self._column

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell at which the current cell begins, for the terminal's own cursor."""
        corner = self.content_region.offset
        if not (self._sheet.rows and self._sheet.columns):
            return corner
        line = len(self._layout.heads) + self._layout.line_of(self._row) - self._top
        x = self._layout.cell_of(self._column, self._left)
        return corner + Offset(min(x, max(self.size.width - 1, 0)), min(line, self.size.height - 1))

    @property
    def place(self) -> str:
        """Which rows and columns are in view, where not all are."""
        return self._place

    @property
    def lines_needed(self) -> int:
        """Lines that the whole table takes."""
        return self._layout.height

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Ask for all lines; the screen allows as many as it has."""
        del container, viewport
        if width != self._layout.width:
            self._layout = SheetLayout(self._sheet, width)
        return self._layout.height

    # -- keys

    @command("h", "left", footer="move", group=_MOVES, in_palette=False)
    def action_left(self) -> None:
        """Column before."""
        self._go(self._row, self._column - 1)

    @command("j", "down", footer="move", group=_MOVES, in_palette=False)
    def action_down(self) -> None:
        """Next row."""
        self._go(self._row + 1, self._column)

    @command("k", "up", footer="move", group=_MOVES, in_palette=False)
    def action_up(self) -> None:
        """Row before."""
        self._go(self._row - 1, self._column)

    @command("l", "right", footer="move", group=_MOVES, in_palette=False)
    def action_right(self) -> None:
        """Next column."""
        self._go(self._row, self._column + 1)

    @command("home", group=_MOVES, in_palette=False)
    def action_first_column(self) -> None:
        """First column."""
        self._go(self._row, 0)

    @command("end", group=_MOVES, in_palette=False)
    def action_last_column(self) -> None:
        """Last column."""
        self._go(self._row, len(self._sheet.columns) - 1)

    @command("pagedown", "ctrl+d", group=_MOVES, in_palette=False)
    def action_page_down(self) -> None:
        """Next page of rows."""
        self._go(self._row + self._page, self._column)

    @command("pageup", "ctrl+u", group=_MOVES, in_palette=False)
    def action_page_up(self) -> None:
        """Page of rows before."""
        self._go(self._row - self._page, self._column)

    @command("G", group=_MOVES, in_palette=False)
    def action_last_row(self) -> None:
        """Last row."""
        self._go(len(self._sheet.rows) - 1, self._column)

    @command("enter", footer="quotes", in_palette=False)
    def action_choose(self) -> None:
        """Go to the quotations of the cell."""
        if self._sheet.rows and self._sheet.columns:
            self.post_message(self.Chosen(self))

    def go_to_top(self) -> None:
        """Go to the first row."""
        self._go(0, self._column)

    # -- the mouse

    def on_click(self, event: events.Click) -> None:
        """Go to the cell under the mouse; a click on the current one opens it."""
        column = self._layout.column_at(event.x, self._left)
        line = event.y - len(self._layout.heads) + self._top
        if event.y < len(self._layout.heads) or not 0 <= line < len(self._layout.lines):
            return
        row = self._layout.lines[line]
        if isinstance(row, str):
            return
        if (row, column) == self.cursor:
            self.action_choose()
        else:
            self._go(row, self._column if column is None else column)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the rows."""
        event.stop()
        self._scroll(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the rows back."""
        event.stop()
        self._scroll(-_WHEEL)

    # -- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        palette = palette_of(self.app)
        heads = self._layout.heads
        if y < len(heads):
            return Strip(self._head_line(y, palette)).adjust_cell_length(
                self.size.width, cell_style(palette.text, palette.ground)
            )
        line = y - len(heads) + self._top
        if line >= len(self._layout.lines):
            return Strip.blank(self.size.width, cell_style(palette.text, palette.ground))
        row = self._layout.lines[line]
        if isinstance(row, str):
            segments = [
                Segment(" " + pad(row, self.size.width - 1), self._style(palette.strong, bold=True))
            ]
        else:
            segments = [*self._row_head(row, palette), *self._row_cells(row, palette)]
        return Strip(segments).adjust_cell_length(
            self.size.width, cell_style(palette.text, palette.ground)
        )

    def on_focus(self) -> None:
        """Show the current cell in the accent."""
        self.refresh()

    def on_blur(self) -> None:
        """Show the current cell muted."""
        self.refresh()

    def on_resize(self) -> None:
        """Lay out anew and keep the cursor in view."""
        self._lay_out()
        self._reveal()

    def _head_line(self, y: int, palette: Palette) -> Iterator[Segment]:
        heads = self._layout.heads
        is_label = y == len(heads) - (2 if any(col.base for col in self._sheet.columns) else 1)
        corner = self._sheet.corner if is_label else ""
        colour = palette.accent_text if self.has_focus else palette.strong
        yield Segment(" " + pad(corner, self._layout.head - 1), self._style(colour, bold=True))
        if y == 0 and any(column.study for column in self._sheet.columns):
            for text, _ in self._layout.studies_from(self._left):
                yield Segment(text, self._style(palette.strong, bold=True))
            return
        for column in self._shown:
            bold = column == self._column and y < len(heads) - 1
            colour = palette.strong if bold else palette.muted
            yield Segment(self._aligned(heads[y][column], column), self._style(colour, bold=bold))

    def _aligned(self, text: str, column: int) -> str:
        """Set the text of a head over its column, into the gap before it where it is long."""
        cells = self._layout.widths[column]
        if self._sheet.is_words:
            return " " * (GAP + 1) + pad(text, cells - 1)
        text = shorten(text, cells + GAP - 1)
        return " " * (cells + GAP - 1 - cell_len(text)) + text + " "

    def _row_head(self, place: int, palette: Palette) -> Iterator[Segment]:
        row = self._sheet.rows[place]
        current = place == self._row
        bar = palette.accent_text if self.has_focus else palette.muted
        yield Segment(BAR if current else " ", self._style(bar))
        room = self._layout.head - 1
        if row.depth:
            indent = min(2 * row.depth, max(room - 8, 0))
            yield Segment(" " * indent, self._style(palette.text))
            room -= indent
        if row.look is not None:
            colour = palette.code(row.look.colour)
            yield Segment(pad(row.look.mark, 2) + " ", self._style(colour, bold=True))
            room -= 3
        colour = palette.strong if current else palette.text
        label = shorten(row.label, room)
        yield Segment(pad(label, room), self._style(colour, bold=current))

    def _row_cells(self, row: int, palette: Palette) -> Iterator[Segment]:
        for column in self._shown:
            cell = self._sheet.cells[row][column]
            cells = self._layout.widths[column]
            yield Segment((NOTED if cell.noted else "").ljust(GAP), self._style(palette.text))
            if self._sheet.is_words:
                text = " " + pad(cell.text, cells - 1)
            else:
                text = " " * (cells - 1 - cell_len(shorten(cell.text, cells - 1)))
                text += shorten(cell.text, cells - 1) + " "
            yield self._cell(text, cell, (row, column) == self.cursor, palette)

    def _cell(self, text: str, cell: SheetCell, current: bool, palette: Palette) -> Segment:
        shaded = cell.heat is not None and has_full_colour(self.app)
        if current and self.has_focus:
            reverse = not has_full_colour(self.app)
            style = cell_style(palette.on_accent, palette.accent, bold=True)
            if reverse:
                style = cell_style(palette.text, palette.ground, bold=True, reverse=True)
            return Segment(text, style)
        ground = palette.heat_at(cell.heat or 0) if shaded else palette.ground
        if current:
            return Segment(text, cell_style(palette.strong, palette.cursor, bold=True))
        colour = palette.strong if shaded else palette.muted if cell.quiet else palette.text
        return Segment(text, cell_style(colour, ground))

    def _style(self, colour: str, *, bold: bool = False):  # type: ignore[no-untyped-def]
        return cell_style(colour, palette_of(self.app).ground, bold=bold)

    # -- how it moves

    @property
    def _shown(self) -> range:
        return self._layout.shown_from(self._left)

    @property
    def _page(self) -> int:
        return max(self.size.height - len(self._layout.heads) - 1, 1)

    def _lay_out(self) -> None:
        self._layout = SheetLayout(self._sheet, self.size.width or self._layout.width)

    def _go(self, row: int, column: int) -> None:
        row = min(max(row, 0), len(self._sheet.rows) - 1)
        column = min(max(column, 0), len(self._sheet.columns) - 1)
        if (row, column) == self.cursor or row < 0 or column < 0:
            return
        self._row, self._column = row, column
        self._reveal()
        self.post_message(self.Moved(self, row, column))

    def _scroll(self, lines: int) -> None:
        most = max(self._layout.height - self.size.height, 0)
        self._top = min(max(self._top + lines, 0), most)
        self._tell_place()

    def _reveal(self) -> None:
        """Bring the current cell into view, with the study over the first row."""
        room = max(self.size.height - len(self._layout.heads), 1)
        if self._sheet.rows and self._sheet.columns:
            line = self._layout.line_of(self._row)
            top = 0 if self._row == 0 else line
            self._top = min(self._top, top)
            self._top = max(self._top, line - room + 1)
            self._left = self._layout.left_for(self._column, self._left)
            self._left = self._layout.fill(self._left)
        self._top = max(min(self._top, len(self._layout.lines) - room), 0)
        self._tell_place()

    def _tell_place(self) -> None:
        self.refresh()
        place = self._place_words()
        if place != self._place:
            self._place = place
            self.post_message(self.Scrolled(self, place))

    def _place_words(self) -> str:
        room = self.size.height - len(self._layout.heads)
        lines = self._layout.lines[self._top : self._top + room]
        rows = [line for line in lines if not isinstance(line, str)]
        parts = []
        if rows and len(rows) < len(self._sheet.rows):
            parts.append(_range_words("row", rows, len(self._sheet.rows)))
        if self._shown and len(self._shown) < len(self._sheet.columns):
            parts.append(_range_words("column", self._shown, len(self._sheet.columns)))
        return ", ".join(parts)


def _range_words(name: str, shown: Sequence[int], number: int) -> str:
    if len(shown) == 1:
        return f"{name} {shown[0] + 1} of {number}"
    return f"{name}s {shown[0] + 1}-{shown[-1] + 1} of {number}"
