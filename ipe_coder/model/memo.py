"""Memos as they are listed: with the names of what they are about and of who wrote them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ipe_coder.model.segment import Memo, MemoAbout, MemoKind
from ipe_coder.model.spans import Span
from ipe_coder.model.text import fold_accents
from ipe_coder.model.transcript import Transcript


@dataclass(frozen=True, slots=True)
class CellSubject:
    """A cell of a matrix by what its row and its column stand for, never by their numbers.

    A matrix and the same one with rows for columns have the same cells.
    """

    places: tuple[tuple[str, str], ...]
    """Row and column, in no order: the axis, and the id or the value on it."""

    @classmethod
    def at(cls, *places: tuple[str, str]) -> CellSubject:
        """Name a cell by its row and its column."""
        return cls(tuple(sorted(places)))

    @classmethod
    def of(cls, key: str) -> CellSubject:
        """Read what a memo is about; what is no cell names nothing."""
        try:
            found = json.loads(key)
            return cls.at(*((str(axis), str(thing)) for axis, thing in found))
        except (ValueError, TypeError):
            return cls(())

    @property
    def key(self) -> str:
        """The same in words, as a memo keeps it."""
        return json.dumps(self.places, ensure_ascii=False)

    @property
    def things(self) -> tuple[tuple[str, str], ...]:
        """The axis and the id of all that it names; who is in no arm is named by the study."""
        return tuple(
            ("study", key.split(" ")[0]) if axis == "arm" and " " in key else (axis, key)
            for axis, key in self.places
        )

    def having(self, old_id: str, new_id: str) -> CellSubject:
        """Name the cell of another thing."""
        changed = ((axis, new_id if key == old_id else key) for axis, key in self.places)
        return CellSubject.at(*changed)


@dataclass(frozen=True, slots=True)
class MemoFilter:
    """Which memos are wanted; an empty part lets everything through."""

    study_id: str = ""
    """Those about a study and what is of it; what is about the project is of none."""
    kinds: tuple[MemoKind, ...] = ()
    about: tuple[MemoAbout, ...] = ()
    about_id: str = ""
    """One thing; of a transcript also what is about its segments."""
    coder_ids: tuple[str, ...] = ()
    since: str = ""
    """The first day, as `2026-01-31`, on which it was written or changed last; here."""
    until: str = ""
    """The last such day."""
    words: str = ""
    """Words that all stand in the memo or in the names of what it is about, in any order."""


DraftPlace = tuple[str, str, int, str]
"""What a draft is about, to be compared."""


def draft_place(about: MemoAbout, about_id: str, span: Span | None, memo_id: str) -> DraftPlace:
    """Say what a memo that is being typed is about, and which one it changes, if any."""
    return about.value, about_id, span.start if span else -1, memo_id


@dataclass(frozen=True, slots=True)
class MemoDraft:
    """What was typed of a memo and not kept yet."""

    about: MemoAbout
    about_id: str
    body: str
    coder: str
    """Name of whoever types it."""
    kind: MemoKind = MemoKind.ANALYTIC
    title: str = ""
    """What the memo is about, in the words of the screen: `turn 17`."""
    span: Span | None = None
    memo_id: str = ""
    """The memo that is written anew; a new one when empty."""
    left: bool = False
    """Whether its writer turned away from it, rather than the program having ended."""

    @property
    def place(self) -> DraftPlace:
        """What it is about; of the same there is one draft."""
        return draft_place(self.about, self.about_id, self.span, self.memo_id)


@dataclass(frozen=True, slots=True)
class MemoRow:
    """A memo with the names of all that it belongs to."""

    memo: Memo
    coder: str
    name: str
    """What it is about, as people call it; of a segment, its transcript."""
    study_id: str = ""
    study: str = ""
    """Name of the study; empty for the project."""
    transcript_id: str = ""
    """Where it can be read beside its words; empty where there are none."""
    span: Span | None = None
    """The words that it stands beside."""
    quote: str = ""
    """Those words; read by `with_words` where a transcript has to be opened for them."""
    turn: int = 0
    """The turn in which they begin, from 1; 0 where it is not known."""
    code_id: str = ""
    code: str = ""
    """Name of the code that it is about, or of the segment's."""

    @property
    def head(self) -> str:
        """The title; without one, the first line."""
        return self.memo.title or next(iter(self.memo.body.splitlines()), "")

    @property
    def at(self) -> str:
        """When it was written last, for comparison."""
        return str(self.memo.edited_at or self.memo.created_at or "")

    @property
    def day(self) -> str:
        """The day, here, on which it was written or changed last: `2026-01-31`."""
        moment = self.memo.edited_at or self.memo.created_at
        return moment.astimezone().strftime("%Y-%m-%d") if moment else ""

    @property
    def thing(self) -> tuple[MemoAbout, str]:
        """What it belongs to in a list by things: memos on segments belong to their transcript."""
        if self.memo.about is MemoAbout.SEGMENT:
            return MemoAbout.TRANSCRIPT, self.transcript_id
        return self.memo.about, self.memo.about_id

    def in_text(self, transcript: Transcript) -> MemoRow:
        """Read the words that it stands beside, and the turn in which they begin."""
        if self.span is None or self.span.end > len(transcript.text):
            return self
        turn = transcript.turn_at(self.span.start).index + 1
        return replace(self, quote=self.span.of(transcript.text), turn=turn)


def choose_memos(rows: Sequence[MemoRow], wanted: MemoFilter) -> list[MemoRow]:
    """List the memos that fit, in the order in which they are given."""
    words = fold_accents(wanted.words).split()
    return [one for one in rows if _fits(one, wanted) and _says(one, words)]


def _fits(one: MemoRow, wanted: MemoFilter) -> bool:
    memo = one.memo
    return (
        wanted.study_id in ("", one.study_id)
        and (not wanted.kinds or memo.kind in wanted.kinds)
        and (not wanted.about or memo.about in wanted.about)
        and wanted.about_id in ("", memo.about_id, one.thing[1])
        and (not wanted.coder_ids or memo.coder_id in wanted.coder_ids)
        and (not wanted.since or one.day >= wanted.since)
        and (not wanted.until or one.day <= wanted.until)
    )


def _says(one: MemoRow, words: Sequence[str]) -> bool:
    if not words:
        return True
    memo = one.memo
    text = fold_accents(" ".join((memo.title, memo.body, one.name, one.code)))
    return all(word in text for word in words)
