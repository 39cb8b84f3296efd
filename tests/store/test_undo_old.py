"""Any old action can be taken back by its number, as if it had never been, or it is said why."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.errors import UndoError
from ipe_coder.model.change import Change, ChangeKind, ChangeState
from ipe_coder.store import history
from ipe_coder.store import settings as project_settings
from ipe_coder.store.schema import arm, memo, participant, setting, study
from ipe_coder.store.store import Store
from ipe_coder.store.writer import Writer
from tests.factories import new_store
from tests.postgres import PostgresServer
from tests.store.tables import Tables, tables_of

NUMBERS = itertools.count(1)
ON_SERVER = settings().max_examples // 6
"""Examples on a server, where a project is made in a third of a second."""
Action = Callable[[Writer, str, int], None]


# Few rows, so that actions meet: on one row, on rows that refer to others, on one name.


def write_setting(writer: Writer, name: str, number: int) -> None:
    project_settings.put(writer, name, number)


def remove_setting(writer: Writer, name: str, _: int) -> None:
    writer.remove(setting, [name])


def one_of(writer: Writer, table: sa.Table, name: str) -> str | None:
    """Find the row that goes by a name; ids are never given twice."""
    chosen = sa.select(table.c.id).where(table.c.id.startswith(f"{name}-"))
    return writer.connection.execute(chosen).scalar()


def write_study(writer: Writer, name: str, number: int) -> None:
    known = one_of(writer, study, name)
    taken = set(writer.connection.execute(sa.select(study.c.name)).scalars())
    if known is None and name not in taken:
        writer.add(study, [{"id": f"{name}-{number}", "name": name, "title": str(number)}])
    elif known is not None:
        writer.set(study, known, title=str(number))


def name_study_anew(writer: Writer, name: str, _: int) -> None:
    """Give a study the name of another that is not there."""
    taken = set(writer.connection.execute(sa.select(study.c.name)).scalars())
    known = one_of(writer, study, name)
    if known is not None and taken < {"x", "y", "z"}:
        writer.set(study, known, name=min({"x", "y", "z"} - taken))


def write_arm(writer: Writer, name: str, number: int) -> None:
    """Give the first study there is an arm of this name, or write it anew."""
    there = writer.connection.execute(sa.select(study.c.id).order_by(study.c.id)).scalars().first()
    if there is None:
        return
    known = sa.select(arm.c.id).where(arm.c.study_id == there, arm.c.name == name)
    found = writer.connection.execute(known).scalar()
    if found:
        writer.set(arm, found, position=number)
    else:
        writer.add(arm, [{"id": f"arm{number}", "study_id": there, "name": name}])


def remove_arm(writer: Writer, name: str, _: int) -> None:
    used = set(writer.connection.execute(sa.select(participant.c.arm_id)).scalars())
    chosen = sa.select(arm.c.id).where(arm.c.name == name)
    arms = writer.connection.execute(chosen).scalars().all()
    writer.remove(arm, [one for one in arms if one not in used])


def write_participant(writer: Writer, name: str, number: int) -> None:
    """Put a participant into the newest arm."""
    found = writer.connection.execute(sa.select(arm).order_by(arm.c.id.desc())).first()
    if found is None:
        return
    known = one_of(writer, participant, name)
    if known is None:
        of = {"study_id": found.study_id, "arm_id": found.id}
        writer.add(participant, [{"id": f"{name}-{number}", "pseudonym": str(number), **of}])
    else:
        writer.set(participant, known, arm_id=found.id, attributes=f'{{"n": "{number}"}}')


def write_memo(writer: Writer, name: str, number: int) -> None:
    """Write a memo about a study that is there, or write it anew."""
    about = one_of(writer, study, name)
    if about is None:
        return
    values = {"about": "study", "about_id": about, "body": f"{number} [/] كَانَ 🙂"}
    known = one_of(writer, memo, name)
    if known is None:
        writer.add(memo, [{"id": f"{name}-{number}", **values}])
    else:
        writer.set(memo, known, **values)


ACTIONS: tuple[Action, ...] = (
    write_setting, remove_setting, write_study, name_study_anew, write_arm, remove_arm,
    write_participant, write_memo,
)  # fmt: skip
DOING = st.tuples(st.sampled_from(ACTIONS), st.sampled_from("xyz"), st.sampled_from(["ab", "cd"]))
TAKING = st.tuples(st.just("undo"), st.integers(0, 30), st.sampled_from(["ab", "cd"]))
STEPS = st.lists(st.one_of(DOING, DOING, TAKING), min_size=3, max_size=24)


def state_of(store: Store) -> Tables:
    return tables_of(store, "setting", "study", "arm", "participant", "memo")


def log_of(store: Store) -> list[Change]:
    with store.read() as connection:
        return history.history(connection)


Effect = dict[tuple[str, str], tuple[dict[str, Any] | None, dict[str, Any] | None]]
"""What an action did to each row: as it was, and as it came to be."""


def flat(tables: Tables) -> dict[tuple[str, str], dict[str, Any]]:
    return {(name, row["id"]): row for name, rows in tables.items() for row in rows}


def applied(effects: Sequence[Effect]) -> dict[tuple[str, str], dict[str, Any]]:
    """Carry out what actions did, on nothing."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for effect in effects:
        for row, (before, after) in effect.items():
            if after is None:
                del rows[row]
            elif before is None:
                rows[row] = dict(after)
            else:
                altered = {key: one for key, one in after.items() if before[key] != one}
                rows[row] = {**rows[row], **altered}
    return rows


class Log:
    """What was done, so that it can be told what would stand without some of it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.start: Effect = {row: (None, there) for row, there in flat(state_of(store)).items()}
        self.done: dict[int, Effect] = {}

    def do(self, action: Action, name: str, coder: str) -> None:
        before, number = flat(state_of(self.store)), next(NUMBERS)
        with self.store.change(f"Did {number}", coder_id=coder) as pending:
            action(pending.writer, name, number)
        if pending.result is not None:
            after = flat(state_of(self.store))
            self.done[pending.result.seq] = {
                row: (before.get(row), after.get(row))
                for row in {**before, **after}
                if before.get(row) != after.get(row)
            }

    def take_back(self, place: int, coder: str) -> bool:
        """Undo one change of any kind by its number; tell whether that could be done."""
        log = log_of(self.store)
        if not log:
            return False
        chosen = log[place % len(log)]
        before = state_of(self.store)
        refused = refusal_of(lambda: self.store.undo(coder, chosen.seq))
        if refused is not None:
            assert state_of(self.store) == before
            if "any more" not in str(refused):
                known = {one.seq: one for one in log}
                assert refused.later, str(refused)
                assert all(known[seq].label in str(refused) for seq in refused.later[:3])
                action = chosen.seq if chosen.kind is ChangeKind.DO else chosen.target
                assert all(seq > (action or 0) for seq in refused.later)
        return refused is None

    def without_what_was_undone(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Tell what stands where only the actions were done that are not undone."""
        stand = [
            self.done[one.seq]
            for one in reversed(log_of(self.store))
            if one.kind is ChangeKind.DO and one.state is ChangeState.LIVE
        ]
        return applied([self.start, *stand])


def refusal_of(action: Callable[[], Any]) -> UndoError | None:
    try:
        action()
    except UndoError as refused:
        return refused
    return None


@given(steps=STEPS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_old_action_is_as_if_it_had_never_been_or_a_later_one_is_named(
    tmp_path: Path, steps: Sequence[tuple[Any, Any, str]]
) -> None:
    undo_old_actions(str(tmp_path / f"{next(NUMBERS)}.ipe"), steps)


@given(steps=STEPS)
@settings(max_examples=ON_SERVER)
def test_so_it_is_on_a_server(
    postgres: PostgresServer, steps: Sequence[tuple[Any, Any, str]]
) -> None:
    url = postgres.new_database()
    try:
        undo_old_actions(url, steps)
    finally:
        postgres.drop(url)


def undo_old_actions(url: str, steps: Sequence[tuple[Any, Any, str]]) -> None:
    made = new_store(url)
    try:
        log = Log(made)
        for what, which, coder in steps:
            if what == "undo":
                if log.take_back(which, coder):
                    assert flat(state_of(made)) == log.without_what_was_undone()
            else:
                log.do(what, which, coder)
    finally:
        made.close()
