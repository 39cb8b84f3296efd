"""A mended transcript in the shell: replaced, listed, settled, undone."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell

FIRST = """Interviewer: How was it?
Mair: Hard at first, then we got the new leaflet and people asked for it.
Interviewer: And now?
Mair: I would do it again tomorrow.
"""
MENDED = """Interviewer: So how was it?
Mair: Hard at first, then we got a new leaflet and people asked for it.
Interviewer: And now?
Mair: I will certainly never do that.
"""


@pytest.fixture
def coded(shell: Shell) -> Shell:
    """A project with three coded passages and the mended file beside it."""
    (shell.folder / "SW03.txt").write_text(FIRST, encoding="utf-8")
    (shell.folder / "mended.txt").write_text(MENDED, encoding="utf-8")
    shell("project", "new", "work.ipe", "--name", "Work")
    shell("study", "add", "leave")
    shell("transcript", "import", "SW03.txt", "--study", "leave")
    for code, quote in (
        ("Barriers", "Hard at first"),
        ("Leaflet", "we got the new leaflet"),
        ("Again", "do it again tomorrow"),
    ):
        shell("code", "add", code, "--study", "leave")
        shell("segment", "add", "--transcript", "SW03", "--quote", quote, "--code", code,
              "--coder", "AB")  # fmt: skip
    return shell


def test_a_dry_run_lists_what_would_change_and_writes_nothing(coded: Shell) -> None:
    done = coded("transcript", "replace", "SW03", "mended.txt", "--dry-run")
    assert "we got a new leaflet" in done.out
    assert done.lines == [
        "Would replace SW03, version 2: 0 kept, 1 moved, 1 changed, 1 lost.",
        "Nothing was written.",
    ]
    assert coded("transcript", "list", "--json").json[0]["version"] == 1


def test_what_is_lost_or_changed_counts_again_once_it_is_settled(coded: Shell) -> None:
    done = coded("transcript", "replace", "SW03", "mended.txt", "--json")
    assert done.json["counts"] == {"kept": 0, "moved": 1, "changed": 1, "lost": 1}
    assert (done.json["to_settle"], done.json["written"]) == (2, True)
    assert len(coded("segment", "list", "--json").json) == 1
    waiting = coded("segment", "list", "--anchor", "lost", "--anchor", "unreviewed", "--json").json
    changed, lost = sorted(waiting, key=lambda one: one["anchor"], reverse=True)
    assert (changed["was"], changed["quote"]) == (
        "we got the new leaflet", "we got a new leaflet",
    )  # fmt: skip
    assert (lost["anchor"], lost["quote"]) == ("lost", "do it again tomorrow")
    coded("segment", "settle", "--transcript", "SW03", "--accept")
    refused = coded("segment", "settle", lost["id"], "--accept", code=2)
    assert "is lost: it has no place in the text" in refused.err
    coded("segment", "settle", lost["id"], "--quote", "certainly never do that")
    quotes = {one["quote"] for one in coded("segment", "list", "--json").json}
    assert quotes == {"Hard at first", "we got a new leaflet", "certainly never do that"}
    assert coded("project", "check", "--json").json["ok"]
    again = coded("segment", "settle", lost["id"], "--remove", code=2)
    assert "waits for nothing" in again.err


def test_one_way_to_settle_is_asked_for(coded: Shell) -> None:
    coded("transcript", "replace", "SW03", "mended.txt")
    lost = coded("segment", "list", "--anchor", "lost", "--json").json[0]["id"]
    kept = coded("segment", "list", "--json").json[0]["id"]
    for arguments, said in (
        ((lost,), "one way to settle"),
        (("--accept",), "one way to settle"),
        ((lost, "--accept", "--remove"), "one way to settle"),
        ((kept, "--accept"), "waits for nothing"),
        ((lost, "--at", "5", "2"), "is no stretch"),
        ((lost, "--quote", "not there at all"), "is not in the text"),
    ):
        assert said in coded("segment", "settle", *arguments, code=2).err
    coded("segment", "settle", lost, "--at", "0", "2")
    assert coded("segment", "list", "--anchor", "lost", "--json").json == []


def test_versions_are_listed_shown_and_their_files_written_out(coded: Shell) -> None:
    coded("transcript", "replace", "SW03", "mended.txt")
    listed = coded("transcript", "versions", "SW03", "--json").json
    assert [(one["version"], one["file"], one["current"]) for one in listed] == [
        (2, "mended.txt", True), (1, "SW03.txt", False),
    ]  # fmt: skip
    assert "current" in coded("transcript", "versions", "SW03").out
    first = coded("transcript", "show", "SW03", "--version", "1", "--json").json
    assert "again tomorrow" in first["text"]
    assert "no version 9" in coded("transcript", "show", "SW03", "--version", "9", code=2).err
    assert coded("transcript", "original", "SW03", "--version", "1", "--out", "-").out == FIRST
    assert coded("transcript", "original", "SW03", "--out", "-").out == MENDED
    coded("project", "undo")
    assert len(coded("segment", "list", "--json").json) == 3


def test_the_wrong_file_is_pointed_out(coded: Shell) -> None:
    other = coded.folder / "other.txt"
    other.write_text("Interviewer: Who are you?\nRowan: Nobody of that name.\n", encoding="utf-8")
    said = coded("transcript", "replace", "SW03", "other.txt", "--dry-run").err
    assert "Warning: 3 of 3 segments are lost: look whether it is the right file." in said


def test_the_same_file_and_a_bad_one_are_refused(coded: Shell) -> None:
    same = coded("transcript", "replace", "SW03", "SW03.txt", code=2)
    assert "SW03.txt is the same file that SW03 came from" in same.err
    assert "gone.txt" in coded("transcript", "replace", "SW03", "gone.txt", code=3).err
    assert coded("transcript", "list", "--json").json[0]["version"] == 1
