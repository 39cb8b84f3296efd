"""Names go from the shell: found, reviewed, replaced, looked for again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.shell import Shell

INTERVIEW = """Hester Lyle: Thank you for this. Did Priya send you?
Lorna Batty: Priya did. I'm Lorna, from Tarnbrook. Ring me on 07700 900418.
Hester Lyle: And Mrs Akhtar?
Lorna Batty: Mrs Akhtar's desk was by Priya's. [laughs] We are in Stockport.
"""
SECOND = "INT: Who told you?\nP2: Priya did, in Tarnbrook.\n"


@pytest.fixture
def study(shell: Shell) -> Shell:
    """A study with two interviews, one of them coded."""
    shell("project", "new", "s.ipe")
    shell("study", "add", "flexi")
    (shell.folder / "Lorna Batty.txt").write_text(INTERVIEW)
    (shell.folder / "P2.txt").write_text(SECOND)
    shell("transcript", "import", "Lorna Batty.txt", "P2.txt", "--study", "flexi")
    (shell.folder / "book.yaml").write_text("name: B\nstudy: flexi\ncodes:\n- name: Desk\n")
    shell("codebook", "import", "book.yaml", "--study", "flexi")
    shell("segment", "add", "--transcript", "Lorna Batty", "--quote", "desk was by Priya's",
          "--code", "Desk", "--coder", "AB")  # fmt: skip
    return shell


def text(study: Shell, name: str) -> str:
    shown = study("transcript", "show", name, "--json").json
    return str(shown["text"])


def test_names_become_terms_and_the_key_says_which(study: Shell) -> None:
    done = study("transcript", "pseudonymise", "--study", "flexi", "--key", "key.csv", "--yes")
    assert "pseudonymised, not anonymous" in " ".join(done.err.split())
    first, second = text(study, "Lorna Batty"), text(study, "P2")
    for name in ("Priya", "Lorna", "Batty", "Akhtar", "Tarnbrook", "07700"):
        assert name not in first + second
    with (study.folder / "key.csv").open(encoding="utf-8-sig") as file:
        key = {row["name"]: row["replacement"] for row in csv.DictReader(file)}
    assert key["Lorna"] == key["Lorna Batty"]
    assert f"I'm {key['Lorna']}, from {key['Tarnbrook']}" in first
    assert f"{key['Mrs Akhtar']}'s desk was by {key['Priya']}'s. [laughs]" in first
    assert f"{key['Priya']} did, in {key['Tarnbrook']}." in second
    labels = {
        turn["speaker"]
        for turn in study("transcript", "show", "Lorna Batty", "--json").json["turns"]
    }
    assert labels == {key["Hester Lyle"], key["Lorna Batty"]}
    (segment,) = study("segment", "list", "--json").json
    assert segment["quote"] == f"desk was by {key['Priya']}'s"
    assert study("project", "check", "--json").json["ok"]


def test_it_is_one_change_and_undo_brings_every_name_back(study: Shell) -> None:
    before = study("transcript", "show", "Lorna Batty", "--json").json
    people = study("participant", "list", "--json").json
    study("transcript", "pseudonymise", "--study", "flexi", "--key", "key.csv", "--yes")
    study("project", "undo")
    assert study("transcript", "show", "Lorna Batty", "--json").json == before
    assert study("participant", "list", "--json").json == people
    assert study("project", "check", "--json").json["ok"]


def test_nothing_is_written_without_a_decision(study: Shell) -> None:
    done = study("transcript", "pseudonymise", "P2", "--json")
    assert {one["name"] for one in done.json} == {"Priya", "Tarnbrook"}
    place = done.json[0]["places"][0]
    assert SECOND.partition(": ")[2]
    assert place["quote"] == done.json[0]["name"]
    assert "nothing was written" in " ".join(done.err.split())
    assert text(study, "P2").count("Priya") == 1
    assert study("transcript", "pseudonymise", "P2", "--yes", code=2).err.startswith("Error")
    study("transcript", "pseudonymise", code=2)
    study("transcript", "pseudonymise", "P2", "--key", "s.ipe", "--yes", code=2)


def test_a_reviewed_table_decides(study: Shell) -> None:
    study("transcript", "pseudonymise", "--study", "flexi", "--review", "names.csv")
    with (study.folder / "names.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["name"] == "Priya":
            row["replacement"] = "colleague 1"
        if row["name"] == "Tarnbrook":
            row["decision"] = "keep"
    rows = [row for row in rows if row["name"] != "Mrs Akhtar"]
    with (study.folder / "done.csv").open("w") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    study(
        "transcript", "pseudonymise", "--study", "flexi", "--key", "key.csv", "--accept", "done.csv"
    )
    assert text(study, "P2").endswith("[colleague 1] did, in Tarnbrook.")
    assert "Mrs Akhtar" in text(study, "Lorna Batty")


def test_the_key_gives_a_name_the_same_term_next_time(study: Shell) -> None:
    (study.folder / "key.csv").write_text("name,replacement,kind\nPriya,[colleague 1],person\n")
    study("transcript", "pseudonymise", "P2", "--key", "key.csv", "--yes")
    assert "[colleague 1] did" in text(study, "P2")
    study("transcript", "pseudonymise", "Lorna Batty", "--key", "key.csv", "--yes")
    assert "Did [colleague 1] send you?" in text(study, "Lorna Batty")
    terms = (study.folder / "key.csv").read_text(encoding="utf-8-sig")
    assert terms.count("[colleague 1]") == 1


def test_your_own_list_adds_and_keeps_names(study: Shell) -> None:
    (study.folder / "own.csv").write_text("name,replacement,decision\ndesk,[thing],\nPriya,,keep\n")
    study("transcript", "pseudonymise", "--study", "flexi", "--key", "key.csv", "--list", "own.csv",
          "--yes")  # fmt: skip
    assert "[thing] was by Priya's" in text(study, "Lorna Batty")


def test_a_scan_finds_what_is_left_and_where(study: Shell) -> None:
    study("transcript", "pseudonymise", "--study", "flexi", "--key", "key.csv", "--yes")
    left = study("scan", "--shown", "--key", "key.csv", "--json", code=1).json
    assert {one["where"] for one in left} == {"transcript Lorna Batty: title"}
    everything = study("scan", "--key", "key.csv", "--json", code=1).json
    behind = [one for one in everything if not one["shown"]]
    assert any("original file" in one["where"] for one in behind)
    assert any("earlier version" in one["where"] for one in behind)
    study("transcript", "rename", "Lorna Batty", "Social worker 1")
    done = study("scan", "--shown", "--key", "key.csv")
    assert done.err.startswith("None of")
    assert "Batty" not in "".join(one["label"] for one in study("project", "log", "--json").json)


def test_a_scan_of_files_finds_names_and_names_those_it_cannot_read(study: Shell) -> None:
    (study.folder / "key.csv").write_text("name,replacement,kind\nPriya,[colleague 1],person\n")
    (study.folder / "out").mkdir()
    Path("out/ok.csv").write_text("quote\nNobody here\n")
    assert study("scan", "--key", "key.csv", "out").err.startswith("None of 1 name")
    Path("out/bad.html").write_text("<p>I asked Pri<b>ya</b></p>")
    found = study("scan", "--key", "key.csv", "out", "--json", code=1).json
    assert [(one["name"], one["where"]) for one in found] == [("Priya", "bad.html")]
    Path("out/broken.docx").write_bytes(b"PK\x03\x04....")
    assert "broken.docx" in study("scan", "--key", "key.csv", "out", code=3).err
    study("scan", "--key", "none.csv", code=3)


def test_a_renamed_transcript_keeps_titles_apart(study: Shell) -> None:
    study("transcript", "rename", "P2", "Lorna Batty", code=2)
    study("transcript", "rename", "P2", "Second")
    assert {one["title"] for one in study("transcript", "list", "--json").json} == {
        "Second", "Lorna Batty",
    }  # fmt: skip
