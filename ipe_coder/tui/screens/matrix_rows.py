"""A matrix in words: what its table, its legend and the head of its quotations show."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from textual.content import Content

from ipe_coder.analysis.matrix import NOT_IN_CODEBOOK, NOT_INTERVIEWED
from ipe_coder.analysis.wording import share
from ipe_coder.model.counts import count_of
from ipe_coder.model.matrix import Base, Cell, CellKind, Heading, Matrix
from ipe_coder.model.memo import CellSubject
from ipe_coder.tui.named_keys import key
from ipe_coder.tui.rendering import CodeLook, Part, render_line, render_words, shorten
from ipe_coder.tui.themes import Palette
from ipe_coder.tui.widgets.matrix_sheet import Sheet, SheetCell, SheetColumn, SheetRow
from ipe_coder.tui.wrapping import wrap

LEAST_SHADED = 3
"""The smallest base whose cells are shaded."""

ABSENT = "—"
"""Stands where a code is not in a study's codebook."""

NOBODY = "nobody"
"""Stands where nobody was interviewed; never 0."""

_NOBODY_WORDS = {
    NOT_INTERVIEWED: "Nobody was interviewed here.",
    "not asked": "Nobody was asked here.",
    "nothing coded": "Nobody's words are coded here.",
}
"""What an empty base is in a sentence, by the reason that its cells carry."""

BASES = {
    Base.INTERVIEWED: "everybody interviewed",
    Base.ASKED: "those who were asked",
    Base.SPOKE: "those whose words are coded",
}
"""What a base is, in words."""

KINDS = {
    CellKind.PARTICIPANTS: "participants who raised it",
    CellKind.SEGMENTS: "coded segments",
    CellKind.WORDS: "coded words",
    CellKind.SHARE: "share of participants who raised it",
    CellKind.QUOTES: "a quotation of each cell",
    CellKind.SUMMARIES: "framework summaries",
}
"""What the cells hold, in words."""

PLURALS = {
    "code": "codes", "theme": "themes", "question": "questions", "study": "studies",
    "participant": "participants", "respondent": "kinds of respondent",
    "transcript": "transcripts", "coder": "coders", "arm": "arms", "wave": "waves",
}  # fmt: skip
"""Axes as the header says them; attributes stand as they are."""

_OF_WORDS = (CellKind.QUOTES, CellKind.SUMMARIES)
_AMOUNTS = (CellKind.SEGMENTS, CellKind.WORDS)
_WIDE = 100
_READ_ON = " reads on"
_SWATCHES = (0.1, 0.4, 0.7, 1.0)


def make_sheet(
    matrix: Matrix,
    looks: Mapping[str, CodeLook],
    excerpts: Mapping[str, str],
    labels: Mapping[str, str],
    noted: Collection[CellSubject] = (),
) -> Sheet:
    """Make the table of a matrix.

    Args:
        matrix: The counts.
        looks: How codes look, by id.
        excerpts: The words of segments that cells of quotations show, by segment id.
        labels: The studies' labels, by name.
        noted: The cells that somebody has written a memo about.
    """
    names = {label: name for name, label in labels.items()}
    columns = tuple(
        SheetColumn(
            label=one.short,
            study=labels.get(one.study, one.study),
            short_study=names.get(one.study, one.study),
            base=_base_words(matrix, place),
            look=looks.get(one.code_id or ""),
        )
        for place, one in enumerate(matrix.columns)
    )
    rows = tuple(
        SheetRow(
            one.short, labels.get(one.study, one.study), one.depth, looks.get(one.code_id or "")
        )
        for one in matrix.rows
    )
    most = _largest(matrix)
    cells = tuple(
        tuple(
            replace(
                _sheet_cell(cell, matrix.kind, most, excerpts),
                noted=bool(noted) and cell_subject(matrix, at, place) in noted,
            )
            for place, cell in enumerate(row)
        )
        for at, row in enumerate(matrix.cells)
    )
    return Sheet(matrix.row_axis.capitalize(), columns, rows, cells, matrix.kind in _OF_WORDS)


def cell_subject(matrix: Matrix, row: int, column: int) -> CellSubject:
    """Say which cell a place in a table is, whatever stands beside it."""
    ends = ((matrix.row_axis, matrix.rows[row]), (matrix.column_axis, matrix.columns[column]))
    return CellSubject.at(
        *(("code", one.code_id) if one.code_id else (axis, one.key) for axis, one in ends)
    )


def _largest(matrix: Matrix) -> int:
    values = (cell.value for row in matrix.cells for cell in row)
    return max((value for value in values if isinstance(value, int)), default=0)


def first_quotes(matrix: Matrix) -> list[str]:
    """List the segments whose words a table of quotations shows: the first of each cell."""
    if matrix.kind is not CellKind.QUOTES:
        return []
    return [cell.segment_ids[0] for row in matrix.cells for cell in row if cell.segment_ids]


def count_words_of(cell: Cell) -> str:
    """Print the participants of a cell as `4 of 5`."""
    return f"{len(cell.participants)} of {cell.n}"


def render_notes(notes: str, width: int, most: int) -> Content:
    """Set what was counted in so many lines; where they end early, the key that reads on follows.

    Args:
        notes: The sentences.
        width: Cells of a line.
        most: Lines that there are.
    """
    lines = wrap(notes, width)
    if len(lines) <= most:
        return render_words("\n".join(lines), "$muted")
    kept = wrap(notes, width, most)
    kept[-1] = shorten(kept[-1], width - len(_READ_ON) - 3)
    return render_line(
        ("\n".join(kept), "$muted"),
        (f"  {key('matrix.notes')}", "bold $accent-text"),
        (_READ_ON, "$muted"),
    )


def render_legend(matrix: Matrix, palette: Palette | None, width: int) -> Content:
    """Explain the shades and glyphs that are in the table, in one row.

    Args:
        matrix: The counts.
        palette: The colours; None where the terminal has too few to shade anything.
        width: Cells of the row.
    """
    cells = [cell for row in matrix.cells for cell in row]
    absent = {cell.absent for cell in cells}
    wide = width >= _WIDE
    parts: list[Part] = []
    told: list[str] = []
    if palette is not None and any(map(_is_shaded, cells)):
        of = "share of the largest " if matrix.kind in _AMOUNTS else "share of participants "
        parts += [(of if wide else "share ", "$muted"), *_swatches(palette)]
    if any(cell.n is not None and cell.n < LEAST_SHADED for cell in cells):
        told.append(f"‹ under {LEAST_SHADED}{': not shaded' if wide and palette else ''}")
    if NOT_IN_CODEBOOK in absent:
        told.append(f"{ABSENT} not in codebook")
    if reasons := sorted(absent - {"", NOT_IN_CODEBOOK}):
        told.append(f"{NOBODY}: {' or '.join(reasons)}{', not a 0' if wide else ''}")
    gap = "   " if wide else "  "
    parts += [(gap if parts else "", ""), (gap.join(told), "$muted")]
    return render_line(*parts).truncate(width, ellipsis=True)


def _swatches(palette: Palette) -> list[Part]:
    return [
        (f" {round(share * 100)} ", f"{palette.strong} on {palette.heat_at(share)}")
        for share in _SWATCHES
    ]


def notes_on(matrix: Matrix, left_out: Sequence[str]) -> list[str]:
    """Say what was counted, of whom, and who was not, a sentence each."""
    notes = [f"base: {BASES[matrix.base]}", f"counted: {matrix.coding}", *matrix.notes]
    if left_out:
        notes.append(f"no transcripts yet, so left out: {', '.join(left_out)}")
    return [f"{note[:1].upper()}{note[1:]}." for note in notes]


def render_cell_head(
    matrix: Matrix,
    place: tuple[int, int],
    looks: Mapping[str, CodeLook],
    labels: Mapping[str, str],
    width: int,
) -> Content:
    """Head the quotations: theme, column, how many of how many, stances, who did not raise it."""
    row, column = matrix.rows[place[0]], matrix.columns[place[1]]
    cell = matrix.cells[place[0]][place[1]]
    look = looks.get(row.code_id or "")
    facts = _facts(cell)
    name, label = _heading_words(row, labels), _heading_words(column, labels)
    room = width - (3 if look else 0) - len(facts) - 6
    name = shorten(name, max(room - min(len(label), room // 3), 10))
    label = shorten(label, max(room - len(name), 8))
    parts: list[Part] = [look, " "] if look else []
    parts += [(name, "bold $strong"), (f"   {label}   {facts}".rstrip(), "$muted")]
    rest = render_words(shorten(_rest(cell), width), "$muted")
    lines = [render_line(*parts), rest] if rest.cell_length else [render_line(*parts)]
    return Content("\n").join(lines)


def _facts(cell: Cell) -> str:
    if cell.n is None:
        return count_of(len(cell.segment_ids), "quote") if cell.segment_ids else ""
    return f"{count_words_of(cell)} raised it, {count_of(len(cell.segment_ids), 'quote')}"


def _rest(cell: Cell) -> str:
    """Say how those who raised it stand, and who of the base did not."""
    if cell.absent == NOT_IN_CODEBOOK:
        return "The codebook of that study has no such code."
    if cell.n is None:
        return f"{_NOBODY_WORDS.get(cell.absent, 'Nobody is counted here.')} That is not a 0."
    parts = [cell.stance.words] if cell.stance.words else []
    if cell.not_raised_by:
        parts.append(f"not in {', '.join(cell.not_raised_by)}")
    return " · ".join(parts)


def _heading_words(heading: Heading, labels: Mapping[str, str]) -> str:
    """Name a row or a column; what is no code stands with its study."""
    if heading.code_id or not heading.study:
        return heading.short
    return f"{labels.get(heading.study, heading.study)}, {heading.short}"


def _base_words(matrix: Matrix, column: int) -> str:
    """Print the base of a column, or of its cells where they differ."""
    cells = [row[column] for row in matrix.cells]
    bases = [cell.n for cell in cells if cell.n is not None]
    if not bases:
        return ABSENT if all(cell.absent == NOT_IN_CODEBOOK for cell in cells) else NOBODY
    low, high = min(bases), max(bases)
    few = " ‹" if high < LEAST_SHADED else ""
    return f"n {low}{few}" if low == high else f"n {low}-{high}{few}"


def _sheet_cell(cell: Cell, kind: CellKind, most: int, excerpts: Mapping[str, str]) -> SheetCell:
    if cell.value is None:
        return SheetCell(ABSENT if cell.absent == NOT_IN_CODEBOOK else NOBODY, quiet=True)
    heat = None
    if _is_shaded(cell):
        assert cell.n is not None
        part = len(cell.participants) / cell.n
        heat = float(cell.value) / max(most, 1) if kind in _AMOUNTS else part
    return SheetCell(_cell_words(cell, kind, excerpts), heat, quiet=heat is None)


def _is_shaded(cell: Cell) -> bool:
    return cell.n is not None and cell.n >= LEAST_SHADED and bool(cell.participants)


def _cell_words(cell: Cell, kind: CellKind, excerpts: Mapping[str, str]) -> str:
    if cell.n is None:
        return (
            f"{cell.value:,}, voice not known" if isinstance(cell.value, int) else str(cell.value)
        )
    counted = count_words_of(cell)
    if kind is CellKind.SHARE:
        return share(len(cell.participants), cell.n)
    if kind in _AMOUNTS:
        return f"{cell.value:,} by {counted}"
    if kind is CellKind.QUOTES:
        words = excerpts.get(cell.segment_ids[0], "") if cell.segment_ids else ""
        return f"{counted}  “{' '.join(words.split())}”" if words else counted
    if kind is CellKind.SUMMARIES:
        words = str(cell.value).split("\n")[0]
        return f"{counted}  {words}" if words else counted
    return counted
