"""A folder of one's own, settings of one's own, and the small invented study."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.shell import Shell
from tests.cli.swing import build


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The command line in an empty folder, with nobody's settings."""
    folder = tmp_path / "work"
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("IPE_CONFIG", str(tmp_path / "config"))
    for name in ("IPE_PROJECT", "IPE_CODER"):
        monkeypatch.delenv(name, raising=False)
    return Shell(folder)


@pytest.fixture(scope="session")
def swing_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study, imported and coded once, to be copied and never changed."""
    folder = tmp_path_factory.mktemp("swing")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("IPE_CONFIG", str(folder.parent / "no-settings"))
        patch.delenv("IPE_PROJECT", raising=False)
        patch.delenv("IPE_CODER", raising=False)
        build(Shell(folder))
    return folder


@pytest.fixture
def swing(shell: Shell, swing_folder: Path) -> Shell:
    """The command line in a folder with the small study."""
    shutil.copytree(swing_folder, shell.folder, dirs_exist_ok=True)
    return shell
