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
