"""What was done, from the shell: found, told before and after, taken back one by one."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell

TALK = "Interviewer: How was it?\nAnn: It was hard at first, and then it was fine.\n"


@pytest.fixture
def study(shell: Shell) -> Shell:
    shell.write("A1.txt", TALK)
    shell("project", "new", "leave.ipe")
    shell("study", "add", "leave", "--arms", "treatment,control")
    shell("transcript", "import", "A1.txt", "--study", "leave")
    shell("code", "add", "Time", "--study", "leave")
    shell("code", "add", "Help", "--study", "leave")
    for quote, code, coder in (("hard at first", "Time", "AB"), ("it was fine", "Help", "CD")):
        words = ("--transcript", "A1", "--quote", quote, "--code", code, "--coder", coder)
        shell("segment", "add", *words)
    return shell


def whats(study: Shell, *options: str) -> list[str]:
    return [one["label"] for one in study("project", "log", *options, "--json").json]


def test_the_log_is_limited_to_people_days_kinds_things_and_words(study: Shell) -> None:
    coded = ["Coded He, 3 words", "Coded Ti, 3 words"]
    assert whats(study, "--kind", "coding") == coded
    assert whats(study, "--kind", "coding", "--by", "AB") == coded[1:]
    assert whats(study, "--by", "AB,cd") == coded
    assert whats(study, "--about", "Time") == [coded[1], "Added the code Time"]
    assert whats(study, "--about", "A1") == [*coded, "Imported A1 into leave"]
    assert whats(study, "--text", "added CODE") == ["Added the code Help", "Added the code Time"]
    assert whats(study, "--until", "2020-01-01") == []
    assert whats(study, "--since", "2020-01-01", "--limit", "1") == coded[:1]
    assert "Nothing is called “A9”" in study("project", "log", "--about", "A9", code=2).err
    assert "2020-13-01" in study("project", "log", "--since", "2020-13-01", code=2).err
    line = study("project", "log", "--limit", "1").out.splitlines()[1]
    assert line.endswith("CD     Coded He, 3 words  A1 turn 2")


def test_one_change_is_shown_before_and_after_with_what_rests_on_it(study: Shell) -> None:
    added = study("project", "log", "--text", "added the code time", "--json").json[0]["seq"]
    shown = study("project", "log", str(added), "--json").json
    assert [one["label"] for one in shown["later"]] == ["Coded Ti, 3 words"]
    code = next(one for one in shown["items"] if one["kind"] == "code")
    assert (code["before"], code["after"]["name"]) == (None, "Time")
    coded = study("project", "log", "--by", "AB", "--json").json[0]["seq"]
    out = study("project", "log", str(coded)).out
    assert "quote: “hard at first”" in out
    assert "before: none" in out
    assert "There is no change 99" in study("project", "log", "99", code=2).err


def test_an_old_change_is_undone_alone_and_its_undo_is_undone(study: Shell) -> None:
    by_ab = study("project", "log", "--by", "AB", "--json").json[0]["seq"]
    added = study("project", "log", "--text", "added the code time", "--json").json[0]["seq"]
    refused = study("project", "undo", str(added), code=2).err
    assert "“Coded Ti, 3 words” by AB on" in refused
    assert f"(change {by_ab}) depends on it. Undo that first." in refused
    undone = study("project", "undo", str(by_ab), "--json").json["change"]
    assert len(study("segment", "list", "--json").json) == 1
    study("project", "undo", "--change", str(added))
    assert "is gone" in study("project", "undo", str(undone), code=2).err.replace(
        "took away", "is gone"
    )
    newest = study("project", "log", "--limit", "1", "--json").json[0]["seq"]
    study("project", "undo", str(newest))
    study("project", "undo", str(undone))
    assert len(study("segment", "list", "--json").json) == 2
    study("project", "undo", "1", "--change", "2", code=2)
    assert study("project", "check", "--json").json["ok"]
