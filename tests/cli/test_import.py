"""What the shell says when folders, archives and surveys come in."""

from __future__ import annotations

import zipfile

import docx

from tests.cli.shell import Shell

TALK = "INT: How was it?\nP1: It was late, and dark.\n"
GROUP = """Ali: Who read the messages?
B: I did.
Aly: On a Monday?
Aly: Or later?
B: Mostly.
Unknown: Not me [laughs].
Ali: And who replied?
B: Nobody did.
"""
GUIDE = """label,question
1,How did the text messages first reach you?
2,What did you do after reading a message from your manager?
3,Which of the messages would you keep for next year's starters?
4,Did colleagues in the canteen talk about the project?
"""
FOLLOWS = """Sam: So how did the text messages first reach you?
Kit: By phone, I think? Was it the phone?
Sam: Okay. And what did you do after you read a message from your manager?
Kit: Nothing? Should I have? I was busy then.
Sam: Which messages would you keep for next year's starters?
Kit: The one about tea? Or is that not one?
"""
ANSWERS = "id,email,Why was it so?\nR1,a@b.c,It was very late.\nR2,c@d.e,And it was dark.\n"


def test_an_archive_comes_in_with_a_table_of_its_files(swing: Shell) -> None:
    with zipfile.ZipFile(swing.folder / "in.zip", "w") as archive:
        for name in ("b/N10.txt", "b/N2.txt"):
            archive.writestr(name, TALK)
        archive.writestr("b/[photo].png", b"x")
    looked = swing("transcript", "import", "in.zip", "--study", "swing", "--dry-run")
    assert looked.out.splitlines()[:4] == [
        "N2.txt: “N2”, interview, Plain text utf-8, 8 words, 2 turns",
        "speaker  turns  words  role         why           first words",
        "INT          1      3  interviewer  by the label  How was it?",
        "P1           1      5  participant  by the label  It was late, and dark.",
    ]
    assert "Not taken: b/[photo].png: no transcript format ends in .png." in looked.lines
    assert "2 files can be imported; nothing was written." in looked.lines
    done = swing("transcript", "import", "in.zip", "--study", "swing", "--json")
    assert done.json["imported"] == ["N2", "N10"]
    assert done.json["skipped"] == [
        {"file": "b/[photo].png", "because": "no transcript format ends in .png"}
    ]
    assert swing("transcript", "import", "in.zip", "--study", "swing", code=2).err


def test_speakers_are_said_before_anything_is_written(swing: Shell) -> None:
    swing.write("FG.txt", GROUP)
    said = ("--merge", "Aly=Ali", "--speaker", "Ali=interviewer", "--speaker", "B=participant:Bo")
    looked = swing("transcript", "import", "FG.txt", "--study", "swing", *said, "--dry-run",
                   "--json").json["files"][0]  # fmt: skip
    assert [
        (one["label"], one["role"], one["participant"], one["turns"], one["words"], one["because"])
        for one in looked["speakers"]
    ] == [
        ("Ali", "interviewer", None, 4, 12, "as you say"),
        ("B", "participant", "Bo", 3, 5, "as you say"),
        ("Unknown", "unknown", None, 1, 3, "unknown in the file"),
    ]
    assert [(one["turn"], one["text"]) for one in looked["doubtful"]] == [(6, "Not me [laughs].")]
    assert (looked["kind"], looked["words"], looked["turns"]) == ("interview", 20, 8)
    assert looked["notes"] == ["“Aly” of the file is counted to “Ali”."]
    assert not [one for one in swing("transcript", "list", "--json").json if one["title"] == "FG"]
    swing("transcript", "import", "FG.txt", "--study", "swing", *said)
    shown = swing("transcript", "show", "FG", "--json").json
    assert [(one["speaker"], one["participant"]) for one in shown["turns"]] == [
        ("Ali", None), ("B", "Bo"), ("Ali", None), ("Ali", None), ("B", "Bo"),
        ("Unknown", None), ("Ali", None), ("B", "Bo"),
    ]  # fmt: skip
    assert swing("project", "check", "--json").json == {"ok": True, "problems": []}


def test_another_rule_divides_a_file(swing: Shell) -> None:
    swing.write("FG.txt", GROUP.replace("Unknown:", "Honestly:"))
    command = ("transcript", "import", "FG.txt", "--study", "swing", "--dry-run", "--json")

    def read(*rule: str) -> tuple[list[tuple[str, int]], int]:
        found = swing(*command, *rule).json["files"][0]
        return [(one["label"], one["turns"]) for one in found["speakers"]], found["words"]

    assert read("--no-label", "Honestly") == ([("Ali", 2), ("B", 3), ("Aly", 2)], 21)
    assert read("--label", "B", "--label", "ali") == ([("Ali", 2), ("B", 3)], 23)
    assert read("--rule", "prose") == ([("", 8)], 28)
    assert read("--rule", "loose") == ([("Ali", 2), ("B", 3), ("Aly", 2), ("Honestly", 1)], 20)
    notes = swing(*command, "--rule", "prose").json["files"][0]["notes"]
    assert "Divided by the rule “prose”: no label is taken for a speaker." in notes
    assert "needs labels" in swing(*command, "--rule", "named", code=2).err


def test_what_is_said_of_nobody_is_refused(swing: Shell) -> None:
    swing.write("FG.txt", GROUP)
    command = ("transcript", "import", "FG.txt", "--study", "swing")
    none = swing(*command, "--speaker", "C=other", "--dry-run", code=2)
    assert none.lines[0] == ("Error: No file has the speaker “C”. There are Ali, B, Aly, Unknown.")
    assert swing(*command, "--speaker", "C=other", code=2).lines[0] == none.lines[0]
    assert "“Ali=boss” gives no role." in swing(*command, "--speaker", "Ali=boss", code=2).err
    assert "merges nothing" in swing(*command, "--merge", "Ali=", code=2).err
    circle = swing(*command, "--merge", "Ali=Aly", "--merge", "Aly=Ali", code=2)
    assert "goes round in a circle" in circle.err


def test_who_asks_what_the_guide_asks_is_the_interviewer(swing: Shell) -> None:
    swing.write("guide.csv", GUIDE)
    swing.write("T.txt", FOLLOWS)
    command = ("transcript", "import", "T.txt", "--study", "swing", "--dry-run", "--json")
    before = swing(*command).json["files"][0]["speakers"]
    assert [one["role"] for one in before] == ["participant", "participant"]
    swing("guide", "import", "guide.csv", "--study", "swing")
    after = swing(*command).json["files"][0]["speakers"]
    assert [(one["label"], one["role"], one["because"]) for one in after] == [
        ("Sam", "interviewer", "asks 3 of the guide's 4 questions"),
        ("Kit", "participant", "not the interviewer"),
    ]
    swing(*command[:-2])
    shown = swing("transcript", "show", "T", "--json").json
    assert shown["turns"][0]["role"] == "interviewer"


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
        ("on a Sunday [sic]", "From comments / Sundays [b]", "AL", "imported")
    ]
    assert swing("project", "check", "--json").json["ok"]
