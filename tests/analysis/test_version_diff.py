"""What differs between two versions of a transcript is shown turn by turn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.analysis.version_diff import Piece, changed_turns
from ipe_coder.model.transcript import Source, Speaker, Transcript, Turn

SAME, INSERTED, REMOVED = Piece.SAME, Piece.INSERTED, Piece.REMOVED
Said = list[tuple[str, str]]


def transcript(said: Said) -> Transcript:
    """Make a transcript of labels and words."""
    labels = list(dict.fromkeys(label for label, _ in said))
    turns, text = [], ""
    for index, (label, words) in enumerate(said):
        text += "\n" if text else ""
        turns.append(Turn(index, len(text), len(text) + len(words), labels.index(label)))
        text += words
    voices = tuple(map(Speaker, labels))
    return Transcript("t", "s", "T", text, tuple(turns), voices, Source("t.txt", "text", "", 0))


OLD: Said = [
    ("INT", "How was it?"),
    ("P1", "It was a suprise to us. So they came? Yes."),
    ("INT", "Mm."),
    ("P1", "They ran together [laughs]."),
]


def test_words_speakers_and_whole_turns_that_differ_are_told_apart() -> None:
    new: Said = [
        ("INT", "How was it?"),
        ("P1", "It was a surprise to us."),
        ("INT", "So they came?"),
        ("P1", "Yes."),
        ("P2", "They ran together [laughs]."),
    ]
    found = changed_turns(transcript(OLD), transcript(new))
    assert [(one.number, one.speaker, one.was) for one in found] == [
        (1, "P1", ""), (2, "INT", "P1"), (None, "INT", ""), (4, "P2", "P1"),
    ]  # fmt: skip
    words = [pair for pair in found[0].pieces if pair[0] is not SAME and pair[1].strip()]
    assert words == [(REMOVED, "suprise"), (INSERTED, "surprise")]
    assert found[2].pieces == ((REMOVED, "Mm."),)


def test_the_same_text_has_no_turn_that_differs() -> None:
    assert changed_turns(transcript(OLD), transcript(OLD)) == []


PIECES = st.sampled_from(["a", "b", "c", ".", "?", "[laughs]", "é", "🙂"])
LINES = st.lists(
    st.tuples(
        st.sampled_from(["INT", "P1", "P2"]),
        st.lists(PIECES, min_size=1, max_size=6).map(" ".join),
    ),
    min_size=1,
    max_size=8,
)


@given(LINES, LINES)
def test_the_pieces_of_a_turn_are_its_words_and_none_is_left_unsaid(old: Said, new: Said) -> None:
    before, now = transcript(old), transcript(new)
    found = changed_turns(before, now)
    listed = {one.number for one in found}
    removed = "".join(w for one in found for kind, w in one.pieces if kind is REMOVED)
    kept = ""
    for turn in now.turns:
        words = now.text[turn.start : turn.end]
        pieces = [one.pieces for one in found if one.number == turn.index]
        for own in pieces:
            shown = "".join(words for kind, words in own if kind is not REMOVED)
            assert shown.strip("\n") == words
            kept += "".join(words for kind, words in own if kind is SAME)
        if turn.index not in listed:
            kept += words
    assert sorted((kept + removed).replace("\n", "")) == sorted(before.text.replace("\n", ""))
