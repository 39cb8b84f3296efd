"""Files that cannot be read, and encodings."""

from __future__ import annotations

import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from ipe_coder.errors import EXIT_FILE, FileError
from ipe_coder.readers import FORMATS, read_transcript
from ipe_coder.readers._files import TEXT_LIMIT
from tests.readers.samples import read, said

TEXT = "INT: How was it?\nP1: It was “naïve” — a café, 50 €.\n"
ENDINGS = [each.extensions[0] for each in FORMATS]


def refused(path: Path) -> FileError:
    """Read a file that must be refused with one line that names it and a remedy."""
    with pytest.raises(FileError) as caught:
        read_transcript(path)
    assert caught.value.exit_code == EXIT_FILE
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(path.name)
    return caught.value


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_file_is_refused(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"SW03{ending}"
    path.touch()
    assert "the file is empty" in str(refused(path))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("content", [b" \n\t\r\n  ", b"\xef\xbb\xbf", b"\xff\xfe", b"...\n?!\n"])
def test_a_file_without_words_is_refused(content: bytes, ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"SW03{ending}"
    path.write_bytes(content)
    refused(path)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
        b"%PDF-1.7\n1 0 obj",
        b"PK\x03\x04\x14\x00\x00\x00",
        b"{\\rtf1\\ansi INT: Late?",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
        b"SQLite format 3\x00" + bytes(100),
        bytes(range(256)) * 4,
        bytes(1000),
    ],
)
def test_a_damaged_file_and_one_with_another_ending_are_refused(
    content: bytes, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"SW03{ending}"
    path.write_bytes(content)
    refused(path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_missing_files_and_folders_are_refused(ending: str, tmp_path: Path) -> None:
    assert "no such file" in str(refused(tmp_path / f"SW03{ending}"))
    folder = tmp_path / f"folder{ending}"
    folder.mkdir()
    assert "this is a folder" in str(refused(folder))


def test_what_is_no_file_on_a_disk_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert "not a file on a disk" in str(refused(pipe))
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    refused(loop)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(FileError):
        read_transcript(Path("a\x00.txt"))
    with pytest.raises(FileError):
        read_transcript(Path("a" * 5000 + ".txt"))


def test_an_unknown_ending_lists_the_known_ones(tmp_path: Path) -> None:
    for name in ("SW03.pages", "SW03"):
        error = refused(tmp_path / name)
        assert all(ending in error.hint for ending in ENDINGS)
    assert "this is a folder" in str(refused(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights otherwise")
def test_a_file_one_may_not_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "SW03.txt"
    path.write_text(TEXT)
    path.chmod(0)
    nobody, whoever = 65534, os.geteuid()
    for folder in [tmp_path, *tmp_path.parents][:3]:
        folder.chmod(0o755)
    if whoever == 0:  # who may read anything
        os.seteuid(nobody)
    try:
        assert "permission denied. Give yourself the right to read it." in str(refused(path))
    finally:
        os.seteuid(whoever)


def test_a_text_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    tracemalloc.start()
    message = str(refused(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert message.startswith("big.txt: the file has 50.0 MB; at most 16 MB are read.")
    assert peak < 2**20


def test_a_text_at_the_limit_is_read_whole(tmp_path: Path) -> None:
    sentence = b"It was late, and dark, and nobody came. "
    said = b"P1: " + sentence * ((TEXT_LIMIT - 100) // (5 * len(sentence))) + b"\n"
    draft = read(tmp_path, "big.txt", b"INT: Well?\n" + said * 5)
    assert len(draft.text) > TEXT_LIMIT - 500
    assert [draft.speakers[one.speaker].label for one in draft.turns] == ["INT", *["P1"] * 5]


@pytest.mark.parametrize(
    ("encoding", "taken", "note"),
    [
        ("utf-8", "utf-8", ""),
        ("utf-8-sig", "utf-8-sig", ""),
        ("utf-16", "utf-16", "The file was read as UTF-16."),
        ("utf-32", "utf-32", "The file was read as UTF-32."),
        ("cp1252", "cp1252", "was read as Windows-1252 (cp1252)"),
    ],
)
def test_the_encoding_taken_is_kept_and_told(
    encoding: str, taken: str, note: str, tmp_path: Path
) -> None:
    draft = read(tmp_path, "a.txt", TEXT.encode(encoding))
    assert said(draft) == [("INT", "How was it?"), ("P1", "It was “naïve” — a café, 50 €.")]
    assert draft.source.encoding == taken
    assert any(note in said_note for said_note in draft.notes) if note else not draft.notes


@pytest.mark.parametrize("mark", [b"\xfe\xff", b"\xff\xfe"])
def test_utf_16_of_either_order_is_read(mark: bytes, tmp_path: Path) -> None:
    order = "utf-16-be" if mark == b"\xfe\xff" else "utf-16-le"
    assert said(read(tmp_path, "a.txt", mark + TEXT.encode(order)))[0] == ("INT", "How was it?")


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-16")[:-1],
        TEXT.encode("utf-16-le"),
        TEXT.encode() * 3 + b"a \x92 in between\n",
        b"\xef\xbb\xbfP1: \xff\xff\xff",
        "П1: Да, это было трудно, и долго.".encode("cp1251"),
        "Ω: Ναι, ήταν δύσκολο.".encode("iso8859-7"),
        b"P1: \x81\x8d\x8f\x90\x9d",
    ],
)
def test_text_whose_encoding_cannot_be_told_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "SW03.txt"
    path.write_bytes(content)
    assert "UTF-8" in refused(path).hint


def test_characters_that_no_text_can_hold_are_replaced_and_counted(tmp_path: Path) -> None:
    draft = read(tmp_path, "a.txt", "INT: Well?\nP1: Ye\x00s\x07, a\x1b[1m line\u2028and\x85more.")
    assert said(draft)[1] == ("P1", "Ye\ufffds\ufffd, a\ufffd[1m line\nand\nmore.")
    assert "3 characters that no text can hold were replaced by \ufffd." in draft.notes


def test_halves_of_surrogate_pairs_are_joined_or_replaced(tmp_path: Path) -> None:
    text = "INT: Well?\nP1: Yes \ud83d\ude00 and \ud83d."
    draft = read(tmp_path, "a.txt", b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"))
    assert said(draft)[1] == ("P1", "Yes 😀 and \ufffd.")


def test_all_line_ends_are_one(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r", "\x0b", "\x0c", "\u2028", "\u2029", "\x85"):
        draft = read(tmp_path, "a.txt", f"INT: Well?{end}P1: Yes.{end}{end}And no.{end}")
        assert said(draft) == [("INT", "Well?"), ("P1", "Yes.\nAnd no.")]
