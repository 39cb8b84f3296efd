"""Which question of the guide an interviewer's turn asks: proposals by likeness.

An interviewer follows the person, not the page: a question comes in other words, behind an
acknowledgement, over two turns, or never. What counts is the rare words that a stretch of the turn
shares with the question and with the codes it is linked to, then how alike they are letter for
letter, and a little how far along both stand.
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType
from typing import NamedTuple

from ipe_coder.model.guide import GuideQuestion, Proposal

LEAST = 30
"""Likeness under which nothing is proposed; chosen on interviews of the sample, see its tests."""

SURE = 60
"""Likeness from which proposals may be confirmed together."""

_SECOND, _AGAIN = 0.70, 0.75
"""From here on a turn may ask a second question, and a question may come a second time."""

_RARE, _SET = 0.4, 0.1
"""Weights of shared rare words and of the set ratio; the plain ratio has the rest."""

_CODE, _RECALL, _ORDER, _UNSHARED = 0.5, 0.7, 0.1, 0.75
_ALIKE, _SHORT_REPLY = 84, 4
_SENTENCE = re.compile(r"(?<=[.?!…])\s+")
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")
_COMMON_WORDS = (
    "a about all also am an and any anything are as ask asked asking at be because been being "
    "bit but by can could d did didn do does don done down each else few for from get go got had "
    "has have having he her here him his how i if in into is it its itself just kind know let like "
    "little ll m may me mean might more most much must my no not now of off oh okay on one ones or "
    "other others our out over re really right s said say shall she should so some something sort "
    "t tell than that the their them then there these they thing things think this those to too um "
    "up us ve very was wasn way we well were what when where which who whom whose why will with "
    "would yeah yes you your yours yourself "
)
"""Words that stand in any question; what is cut from `didn't` among them."""

_COMMON = frozenset(_COMMON_WORDS.split())


@functools.cache
def _fuzz() -> ModuleType:
    """Load the measures of likeness when something is proposed; most commands propose nothing."""
    from rapidfuzz import fuzz

    return fuzz


@dataclass(frozen=True, slots=True)
class InterviewerTurn:
    """A turn of an interviewer."""

    turn: int
    """Place of the turn, from 0."""
    text: str
    reply_words: int = 0
    """How many words stand between it and the interviewer's next turn."""


class _Part(NamedTuple):
    """A stretch of a turn, made ready to be compared."""

    plain: str
    rare: frozenset[str]
    near: frozenset[str]
    """Its rare words, and words of questions that are nearly one of them."""
    weight: float


@dataclass(frozen=True, slots=True)
class _Question:
    """A question, made ready to be compared."""

    id: str
    plain: str
    rare: frozenset[str]
    codes: frozenset[str]
    place: float


def propose_askings(
    turns: Sequence[InterviewerTurn],
    questions: Sequence[GuideQuestion],
    linked: Mapping[str, str],
    least: int = LEAST,
) -> list[Proposal]:
    """Propose which questions the turns ask, by turn.

    Args:
        turns: The interviewer's turns, in order.
        questions: The questions that may be asked, in the order of the guide.
        linked: Names of the codes that each question is linked to, by the question's id.
        least: Likeness under which nothing is proposed.
    """
    prepared = [
        _prepare(one, linked.get(one.id, ""), place / max(1, len(questions) - 1))
        for place, one in enumerate(questions)
    ]
    parts_of = _Parts(turns, prepared)
    ranked = []
    for place, turn in enumerate(turns):
        parts = [parts_of(one) for one in _stretches(turn.text)]
        both = _joined_with_next(turn, turns[place + 1 : place + 2])
        whole = parts_of(both) if both else None
        along = place / max(1, len(turns) - 1)
        for one in prepared:
            likeness = _likeness_of_turn(parts, whole, one, parts_of.weigh)
            rank = likeness - _ORDER * abs(along - one.place)
            if rank * 100 >= least:
                ranked.append((rank, -turn.turn, one.id, likeness))
    return sorted(_chosen(ranked), key=lambda one: (one.turn, -one.likeness))


def _chosen(ranked: list[tuple[float, int, str, float]]) -> list[Proposal]:
    """Give each turn and each question its best fit; a second one only where it is very alike."""
    turns: set[int] = set()
    questions: set[str] = set()
    chosen = []
    for rank, minus_turn, question_id, likeness in sorted(ranked, reverse=True):
        if -minus_turn in turns and rank < _SECOND:
            continue
        if question_id in questions and rank < _AGAIN:
            continue
        turns.add(-minus_turn)
        questions.add(question_id)
        chosen.append(Proposal(-minus_turn, question_id, round(100 * likeness)))
    return chosen


def _prepare(question: GuideQuestion, codes: str, place: float) -> _Question:
    rare = _rare(question.text)
    return _Question(question.id, _joined(question.text), rare, _rare(codes) - rare, place)


Weigh = Callable[[Iterable[str]], float]


class _Parts:
    """Makes stretches of turns ready; a word that stands in many of them tells little."""

    def __init__(self, turns: Sequence[InterviewerTurn], questions: Sequence[_Question]) -> None:
        """Count the words of the turns and the questions."""
        found = Counter(word for one in questions for word in one.rare)
        found.update(word for one in turns for word in _rare(one.text))
        every = len(turns) + len(questions)
        self._rarest = math.log(1 + every)
        self._weights = {word: math.log(1 + every / (1 + n)) for word, n in found.items()}
        self._asked = frozenset(word for one in questions for word in one.rare)
        self._near: dict[str, frozenset[str]] = {}

    def __call__(self, text: str) -> _Part:
        """Make a stretch ready."""
        rare = _rare(text)
        near = frozenset(near for word in rare for near in self._near_to(word))
        return _Part(_joined(text), rare, near, self.weigh(rare))

    def weigh(self, words: Iterable[str]) -> float:
        """Weigh words; those of codes that nobody says are the rarest."""
        return sum(self._weights.get(word, self._rarest) for word in words)

    def _near_to(self, word: str) -> frozenset[str]:
        if word not in self._near:
            same = {one for one in self._asked if _same_stem(word, one)}
            self._near[word] = frozenset({word, *same})
        return self._near[word]


def _stretches(text: str) -> list[str]:
    """Give a turn whole, its sentences, and each two that follow one another."""
    sentences = [one for one in _SENTENCE.split(text) if one]
    pairs = [f"{one} {other}" for one, other in pairwise(sentences)]
    return list(dict.fromkeys([text, *sentences, *pairs]))


def _joined_with_next(turn: InterviewerTurn, following: Sequence[InterviewerTurn]) -> str:
    """Join a turn with the next one, where hardly a word stands between them."""
    if not following or turn.reply_words > _SHORT_REPLY:
        return ""
    return f"{turn.text} {following[0].text}"


def _likeness_of_turn(
    parts: Sequence[_Part], whole: _Part | None, question: _Question, weigh: Weigh
) -> float:
    """Take the stretch that is most like a question; one over two turns must be clearly so."""
    own = max(_likeness(part, question, weigh) for part in parts)
    both = _likeness(whole, question, weigh) if whole else 0.0
    return min(both, own + 0.2) if both > own + 0.1 else own


def _likeness(part: _Part, question: _Question, weigh: Weigh) -> float:
    """Compare a stretch of a turn with a question: from 0 to 1."""
    ratio: float = _fuzz().ratio(part.plain, question.plain) / 100
    shared = _shared_share(part, question, weigh)
    if not shared:
        return ratio if ratio > _UNSHARED else ratio * (1 - _RARE - _SET) / 2
    as_set: float = _fuzz().token_set_ratio(part.plain, question.plain) / 100
    return _RARE * shared + _SET * as_set + (1 - _RARE - _SET) * ratio


def _shared_share(part: _Part, question: _Question, weigh: Weigh) -> float:
    """Weigh the words that a stretch shares with a question and its codes against all of both."""
    shared, by_code = part.near & question.rare, part.rare & question.codes
    of_question = weigh(question.rare)
    if not (shared or by_code) or not of_question or not part.weight:
        return 0.0
    common = weigh(shared) + _CODE * weigh(by_code)
    recall, precision = common / of_question, common / part.weight
    return min(1.0, (1 + _RECALL) * recall * precision / (_RECALL * precision + recall))


def _same_stem(one: str, other: str) -> bool:
    return len(one) > 4 and len(other) > 4 and _fuzz().ratio(one, other) >= _ALIKE


def _joined(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold().replace("’", "'")))


def _rare(text: str) -> frozenset[str]:
    """Cut a text into the stems of those words that do not stand in any question."""
    found = (word for part in _joined(text).split() for word in part.split("'"))
    return frozenset(_stem(word) for word in found if word not in _COMMON)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
