"""What every test of the screens needs: a terminal with all colours, and a way to wait."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from tests.tui.application import Settle, work_done


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


@pytest.fixture(scope="session")
def flexible_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study of flexible hours in a closed file, to be copied and never changed."""
    from tests.tui import flexible

    path = tmp_path_factory.mktemp("flexible") / "flexible.ipe"
    flexible.build(path)
    return path
