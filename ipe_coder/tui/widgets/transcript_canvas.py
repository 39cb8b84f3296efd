"""The drawing side of the transcript view: rows come from a page, and only changed ones repaint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ipe_coder.model.segment import Segment
from ipe_coder.tui.careful import Careful
from ipe_coder.tui.rendering import CodeLook, cell_style
from ipe_coder.tui.terminal_fit import FitsTerminal
from ipe_coder.tui.themes import has_full_colour, palette_of
from ipe_coder.tui.widgets.transcript_caret import Caret
from ipe_coder.tui.widgets.transcript_layout import (
    MEASURE_MAX,
    MEASURE_MIN,
    Layout,
    Stretch,
)
from ipe_coder.tui.widgets.transcript_page import Differences, Page
from ipe_coder.tui.widgets.transcript_paint import (
    MINIMAP_CELLS,
    Brush,
    MapCell,
    RowLook,
    cells_around_words,
    paint_blank,
    paint_minimap,
    paint_row,
)
from ipe_coder.tui.widgets.transcript_stripes import map_cell, map_rows

GAPS_FROM_HEIGHT = 30
"""The fewest rows of a terminal that are spent on blank rows between exchanges."""

_MARGIN = 6
"""The part of the view's height that is kept between the cursor and its upper or lower edge."""

_KEPT_STRIPS = 1024


class TranscriptCanvas(Careful, ScrollView, can_focus=True, inherit_bindings=False):
    """A transcript on a scrolling page with a cursor; `TranscriptView` moves the cursor."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TranscriptCanvas {
        background: $ground;
        color: $text;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size: 0 0;
    }
    """

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Begin without a transcript."""
        super().__init__(name=name, id=id, classes=classes)
        self._page: Page | None = None
        self._caret: Caret | None = None
        self._measure = MEASURE_MAX
        self._gaps: bool | None = None
        self._wants_gaps = True
        self._brush: Brush | None = None
        self._strips: LRUCache[tuple[RowLook | None, Brush, MapCell, int], Strip] = LRUCache(
            _KEPT_STRIPS
        )

    # -- what is shown

    def _show_page(self, page: Page, caret: Caret | None) -> None:
        """Show another transcript from its cursor on."""
        self._page, self._caret = page, caret
        self._measure = 0
        self._brush = None
        self.set_reactive(type(self).scroll_y, 0)
        if self.size:
            self._lay_out()

    def _lay_out(self) -> None:
        """Lay the page out for the size of the view, with the cursor where it was on it."""
        page = self._page
        if page is None:
            return
        place = self._cursor_row() - self.scroll_offset.y if self._measure else None
        room = self.size.width - cells_around_words(page.number_cells) - MINIMAP_CELLS
        self._measure = min(max(room, MEASURE_MIN), MEASURE_MAX)
        page.fit(self._measure, gaps=self._has_gaps())
        self.virtual_size = Size(self.size.width, len(page.layout))
        if place is not None and 0 <= place < self.size.height:
            self.scroll_to(y=self._cursor_row() - place, animate=False)
        self._reveal(self._caret.head if self._caret else None)
        self._renew_brush()

    def _draw_on(
        self,
        page: Page,
        segments: Iterable[Segment],
        looks: Mapping[str, CodeLook],
        differences: Differences | None,
    ) -> None:
        """Draw other segments and repaint what looks different for them."""
        height = self.size.height
        before = page.bars(height)
        rows = page.draw(segments, looks, differences)
        if rows is None:
            self.refresh()
            return
        self._refresh_rows(rows)
        changed = [
            cell
            for cell, (one, other) in enumerate(zip(before, page.bars(height), strict=True))
            if one != other
        ]
        self._refresh_map_cells(changed)

    def _has_gaps(self) -> bool:
        if self._gaps is not None:
            return self._gaps
        return self._wants_gaps and self.app.size.height >= GAPS_FROM_HEIGHT

    def want_gaps(self, wanted: bool) -> None:
        """Show blank rows between exchanges in a high window, or never."""
        self._wants_gaps, self._gaps = wanted, None
        if self.size:
            self._lay_out()

    def toggle_gaps(self) -> None:
        """Show blank rows between exchanges, or leave them out."""
        self._gaps = not self._has_gaps()
        self._lay_out()

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._renew_brush())

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap again where the width changed, and keep the cursor in view."""
        self._lay_out()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show whether the keys go here."""
        super().watch_has_focus(has_focus)
        self._renew_brush()

    # -- the cursor

    def _put_caret(self, caret: Caret, reveal: Stretch | None = None) -> None:
        """Draw a changed cursor or selection and bring it, or another stretch, into view."""
        page, old = self._page, self._caret
        self._caret = caret
        if page is None or old is None or not self._measure:
            return
        self._refresh_rows(_touched(page.layout, old, caret))
        if old.sentence != caret.sentence:
            self._refresh_map(old, caret, page.layout)
        self._reveal(reveal or caret.head)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell at which the cursor begins; of an extended selection, the edge that moves."""
        page, brush, caret = self._page, self._brush, self._caret
        corner = self.content_region.offset
        if page is None or brush is None or caret is None:
            return corner
        row, column = page.layout.place_of(caret.head[0])
        line = min(max(row - self.scroll_offset.y, 0), max(self.size.height - 1, 0))
        return corner + Offset(brush.text_column + column, line)

    def _cursor_row(self) -> int:
        if self._page is None or self._caret is None:
            return 0
        return self._page.layout.row_of(self._caret.head[0])

    def _reveal(self, stretch: Stretch | None) -> None:
        """Turn the page when a stretch comes near its edge; until then the text stands still.

        Going down, the stretch comes to stand near the top with some rows before it; going up,
        near the bottom with some rows after it.
        """
        if stretch is None or self._page is None:
            return
        rows = self._page.layout.rows_of(*stretch)
        height, top = self.size.height, self.scroll_offset.y
        margin = max(0, min(height // _MARGIN, (height - len(rows)) // 2))
        if rows.stop + margin > top + height or len(rows) >= height:
            top = rows.start - margin
        elif rows.start - margin < top:
            top = rows.stop + margin - height
        top = max(0, min(top, len(self._page.layout) - height))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)

    def _refresh_rows(self, rows: Iterable[int]) -> None:
        top, width = self.scroll_offset.y, self.size.width
        regions = [
            Region(0, row - top, width, 1) for row in rows if 0 <= row - top < self.size.height
        ]
        if regions:
            self.refresh(*regions)

    def _refresh_map(self, old: Caret, new: Caret, layout: Layout) -> None:
        cells = {
            map_cell(layout.row_of(caret.sentence[0]), len(layout), self.size.height)
            for caret in (old, new)
        }
        if len(cells) > 1:
            self._refresh_map_cells(cells)

    def _refresh_map_cells(self, cells: Iterable[int]) -> None:
        column = self.size.width - MINIMAP_CELLS
        regions = [Region(column, cell, MINIMAP_CELLS, 1) for cell in cells]
        if regions:
            self.refresh(*regions)

    # -- painting

    def render_line(self, y: int) -> Strip:
        """Paint one row of the view, from the strips kept where nothing changed."""
        page, brush = self._page, self._brush
        if page is None or brush is None:
            return paint_blank(self.size.width, palette_of(self.app))
        width = self.size.width
        row = self.scroll_offset.y + y
        look = page.look(row, self._caret, on_top=y == 0) if row < len(page.layout) else None
        key = (look, brush, self._map_cell(page, y), width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._paint(*key)
        return strip

    def _paint(self, look: RowLook | None, brush: Brush, cell: MapCell, width: int) -> Strip:
        """Paint a row: its words, room where the view is wide, and its cell of the minimap."""
        palette, room = brush.palette, width - MINIMAP_CELLS
        words = paint_blank(room, palette) if look is None else paint_row(look, brush)
        ground = cell_style(palette.text, palette.ground)
        if brush.in_words:
            return words.adjust_cell_length(width, ground)
        minimap = Strip([paint_minimap(cell, palette)], MINIMAP_CELLS)
        return Strip.join([words.adjust_cell_length(room, ground), minimap])

    def _map_cell(self, page: Page, y: int) -> MapCell:
        total, height, top = len(page.layout), self.size.height, self.scroll_offset.y
        bars = page.bars(height)
        if y >= len(bars):
            return MapCell(-1, in_view=False, at_cursor=False)
        first, last = map_rows(y, total, height)
        return MapCell(
            bars[y],
            in_view=first < top + height and last >= top,
            at_cursor=self._caret is not None and first <= self._cursor_row() <= last,
        )

    def _renew_brush(self) -> None:
        """Take up the theme, the widths and the focus as they are now."""
        if self._page is None or not self._measure:
            return
        self._brush = Brush(
            palette=palette_of(self.app),
            measure=self._measure,
            number_cells=self._page.number_cells,
            full_colour=has_full_colour(self.app),
            focused=self.has_focus,
            in_words=isinstance(self.app, FitsTerminal) and self.app.is_read_out,
        )
        self.refresh()


def _touched(layout: Layout, old: Caret, new: Caret) -> set[int]:
    """Find the rows that look different after the cursor or the selection changed."""
    rows: set[int] = set()
    if old.sentence != new.sentence:
        rows.update(layout.rows_of(*old.sentence), layout.rows_of(*new.sentence))
    for one, other in ((old.word, new.word), (old.selection, new.selection)):
        if one == other:
            continue
        if one is None or other is None:
            rows.update(layout.rows_of(*(one or other or (0, 0))))
            continue
        for here, there in zip(one, other, strict=True):
            if here != there:
                rows.update(layout.rows_of(max(min(here, there) - 1, 0), max(here, there)))
    return rows
