"""After a withdrawal no word of the person is in any file, and all that others said still is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipe_coder.errors import UndoError, UsageError
from ipe_coder.model.segment import MemoAbout
from ipe_coder.model.spans import Span
from ipe_coder.model.study import ParticipantRow
from ipe_coder.project import Project
from ipe_coder.pseudonyms.passages import PassageFinder
from tests.factories import add, new_project, study

GROUP = (
    "I: What did it change? | Rowan: The rota was {pinned up by the kettle:Rota} every week. |"
    " Hazel: {Nobody here ever read the zebra rota at all. |"
    " Rowan: We did read it, mostly.:Reading}"
    " | Hazel: {Quagmire is the word.:Rota} | Rowan: {I would keep it.:Reading}"
)
SINGLE = "I: Why? | Hazel: {My manager vetoed every single flamingo request:Rota} of mine."
OTHER = "I: Why? | Alder: It {saved me an hour:Reading} a day."
SECRET = ("zebra", "quagmire", "flamingo", "vetoed")


def build(path: Path | str) -> Project:
    project = new_project(path)
    project.add_study("flexi", arms=["treatment", "control"])
    for title, sketch in (("FG1", GROUP), ("SW01", SINGLE), ("SW02", OTHER)):
        add(project, "flexi", study(sketch, title))
    rows = [
        ParticipantRow(name, title, name)
        for title, names in (
            ("FG1", ("Rowan", "Hazel")),
            ("SW01", ("Hazel",)),
            ("SW02", ("Alder",)),
        )
        for name in names
    ]
    project.add_participants(rows, "flexi", Path("people.csv"))
    return project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    (made / "exports").mkdir(parents=True)
    return made


def quoting(project: Project) -> None:
    """Quote Hazel wherever a researcher can write."""
    transcript = project.transcript("FG1")
    said = "nobody here ever read the zebra rota at all"
    about = (MemoAbout.TRANSCRIPT, transcript.id)
    project.write_memo(*about, f"They told us {said} which matters")
    project.write_memo(MemoAbout.PARTICIPANT, project.participant("Hazel").id, "Hazel is angry")
    cell = project.cell("code=Rota*participant=Hazel")
    project.write_memo(MemoAbout.CELL, cell.key, "Vetoed by a flamingo")
    start = transcript.text.index("Quagmire")
    project.write_memo(*about, "Strong word", span=Span(start, start + 8))
    code = next(one for book in project.codebooks() for one in book.codes if one.name == "Rota")
    project.edit_code(code, examples=("My manager vetoed every single flamingo request", "another"))
    said = "One of them said “Quagmire is the word” of it; Hazel did"
    project.set_theme("Reading", said, study="flexi")
    (hit,) = [one for one in project.segments_of(transcript.id) if "Quagmire" in one.quote]
    project.star(hit, starred=True)
    project.write_memo(MemoAbout.SEGMENT, hit.id, "A quagmire")
    project.remove_segments([hit.id])
    project.undo()


def holding(folder: Path) -> list[str]:
    return [
        f"{word} in {path.name}"
        for path in sorted(folder.iterdir())
        if path.is_file() and ".ipe" in path.name
        for word in SECRET
        if word.encode() in path.read_bytes().lower()
    ]


def test_no_word_of_the_person_is_left_in_any_byte_and_all_others_stay(folder: Path) -> None:
    with build(folder / "flexi.ipe") as project:
        quoting(project)
        assert holding(folder)
        done = project.withdraw(project.plan_withdrawal(project.participant("Hazel")))
        assert project.check() == []
        assert holding(folder) == []
        group = project.transcript("FG1")
        assert group.text == (
            "What did it change?\nThe rota was pinned up by the kettle every week.\n"
            "We did read it, mostly.\nI would keep it."
        )
        assert [one.label for one in group.speakers] == ["I", "Rowan"]
        quotes = [one.quote for one in project.segments_of(group.id)]
        assert quotes == ["pinned up by the kettle", "We did read it, mostly.", "I would keep it."]
        assert [one.title for one in project.transcripts()] == ["FG1", "SW02"]
        assert {one.pseudonym for one in project.participants()} == {"Rowan", "Alder"}
        assert [one.body for one in project.memos()] == ["They told us [withdrawn] which matters"]
        (theme,) = project.themes()
        assert theme.statement == "One of them said “[withdrawn]” of it; Hazel did"
        code = next(one for one in project.codebooks()[0].codes if one.name == "Rota")
        assert code.examples == ("[withdrawn]", "another")
        assert done.change.label == (
            "Withdrew a participant of flexi: 1 transcript, 2 turns, 2 segments"
        )
        assert "Hazel" not in "".join(one.label + one.reason for one in project.history())
        with pytest.raises(UndoError, match="cannot be undone"):
            project.undo()
        assert project.transcript("SW02").text.startswith("Why?")
    assert holding(folder) == []


def test_the_plan_says_what_goes_what_stays_and_which_exports_hold_them(folder: Path) -> None:
    with build(folder / "flexi.ipe") as project:
        quoting(project)
        (folder / "exports" / "report.md").write_text("- “Quagmire is the word.” (Hazel)")
        (folder / "exports" / "clean.md").write_text("- Nothing of theirs")
        (folder / "exports" / "scan.pdf").write_bytes(b"%PDF-1.7")
        (folder / "copy.ipe").write_bytes(b"")
        before = project.last_change()
        plan = project.plan_withdrawal(project.participant("Hazel"))
        assert (plan.whole, plan.partly, plan.segments) == (("SW01",), (("FG1", 2),), 2)
        assert plan.memos == 4
        assert {one.where.split(":")[0] for one in plan.passages} == {
            plan.passages[0].where.split(":")[0], "theme Reading", "code Rota",
        }  # fmt: skip
        assert [one.where for one in plan.mentions] == ["theme Reading: statement"]
        found = {one.where: one.what for one in plan.exports}
        assert found["report.md"] == "1 passage of theirs, the pseudonym 1 time"
        assert set(found) == {"report.md", "scan.pdf", "copy.ipe"}
        assert project.last_change() == before


def test_nobody_is_withdrawn_whose_voice_is_not_known(project: Project) -> None:
    project.add_study("flexi")
    add(project, "flexi", study(OTHER, "SW02"))
    project.add_participants([ParticipantRow("Hazel", "SW02", "Somebody")], "flexi", Path("p.csv"))
    with pytest.raises(UsageError, match="No voice of SW02 is known to be Hazel's"):
        project.plan_withdrawal(project.participant("Hazel"))


def test_a_withdrawal_works_on_every_database(url: str) -> None:
    with build(url) as project:
        project.withdraw(project.plan_withdrawal(project.participant("Hazel")))
        assert project.check() == []
        assert [one.title for one in project.transcripts()] == ["FG1", "SW02"]


WORDS = st.lists(st.sampled_from(["a", "bee", "Dee’s", "eel,", "[h]", "é", "1"]), max_size=14)


@given(before=WORDS, said=st.lists(st.integers(100, 999), min_size=6, max_size=12), after=WORDS)
def test_six_words_in_a_row_are_found_wherever_they_stand(
    before: list[str], said: list[int], after: list[str]
) -> None:
    theirs = " ".join(f"word{number}" for number in said)
    finder = PassageFinder([theirs], [" ".join(before)])
    text = f"{' '.join(before)} {theirs.upper()} {' '.join(after)}"
    (found,) = finder.find(text)
    assert found.of(text) == theirs.upper()
    assert theirs.upper() not in finder.without(text)


def test_what_others_said_too_is_nobodys_quotation() -> None:
    finder = PassageFinder(["at the end of the day it was"], ["at the end of the day it rained"])
    assert finder.find("So at the end of the day it stopped") == []
    assert [one.start for one in finder.find("So the end of the day it was so")] == [7]
