"""Interview guides in the shell: in, out, proposed, confirmed, and counted of those asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.factories import add as add_sketch
from tests.factories import new_project, people, study

GUIDE = "1. What helps you to take the day? [codes: Time]\n2. Who decides? [codes: Access]\n"


@pytest.fixture
def leave(shell: Shell) -> Shell:
    with new_project(shell.folder / "leave.ipe") as project:
        project.add_study("leave")
        add_sketch(
            project,
            "leave",
            study(
                "I: So, what helped you to take the day? | Ann: {Time:Time}, {a door:Access}. | "
                "I: [b]Who[/b] decides, then? | Ann: My manager.",
                "A1",
            ),
        )
        people(project, "leave", {"Ann": "A1 recipient"})
    (shell.folder / "guide.txt").write_text(GUIDE, encoding="utf-8")
    shell("guide", "import", "guide.txt")
    return shell


def test_a_guide_comes_in_is_listed_and_goes_out(leave: Shell) -> None:
    listed = leave("guide", "list", "--json").json
    assert [(one["label"], one["text"], one["codes"], one["asked_in"]) for one in listed] == [
        ("1", "What helps you to take the day?", ["Time"], []),
        ("2", "Who decides?", ["Access"], []),
    ]
    assert "leave: 0 of 1 transcripts fully marked." in leave("guide", "list").lines
    leave("guide", "export", "out.csv")
    again = leave("guide", "import", "out.csv")
    assert again.lines[-1] == "leave: 0 questions added, 2 as they were."


def test_trying_an_import_says_what_would_go(leave: Shell) -> None:
    leave("guide", "confirm", "A1", "1")
    Path("new.txt").write_text("1. Why so?\n", encoding="utf-8")
    tried = leave("guide", "import", "new.txt", "--dry-run")
    assert tried.lines[-1] == (
        "leave: 1 question added, 1, 2 removed with 1 mark. Nothing was written."
    )
    assert len(leave("guide", "list", "--json").json) == 2


def test_turns_are_proposed_confirmed_and_a_transcript_is_done(leave: Shell) -> None:
    first, second = leave("guide", "propose", "A1", "--json").json
    assert (first["turn"], first["proposed"][0]["question"]) == (1, "1")
    assert (second["turn"], second["words"]) == (3, "[b]Who[/b] decides, then?")
    assert leave("guide", "confirm", "A1", "1").lines == ["Marked turn 1 of A1: 1."]
    leave("guide", "unmark", "A1", "3")
    asked = leave("guide", "propose", "A1", "--json").json
    assert [(one["settled"], one["asks"]) for one in asked] == [(True, ["1"]), (True, [])]
    refused = leave("matrix", "--rows", "code", "--base", "asked", code=2)
    assert "not marked: A1. Mark what was asked" in refused.err
    leave("guide", "done", "A1")
    counted = leave(
        "matrix", "--rows", "code", "--columns", "respondent", "--base", "asked", "--json"
    ).json
    assert dict(zip(counted["rows"], counted["n"], strict=True)) == {
        "Time": [1], "Access": [None],
    }  # fmt: skip


def test_what_cannot_be_marked_says_why(leave: Shell) -> None:
    assert "said by Ann, who is no interviewer" in (
        leave("guide", "confirm", "A1", "2", "1", code=2).err
    )
    assert "No question is called “9”" in leave("guide", "confirm", "A1", "1", "9", code=2).err
    assert "Give a TURN, or --all." in leave("guide", "confirm", "A1", code=2).err
    assert leave("guide", "confirm", "A1", "--all", "--least", "100").lines == [
        "No proposal has a likeness of 100 or more."
    ]


def test_links_and_marks_come_from_the_shell(leave: Shell) -> None:
    assert leave("guide", "link", "1", "Access").lines == ["Linked 1 to Access."]
    Path("asked.csv").write_text("transcript,turn,question\nA1,1,1\nA1,3,2\n", encoding="utf-8")
    assert leave("guide", "mark", "asked.csv").lines == [
        "Marked 2 questions asked in 1 transcript."
    ]
    assert leave("guide", "list", "--json").json[0]["asked_in"] == ["A1"]
