"""From a key to the first byte painted, beside a bare Textual ScrollView in the same run.

    python benchmarks/key_to_paint.py
    python benchmarks/key_to_paint.py --presses 300 --words 60000 --segments 5000

Both applications run in a pseudo-terminal of 120 x 36 and are pressed by turns. A key is written,
and the time until the first byte comes back is taken; then the output is read until it rests.
Absolute figures depend on the machine, the ratio to the bare ScrollView does not.
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


def measure(key: str, presses: int, words: int, segments: int) -> tuple[list[float], list[float]]:
    """Press a key in the bare application and in ours by turns, so that both meet the same load."""
    bare, view = Terminal("bare", f"{words}"), Terminal("view", f"{words}", f"{segments}")
    try:
        for _ in range(10):
            bare.press("j")
            view.press(key)
        pairs = [(bare.press("j"), view.press(key)) for _ in range(presses)]
    finally:
        bare.close()
        view.close()
    one, other = zip(*pairs, strict=True)
    return sorted(one), sorted(other)


def show(name: str, bare: list[float], view: list[float]) -> None:
    """Print one line: medians, 95th percentiles and the ratio of the medians."""
    place = int(len(view) * 0.95)
    ratio = statistics.median(view) / statistics.median(bare)
    print(
        f"{name:44} bare {statistics.median(bare):6.2f} / {bare[place]:6.2f} ms"
        f"   ours {statistics.median(view):6.2f} / {view[place]:6.2f} ms   {ratio:5.2f} x",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=200)
    parser.add_argument("--words", type=int, nargs="*", default=[8000, 60000])
    parser.add_argument("--segments", type=int, nargs="*", default=[0, 500, 5000])
    parser.add_argument(
        "--keys", default="jlc", help="j sentence, l word, c applies a code and goes on"
    )
    options = parser.parse_args()
    print("medians / 95th percentiles")
    for words in options.words:
        for segments in options.segments:
            for key in options.keys:
                name = f"{words} words, {segments} segments, {key}"
                show(name, *measure(key, options.presses, words, segments))


if __name__ == "__main__":
    main()
