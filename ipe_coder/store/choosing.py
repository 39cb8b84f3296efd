"""Choosing rows by many values: a statement can hold some thousands of them, a list any number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

_FEW = 500


def among(
    connection: Connection, column: sa.ColumnElement[Any], values: Iterable[str]
) -> sa.ColumnElement[bool]:
    """Choose the rows in which a column has one of some values, however many they are."""
    wanted = list(values)
    if len(wanted) <= _FEW:
        return column.in_(wanted)
    listed = json.dumps(wanted)
    if connection.dialect.name == "postgresql":
        array = sa.cast(sa.literal(listed, sa.Text), postgresql.JSON)
        return column.in_(sa.select(sa.func.json_array_elements_text(array)))
    return column.in_(sa.select(sa.column("value")).select_from(sa.func.json_each(listed)))
