"""The words and phrases of a codebook, and finding them in a passage.

A key stands for a word or phrase: its lemmas written together, so that `well-being`,
`well being` and `wellbeing` share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ipe_coder.language.pipeline import Word
from ipe_coder.model.code import Code, Codebook
from ipe_coder.suggest.engine import Passage, Reader

PHRASE = 5
"""Words of the longest keyword that is looked for whole."""
CUTOFF = 86.0
"""Likeness of spelling, of 100, from which one word may stand for another."""
SHORTEST = 5
"""Letters of the shortest word that another may stand for."""
NEAR = 0.6
"""What a word counts for that is only spelt almost like the codebook's."""


class Found(NamedTuple):
    """A word or phrase of the codebook in a passage."""

    key: str
    said: str
    """As the passage says it."""
    share: float
    """1 where it is the same word, `NEAR` where it is only spelt alike."""


@dataclass(frozen=True, slots=True)
class CodeWords:
    """What the codebook says of one code, as keys."""

    name: frozenset[str]
    """Words, and pairs of words, of its name."""
    keywords: dict[str, str]
    """Keywords, whole, with each as it is written."""
    prose: frozenset[str]
    """Other words: of its definition, of what to include, of examples and longer keywords."""
    against: frozenset[str]
    """Words of what to exclude and of near misses that are used nowhere else in the code."""

    @property
    def shared(self) -> frozenset[str]:
        """Every key that speaks for the code."""
        return self.name | self.prose | self.keywords.keys()


class Lexicon:
    """The words of all codes of a codebook."""

    def __init__(self, codebook: Codebook, read: Reader) -> None:
        """Read every field of every code, without its capitals, which make words into names."""
        self._same: dict[str, str] = {}
        self._single: dict[str, None] = {}
        self._near: dict[str, str | None] = {}
        self._starts: set[str] = set()
        texts = [text.lower() for code in codebook.codes for text in _fields(code)]
        passages = iter(read(texts))
        self.codes = {code.id: self._code_words(code, passages) for code in codebook.codes}

    def find(self, passage: Passage) -> list[Found]:
        """Find the codebook's words and phrases in a passage, each once, longer ones first."""
        found: dict[str, Found] = {}
        for words in self._runs(passage):
            key = self._same.get(_key(words)) or self._same.get(_form(words))
            if key is not None and key not in found:
                found[key] = Found(key, " ".join(word.form for word in words), 1.0)
        for word in passage.content:
            if word.lemma not in self._same and word.form not in self._same:
                near = self._spelt_like(word.form)
                if near is not None and near not in found:
                    found[near] = Found(near, f"{word.form} (near {near})", NEAR)
        return list(found.values())

    def _code_words(self, code: Code, passages: Iterator[Passage]) -> CodeWords:
        """Turn the fields of one code into keys, taking its passages off an iterator."""
        head, exclude, near_miss, *rest = (next(passages) for _ in _fields(code))
        name = self._keys([head], pairs=True)
        keywords = {
            self._add(passage.words): keyword
            for passage, keyword in zip(rest, code.keywords, strict=False)
            if 0 < len(passage.words) <= PHRASE
        }
        prose = self._keys(rest)
        against = self._keys([exclude, near_miss])
        return CodeWords(
            name=frozenset(name),
            keywords=keywords,
            prose=frozenset(prose - name - keywords.keys()),
            against=frozenset(against - prose - name - keywords.keys()),
        )

    def _keys(self, passages: Iterable[Passage], *, pairs: bool = False) -> set[str]:
        """Note the telling words of texts, and if wanted the pairs that stand side by side."""
        keys = set()
        for passage in passages:
            keys |= {self._add((word,)) for word in passage.content}
            if pairs:
                keys |= {self._add(pair) for pair in pairwise(passage.content)}
        return keys

    def _add(self, words: Sequence[Word]) -> str:
        """Note a word or phrase under its lemmas, and as it is written."""
        key = _key(words)
        self._same[key] = key
        self._same.setdefault(_form(words), key)
        if len(words) == 1 and len(key) >= SHORTEST:
            self._single[key] = None
        if len(words) > 2:
            self._starts |= {words[0].lemma, words[0].form}
        return key

    def _runs(self, passage: Passage) -> Iterator[Sequence[Word]]:
        """List the runs of words to look up: longer ones first, then pairs of telling words."""
        words = passage.words
        for start, word in enumerate(words):
            if word.lemma in self._starts or word.form in self._starts:
                for length in range(min(PHRASE, len(words) - start), 2, -1):
                    yield words[start : start + length]
        yield from pairwise(words)
        for word in words:
            yield (word,)
        yield from pairwise(passage.content)

    def _spelt_like(self, form: str) -> str | None:
        """Find the codebook's word that is spelt almost like this one, if there is one."""
        if form not in self._near:
            self._near[form] = self._nearest(form) if len(form) >= SHORTEST else None
        return self._near[form]

    def _nearest(self, form: str) -> str | None:
        from rapidfuzz import fuzz, process

        alike = [key for key in self._single if key[0] == form[0]]
        best = process.extractOne(form, alike, scorer=fuzz.ratio, score_cutoff=CUTOFF)
        return best[0] if best else None


def _fields(code: Code) -> list[str]:
    """List what is said of a code: name, what it is not, keywords, then all else that it is."""
    return [
        code.name, code.exclude, code.near_miss,
        *code.keywords,
        code.definition, code.include, *code.examples,
    ]  # fmt: skip


def _key(words: Sequence[Word]) -> str:
    return "".join([word.lemma for word in words])


def _form(words: Sequence[Word]) -> str:
    return "".join([word.form for word in words])
