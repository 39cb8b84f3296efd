"""What a codebook file brings into a study's codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.marks import finish_codes
from ipe_coder.model.study import Study
from ipe_coder.store import codes
from ipe_coder.store.ids import IdSource
from ipe_coder.store.writer import Writer


@dataclass(frozen=True, slots=True)
class CodebookImport:
    """What an import of a codebook did."""

    study: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    kept: int


def merge_codebook(
    writer: Writer, study: Study, known: Codebook, book: Codebook, new_id: IdSource
) -> CodebookImport:
    """Write the codes of a file's codebook, whose ids are paths, over those that are known."""
    ids = {known.path(one.id).casefold(): one.id for one in known.codes if not one.merged_into}
    new_ids = {one.id: ids.get(book.path(one.id).casefold()) or new_id() for one in book.codes}
    mapped = [
        replace(one, id=new_ids[one.id], parent_id=new_ids.get(one.parent_id or ""))
        for _, one in book.walk()
    ]
    kept = _after(mapped, [one for one in known.codes if one.id not in new_ids.values()])
    previous = {one.id: one for one in known.codes}
    filled = [_keeping_looks(one, previous.get(one.id)) for one in mapped]
    finished = {one.id: one for one in finish_codes([*kept, *filled])}
    added = [finished[one.id] for one in mapped if one.id not in previous]
    codes.add(writer, known.id, added)
    changed = [
        one.name
        for one in [*(finished[one.id] for one in mapped if one.id in previous), *kept]
        if codes.set_code(writer, one)
    ]
    if added or changed:
        codes.bump(writer, known.id)
    names = tuple(one.name for one in added)
    return CodebookImport(study.name, names, tuple(changed), len(kept))


def _after(mapped: Sequence[Code], kept: Sequence[Code]) -> list[Code]:
    """Place the codes that a file does not hold after those of the file that stand beside them."""
    places = Counter(one.parent_id for one in mapped)
    placed = []
    for one in sorted(kept, key=lambda one: one.position):
        placed.append(replace(one, position=places[one.parent_id]))
        places[one.parent_id] += 1
    return placed


def _keeping_looks(new: Code, known: Code | None) -> Code:
    """Keep mark and colours that people have got used to, where the file gives none."""
    if known is None:
        return new
    return replace(
        new,
        mark=new.mark or known.mark,
        colour=new.colour or known.colour,
        line=new.line or known.line,
        key=new.key or known.key,
        retired_at=new.retired_at or known.retired_at,
    )
