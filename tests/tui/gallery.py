"""The project that the pictures show: enough of everything for every screen to have something.

All words and people are invented. SW03 is the interview of `interview.py`, with brackets, emoji,
combining marks and Arabic in it; WIDE holds signs two cells wide; NEW01 has no code yet; SW02 was
corrected, and a segment of it waits.
"""

from __future__ import annotations

from pathlib import Path

from ipe_coder.model.segment import MemoAbout, MemoKind, Segment, Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import NewTranscript, Transcript
from ipe_coder.project import Project
from tests.factories import add, draft_of, reopened, study
from tests.tui import flexible, interview

BARE = "NEW01"
WIDE = "WIDE"
TALK = "SW03"

_WIDE = study(
    "I: 那么，您怎么安排工作时间？ | 王女士: 我每隔一周的周五休息，但是值班的时候就不行了。 "
    "[laughs] 我的经理说：「你可以换一天。」 So I swap the day, or I bank it. | I: ほかには？ | "
    "王女士: 特にありません。👩‍👩‍👧 👍🏽 "
    "e\u0301o\u0302\u0301 \u0e01\u0e33\u0e25\u0e31\u0e07 fin [/].",
    WIDE,
)
_BARE = study(
    "I: How long have you been here? | P9: Since the spring. I was told about the hours on my "
    "first day, and have not asked since. | I: Why not? | P9: Nobody does.",
    BARE,
)
_LOOKS = {
    "Pa": flexible.APPROVAL, "Rm": flexible.MANAGER, "Du": flexible.DUTY,
    "Rp": flexible.PATTERNS, "To": "1b Barriers and facilitators / Overtime",
    "Bo": "1b Barriers and facilitators / Autonomy", "Ec": f"{flexible.BARRIERS} / High caseloads",
}  # fmt: skip
GUIDE = """## Recipients
1. When did you first hear about the compressed week? [codes: Range of patterns]
2. How did you go about asking for it? [codes: Process for approval]
3. What of [/] the families 🙂? [codes: Autonomy]
"""
MENDED = """I: Does it hold?
SW02: When we are out on duty, most of it goes out of the window.
I: And then?
SW02: Nobody asks.
"""


def build(path: Path) -> None:
    """Write the project and close it."""
    flexible.build(path)
    with reopened(path, seed=7) as project:
        _add_talks(project, path.parent)
        _code(project)
        _write_memos(project)
        _correct(project, path.parent)


def _add_talks(project: Project, folder: Path) -> None:
    made = interview.make_transcript(clean(interview.WORDS).text)
    draft = draft_of(TALK, made.text, made.turns, ("Interviewer", TALK))
    project.add_transcripts("flexitime", [NewTranscript(draft, TALK)])
    add(project, "flexitime", _WIDE, _BARE)
    guide = folder / "guide.md"
    guide.write_text(GUIDE, encoding="utf-8")
    project.import_guide(guide, "flexitime")


def _code(project: Project) -> None:
    talk = project.transcript(TALK)
    for one in interview.make_segments(talk):
        code = project.code(_LOOKS[one.code_id], study="flexitime")[1]
        project.apply_code(talk, [one.span], code)
    for code_path, head, tail in (
        (flexible.MANAGER, "My manager had", "by then"),
        (flexible.DUTY, "When we are on duty", "window"),
    ):
        start = talk.text.index(head)
        span = Span(start, talk.text.index(tail, start) + len(tail))
        code = project.code(code_path, study="flexitime")[1]
        project.apply_code(talk, [span], code, coder="CD")
    wide = project.transcript(WIDE)
    start = wide.text.index("我的经理")
    manager = project.code(flexible.MANAGER, study="flexitime")[1]
    project.apply_code(wide, [Span(start, start + 13)], manager)
    own = own_segment(project, talk, "I filled in")
    project.set_stance(own, Stance.FOR)
    project.star(own, starred=True)


def own_segment(project: Project, transcript: Transcript, words: str) -> Segment:
    """Find AB's segment that begins with some words."""
    segments = project.segments_of(transcript.id, coder="AB")
    return next(one for one in segments if one.quote.startswith(words))


def _write_memos(project: Project) -> None:
    talk = project.transcript(TALK)
    own = own_segment(project, talk, "I filled in")
    project.write_memo(
        MemoAbout.SEGMENT, own.id, "The form comes after the decision: compare SW01, turn 4 [/]."
    )
    project.write_memo(
        MemoAbout.TRANSCRIPT, talk.id, "She laughed whenever duty came up.",
        kind=MemoKind.FIELD_NOTE,
    )  # fmt: skip
    code = project.code(flexible.APPROVAL, study="flexitime")[1]
    project.write_memo(MemoAbout.CODE, code.id, "Split this? 形式 and informal agreement differ.")


def _correct(project: Project, folder: Path) -> None:
    mended = folder / "mended.txt"
    mended.write_text(MENDED, encoding="utf-8")
    project.replace_transcript("SW02", mended)
