"""What a cursor steps over in a transcript: turns, sentences, clauses, words and characters.

Sentences are found turn by turn when they are first needed, so that a long transcript opens
at once. Words tile their sentence: the first takes the quotation mark before it and the last
the full stop after it, so that growing by words comes out at the sentence. Clauses are runs of
words, so that every edge of theirs is one of a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from enum import Enum

from ipe_coder.language.clauses import clause_spans
from ipe_coder.model.transcript import Transcript
from ipe_coder.tui.rendering import graphemes

Stretch = tuple[int, int]
"""First code point and one past the last."""

SentenceFinder = Callable[[str, int, int], list[Stretch]]
"""Finds the sentences of a text between two offsets."""

_TOKEN = re.compile(r"\S+")
_NOTE = re.compile(r"[^\w\s]*?(\[[^\[\]]*\]|\([^()]*\))[^\w\s]*")
_EDGES = frozenset(".,;:!?…\"'“”‘’„«»‹›()[]{}<>*_–—-/\\،؛؟。、「」『』！？")
"""Punctuation that is no part of the word which it touches."""


class Unit(Enum):
    """What one step of the cursor takes."""

    CHARACTER = "character"
    WORD = "word"
    CLAUSE = "clause"
    SENTENCE = "sentence"
    TURN = "turn"


class Units:
    """The steps of one transcript."""

    def __init__(self, transcript: Transcript, sentences: SentenceFinder) -> None:
        """Remember how sentences are found; none is looked for yet."""
        self._text = transcript.text
        self._turns: list[Stretch] = []
        for turn in transcript.turns:
            words = self._text[turn.start : turn.end]
            start = turn.start + len(words) - len(words.lstrip())
            end = turn.start + len(words.rstrip())
            if start < end:
                self._turns.append((start, end))
        self._starts = [start for start, _ in self._turns]
        self._find = sentences
        self._sentences: dict[int, list[Stretch]] = {}
        self._words: dict[Stretch, list[Stretch]] = {}
        self._clauses: dict[Stretch, list[Stretch]] = {}

    @property
    def empty(self) -> bool:
        """Whether nobody says a word."""
        return not self._turns

    @property
    def first(self) -> Stretch:
        """The first sentence."""
        return self._sentences_of(0)[0]

    @property
    def last(self) -> Stretch:
        """The last sentence."""
        return self._sentences_of(len(self._turns) - 1)[-1]

    def at(self, unit: Unit, offset: int) -> Stretch:
        """Find the unit that holds a code point, else the nearest before it, else the first."""
        turn = max(bisect_right(self._starts, offset) - 1, 0)
        if unit is Unit.TURN:
            return self._turns[turn]
        sentence = _nearest(self._sentences_of(turn), offset)
        if unit is Unit.SENTENCE:
            return sentence
        return _nearest(self._parts(unit, sentence), offset)

    def after(self, unit: Unit, offset: int) -> Stretch | None:
        """Find the first unit that begins at or after a code point."""
        turn = max(bisect_right(self._starts, offset) - 1, 0)
        for place in range(turn, min(turn + 2, len(self._turns))):
            found = self._first_from(unit, place, offset)
            if found is not None:
                return found
        return None

    def before(self, unit: Unit, offset: int) -> Stretch | None:
        """Find the last unit that ends at or before a code point."""
        turn = bisect_left(self._starts, offset) - 1
        for place in range(turn, max(turn - 2, -1), -1):
            found = self._last_until(unit, place, offset)
            if found is not None:
                return found
        return None

    def within(self, unit: Unit, start: int, end: int) -> Iterator[Stretch]:
        """Go through the units that begin between two code points, across any turns."""
        found = self.after(unit, start)
        while found is not None and found[0] < end:
            yield found
            found = self.after(unit, found[1])

    def _first_from(self, unit: Unit, turn: int, offset: int) -> Stretch | None:
        pieces = self._pieces(unit, turn, offset)
        place = bisect_left(pieces, offset, key=_start)
        return pieces[place] if place < len(pieces) else None

    def _last_until(self, unit: Unit, turn: int, offset: int) -> Stretch | None:
        pieces = self._pieces(unit, turn, offset, backwards=True)
        place = bisect_right(pieces, offset, key=_end) - 1
        return pieces[place] if place >= 0 else None

    def _pieces(
        self, unit: Unit, turn: int, offset: int, *, backwards: bool = False
    ) -> Sequence[Stretch]:
        """List the units of a turn, of small ones only those near a code point."""
        if unit is Unit.TURN:
            return [self._turns[turn]]
        sentences = self._sentences_of(turn)
        if unit is Unit.SENTENCE:
            return sentences
        near = max(bisect_right(sentences, (offset, offset)) - 1, 0)
        near = max(near - 1, 0) if backwards else near
        return [
            part for sentence in sentences[near : near + 2] for part in self._parts(unit, sentence)
        ]

    def _sentences_of(self, turn: int) -> list[Stretch]:
        found = self._sentences.get(turn)
        if found is None:
            start, end = self._turns[turn]
            spans = self._find(self._text, start, end)
            found = [(max(a, start), min(b, end)) for a, b in spans if a < b] or [(start, end)]
            self._sentences[turn] = found
        return found

    def _parts(self, unit: Unit, sentence: Stretch) -> list[Stretch]:
        if unit is Unit.CHARACTER:
            return self._characters(sentence)
        found = self._words.get(sentence)
        if found is None:
            found = self._words[sentence] = self._words_of(sentence)
        return self._clauses_of(sentence, found) if unit is Unit.CLAUSE else found

    def _clauses_of(self, sentence: Stretch, words: list[Stretch]) -> list[Stretch]:
        found = self._clauses.get(sentence)
        if found is None:
            found = self._clauses[sentence] = clause_spans(self._text, words)
        return found

    def _characters(self, sentence: Stretch) -> list[Stretch]:
        start, end = sentence
        pieces = graphemes(self._text[start:end])
        return [(start + first, start + last) for first, last, _ in pieces]

    def _words_of(self, sentence: Stretch) -> list[Stretch]:
        start, end = sentence
        words: list[Stretch] = []
        for token in _TOKEN.finditer(self._text, start, end):
            core = _core(token.group())
            if core is not None:
                words.append((token.start() + core[0], token.start() + core[1]))
        if not words:
            return [sentence]
        words[0] = (start, words[0][1])
        words[-1] = (words[-1][0], end)
        return words


def _core(token: str) -> Stretch | None:
    """Find the word in a run without spaces: no commas or quotes, but the brackets of a note."""
    note = _NOTE.fullmatch(token)
    if note is not None:
        return note.span(1)
    said = [at for at, character in enumerate(token) if character not in _EDGES]
    if not said:
        return None
    return said[0], _whole_character(token, said[-1])


def _whole_character(token: str, at: int) -> int:
    """Find the end of the character that a code point belongs to, marks and joiners included."""
    return next(end for start, end, _ in graphemes(token) if start <= at < end)


def _nearest(pieces: Sequence[Stretch], offset: int) -> Stretch:
    """Find the piece that holds a code point, or the last one before it, or the first."""
    return pieces[max(bisect_right(pieces, offset, key=_start) - 1, 0)]


def _start(piece: Stretch) -> int:
    return piece[0]


def _end(piece: Stretch) -> int:
    return piece[1]
