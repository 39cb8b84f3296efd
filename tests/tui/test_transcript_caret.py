"""Moving and selecting in a transcript, apart from any screen."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.language.sentences import sentence_spans
from ipe_coder.tui.rendering import divide
from ipe_coder.tui.widgets.transcript_caret import Caret
from ipe_coder.tui.widgets.transcript_units import Unit, Units
from tests.tui.interview import make_transcript

TRANSCRIPT = make_transcript()
TEXT = TRANSCRIPT.text
UNITS = Units(TRANSCRIPT, sentence_spans)

LETTERS = {
    "j": (Unit.SENTENCE, True), "k": (Unit.SENTENCE, False),
    "l": (Unit.WORD, True), "h": (Unit.WORD, False),
    ">": (Unit.CLAUSE, True), "<": (Unit.CLAUSE, False),
    "J": (Unit.TURN, True), "K": (Unit.TURN, False),
    "L": (Unit.CHARACTER, True), "H": (Unit.CHARACTER, False),
}  # fmt: skip
EDGES = {
    "[": ("grow", False), "]": ("grow", True), "{": ("shrink", False), "}": ("shrink", True),
}  # fmt: skip


def at(words: str) -> Caret:
    """Stand on the sentence in which some words stand."""
    return Caret.at_start(UNITS).to(TEXT.index(words))


def press(caret: Caret, keys: str) -> Caret:
    for key in keys:
        if key in LETTERS:
            caret = caret.step(*LETTERS[key])
        elif key in EDGES:
            name, at_end = EDGES[key]
            caret = getattr(caret, name)(Unit.WORD, at_end)
        elif key == "v":
            caret = caret.extend()
        elif key == "s":
            caret = caret.select(Unit.SENTENCE)
        else:
            caret = caret.clear()
    return caret


def said(stretch: tuple[int, int] | None) -> str:
    return "" if stretch is None else TEXT[slice(*stretch)]


def test_it_begins_on_the_first_sentence() -> None:
    caret = Caret.at_start(UNITS)
    assert said(caret.sentence) == "Thanks for making the time."
    assert caret.selection is None
    assert said(caret.target) == "Thanks for making the time."


def test_sentences_follow_each_other_across_turns_and_back() -> None:
    caret = press(at("To be honest"), "jj")
    assert said(caret.sentence) == "And does it hold, once it is agreed?"
    assert said(press(caret, "kk").sentence) == said(at("To be honest").sentence)


def test_at_either_end_nothing_moves() -> None:
    first = Caret.at_start(UNITS)
    assert press(first, "kK") == first
    last = first.to_end(forward=True)
    assert press(last, "jJ") == last


def test_a_word_is_entered_from_its_side_of_the_sentence() -> None:
    caret = at("To be honest")
    assert said(press(caret, "l").word) == "To"
    assert said(press(caret, "lll").word) == "honest"
    assert said(press(caret, "h").word) == "whiteboard."
    assert said(press(caret, "hh").word) == "the"
    assert press(caret, "ll").sentence == caret.sentence


def test_words_go_on_into_the_next_sentence() -> None:
    caret = press(at("whiteboard."), "hl")
    assert said(caret.word) == "If"
    assert said(press(caret, "h").word) == "whiteboard."


def test_a_word_has_no_comma_and_a_note_keeps_its_brackets() -> None:
    assert said(at("Mostly.").to(TEXT.index("window,"), Unit.WORD).word) == "window"
    assert said(press(at("You swap the day"), "hhh").word) == "bank"
    assert said(press(at("[laughs]").to(TEXT.index("[laughs]"), Unit.WORD), "").word) == "[laughs]"


def test_turns_are_stepped_from_first_sentence_to_first_sentence() -> None:
    caret = press(at("To be honest"), "J")
    assert said(caret.sentence) == "And does it hold, once it is agreed?"
    back = press(at("To be honest"), "K")
    assert said(back.sentence).startswith("I filled in the form")
    assert said(press(back, "K").sentence) == "So how did you go about asking for it?"


def test_characters_are_what_a_reader_sees() -> None:
    caret = at("[b]Some[/b]").to(TEXT.index("\U0001f468"), Unit.CHARACTER)
    assert said(caret.head) == "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert said(press(caret, "L").head) == " "
    thumb = caret.to(TEXT.index("\U0001f44d"), Unit.CHARACTER)
    assert said(thumb.head) == "\U0001f44d\U0001f3fd"
    marks = caret.to(TEXT.index("q\u0303"), Unit.CHARACTER)
    assert said(marks.head) == "q\u0303"


def test_extending_from_a_sentence_takes_sentences() -> None:
    caret = press(at("My manager had"), "vj")
    assert said(caret.selection).startswith("My manager had")
    assert said(caret.selection).endswith("on the whiteboard.")
    assert said(press(caret, "kk").selection).startswith("I filled in")
    assert said(press(caret, "kk").selection).endswith("decision.")


def test_extending_from_a_word_takes_words_either_way() -> None:
    caret = press(at("To be honest"), "llllv")
    assert said(caret.selection) == "most"
    assert said(press(caret, "lllllll").selection) == "most of us just agree it between ourselves"
    assert said(press(caret, "lhh").selection) == "honest most"


def test_extending_by_characters_is_exact() -> None:
    caret = press(at("To be honest"), "lvLL")
    assert said(caret.selection) == "To b"
    assert said(press(caret, "HHH").selection) == "To"


def test_extending_from_a_sentence_by_words_moves_the_far_edge() -> None:
    two = press(at("Nobody rang her."), "vj")
    assert said(press(two, "h").selection).endswith("more than the policy")
    assert said(press(two, "l").selection).endswith("policy did.\nSo")
    assert said(press(at("Nobody rang her."), "vl").selection) == "Nobody rang her. That"
    assert said(press(at("Nobody rang her."), "vh").selection) == "Friday. Nobody rang her."


def test_extending_by_turns_goes_to_their_ends() -> None:
    caret = press(at("My manager had"), "vJ")
    assert said(caret.selection).endswith("you lose the month.")
    assert said(press(caret, "J").selection).endswith("once it is agreed?")
    assert said(press(caret, "K").selection).startswith("I filled in")


def test_extending_again_gives_the_selection_up() -> None:
    caret = press(at("To be honest"), "vjv")
    assert caret.selection is None
    assert not caret.extending


def test_a_motion_drops_a_selection_that_is_not_being_extended() -> None:
    assert press(at("To be honest"), "sj").selection is None


def test_edges_move_by_words_from_the_sentence() -> None:
    caret = press(at("To be honest"), "{{{" + "}" * 6)
    assert said(caret.selection) == "most of us just agree it between ourselves"
    assert caret.sentence == at("To be honest").sentence


def test_edges_come_back_to_the_sentence_with_its_full_stop() -> None:
    caret = press(at("To be honest"), "}}{[]]")
    assert said(caret.selection) == said(at("To be honest").sentence)


def test_edges_grow_beyond_the_sentence_and_the_turn() -> None:
    caret = press(at("If you wait"), "]]")
    assert said(caret.selection) == "If you wait for the paperwork you lose the month.\nAnd does"
    assert said(press(at("If you wait"), "[").selection).startswith("whiteboard. If you")


def test_a_selection_keeps_at_least_one_word() -> None:
    caret = press(at("Nobody rang her."), "}}}}}}}")
    assert said(caret.selection) == "Nobody"
    assert said(press(caret, "{").selection) == "Nobody"


def test_edges_take_a_started_word_to_its_end_first() -> None:
    start = TEXT.index("supervision")
    caret = at("supervision").with_selection((start + 3, start + 6))
    assert said(press(caret, "]").selection) == "ervision."
    assert said(press(caret, "[").selection) == "superv"


def test_extending_goes_on_from_an_edge() -> None:
    caret = press(at("To be honest"), "llllv]]l")
    assert said(caret.selection) == "most of us just"
    caret = press(at("To be honest"), "{{{v")
    assert caret.extending
    assert said(caret.selection).startswith("most of us")


def test_a_drag_selects_words_backwards_too() -> None:
    caret = Caret.at_start(UNITS)
    start, end = TEXT.index("ourselves"), TEXT.index("agree it between")
    assert said(caret.drag(start + 3, end + 2).selection) == "agree it between ourselves"


def test_a_sentence_without_words_is_a_word_of_its_own() -> None:
    transcript = make_transcript("A: Hello.\nB: \U0001f642\nA: …")
    units = Units(transcript, sentence_spans)
    caret = Caret.at_start(units).step(Unit.SENTENCE, True)
    assert transcript.text[slice(*caret.step(Unit.WORD, True).head)] == "\U0001f642"
    assert caret.step(Unit.WORD, True).select(Unit.WORD).selection == caret.sentence


def test_a_transcript_without_words_has_no_units() -> None:
    assert Units(make_transcript("A:  "), sentence_spans).empty


@pytest.mark.parametrize("unit", list(Unit))
def test_forward_and_backward_pass_the_same_units(unit: Unit) -> None:
    forward, place = [], 0
    while (found := UNITS.after(unit, place)) is not None:
        forward.append(found)
        place = found[1]
    backward, place = [], len(TEXT)
    while (found := UNITS.before(unit, place)) is not None:
        backward.append(found)
        place = found[0]
    assert forward == backward[::-1]
    assert all(one[1] <= other[0] for one, other in pairwise(forward))


def test_words_tile_their_sentences() -> None:
    place = 0
    while (sentence := UNITS.after(Unit.SENTENCE, place)) is not None:
        place = sentence[1]
        assert UNITS.at(Unit.WORD, sentence[0])[0] == sentence[0]
        assert UNITS.at(Unit.WORD, sentence[1] - 1)[1] == sentence[1]


@given(st.text(st.sampled_from("jkhl<>JKHLv[]{}sx"), max_size=40), st.integers(0, len(TEXT) - 1))
def test_whatever_is_pressed_characters_stay_whole_and_the_cursor_on_words(
    keys: str, offset: int
) -> None:
    inside = {place for start, end, _ in divide(TEXT) for place in range(start + 1, end)}
    caret = press(Caret.at_start(UNITS).to(offset), keys)
    for stretch in (caret.head, caret.sentence, caret.selection, caret.target):
        if stretch is not None:
            assert 0 <= stretch[0] < stretch[1] <= len(TEXT)
            assert stretch[0] not in inside
            assert stretch[1] not in inside
            assert TEXT[stretch[0] : stretch[1]].strip() or caret.unit is Unit.CHARACTER
    assert caret.sentence[0] <= caret.head[0] < caret.sentence[1]


@given(st.integers(0, len(TEXT) - 1), st.booleans(), st.integers(1, 6))
def test_shrinking_undoes_growing(offset: int, at_end: bool, times: int) -> None:
    caret = Caret.at_start(UNITS).to(offset)
    grown = caret
    steps = 0
    for _ in range(times):
        more = grown.grow(Unit.WORD, at_end)
        steps += more.target != grown.target
        grown = more
    for _ in range(steps):
        grown = grown.shrink(Unit.WORD, at_end)
    assert grown.target == caret.target


def test_the_other_edge_moves_after_the_edges_are_exchanged() -> None:
    caret = press(at("To be honest"), "vj")
    start, end = caret.target
    caret = caret.other_edge().step(Unit.WORD, True)
    assert caret.target == (TEXT.index("be honest"), end)
    caret = caret.other_edge().step(Unit.WORD, False)
    assert caret.target[0] == TEXT.index("be honest")
    assert caret.target[1] < end
    assert start < caret.target[0]


def test_a_selection_widens_from_word_to_turn_and_narrows_back() -> None:
    caret = press(at("To be honest"), "lL")
    seen = [caret := caret.widen() for _ in range(4)]
    words = [TEXT[slice(*one.target)] for one in seen]
    assert words[0] in ("To", "be")
    assert words[1] == "To be honest most of us just agree it between ourselves"
    assert words[2] == said(at("To be honest").sentence)
    assert words[3] == said(UNITS.at(Unit.TURN, TEXT.index("To be honest")))
    assert caret.widen() == caret
    back = caret.narrow()
    assert said(back.target) == words[2]
    assert said(back.narrow().target) == words[1]
    assert said(back.narrow().narrow().target) == words[0]


@given(st.integers(0, len(TEXT) - 1), st.text("jklh<>JKLHv[]{}", max_size=12), st.booleans())
def test_widening_holds_what_was_selected_and_narrowing_lies_within(
    offset: int, keys: str, exchange: bool
) -> None:
    caret = press(Caret.at_start(UNITS).to(offset), keys)
    caret = caret.other_edge() if exchange else caret
    start, end = caret.selection or caret.head
    wide, narrow = caret.widen().target, caret.narrow()
    assert wide[0] <= start < end <= wide[1]
    assert narrow == caret or (start <= narrow.target[0] < narrow.target[1] <= end)


def test_from_a_word_a_sentence_further_is_the_rest_of_its_own() -> None:
    word = at("Seeing somebody").to(TEXT.index("actually"), Unit.WORD)
    assert said(press(word, "vj").selection) == "actually take the Friday."
    assert said(press(word, "vjj").selection) == "actually take the Friday. Nobody rang her."
    assert said(press(word, "vk").selection) == "Seeing somebody actually"
    assert said(press(word, "vjk").selection) == "actually"
    assert said(press(word, "vjjk").selection) == "actually take the Friday."


def test_an_edge_in_mid_sentence_is_a_clause_away() -> None:
    caret = at("When we are on duty")
    assert said(press(caret, ">").head) == "When we are on duty it goes out of the window"
    assert said(press(caret, ">>").head) == "and nobody pretends otherwise."
    assert said(press(caret, "<v").selection) == "and nobody pretends otherwise."
    word = caret.to(TEXT.index("duty it"), Unit.WORD)
    assert said(press(word, "v>").selection) == "duty it goes out of the window"
    assert said(press(word, "v>>").selection) == "duty it goes out of the window, and nobody " \
        "pretends otherwise."  # fmt: skip
    assert said(press(word, "v>><").selection) == "duty it goes out of the window"
    assert said(press(word, "v<").selection) == "When we are on duty"
    assert said(press(word, "v<>").selection) == "duty"
    assert said(press(caret, ">>v>").selection).endswith("otherwise. You swap the day")


@pytest.mark.parametrize("at_end", [True, False])
def test_an_edge_is_taken_wherever_the_cursor_was(at_end: bool) -> None:
    start, end = TEXT.index("Seeing somebody"), TEXT.index("That sounds daft")
    caret = at("Seeing somebody").with_selection((start, end - 1)).from_edge(at_end)
    further = press(caret, "j" if at_end else "k").selection
    assert further is not None
    assert (further[0] == start, further[1] == end - 1) == (at_end, not at_end)
