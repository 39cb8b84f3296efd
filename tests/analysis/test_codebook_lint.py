"""What in a codebook somebody should look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from ipe_coder.analysis.codebook_lint import find_weak_codes
from ipe_coder.model.code import Codebook, CodeKind
from tests.factories import codebook


def defined(book: Codebook) -> Codebook:
    return replace(book, codes=tuple(replace(one, definition="What it is.") for one in book.codes))


def words(book: Codebook, uses: dict[str, int], transcripts: int = 0) -> dict[str, str]:
    return {one.code_id: one.words for one in find_weak_codes(book, uses, transcripts)}


def test_a_code_without_a_definition_is_named() -> None:
    assert words(codebook("Barriers / Time"), {}) == {
        "Barriers": "no definition",
        "Barriers / Time": "no definition",
    }


def test_nothing_is_unused_before_something_is_coded() -> None:
    book = defined(codebook("Time", "Access"))
    assert words(book, {}, 11) == {}
    assert words(book, {"Time": 3}, 11) == {"Access": "never used in 11 transcripts"}
    assert words(book, {"Time": 3}, 1) == {"Access": "never used in 1 transcript"}


def test_two_codes_of_one_name_are_named_with_the_path_of_the_other() -> None:
    book = defined(codebook("Barriers / Time", "Enablers / time"))
    assert words(book, {}) == {
        "Barriers / Time": "same name as Enablers / time",
        "Enablers / time": "same name as Barriers / Time",
    }


def test_questions_and_retired_codes_are_passed_over() -> None:
    book = codebook("1a Question", "Old")
    codes = (
        replace(book.codes[0], kind=CodeKind.QUESTION),
        replace(book.codes[1], retired_at=datetime(2026, 3, 2, tzinfo=UTC)),
    )
    assert words(replace(book, codes=codes), {}) == {}
