"""Paint one row of a transcript: gutter, words with tints, stripes, and the minimap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment as Cells
from rich.style import Style
from textual.strip import Strip

from ipe_coder.tui.rendering import CodeLook, Grapheme, cell_style, one_cell_each, pad, printable
from ipe_coder.tui.themes import Palette
from ipe_coder.tui.widgets.transcript_stripes import LANES

LANE_CELLS = 3
AFTER_TEXT = 2
MINIMAP_CELLS = 1
SPEAKER_CELLS = 4
BARS = " ▏▎▍▌▋▊▉█"

MEMO = "≡"
SUGGESTION = "◊"

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gutter:
    """What stands left of the words on one row."""

    number: str = ""
    glyph: str = ""
    speaker: str = ""
    asks: bool = False
    """Whether an interviewer speaks."""
    quiet: bool = False
    """Whether what is said is dimmed."""
    bar: bool = False
    """Whether the cursor sentence is on the row."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """Everything that can change how a row looks; two rows with equal looks are one picture.

    Stretches count code points from the row's first.
    """

    text: str
    graphemes: tuple[Grapheme, ...]
    gutter: Gutter
    cursor: Stretch | None = None
    word: Stretch | None = None
    selection: Stretch | None = None
    tints: tuple[tuple[int, int, int], ...] = ()
    """Start, end and colour number of each segment that touches the row."""
    lanes: tuple[tuple[CodeLook, bool] | None, ...] = ()
    """For each lane its code, and whether the mark stands here."""
    hidden: int = 0
    """Segments that found no lane."""
    hits: tuple[Stretch, ...] = ()
    """What was searched for."""
    labels: tuple[tuple[int, str], ...] = ()
    """Keys that stand in the place of characters while a word is chosen."""


@dataclass(frozen=True, slots=True)
class Brush:
    """What is the same for all rows: the palette, the widths and what the terminal can show."""

    palette: Palette
    measure: int
    number_cells: int
    full_colour: bool
    focused: bool
    in_words: bool = False
    """Whether what stands beside the text is said elsewhere, for a screen reader."""

    @property
    def underlines(self) -> bool:
        """Whether coded words are underlined instead of tinted."""
        return not self.full_colour or not self.palette.tint

    @property
    def text_column(self) -> int:
        """The cell in which words begin: bar, number, glyph and speaker stand before it."""
        return 1 + self.number_cells + 3 + SPEAKER_CELLS + 1

    @property
    def stripe_column(self) -> int:
        """The cell in which the first lane begins."""
        return self.text_column + self.measure + AFTER_TEXT

    @property
    def width(self) -> int:
        """Cells of a row without the minimap."""
        return self.measure + cells_around_words(self.number_cells)


def cells_around_words(number_cells: int) -> int:
    """Count the cells of gutter and stripes; one is left between the lanes and the minimap."""
    return 1 + number_cells + 3 + SPEAKER_CELLS + 1 + AFTER_TEXT + LANES * LANE_CELLS + 1


def paint_row(look: RowLook, brush: Brush) -> Strip:
    """Paint a row, all but its cell of the minimap."""
    cells = [*_paint_gutter(look.gutter, brush)]
    used = 0
    for piece, width in _paint_words(look, brush):
        cells.append(piece)
        used += width
    ground = cell_style(brush.palette.text, brush.palette.ground)
    cells.append(Cells(" " * (brush.measure + AFTER_TEXT - used), ground))
    cells += _no_lanes(ground) if brush.in_words else _paint_lanes(look, brush)
    return Strip(_joined(cells, ground), brush.width)


def _joined(cells: list[Cells], ground: Style) -> list[Cells]:
    """Join neighbours of one style, blank ones on the plain ground too: less to send each time."""
    joined: list[Cells] = []
    for text, style, _ in cells:
        if style is not None and style.bgcolor == ground.bgcolor and text.isspace():
            style = style if style.underline else ground
        if joined and joined[-1].style == style:
            joined[-1] = Cells(joined[-1].text + text, style)
        elif text:
            joined.append(Cells(text, style))
    return joined


def paint_blank(width: int, palette: Palette) -> Strip:
    """Paint a row on which nothing stands."""
    return Strip([Cells(" " * width, cell_style(palette.text, palette.ground))], width)


class MapCell(NamedTuple):
    """One cell of the minimap."""

    bar: int
    """How much is coded, in eighths; -1 below the end of a short transcript."""
    in_view: bool
    at_cursor: bool


def paint_minimap(cell: MapCell, palette: Palette) -> Cells:
    """Paint one cell of the minimap."""
    if cell.bar < 0:
        return Cells(" ", cell_style(palette.text, palette.ground))
    ground = palette.cursor if cell.in_view else palette.raised
    if cell.at_cursor:
        return Cells(BARS[8], cell_style(palette.accent_text, ground))
    colour = palette.strong if cell.in_view else palette.muted
    return Cells(BARS[cell.bar], cell_style(colour, ground))


def _paint_gutter(gutter: Gutter, brush: Brush) -> Iterator[Cells]:
    palette = brush.palette
    bar = palette.accent_text if brush.focused else palette.muted
    yield Cells("▌" if gutter.bar else " ", cell_style(bar, palette.ground))
    quiet = cell_style(palette.muted, palette.ground)
    yield Cells(gutter.number.rjust(brush.number_cells) + " ", quiet)
    bright = gutter.glyph == MEMO
    yield Cells(
        f"{gutter.glyph or ' '} ", cell_style(palette.text, palette.ground) if bright else quiet
    )
    name = quiet if gutter.asks else cell_style(palette.strong, palette.ground, bold=True)
    yield Cells(pad(gutter.speaker, SPEAKER_CELLS) + " ", name)


def _paint_words(look: RowLook, brush: Brush) -> Iterator[tuple[Cells, int]]:
    """Cut the words where their look changes, never within a character."""
    edges, labels = _edges(look), dict(look.labels)
    text, pieces, at = look.text, look.graphemes, 0
    plain = one_cell_each(text, 0, len(text))
    for start, end in pairwise(edges):
        if plain:
            words = labels.get(start) or printable(text[start:end])
            yield Cells(words, _word_style(look, brush, start)), end - start
            continue
        first, cells = at, 0
        while at < len(pieces) and pieces[at][0] < end:
            cells += pieces[at][2]
            at += 1
        if at > first:
            words = printable(text[pieces[first][0] : pieces[at - 1][1]])
            if start in labels:
                words = pad(labels[start], cells)
            yield Cells(words, _word_style(look, brush, start)), cells


def _edges(look: RowLook) -> list[int]:
    edges = {0, len(look.text)}
    for stretch in (look.cursor, look.word, look.selection):
        if stretch is not None:
            edges.update(stretch)
    for hit in look.hits:
        edges.update(hit)
    for start, end, _ in look.tints:
        edges.update((start, end))
    if look.labels:
        labelled = {at for at, _ in look.labels}
        edges |= labelled | {end for start, end, _ in look.graphemes if start in labelled}
    return sorted(edges)


def _word_style(look: RowLook, brush: Brush, at: int) -> Style:
    """Choose how the words from one edge to the next look."""
    palette = brush.palette
    if any(place == at for place, _ in look.labels):
        return cell_style(palette.ground, palette.strong, bold=True)
    if _holds(look.selection, at):
        if not brush.full_colour:
            return cell_style(None, None, bold=True, reverse=True)
        return cell_style(palette.on_accent, palette.accent, bold=True)
    codes = [colour for start, end, colour in look.tints if start <= at < end]
    underline = bool(codes) and brush.underlines
    if any(_holds(hit, at) for hit in look.hits):
        return cell_style(palette.accent_text, palette.ground, bold=True, underline=True)
    if _holds(look.word, at):
        return cell_style(palette.accent_text, palette.ground, bold=True, underline=underline)
    here = _holds(look.cursor, at)
    ground = palette.cursor if here and brush.full_colour else palette.ground
    if brush.full_colour:
        ground = palette.tinted(ground, codes)
    colour = palette.strong if here else palette.text
    if look.gutter.quiet and not here:
        colour = palette.faint
    elif look.gutter.asks and not codes and not here:
        colour = palette.muted
    return cell_style(colour, ground, underline=underline)


def _holds(stretch: Stretch | None, at: int) -> bool:
    return stretch is not None and stretch[0] <= at < stretch[1]


def _no_lanes(ground: Style) -> Iterator[Cells]:
    yield Cells(" " * (LANES * LANE_CELLS + 1), ground)


def _paint_lanes(look: RowLook, brush: Brush) -> Iterator[Cells]:
    """Paint the stripes; the count of those without a lane covers the last two cells."""
    palette = brush.palette
    ground = cell_style(palette.text, palette.ground)
    lanes = look.lanes or (None,) * LANES
    for number, lane in enumerate(lanes, 1):
        room = LANE_CELLS - 1 if look.hidden and number == LANES else LANE_CELLS
        if lane is None:
            yield Cells(" " * room, ground)
            continue
        code, is_head = lane
        style = cell_style(palette.code(code.colour), palette.ground, bold=is_head)
        yield Cells(pad(code.mark if is_head else code.pattern, room), style)
    if look.hidden:
        yield Cells(f"+{min(look.hidden, 9)}", cell_style(palette.muted, palette.ground))
    else:
        yield Cells(" ", ground)
