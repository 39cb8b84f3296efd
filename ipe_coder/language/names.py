"""Find what may be names in texts, through spaCy's entities and tags.

A trained pipeline was trained on newspapers and the web, not on speech: what it says is evidence
and no verdict. `ipe_coder.pseudonyms` weighs it together with patterns.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ipe_coder.language.pipeline import PIPELINES

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NOTICE = (
    "No English language pipeline is installed: names are found by capital letters, titles, "
    "lists and patterns alone, so more of them are missed and more is offered that is none."
)
"""What is weaker without a trained pipeline."""

PROPER = "NNP"
"""The label of a word that is tagged as a proper noun."""
ORDINARY = "ORDINARY"
"""The label of a word with a capital that stands in the dictionary of the pipeline."""

_ENTITIES = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG", "PRODUCT", "NORP", "WORK_OF_ART"})
_TAGS = frozenset({"NNP", "NNPS"})
_NOT_NEEDED = ("parser", "senter", "attribute_ruler", "entity_linker", "entity_ruler", "textcat")
_BATCH = 64
_LONGEST = 100_000
"""Code points that are read at once: the pipeline's memory grows with them."""


class Mention(NamedTuple):
    """A stretch of a text, and what the pipeline takes it for."""

    start: int
    end: int
    label: str
    """spaCy's label of an entity, `PROPER` or `ORDINARY`."""


class NameReader:
    """Reads what may be names with whichever pipeline is installed."""

    def __init__(self, nlp: Language | None) -> None:
        """Wrap a trained pipeline of English, or none."""
        self.degraded = "" if nlp is not None else NOTICE
        self._nlp = nlp
        self._dictionary = _dictionary(nlp) if nlp is not None else frozenset()

    def read(self, texts: Iterable[str]) -> Iterator[list[Mention]]:
        """Find the mentions of each text, in order; none without a trained pipeline."""
        for text in texts:
            yield self._read_one(text) if self._nlp is not None else []

    def _read_one(self, text: str) -> list[Mention]:
        pieces = list(_lines(text))
        assert self._nlp is not None
        docs = self._nlp.pipe((piece for _, piece in pieces), batch_size=_BATCH)
        return [
            Mention(start + one.start, start + one.end, one.label)
            for (start, _), doc in zip(pieces, docs, strict=True)
            for one in self._mentions(doc)
        ]

    def _mentions(self, doc: Doc) -> Iterator[Mention]:
        for entity in doc.ents:
            if entity.label_ in _ENTITIES:
                yield Mention(entity.start_char, entity.end_char, entity.label_)
        for token in doc:
            if not token.text[:1].isupper():
                continue
            end = token.idx + len(token.text)
            if token.tag_ in _TAGS:
                yield Mention(token.idx, end, PROPER)
            if token.lower_ in self._dictionary:
                yield Mention(token.idx, end, ORDINARY)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Split a text into its lines, and lines that are very long at a space, with their starts."""
    start = 0
    for line in text.split("\n"):
        at = 0
        while len(line) - at > _LONGEST:
            cut = line.rfind(" ", at, at + _LONGEST)
            cut = cut if cut > at else at + _LONGEST
            yield start + at, line[at:cut]
            at = cut
        if line[at:].strip():
            yield start + at, line[at:]
        start += len(line) + 1


def _dictionary(nlp: Language) -> frozenset[str]:
    """Gather the words whose forms the lemmatizer knows, which are those of a dictionary."""
    if "lemmatizer" not in nlp.component_names:
        return frozenset()
    lookups = nlp.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    tables: Sequence[str] = [name for name in lookups.tables if name == "lemma_index"]
    words = {word for name in tables for part in lookups.get_table(name).values() for word in part}
    return frozenset(words)


@cache
def load_name_reader() -> NameReader:
    """Load the best English pipeline that is installed, once a process."""
    for name in PIPELINES:
        if importlib.util.find_spec(name) is not None:
            nlp = _load(name)
            if nlp is not None:
                return NameReader(nlp)
    return NameReader(None)


def _load(name: str) -> Language | None:
    """Load an installed pipeline, or nothing if it does not fit this spaCy."""
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            nlp = spacy.load(name, exclude=_NOT_NEEDED)
        except (OSError, ValueError, ImportError, LookupError, AttributeError, TypeError):
            return None
    if "lemmatizer" in nlp.pipe_names:
        nlp.select_pipes(disable=["lemmatizer"])  # it is here for its dictionary alone
    return nlp
