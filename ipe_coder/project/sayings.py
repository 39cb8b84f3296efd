"""What a researcher says of the speakers of a file before it is written.

A speaker goes by the label that the file has. Two that are to have one label are one speaker, so a
wrong spelling is merged by giving it the right one; turns stay turns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple

from ipe_coder.errors import UsageError
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import (
    BESIDE_INTERVIEWER,
    NO_INTERVIEWER,
    NOBODY_ASKS,
    Division,
    Draft,
    Role,
    Rule,
    Speaker,
    Turn,
)

BY_HAND = "as you say"
"""The reason for a role that the researcher gave."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of one label of a file."""

    label: str
    """As the file has it; empty for words that carry none."""
    becomes: str = ""
    """The label that it is to have, which may be that of another; its own when empty."""
    role: Role | None = None
    participant: str = ""
    """Pseudonym of the participant whose voice it is."""
    because: str = BY_HAND

    @property
    def final(self) -> str:
        """The label that the speaker is stored under."""
        return self.becomes or self.label


@dataclass(frozen=True, slots=True)
class GivenTurn:
    """A turn that is another speaker's than the file says."""

    start: int
    """Where it begins, so that it is known after another turn was divided."""
    label: str
    """A label of the file, or a new one."""


@dataclass(frozen=True)
class Said:
    """Everything that is said of one file."""

    sayings: Mapping[str, Saying] = field(default_factory=dict)
    """By the key of their labels."""
    turns: tuple[GivenTurn, ...] = ()
    splits: frozenset[int] = frozenset()
    """Where a turn is to be divided: beginnings of paragraphs in the text."""
    of: str = ""
    """Digest of the text that turns and splits are said of; in another they mean nothing."""

    def about(self, labels: Iterable[str], **changes: Any) -> Said:
        """Say something of some labels: `becomes`, `role`, `participant`."""
        sayings = dict(self.sayings)
        for label in labels:
            known = sayings.get(label_key(label), Saying(label))
            sayings[label_key(label)] = replace(known, because=BY_HAND, **changes)
        return replace(self, sayings=sayings)

    def under(self, others: Iterable[Saying]) -> Said:
        """Add what is proposed of labels that nothing is said of."""
        proposed = {label_key(one.label): one for one in others}
        return replace(self, sayings={**proposed, **self.sayings})

    def give(self, turn: GivenTurn, text: str) -> Said:
        """Give a turn of a text to a label."""
        others = tuple(one for one in self.turns if one.start != turn.start)
        return replace(self, turns=(*others, turn), of=_digest(text))

    def final(self, label: str) -> str:
        """Give the label that a label of the file is stored under."""
        saying = self.sayings.get(label_key(label))
        return saying.final if saying else label


class Settled(NamedTuple):
    """A draft after what was said of it."""

    draft: Draft
    people: tuple[str, ...]
    """Pseudonyms in the places of the speakers; empty where none is given."""
    members: tuple[tuple[str, ...], ...]
    """Labels of the file that became each speaker."""


def label_key(label: str) -> str:
    """Fold a label, so that `INT`, `Int` and `Int.` are one speaker."""
    return " ".join(label.casefold().rstrip(". ").split())


def settle(found: Draft, said: Said) -> Settled:
    """Do with a draft what was said of its speakers and turns."""
    if said.of and said.of != _digest(found.text):
        said = replace(said, turns=(), splits=frozenset())
    found = split_turns(found, said.splits)
    if not said.sayings and not said.turns:
        people = ("",) * len(found.speakers)
        return Settled(found, people, tuple((one.label,) for one in found.speakers))
    voices, owners = _given(found, said.turns)
    given = {one.start for one in said.turns}
    groups: dict[str, list[int]] = {}
    for place in dict.fromkeys(owners):
        groups.setdefault(label_key(said.final(voices[place].label)), []).append(place)
    made = [_joined(found, voices, places, said) for places in groups.values()]
    place_of = {old: new for new, places in enumerate(groups.values()) for old in places}
    turns = tuple(
        turn._replace(speaker=place_of[owner])
        for turn, owner in zip(found.turns, owners, strict=True)
    )
    speakers = tuple(speaker for speaker, _, _ in made)
    draft = replace(
        found,
        turns=turns,
        speakers=speakers,
        doubts=tuple(one for one in found.doubts if found.turns[one[0]].start not in given),
        guesses=_reasons(speakers, [reason for _, reason, _ in made]),
        notes=(*_notes_left(found, speakers), *_notes(found, voices, groups.values(), said)),
    )
    members = tuple(tuple(voices[n].label for n in places) for places in groups.values())
    return Settled(draft, tuple(who for _, _, who in made), members)


def split_turns(found: Draft, starts: Collection[int]) -> Draft:
    """Divide turns where a paragraph in them begins; the text stays as it is.

    Args:
        found: A draft.
        starts: Where paragraphs begin; what is none is passed over.
    """
    if not starts:
        return found
    turns: list[Turn] = []
    moved: dict[int, int] = {}
    for turn in found.turns:
        cuts = [one for one in starts if turn.start < one < turn.end]
        cuts = sorted(one for one in cuts if found.text[one - 1] == "\n")
        if not cuts:
            moved[turn.index] = len(turns)
        for start, after in pairwise([turn.start, *cuts, turn.end + 1]):
            begins = turn.begins if start == turn.start else None
            ends = turn.ends if after == turn.end + 1 else None
            turns.append(Turn(len(turns), start, after - 1, turn.speaker, begins, ends))
    doubts = tuple((moved[index], why) for index, why in found.doubts if index in moved)
    return replace(found, turns=tuple(turns), doubts=doubts)


def parse_sayings(speakers: Sequence[str], merges: Sequence[str]) -> tuple[Saying, ...]:
    """Read `LABEL=role`, `LABEL=role:participant` and `WRONG=RIGHT`, as they are typed.

    Raises:
        UsageError: If one is written otherwise.
    """
    said = Said()
    for given in merges:
        wrong, _, right = (clean_name(part) for part in given.partition("="))
        if not wrong or not right:
            raise UsageError(f"“{given}” merges nothing.", "Write --merge 'Wrong label=Right'.")
        # What was merged into the wrong one before goes on with it.
        before = [one.label for one in said.sayings.values() if _same(one.becomes, wrong)]
        if _same(said.final(right), wrong):
            raise UsageError(f"“{given}” goes round in a circle.", "Leave one of them out.")
        said = said.about([*before, wrong], becomes=said.final(right))
    for given in speakers:
        label, mark, rest = given.rpartition("=")
        word, _, participant = (clean_name(part) for part in rest.partition(":"))
        known = {role.value: role for role in Role}
        if not mark or word.casefold() not in known:
            raise UsageError(
                f"“{given}” gives no role.",
                f"Write --speaker 'Label=role' or 'Label=role:participant'; "
                f"a role is one of {', '.join(known)}.",
            )
        role = known[word.casefold()]
        said = said.about([clean_name(label)], role=role, participant=participant)
    return tuple(said.sayings.values())


def parse_rule(division: Division, labels: Iterable[str], never: Iterable[str]) -> Rule:
    """Make a rule of what is typed.

    Raises:
        UsageError: If labels are given for another rule than that of named speakers, or none is.
    """
    named = tuple(name for one in labels if (name := clean_name(one)))
    if named and division is Division.FOUND:
        division = Division.NAMED
    if bool(named) != (division is Division.NAMED):
        raise UsageError(
            "The rule “named” needs labels, and no other rule takes them.",
            "Write --rule named --label Ali --label Bo.",
        )
    return Rule(division, named, tuple(name for one in never if (name := clean_name(one))))


def _given(found: Draft, given: Iterable[GivenTurn]) -> tuple[list[Speaker], list[int]]:
    """List the voices and whose each turn is, with the turns that were given away."""
    voices = list(found.speakers)
    owners = [turn.speaker for turn in found.turns]
    places = {label_key(one.label): place for place, one in enumerate(voices)}
    starts = {turn.start: turn.index for turn in found.turns}
    for one in given:
        index = starts.get(one.start)
        if index is None:
            continue
        place = places.setdefault(label_key(one.label), len(voices))
        if place == len(voices):
            voices.append(Speaker(one.label))
        owners[index] = place
    return voices, owners


def _joined(
    found: Draft, voices: Sequence[Speaker], places: Sequence[int], said: Said
) -> tuple[Speaker, str, str]:
    """Make one speaker of those that are to have one label, with the reason for its role."""
    label = said.final(voices[places[0]].label)
    sayings = [
        saying
        for place in places
        if (saying := said.sayings.get(label_key(voices[place].label))) is not None
    ]
    who = next((one.participant for one in sayings if one.participant), "")
    # The one who has the right label already knows best what it is.
    first = next((n for n in places if _same(voices[n].label, label)), places[0])
    role = voices[first].role
    reason = found.guesses[first] if first < len(found.guesses) else "a label that you gave"
    told = next((one for one in sayings if one.role is not None or one.participant), None)
    if told is not None:
        role, reason = told.role or Role.PARTICIPANT, told.because
    elif sayings and len(places) == 1 and sayings[0].because != BY_HAND:
        reason = f"{reason}; called {sayings[0].because}"
    return Speaker(label, role), reason, who


def _reasons(speakers: Sequence[Speaker], reasons: Sequence[str]) -> tuple[str, ...]:
    """Give the reasons for the roles, as they hold now that it may be known who asks."""
    if not any(one.role is Role.INTERVIEWER for one in speakers):
        return tuple(reasons)
    return tuple(BESIDE_INTERVIEWER if one == NOBODY_ASKS else one for one in reasons)


def _notes_left(found: Draft, speakers: Sequence[Speaker]) -> list[str]:
    asked = any(one.role is Role.INTERVIEWER for one in speakers)
    return [note for note in found.notes if not (asked and note == NO_INTERVIEWER)]


def _notes(
    found: Draft, voices: Sequence[Speaker], groups: Iterable[Sequence[int]], said: Said
) -> Iterator[str]:
    """Say what became of the labels of the file."""
    for places in groups:
        label = said.final(voices[places[0]].label)
        for place in places:
            if voices[place].label != label:
                own = voices[place].label or "words without a label"
                verb = "counted to" if len(places) > 1 else "called"
                yield f"“{own}” of the file is {verb} “{label}”."
    given = {one.start: one.label for one in said.turns}
    for turn in found.turns:
        if turn.start in given:
            yield f"Turn {turn.index + 1} was given to “{said.final(given[turn.start])}” by hand."


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _same(one: str, other: str) -> bool:
    return bool(one) and label_key(one) == label_key(other)
