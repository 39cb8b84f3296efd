"""Every text takes one form before it is stored, and its words are counted as people count."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.model.text import REPLACEMENT, clean, clean_name, count_words, fold, word_spans

ANYTHING = st.text(st.characters(exclude_categories=[]))  # lone surrogates and controls too
CHARS = "ab é’'-.\n\t\r\x00\x0b\x0c\x1c\x1f\x7f\x85\u2028\u2029\ufeff\u200d\u0301\u0302\u064e"
TRICKY = st.text(st.sampled_from(CHARS + "\ud83d\ude42\ud800🙂İǆŵلهe"))
TEXTS = st.one_of(ANYTHING, TRICKY)


@given(TEXTS)
def test_a_stored_text_stays_as_it_is_when_it_is_stored_again(text: str) -> None:
    once = clean(text).text
    assert clean(once) == (once, 0)


@given(TEXTS)
def test_a_stored_text_is_composed_and_holds_nothing_forbidden(text: str) -> None:
    stored, replaced = clean(text)
    assert unicodedata.is_normalized("NFC", stored)
    stored.encode()  # refuses lone surrogates
    assert "\ufeff" not in stored
    controls = [char for char in stored if unicodedata.category(char) == "Cc"]
    assert set(controls) <= {"\n", "\t"}
    assert replaced <= stored.count(REPLACEMENT)


@pytest.mark.parametrize(
    ("text", "stored", "replaced"),
    [
        ("\ufeffHello", "Hello", 0),
        ("\ufeff\ufeffHello\ufeff", "Hello", 0),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh", 0),
        ("a\r\n\r\nb", "a\n\nb", 0),
        ("cafe\u0301", "café", 0),
        ("tab\there", "tab\there", 0),
        ("a\x00b\x07c\x7f", "a\ufffdb\ufffdc\ufffd", 3),
        ("\ud83d\ude42 ok", "🙂 ok", 0),
        ("\ud83d ok \ude42", "\ufffd ok \ufffd", 2),
        ("\x93quoted\x94", "\ufffdquoted\ufffd", 2),
        ("[laughs] [/]", "[laughs] [/]", 0),
        ("Mae'n ŵyl, llŷ, كَانَ", "Mae'n ŵyl, llŷ, كَانَ", 0),
    ],
)
def test_what_becomes_of_odd_characters(text: str, stored: str, replaced: int) -> None:
    assert clean(text) == (stored, replaced)


@given(TEXTS)
def test_a_name_is_one_line_without_blanks_around_it(text: str) -> None:
    name = clean_name(text)
    assert name == " ".join(name.split())
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        (" - … [/] — 🙂 👩‍👩‍👧", 0),
        ("Mm, yes.", 2),
        ("I don't, and it’s a well-being co‑op", 7),
        ("'quoted' -dashed- words-", 3),
        ("[laughs] 1,000 people", 4),
        ("Mae'n ŵyl bob dydd, a llŷ yw'r lle", 8),
        ("كَانَ مُفِيدًا جِدًّا", 3),
        ("हिन्दी में बात", 3),
        ("می‌خواهم", 1),
        ("x̂ y̌", 2),
        ("nai\u0308ve", 1),
        ("soft\u00adhyphen", 1),
    ],
)
def test_words_are_counted_as_a_reader_does(text: str, number: int) -> None:
    assert count_words(clean(text).text) == number


@given(TEXTS)
def test_counting_and_finding_words_agree(text: str) -> None:
    stored = clean(text).text
    spans = word_spans(stored)
    assert count_words(stored) == len(spans)
    assert all(stored[start:end].split() == [stored[start:end]] for start, end in spans)
    assert spans == sorted(spans)


@given(TEXTS, st.integers(0, 20), st.integers(0, 20))
def test_words_between_two_places_lie_between_them(text: str, start: int, length: int) -> None:
    stored = clean(text).text
    for first, last in word_spans(stored, start, start + length):
        assert start <= first < last <= start + length


@given(TEXTS)
def test_folding_case_keeps_every_place(text: str) -> None:
    stored = clean(text).text
    assert len(fold(stored)) == len(stored)
    assert fold(fold(stored)) == fold(stored)
