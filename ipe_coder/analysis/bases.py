"""Of whom a cell is counted: who was interviewed, who was asked, who spoke."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ipe_coder.analysis.axes import Axis, CodeAxis, Entry, PeopleAxis
from ipe_coder.analysis.counting import Facts, Record, Sitting
from ipe_coder.errors import UsageError
from ipe_coder.model.matrix import Base

NOT_INTERVIEWED = "not interviewed"
NOT_IN_CODEBOOK = "not in this codebook"
NOT_ASKED = "not asked"
NOTHING_CODED = "nothing coded"

_Seat = tuple[str, Sitting]
"""A participant in one transcript."""
_Studies = frozenset[str] | None


class Bases:
    """The bases of one matrix, each found once."""

    def __init__(
        self, facts: Facts, base: Base, rows: Axis, columns: Axis, records: Iterable[Record]
    ) -> None:
        """Take the axes, and the records that say who spoke.

        Raises:
            UsageError: If the base is `asked` and a transcript is not marked with its questions.
        """
        self._facts, self._base = facts, base
        self._rows, self._columns = rows, columns
        if base is Base.ASKED:
            _refuse_unmarked(facts)
        self._spoke = {
            (one.participant_id, one.segment.transcript_id)
            for one in (records if base is Base.SPOKE else ())
        }
        self._seats = self._find_seats()
        self._people: dict[tuple[object, ...], frozenset[str]] = {}

    def people(self, i: int, j: int) -> frozenset[str]:
        """List the ids of those of whom the cell in row i and column j is counted."""
        row, column = self._rows.entries[i], self._columns.entries[j]
        seats = (self._own(self._rows, i), self._own(self._columns, j))
        asked = self._related(row, column) if self._base is Base.ASKED else frozenset()
        key = (seats, row.studies, column.studies, asked)
        if key not in self._people:
            self._people[key] = frozenset(
                participant_id
                for participant_id, sitting in self._seats.get(seats, ())
                if _is_of(sitting, row.studies)
                and _is_of(sitting, column.studies)
                and self._is_in_base(participant_id, sitting, asked)
            )
        return self._people[key]

    def why_nobody(self, i: int, j: int) -> str:
        """Say why a cell has nobody in its base."""
        row, column = self._rows.entries[i], self._columns.entries[j]
        of_codes = isinstance(self._rows, CodeAxis) or isinstance(self._columns, CodeAxis)
        if of_codes and row.studies and column.studies and not row.studies & column.studies:
            return NOT_IN_CODEBOOK
        seats = self._seats.get((self._own(self._rows, i), self._own(self._columns, j)), ())
        interviewed = any(
            _is_of(sitting, row.studies) and _is_of(sitting, column.studies) for _, sitting in seats
        )
        if not interviewed or self._base is Base.INTERVIEWED:
            return NOT_INTERVIEWED
        return NOT_ASKED if self._base is Base.ASKED else NOTHING_CODED

    def _find_seats(self) -> dict[tuple[int, int], list[_Seat]]:
        """Sort every participant in every transcript by their row and column; -1 where all fit."""
        found: dict[tuple[int, int], list[_Seat]] = defaultdict(list)
        for participant_id, sittings in self._facts.interviewed.items():
            for sitting in sittings:
                for i in self._places(self._rows, participant_id, sitting):
                    for j in self._places(self._columns, participant_id, sitting):
                        found[i, j].append((participant_id, sitting))
        return dict(found)

    @staticmethod
    def _places(axis: Axis, participant_id: str, sitting: Sitting) -> tuple[int, ...]:
        if isinstance(axis, PeopleAxis):
            return axis.places_in(participant_id, sitting.id)
        return (-1,)

    @staticmethod
    def _own(axis: Axis, place: int) -> int:
        return place if isinstance(axis, PeopleAxis) else -1

    def _is_in_base(self, participant_id: str, sitting: Sitting, asked: frozenset[str]) -> bool:
        match self._base:
            case Base.INTERVIEWED:
                return True
            case Base.SPOKE:
                return (participant_id, sitting.id) in self._spoke
            case Base.ASKED:
                return bool(asked & (sitting.asked or frozenset()))

    def _related(self, *entries: Entry) -> frozenset[str]:
        """List the guide questions that ask for a cell's codes; all of them where it has none.

        A question linked to a code asks for all beneath it and all above it.
        """
        codes = [one.code_ids for one in entries if one.code_ids]
        wanted = {code_id for one in codes for code_id in one} | {
            above.id
            for one in codes
            for code_id in one
            if (book := self._facts.codebook_of.get(code_id)) is not None
            for above in book.ancestors(code_id)
        }
        return frozenset(
            one.id
            for one in self._facts.questions
            if not codes or wanted.intersection(one.code_ids)
        )


def _is_of(sitting: Sitting, studies: _Studies) -> bool:
    return studies is None or sitting.study_id in studies


def why_not_asked(facts: Facts) -> str:
    """Say in a few words why the base `asked` is not to be had; empty where it is."""
    if not facts.questions:
        return "there is no interview guide"
    titles = _unmarked(facts)
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    return f"not marked: {', '.join(titles[:3])}{more}" if titles else ""


def _unmarked(facts: Facts) -> list[str]:
    """List the titles of transcripts in which not every question asked is marked."""
    sittings = (one for of in facts.interviewed.values() for one in of)
    return sorted({one.title for one in sittings if one.asked is None})


def _refuse_unmarked(facts: Facts) -> None:
    if not facts.questions:
        raise UsageError(
            "The base “asked” needs an interview guide, and there is none.",
            "Import a guide first; or count of all who were interviewed.",
        )
    if why := why_not_asked(facts):
        raise UsageError(
            f"The base “asked” needs every transcript marked with the guide's questions; {why}.",
            "Mark what was asked in them; or count of all who were interviewed.",
        )
