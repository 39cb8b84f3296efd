"""The tutorial and the README, typed as they stand."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from docx import Document

from ipe_coder.project import open_project
from tests.cli.shell import REPOSITORY as ROOT
from tests.cli.shell import Shell


def commands(text: str, fence: str) -> list[str]:
    """Take the lines of all blocks of a kind."""
    blocks = re.findall(rf"^```{fence}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


class Typist:
    """Types lines as into a shell, and takes the sample ready made where it is asked for."""

    def __init__(self, shell: Shell, sample: Path, patch: pytest.MonkeyPatch) -> None:
        self._shell, self._sample, self._patch = shell, sample, patch

    def type(self, lines: list[str]) -> str:
        """Type lines; each command must end well. Give what they print."""
        parsed = [shlex.split(line, comments=True) for line in lines]
        return "".join(self._one(words) for line in parsed for words in _parted(line))

    def _one(self, words: list[str]) -> str:
        match words:
            case ["cd", folder]:
                self._patch.chdir(folder)
            case ["export", setting]:
                self._patch.setenv(*setting.split("=", 1))
            case ["ipe-coder", "demo", folder, "--no-open"]:
                # Another test may have the project open and close it just now.
                logs = shutil.ignore_patterns("*-wal", "*-shm")
                shutil.copytree(self._sample, folder, ignore=logs)
            case ["ipe-coder", *arguments]:
                return self._shell(*arguments).out
            case _:
                raise AssertionError(f"no command of ours: {shlex.join(words)}")
        return ""


def _parted(words: list[str]) -> list[list[str]]:
    """Part a line at each `&&`."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word == "&&":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


@pytest.fixture
def typist(shell: Shell, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Typist:
    """Somebody at the keyboard, in an empty folder."""
    return Typist(shell, sample_folder, monkeypatch)


@pytest.fixture
def tutorial() -> str:
    return (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")


def test_the_tutorial_leads_from_nothing_to_the_report(tutorial: str, typist: Typist) -> None:
    printed = typist.type(commands(tutorial, "sh"))
    assert "not interviewed" in printed
    assert Path.cwd().name == "sample"
    with open_project(Path("mine.ipe")) as project:
        assert project.info().transcripts == 6
        assert project.check() == []
    report = Document("swing.docx")
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


def test_the_five_lines_of_the_readme_print_its_table(typist: Typist) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## The main job in five commands")[1].split("## What it does")[0]
    lines = commands(section, "")
    assert len(lines) == 5
    printed = typist.type(["ipe-coder demo demo --no-open", *lines])
    shown = [line.rstrip() for line in printed.splitlines()]
    table = commands(section, "text")
    assert len(table) > 3
    assert [line for line in table if line not in shown] == []
    assert Path("flexitime.docx").is_file()
