"""Who the speakers of a corrected transcript are: those of before, as far as can be seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ipe_coder.analysis.reanchoring import Places
from ipe_coder.model.transcript import Draft, Role, Speaker, Transcript, Turn


def map_speakers(
    old: Transcript, draft: Draft, places: Places
) -> tuple[tuple[Speaker, ...], list[str]]:
    """Give the speakers of a draft the roles and people of those they are; say what changed.

    A label that is there again is the same speaker. A new label that says most of what a label
    that is gone said is that speaker under another name.
    """
    same = _same_labels(old.speakers, draft.speakers)
    renamed = _renamed(old, draft, places, same)
    by_place = {**same, **renamed}
    made = [
        _carried_on(old.speakers[by_place[place]], one) if place in by_place else one
        for place, one in enumerate(draft.speakers)
    ]
    gone = [one for place, one in enumerate(old.speakers) if place not in by_place.values()]
    notes = [
        f"the speaker {_name(old.speakers[before])} is {_name(draft.speakers[place])} now"
        for place, before in renamed.items()
    ]
    notes += [
        f"new speaker {_name(one)}, taken for {one.role.value}"
        for place, one in enumerate(draft.speakers)
        if place not in by_place
    ]
    notes += [f"the speaker {_name(one)} says nothing any more" for one in gone]
    return tuple(made), notes


def _same_labels(old: Sequence[Speaker], new: Sequence[Speaker]) -> dict[int, int]:
    """Match labels, first as they are written, then without regard to case."""
    found: dict[int, int] = {}
    for fold in (str, str.casefold):
        free = {fold(one.label): place for place, one in enumerate(old) if place not in
                found.values()}  # fmt: skip
        for place, one in enumerate(new):
            if place not in found and fold(one.label) in free:
                found[place] = free.pop(fold(one.label))
    return found


def _renamed(
    old: Transcript, draft: Draft, places: Places, same: Mapping[int, int]
) -> dict[int, int]:
    """Match new labels with labels that are gone, by who says most of whose words."""
    shared = _shared(old.turns, draft.turns, places)
    said = Counter[int]()
    for turn in draft.turns:
        said[turn.speaker] += turn.end - turn.start
    found: dict[int, int] = {}
    for (before, after), length in sorted(shared.items(), key=lambda one: -one[1]):
        is_free = before not in {*same.values(), *found.values()}
        if is_free and after not in same and after not in found and 2 * length >= said[after]:
            found[after] = before
    return found


def _shared(old: Sequence[Turn], new: Sequence[Turn], places: Places) -> dict[tuple[int, int], int]:
    """Count the code points that an old speaker and a new one have in common."""
    shared: dict[tuple[int, int], int] = defaultdict(int)
    first = 0
    for turn in old:
        start, end = places.around(turn.start, turn.end)
        while first < len(new) and new[first].end <= start:
            first += 1
        at = first
        while at < len(new) and new[at].start < end:
            common = min(new[at].end, end) - max(new[at].start, start)
            shared[turn.speaker, new[at].speaker] += max(common, 0)
            at += 1
    return shared


def _carried_on(known: Speaker, one: Speaker) -> Speaker:
    role = one.role if known.role is Role.UNKNOWN else known.role
    return replace(known, label=one.label, role=role)


def _name(one: Speaker) -> str:
    return one.label or "(no label)"
