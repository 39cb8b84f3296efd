"""The process that makes suggestions, seen from the program: requests go in, answers come out.

The process is a fresh interpreter, started with the standard library's `subprocess` and not
with `multiprocessing`: that one hands the terminal's streams to what it starts, which fails
while the application owns the terminal, needs one process more to keep track of the first, and
runs the caller's main module again.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from types import TracebackType

from ipe_coder.suggest.messages import Answer, Prepare, Request, Stopped

_START = (
    "import sys; sys.path[:] = sys.argv[1:]; import runpy; "
    "runpy.run_module('ipe_coder.suggest.worker', run_name='__main__')"
)
"""What the fresh interpreter runs: it takes over its parent's module path, then works."""

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Settings that keep number libraries from starting threads which suggestions do not need."""

if sys.platform == "win32":
    _APART = subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
else:
    _APART = 0

PATIENCE = 1.0
"""Seconds that the process is given to end by itself."""

STOPPED = "Suggestions stopped. They start again at the next sentence."
"""What a coder is told when the process ended by itself."""

_Numbered = tuple[int, Request]


class SuggestionService:
    """One process that makes suggestions behind the screen."""

    def __init__(self, on_answer: Callable[[Answer], None]) -> None:
        """Take note of where answers go; no process is started yet.

        Args:
            on_answer: Called with each answer, from a thread of the service. It must be quick
                and safe to call from there, as posting a message to a Textual widget is.
        """
        self._on_answer = on_answer
        self._lock = threading.Lock()
        self._number = 0
        self._prepared: _Numbered | None = None
        self._running: _Running | None = None
        self._closed = False

    def start(self) -> None:
        """Start the process, which at once begins to load what it needs; again is harmless."""
        with self._lock:
            self._ensure_running()

    def submit(self, request: Request) -> int:
        """Hand over a request and return at once.

        A newer request ends an older one of its kind that is not yet answered in full.

        Returns:
            The number that its answers carry.
        """
        with self._lock:
            running = self._ensure_running()
            self._number += 1
            numbered = self._number, request
            if isinstance(request, Prepare):
                self._prepared = numbered
            running.send(numbered)
            return self._number

    def cancel(self) -> None:
        """End the process with all that it is doing; the next request starts another.

        What was learnt is learnt again then, without being asked for.
        """
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            running.end(patience=0.0)

    def close(self) -> None:
        """End the process for good; no answer comes after this."""
        with self._lock:
            self._closed = True
            running, self._running = self._running, None
        if running is not None:
            running.end(patience=PATIENCE)

    def __enter__(self) -> SuggestionService:
        """Start the process."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the service."""
        self.close()

    @property
    def pid(self) -> int | None:
        """The number of the process, or None while there is none."""
        running = self._running
        return running.process.pid if running is not None else None

    def _ensure_running(self) -> _Running:
        """Start the process if there is none, and let it learn what the last one knew."""
        if self._closed:
            raise RuntimeError("the suggestion service is closed")
        if self._running is None:
            self._running = _Running(self._answered, self._ended)
            if self._prepared is not None:
                self._running.send(self._prepared)
        return self._running

    def _answered(self, running: _Running, answer: Answer) -> None:
        """Pass an answer on, unless its process was ended meanwhile."""
        if self._running is running:
            self._on_answer(answer)

    def _ended(self, running: _Running) -> None:
        """Notice that a process ended without being asked to."""
        with self._lock:
            unasked = self._running is running
            if unasked:
                self._running = None
        if unasked:
            running.end(patience=0.0)
            self._on_answer(Stopped(STOPPED))


class _Running:
    """A process at work, with a thread that writes to it and one that reads from it."""

    def __init__(
        self,
        answered: Callable[[_Running, Answer], None],
        ended: Callable[[_Running], None],
    ) -> None:
        """Start the process and the threads."""
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-c", _START, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD},
            creationflags=_APART,
            start_new_session=sys.platform != "win32",
        )
        self._answered = answered
        self._ended = ended
        self._outbox: SimpleQueue[_Numbered | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=work, name=f"suggestions {work.__name__}", daemon=True)
            for work in (self._write, self._read)
        ]
        for thread in self._threads:
            thread.start()

    def send(self, numbered: _Numbered) -> None:
        """Put a request in line to be written."""
        self._outbox.put(numbered)

    def end(self, patience: float) -> None:
        """End the process, by force if it takes longer than its patience."""
        self._outbox.put(None)
        if patience:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        self.process.kill()
        self.process.wait()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(PATIENCE)

    def _write(self) -> None:
        """Write requests until there are to be no more."""
        assert self.process.stdin is not None
        with suppress(OSError), self.process.stdin as stream:
            while (numbered := self._outbox.get()) is not None:
                pickle.dump(numbered, stream)
                stream.flush()

    def _read(self) -> None:
        """Read answers until the process ends."""
        assert self.process.stdout is not None
        with suppress(EOFError, OSError, pickle.UnpicklingError), self.process.stdout as stream:
            while True:
                self._answered(self, pickle.load(stream))  # noqa: S301 - from our own process
        self._ended(self)
