"""Whatever is undone, of all that was done, and in whatever order: the project stays whole."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.errors import IpeCoderError, UndoError
from ipe_coder.model.code import Code
from ipe_coder.model.segment import MemoAbout, Segment, Stance
from ipe_coder.model.spans import Span
from ipe_coder.project import Project
from tests.factories import reopened, study
from tests.store.tables import Tables, tables_of

SEEDS = itertools.count(100)
Choice = random.Random
"""Chooses what an action is done to; hypothesis chooses its seed."""

TEXTS = ("It was hard at first, then easier.", "It was easier.", "Then it was hard at first again.")


def a_code(p: Project, choice: Choice) -> Code:
    book = p.codebook("leave")
    assert book is not None
    return choice.choice(book.codes)


def a_segment(p: Project, choice: Choice) -> Segment:
    return choice.choice([row.segment for row in p.segment_rows()])


def code_words(p: Project, choice: Choice) -> None:
    title = choice.choice(["Laughs", "Group"])
    start = choice.randrange(0, 12, 4)
    p.apply_code(p.transcript(title), [Span(start, start + 5)], a_code(p, choice))


def remove(p: Project, choice: Choice) -> None:
    p.remove_segments([a_segment(p, choice).id])


def mark(p: Project, choice: Choice) -> None:
    p.set_stance(a_segment(p, choice), choice.choice(list(Stance)))


def recode(p: Project, choice: Choice) -> None:
    one = a_segment(p, choice)
    of = next(row for row in p.segment_rows(ids=[one.id]))
    p.recode_segment(p.transcript(of.title), one, a_code(p, choice))


def add_code(p: Project, choice: Choice) -> None:
    parent = choice.choice(["", a_code(p, choice).id])
    p.add_code("leave", choice.choice("ABCDE"), parent=parent)


def rename(p: Project, choice: Choice) -> None:
    p.edit_code(a_code(p, choice), name=choice.choice("ABCDE"))


def remark(p: Project, choice: Choice) -> None:
    p.edit_code(a_code(p, choice), mark=choice.choice(["Aa", "Bb", "Cc"]))


def move(p: Project, choice: Choice) -> None:
    p.move_code(a_code(p, choice), choice.choice([None, a_code(p, choice)]))


def merge(p: Project, choice: Choice) -> None:
    p.merge_codes(a_code(p, choice), a_code(p, choice))


def theme(p: Project, choice: Choice) -> None:
    p.set_theme(choice.choice("XY"), statement=str(choice.random()),
                codes_of=[a_code(p, choice).id])  # fmt: skip


def evidence(p: Project, choice: Choice) -> None:
    p.add_evidence(choice.choice(p.themes()), a_segment(p, choice).id)


def memo(p: Project, choice: Choice) -> None:
    if choice.random() < 0.5:
        p.write_memo(MemoAbout.SEGMENT, a_segment(p, choice).id, "Well [/]")
    else:
        p.write_memo(
            MemoAbout.TRANSCRIPT,
            p.transcript_id("Laughs"),
            "Here",
            span=Span(0, choice.randrange(1, 9)),
        )


def summary(p: Project, choice: Choice) -> None:
    p.write_summary(p.participant("Mair").id, a_code(p, choice).id, str(choice.random()))


def correct(p: Project, choice: Choice) -> None:
    text = f"I: How was it? | P1: {choice.choice(TEXTS)}"
    p.replace_transcript("Laughs", study(text, f"Laughs{choice.random()}").draft)


def undo(p: Project, choice: Choice) -> None:
    p.undo(choice.randrange(1, p.last_change() + 1))


ACTIONS: tuple[Callable[[Project, Choice], None], ...] = (
    code_words, remove, mark, recode, add_code, rename, remark, move, merge, theme, evidence,
    memo, summary, correct, undo, undo, undo, undo,
)  # fmt: skip


def state_of(p: Project) -> Tables:
    """Read all tables; what numbers siblings is only their order."""
    tables = tables_of(p._store)
    for name in ("code", "codebook"):
        for row in tables[name]:
            row.pop("position", None)
    return tables


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(ACTIONS), st.integers(0, 2**16), st.sampled_from(["AB", "CD"])),
        min_size=4,
        max_size=14,
    )
)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_undone_the_project_holds_together(
    standard_file: Path,
    tmp_path: Path,
    steps: list[tuple[Callable[[Project, Choice], None], int, str]],
) -> None:
    seed = next(SEEDS)
    path = shutil.copy(standard_file, tmp_path / f"{seed}.ipe")
    with reopened(path, seed=seed) as p:
        for action, chosen, coder in steps:
            p.coder = coder
            known, before = p.last_change(), state_of(p)
            refusal = refusal_of(partial(action, p, Choice(chosen)))
            if refusal is not None:
                assert state_of(p) == before
            if isinstance(refusal, UndoError) and "any more" not in str(refusal):
                assert refusal.later, str(refusal)
                assert all(0 < seq <= known for seq in refusal.later)
            if action is undo and refusal is None:
                assert p.check() == []
        for coder in ("AB", "CD"):
            take_all_back(p, coder)


def take_all_back(p: Project, coder: str) -> None:
    """Whoever goes on undoing comes to the beginning, or to work of others that is named."""
    p.coder = coder
    refusal = None
    while refusal is None:
        refusal = refusal_of(p.undo)
    assert isinstance(refusal, UndoError)
    assert refusal.later or "Nothing to undo" in str(refusal), str(refusal)
    assert p.check() == []


def refusal_of(action: Callable[[], object]) -> Exception | None:
    """Do something; give what refused it, or that there was nothing to do it to."""
    try:
        action()
    except (IpeCoderError, IndexError) as error:
        return error
    return None
