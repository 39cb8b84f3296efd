"""Everything that is done can be taken back in order, and is told in a researcher's words."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import ipe_coder.project
from ipe_coder.errors import NotFoundError, UndoError
from ipe_coder.model.change import ChangeDetail, ChangeKind, HistoryFilter, Matter
from ipe_coder.model.guide import GuideQuestion
from ipe_coder.model.search import SearchRequest
from ipe_coder.model.segment import Anchor, MemoAbout, Segment, Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.study import Consent
from ipe_coder.model.theme import Evidence, Judgement, Side
from ipe_coder.model.transcript import Role
from ipe_coder.project import Project
from ipe_coder.project.applying import NewCode
from ipe_coder.project.base import ProjectBase
from tests.factories import EPOCH, add, codebook, reopened, standard_project, study
from tests.store.tables import tables_of

FINAL = {"_erase", "_write_copy", "purge", "withdraw"}
"""What removes for good, by design: purge and withdrawal, and the copy that is to be shared."""

Action = Callable[[Project, Path], object]


def segment(p: Project, code: str = "Time") -> Segment:
    return next(row.segment for row in p.segment_rows(code=code, coder="AB"))


def question(p: Project) -> GuideQuestion:
    return p.guide_questions("leave")[0]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def apply_code(p: Project, _: Path) -> object:
    transcript = p.transcript("Laughs")
    return p.apply_code(transcript, [Span(0, 5)], p.code("Enablers")[1], memo="[/] why")


def correct(p: Project, folder: Path) -> object:
    del folder
    changed = study(
        "I: How was it? | P1: It was hard at the very first [laughs], then [/] it went. | I: And "
        "now? | P1: Mae'n ŵyl bob dydd, a llŷ yw'r lle 👩‍👩‍👧 x̂ y̌.",
        "Laughs",
    )
    return p.replace_transcript("Laughs", changed.draft)


def edit_text(p: Project, _: Path) -> object:
    from ipe_coder.analysis.word_edits import Edit
    from ipe_coder.project.versions import EditedTranscript

    found = p.transcript("Group")
    start = found.text.index("every week")
    edited = EditedTranscript(found, [Edit(start, start + 10, "[often]")], {}, "")
    return p.write_edited([edited], "Pseudonymised 1 transcript")


def settle(p: Project, _: Path) -> object:
    found = next(one for one in p.waiting_segments() if one.segment.anchor == Anchor.LOST)
    return p.settle_at(p.transcript(found.title), found.segment, Span(0, 9))


def accept(p: Project, _: Path) -> object:
    return p.accept_segments(
        [r.segment.id for r in p.waiting_segments() if r.segment.anchor != Anchor.LOST]
    )


def survey(p: Project, folder: Path) -> object:
    from ipe_coder.tables import read_survey

    text = "respondent,What helped?\nR1,My manager did.\nR2,[nothing]\n"
    return p.import_survey(read_survey(written(folder, "survey.csv", text)), "leave")


def guide(p: Project, folder: Path) -> object:
    text = "# Guide\n\n1. How was it?\n2. And now?\n3. Who used it?\n"
    return p.import_guide(written(folder, "guide.md", text), "leave")


def results(p: Project, folder: Path) -> object:
    text = "study,outcome,group_1,n_1,mean_1,sd_1,group_2,n_2,mean_2,sd_2\n"
    text += "leave,Well-being,treatment,20,3.2,1.1,control,21,3.0,1.2\n"
    return p.import_results(written(folder, "results.csv", text))


def asked(p: Project, folder: Path) -> object:
    return p.import_asked(
        written(folder, "asked.csv", "transcript,turn,question\nArabic,1,1\n"), "leave"
    )


def segments_file(p: Project, folder: Path) -> object:
    text = "transcript,quote,code,coder,memo\nGroup,Not me,Enablers,GH,a note\n"
    return p.import_segments(written(folder, "coded.csv", text))


def all_evidence(p: Project, _: Path) -> object:
    return p.add_all_evidence(
        [Evidence("", p.theme("Aid").id, segment(p, "Enablers").id, Side.AGAINST, "but")]
    )


def code_hits(p: Project, _: Path) -> object:
    access = p.code("Access")[1]
    hits = p.search(SearchRequest("week"))
    return p.code_hits((access, p.plan_hit_coding(hits, access)))


def apply_codes(p: Project, _: Path) -> object:
    codes = [p.code("Time")[1], p.code("Access")[1]]
    return p.apply_codes(p.transcript("Arabic"), Span(0, 11), codes)


def unite(p: Project, _: Path) -> object:
    arabic = p.transcript("Arabic")
    time = p.code("Time")[1]
    p.apply_code(arabic, [Span(11, 16)], time)
    rows = p.segment_rows(code="Time", transcript="Arabic", coder="AB")
    return p.unite_segments(arabic, next(r.segment for r in rows if r.segment.span.start == 0))


STEPS: dict[str, Action] = {
    "add_study": lambda p, _: p.add_study("new", arms=["a", "b"]),
    "change_study": lambda p, _: p.change_study("new", title="A new one [/]"),
    "set_fact": lambda p, _: p.set_fact("leave", "randomised", "40", source="Protocol"),
    "_add": lambda p, _: add(p, "new", study("I: So? | P: Fine [laughs].", "N1")),
    "set_speaker": lambda p, _: p.set_speaker("N1", "P", role=Role.OTHER),
    "rename_transcript": lambda p, _: p.rename_transcript("N1", "N 1"),
    "_write_answers": survey,
    "add_participants": lambda p, folder: p.import_participants(
        written(folder, "p.csv", "participant,respondent,town\nNerys,recipient,Rhyl\n"), "leave"
    ),
    "set_participant": lambda p, _: p.set_participant(
        "Mair", arm="control", consent=list(Consent)[-1], attributes={"role": "head"}
    ),
    "add_codebook": lambda p, _: p.add_codebook(codebook("Help / From peers"), "leave"),
    "add_code": lambda p, _: p.add_code("leave", "Luck", parent="Help"),
    "edit_code": lambda p, _: p.edit_code(p.code("Luck")[1], definition="كَانَ", reason="new"),
    "move_code": lambda p, _: p.move_code(p.code("Luck")[1], None, 0),
    "retire_code": lambda p, _: p.retire_code(p.code("From peers")[1]),
    "apply_code": apply_code,
    "move_segment": lambda p, _: p.move_segment(
        p.transcript("Laughs"), segment(p), Span(segment(p).span.start, segment(p).span.end - 1)
    ),
    "set_stance": lambda p, _: p.set_stance(segment(p), Stance.MIXED),
    "star": lambda p, _: p.star(segment(p), starred=True),
    "set_quotable": lambda p, _: p.set_quotable(segment(p), quotable=False),
    "code_hits": code_hits,
    "apply_codes": apply_codes,
    "unite_segments": unite,
    "recode_segment": lambda p, _: p.recode_segment(
        p.transcript(next(r.title for r in p.segment_rows(ids=[segment(p, "Enablers").id]))),
        segment(p, "Enablers"),
        p.code("Access")[1],
    ),
    "write": segments_file,
    "write_memo": lambda p, _: p.write_memo(MemoAbout.SEGMENT, segment(p).id, "Well 🙂"),
    "import_guide": guide,
    "put_question": lambda p, _: p.put_question(replace(question(p), text="How has it been?")),
    "confirm_asking": lambda p, _: p.confirm_asking("Laughs", 0, [question(p)]),
    "unmark_turn": lambda p, _: p.unmark_turn("Laughs", 0),
    "confirm_all": lambda p, _: p.confirm_all("Group", least=0),
    "set_marked": lambda p, _: p.set_marked("Laughs"),
    "import_asked": asked,
    "remove_question": lambda p, _: p.remove_question(question(p)),
    "_put_theme": lambda p, _: p.set_theme("Aid", statement="It helped.", codes_of=["Enablers"]),
    "add_evidence": lambda p, _: p.add_evidence(p.theme("Aid"), segment(p).id, Side.FOR),
    "add_all_evidence": all_evidence,
    "remove_evidence": lambda p, _: p.remove_evidence(p.theme("Aid"), segment(p).id),
    "add_results": results,
    "link_theme": lambda p, _: p.link_theme(p.outcome("Well-being"), p.theme("Aid"), segment(p).id),
    "judge": lambda p, _: p.judge(
        p.outcome("Well-being"), p.theme("Aid"), Judgement.DISSONANCE, "not so"
    ),
    "unlink_theme": lambda p, _: p.unlink_theme(p.outcome("Well-being"), p.theme("Aid")),
    "write_summary": lambda p, _: p.write_summary(
        p.participant("Mair").id, p.code("Enablers")[1].id, "It was fine."
    ),
    "replace_transcript": correct,
    "settle_at": settle,
    "accept_segments": accept,
    "write_edited": edit_text,
    "merge_codes": lambda p, _: p.merge_codes(p.code("Access")[1], p.code("Time")[1]),
    "remove_segments": lambda p, _: p.remove_segments([segment(p, "Enablers").id]),
}
"""One of every kind of change, named for what writes it, in an order in which each can be done."""


@contextmanager
def writers_seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Note the name of every method that writes a change."""
    seen: set[str] = set()
    real = ProjectBase._change

    def noting(self: ProjectBase, *given: Any, **named: Any) -> Any:
        seen.add(sys._getframe(1).f_code.co_name)
        return real(self, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(ProjectBase, "_change", noting)
        yield seen


def writers_there_are() -> set[str]:
    """Find every method of the project that writes a change, in its source."""
    folder = Path(ipe_coder.project.__file__).parent
    found = set()
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in ("_change", "_erase", "erase")
                for call in ast.walk(node)
            ):
                found.add(node.name)
    return found


def test_every_kind_of_change_is_taken_back_and_brought_back_whole(
    standard: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = standard._store
    assert writers_there_are() > FINAL
    with writers_seen(monkeypatch) as seen:
        for name, action in STEPS.items():
            before = tables_of(store)
            start = standard.last_change()
            action(standard, tmp_path)
            after = tables_of(store)
            assert after != before, name
            done = [one for one in standard.changes_since(start) if one.kind is ChangeKind.DO]
            for _ in done:
                standard.undo()
            assert tables_of(store) == before, name
            for _ in done:
                standard.redo()
            assert tables_of(store) == after, name
    assert standard.check() == []
    # A new way to write belongs into `STEPS`, and so under this test.
    assert seen | FINAL == writers_there_are()


def test_all_that_was_done_is_taken_back_in_order_after_a_restart_and_brought_back(
    standard: Project, tmp_path: Path
) -> None:
    start, first, path = tables_of(standard._store), standard.last_change(), Path(standard.path)
    for action in STEPS.values():
        action(standard, tmp_path)
    end, number = tables_of(standard._store), standard.last_change() - first
    standard.close()
    for seed, half in ((7, number // 2), (8, number - number // 2)):
        with reopened(path, seed=seed) as again:
            for _ in range(half):
                again.undo()
    with reopened(path, seed=9) as again:
        assert tables_of(again._store) == start
        for _ in range(number):
            again.redo()
        assert tables_of(again._store) == end


# -- what is told


def told(detail: ChangeDetail) -> str:
    """Write all words of a change."""
    words = [detail.entry.change.label, detail.entry.where]
    for item in detail.items:
        words += [item.kind, item.name]
        words += [f"{fact.name}: {fact.words}" for fact in (item.before or ()) + (item.after or ())]
    return "\n".join(words)


def test_a_change_is_told_in_words_with_names_and_quotes_and_no_ids(
    standard: Project, tmp_path: Path
) -> None:
    first = standard.last_change()
    for action in STEPS.values():
        action(standard, tmp_path)
    ids = {row["id"] for rows in tables_of(standard._store).values() for row in rows}
    numbers = range(1, standard.last_change() + 1)
    every = {seq: told(standard.change_detail(seq)) for seq in numbers}
    assert first < len(every)
    for words in every.values():
        assert not any(key in words for key in ids if len(key) > 30)
    coded = next(words for words in every.values() if words.startswith("Coded"))
    assert "quote: “" in coded
    assert "turn" in coded
    moved = next(standard.change_detail(seq) for seq in numbers if "Starred" in every[seq])
    (item,) = moved.items
    assert (item.before, [one.words for one in item.after or ()]) == ((item.before), ["starred"])
    assert [one.words for one in item.before or ()] == ["nothing"]


def test_a_code_made_while_coding_is_told_where_its_words_stand(standard: Project) -> None:
    new = NewCode("Quite new")
    standard.apply_codes(standard.transcript("Arabic"), Span(0, 4), (), new=new)
    (entry,) = standard.history_entries([standard.last_change()])
    assert entry.where == "Arabic turn 1"
    assert entry.change.label.endswith(" (new), 1 word of an interviewer")


@pytest.fixture
def anywhere(url: str) -> Iterator[Project]:
    """The standard study in a file and on a server, opened a day later."""
    standard_project(url).close()
    with reopened(url) as opened:
        yield opened


@pytest.fixture
def busy(anywhere: Project) -> Project:
    """A project in which CD worked a day after AB."""
    standard = anywhere
    standard.star(segment(standard), starred=True)
    standard.coder = "CD"
    standard.set_stance(segment(standard), Stance.MIXED)
    standard.write_memo(MemoAbout.TRANSCRIPT, standard.transcript_id("Group"), "A group of three")
    standard.coder = "AB"
    return standard


def labels(p: Project, **wanted: Any) -> list[str]:
    found = p.find_changes(HistoryFilter(**wanted))
    return [one.change.label for one in p.history_entries([one.seq for one in found])]


def test_history_is_filtered_by_person_day_kind_words_and_object(busy: Project) -> None:
    cd = busy.coder_id("CD")
    assert labels(busy, coder_ids=(cd,))[:2] == [
        "Wrote a memo, 4 words",
        "Set the stance of Ti: mixed",
    ]
    later = EPOCH + timedelta(hours=12)
    assert labels(busy, since=later) == [
        "Wrote a memo, 4 words",
        "Set the stance of Ti: mixed",
        "Starred Ti",
    ]
    assert len(labels(busy, until=later)) == busy.last_change() - 3
    assert labels(busy, matters=(Matter.MEMOS,)) == ["Wrote a memo, 4 words"]
    assert labels(busy, text="star") == ["Starred Ti"]
    group = labels(busy, about=(busy.transcript_id("Group"),))
    assert group[0] == "Wrote a memo, 4 words"
    assert "Set the stance of Ti: mixed" not in group
    assert labels(busy, text="group") == group
    laughs = (busy.transcript_id("Laughs"),)
    there = labels(busy, about=laughs)
    busy.remove_segments([segment(busy).id])
    assert labels(busy, about=laughs) == ["Removed Ti", *there]
    assert busy.things_called("laughs") == laughs
    with pytest.raises(NotFoundError, match="Nothing is called “SW99”"):
        busy.things_called("SW99")


def test_later_work_that_rests_on_a_change_is_told_before_anybody_tries(busy: Project) -> None:
    (code,) = [one for one in busy.history() if one.label == "Added the code Enablers"]
    detail = busy.change_detail(code.seq)
    assert detail.later
    with pytest.raises(UndoError) as refused:
        busy.undo(code.seq)
    assert set(refused.value.later) <= {one.seq for one in detail.later}


def test_a_code_is_taken_back_although_others_were_added_and_moved_since(
    standard: Project,
) -> None:
    luck = standard.add_code("leave", "Luck")
    number = standard.last_change()
    standard.move_code(standard.add_code("leave", "Chance"), None, 0)
    standard.undo(number)
    book = standard.codebook("leave")
    assert book is not None
    assert luck.id not in book
    assert "Chance" in {one.name for one in book.codes}
    assert standard.check() == []
    standard.add_code("leave", "Fate")
    standard.undo(standard.last_change() - 1)
    assert standard.code("Luck")[1].id == luck.id
