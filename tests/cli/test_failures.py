"""Bad input: one clear line, the exit code promised, and the project as it was."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import docx
import pytest

from ipe_coder.paths import log_file
from tests.cli.shell import Shell, rows_of
from tests.cli.swing import SW01

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def _word(path: Path, *paragraphs: str) -> None:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))


def _bad_transcript(shell: Shell, what: str) -> str:
    """Write a file that is no transcript; give its name."""
    if what == "empty file":
        shell.write("empty.txt", b"")
        return "empty.txt"
    if what == "renamed picture":
        shell.write("picture.txt", PNG)
        return "picture.txt"
    if what == "picture called docx":
        shell.write("picture.docx", PNG)
        return "picture.docx"
    if what == "docx without text":
        _word(shell.folder / "blank.docx")
        return "blank.docx"
    if what == "cut zip":
        _word(shell.folder / "whole.docx", "Interviewer: How was it?", "Priya: Fine.")
        data = (shell.folder / "whole.docx").read_bytes()
        shell.write("cut.docx", data[: len(data) // 2])
        return "cut.docx"
    if what == "zip of something else":
        with zipfile.ZipFile(shell.folder / "other.docx", "w") as archive:
            archive.writestr("hello.txt", "hello")
        return "other.docx"
    if what == "broken times":
        shell.write("broken.vtt", "WEBVTT\n\n00:00:99.000 --> zz\nPriya: Fine.\n")
        return "broken.vtt"
    if what == "over the limit":
        shell.write("large.txt", b"Priya: Fine.\n" * 4_000_000)
        return "large.txt"
    if what == "unknown ending":
        shell.write("talk.xyz", "Priya: Fine.\n")
        return "talk.xyz"
    return "nowhere.txt"


@pytest.mark.parametrize(
    "what",
    [
        "empty file", "renamed picture", "picture called docx", "docx without text", "cut zip",
        "zip of something else", "broken times", "over the limit", "unknown ending", "no such file",
    ],
)  # fmt: skip
def test_a_bad_transcript_gets_one_line_and_changes_nothing(swing: Shell, what: str) -> None:
    name = _bad_transcript(swing, what)
    before = rows_of(swing.folder / "wellbeing.ipe")
    done = swing("transcript", "import", name, "--study", "swing", code=3)
    assert len(done.lines) == 1
    assert done.lines[0].startswith(f"Error: {name}")
    assert done.out == ""
    assert rows_of(swing.folder / "wellbeing.ipe") == before


def test_every_bad_file_is_named_and_no_good_one_is_written(swing: Shell) -> None:
    swing.write("good.txt", SW01)
    swing.write("empty.txt", b"")
    swing.write("picture.txt", PNG)
    before = rows_of(swing.folder / "wellbeing.ipe")
    done = swing("transcript", "import", "good.txt", "empty.txt", "picture.txt", "--study", "swing",
                 code=3)  # fmt: skip
    assert [line.split(":")[1].strip() for line in done.lines[:2]] == ["empty.txt", "picture.txt"]
    assert rows_of(swing.folder / "wellbeing.ipe") == before


def test_the_good_files_go_in_where_the_bad_are_to_be_skipped(swing: Shell) -> None:
    swing.write("good.txt", SW01)
    swing.write("empty.txt", b"")
    done = swing("transcript", "import", "good.txt", "empty.txt", "--study", "swing", "--skip-bad",
                 "--json", code=3)  # fmt: skip
    assert done.json["imported"] == ["good"]
    assert "empty.txt" in done.json["errors"][0]
    assert "good" in [one["title"] for one in swing("transcript", "list", "--json").json]


def test_a_dry_run_says_what_would_come_in_and_writes_nothing(swing: Shell) -> None:
    swing.write("good.txt", SW01)
    swing.write("empty.txt", b"")
    before = rows_of(swing.folder / "wellbeing.ipe")
    done = swing("transcript", "import", "good.txt", "empty.txt", "--study", "swing", "--dry-run",
                 "--json", code=3)  # fmt: skip
    [good] = done.json["files"]
    assert (good["title"], good["turns"]) == ("good", 4)
    assert [one["role"] for one in good["speakers"]] == ["interviewer", "participant"]
    assert all(one["because"] for one in good["speakers"])
    assert "empty.txt" in done.json["errors"][0]
    table = swing("transcript", "import", "good.txt", "--study", "swing", "--dry-run")
    assert ["Priya", "2", "24", "participant"] in [
        line.split()[:4] for line in table.out.splitlines()
    ]
    assert rows_of(swing.folder / "wellbeing.ipe") == before


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-16", "UTF-16"), ("cp1252", "1252"), ("utf-8-sig", "")]
)
def test_other_encodings_come_in_and_the_one_taken_is_said(
    swing: Shell, encoding: str, name: str
) -> None:
    swing.write(
        "talk.txt", "Interviewer: How?\nPriya: “Fine”, she’d say – fine.\n".encode(encoding)
    )
    done = swing("transcript", "import", "talk.txt", "--study", "swing")
    assert name.casefold() in done.err.casefold()
    assert "“Fine”, she’d say – fine." in swing("transcript", "show", "talk").out


@pytest.mark.parametrize(
    ("command", "name", "text"),
    [
        (("codebook", "import"), "two.yaml",
         "name: A\ncodes:\n- name: Same\n- name: Same\n"),
        (("codebook", "import"), "keys.yaml", "name: A\ncodes:\n- nam: Same\n"),
        (("codebook", "import"), "not.yaml", "name: [unclosed\n"),
        (("codebook", "import"), "empty.yaml", ""),
        (("codebook", "import"), "book.pdf", "name: A\n"),
        (("results", "import"), "figureless.csv", "study,outcome\nswing,Burnout\n"),
        (("results", "import"), "nothing.csv", ""),
        (("participant", "import"), "people.csv", "name,arm\nPriya,treatment\n"),
        (("participant", "import"), "arms.csv", "participant,arm\nPriya,third\n"),
        (("segment", "import"), "codes.csv", "transcript,quote,code\nSW01,warm,No such\n"),
        (("segment", "import"), "quotes.csv",
         "transcript,quote,code,coder\nSW01,nobody ever said so,Message content,AB\n"),
    ],
)  # fmt: skip
def test_a_bad_table_or_codebook_gets_one_line_and_changes_nothing(
    swing: Shell, command: tuple[str, str], name: str, text: str
) -> None:
    swing.write(name, text)
    before = rows_of(swing.folder / "wellbeing.ipe")
    study = [] if command[0] == "results" else ["--study", "swing"]
    done = swing(*command, name, *study, code=3)
    assert len(done.lines) == 1
    assert name in done.lines[0]
    assert rows_of(swing.folder / "wellbeing.ipe") == before


def test_a_file_that_is_no_project_is_refused(shell: Shell) -> None:
    shell.write("notes.ipe", "dear diary")
    done = shell("project", "info", code=4)
    assert done.lines == [
        "Error: notes.ipe is not an ipe_coder project. ipe-coder project new FILE.ipe makes one;"
        " transcripts come in with transcript import."
    ]
    assert (shell.folder / "notes.ipe").read_text() == "dear diary"


def test_a_database_of_another_program_is_refused(shell: Shell) -> None:
    with closing(sqlite3.connect(shell.folder / "other.ipe")) as connection:
        connection.execute("CREATE TABLE mine (id)")
    before = (shell.folder / "other.ipe").read_bytes()
    done = shell("transcript", "list", code=4)
    assert len(done.lines) == 1
    assert (shell.folder / "other.ipe").read_bytes() == before


def test_a_project_of_a_newer_version_is_refused(swing: Shell) -> None:
    path = swing.folder / "wellbeing.ipe"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = rows_of(path)
    done = swing("transcript", "list", code=4)
    assert len(done.lines) == 1
    assert "newer" in done.err
    assert rows_of(path) == before


def test_a_missing_project_is_told(shell: Shell) -> None:
    done = shell("-p", "gone.ipe", "project", "info", code=4)
    assert done.lines == [
        "Error: There is no project gone.ipe. ipe-coder project new FILE.ipe makes one."
    ]


def test_a_project_that_another_program_writes_to_is_told(
    swing: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ipe_coder.store.engine.BUSY_SECONDS", 0.2)
    with closing(sqlite3.connect(swing.folder / "wellbeing.ipe", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = swing("study", "add", "second", code=4)
    assert done.lines == [
        "Error: another program is writing to wellbeing.ipe; nothing was saved; try again"
    ]


def test_a_new_project_never_overwrites(swing: Shell) -> None:
    before = (swing.folder / "wellbeing.ipe").read_bytes()
    done = swing("project", "new", "wellbeing.ipe", code=4)
    assert done.lines == ["Error: wellbeing.ipe is there already. Choose another name."]
    assert (swing.folder / "wellbeing.ipe").read_bytes() == before


def test_a_project_that_does_not_hold_together_is_reported(swing: Shell) -> None:
    with closing(sqlite3.connect(swing.folder / "wellbeing.ipe")) as connection, connection:
        connection.execute("UPDATE segment SET quote = 'not what was said'")
    done = swing("project", "check", "--json", code=1)
    assert done.json["ok"] is False
    assert len(done.json["problems"]) == 4
    assert "4 problems" in done.err
    assert len(swing("project", "check", code=1).out.splitlines()) == 4


def test_names_that_fit_several_things_list_them(swing: Shell) -> None:
    swing("study", "add", "second")
    swing("transcript", "import", "transcripts/swing/SW01.txt", "--study", "second")
    done = swing("transcript", "show", "SW01", code=2)
    assert len(done.lines) == 1
    assert "2 transcripts fit “SW01”: " in done.err
    assert " second: SW01 (" in done.err
    assert " swing: SW01 (" in done.err
    assert swing("transcript", "show", "SW01", "--study", "second").code == 0
    assert swing("transcript", "show", "second: SW01").code == 0


def test_names_that_fit_nothing_offer_the_nearest(swing: Shell) -> None:
    assert "Did you mean Delivery mechanism?" in swing(
        "segment", "list", "--code", "Delivery mechanisms", code=2
    ).err  # fmt: skip
    assert "Did you mean SW01?" in swing("transcript", "show", "SW1", code=2).err
    swing("matrix", "--columns", "shoe size", code=2)
    swing("segment", "list", "--coder", "Nobody", code=2)
    swing("matrix", "--coder", "Nobody", code=2)


def test_a_quote_that_stands_in_two_places_names_both(swing: Shell) -> None:
    swing.write("twice.txt", "Interviewer: And?\nPriya: It was fine. It was fine.\n")
    swing("transcript", "import", "twice.txt", "--study", "swing")
    done = swing("segment", "add", "--transcript", "twice", "--quote", "It was fine.", "--code",
                 "Message content", "--coder", "AB", code=2)  # fmt: skip
    text = swing("transcript", "show", "twice", "--json").json["text"]
    first = text.index("It was fine.")
    second = text.index("It was fine.", first + 1)
    assert str(first) in done.err
    assert str(second) in done.err


def test_commands_that_code_need_a_coder_and_others_do_not(
    swing: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = ("segment", "add", "--transcript", "SW03", "--quote", "By text.", "--code",
           "Delivery mechanism")  # fmt: skip
    done = swing(*add, code=2)
    assert done.lines == [
        "Error: Nobody is named as the coder. Give --coder NAME or set IPE_CODER."
    ]
    monkeypatch.setenv("IPE_CODER", "EF")
    swing(*add)
    assert swing("segment", "list", "--coder", "EF", "--json").json[0]["quote"] == "By text."


def test_the_settings_name_the_coder(swing: Shell, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    settings = tmp_path / "config" / "settings.toml"
    settings.write_text('coder = "GH"\n')
    swing("segment", "add", "--transcript", "SW03", "--quote", "By text.", "--code",
          "Delivery mechanism")  # fmt: skip
    assert len(swing("segment", "list", "--coder", "GH", "--json").json) == 1
    # The coder of the settings codes, but filters nothing.
    assert len(swing("segment", "list", "--json").json) == 5
    settings.write_text("colour = 3\n")
    assert "there is no setting “colour”" in swing("study", "list", code=3).err


def test_a_defect_is_logged_without_anybodys_words(
    swing: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "my mother was ill"

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"cannot read '{words}' here\n{words}")

    monkeypatch.setattr("ipe_coder.project.Project.segment_rows", fail)
    done = swing("segment", "list", "--code", words, code=70)
    [line] = done.lines
    assert "RuntimeError" in line
    assert str(log_file()) in line
    logged = log_file().read_text()
    assert "RuntimeError: cannot read ‘…’ here" in logged
    assert "segment" in logged.splitlines()[0]
    assert "test_failures.py" in logged
    assert "mother" not in logged


def test_an_interruption_ends_with_130(swing: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ipe_coder.project.Project.segment_rows", interrupt)
    done = swing("segment", "list", code=130)
    assert done.err.strip() == "Interrupted."


def test_the_application_needs_a_terminal(swing: Shell) -> None:
    for command in ([], ["open"], ["open", "wellbeing.ipe"]):
        done = swing(*command, code=2)
        assert done.lines[0].startswith("Error: The application needs a terminal")


def test_an_export_that_cannot_be_written_is_told(swing: Shell) -> None:
    assert "no export format" in swing("export", "odt", "out.odt", code=2).err
    swing.write("taken", "a file")
    swing("export", "csv", "taken", code=3)
    assert (swing.folder / "taken").read_text() == "a file"
    swing("export", "docx", "no/such/folder/out.docx", code=3)
    shutil.rmtree(swing.folder / "codebooks")
    swing("codebook", "export", "codebooks/out.yaml", "--study", "swing", code=3)
