"""What the cursor moves by, and what suggestions are made for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.text import clean, word_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_plain_sentences_are_found_without_the_space_between_them() -> None:
    assert sentences("  We tried it.  It worked! Did it?\tYes. ") == [
        "We tried it.", "It worked!", "Did it?", "Yes.",
    ]  # fmt: skip


def test_a_line_feed_always_ends_a_sentence() -> None:
    assert sentences("We tried it\nand then\n\n it worked.") == [
        "We tried it", "and then", "it worked.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Smith and Dr. Patel came to see Mrs. Jones.",
        "We had e.g. Fridays, i.e. every other one, etc. and so on.",
        "J. Smith, J. A. Smith and the U.S. Government agreed.",
        "It was 3.5 per cent at 10.30 on 1.2.2024.",
        "She lives in St. Mary's, approx. 5 miles from No. 7, see p. 12.",
        "We met at 9 a.m. on the dot.",
        "I just... well… carried on.",
        "Look at www.example.org or write to a.b@example.org now.",
        "“Why?” she said, and 'no.' he said.",
        "I said (why not?) that it would do.",
        "It was [laughs] fine.",
        "1. First of all.",
        "We met on Jan. 5 at the dept. meeting.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What?! Really?? No... Then go.", ["What?!", "Really??", "No...", "Then go."]),
        ("“I left.” “Why?” (He did.) So.", ["“I left.”", "“Why?”", "(He did.)", "So."]),
        ("So did I. Then we took plan B. It was fine.",
         ["So did I.", "Then we took plan B.", "It was fine."]),
        ("I said no. It was at 9 p.m. We left.", ["I said no.", "It was at 9 p.m.", "We left."]),
        ("He works for the dept. They know.", ["He works for the dept.", "They know."]),
        ("ok. so then we left. yeah", ["ok.", "so then we left.", "yeah"]),
        ("It was 5. Then 6.", ["It was 5.", "Then 6."]),
        ("هل أنت بخير؟ نعم.", ["هل أنت بخير؟", "نعم."]),
        ("Τι κάνεις; Καλά.", ["Τι κάνεις;", "Καλά."]),
        ("a day off; half of it.", ["a day off; half of it."]),
        ("我很好。你呢？", ["我很好。", "你呢？"]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_would_end_them(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_a_remark_stays_with_what_was_said_before_it() -> None:
    assert sentences("You bank it. [laughs] I have banked a week. (pause) Yes.") == [
        "You bank it. [laughs]", "I have banked a week. (pause)", "Yes.",
    ]  # fmt: skip


def test_a_name_in_brackets_begins_its_sentence() -> None:
    assert sentences("It was good. [Manager] was fine with it.") == [
        "It was good.", "[Manager] was fine with it.",
    ]  # fmt: skip


def test_a_turn_without_words_is_still_something_to_stand_on() -> None:
    assert sentences("...") == ["..."]
    assert sentences("[laughs]") == ["[laughs]"]
    assert sentences("Well. —") == ["Well. —"]
    assert sentences("... And then.") == ["... And then."]


def test_only_the_stretch_asked_for_is_split() -> None:
    text = "One two. Three four. Five."
    assert sentence_spans(text, 4, 14) == [(4, 8), (9, 14)]
    assert sentence_spans(text, 8, 9) == []


TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from(list(" \n\t.!?…;:'\"()[]abAB1é؟。Mr")), st.characters())
).map(lambda text: clean(text).text)


@given(TEXTS, st.data())
def test_sentences_hold_every_word_and_nothing_else(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentence_spans(text, start, end)
    last = start
    for begin, stop in spans:
        assert last <= begin < stop <= end
        assert text[begin:stop] == text[begin:stop].strip()
        assert "\n" not in text[begin:stop]
        assert not text[last:begin].strip()
        last = stop
    assert not text[last:end].strip()
    words = word_spans(text, start, end)
    assert all(any(b <= first and last <= e for b, e in spans) for first, last in words)


@given(TEXTS)
def test_lines_can_be_split_one_by_one(text: str) -> None:
    whole = sentence_spans(text)
    found, start = [], 0
    for line in text.split("\n"):
        found += sentence_spans(text, start, start + len(line))
        start += len(line) + 1
    assert found == whole


def test_odd_texts_are_split_as_fast_as_ordinary_ones() -> None:
    for odd in (". " * 100_000, "a. " * 50_000, "[a] " * 50_000, "." * 200_000, "1. " * 50_000):
        assert sentence_spans(odd)
