"""Where the turns of a script begin: what its lines propose, and what is chosen of it.

Colons, headings and bold names are looked for first, in lines without the numbers that some
programs print before them; only where nobody is found so are other marks believed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipe_coder.model.transcript import LeftOut
from ipe_coder.readers._heads import Form, Head, find_stamp
from ipe_coder.readers._marks import find_marked
from ipe_coder.readers._numbers import without_numbers
from ipe_coder.readers._over import names_over_words
from ipe_coder.readers._speakers import choose_heads

if TYPE_CHECKING:
    from ipe_coder.readers._turns import Script

Heads = dict[int, Head]
"""Heads by the number of their line."""


def find_speakers(script: Script) -> tuple[Heads, Heads]:
    """Find the heads that begin a turn, and the times and numbers that other lines begin with."""
    if script.times is None and not script.given:
        numbered = without_numbers(script.lines)
        if numbered is not None:
            chosen, stamps = _find(script, numbered.lines)
            if chosen:
                script.left_out.append(LeftOut("line number", numbered.numbers))
                return chosen, numbered.heads | stamps
    return _find(script, script.lines)


def _find(script: Script, lines: list[str]) -> tuple[Heads, Heads]:
    running = script.times is None
    proposed, stamps = _propose(script, lines)
    chosen = choose_heads(lines, proposed, script.units, running=running)
    if not chosen and not script.given:
        chosen = find_marked(lines, [n for n in script.starts if lines[n]], running=running)
        if chosen:
            label = next(iter(chosen.values())).label
            script.notes.append(
                f"No colon follows the names: “{label}” and the others were taken as speakers "
                "because they recur before most paragraphs."
            )
    for number in proposed.keys() - chosen.keys():
        stamp = find_stamp(lines[number])
        if stamp is not None:
            stamps[number] = stamp
    return chosen, stamps


def _propose(script: Script, lines: list[str]) -> tuple[Heads, Heads]:
    """Find the heads with a label, and the time stamps without one."""
    given, bold, find = script.given, script.bold, script.find
    proposed: Heads = dict(given)
    stamps: Heads = {}
    if any(head.form is Form.VOICE for head in given.values()):
        return proposed, stamps
    for number, line in enumerate(lines):
        if not line or number in given:
            continue
        head = find(line, bold.get(number, 0) if lines is script.lines else 0)
        if head is None:
            continue
        if head.form is not Form.STAMP:
            proposed[number] = head
        elif script.times is None:
            stamps[number] = head
    if script.times is None:
        proposed |= names_over_words(lines, proposed)
    return dict(sorted(proposed.items())), stamps
