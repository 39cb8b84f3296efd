"""What in a codebook somebody should look at before two people code with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ipe_coder.model.code import Code, Codebook, CodeKind
from ipe_coder.model.counts import count_of
from ipe_coder.model.text import fold


@dataclass(frozen=True, slots=True)
class Weakness:
    """One thing to look at in a codebook."""

    code_id: str
    words: str
    """What it is: `no definition`."""


def find_weak_codes(
    codebook: Codebook, uses: Mapping[str, int], transcripts: int = 0
) -> list[Weakness]:
    """List what to look at, in the order of the tree.

    Codes without a definition, codes of one name, and codes that nobody used. Retired codes and
    questions are passed over; nothing is called unused before something is coded.

    Args:
        codebook: The codebook.
        uses: Number of segments by code id.
        transcripts: How many transcripts the study has.
    """
    active = [code for _, code in codebook.walk() if code.active]
    names: dict[str, list[Code]] = {}
    for code in active:
        names.setdefault(fold(code.name), []).append(code)
    is_begun = any(uses.get(code.id) for code in active)
    found = []
    for code in active:
        words = []
        if code.kind is not CodeKind.QUESTION and not code.definition.strip():
            words.append("no definition")
        twins = [one for one in names[fold(code.name)] if one.id != code.id]
        if twins:
            words.append(f"same name as {codebook.path(twins[0].id)}")
        if is_begun and code.kind is CodeKind.CODE and not uses.get(code.id):
            words.append(_never_used(transcripts))
        if words:
            found.append(Weakness(code.id, "; ".join(words)))
    return found


def _never_used(transcripts: int) -> str:
    if not transcripts:
        return "never used"
    return f"never used in {count_of(transcripts, 'transcript')}"
