"""Finding changes in the journal: by whom, when, of what kind, in which words, on what."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.change import HistoryFilter
from ipe_coder.model.text import fold
from ipe_coder.store import cells
from ipe_coder.store.choosing import among
from ipe_coder.store.schema import (
    JOURNALLED,
    change,
    code,
    codebook,
    guide_question,
    memo,
    outcome,
    participant,
    row_change,
    study,
    theme,
    transcript,
)
from ipe_coder.store.writer import to_stamp

_NAMES = (
    transcript.c.title, participant.c.pseudonym, code.c.name, theme.c.name, study.c.name,
    study.c.title, outcome.c.name,
)  # fmt: skip
"""Columns with the names of things that changes are found by."""
_FEW = 12
_BATCH = 20_000


class Found(NamedTuple):
    """A change that was found, as little of it as a list of a hundred thousand needs."""

    seq: int
    at: str
    """When, as it is stored."""


def find(connection: Connection, wanted: HistoryFilter, limit: int | None = None) -> list[Found]:
    """Find changes, the newest first, or the newest of some number."""
    query = _chosen(sa.select(change.c.seq, change.c.at), wanted).order_by(change.c.seq.desc())
    if not (wanted.about or wanted.text.strip()):
        query = query.limit(limit)
    rows = [Found(seq, at) for seq, at in connection.execute(query)]
    if wanted.about:
        touching = touching_any(connection, wanted.about)
        rows = [row for row in rows if row.seq in touching]
    if wanted.text.strip():
        fitting = _fitting(connection, wanted)
        rows = [row for row in rows if row.seq in fitting]
    return rows[:limit]


def _chosen(query: sa.Select[Any], wanted: HistoryFilter) -> sa.Select[Any]:
    if wanted.coder_ids:
        query = query.where(change.c.coder_id.in_(wanted.coder_ids))
    if wanted.since is not None:
        query = query.where(change.c.at >= to_stamp(wanted.since))
    if wanted.until is not None:
        query = query.where(change.c.at < to_stamp(wanted.until))
    names = [name for matter in wanted.matters for name in matter.tables]
    if names:
        spaced = sa.literal(" ") + change.c.tables + sa.literal(" ")
        query = query.where(sa.or_(*(spaced.contains(f" {name} ") for name in names)))
    return query


def _fitting(connection: Connection, wanted: HistoryFilter) -> set[int]:
    """Find the changes that hold words, in what they say or in the name of what they touched."""
    words = fold(wanted.text).split()
    query = _chosen(sa.select(change.c.seq, change.c.label, change.c.reason), wanted)
    found = set()
    known: dict[str, bool] = {}
    for seq, label, reason in connection.execute(query):
        # A hundred thousand changes have a few thousand different labels.
        said = f"{label} {reason}"
        if said not in known:
            known[said] = _holds(said, words)
        if known[said]:
            found.add(seq)
    ids = {
        key
        for column in _NAMES
        for key, name in connection.execute(sa.select(column.table.c.id, column))
        if name and _holds(name, words)
    }
    return found | (touching_any(connection, ids) if ids else set())


def _holds(text: str, words: Collection[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def touching_any(connection: Connection, ids: Collection[str]) -> set[int]:
    """Find the changes that touched some things, or what belongs or once belonged to them."""
    things = {*ids, *_of_studies(connection, ids)}
    keys = {*things, *_belonging(connection, things), *_belonged(connection, things)}
    query = sa.select(row_change.c.seq).where(among(connection, row_change.c.key, keys))
    return set(connection.execute(query.distinct()).scalars())


def _of_studies(connection: Connection, ids: Collection[str]) -> Iterator[str]:
    """Give what belongs to studies and is itself what other rows belong to."""
    books: list[str] = []
    for table in (transcript, participant, outcome, codebook, guide_question):
        query = sa.select(table.c.id).where(among(connection, table.c.study_id, ids))
        found = list(connection.execute(query).scalars())
        books += found if table is codebook else []
        yield from found
    if books:
        query = sa.select(code.c.id).where(among(connection, code.c.codebook_id, books))
        yield from connection.execute(query).scalars()


def _belonging(connection: Connection, ids: Collection[str]) -> Iterator[str]:
    """Give the rows that refer to things."""
    for table in JOURNALLED.values():
        columns = [foreign.parent for foreign in table.foreign_keys]
        for column in [*columns, *([memo.c.about_id] if table is memo else [])]:
            query = sa.select(table.c.id).where(among(connection, column, ids))
            yield from connection.execute(query).scalars()
    yield from cells.about(connection, ids)


def _belonged(connection: Connection, ids: Collection[str]) -> Iterator[str]:
    """Give the rows that once referred to things, by what the journal keeps of them."""
    query = sa.select(row_change.c.key, row_change.c.before).where(row_change.c.before.is_not(None))
    if len(ids) <= _FEW:
        query = query.where(
            sa.or_(*(row_change.c.before.contains(f'"{one}"', autoescape=True) for one in ids))
        )
        yield from (key for key, _ in connection.execute(query))
        return
    quoted = re.compile(r'"([^"\\]{36})"')
    for key, before in connection.execute(query.execution_options(yield_per=_BATCH)):
        if any(one in ids for one in quoted.findall(before)):
            yield key


def titles(connection: Connection) -> list[tuple[str, str]]:
    """List id and title of every transcript."""
    query = sa.select(transcript.c.id, transcript.c.title)
    return [(key, title) for key, title in connection.execute(query)]
