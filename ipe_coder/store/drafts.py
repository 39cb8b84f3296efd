"""Memos that are being typed, kept beside the journal until they are written or given up."""

from __future__ import annotations

import json

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.memo import MemoDraft
from ipe_coder.model.segment import MemoAbout, MemoKind
from ipe_coder.model.spans import Span
from ipe_coder.store.schema import setting

PREFIX = "draft:"
"""Begins the key of each among the settings."""


def put(connection: Connection, draft: MemoDraft) -> None:
    """Keep a draft in place of the one about the same thing."""
    drop(connection, draft)
    value = {
        "about": draft.about.value,
        "about_id": draft.about_id,
        "span": [draft.span.start, draft.span.end] if draft.span else None,
        "kind": draft.kind.value,
        "title": draft.title,
        "memo_id": draft.memo_id,
        "body": draft.body,
        "coder": draft.coder,
        "left": draft.left,
    }
    row = {"id": _key(draft), "value": json.dumps(value, ensure_ascii=False)}
    connection.execute(sa.insert(setting).values(row))


def drop(connection: Connection, draft: MemoDraft) -> None:
    """Forget the draft about the same thing, if there is one."""
    connection.execute(sa.delete(setting).where(setting.c.id == _key(draft)))


def drop_all(connection: Connection) -> None:
    """Forget all drafts, everybody's."""
    connection.execute(sa.delete(setting).where(setting.c.id.startswith(PREFIX)))


def find(connection: Connection) -> list[MemoDraft]:
    """List all drafts, everybody's."""
    query = sa.select(setting.c.value).where(setting.c.id.startswith(PREFIX))
    return [_draft(value) for value in connection.execute(query).scalars()]


def _key(draft: MemoDraft) -> str:
    return PREFIX + json.dumps([draft.coder.casefold(), *draft.place], ensure_ascii=False)


def _draft(value: str) -> MemoDraft:
    given = json.loads(value)
    return MemoDraft(
        MemoAbout(given["about"]),
        given["about_id"],
        given["body"],
        given["coder"],
        MemoKind(given["kind"]),
        given["title"],
        Span(*given["span"]) if given["span"] else None,
        given["memo_id"],
        given["left"],
    )
