"""Any word in view is four keys away: the key that jumps, two letters and a label."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.language.sentences import sentence_spans
from ipe_coder.tui.widgets.transcript_labels import find_words
from ipe_coder.tui.widgets.transcript_units import Unit, Units
from tests.tui.interview import make_transcript

TRANSCRIPT = make_transcript()
TEXT = TRANSCRIPT.text
WORDS = list(Units(TRANSCRIPT, sentence_spans).within(Unit.WORD, 0, len(TEXT)))


def test_a_word_is_found_without_its_capitals_accents_and_brackets() -> None:
    for typed, words in (("laug", "[laughs]"), ("tieng", "tiếng"), ("NINE", "nine-day")):
        (start,) = find_words(TEXT, WORDS, typed, 0).starts
        assert TEXT[start:].lstrip("“\"'").startswith(words)


@given(st.sampled_from(WORDS), st.integers(0, len(TEXT)))
def test_two_letters_and_a_label_reach_any_word(word: tuple[int, int], near: int) -> None:
    start, end = word
    letters = [one for one in TEXT[start:end] if one.isalnum()]
    if not letters:
        return
    typed = "".join(letters[:2]) if len(letters) > 1 else f"{letters[0]} "
    found = find_words(TEXT, WORDS, typed, near)
    reached = {found.start_of(label) for label in found.labels}
    assert start in reached
    assert len(reached) == len(found.labels) == len(found.by_place)


@given(st.text("abehimstw", min_size=1, max_size=3), st.integers(0, len(TEXT)))
def test_no_label_is_a_letter_that_narrows_the_choice(typed: str, near: int) -> None:
    found = find_words(TEXT, WORDS, typed, near)
    for label in found.labels:
        assert find_words(TEXT, WORDS, typed + label, near).starts == ()
    distances = [abs(start - near) for start in found.starts]
    assert distances == sorted(distances)
