"""Evidence from likeness to what is already coded.

A passage is compared with every coded text by the lemmas and pairs of lemmas that they share,
each weighted by how few codes it occurs under (TF-IDF in the form that BM25 gives it, which
rewards how much is shared and not how short the passage is). A code gets the sum over its
nearest texts. Near repeats, found by their spelling, count for more.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import ClassVar

from ipe_coder.model.code import Codebook
from ipe_coder.suggest.engine import RECENT, Example, Passage, Place, Reader
from ipe_coder.suggest.snippet import snippet

NEAREST = 5
"""Coded texts of a code that count."""
UNIT = 10.0
"""Telling words and pairs that two texts share for one unit of evidence."""
SATURATION = 1.2
"""How soon a word said again in a coded text stops counting for more; 1.2 as is usual."""
LENGTH = 0.5
"""How far a long coded text counts for less than a short one, from 0 to 1."""

REPEAT = 2.0
"""Evidence that the same words said again give beside the words shared."""
REPEAT_FROM = 85.0
"""Likeness of spelling, of 100, from which a passage counts as a near repeat."""
REPEAT_WORDS = 5
"""Words that a passage needs for that: `yes, I think so` is said by everybody."""
REPEAT_TRIED = 3
"""Nearest coded texts whose spelling is compared."""


class CodedLikeness:
    """Evidence from likeness to what is already coded."""

    NAME: ClassVar[str] = "like"
    STRENGTH: ClassVar[float] = 0.5

    def __init__(self, codebook: Codebook, read: Reader) -> None:  # noqa: ARG002 - not needed
        """Begin with nothing coded."""
        self._examples: Sequence[Example] = ()
        self._holding: dict[str, list[tuple[int, float]]] = {}
        self._coded_in: dict[str, list[tuple[int, Place]]] = {}
        self._nearest = lru_cache(RECENT)(self._rank)

    def fit(self, examples: Sequence[Example]) -> None:
        """Index coded texts by their words."""
        self._nearest.cache_clear()
        self._examples = examples
        self._holding = defaultdict(list)
        self._coded_in = _by_transcript(examples)
        terms = [_terms(example.passage) for example in examples]
        specific = _specificity(terms, examples)
        usual = sum(counts.total() for counts in terms) / max(len(terms), 1)
        for number, counts in enumerate(terms):
            length = 1 - LENGTH + LENGTH * counts.total() / max(usual, 1.0)
            for term, count in counts.items():
                often = count * (SATURATION + 1) / (count + SATURATION * length)
                self._holding[term].append((number, specific[term] * often))

    def weigh(self, passage: Passage) -> Mapping[str, float]:
        """Find the evidence for each code of the texts that are like the passage."""
        weighed: dict[str, float] = {}
        taken: dict[str, int] = {}
        for number, likeness in self._nearest(passage):
            code_id = self._examples[number].code_id
            before = taken.get(code_id, 0)
            if before < NEAREST:
                taken[code_id] = before + 1
                weighed[code_id] = weighed.get(code_id, 0.0) + likeness
        return weighed

    def explain(self, passage: Passage, code_id: str) -> str:
        """Quote the text of the code that is most like the passage."""
        for number, _ in self._nearest(passage):
            example = self._examples[number]
            if example.code_id == code_id:
                words = snippet(example.passage.text, _shared_forms(example.passage, passage))
                return f"like {example.label}: “{words}”" if example.label else f"like: “{words}”"
        return ""

    def _rank(self, passage: Passage) -> list[tuple[int, float]]:
        """Rank the coded texts that share anything with a passage, the most alike first."""
        likeness: dict[int, float] = defaultdict(float)
        for term in _terms(passage):
            for number, weight in self._holding.get(term, ()):
                likeness[number] += weight / UNIT
        for number in self._here(passage):
            likeness.pop(number, None)
        ranked = sorted(likeness.items(), key=itemgetter(1), reverse=True)
        if len(passage.words) < REPEAT_WORDS:
            return ranked
        return self._with_repeats(passage, ranked)

    def _here(self, passage: Passage) -> list[int]:
        """List the coded texts that are, in part or whole, the passage itself."""
        if passage.place is None:
            return []
        return [
            number
            for number, place in self._coded_in.get(passage.place.transcript_id, ())
            if place.overlaps(passage.place)
        ]

    def _with_repeats(
        self, passage: Passage, ranked: list[tuple[int, float]]
    ) -> list[tuple[int, float]]:
        """Raise the coded texts that say almost the same, letter by letter."""
        from rapidfuzz.fuzz import partial_ratio

        said = passage.text.lower()
        raised = []
        for number, likeness in ranked[:REPEAT_TRIED]:
            coded = self._examples[number].passage
            if len(coded.words) >= REPEAT_WORDS:
                ratio = partial_ratio(said, coded.text.lower(), score_cutoff=REPEAT_FROM)
                likeness += REPEAT * max(ratio - REPEAT_FROM, 0.0) / (100.0 - REPEAT_FROM)
            raised.append((number, likeness))
        raised.sort(key=itemgetter(1), reverse=True)
        return raised + ranked[REPEAT_TRIED:]


def _by_transcript(examples: Sequence[Example]) -> dict[str, list[tuple[int, Place]]]:
    """List for each transcript the coded texts that stand in it."""
    found: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for number, example in enumerate(examples):
        place = example.passage.place
        if place is not None:
            found[place.transcript_id].append((number, place))
    return found


def _terms(passage: Passage) -> Counter[str]:
    """Count the telling lemmas of a passage, and the pairs that stand side by side."""
    lemmas = [word.lemma for word in passage.content]
    return Counter([*lemmas, *map("".join, pairwise(lemmas))])


def _specificity(terms: Sequence[Counter[str]], examples: Sequence[Example]) -> dict[str, float]:
    """Weigh each term from 0 to 1: 1 if it occurs under one code, less under more."""
    under: dict[str, set[str]] = defaultdict(set)
    for counts, example in zip(terms, examples, strict=True):
        for term in counts:
            under[term].add(example.code_id)
    many = len({example.code_id for example in examples})
    most = math.log((many + 1) / 1.5)
    return {term: math.log((many + 1) / (len(ids) + 0.5)) / most for term, ids in under.items()}


def _shared_forms(coded: Passage, passage: Passage) -> set[str]:
    """List the telling words of a coded text that the passage says too, as written there."""
    lemmas = {word.lemma for word in passage.content}
    return {word.form for word in coded.content if word.lemma in lemmas}
