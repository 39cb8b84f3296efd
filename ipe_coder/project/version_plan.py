"""What a new version of a transcript does to all that stands on its text; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ipe_coder.analysis.anchoring import LEAST_SCORE
from ipe_coder.analysis.reanchoring import (
    Edit,
    Outcome,
    Places,
    find_again,
    likeness,
    reanchor,
    same_words,
)
from ipe_coder.model.counts import count_of
from ipe_coder.model.guide import AskingState
from ipe_coder.model.segment import Anchor, Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript, Turn
from ipe_coder.model.version import NewVersion, Reanchored
from ipe_coder.store import codes, segments, settings, versions
from ipe_coder.store.segments import SegmentFilter


@dataclass(frozen=True, slots=True)
class VersionPlan:
    """All that a new version changes, before it is written."""

    old: Transcript
    new: NewVersion
    segments: tuple[Reanchored, ...]
    anchors: dict[str, tuple[Span | None, Anchor]]
    """Place and stored anchor of every segment."""
    places: dict[int, int]
    """New places of the speakers that carry on, by their old ones."""
    memos: dict[str, Span | None]
    askings: dict[str, tuple[int, AskingState]]
    askings_gone: tuple[str, ...]
    notes: tuple[str, ...]


def make_plan(
    connection: Any,
    old: Transcript,
    new: NewVersion,
    edits: Sequence[Edit],
    *,
    known: bool = False,
    notes: Sequence[str] = (),
) -> VersionPlan:
    """Find what a new version does to segments, memos and guide marks.

    Args:
        connection: One state of the project.
        old: The transcript as it stands.
        new: What it is to become.
        edits: What turns the old text into the new.
        known: The edits are what was done, not found by comparing.
        notes: What the researcher should know besides.
    """
    found = segments.find(connection, SegmentFilter((old.id,), anchors=()))
    outcomes = _outcomes(found, old, new, edits, known)
    anchors = {
        one.id: (outcome.span, _stored(one, outcome, new.text, known))
        for one, outcome in zip(found, outcomes, strict=True)
    }
    reported = _Reporter(connection, new.text).report(found, outcomes, anchors)
    memos = _memos(connection, old, new, edits, known)
    askings, gone = _askings(connection, old, new, Places(edits))
    unplaced = sum(span is None for span in memos.values())
    is_open = [state is AskingState.OPEN for _, state in askings.values()]
    was_open = [state is AskingState.OPEN for *_, state in versions.askings(connection, old.id)]
    unsure = sum(is_open) - sum(was_open)
    return VersionPlan(
        old, new, tuple(reported), anchors, speaker_places(old, new), memos, askings, tuple(gone),
        (*notes, *_more_notes(unplaced, len(gone), max(unsure + len(gone), 0))),
    )  # fmt: skip


def speaker_places(old: Transcript, new: NewVersion) -> dict[int, int]:
    """Say where the speakers that carry on stand now, by where they stood."""
    there = {one.id: place for place, one in enumerate(new.speakers) if one.id}
    return {place: there[one.id] for place, one in enumerate(old.speakers) if one.id in there}


def _outcomes(
    found: Sequence[Segment],
    old: Transcript,
    new: NewVersion,
    edits: Sequence[Edit],
    known: bool,
) -> list[Outcome]:
    """Say what becomes of segments; one that was lost before may be found again."""
    placed = [one.span for one in found if one.anchor is not Anchor.LOST]
    standing = iter(reanchor(placed, old.text, new.text, edits, known=known))
    return [
        next(standing) if one.anchor is not Anchor.LOST else _found_again(one, new.text)
        for one in found
    ]


def _found_again(one: Segment, text: str) -> Outcome:
    span = find_again(one.quote, text)
    return Outcome(Anchor.MOVED, span) if span else Outcome(Anchor.LOST, None, 0.0)


def _stored(one: Segment, outcome: Outcome, text: str, known: bool) -> Anchor:
    """Say how a segment stands: other words must be looked at before they count.

    Edits that are known were looked at when they were made, and case, spacing and marks between
    words change nothing of what was said.
    """
    if outcome.span is None:
        return Anchor.LOST
    if one.anchor is Anchor.UNREVIEWED:
        return Anchor.UNREVIEWED
    if outcome.anchor is not Anchor.CHANGED or known:
        return outcome.anchor
    same = same_words(one.quote, outcome.span.of(text))
    return Anchor.CHANGED if same else Anchor.UNREVIEWED


class _Reporter:
    """Says what became of segments in the names that people know."""

    def __init__(self, connection: Any, text: str) -> None:
        self._text = text
        books = codes.find(connection)
        self._codes = {code.id: code.name for book in books for code in book.codes}
        self._coders = {one.id: one.name for one in settings.coders(connection)}

    def report(
        self,
        found: Sequence[Segment],
        outcomes: Sequence[Outcome],
        anchors: dict[str, tuple[Span | None, Anchor]],
    ) -> Iterator[Reanchored]:
        for one, outcome in zip(found, outcomes, strict=True):
            yield Reanchored(
                one.id,
                self._codes.get(one.code_id, ""),
                self._coders.get(one.coder_id, ""),
                outcome.anchor,
                one.span,
                outcome.span,
                one.quote,
                outcome.span.of(self._text) if outcome.span else "",
                outcome.likeness,
                anchors[one.id][1] in (Anchor.UNREVIEWED, Anchor.LOST),
            )


def _memos(
    connection: Any, old: Transcript, new: NewVersion, edits: Sequence[Edit], known: bool
) -> dict[str, Span | None]:
    found = versions.placed_memos(connection, old.id)
    outcomes = reanchor(found.values(), old.text, new.text, edits, known=known)
    return {memo: outcome.span for memo, outcome in zip(found, outcomes, strict=True)}


def _askings(
    connection: Any, old: Transcript, new: NewVersion, places: Places
) -> tuple[dict[str, tuple[int, AskingState]], list[str]]:
    """Find the turns that guide marks stand on now, and the marks whose turn is gone."""
    kept: dict[str, tuple[int, AskingState]] = {}
    gone: list[str] = []
    taken: set[tuple[int, str]] = set()
    for key, number, question, state in versions.askings(connection, old.id):
        turn = _turn_now(old.turns[number], new, places) if number < len(old.turns) else None
        if turn is None or (turn.index, question) in taken:
            gone.append(key)
            continue
        taken.add((turn.index, question))
        before = old.turns[number].span.of(old.text)
        is_same = likeness(before, turn.span.of(new.text)) >= LEAST_SCORE
        is_open = state is AskingState.ASKS and not is_same
        kept[key] = (turn.index, AskingState.OPEN if is_open else state)
    return kept, gone


def _turn_now(turn: Turn, new: NewVersion, places: Places) -> Turn | None:
    """Find the turn that most of another's place is in now."""
    start, end = places.around(turn.start, turn.end)
    shared = {
        one: min(one.end, end) - max(one.start, start)
        for one in new.turns
        if one.start < end and start < one.end
    }
    return max(shared, key=lambda one: shared[one], default=None)


def _more_notes(unplaced: int, gone: int, unsure: int) -> Iterator[str]:
    if unplaced:
        memos, are = count_of(unplaced, "memo"), "is" if unplaced == 1 else "are"
        yield f"{memos} on a passage that is gone {are} about the whole transcript now"
    if gone:
        yield f"{count_of(gone, 'guide mark')} stood on turns that are gone: taken away"
    if unsure:
        marks = count_of(unsure, "guide mark")
        yield f"{marks} to be confirmed again: the question reads otherwise now"


def edited_turns(old: Transcript, text: str, edits: Sequence[Edit]) -> tuple[Turn, ...]:
    """Give the turns of a text after edits within them; a turn without words is none.

    Raises:
        ValueError: If an edit leaves words that belong to no turn.
    """
    places, last = Places(edits), 0
    made: list[Turn] = []
    for turn in old.turns:
        start, end = places.around(turn.start, turn.end)
        start = max(start, last)
        if start < end and text[start:end].strip():
            made.append(turn._replace(index=len(made), start=start, end=end))
            _refuse_between(text, last, start)
            last = end
    _refuse_between(text, last, len(text))
    return tuple(made)


def _refuse_between(text: str, start: int, end: int) -> None:
    if text[start:end].strip():
        raise ValueError(f"the words from {start} to {end} belong to no turn")
