"""How the process that makes suggestions lives and ends beside the program that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

from tests.suggest.material import PATIENCE, gone

PROGRAM = textwrap.dedent(
    """
    import os, queue, signal, sys, time
    from ipe_coder.model.code import Code, Codebook
    from ipe_coder.suggest.messages import Prepare
    from ipe_coder.suggest.service import SuggestionService

    answers = queue.Queue()
    service = SuggestionService(answers.put)
    service.start()
    print(service.pid, flush=True)
    """
)


def program(rest: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM + textwrap.dedent(rest)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_it_does_not_outlive_a_program_that_is_killed() -> None:
    process = program("time.sleep(600)")
    with process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.kill()
    assert gone(pid)


def test_it_ends_with_a_program_that_forgets_to_close_it() -> None:
    process = program("")
    output, errors = process.communicate(timeout=PATIENCE)
    assert gone(int(output))
    assert errors == ""


def test_ctrl_c_leaves_it_working_and_prints_nothing() -> None:
    process = program(
        """
        try:
            print("waiting", flush=True)
            time.sleep(600)
        except KeyboardInterrupt:
            service.submit(Prepare(Codebook("b", "b", codes=(Code("1", "Cost"),))))
            print(type(answers.get(timeout=60)).__name__, flush=True)
            service.close()
        """
    )
    assert process.stdout is not None
    process.stdout.readline()
    assert process.stdout.readline() == "waiting\n"
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate(timeout=PATIENCE)
    assert (output, errors, process.returncode) == ("Prepared\n", "", 0)


def test_it_loads_neither_the_screen_nor_the_store_and_the_program_loads_no_spacy() -> None:
    inside = "ipe_coder.suggest.worker; ipe_coder.suggest.worker.load_pipeline()"
    for module, forbidden in (
        (inside, {"textual", "sqlalchemy", "pandas"}),
        ("ipe_coder.suggest.service", {"textual", "sqlalchemy", "spacy", "numpy", "rapidfuzz"}),
    ):
        code = f"import sys; import {module}; print(*{forbidden!r} & sys.modules.keys())"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == ""
