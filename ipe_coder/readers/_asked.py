"""Questions and answers that are counted through: `Q1: ... A1: ...`, `Question 2. ... Answer. ...`.

Each such label stands once, so that none recurs; but where answers follow questions one after
the other they are two voices.
"""

from __future__ import annotations

import re

from ipe_coder.readers._heads import Form, Head

ASKED, ANSWERED = "Q", "A"
_ASKED = re.compile(r"(?:q|question)\.?\s?(?:n?o\.?\s?)?\d{0,3}[a-z]?", re.IGNORECASE)
_ANSWERED = re.compile(r"(?:a|ans|answer)\.?\s?(?:n?o\.?\s?)?\d{0,3}[a-z]?", re.IGNORECASE)
_FORMS = frozenset({Form.COLON, Form.BOLD, Form.ALONE, Form.TAB, Form.TIMED, Form.CELL})
_FEWEST = 3


def find_asked(heads: dict[int, Head]) -> dict[int, Head]:
    """Give the heads of counted questions and answers one label each; else give none back.

    Args:
        heads: Heads with labels, by the number of their line.
    """
    found: dict[int, Head] = {}
    pairs = asked = 0
    before = ""
    for number, head in sorted(heads.items()):
        if head.form not in _FORMS:
            continue
        if _ASKED.fullmatch(head.label):
            label, asked = ASKED, asked + 1
        elif _ANSWERED.fullmatch(head.label):
            label = ANSWERED
            pairs += before == ASKED
        else:
            continue
        found[number] = head._replace(label=label)
        before = label
    return found if pairs >= _FEWEST and pairs * 10 >= asked * 7 else {}
