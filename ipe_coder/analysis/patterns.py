"""Patterns in texts, tried in a process of its own with a limit of time.

A pattern such as `(a+)+$` can keep Python's `re` busy for years, and nothing in the program that
tries it can stop it or move meanwhile.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
import threading
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from warnings import catch_warnings, simplefilter

from ipe_coder.errors import UsageError

PATIENCE = 2.0
"""Seconds that one text may take, and as long again for every 500,000 characters of it."""
_START = 30.0
"""Seconds that the process may take to start, which no pattern can lengthen."""
_SIZE = struct.Struct("<I")
_WORKER = Path(__file__).with_name("_pattern_worker.py")
if sys.platform == "win32":
    _NO_WINDOW = subprocess.CREATE_NO_WINDOW
else:
    _NO_WINDOW = 0


class PatternFinder:
    """Finds a pattern; the process is started with the first text and ends with `close`."""

    def __init__(self, pattern: str, *, case: bool = False, patience: float = PATIENCE) -> None:
        """Take a pattern of Python's `re`.

        Raises:
            UsageError: If it is none.
        """
        self._pattern = pattern
        self._flags = (re.NOFLAG if case else re.IGNORECASE) | re.MULTILINE
        self._patience = patience
        self._process: _Process | None = None
        try:
            with catch_warnings():
                # What a later Python may read differently is no concern of whoever types it.
                simplefilter("ignore", FutureWarning)
                re.compile(pattern, self._flags)
        except (re.error, OverflowError, RecursionError) as error:
            raise UsageError(
                f"“{pattern}” is no pattern: {error}.", "Search for it as words, as it is."
            ) from None

    def __call__(self, text: str) -> Iterator[tuple[int, int]]:
        """Find all places of the pattern in a text, in order.

        Raises:
            UsageError: If that takes too long.
        """
        if self._process is None:
            self._process = _Process(self._pattern, int(self._flags))
        found = self._process.ask(text, self._patience * (1 + len(text) / 500_000))
        if found is None:
            self.close()
            raise UsageError(
                f"The pattern “{self._pattern}” takes too long.",
                "Make it simpler: leave out repeats of what has repeats in it, such as (a+)+.",
            )
        return zip(found[::2], found[1::2], strict=True)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.end()
            self._process = None


class _Process:
    """The process: a text goes in, the offsets of its hits come out."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own file
            [sys.executable, "-I", "-S", str(_WORKER), str(flags)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(os.environ),
            creationflags=_NO_WINDOW,
            start_new_session=sys.platform != "win32",
        )
        self.ask(pattern, _START)

    def ask(self, text: str, seconds: float) -> array[int] | None:
        """Send a text and wait for the hits; None where the process gave no answer in time."""
        # Only the end of the process ends the wait for it, on every system.
        timer = threading.Timer(seconds, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            self._send(text.encode("utf-8"))
            return self._receive()
        except OSError:
            return None
        finally:
            timer.cancel()

    def _send(self, data: bytes) -> None:
        stream = self._process.stdin
        assert stream is not None
        stream.write(_SIZE.pack(len(data)))
        stream.write(data)
        stream.flush()

    def _receive(self) -> array[int] | None:
        stream = self._process.stdout
        assert stream is not None
        size = _exactly(stream, _SIZE.size)
        if size is None:
            return None
        data = _exactly(stream, _SIZE.unpack(size)[0])
        if data is None:
            return None
        found = array("I")
        found.frombytes(data)
        return found

    def end(self) -> None:
        """End it and let go of it."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            try:
                stream.close()
            except OSError:  # what it was still to be told
                continue
        self._process.wait()


def _exactly(stream: IO[bytes], size: int) -> bytes | None:
    data = stream.read(size)
    return data if len(data) == size else None
