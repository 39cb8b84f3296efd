"""`project check` finds whatever was damaged, and says where."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from ipe_coder.errors import ProjectError
from ipe_coder.project import Project, open_project

DAMAGES = [
    ("UPDATE segment SET quote = quote || '!' WHERE quote = 'Not me'",
     "Group, segment", "its quote is not what stands at its place"),
    ("UPDATE segment SET start_at = start_at + 1, end_at = end_at + 1 WHERE quote = 'Not me'",
     "Group, segment", "its quote is not what stands at its place"),
    ("UPDATE segment SET end_at = 100000 WHERE quote = 'Not me'",
     "Group, segment", "it does not lie in the text"),
    ("UPDATE segment SET start_at = end_at WHERE quote = 'Not me'",
     "Group, segment", "it does not lie in the text"),
    ("UPDATE segment SET voices = '1:5' WHERE quote = 'Not me'",
     "Group, segment", "its words by speaker are not those of its place"),
    ("UPDATE segment SET voices = 'all' WHERE quote = 'Not me'",
     "segment", "“all” cannot stand in voices"),
    ("UPDATE segment SET last_turn = 0 WHERE quote = 'Not me'",
     "Group, segment", "its turns are not those of its place"),
    ("UPDATE segment SET stance = 'angry'", "segment", "“angry” cannot stand in stance"),
    ("UPDATE segment SET code_id = 'none'", "8 rows of segment", "have no code"),
    ("DELETE FROM code WHERE name = 'Access'", "1 rows of segment", "have no code"),
    ("DELETE FROM transcript WHERE title = 'Group'", "2 rows of segment", "have no transcript"),
    ("DELETE FROM coder WHERE name = 'CD'", "1 rows of segment", "have no coder"),
    ("UPDATE content SET text = replace(text, 'Not me', 'Not we')",
     "Group", "its content was altered after import"),
    ("DELETE FROM content", "Group", "its content is missing"),
    ("UPDATE turn_list SET turns = '[]'", "Group", "its turn list was altered after import"),
    ("UPDATE turn_list SET turns = '[[5, 2, 0, null, null]]'", "turn_list", "cannot stand"),
    ("DELETE FROM turn_list", "Laughs", "its turn list is missing"),
    ("UPDATE original SET data = x'00' WHERE sha256 = (SELECT original_sha FROM transcript"
     " WHERE title = 'Group')", "Group", "its original file is not the one that was imported"),
    ("UPDATE transcript SET words = 5 WHERE title = 'Group'",
     "Group", "its number of words is not that of its text"),
    ("UPDATE transcript SET turns = 5 WHERE title = 'Group'",
     "Group", "its number of turns is not that of its text"),
    ("UPDATE speaker SET position = 9 WHERE label = 'Bob'",
     "Group", "its speakers are not in order"),
    ("DELETE FROM speaker WHERE label = 'Cerys'", "Group", "turn 4 has no speaker"),
    ("UPDATE speaker SET role = 'boss' WHERE label = 'Bob'", "speaker", "“boss” cannot stand"),
    ("UPDATE participant SET attributes = '{' WHERE pseudonym = 'Mair'",
     "participant", "“{” cannot stand in attributes"),
    ("UPDATE participant SET no_arm = 'perhaps'", "participant", "“perhaps” cannot stand"),
    ("UPDATE participant SET arm_id = 'none' WHERE pseudonym = 'Mair'",
     "1 rows of participant", "have no arm"),
    ("UPDATE code SET parent_id = (SELECT id FROM code AS other WHERE other.name = 'Time')"
     " WHERE name = 'Barriers'", "the code Barriers", "stands beneath itself"),
    ("UPDATE code SET kind = 'node' WHERE name = 'Time'", "code", "“node” cannot stand in kind"),
    ("UPDATE change SET at = 'yesterday' WHERE seq = 1", "change", "“yesterday” cannot stand"),
    ("UPDATE row_change SET before = '{' WHERE before IS NOT NULL", "row_change", "cannot stand"),
    ("DELETE FROM change WHERE seq = 1", "rows of row_change", "have no change"),
    ("INSERT INTO memo (id, about, about_id) VALUES ('m', 'segment', 'gone')",
     "1 memos", "are about a segment that is not there"),
    ("INSERT INTO memo (id, about, about_id) VALUES ('m', 'weather', '')",
     "memo m", "“weather” cannot stand in about"),
    ("INSERT INTO study (id, name) VALUES ('s', 's'); UPDATE arm SET study_id = 's'",
     "4 participants", "are in an arm of another study"),
    ("INSERT INTO study (id, name) VALUES ('s', 's');"
     "UPDATE participant SET study_id = 's', arm_id = NULL",
     "5 voices", "are of a participant of another study"),
    ("INSERT INTO study (id, name) VALUES ('s', 's'); UPDATE codebook SET study_id = 's'",
     "8 segments", "have a code of another study"),
]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path, standard_file: Path) -> Path:
    return Path(shutil.copy(standard_file, tmp_path / "leave.ipe"))


def damage(path: Path, statement: str) -> None:
    """Change a project behind its back."""
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.executescript(statement)
        file.commit()


def test_a_sound_project_has_no_problems(standard: Project) -> None:
    assert standard.check() == []


@pytest.mark.parametrize(("statement", "where", "what"), DAMAGES)
def test_damage_is_found_and_its_place_is_named(
    path: Path, statement: str, where: str, what: str
) -> None:
    damage(path, statement)
    with open_project(path) as project:
        problems = project.check()
    assert any(where in one and what in one for one in problems), problems
    assert all("\n" not in one for one in problems)


@pytest.fixture
def broken(path: Path) -> Path:
    """A project with some of its pages overwritten."""
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 3 * 4096] = b"\xff" * (3 * 4096)
    path.write_bytes(data)
    return path


def test_overwritten_pages_are_found(broken: Path) -> None:
    with open_project(broken) as project:
        try:
            problems = project.check()
        except ProjectError as error:
            problems = [str(error)]
    assert any("damaged" in one for one in problems)


def test_a_lost_segment_is_kept_aside_and_is_no_damage(path: Path) -> None:
    damage(path, "UPDATE segment SET anchor = 'lost', quote = 'what was here' "
                 "WHERE quote = 'Not me'")  # fmt: skip
    with open_project(path) as project:
        assert project.check() == []
