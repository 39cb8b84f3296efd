"""Where the turns of a script begin: what its lines propose, and what is chosen of it.

Colons, headings and bold names are looked for first, in lines without the numbers that some
programs print before them; only where nobody is found so are other marks believed.
"""

from __future__ import annotations

from collections import Counter

from ipe_coder.model.transcript import Division, LeftOut
from ipe_coder.readers._asides import headings, page_lines
from ipe_coder.readers._asked import ANSWERED, ASKED, find_asked
from ipe_coder.readers._heads import Form, Head, find_stamp
from ipe_coder.readers._labels import Likeness, likeness
from ipe_coder.readers._looks import find_by_look, note_of
from ipe_coder.readers._marks import find_marked
from ipe_coder.readers._numbers import without_numbers
from ipe_coder.readers._over import names_over_words
from ipe_coder.readers._rules import choose_by_rule, note_rule, without_words
from ipe_coder.readers._script import Script
from ipe_coder.readers._slips import doubts, find_forgotten, find_misspelt, shown
from ipe_coder.readers._speakers import choose_heads

Heads = dict[int, Head]
"""Heads by the number of their line."""


def find_speakers(script: Script) -> tuple[Heads, Heads]:
    """Find the heads that begin a turn, and the times and numbers that other lines begin with."""
    note_rule(script)
    numbered = None
    if script.times is None and not script.given:
        numbered = without_numbers(script.lines)
    lines = numbered.lines if numbered else script.lines
    chosen, stamps = _find(script, lines)
    if numbered and chosen:
        script.left_out.append(LeftOut("line number", numbered.numbers))
        stamps = numbered.heads | stamps
    elif numbered:
        lines = script.lines
        chosen, stamps = _find(script, lines)
    if chosen and script.times is None:
        if script.rule.division is Division.FOUND:
            chosen = without_words(script.rule, _mend(script, lines, chosen))
        chosen |= headings(lines, script.bold, chosen)
        for number in page_lines(lines, chosen):
            script.left_out.append(LeftOut("page header or footer", lines[number]))
            stamps[number] = Head(Form.STAMP, "", "")
    script.notes += doubts(lines, chosen)
    return dict(sorted(chosen.items())), stamps


def _mend(script: Script, lines: list[str], chosen: Heads) -> Heads:
    """Mend the slips in labels, and say so."""
    starts = [number for number in script.starts if lines[number]]
    forgotten = find_forgotten(lines, starts, chosen)
    if forgotten:
        script.notes.append(
            "No colon follows the speaker's name, which was taken as the beginning of a turn: "
            f"{shown([lines[number] for number in forgotten])}."
        )
    misspelt = find_misspelt(chosen)
    script.notes += [f"“{label}” was taken as “{right}”." for label, right in misspelt.items()]
    mended = (
        {
            number: head._replace(label=misspelt.get(head.label, head.label))
            for number, head in chosen.items()
        }
        if misspelt
        else chosen
    )
    return mended | forgotten


def _find(script: Script, lines: list[str]) -> tuple[Heads, Heads]:
    running = script.times is None
    starts = [number for number in script.starts if lines[number]]
    units = len(starts) if running else script.units
    proposed, stamps = _propose(script, lines)
    proposed = without_words(script.rule, proposed)
    if running and script.rule.division is Division.FOUND:
        proposed |= _counted(script, proposed)
    chosen = choose_heads(lines, proposed, units, running=running)
    if script.rule.division is not Division.FOUND:
        chosen = choose_by_rule(script.rule, lines, proposed, chosen)
    else:
        chosen = _without_strays(chosen, set(starts)) if running else chosen
        if not script.given:
            chosen = without_words(script.rule, _otherwise(script, lines, starts, chosen, stamps))
    for number in proposed.keys() - chosen.keys():
        stamp = find_stamp(lines[number])
        if stamp is not None:
            stamps[number] = stamp
    return chosen, stamps


def _counted(script: Script, heads: Heads) -> Heads:
    """Give questions and answers that are counted through one label each, and say so."""
    found = find_asked(heads)
    labels = {heads[number].label for number in found} - {ASKED, ANSWERED}
    if labels:
        words = shown(sorted(labels))
        note = f"Questions and answers were taken as two speakers, “Q” and “A”: {words}."
        script.notes += [] if note in script.notes else [note]
    return found


def _without_strays(chosen: Heads, starts: set[int]) -> Heads:
    """Drop what stands once, and within a paragraph that is broken into lines."""
    strays = {number: head for number, head in chosen.items() if number not in starts}
    if not strays:
        return chosen
    counts = Counter(head.label for head in chosen.values())
    for number, head in strays.items():
        sure = likeness(head.label) is Likeness.CERTAIN or head.begins is not None
        if counts[head.label] == 1 and not sure:
            del chosen[number]
    return chosen


def _otherwise(
    script: Script, lines: list[str], starts: list[int], chosen: Heads, stamps: Heads
) -> Heads:
    """Find speakers by other marks, where none has a colon or all stand alone on a line."""
    running = script.times is None
    if chosen and not all(head.form is Form.ALONE for head in chosen.values()):
        return chosen
    marked = _marked_after_times(lines, starts, stamps, running=running)
    if marked and chosen.keys() <= marked.keys():
        if not chosen:
            label = next(iter(marked.values())).label
            script.notes.append(
                f"No colon follows the names: “{label}” and the others were taken as speakers "
                "because they recur before most paragraphs."
            )
        return marked
    if not chosen and running and lines is script.lines:
        found = find_by_look(lines, starts, script.bold, script.looks)
        if found is not None:
            script.by_look, chosen = found, found.heads
            script.notes.append(note_of(found))
    return chosen


def _marked_after_times(
    lines: list[str], starts: list[int], stamps: Heads, *, running: bool
) -> Heads:
    """Find marked names at the beginning of lines, or after the time that a line begins with."""
    if not stamps:
        return find_marked(lines, starts, running=running)
    bare = [stamps[number].rest if number in stamps else line for number, line in enumerate(lines)]
    found = find_marked(bare, [number for number in starts if bare[number]], running=running)
    return {
        number: head._replace(begins=stamps[number].begins, ends=stamps[number].ends)
        if number in stamps
        else head
        for number, head in found.items()
    }


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
