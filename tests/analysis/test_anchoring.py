from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ipe_coder.analysis.anchoring import LEAST_SCORE, find_quote
from ipe_coder.errors import AmbiguousNameError, NotFoundError, UsageError
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean

TEXT = (
    "Int: How did you go about asking for it?\n"
    "SW03: I filled in the form over a weekend, and it came back from HR with two questions "
    "about court dates. My manager had already said yes by then. To be honest, most of us just "
    "agree it between ourselves. If you wait for the paperwork you lose the month.\n"
    "Int: And does it hold, once it is agreed?\n"
    "SW03: Mostly. You swap the day, or you bank it. [laughs] "
    "It’s “daft” – I know, \U0001f642 it is.\n"
)


def found(quote: str, near: int | None = None) -> tuple[str, float]:
    place = find_quote(TEXT, quote, near=near)
    return place.span.of(TEXT), round(place.score, 1)


class TestExact:
    def test_a_quotation_is_found_where_it_stands(self) -> None:
        quote = "most of us just agree it between ourselves"
        place = find_quote(TEXT, quote)
        assert place.span == Span(TEXT.index(quote), TEXT.index(quote) + len(quote))
        assert place.score == 100

    def test_offsets_count_an_emoji_as_one(self) -> None:
        assert found("\U0001f642 it is") == ("\U0001f642 it is", 100)

    def test_a_quotation_may_run_over_two_turns(self) -> None:
        assert found("lose the month.\nInt: And")[0] == "lose the month.\nInt: And"

    def test_a_place_of_whole_words_comes_before_one_inside_a_word(self) -> None:
        assert find_quote("the informed form of it", "form").span == Span(13, 17)

    def test_a_word_inside_a_word_is_found_if_there_is_no_other(self) -> None:
        assert find_quote("they informed us", "form").span == Span(7, 11)

    def test_two_places_are_an_error_that_names_both(self) -> None:
        with pytest.raises(AmbiguousNameError) as caught:
            find_quote(TEXT, "Int:")
        said = str(caught.value)
        second = TEXT.rindex("Int:")
        assert "fits at 0 (“Int: How did you" in said
        assert f"and at {second} (“…" in said
        assert "lose the month. Int: And does it" in said
        assert caught.value.exit_code == 2

    def test_the_place_nearest_to_a_known_offset_is_taken(self) -> None:
        assert find_quote(TEXT, "Int:", near=300).span.start == TEXT.rindex("Int:")
        assert find_quote(TEXT, "Int:", near=5).span.start == 0

    def test_two_places_equally_near_are_still_an_error(self) -> None:
        with pytest.raises(AmbiguousNameError):
            find_quote("yes, or yes", "yes", near=4)

    def test_more_than_two_places_are_counted(self) -> None:
        with pytest.raises(AmbiguousNameError, match=r"fits at 0 .* and at 5 .*, and 2 more\."):
            find_quote("yes, yes, yes, yes", "yes")


class TestSameWords:
    @pytest.mark.parametrize(
        "quote",
        [
            "MOST OF US JUST AGREE IT",
            "“most of us just agree it”",
            "  most of us\n just agree   it ",
            "'Most of us just agree it'",
        ],
    )
    def test_case_spaces_and_quotation_marks_do_not_matter(self, quote: str) -> None:
        assert found(quote) == ("most of us just agree it", 100)

    def test_straight_marks_and_hyphens_find_printed_ones(self) -> None:
        assert found('It\'s "daft" - I know') == ("It’s “daft” – I know", 100)

    def test_letters_that_grow_in_lower_case_do_not_shift_the_place(self) -> None:
        text = "İİİ she said yes"
        assert find_quote(text, "She Said").span.of(text) == "she said"

    def test_a_decomposed_accent_finds_the_composed_one(self) -> None:
        assert find_quote("at the café now", "cafe\u0301 now").span == Span(7, 15)


class TestLikest:
    @pytest.mark.parametrize(
        ("quote", "words"),
        [
            (
                "most of us jsut agre it between ourselfs",
                "most of us just agree it between ourselves.",
            ),
            (
                "I filled the form over the weekend and it came back from HR",
                "I filled in the form over a weekend, and it came back from HR",
            ),
            (
                "If you wait for paperwork you lose the month",
                "If you wait for the paperwork you lose the month.",
            ),
        ],
    )
    def test_a_quotation_with_slips_is_found_with_its_score(self, quote: str, words: str) -> None:
        text, score = found(quote)
        assert text.rstrip(".") == words.rstrip(".")
        assert LEAST_SCORE <= score < 100

    def test_what_is_not_there_names_the_nearest(self) -> None:
        with pytest.raises(NotFoundError) as caught:
            find_quote(TEXT, "If you wait for a taxi you lose an hour")
        said = str(caught.value)
        assert said.startswith("The quotation “If you wait for a taxi you lose an hour” is not")
        assert f"at {TEXT.index('If you')}, is “If you wait for the paperwork you lose" in said
        assert "of 100. Check its words." in said

    def test_two_places_equally_like_are_an_error(self) -> None:
        text = "She swapped the shift twice. Later on he swapped the shift twice as well."
        with pytest.raises(AmbiguousNameError, match=r"fits at 4 .* and at 41 "):
            find_quote(text, "swaped the shfit twice")

    def test_of_two_places_equally_like_the_nearest_is_taken(self) -> None:
        text = "We agreed it in the teem meeting. " * 2
        place = find_quote(text, "agreed it in the team meeting", near=40)
        assert place.span.of(text) == "agreed it in the teem meeting"
        assert place.span.start > 30

    @pytest.mark.parametrize("text", ["", "short"])
    def test_a_text_shorter_than_the_quotation_does_not_hold_it(self, text: str) -> None:
        with pytest.raises(NotFoundError):
            find_quote(text, "a long quotation of many words")

    @pytest.mark.parametrize("quote", ["", "  \n", "\ufeff"])
    def test_an_empty_quotation_is_refused(self, quote: str) -> None:
        with pytest.raises(UsageError, match="The quotation is empty"):
            find_quote(TEXT, quote)

    @pytest.mark.parametrize("quote", ["“”", "''", "–"])
    def test_a_quotation_of_marks_alone_is_not_found(self, quote: str) -> None:
        with pytest.raises(NotFoundError):
            find_quote("nothing of the kind", quote)

    @pytest.mark.parametrize("words", [8, 60, 400, 2000])
    def test_a_long_text_gives_the_place_of_a_damaged_quotation(self, words: int) -> None:
        chance = random.Random(words)
        vocabulary = ["".join(chance.choices("abcdefghilmnoprstuvw", k=length)) for length in
                      chance.choices(range(2, 10), k=3000)]  # fmt: skip
        said = chance.choices(vocabulary, k=30_000)
        text = " ".join(said)
        first = 11_000
        start = len(" ".join(said[:first])) + 1
        true = " ".join(said[first : first + words])
        kept = [word for place, word in enumerate(said[first : first + words]) if place % 12 != 5]
        place = find_quote(text, " ".join(kept))
        assert place.span == Span(start, start + len(true))
        assert place.score > 90


class TestAnyText:
    @given(st.text(min_size=1, max_size=300), st.data())
    def test_what_is_cut_out_is_found_again(self, raw: str, data: st.DataObject) -> None:
        text = clean(raw).text
        assume(text.strip())
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        quote = text[start:end]
        assume(quote.strip() and clean(quote).text == quote)
        place = find_quote(text, quote, near=start) if quote in text else None
        assert place is not None
        assert place.span.of(text) == quote
        assert place.score == 100

    @given(st.text(max_size=200), st.text(max_size=60))
    def test_any_text_and_quotation_give_a_place_or_a_clear_refusal(
        self, raw: str, quote: str
    ) -> None:
        text = clean(raw).text
        try:
            place = find_quote(text, quote)
        except UsageError:
            return
        assert 0 <= place.span.start < place.span.end <= len(text)
        assert LEAST_SCORE <= place.score <= 100
