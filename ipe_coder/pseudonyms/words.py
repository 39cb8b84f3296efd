"""Words with a capital, the stretches that they form, and where sentences begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ipe_coder.language.light import LIGHT
from ipe_coder.language.names import ORDINARY, PROPER, Mention
from ipe_coder.model.spans import Span
from ipe_coder.pseudonyms import vocabulary

WORD = re.compile(r"\w+(?:['’\-‐‑]\w+)*")
ENDING = re.compile(r"['’](?:s|ll|d|ve|re|m)?$", re.IGNORECASE)
"""What hangs on a name and is none of it: a possessive, a shortened verb."""

_LINKS = frozenset({"of", "upon", "le", "de", "la", "van", "der", "den", "al", "bin", "ap", "ab"})
_ASIDE = 60
_SENTENCE_END = frozenset(".?!…:")
_QUOTES = "\"“”‘’'([{«»*_>"
_NO_NAME = re.compile(r"[A-Z]{1,6}|[A-Z]+s|.+n['’]t|Ma['’]am")
"""Abbreviations, one or many, and verbs that are denied."""
_GAP = re.compile(r"[ \u00a0]{1,2}")


@dataclass(slots=True)
class Token:
    """A word with a capital letter in front."""

    start: int
    end: int
    word: str
    """Without a possessive or a shortened verb at its end."""
    opens: bool
    """Whether it opens a sentence, where every word has a capital."""
    before: str = ""
    """The word before it in its sentence, in lower case."""
    proper: bool = False
    ordinary: bool = False
    labels: frozenset[str] = frozenset()
    """spaCy's labels of the entities that it is part of."""

    @property
    def folded(self) -> str:
        """The word in lower case."""
        return self.word.casefold()

    @property
    def stop(self) -> int:
        """Where it ends without a possessive."""
        return self.start + len(self.word)

    @property
    def never(self) -> bool:
        """Whether it names nobody: a day, a language, an abbreviation, a single letter."""
        word = self.word
        if len(word) < 2 or any(char.isdigit() for char in word):
            return True
        folded = self.folded
        singular = folded.removesuffix("s")
        if folded in LIGHT and folded not in vocabulary.NAMES_TOO:
            return True
        if folded in vocabulary.NEVER or (singular != folded and singular in vocabulary.NEVER):
            return True
        return word.isupper() or _NO_NAME.fullmatch(word) is not None


@dataclass(slots=True)
class Run:
    """Words with capitals that follow each other."""

    tokens: list[Token] = field(default_factory=list)
    title: str = ""
    """The title before it, such as `Mrs`."""
    title_start: int = -1

    @property
    def span(self) -> Span:
        """From the first word, or the title that is taken with it, to the end of the last."""
        start = self.tokens[0].start
        if self.title.casefold().rstrip(".") in vocabulary.TITLES_TAKEN:
            start = self.title_start
        return Span(start, self.tokens[-1].stop)


def capital_tokens(text: str, mentions: Sequence[Mention]) -> list[Token]:
    """Find the words with a capital in front, with what the pipeline says of each."""
    labels: dict[int, set[str]] = {}
    for one in mentions:
        if one.label in (PROPER, ORDINARY):
            labels.setdefault(one.start, set()).add(one.label)
            continue
        for match in WORD.finditer(text, one.start, one.end):
            labels.setdefault(match.start(), set()).add(one.label)
    tokens = []
    previous = ""
    for match in WORD.finditer(text):
        word, start = match.group(), match.start()
        if word[0].isupper() or word.isupper():
            opens = opens_sentence(text, start, previous)
            known = labels.get(start, set())
            tokens.append(
                Token(
                    start, match.end(), ENDING.sub("", word), opens,
                    "" if opens else previous.casefold(),
                    PROPER in known, ORDINARY in known, frozenset(known - {PROPER, ORDINARY}),
                )
            )  # fmt: skip
        previous = word
    return tokens


def opens_sentence(text: str, start: int, previous: str) -> bool:
    """Tell whether a word opens a sentence or something quoted."""
    at = start - 1
    while at >= 0 and (text[at] in " \t\u00a0]" or text[at] in _QUOTES):
        if text[at] in '"“‘([':
            return True
        # What stands in brackets, such as laughter, is no part of the sentence.
        opening = text.rfind("[", max(at - _ASIDE, 0), at) if text[at] == "]" else -1
        at = opening - 1 if opening >= 0 else at - 1
    if at < 0 or text[at] == "\n":
        return True
    if text[at] == "." and _shortened(previous):
        return False
    return text[at] in _SENTENCE_END


def _shortened(word: str) -> bool:
    return word.casefold() in vocabulary.TITLES or word == "St" or (len(word) == 1 and word != "I")


def runs(text: str, tokens: Sequence[Token]) -> Iterator[Run]:
    """Join words with capitals that follow each other; titles stand before their run."""
    for run in _runs(text, tokens):
        while run.tokens and len(run.tokens[-1].word) == 1:
            run.tokens.pop()
        if run.tokens and run.tokens[-1].folded not in vocabulary.LAWS:
            yield run


def _runs(text: str, tokens: Sequence[Token]) -> Iterator[Run]:
    run = Run()
    for token in tokens:
        is_title = token.folded in vocabulary.TITLES
        if run.tokens and not _joined(text, run.tokens[-1], token):
            yield run
            run = Run()
        elif run.title and not run.tokens and not _after_title(text, run, token):
            run = Run()
        if is_title and (not run.tokens or token.folded in vocabulary.TITLES_TAKEN):
            if run.tokens:
                yield run
            run = Run([], token.word, token.start)
        elif token.never and not _initial(text, token):
            if run.tokens:
                yield run
            run = Run()
        else:
            run.tokens.append(token)
    if run.tokens:
        yield run


def _joined(text: str, first: Token, second: Token) -> bool:
    """Tell whether two words belong to one name: only a space or a small word stands between."""
    between = text[first.end : second.start]
    if _GAP.fullmatch(between):
        hangs = first.end > first.stop
        return not hangs or second.folded in vocabulary.STREET_WORDS
    if between in (". ", ".") and len(first.word) == 1:
        return True
    if between in (". ", ".") and first.word == "St":
        return True
    words = between.split()
    return len(words) <= 2 and bool(words) and all(word in _LINKS for word in words)


def _after_title(text: str, run: Run, token: Token) -> bool:
    return text[run.title_start + len(run.title) : token.start] in (" ", ". ", ".", "\u00a0")


def _initial(text: str, token: Token) -> bool:
    """Tell an initial of a name: one capital before another word with a capital."""
    if len(token.word) != 1 or token.word == "I":
        return False
    after = text[token.end : token.end + 3]
    return bool(re.match(r"\.? ?[^\W\d_a-z]", after)) and after[:1] in ". "
