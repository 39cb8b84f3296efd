"""Memos on cells of a matrix, which are named by what their row and their column stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.memo import CellSubject
from ipe_coder.model.segment import MemoAbout
from ipe_coder.store.schema import arm, code, coder, memo, participant, study, theme, transcript
from ipe_coder.store.writer import Writer

TABLES = {
    "study": study, "transcript": transcript, "participant": participant, "code": code,
    "theme": theme, "arm": arm, "coder": coder,
}  # fmt: skip
"""Where the things of an axis are; an axis of values has none."""


def all_of(connection: Connection) -> Iterator[tuple[str, CellSubject]]:
    """Give the memos on cells by their ids, each with its cell."""
    query = sa.select(memo.c.id, memo.c.about_id).where(memo.c.about == MemoAbout.CELL.value)
    for row in connection.execute(query).all():
        yield row.id, CellSubject.of(row.about_id)


def about(connection: Connection, ids: Collection[str]) -> set[str]:
    """Find the memos on cells of some things."""
    wanted = set(ids)
    return {key for key, cell in all_of(connection) if wanted & {one for _, one in cell.things}}


def give(writer: Writer, old_id: str, new_id: str) -> None:
    """Let what was written about the cells of one thing be about those of another."""
    for key, cell in list(all_of(writer.connection)):
        moved = cell.having(old_id, new_id)
        if moved != cell:
            writer.set(memo, key, about_id=moved.key)


def is_there(connection: Connection, cell: CellSubject) -> bool:
    """Tell whether all that a cell is named by is in the project."""
    if len(cell.places) != 2:
        return False
    for axis, key in cell.things:
        table = TABLES.get(axis)
        if table is not None:
            found = connection.execute(sa.select(table.c.id).where(table.c.id == key))
            if found.first() is None:
                return False
    return True
