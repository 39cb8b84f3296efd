"""An export is written whole, or leaves everything as it was and says why."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from ipe_coder.errors import FileError, UsageError
from ipe_coder.writers import FORMATS, write_export
from tests.writers.reports import build_report

NOBODY = 65534


@contextmanager
def without_rights() -> Iterator[None]:
    """Be somebody whom the system refuses: the superuser is let in everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody can look into, unlike the usual temporary one."""
    with tempfile.TemporaryDirectory() as name:
        # What the formats need is loaded now: later the libraries may be out of reach.
        for export in FORMATS:
            with tempfile.TemporaryDirectory() as first:
                write_export(build_report(), Path(first) / "a", export.name)
        Path(name).chmod(0o755)
        yield Path(name)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_every_format_has_its_own_name_and_endings() -> None:
    assert [export.name for export in FORMATS] == ["docx", "csv"]
    assert [export.is_folder for export in FORMATS] == [False, True]


def test_what_was_written_is_listed_and_nothing_else_is_left(tmp_path: Path) -> None:
    assert write_export(build_report(), tmp_path / "a.docx", "docx") == [tmp_path / "a.docx"]
    files = write_export(build_report(), tmp_path / "tables", "csv")
    assert len(files) == 7
    assert sorted(everything(tmp_path)) == sorted(
        ["a.docx", *(str(path.relative_to(tmp_path)) for path in files)]
    )
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]


def test_a_name_without_an_ending_gets_one(tmp_path: Path) -> None:
    assert write_export(build_report(), tmp_path / "swing", "DOCX") == [tmp_path / "swing.docx"]


def test_an_older_export_is_replaced_and_its_neighbours_stay(tmp_path: Path) -> None:
    (tmp_path / "matrix.csv").write_text("old")
    (tmp_path / "notes.txt").write_text("mine")
    write_export(build_report(), tmp_path, "csv")
    assert (tmp_path / "matrix.csv").read_bytes().startswith(b"\xef\xbb\xbfstudy,")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_an_unknown_format_lists_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        write_export(build_report(), tmp_path / "a", "pdf")
    assert str(error.value) == "There is no export format “pdf”. Formats: docx, csv."


@pytest.mark.parametrize(
    ("name", "format_name", "message"),
    [
        (
            "notes.csv",
            "docx",
            "notes.csv: the format docx is written to a file that ends in .docx.",
        ),
        ("taken.docx", "docx", "taken.docx: is a folder. Give the name of a file."),
        ("file.txt", "csv", "file.txt: the format csv writes several files into a folder."),
        ("gone/a.docx", "docx", "a.docx: there is no folder “"),
        ("gone/tables", "csv", "tables: there is no folder “"),
        ("file.txt/a.docx", "docx", "a.docx: there is no folder “"),
        (f"{'x' * 300}.docx", "docx", "could not be written: file name too long."),
    ],
)
def test_a_place_that_does_not_fit_is_one_line(
    tmp_path: Path, name: str, format_name: str, message: str
) -> None:
    (tmp_path / "taken.docx").mkdir()
    (tmp_path / "file.txt").write_text("mine")
    before = everything(tmp_path)
    with pytest.raises(FileError) as error:
        write_export(build_report(), tmp_path / name, format_name)
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.hint
    assert error.value.exit_code == 3
    assert everything(tmp_path) == before


def test_a_read_only_file_is_left_as_it_is(shared: Path) -> None:
    target = shared / "a.docx"
    target.write_bytes(b"mine")
    target.chmod(0o444)
    shared.chmod(0o777)
    with without_rights(), pytest.raises(FileError, match=r"a\.docx: is read-only\. "):
        write_export(build_report(), target, "docx")
    assert everything(shared) == {"a.docx": b"mine"}


def test_a_folder_that_may_not_be_written_to_is_one_line(shared: Path) -> None:
    target = shared / "a.docx"
    target.write_bytes(b"mine")
    with without_rights(), pytest.raises(FileError) as error:
        write_export(build_report(), target, "docx")
    assert str(error.value) == (
        "a.docx: cannot be written here, or another program has it open. "
        "Close it in other programs, or give another name."
    )
    assert everything(shared) == {"a.docx": b"mine"}


def test_if_one_table_cannot_be_replaced_none_is(shared: Path) -> None:
    shared.chmod(0o777)
    with without_rights():
        write_export(replace(build_report(), studies=()), shared / "out", "csv")
    before = everything(shared)
    (shared / "out" / "results.csv").chmod(0o444)
    with without_rights(), pytest.raises(FileError, match=r"results\.csv: is read-only"):
        write_export(build_report(), shared / "out", "csv")
    assert everything(shared) == before


def test_if_a_table_is_refused_midway_the_earlier_ones_come_back(shared: Path) -> None:
    # In a folder with the sticky bit a file of somebody else can be written to and not replaced,
    # which is found out only when it is the turn of that file.
    folder = shared / "out"
    write_export(replace(build_report(), studies=()), folder, "csv")
    for path in folder.iterdir():
        path.chmod(0o666)
        if os.geteuid() == 0 and path.name != "results.csv":
            os.chown(path, NOBODY, NOBODY)
    shared.chmod(0o777)
    folder.chmod(0o1777)
    if os.geteuid() != 0:
        pytest.skip("only the superuser can make a file of somebody else's")
    before = everything(shared)
    with without_rights(), pytest.raises(FileError, match=r"results\.csv: cannot be written here"):
        write_export(build_report(), folder, "csv")
    assert everything(shared) == before


def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from ipe_coder.errors import FileError\n"
        "from ipe_coder.writers import write_export\n"
        "from tests.writers.reports import build_report\n"
        "report = build_report()\n"
        "import docx\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "for name, kind in (('a.docx', 'docx'), ('tables', 'csv')):\n"
        "    try:\n"
        "        write_export(report, Path(sys.argv[1]) / name, kind)\n"
        "    except FileError as error:\n"
        "        print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.splitlines() == [
        "a.docx: could not be written: file too large. Give another place.",
        "tables: could not be written: file too large. Give another place.",
    ]
    assert list(tmp_path.iterdir()) == []


def test_listing_the_formats_loads_no_library() -> None:
    script = (
        "import sys; import ipe_coder.writers; "
        "print([m for m in ('docx', 'lxml', 'pandas', 'scipy', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
