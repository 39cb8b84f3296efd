"""A folder to work in and the real command line to work with."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from ipe_coder.cli.main import cli

REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines of standard error."""
        return self.err.splitlines()


class Shell:
    """Runs command lines in a folder, as a researcher types them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = ""

    def __call__(self, *args: str, code: int = 0) -> Done:
        """Run a command in this process, and see that it ends with the exit code expected."""
        done = self.run(*args)
        assert done.code == code, f"{args} ended with {done.code}: {done.out}{done.err}"
        return done

    def run(self, *args: str) -> Done:
        """Run a command in this process."""
        result = CliRunner().invoke(cli, list(args))
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return Done(result.exit_code, result.stdout, result.stderr)

    def process(self, *args: str, **environment: str) -> Done:
        """Run a command in a process of its own."""
        ran = subprocess.run(
            [sys.executable, "-m", "ipe_coder", *args],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
            capture_output=True,
            check=False,
        )
        return Done(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def write(self, name: str, text: str | bytes) -> Path:
        """Write a file into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


def rows_of(path: Path) -> list[str]:
    """Read every row of every table of a project file, to compare before and after.

    Indexes stand at the end in the order of their names: a process makes them in any order.
    """
    with closing(sqlite3.connect(path)) as connection:
        lines = list(connection.iterdump())
    return sorted(lines, key=lambda line: line if line.startswith("CREATE INDEX") else "")
