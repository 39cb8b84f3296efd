"""What is written comes back as it was, on each kind of database, however much it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from ipe_coder.model.change import ChangeState
from ipe_coder.model.segment import Segment
from ipe_coder.model.spans import Span
from ipe_coder.project import Project
from ipe_coder.store import integrity, segments, transcripts
from ipe_coder.store.schema import JOURNALLED, metadata
from ipe_coder.store.segments import SegmentFilter
from tests.factories import new_project, standard_project, study
from tests.store.tables import tables_of

MANY = 1200


@pytest.fixture
def made(url: str) -> Iterator[Project]:
    """The standard study on each kind of database."""
    with standard_project(url) as project:
        yield project


def test_the_standard_study_is_whole_on_each_kind_of_database(made: Project) -> None:
    assert made.check() == []
    texts = {one.title: made.transcript(one.id).text for one in made.transcripts()}
    for words in ("[laughs]", "[/]", "🙂", "ŵyl", "x̂"):
        assert words in texts["Laughs"]
    assert "كَانَ مُفِيدًا جِدًّا" in texts["Arabic"]
    assert all(
        row.segment.span.of(texts[row.title]) == row.segment.quote for row in made.segment_rows()
    )


def test_all_of_it_can_be_taken_back_to_an_empty_project_and_brought_again(made: Project) -> None:
    full = tables_of(made._store)
    number = len([one for one in made.history() if one.state is ChangeState.LIVE])
    by_coder: dict[str, int] = {}
    for change in made.history():
        made.coder = change.coder
        by_coder[change.coder] = by_coder.get(change.coder, 0) + 1
        made.undo()
    empty = tables_of(made._store)
    assert {name for name, rows in empty.items() if rows} == {"setting"}
    undone = [one for one in made.history() if one.target is not None]
    assert len(undone) == number
    for change in undone:
        made.coder = change.coder
        made.redo()
    assert tables_of(made._store) == full
    assert made.check() == []


def test_thousands_of_segments_are_found_and_removed_by_their_ids(url: str) -> None:
    with new_project(url) as project:
        project.add_study("s")
        project.add_code("s", "A")
        words = " ".join(["word"] * 3000)
        project.add_transcripts("s", [study(f"P1: {words}", "T").new()])
        transcript, code = project.transcript("T"), project.code("A")[1]
        spans = [Span(place, place + 4) for place in range(0, MANY * 5, 5)]
        project.apply_code(transcript, spans, code)
        with project._store.read() as connection:
            ids = [one.id for one in segments.find(connection, SegmentFilter())]
            assert len(ids) == MANY
            found = segments.find(connection, SegmentFilter(ids=tuple(ids[1:])))
            assert [one.id for one in found] == ids[1:]
        assert len(project.segment_rows(ids=ids)) == MANY
        project.remove_segments(ids[:-1])
        assert [one.id for one in project.segments_of(transcript.id)] == ids[-1:]
        project.undo()
        assert len(project.segments_of(transcript.id)) == MANY
        project.undo()
        assert project.segments_of(transcript.id) == []


def test_a_transcript_without_its_text_is_not_read_whole(made: Project) -> None:
    summary = next(one for one in made.transcripts("leave") if one.title == "Group")
    assert (summary.words, summary.turns, summary.participant_turns) == (13, 4, 3)
    assert summary.segments == {"AB": 2}
    assert summary.coded_turns == {"AB": 3}
    with made._store.read() as connection:
        heads = transcripts.heads(connection)
    assert [one.title for one in heads] == ["Laughs", "Arabic", "Group"]


def test_originals_are_kept_byte_for_byte_and_once(url: str) -> None:
    sketch = study("P1: كَانَ [/] 🙂", "T")
    with new_project(url) as project:
        project.add_study("a")
        project.add_study("b")
        project.add_transcripts("a", [sketch.new()])
        notes = project.add_transcripts("b", [sketch.new()])
        assert notes == ["T.txt: the same file is here already as T"]
        first, second = project.transcripts("a")[0], project.transcripts("b")[0]
        for one in (first, second):
            assert project.original(one.id) == ("T.txt", sketch.draft.data)
        with project._store.read() as connection:
            assert [one[0] for one in integrity.originals(connection)] == ["T"]
            rows = connection.execute(sa.text("SELECT count(*) FROM original")).scalar()
        assert rows == 1


def test_every_table_with_rows_of_its_own_is_journalled() -> None:
    beside = {table.name for table in metadata.sorted_tables} - set(JOURNALLED)
    assert beside == {"change", "row_change", "content", "turn_list", "original"}


def test_no_foreign_key_takes_other_rows_along() -> None:
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            assert key.ondelete is None
            assert (key.deferrable, key.initially) == (True, "DEFERRED")


def test_segments_say_who_speaks_in_them_and_in_which_turns(made: Project) -> None:
    transcript = made.transcript("Group")
    (over, alone) = made.segments_of(transcript.id)
    assert over.voices == ((1, 4), (2, 4))
    assert alone.voices == ((3, 2),)
    assert [one.turn for one in made.segment_rows(transcript="Group")] == [2, 4]


def test_a_segment_that_changes_its_edges_follows_in_words_and_turns(made: Project) -> None:
    transcript = made.transcript("Group")
    first: Segment = made.segments_of(transcript.id)[0]
    made.move_segment(transcript, first, transcript.turns[2].span)
    moved = made.segments_of(transcript.id)[0]
    assert (moved.quote, moved.voices) == ("we all did really.", ((2, 4),))
    assert made.check() == []
