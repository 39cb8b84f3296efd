"""Names that stand over words, after a time or under one.

Several programs write a time and a name on one line or two, and the words beneath:
`00:00:03 Ann Lee`, `[00:00:03.120] - Speaker 1`, or `0:0:3.2 --> 0:0:7.5` and `Ann Lee`. One
such line could be words; they are names where nearly all times of a file stand over one.
"""

from __future__ import annotations

from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._labels import Likeness, likeness, possible
from ipe_coder.readers._times import Stamp, leading_stamp

_STARTS = frozenset("0123456789[({<#")
_ENDS = frozenset(".?!…,")
_FEW = 3


def names_over_words(lines: list[str], proposed: dict[int, Head]) -> dict[int, Head]:
    """Propose the names under or after times that stand over words, if nearly all times do."""
    found: dict[int, Head] = {}
    others = 0
    for number, line in enumerate(lines):
        if not line or line[0] not in _STARTS or number in proposed:
            continue
        stamp = leading_stamp(line, bare=True)
        if stamp is None:
            continue
        place = number if line[stamp.stop :] else number + 1
        head = None if place in proposed else _name_at(lines, place, number, stamp)
        if head is None:
            others += 1
        else:
            found[place] = head
    labels = {head.label for head in found.values()}
    many = len(found) >= _FEW and len(found) >= 4 * others
    return found if many and len(labels) * 2 <= len(found) else {}


def _name_at(lines: list[str], place: int, number: int, stamp: Stamp) -> Head | None:
    """Read a line, or what follows its time, as a name with words beneath it."""
    if place >= len(lines):
        return None
    text = lines[place][stamp.stop if place == number else 0 :]
    label = text.rstrip(": ")
    if not label or label[-1] in _ENDS or not possible(label) or not _words_at(lines, place + 1):
        return None
    if likeness(label) is Likeness.NONE:
        return None
    return Head(Form.HEADING, label, "", stamp.begins, stamp.ends)


def _words_at(lines: list[str], place: int) -> bool:
    """Tell whether the next line, after a blank one at most, holds words and no time."""
    line = next((line for line in lines[place : place + 2] if line), "")
    return bool(line) and (line[0] not in _STARTS or leading_stamp(line, bare=True) is None)
