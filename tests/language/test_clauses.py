"""Clauses: what stands between two edges that a quotation is likely to have."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.language.clauses import clause_spans
from ipe_coder.language.sentences import sentence_spans
from ipe_coder.tui.widgets.transcript_units import Unit, Units
from tests.tui.interview import make_transcript

SAID = ["and", "because", "bread", "don’t", "1,000", "[laughs]", "(so", "it)", "“no”", "–",
        "…", ",", ";", " - ", "well-being", "اعرف،", "e\u0301t\u00e9", "\U0001f44d\U0001f3fd",
        "。", "."]  # fmt: skip


def clauses(words: str) -> list[str]:
    transcript = make_transcript(f"A: {words}")
    units = Units(transcript, sentence_spans)
    found = units.within(Unit.CLAUSE, 0, len(transcript.text))
    return [transcript.text[slice(*one)] for one in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("When it is busy, it goes, you know: gone.",
         ["When it is busy", "it goes", "you know", "gone."]),
        ("We paid 1,000 at 10:30 – a well-being day (the first) I think.",
         ["We paid 1,000 at 10:30", "a well-being day", "the first", "I think."]),
        ("She said “do it now” and left.", ["She said", "do it now", "and left."]),
        ("I liked bread and butter.", ["I liked bread and butter."]),
        ("I asked my manager twice because nobody had told us anything at all.",
         ["I asked my manager twice", "because nobody had told us anything at all."]),
        ("I was [pause] thinking... no", ["I was", "[pause]", "thinking", "no"]),
        ("نعم، أعتقد ذلك؛ شكرا", ["نعم", "أعتقد ذلك", "شكرا"]),
        ("Yes.", ["Yes."]),
    ],
)  # fmt: skip
def test_a_clause_ends_at_punctuation_and_before_a_conjunction(
    words: str, expected: list[str]
) -> None:
    assert clauses(words) == expected


@given(st.lists(st.sampled_from(SAID), min_size=1, max_size=30).map(" ".join))
def test_clauses_hold_every_word_in_order_and_none_is_empty(words: str) -> None:
    transcript = make_transcript(f"A: {words}")
    units, end = Units(transcript, sentence_spans), len(transcript.text)
    if units.empty:
        return
    found = list(units.within(Unit.CLAUSE, 0, end))
    assert all(start < stop for start, stop in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    for start, stop in units.within(Unit.WORD, 0, end):
        assert sum(a <= start and stop <= b for a, b in found) == 1
    for sentence in units.within(Unit.SENTENCE, 0, end):
        assert units.at(Unit.CLAUSE, sentence[0])[0] == sentence[0]
        assert units.at(Unit.CLAUSE, sentence[1] - 1)[1] == sentence[1]


def test_a_sentence_without_words_has_no_clause() -> None:
    assert clause_spans("", []) == []
