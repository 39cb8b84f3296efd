"""What decides that a label is a speaker: consistency over the whole file.

1. A voice tag or a chat line names speakers by its place; anything there is one.
2. Facts at the head of a file (`Date: 3 May`) are words before the first speaker.
3. A word for a part in an interview (`Interviewer:`) is a speaker wherever it stands, and a name
   with a time (`Ali  0:00`) is one if the file has several of the kind.
4. Anything else written like a name must recur, and either a second label must recur beside it
   or half the paragraphs must begin with it; in running text the labels must head one paragraph
   in ten at least. A description in several words must recur three times, or beside others.
5. What stands once is taken if it is kin to a speaker (`P7` beside `P1`, a code beside
   `Interviewer`, `P3/INT`), if it has a time where speakers have times, or if it is written like
   the others where four paragraphs in five begin with a label, or in captions that name anyone,
   or that begin with a name and name another. So a new voice in a group is heard, and
   `Honestly:` is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._labels import (
    Likeness,
    is_field,
    key_of,
    kind_of,
    likeness,
    names_in,
    stem_of,
)

_BY_PLACE = frozenset({Form.VOICE, Form.CHAT})
_TIMED = frozenset({Form.HEADING, Form.TIMED, Form.COLON})
_NEED_MORE = frozenset({Form.ALONE, Form.TAB, Form.BOLD})
_FRONT_LINES = 20
_FACT_WORDS = 8
_ENDS_SENTENCE = (".", "?", "!", "…", '."', ".”", "?”", "]", ")")


@dataclass(slots=True, eq=False)
class _Group:
    """All lines that one label heads."""

    key: str
    label: str
    like: Likeness
    kind: str
    heads: dict[int, Head] = field(default_factory=dict)
    timed: int = 0
    """How many of the heads have a time."""
    forms: frozenset[Form] = frozenset()
    by_time: bool = False

    def sum_up(self) -> None:
        """Look once at the heads, of which there are thousands."""
        heads = self.heads.values()
        self.forms = frozenset([head.form for head in heads])
        timed = [head.form for head in heads if head.begins is not None]
        self.timed = len(timed)
        self.by_time = not _TIMED.isdisjoint(timed)

    @property
    def count(self) -> int:
        return len(self.heads)

    @property
    def bold(self) -> bool:
        return all(head.bold for head in self.heads.values())

    @property
    def by_place(self) -> bool:
        return not _BY_PLACE.isdisjoint(self.forms)

    @property
    def needs_more(self) -> bool:
        return self.forms <= _NEED_MORE


def choose_heads(
    lines: list[str], proposed: dict[int, Head], units: int, *, running: bool
) -> dict[int, Head]:
    """Choose the proposed heads that begin a turn.

    Args:
        lines: The lines of the file.
        proposed: Heads with labels, by the number of their line.
        units: How many paragraphs or captions the file has.
        running: Whether the file is running text, not captions.
    """
    if not running and all(head.form in _BY_PLACE for head in proposed.values()):
        return dict(sorted(proposed.items()))
    start = _end_of_front(lines, proposed) if running else 0
    groups = _group({line: head for line, head in proposed.items() if line >= start})
    accepted = [group for group in groups if group.by_place]
    rest = [group for group in groups if not group.by_place and group.like > Likeness.NONE]
    accepted += _recurring(rest, units, running=running)
    taken = set(accepted)
    left = [group for group in rest if group not in taken]
    accepted += _singles(left, accepted, units, running=running)
    chosen = {line: head for group in accepted for line, head in group.heads.items()}
    return dict(sorted(chosen.items()))


def _group(proposed: dict[int, Head]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    keys: dict[str, str] = {}
    for line, head in proposed.items():
        key = keys.get(head.label)
        if key is None:
            key = keys[head.label] = key_of(head.label)
        group = groups.get(key)
        if group is None:
            like, kind = likeness(head.label), kind_of(head.label)
            group = groups[key] = _Group(key, head.label, like, kind)
        group.heads[line] = head
    for group in groups.values():
        group.sum_up()
    return list(groups.values())


def _recurring(groups: list[_Group], units: int, *, running: bool) -> list[_Group]:
    """Choose the labels that recur, have times, or are words for a part in an interview."""
    sure = _sure(groups, units)
    known = set(sure)
    others = [group for group in groups if group.count > 1 and group not in known]
    chosen = sure + [group for group in others if not _weak(group)]
    covered = sum(group.count for group in chosen)
    if len(chosen) < 2 and covered * 2 < units:
        return sure if covered > 1 or units <= 3 or _at_top(sure) else []
    if running and not sure and covered * 10 < units:
        return []
    return chosen + [group for group in others if _weak(group)]


def _sure(groups: list[_Group], units: int) -> list[_Group]:
    timed = {group for group in groups if group.timed and group.by_time}
    stamped = sum(group.timed for group in timed)
    several = stamped > 1 and stamped * 4 >= units
    return [
        group
        for group in groups
        if (group.like is Likeness.CERTAIN and (group.count > 1 or not group.needs_more))
        or (group in timed and (several or group.timed > 1))
    ]


def _weak(group: _Group) -> bool:
    return group.like is Likeness.WEAK and group.count < 3


def _at_top(groups: list[_Group]) -> bool:
    return any(min(group.heads) < 3 for group in groups)


def _singles(
    groups: list[_Group], accepted: list[_Group], units: int, *, running: bool
) -> list[_Group]:
    """Choose among the labels that stand once, by the company they keep."""
    company = _Company(accepted)
    named = [group for group in groups if group.like is not Likeness.WEAK and not group.needs_more]
    covered = sum(group.count for group in [*accepted, *named])
    dense = covered > 1 and covered * 5 >= units * 4
    if not running and (accepted or _opens_captions(named)):
        # Captions repeat a name only when the speaker changes.
        dense = True
    return [
        group
        for group in named
        if company.has_kin_of(group)
        or (company.timed and group.timed)
        or (dense and company.resembles(group))
    ]


def _opens_captions(named: list[_Group]) -> bool:
    """Tell whether captions name who begins, and later somebody else in the same way."""
    return (
        len(named) > 1
        and len({group.kind for group in named}) == 1
        and min(min(group.heads) for group in named) == 0
    )


class _Company:
    """The speakers already accepted, as a label that stands once is held against them."""

    def __init__(self, accepted: list[_Group]) -> None:
        written = [group for group in accepted if not group.by_place]
        self.keys = {group.key for group in accepted}
        self.stems = {stem_of(group.key) for group in accepted}
        self.kinds = {group.kind for group in accepted}
        self.timed = sum(group.count for group in accepted if group.timed) > 1
        self._written_kinds = {group.kind for group in written}
        self._all_bold = bool(written) and all(group.bold for group in written)

    def has_kin_of(self, group: _Group) -> bool:
        """Tell whether a label is a sibling of a speaker's, a code beside a role, or two names."""
        if group.kind in {"role", "code"}:
            return stem_of(group.key) in self.stems or (
                group.kind == "code" and "role" in self.kinds
            )
        names = set(names_in(group.key))
        return len(names) > 1 and names <= self.keys

    def resembles(self, group: _Group) -> bool:
        """Tell whether a label is written as the speakers' labels are."""
        if self._all_bold and not group.bold:
            return False
        return group.kind in self._written_kinds or self._written_kinds <= {"role"}


def _end_of_front(lines: list[str], proposed: dict[int, Head]) -> int:
    """Find the first line after the title and the facts at the head of a file."""
    facts = broken = False
    end = 0
    for number, line in enumerate(lines[:_FRONT_LINES]):
        head = proposed.get(number) if line else None
        if head is None:
            continue
        fact = is_field(head.label) and head.begins is None
        in_block = facts and (head.form is Form.CELL or _in_block(lines, number))
        if not fact and not (_short_value(head) and (in_block or _once(head, proposed))):
            broken = True
            break
        if fact or facts or (number == 0 and _like_title(head)):
            facts = facts or fact
            end = number + 1
    return end if facts or broken else 0


def _short_value(head: Head) -> bool:
    """Tell whether a label heads a few words that are no sentence."""
    if head.form not in {Form.COLON, Form.CELL} or head.begins is not None or not head.rest:
        return False
    return not head.rest.endswith(_ENDS_SENTENCE) and len(head.rest.split()) <= _FACT_WORDS


def _once(head: Head, proposed: dict[int, Head]) -> bool:
    key = key_of(head.label)
    return sum(1 for other in proposed.values() if key_of(other.label) == key) == 1


def _in_block(lines: list[str], number: int) -> bool:
    """Tell whether a line stands in a block of lines that a blank line ends early on."""
    return "" in lines[number : number + _FRONT_LINES] and bool(number) and bool(lines[number - 1])


def _like_title(head: Head) -> bool:
    return likeness(head.label) is not Likeness.CERTAIN and not head.rest[0].islower()
