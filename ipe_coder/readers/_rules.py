"""Other rules than what is found: prose, loose labels, and names that the researcher gives."""

from __future__ import annotations

import re

from ipe_coder.model.transcript import Division, LeftOut, Rule
from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._labels import Likeness, key_of, likeness
from ipe_coder.readers._script import Script

_LOOSE = frozenset({Form.COLON, Form.TIMED, Form.HEADING, Form.CELL, Form.VOICE, Form.CHAT})
_AFTER_LABEL = r"(?:\s*[:\t]\s*|\s+[-–—]\s+|\s*$)"


def without_words(rule: Rule, proposed: dict[int, Head]) -> dict[int, Head]:
    """Drop the heads that the researcher knows for words."""
    never = {key_of(label) for label in rule.never}
    if not never:
        return proposed
    return {line: head for line, head in proposed.items() if key_of(head.label) not in never}


def choose_by_rule(
    rule: Rule, lines: list[str], proposed: dict[int, Head], chosen: dict[int, Head]
) -> dict[int, Head]:
    """Choose the heads that begin a turn by another rule than what is found.

    Args:
        rule: The rule.
        lines: The lines of the file.
        proposed: Heads with labels, by the number of their line.
        chosen: Those that are found.
    """
    if rule.division is Division.LOOSE:
        every = {
            line: head
            for line, head in proposed.items()
            if head.form in _LOOSE and likeness(head.label) > Likeness.NONE
        }
        return dict(sorted((chosen | every).items()))
    return _named(rule, lines, proposed) if rule.division is Division.NAMED else {}


def note_rule(script: Script) -> None:
    """Say which rule it was, and take names that stand beside words out where nobody is named."""
    rule = script.rule
    if rule.division is Division.PROSE:
        script.notes.append("Divided by the rule “prose”: no label is taken for a speaker.")
        _leave_names_out(script)
    elif rule.division is Division.LOOSE:
        script.notes.append("Divided by the rule “loose”: a label that stands once is a speaker.")
    elif rule.division is Division.NAMED:
        named = ", ".join(rule.labels)
        script.notes.append(f"Divided by the rule “named”: the only speakers are {named}.")
    if rule.never:
        words = ", ".join(f"“{label}”" for label in rule.never)
        script.notes.append(f"Taken for words, not for a speaker: {words}.")


def _named(rule: Rule, lines: list[str], proposed: dict[int, Head]) -> dict[int, Head]:
    """Choose the labels that were given, however they stand at the beginning of a line."""
    wanted = {key_of(label): label for label in rule.labels}
    found = {line: head for line, head in proposed.items() if key_of(head.label) in wanted}
    labels = "|".join(re.escape(label) for label in sorted(rule.labels, key=len, reverse=True))
    if not labels:
        return found
    opening = re.compile(rf"({labels})\.?{_AFTER_LABEL}", re.IGNORECASE)
    for number, line in enumerate(lines):
        if number not in found and (match := opening.match(line)):
            found[number] = Head(Form.COLON, match[1], line[match.end() :].strip())
    return dict(sorted(found.items()))


def _leave_names_out(script: Script) -> None:
    """Take names out that a format gives beside the words; they are reported."""
    names = []
    for line, head in script.given.items():
        if head.form is Form.VOICE:
            script.lines[line] = head.rest
            names.append(head.label)
    if names:
        script.given = {n: one for n, one in script.given.items() if one.form is not Form.VOICE}
        script.left_out.append(LeftOut("speaker label", "\n".join(names)))
