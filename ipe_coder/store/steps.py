"""What a change did to each row, column by column, and which later changes it stands against.

A change keeps only what stood before. What came after is the next image of the row in the
journal, or the row itself, so that what a change altered can always be told.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.change import Change, ChangeKind
from ipe_coder.store.choosing import among
from ipe_coder.store.history import STANDING, by_numbers, images_of
from ipe_coder.store.schema import JOURNALLED, row_change
from ipe_coder.store.writer import Image, Row, as_rows

_BATCH = 400

Now = Mapping[tuple[str, str], Row]
"""Rows as they stand, by table and key; those that are not there are left out."""

COUNTERS: dict[str, frozenset[str]] = {"codebook": frozenset({"version"})}
"""Columns that only count changes: each change adds to them and its undo takes that away."""

_ORDER = frozenset({"position"})
ASIDE: dict[str, frozenset[str]] = {
    "codebook": COUNTERS["codebook"],
    "code": _ORDER,
    "guide_question": _ORDER,
    "outcome": _ORDER,
    "result": _ORDER,
    "joint_link": _ORDER,
}
"""Columns that are written beside what was meant: who moves one code numbers its siblings anew,
which stands against no change of their words."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one change did to one row."""

    seq: int
    table: str
    key: str
    before: Row | None
    after: Row | None

    @property
    def row(self) -> tuple[str, str]:
        """Table and key."""
        return self.table, self.key

    @property
    def columns(self) -> frozenset[str]:
        """The columns that it altered; all where it added or removed the row, or nobody knows."""
        if not self.before or not self.after:
            return frozenset(JOURNALLED[self.table].c.keys())
        return frozenset(
            name for name, value in self.before.items() if self.after.get(name, value) != value
        )

    @property
    def is_update(self) -> bool:
        """Whether the row was there before and after."""
        return self.before is not None and self.after is not None

    @property
    def is_aside(self) -> bool:
        """Whether it wrote only what stands beside what was meant."""
        return self.is_update and self.columns <= ASIDE.get(self.table, frozenset())

    @property
    def was_purged(self) -> bool:
        """Whether what stood before was removed for good."""
        return self.before == {}


def steps_of(connection: Connection, seq: int) -> list[Step]:
    """Tell what a change did to each row, in the order of writing."""
    return with_rows(connection, seq)[0]


def with_rows(connection: Connection, seq: int) -> tuple[list[Step], Now]:
    """Tell what a change did to each row, in the order of writing, and how each stands now."""
    images = images_of(connection, seq)
    now = _current(connection, [(table, key) for table, key, _ in images])
    first: dict[tuple[str, str], Step] = {}
    for step in steps_after(connection, [key for _, key, _ in images], seq):
        first.setdefault(step.row, step)
    done = [
        Step(
            seq, table, key, before,
            first[table, key].before if (table, key) in first else now.get((table, key)),
        )
        for table, key, before in images
    ]  # fmt: skip
    return done, now


def steps_after(connection: Connection, keys: Iterable[str], seq: int) -> list[Step]:
    """Tell what was done to some rows after a change, the oldest first."""
    found: dict[tuple[str, str], list[tuple[int, Row | None]]] = defaultdict(list)
    wanted = list(keys)
    for start in range(0, len(wanted), _BATCH):
        query = (
            sa.select(row_change)
            .where(row_change.c.key.in_(wanted[start : start + _BATCH]), row_change.c.seq > seq)
            .order_by(row_change.c.seq)
        )
        for row in connection.execute(query):
            before = None if row.before is None else json.loads(row.before)
            found[row.table_name, row.key].append((row.seq, before))
    now = _current(connection, list(found))
    steps = []
    for (table, key), images in found.items():
        afters = [before for _, before in images[1:]] + [now.get((table, key))]
        steps += [
            Step(at, table, key, before, after)
            for (at, before), after in zip(images, afters, strict=True)
        ]
    return sorted(steps, key=lambda step: step.seq)


def _current(
    connection: Connection, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Row]:
    by_table: dict[str, list[str]] = defaultdict(list)
    for of, key in wanted:
        by_table[of].append(key)
    found = {}
    for name, keys in by_table.items():
        table = JOURNALLED[name]
        chosen = sa.select(table).where(among(connection, table.c.id, keys))
        for row in as_rows(connection.execute(chosen)):
            found[name, row["id"]] = row
    return found


def against(step: Step, later: Step) -> bool:
    """Tell whether a later step on a row stands against undoing an earlier one."""
    if not step.is_update or not later.is_update:
        # A row that comes and goes takes with it what was written beside.
        return not (later.is_aside or step.is_aside)
    shared = (step.columns & later.columns) - COUNTERS.get(step.table, frozenset())
    return bool(shared) or not (step.is_aside or later.is_aside)


def standing(connection: Connection, seqs: Iterable[int]) -> list[Change]:
    """List those of some changes that are actions and stand, the newest first."""
    return [
        one
        for one in by_numbers(connection, seqs)
        if one.kind is ChangeKind.DO and one.state.value in STANDING
    ]


def images_to_restore(steps: Sequence[Step], now: Now) -> list[Image]:
    """Make the rows as they come to stand when steps are taken back.

    Of a row that was changed only the columns that the steps altered go back; what others
    wrote beside them since stays.
    """
    return list(_restored(steps, now))


def _restored(steps: Sequence[Step], now: Now) -> Iterator[Image]:
    for step in steps:
        row = now.get(step.row)
        if step.is_update and row is None and step.is_aside:
            continue
        if step.before is None or step.after is None or row is None:
            yield step.table, step.key, step.before
            continue
        counted = COUNTERS.get(step.table, frozenset())
        back = {
            name: row[name] + step.before[name] - step.after[name]
            if name in counted
            else step.before[name]
            for name in step.columns
            if name in row
        }
        yield step.table, step.key, {**row, **back}


def moved_on(steps: Sequence[Step], now: Now) -> list[str]:
    """List the keys of rows that are not any more as steps left them."""
    return [step.key for step in steps if _has_moved(step, now.get(step.row))]


def _has_moved(step: Step, row: Row | None) -> bool:
    if row is step.after:
        return False
    if step.after is None or row is None:
        return row is not step.after and not step.is_aside
    aside = COUNTERS if step.is_update else ASIDE
    compared = step.columns - aside.get(step.table, frozenset())
    return any(row[name] != step.after[name] for name in compared if name in row)
