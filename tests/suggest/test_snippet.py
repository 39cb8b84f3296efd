"""The few words that remind a coder of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.model.text import count_words
from ipe_coder.suggest.snippet import WORDS, snippet


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    assert snippet("We  agreed\nit.", {"agreed"}) == "We agreed it"


def test_the_stretch_with_the_telling_words_is_shown() -> None:
    text = "one two three four five six seven eight nine-day fortnight eleven twelve"
    assert (
        snippet(text, {"fortnight", "nine"})
        == "…three four five six seven eight nine-day fortnight…"
    )


def test_a_text_without_words_is_shown_as_it_is() -> None:
    assert snippet(" … ", set()) == "…"


@given(st.text(), st.sets(st.text(max_size=3)))
def test_a_snippet_is_never_long(text: str, telling: set[str]) -> None:
    found = snippet(text, telling)
    assert "\n" not in found
    assert count_words(found) <= WORDS
