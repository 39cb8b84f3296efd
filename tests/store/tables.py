"""What stands in a store's tables, to be compared."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ipe_coder.store.schema import JOURNALLED
from ipe_coder.store.store import Store

Tables = dict[str, list[dict[str, Any]]]


def tables_of(store: Store, *names: str) -> Tables:
    """Read the tables named, or every one whose rows are journalled, in the order of their ids."""
    with store.read() as connection:
        return {
            name: [
                dict(row)
                for row in connection.execute(sa.select(table).order_by(table.c.id)).mappings()
            ]
            for name, table in JOURNALLED.items()
            if name in names or (not names and name != "coder")  # who did a thing stays known
        }
