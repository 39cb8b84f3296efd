"""Words on several lines: nothing is lost, and no line is too wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ipe_coder.model.text import clean
from ipe_coder.tui.rendering import printable
from ipe_coder.tui.wrapping import wrap

TEXTS = st.text().map(lambda text: clean(text).text)


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_wider_than_it_may_be_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    kept = "".join("".join(lines).split())
    assert kept == "".join("".join(printable(part) for part in text.split("\n")).split())


@given(TEXTS, st.integers(4, 40), st.integers(1, 4))
def test_of_a_long_text_the_head_is_kept_with_an_ellipsis(text: str, width: int, most: int) -> None:
    whole, cut = wrap(text, width), wrap(text, width, most)
    assert len(cut) <= most
    assert all(cell_len(line) <= width for line in cut)
    if len(whole) > most:
        assert cut[-1].endswith("…")
        assert cut[:-1] == whole[: most - 1]
    else:
        assert cut == whole


def test_words_stay_whole_and_turns_begin_their_own_lines() -> None:
    assert wrap("We all did\nNot me, honestly not", 12) == [
        "We all did", "Not me,", "honestly not",
    ]  # fmt: skip


def test_a_word_wider_than_a_line_is_cut() -> None:
    assert wrap("a Donaudampfschiff b", 6) == ["a", "Donaud", "ampfsc", "hiff b"]
