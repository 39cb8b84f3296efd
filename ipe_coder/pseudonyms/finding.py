"""Find every name in some transcripts, with all its places."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ipe_coder.model.pseudonym import Decision, NameFind, NameKind, NamePlace, NameRow
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean_name, fold
from ipe_coder.pseudonyms import vocabulary
from ipe_coder.pseudonyms.alike import key_of, pattern_key
from ipe_coder.pseudonyms.evidence import (
    Candidate,
    Document,
    by_first_words,
    count_lower_words,
    gather,
)
from ipe_coder.pseudonyms.patterns import Hit, find_patterns
from ipe_coder.pseudonyms.words import ENDING, WORD, Token, capital_tokens

CONTEXT = 40
"""Code points of context on either side."""

_CODE_LABEL = re.compile(
    r"(?:[A-Za-z]{1,5}[ _-]?\d+[A-Za-z]?|[A-Z]{1,4}|\d+|\W*|(?:speaker|participant|interviewer|"
    r"interviewee|respondent|moderator|facilitator|researcher|unknown|person|voice|int|male|female|"
    r"man|woman|other|all|several|observer|note taker)[ _-]?(?:speaker|voice|\d+|[a-z])?)",
    re.IGNORECASE,
)
"""Labels of speakers that are no names."""

_TERM = re.compile(r"\[[^\[\]\n]{1,60}\]")


@dataclass(slots=True)
class _Known:
    """One name that is looked for in every text."""

    name: str
    kind: NameKind
    because: str
    sure: bool
    ordinary: bool = False
    decision: Decision = Decision.REPLACE
    term: str = ""
    places: list[NamePlace] = field(default_factory=list)
    labels: list[tuple[str, str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)

    def find(self) -> NameFind:
        return NameFind(
            self.name, self.kind, self.because, tuple(self.places), tuple(self.labels),
            tuple(self.titles), self.term, self.decision, self.sure,
        )  # fmt: skip


def find_names(
    documents: Sequence[Document],
    rows: Sequence[NameRow] = (),
    known: Mapping[str, str] | None = None,
) -> list[NameFind]:
    """Find every name in some transcripts, in the order of their first places.

    Args:
        documents: The transcripts.
        rows: What the key and the researcher's own list say; it goes before what is found.
        known: Words of the project that name nobody who must be hidden, each with the reason:
            they are proposed to be kept.

    Returns:
        Every name with all its places in all the transcripts; a place belongs to one name.
    """
    names = _names(documents, rows, known or {})
    lower = count_lower_words(one.text for one in documents)
    index = by_first_words(names)
    patterns: dict[tuple[NameKind, str], _Known] = {}
    for one in documents:
        taken = [Span(*match.span()) for match in _terms_in(one.text, rows)]
        hits = [hit for hit in find_patterns(one.text) if not _over(hit.span, taken)]
        for hit in hits:
            _add_pattern(patterns, one, hit, rows)
        taken += [hit.span for hit in hits]
        _add_places(names, index, one, taken, lower)
        _add_heads(names, index, one)
    found = [*names.values(), *patterns.values()]
    order = {one.id: place for place, one in enumerate(documents)}
    whole = {clean_name(label) for one in documents for label in one.labels}
    kept = [one.find() for one in found if one.places or one.titles or one.name in whole]
    return sorted(kept, key=lambda one: _first_place(one, order))


def _first_place(one: NameFind, order: Mapping[str, int]) -> tuple[int, int, str]:
    places = [(order[place.transcript_id], place.span.start) for place in one.places]
    places += [(order[transcript_id], -1) for transcript_id, _ in one.labels]
    return (*min(places, default=(len(order), 0)), one.name)


def _names(
    documents: Sequence[Document], rows: Sequence[NameRow], known: Mapping[str, str]
) -> dict[str, _Known]:
    names: dict[str, _Known] = {}
    reasons = {fold(phrase): reason for phrase, reason in known.items()}
    for candidate in gather(documents).values():
        if one := _from_candidate(candidate, reasons):
            names[one.name] = one
    for phrase, reason in known.items():
        if " " in phrase:
            place = NameKind.ORGANISATION
            names[phrase] = _Known(phrase, place, reason, True, True, Decision.KEEP)
    for document in documents:
        for label in document.labels:
            for name in label_names(label):
                because = "the label of a speaker"
                old = names.get(name)
                ordinary = old.ordinary if old else False
                names[name] = _Known(name, NameKind.PERSON, because, True, ordinary)
    listed = {key_of(row.name) for row in rows}
    kinds = {key_of(name): one.kind for name, one in names.items()}
    names = {name: one for name, one in names.items() if key_of(name) not in listed}
    for row in rows:
        kind = kinds.get(key_of(row.name), row.kind) if row.kind is NameKind.NAME else row.kind
        because = "in the key or your list"
        names[row.name] = _Known(row.name, kind, because, True, False, row.decision, row.term)
    return names


def _from_candidate(one: Candidate, known: Mapping[str, str]) -> _Known | None:
    """Decide on a candidate: a name, one to look at, or nothing."""
    folded = fold(one.name)
    if one.ordinary and not one.inside and not (one.listed or one.trusted):
        return None
    sure = _is_sure(one)
    because = one.because or ("a capital inside a sentence" if one.inside else "taken for a name")
    made = _Known(one.name, one.kind(), because, sure, one.ordinary)
    reason = known.get(folded, "")
    if not reason and folded in vocabulary.WIDE_PLACES:
        made.kind, reason = NameKind.PLACE, "a country or a region"
    if reason:
        made.because, made.decision, made.sure = reason, Decision.KEEP, True
    elif not sure:
        made.decision = Decision.KEEP
    return made


def _is_sure(one: Candidate) -> bool:
    if one.listed:
        there = one.inside or one.trusted or (one.proper and not one.usual)
        return bool(not one.ordinary or there)
    if one.ordinary:
        return bool((one.cues or one.inside) and not one.usual)
    return bool(one.inside or one.trusted or (one.opening > 1 and one.proper > 1))


def label_names(label: str) -> list[str]:
    """Give the names in a speaker's label: the whole, and each part that can stand alone."""
    label = clean_name(label)
    if _CODE_LABEL.fullmatch(label) or not any(char.isalpha() for char in label):
        return []
    words = [
        match.group() for match in WORD.finditer(label)
        if match.group().casefold() not in vocabulary.TITLES | vocabulary.NEVER
        and not _CODE_LABEL.fullmatch(match.group()) and len(match.group()) > 1
    ]  # fmt: skip
    return list(dict.fromkeys([label, *words])) if words else []


def _terms_in(text: str, rows: Sequence[NameRow]) -> Iterator[re.Match[str]]:
    """Find the terms that stand in a text already, which hold no names."""
    terms = {row.term for row in rows if row.term}
    for match in _TERM.finditer(text):
        if match.group() in terms or _is_own_term(match.group()):
            yield match


def _is_own_term(term: str) -> bool:
    kinds = "|".join(re.escape(kind.value) for kind in NameKind)
    return re.fullmatch(rf"\[(?:{kinds}) \d+\]", term) is not None


def _over(span: Span, taken: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in taken)


def _add_pattern(
    patterns: dict[tuple[NameKind, str], _Known], one: Document, hit: Hit, rows: Sequence[NameRow]
) -> None:
    written = " ".join(hit.span.of(one.text).split())
    key = hit.kind, pattern_key(written)
    if key not in patterns:
        row = next((row for row in rows if pattern_key(row.name) == key[1]), None)
        made = _Known(written, hit.kind, hit.because, True)
        if row:
            made.decision, made.term, made.kind = row.decision, row.term, row.kind
        patterns[key] = made
    patterns[key].places.append(_place(one, hit.span))


def _add_places(
    names: dict[str, _Known],
    index: Mapping[str, list[str]],
    one: Document,
    taken: list[Span],
    lower: Mapping[str, int],
) -> None:
    """Add every place of every name in a text, the longest name first where several begin."""
    tokens = {token.start: token for token in capital_tokens(one.text, one.mentions)}
    end = 0
    busy = sorted(taken)
    for match in WORD.finditer(one.text):
        if match.start() < end:
            continue
        for name in _candidates_at(index, match.group()):
            span = _matches(one.text, match.start(), name)
            if span is None or _over(span, busy):
                continue
            if not _is_meant(names[name], one.text, span, tokens.get(match.start()), lower):
                continue
            names[name].places.append(_place(one, span))
            end = span.end
            break


def _candidates_at(index: Mapping[str, list[str]], word: str) -> list[str]:
    folded = word.casefold()
    bare = ENDING.sub("", folded)
    found = index.get(folded, []) + (index.get(bare, []) if bare != folded else [])
    return sorted(found, key=len, reverse=True)


def _matches(text: str, start: int, name: str) -> Span | None:
    """Tell whether a name begins at a place, without regard to case and kind of space."""
    found = _pattern_of(name).match(text, start)
    if found is None:
        return None
    rest = text[found.end() : found.end() + 1]
    # A mark that combines with the last letter makes another letter of it.
    joined = rest.isalnum() or rest == "_" or (rest > "~" and unicodedata.category(rest)[0] == "M")
    return None if joined else Span(*found.span())


@functools.lru_cache(maxsize=50_000)
def _pattern_of(name: str) -> re.Pattern[str]:
    between = r"[\s\u00a0]{1,2}"
    apostrophes = re.compile("['’]")
    words = [
        "['’]".join(re.escape(part) for part in apostrophes.split(word)) for word in name.split()
    ]
    return re.compile(between.join(words), re.IGNORECASE)


def _is_meant(
    known: _Known, text: str, span: Span, token: Token | None, lower: Mapping[str, int]
) -> bool:
    """Tell whether a word that looks like a name is meant as one here."""
    if token is None:
        folded = known.name.casefold()
        first = WORD.search(folded)
        rare = lower.get(first.group() if first else folded, 0) <= len(known.places) + 1
        return not known.ordinary and known.sure and len(folded) > 2 and rare
    usual = any(lower.get(word.casefold(), 0) for word in known.name.split())
    if not token.opens or not usual or len(known.name.split()) > 1:
        return True
    if token.proper or token.labels & {"PERSON", "GPE", "LOC", "FAC"}:
        return True
    return text[span.end : span.end + 1] in ("?", ",") and known.sure and known.ordinary is False


def _add_heads(names: dict[str, _Known], index: Mapping[str, list[str]], one: Document) -> None:
    """Note the labels, the title and the file name that hold a name."""
    for label in one.labels:
        for name in names_standing_in(label, names, index):
            if (one.id, one.title) not in names[name].labels:
                names[name].labels.append((one.id, one.title))
    for head in dict.fromkeys((one.title, one.filename)):
        for name in names_standing_in(head, names, index):
            names[name].titles.append(head)


def names_standing_in(
    text: str, names: Mapping[str, _Known], index: Mapping[str, list[str]]
) -> list[str]:
    """List the names that stand in a short text, all of them; `_` divides words here."""
    spaced = text.replace("_", " ")
    found = [
        name
        for match in WORD.finditer(spaced)
        for name in _candidates_at(index, match.group())
        if _matches(spaced, match.start(), name) and names[name].sure
        and names[name].decision is Decision.REPLACE
    ]  # fmt: skip
    return list(dict.fromkeys(found))


def _place(one: Document, span: Span) -> NamePlace:
    before = one.text[max(span.start - CONTEXT, 0) : span.start]
    after = one.text[span.end : span.end + CONTEXT]
    return NamePlace(
        one.id, one.title, span,
        before.rpartition("\n")[2], span.of(one.text), after.partition("\n")[0],
    )  # fmt: skip
