"""The tutorial and the README, typed as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from ipe_coder.project import open_project

ROOT = Path(__file__).parent.parent
PROGRAMS = str(Path(sys.executable).parent)


def commands(text: str, fence: str) -> list[str]:
    """Take the lines of all blocks of a kind."""
    blocks = re.findall(rf"^```{fence}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def run(lines: list[str], folder: Path) -> str:
    """Run lines in one shell that stops at the first that fails; give what they print."""
    environment = {**os.environ, "PATH": f"{PROGRAMS}:{os.environ['PATH']}"}
    environment["IPE_CONFIG"] = str(folder / "settings")
    environment.pop("IPE_PROJECT", None)
    script = "set -e\n" + "\n".join(lines)
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture
def tutorial() -> str:
    return (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_the_tutorial_leads_from_nothing_to_the_report(tutorial: str, tmp_path: Path) -> None:
    printed = run(commands(tutorial, "sh"), tmp_path)
    assert "not interviewed" in printed
    with open_project(tmp_path / "sample" / "mine.ipe") as project:
        assert project.info().transcripts == 6
        assert project.check() == []
    report = Document(str(tmp_path / "sample" / "swing.docx"))
    assert any("inconclusive" in cell.text for table in report.tables for cell in table._cells)


def test_pictures_of_the_documents_are_there(tutorial: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"\]\((screens/[^)]+)\)", tutorial)
    shown += [
        one.removeprefix("docs/") for one in re.findall(r"\]\((docs/screens/[^)]+)\)", readme)
    ]
    assert shown
    assert [one for one in shown if not (ROOT / "docs" / one).is_file()] == []


def test_pictures_name_no_place_to_fetch_from() -> None:
    for path in (ROOT / "docs" / "screens").glob("*.svg"):
        addresses = set(re.findall(r"https?://[^\s\"')<]+", path.read_text(encoding="utf-8")))
        named = {"http://www.w3.org/2000/svg", "https://www.textualize.io"}
        assert addresses <= named, f"{path.name}: {addresses}"


def test_the_five_lines_of_the_readme_print_its_table(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## The main job in five commands")[1].split("## What it does")[0]
    lines = commands(section, "")
    assert len(lines) == 5
    printed = run(["ipe-coder demo demo --no-open", *lines], tmp_path)
    shown = [line.rstrip() for line in printed.splitlines()]
    table = commands(section, "text")
    assert len(table) > 3
    assert [line for line in table if line not in shown] == []
    assert (tmp_path / "flexitime.docx").is_file()
