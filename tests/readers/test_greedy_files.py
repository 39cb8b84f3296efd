"""Files made to take time or memory without end are refused, or read, in an instant."""

from __future__ import annotations

import io
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.readers import read_transcript
from ipe_coder.readers.archive import open_archive
from tests.readers.pdf_files import pdf_file
from tests.readers.samples import odt_file, odt_p, p, raw_word_file, read, said

PATIENCE = 20.0
"""Seconds of the processor for a test; what it guards against takes minutes or hours."""


@pytest.fixture(autouse=True)
def _in_time() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < PATIENCE


def refusal(folder: Path, name: str, content: str | bytes) -> str:
    """Read a file that must be refused; give why."""
    with pytest.raises(FileError) as caught:
        read(folder, name, content)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return str(caught.value)


def test_marks_without_end_over_one_letter_are_put_in_order_at_once() -> None:
    assert clean("INT: x" + "\u0301\u0316" * 100_000).text.endswith(
        "\u0316\u0301" + "\u0301" * 99_999
    )
    assert clean("\u0f73" * 100_000).text == "\u0f71" * 100_000 + "\u0f72" * 100_000


def test_ordered_marks_are_what_the_standard_says() -> None:
    text = "a" + "\u0301\u0316\u0344\u0f73\u0327\u0345" * 40 + "b\u0316\u0301"
    assert clean(text).text == unicodedata.normalize("NFC", text)


def test_a_page_that_is_deep_behind_its_end_is_refused(tmp_path: Path) -> None:
    pages = ["<b>" * 900 + "x", "<p>INT: Why?</p></html>" + "<html>" + "<div>" * 900 + "x"]
    for page in pages:
        assert "deep" in refusal(tmp_path, "a.html", f"<!-- --><html>{page}")


def test_a_page_with_names_without_end_is_refused(tmp_path: Path) -> None:
    names = " ".join(f"a{number}" for number in range(200_000))
    assert "attributes" in refusal(tmp_path, "a.html", f"<p>INT: Why?</p><p {names}>")
    assert "tags" in refusal(tmp_path, "a.html", "<p>INT: Why?</p>" + "<p>" * 300_000)


def test_a_line_of_cited_words_and_nested_parts_is_read_at_once(tmp_path: Path) -> None:
    cited = "a<cite>x</cite><time>y</time>" * 20_000
    draft = read(tmp_path, "a.html", f"<p>INT: Why?</p><p>P: {cited}</p>")
    assert said(draft)[1][1].startswith("axy")
    nested = '<span class="speaker">' * 150 + "<i>a</i> " * 30_000
    assert read(tmp_path, "b.html", f"<p>INT: Why?</p>{nested}").text.count("a") == 30_000


def test_a_page_of_blanks_without_end_is_read_at_once(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.html", f"<p>INT: Why?</p><p>P: So{' ' * 200_000}\x85 late.</p>")
    assert said(draft) == [("INT", "Why?"), ("P", "So late.")]


@pytest.mark.parametrize("unit", ["-", " 1", "(a", "_\xa0", "? "])
def test_a_speaker_whose_name_never_ends_is_read_at_once(unit: str, tmp_path: Path) -> None:
    name = f"P {unit * 60_000}x"
    draft = read(tmp_path, "a.csv", f'speaker,text\nA,Why?\n"{name}",So.\n')
    assert [words for _, words in said(draft)] == ["Why?", "So."]


def test_a_page_that_is_drawn_without_end_is_refused(tmp_path: Path) -> None:
    """It is the processor's time that counts: beside other work a page may take any while."""
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_file([[]], drawing="q Q " * 4_000_000))
    with pytest.raises(FileError, match="page 1 takes far too long to read"):
        read_transcript(path)


def test_json_with_entries_without_end_is_refused(tmp_path: Path) -> None:
    turn = '{"speaker": "A", "text": "b"}'
    assert "too many" in refusal(tmp_path, "a.json", f"[{turn},{'{},' * 300_000}{turn}]")
    fields = ",".join(f'"f{number}": 1' for number in range(100_000))
    message = refusal(tmp_path, "b.json", f'[{turn}, {{{fields}, "f9": 2}}]')
    assert "field “f9” twice" in message


def test_what_json_says_beside_the_words_is_compared_at_once(tmp_path: Path) -> None:
    pieces = ",".join(f'"x{number}"' for number in range(20_000))
    words = "late " * 100_000
    content = f'[{{"speaker": "A", "text": "{words}", "start": [{pieces}]}}]'
    draft = read(tmp_path, "a.json", content)
    assert draft.left_out[0].text.count("x") == 20_000


def test_a_first_cell_without_end_is_refused(tmp_path: Path) -> None:
    assert "a cell is too long" in refusal(tmp_path, "a.csv", "speaker,te" + "x" * 200_000)


def test_a_table_of_more_cells_than_any_is_refused(tmp_path: Path) -> None:
    columns = ",".join(f"c{number}" for number in range(9_000))
    content = f"speaker,text,{columns}\n" + "A,b\n" * 10_000
    assert "10,000 rows of 9,002 columns" in refusal(tmp_path, "a.csv", content)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv"])
def test_more_lines_than_any_interview_has_are_refused(name: str, tmp_path: Path) -> None:
    content = "speaker,text\n" + "A,b\n" * 160_000
    assert "more than 150,000 lines" in refusal(tmp_path, name, content)


def test_a_text_of_blank_lines_is_refused_at_once(tmp_path: Path) -> None:
    assert "holds no words" in refusal(tmp_path, "a.txt", "\n" * 140_000 + "\t" * 10**6)


def test_captions_of_one_line_without_end_are_read_at_once(tmp_path: Path) -> None:
    head = "1\n00:00:01,000 --> 00:00:02,000\nA: late\n"
    draft = read(tmp_path, "a.srt", head + "00:" + "0600:99:99" * 30_000)
    assert "late 00:06" in draft.text
    assert "late" in read(tmp_path, "b.srt", f"{head}<v {' ' * 200_000}x").text
    assert "lines" in refusal(tmp_path, "c.srt", head + "<v A>b" * 200_000)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{\\rtf1 " + b"{\\shptxt a" * 1900 + b"}" * 1901, "text boxes nested too deep"),
        (b"{\\rtf1 INT: a}" + b"a " * 9_000_000, "after the end"),
        (b"{\\rtf1 INT: a" + b"a" * 17_000_000 + b"}", "far too many words"),
        (b"{\\rtf1 " + b"A: b\\par " * 160_000 + b"}", "far too many paragraphs"),
        (b"{\\rtf1 \\intbl " + b"a\\cell " * 160_000 + b"}", "far too many paragraphs"),
    ],
    ids=["boxes", "trailing", "words", "paragraphs", "cells"],
)  # fmt: skip
def test_rich_text_without_end_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(tmp_path, "a.rtf", content)


def test_code_pages_that_nobody_knows_are_passed_over_at_once(tmp_path: Path) -> None:
    pages = b"".join(b"\\ansicpg%d" % number for number in range(10**6, 10**6 + 100_000))
    draft = read(tmp_path, "a.rtf", b"{\\rtf1\\ansi " + pages + b" INT: late}")
    assert draft.text == "late"
    assert any("unknown code page" in note for note in draft.notes)


def test_word_files_of_elements_without_end_are_refused(tmp_path: Path) -> None:
    said = p("INT: Why?")
    assert "far too many elements" in refusal(
        tmp_path, "a.docx", raw_word_file(said + "<w:p/>" * 1_100_000)
    )
    attributes = raw_word_file(said + '<w:p a="" b="" c="" d=""/>' * 300_000)
    assert "far too many elements" in refusal(tmp_path, "b.docx", attributes)
    buffer = io.BytesIO(raw_word_file(said))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        filled = ("<b/>" + " " * 8 * 2**20) * 3
        for number in range(3):
            archive.writestr(f"word/header{number}.xml", f"<a>{filled}</a>")
    assert "64 MB" in refusal(tmp_path, "c.docx", buffer.getvalue())


def test_nested_versions_and_cells_are_read_at_once(tmp_path: Path) -> None:
    space = 'xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    opening = f"<m:AlternateContent {space}><m:Choice>"
    versions = opening * 100 + "<w:t/>" * 40_000 + p("INT: Why?")
    content = raw_word_file(versions + "</m:Choice></m:AlternateContent>" * 100)
    assert read(tmp_path, "a.docx", content).text == "Why?"
    cells = "<w:tbl>" + "<w:tr><w:tc>" * 110 + p("INT") + p("Why?") * 20_000
    content = raw_word_file(cells + "</w:tc></w:tr>" * 110 + "</w:tbl>")
    assert read(tmp_path, "b.docx", content).text.count("Why?") == 20_000


def test_columns_that_a_table_only_claims_take_no_memory(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="64"/>'
    last = f"<table:table-cell>{odt_p('Why?')}</table:table-cell>"
    table = f"<table:table><table:table-row>{cell * 200_000}{last}</table:table-row></table:table>"
    assert read(tmp_path, "a.odt", odt_file(table)).text == "Why?"


def workbook(folder: Path, sheet: str) -> str:
    """Write a workbook whose sheet has the given rows; give why it is refused."""
    buffer, changed = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"<sheetData />", b"").replace(b"<sheetData/>", b"")
                at = data.index(b"<pageMargins")
                data = data[:at] + f"<sheetData>{sheet}</sheetData>".encode() + data[at:]
            new.writestr(name, data)
    return refusal(folder, "a.xlsx", changed.getvalue())


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ('<row r="99999999999"><c><v>1</v></c></row>', "cannot be read"),
        ('<row><c r="XFD{0}"><v>1</v></c></row>' * 400, "cannot be read"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "cannot be read"),
        (f"<row><c><v>{'9' * 4_000}</v></c></row>", "cannot be read"),
        ("<row><c><v>1e999</v></c></row>", "cannot be read"),
        ("<row><c/></row>" * 150_000, "far too many cells"),
    ],
    ids=["row", "columns", "twice", "digits", "infinite", "cells"],
)
def test_workbooks_that_claim_what_excel_cannot_hold_are_refused(
    sheet: str, said: str, tmp_path: Path
) -> None:
    rows = sheet if "{0}" not in sheet else "".join(
        f'<row><c r="XFD{number}"><v>1</v></c></row>' for number in range(1, 400)
    )  # fmt: skip
    assert said in workbook(tmp_path, rows)


def test_a_member_that_is_packed_so_that_it_takes_any_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "INT: Why?")
    (member,) = open_archive(path)
    with pytest.raises(FileError, match="packed in a way"):
        read_transcript(member.file)


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_line_longer_than_any_talk_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(f"I: Why?\nAnn: {'[' * 4_000_001}\n")
    with pytest.raises(FileError, match="a line has more than 4,000,000 characters"):
        read_transcript(tmp_path / name)
