"""Word documents that are none, are damaged, or were made to do harm."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from functools import partial
from pathlib import Path

import docx
import pytest

from ipe_coder.errors import FileError
from ipe_coder.readers._package import PART_LIMIT
from tests.readers.samples import p, r, raw_word_file, read, rezip, save, word_file


def refused(folder: Path, content: bytes) -> str:
    """Read a document that must be refused, and give the message."""
    with pytest.raises(FileError) as caught:
        read(folder, "a.docx", content)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return str(caught.value)


def test_documents_that_are_none_are_refused(tmp_path: Path) -> None:
    whole = word_file("INT: Late?", "P1: Very.")
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.txt", "words")
    assert "holds no words" in refused(tmp_path, save(docx.Document()))
    assert "holds no words" in refused(tmp_path, word_file("", "  "))
    assert "not a Word document" in refused(tmp_path, zipped.getvalue())
    assert "not a Word file" in refused(tmp_path, b"INT: Late?")
    assert "old Word file" in refused(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert "cut short" in refused(tmp_path, whole[: len(whole) // 2])
    assert "cut short" in refused(tmp_path, whole[:-10])
    assert "the file is empty" in refused(tmp_path, b"")


def _declare(doctype: bytes, data: bytes) -> bytes:
    return doctype + data.replace(b"ENTITY", b"&b;")


def test_entities_are_refused_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    bomb = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    thief = f'<!DOCTYPE d [<!ENTITY b SYSTEM "file://{secret}">]>'
    for doctype in (bomb, thief):
        content = rezip(
            raw_word_file(p("P1: Late ENTITY.")),
            partial(_declare, doctype.encode()),
        )
        message = refused(tmp_path, content)
        assert "declares a document type" in message
        assert "secret" not in message


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    huge = PART_LIMIT * 4
    buffer = io.BytesIO()
    archive = zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED)
    with archive, archive.open("word/document.xml", "w") as part:
        for _ in range(huge // 2**20):
            part.write(b" " * 2**20)
    content = buffer.getvalue()
    tracemalloc.start()
    assert "unpacks to more than 32 MB" in refused(tmp_path, content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 2**20


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = bytearray(raw_word_file(p("P1: " + "Late. " * 100_000)))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"word/document.xml"))
    struct.pack_into("<L", content, at + 24, 100)
    assert "is damaged" in refused(tmp_path, bytes(content))


def test_an_archive_with_far_too_many_parts_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number:030}", b"")
    assert "far too many parts" in refused(tmp_path, buffer.getvalue())


def test_elements_nested_beyond_reason_are_refused(tmp_path: Path) -> None:
    deep = "<w:smartTag>" * 5000 + r("x") + "</w:smartTag>" * 5000
    assert "is damaged" in refused(tmp_path, raw_word_file(p(deep)))


def test_a_locked_document_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    content = bytearray(raw_word_file(p("P1: Late.")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    assert "password" in refused(tmp_path, bytes(content))
