"""The only way to write rows: what stood before in each is noted, inside the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.errors import NotFoundError
from ipe_coder.store.choosing import among
from ipe_coder.store.schema import JOURNALLED

Row = dict[str, Any]
Image = tuple[str, str, Row | None]
"""Table, key, and the row as it stood; None where there was none."""

_BATCH = 400


def as_rows(result: sa.CursorResult[Any]) -> Iterator[Row]:
    """Give what was read as rows by name, several times as fast as their mappings."""
    names = tuple(result.keys())
    return (dict(zip(names, row, strict=True)) for row in result)


def to_stamp(moment: datetime) -> str:
    """Write a moment as it is stored: UTC, ISO 8601, microseconds, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def from_stamp(stamp: str) -> datetime:
    """Read a stored moment."""
    return datetime.fromisoformat(stamp)


class Writer:
    """Writes the rows of one change, and notes what stood before."""

    def __init__(self, connection: Connection, *, at: datetime, coder_id: str | None) -> None:
        """Begin with nothing written."""
        self.connection = connection
        self.at = at
        self.stamp = to_stamp(at)
        self.coder_id = coder_id
        self.label = ""
        self._before: dict[tuple[str, str], Row | None] = {}
        self._rewritten: set[tuple[str, str]] = set()

    def touched(self) -> list[Image]:
        """List table, key and what stood before of every row that differs, the first one first."""
        images = [(*row, before) for row, before in self._before.items()]
        again = [image for image in images if image[:2] in self._rewritten]
        same = {image[:2] for image in again} - self.differing(again)
        return [image for image in images if image[:2] not in same]

    def add(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows; each has an `id`."""
        if not rows:
            return
        for row in rows:
            self._note(table, row["id"], None)
        self.connection.execute(sa.insert(table), [dict(row) for row in rows])

    def set(self, table: sa.Table, row_id: str, **values: Any) -> None:
        """Update one row; nothing is written where nothing differs.

        Raises:
            NotFoundError: If there is no such row.
        """
        row = self.get(table, row_id)
        if row is None:
            raise NotFoundError(f"There is no {table.name} {row_id[:8]} any more.")
        if all(row[name] == value for name, value in values.items()):
            return
        self._note(table, row_id, row)
        self.connection.execute(sa.update(table).where(table.c.id == row_id).values(**values))

    def set_many(self, table: sa.Table, row_ids: Iterable[str], **values: Any) -> None:
        """Update several rows alike; those in which nothing differs are left alone."""
        rows = self._rows(table, list(row_ids))
        differ = [row for row in rows if any(row[key] != one for key, one in values.items())]
        for row in differ:
            self._note(table, row["id"], row)
        for start in range(0, len(differ), _BATCH):
            changing = table.c.id.in_([row["id"] for row in differ[start : start + _BATCH]])
            self.connection.execute(sa.update(table).where(changing).values(**values))

    def set_each(self, table: sa.Table, wanted: Mapping[str, Mapping[str, Any]]) -> None:
        """Update rows, each to its own values; those in which nothing differs are left alone.

        Raises:
            NotFoundError: If one of the rows is not there.
        """
        rows = {row["id"]: row for row in self._rows(table, list(wanted))}
        for row_id in wanted:
            if row_id not in rows:
                raise NotFoundError(f"There is no {table.name} {row_id[:8]} any more.")
        self._update(table, rows, wanted)

    def _update(
        self,
        table: sa.Table,
        rows: Mapping[str, Row],
        wanted: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """Bring rows that were read to other values, those alike in one statement.

        Only the columns that differ are written: each further one is written into its indexes.
        """
        by_columns: dict[tuple[str, ...], list[Row]] = {}
        for row_id, values in wanted.items():
            row = rows[row_id]
            differ = {name: value for name, value in values.items() if row[name] != value}
            if differ:
                self._note(table, row_id, row)
                named = {f"to_{name}": value for name, value in differ.items()}
                by_columns.setdefault(tuple(differ), []).append({"row": row_id, **named})
        for names, changed in by_columns.items():
            update = sa.update(table).where(table.c.id == sa.bindparam("row"))
            values_of: Row = {name: sa.bindparam(f"to_{name}") for name in names}
            self.connection.execute(update.values(values_of), changed)

    def remove(self, table: sa.Table, row_ids: Iterable[str]) -> None:
        """Delete rows by id."""
        wanted = list(row_ids)
        for start in range(0, len(wanted), _BATCH):
            chosen = table.c.id.in_(wanted[start : start + _BATCH])
            for row in as_rows(self.connection.execute(sa.select(table).where(chosen))):
                self._note(table, row["id"], row)
            self.connection.execute(sa.delete(table).where(chosen))

    def get(self, table: sa.Table, row_id: str) -> Row | None:
        """Read one row as it stands in this transaction."""
        found = self.connection.execute(sa.select(table).where(table.c.id == row_id))
        row = found.mappings().first()
        return dict(row) if row is not None else None

    def restore(self, images: Iterable[Image], now: Mapping[tuple[str, str], Row]) -> None:
        """Bring rows to images of them: insert, update or delete.

        Rows go before others come: a name that one of them gives free may be another's.

        Args:
            images: The rows as they are to stand.
            now: Those of them that are there, as read in this transaction.
        """
        by_table: dict[str, dict[str, Row | None]] = {}
        for table, key, image in images:
            by_table.setdefault(table, {})[key] = _present(JOURNALLED[table], image)
        for table, wanted in by_table.items():
            gone = [key for key, image in wanted.items() if image is None]
            self.remove(JOURNALLED[table], gone)
        for table, wanted in by_table.items():
            there = {key: image for key, image in wanted.items() if image is not None}
            rows = {key: now[table, key] for key in there if (table, key) in now}
            self._update(JOURNALLED[table], rows, {key: there[key] for key in rows})
            self.add(JOURNALLED[table], [there[key] for key in there if key not in rows])

    def differing(self, images: Iterable[Image]) -> frozenset[tuple[str, str]]:
        """List table and key of the rows that are not as images of them."""
        wanted = {(table, key): _present(JOURNALLED[table], row) for table, key, row in images}
        return frozenset(
            (table, key)
            for table in {table for table, _ in wanted}
            for key in self._differing_in(
                table, {key: image for (of, key), image in wanted.items() if of == table}
            )
        )

    def _differing_in(self, table: str, wanted: Mapping[str, Row | None]) -> Iterator[str]:
        current = {row["id"]: row for row in self._rows(JOURNALLED[table], list(wanted))}
        for key, image in wanted.items():
            row = current.get(key)
            if image is None or row is None:
                if row is not image:
                    yield key
            elif any(row[name] != value for name, value in image.items()):
                yield key

    def _rows(self, table: sa.Table, keys: Sequence[str]) -> list[Row]:
        query = sa.select(table).where(among(self.connection, table.c.id, keys))
        return list(as_rows(self.connection.execute(query)))

    def _note(self, table: sa.Table, row_id: str, before: Row | None) -> None:
        row = (table.name, row_id)
        if row in self._before:
            self._rewritten.add(row)
        else:
            self._before[row] = before


def _present(table: sa.Table, image: Row | None) -> Row | None:
    """Take from an image, which may be from before an upgrade, the columns that there are."""
    if image is None:
        return None
    known = set(table.c.keys())
    return image if image.keys() <= known else {one: image[one] for one in image if one in known}
