"""Whatever is done can be taken back and brought back, and nothing of others is lost by it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ipe_coder.errors import NotFoundError, UndoError
from ipe_coder.model.change import Change, ChangeKind, ChangeState
from ipe_coder.store import history as changes
from ipe_coder.store import settings as project_settings
from ipe_coder.store.schema import arm, memo, participant, setting, study
from ipe_coder.store.store import Store
from ipe_coder.store.writer import Writer
from tests.factories import EPOCH, new_store
from tests.store.tables import Tables, tables_of

ONE_STORE = [HealthCheck.function_scoped_fixture]
NUMBERS = itertools.count(1)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    made = new_store(url)
    yield made
    made.close()


def put(store: Store, key: str, value: Any, coder: str | None = "ab") -> Change | None:
    with store.change(f"Set {key} to {value}", coder_id=coder) as pending:
        project_settings.put(pending.writer, key, value)
    return pending.result


def settings_of(store: Store) -> dict[str, Any]:
    with store.read() as connection:
        return project_settings.get_all(connection)


def history(store: Store, **wanted: Any) -> list[Change]:
    with store.read() as connection:
        return changes.history(connection, **wanted)


# What a coder does, on a few rows so that actions meet on the same ones.


def write_setting(writer: Writer, name: str, number: int) -> None:
    project_settings.put(writer, name, number)


def remove_setting(writer: Writer, name: str, _: int) -> None:
    writer.remove(setting, [name])


def write_memo(writer: Writer, name: str, number: int) -> None:
    values = {"about": "project", "about_id": "", "body": f"{number} [/] كَانَ 🙂 llŷ"}
    if writer.get(memo, name) is None:
        writer.add(memo, [{"id": name, **values}])
    else:
        writer.set(memo, name, **values)


def write_study(writer: Writer, name: str, number: int) -> None:
    if writer.get(study, name) is None:
        writer.add(study, [{"id": name, "name": name}])
        writer.add(arm, [{"id": f"{name}{n}", "study_id": name, "name": str(n)} for n in (1, 2)])
    else:
        writer.set(study, name, position=number)
        writer.set(arm, f"{name}1", position=number)


def remove_study(writer: Writer, name: str, _: int) -> None:
    arms = sa.select(arm.c.id).where(arm.c.study_id == name)
    writer.remove(arm, writer.connection.execute(arms).scalars().all())
    writer.remove(study, [name])


ACTIONS = (write_setting, remove_setting, write_memo, write_study, remove_study)
TAKING_BACK = st.tuples(st.sampled_from(["undo", "redo"]), st.just(""))
STEPS = st.lists(
    st.one_of(st.tuples(st.sampled_from(ACTIONS), st.sampled_from("xyz")), TAKING_BACK),
    max_size=14,
)
WRITE, UNDO, REDO = (write_setting, "x"), ("undo", ""), ("redo", "")
ON_ONE_ROW = st.sampled_from([WRITE, UNDO, REDO])
OF_TWO_CODERS = st.one_of(
    st.lists(st.tuples(st.booleans(), ON_ONE_ROW), max_size=12),
    STEPS.flatmap(lambda steps: st.tuples(*(st.tuples(st.booleans(), st.just(s)) for s in steps))),
)


def touched(store: Store) -> Tables:
    """Read the tables that these actions write."""
    return tables_of(store, "setting", "memo", "study", "arm")


@dataclass
class Actor:
    """A coder of one example, and what the tables held before each of their actions."""

    store: Store
    coder: str = field(default_factory=lambda: f"coder-{next(NUMBERS)}")

    def step(self, action: Any, name: str) -> bool:
        """Do, undo or redo; tell whether anything was done."""
        if action in ("undo", "redo"):
            try:
                getattr(self.store, action)(self.coder)
            except UndoError:
                return False
            return True
        with self.store.change("Did a thing", coder_id=self.coder) as pending:
            action(pending.writer, name, next(NUMBERS))
        return pending.result is not None


@given(steps=STEPS)
@settings(max_examples=settings().max_examples // 2, suppress_health_check=ONE_STORE)
def test_undo_and_redo_walk_back_and_forth_through_what_was_done(
    store: Store, steps: list[tuple[Any, str]]
) -> None:
    actor = Actor(store)
    done, undone = [touched(store)], []
    for action, name in steps:
        happened = actor.step(action, name)
        if action == "undo":
            assert happened == (len(done) > 1)
            undone += [done.pop()] if happened else []
        elif action == "redo":
            assert happened == bool(undone)
            done += [undone.pop()] if happened else []
        elif happened:
            done.append(touched(store))
            undone.clear()
        assert touched(store) == done[-1]
    while len(done) > 1:
        done.pop()
        assert actor.step("undo", "")
        assert touched(store) == done[-1]
    assert not actor.step("undo", "")


@given(steps=OF_TWO_CODERS)
@example(steps=[(False, WRITE), (True, WRITE), (True, UNDO), (False, UNDO), (True, REDO)])
@example(
    steps=[(False, WRITE), (False, UNDO), (True, WRITE), (True, UNDO), (False, REDO), (True, REDO)]
)
@settings(max_examples=settings().max_examples // 2, suppress_health_check=ONE_STORE)
def test_two_coders_can_always_take_back_all_that_they_did(
    store: Store, steps: Sequence[tuple[bool, tuple[Any, str]]]
) -> None:
    first, second = Actor(store), Actor(store)
    start = touched(store)
    for by_second, (action, name) in steps:
        before = touched(store)
        if not (second if by_second else first).step(action, name):
            assert touched(store) == before
    while first.step("undo", "") or second.step("undo", ""):
        pass
    assert touched(store) == start


def test_undo_goes_on_after_the_project_was_closed_and_opened(url: str) -> None:
    store = new_store(url)
    start = tables_of(store)
    for number in range(3):
        put(store, "number", number)
    states = [tables_of(store)]
    store.undo("ab")
    states.append(tables_of(store))
    store.close()
    again = Store.open(url)
    again.undo("ab")
    again.undo("ab")
    assert tables_of(again) == start
    again.redo("ab")
    again.redo("ab")
    assert tables_of(again) == states[1]
    again.close()
    last = Store.open(url)
    last.redo("ab")
    assert tables_of(last) == states[0]
    last.close()


def test_a_new_change_ends_redo_but_only_of_its_own_coder(store: Store) -> None:
    put(store, "a", 1, "ab")
    put(store, "c", 1, "cd")
    store.undo("ab")
    store.undo("cd")
    put(store, "a", 2, "ab")
    with pytest.raises(UndoError, match="Nothing to redo"):
        store.redo("ab")
    store.redo("cd")
    assert settings_of(store)["c"] == 1
    assert settings_of(store)["a"] == 2


def test_a_later_change_of_another_coder_on_the_same_row_refuses_an_undo_and_is_named(
    store: Store,
) -> None:
    with store.change("Made coders") as pending:
        for name in ("AB", "CD"):
            project_settings.add_coder(pending.writer, name, name.lower)
    put(store, "note", 1, "ab")
    put(store, "note", 2, "cd")
    before = tables_of(store)
    with pytest.raises(UndoError) as refusal:
        store.undo("ab")
    when = f"{EPOCH.astimezone().day} {EPOCH.astimezone():%B %Y at %H:%M}"
    assert str(refusal.value) == (
        f"“Set note to 1” cannot be undone: “Set note to 2” by CD on {when} (change 2) came later"
        " on the same things. Undo that first."
    )
    assert refusal.value.later == (2,)
    assert refusal.value.exit_code == 2
    assert tables_of(store) == before
    store.undo("cd")
    store.undo("ab")
    assert "note" not in settings_of(store)


def test_only_who_took_an_action_back_last_can_bring_it_back(store: Store) -> None:
    change = put(store, "a", 1, "ab")
    assert change is not None
    store.undo("ab")
    store.redo("ab")
    store.undo("cd", change.seq)
    with pytest.raises(UndoError, match="Nothing to redo"):
        store.redo("ab")
    store.redo("cd")
    assert settings_of(store)["a"] == 1


def test_redo_is_refused_where_the_row_has_moved_on_since(store: Store) -> None:
    put(store, "note", 0, None)
    put(store, "note", 1, "ab")
    put(store, "note", 2, "cd")
    store.undo("cd")
    store.undo("ab")
    with pytest.raises(UndoError, match="“Set note to 2” cannot be redone: “Undid: set note to 1”"):
        store.redo("cd")
    assert settings_of(store)["note"] == 0
    store.redo("ab")
    store.redo("cd")
    assert settings_of(store)["note"] == 2


def test_what_others_build_on_is_not_taken_away_and_they_are_named(store: Store) -> None:
    with store.change("Made a coder") as pending:
        project_settings.add_coder(pending.writer, "CD", lambda: "cd")
    with store.change("Added the study s", coder_id="ab") as pending:
        pending.writer.add(study, [{"id": "s", "name": "s"}])
    with store.change("Added the arm a", coder_id="cd") as pending:
        pending.writer.add(arm, [{"id": "a", "study_id": "s", "name": "a"}])
    with pytest.raises(UndoError) as refusal:
        store.undo("ab")
    assert re.fullmatch(
        "“Added the study s” cannot be undone: “Added the arm a” by CD on .* depends on it."
        " Undo that first.",
        str(refusal.value),
    )
    store.undo("cd")
    store.undo("ab")
    assert tables_of(store)["study"] == []


def test_a_change_that_adds_a_row_and_makes_an_older_one_refer_to_it_is_taken_back(
    store: Store,
) -> None:
    with store.change("Added the study s", coder_id="ab") as pending:
        pending.writer.add(study, [{"id": "s", "name": "s"}])
        pending.writer.add(participant, [{"id": "p", "study_id": "s", "pseudonym": "P"}])
    before = tables_of(store)
    with store.change("Put P into the arm a", coder_id="ab") as pending:
        pending.writer.add(arm, [{"id": "a", "study_id": "s", "name": "a"}])
        pending.writer.set(participant, "p", arm_id="a")
    store.undo("ab")
    assert tables_of(store) == before


def test_a_memo_about_a_row_keeps_that_row_from_being_taken_away(store: Store) -> None:
    with store.change("Added the study s", coder_id="ab") as pending:
        pending.writer.add(study, [{"id": "s", "name": "s"}])
    with store.change("Wrote a memo, 2 words", coder_id="cd") as pending:
        pending.writer.add(memo, [{"id": "m", "about": "study", "about_id": "s"}])
    with pytest.raises(UndoError, match=r"“Wrote a memo, 2 words” on .* depends on it"):
        store.undo("ab")


def test_an_old_change_is_taken_back_by_its_number_and_later_ones_stay(store: Store) -> None:
    first = put(store, "a", 1, "ab")
    second = put(store, "b", 1, "ab")
    assert first is not None
    assert second is not None
    undone = store.undo("cd", first.seq)
    assert settings_of(store).get("a") is None
    assert settings_of(store)["b"] == 1
    assert (undone.kind, undone.target) == (ChangeKind.UNDO, first.seq)
    with pytest.raises(UndoError, match="“Set a to 1” does not stand any more"):
        store.undo("ab", first.seq)
    with pytest.raises(NotFoundError, match="There is no change 99"):
        store.undo("ab", 99)
    store.redo("cd")
    assert settings_of(store)["a"] == 1


@given(steps=st.lists(ON_ONE_ROW, max_size=8), back=st.integers(0, 7))
@settings(max_examples=settings().max_examples // 4, suppress_health_check=ONE_STORE)
def test_what_a_coder_did_from_a_change_on_is_taken_back_whole_or_not_at_all(
    store: Store, steps: list[tuple[Any, str]], back: int
) -> None:
    actor, states = Actor(store), dict[int, Tables]()
    for action, name in [WRITE, *steps]:
        before, last = touched(store), store.last_seq()
        if actor.step(action, name):
            states[last + 1] = before
    seq = list(states)[min(back, len(states) - 1)]
    now, newest = touched(store), store.last_seq()
    try:
        done = store.undo_back_to(actor.coder, seq)
    except UndoError:
        assert (touched(store), store.last_seq()) == (now, newest)
        return
    assert touched(store) == states[seq]
    assert len(done) == store.last_seq() - newest > 0


def test_a_change_of_another_coder_that_lies_between_refuses_going_back(store: Store) -> None:
    put(store, "a", 1, "ab")
    put(store, "b", 1, "cd")
    put(store, "c", 1, "ab")
    before = tables_of(store)
    with pytest.raises(UndoError, match=r"“Set b to 1”.*lies between") as refusal:
        store.undo_back_to("ab", 1)
    assert refusal.value.later == (2,)
    assert tables_of(store) == before
    assert [one.target for one in store.undo_back_to("ab", 3)] == [3]
    with pytest.raises(UndoError, match="taken back already"):
        store.undo_back_to("ab", 3)


def test_nothing_to_undo_and_nothing_to_redo_say_so(store: Store) -> None:
    with pytest.raises(UndoError, match=r"^Nothing to undo\.$"):
        store.undo("ab")
    with pytest.raises(UndoError, match=r"^Nothing to redo\.$"):
        store.redo("ab")


def test_the_log_says_in_words_what_was_done_undone_and_redone(store: Store) -> None:
    put(store, "a", 1)
    store.undo("ab")
    store.redo("ab")
    log = history(store)
    assert [one.label for one in log] == ["Redid: set a to 1", "Undid: set a to 1", "Set a to 1"]
    assert [one.seq for one in log] == [3, 2, 1]
    assert log[2].state is ChangeState.LIVE
    assert log[0].tables == {"setting"}
    assert [one.seq for one in history(store, since=1)] == [3, 2]
    assert [one.seq for one in history(store, limit=1)] == [3]
    assert [one.seq for one in history(store, key="a")] == [3, 2, 1]
    assert history(store, coder_id="cd") == []


def test_a_change_shows_what_stood_before_and_after(store: Store) -> None:
    for number in (1, 2, 3):
        put(store, "a", number)
    with store.read() as connection:
        rows = [changes.with_rows(connection, seq).rows[0] for seq in (1, 2, 3)]
    values = [
        (one.before and one.before["value"], one.after and one.after["value"]) for one in rows
    ]
    assert values == [(None, "1"), ("1", "2"), ("2", "3")]


def test_nothing_is_journalled_where_nothing_differs(store: Store) -> None:
    put(store, "a", 1)
    assert put(store, "a", 1) is None
    with store.change("Changed it and changed it back", coder_id="ab") as pending:
        project_settings.put(pending.writer, "a", 2)
        project_settings.put(pending.writer, "a", 1)
        project_settings.put(pending.writer, "new", 1)
        pending.writer.remove(setting, ["new"])
    assert pending.result is None
    assert store.last_seq() == 1


def test_a_change_that_fails_leaves_nothing(store: Store) -> None:
    put(store, "a", 1)
    before, log = tables_of(store), history(store)

    def fail() -> None:
        with store.change("Failed", coder_id="ab") as pending:
            project_settings.put(pending.writer, "a", 2)
            pending.writer.add(study, [{"id": "s", "name": "s"}])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert tables_of(store) == before
    assert history(store) == log
    put(store, "a", 3)
    assert settings_of(store)["a"] == 3
