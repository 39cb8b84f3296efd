"""Queries without parameters, written out once and not again for every project that is opened."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import registry


def written_out(query: sa.Select[Any], dialect: str) -> str:
    """Give a query without parameters as the text that a kind of database takes.

    SQLAlchemy keeps what it has written for as long as one project is open. Whoever asks a
    hundred things of each project spends most of the time on writing them.
    """
    written = query.compile(dialect=registry.load(dialect)())
    assert not written.params
    return str(written)
