"""A guide is read as people write guides: tables, lists and plain lines, with their codes."""

from __future__ import annotations

import time
from pathlib import Path

import docx
import pytest

from ipe_coder.errors import FileError
from ipe_coder.model.guide import GuideFileRow
from ipe_coder.model.study import Respondent
from ipe_coder.readers.guide import read_guide
from tests.readers.samples import p, raw_word_file

Brief = tuple[str, str, str, Respondent | None, tuple[str, ...]]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def brief(rows: tuple[GuideFileRow, ...]) -> list[Brief]:
    return [(row.label, row.text, row.part, row.respondent, row.codes) for row in rows]


def test_a_table_under_headings_gives_labels_codes_and_to_whom_a_question_is_put(
    tmp_path: Path,
) -> None:
    path = written(
        tmp_path,
        "guide.md",
        "# Guide\n\nAsk for consent. Is that clear?\n\n## Managers and the lead\n\n"
        "| no. | question | codes |\n|---|:--|---|\n| M1 | Who asks \\| when? | Time; Access |\n"
        "| M2 | **What** helps? | |\n\n## Recipients: social workers\n\n"
        "| question | No. |\n|---|---|\n| Tell me about [it]. | 1 |\n",
    )
    guide = read_guide(path)
    assert brief(guide.rows) == [
        ("M1", "Who asks | when?", "Managers and the lead", Respondent.MANAGER, ("Time", "Access")),
        ("M2", "What helps?", "Managers and the lead", Respondent.MANAGER, ()),
        ("1", "Tell me about [it].", "Recipients: social workers", Respondent.RECIPIENT, ()),
    ]
    assert guide.rows[0].line == 9
    assert guide.notes == ()


def test_a_list_gives_its_items_and_what_else_asks_and_says_what_it_left_out(
    tmp_path: Path,
) -> None:
    path = written(
        tmp_path,
        "guide.txt",
        "Non-users\n1. What do you work? [codes: Range of patterns; Time]\n2) Your role.\n"
        "Tell me about the app. (codes: Usage)\nThank them warmly for all of their time.\n\n"
        "To close:\n- Anything else 🙂\n",
    )
    guide = read_guide(path)
    to = Respondent.NON_USER
    assert brief(guide.rows) == [
        ("1", "What do you work?", "Non-users", to, ("Range of patterns", "Time")),
        ("2", "Your role.", "Non-users", to, ()),
        ("", "Tell me about the app.", "Non-users", to, ("Usage",)),
        ("", "Anything else 🙂", "To close:", None, ()),
    ]
    assert guide.notes == (
        "1 line asks nothing and was left out: “Thank them warmly for all of their time.”",
    )


def test_a_word_document_gives_the_same_from_tables_and_from_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Coordinators", 2)
    document.add_paragraph("How did you find people? [codes: Recruiting]")
    document.save(str(tmp_path / "lines.docx"))
    assert brief(read_guide(tmp_path / "lines.docx").rows) == [
        ("", "How did you find people?", "Coordinators", Respondent.COORDINATOR, ("Recruiting",))
    ]
    table = document.add_table(2, 3)
    for row, cells in zip(
        table.rows, (("No.", "Question", "Codes"), ("C2", "What came of it?", "A; B")), strict=True
    ):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.save(str(tmp_path / "table.docx"))
    assert brief(read_guide(tmp_path / "table.docx").rows) == [
        ("C2", "What came of it?", "Coordinators", Respondent.COORDINATOR, ("A", "B"))
    ]


def test_a_csv_names_respondents_in_a_column(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "guide.csv",
        "Question;Codes;Respondent;Label;Part\nWhat helps?;Time;managers;M1;Later\nAnd you?;;;;\n",
    )
    assert brief(read_guide(path).rows) == [
        ("M1", "What helps?", "Later", Respondent.MANAGER, ("Time",)),
        ("", "And you?", "", None, ()),
    ]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "codes,part\nTime,Later\n", "no column “question”. Its columns: codes, part"),
        ("a.csv", "question,respondent\nWhy?,dog\n", "line 2: respondent is “dog”. It can be"),
        ("a.md", "# Guide\n\nNothing is asked.\n", "no question stands in it"),
        ("a.txt", "Why?\nHow?\nwhy?\n", "line 3: “why?” stands here as in line 1"),
        ("a.odt", "Why?", "not read from such files"),
        ("a.docx", "Why?", "not a Word file"),
        ("a.md", "", "the file is empty"),
    ],
)
def test_what_is_no_guide_is_refused_with_file_line_and_remedy(
    tmp_path: Path, name: str, text: str, message: str
) -> None:
    with pytest.raises(FileError) as caught:
        read_guide(written(tmp_path, name, text))
    assert message in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    "line",
    [
        "(codes: a",
        "- Why? " + " " * 400 + "[",
        "# " + "# " * 300 + "a",
        "# " + "#" * 600 + "a",
        "a",
    ],
)
def test_a_guide_of_lines_that_never_end_is_read_or_refused_at_once(
    tmp_path: Path, line: str
) -> None:
    start = time.process_time()
    text = "- Why so?\n" + line * (900_000 // len(line))
    assert read_guide(written(tmp_path, "a.md", text)).rows
    with pytest.raises(FileError, match=r"20,000 lines"):
        read_guide(written(tmp_path, "b.md", "a\n" * 21_000))
    with pytest.raises(FileError, match=r"at most 1 MB are read. Look into it: is it the guide"):
        read_guide(written(tmp_path, "c.md", "a " * 600_000))
    assert time.process_time() - start < 5


def test_a_row_of_very_many_cells_in_a_word_guide_is_read_at_once(tmp_path: Path) -> None:
    cells = "".join(f"<w:tc>{p(text)}</w:tc>" for text in ["question", *["a"] * 9_000])
    answers = "".join(f"<w:tc>{p(text)}</w:tc>" for text in ["Why?", *["a"] * 9_000])
    path = tmp_path / "a.docx"
    table = f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{answers}</w:tr></w:tbl>"
    path.write_bytes(raw_word_file(table))
    start = time.process_time()
    assert [row.text for row in read_guide(path).rows] == ["Why?"]
    assert time.process_time() - start < 5


def test_codes_stand_in_the_last_brackets_of_a_question(tmp_path: Path) -> None:
    text = "# Work # \n- Why (codes: x) so? (code: Time (all; Access) \n- How [a]? [ Codes : Way]\n"
    rows = read_guide(written(tmp_path, "a.md", text)).rows
    assert [(row.part, row.text, row.codes) for row in rows] == [
        ("Work", "Why (codes: x) so?", ("Time (all", "Access")),
        ("Work", "How [a]?", ("Way",)),
    ]
