"""Several programs may have one project open: nothing that one of them writes is lost."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ipe_coder.errors import EXIT_PROJECT, ProjectError
from ipe_coder.store import engine, settings
from ipe_coder.store.store import Store
from tests.factories import new_store

TIMES = {"sqlite": 300, "postgresql": 60}
COUNT_UP = """
import sys
import threading
from ipe_coder.store import engine, settings
from ipe_coder.store.store import Store
engine.BUSY_SECONDS = 100.0
store = Store.open(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with store.change("Counted up", coder_id=sys.argv[3]) as pending:
        known = settings.get_all(pending.writer.connection)
        settings.put(pending.writer, "count", known["count"] + 1)
        settings.put(pending.writer, sys.argv[3], known.get(sys.argv[3], 0) + 1)
store.close()
"""
HOLD = """
import sys
import threading
from ipe_coder.store import settings
from ipe_coder.store.store import Store
store = Store.open(sys.argv[1])
with store.change("Took long") as pending:
    settings.put(pending.writer, "held", 1)
    print("writing", flush=True)
    sys.stdin.readline()
store.close()
"""


def python(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_programs_write_600_times_at_once_and_none_is_lost(url: str) -> None:
    store = new_store(url)
    times = TIMES["sqlite" if store.path else "postgresql"]
    with store.change("Began") as pending:
        settings.put(pending.writer, "count", 0)
    programs = [python(COUNT_UP, url, str(times), coder) for coder in ("ab", "cd")]
    errors = [program.communicate(timeout=120)[1] for program in programs]
    assert errors == ["", ""]
    with store.read() as connection:
        known = settings.get_all(connection)
    assert known["count"] == 2 * times
    assert (known["ab"], known["cd"]) == (times, times)
    assert store.last_seq() == 1 + 2 * times
    store.close()


@contextlib.contextmanager
def somebody_writing(url: str) -> Iterator[None]:
    """Let another program be in the middle of a change."""
    program = python(HOLD, url)
    assert program.stdout is not None
    assert program.stdout.readline() == "writing\n"
    try:
        yield
    finally:
        said = program.communicate("done\n", timeout=20)
    assert said == ("", "")


def test_a_writer_waits_a_while_and_then_says_who_is_in_the_way(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_store(url).close()
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.5)
    store = Store.open(url)
    with somebody_writing(url):
        began = time.monotonic()
        with pytest.raises(ProjectError) as caught, store.change("Wrote") as pending:
            settings.put(pending.writer, "a", 1)
        waited = time.monotonic() - began
    assert str(caught.value) == (
        f"another program is writing to {store.name}; nothing was saved; try again"
    )
    assert caught.value.exit_code == EXIT_PROJECT
    assert waited >= 0.5
    with store.change("Wrote") as pending:
        settings.put(pending.writer, "a", 1)
    with store.read() as connection:
        known = settings.get_all(connection)
    assert (known["held"], known["a"]) == (1, 1)
    store.close()


def test_readers_see_the_last_saved_state_while_somebody_writes(url: str) -> None:
    store = new_store(url)
    with somebody_writing(url), store.read() as connection:
        assert "held" not in settings.get_all(connection)
        assert store.last_seq() == 0
    assert store.last_seq() == 1
    store.close()


def test_a_reader_sees_one_state_however_much_is_written_meanwhile(url: str) -> None:
    store, other = new_store(url), Store.open(url)
    with store.read() as connection:
        before = settings.get_all(connection)
        with other.change("Wrote") as pending:
            settings.put(pending.writer, "a", 1)
        assert settings.get_all(connection) == before
    assert store.last_seq() == 1
    store.close()
    other.close()


def test_threads_of_one_program_take_turns_and_say_when_one_takes_too_long(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.3)
    store = new_store(url)
    begun, go_on = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with store.change("Took long") as pending:
            settings.put(pending.writer, "slow", 1)
            begun.set()
            go_on.wait()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    begun.wait()
    with pytest.raises(ProjectError, match="is being written to just now; nothing was saved"):
        store.undo(None)
    assert store.last_seq() == 0
    go_on.set()
    thread.join()
    store.undo(None)
    assert store.last_seq() == 2
    store.close()


def test_a_reader_in_another_program_does_not_hold_up_the_end_of_this_one(
    tmp_path: Path,
) -> None:
    url = str(tmp_path / "project.ipe")
    store, other = new_store(url), Store.open(url)
    with store.change("Wrote") as pending:
        settings.put(pending.writer, "a", 1)
    with other.read() as connection:
        settings.get_all(connection)
        with store.change("Wrote") as pending:
            settings.put(pending.writer, "a", 2)
        began = time.monotonic()
        store.close()
        assert time.monotonic() - began < 3
    assert other.last_seq() == 2
    other.close()
    assert [one.name for one in tmp_path.iterdir()] == ["project.ipe"]
