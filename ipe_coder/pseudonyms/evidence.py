"""Gather what speaks for a word being a name, and of what kind, over all the texts at once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ipe_coder.language.names import Mention
from ipe_coder.model.pseudonym import NameKind
from ipe_coder.pseudonyms import vocabulary
from ipe_coder.pseudonyms.words import WORD, Run, Token, capital_tokens, runs

_PERSON = frozenset({"PERSON"})
_PLACE = frozenset({"GPE", "LOC", "FAC"})
_BODY = frozenset({"ORG"})
_LEAST = 0.5
_MANY = 3
"""Times that a word has a capital for each time that it has none, if it is a name."""
_TRUSTED = _PERSON | _PLACE


@dataclass(frozen=True, slots=True)
class Document:
    """A transcript as it is searched for names."""

    id: str
    title: str
    text: str = field(repr=False)
    labels: tuple[str, ...] = ()
    """The labels of its speakers."""
    filename: str = ""
    mentions: tuple[Mention, ...] = field(default=(), repr=False)
    """What the language pipeline found in it."""


@dataclass(slots=True)
class Candidate:
    """A name as it may be, and what speaks for it."""

    name: str
    votes: Counter[NameKind] = field(default_factory=Counter)
    inside: int = 0
    """Times that it stands inside a sentence, where only names have a capital."""
    opening: int = 0
    proper: int = 0
    trusted: int = 0
    """Times that the pipeline takes it for a person or a place."""
    cues: int = 0
    """Times that its neighbours show what it is: somebody spoken to, somewhere somebody is."""
    ordinary: bool = False
    """Whether each of its words is a word of the language too."""
    usual: bool = False
    """Whether one of its words stands in these texts without a capital."""
    listed: bool = False
    """Whether it stands in a list of common names, after a title, or in a label."""
    because: str = ""

    def kind(self) -> NameKind:
        """Decide on the kind that most speaks for; only a name where nothing does."""
        best = max(self.votes.values(), default=0)
        if best < _LEAST:
            return NameKind.NAME
        order = (NameKind.PERSON, NameKind.PLACE, NameKind.ORGANISATION)
        return next(kind for kind in order if self.votes[kind] == best)


def gather(documents: Iterable[Document]) -> dict[str, Candidate]:
    """Find everything in some texts that may be a name."""
    tokens = {one: capital_tokens(one.text, one.mentions) for one in documents}
    lower = _usual_words(tokens)
    found: dict[str, Candidate] = {}
    for one, of_one in tokens.items():
        for run in runs(one.text, of_one):
            for part in _names_in(run, lower, trained=bool(one.mentions)):
                _take(found, part, one.text, lower)
    return found


def _usual_words(tokens: Mapping[Document, Sequence[Token]]) -> frozenset[str]:
    """List the words that stand without a capital, but for names that somebody typed so."""
    names = Counter(token.folded for of in tokens.values() for token in of if not token.opens)
    lower = count_lower_words(one.text for one in tokens)
    return frozenset(
        word
        for word, number in lower.items()
        if names[word] < number * (1 if word in vocabulary.FIRST_NAMES else _MANY)
    )


def count_lower_words(texts: Iterable[str]) -> Counter[str]:
    """Count the words that stand without a capital."""
    return Counter(
        match.group() for text in texts for match in WORD.finditer(text) if match.group().islower()
    )


def _names_in(run: Run, lower: frozenset[str], *, trained: bool) -> Iterator[Run]:
    """Cut what is no name off the ends of a run; a word said twice is two runs."""
    tokens = list(run.tokens)
    if run.title:
        yield run
        return
    while tokens and tokens[0].opens and not _opens_name(tokens, lower, trained=trained):
        tokens = tokens[1:]
    if len(tokens) > 1 and len({token.folded for token in tokens}) == 1:
        yield from (Run([token]) for token in tokens)
    elif tokens:
        yield Run(tokens)


def _opens_name(tokens: Sequence[Token], lower: frozenset[str], *, trained: bool) -> bool:
    """Tell whether the first word of a sentence is (part of) a name."""
    token = tokens[0]
    known = token.folded in vocabulary.FIRST_NAMES or token.folded in vocabulary.PLACES
    usual = token.ordinary or token.folded in lower
    if known:
        return not usual or token.proper or bool(token.labels & _TRUSTED)
    if len(tokens) > 1 and token.proper and token.labels & tokens[1].labels & _TRUSTED:
        return token.folded not in lower
    if usual:
        street = len(tokens) > 1 and tokens[1].folded in vocabulary.STREET_WORDS
        spoken_to = token.folded not in lower and token.proper
        return (street and token.proper) or spoken_to
    return token.proper or bool(token.labels & _TRUSTED) or not trained or len(tokens) == 1


def _take(found: dict[str, Candidate], run: Run, text: str, lower: frozenset[str]) -> None:
    span = run.span
    name = " ".join(span.of(text).split())
    one = found.setdefault(name, Candidate(name))
    first, last = run.tokens[0], run.tokens[-1]
    one.inside += not first.opens
    one.opening += first.opens
    one.proper += first.proper
    labels = first.labels | last.labels
    one.trusted += bool(labels & _TRUSTED)
    one.usual = any(token.folded in lower for token in run.tokens)
    one.ordinary = all(token.ordinary or token.folded in lower for token in run.tokens)
    _vote(one, run, labels, text)


def _vote(one: Candidate, run: Run, labels: frozenset[str], text: str) -> None:
    """Count what speaks for each kind: lists and endings weigh more than the pipeline's label."""
    first, last = run.tokens[0], run.tokens[-1]
    whole = " ".join(token.folded for token in run.tokens)
    if run.title:
        one.votes[NameKind.PERSON] += 6
        one.listed, one.because = True, f"after “{run.title}”"
    if first.folded in vocabulary.FIRST_NAMES:
        one.votes[NameKind.PERSON] += 3
        one.listed, one.because = True, one.because or "a first name"
    if whole in vocabulary.PLACES or whole in vocabulary.WIDE_PLACES:
        one.votes[NameKind.PLACE] += 4
        one.listed, one.because = True, one.because or "a place"
    if whole in vocabulary.BODIES:
        one.votes[NameKind.ORGANISATION] += 8
        one.listed, one.because = True, "a shop, charity or firm"
    if len(run.tokens) > 1 and last.folded in vocabulary.STREET_WORDS:
        one.votes[NameKind.PLACE] += 6
        one.listed, one.because = True, f"ends with “{last.word}”"
    if len(run.tokens) > 1 and first.folded in ("st", "saint", "stoke", "great", "little", "upper"):
        one.votes[NameKind.PLACE] += 4
    if len(run.tokens) > 1 and last.folded in vocabulary.BODY_WORDS:
        one.votes[NameKind.ORGANISATION] += 6
        one.because = one.because or f"ends with “{last.word}”"
    one.votes[NameKind.PERSON] += bool(labels & _PERSON)
    one.votes[NameKind.PLACE] += bool(labels & _PLACE)
    one.votes[NameKind.ORGANISATION] += 0.5 * bool(labels & _BODY)  # type: ignore[assignment]
    before, after = text[max(first.start - 2, 0) : first.start], text[last.end : last.end + 24]
    _vote_by_neighbours(one, first, before, after)


def _vote_by_neighbours(one: Candidate, first: Token, before: str, after: str) -> None:
    near = vocabulary.NEAR.get(first.before, 0)
    one.votes[NameKind.PLACE] += near  # type: ignore[assignment]
    one.cues += near >= 1 and bool(first.labels & _PLACE)
    if first.before in vocabulary.NAMED:
        one.cues += 1
    if before == ", " and after[:1] in ("?", ".", "!"):
        one.votes[NameKind.PERSON] += 1
        one.cues += first.proper
    if first.before in vocabulary.CALLED:
        one.votes[NameKind.PERSON] += 1
    follows = re.match(r" (\w+)", after)
    if follows and follows[1].lower() in vocabulary.SAID:
        one.votes[NameKind.PERSON] += 1


def by_first_words(names: Iterable[str]) -> dict[str, list[str]]:
    """Group names by the first word of each, in lower case."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in names:
        match = WORD.search(name)
        grouped[match.group().casefold() if match else name.casefold()].append(name)
    return grouped
