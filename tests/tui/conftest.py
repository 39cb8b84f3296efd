"""What every test of the screens needs: a terminal with all colours, and a way to wait."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.widgets import Input, TextArea

from tests.tui.application import Settle, work_done
from tests.tui.pictures import Picture, Pictures


@pytest.fixture(autouse=True)
def full_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Show times as they are in UTC, so that pictures are the same on every machine."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def steady_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no cursor blink: a picture would show it or not, by how fast the machine is."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _: None)


@pytest.fixture
def settle() -> Settle:
    """Wait for work behind the screen, then for the screen; never for a time."""
    return work_done


@pytest.fixture
def pictures(
    snapshot: SnapshotAssertion, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Pictures:
    """Pictures of states of the application, each in two sizes and two themes."""
    # What was done last stands in the footer while it is fresh, which a slow machine outlasts.
    monkeypatch.setattr("ipe_coder.tui.widgets.key_footer._FRESH", 3600.0)
    return Pictures(snapshot.use_extension(Picture), request)


@pytest.fixture(scope="session")
def flexible_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of flexible hours in a closed file, to be copied and never changed."""
    from tests.tui import flexible

    path = tmp_path_factory.mktemp("flexible") / "flexible.ipe"
    flexible.build(path)
    return path


@pytest.fixture(scope="session")
def gallery_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that the pictures show, in a closed file, to be copied and never changed."""
    from tests.tui import gallery

    path = tmp_path_factory.mktemp("gallery") / "wellbeing.ipe"
    gallery.build(path)
    return path


@pytest.fixture
def gallery_path(gallery_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project that the pictures show, with settings of nobody beside it."""
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    return Path(shutil.copy(gallery_file, tmp_path / "wellbeing.ipe"))


@pytest.fixture(scope="session")
def programme_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programme with its results, in a closed file, to be copied and never changed."""
    from tests.tui.programme import make_programme, with_results

    path = tmp_path_factory.mktemp("programme") / "programme.ipe"
    with_results(make_programme(path)).close()
    return path


@pytest.fixture
def programme_path(programme_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the programme with its results."""
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    return Path(shutil.copy(programme_file, tmp_path / "programme.ipe"))
