"""A list of rows with a cursor: transcripts, codes, quotations, cells of a table.

Rows are `Content`, one or more lines each, and only those in view are drawn, so that a list of
a hundred thousand opens as fast as one of ten.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, overload

from rich.segment import Segment
from textual import events
from textual.color import Color
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.screen import ModalScreen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions
from textual.widgets import Input

from ipe_coder.tui.careful import Careful
from ipe_coder.tui.commands import Commands, command
from ipe_coder.tui.rendering import cell_style
from ipe_coder.tui.themes import DARK, PALETTES, Palette, palette_of

BAR = "▌"
"""Stands before the current row: accent in the focused pane, muted elsewhere."""


_EMPTY = Content("")


class _Later(Sequence[Content]):
    """The one line of a row, made when it is first drawn."""

    __slots__ = ("_made",)

    def __init__(self, make: Callable[[], Content]) -> None:
        self._made: Content | Callable[[], Content] = make

    def __len__(self) -> int:
        return 1

    @overload
    def __getitem__(self, place: int) -> Content: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Content]: ...
    def __getitem__(self, place: int | slice) -> Content | Sequence[Content]:
        if not isinstance(self._made, Content):
            self._made = self._made()
        return (self._made,)[place]


class _Drawn(Sequence[Content]):
    """The lines of a row, drawn whenever they are in view: what they say may come later."""

    __slots__ = ("_draw", "_height")

    def __init__(self, draw: Callable[[], Sequence[Content]], height: int) -> None:
        self._draw, self._height = draw, height

    def __len__(self) -> int:
        return self._height

    @overload
    def __getitem__(self, place: int) -> Content: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Content]: ...
    def __getitem__(self, place: int | slice) -> Content | Sequence[Content]:
        lines = list(self._draw())[: self._height]
        lines += [Content("")] * (self._height - len(lines))
        return lines[place]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list."""

    lines: Sequence[Content]
    """Its lines, each already as wide as it may be; longer ones are cut at the edge."""
    value: Any = None
    """What it stands for; None for a heading or a gap, which the cursor passes over."""

    @classmethod
    def of(cls, *lines: Content, value: Any = None) -> Row:
        """Make a row of some lines."""
        return cls(lines or (Content(""),), value)

    @classmethod
    def later(cls, make: Callable[[], Content], value: Any) -> Row:
        """Make a row whose one line is made when it comes into view, for lists of thousands."""
        return cls(_Later(make), value)

    @classmethod
    def drawn(cls, draw: Callable[[], Sequence[Content]], value: Any, height: int = 1) -> Row:
        """Make a row that is drawn anew whenever it is in view, as what it says is read.

        Args:
            draw: Draws its lines; those that are missing are left empty.
            value: What it stands for.
            height: How many lines it has.
        """
        return cls(_Drawn(draw, height), value)


@dataclass(frozen=True, slots=True)
class _Brush:
    """What is the same for all lines that are drawn at once."""

    palette: Palette
    ground: str
    cursor_shows: bool = False
    is_lit: bool = False


@lru_cache(maxsize=64)
def _base_style(ground: str, text: str) -> Style:
    return Style(background=Color.parse(ground), foreground=Color.parse(text))


class Rows(Commands, Careful, ScrollView, can_focus=True, inherit_bindings=False):
    """A list of rows with a cursor."""

    NAME = "rows"
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Rows {
        background: $ground;
        color: $text;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size: 1 1;
    }
    """

    @dataclass
    class Moved(Message):
        """The cursor came to another row."""

        rows: Rows
        value: Any

        @property
        def control(self) -> Rows:
            """The list, so that `@on` can name it."""
            return self.rows

        def can_replace(self, message: Message) -> bool:
            """Let a late reader see only where the cursor is now."""
            return isinstance(message, Rows.Moved) and message.rows is self.rows

    @dataclass
    class Chosen(Message):
        """A row was opened, with enter or a click on the current row."""

        rows: Rows
        value: Any

        @property
        def control(self) -> Rows:
            """The list, so that `@on` can name it."""
            return self.rows

    @dataclass
    class Passed(Message):
        """The cursor came to another row while a field has the focus."""

        words: str

    def __init__(
        self,
        *,
        lit: bool = False,
        quiet: bool = False,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            lit: Show the cursor as in the focused pane even where a field beside it has the focus.
            quiet: Show no cursor at all while another pane has the focus.
            id: As for any widget.
            classes: As for any widget.
        """
        super().__init__(id=id, classes=classes)
        self._lit, self._quiet = lit, quiet
        self._rows: tuple[Row, ...] = ()
        self._tops: list[int] = [0]
        self._cursor = -1
        self._brush = _Brush(PALETTES[DARK], PALETTES[DARK].ground)

    # -- what is shown

    def show(self, rows: Sequence[Row], *, keep: Any = None) -> None:
        """Show other rows; the cursor stays with the same value where it can.

        Args:
            rows: The rows.
            keep: The value to put the cursor on; the present one when None.
        """
        wanted = keep if keep is not None else self.value
        place = self._cursor
        before = self._lines_in_view()
        self._rows = tuple(rows)
        self._tops = [0, *accumulate(len(row.lines) for row in self._rows)]
        self._fit(Size(self.size.width, self._tops[-1]))
        self._cursor = self._place_of(wanted, place)
        self._refresh_changes(before)
        if self._cursor >= 0:
            self._reveal()
            self._tell_moved()

    def _fit(self, size: Size) -> None:
        """Scroll over as much as there is.

        Setting the virtual size lays the whole screen out again, and draws all of it; but no
        other widget moves for it unless this one is as high as its rows.
        """
        if self.styles.auto_dimensions:
            self.virtual_size = size
        elif size != self.virtual_size:
            self.set_reactive(Rows.virtual_size, size)
            self._scroll_update(size)

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Let the bar stand where the rows are: it follows them only while it is shown."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y

    def change(self, place: int, row: Row) -> None:
        """Show another row of as many lines in the place of one."""
        self._rows = (*self._rows[:place], row, *self._rows[place + 1 :])
        self._refresh_row(place)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self._rows

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell in which the current row begins, for the terminal's own cursor."""
        corner = self.content_region.offset
        line = self._tops[self._cursor] - self.scroll_offset.y if self._cursor >= 0 else 0
        return corner + Offset(1, min(max(line, 0), max(self.size.height - 1, 0)))

    @property
    def value(self) -> Any:
        """What the current row stands for; None in an empty list."""
        return self._rows[self._cursor].value if 0 <= self._cursor < len(self._rows) else None

    def go_to(self, value: Any) -> bool:
        """Put the cursor on the row of a value; tell whether there is one."""
        for place, row in enumerate(self._rows):
            if row.value is not None and row.value == value:
                self._put(place)
                return True
        return False

    # -- keys

    @command("j", "down", group="Moving", in_palette=False)
    def action_row_down(self) -> None:
        """Next row."""
        self._step(1)

    @command("k", "up", group="Moving", in_palette=False)
    def action_row_up(self) -> None:
        """Row before."""
        self._step(-1)

    @command("pagedown", "ctrl+d", group="Moving", in_palette=False)
    def action_page_down(self) -> None:
        """Next page."""
        self._page(1)

    @command("pageup", "ctrl+u", group="Moving", in_palette=False)
    def action_page_up(self) -> None:
        """Page before."""
        self._page(-1)

    @command("home", group="Moving", in_palette=False)
    def action_first_row(self) -> None:
        """First row."""
        self._put(self._near(0, 1))

    @command("end", "G", group="Moving", in_palette=False)
    def action_last_row(self) -> None:
        """Last row."""
        self._put(self._near(len(self._rows) - 1, -1))

    @command("enter", footer="open", when=lambda rows: rows.value is not None, in_palette=False)
    def action_choose(self) -> None:
        """Open the current row."""
        if self.value is not None:
            self.post_message(self.Chosen(self, self.value))

    # -- the mouse

    def focus_on_click(self) -> bool:
        """Leave the keys to the field of a dialog, so that one can click and go on typing."""
        return not (isinstance(self.screen, ModalScreen) and isinstance(self.app.focused, Input))

    def on_click(self, event: events.Click) -> None:
        """Move to the row under the mouse; a click on the current row opens it."""
        place = bisect_right(self._tops, self.scroll_offset.y + event.y) - 1
        if not 0 <= place < len(self._rows) or self._rows[place].value is None:
            return
        if place == self._cursor:
            self.action_choose()
        else:
            self._put(place)

    # -- drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines, with what is the same for all of them found once."""
        palette = palette_of(self.app)
        _, background = self.background_colors
        is_lit = self._lit or self.has_focus
        self._brush = _Brush(palette, background.hex6, self._cursor_shows, is_lit)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line of the window."""
        line = y + self.scroll_offset.y
        place = bisect_right(self._tops, line) - 1
        width, brush = self.size.width, self._brush
        if not 0 <= place < len(self._rows):
            return Strip.blank(width, cell_style(brush.palette.text, brush.ground))
        current = place == self._cursor and brush.cursor_shows
        ground = brush.palette.cursor if current and brush.is_lit else brush.ground
        content = self._rows[place].lines[line - self._tops[place]]
        bar_colour = brush.palette.accent_text if brush.is_lit else brush.palette.muted
        bar = Segment(BAR if current else " ", cell_style(bar_colour, ground))
        base = _base_style(ground, brush.palette.text)
        options = RenderOptions(self._get_style, {})
        drawn = content.truncate(width - 1, ellipsis=True).render_strips(
            width - 1, 1, base, options
        )
        body = drawn[0] if drawn else Strip([])
        filled = body.adjust_cell_length(width - 1, cell_style(brush.palette.text, ground))
        return Strip([bar, *filled])

    @property
    def _cursor_shows(self) -> bool:
        return self.has_focus or not self._quiet

    def _lines_in_view(self) -> list[tuple[Content | None, bool]]:
        """List what each line of the window shows, and whether the cursor is on it.

        None for a line that is made or drawn later, which is never the same as another.
        """
        found: list[tuple[Content | None, bool]] = []
        for line in range(self.scroll_offset.y, self.scroll_offset.y + self.size.height):
            place = bisect_right(self._tops, line) - 1
            if not 0 <= place < len(self._rows):
                found.append((_EMPTY, False))
                continue
            lines = self._rows[place].lines
            content = lines[line - self._tops[place]] if isinstance(lines, tuple) else None
            found.append((content, place == self._cursor))
        return found

    def _refresh_changes(self, before: Sequence[tuple[Content | None, bool]]) -> None:
        """Draw the lines again that show something else than before."""
        after = self._lines_in_view()
        same = [
            content is not None and old is not None and old.is_same(content) and was == now
            for (old, was), (content, now) in zip(before, after, strict=False)
        ]
        if not any(same):
            self.refresh()
            return
        changed = [y for y, is_same in enumerate(same) if not is_same]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def on_focus(self) -> None:
        """Show the bar in the accent."""
        self._refresh_row(self._cursor)

    def on_blur(self) -> None:
        """Show the bar muted."""
        self._refresh_row(self._cursor)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._fit(Size(self.size.width, self._tops[-1]))
        if self._cursor >= 0:
            self._reveal()

    # -- how the cursor moves

    def _place_of(self, wanted: Any, place: int) -> int:
        if wanted is not None:
            for number, row in enumerate(self._rows):
                if row.value is not None and row.value == wanted:
                    return number
        return self._near(min(max(place, 0), len(self._rows) - 1), 1)

    def _near(self, place: int, direction: int) -> int:
        """Find the nearest row that the cursor may stand on, this way first."""
        for way in (direction, -direction):
            number = place
            while 0 <= number < len(self._rows):
                if self._rows[number].value is not None:
                    return number
                number += way
        return -1

    def _step(self, direction: int) -> None:
        number = self._cursor + direction
        while 0 <= number < len(self._rows):
            if self._rows[number].value is not None:
                self._put(number)
                return
            number += direction
        if direction < 0:
            self.scroll_to(y=0, animate=False)

    def _page(self, direction: int) -> None:
        if self._cursor < 0:
            return
        line = self._tops[self._cursor] + direction * max(self.size.height - 2, 1)
        place = bisect_right(self._tops, max(0, min(line, self._tops[-1] - 1))) - 1
        self._put(self._near(place, direction))

    def _put(self, place: int) -> None:
        if place < 0 or place == self._cursor:
            return
        old, self._cursor = self._cursor, place
        self._refresh_row(old)
        self._refresh_row(place)
        self._reveal()
        self._tell_moved()

    def _tell_moved(self) -> None:
        self.post_message(self.Moved(self, self.value))
        if isinstance(self.app.focused, Input):
            words = " ".join(line.plain.strip() for line in self._rows[self._cursor].lines)
            self.post_message(self.Passed(words))

    def _refresh_row(self, place: int) -> None:
        if 0 <= place < len(self._rows):
            top = self._tops[place] - self.scroll_offset.y
            self.refresh(Region(0, top, self.size.width, len(self._rows[place].lines)))

    def _reveal(self) -> None:
        """Bring the current row into view, with the heading above it where it is the first."""
        if not self.size.height:
            return
        top, bottom = self._tops[self._cursor], self._tops[self._cursor + 1]
        if self._near(0, 1) == self._cursor:
            top = 0
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif bottom > self.scroll_offset.y + self.size.height:
            # Of a row higher than the window its beginning is shown.
            y = min(bottom - self.size.height, self._tops[self._cursor])
            self.scroll_to(y=y, animate=False)
