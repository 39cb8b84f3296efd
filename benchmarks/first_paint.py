"""First paint of the start screen beside an empty Textual application, in the same run.

Each is started in a pseudo-terminal of 120 x 36; the time runs from the start of the process to
the first byte that draws text after the screen was cleared. Prints medians and their ratio; the
budget is 2.5.

    python benchmarks/first_paint.py [RUNS]
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("ready to start")
Empty().run()
"""


def time_to(words: bytes, command: list[str], environment: dict[str, str]) -> float:
    """Start a program in a pseudo-terminal; give the seconds until it paints some words."""
    started = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(environment)
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    seen = b""
    while words not in seen:
        if not select.select([terminal], [], [], 30)[0]:
            raise TimeoutError(f"{command} did not paint {words!r}")
        seen += os.read(terminal, 65536)
    taken = time.perf_counter() - started
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)
    return taken


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with tempfile.TemporaryDirectory() as folder:
        environment = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "IPE_CONFIG": folder}
        os.chdir(folder)
        ours = [str(Path(sys.executable).with_name("ipe-coder"))]
        empty = [sys.executable, "-c", EMPTY]
        time_to(b"ipe_coder", ours, environment)
        time_to(b"ready", empty, environment)
        pairs = [
            (time_to(b"ipe_coder", ours, environment), time_to(b"ready", empty, environment))
            for _ in range(runs)
        ]
    own = statistics.median(pair[0] for pair in pairs)
    other = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"start screen {own * 1e3:.0f} ms, empty application {other * 1e3:.0f} ms")
    print(f"ratio {ratio:.2f} (median of {runs} pairs; budget 2.5)")


if __name__ == "__main__":
    main()
