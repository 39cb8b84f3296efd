"""A real terminal for tests: the program in a pseudo-terminal, its screen read by pyte."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pexpect
import pyte

PATIENCE = 40.0
"""Seconds to wait for words on the screen; a slow machine says nothing of the program."""

KEYS = {"enter": "\r", "esc": "\x1b", "tab": "\t", "down": "\x1b[B", "ctrl+q": "\x11",
        "ctrl+z": "\x1a"}  # fmt: skip


class Terminal:
    """A program in a terminal of a size."""

    def __init__(
        self,
        command: list[str],
        folder: Path,
        size: tuple[int, int],
        environment: Mapping[str, str],
    ) -> None:
        """Start it in a folder."""
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.process = pexpect.spawn(
            command[0],
            command[1:],
            cwd=str(folder),
            env={**_surroundings(), "TERM": "xterm-256color", **environment},
            dimensions=(rows, columns),
            timeout=None,
        )

    @property
    def text(self) -> str:
        """What the screen shows; pyte's own reading fails at half of an emoji."""
        return "\n".join(map(self.row, range(self.screen.lines)))

    def row(self, number: int) -> str:
        """Read a row of the screen, the first is 0 and the last -1."""
        cells = self.screen.buffer[number % self.screen.lines]
        return "".join(cells[column].data for column in range(self.screen.columns))

    def wait_for(self, *words: str) -> None:
        """Wait until all of some words stand on the screen."""
        self.wait(lambda: all(word in self.text for word in words), " and ".join(words))

    def wait(self, seen: Callable[[], bool], what: str) -> None:
        """Wait until something is seen.

        Raises:
            AssertionError: If it is not there in time; the screen is shown.
        """
        end = time.monotonic() + PATIENCE
        while not seen():
            if time.monotonic() > end:
                raise AssertionError(f"no {what} on the screen:\n{self.text}")
            self._read()

    def press(self, *keys: str) -> None:
        """Press keys by name, or type letters; without any, only look at the screen."""
        for key in keys:
            self.process.send(KEYS.get(key, key))
            self._read()
        if not keys:
            self._read()

    def children(self) -> list[Path]:
        """List the processes that the program has started, as folders of `/proc`."""
        number = self.process.pid
        found = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        return [Path("/proc") / child for child in found]

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        self.process.setwinsize(rows, columns)

    def hang_up(self) -> None:
        """Close the terminal while the program runs."""
        self.process.ptyproc.fileobj.close()
        self.process.ptyproc.closed = True

    def close(self) -> None:
        """End the program by force, if it still runs."""
        self.process.close(force=True)

    def _read(self) -> None:
        try:
            self._stream.feed(self.process.read_nonblocking(65536, timeout=0.05))
        except (pexpect.TIMEOUT, pexpect.EOF):
            time.sleep(0.02)


def _surroundings() -> dict[str, str]:
    """The environment without the size of the terminal that the tests were started in.

    Whoever loads readline there finds it exported, and a program believes it before its own.
    """
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
