"""The whole main job at the keyboard of a real terminal, from import to export."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from ipe_coder.project import new_project, open_project
from tests.tui.terminal import Terminal

SAMPLE = Path(__file__).parent.parent.parent
PROGRAM = str(Path(sys.executable).with_name("ipe-coder"))


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["120x36", "80x24"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """The application on an empty study, in a folder with two interviews and a codebook."""
    for name in ("SW01.docx", "SW03.vtt"):
        shutil.copy(SAMPLE / "transcripts/flexitime" / name, tmp_path)
    shutil.copy(SAMPLE / "codebooks/flexitime.yaml", tmp_path)
    with new_project(tmp_path / "job.ipe", "The job") as project:
        project.add_study("flexitime")
    (tmp_path / "settings").mkdir()
    started = Terminal(
        [PROGRAM, "open", "job.ipe", "--coder", "AB"],
        tmp_path,
        request.param,
        {"IPE_CONFIG": str(tmp_path / "settings")},
    )
    yield started
    started.close()


def test_from_transcript_to_word_report(terminal: Terminal, tmp_path: Path) -> None:
    terminal.wait_for("The job", "No transcripts yet")
    terminal.press("g", "l")
    terminal.wait_for("Library")
    terminal.press("b")
    terminal.wait_for("flexitime.yaml")
    terminal.press("enter")
    terminal.wait_for("Imported the codebook")
    terminal.press("i")
    terminal.wait_for("SW01.docx", "SW03.vtt")
    terminal.press("a")
    terminal.press("enter")
    terminal.wait_for("written until")
    terminal.press("w")
    terminal.wait_for("2 transcripts")
    terminal.press("enter")
    terminal.wait_for("turn 1 of 87")
    terminal.wait(lambda: terminal.screen.title == "Coding - The job - ipe_coder", "title")
    terminal.press("J", "J")
    terminal.wait_for("turn 3 of 87")
    terminal.press("c")
    terminal.wait_for("of 29")
    terminal.press(*"range")
    terminal.wait_for("1a Implemented as intended")
    terminal.press("enter")
    terminal.wait_for("Coded Rp")
    terminal.press("j", ".")
    terminal.wait(lambda: _segments(tmp_path) == 2, "second segment")
    terminal.press("u")
    terminal.wait_for("Undid")
    terminal.press("g", "m")
    terminal.wait_for("Matrix")
    terminal.press("g", "l")
    terminal.wait_for("Library")
    terminal.press("e")
    terminal.wait_for("Export")
    terminal.press("enter")
    terminal.wait(lambda: (tmp_path / "flexitime.docx").exists(), "report")
    terminal.press("ctrl+q")
    terminal.wait(lambda: not terminal.process.isalive(), "end")
    assert terminal.process.exitstatus == 0
    _check(tmp_path)


def _segments(folder: Path) -> int:
    with open_project(folder / "job.ipe") as project:
        return project.info().segments


def _check(folder: Path) -> None:
    """Prove from outside what the keys did."""
    with open_project(folder / "job.ipe") as project:
        assert project.check() == []
        rows = project.segment_rows()
        assert [(row.title, row.code, row.coder) for row in rows] == [
            ("SW01", "Range of patterns", "AB")
        ]
        quote = rows[0].segment.quote
    report = Document(str(folder / "flexitime.docx"))
    words = "\n".join(cell.text for table in report.tables for cell in table._cells)
    assert quote in words
