"""The suggester: engines put together, usable with or without a project.

The score of a code for a passage is `1 - exp(-e)`, where `e` is the sum over the engines of
strength times evidence. In a sequence of sentences the evidence around a sentence counts
too, the less the further away, since people keep to a matter and coders code stretches. So more
evidence always means a higher score, and no score reaches 1.

Scores are not probabilities. Tried on three sets of coded interviews and chats, each time on
people whose coding was not learnt from, first suggestions under .2 agreed with the coders one
time in five or less, those from .5 to .6 a third to a half of the time. Scores from .8 were right
three times in four and more where codes have keywords and definitions, and a third of the time
where they have names alone.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ipe_coder.errors import AmbiguousNameError, NotFoundError, UsageError
from ipe_coder.language.pipeline import Pipeline, load_pipeline
from ipe_coder.model.code import Code, Codebook, CodeKind
from ipe_coder.suggest.engine import Engine, Example, Passage, Place, Proposal, Reader
from ipe_coder.suggest.rules import CodebookWords
from ipe_coder.suggest.similar import CodedLikeness

ENGINES: tuple[type[Engine], ...] = (CodebookWords, CodedLikeness)
"""Every engine that suggestions are made with."""

REACH = 3
"""Sentences before and after one whose evidence counts for it."""
FADE = 0.6
"""What evidence counts for at one sentence's distance; at two, the square of it."""
MINIMUM = 0.15
"""Score under which a code is not suggested: about one in ten was right."""
LIKELY = 0.5
"""Score from which a sentence is worth a mark of its own; see above for how often it is right."""
TOP = 5
"""Codes suggested for one text, unless the caller says otherwise."""


class Suggester:
    """Propose codes for texts by a codebook and by what is already coded."""

    def __init__(self, codebook: Codebook, *, read: Reader | None = None) -> None:
        """Learn the codebook; codes of kind question and retired codes are never proposed.

        Args:
            codebook: The codes to propose.
            read: What finds the words of texts; the best installed English pipeline if None.
        """
        self.codebook = codebook
        self._read = read or CachedReader(load_pipeline())
        self._proposable = {code.id for code in codebook.codes if _can_be_proposed(code)}
        self._engines = [engine(codebook, self._read) for engine in ENGINES]

    def fit(
        self,
        texts: Sequence[str],
        codes: Sequence[str | Iterable[str]],
        labels: Sequence[str] | None = None,
        places: Sequence[Place | None] | None = None,
    ) -> Suggester:
        """Learn from coded texts, in place of any learnt from before.

        Args:
            texts: The coded texts.
            codes: For each text its code, or its codes, by id, path or name.
            labels: For each text where it stands, as reasons shall name it: `SW01 turn 9`.
            places: For each text its transcript and span, so that it is no evidence for itself.

        Returns:
            The suggester itself.

        Raises:
            UsageError: If the lengths differ, or a code is not in the codebook or ambiguous.
        """
        labels = [""] * len(texts) if labels is None else labels
        places = [None] * len(texts) if places is None else places
        lengths = [len(texts), len(codes), len(labels), len(places)]
        if len(set(lengths)) > 1:
            raise UsageError(
                "{} texts, {} codes, {} labels and {} places do not match.".format(*lengths),
                "Give one entry for each text.",
            )
        rows = zip(_placed(self._read(texts), places), codes, labels, strict=True)
        examples = [
            Example(passage, code_id, label)
            for passage, names, label in rows
            for code_id in self._code_ids(names)
            if code_id in self._proposable
        ]
        for engine in self._engines:
            engine.fit(examples)
        return self

    def suggest(
        self, texts: Sequence[str], top: int = TOP, *, in_sequence: bool = False
    ) -> list[list[Proposal]]:
        """Propose codes for each text, the strongest first; none where evidence is weak.

        Args:
            texts: The texts.
            top: How many codes at most for each.
            in_sequence: Whether they are the sentences of one transcript in order, so that
                what stands around each counts too.
        """
        self._read(texts)
        if in_sequence:
            return self.sequence(texts).propose(range(len(texts)), top)
        return [self.sequence([text]).propose([0], top)[0] for text in texts]

    def sequence(
        self, texts: Sequence[str], places: Sequence[Place | None] | None = None
    ) -> SentencesInOrder:
        """Take the sentences of one transcript, in order, to propose codes for some at a time.

        Args:
            texts: The sentences.
            places: For each its transcript and span, so that its own coding is no evidence.
        """
        places = [None] * len(texts) if places is None else places
        return SentencesInOrder(texts, places, self._read, self._engines, self._proposable)

    def _code_ids(self, names: str | Iterable[str]) -> list[str]:
        """Find codes by id, path or name; a merged one stands for what it went into."""
        found = []
        for name in [names] if isinstance(names, str) else names:
            code_id = name if name in self.codebook else self._find(name)
            while (into := self.codebook[code_id].merged_into) and into in self.codebook:
                code_id = into
            found.append(code_id)
        return list(dict.fromkeys(found))

    def _find(self, name: str) -> str:
        """Find the one code of a path or name."""
        codes = self.codebook.find(name)
        if not codes:
            raise NotFoundError(f"The codebook has no code “{name}”.")
        if len(codes) > 1:
            paths = ", ".join(self.codebook.path(code.id) for code in codes)
            raise AmbiguousNameError(f"“{name}” is several codes: {paths}.", "Give the path.")
        return codes[0].id


_Source = tuple[float, Engine, int, Mapping[str, float]]
"""What an engine found in a sentence: what it counts for, the engine, the place, the evidence."""


class SentencesInOrder:
    """Sentences of one transcript, read and weighed only where they are asked for."""

    def __init__(
        self,
        texts: Sequence[str],
        places: Sequence[Place | None],
        read: Reader,
        engines: Sequence[Engine],
        proposable: frozenset[str] | set[str],
    ) -> None:
        """Take the sentences as they are; `Suggester.sequence` is the way to make one."""
        self._texts = texts
        self._places = places
        self._read = read
        self._engines = engines
        self._proposable = proposable
        self._passages: dict[int, Passage] = {}
        self._weighed: dict[int, list[Mapping[str, float]]] = {}
        self._reasons: dict[tuple[Engine, int, str], str] = {}

    def propose(self, places: Iterable[int], top: int = TOP) -> list[list[Proposal]]:
        """Propose codes for the sentences at some places, from 0."""
        wanted = list(places)
        around = {near for place in wanted for near in self._around(place)}
        self._weigh(sorted(around - self._weighed.keys()))
        return [self._propose(place, top) for place in wanted]

    def _around(self, place: int) -> range:
        """List the places whose evidence counts for one."""
        return range(max(place - REACH, 0), min(place + REACH + 1, len(self._texts)))

    def _weigh(self, places: list[int]) -> None:
        """Read sentences and find the evidence in each."""
        passages = self._read([self._texts[place] for place in places])
        placed = _placed(passages, [self._places[place] for place in places])
        for place, passage in zip(places, placed, strict=True):
            self._passages[place] = passage
            self._weighed[place] = [engine.weigh(passage) for engine in self._engines]

    def _propose(self, place: int, top: int) -> list[Proposal]:
        """Propose codes for one sentence; a sentence that says nothing itself gets none."""
        if not self._passages[place].content:
            return []
        evidence: dict[str, float] = defaultdict(float)
        for counts, _, _, weighed in self._sources(place):
            for code_id, weight in weighed.items():
                evidence[code_id] += counts * weight
        proposable = [item for item in evidence.items() if item[0] in self._proposable]
        ranked = sorted(proposable, key=lambda item: (-item[1], item[0]))
        scored = [(code_id, 1 - math.exp(-weight)) for code_id, weight in ranked[:top]]
        return [
            Proposal(code_id, score, self._because(place, code_id))
            for code_id, score in scored
            if score >= MINIMUM
        ]

    def _sources(self, place: int) -> Iterator[_Source]:
        """Go through what each engine found in and around one sentence."""
        for near in self._around(place):
            fade = FADE ** abs(near - place)
            for engine, weighed in zip(self._engines, self._weighed[near], strict=True):
                yield fade * engine.STRENGTH, engine, near, weighed

    def _because(self, place: int, code_id: str) -> str:
        """Give the strongest reason for a code, and say so if it stands in a sentence nearby."""
        _, engine, near, _ = max(
            self._sources(place), key=lambda source: source[0] * source[3].get(code_id, 0.0)
        )
        asked = engine, near, code_id
        if asked not in self._reasons:
            self._reasons[asked] = engine.explain(self._passages[near], code_id)
        reason = self._reasons[asked]
        return reason if near == place else f"nearby, {reason}".removesuffix(", ")


def _placed(passages: Iterable[Passage], places: Iterable[Place | None]) -> list[Passage]:
    """Say of passages where they stand."""
    return [
        passage if place is None else replace(passage, place=place)
        for passage, place in zip(passages, places, strict=True)
    ]


class CachedReader:
    """A reader that remembers what it has read, up to a number of texts."""

    def __init__(self, pipeline: Pipeline, most: int = 50_000) -> None:
        """Read with a pipeline and remember up to `most` texts."""
        self.pipeline = pipeline
        self._most = most
        self._known: dict[str, Passage] = {}

    def __call__(self, texts: Iterable[str]) -> list[Passage]:
        """Read texts, in the order given."""
        wanted = list(texts)
        new = [text for text in dict.fromkeys(wanted) if text not in self._known]
        if len(self._known) + len(new) > self._most:
            self._known.clear()
            new = list(dict.fromkeys(wanted))
        for text, words in zip(new, self.pipeline.words(new), strict=True):
            content = tuple(word for word in words if not word.light)
            self._known[text] = Passage(text, tuple(words), content)
        return [self._known[text] for text in wanted]


def _can_be_proposed(code: Code) -> bool:
    """Tell whether a code can be applied and is no question."""
    return code.active and code.kind is not CodeKind.QUESTION
