"""Two wordings of a passage are told apart at a glance, however long they are."""

from __future__ import annotations

from textual.content import Content

from ipe_coder.tui.dialogs.difference import difference_lines


def plain(lines: list[Content]) -> list[str]:
    return [line.plain for line in lines]


def standing_out(lines: list[Content]) -> list[str]:
    return [
        line.plain[span.start : span.end]
        for line in lines
        for span in line.spans
        if "bold" in str(span.style)
    ]


def test_short_wordings_stand_whole_with_the_words_that_differ() -> None:
    was, now = difference_lines("It was [b]very[/b] late.", "It was rather late [/].", 40, 3)
    assert plain(was) == ["It was [b]very[/b] late."]
    assert plain(now) == ["It was rather late [/]."]
    assert standing_out(was) == ["[b]very[/b]", "late."]
    assert standing_out(now) == ["rather", "late", "[/]."]


def test_of_long_wordings_the_place_is_shown_at_which_they_differ() -> None:
    before, after = "so on and on " * 200, " and so forth" * 300
    was, now = difference_lines(f"{before}red{after}", f"{before}green{after}", 30, 2)
    assert plain(was)[0].startswith("… so on and on red and so")
    assert plain(now)[0].startswith("… so on and on green and so")
    assert len(was) == len(now) == 2
    assert plain(was)[1].endswith(" …")
    assert standing_out(was) == ["red"]


def test_words_wider_than_a_line_and_no_words_at_all_do_no_harm() -> None:
    was, now = difference_lines("漢" * 60, "", 10, 2)
    assert plain(was) == ["漢" * 60]
    assert plain(now) == [""]
