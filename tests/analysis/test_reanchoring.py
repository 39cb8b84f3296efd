"""Segments find their place again after a text was corrected, or are said to be lost."""

from __future__ import annotations

import itertools
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.analysis.reanchoring import (
    Edit,
    Outcome,
    Places,
    apply_edits,
    edits_between,
    reanchor,
    same_words,
)
from ipe_coder.model.segment import Anchor
from ipe_coder.model.spans import Span

WORDS = ["the", "leave", "form", "was", "hard", "x̂", "y̌", "👩‍👩‍👧", "🙂", "كَانَ", "ŵyl",
         "[laughs]", "don't", "e\u0301", "now.", "No", "\n", "?"]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)
cuts = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), texts), max_size=6)


def made_edits(text: str, wanted: list[tuple[int, int, str]]) -> list[Edit]:
    """Make edits that fit a text out of any numbers."""
    found: list[Edit] = []
    for start, length, words in sorted(wanted):
        end = min(start + length, len(text))
        if start <= len(text) and (not found or start > found[-1].end):
            found.append(Edit(start, end, words))
    return found


def all_spans(text: str, seed: int) -> list[Span]:
    source = random.Random(seed)
    ends = [sorted(source.sample(range(len(text) + 1), 2)) for _ in range(30)] if text else []
    return [Span(start, end) for start, end in ends]


def one(old: str, new: str, quote: str) -> tuple[Outcome, str]:
    """Say what becomes of a quotation, and what stands in its place."""
    start = old.index(quote)
    edits = edits_between(old, new)
    (found,) = reanchor([Span(start, start + len(quote))], old, new, edits)
    return found, found.span.of(new) if found.span else ""


@given(texts, texts)
def test_what_was_changed_leads_from_one_text_to_the_other(old: str, new: str) -> None:
    edits = edits_between(old, new)
    assert apply_edits(old, edits) == new
    for first, second in itertools.pairwise(edits):
        assert first.end < second.start


@given(texts, cuts, st.integers(0, 99), st.booleans())
def test_every_segment_is_accounted_for_and_its_words_are_what_stands_there(
    old: str, wanted: list[tuple[int, int, str]], seed: int, known: bool
) -> None:
    edits = made_edits(old, wanted)
    new = apply_edits(old, edits)
    spans = all_spans(old, seed)
    found = reanchor(spans, old, new, edits if known else edits_between(old, new), known=known)
    assert len(found) == len(spans)
    for span, outcome in zip(spans, found, strict=True):
        if outcome.anchor is Anchor.LOST:
            assert outcome.span is None
            continue
        assert outcome.span is not None
        assert outcome.span.end <= len(new)
        same = outcome.span.of(new) == span.of(old)
        assert same == (outcome.anchor is not Anchor.CHANGED)
        assert (outcome.span == span and same) == (outcome.anchor is Anchor.KEPT)


@given(texts, st.integers(0, 99))
def test_a_text_that_is_the_same_keeps_all(old: str, seed: int) -> None:
    spans = all_spans(old, seed)
    assert edits_between(old, old) == ()
    assert reanchor(spans, old, old, ()) == [Outcome(Anchor.KEPT, span) for span in spans]


@given(texts, cuts, st.integers(0, 99))
def test_segments_that_no_edit_touches_have_their_words_where_the_edits_put_them(
    old: str, wanted: list[tuple[int, int, str]], seed: int
) -> None:
    edits = made_edits(old, wanted)
    new = apply_edits(old, edits)
    for span in all_spans(old, seed):
        if any(edit.start < span.end and edit.end > span.start for edit in edits):
            continue
        shift = sum(
            len(edit.words) - (edit.end - edit.start) for edit in edits if edit.end <= span.start
        )
        (found,) = reanchor([span], old, new, edits)
        assert found.span == Span(span.start + shift, span.end + shift)


OLD = "It was hard at first. Then we got the new leaflet, and people asked. I was glad of it."


@pytest.mark.parametrize(
    ("new", "quote", "anchor", "words"),
    [
        (OLD + " Yes.", "people asked", Anchor.KEPT, "people asked"),
        ("Well. " + OLD, "people asked", Anchor.MOVED, "people asked"),
        (OLD.replace("leaflet", "letter"), "Then we got the new leaflet", Anchor.CHANGED,
         "Then we got the new letter"),
        (OLD.replace("the new leaflet", "a very new leaflet"), "the new leaflet, and people asked",
         Anchor.CHANGED, "a very new leaflet, and people asked"),
        (OLD.replace("and people asked", "and 👩‍👩‍👧 people asked"), "new leaflet, and people",
         Anchor.CHANGED, "new leaflet, and 👩‍👩‍👧 people"),
        (OLD.replace(" Then we got the new leaflet, and people asked.", ""), "people asked",
         Anchor.LOST, ""),
        (OLD.replace("Then we got the new leaflet, and people asked.", "Nobody came back to us."),
         "we got the new leaflet, and people", Anchor.LOST, ""),
        ("I was glad of it. It was hard at first. Then we got the new leaflet, and people asked.",
         "I was glad of it", Anchor.MOVED, "I was glad of it"),
        ("I was so glad of it. It was hard at first. Then we got the new leaflet, and people.",
         "I was glad of it", Anchor.CHANGED, "I was so glad of it"),
        ("", "people asked", Anchor.LOST, ""),
    ],
)  # fmt: skip
def test_a_passage_is_kept_moved_changed_or_lost(
    new: str, quote: str, anchor: Anchor, words: str
) -> None:
    found, stands = one(OLD, new, quote)
    assert (found.anchor, stands) == (anchor, words)


def test_turns_in_another_order_take_their_segments_with_them() -> None:
    turns = [
        f"Turn {n} speaks of thing {n * 7} and of thing {n * 11} at length." for n in range(40)
    ]
    old = "\n".join(turns)
    random.Random(3).shuffle(turns)
    new = "\n".join(turns)
    spans = []
    for n in range(40):
        start = old.index(f"Turn {n} speaks")
        spans.append(Span(start, old.index("\n", start) if "\n" in old[start:] else len(old)))
    found = reanchor(spans, old, new, edits_between(old, new))
    assert {one.anchor for one in found} <= {Anchor.KEPT, Anchor.MOVED}
    for span, outcome in zip(spans, found, strict=True):
        assert outcome.span is not None
        assert outcome.span.of(new) == span.of(old)


def test_a_word_said_again_elsewhere_is_not_taken_for_the_one_that_went() -> None:
    found, _ = one("Yes. I think so. Yes.", "I think so. Yes. Yes, and yes.", "Yes")
    assert found.span is None or found.anchor is not Anchor.MOVED


def test_a_term_in_place_of_a_name_keeps_its_place_however_unlike_it_is() -> None:
    old = "Ask Priya about it."
    edits = [Edit(4, 9, "[colleague 1]")]
    new = apply_edits(old, edits)
    found = reanchor([Span(4, 9), Span(0, 9), Span(10, 18)], old, new, edits, known=True)
    assert [one.span.of(new) for one in found if one.span] == [
        "[colleague 1]", "Ask [colleague 1]", "about it",
    ]  # fmt: skip
    assert [one.anchor for one in found] == [Anchor.CHANGED, Anchor.CHANGED, Anchor.MOVED]


def test_edits_that_do_not_fit_are_refused() -> None:
    for edits in ([Edit(2, 9, "")], [Edit(2, 4, ""), Edit(3, 5, "")], [Edit(3, 2, "")]):
        with pytest.raises(ValueError, match="does not fit"):
            apply_edits("hello", edits)


def test_a_turn_takes_what_is_written_at_its_edges() -> None:
    old = "one\ntwo"
    edits = [Edit(3, 3, " more"), Edit(4, 4, "now ")]
    places = Places(edits)
    new = apply_edits(old, edits)
    assert [new[slice(*places.around(start, end))] for start, end in ((0, 3), (4, 7))] == [
        "one more", "now two",
    ]  # fmt: skip


def test_same_words_are_those_that_differ_in_marks_and_case_alone() -> None:
    assert same_words("It's “hard”, she said.", "it’s 'hard' she  said")
    assert not same_words("I did like it", "I did not like it")


def test_long_texts_are_compared_without_a_quadratic_wait() -> None:
    source = random.Random(5)
    vocabulary = [f"w{n}" for n in range(3000)]
    words = [source.choice(vocabulary) for _ in range(30_000)]
    other = [source.choice(vocabulary) for _ in range(30_000)]
    mended = list(words)
    for _ in range(200):
        mended[source.randrange(30_000)] = "mended"
    old = " ".join(words)
    for new in (" ".join(mended), " ".join(other), "", " ".join(words[15_000:] + words[:15_000])):
        began = time.process_time()
        assert apply_edits(old, edits_between(old, new)) == new
        assert time.process_time() - began < 20
