"""What the shell says when folders, archives and surveys come in."""

from __future__ import annotations

import zipfile

import docx

from tests.cli.shell import Shell

TALK = "INT: How was it?\nP1: It was late, and dark.\n"
ANSWERS = "id,email,Why was it so?\nR1,a@b.c,It was very late.\nR2,c@d.e,And it was dark.\n"


def test_an_archive_comes_in_with_a_table_of_its_files(swing: Shell) -> None:
    with zipfile.ZipFile(swing.folder / "in.zip", "w") as archive:
        for name in ("b/N10.txt", "b/N2.txt"):
            archive.writestr(name, TALK)
        archive.writestr("b/[photo].png", b"x")
    looked = swing("transcript", "import", "in.zip", "--study", "swing", "--dry-run")
    assert looked.out.splitlines()[1].split() == [
        "N2.txt", "N2", "2", "8", "INT", "interviewer,", "P1", "participant", "0",
    ]  # fmt: skip
    assert "Not taken: b/[photo].png: no transcript format ends in .png." in looked.lines
    assert "2 files can be imported; nothing was written." in looked.lines
    done = swing("transcript", "import", "in.zip", "--study", "swing", "--json")
    assert done.json["imported"] == ["N2", "N10"]
    assert done.json["skipped"] == [
        {"file": "b/[photo].png", "because": "no transcript format ends in .png"}
    ]
    assert swing("transcript", "import", "in.zip", "--study", "swing", code=2).err


def test_a_survey_comes_in_after_a_look_at_its_columns(swing: Shell) -> None:
    swing.write("answers.csv", ANSWERS)
    looked = swing("transcript", "survey", "answers.csv", "--study", "swing", "--dry-run", "--json")
    assert [(one["column"], one["use"]) for one in looked.json["columns"]] == [
        ("id", "respondent"), ("email", "left out"), ("Why was it so?", "question"),
    ]  # fmt: skip
    assert (looked.json["answers"], looked.json["respondents"]) == (2, 2)
    done = swing("transcript", "survey", "answers.csv", "--study", "swing")
    assert done.lines == [
        "Not taken: “email”, as it says who somebody is.",
        "Imported 2 answers of 2 respondents, 8 words into swing.",
    ]
    again = swing("transcript", "survey", "answers.csv", "--study", "swing", code=2)
    assert "The same file is here already: 2 of the 2 answers" in again.err
    wrong = swing("transcript", "survey", "transcripts/swing/SW01.txt", "--study", "swing", code=3)
    assert "Traceback" not in wrong.err
    assert swing("project", "check", "--json").json == {"ok": True, "problems": []}


def test_comments_in_word_are_left_unless_they_are_asked_for(swing: Shell) -> None:
    document = docx.Document()
    document.add_paragraph("INT: How was it?")
    paragraph = document.add_paragraph("P1: It came ")
    run = paragraph.add_run("on a Sunday [sic]")
    document.add_comment(run, "Sundays [b]", author="Ann Lee", initials="AL")
    document.save(str(swing.folder / "N1.docx"))
    call = ("transcript", "import", "N1.docx", "--study", "swing")
    looked = swing(*call, "--dry-run", "--json")
    (comment,) = looked.json["files"][0]["comments"]
    assert (comment["quote"], comment["author"], comment["text"]) == (
        "on a Sunday [sic]", "Ann Lee", "Sundays [b]",
    )  # fmt: skip
    left = swing(*call)
    assert any("1 comment in the files: --comments codes takes them" in one for one in left.lines)
    swing("project", "undo")
    refused = swing(*call, "--comment-coder", "Ann Lee=AL", code=2)
    assert "--comment-coder needs --comments" in refused.err
    refused = swing(*call, "--comments", "codes", "--comment-coder", "Anna=AL", code=2)
    assert "No comment is by “Anna”. They are by Ann Lee." in " ".join(refused.err.split())
    done = swing(*call, "--comments", "codes", "--comment-coder", "Ann Lee=AL", "--json")
    assert (done.json["comments"], done.json["comments_taken_as"]) == (1, "codes")
    rows = swing("segment", "list", "--transcript", "N1", "--json").json
    assert [(one["quote"], one["code_path"], one["coder"], one["origin"]) for one in rows] == [
        ("on a Sunday [sic]", "From Word comments / Sundays [b]", "AL", "imported")
    ]
    assert swing("project", "check", "--json").json["ok"]
