"""`ipe-coder matrix`: counts by anything, with their bases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ipe_coder.cli import output
from ipe_coder.cli.choices import choice
from ipe_coder.cli.command import Command
from ipe_coder.cli.session import Session, pass_session
from ipe_coder.model.matrix import Base, CellKind
from ipe_coder.model.study import Respondent

if TYPE_CHECKING:
    from ipe_coder.model.matrix import Cell, Matrix
    from ipe_coder.model.segment import SegmentRow
    from ipe_coder.project import Project

Rows = dict[str, "SegmentRow"]

MEANT = {
    Base.INTERVIEWED: "n is everybody of the column who was interviewed",
    Base.ASKED: "n is everybody of the column to whom, or to whose group, a question was put",
    Base.SPOKE: "n is everybody of the column who spoke",
}
"""What the denominators are, by base."""


@click.command(
    "matrix",
    cls=Command,
    examples=(
        "matrix --rows theme --columns arm --cells participants --study swing --json",
        "matrix --rows code --columns role --cells quotes",
    ),
)
@click.option("--rows", default="theme", show_default=True, help="What the rows are.")
@click.option("--columns", default="arm", show_default=True, help="What the columns are.")
@click.option("--cells", type=choice(CellKind), default="participants", show_default=True,
              help="What is counted or shown.")  # fmt: skip
@click.option("--base", type=choice(Base), default="interviewed", show_default=True,
              help="Of whom it is counted.")  # fmt: skip
@click.option("--study", multiple=True, help="Only of this study; may be given again.")
@click.option("--respondent", type=choice(Respondent), multiple=True,
              help="Only of those who are this; may be given again.")  # fmt: skip
@pass_session
def matrix(
    session: Session,
    rows: str,
    columns: str,
    cells: CellKind,
    base: Base,
    study: tuple[str, ...],
    respondent: tuple[Respondent, ...],
) -> None:
    """Count themes, codes or any other rows by any columns.

    Rows and columns are code, theme, question, study, participant, respondent, transcript, coder,
    arm, wave or any attribute of participants. The coding of record is counted unless --coder
    names a coder.
    """
    from ipe_coder.analysis.matrix import MatrixRequest

    with session.open() as opened:
        coders = (opened.coder_id(session.coder),) if session.coder else ()
        found = opened.count_matrix(
            MatrixRequest(rows, columns, cells, base, coders, tuple(map(str, respondent))), study
        )
        quotes = _quotes_of(opened, found)
    if session.as_json:
        output.print_json(_shape(found, quotes))
    else:
        _print(found, quotes)


def _quotes_of(opened: Project, found: Matrix) -> Rows:
    """Read the segments of a matrix of quotations."""
    if found.kind is not CellKind.QUOTES:
        return {}
    return {row.segment.id: row for row in opened.segment_rows()}


def _shape(found: Matrix, quotes: Rows) -> dict[str, Any]:
    return {
        "rows": [heading.label for heading in found.rows],
        "columns": [heading.label for heading in found.columns],
        "cells": [[_value(cell, quotes) for cell in row] for row in found.cells],
        "n": [[cell.n for cell in row] for row in found.cells],
        "base": found.base.value,
        "coding": found.coding,
        "kind": found.kind.value,
        "row_axis": found.row_axis,
        "column_axis": found.column_axis,
        "absent": [[cell.absent for cell in row] for row in found.cells],
        "stance": [[cell.stance.words for cell in row] for row in found.cells],
        "participants": [[list(cell.participants) for cell in row] for row in found.cells],
        "depths": [heading.depth for heading in found.rows],
        "notes": list(found.notes),
    }


def _value(cell: Cell, quotes: Rows) -> Any:
    if cell.value is None or not quotes:
        return cell.value
    return [
        {"segment": one, "quote": quotes[one].segment.quote,
         "participant": quotes[one].participant or None}
        for one in cell.segment_ids if one in quotes
    ]  # fmt: skip


def _print(found: Matrix, quotes: Rows) -> None:
    bases = _bases(found)
    heads = [
        heading.label if base is None else f"{heading.label} (n {base})"
        for heading, base in zip(found.columns, bases, strict=True)
    ]
    rows = [
        ("  " * heading.depth + heading.label, *(_words(cell, found.kind) for cell in row))
        for heading, row in zip(found.rows, found.cells, strict=True)
    ]
    output.narrate(
        f"{found.row_axis} by {found.column_axis}, {found.kind.value}; coding: {found.coding};"
        f" base: {found.base.value}"
    )
    if not rows or not heads:
        empty = found.row_axis if not rows else found.column_axis
        output.narrate(f"There is no {empty} to count.")
        return
    output.print_table((found.row_axis, *heads), rows, shrink=found.row_axis)
    _print_quotes(found, quotes)
    output.narrate(f"k of n: {MEANT[found.base]}; not having raised a thing is no disagreement.")
    output.narrate(*(f"Note: {note}." for note in found.notes))


def _bases(found: Matrix) -> list[int | None]:
    """Give the base of each column that has the same in every row; None for the others."""
    bases: list[int | None] = []
    for place in range(len(found.columns)):
        known = {row[place].n for row in found.cells if row[place].absent != "not in this codebook"}
        bases.append(known.pop() or 0 if len(known) == 1 else None)
    return bases


def _words(cell: Cell, kind: CellKind) -> str:
    """Print a cell: of participants always with its base, and never nought for nobody."""
    from ipe_coder.analysis.wording import share

    if cell.value is None:
        return cell.absent
    if kind is CellKind.PARTICIPANTS:
        return f"{cell.value} of {cell.n}"
    if kind is CellKind.SHARE:
        return share(len(cell.participants), cell.n or 0)
    if kind is CellKind.SUMMARIES:
        return str(cell.value) or "–"
    return f"{cell.value:,}"


def _print_quotes(found: Matrix, quotes: Rows) -> None:
    """List the quotations of each cell under the table."""
    for heading, row in zip(found.rows, found.cells, strict=True):
        for column, cell in zip(found.columns, row, strict=True):
            rows = [quotes[one] for one in cell.segment_ids if one in quotes]
            if rows:
                output.print_lines("", f"{heading.label} · {column.label}")
            for one in rows:
                who = one.participant or one.speaker
                output.print_wrapped(f"  {one.segment.id[:8]}  {who}  ", one.segment.quote)
