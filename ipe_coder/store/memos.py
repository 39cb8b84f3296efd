"""Repository of memos with the places that they stand at, for lists of all of them."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.segment import Anchor, Memo, MemoAbout
from ipe_coder.model.spans import Span
from ipe_coder.store import rows
from ipe_coder.store.schema import memo, segment
from ipe_coder.store.segments import STANDING


@dataclass(frozen=True, slots=True)
class PlacedMemo:
    """A memo; of one on a segment, where the segment is."""

    memo: Memo
    transcript_id: str = ""
    span: Span | None = None
    """None also where a correction took the segment's place away."""
    turn: int = 0
    """The turn in which the segment begins, from 1."""
    quote: str = ""
    code_id: str = ""


def placed(connection: Connection) -> list[PlacedMemo]:
    """List all memos, the newest last."""
    own = segment.c
    query = (
        sa.select(
            memo, own.transcript_id, own.code_id, own.quote, own.turn, own.anchor,
            own.start_at.label("from_at"), own.end_at.label("until_at"),
        )
        .outerjoin(
            segment, (memo.c.about == MemoAbout.SEGMENT.value) & (memo.c.about_id == own.id)
        )
        .order_by(memo.c.created_at, memo.c.id)
    )  # fmt: skip
    found = []
    for row in connection.execute(query).all():
        one = rows.to_memo(row)
        if row.transcript_id:
            stands = Anchor(row.anchor) in STANDING
            span = Span(row.from_at, row.until_at) if stands else None
            turn = row.turn + 1 if stands else 0
            place = PlacedMemo(one, row.transcript_id, span, turn, row.quote, row.code_id)
        else:
            is_in_text = one.about is MemoAbout.TRANSCRIPT
            place = PlacedMemo(one, one.about_id if is_in_text else "", one.span)
        found.append(place)
    return found
