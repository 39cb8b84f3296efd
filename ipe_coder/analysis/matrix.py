"""Matrices: any rows by any columns, with the base always beside the count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ipe_coder.analysis.axes import Axis, CodeAxis, make_axis
from ipe_coder.analysis.bases import (
    NOT_ASKED,
    NOT_IN_CODEBOOK,
    NOT_INTERVIEWED,
    NOTHING_CODED,
    Bases,
)
from ipe_coder.analysis.counting import (
    CODING_OF_RECORD,
    CodedSegment,
    Facts,
    Record,
    WordCounter,
    count_stances,
    words_of,
)
from ipe_coder.analysis.overlaps import Places, sort_overlaps
from ipe_coder.model.matrix import Base, Cell, CellKind, Matrix, StanceCount

__all__ = [
    "NOTHING_CODED",
    "NOT_ASKED",
    "NOT_INTERVIEWED",
    "NOT_IN_CODEBOOK",
    "MatrixRequest",
    "count_stances",
    "make_matrix",
]

Item = TypeVar("Item")

_OF_SEGMENTS = (CellKind.SEGMENTS, CellKind.QUOTES)
_LISTED = 6


@dataclass(frozen=True, slots=True)
class MatrixRequest:
    """What a matrix is of."""

    rows: str = "theme"
    columns: str = "arm"
    kind: CellKind = CellKind.PARTICIPANTS
    base: Base = Base.INTERVIEWED
    coder_ids: tuple[str, ...] = ()
    """Only these coders' segments; the coding of record when empty."""
    respondents: tuple[str, ...] = ()
    """Only participants who are this to the intervention."""


def make_matrix(facts: Facts, request: MatrixRequest, count_words: WordCounter) -> Matrix:
    """Count a matrix.

    Raises:
        UsageError: If an axis is unknown, or the base `asked` is not to be had.
    """
    facts = _only_respondents(facts, request.respondents)
    rows = make_axis(request.rows, facts)
    columns = make_axis(request.columns, facts)
    by_coder = "coder" in (request.rows, request.columns)
    coder_ids = request.coder_ids or (tuple(facts.coders) if by_coder else None)
    segments = facts.counted(coder_ids)
    counter = _Counter(facts, request, segments, rows, columns, count_words)
    return Matrix(
        row_axis=request.rows,
        column_axis=request.columns,
        kind=request.kind,
        base=request.base,
        coding=_coding(facts, request, by_coder=by_coder),
        rows=tuple(entry.heading for entry in rows.entries),
        columns=tuple(entry.heading for entry in columns.entries),
        cells=counter.cells(),
        notes=_notes(facts, segments, () if request.respondents else counter.uncounted),
    )


class _Group:
    """Records that stand in the same rows and columns; a cell is made of several."""

    __slots__ = ("ids", "records", "said")

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        self.ids = [one.segment.id for one in records]
        self.said = {one.participant_id for one in records}


class _Counter:
    """Counts the cells of one matrix."""

    def __init__(
        self,
        facts: Facts,
        request: MatrixRequest,
        segments: list[CodedSegment],
        rows: Axis,
        columns: Axis,
        count_words: WordCounter,
    ) -> None:
        self.facts, self.request, self.segments = facts, request, segments
        self.rows, self.columns, self.count_words = rows, columns, count_words
        self.records, self.uncounted = facts.records(segments)
        self.has_stances = any(one.stance for one in segments)
        self.bases = Bases(facts, request.base, rows, columns, self.records)

    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """Count every cell."""
        if isinstance(self.rows, CodeAxis) and isinstance(self.columns, CodeAxis):
            found, unvoiced = sort_overlaps(self.rows, self.columns, self.segments, self.records)
        else:
            found, unvoiced = self._sorted_records(), self._sorted_unvoiced()
        groups = _by_cell({places: [_Group(own)] for places, own in found.items()})
        others = _by_cell(unvoiced) if self._counts_unvoiced() else {}
        return tuple(
            tuple(
                self._cell(i, j, groups.get((i, j), ()), others.get((i, j), ()))
                for j in range(len(self.columns.entries))
            )
            for i in range(len(self.rows.entries))
        )

    def _sorted_records(self) -> dict[Places, list[Record]]:
        found: dict[Places, list[Record]] = defaultdict(list)
        rows, columns = self.rows.places_of(self.records), self.columns.places_of(self.records)
        for one, row, column in zip(self.records, rows, columns, strict=True):
            found[row, column].append(one)
        return found

    def _sorted_unvoiced(self) -> dict[Places, list[str]]:
        found: dict[Places, list[str]] = defaultdict(list)
        records = [Record(one, "", 0) for one in self.uncounted]
        rows, columns = self.rows.places_of(records), self.columns.places_of(records)
        for one, row, column in zip(self.uncounted, rows, columns, strict=True):
            found[row, column].append(one.id)
        return found

    def _counts_unvoiced(self) -> bool:
        """Tell whether segments of no participant's words are counted.

        A voice that nobody knows is counted for nobody; a table of transcripts, studies or
        coders that counts segments, not people, has it.
        """
        of_people = self.rows.of_people or self.columns.of_people or self.request.respondents
        return self.request.kind in _OF_SEGMENTS and not of_people

    def _cell(self, i: int, j: int, groups: Sequence[_Group], unvoiced: Sequence[str]) -> Cell:
        people = self.bases.people(i, j)
        if not people:
            return self._of_nobody(i, j, unvoiced)
        if any(not group.said <= people for group in groups):
            own = [one for group in groups for one in group.records if one.participant_id in people]
            groups = [_Group(own)]
        said = {who for group in groups for who in group.said}
        ids = [one for group in groups for one in group.ids] + list(unvoiced)
        segment_ids = tuple(dict.fromkeys(ids))
        return Cell(
            value=self._value(i, j, groups, segment_ids, people, said),
            n=len(people),
            participants=self._pseudonyms(said),
            segment_ids=segment_ids,
            stance=self._stances(groups, said),
            not_raised_by=self._pseudonyms(people - said),
        )

    def _stances(self, groups: Sequence[_Group], said: set[str]) -> StanceCount:
        if not self.has_stances:
            return StanceCount(unmarked=len(said))
        return count_stances(one for group in groups for one in group.records)

    def _pseudonyms(self, participant_ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self.facts.participant[one].pseudonym for one in participant_ids))

    def _of_nobody(self, i: int, j: int, unvoiced: Sequence[str]) -> Cell:
        """Say why there is nobody; segments are still counted where people are not."""
        reason = self.bases.why_nobody(i, j)
        if unvoiced and reason != NOT_IN_CODEBOOK:
            segment_ids = tuple(dict.fromkeys(unvoiced))
            return Cell(len(segment_ids), None, segment_ids=segment_ids)
        return Cell(None, None, absent=reason)

    def _value(
        self,
        i: int,
        j: int,
        groups: Sequence[_Group],
        segment_ids: tuple[str, ...],
        people: frozenset[str],
        said: set[str],
    ) -> float | int | str:
        match self.request.kind:
            case CellKind.PARTICIPANTS:
                return len(said)
            case CellKind.SEGMENTS | CellKind.QUOTES:
                return len(segment_ids)
            case CellKind.SHARE:
                return len(said) / len(people)
            case CellKind.WORDS:
                records = (one for group in groups for one in group.records)
                return words_of(records, self.facts, self.count_words)
            case CellKind.SUMMARIES:
                return self._summaries(i, j, people)

    def _summaries(self, i: int, j: int, people: frozenset[str]) -> str:
        """Join what researchers wrote of those of a cell on its code, coded words or none."""
        headings = (self.rows.entries[i].heading, self.columns.entries[j].heading)
        codes = {heading.code_id for heading in headings if heading.code_id}
        texts = [
            f"{self.facts.participant[one.participant_id].pseudonym}: {one.text}"
            for one in self.facts.summaries
            if one.code_id in codes and one.participant_id in people
        ]
        return "\n".join(sorted(texts))


def _by_cell(found: Mapping[Places, list[Item]]) -> dict[tuple[int, int], list[Item]]:
    cells: dict[tuple[int, int], list[Item]] = defaultdict(list)
    for (rows, columns), items in found.items():
        for i in rows:
            for j in columns:
                cells[i, j] += items
    return cells


def _coding(facts: Facts, request: MatrixRequest, *, by_coder: bool) -> str:
    if request.coder_ids:
        return " and ".join(facts.coders.get(one, "nobody yet") for one in request.coder_ids)
    return "every coder's own coding" if by_coder else CODING_OF_RECORD


def _only_respondents(facts: Facts, respondents: tuple[str, ...]) -> Facts:
    """Leave out everybody else, with the transcripts in which only they speak."""
    if not respondents:
        return facts
    kept = {
        one.id: one
        for one in facts.participants
        if one.respondent is not None and one.respondent.value in respondents
    }
    sittings = []
    for sitting in facts.sittings:
        voices = {place: who for place, who in sitting.voices.items() if who in kept}
        if voices or not sitting.voices:
            sittings.append(replace(sitting, voices=voices))
    ids = {one.id for one in sittings}
    return replace(
        facts,
        sittings=tuple(sittings),
        participants=tuple(kept.values()),
        segments=tuple(one for one in facts.segments if one.transcript_id in ids),
    )


def _notes(
    facts: Facts, segments: Sequence[CodedSegment], uncounted: Sequence[CodedSegment]
) -> tuple[str, ...]:
    """Say who is in the base although nothing of theirs could be counted."""
    coded = {one.transcript_id for one in segments}
    notes = []
    uncoded = [one.title for one in facts.sittings if one.id not in coded and one.voices]
    if uncoded:
        notes.append(
            f"{len(uncoded)} of {len(facts.sittings)} transcripts not coded yet, their"
            f" participants in the base: {_some(uncoded)}"
        )
    unmapped = [one.title for one in facts.sittings if not one.voices]
    if unmapped:
        notes.append(
            f"no speaker is mapped to a participant in {_some(unmapped)}: counted for nobody"
        )
    if uncounted:
        notes.append(
            f"{len(uncounted)} of {len(segments)} segments are counted for nobody: an interviewer's"
            f" words, an unknown voice, or under {facts.min_words} words beside another voice"
        )
    return tuple(notes)


def _some(titles: Sequence[str]) -> str:
    return ", ".join(titles[:_LISTED]) + (" …" if len(titles) > _LISTED else "")
