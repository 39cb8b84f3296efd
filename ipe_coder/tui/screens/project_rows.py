"""What the project screen shows, and the rows that it is shown in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from ipe_coder.model.study import Participant, Study
from ipe_coder.model.transcript import TranscriptSummary
from ipe_coder.project.next_steps import NextStep
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import Part, pad, render_line, render_words, shorten
from ipe_coder.tui.widgets.rows import Row

if TYPE_CHECKING:
    from ipe_coder.project import Project

BAR_CELLS = 8
_NAME, _DESIGN, _PERSON = 16, 8, 24
_MOST_PERSON = 60
"""Cells beyond which numbers would stand too far from what they are of."""
_WIDE = 90
"""Cells of a pane that the table of studies has without long names, and some to spare."""
MOST_CODERS = 3


@dataclass(frozen=True)
class ProjectView:
    """Everything on the project screen, read in one go."""

    name: str
    studies: tuple[Study, ...]
    transcripts: tuple[TranscriptSummary, ...]
    participants: Mapping[str, Participant] = field(default_factory=dict)
    results: Mapping[str, int] = field(default_factory=dict)
    """Results by name of the study."""
    coders: tuple[str, ...] = ()
    steps: tuple[NextStep, ...] = ()
    week: tuple[tuple[str, int], ...] = ()
    """Actions of the present coder on each of the last days."""
    file_name: str = ""
    size: int = 0
    last_backup: str = ""

    @classmethod
    def read(cls, project: Project, only_coder: str = "") -> ProjectView:
        """Read it from a project; with the progress of one coder alone, or of all."""
        info = project.info()
        transcripts = tuple(project.transcripts())
        used = {name for one in transcripts for name in one.segments}
        return cls(
            name=info.name,
            studies=tuple(project.studies()),
            transcripts=transcripts,
            participants={one.id: one for one in project.participants()},
            results=Counter(view.study for view in project.result_views()),
            coders=tuple(name for name in info.coders if name in used and only_coder in ("", name))[
                :MOST_CODERS
            ],
            steps=tuple(project.next_steps(known=transcripts)),
            week=_week(
                project.moments_since(project.coder, datetime.now(UTC) - timedelta(days=8))
                if project.coder in info.coders
                else ()
            ),
            file_name=project.file_name,
            size=info.size,
        )

    def of_study(self, study_id: str) -> list[TranscriptSummary]:
        """List the transcripts of a study."""
        return [one for one in self.transcripts if one.study_id == study_id]


def study_rows(view: ProjectView, width: int) -> list[Row]:
    """Make the table of studies."""
    name_cells = _name_cells(view, width)
    head: list[Part] = [
        (pad("Studies", name_cells), "bold $accent-text"),
        ("  " + pad("design", _DESIGN), "$muted"),
        (f"{'transcripts':>11}  ", "$muted"),
    ]  # fmt: skip
    head += [(pad(name, BAR_CELLS + 6), "$muted") for name in view.coders]
    head.append(("results", "$muted"))
    rows = [Row.of(render_line(*head).truncate(width))]
    for study in view.studies:
        own = view.of_study(study.id)
        number = view.results.get(study.name, 0)
        parts: list[Part] = [
            (pad(study.label, name_cells), "$strong"),
            ("  " + pad(_design(study), _DESIGN), "$muted"),
            f"{len(own) or '—':>11}  ",
        ]
        for name in view.coders:
            turns = sum(one.participant_turns for one in own)
            coded = sum(one.coded_turns.get(name, 0) for one in own)
            parts += [*_bar(coded, turns), "  "]
        parts.append((f"{number or '—':>7}", "$muted"))
        rows.append(Row.of(render_line(*parts).truncate(width), value=study))
    return rows


def _name_cells(view: ProjectView, width: int) -> int:
    """Count the cells that names of studies have; in a wide window, all that the longest needs."""
    longest = max((cell_len(one.label) for one in view.studies), default=0)
    return max(_NAME, min(longest, width - _WIDE)) if width > _WIDE else _NAME


def transcript_rows(view: ProjectView, study: Study, width: int) -> list[Row]:
    """Make the table of a study's transcripts, and of the people in them."""
    own = view.of_study(study.id)
    room = width - 52 - len(view.coders) * 14
    person = max(_PERSON, min(room, _MOST_PERSON)) if width > 76 else _PERSON
    head: list[Part] = [
        (pad(study.label, 8 + person), "bold $strong"), (f"{'turns':>6}  ", "$muted")
    ]  # fmt: skip
    head += [(pad(name, BAR_CELLS + 6), "$muted") for name in view.coders]
    rows = [Row.of(render_line(*head).truncate(width))]
    rows += [Row.later(partial(_transcript_line, view, one, person, width), one) for one in own]
    if not own:
        rows.append(Row.of(render_words(spoken(_NO_TRANSCRIPTS), "italic $muted")))
    return [*rows, *_sample_rows(view, study, own, width)]


_NO_TRANSCRIPTS = "No transcripts yet. {project.import} brings them in."
_ALL_CODED = "Everything is coded. Look at the matrix, {go.matrix}."


def _transcript_line(view: ProjectView, one: TranscriptSummary, person: int, width: int) -> Content:
    parts: list[Part] = [
        (pad(one.title, 7) + " ", "$text"),
        (pad(describe_people(view, one), person), "$muted"),
        (f"{one.turns:>6}  ", "$muted"),
    ]
    for name in view.coders:
        done = one.coded_turns.get(name, 0)
        parts += [*_bar(done, one.participant_turns), "  "]
    return render_line(*parts).truncate(width)


def side_rows(view: ProjectView, width: int) -> list[Row]:
    """Make the pane beside: what to do next, the week, the file."""
    rows = next_rows(view, width)
    if any(number for _, number in view.week):
        most = max(number for _, number in view.week)
        rows += [Row.of(Content("")), Row.of(render_words("This week", "bold $strong"))]
        for day, number in view.week:
            length = round((width - 12) * number / most)
            bar = "━" * length
            rows.append(
                Row.of(render_line((f"{day} ", "$muted"), (bar, "$text"), (f" {number}", "$text")))
            )
        rows.append(Row.of(render_words("    actions", "$muted")))
    size = f"{view.size / 1e6:.1f} MB" if view.size else ""
    rows += [
        Row.of(Content("")),
        Row.of(render_words("Project", "bold $strong")),
        Row.of(render_line(shorten(view.file_name, width - 10), (f"  {size}", "$muted"))),
    ]
    return rows


def next_rows(view: ProjectView, width: int, most: int = 5, *, wide: bool = False) -> list[Row]:
    """Make the list of next steps; each on one line where there is width for it."""
    rows = [Row.of(render_words("Next", "bold $strong"))]
    for number, step in enumerate(view.steps[:most], 1):
        digit = (f"{number}", "bold $accent-text")
        if wide:
            title = pad(step.title, 38)
            line = render_line(digit, f"  {title}  ", (step.detail, "$muted"))
            rows.append(Row.of(line.truncate(width - 2, ellipsis=True)))
        else:
            first = render_line(digit, "  ", shorten(step.title, width - 3))
            second = render_line("   ", (shorten(step.detail, width - 3), "$muted"))
            rows.append(Row.of(first, second))
    if not view.steps:
        rows.append(Row.of(render_words(spoken(_ALL_CODED), "$muted")))
    return rows


def describe_people(view: ProjectView, one: TranscriptSummary) -> str:
    """Say who speaks in a transcript: a role and a usage or arm, or how many."""
    ids = dict.fromkeys(voice.participant_id for voice in one.speakers if voice.participant_id)
    people = [view.participants[key] for key in ids if key in view.participants]
    if len(people) != 1:
        return f"{one.kind.value}, {len(people)} participants" if people else one.kind.value
    who = people[0]
    words = [who.role or (who.respondent.value if who.respondent else "")]
    words.append(who.attributes.get("usage", "") or one.wave)
    said = ", ".join(word for word in words if word)
    return said[:1].upper() + said[1:]


def _design(study: Study) -> str:
    return study.design.value.upper() if study.design.value == "rct" else study.design.value


def _bar(done: int, total: int) -> list[Part]:
    if not total:
        return [("—".ljust(BAR_CELLS + 4), "$muted")]
    filled = round(BAR_CELLS * done / total)
    share = f"{round(100 * done / total)}" if done else "·"
    return [("━" * filled, "$text"), ("─" * (BAR_CELLS - filled), "$line"), f"{share:>4}"]


def _sample_rows(
    view: ProjectView, study: Study, own: Sequence[TranscriptSummary], width: int
) -> list[Row]:
    """Count who was interviewed, by role, and by arm or usage."""
    ids = {voice.participant_id for one in own for voice in one.speakers if voice.participant_id}
    people = [view.participants[key] for key in ids if key in view.participants]
    arms = {arm.id: arm.name for arm in study.arms}
    group = {
        who.id: arms.get(who.arm_id or "", who.no_arm.value)
        if arms
        else who.attributes.get("usage", "")
        for who in people
    }
    columns = [
        *arms.values(),
        *sorted({name for name in group.values() if name} - set(arms.values())),
    ]
    roles = sorted({who.role for who in people if who.role})
    if not roles:
        return []
    widest = max([9, *(cell_len(name) + 2 for name in columns)])
    wide = max(6, min(widest, (width - 22) // (len(columns) + 1)))
    head = [(pad("Sample", 22), "bold $strong")]
    head += [(f"{shorten(name, wide - 1):>{wide}}", "$muted") for name in [*columns, "all"]]
    rows = [Row.of(Content("")), Row.of(render_line(*head).truncate(width))]
    number_of = Counter(
        (role, column)
        for who in people
        for role in {who.role, "all"}
        for column in (group[who.id], None)
    )
    for role in [*roles, "all"]:
        numbers = [number_of[role, column] for column in [*columns, None]]
        cells = "".join(f"{number:>{wide}}" for number in numbers)
        label = pad(role[:1].upper() + role[1:], 22)
        rows.append(Row.of(render_line((label, "$muted"), cells).truncate(width)))
    return rows


def _week(moments: Iterable[datetime]) -> tuple[tuple[str, int], ...]:
    """Count a coder's actions on each of the last seven days, by the clock of this place."""
    today = datetime.now(UTC).astimezone().date()
    days = [today - timedelta(days=back) for back in range(6, -1, -1)]
    counts = Counter(moment.astimezone().date() for moment in moments)
    return tuple((f"{day:%a}", counts[day]) for day in days)
