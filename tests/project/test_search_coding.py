"""Coding what a search found: once each, never twice the same words, and undone as one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipe_coder.errors import UsageError
from ipe_coder.model.search import Match, SearchRequest, Stretch
from ipe_coder.model.segment import Origin
from ipe_coder.project import Project
from tests.factories import add, study
from tests.store.tables import tables_of

ONE = study(
    "I: How was the duty day? | Ann: {The duty day came.:Duty} Duty, duty! I forgot x\u0302 🙂. "
    "| Ben: Mae'n ŵyl, duty\u00a0day.",
    "T1",
)
TWO = study("I: And you? | Cai: No duty for me. [/] Nobody managed it.", "T2")
OTHER = study("I: Duty? | Dee: {Never.:Elsewhere} Duty never came.", "O1")


@pytest.fixture
def talks(project: Project) -> Project:
    project.add_study("leave")
    project.add_study("other")
    add(project, "leave", ONE, TWO)
    add(project, "other", OTHER)
    return project


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20
)
@given(
    st.sampled_from(["duty", "d", "day", "x", "e", "duty day", "I forgot", ".", "never", "🙂"]),
    st.sampled_from([Match.WORDS, Match.STEMS]),
    st.sampled_from(Stretch),
)
def test_any_search_is_coded_once_and_undone_as_one(
    talks: Project, wanted: str, match: Match, widen: Stretch
) -> None:
    if match is Match.STEMS and not any(map(str.isalnum, wanted)):
        return
    _, code = talks.code("Duty")
    hits = list(talks.search(SearchRequest(wanted, match)))
    plan = talks.plan_hit_coding(hits, code, widen=widen)
    assert plan.hits + plan.there + plan.elsewhere == len(hits)
    if not plan.segments:
        return
    before = tables_of(talks._store, "segment", "memo")
    change = talks.code_hits((code, plan))
    rows = [one for one in talks.segment_rows(code="Duty") if one.segment.origin is Origin.SEARCH]
    assert len(rows) == plan.segments == len({(one.title, one.segment.span) for one in rows})
    assert not talks.check()
    for hit in hits:
        if hit.study == "leave":
            assert any(
                one.segment.transcript_id == hit.transcript_id
                and one.segment.span.contains(hit.span)
                for one in talks.segment_rows(code="Duty")
            )
    assert talks.plan_hit_coding(hits, code, widen=widen).segments == 0
    with pytest.raises(UsageError, match="already"):
        talks.code_hits((code, plan))
    assert talks.undo().label.endswith(change.label[1:])
    assert tables_of(talks._store, "segment", "memo") == before


def test_a_sentence_with_two_hits_is_one_segment(talks: Project) -> None:
    _, code = talks.code("Duty")
    hits = list(talks.search(SearchRequest("duty", transcript="T1")))
    plan = talks.plan_hit_coding(hits, code, widen=Stretch.SENTENCE)
    # One is in the question, one is coded already, two stand in one sentence, one in Ben's.
    assert (len(hits), plan.hits, plan.there, plan.segments) == (5, 4, 1, 3)
    talks.code_hits((code, plan))
    quotes = [one.segment.quote for one in talks.segment_rows(code="Duty", transcript="T1")]
    assert quotes == [
        "How was the duty day?", "The duty day came.", "Duty, duty!", "Mae'n ŵyl, duty\u00a0day.",
    ]  # fmt: skip


def test_another_coder_s_code_does_not_stand_in_the_way(talks: Project) -> None:
    _, code = talks.code("Duty")
    talks.coder = "CD"
    hits = list(talks.search(SearchRequest("duty day came")))
    assert talks.plan_hit_coding(hits, code).there == 0


def test_hits_of_another_study_are_counted_and_left(talks: Project) -> None:
    _, code = talks.code("Duty")
    plan = talks.plan_hit_coding(list(talks.search(SearchRequest("duty"))), code)
    assert plan.elsewhere == 2


def test_a_text_that_was_corrected_since_is_not_coded(talks: Project, tmp_path: Path) -> None:
    _, code = talks.code("Duty")
    hits = list(talks.search(SearchRequest("managed")))
    mended = tmp_path / "T2.txt"
    mended.write_text("I: And you?\nCai: Well. No duty for me. Nobody managed it.\n")
    talks.replace_transcript("T2", mended)
    with pytest.raises(UsageError, match="Search again"):
        talks.plan_hit_coding(hits, code)
