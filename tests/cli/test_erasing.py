"""What was must go for good: purge, share and withdraw from the shell, with their proofs."""

from __future__ import annotations

import pytest

from tests.cli.shell import Shell

INTERVIEW = """Hester Lyle: Thank you for this. Did Priyanka send you?
Lorna Batty: Priyanka did. I'm Lorna, from Tarnbrook.
Hester Lyle: And then?
Lorna Batty: She left the team, and nobody came in her place for a year.
"""
KEY = "name,replacement,kind\nLorna Batty,[person 1],person\nPriyanka,[person 2],person\n"


@pytest.fixture
def study(shell: Shell) -> Shell:
    shell.write("in/Lorna Batty.txt", INTERVIEW)
    shell.write("own.csv", KEY)
    shell("project", "new", "flexi.ipe")
    shell("study", "add", "flexi", "--arms", "treatment,control")
    shell("transcript", "import", "in", "--study", "flexi")
    return shell


def pseudonymised(study: Shell) -> None:
    names = ("--list", "own.csv", "--key", "key.csv", "--yes")
    study("transcript", "pseudonymise", "--study", "flexi", *names)
    study("transcript", "rename", "Lorna Batty", "Social worker 1")


def test_a_purge_says_what_goes_and_proves_that_no_name_is_left(study: Shell) -> None:
    study("transcript", "purge", "Lorna Batty", "--yes", code=2)
    pseudonymised(study)
    study("scan", "--key", "key.csv", code=1)
    done = study("transcript", "purge", "--study", "flexi", code=2)
    assert "1 original file, 1 earlier version" in done.err
    assert "Nothing was removed" in done.err
    dry = study("transcript", "purge", "--study", "flexi", "--dry-run", "--json").json
    assert (dry["versions"], dry["originals"]) == (1, 1)
    study("transcript", "purge", "--study", "flexi", "--key", "none.csv", "--yes", code=3)
    done = study("transcript", "purge", "--study", "flexi", "--key", "key.csv", "--yes", "--json")
    assert done.json["proof"]["found"] == []
    assert "0 of 6 names found in 3 files: flexi.ipe, flexi.ipe-wal, flexi.ipe-shm." in done.err
    assert b"Lorna" not in (study.folder / "flexi.ipe").read_bytes()
    study("scan", "--key", "key.csv")
    study("transcript", "original", "Social worker 1", code=2)
    assert "cannot be undone" in study("project", "undo", code=2).err
    assert "(undone)" not in study("project", "log").out


def test_a_purge_that_leaves_a_name_says_where_and_ends_with_1(study: Shell) -> None:
    study("transcript", "pseudonymise", "--study", "flexi", "--list", "own.csv", "--key",
          "key.csv", "--yes")  # fmt: skip
    done = study("transcript", "purge", "--study", "flexi", "--key", "key.csv", "--yes", code=1)
    assert "transcript Lorna Batty: title" in done.out


def test_a_copy_to_share_holds_no_name_no_file_and_no_history(study: Shell) -> None:
    refused = study("project", "share", "out.ipe", code=1)
    assert "1 text never pseudonymised or corrected: Lorna Batty" in refused.err
    pseudonymised(study)
    code = ("--code", "Leaving", "--coder", "Ann Other")
    study("code", "add", "Leaving", "--study", "flexi")
    study("segment", "add", "--transcript", "Social worker 1", "--quote", "She left", *code)
    found = study("transcript", "show", "Social worker 1", "--json").json
    done = study("project", "share", "out.ipe", "--key", "key.csv", "--coders", "initials")
    assert "0 of 6 names found in 1 file: out.ipe." in done.err
    assert "history begins anew" in done.err
    data = (study.folder / "out.ipe").read_bytes().lower()
    for word in (b"lorna", b"batty", b"priyanka", b"ann other", b".txt"):
        assert word not in data
    assert {path.name for path in study.folder.iterdir() if "out" in path.name} == {"out.ipe"}
    study("project", "share", "out.ipe", "-p", "flexi.ipe", code=4)
    there = ("-p", "out.ipe")
    assert study("project", "check", *there, "--json").json == {"ok": True, "problems": []}
    copied = study("transcript", "show", "Social worker 1", *there, "--json").json
    assert copied.pop("source")["filename"] == ""
    assert found.pop("source")["filename"] == "person 1.txt"
    assert copied == found
    (segment,) = study("segment", "list", *there, "--json").json
    assert (segment["quote"], segment["coder"]) == ("She left", "AO")
    assert len(study("project", "log", *there, "--json").json) == 1
    study("project", "undo", *there, code=2)
    assert len(study("project", "log", "-p", "flexi.ipe", "--json").json) > 3


def test_a_copy_in_which_a_name_is_found_is_not_left_behind(study: Shell) -> None:
    study("transcript", "pseudonymise", "--study", "flexi", "--list", "own.csv", "--key",
          "key.csv", "--yes")  # fmt: skip
    done = study("project", "share", "out.ipe", "--key", "key.csv", code=1)
    assert "transcript Lorna Batty: title" in done.out
    assert [path.name for path in study.folder.iterdir() if "out" in path.name] == []
    study("project", "share", "out.ipe", "--key", "key.csv", "--yes", code=1)
    assert (study.folder / "out.ipe").exists()


def test_a_participant_goes_with_all_their_words_once_that_is_confirmed(swing: Shell) -> None:
    plan = swing("participant", "withdraw", "Tom", "--dry-run", "--json")
    assert plan.json["whole"] == ["SW03"]
    assert plan.json["segments"] == 2
    assert [one["where"] for one in plan.json["exports"]] == ["coded.csv"]
    refused = swing("participant", "withdraw", "Tom", code=2)
    assert "Goes with Tom of swing:" in refused.err
    done = swing("participant", "withdraw", "Tom", "--yes")
    label = "Withdrew a participant of swing: 1 transcript, 2 segments"
    assert f"{label}. It cannot be undone." in done.err
    assert b"I never saw half of them" not in (swing.folder / "wellbeing.ipe").read_bytes()
    assert "SW03" not in swing("transcript", "list").out
    assert "Tom" not in swing("participant", "list").out
    assert swing("project", "check", "--json").json["ok"]
    swing("participant", "withdraw", "Ana", "--study", "swing", "--yes")
    group = swing("transcript", "show", "FG1", "--json").json
    assert [turn["speaker"] for turn in group["turns"]] == ["Moderator", "Ben", "Cai"]
    assert swing("project", "check", "--json").json["ok"]
    swing("participant", "withdraw", "Tom", "--yes", code=2)
