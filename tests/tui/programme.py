"""A small programme for the matrix and the results: three studies, one arm that nobody saw.

All words and people are invented. What each table must count is worked out by hand:

- SWING, a trial: four of the treatment arm interviewed, nobody of the control arm.
- Leave, a trial: two of the treatment arm and one of the control arm interviewed.
- Dictation, a pilot without arms: a group of two and their manager.
"""

from __future__ import annotations

from pathlib import Path

from ipe_coder import paths
from ipe_coder.model.study import Design
from ipe_coder.model.theme import Judgement
from ipe_coder.model.transcript import TranscriptKind
from ipe_coder.project import Project
from ipe_coder.tui.widgets.rows import Rows
from tests.factories import add, new_project, people, study

SWING = (
    study(
        "I: What did you make of the messages? | P1: {It reminded me that there are a lot of us, "
        "and that most of us stayed.:Connection to profession=for} | I: And who they came from? | "
        "P1: {I did not know him, but he had sat in the same kind of office.:Choice of "
        "messenger=for}",
        "SWG01",
    ),
    study(
        "I: How were the messages? | P1: {Then the next duty day came and I forgot I had read "
        "it.:Connection to profession=against} {It was one more thing in an inbox that I do not "
        "empty.:Fatigue from messages=for} [laughs] [/] | I: Anything else? | P1: {Fridays are for "
        "catching up.:Time and bandwidth}",
        "SWG02",
    ),
    study(
        "I: Did you read them? | P1: {I felt closer to the job for a day or so.:Connection to "
        "profession=mixed} {By the sixth I had stopped opening them.:Fatigue from messages=for}",
        "SWG03",
    ),
    study(
        "I: And you? | P1: {I liked that she had done the work herself.:Choice of messenger=for}",
        "SWG04",
    ),
)
LEAVE = (
    study(
        "I: Could you take the day? | P1: {My manager plans round it, so yes.:Role of manager=for}",
        "LV01",
    ),
    study(
        "I: Could you take the day? | P1: {Not when we are on duty, and nobody pretends "
        "otherwise.:Duty comes first=for}",
        "LV02",
    ),
    study("I: Did you ask for it? | P1: It was never offered to our team.", "LV03"),
)
GROUP = study(
    "I: Does it save you time? | Ada: {Twelve minutes that I do not get again | Bel: and then you "
    "mend the names it got wrong.:Time and bandwidth=against} | Cai: {I sign off forty visits a "
    "week, so late notes are late reviews.:Time and bandwidth=for}",
    "DG01",
)
STATEMENTS = {
    "Connection to profession": "Recipients felt closer to the profession, for a short while.",
    "Choice of messenger": "Who signs a message decides whether it is read to its end.",
    "Fatigue from messages": "Recipients under strain took the messages as one more task.",
    "Time and bandwidth": "Recipients read the messages when they could, which was seldom.",
}


def make_programme(path: Path) -> Project:
    """Make the programme, without results."""
    project = new_project(path)
    project.add_study("swing", title="SWING", arms=["treatment", "control"])
    project.add_study("leave", title="Leave", arms=["treatment", "control"])
    project.add_study("dictation", title="Dictation", design=Design.PILOT)
    project.add_study("booklet", title="Booklet", arms=["treatment", "control"])
    add(project, "swing", *SWING)
    add(project, "leave", *LEAVE)
    add(project, "dictation", GROUP, kind=TranscriptKind.FOCUS_GROUP)
    people(
        project,
        "swing",
        {
            "SWG01": "SWG01 recipient treatment role=practitioner site=North",
            "SWG02": "SWG02 recipient treatment role=practitioner site=South",
            "SWG03": "SWG03 recipient treatment role=manager site=South",
            "SWG04": "SWG04 recipient treatment role=practitioner site=North",
        },
    )
    people(
        project,
        "leave",
        {
            "LV01": "LV01 recipient treatment role=nurse usage=regular",
            "LV02": "LV02 recipient treatment role=nurse usage=new",
            "LV03": "LV03 recipient control role=nurse",
        },
    )
    people(
        project,
        "dictation",
        {
            "Ada": "DG01/Ada recipient no_arms role=practitioner",
            "Bel": "DG01/Bel recipient no_arms role=practitioner",
            "Cai": "DG01/Cai manager no_arms role=manager",
        },
    )
    for name, statement in STATEMENTS.items():
        project.set_theme(name, statement, study="swing")
    project.set_theme("Role of manager", "Whether the day can be taken rests on the manager.")
    project.set_theme(
        "Time and bandwidth", "Dictation moves the time rather than saves it.", study="dictation"
    )
    return project


def with_results(project: Project) -> Project:
    """Add the sample's results, two links and a verdict."""
    project.import_results(paths.sample() / "results" / "hhp2.csv")
    outcome = project.outcome("Sense of connection to profession", "swing")
    themes = {one.name: one for one in project.themes("swing")}
    connection = themes["Connection to profession"]
    project.link_theme(outcome, connection)
    project.link_theme(outcome, themes["Choice of messenger"])
    project.judge(
        outcome,
        connection,
        Judgement.DISSONANCE,
        "Three of four say they felt closer; the scale does not move.",
    )
    return project


def lines_of(rows: Rows) -> str:
    """Give the words of a list, a line each."""
    return "\n".join(line.plain.rstrip() for row in rows.rows for line in row.lines)
