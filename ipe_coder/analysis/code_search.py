"""Finding a code by typing a few letters of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.text import fold

CUT = 85.0
"""How alike, of 100, a name must be that holds none of the letters as typed."""

_NAME_START, _WORD_START, _INSIDE = 300.0, 260.0, 220.0
_MARK, _KEYWORD, _PATH, _DEFINITION = 310.0, 160.0, 140.0, 110.0
_FEW_LETTERS = 3


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A code that fits what was typed, and why."""

    code: Code
    score: float
    matched: tuple[int, ...] = ()
    """Places of the matched letters in the code's name."""
    because: str = ""
    """Where else than in its name it fits: `keyword: demand`."""


def find_codes(
    codebook: Codebook,
    typed: str,
    *,
    recent: Sequence[str] = (),
    uses: Mapping[str, int] | None = None,
) -> list[CodeMatch]:
    """List the codes that fit what was typed, the best first.

    Letters at the start of the name or of one of its words come first, then letters inside it,
    keywords, the path and the definition; at last names that are only like what was typed.
    Among equals the more recent, then the more used comes first. With nothing typed every code
    is listed, recent ones first, then in the order of the codebook.

    Args:
        codebook: Where to look; only codes that can be applied are offered.
        typed: Letters of the name, the path, a keyword or the mark.
        recent: Ids of codes used last, the latest first.
        uses: How often each code was used, by id.
    """
    codes = [code for _, code in codebook.walk() if code.active]
    ranks = {code_id: place for place, code_id in enumerate(recent)}
    wanted = fold(typed).strip()
    if not wanted:
        codes.sort(key=lambda code: ranks.get(code.id, len(ranks)))
        return [CodeMatch(code, 0.0) for code in codes]
    found = [match for code in codes if (match := _match(codebook, code, wanted)) is not None]
    if len(wanted) >= _FEW_LETTERS:
        found.extend(_alike(codes, wanted, {match.code.id for match in found}))
    counts = uses or {}
    found.sort(
        key=lambda match: (
            -match.score,
            ranks.get(match.code.id, len(ranks)),
            -counts.get(match.code.id, 0),
        )
    )
    return found


def _match(codebook: Codebook, code: Code, wanted: str) -> CodeMatch | None:
    name = fold(code.name)
    if fold(code.mark) == wanted:
        return CodeMatch(code, _MARK, tuple(range(min(1, len(name)))))
    at = name.find(wanted)
    if at >= 0:
        return CodeMatch(code, _name_score(name, at), tuple(range(at, at + len(wanted))))
    places = _word_starts(name, wanted)
    if places:
        return CodeMatch(code, _INSIDE, places)
    for keyword in code.keywords:
        if wanted in fold(keyword):
            return CodeMatch(code, _KEYWORD, because=f"keyword: {keyword}")
    if wanted in fold(codebook.path(code.id)):
        parent = codebook.ancestors(code.id)[0]
        return CodeMatch(code, _PATH, because=f"under {parent.name}")
    if len(wanted) >= _FEW_LETTERS:
        for label in ("definition", "include"):
            if wanted in fold(getattr(code, label)):
                return CodeMatch(code, _DEFINITION, because=f"in its {label}")
    return None


def _name_score(name: str, at: int) -> float:
    if at == 0:
        return _NAME_START
    return _WORD_START if not name[at - 1].isalnum() else _INSIDE


def _word_starts(name: str, wanted: str) -> tuple[int, ...]:
    """Match letters that each begin a word, or follow one that did: `rma` in `role of manager`."""
    places: list[int] = []
    at = 0
    for letter in wanted.replace(" ", ""):
        follows = bool(places) and at < len(name) and name[at] == letter
        place = at if follows else _next_start(name, letter, at)
        if place < 0:
            return ()
        places.append(place)
        at = place + 1
    return tuple(places)


def _next_start(name: str, letter: str, start: int) -> int:
    for place in range(start, len(name)):
        begins = place == 0 or not name[place - 1].isalnum()
        if begins and name[place] == letter:
            return place
    return -1


def _alike(codes: Sequence[Code], wanted: str, known: set[str]) -> list[CodeMatch]:
    """Find names that differ from what was typed by a slip or two."""
    names = {code.id: fold(code.name) for code in codes if code.id not in known}
    scored = process.extract(wanted, names, scorer=fuzz.partial_ratio, score_cutoff=CUT, limit=8)
    by_id = {code.id: code for code in codes}
    return [CodeMatch(by_id[code_id], score, because="alike") for _, score, code_id in scored]
