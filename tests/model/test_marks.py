from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.model.code import Code, CodeKind
from ipe_coder.model.marks import finish_codes, is_mark


def marks_of(*names: str) -> list[str]:
    return [code.mark for code in finish_codes([Code(name, name) for name in names])]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Role of manager", "Rm"),
        ("Process for approval", "Pa"),
        ("Range of patterns", "Rp"),
        ("High caseloads", "Hc"),
        ("Communication across teams", "Ct"),
        ("Extension of organisational culture", "Ec"),
        ("Resilience, lower stress", "Rs"),
        ("Well-being", "Wb"),
        ("Motivation", "Mo"),
        ("1a Implemented as intended", "Im"),
        ("Élan of youth", "Éy"),
        ("The", "Th"),
        ("24", "Aa"),
        ("ω", "Ωa"),
    ],
)
def test_a_mark_is_made_from_the_name(name: str, mark: str) -> None:
    assert marks_of(name) == [mark]


def test_codes_that_want_one_mark_get_the_next_best() -> None:
    assert marks_of("Role of manager", "Range of modes", "Rare moods") == ["Rm", "Ra", "Re"]


def test_a_mark_that_was_chosen_stays_and_is_not_given_again() -> None:
    codes = finish_codes([Code("1", "Role of manager"), Code("2", "Other", mark="Rm")])
    assert [code.mark for code in codes] == ["Ro", "Rm"]


def test_codes_choose_their_marks_before_questions() -> None:
    codes = [Code("1", "Patterns", kind=CodeKind.QUESTION), Code("2", "Pattern")]
    assert [code.mark for code in finish_codes(codes)] == ["Pt", "Pa"]


@pytest.mark.parametrize("alike", [True, False])
def test_three_hundred_codes_get_marks_that_differ_without_regard_to_case(alike: bool) -> None:
    chance = random.Random(7)
    words = ["role", "range", "process", "team", "manager", "duty", "culture", "stress"]
    names = [
        "Support" if alike else " of ".join(chance.sample(words, 3)).capitalize()
        for _ in range(300)
    ]
    marks = marks_of(*names)
    assert all(is_mark(mark) for mark in marks)
    assert len({mark.casefold() for mark in marks}) == 300
    assert marks == marks_of(*names)


def test_a_thousand_codes_still_get_marks_that_differ() -> None:
    assert len(set(marks_of(*["Support"] * 1000))) == 1000


@given(st.lists(st.text(max_size=20), max_size=30))
def test_any_names_get_marks_of_two_letters(names: list[str]) -> None:
    marks = marks_of(*names)
    assert all(is_mark(mark) for mark in marks)
    assert len(set(marks)) == len(names)


def test_colours_come_in_order_and_then_the_lines() -> None:
    codes = finish_codes([Code(str(number), f"Code {number}") for number in range(25)])
    looks = [(code.colour, code.line) for code in codes]
    assert looks[:9] == [*((colour, 1) for colour in range(1, 9)), (1, 2)]
    assert len(set(looks[:24])) == 24
    assert looks[24] == (1, 1)


def test_a_new_code_gets_a_look_that_no_other_has() -> None:
    first = finish_codes([Code("1", "A"), Code("2", "B", colour=2, line=1), Code("3", "C")])
    assert [(code.colour, code.line) for code in first] == [(1, 1), (2, 1), (3, 1)]
    *_, added = finish_codes([*first, Code("4", "D")])
    assert (added.colour, added.line) == (4, 1)


def test_a_chosen_colour_gets_the_line_that_is_free() -> None:
    codes = finish_codes([Code("1", "A", colour=5, line=1), Code("2", "B", colour=5)])
    assert (codes[1].colour, codes[1].line) == (5, 2)


def test_questions_have_no_colour() -> None:
    (code,) = finish_codes([Code("1", "Why", kind=CodeKind.QUESTION)])
    assert (code.mark, code.colour, code.line) == ("Wh", 0, 0)
