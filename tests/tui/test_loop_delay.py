"""No key waits for work behind the screen: suggestions, an import and an export go on beside it."""

from __future__ import annotations

import asyncio
import gc
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipe_coder.config import Settings
from ipe_coder.project import open_project
from ipe_coder.suggest.messages import Answer, Suggested
from ipe_coder.tui.app import IpeCoder
from ipe_coder.tui.screens.coding import CodingScreen
from tests.tui.application import LARGE, press_each, until

FILES, TURNS = 200, 60
MOST = 0.1
"""Seconds of processor time that one step of the event loop may take; a key waits for one."""


class Steps:
    """The longest step that the event loop took, by the processor time of its own thread."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.longest, self.what = 0.0, ""
        self._thread = threading.get_ident()
        run = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            began = time.thread_time()
            run(handle)
            taken = time.thread_time() - began
            if taken > self.longest and threading.get_ident() == self._thread:
                self.longest, self.what = taken, repr(handle)

        monkeypatch.setattr(asyncio.Handle, "_run", timed)


@pytest.fixture
def no_collecting() -> Iterator[None]:
    """Keep the time out that goes into looking through all that the tests made before."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def folder_of_interviews(folder: Path) -> list[Path]:
    folder.mkdir()
    paths = []
    for number in range(FILES):
        said = (
            f"{'Interviewer' if turn % 2 == 0 else f'Q{number}'}: In week {turn} of {number} we met"
            " and nobody checked the whiteboard, so the agreement was kept by all of us."
            for turn in range(TURNS)
        )
        paths.append(folder / f"Q{number:03}.txt")
        paths[-1].write_text("\n".join(said), encoding="utf-8")
    return paths


@pytest.mark.usefixtures("no_collecting")
async def test_suggestions_an_import_and_an_export_keep_no_key_waiting(
    flexible_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(flexible_file, tmp_path / "flexible.ipe"))
    paths = folder_of_interviews(tmp_path / "folder")
    app = IpeCoder(str(path), settings=Settings(coder="AB", suggestions=True))
    answers: list[Answer] = []
    written = tmp_path / "segments.csv"

    def work() -> None:
        with open_project(str(path), "CD") as project:
            study = project.studies()[0].name
            project.import_transcripts(paths, study)
            project.export("csv", written, study)

    async with app.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: app.project is not None)
        assert app.project is not None
        app.answers.subscribe(app, answers.append)
        opened = app.project.transcripts()[0]
        app.open_transcript(opened.id)
        await until(pilot, lambda: isinstance(app.screen, CodingScreen))
        # What a screen takes to be shown for the first time is not measured here.
        await press_each(pilot, "g", "l", "g", "c")
        steps = Steps(monkeypatch)
        working = threading.Thread(target=work)
        working.start()
        number = 0
        while working.is_alive() or not any(isinstance(one, Suggested) for one in answers):
            await pilot.press("j" if number % 2 == 0 else "k")
            number += 1
            assert number < 4000, "the work behind the screen did not end"
        await pilot.press("g", "l")
        await until(pilot, lambda: len(app.project.transcripts()) > FILES if app.project else False)
        working.join()
    assert written.exists()
    assert steps.longest < MOST, steps.what
