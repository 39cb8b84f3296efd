"""Names are found in the bytes of a database, however its values stand side by side."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.model.pseudonym import NameKind, NameRow
from ipe_coder.pseudonyms.remains import RemainsScanner

ANN = [NameRow("Ann", "[a]", NameKind.PERSON), NameRow("Lorna Bat", "[b]", NameKind.PERSON)]


@pytest.mark.parametrize(
    "data",
    [
        b"title\x05Anninterview", b"xxxLORNA BATyyy", b"\\nBatxx", "Ann".encode("utf-16-le"),
        b"\x00\x00\x00\x05Bat", "é Bat".encode(), "Ann".encode("utf-16-be"),
    ],
)  # fmt: skip
def test_a_name_is_found_whatever_touches_it(data: bytes) -> None:
    assert RemainsScanner(ANN, ["planned", "combat"]).scan([b"...", data, b"..."])


@pytest.mark.parametrize(
    "data",
    [b"was planned.", b"Iplannedit", b"battle", b"PLANNED", b"f1annual", b"combat-Combat"],
)
def test_a_longer_word_that_the_project_holds_is_no_name(data: bytes) -> None:
    scanner = RemainsScanner(ANN, ["Planned annual battles", "the Battle of Combat"])
    assert scanner.scan([data]) == []


def test_a_longer_word_that_it_does_not_hold_is_what_was_left_of_a_name() -> None:
    assert [one.name for one in RemainsScanner(ANN, ["plan"]).scan([b"Annsomething"])] == ["Ann"]


@pytest.mark.parametrize(
    "data",
    [
        b"ix_arm_study_idannasking",
        b"\x19\xe7\x1aAnNd that was it",
        b"\x1aANn said",
        b"\xf3ann\xa4\x18\x1e\t\xde\xb1",
    ],
)
def test_what_values_and_compressed_bytes_make_by_chance_is_no_name(data: bytes) -> None:
    assert RemainsScanner(ANN).scan([data]) == []


def test_ids_are_not_taken_for_names() -> None:
    rows = [NameRow("Abe", "[a]", NameKind.PERSON)]
    data = b"x0abe1111-2222-4abe-8888-0123456789abText"
    assert RemainsScanner(rows).scan([data]) == []
    assert RemainsScanner(rows).scan([b"Abe said"])


@given(cut=st.integers(1, 60), text=st.text("abc é\n", max_size=40))
def test_a_name_over_the_edge_of_two_pieces_is_found(cut: int, text: str) -> None:
    data = text.encode() + b"Lorna Bat" + text.encode()
    found = RemainsScanner(ANN).scan([data[:cut], data[cut:]])
    assert ("Lorna Bat", len(text.encode())) in [(one.name, one.offset) for one in found]


def test_words_cut_by_the_pages_of_a_real_file_are_no_names(tmp_path: Path) -> None:
    path = tmp_path / "words.db"
    words = ["planned", "annual", "channel", "combat"]
    text = " ".join(words[number % 4] + "s" * (number % 3) for number in range(9000))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE content (id TEXT, text TEXT, kind TEXT)")
        for shift in range(12):
            connection.execute("INSERT INTO content VALUES ('a', ?, 'b')", ("x" * shift + text,))
        connection.commit()
    texts = ["x" * shift + text for shift in range(12)]
    assert RemainsScanner(ANN, texts).scan([path.read_bytes()]) == []
