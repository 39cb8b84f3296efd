"""Finding a code by typing: the one that is meant comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ipe_coder.analysis.code_search import find_codes
from ipe_coder.model.code import Code, Codebook

BOOK = Codebook(
    "b",
    "Codes",
    codes=(
        Code("1", "Facilitators"),
        Code("2", "Role of manager", "1", keywords=("supervisor",), mark="Rm"),
        Code("3", "Pressure on managers", mark="Pm", position=1),
        Code("4", "Duty commitments", mark="Du", definition="When demand comes first", position=2),
        Code("5", "Old one", retired_at=None, merged_into="2", position=3),
    ),
)


def names(typed: str, **more: object) -> list[str]:
    return [match.code.name for match in find_codes(BOOK, typed, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("role", "Role of manager"),
        ("man", "Role of manager"),
        ("rm", "Role of manager"),
        ("PM", "Pressure on managers"),
        ("supervis", "Role of manager"),
        ("demand", "Duty commitments"),
        ("presure", "Pressure on managers"),
        ("pom", "Pressure on managers"),
    ],
)
def test_what_is_meant_comes_first(typed: str, first: str) -> None:
    assert names(typed)[0] == first


def test_a_recent_code_wins_among_equals() -> None:
    assert names("man", recent=["3"])[0] == "Pressure on managers"


def test_a_much_used_code_wins_among_equals() -> None:
    assert names("man", uses={"3": 9, "2": 1})[0] == "Pressure on managers"


def test_the_reason_is_said_where_the_name_does_not_show_it() -> None:
    assert find_codes(BOOK, "supervis")[0].because == "keyword: supervisor"
    assert find_codes(BOOK, "facil")[1].because == "under Facilitators"


def test_matched_letters_are_those_of_the_name() -> None:
    match = find_codes(BOOK, "man")[0]
    assert "".join(match.code.name[place] for place in match.matched) == "man"


def test_without_typing_recent_codes_come_first_then_the_order_of_the_codebook() -> None:
    assert names("", recent=["4"])[:2] == ["Duty commitments", "Facilitators"]


def test_what_cannot_be_applied_is_not_offered() -> None:
    assert "Old one" not in names("")
    retired = replace(BOOK, codes=tuple(replace(one, merged_into="1") for one in BOOK.codes))
    assert find_codes(retired, "role") == []


def test_nothing_fits_what_is_like_nothing() -> None:
    assert names("zzzz") == []
