"""Text search from the shell: hits with their place, their speaker and what stands around."""

from __future__ import annotations

from tests.cli.shell import Shell


def test_hits_come_with_context_turn_and_speaker(swing: Shell) -> None:
    [hit] = swing("search", "monday morning", "--json").json
    text = swing("transcript", "show", hit["transcript"], "--json").json["text"]
    assert text[hit["start"] : hit["end"]] == hit["quote"] == "Monday morning"
    assert (hit["title"], hit["study"], hit["turn"]) == ("SW01", "swing", 2)
    assert (hit["speaker"], hit["role"], hit["participant"]) == ("Priya", "participant", "Priya")
    assert hit["before"] == "They came on a "
    assert hit["after"].startswith(", which is our worst time")


def test_hits_are_found_in_all_transcripts_or_in_one(swing: Shell) -> None:
    assert [one["title"] for one in swing("search", "messages", "--json").json] == ["SW01", "SW03"]
    assert len(swing("search", "messages", "--transcript", "SW03", "--json").json) == 1
    swing("study", "add", "second")
    assert swing("search", "messages", "--study", "second", "--json").json == []


def test_a_pattern_is_searched_and_a_broken_one_is_told(swing: Shell) -> None:
    found = swing("search", r"\b(mon|fri)day\b", "--regex", "--json").json
    assert [one["quote"] for one in found] == ["Monday", "Friday"]
    done = swing("search", "(", "--regex", code=2)
    assert len(done.lines) == 1
    assert swing("search", "[/]", "--json").json[0]["title"] == "SW03"


def test_hits_for_people_stand_a_line_each(swing: Shell) -> None:
    done = swing("search", "monday")
    assert done.out == ("SW01  2  Priya  They came on a Monday morning, which is our worst time…\n")
    assert done.err == "1 hit in 1 transcript.\n"


def test_nothing_to_search_for_is_wrong_usage(swing: Shell) -> None:
    swing("search", "  ", code=2)
