"""Repository of codebooks and codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.code import Approach, Code, Codebook
from ipe_coder.store import rows
from ipe_coder.store.choosing import among
from ipe_coder.store.ids import IdSource
from ipe_coder.store.schema import code, codebook, segment, study
from ipe_coder.store.segments import stands
from ipe_coder.store.writer import Writer, to_stamp


def add_codebook(
    writer: Writer, study_id: str, name: str, approach: Approach, new_id: IdSource
) -> str:
    """Add a study's codebook, empty; give its id."""
    codebook_id = new_id()
    row = {"id": codebook_id, "study_id": study_id, "name": name, "approach": approach.value}
    writer.add(codebook, [row])
    return codebook_id


def bump(writer: Writer, codebook_id: str) -> None:
    """Count one more version of a codebook."""
    row = writer.get(codebook, codebook_id)
    if row is not None:
        writer.set(codebook, codebook_id, version=row["version"] + 1)


def add(writer: Writer, codebook_id: str, codes: Iterable[Code]) -> None:
    """Add codes; parents may stand anywhere among them."""
    writer.add(
        code,
        [
            {
                "id": one.id,
                "codebook_id": codebook_id,
                "parent_id": one.parent_id,
                **rows.from_code(one),
            }
            for one in codes
        ],
    )


def set_code(writer: Writer, changed: Code) -> bool:
    """Bring a stored code to this; tell whether anything but its place came to differ.

    Its version goes up where it did.
    """
    row = writer.get(code, changed.id)
    values = {
        "parent_id": changed.parent_id,
        "merged_into": changed.merged_into,
        "retired_at": _stamp(changed),
        **rows.from_code(changed),
    }
    differs = row is not None and any(
        row[name] != value for name, value in values.items() if name != "position"
    )
    if row is not None and differs:
        values["version"] = row["version"] + 1
    writer.set(code, changed.id, **values)
    return differs


def find(connection: Connection) -> list[Codebook]:
    """List all codebooks with their codes, by study."""
    codes: dict[str, list[Code]] = defaultdict(list)
    for row in connection.execute(sa.select(code).order_by(code.c.position, code.c.name)):
        codes[row.codebook_id].append(rows.to_code(row))
    query = (
        sa.select(codebook, study.c.name.label("study_name"))
        .join(study, study.c.id == codebook.c.study_id)
        .order_by(study.c.position, study.c.name)
    )
    return [
        Codebook(
            id=row.id,
            name=row.name,
            study_id=row.study_id,
            study=row.study_name,
            approach=Approach(row.approach),
            version=row.version,
            codes=tuple(codes[row.id]),
        )
        for row in connection.execute(query)
    ]


class Standing(NamedTuple):
    """Whether a code can be applied, and to which study's transcripts."""

    study_id: str
    active: bool


def standing(connection: Connection, code_id: str) -> Standing | None:
    """Say whether a code can be applied now; None where it is no more."""
    query = (
        sa.select(codebook.c.study_id, code.c.retired_at, code.c.merged_into)
        .join(codebook, codebook.c.id == code.c.codebook_id)
        .where(code.c.id == code_id)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return Standing(row.study_id, row.retired_at is None and row.merged_into is None)


def usage(
    connection: Connection, *, code_ids: Collection[str] = (), coder_ids: Collection[str] = ()
) -> dict[str, dict[str, int]]:
    """Count segments by code id and coder id; of some codes and coders, or of all."""
    query = (
        sa.select(segment.c.code_id, segment.c.coder_id, sa.func.count())
        .where(stands)
        .group_by(segment.c.code_id, segment.c.coder_id)
    )
    for column, wanted in (segment.c.code_id, code_ids), (segment.c.coder_id, coder_ids):
        if wanted:
            query = query.where(among(connection, column, wanted))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code_id, coder_id, number in connection.execute(query):
        found[code_id][coder_id] = number
    return found


def _stamp(one: Code) -> Any:
    return to_stamp(one.retired_at) if one.retired_at else None
