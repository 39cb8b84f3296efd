"""The notation of the tests means what it says."""

from __future__ import annotations

from ipe_coder.model.segment import Stance
from ipe_coder.model.transcript import Role
from tests.factories import ARABIC, GROUP, LAUGHS, study


def test_a_sketch_gives_a_text_its_turns_and_its_segments() -> None:
    sketch = study("I: How was it? | P1: It was {hard at first:barrier} [laughs]")
    assert sketch.text == "How was it?\nIt was hard at first [laughs]"
    assert [turn.span.of(sketch.text) for turn in sketch.draft.turns] == sketch.text.split("\n")
    assert [one.role for one in sketch.draft.speakers] == [Role.INTERVIEWER, Role.PARTICIPANT]
    (one,) = sketch.segments()
    assert (one.quote, one.code_id, one.voices) == ("hard at first", "barrier", ((1, 3),))


def test_segments_may_hold_others_and_run_on_over_turns() -> None:
    sketch = study("Ann: {I did {much:A=for} | Bob: so did I:B}. | ?: {what: now:C / D}")
    quotes = [(one.span.of(sketch.text), one.code, one.stance) for one in sketch.coded]
    assert quotes == [
        ("I did much\nso did I", "B", None),
        ("much", "A", Stance.FOR),
        ("what: now", "C / D", None),
    ]
    assert sketch.codes == ("B", "A", "C / D")
    assert [code.name for _, code in sketch.codebook.walk()] == ["B", "A", "C", "D"]


def test_the_standard_study_holds_what_breaks_programs() -> None:
    text = LAUGHS.text + ARABIC.text + GROUP.text
    for needed in ("[laughs]", "[/]", "🙂", "👩‍👩‍👧", "x̂", "ŵyl", "كَانَ", "[b]"):
        assert needed in text
