"""Slips of typists that touch who speaks: some can be mended, all are said.

A missing colon and a misspelt `Intervewer` are mended; two names that are nearly the same, and a
name in the middle of a paragraph, may be right, so they are only named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ipe_coder.readers._heads import Form, Head
from ipe_coder.readers._labels import ANSWERS, ASKS, key_of, kind_of, stem_of

_OFTEN = 3
_RARE = 20
"""One label to so many of another is a slip rather than a second person."""
_SHOWN = 4
_SHOWN_LENGTH = 40
_ENDS = frozenset('.?!…)]"”')
_NO_COLON = r"\s*(?:[;,.]|[-–—])?[ \t\u00a0]+(?=[A-Z“\"‘'(\[])"


def find_forgotten(
    lines: list[str], starts: Iterable[int], chosen: dict[int, Head]
) -> dict[int, Head]:
    """Find paragraphs that begin with the label of a speaker and no colon.

    Only a word for a part (`Interviewer`) or a code is taken so: a name also begins sentences.
    """
    left = [number for number in starts if number not in chosen]
    if not left:
        return {}
    counts = Counter([head.label for head in chosen.values() if head.form is Form.COLON])
    labels = [
        label
        for label, count in counts.items()
        if count >= _OFTEN and len(label) > 1 and kind_of(label) in {"role", "code"}
    ]
    left = [number for number in left if lines[number].startswith(tuple(labels))]
    if not left:
        return {}  # and nothing is compiled: that takes longer than reading the file
    pattern = re.compile(f"({_any_of(labels)}){_NO_COLON}")
    found = {}
    for number in left:
        match = pattern.match(lines[number])
        if match is not None:
            found[number] = Head(Form.COLON, match[1], lines[number][match.end() :])
    return found


def find_misspelt(chosen: dict[int, Head]) -> dict[str, str]:
    """Find labels that are another one misspelt, with the right ones."""
    return misspelt_of(count_labels(chosen))


def misspelt_of(counts: Counter[str]) -> dict[str, str]:
    """Find the labels that are another one misspelt, by how often each of them stands."""
    rights = [
        label
        for label, count in counts.items()
        if count >= _OFTEN and stem_of(key_of(label)) in ASKS | ANSWERS
    ]
    return {
        label: right
        for label, right in _alike(counts, rights)
        if stem_of(key_of(label)) not in ASKS | ANSWERS
    }


def doubts(lines: list[str], chosen: dict[int, Head]) -> Iterator[str]:
    """Say what of the labels may be a slip and cannot be known to be one."""
    words = list(lines)
    for number, head in chosen.items():
        words[number] = head.rest
    return doubts_of(count_labels(chosen), words)


def count_labels(chosen: dict[int, Head]) -> Counter[str]:
    """Count how often each label stands."""
    return Counter([head.label for head in chosen.values() if head.label])


def doubts_of(counts: Counter[str], words: Iterable[str]) -> Iterator[str]:
    """Say what may be a slip, of labels by their numbers and of the words behind them."""
    for label, right in _alike(counts, list(counts)):
        if key_of(label) != key_of(right):
            yield _maybe_one(f"“{label}” is written nearly like “{right}”")
    for part, verb in ((ASKS, "asks"), (ANSWERS | {"p"}, "answers")):
        same = {key_of(label): label for label in counts if key_of(label).rstrip(".") in part}
        if len(same) > 1:
            names = " and ".join(f"“{label}”" for label in same.values())
            yield _maybe_one(f"{names} are words for who {verb}")
    often = [label for label, count in counts.items() if count >= _OFTEN]
    inside = list(_inside(words, often))
    if inside:
        yield (
            f"A speaker's name stands in the middle of a paragraph: {shown(inside)}. "
            "If a turn begins there, put it on a line of its own and import the file again."
        )


def shown(pieces: list[str]) -> str:
    """Quote the first few of some pieces of the file."""
    quoted = ", ".join(
        f"“{piece[:_SHOWN_LENGTH].rstrip()}{'…' if len(piece) > _SHOWN_LENGTH else ''}”"
        for piece in pieces[:_SHOWN]
    )
    return f"{quoted} and {len(pieces) - _SHOWN} more" if len(pieces) > _SHOWN else quoted


def _maybe_one(said: str) -> str:
    return f"{said}: if they are one person, write one name in the file and import it again."


def _alike(counts: Counter[str], rights: list[str]) -> Iterator[tuple[str, str]]:
    """Pair rare labels with a common one that differs in a letter or two, and in no digit."""
    rare = [label for label in counts if len(label) > _OFTEN and not label.isupper()]
    for label in rare:
        for right in rights:
            often = counts[right] >= counts[label] * _RARE
            if often and _digits(label) == _digits(right) and _near(label, right):
                yield label, right
                break


def _near(one: str, other: str) -> bool:
    if one == other or abs(len(one) - len(other)) > 2:
        return False
    from rapidfuzz.distance import OSA

    most = 2 if min(len(one), len(other)) > 6 else 1
    return OSA.distance(one.casefold(), other.casefold()) <= most


def _digits(label: str) -> list[str]:
    return re.findall(r"\d+", label)


def _inside(pieces: Iterable[str], labels: list[str]) -> Iterator[str]:
    """Find labels with a colon behind the end of a sentence."""
    named = [f"{label}:" for label in labels]
    likely = [words for words in pieces if ":" in words and any(one in words for one in named)]
    if not likely:
        return
    pattern = re.compile(rf"(?:{_any_of(labels)}):(?=\s)")
    for words in likely:
        for match in pattern.finditer(words):
            before = words[: match.start()]
            if before[-1:].isspace() and before.rstrip()[-1:] in _ENDS:
                yield words[match.start() :]
                break


def _any_of(labels: list[str]) -> str:
    return "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))
