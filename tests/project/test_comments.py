"""Coding that was done in Word: comments come in as segments and memos, or stay out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.text.run import Run

from ipe_coder.errors import UsageError
from ipe_coder.model.code import Derived
from ipe_coder.model.comment import CommentUse
from ipe_coder.model.segment import MemoAbout, Origin
from ipe_coder.project import Project, new_project
from ipe_coder.project.importing import Wishes
from tests.readers.samples import DATA

BOOK = """\
name: SWING
study: swing
approach: both
codes:
- name: 1a Delivery
  codes:
  - name: Timing
  - name: Cost
- name: 1b Reach
  codes:
  - name: Spread
  - name: Who answered?
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with new_project(tmp_path / "p.ipe", "P", coder="AB") as made:
        made.add_study("swing")
        (tmp_path / "swing.yaml").write_text(BOOK)
        made.import_codebook(tmp_path / "swing.yaml")
        yield made


def coded_file(path: Path, *comments: tuple[str, str, str]) -> Path:
    """Make a file with comments: words, author, comment."""
    document = docx.Document()
    document.add_paragraph("INT: How was it [/] then?")
    runs: dict[str, Run] = {}
    paragraph = document.add_paragraph("P1: ")
    for words in ("They came on a Sunday", ", ", "which cost me the day", "."):
        runs[words] = paragraph.add_run(words)
    for words, author, text in comments:
        document.add_comment(runs[words], text, author=author, initials="")
    document.save(str(path))
    return path


SUNDAY, DAY = "They came on a Sunday", "which cost me the day"


def take(project: Project, path: Path, use: CommentUse, **coders: str) -> list[str]:
    return list(
        project.import_transcripts(
            [path], "swing", wishes=Wishes(comments=use, comment_coders=coders or {})
        ).notes
    )


def coded(project: Project) -> list[tuple[str, str, str]]:
    return [
        (row.segment.quote, row.code_path, row.coder) for row in project.segment_rows(study="swing")
    ]


def test_comments_find_codes_by_name_number_and_path(project: Project, tmp_path: Path) -> None:
    path = coded_file(
        tmp_path / "SW01.docx",
        (SUNDAY, "Ann Lee", "timing; 1B"),
        (DAY, "Ann Lee", "1a delivery / cost\n#Who answered?"),
        (DAY, "ab", "1b Reach > spread"),
    )
    take(project, path, CommentUse.CODES)
    assert sorted(coded(project)) == sorted(
        [
            (SUNDAY, "1a Delivery / Timing", "Ann Lee"),
            (SUNDAY, "1b Reach", "Ann Lee"),
            (DAY, "1a Delivery / Cost", "Ann Lee"),
            (DAY, "1b Reach / Who answered?", "Ann Lee"),
            (DAY, "1b Reach / Spread", "AB"),
        ]
    )
    assert {row.segment.origin for row in project.segment_rows()} == {Origin.IMPORTED}
    assert [row.role for row in project.segment_rows()] == ["participant"] * 5
    assert project.check() == []


def test_comments_of_an_opendocument_text_come_in_as_those_of_word(project: Project) -> None:
    take(project, DATA / "comments.odt", CommentUse.CODES, Ben="AB")
    late = "It came very late"
    assert sorted(coded(project)) == [
        (late, "From comments / Barrier", "Ann Lee"),
        ("cold too", "From comments / Third", "Zoé [b]"),
        ("cold too", "From comments / line two", "Zoé [b]"),
        ("dark é, I went home.\nOh", "1a Delivery / Cost", "AB"),
        ("dark é, I went home.\nOh", "1a Delivery / Timing", "AB"),
    ]
    assert [one.body for one in project.memos()] == ["Are you sure?"]
    assert project.check() == []


def test_new_codes_stand_beneath_one_parent_and_one_undo_takes_all_back(
    project: Project, tmp_path: Path
) -> None:
    path = coded_file(
        tmp_path / "SW01.docx",
        (SUNDAY, "Ann", "Rest day [b]; Guilt / Late"),
        (DAY, "Ben", "rest day [B]"),
    )
    before = project.last_change()
    notes = take(project, path, CommentUse.CODES, Ben="AB")
    assert project.last_change() == before + 1
    assert sorted(coded(project)) == [
        (SUNDAY, "From comments / Guilt / Late", "Ann"),
        (SUNDAY, "From comments / Rest day [b]", "Ann"),
        (DAY, "From comments / Rest day [b]", "AB"),
    ]
    book = project.codebook("swing")
    assert book is not None
    made = [code for code in book.codes if code.derived is Derived.INDUCTIVE]
    assert sorted(one.name for one in made) == [
        "From comments", "Guilt", "Late", "Rest day [b]",
    ]  # fmt: skip
    assert all(code.mark for code in made)
    assert any("now beneath “From comments”: Rest day [b], Guilt, Late" in n for n in notes)
    project.undo()
    assert coded(project) == []
    assert project.transcripts("swing") == []
    book = project.codebook("swing")
    assert book is not None
    assert len(book.codes) == 6
    project.redo()
    assert len(coded(project)) == 3
    assert project.check() == []


def test_a_new_code_stands_beneath_the_theme_that_its_path_names(
    project: Project, tmp_path: Path
) -> None:
    path = coded_file(
        tmp_path / "SW01.docx", (SUNDAY, "Ann", "1b reach / Late"), (DAY, "Ann", "Guilt / Timing")
    )
    notes = take(project, path, CommentUse.CODES)
    assert coded(project) == [(SUNDAY, "1b Reach / Late", "Ann")]
    assert [one.body for one in project.memos()] == ["Guilt / Timing"]
    assert any("“Guilt / Timing” is not the path of the code “Timing”" in one for one in notes)
    project.export_codebook("swing", tmp_path / "out.yaml")
    project.import_codebook(tmp_path / "out.yaml", "swing")


def test_a_sentence_is_a_memo_on_its_words(project: Project, tmp_path: Path) -> None:
    sentence = "I think she means the Sunday; check with Ben."
    path = coded_file(
        tmp_path / "SW01.docx", (SUNDAY, "Ann", sentence), (DAY, "Ann", f"Timing\n{sentence}")
    )
    take(project, path, CommentUse.CODES)
    assert coded(project) == [(DAY, "1a Delivery / Timing", "Ann")]
    on_place, on_segment = sorted(project.memos(), key=lambda one: one.about is MemoAbout.SEGMENT)
    (transcript,) = project.transcripts("swing")
    text = project.transcript(transcript.id).text
    assert on_place.about is MemoAbout.TRANSCRIPT
    assert on_place.span is not None
    assert on_place.span.of(text) == SUNDAY
    assert on_segment.about is MemoAbout.SEGMENT
    assert {on_place.body, on_segment.body} == {sentence}


def test_a_name_of_two_codes_or_of_a_retired_one_is_a_memo_and_told(
    project: Project, tmp_path: Path
) -> None:
    project.add_code("swing", "Cost", parent="1b Reach")
    project.retire_code(project.code("Timing", study="swing")[1])
    path = coded_file(tmp_path / "SW01.docx", (SUNDAY, "Ann", "cost"), (DAY, "Ann", "timing"))
    notes = take(project, path, CommentUse.CODES)
    assert coded(project) == []
    assert sorted(one.body for one in project.memos()) == ["cost", "timing"]
    assert any("“cost” names 2 codes" in note for note in notes)
    assert any("“timing” is a retired code" in note for note in notes)


def test_the_same_code_twice_is_one_segment(project: Project, tmp_path: Path) -> None:
    path = coded_file(tmp_path / "SW01.docx", (DAY, "Ann", "Timing"), (DAY, "ann", "timing"))
    take(project, path, CommentUse.CODES)
    assert coded(project) == [(DAY, "1a Delivery / Timing", "Ann")]


def test_comments_as_memos_or_left(project: Project, tmp_path: Path) -> None:
    path = coded_file(tmp_path / "SW01.docx", (DAY, "Ann", "Timing"))
    take(project, path, CommentUse.MEMOS)
    assert coded(project) == []
    assert [one.body for one in project.memos()] == ["Timing"]
    project.undo()
    assert project.memos() == []
    take(project, path, CommentUse.LEAVE)
    assert coded(project) == []
    assert project.memos() == []


def test_a_coder_for_an_author_who_wrote_nothing_is_refused(
    project: Project, tmp_path: Path
) -> None:
    path = coded_file(tmp_path / "SW01.docx", (DAY, "Ann", "Timing"))
    with pytest.raises(UsageError, match="No comment is by “Anna”"):
        take(project, path, CommentUse.CODES, Anna="AB")
    assert project.transcripts("swing") == []


def test_a_study_without_a_codebook_gets_one(tmp_path: Path) -> None:
    path = coded_file(tmp_path / "SW01.docx", (DAY, "", "Rest day"), (SUNDAY, "Ann", "..."))
    with new_project(tmp_path / "q.ipe", "Q") as project:
        project.add_study("swing")
        take(project, path, CommentUse.CODES)
        assert coded(project) == [(DAY, "From comments / Rest day", "Author unknown")]
        assert [one.body for one in project.memos()] == ["..."]
