"""Rows to dataclasses and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from ipe_coder.model.code import Approach, Code, CodeKind, Derived
from ipe_coder.model.guide import GuideQuestion
from ipe_coder.model.result import Group, Higher, Outcome, Rank, Result
from ipe_coder.model.segment import Anchor, Memo, MemoAbout, MemoKind, Origin, Segment, Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.study import (
    Appearance,
    Arm,
    Consent,
    Design,
    Method,
    NoArm,
    Participant,
    Respondent,
    Study,
    StudyFact,
)
from ipe_coder.model.transcript import Source, Turn, turns_of
from ipe_coder.store.schema import segment
from ipe_coder.store.writer import from_stamp

_MILLISECOND = timedelta(milliseconds=1)

Voices = tuple[tuple[int, int], ...]


def to_json(value: Any) -> str:
    """Write a list or mapping as the text that is stored."""
    return json.dumps(value, ensure_ascii=False)


def to_moment(stamp: str | None) -> datetime | None:
    """Read a stored moment that may be missing."""
    return from_stamp(stamp) if stamp else None


def to_day(text: str | None) -> date | None:
    """Read a stored day that may be missing."""
    return date.fromisoformat(text) if text else None


@lru_cache(maxsize=4096)
def to_voices(text: str) -> Voices:
    """Read who says how many words: `0:12 2:5`; thousands of segments share a few of them."""
    pairs = [pair.partition(":") for pair in text.split()]
    return tuple([(int(speaker), int(words)) for speaker, _, words in pairs])


def from_voices(voices: Voices) -> str:
    """Write who says how many words."""
    return " ".join(f"{speaker}:{words}" for speaker, words in voices)


def turns_to_text(turns: tuple[Turn, ...]) -> str:
    """Write turns as JSON: start, end, speaker, begins and ends in milliseconds or null."""
    # Whole numbers and null need no encoder, and a project has a hundred thousand turns.
    rows = [
        f"{start},{end},{speaker},{_written(begins)},{_written(ends)}"
        if begins is not None or ends is not None
        else f"{start},{end},{speaker},null,null"
        for _, start, end, speaker, begins, ends in turns
    ]
    return f"[[{'],['.join(rows)}]]" if rows else "[]"


def _written(moment: timedelta | None) -> int | str:
    if moment is None:
        return "null"
    is_whole = moment.microseconds % 1000 == 0
    return moment // _MILLISECOND if is_whole else round(moment / _MILLISECOND)


def turns_from_text(text: str) -> tuple[Turn, ...]:
    """Read turns from JSON."""
    return turns_of(
        (index, start, end, speaker, _to_time(begins), _to_time(ends))
        for index, (start, end, speaker, begins, ends) in enumerate(json.loads(text))
    )


def _to_time(milliseconds: int | None) -> timedelta | None:
    return None if milliseconds is None else timedelta(milliseconds=milliseconds)


def to_study(row: Any, arms: tuple[Arm, ...]) -> Study:
    """Read a study."""
    return Study(
        id=row.id,
        name=row.name,
        title=row.title,
        design=Design(row.design),
        method=Method(row.method),
        approach=row.approach,
        organisations=tuple(json.loads(row.organisations)),
        position=row.position,
        arms=arms,
    )


def to_arm(row: Any) -> Arm:
    """Read an arm."""
    return Arm(row.id, row.study_id, row.name, row.position, bool(row.is_control))


def to_fact(row: Any) -> StudyFact:
    """Read a study fact."""
    return StudyFact(row.id, row.study_id, row.name, row.value, row.arm_id, row.source)


def to_question(row: Any) -> GuideQuestion:
    """Read a question of the guide."""
    respondent = Respondent(row.respondent) if row.respondent else None
    codes = tuple(json.loads(row.code_ids))
    return GuideQuestion(
        row.id, row.study_id, row.text, respondent, codes, row.position, row.label, row.part
    )


def to_participant(row: Any) -> Participant:
    """Read a participant."""
    return Participant(
        id=row.id,
        study_id=row.study_id,
        pseudonym=row.pseudonym,
        respondent=Respondent(row.respondent) if row.respondent else None,
        arm_id=row.arm_id,
        no_arm=NoArm(row.no_arm),
        consent=Consent(row.consent),
        attributes=_read_attributes(row.attributes),
    )


def _read_attributes(text: str) -> dict[str, str]:
    """Read attributes; many people and many answers to one question have the same."""
    return dict(_pairs_in(text))


@lru_cache(maxsize=4096)
def _pairs_in(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(json.loads(text).items())


def to_appearance(row: Any) -> Appearance:
    """Read an appearance."""
    return Appearance(
        row.id, row.participant_id, row.transcript_id, row.transcript, row.speaker,
        _read_attributes(row.attributes),
    )  # fmt: skip


def to_source(row: Any) -> Source:
    """Read where a transcript came from."""
    return Source(
        filename=row.filename,
        format=row.format,
        sha256=row.original_sha or "",
        size=row.size,
        encoding=row.encoding,
        imported_at=to_moment(row.imported_at),
    )


@lru_cache(maxsize=2048)
def _words_of(text: str) -> tuple[str, ...]:
    """Read a stored list of words; a codebook is read often and has few different ones."""
    return tuple(json.loads(text))


def to_code(row: Any) -> Code:
    """Read a code."""
    return Code(
        id=row.id,
        name=row.name,
        parent_id=row.parent_id,
        kind=CodeKind(row.kind),
        derived=Derived(row.derived),
        definition=row.definition,
        include=row.include,
        exclude=row.exclude,
        near_miss=row.near_miss,
        examples=_words_of(row.examples),
        keywords=_words_of(row.keywords),
        dimension=row.dimension,
        mark=row.mark,
        colour=row.colour,
        line=row.line,
        key=row.key,
        position=row.position,
        codebook_id=row.codebook_id,
        version=row.version,
        merged_into=row.merged_into,
        retired_at=to_moment(row.retired_at),
    )


def from_code(code: Code) -> dict[str, Any]:
    """Write a code, but for its id, its codebook and its parent."""
    return {
        "name": code.name,
        "kind": code.kind.value,
        "derived": code.derived.value,
        "definition": code.definition,
        "include": code.include,
        "exclude": code.exclude,
        "near_miss": code.near_miss,
        "examples": to_json(list(code.examples)),
        "keywords": to_json(list(code.keywords)),
        "dimension": code.dimension,
        "mark": code.mark,
        "colour": code.colour,
        "line": code.line,
        "key": code.key,
        "position": code.position,
    }


def to_approach(text: str) -> Approach:
    """Read how a codebook grows."""
    return Approach(text)


SEGMENT_COLUMNS = tuple(
    segment.c[name]
    for name in (
        "id", "transcript_id", "start_at", "end_at", "quote", "code_id", "coder_id", "origin",
        "stance", "starred", "quotable", "anchor", "created_at", "voices",
    )
)  # fmt: skip
"""The columns that a segment is read from, in this order."""


_ORIGINS = {one.value: one for one in Origin}
_STANCES = {one.value: one for one in Stance}
_ANCHORS = {one.value: one for one in Anchor}


def to_segment(row: Sequence[Any]) -> Segment:
    """Read a segment from its columns; by place, since lists have tens of thousands of them."""
    (
        segment_id, transcript_id, start, end, quote, code_id, coder_id, origin, stance, starred,
        quotable, anchor, created_at, voices, *_,
    ) = row  # fmt: skip
    return Segment(
        segment_id, transcript_id, Span(start, end), quote, code_id, coder_id, _ORIGINS[origin],
        _STANCES[stance] if stance else None, bool(starred), bool(quotable), _ANCHORS[anchor],
        to_moment(created_at), to_voices(voices),
    )  # fmt: skip


def to_memo(row: Any) -> Memo:
    """Read a memo."""
    placed = row.start_at is not None and row.end_at is not None
    return Memo(
        id=row.id,
        about=MemoAbout(row.about),
        about_id=row.about_id,
        body=row.body,
        coder_id=row.coder_id or "",
        kind=MemoKind(row.kind),
        title=row.title,
        span=Span(row.start_at, row.end_at) if placed else None,
        created_at=to_moment(row.created_at),
        edited_at=to_moment(row.edited_at),
    )


def to_outcome(row: Any) -> Outcome:
    """Read an outcome."""
    return Outcome(
        row.id, row.study_id, row.name, Rank(row.rank) if row.rank else None,
        Higher(row.higher_is), row.instrument, row.scale_low, row.scale_high, row.position,
    )  # fmt: skip


_RESULT_FIELDS = (
    "experiment", "estimate", "low", "high", "level", "p", "direction", "timepoint", "status",
    "analysis", "model", "contrast", "sided", "alpha", "spread", "unit", "source", "position",
)  # fmt: skip


def to_result(row: Any) -> Result:
    """Read a result."""
    groups = tuple(Group(**group) for group in json.loads(row.groups))
    fields = {name: getattr(row, name) for name in _RESULT_FIELDS}
    return Result(row.id, row.outcome_id, groups, printed=json.loads(row.printed), **fields)


def from_result(result: Result) -> dict[str, Any]:
    """Write a result, but for its id and its outcome."""
    fields = {name: getattr(result, name) for name in _RESULT_FIELDS}
    groups = to_json([asdict(group) for group in result.groups])
    return {**fields, "groups": groups, "printed": to_json(result.printed)}
