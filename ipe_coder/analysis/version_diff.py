"""What differs between two versions of a transcript, turn by turn and word by word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ipe_coder.analysis.word_edits import Edit, edits_between
from ipe_coder.model.transcript import Transcript


class Piece(StrEnum):
    """What became of some words."""

    SAME = "same"
    INSERTED = "inserted"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ChangedTurn:
    """A turn of which words or the speaker are others."""

    number: int | None
    """Its place in the new version, from 0; None where it is gone."""
    speaker: str
    was: str
    """The label of its speaker before, where it is another; else empty."""
    pieces: tuple[tuple[Piece, str], ...]
    """Its words in order, the removed ones at their old places."""


def changed_turns(old: Transcript, new: Transcript) -> list[ChangedTurn]:
    """List the turns that differ, in the order of the new version."""
    starts = [turn.start for turn in new.turns]
    old_starts = [turn.start for turn in old.turns]
    edits = _between_turns(old, edits_between(old.text, new.text))
    whole = _removed_turns(old, edits)
    pieces: dict[int, list[tuple[Piece, str]]] = {}
    was: dict[int, str] = {}
    gone: dict[int, list[ChangedTurn]] = {}
    for kind, start, end, place in _stretches(old, new, edits):
        if kind is not Piece.REMOVED:
            for index, first, last in _cut(starts, start, end):
                pieces.setdefault(index, []).append((kind, new.text[first:last]))
                if kind is Piece.SAME and index not in was:
                    at = max(bisect_right(old_starts, first - start + place) - 1, 0)
                    was[index] = _label(old, at)
            continue
        number = max(bisect_right(starts, place) - 1, 0)
        for index, first, last in _cut(old_starts, start, end):
            if index in whole:
                words = ((Piece.REMOVED, old.text[first:last].strip("\n")),)
                gone.setdefault(number, []).append(ChangedTurn(None, _label(old, index), "", words))
            else:
                pieces.setdefault(number, []).append((kind, old.text[first:last]))
    return list(_in_order(new, pieces, was, gone))


def _between_turns(old: Transcript, edits: Sequence[Edit]) -> list[Edit]:
    """Let what came or went whole begin where a turn ends, where the words allow it.

    A turn that went from between two full stops can as well be told with the one as with the
    other; a reader wants to see the turn gone, and not the end of the turn before it.
    """
    ends = {turn.end for turn in old.turns}
    moved: list[Edit] = []
    for number, one in enumerate(edits):
        limit = edits[number + 1].start if number + 1 < len(edits) else len(old.text)
        moved.append(_slide(old.text, one, ends, limit))
    return moved


def _slide(text: str, edit: Edit, ends: set[int], limit: int) -> Edit:
    start, end, words = edit.start, edit.end, edit.words
    while start not in ends:
        # Only what is one thing, gone or come, means the same one character further on.
        if end >= limit or (words and end > start):
            return edit
        first = words[0] if words else text[start]
        if text[end] != first:
            return edit
        start, end, words = start + 1, end + 1, words[1:] + words[:1]
    return Edit(start, end, words)


def _stretches(
    old: Transcript, new: Transcript, edits: Sequence[Edit]
) -> Iterator[tuple[Piece, int, int, int]]:
    """Go through both texts at once.

    Yields the piece, its offsets in its own text, and a place: for the same words the offset in
    the old text, for others the offset in the new.
    """
    at = there = 0
    for edit in edits:
        if edit.start > at:
            yield Piece.SAME, there, there + edit.start - at, at
        there += edit.start - at
        if edit.end > edit.start:
            yield Piece.REMOVED, edit.start, edit.end, there
        if edit.words:
            yield Piece.INSERTED, there, there + len(edit.words), there
        at, there = edit.end, there + len(edit.words)
    if at < len(old.text):
        yield Piece.SAME, there, len(new.text), at


def _removed_turns(old: Transcript, edits: Sequence[Edit]) -> set[int]:
    """List the turns of the old version that are gone whole."""
    starts = [edit.start for edit in edits]
    gone = set()
    for number, turn in enumerate(old.turns):
        place = bisect_right(starts, turn.start) - 1
        if place >= 0 and edits[place].end >= turn.end and turn.end > turn.start:
            gone.add(number)
    return gone


def _cut(starts: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Cut a stretch where turns begin; give the turn and the offsets of each part."""
    while start < end:
        after = bisect_right(starts, start)
        last = min(end, starts[after]) if after < len(starts) else end
        yield max(after - 1, 0), start, last
        start = last


def _in_order(
    new: Transcript,
    pieces: dict[int, list[tuple[Piece, str]]],
    was: dict[int, str],
    gone: dict[int, list[ChangedTurn]],
) -> Iterator[ChangedTurn]:
    for number in range(len(new.turns)):
        own = pieces.get(number, [])
        label = _label(new, number)
        before = was.get(number, label)
        edited = any(kind is not Piece.SAME and words.strip() for kind, words in own)
        if edited or before != label:
            yield ChangedTurn(number, label, "" if before == label else before, tuple(own))
        yield from gone.get(number, ())
    if not new.turns:
        yield from gone.get(0, ())


def _label(transcript: Transcript, number: int) -> str:
    if not transcript.turns:
        return ""
    return transcript.speakers[transcript.turns[number].speaker].label
