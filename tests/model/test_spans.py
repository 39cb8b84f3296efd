"""Places in a text are half-open stretches of code points, and whose words they are is exact."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.model.spans import Span, union
from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Transcript
from tests.factories import study

SPANS = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1]))
TALK = st.lists(
    st.tuples(
        st.sampled_from(["I", "P1", "Ann", "?"]),
        st.lists(st.sampled_from(["yes", "🙂", "x̂", "ŵyl", "كَانَ", "[/]", "don't"]), max_size=5),
    ),
    min_size=1,
    max_size=6,
)
TRANSCRIPTS = TALK.map(
    lambda turns: study(
        " | ".join(f"{label}: {' '.join(words)} end" for label, words in turns)
    ).transcript()
)


def places(span: Span) -> set[int]:
    return set(range(span.start, span.end))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_stretch_of_nothing_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="start < end"):
        Span(start, end)


@given(SPANS, SPANS)
def test_stretches_behave_as_the_places_they_hold(one: Span, other: Span) -> None:
    shared = places(one) & places(other)
    found = one.intersection(other)
    assert one.overlaps(other) == bool(shared) == (found is not None)
    assert (places(found) if found else set()) == shared
    assert one.contains(other) == (places(other) <= places(one))
    assert len(one) == len(places(one))


@given(st.lists(SPANS, max_size=8))
def test_a_union_holds_every_place_once(spans: list[Span]) -> None:
    merged = union(spans)
    held = [place for span in merged for place in range(span.start, span.end)]
    assert held == sorted({place for span in spans for place in places(span)})
    assert all(one.end < other.start for one, other in itertools.pairwise(merged))


@given(TRANSCRIPTS, st.data())
def test_every_place_is_in_the_turn_that_is_found_for_it(
    transcript: Transcript, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(transcript.text) + 3))
    found = transcript.turn_at(place)
    begun = [turn for turn in transcript.turns if turn.start <= place]
    assert found == begun[-1]
    assert transcript.speaker_of(found) is transcript.speakers[found.speaker]


@given(TRANSCRIPTS, SPANS)
def test_turns_and_words_of_a_stretch_are_those_that_lie_in_it(
    transcript: Transcript, span: Span
) -> None:
    turns = [turn for turn in transcript.turns if turn.span.overlaps(span)]
    assert transcript.turns_in(span) == turns
    voices = dict(transcript.voices_in(span))
    assert list(voices) == list(dict.fromkeys(turn.speaker for turn in turns))
    for speaker, words in voices.items():
        own = [
            part.of(transcript.text)
            for turn in turns
            if turn.speaker == speaker and (part := turn.span.intersection(span)) is not None
        ]
        assert words == sum(map(count_words, own))
    assert sum(voices.values()) >= count_words(span.of(transcript.text).replace("\n", " "))


@given(TRANSCRIPTS)
def test_turns_cover_all_words_of_a_text(transcript: Transcript) -> None:
    whole = Span(0, len(transcript.text))
    assert sum(words for _, words in transcript.voices_in(whole)) == count_words(transcript.text)


def test_a_text_without_turns_has_nobodys_words() -> None:
    sketch = study("P1: words")
    transcript = Transcript(
        "t", "s", "T", sketch.text, (), sketch.draft.speakers, sketch.draft.source
    )
    assert transcript.turns_in(Span(0, 3)) == []
    assert transcript.voices_in(Span(0, 3)) == ()
