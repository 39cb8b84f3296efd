"""Axes of a matrix: what its rows and columns can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from ipe_coder.analysis.counting import Facts, Record, Sitting
from ipe_coder.errors import NotFoundError
from ipe_coder.model.code import Code, Codebook, CodeKind
from ipe_coder.model.matrix import AXES, Heading
from ipe_coder.model.study import Participant

NOT_GIVEN = "not given"
"""The heading of participants of whom an attribute is not known."""


class Axis(Protocol):
    """The headings of rows or columns, and which records stand under each."""

    headings: tuple[Heading, ...]
    of_people: bool
    """Whether it divides participants, so that who has no participant has no place on it."""

    def places(self, record: Record) -> Iterable[int]:
        """List the places of the headings that a record stands under."""
        ...

    def studies(self, heading: Heading) -> frozenset[str] | None:
        """List the ids of the studies that a heading can be of; None for any."""
        ...


class CodeAxis:
    """Codes, themes or questions; each is the union of all beneath it."""

    of_people = False

    def __init__(self, entries: list[tuple[Heading, frozenset[str], frozenset[str]]]) -> None:
        """Take headings, each with the ids of its codes and of its studies."""
        self.headings = tuple(heading for heading, _, _ in entries)
        self._studies = {heading.key: studies for heading, _, studies in entries}
        self._places: dict[str, list[int]] = {}
        for place, (_, code_ids, _) in enumerate(entries):
            for code_id in code_ids:
                self._places.setdefault(code_id, []).append(place)

    def places(self, record: Record) -> Iterable[int]:
        """List the headings whose codes hold the record's."""
        return self._places.get(record.segment.code_id, ())

    def studies(self, heading: Heading) -> frozenset[str] | None:
        """List the studies whose codebooks the heading's codes are of."""
        return self._studies[heading.key]


class PeopleAxis:
    """Participants by something that is known of them, or of them in a transcript."""

    def __init__(
        self,
        facts: Facts,
        headings: Iterable[tuple[Heading, frozenset[str] | None]],
        key_of: Callable[[Participant, Sitting], str],
        *,
        of_people: bool = True,
    ) -> None:
        """Take headings with their studies, and what tells a participant's heading."""
        found = list(headings)
        self.of_people = of_people
        self.headings = tuple(heading for heading, _ in found)
        self._studies = {heading.key: studies for heading, studies in found}
        self._place = {heading.key: place for place, heading in enumerate(self.headings)}
        self._facts, self._key_of = facts, key_of

    def places(self, record: Record) -> Iterable[int]:
        """Give the one heading of the record's participant, in its transcript."""
        sitting = self._facts.sitting[record.segment.transcript_id]
        who = self._facts.participant.get(record.participant_id, _NOBODY)
        if who is _NOBODY and self.of_people:
            return ()
        place = self._place.get(self._key_of(who, sitting))
        return () if place is None else (place,)

    def holds(self, heading: Heading, participant_id: str, sitting: Sitting) -> bool:
        """Tell whether a participant, in a transcript, stands under a heading."""
        return self._key_of(self._facts.participant[participant_id], sitting) == heading.key

    def studies(self, heading: Heading) -> frozenset[str] | None:
        """List the studies that the heading is of; None where it is of any."""
        return self._studies[heading.key]


class CoderAxis:
    """Coders, each with their own coding."""

    of_people = False

    def __init__(self, facts: Facts) -> None:
        """Take every coder who has coded anything."""
        used = {one.coder_id for one in facts.segments}
        self.headings = tuple(
            Heading(coder_id, name) for coder_id, name in facts.coders.items() if coder_id in used
        )
        self._place = {heading.key: place for place, heading in enumerate(self.headings)}

    def places(self, record: Record) -> Iterable[int]:
        """Give the coder of the record's segment."""
        place = self._place.get(record.segment.coder_id)
        return () if place is None else (place,)

    def studies(self, heading: Heading) -> frozenset[str] | None:
        """Leave every study open."""
        del heading
        return None


_NOBODY = Participant("", "", "")


def make_axis(name: str, facts: Facts) -> Axis:
    """Make an axis by its name: one of `AXES`, or an attribute of participants.

    Raises:
        NotFoundError: If it is neither.
    """
    wanted = "participant" if name == "case" else name
    if wanted in {"code", "theme", "question"}:
        return CodeAxis(_code_entries(wanted, facts))
    if wanted == "coder":
        return CoderAxis(facts)
    makers = {
        "study": _study_axis,
        "participant": _participant_axis,
        "transcript": _transcript_axis,
        "arm": _arm_axis,
    }
    if wanted in makers:
        return makers[wanted](facts)
    return _value_axis(wanted, facts)


def _code_entries(name: str, facts: Facts) -> list[tuple[Heading, frozenset[str], frozenset[str]]]:
    entries = []
    several = len(facts.codebooks) > 1
    for book in facts.codebooks:
        named = {theme.node_id for theme in facts.themes if theme.node_id}
        for depth, code in book.walk():
            if code.merged_into is None and _is_on_axis(name, code, named):
                entries.append(_node_entry(book, code, depth if name == "code" else 0, several))
    if name == "theme":
        entries.extend(_free_themes(facts))
    return entries


def _is_on_axis(name: str, code: Code, named: set[str]) -> bool:
    """Tell whether a node is a row: a theme is also any node with a statement of its own."""
    if name == "question":
        return code.kind is CodeKind.QUESTION
    return name == "code" or code.kind is CodeKind.THEME or code.id in named


def _node_entry(
    book: Codebook, code: Code, depth: int, several: bool
) -> tuple[Heading, frozenset[str], frozenset[str]]:
    label = f"{book.study}: {code.name}" if several else code.name
    codes = frozenset([code.id, *(one.id for one in book.descendants(code.id))])
    study = book.study if several else ""
    return Heading(code.id, label, depth, code.id, study), codes, frozenset([book.study_id])


def _free_themes(facts: Facts) -> list[tuple[Heading, frozenset[str], frozenset[str]]]:
    """Make entries for themes that are no node of a codebook: those that a synthesis made."""
    entries = []
    for theme in facts.themes:
        known = [code_id for code_id in theme.code_ids if code_id in facts.codebook_of]
        if theme.node_id is None and known:
            books = [facts.codebook_of[code_id] for code_id in known]
            codes = {
                one
                for code_id, book in zip(known, books, strict=True)
                for one in (code_id, *(code.id for code in book.descendants(code_id)))
            }
            studies = frozenset(book.study_id for book in books)
            entries.append((Heading(theme.id, theme.name), frozenset(codes), studies))
    return entries


def _study_axis(facts: Facts) -> Axis:
    headings = ((Heading(one.id, one.label), frozenset([one.id])) for one in facts.studies)
    return PeopleAxis(facts, headings, lambda _, sitting: sitting.study_id, of_people=False)


def _participant_axis(facts: Facts) -> Axis:
    people = [one for one in facts.participants if one.id in facts.interviewed]
    headings = ((Heading(one.id, one.pseudonym), frozenset([one.study_id])) for one in people)
    return PeopleAxis(facts, headings, lambda who, _: who.id)


def _transcript_axis(facts: Facts) -> Axis:
    headings = ((Heading(one.id, one.title), frozenset([one.study_id])) for one in facts.sittings)
    return PeopleAxis(facts, headings, lambda _, sitting: sitting.id, of_people=False)


def _arm_axis(facts: Facts) -> Axis:
    """Make every arm of the studies, interviewed or not, then those in no arm, never merged."""
    several = len(facts.studies) > 1
    headings: list[tuple[Heading, frozenset[str] | None]] = []
    for study in facts.studies:
        label = study.label if several else ""
        prefix = f"{label}: " if several else ""
        of_study = frozenset([study.id])
        headings.extend(
            (Heading(arm.id, prefix + arm.name, study=label), of_study) for arm in study.arms
        )
        reasons = {
            one.no_arm
            for one in facts.participants
            if one.study_id == study.id and one.arm_id is None and one.id in facts.interviewed
        }
        headings.extend(
            (Heading(f"{study.id} {reason.value}", prefix + reason.value, study=label), of_study)
            for reason in sorted(reasons)
        )
    return PeopleAxis(facts, headings, _arm_key)


def _arm_key(who: Participant, sitting: Sitting) -> str:
    del sitting
    return who.arm_id or f"{who.study_id} {who.no_arm.value}"


def _value_axis(name: str, facts: Facts) -> Axis:
    def value_of(who: Participant, sitting: Sitting) -> str:
        if name == "respondent":
            return who.respondent.value if who.respondent else NOT_GIVEN
        return facts.values_of(who.id, sitting).get(name, "") or NOT_GIVEN

    values = {
        value_of(facts.participant[key], sitting)
        for key, sittings in facts.interviewed.items()
        for sitting in sittings
    }
    if values <= {NOT_GIVEN} and name not in AXES:
        known = sorted({key for one in facts.participants for key in one.attributes})
        raise NotFoundError(
            f"No participant has the attribute “{name}”.",
            f"Rows and columns can be {', '.join([*AXES, *known])}.",
        )
    ordered = sorted(values - {NOT_GIVEN}) + sorted(values & {NOT_GIVEN})
    return PeopleAxis(facts, ((Heading(value, value), None) for value in ordered), value_of)
