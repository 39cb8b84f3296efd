"""How the screens beside coding look: with data, empty, and with a dialog open."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ipe_coder.config import Settings
from ipe_coder.tui.app import IpeCoder
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.erasure import ErasureDialog
from ipe_coder.tui.dialogs.replacement import ReplacementDialog
from ipe_coder.tui.dialogs.settle import SettleDialog
from ipe_coder.tui.screens.survey_import import SurveyScreen
from tests.project.test_survey_exports import write
from tests.readers.samples import DATA
from tests.tui import flexible
from tests.tui.application import SteadyApp, arrive, transcript_called, until
from tests.tui.pictures import Pictures, Shown
from tests.tui.test_import_preview import CLEAR, DOUBTFUL
from tests.tui.test_names_screen import WORDS
from tests.tui.test_survey_screen import ROWS


@pytest.fixture
def empty(empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in which nothing is yet."""
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    return Path(shutil.copy(empty_file, tmp_path / "empty.ipe"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files that were all written on one day, as a home of somebody."""
    made = tmp_path / "home"
    (made / "wave 2").mkdir(parents=True)
    (made / "SWG01.txt").write_text(CLEAR)
    (made / "SWG02.txt").write_text(DOUBTFUL)
    (made / "SWG06.docx").write_text("This is no Word file.")
    (made / "notes.pdf").write_text("words")
    (made / "wave 2" / "SW03.txt").write_text(CLEAR)
    for one in made.rglob("*"):
        os.utime(one, (1_780_000_000, 1_780_000_000))
    monkeypatch.setenv("HOME", str(made))
    monkeypatch.setattr(ChooseFiles, "LAST", made)
    return made


async def test_nothing_yet(pictures: Pictures, empty: Path) -> None:
    async with pictures.of(SteadyApp(empty)) as shown:
        for key, name in (
            ("p", "project"), ("l", "library"), ("c", "coding"), ("b", "codebook"), ("q", "guide"),
            ("m", "matrix"), ("s", "search"), ("n", "memos"), ("r", "results"), ("h", "history"),
        ):  # fmt: skip
            if key == "s":
                await shown.keys("escape")
            await shown.take(f"empty-{name}", "g", key)
            if key == "s":
                await shown.keys("escape")


async def test_without_a_project(
    pictures: Pictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    settings = Settings(coder="AB", suggestions=False)
    async with pictures.of(IpeCoder(None, "AB", settings=settings)) as shown:
        await shown.take("start")
        await shown.take("no-project-library", "g", "l")


async def test_project_and_library(pictures: Pictures, gallery_path: Path) -> None:
    async with pictures.of(SteadyApp(gallery_path)) as shown:
        await shown.take("project")
        await shown.take("project-study-added", "a")
        await shown.keys("escape")
        await shown.take("library-transcripts", "g", "l", "j", "j")
        await shown.take_small("library-details", "s")
        await shown.keys("s")
        await shown.take("library-speakers", "r")
        await shown.keys("escape")
        await shown.keys("escape", "/")
        await shown.type("zebra")
        await shown.take("library-nothing-found", "enter")
        await shown.keys("escape")
        await shown.take("library-participants", "tab")
        await shown.take("library-participant-changed", "c")
        await shown.keys("escape")


async def test_codebook_and_guide(pictures: Pictures, gallery_path: Path) -> None:
    async with pictures.of(SteadyApp(gallery_path)) as shown:
        await shown.keys("g", "b")
        code = shown.app.project.code(flexible.APPROVAL, study="flexitime")[1]
        shown.screen.go_to_code(code.id)
        await shown.take("codebook")
        await shown.take_small("codebook-fields", "enter")
        await shown.keys("escape")
        await shown.take("codebook-segments", "enter")
        await shown.keys("escape")
        await shown.take("codebook-merge", "M")
        await shown.keys("escape")
        await shown.take("codebook-retire", "R")
        await shown.keys("escape")
        await shown.take("codebook-editing", "tab", "tab", "tab")
        await shown.keys("escape")
        await shown.take("guide", "g", "q")
        await shown.take("guide-words", "enter")
        await shown.keys("escape")


async def test_search_memos_and_history(pictures: Pictures, gallery_path: Path) -> None:
    async with pictures.of(SteadyApp(gallery_path)) as shown:
        await shown.keys("g", "s")
        await shown.type("duty")
        await shown.keys("enter")
        await until(shown.pilot, lambda: shown.screen.found.hits)
        await shown.take("search", "j", "space")
        await shown.take("search-filter", "f")
        await shown.keys("escape", "/")
        await shown.type("zebra")
        await shown.take("search-nothing-found", "enter")
        await shown.keys("escape")
        await shown.take("memos", "g", "n")
        await shown.take_small("memo-whole", "s")
        await shown.keys("escape")
        await shown.take("memos-by-thing", "o")
        await shown.take("memo-title", "T")
        await shown.keys("escape")
        await shown.take("memo-removed", "x")
        await shown.keys("escape")
        await shown.take("history", "g", "h", "j")
        await shown.take_small("history-change", "enter")
        await shown.take("history-filter", "escape", "w")
        await shown.keys("escape", "G")
        await shown.take("history-undo-refused", "U")


async def test_matrix(pictures: Pictures, programme_path: Path) -> None:
    async with pictures.of(SteadyApp(programme_path), every=True) as shown:
        await shown.keys("g", "m")
        await until(shown.pilot, lambda: shown.screen.counted is not None)
        await shown.take("matrix", "j", contrast=True)
        await shown.take("matrix-quotes", "enter", "j")
        await shown.keys("escape")
        await shown.take("matrix-nobody", "l")
        await shown.take("matrix-columns", "c")
        await shown.keys("escape")
        await shown.take("matrix-notes", "n")
        await shown.keys("escape")
        await shown.take("matrix-cells-of-quotes", "x", "5")


async def test_results(pictures: Pictures, programme_path: Path) -> None:
    async with pictures.of(SteadyApp(programme_path)) as shown:
        await shown.keys("g", "r")
        await until(shown.pilot, lambda: shown.screen.display_shown is not None)
        await shown.take("forest", "j", "j", contrast=True)
        await shown.take("forest-numbers", "enter")
        await shown.keys("escape")
        await shown.take("forest-raw-units", "s")
        await shown.keys("s")
        await shown.take("forest-withheld", "G")
        await shown.keys("home", "j", "j")
        await shown.take("joint", "tab", contrast=True)
        await shown.take("joint-quote-chosen", "q", "j", "q")
        await shown.keys("escape")
        await shown.take("joint-themes", "t")
        await shown.keys("escape")
        await shown.take("joint-reason", "j", "2")
        await shown.keys("escape")


async def test_files_and_import(pictures: Pictures, gallery_path: Path, home: Path) -> None:
    async with pictures.of(SteadyApp(gallery_path)) as shown:
        await shown.keys("g", "l", "i", "1")
        await arrive(shown.pilot, ChooseFiles)
        await shown.take("choose-files", "space")
        await shown.keys("escape")
        library = shown.screen
        files = tuple(sorted(one for one in home.iterdir() if one.stem.startswith("SWG")))
        library.preview(shown.app.project.study("swing"), files)
        await shown.take("import")
        await shown.take("import-doubt", "enter")
        await shown.take("import-unreadable", "n", "n")
        shown.screen.footer.show_busy("reading files", 3, 6)
        await shown.take("busy")
        shown.screen.footer.end_busy()
        await shown.keys("escape", "y")
        library.preview(shown.app.project.study("swing"), (DATA / "comments.odt",))
        await shown.take("import-comments", "c", "C")
        await shown.keys("escape", "escape", "y")
        answers = write(home / "answers.csv", ROWS)
        shown.app.push_screen(SurveyScreen(shown.app.project.studies()[0], answers))
        await shown.take("survey")
        shown.screen.table.go_to("Which team?")
        await shown.take("survey-column", "q")


async def test_versions_and_what_goes_for_good(
    pictures: Pictures, gallery_path: Path, home: Path
) -> None:
    (home / "mended.txt").write_text("I: Does it hold?\nSW02: It goes out of the window.\n")
    async with pictures.of(SteadyApp(gallery_path)) as shown:
        await shown.keys("g", "l")
        library = shown.screen
        library.rows.go_to(transcript_called(shown.app.project, "SW02"))
        await shown.take("versions", "v")
        await shown.keys("escape", "R")
        await arrive(shown.pilot, ChooseFiles)
        await shown.keys(*"mend", "enter")
        await arrive(shown.pilot, ReplacementDialog)
        await shown.take("replace")
        await shown.keys("escape", "S")
        await arrive(shown.pilot, SettleDialog)
        await shown.take("settle")
        await shown.keys("escape")
        await shown.take("purge-refused", "X")
        await shown.keys("escape")
        library.rows.go_to(transcript_called(shown.app.project, "SW01"))
        await shown.keys("X")
        await arrive(shown.pilot, ErasureDialog)
        await shown.take("purge")
        await shown.type("purge")
        await shown.take("purge-key", "enter")
        await shown.keys("escape", "tab", "W")
        await arrive(shown.pilot, ErasureDialog)
        await shown.take("withdraw")


async def test_names(pictures: Pictures, gallery_path: Path, tmp_path: Path) -> None:
    (tmp_path / "P1.txt").write_text(WORDS)
    async with pictures.of(SteadyApp(gallery_path)) as shown:
        shown.app.project.import_transcripts([tmp_path / "P1.txt"], "swing")
        await shown.keys("g", "l", "f", "3")
        await shown.take("names-of-which", "P")
        await names_found(shown)
        await shown.take("names")
        await shown.take("names-term", "t")
        await shown.keys("escape")


async def names_found(shown: Shown) -> None:
    """Take all transcripts, and wait for their names."""
    await shown.keys("o", "enter")
    await until(shown.pilot, lambda: not getattr(shown.screen, "is_looking", True))
