"""Repository of themes, outcomes, results and what joins them; memos and summaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.memo import CellSubject
from ipe_coder.model.result import Outcome, Result
from ipe_coder.model.segment import Memo, MemoAbout
from ipe_coder.model.theme import (
    Evidence,
    JointLink,
    Judgement,
    Side,
    Summary,
    Theme,
    Verdict,
)
from ipe_coder.store import cells, rows
from ipe_coder.store.choosing import among
from ipe_coder.store.ids import IdSource
from ipe_coder.store.schema import (
    code,
    evidence,
    joint_link,
    memo,
    outcome,
    participant,
    result,
    segment,
    study,
    summary,
    theme,
    theme_code,
    transcript,
    verdict,
)
from ipe_coder.store.writer import Writer, to_stamp

_ABOUT = {
    MemoAbout.STUDY: study,
    MemoAbout.TRANSCRIPT: transcript,
    MemoAbout.PARTICIPANT: participant,
    MemoAbout.CODE: code,
    MemoAbout.SEGMENT: segment,
}


def themes(connection: Connection) -> list[Theme]:
    """List all themes that were given a statement or codes."""
    codes: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(sa.select(theme_code)):
        codes[row.theme_id].append(row.code_id)
    query = (
        sa.select(theme, code.c.name.label("node_name"))
        .outerjoin(code, code.c.id == theme.c.node_id)
        .order_by(theme.c.created_at, theme.c.name)
    )
    return [
        Theme(
            id=row.id,
            name=row.node_name or row.name,
            statement=row.statement,
            code_ids=tuple(codes[row.id]),
            node_id=row.node_id,
            coder_id=row.coder_id or "",
            created_at=rows.to_moment(row.created_at),
        )
        for row in connection.execute(query)
    ]


def put_theme(writer: Writer, one: Theme, new_id: IdSource) -> None:
    """Add a theme, or bring the stored one to this, codes included."""
    values = {"name": one.name, "statement": one.statement, "node_id": one.node_id}
    if writer.get(theme, one.id) is None:
        made = {"coder_id": one.coder_id or None, "created_at": writer.stamp}
        writer.add(theme, [{"id": one.id, **values, **made}])
    else:
        writer.set(theme, one.id, **values)
    known = {
        row.code_id: row.id
        for row in writer.connection.execute(
            sa.select(theme_code).where(theme_code.c.theme_id == one.id)
        )
    }
    writer.remove(theme_code, [known[of] for of in known if of not in one.code_ids])
    writer.add(
        theme_code,
        [
            {"id": new_id(), "theme_id": one.id, "code_id": of}
            for of in one.code_ids
            if of not in known
        ],
    )


def evidence_of_all(connection: Connection) -> list[Evidence]:
    """List the evidence of all themes."""
    return [
        Evidence(row.id, row.theme_id, row.segment_id, Side(row.side), row.note)
        for row in connection.execute(sa.select(evidence))
    ]


def put_evidence(writer: Writer, one: Evidence) -> None:
    """Add a piece of evidence, or bring the stored one to this."""
    values = {"side": one.side.value, "note": one.note}
    if writer.get(evidence, one.id) is None:
        of = {"theme_id": one.theme_id, "segment_id": one.segment_id}
        writer.add(evidence, [{"id": one.id, **of, **values}])
    else:
        writer.set(evidence, one.id, **values)


def remove_evidence(writer: Writer, evidence_ids: Iterable[str]) -> None:
    """Take segments from the evidence of their themes."""
    writer.remove(evidence, evidence_ids)


def outcomes(connection: Connection) -> list[Outcome]:
    """List all outcomes, by study and place."""
    query = sa.select(outcome).order_by(outcome.c.study_id, outcome.c.position)
    return [rows.to_outcome(row) for row in connection.execute(query)]


def put_outcome(writer: Writer, one: Outcome) -> None:
    """Add an outcome, or bring the stored one to this."""
    values = {
        "study_id": one.study_id,
        "name": one.name,
        "rank": one.rank.value if one.rank else None,
        "higher_is": one.higher_is.value,
        "instrument": one.instrument,
        "scale_low": one.scale_low,
        "scale_high": one.scale_high,
        "position": one.position,
    }
    if writer.get(outcome, one.id) is None:
        writer.add(outcome, [{"id": one.id, **values}])
    else:
        writer.set(outcome, one.id, **values)


def results(connection: Connection) -> list[Result]:
    """List all results, by outcome and place."""
    query = sa.select(result).order_by(result.c.position)
    return [rows.to_result(row) for row in connection.execute(query)]


def put_result(writer: Writer, one: Result) -> None:
    """Add a result, or bring the stored one to this."""
    values = {"outcome_id": one.outcome_id, **rows.from_result(one)}
    if writer.get(result, one.id) is None:
        writer.add(result, [{"id": one.id, **values}])
    else:
        writer.set(result, one.id, **values)


def joint_links(connection: Connection) -> list[JointLink]:
    """List which themes stand beside which outcomes."""
    query = sa.select(joint_link).order_by(joint_link.c.outcome_id, joint_link.c.position)
    return [
        JointLink(row.id, row.outcome_id, row.theme_id, row.segment_id, row.position)
        for row in connection.execute(query)
    ]


def put_joint_link(writer: Writer, one: JointLink) -> None:
    """Set a theme beside an outcome, or change its quotation and place."""
    values = {
        "outcome_id": one.outcome_id,
        "theme_id": one.theme_id,
        "segment_id": one.segment_id,
        "position": one.position,
    }
    if writer.get(joint_link, one.id) is None:
        writer.add(joint_link, [{"id": one.id, **values}])
    else:
        writer.set(joint_link, one.id, **values)


def remove_joint_link(writer: Writer, link_ids: Iterable[str]) -> None:
    """Take themes from beside their outcomes."""
    writer.remove(joint_link, link_ids)


def verdicts(connection: Connection) -> list[Verdict]:
    """List all verdicts, the oldest first."""
    return [
        Verdict(
            row.id, row.outcome_id, row.theme_id, Judgement(row.judgement), row.reason,
            row.coder_id or "", rows.to_moment(row.at), row.statement,
        )
        for row in connection.execute(sa.select(verdict).order_by(verdict.c.at))
    ]  # fmt: skip


def add_verdict(writer: Writer, one: Verdict) -> None:
    """Add a verdict; earlier ones on the same two stay in the record."""
    row = {
        "id": one.id,
        "outcome_id": one.outcome_id,
        "theme_id": one.theme_id,
        "judgement": one.judgement.value,
        "reason": one.reason,
        "statement": one.statement,
        "coder_id": one.coder_id or None,
        "at": writer.stamp,
    }
    writer.add(verdict, [row])


def memos(
    connection: Connection,
    about_ids: Iterable[str] | None = None,
    *,
    ids: Iterable[str] | None = None,
) -> list[Memo]:
    """List memos, the newest last: about some things, of some ids, or all."""
    query = sa.select(memo).order_by(memo.c.created_at, memo.c.id)
    for column, wanted in ((memo.c.about_id, about_ids), (memo.c.id, ids)):
        if wanted is not None:
            query = query.where(among(connection, column, wanted))
    return [rows.to_memo(row) for row in connection.execute(query)]


def put_memo(writer: Writer, one: Memo) -> None:
    """Add a memo, or bring the stored one to this; it stays its first author's."""
    values: dict[str, Any] = {
        "about": one.about.value,
        "about_id": one.about_id,
        "kind": one.kind.value,
        "title": one.title,
        "body": one.body,
        "start_at": one.span.start if one.span else None,
        "end_at": one.span.end if one.span else None,
    }
    row = writer.get(memo, one.id)
    if row is None:
        made = {"coder_id": one.coder_id or None, "created_at": writer.stamp}
        writer.add(memo, [{"id": one.id, **made, **values}])
    elif any(row[name] != value for name, value in values.items()):
        writer.set(memo, one.id, edited_at=writer.stamp, **values)


def is_there(connection: Connection, about: MemoAbout, about_id: str) -> bool:
    """Tell whether what a memo is about is in the project; of a cell, its row and its column."""
    if about is MemoAbout.CELL:
        return cells.is_there(connection, CellSubject.of(about_id))
    table = _ABOUT.get(about)
    if table is None:
        return True
    found = connection.execute(sa.select(table.c.id).where(table.c.id == about_id))
    return found.first() is not None


def memo_title(connection: Connection, memo_id: str) -> str:
    """Read the title of a memo; nothing where there is no such memo."""
    query = sa.select(memo.c.title).where(memo.c.id == memo_id)
    return connection.execute(query).scalar() or ""


def remove_memo(writer: Writer, memo_id: str) -> None:
    """Remove a memo."""
    writer.remove(memo, [memo_id])


def summaries(connection: Connection) -> list[Summary]:
    """List all framework summaries."""
    return [
        Summary(
            row.id, row.participant_id, row.code_id, row.text, row.coder_id or "",
            rows.to_moment(row.edited_at),
        )
        for row in connection.execute(sa.select(summary))
    ]  # fmt: skip


def put_summary(writer: Writer, one: Summary) -> None:
    """Add a summary, or bring the stored one to this."""
    edited = to_stamp(one.edited_at) if one.edited_at else writer.stamp
    values = {"text": one.text, "coder_id": one.coder_id or None, "edited_at": edited}
    row = writer.get(summary, one.id)
    if row is None:
        key = {"participant_id": one.participant_id, "code_id": one.code_id}
        writer.add(summary, [{"id": one.id, **key, **values}])
    elif row["text"] != one.text:
        writer.set(summary, one.id, **values)


def remove_summary(writer: Writer, summary_id: str) -> None:
    """Remove a summary."""
    writer.remove(summary, [summary_id])
