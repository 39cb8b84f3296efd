"""What each column may hold, where the database itself lets it hold anything."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.change import ChangeKind, ChangeState
from ipe_coder.model.code import Approach, CodeKind, Derived
from ipe_coder.model.result import Higher, Rank
from ipe_coder.model.segment import Anchor, CoderKind, MemoAbout, MemoKind, Origin, Stance
from ipe_coder.model.study import Consent, Design, Method, NoArm, Respondent
from ipe_coder.model.theme import Judgement, Side
from ipe_coder.model.transcript import Role, TranscriptKind
from ipe_coder.store.schema import metadata
from ipe_coder.store.written_out import written_out

Test = Callable[[str], object]
"""Raises a ValueError, TypeError or KeyError where a value does not fit."""

_VOICES = re.compile(r"(?:\d+:\d+(?: \d+:\d+)*)?")


def _object(text: str) -> None:
    if not all(isinstance(one, str) for one in json.loads(text).values()):
        raise ValueError


def _list(text: str) -> None:
    if not all(isinstance(one, str) for one in _items(text)):
        raise ValueError


def _groups(text: str) -> None:
    for one in _items(text):
        if not isinstance(one["label"], str):
            raise ValueError


def _voice_list(text: str) -> None:
    for one in _items(text):
        Role(one["role"])
        if not isinstance(one["label"], str):
            raise ValueError


def _turns(text: str) -> None:
    for one in _items(text):
        start, end, speaker, _, _ = one
        if not 0 <= start <= end or speaker < 0:
            raise ValueError


def _items(text: str) -> list[Any]:
    found = json.loads(text)
    if not isinstance(found, list):
        raise TypeError
    return list(found)


def _voices(text: str) -> None:
    if not _VOICES.fullmatch(text):
        raise ValueError


_ENUMS: dict[str, type[StrEnum]] = {
    "study.design": Design,
    "study.method": Method,
    "codebook.approach": Approach,
    "code.kind": CodeKind,
    "code.derived": Derived,
    "coder.kind": CoderKind,
    "transcript.kind": TranscriptKind,
    "speaker.role": Role,
    "participant.respondent": Respondent,
    "participant.no_arm": NoArm,
    "participant.consent": Consent,
    "guide_question.respondent": Respondent,
    "segment.origin": Origin,
    "segment.stance": Stance,
    "segment.anchor": Anchor,
    "memo.about": MemoAbout,
    "memo.kind": MemoKind,
    "evidence.side": Side,
    "outcome.rank": Rank,
    "outcome.higher_is": Higher,
    "verdict.judgement": Judgement,
    "change.kind": ChangeKind,
    "change.state": ChangeState,
}

_TESTS: dict[str, Test] = {
    "setting.value": json.loads,
    "study.organisations": _list,
    "transcript.collected_on": date.fromisoformat,
    "transcript.notes": _list,
    "transcript_version.notes": _list,
    "transcript_version.speakers": _voice_list,
    "participant.attributes": _object,
    "appearance.attributes": _object,
    "guide_question.code_ids": _list,
    "code.examples": _list,
    "code.keywords": _list,
    "code.retired_at": datetime.fromisoformat,
    "segment.voices": _voices,
    "segment.created_at": datetime.fromisoformat,
    "result.groups": _groups,
    "result.printed": _object,
    "turn_list.turns": _turns,
    "change.at": datetime.fromisoformat,
    "row_change.before": json.loads,
}


def value_problems(connection: Connection) -> Iterator[str]:
    """List values that their columns cannot hold, with the row that each stands in."""
    tests: dict[str, Test] = {**_ENUMS, **_TESTS}
    for name, test in tests.items():
        table_name, column_name = name.split(".")
        query = _values_query(name, connection.dialect.name)
        options = {"yield_per": 500}
        for value, row in connection.exec_driver_sql(query, execution_options=options):
            if not _fits(test, value):
                shown = str(value) if len(str(value)) <= 40 else f"{str(value)[:39]}…"
                yield f"{table_name} {str(row)[:8]}: “{shown}” cannot stand in {column_name}"


@cache
def _values_query(name: str, dialect: str) -> str:
    """Write the query for each value of a column, with the first row that it stands in."""
    table_name, column_name = name.split(".")
    table = metadata.tables[table_name]
    column = table.c[column_name]
    key = next(iter(table.primary_key.columns))
    query = sa.select(column, sa.func.min(key)).where(column.is_not(None)).group_by(column)
    return written_out(query, dialect)


def _fits(test: Test, value: str) -> bool:
    try:
        test(value)
    except (ValueError, TypeError, KeyError, AttributeError):
        return False
    return True
