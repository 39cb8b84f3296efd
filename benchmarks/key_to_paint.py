"""From a key to the first byte painted, beside a bare Textual ScrollView in the same run.

    python benchmarks/key_to_paint.py
    python benchmarks/key_to_paint.py --presses 300 --words 60000 --segments 5000

Each application runs in a pseudo-terminal of 120 x 36. A key is written, and the time until the
first byte comes back is taken; then the output is read until it rests. Absolute figures depend
on the machine, the ratio to the bare ScrollView does not.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from pathlib import Path

APP = Path(__file__).with_name("transcript_app.py")
REST = 0.03
"""Seconds without a byte after which a paint has ended."""


class Terminal:
    """An application in a pseudo-terminal."""

    def __init__(self, *arguments: str) -> None:
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(sys.executable, [sys.executable, str(APP), *arguments])
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        while not self.drain(1.0):
            pass
        self.drain(1.0)

    def drain(self, seconds: float) -> int:
        """Read until nothing comes for so long; return how many bytes came."""
        count = 0
        while select.select([self._fd], [], [], seconds)[0]:
            try:
                count += len(os.read(self._fd, 65536))
            except OSError:
                break
        return count

    def press(self, key: str) -> float:
        """Press a key; return the milliseconds to the first byte of the answer."""
        start = time.perf_counter()
        os.write(self._fd, key.encode())
        if not select.select([self._fd], [], [], 2)[0]:
            raise SystemExit(f"nothing was painted after {key!r}")
        taken = (time.perf_counter() - start) * 1000
        self.drain(REST)
        return taken

    def close(self) -> None:
        """End the application."""
        os.kill(self._pid, signal.SIGTERM)
        os.waitpid(self._pid, 0)
        os.close(self._fd)


def measure(key: str, presses: int, *arguments: str) -> list[float]:
    """Press a key so often in a fresh application."""
    terminal = Terminal(*arguments)
    try:
        for _ in range(10):
            terminal.press(key)
        return sorted(terminal.press(key) for _ in range(presses))
    finally:
        terminal.close()


def show(name: str, times: list[float], bare: float) -> float:
    """Print one line and return the median."""
    median, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    ratio = f"{median / bare:5.2f} x" if bare else "    1   "
    print(f"{name:38} median {median:6.2f} ms   p95 {p95:6.2f} ms   {ratio}", flush=True)
    return median


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=200)
    parser.add_argument("--words", type=int, nargs="*", default=[8000, 60000])
    parser.add_argument("--segments", type=int, nargs="*", default=[0, 500, 5000])
    parser.add_argument("--keys", default="jlc")
    options = parser.parse_args()
    for words in options.words:
        bare = show(
            f"bare ScrollView, {words} words, j",
            measure("j", options.presses, "bare", f"{words}"),
            0,
        )
        for segments in options.segments:
            for key in options.keys:
                name = f"transcript, {words} words, {segments} segments, {key}"
                times = measure(key, options.presses, "view", f"{words}", f"{segments}")
                show(name, times, bare)


if __name__ == "__main__":
    main()
