"""The process that makes suggestions, seen from inside.

It reads numbered requests from its standard input and writes answers to its standard output,
both pickled. It ends when its input ends, so it never outlives the program that started it,
however that program ended. A newer request ends the older one of its kind.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from queue import SimpleQueue
from typing import BinaryIO

from ipe_coder.errors import IpeCoderError
from ipe_coder.language.names import load_name_reader
from ipe_coder.language.pipeline import load_pipeline
from ipe_coder.model.segment import Suggestion
from ipe_coder.model.spans import Span
from ipe_coder.suggest.engine import Place
from ipe_coder.suggest.messages import (
    Answer,
    CodedText,
    Failed,
    NamesRead,
    Prepare,
    Prepared,
    ReadNames,
    Request,
    SentenceSuggestions,
    Suggest,
    Suggested,
)
from ipe_coder.suggest.suggester import CachedReader, SentencesInOrder, Suggester

CHUNK = 50
"""Sentences answered together."""
MOST_WORDS = 20_000
"""Words of coded texts that are read, so that the first suggestions come in time."""

_FAULTS = (
    IpeCoderError, ArithmeticError, AttributeError, ImportError, LookupError, MemoryError,
    OSError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""What a bad request can raise; it is answered with `Failed`."""

Numbered = tuple[int, Request]


def run() -> None:
    """Answer requests until the standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = _take_streams()
    waiting: SimpleQueue[Numbered] = SimpleQueue()
    threading.Thread(target=_receive, args=(requests, waiting), daemon=True).start()
    worker = Worker(waiting)
    while True:
        for answer in worker.answer_next():
            pickle.dump(answer, answers)
            answers.flush()


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the standard streams for messages, so that nothing else is read or written there."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    return requests, answers


def _receive(requests: BinaryIO, waiting: SimpleQueue[Numbered]) -> None:
    """Pass requests on until the input ends or makes no sense; then end the process."""
    try:
        while True:
            waiting.put(pickle.load(requests))  # noqa: S301 - from the program itself
    except (EOFError, OSError, *_FAULTS, pickle.UnpicklingError):
        os._exit(0)


class Worker:
    """Answers requests, one after another, the newest of each kind only."""

    def __init__(self, waiting: SimpleQueue[Numbered]) -> None:
        """Load the language pipeline, and take requests from a queue."""
        self._waiting = waiting
        self._read = CachedReader(load_pipeline())
        self._suggester: Suggester | None = None

    def answer_next(self) -> Iterator[Answer]:
        """Wait for requests, then answer the newest to prepare and the newest to suggest."""
        newest: dict[type, Numbered] = {}
        number, request = self._waiting.get()
        newest[type(request)] = number, request
        while not self._waiting.empty():
            number, request = self._waiting.get()
            newest[type(request)] = number, request
        for number, request in sorted(newest.values(), key=_prepare_first):
            try:
                yield from self._answer(number, request)
            except _FAULTS as error:
                yield _failed(number, request, error)

    def _answer(self, number: int, request: Request) -> Iterator[Answer]:
        match request:
            case Prepare():
                yield self._prepare(number, request)
            case Suggest():
                yield from self._suggest(number, request)
            case ReadNames():
                yield from _read_names(number, request)
            case _:
                raise TypeError("this is no request for suggestions")

    def _prepare(self, number: int, request: Prepare) -> Prepared:
        """Learn a codebook and coded texts."""
        codebook = request.codebook
        known = [example for example in request.examples if example.code_id in codebook]
        chosen = choose(known, MOST_WORDS)
        suggester = Suggester(codebook, read=self._read)
        suggester.fit(
            [example.text for example in chosen],
            [example.code_id for example in chosen],
            [example.label for example in chosen],
            [_place(example.transcript_id, example.span) for example in chosen],
        )
        self._suggester = suggester
        notice = self._read.pipeline.degraded
        given = len(request.examples)
        return Prepared(number, codebook.id, codebook.version, len(chosen), given, notice)

    def _suggest(self, number: int, request: Suggest) -> Iterator[Suggested]:
        """Propose codes, those for the sentences in view first, until something newer waits."""
        if self._suggester is None:
            raise ValueError("no codebook was given yet")
        codebook = self._suggester.codebook
        sentences = self._suggester.sequence(
            [span.of(request.text) for span in request.sentences],
            [_place(request.transcript_id, span) for span in request.sentences],
        )
        chunks = list(chunks_in_order(request))
        for place, chunk in enumerate(chunks, start=1):
            if place > 1 and not self._waiting.empty():
                return
            found = _found(sentences, chunk, request)
            yield Suggested(
                number, request.transcript_id, request.version, codebook.id, codebook.version,
                found, done=place == len(chunks),
            )  # fmt: skip


def _read_names(number: int, request: ReadNames) -> Iterator[NamesRead]:
    reader = load_name_reader()
    for place, mentions in enumerate(reader.read(request.texts)):
        yield NamesRead(number, place, tuple(mentions), reader.degraded)


def choose(examples: Sequence[CodedText], most_words: int) -> list[CodedText]:
    """Choose coded texts up to a number of words, in turn from each code, in the order given."""
    by_code: dict[str, list[CodedText]] = {}
    for example in examples:
        by_code.setdefault(example.code_id, []).append(example)
    chosen: list[CodedText] = []
    words = 0
    for row in zip_longest(*by_code.values()):
        for example in row:
            if example is None:
                continue
            words += len(example.text.split())
            if words > most_words and chosen:
                return chosen
            chosen.append(example)
    return chosen


def chunks_in_order(request: Suggest) -> Iterator[list[int]]:
    """Split the sentences into chunks: those in view, then those after them, then those before.

    There is always a chunk, though it is empty where there are no sentences.
    """
    sentences = list(enumerate(request.sentences))
    view = request.view or Span(0, max(len(request.text), 1))
    seen = [place for place, span in sentences if span.overlaps(view)]
    after = [place for place, span in sentences if span.start >= view.end]
    before = [place for place, span in sentences if span.end <= view.start]
    order = seen + after + before
    first = min(len(seen), CHUNK) or CHUNK
    yield order[:first]
    for start in range(first, len(order), CHUNK):
        yield order[start : start + CHUNK]


def _found(
    sentences: SentencesInOrder, places: list[int], request: Suggest
) -> tuple[SentenceSuggestions, ...]:
    """Propose codes for the sentences at some places."""
    loud = [place for place in places if place not in request.silent]
    found = []
    for place, proposals in zip(loud, sentences.propose(loud, request.top), strict=True):
        span = request.sentences[place]
        found.append(
            SentenceSuggestions(
                span,
                tuple(Suggestion(span, p.code_id, p.score, p.because) for p in proposals),
            )
        )
    return tuple(found)


def _place(transcript_id: str, span: Span | None) -> Place | None:
    return Place(transcript_id, span) if span is not None else None


def _prepare_first(numbered: Numbered) -> tuple[bool, int]:
    number, request = numbered
    return not isinstance(request, Prepare), number


def _failed(number: int, request: Request, error: BaseException) -> Failed:
    """Say in one line what went wrong with a request."""
    reason = " ".join(str(error).split()) or type(error).__name__
    transcript_id = request.transcript_id if isinstance(request, Suggest) else ""
    return Failed(number, f"Suggestions could not be made: {reason}.", transcript_id)


if __name__ == "__main__":
    run()
