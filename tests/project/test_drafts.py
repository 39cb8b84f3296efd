"""What is half typed is its writer's alone: it stands in no copy, and goes with who withdraws."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipe_coder.model.memo import MemoDraft
from ipe_coder.model.segment import MemoAbout
from ipe_coder.project import Project, open_project

WORDS = "Mair said halfhearted"


@pytest.fixture
def draft(standard: Project) -> MemoDraft:
    """A memo on Mair that AB has begun."""
    about = standard.participant("Mair")
    found = MemoDraft(MemoAbout.PARTICIPANT, about.id, WORDS, "AB", title="Mair")
    standard.keep_draft(found)
    return found


def bytes_of(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))


def test_a_draft_is_read_again_by_its_writer_alone_and_is_no_change(
    standard: Project, draft: MemoDraft
) -> None:
    last = standard.last_change()
    assert standard.drafts() == [draft]
    standard.coder = "CD"
    assert standard.drafts() == []
    assert standard.last_change() == last
    assert standard.check() == []


def test_a_copy_that_is_shared_holds_no_draft(
    standard: Project, draft: MemoDraft, tmp_path: Path
) -> None:
    standard.share(tmp_path / "shared.ipe", anyway=True)
    with open_project(tmp_path / "shared.ipe", "AB") as copy:
        assert copy.drafts() == []
    assert WORDS.encode() not in bytes_of(tmp_path / "shared.ipe")


def test_drafts_go_with_a_participant_who_withdraws(standard: Project, draft: MemoDraft) -> None:
    path = Path(standard.path)
    assert WORDS.encode() in bytes_of(path)
    standard.withdraw(standard.plan_withdrawal(standard.participant("Mair")))
    assert standard.drafts() == []
    assert WORDS.encode() not in bytes_of(path)
