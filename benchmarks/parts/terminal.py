"""Applications in a pseudo-terminal, for the benchmarks that press keys."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

REST = 0.15
"""Seconds without a byte after which a paint has ended."""


class Terminal:
    """An application in a pseudo-terminal."""

    def __init__(self, *command: str, config: Path | None = None) -> None:
        self._pid, self.fd = pty.fork()
        if self._pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            if config is not None:
                os.environ["IPE_CONFIG"] = str(config)
            os.execv(sys.executable, [sys.executable, *command])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))

    def wait_for(self, words: bytes) -> None:
        """Read until some words are painted, then until nothing comes."""
        self.read_until(words)
        self.drain(1.0)

    def read_until(self, words: bytes) -> None:
        """Read until some words are painted."""
        seen, end = b"", time.monotonic() + 60
        while words not in seen:
            if time.monotonic() > end:
                raise SystemExit(f"{words!r} was never painted")
            if select.select([self.fd], [], [], 0.5)[0]:
                seen += os.read(self.fd, 65536)

    def drain(self, seconds: float) -> int:
        """Read until nothing comes for so long; return how many bytes came."""
        count = 0
        while select.select([self.fd], [], [], seconds)[0]:
            try:
                count += len(os.read(self.fd, 65536))
            except OSError:
                break
        return count

    def press_for(self, key: str, words: bytes) -> tuple[float, float]:
        """Press a key; give the seconds, and those of the processor, until words are painted.

        The processor's are those of the application alone, to a hundredth: what other programs on
        the machine do is not in them.
        """
        start, before = time.perf_counter(), self._processor()
        os.write(self.fd, key.encode())
        self.read_until(words)
        return time.perf_counter() - start, self._processor() - before

    def _processor(self) -> float:
        stat = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")

    def press(self, key: str) -> float:
        """Press a key; return the milliseconds to the first byte of the answer."""
        start = time.perf_counter()
        os.write(self.fd, key.encode())
        if not select.select([self.fd], [], [], 2)[0]:
            raise SystemExit(f"nothing was painted after {key!r}")
        taken = (time.perf_counter() - start) * 1000
        self.drain(REST)
        return taken

    def close(self) -> None:
        """End the application."""
        os.kill(self._pid, signal.SIGTERM)
        self.drain(2.0)  # what it still paints, or it would wait for a reader
        os.waitpid(self._pid, 0)
        os.close(self.fd)


def started(project: Path, config: Path, words: bytes) -> Terminal:
    """Start the real application on a project and wait for some words."""
    terminal = Terminal("-m", "ipe_coder", "open", str(project), "--coder", "AB", config=config)
    terminal.wait_for(words)
    return terminal


def opened(project: Path, config: Path) -> Terminal:
    """Open the only transcript of a project in the real application."""
    terminal = started(project, config, b"SW03")
    os.write(terminal.fd, b"\t\r")
    terminal.wait_for(b"turn 1 of")
    return terminal
