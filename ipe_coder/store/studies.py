"""Repository of studies, arms, facts, participants and where they appear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.study import (
    Appearance,
    Arm,
    Design,
    Method,
    Participant,
    Study,
    StudyFact,
)
from ipe_coder.store import cells, rows
from ipe_coder.store.choosing import among
from ipe_coder.store.ids import IdSource
from ipe_coder.store.schema import (
    appearance,
    arm,
    memo,
    participant,
    speaker,
    study,
    study_fact,
    summary,
)
from ipe_coder.store.writer import Writer


def add(writer: Writer, new: Study, new_id: IdSource) -> str:
    """Add a study with its arms; give its id."""
    study_id = new.id or new_id()
    last = writer.connection.execute(sa.select(sa.func.max(study.c.position))).scalar()
    writer.add(
        study,
        [
            {
                "id": study_id,
                "name": new.name,
                "title": new.title,
                "design": new.design.value,
                "method": new.method.value,
                "approach": new.approach,
                "organisations": rows.to_json(list(new.organisations)),
                "position": 0 if last is None else int(last) + 1,
            }
        ],
    )
    for one in new.arms:
        add_arm(writer, study_id, one, new_id)
    return study_id


def add_arm(writer: Writer, study_id: str, new: Arm, new_id: IdSource) -> str:
    """Add an arm to a study; give its id."""
    arm_id = new.id or new_id()
    row = {
        "id": arm_id,
        "study_id": study_id,
        "name": new.name,
        "position": new.position,
        "is_control": int(new.is_control),
    }
    writer.add(arm, [row])
    return arm_id


def change(
    writer: Writer,
    study_id: str,
    *,
    title: str | None = None,
    design: Design | None = None,
    method: Method | None = None,
    approach: str | None = None,
    organisations: Iterable[str] | None = None,
) -> None:
    """Change what is given of a study."""
    values: dict[str, Any] = {
        "title": title,
        "design": design.value if design else None,
        "method": method.value if method else None,
        "approach": approach,
        "organisations": None if organisations is None else rows.to_json(list(organisations)),
    }
    given = {name: value for name, value in values.items() if value is not None}
    writer.set(study, study_id, **given)


def find(connection: Connection) -> list[Study]:
    """List the studies with their arms, in order."""
    arms: dict[str, list[Arm]] = defaultdict(list)
    for row in connection.execute(sa.select(arm).order_by(arm.c.position, arm.c.name)):
        arms[row.study_id].append(rows.to_arm(row))
    query = sa.select(study).order_by(study.c.position, study.c.name)
    return [rows.to_study(row, tuple(arms[row.id])) for row in connection.execute(query)]


def set_fact(writer: Writer, fact: StudyFact, new_id: IdSource) -> None:
    """Write a fact about a study; one of the same name and arm is replaced."""
    query = sa.select(study_fact.c.id).where(
        study_fact.c.study_id == fact.study_id,
        study_fact.c.name == fact.name,
        study_fact.c.arm_id == fact.arm_id if fact.arm_id else study_fact.c.arm_id.is_(None),
    )
    known = writer.connection.execute(query).scalar()
    values = {"value": fact.value, "source": fact.source}
    if known:
        writer.set(study_fact, known, **values)
        return
    key = {"study_id": fact.study_id, "name": fact.name, "arm_id": fact.arm_id}
    writer.add(study_fact, [{"id": new_id(), **key, **values}])


def facts(connection: Connection) -> list[StudyFact]:
    """List the facts of all studies."""
    query = sa.select(study_fact).order_by(study_fact.c.study_id, study_fact.c.name)
    return [rows.to_fact(row) for row in connection.execute(query)]


def participants(connection: Connection) -> list[Participant]:
    """List all participants, by study and pseudonym."""
    query = sa.select(participant).order_by(participant.c.study_id, participant.c.pseudonym)
    return [rows.to_participant(row) for row in connection.execute(query)]


def pseudonyms(connection: Connection) -> dict[str, str]:
    """Give the pseudonym of every participant by id."""
    query = sa.select(participant.c.id, participant.c.pseudonym)
    return {row[0]: row[1] for row in connection.execute(query)}


def appearances(
    connection: Connection, participant_ids: Iterable[str] | None = None
) -> list[Appearance]:
    """List where some participants appear, or all."""
    query = sa.select(appearance).order_by(appearance.c.participant_id, appearance.c.transcript)
    if participant_ids is not None:
        query = query.where(among(connection, appearance.c.participant_id, participant_ids))
    return [rows.to_appearance(row) for row in connection.execute(query)]


def awaited(connection: Connection) -> list[str]:
    """List the names of transcripts of which appearances wait."""
    query = sa.select(appearance.c.transcript).where(appearance.c.transcript_id.is_(None))
    return sorted(set(connection.execute(query).scalars()))


def participants_of(connection: Connection, ids: Iterable[str]) -> list[Participant]:
    """List some participants by their ids."""
    query = sa.select(participant).where(among(connection, participant.c.id, ids))
    return [rows.to_participant(row) for row in connection.execute(query)]


def put_participant(writer: Writer, one: Participant) -> None:
    """Add a participant, or bring the stored one to this."""
    if writer.get(participant, one.id) is not None:
        writer.set(participant, one.id, **_participant_row(one))
    else:
        writer.add(participant, [{"id": one.id, **_participant_row(one)}])


def put_participants(
    writer: Writer, known: Mapping[str, Participant], wanted: Iterable[Participant]
) -> None:
    """Bring the stored participants to those wanted; nobody is removed.

    Args:
        writer: Where the change is written.
        known: Those that are stored, by id.
        wanted: Those that there shall be.
    """
    new = []
    for one in wanted:
        if one.id not in known:
            new.append({"id": one.id, **_participant_row(one)})
        elif known[one.id] != one:
            writer.set(participant, one.id, **_participant_row(one))
    writer.add(participant, new)


def put_appearances(
    writer: Writer, known: Mapping[str, Appearance], wanted: Iterable[Appearance]
) -> None:
    """Bring the stored appearances to those wanted; none is removed."""
    new = []
    for one in wanted:
        if one.id not in known:
            new.append({"id": one.id, **_appearance_row(one)})
        elif known[one.id] != one:
            writer.set(appearance, one.id, **_appearance_row(one))
    writer.add(appearance, new)


def _participant_row(one: Participant) -> dict[str, Any]:
    return {
        "study_id": one.study_id,
        "pseudonym": one.pseudonym,
        "respondent": one.respondent.value if one.respondent else None,
        "arm_id": one.arm_id,
        "no_arm": one.no_arm.value,
        "consent": one.consent.value,
        "attributes": rows.to_json(one.attributes),
    }


def _appearance_row(one: Appearance) -> dict[str, Any]:
    return {
        "participant_id": one.participant_id,
        "transcript_id": one.transcript_id,
        "transcript": one.transcript,
        "speaker": one.speaker,
        "attributes": rows.to_json(one.attributes),
    }


def remove_unused(writer: Writer, participant_ids: Iterable[str]) -> None:
    """Remove those of some participants that nothing refers to."""
    wanted = list(participant_ids)
    columns = [table.c.participant_id for table in (speaker, appearance, summary)]
    for column in (*columns, memo.c.about_id):
        query = sa.select(column).where(column.in_(wanted))
        used = set(writer.connection.execute(query).scalars())
        wanted = [one for one in wanted if one not in used]
    noted = {key for _, cell in cells.all_of(writer.connection) for _, key in cell.things}
    writer.remove(participant, [one for one in wanted if one not in noted])
