"""Memos on cells of a matrix stay with what row and column stand for, whatever becomes of it."""

from __future__ import annotations

import pytest

from ipe_coder.errors import NotFoundError, UndoError, UsageError
from ipe_coder.model.memo import CellSubject, MemoFilter
from ipe_coder.model.segment import MemoAbout
from ipe_coder.project import Project
from tests.factories import add, new_project, people, study

TALK = study("I: How was it? | Ann: {It was hard:Time}. {I gave up:Access}.", "T1")


@pytest.fixture
def leave(url: str) -> Project:
    """A study on either database."""
    project = new_project(url)
    project.add_study("leave", arms=["treatment", "control"])
    add(project, "leave", TALK)
    people(project, "leave", {"T1": "Ann recipient treatment site=North"})
    return project


def note(project: Project, cell: str, words: str) -> None:
    project.write_memo(MemoAbout.CELL, project.cell(cell).key, words)


def listed(project: Project) -> dict[str, str]:
    rows = project.memo_rows(MemoFilter(about=(MemoAbout.CELL,)))
    return {one.memo.body: f"{one.name}, {one.study}" for one in rows}


def test_a_cell_is_named_by_its_row_and_column_and_follows_a_merged_code(leave: Project) -> None:
    with leave as project:
        note(project, "code=Time*arm=treatment", "All of them")
        note(project, "arm=TREATMENT * code=time", "The same cell")
        note(project, "participant=T1*code=Access", "Gave up twice")
        note(project, "code=Time*site=North", "Long roads")
        assert listed(project) == {
            "All of them": "Time × treatment, leave",
            "The same cell": "Time × treatment, leave",
            "Gave up twice": "Access × T1, leave",
            "Long roads": "Time × North, leave",
        }
        cells = {one.about_id for one in project.memos() if one.body.split()[1] in ("of", "same")}
        assert len(cells) == 1, "rows and columns have changed places"
        time, access = project.code("Time")[1], project.code("Access")[1]
        project.merge_codes(time, access)
        assert listed(project)["All of them"] == "Access × treatment, leave"
        assert listed(project)["Long roads"] == "Access × North, leave"
        project.undo()
        assert listed(project)["All of them"] == "Time × treatment, leave"
        assert project.check() == []


def test_what_a_cell_stands_for_cannot_go_beneath_its_memo(leave: Project) -> None:
    with leave as project:
        book = project.codebook("leave")
        assert book is not None
        project.add_code("leave", "Late")
        made = project.history(limit=1)[0]
        note(project, "code=Late*arm=control", "Nobody")
        with pytest.raises(UndoError):
            project.undo(made.seq)
        key = CellSubject.at(("code", "nowhere"), ("arm", "nothing")).key
        with pytest.raises(NotFoundError):
            project.write_memo(MemoAbout.CELL, key, "Lost")
        for wrong in ("code=Late", "code=*arm=control", "Late x control"):
            with pytest.raises(UsageError):
                project.cell(wrong)
        assert CellSubject.of("no cell").places == ()
