"""Evidence from the words of the codebook: names, keywords, definitions and examples.

Words and phrases count for the more the fewer codes have them. A keyword counts whole; words
of a name count for less where much of the name is missing, since a part of a name is often said
by chance; what stands under exclude and near miss counts a little against, a little because such
texts also name what they tell apart.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar

from ipe_coder.model.code import Codebook
from ipe_coder.suggest.engine import RECENT, Example, Passage, Reader
from ipe_coder.suggest.lexicon import CodeWords, Found, Lexicon

KEYWORD = 1.0
"""What a keyword counts for: as much as a name of one word."""
PROSE = 0.3
"""What a word of the definition, of what to include or of an example counts for."""
AGAINST = 0.25
"""What a word of what to exclude, or of a near miss, takes away."""


class CodebookWords:
    """Evidence from the words of the codebook."""

    NAME: ClassVar[str] = "words"
    STRENGTH: ClassVar[float] = 0.35

    def __init__(self, codebook: Codebook, read: Reader) -> None:
        """Gather the words and phrases of every code, and how specific each is."""
        lexicon = Lexicon(codebook, read)
        self._find = lru_cache(RECENT)(lexicon.find)
        self._codes = lexicon.codes
        self._specific = _specificity(self._codes.values())
        self._having: dict[str, list[str]] = defaultdict(list)
        for code_id, words in self._codes.items():
            for key in words.shared:
                self._having[key].append(code_id)

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn nothing: the codebook is all there is to it."""

    def weigh(self, passage: Passage) -> Mapping[str, float]:
        """Find the evidence for each code whose words the passage has."""
        found = self._find(passage)
        near = {code_id: None for hit in found for code_id in self._having.get(hit.key, ())}
        weighed = {code_id: self._evidence(self._codes[code_id], found) for code_id in near}
        return {code_id: value for code_id, value in weighed.items() if value > 0}

    def explain(self, passage: Passage, code_id: str) -> str:
        """Name the keywords, or else the words, that the passage shares with the code."""
        words = self._codes[code_id]
        found = self._find(passage)
        keywords = [words.keywords[hit.key] for hit in found if hit.key in words.keywords]
        if keywords:
            return f"{'keyword' if len(keywords) == 1 else 'keywords'}: {', '.join(keywords)}"
        shared = [hit for hit in found if hit.key in words.shared]
        # A phrase is told by its words; two words that the code writes as one are all there is.
        said = [hit.said for hit in shared if hit.share < 1 or " " not in hit.said]
        said = said or list(dict.fromkeys(hit.said for hit in shared))
        return f"{'word' if len(said) == 1 else 'words'}: {', '.join(said)}" if said else ""

    def _evidence(self, words: CodeWords, found: Sequence[Found]) -> float:
        """Add up what the words that were found say for one code."""
        total = part = 0.0
        for key, _, share in found:
            weight = share * self._specific.get(key, 0.0)
            if key in words.name:
                part += weight
            if key in words.keywords:
                total += KEYWORD * weight
            elif key in words.prose:
                total += PROSE * weight
            elif key in words.against:
                total -= AGAINST * weight
        if part:
            whole = sum(self._specific[key] for key in words.name)
            total += part * math.sqrt(part / whole)
        return total


def _specificity(codes: Iterable[CodeWords]) -> dict[str, float]:
    """Weigh each word from 0 to 1: 1 if one code has it, less the more codes have it."""
    having: Counter[str] = Counter()
    many = 0
    for words in codes:
        many += 1
        having.update(words.shared | words.against)
    most = math.log((many + 1) / 1.5)
    return {key: math.log((many + 1) / (count + 0.5)) / most for key, count in having.items()}
