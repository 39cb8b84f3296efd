"""Agree on one term for each person and place, over all texts and all runs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ipe_coder.errors import UsageError
from ipe_coder.model.pseudonym import Decision, NameFind, NameKind, NameRow
from ipe_coder.model.text import clean_name
from ipe_coder.pseudonyms import vocabulary
from ipe_coder.pseudonyms.alike import key_of

_NUMBERED = re.compile(r"\[([^\[\]\n]+) (\d+)\]")
_LIKENESS = 80.0
_LONGEST = 60


def make_term(written: str) -> str:
    """Bring a term that somebody typed into its form: one pair of brackets around it.

    Raises:
        UsageError: If it is empty, too long, or holds brackets inside.
    """
    inner = clean_name(written)
    if inner.startswith("[") and inner.endswith("]"):
        inner = inner[1:-1].strip()
    if not inner or len(inner) > _LONGEST:
        raise UsageError(
            "A term needs one to sixty characters.", "Give something like [colleague 1]."
        )
    if "[" in inner or "]" in inner:
        raise UsageError(f"“{inner}” holds a bracket.", "Give the words between the brackets.")
    return f"[{inner}]"


def agree_on_terms(
    finds: Sequence[NameFind], rows: Sequence[NameRow], texts: Iterable[str] = ()
) -> list[NameFind]:
    """Give every name its term: that of the key, of another name of the same person, or a new one.

    Args:
        finds: The names, in the order in which new terms are numbered.
        rows: The key and the researcher's list; a later row goes before an earlier one.
        texts: Where terms may stand already, whose numbers are not used again.
    """
    groups = same_people(finds)
    given = {key_of(row.name): row.term for row in rows if row.term}
    terms: dict[str, str] = {}
    for one in finds:
        term = one.term or given.get(key_of(one.name), "")
        if term:
            terms.setdefault(groups[one.name], term)
    numbers = _used_numbers([*(row.term for row in rows), *terms.values()], texts)
    for one in sorted(finds, key=lambda one: one.decision is Decision.KEEP):
        group = groups[one.name]
        if group not in terms:
            numbers[one.kind.value] += 1
            terms[group] = f"[{one.kind.value} {numbers[one.kind.value]}]"
    return [
        replace(one, term=one.term or given.get(key_of(one.name), "") or terms[groups[one.name]])
        for one in finds
    ]


def same_people(finds: Sequence[NameFind]) -> dict[str, str]:
    """Give each name the name that stands for all of one person: the fullest one.

    `Lorna`, `Mrs Batty` and `Lorna Batty` are one where nobody else is called so.
    """
    people = [one for one in finds if one.kind is NameKind.PERSON]
    full = {one.name: _bare_words(one.name) for one in people}
    whole = {name: words for name, words in full.items() if len(words) > 1}
    groups = {one.name: key_of(one.name) for one in finds}
    for name, words in full.items():
        if len(words) == 1:
            owners = {tuple(of) for of in whole.values() if words[0] in (of[0], of[-1])}
        else:
            owners = {
                tuple(of) for of in whole.values()
                if len(of) >= len(words) and of[-1] == words[-1] and of[0].startswith(words[0][:1])
                and (len(words[0]) == 1 or of[0] == words[0])
            }  # fmt: skip
        if owners and len({owner[-1] for owner in owners}) == 1 == len(_firsts(owners)):
            groups[name] = " ".join(sorted(owners, key=len)[-1])
        elif len(words) == 1:
            groups[name] = words[0]
    return groups


def _firsts(owners: Iterable[tuple[str, ...]]) -> set[str]:
    """Give the first names of people; an initial is that of a first name that it begins."""
    firsts = {owner[0] for owner in owners}
    long = {first for first in firsts if len(first) > 1}
    return long | {one for one in firsts - long if not any(two[0] == one for two in long)}


def _bare_words(name: str) -> list[str]:
    """Give a person's names in lower case, without titles."""
    words = [word.strip(".,") for word in name.casefold().replace("’", "'").split()]
    bare = [word for word in words if word and word not in vocabulary.TITLES]
    return bare or words


def like_names(finds: Sequence[NameFind]) -> dict[str, tuple[str, ...]]:
    """Give each person's name those that may be another spelling or a short form of it."""
    from rapidfuzz import fuzz, process

    people = [one.name for one in finds if one.kind in (NameKind.PERSON, NameKind.NAME)]
    folded = [name.casefold() for name in people]
    found: dict[str, tuple[str, ...]] = {}
    for name in people:
        own = name.casefold()
        near = process.extract(own, folded, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=4)
        places = {place for _, _, place in near}
        places |= {place for place, other in enumerate(folded) if _short_form(own, other)}
        others = tuple(people[place] for place in sorted(places) if people[place] != name)
        if others:
            found[name] = others
    return found


def _short_form(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short != long and len(short) >= 3 and " " not in long and long.startswith(short)


def _used_numbers(terms: Iterable[str], texts: Iterable[str]) -> dict[str, int]:
    """Find the highest number that each kind of term has already."""
    numbers: dict[str, int] = defaultdict(int)
    written = [*terms, *(match.group() for text in texts for match in _NUMBERED.finditer(text))]
    for term in written:
        match = _NUMBERED.fullmatch(term)
        if match and len(match[2]) < 7:
            numbers[match[1]] = max(numbers[match[1]], int(match[2]))
    return numbers


def settle(finds: Sequence[NameFind], rows: Sequence[NameRow]) -> list[NameFind]:
    """Take over what a reviewed file says of each name; what it does not name stays as it is."""
    said: Mapping[str, NameRow] = {key_of(row.name): row for row in rows}
    done = []
    for one in finds:
        row = said.get(key_of(one.name))
        if row is None:
            done.append(one)
            continue
        kind = one.kind if row.kind is NameKind.NAME else row.kind
        done.append(one.decided(row.decision, row.term, kind))
    return done
