"""People's words show as they are, and no wider than they are said to be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.widgets import Static

import ipe_coder.tui
from ipe_coder.model.code import Code
from ipe_coder.model.transcript import Role, Speaker
from ipe_coder.tui.rendering import (
    CodeLook,
    divide,
    notify,
    one_cell_each,
    pad,
    printable,
    render_code,
    render_line,
    render_words,
    shorten,
    speaker_labels,
)
from tests.tui.harness import HarnessApp

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
HARD = [
    "[laughs]",
    "[/]",
    "[b]",
    "[pause, 3s] [inaudible 00:12]",
    "[red on blue]warning[/red]",
    FAMILY,
    "o\u0308\u0301",
    "\u0634\u0643\u0631\u0627",
    "\\[not markup]",
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
mixed = st.lists(
    st.sampled_from([*"ab -.", "\t", "\u0301", "\u200d", "\U0001f1ec", "\U0001f1e7", "\U0001f44d",
                     "\U0001f3fd", "\ufe0f", "☺", "한", "\u0634", "\u202e", "\u0007", FAMILY]),
    max_size=30,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("words", HARD)
async def test_words_show_as_they_are(words: str) -> None:
    app = HarnessApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.screen.mount(widget := Static(render_words(words)))
        await pilot.pause()
        assert widget.render_line(0).text.rstrip() == words
        assert render_line("Coded ", (words, "$muted")).plain == f"Coded {words}"


@pytest.mark.parametrize("words", HARD)
async def test_a_toast_says_words_as_they_are(words: str) -> None:
    app = HarnessApp()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        notify(app, words)
        await pilot.pause()
        toast = app.screen.query_one("Toast")
        rows = [toast.render_line(y).text for y in range(toast.size.height)]
        assert words in "\n".join(rows)


def test_only_rendering_reads_or_writes_markup() -> None:
    package = Path(ipe_coder.tui.__file__).parent
    for path in package.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "from_markup" not in source, path
        if path.name != "rendering.py":
            for call in re.finditer(r"\bnotify\((.*?)\)\n", source, re.DOTALL):
                before = source[: call.start()]
                assert not before.endswith(".") or "markup=False" in call[0], path


def test_what_would_reorder_or_ring_is_made_harmless() -> None:
    assert printable("a\u202eb\u2066c") == "abc"
    assert printable("a\x07b\x1b[31m") == "a\ufffdb\ufffd[31m"
    assert printable("a\tb\nc") == "a b c"


@given(texts | mixed)
def test_characters_cover_a_text_and_measure_what_is_shown(text: str) -> None:
    pieces = divide(text)
    assert [start for start, _, _ in pieces] == [0, *(end for _, end, _ in pieces)][: len(pieces)]
    assert (pieces[-1][1] if pieces else 0) == len(text)
    flags = "\U0001f1e6" <= max(text, default="") <= "\U0001f1ff"
    if not flags:
        assert sum(cells for _, _, cells in pieces) == cell_len(printable(text))


@given(texts | mixed)
def test_text_said_to_be_one_cell_each_is(text: str) -> None:
    if one_cell_each(text, 0, len(text)):
        assert all(cell_len(character) == 1 for character in text)
        assert len(divide(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [(FAMILY, 1), ("\U0001f44d\U0001f3fd", 1), ("\U0001f1ec\U0001f1e7\U0001f1eb\U0001f1f7", 2),
     ("o\u0308\u0301", 1), ("te\u0301", 2), ("☺\ufe0f!", 2)],
)  # fmt: skip
def test_a_reader_sees_one_character_where_there_is_one(text: str, count: int) -> None:
    assert len(divide(text)) == count


@given(texts | mixed, st.integers(1, 20))
def test_a_shortened_text_fits(text: str, cells: int) -> None:
    assert cell_len(shorten(text, cells)) <= cells
    assert cell_len(pad(text, cells)) == cells


def test_a_long_name_ends_in_an_ellipsis() -> None:
    assert shorten("Extension of organisational culture", 13) == "Extension of…"
    assert shorten("Short", 13) == "Short"


def test_speakers_keep_names_of_their_own_in_four_cells() -> None:
    speakers = [
        Speaker("Interviewer", Role.INTERVIEWER),
        Speaker("Second interviewer", Role.INTERVIEWER),
        Speaker("SW03", Role.PARTICIPANT),
        Speaker("Participant 12"),
        Speaker("Angela Smith"),
        Speaker("Angela Stone"),
        Speaker(""),
    ]
    assert speaker_labels(speakers) == ("Int", "Int2", "SW03", "P12", "Ange", "AS", "—")


@given(st.lists(texts | st.sampled_from(["Angela Smith", "Angela", "P1", "P 1"]), max_size=30))
def test_no_two_speakers_share_a_name(names: list[str]) -> None:
    labels = speaker_labels([Speaker(name) for name in names])
    assert len(set(labels)) == len(names)
    assert all(cell_len(label) <= 4 for label in labels)


def test_a_code_looks_the_same_everywhere() -> None:
    look = CodeLook.of(Code("1", "Process for approval", mark="Pa", colour=9, line=2))
    assert look == CodeLook("Pa", 9, 2)
    assert look.pattern == "╏"
    assert look.colour_variable == "$code-1"
    assert render_code(look, "Process [for] approval").plain == "Pa Process [for] approval"
    assert CodeLook.of(Code("2", "Rota")).mark == "Ro"
