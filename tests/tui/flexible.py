"""A small study of flexible hours for the library and the codebook; all words are invented."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ipe_coder.model.code import Code, Codebook, CodeKind
from ipe_coder.model.study import Design
from ipe_coder.model.transcript import TranscriptKind
from ipe_coder.project import Project
from tests.factories import add, new_project, people, study

QUESTION = "1a Implemented as intended"
PATTERNS = f"{QUESTION} / Range of patterns"
APPROVAL = f"{QUESTION} / Process for approval"
BARRIERS = "1b Barriers and facilitators / Barriers"
DUTY = f"{BARRIERS} / Duty comes first"
MANAGER = "1b Barriers and facilitators / Role of manager"

_CODES = (
    Code("q1", QUESTION, kind=CodeKind.QUESTION, definition="Whether hours are worked as planned."),
    Code(
        "c1", "Range of patterns", "q1", definition="Which arrangements people work.",
        keywords=("nine-day fortnight", "four-day week"),
    ),
    Code(
        "c2", "Process for approval", "q1",
        definition="How a working pattern is asked for, agreed and put on record.",
        include="forms, informal agreement, who has to say yes, how long it takes",
        exclude="whether the pattern is then kept",
        near_miss="“she said yes there and then” is approval",
        examples=("The form was catching up with a decision.", "You wait a month for HR."),
        keywords=("form", "approve", "HR"), dimension="fidelity", position=1,
    ),
    Code("q2", "1b Barriers and facilitators", kind=CodeKind.QUESTION, position=1),
    Code("t1", "Barriers", "q2", kind=CodeKind.THEME, definition="What stands in the way."),
    Code("c3", "Duty comes first", "t1", definition="Duty takes the day."),
    Code("c4", "High caseloads", "t1", definition="Too much to do.", position=1),
    Code("c5", "Role of manager", "q2", definition="What a manager does.", position=1),
    Code("c6", "Overtime", "q2", definition="Hours beyond the contract.", position=2),
    Code("c7", "Autonomy", "q2", position=3),
)  # fmt: skip

SW01 = study(
    "I: How do you work? | SW01: {I have every other Friday off, a nine-day fortnight:"
    f"{PATTERNS}=for}}. | I: How did you ask for it? | SW01: {{I filled in the form over a "
    f"weekend, and {{my manager had already said yes:{MANAGER}=for}}:{APPROVAL}}}. [laughs] "
    f"{{I did stay late for it:1b Barriers and facilitators / Overtime}}.",
    "SW01",
)
SW02 = study(
    f"I: Does it hold? | SW02: {{When we are on duty it goes out of the window:{DUTY}=against}}."
    f" | I: And then? | SW02: {{You wait a month for HR [/]:{APPROVAL}}}, so nobody asks.",
    "SW02",
)
FOCUS = study(
    f"I: Who asked? | Ann: {{I did, and she said yes:{APPROVAL}=for}}. | Bea: Not me. | "
    "?: [door] sorry",
    "FG01",
)
SWING = study("I: Did you read the texts? | P3: Once, and then I stopped.", "SWG03")


def build(path: Path) -> None:
    """Write the study into a new project and close it."""
    with new_project(path) as project:
        _fill(project)


def _fill(project: Project) -> None:
    project.add_study("flexitime", title="Flexitime", design=Design.PILOT)
    project.add_study("swing", title="SWING", arms=["treatment", "control"])
    project.add_codebook(
        Codebook("", "Flexitime", study="flexitime", codes=_with_paths()), "flexitime"
    )
    add(project, "flexitime", SW01, SW02)
    add(project, "flexitime", FOCUS, kind=TranscriptKind.FOCUS_GROUP)
    add(project, "flexitime", replace(SW01, coded=SW01.coded[:2]), coder="CD")
    add(project, "swing", SWING)
    people(
        project,
        "flexitime",
        {
            "SW01": "SW01 recipient - role=social_worker usage=recent",
            "SW02": "SW02 non-user - role=social_worker",
            "Ann": "FG01/Ann manager - role=team_manager",
            "SW09": "SW09 recipient - role=senior_practitioner",
        },
    )
    people(project, "swing", {"P3": "SWG03 recipient treatment site=North"})
    project.set_theme("Barriers", "Duty and volume keep people from taking the day.")


def _with_paths() -> tuple[Code, ...]:
    """Give the codes ids that are their paths, as readers of codebook files do."""
    book = Codebook("", "", codes=_CODES)
    return tuple(
        replace(
            one, id=book.path(one.id), parent_id=book.path(one.parent_id) if one.parent_id else None
        )
        for _, one in book.walk()
    )
