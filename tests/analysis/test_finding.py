"""Search: what researchers type finds what people said, and every hit is where it says."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.analysis.finding import make_finder
from ipe_coder.analysis.patterns import PatternFinder
from ipe_coder.errors import UsageError
from ipe_coder.model.search import Match
from ipe_coder.model.text import clean, fold


def _found(wanted: str, text: str, *, regex: bool = False, **how: bool) -> list[str]:
    finder = make_finder(wanted, Match.PATTERN if regex else Match.WORDS, **how)
    try:
        return [span.of(text) for span in finder(text)]
    finally:
        finder.close()


def _stems(wanted: str, text: str) -> list[str]:
    return [span.of(text) for span in make_finder(wanted, Match.STEMS)(text)]


def test_case_makes_no_difference_and_offsets_stay_true() -> None:
    assert _found("duty", "Duty. DUTY, duty") == ["Duty", "DUTY", "duty"]
    assert _found("izmir", "İzmir, and izmir again") == ["izmir"]
    assert _found("straße", "İ STRAßE") == ["STRAßE"]


def test_straight_and_curly_quotes_and_dashes_are_alike() -> None:
    assert _found("don't", "I don’t, I don't") == ["don’t", "don't"]
    assert _found("nine-day", "nine‑day and nine–day") == ["nine‑day", "nine–day"]
    assert _found('"well"', "“well”") == ["“well”"]


def test_a_space_stands_for_any_white_space() -> None:
    assert _found("role of  manager", "role\nof\u00a0manager") == ["role\nof\u00a0manager"]


def test_search_words_are_no_patterns() -> None:
    assert _found("[laughs]", "fine [laughs] yes") == ["[laughs]"]
    assert _found("a.c", "abc a.c") == ["a.c"]
    assert _found("why?", "Why? Wh") == ["Why?"]


def test_patterns_know_lines_and_leave_out_empty_hits() -> None:
    assert _found("^i .*$", "I see\nWe see\nI go", regex=True) == ["I see", "I go"]
    assert _found("x*", "axxb", regex=True) == ["xx"]


@pytest.mark.parametrize("pattern", ["(", "[", "(?P<a", "a{99999999999999}", "*"])
def test_what_is_no_pattern_is_told(pattern: str) -> None:
    with pytest.raises(UsageError):
        make_finder(pattern, Match.PATTERN)


def test_whole_words_are_found_beside_parts_of_longer_ones() -> None:
    assert _found("duty", "heavyduty duty, duty-free dutyfree", whole=True) == ["duty", "duty"]
    assert _found("a a", "xa a a", whole=True) == ["a a"]
    assert _found("été", "étés été", whole=True) == ["été"]
    assert _found("e", "e\u0308\u0323x e", whole=True) == ["e"]


def test_capitals_differ_where_that_is_wanted() -> None:
    assert _found("Duty", "duty Duty", case=True) == ["Duty"]
    assert _found("Ärger", "ärger Ärger", case=True) == ["Ärger"]
    assert _found("d.ty", "duty Duty", regex=True, case=True) == ["duty"]


def test_stems_find_every_ending_and_no_other_word() -> None:
    text = "Managers manage; my manager’s management. Mane, mismanaged, dying to die."
    assert _stems("managing", text) == ["Managers", "manage", "manager’s", "management"]
    assert _stems("dies", text) == ["dying", "die"]
    assert _stems("café", "Cafés and café") == ["Cafés", "café"]


def test_a_phrase_of_stems_goes_over_punctuation_but_no_word() -> None:
    text = "supported managers; support, manager. supporting my manager. support manager"
    assert _stems("support manager", text) == [
        "supported managers", "support, manager", "support manager",
    ]  # fmt: skip
    with pytest.raises(UsageError):
        make_finder("…", Match.STEMS)


def test_no_hit_cuts_a_character() -> None:
    text = "x\u0302 woman 👩\u200d🔧 👍🏽 🇬🇧🇫🇷 नमस्ते"
    assert _found("x", text) == ["x\u0302"]
    assert _found("👩", text) == ["👩\u200d🔧"]
    assert _found("👍", text) == ["👍🏽"]
    assert _found("🇬", text) == ["🇬🇧"]
    assert _found("म", text) == ["म"]
    assert _found("स", text) == ["स्"]
    assert _found(".", "x\u0302a", regex=True) == ["x\u0302", "a"]


def test_a_pattern_that_would_take_years_is_ended_and_told() -> None:
    finder = PatternFinder(r"(a+)+$", patience=0.3)
    assert list(finder("aaa")) == [(0, 3)]
    with pytest.raises(UsageError, match="takes too long"):
        finder("a" * 60 + "b")


def test_composed_and_combining_letters_are_alike() -> None:
    text = clean("un cafe\u0301").text
    assert _found("CAFE\u0301", text) == ["café"]


@given(st.text(min_size=1), st.text(), st.text())
def test_a_word_of_a_text_is_found_in_it(word: str, before: str, after: str) -> None:
    wanted = clean(word).text.strip()
    if not wanted:
        return
    text = before + wanted + after
    spans = list(make_finder(wanted)(text))
    assert spans
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


@given(st.text(alphabet="ab ", min_size=1, max_size=3), st.text(alphabet="abAB ", max_size=40))
def test_every_hit_reads_as_was_wanted(wanted: str, text: str) -> None:
    if not wanted.strip():
        return
    plain = " ".join(wanted.split())
    assert all(" ".join(fold(one).split()) == plain for one in _found(wanted, text))
