"""Matrices: any rows by any columns, with the base always beside the count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ipe_coder.analysis.axes import Axis, CodeAxis, PeopleAxis, make_axis
from ipe_coder.analysis.counting import (
    CODING_OF_RECORD,
    CodedSegment,
    Facts,
    Record,
    Sitting,
    WordCounter,
    words_of,
)
from ipe_coder.errors import UsageError
from ipe_coder.model.matrix import Base, Cell, CellKind, Heading, Matrix, StanceCount
from ipe_coder.model.segment import Stance

NOT_INTERVIEWED = "not interviewed"
NOT_IN_CODEBOOK = "not in this codebook"


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
        rows=rows.headings,
        columns=columns.headings,
        cells=counter.cells(),
        notes=_notes(facts, segments),
    )


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
        self.records = facts.records(segments)
        self.spoke = {one.participant_id for one in self.records}
        self.base = _Base(facts, request.base, rows, columns, self.spoke)

    def cells(self) -> tuple[tuple[Cell, ...], ...]:
        """Count every cell."""
        found = self._sort_records()
        unvoiced = self._unvoiced_segments()
        return tuple(
            tuple(
                self._cell(row, column, found.get((i, j), ()), unvoiced.get((i, j), ()))
                for j, column in enumerate(self.columns.headings)
            )
            for i, row in enumerate(self.rows.headings)
        )

    def _sort_records(self) -> dict[tuple[int, int], list[Record]]:
        found: dict[tuple[int, int], list[Record]] = defaultdict(list)
        overlaps = _Overlaps(self.rows, self.columns, self.segments)
        for one in self.records:
            for i in self.rows.places(one):
                for j in overlaps.columns_of(one.segment) or self.columns.places(one):
                    found[i, j].append(one)
        return found

    def _unvoiced_segments(self) -> dict[tuple[int, int], list[str]]:
        """Find segments of no participant's words, for tables that are not of people.

        A voice that nobody knows is counted for nobody; a table of transcripts, studies or
        coders counts segments, not people, and has it.
        """
        found: dict[tuple[int, int], list[str]] = defaultdict(list)
        counted = {one.segment.id for one in self.records}
        if self.rows.of_people or self.columns.of_people:
            return found
        for one in self.segments:
            if one.id not in counted:
                record = Record(one, "", 0)
                for i in self.rows.places(record):
                    for j in self.columns.places(record):
                        found[i, j].append(one.id)
        return found

    def _cell(
        self, row: Heading, column: Heading, found: Iterable[Record], unvoiced: Iterable[str]
    ) -> Cell:
        if not self.base.can_meet(row, column):
            return Cell(None, None, absent=NOT_IN_CODEBOOK)
        people = self.base.people(row, column)
        if not people:
            return self._of_nobody(tuple(unvoiced))
        records = [one for one in found if one.participant_id in people]
        said = dict.fromkeys(one.participant_id for one in records)
        segment_ids = tuple(dict.fromkeys([*(one.segment.id for one in records), *unvoiced]))
        return Cell(
            value=self._value(row, records, segment_ids, len(people)),
            n=len(people),
            participants=self._pseudonyms(said),
            segment_ids=segment_ids,
            stance=count_stances(records),
            not_raised_by=self._pseudonyms(people.difference(said)),
        )

    def _pseudonyms(self, participant_ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self.facts.participant[one].pseudonym for one in participant_ids))

    def _of_nobody(self, unvoiced: tuple[str, ...]) -> Cell:
        """Say that nobody was interviewed; segments are still counted where people are not."""
        if unvoiced and self.request.kind in (CellKind.SEGMENTS, CellKind.QUOTES):
            return Cell(len(unvoiced), None, segment_ids=unvoiced)
        return Cell(None, None, absent=NOT_INTERVIEWED)

    def _value(
        self, row: Heading, records: list[Record], segment_ids: tuple[str, ...], n: int
    ) -> float | int | str:
        said = len({one.participant_id for one in records})
        match self.request.kind:
            case CellKind.PARTICIPANTS:
                return said
            case CellKind.SEGMENTS | CellKind.QUOTES:
                return len(segment_ids)
            case CellKind.SHARE:
                return said / n
            case CellKind.WORDS:
                return words_of(records, self.facts, self.count_words)
            case CellKind.SUMMARIES:
                return self._summaries(row, records)

    def _summaries(self, row: Heading, records: list[Record]) -> str:
        wanted = {one.participant_id for one in records}
        texts = [
            f"{self.facts.participant[one.participant_id].pseudonym}: {one.text}"
            for one in self.facts.summaries
            if one.code_id == row.code_id and one.participant_id in wanted
        ]
        return "\n".join(sorted(texts))


class _Overlaps:
    """Where both axes are of codes: a segment meets the columns of segments that overlap it."""

    def __init__(self, rows: Axis, columns: Axis, segments: list[CodedSegment]) -> None:
        self._active = isinstance(rows, CodeAxis) and isinstance(columns, CodeAxis)
        self._columns = columns
        self._by_text: dict[tuple[str, str], list[CodedSegment]] = defaultdict(list)
        if self._active:
            for one in segments:
                self._by_text[one.transcript_id, one.coder_id].append(one)

    def columns_of(self, segment: CodedSegment) -> set[int]:
        """List the columns that a segment meets; empty where the rule does not apply."""
        if not self._active:
            return set()
        return {
            place
            for other in self._by_text[segment.transcript_id, segment.coder_id]
            if other.id != segment.id and other.span.overlaps(segment.span)
            for place in self._columns.places(Record(other, "", 0))
        } or {-1}


class _Base:
    """Of whom a cell is counted."""

    def __init__(
        self, facts: Facts, base: Base, rows: Axis, columns: Axis, spoke: set[str]
    ) -> None:
        self._facts, self._base, self._spoke = facts, base, spoke
        self._rows, self._columns = rows, columns
        self._known: dict[tuple[str, str], frozenset[str]] = {}
        if base is Base.ASKED:
            self._check_marked()

    def can_meet(self, row: Heading, column: Heading) -> bool:
        """Tell whether a code of a row can be in the column's study at all, and the reverse."""
        of_row, of_column = self._rows.studies(row), self._columns.studies(column)
        return of_row is None or of_column is None or bool(of_row & of_column)

    def people(self, row: Heading, column: Heading) -> frozenset[str]:
        """List the ids of those of whom the cell is counted."""
        key = (row.key, column.key)
        if key not in self._known:
            self._known[key] = frozenset(self._find(row, column))
        return self._known[key]

    def _find(self, row: Heading, column: Heading) -> Iterable[str]:
        studies = self._rows.studies(row), self._columns.studies(column)
        for participant_id, sittings in self._facts.interviewed.items():
            fitting = [
                one
                for one in sittings
                if all(study is None or one.study_id in study for study in studies)
                and self._holds(self._rows, row, participant_id, one)
                and self._holds(self._columns, column, participant_id, one)
            ]
            if fitting and self._allowed(participant_id, fitting, row, column):
                yield participant_id

    @staticmethod
    def _holds(axis: Axis, heading: Heading, participant_id: str, sitting: Sitting) -> bool:
        return not isinstance(axis, PeopleAxis) or axis.holds(heading, participant_id, sitting)

    def _allowed(self, participant_id: str, sittings: list[Sitting], *headings: Heading) -> bool:
        match self._base:
            case Base.INTERVIEWED:
                return True
            case Base.SPOKE:
                return participant_id in self._spoke
            case Base.ASKED:
                return any(self._was_asked(one, headings) for one in sittings)

    def _was_asked(self, sitting: Sitting, headings: tuple[Heading, ...]) -> bool:
        asked = sitting.asked or frozenset()
        code_ids = [one.code_id for one in headings if one.code_id]
        if not code_ids:
            return bool(asked)
        linked = {
            code_id
            for question in self._facts.questions
            if question.id in asked
            for code_id in question.code_ids
        }
        return any(linked & _related(self._facts, code_id) for code_id in code_ids)

    def _check_marked(self) -> None:
        unmarked = [
            one.title
            for sittings in self._facts.interviewed.values()
            for one in sittings
            if one.asked is None
        ]
        if unmarked or not self._facts.questions:
            first = ", ".join(sorted(set(unmarked))[:3]) or "this study, which has no guide"
            raise UsageError(
                f"The base “asked” needs every transcript marked with the guide's questions;"
                f" not marked: {first}.",
                "Use --base interviewed.",
            )


def count_stances(records: Iterable[Record]) -> StanceCount:
    """Count participants by where they stand; one who does both ways is mixed."""
    by_participant: dict[str, set[Stance | None]] = defaultdict(set)
    for one in records:
        by_participant[one.participant_id].add(one.segment.stance)
    totals = dict.fromkeys(("for_", "against", "mixed", "neutral", "unmarked"), 0)
    for stances in by_participant.values():
        totals[_overall(stances)] += 1
    return StanceCount(**totals)


def _overall(stances: set[Stance | None]) -> str:
    if Stance.MIXED in stances or {Stance.FOR, Stance.AGAINST} <= stances:
        return "mixed"
    if Stance.FOR in stances:
        return "for_"
    if Stance.AGAINST in stances:
        return "against"
    return "neutral" if Stance.NEUTRAL in stances else "unmarked"


def _related(facts: Facts, code_id: str) -> set[str]:
    """List a code, all above it and all beneath it: a question on any of them asks for it."""
    book = facts.codebook_of.get(code_id)
    if book is None:
        return {code_id}
    family = [*book.ancestors(code_id), *book.descendants(code_id)]
    return {code_id, *(one.id for one in family)}


def _coding(facts: Facts, request: MatrixRequest, *, by_coder: bool) -> str:
    if request.coder_ids:
        return " and ".join(facts.coders[coder_id] for coder_id in request.coder_ids)
    return "every coder's own coding" if by_coder else CODING_OF_RECORD


def _only_respondents(facts: Facts, respondents: tuple[str, ...]) -> Facts:
    if not respondents:
        return facts
    kept = {
        one.id
        for one in facts.participants
        if one.respondent is not None and one.respondent.value in respondents
    }
    sittings = tuple(
        replace(one, voices={place: who for place, who in one.voices.items() if who in kept})
        for one in facts.sittings
    )
    return replace(facts, sittings=sittings)


def _notes(facts: Facts, segments: list[CodedSegment]) -> tuple[str, ...]:
    """Say who is in the base although nothing of theirs could be counted."""
    coded = {one.transcript_id for one in segments}
    notes = []
    uncoded = [one.title for one in facts.sittings if one.id not in coded and one.voices]
    if uncoded:
        some = ", ".join(uncoded[:6]) + (" …" if len(uncoded) > 6 else "")
        notes.append(
            f"{len(uncoded)} of {len(facts.sittings)} transcripts not coded yet, their"
            f" participants in the base: {some}"
        )
    unmapped = [one.title for one in facts.sittings if not one.voices]
    if unmapped:
        some = ", ".join(unmapped[:6]) + (" …" if len(unmapped) > 6 else "")
        notes.append(f"no speaker is mapped to a participant in {some}: counted for nobody")
    return tuple(notes)
