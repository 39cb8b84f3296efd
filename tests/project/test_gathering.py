"""Folders and archives of transcripts come in as one import, guarded."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from ipe_coder.errors import FileError, FilesError, UsageError
from ipe_coder.project import Project
from ipe_coder.project.gathering import gather
from ipe_coder.readers import archive

TALK = "INT: How was it?\nP1: It was late, and dark.\n"
PEOPLE = "participant,transcript,arm\nA,SW1,treatment\n"


def zipped(folder: Path, files: dict[str, str | bytes], name: str = "in.zip") -> Path:
    """Make an archive of files."""
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for inner, content in files.items():
            made.writestr(inner, content)
    return path


def unpacked(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Make a folder of files."""
    for inner, content in files.items():
        path = folder / "in" / inner
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder / "in"


FILES: dict[str, str | bytes] = {
    "swing/SW10.txt": TALK,
    "swing/SW2.txt": TALK,
    "swing/deep/Zoë.md": TALK,
    "swing/participants.csv": PEOPLE,
    "swing/photo.png": b"\x89PNG",
    "swing/README.md": "Read me",
    "swing/visit.txt": "We sat in the car.",
    "swing/inner.zip": b"PK",
    "__MACOSX/swing/._SW2.txt": b"x",
    "swing/.DS_Store": b"x",
    "swing/~$SW2.docx": b"x",
}


@pytest.mark.parametrize("make", [zipped, unpacked])
def test_a_folder_and_an_archive_of_it_give_the_same(
    make: type, project: Project, tmp_path: Path
) -> None:
    project.add_study("swing")
    done = project.import_transcripts([make(tmp_path, FILES)], "swing")
    assert done.titles == ("Zoë", "SW2", "SW10")
    assert [(one.name, one.why.split(";")[0]) for one in done.skipped] == [
        ("swing/inner.zip", "no transcript format ends in .zip"),
        ("swing/photo.png", "no transcript format ends in .png"),
        ("swing/README.md", "its name is that of a file beside transcripts"),
        ("participants.csv", "it looks like a table of participants"),
        ("visit.txt", "no speaker was found in it, beside files with speakers"),
    ]
    assert [(one.file, one.turns, one.words) for one in done.files][1] == ("SW2.txt", 2, 8)
    assert project.original("SW2") == ("SW2.txt", TALK.encode())
    assert project.undo().label.startswith("Undid: imported 3 transcripts")
    assert project.transcripts() == []


def test_one_bad_file_in_an_archive_writes_nothing(project: Project, tmp_path: Path) -> None:
    project.add_study("swing")
    path = zipped(tmp_path, {"SW1.txt": TALK, "SW2.docx": b"no Word"})
    with pytest.raises(FilesError, match=r"SW2\.docx: this is not a Word file"):
        project.import_transcripts([path], "swing")
    assert project.transcripts() == []
    done = project.import_transcripts([path], "swing", skip_bad=True)
    assert (done.titles, len(done.errors)) == (("SW1",), 1)


def test_a_table_that_is_named_is_an_error_and_not_skipped(
    project: Project, tmp_path: Path
) -> None:
    project.add_study("swing")
    folder = unpacked(tmp_path, FILES)
    with pytest.raises(FilesError, match="columns are “participant”"):
        project.import_transcripts([folder / "swing" / "participants.csv", folder], "swing")


def test_paths_that_lead_out_and_links_are_not_taken(tmp_path: Path) -> None:
    path = zipped(
        tmp_path,
        {
            "../a.txt": TALK,
            "/b.txt": TALK,
            "C:\\c.txt": TALK,
            "x\\..\\d.txt": TALK,
            "e\\f.txt": TALK,
        },
    )
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(link, "/etc/hostname")
    found = gather([path])
    assert [one.name for one in found.files] == ["f.txt"]
    assert {one.why for one in found.skipped} == {
        "its path leads out of the archive",
        "it is a link, not a file",
    }
    assert len(found.skipped) == 5
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.zip"]


def test_two_files_of_one_name_are_refused(project: Project, tmp_path: Path) -> None:
    project.add_study("swing")
    path = zipped(tmp_path, {"Leeds/P1.txt": TALK, "York/P1.txt": TALK})
    with pytest.raises(UsageError, match="Two files are called “P1”"):
        project.import_transcripts([path], "swing")
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as made:
        made.writestr("Leeds/P1.txt", "INT: Other?\n")
    with pytest.raises(FileError, match=r"two files called “Leeds/P1\.txt”"):
        gather([path])


def test_an_archive_that_is_locked_says_so(project: Project, tmp_path: Path) -> None:
    project.add_study("swing")
    path = zipped(tmp_path, {"SW1.txt": TALK})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark) + offset
        data[place] |= 1
    path.write_bytes(data)
    with pytest.raises(FilesError, match=r"SW1\.txt: the file is locked with a password"):
        project.import_transcripts([path], "swing")


def test_a_file_that_lies_about_its_size_is_refused(project: Project, tmp_path: Path) -> None:
    project.add_study("swing")
    path = zipped(tmp_path, {"SW1.txt": "a" * (17 * 2**20)})
    with pytest.raises(FilesError, match="unpacks to more than 16 MB"):
        project.import_transcripts([path], "swing")
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, 10)
    path.write_bytes(data)
    with pytest.raises(FilesError, match=r"SW1\.txt: the file"):
        project.import_transcripts([path], "swing")


def test_a_bomb_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path, {f"{number}.txt": "a" * 10**6 for number in range(20)})
    monkeypatch.setattr(archive, "MOST_UNPACKED", 10**7)
    with pytest.raises(FileError, match="the archive holds 20 files of 19 MB"):
        gather([path])


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(10), b"PK\x03\x04"])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "in.zip"
    path.write_bytes(content)
    with pytest.raises(FileError, match="no zip archive, or a damaged one"):
        gather([path])


def test_an_archive_cut_short_or_with_damaged_words_is_refused(
    project: Project, tmp_path: Path
) -> None:
    project.add_study("swing")
    path = zipped(tmp_path, {"SW1.txt": TALK * 50})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(FileError, match="no zip archive, or a damaged one"):
        gather([path])
    damaged = bytearray(data)
    damaged[60:64] = b"\xff\xff\xff\xff"
    path.write_bytes(damaged)
    with pytest.raises(FilesError, match="damaged in its archive"):
        project.import_transcripts([path], "swing")


def test_names_that_other_programs_write_are_read(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("Zoé.txt", TALK)
    data = bytearray(buffer.getvalue())
    for mark, offset in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        data[data.index(mark) + offset] = 0  # nothing says that the name is UTF-8
    path = tmp_path / "mac.zip"
    path.write_bytes(data)
    assert [one.name for one in gather([path]).files] == ["Zoé.txt"]


def test_a_folder_without_transcripts_says_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"x")
    with pytest.raises(UsageError, match=r"holds no transcript file\. The known endings: \.csv"):
        gather([tmp_path])
