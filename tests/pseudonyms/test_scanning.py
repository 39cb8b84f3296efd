"""A name that leaked is found, however it is written and whatever file it is in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.errors import FileError
from ipe_coder.model.pseudonym import Decision, NameKind, NameRow
from ipe_coder.project.pseudonymising import scan_files
from ipe_coder.pseudonyms import files
from ipe_coder.pseudonyms.files import read_parts
from ipe_coder.pseudonyms.scanning import NameScanner, names_to_look_for, scan_bytes
from ipe_coder.readers.pdf_words import read_pdf_words
from tests.readers.pdf_files import Item, pdf_file


@pytest.mark.parametrize(
    ("name", "text", "quotes"),
    [
        ("Siân", "SIAN, sian's, Siân-Marie, Siân and Sians", 4),
        ("Mo", "Mo said more to Mo's mother. MO_report.", 3),
        ("Lorna Batty", "Lorna  Batty, lorna batty, Lorna-Batty, Lorna", 3),
        ("O'Neill", "O’Neill and o'neill", 2),
        ("0161 496 0172", "01614960172, (0161) 496-0172, 0161 496 01723", 2),
        ("a@b.org", "Write A@B.ORG or a@b.organisation", 1),
        ("Straße", "STRASSE strasse Straße", 1),
        ("[b]", "a [B] c", 1),
    ],
)
def test_names_are_found_as_whole_words(name: str, text: str, quotes: int) -> None:
    leaks = NameScanner([name]).find(text)
    assert len(leaks) == quotes
    assert {leak.name for leak in leaks} == {name}


def test_parts_of_a_persons_name_are_looked_for_and_what_is_kept_is_not() -> None:
    rows = [
        NameRow("Dr Lorna Batty", "[person 1]", NameKind.PERSON),
        NameRow("Carr Lane", "[place 1]", NameKind.PLACE),
        NameRow("Stockport", "", NameKind.PLACE, Decision.KEEP),
    ]
    assert names_to_look_for(rows) == ["Dr Lorna Batty", "Lorna", "Batty", "Carr Lane"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_name_between_any_words_is_found_at_its_place(before: str, after: str) -> None:
    text = f"{before} Zebedee {after}"
    leaks = NameScanner(["Zebedee"]).find(text)
    assert any(leak.span.of(text) == "Zebedee" for leak in leaks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("form", ["Siân Prys", "SIÂN PRYS", "siân prys"])
def test_names_are_found_in_raw_bytes(encoding: str, form: str) -> None:
    data = b"\x00\x01" + "..".encode(encoding) + form.encode(encoding) + b"\x00\x00\xff"
    leaks = scan_bytes(data, ["Siân Prys"])
    assert [leak.name for leak in leaks] == ["Siân Prys"]
    inside = "x".encode(encoding) + form.encode(encoding) + "x".encode(encoding)
    assert scan_bytes(inside, ["Siân Prys"]) == []


def test_a_name_in_a_word_file_is_found_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    members = {
        "word/document.xml": "<w:p><w:r><w:t>Tam</w:t></w:r><w:r><w:t>sin.</w:t></w:r></w:p>"
        "<w:del><w:r><w:delText>Keith</w:delText></w:r></w:del>",
        "word/comments.xml": '<w:comment w:author="Gwen &amp; Sia\u0302n" w:id="1"/>',
        "docProps/core.xml": "<dc:creator>Pauline</dc:creator>",
        "Marie.bin": "\x00",
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, text in members.items():
            package.writestr(name, text)
    scanner = NameScanner(["Tamsin", "Keith", "Gwen", "Siân", "Pauline", "Marie", "Tam"])
    found = {
        leak.name for part in read_parts(path, read_pdf_words) for leak in scanner.find(part.text)
    }
    assert found == {"Tamsin", "Keith", "Gwen", "Siân", "Pauline", "Marie"}


def test_zips_in_zips_are_opened_and_bombs_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("notes.txt", "Tamsin " + " " * 50_000)
    path = tmp_path / "outer.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("inner.zip", inner.getvalue())
    parts = list(read_parts(path, read_pdf_words))
    assert any("Tamsin" in part.text and part.place == "inner.zip > notes.txt" for part in parts)
    monkeypatch.setattr(files, "LARGEST", 20_000)
    with pytest.raises(FileError, match="unpacks to more"):
        list(read_parts(path, read_pdf_words))


def test_what_is_no_text_keeps_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "copy.ipe"
    path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 20 + "Siân".encode() + b"\x00")
    (part,) = read_parts(path, read_pdf_words)
    assert [leak.name for leak in scan_bytes(part.raw, ["Siân"])] == ["Siân"]


def test_a_damaged_zip_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    with pytest.raises(FileError, match=r"broken\.docx"):
        list(read_parts(path, read_pdf_words))


SCANNED = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x41 EI Q"


def names_in(path: Path) -> tuple[list[tuple[str, str]], str]:
    """Scan a file; give places with names, and what could not be looked into."""
    rows = [NameRow("Priya Sharma", "[person 1]", NameKind.PERSON), NameRow("Tarnbrook", "[town]")]
    found = list(scan_files([path], rows))
    hits = [(one.where, one.name) for one in found if not isinstance(one, FileError)]
    return hits, " ".join(str(one) for one in found if isinstance(one, FileError))


def test_names_in_a_pdf_are_found_on_pages_over_lines_and_in_properties(tmp_path: Path) -> None:
    page = [
        Item("Last week I met Priya", 60, 700), Item("Sharma, who lives in Tarn-", 60, 680),
        Item("brook.", 60, 660),
    ]  # fmt: skip
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_file([[Item("Clean", 60, 700)], page], extra="/Info<</Author(Sharma)>>"))
    hits, unseen = names_in(path)
    assert hits == [
        ("report.pdf: properties and comments", "Sharma"),
        ("report.pdf: page 2", "Priya Sharma"), ("report.pdf: page 2", "Tarnbrook"),
    ]  # fmt: skip
    assert unseen == ""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(path, "exports/report.pdf")
    hits, unseen = names_in(tmp_path / "all.zip")
    assert ("all.zip: exports/report.pdf > page 2", "Priya Sharma") in hits
    assert unseen == ""


def test_a_pdf_that_cannot_be_looked_into_is_never_called_clean(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf_file([[]], drawing=SCANNED))
    assert names_in(path)[0] == []
    assert "report.pdf: has no text layer" in names_in(path)[1]
    path.write_bytes(pdf_file([[Item("Priya Sharma", 60, 700)], []], drawing=SCANNED))
    hits, unseen = names_in(path)
    assert hits == [("report.pdf: page 1", "Priya Sharma")]
    assert "page 2 is a picture without a text layer" in unseen
    path.write_bytes(b"%PDF-1.7\n")
    assert "report.pdf: the file is damaged" in names_in(path)[1]
