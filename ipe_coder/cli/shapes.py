"""The shapes that scripts rely on: what each thing is in JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipe_coder.model.change import Change, ChangeDetail, Fact, HistoryEntry
    from ipe_coder.model.code import Code, Codebook
    from ipe_coder.model.result import Group, ResultView
    from ipe_coder.model.segment import SegmentRow
    from ipe_coder.model.transcript import Transcript, TranscriptSummary

Shape = dict[str, Any]


def stamp(moment: datetime | None) -> str | None:
    """Write a moment as JSON has it: UTC, ISO 8601, with `Z`."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def change_shape(one: Change) -> Shape:
    """Shape a change."""
    return {
        "seq": one.seq,
        "id": one.id,
        "at": stamp(one.at),
        "coder": one.coder,
        "label": one.label,
        "kind": one.kind.value,
        "state": one.state.value,
        "target": one.target,
        "reason": one.reason,
    }


def entry_shape(one: HistoryEntry) -> Shape:
    """Shape a change with what it was done to."""
    return {
        **change_shape(one.change),
        "where": one.where,
        "about": one.about[0] if one.about else None,
        "undone": one.is_undone,
    }


def detail_shape(one: ChangeDetail) -> Shape:
    """Shape a change with what stood before and after."""
    return {
        **entry_shape(one.entry),
        "items": [
            {
                "kind": item.kind,
                "name": item.name,
                "before": _facts(item.before),
                "after": _facts(item.after),
                "purged": item.was_purged,
            }
            for item in one.items
        ],
        "more": one.more,
        "later": [change_shape(later) for later in one.later],
    }


def _facts(facts: tuple[Fact, ...] | None) -> Shape | None:
    return None if facts is None else {fact.name: fact.words for fact in facts}


def summary_shape(one: TranscriptSummary) -> Shape:
    """Shape a transcript without its text."""
    return {
        "id": one.id,
        "title": one.title,
        "study": one.study,
        "kind": one.kind.value,
        "words": one.words,
        "turns": one.turns,
        "coded": sum(one.segments.values()),
        "segments": one.segments,
        "coded_turns": one.coded_turns,
        "participant_turns": one.participant_turns,
        "wave": one.wave,
        "collected_on": one.collected_on.isoformat() if one.collected_on else None,
        "file": one.source.filename,
        "sha256": one.source.sha256,
        "version": one.version,
    }


def transcript_shape(one: Transcript, study: str, people: dict[str, str]) -> Shape:
    """Shape a transcript with its text; `people` gives pseudonyms by participant id."""
    turns = []
    for turn in one.turns:
        speaker = one.speaker_of(turn)
        turns.append(
            {
                "index": turn.index,
                "start": turn.start,
                "end": turn.end,
                "speaker": speaker.label,
                "role": speaker.role.value,
                "participant": people.get(speaker.participant_id or "") or None,
                "begins": _seconds(turn.begins),
                "ends": _seconds(turn.ends),
            }
        )
    return {
        "id": one.id,
        "title": one.title,
        "study": study,
        "kind": one.kind.value,
        "wave": one.wave,
        "version": one.version,
        "source": {**asdict(one.source), "imported_at": stamp(one.source.imported_at)},
        "text": one.text,
        "turns": turns,
    }


def segment_shape(row: SegmentRow) -> Shape:
    """Shape a segment with the names of all it belongs to."""
    one = row.segment
    return {
        "id": one.id,
        "transcript": one.transcript_id,
        "title": row.title,
        "start": one.span.start,
        "end": one.span.end,
        "quote": one.quote,
        "code": row.code,
        "code_path": row.code_path,
        "coder": row.coder,
        "speaker": row.speaker,
        "role": row.role,
        "participant": row.participant or None,
        "participants": list(row.participants),
        "attributes": row.attributes,
        "study": row.study,
        "arm": row.arm or None,
        "stance": one.stance.value if one.stance else None,
        "origin": one.origin.value,
        "memo": row.memo,
        "turn": row.turn,
        "starred": one.starred,
        "quotable": one.quotable,
        "anchor": one.anchor.value,
    }


def code_shape(book: Codebook, code: Code) -> Shape:
    """Shape a code with every field of its own."""
    return {
        "id": code.id,
        "name": code.name,
        "path": book.path(code.id),
        "study": book.study,
        "parent": code.parent_id,
        "kind": code.kind.value,
        "derived": code.derived.value,
        "definition": code.definition,
        "include": code.include,
        "exclude": code.exclude,
        "near_miss": code.near_miss,
        "examples": list(code.examples),
        "keywords": list(code.keywords),
        "dimension": code.dimension,
        "mark": code.mark,
        "colour": code.colour,
        "line": code.line,
        "version": code.version,
        "merged_into": code.merged_into,
        "retired_at": stamp(code.retired_at),
    }


def result_shape(view: ResultView) -> Shape:
    """Shape a result: the figures as reported, and apart from them those from its means."""
    result, means = view.result, view.from_means
    labels = [group.label for group in result.measured]
    return {
        "study": view.study,
        "outcome": view.outcome.name,
        "rank": view.outcome.rank.value if view.outcome.rank else None,
        "higher_is": view.outcome.higher_is.value,
        "experiment": result.experiment,
        "group_1": labels[0] if labels else None,
        "group_2": labels[1] if len(labels) > 1 else None,
        "as_reported": _reported(view),
        "from_means": None if means is None else asdict(means),
        "withheld": view.withheld,
        "words": view.words,
        "source": result.source,
    }


def _reported(view: ResultView) -> Shape:
    result = view.result
    figures: Shape = {}
    for place, group in enumerate(result.measured[:2], start=1):
        figures.update({f"{name}_{place}": value for name, value in _figures(group).items()})
    for name in ("estimate", "low", "high", "level", "p", "direction", "timepoint", "analysis"):
        figures[name] = getattr(result, name)
    groups = [{"label": one.label, "category": one.category, **_figures(one)} for one in
              result.groups]  # fmt: skip
    return {**figures, "groups": groups, "printed": result.printed}


def _figures(group: Group) -> Shape:
    names = ("n", "mean", "se", "sd", "events", "proportion")
    return {name: getattr(group, name) for name in names}


def _seconds(time: timedelta | None) -> float | None:
    return None if time is None else time.total_seconds()
