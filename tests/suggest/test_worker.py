"""In which order suggestions are made, and from how much."""

from __future__ import annotations

from ipe_coder.model.spans import Span
from ipe_coder.suggest.messages import CodedText
from ipe_coder.suggest.worker import choose, chunks_in_order
from tests.suggest.material import request


def test_coded_texts_are_taken_in_turn_from_each_code_up_to_a_limit() -> None:
    examples = [
        *(CodedText(f"one two three {n}", "often") for n in range(5)),
        CodedText("four five", "rare"),
    ]
    assert [example.text for example in choose(examples, 10)] == [
        "one two three 0", "four five", "one two three 1",
    ]  # fmt: skip
    assert choose(examples, 0) == examples[:1]
    assert choose([], 10) == []
    assert len(choose(examples, 1000)) == len(examples)


def test_what_is_in_view_comes_before_what_follows_and_what_went_before() -> None:
    text = "Aa bb. Cc dd. Ee ff. Gg hh. Ii jj."
    assert list(chunks_in_order(request(text, Span(15, 18)))) == [[2], [3, 4, 0, 1]]
    assert list(chunks_in_order(request(text))) == [[0, 1, 2, 3, 4]]
    assert list(chunks_in_order(request(""))) == [[]]
