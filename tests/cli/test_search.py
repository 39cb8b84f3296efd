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


def test_stems_whole_words_and_capitals(swing: Shell) -> None:
    found = swing("search", "message", "--stem", "--json").json
    assert {one["quote"] for one in found} == {"messages"}
    assert swing("search", "message", "--whole", "--json").json == []
    assert swing("search", "monday", "--case", "--json").json == []
    swing("search", "a", "--stem", "--regex", code=2)
    swing("search", "a", "--whole", "--regex", code=2)


def test_hits_are_of_those_who_are_asked_for(swing: Shell) -> None:
    asked = swing("search", "messages", "--role", "interviewer", "--json").json
    assert {one["role"] for one in asked} == {"interviewer"}
    assert swing("search", "messages", "--role", "participant", "--json").json == []
    treated = swing("search", "never", "--where", "arm=treatment", "--json").json
    both = swing("search", "never", "--json").json
    assert {one["participant"] for one in treated} < {one["participant"] for one in both}
    assert "arm" in swing("search", "never", "--where", "colour=red", code=2).err
    assert "treatment" in swing("search", "never", "--where", "arm=red", code=2).err
    swing("search", "never", "--where", "red", code=2)


def test_what_stands_around_is_as_wide_as_asked(swing: Shell) -> None:
    def around(context: str) -> tuple[str, str]:
        [hit] = swing("search", "worst", "--context", context, "--json").json
        return hit["before"], hit["after"]

    assert around("2") == ("…is our ", " time [laughs…")
    assert around("sentence") == (
        "They came on a Monday morning, which is our ", " time [laughs].",
    )  # fmt: skip
    assert around("turn")[1].endswith("I read them on my phone.")
    swing("search", "worst", "--context", "page", code=2)


def test_every_hit_is_coded_once_and_taken_back_as_one(swing: Shell) -> None:
    coding = ("--code", "Message content", "--coder", "AB")
    said = swing("search", "them", *coding, code=2)
    assert "--yes" in said.err
    planned = swing("search", "them", *coding, "--dry-run", "--json").json
    assert planned["change"] is None
    assert planned["hits"] > 0
    before = swing("segment", "list", "--json").json
    done = swing("search", "them", *coding, "--yes", "--json").json
    new = [one for one in swing("segment", "list", "--json").json if one not in before]
    assert len(new) == done["segments"] == planned["segments"]
    assert {(one["quote"], one["origin"], one["coder"]) for one in new} == {
        ("them", "search", "AB")
    }
    again = swing("search", "them", *coding, "--yes", "--json").json
    assert (again["change"], again["there"]) == (None, done["hits"])
    swing("project", "undo", "--coder", "AB")
    assert swing("segment", "list", "--json").json == before


def test_hits_in_one_sentence_make_one_segment_and_questions_are_left_out(swing: Shell) -> None:
    coding = ("--code", "Message content", "--coder", "ZZ", "--dry-run", "--json")
    planned = swing("search", "i", "--whole", "--transcript", "SW01", *coding).json
    narrow = swing("search", "messages", *coding).json
    assert (narrow["hits"], narrow["left_out"]) == (0, 2)
    named = swing("search", "messages", "--role", "interviewer", *coding).json
    assert (named["hits"], named["left_out"]) == (2, 0)
    wide = swing("search", "e", "--transcript", "SW01", "--widen", "turn", *coding).json
    assert wide["segments"] < wide["hits"]
    assert planned["segments"] == 1


def test_hits_are_found_by_what_is_coded_there(swing: Shell) -> None:
    swing("search", "monday", "--code", "Delivery mechanism", "--coder", "QQ", "--yes")
    mine = ("--coder", "QQ", "--json")
    assert len(swing("search", "monday", "--coded", "Delivery mechanism", *mine).json) == 1
    assert len(swing("search", "monday", "--coded", "1 Feasibility", *mine).json) == 1
    assert swing("search", "monday", "--not-coded", "Delivery mechanism", *mine).json == []
    assert swing("search", "monday", "--uncoded", *mine).json == []
    assert len(swing("search", "friday", "--uncoded", *mine).json) == 1
    swing("search", "monday", "--coded", "Nonsense", code=2)
