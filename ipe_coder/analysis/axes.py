"""Axes of a matrix: what its rows and columns can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from ipe_coder.analysis.counting import Facts, Record, Sitting
from ipe_coder.errors import NotFoundError
from ipe_coder.model.code import Code, Codebook, CodeKind
from ipe_coder.model.matrix import AXES, Heading
from ipe_coder.model.study import Participant
from ipe_coder.model.theme import Theme

NOT_GIVEN = "not given"
"""The heading of participants of whom an attribute is not known."""

Places = tuple[int, ...]
"""Places of headings on an axis, from 0."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading with what stands under it."""

    heading: Heading
    studies: frozenset[str] | None = None
    """Ids of the studies that it can be of; None for any."""
    code_ids: frozenset[str] = frozenset()
    """Its code with all beneath it, or all codes of its theme."""


class Axis(Protocol):
    """The headings of rows or columns, and what stands under each."""

    entries: tuple[Entry, ...]
    of_people: bool
    """Whether it divides participants, so that who has no participant has no place on it."""

    def places_of(self, records: Iterable[Record]) -> list[Places]:
        """List for each record the headings that it stands under."""
        ...


class CodeAxis:
    """Codes, themes or questions; each is the union of all beneath it."""

    of_people = False

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take headings with the ids of their codes."""
        self.entries = tuple(entries)
        found: dict[str, list[int]] = {}
        for place, entry in enumerate(self.entries):
            for code_id in entry.code_ids:
                found.setdefault(code_id, []).append(place)
        self._places = {code_id: tuple(places) for code_id, places in found.items()}

    def places_of(self, records: Iterable[Record]) -> list[Places]:
        """List for each record the headings whose codes hold its segment's."""
        return [self._places.get(one.segment.code_id, ()) for one in records]

    def places(self, code_id: str) -> Places:
        """List the headings whose codes hold a code."""
        return self._places.get(code_id, ())


class PeopleAxis:
    """Participants by something that is known of them, or of them in a transcript."""

    def __init__(
        self,
        facts: Facts,
        entries: Iterable[Entry],
        key_of: Callable[[Participant, Sitting], str],
        *,
        of_people: bool = True,
    ) -> None:
        """Take headings with their studies, and what tells a participant's heading."""
        self.entries = tuple(entries)
        self.of_people = of_people
        self._by_key = {entry.heading.key: (place,) for place, entry in enumerate(self.entries)}
        self._facts, self._key_of = facts, key_of
        self._known: dict[tuple[str, str], Places] = {}

    def places_of(self, records: Iterable[Record]) -> list[Places]:
        """Give for each record the one heading of its participant, in its transcript."""
        return [self.places_in(one.participant_id, one.segment.transcript_id) for one in records]

    def places_in(self, participant_id: str, transcript_id: str) -> Places:
        """Give the one heading of a participant in a transcript."""
        key = (participant_id, transcript_id)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(participant_id, transcript_id)
        return found

    def _find(self, participant_id: str, transcript_id: str) -> Places:
        who = self._facts.participant.get(participant_id, _NOBODY)
        sitting = self._facts.sitting.get(transcript_id)
        if sitting is None or (who is _NOBODY and self.of_people):
            return ()
        return self._by_key.get(self._key_of(who, sitting), ())


class CoderAxis:
    """Coders, each with their own coding."""

    of_people = False

    def __init__(self, facts: Facts) -> None:
        """Take every coder who has coded anything."""
        used = {one.coder_id for one in facts.segments}
        self.entries = tuple(
            Entry(Heading(coder_id, name))
            for coder_id, name in facts.coders.items()
            if coder_id in used
        )
        self._by_key = {entry.heading.key: (place,) for place, entry in enumerate(self.entries)}

    def places_of(self, records: Iterable[Record]) -> list[Places]:
        """Give for each record the coder of its segment."""
        return [self._by_key.get(one.segment.coder_id, ()) for one in records]


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


def _code_entries(name: str, facts: Facts) -> list[Entry]:
    entries = []
    several = len(facts.codebooks) > 1
    named = {theme.node_id: theme for theme in facts.themes if theme.node_id}
    for book in facts.codebooks:
        for depth, code in book.walk():
            if code.merged_into is None and _is_on_axis(name, code, named):
                depth = depth if name == "code" else 0
                theme = named.get(code.id) if name == "theme" else None
                entries.append(_node_entry(facts, book, code, depth, several, theme))
    if name == "theme":
        entries.extend(_free_themes(facts))
    return entries


def _is_on_axis(name: str, code: Code, named: Iterable[str]) -> bool:
    """Tell whether a node is a row: a theme is also any node with a statement of its own."""
    if name == "question":
        return code.kind is CodeKind.QUESTION
    return name == "code" or code.kind is CodeKind.THEME or code.id in named


def _node_entry(
    facts: Facts, book: Codebook, code: Code, depth: int, several: bool, theme: Theme | None
) -> Entry:
    label = f"{book.study}: {code.name}" if several else code.name
    # A theme that a node makes may stand on further codes, of any study.
    code_ids = [code.id, *(theme.code_ids if theme else ())]
    codes, studies = _families(facts, code_ids)
    study = book.study if several else ""
    return Entry(Heading(code.id, label, depth, code.id, study), studies, codes)


def _free_themes(facts: Facts) -> list[Entry]:
    """Make entries for themes that are no node of a codebook: those that a synthesis made."""
    entries = []
    for theme in facts.themes:
        codes, studies = _families(facts, theme.code_ids)
        if theme.node_id is None and codes:
            entries.append(Entry(Heading(theme.id, theme.name), studies, codes))
    return entries


def _families(facts: Facts, code_ids: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Gather codes with all beneath them, and the studies whose codebooks they are of."""
    books = {one: facts.codebook_of[one] for one in code_ids if one in facts.codebook_of}
    beneath = {code.id for one, book in books.items() for code in book.descendants(one)}
    return frozenset(books) | beneath, frozenset(book.study_id for book in books.values())


def _study_axis(facts: Facts) -> Axis:
    entries = (Entry(Heading(one.id, one.label), frozenset([one.id])) for one in facts.studies)
    return PeopleAxis(facts, entries, lambda _, sitting: sitting.study_id, of_people=False)


def _participant_axis(facts: Facts) -> Axis:
    people = [one for one in facts.participants if one.id in facts.interviewed]
    named = [(one.id, one.pseudonym, one.study_id) for one in people]
    return PeopleAxis(facts, _own_entries(facts, named), lambda who, _: who.id)


def _transcript_axis(facts: Facts) -> Axis:
    named = [(one.id, one.title, one.study_id) for one in facts.sittings]
    entries = _own_entries(facts, named)
    return PeopleAxis(facts, entries, lambda _, sitting: sitting.id, of_people=False)


def _own_entries(facts: Facts, named: Iterable[tuple[str, str, str]]) -> list[Entry]:
    """Make entries from ids, names and studies; names that several studies have tell theirs."""
    found = list(named)
    times = Counter(name for _, name, _ in found)
    labels = {one.id: one.label for one in facts.studies}
    entries = []
    for key, name, study_id in found:
        study = labels.get(study_id, "") if times[name] > 1 else ""
        label = f"{study}: {name}" if study else name
        entries.append(Entry(Heading(key, label, study=study), frozenset([study_id])))
    return entries


def _arm_axis(facts: Facts) -> Axis:
    """Make every arm of the studies, interviewed or not, then those in no arm, never merged."""
    several = len(facts.studies) > 1
    entries: list[Entry] = []
    for study in facts.studies:
        label = study.label if several else ""
        reasons = {
            one.no_arm
            for one in facts.participants
            if one.study_id == study.id and one.arm_id is None and one.id in facts.interviewed
        }
        named = [(arm.id, arm.name) for arm in study.arms]
        named += [(f"{study.id} {reason.value}", reason.value) for reason in sorted(reasons)]
        entries.extend(
            Entry(
                Heading(key, f"{label}: {name}" if label else name, study=label),
                frozenset([study.id]),
            )
            for key, name in named
        )
    return PeopleAxis(facts, entries, _arm_key)


def _arm_key(who: Participant, sitting: Sitting) -> str:
    del sitting
    return who.arm_id or f"{who.study_id} {who.no_arm.value}"


def _value_axis(name: str, facts: Facts) -> Axis:
    """Make an axis of the values that are known of anybody, interviewed or not.

    A site from which nobody was interviewed says so, as an arm does; it is never left out.
    """

    def value_of(who: Participant, sitting: Sitting) -> str:
        if name == "respondent":
            return who.respondent.value if who.respondent else NOT_GIVEN
        return facts.values_of(who.id, sitting).get(name, "") or NOT_GIVEN

    values = {
        value_of(facts.participant[key], sitting)
        for key, sittings in facts.interviewed.items()
        for sitting in sittings
    }
    elsewhere = Sitting("", "", "")
    absent = (one for one in facts.participants if one.id not in facts.interviewed)
    others = {value_of(one, elsewhere) for one in absent} - {NOT_GIVEN}
    if values | others <= {NOT_GIVEN} and name not in AXES:
        known = sorted({key for one in facts.participants for key in one.attributes})
        known += sorted({key for here in facts.appearances.values() for key in here} - set(known))
        raise NotFoundError(
            f"No participant has the attribute “{name}”.",
            f"Rows and columns can be {', '.join([*AXES, *known])}.",
        )
    ordered = sorted((values | others) - {NOT_GIVEN}) + sorted(values & {NOT_GIVEN})
    return PeopleAxis(facts, (Entry(Heading(value, value)) for value in ordered), value_of)
