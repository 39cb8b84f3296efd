"""A mended transcript is a new version: all that was coded finds its place, or is kept aside."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ipe_coder.analysis.reanchoring import Edit
from ipe_coder.errors import FileError, NotFoundError, UndoError, UsageError
from ipe_coder.model.segment import Anchor, MemoAbout
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Role
from ipe_coder.project import Project
from ipe_coder.project.versions import EditedTranscript
from ipe_coder.store.schema import JOURNALLED
from tests.factories import Sketch, add, ensure_code, new_project, people, study
from tests.store.tables import tables_of

OLD = study(
    "I: How was it? | P1: {Hard at first:Barriers}, then {we got the new leaflet and people asked"
    " for it:Enablers=for}. | I: And now? | P1: {I would do it again tomorrow:Enablers}, {it was"
    " 👩‍👩‍👧 x̂ y̌ good:Enablers}. [laughs]",
    "SW03",
)
NEW = study(
    "I: How was it for you? | P1: Hard at first, then we got a new leaflet and people asked for it"
    ". | I: And now? | P1: Well, it was 👩‍👩‍👧 x̂ y̌ good. [laughs]",
    "SW03 mended",
)


@pytest.fixture
def coded(project: Project) -> Project:
    return prepared(project)


def prepared(project: Project) -> Project:
    project.add_study("leave", arms=["treatment", "control"])
    add(project, "leave", OLD)
    return project


def standing(project: Project) -> dict[str, Anchor]:
    """What stands of the coding, in the words of the current text."""
    text = project.transcript("SW03").text
    found = project.segments_of(project.transcript_id("SW03"))
    assert all(one.span.of(text) == one.quote for one in found)
    return {one.quote: one.anchor for one in found}


def test_segments_are_kept_moved_changed_or_lost_and_each_is_listed(coded: Project) -> None:
    done = coded.replace_transcript("SW03", NEW.draft)
    assert [(one.anchor, one.quote, one.words) for one in done.segments] == [
        (Anchor.MOVED, "Hard at first", "Hard at first"),
        (Anchor.CHANGED, "we got the new leaflet and people asked for it",
         "we got a new leaflet and people asked for it"),
        (Anchor.LOST, "I would do it again tomorrow", ""),
        (Anchor.MOVED, "it was 👩‍👩‍👧 x̂ y̌ good", "it was 👩‍👩‍👧 x̂ y̌ good"),
    ]  # fmt: skip
    assert done.sentence == "0 kept, 2 moved, 1 changed, 1 lost"
    assert done.change is not None
    assert done.change.label == "Replaced SW03, version 2: 0 kept, 2 moved, 1 changed, 1 lost"
    found = coded.transcript("SW03")
    assert (found.version, found.text, found.turns) == (2, NEW.text, NEW.draft.turns)
    assert coded.check() == []


def test_lost_segments_and_those_with_other_words_do_not_count_and_stay_in_the_project(
    coded: Project,
) -> None:
    before = coded.matrix(rows="code", columns="transcript", cells="segments")
    assert before.to_numpy().sum() == 4
    done = coded.replace_transcript("SW03", NEW.draft)
    assert done.waiting == 2
    assert standing(coded) == {
        "Hard at first": Anchor.MOVED, "it was 👩‍👩‍👧 x̂ y̌ good": Anchor.MOVED,
    }  # fmt: skip
    assert coded.matrix(rows="code", columns="transcript", cells="segments").to_numpy().sum() == 2
    assert len(coded.segment_rows()) == 2
    assert coded.transcripts("leave")[0].segments == {"AB": 2}
    assert coded.info().segments == 4


def test_evidence_that_was_lost_stands_aside_and_the_report_is_written(
    coded: Project, tmp_path: Path
) -> None:
    coded.set_theme("Enablers", "It helped all who had it.")
    (theme,) = coded.themes()
    for one in coded.segments_of(coded.transcript_id("SW03")):
        coded.add_evidence(theme, one.id)
    done = coded.replace_transcript("SW03", NEW.draft)
    assert len(coded.evidence([theme])[theme.id]) == 2
    assert coded.export("docx", tmp_path / "report.docx", "leave")
    waiting = [row.segment for row in coded.waiting_segments()]
    coded.accept_segments([one.id for one in waiting if one.anchor is Anchor.UNREVIEWED])
    assert len(coded.evidence([theme])[theme.id]) == 3
    assert done.counts[Anchor.LOST] == 1
    assert coded.check() == []


def test_marks_and_case_change_no_words_and_such_segments_count_on(coded: Project) -> None:
    mended = study(
        "I: How was it? | P1: Hard, at first; then We got the new leaflet, and people asked for it"
        ". | I: And now? | P1: I would do it again tomorrow: it was 👩‍👩‍👧 x̂ y̌ good. [laughs]",
        "mended",
    )
    done = coded.replace_transcript("SW03", mended.draft)
    assert done.waiting == 0
    assert standing(coded)["We got the new leaflet, and people asked for it"] is Anchor.CHANGED
    assert len(coded.segment_rows()) == 4


def test_a_dry_run_says_the_same_and_writes_nothing(coded: Project) -> None:
    before = tables_of(coded._store)
    would = coded.replace_transcript("SW03", NEW.draft, dry_run=True)
    assert tables_of(coded._store) == before
    done = coded.replace_transcript("SW03", NEW.draft)
    assert replace(done, change=None) == would


def test_undo_brings_everything_back_and_redo_the_new_version(coded: Project) -> None:
    before = tables_of(coded._store)
    coded.replace_transcript("SW03", NEW.draft)
    after = tables_of(coded._store)
    coded.undo()
    assert tables_of(coded._store) == before
    assert coded.check() == []
    coded.redo()
    assert tables_of(coded._store) == after
    assert coded.check() == []


def test_a_file_that_is_the_same_is_refused(coded: Project) -> None:
    with pytest.raises(UsageError, match=r"SW03\.txt is the same file that SW03 came from"):
        coded.replace_transcript("SW03", OLD.draft)


def test_a_file_that_cannot_be_read_changes_nothing(coded: Project, tmp_path: Path) -> None:
    bad = tmp_path / "mended.docx"
    bad.write_bytes(b"no zip")
    with pytest.raises(FileError, match=r"mended\.docx"):
        coded.replace_transcript("SW03", bad)
    assert coded.transcript("SW03").version == 1


def test_the_earlier_version_and_its_file_are_kept(coded: Project) -> None:
    coded.replace_transcript("SW03", NEW.draft)
    first, second = coded.version("SW03", 1), coded.version("SW03", 2)
    assert (first.text, first.turns, first.speakers) == (
        OLD.text, OLD.draft.turns, first.speakers,
    )  # fmt: skip
    assert [one.label for one in first.speakers] == ["I", "P1"]
    assert second == coded.transcript("SW03")
    assert [(one.number, one.is_current, one.has_original) for one in coded.versions("SW03")] == [
        (2, True, True), (1, False, True),
    ]  # fmt: skip
    assert coded.original("SW03") == ("SW03 mended.txt", NEW.draft.data)
    assert coded.original("SW03", version=1) == ("SW03.txt", OLD.draft.data)
    with pytest.raises(NotFoundError, match="version 7"):
        coded.version("SW03", 7)


def test_check_finds_an_earlier_version_that_was_damaged(coded: Project) -> None:
    coded.replace_transcript("SW03", NEW.draft)
    assert coded.check() == []
    with closing(sqlite3.connect(coded.path)) as file:
        file.execute("UPDATE content SET text = 'x' WHERE text LIKE '%again tomorrow%'")
        file.commit()
    assert coded.check() == ["SW03, version 1: its content was altered after import"]


def test_what_was_lost_is_found_again_when_its_words_come_back(coded: Project) -> None:
    coded.replace_transcript("SW03", NEW.draft)
    done = coded.replace_transcript("SW03", replace(OLD.draft, title="again"))
    assert done.version == 3
    assert done.counts[Anchor.LOST] == 0
    assert "I would do it again tomorrow" in standing(coded)
    assert coded.check() == []


def test_speakers_keep_role_and_person_under_their_label_or_under_another(project: Project) -> None:
    project.add_study("leave", arms=["treatment", "control"])
    add(project, "leave", OLD)
    people(project, "leave", {"Mair": "SW03 recipient treatment"})
    renamed = study(
        "I: How was it? | Respondent: Hard at first, then we got the new leaflet and people asked"
        " for it. | I: And now? | Respondent: I would do it again tomorrow, it was 👩‍👩‍👧 x̂ y̌ good."
        " [laughs] | Visitor: Hello there.",
        "mended",
    )
    done = project.replace_transcript("SW03", renamed.draft)
    assert done.notes == (
        "the speaker P1 is Respondent now", "new speaker Visitor, taken for participant",
    )  # fmt: skip
    assert done.counts[Anchor.KEPT] == 4
    mair = next(one.id for one in project.participants() if one.pseudonym == "Mair")
    voices = project.transcript("SW03").speakers
    assert [(one.label, one.role, one.participant_id == mair) for one in voices] == [
        ("I", Role.INTERVIEWER, False), ("Respondent", Role.PARTICIPANT, True),
        ("Visitor", Role.PARTICIPANT, False),
    ]  # fmt: skip
    assert project.check() == []


def test_a_speaker_who_goes_takes_nobody_with_them(project: Project) -> None:
    project.add_study("leave")
    group = study("Anna: {I did it every single week:Use} | Bob: We {all did:Use}", "Group")
    add(project, "leave", group)
    only = study("Bob: We all did", "mended")
    done = project.replace_transcript("Group", only.draft)
    assert "the speaker Anna says nothing any more" in done.notes
    assert [one.pseudonym for one in project.participants()] == ["Group Bob"]
    assert project.check() == []
    project.undo()
    assert [one.pseudonym for one in project.participants()] == ["Group Anna", "Group Bob"]
    assert project.check() == []


def test_memos_on_passages_follow_and_stay_when_their_passage_goes(coded: Project) -> None:
    found = coded.transcript("SW03")
    for words in ("good. [laughs]", "do it again tomorrow"):
        start = found.text.index(words)
        span = Span(start, start + len(words))
        coded.write_memo(MemoAbout.TRANSCRIPT, found.id, f"on {words}", span=span)
    done = coded.replace_transcript("SW03", NEW.draft)
    first, second = coded.memos([found.id])
    assert first.span is not None
    assert first.span.of(NEW.text) == "good. [laughs]"
    assert (second.span, second.body) == (None, "on do it again tomorrow")
    assert "1 memo on a passage that is gone is about the whole transcript now" in done.notes


def test_guide_marks_go_with_their_questions(coded: Project) -> None:
    found = coded.transcript("SW03")
    with coded._change("Marked") as pending:
        pending.writer.add(JOURNALLED["guide_question"], [
            {"id": "q1", "study_id": found.study_id}, {"id": "q2", "study_id": found.study_id},
        ])  # fmt: skip
        marks = [("a1", 0, "q1"), ("a2", 2, "q2")]
        pending.writer.add(JOURNALLED["asking"], [
            {"id": key, "transcript_id": found.id, "turn": turn, "question_id": of, "confirmed": 1}
            for key, turn, of in marks
        ])  # fmt: skip
    mended = study("P1: Oh. | I: How was it? | P1: Hard at first.", "mended")
    done = coded.replace_transcript("SW03", mended.draft)
    rows = tables_of(coded._store)["asking"]
    assert [(row["id"], row["turn"], row["confirmed"]) for row in rows] == [("a1", 1, 1)]
    assert any("guide mark" in note for note in done.notes)
    coded.undo()
    assert len(tables_of(coded._store)["asking"]) == 2


def test_coding_of_the_new_text_holds_the_new_text_fast(coded: Project) -> None:
    done = coded.replace_transcript("SW03", NEW.draft)
    assert done.change is not None
    code = ensure_code(coded, "leave", "Barriers")
    found = coded.transcript("SW03")
    start = found.text.index("Well")
    coded.apply_code(found, [Span(start, start + 4)], code)
    with pytest.raises(UndoError, match="cannot be undone: “Coded"):
        coded.undo(done.change.seq)
    coded.undo()
    coded.undo(done.change.seq)
    assert coded.check() == []


def test_coding_of_a_text_that_went_does_not_come_back_into_another(coded: Project) -> None:
    done = coded.replace_transcript("SW03", NEW.draft)
    assert done.change is not None
    code = ensure_code(coded, "leave", "Barriers")
    found = coded.transcript("SW03")
    start = found.text.index("Well")
    coded.apply_code(found, [Span(start, start + 4)], code, coder="CD")
    coded.coder = "CD"
    coded.undo()
    coded.coder = "AB"
    coded.undo(done.change.seq)
    coded.coder = "CD"
    with pytest.raises(UndoError, match="cannot be redone"):
        coded.redo()
    assert coded.check() == []


def test_a_text_that_somebody_replaced_cannot_be_coded_as_it_was(coded: Project) -> None:
    stale = coded.transcript("SW03")
    code = ensure_code(coded, "leave", "Barriers")
    coded.replace_transcript("SW03", NEW.draft)
    with pytest.raises(UsageError, match="corrected or removed meanwhile"):
        coded.apply_code(stale, [Span(0, 5)], code)
    with pytest.raises(UsageError, match="meanwhile"):
        coded.write_edited([EditedTranscript(stale, [Edit(0, 3, "What")])], "Edited")


def test_known_edits_make_a_version_in_which_all_segments_count(coded: Project) -> None:
    old = coded.transcript("SW03")
    start = old.text.index("leaflet")
    edits = [
        Edit(start, start + len("leaflet"), "[thing 1]"),
        Edit(len(old.text), len(old.text), "!"),
    ]
    change, (done,) = coded.write_edited(
        [EditedTranscript(old, edits, {"P1": "[person 1]"}, "SW03")], "Pseudonymised SW03"
    )
    assert (change.label, done.version, done.waiting) == ("Pseudonymised SW03", 2, 0)
    assert standing(coded)["we got the new [thing 1] and people asked for it"] is Anchor.CHANGED
    assert len(coded.segment_rows()) == 4
    now = coded.transcript("SW03")
    assert [one.label for one in now.speakers] == ["I", "[person 1]"]
    assert [(one.speaker, one.begins) for one in now.turns] == [
        (one.speaker, one.begins) for one in old.turns
    ]  # fmt: skip
    assert now.text[now.turns[-1].start : now.turns[-1].end].endswith("[laughs]!")
    with pytest.raises(NotFoundError, match="version 1"):
        coded.original("SW03")
    assert coded.original("SW03", version=1)[1] == OLD.draft.data
    assert coded.check() == []
    coded.undo()
    assert coded.transcript("SW03") == old
    assert coded.check() == []


def test_edits_that_leave_words_between_turns_are_refused(coded: Project) -> None:
    old = coded.transcript("SW03")
    end = old.turns[0].end
    with pytest.raises(ValueError, match="belong to no turn"):
        coded.write_edited([EditedTranscript(old, [Edit(end, end + 1, " and ")])], "Edited")
    assert coded.transcript("SW03") == old


@pytest.fixture
def anywhere(url: str) -> Iterator[Project]:
    with new_project(url) as opened:
        yield prepared(opened)


def test_versions_hold_on_both_databases(anywhere: Project) -> None:
    before = tables_of(anywhere._store)
    anywhere.replace_transcript("SW03", NEW.draft)
    assert anywhere.check() == []
    assert set(standing(anywhere)) == {"Hard at first", "it was 👩‍👩‍👧 x̂ y̌ good"}
    anywhere.undo()
    assert tables_of(anywhere._store) == before
    assert anywhere.check() == []


REPLACE = """
import sys
from pathlib import Path
from ipe_coder import open_project
with open_project(sys.argv[1], "CD") as project:
    print(project.replace_transcript("SW03", Path(sys.argv[2])).sentence)
"""


def test_another_program_sees_the_new_version_and_cannot_code_the_old_one(
    coded: Project, tmp_path: Path
) -> None:
    stale = coded.transcript("SW03")
    code = ensure_code(coded, "leave", "Barriers")
    mended = tmp_path / "mended.txt"
    mended.write_text("I: How was it?\nP1: Hard at first, yes.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", REPLACE, coded.path, str(mended)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stderr, done.stdout) == ("", "1 kept, 0 moved, 0 changed, 3 lost\n")
    assert coded.transcript("SW03").version == 2
    with pytest.raises(UsageError, match="meanwhile"):
        coded.apply_code(stale, [Span(0, 5)], code)
    assert coded.check() == []


def test_many_random_corrections_lose_nothing_and_undo_to_the_beginning(project: Project) -> None:
    project.add_study("leave")
    source = random.Random(11)
    words = source.choices(["we", "leaflet", "came late", "asked", "ŵyl", "🙂", "again,"], k=400)
    sketch = study("P1: " + " ".join(words), "SW03")
    add(project, "leave", sketch)
    code = ensure_code(project, "leave", "Any")
    text = project.transcript("SW03").text
    spans = {tuple(sorted(source.sample(range(len(text)), 2))) for _ in range(60)}
    project.apply_code(
        project.transcript("SW03"), [Span(*one) for one in spans if text[slice(*one)].strip()], code
    )
    number = project.info().segments
    before = tables_of(project._store)
    for turn in range(4):
        for _ in range(8):
            words[source.randrange(len(words))] = source.choice(["", "mended", "then we"])
        done = project.replace_transcript("SW03", _sketch(words, turn).draft)
        assert len(done.segments) == number
        assert project.check() == []
    for _ in range(4):
        project.undo()
        assert project.check() == []
    assert tables_of(project._store) == before


def _sketch(words: list[str], turn: int) -> Sketch:
    return study("P1: " + " ".join(word for word in words if word), f"mended {turn}")
