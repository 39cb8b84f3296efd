"""Numbers of participants are told by one exact rule, with their base."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.analysis.wording import NumberRules, count_words, share
from ipe_coder.model.matrix import StanceCount, percent

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("k", "n", "words"),
    [
        (0, 1, "no recipient, of one"),
        (1, 1, "the one recipient"),
        (0, 2, "neither of the two recipients"),
        (1, 2, "one of the two recipients"),
        (2, 2, "both recipients"),
        (0, 5, "none of the five recipients"),
        (1, 5, "one of the five recipients"),
        (4, 5, "four of the five recipients"),
        (5, 5, "all five recipients"),
        (6, 7, "six of the seven recipients"),
        (7, 7, "all seven recipients"),
        (0, 8, "none of the eight recipients"),
        (1, 8, "one of the eight recipients"),
        (2, 8, "a few of the eight recipients"),
        (3, 8, "some of the eight recipients"),
        (4, 8, "half of the eight recipients"),
        (5, 8, "most of the eight recipients"),
        (7, 8, "most of the eight recipients"),
        (8, 8, "all eight recipients"),
        (1, 40, "one of the 40 recipients"),
        (10, 40, "a few of the 40 recipients"),
        (11, 40, "some of the 40 recipients"),
        (19, 40, "some of the 40 recipients"),
        (20, 40, "half of the 40 recipients"),
        (21, 40, "most of the 40 recipients"),
        (35, 40, "most of the 40 recipients"),
        (36, 40, "nearly all of the 40 recipients"),
        (39, 40, "nearly all of the 40 recipients"),
        (40, 40, "all 40 recipients"),
        (9, 10, "nearly all of the ten recipients"),
        (899, 1000, "most of the 1,000 recipients"),
        (900, 1000, "nearly all of the 1,000 recipients"),
    ],
)
def test_each_count_has_its_word(k: int, n: int, words: str) -> None:
    assert count_words(k, n, "recipients", "recipient") == words


def test_a_thing_that_nobody_raised_is_never_a_disagreement() -> None:
    for n in range(1, 60):
        words = count_words(0, n)
        assert "disagree" not in words
        assert words.startswith(("no", "none", "neither"))


def test_a_base_of_nobody_is_said() -> None:
    assert count_words(0, 0, "managers", "manager") == "no managers, as none were interviewed"
    assert share(0, 0) == "nobody interviewed"


@given(COUNTS)
def test_a_larger_count_never_has_a_smaller_word(count: tuple[int, int]) -> None:
    order = ["none", "one", "a few", "some", "half", "most", "nearly all", "all"]
    k, n = count
    if n < 8 or k == n:
        return
    first, second = (
        next(i for i, word in enumerate(order) if count_words(c, n).startswith(word))
        for c in (k, k + 1)
    )
    # `all` is found by its own start, so `all` and `nearly all` stay apart.
    assert first <= second


@given(COUNTS)
def test_a_word_keeps_its_meaning_whatever_the_base(count: tuple[int, int]) -> None:
    k, n = count
    words = count_words(k, n)
    part = Fraction(k, n)
    if n >= 8 and k > 1:
        assert words.startswith("a few") == (part <= Fraction(1, 4))
        assert words.startswith("half") == (part == Fraction(1, 2))
        assert words.startswith("nearly all") == (Fraction(9, 10) <= part < 1)
        assert words.startswith("all") == (part == 1)
    assert (str(n) in words.replace(",", "")) or n <= 10


def test_a_project_sets_its_own_rules_and_the_methods_text_says_them() -> None:
    rules = NumberRules(exact_below=4, few_to=Fraction(1, 5), nearly_all_from=Fraction(4, 5))
    assert count_words(1, 3, rules=rules) == "one of the three participants"
    assert count_words(4, 5, rules=rules) == "nearly all of the five participants"
    assert count_words(2, 8, rules=rules) == "some of the eight participants"
    assert "fewer than four" in rules.explain()
    assert "a fifth" in rules.explain()
    assert "4 in 5" in rules.explain()
    assert "a quarter" in NumberRules().explain()
    assert "9 in 10" in NumberRules().explain()


@pytest.mark.parametrize(
    ("k", "n", "printed"),
    [
        (4, 6, "4 of 6"),
        (0, 19, "0 of 19"),
        (10, 19, "10 of 19"),
        (10, 20, "50% (10 of 20)"),
        (0, 20, "0% (0 of 20)"),
        (20, 20, "100% (20 of 20)"),
        (1, 40, "3% (1 of 40)"),
        (1, 201, "under 1% (1 of 201)"),
        (200, 201, "over 99% (200 of 201)"),
    ],
)
def test_a_share_is_a_percentage_only_of_twenty_or_more(k: int, n: int, printed: str) -> None:
    assert share(k, n) == printed


def test_the_base_for_percentages_is_a_setting() -> None:
    assert share(5, 10, base_for_percent=10) == "50% (5 of 10)"
    assert share(12, 24, base_for_percent=50) == "12 of 24"


@given(COUNTS)
def test_only_nobody_is_0_and_only_everybody_100_per_cent(count: tuple[int, int]) -> None:
    k, n = count
    assert (percent(k, n) == "0%") == (k == 0)
    assert (percent(k, n) == "100%") == (k == n)


@pytest.mark.parametrize(("k", "n"), [(-1, 4), (5, 4)])
def test_a_count_larger_than_its_base_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="0 <= k <= n"):
        count_words(k, n)
    with pytest.raises(ValueError, match="0 <= k <= n"):
        share(k, n)


def test_stances_are_told_in_words_and_only_where_marked() -> None:
    assert StanceCount(2, 1, 1).words == "2 for, 1 against, 1 mixed"
    assert StanceCount(for_=2, neutral=1, unmarked=3).words == "2 for, 1 neutral, 3 not marked"
    assert StanceCount(unmarked=3).words == ""
