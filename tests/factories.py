"""A one-line notation for coded transcripts, and real projects made from it.

`study("I: How was it? | P1: It was {hard at first:Barriers} [laughs]")` gives a draft, its codes
and its segments. `|` parts the turns and `Label:` begins them; `I`, `I2` and `Interviewer` are
interviewers, `?` is nobody known, all others are participants. `{words:Code}` is a segment, which
may hold others and may run on over several turns; `{words:Code=against}` has a stance.
"""

from __future__ import annotations

import hashlib
import random
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ipe_coder.model.code import PATH_SEPARATOR, Code, Codebook
from ipe_coder.model.segment import Segment, Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.study import ParticipantRow
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import (
    Draft,
    NewTranscript,
    Role,
    Source,
    Speaker,
    Transcript,
    TranscriptKind,
    Turn,
)
from ipe_coder.project import Project
from ipe_coder.store.store import Store

EPOCH = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""When the clock of a test project begins."""

_LABEL = re.compile(r"\s*(?:(?P<label>[^:{}|]{1,20}):\s)?")
_MARKUP = re.compile(r"[{}|]")
_INTERVIEWER = re.compile(r"I\d?|Interviewer.*")


@dataclass(frozen=True)
class Coded:
    """A segment of a sketch."""

    span: Span
    code: str
    """Name or path."""
    stance: Stance | None = None


@dataclass(frozen=True)
class Sketch:
    """What the notation means."""

    draft: Draft
    coded: tuple[Coded, ...]

    @property
    def text(self) -> str:
        """The text of the transcript."""
        return self.draft.text

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, in the order in which their segments begin."""
        return tuple(dict.fromkeys(one.code for one in self.coded))

    @property
    def codebook(self) -> Codebook:
        """The codes as a codebook, with those above them."""
        return codebook(*self.codes)

    def transcript(self, transcript_id: str = "t1", study_id: str = "s1") -> Transcript:
        """Make the transcript as the store would give it."""
        draft = self.draft
        return Transcript(
            transcript_id, study_id, draft.title, draft.text, draft.turns, draft.speakers,
            draft.source,
        )  # fmt: skip

    def segments(self, transcript_id: str = "t1", coder_id: str = "c1") -> list[Segment]:
        """Make the segments as the store would give them; codes have their names as ids."""
        of = self.transcript(transcript_id)
        return [
            Segment(
                f"{transcript_id}-{number}", transcript_id, one.span, one.span.of(self.text),
                one.code, coder_id, stance=one.stance, voices=of.voices_in(one.span),
            )
            for number, one in enumerate(self.coded, start=1)
        ]  # fmt: skip

    def new(self, **fields: Any) -> NewTranscript:
        """Make it ready to be stored."""
        return NewTranscript(self.draft, self.draft.title, **fields)


def study(notation: str, title: str = "Interview") -> Sketch:
    """Read the notation."""
    parts: list[str] = []
    turns: list[Turn] = []
    labels: list[str] = []
    coded: list[Coded] = []
    opened: list[int] = []
    length = 0
    for index, (label, body) in enumerate(_split_turns(clean(notation).text)):
        if label not in labels:
            labels.append(label)
        words = _read_markup(body, length, opened, coded)
        turns.append(Turn(index, length, length + len(words), labels.index(label)))
        parts.append(words)
        length += len(words) + 1
    assert not opened, "a segment is not closed"
    text = "\n".join(parts)
    assert clean(text).text == text
    coded.sort(key=lambda one: (one.span.start, -one.span.end))
    return Sketch(draft_of(title, text, turns, labels), tuple(coded))


def draft_of(
    title: str, text: str, turns: Iterable[Turn] | None = None, labels: Sequence[str] = ("P1",)
) -> Draft:
    """Make a draft of a text; without turns, of one turn."""
    data = text.encode()
    source = Source(f"{title}.txt", "Text", hashlib.sha256(data).hexdigest(), len(data), "utf-8")
    return Draft(
        title=title,
        text=text,
        turns=tuple(turns) if turns is not None else (Turn(0, 0, len(text), 0),),
        speakers=tuple(Speaker(label, role_of(label)) for label in labels),
        source=source,
        data=data,
    )


def role_of(label: str) -> Role:
    """Tell what a speaker does, by the notation."""
    if label in ("", "?"):
        return Role.UNKNOWN
    return Role.INTERVIEWER if _INTERVIEWER.fullmatch(label) else Role.PARTICIPANT


def _split_turns(notation: str) -> Iterator[tuple[str, str]]:
    for part in notation.split("|"):
        found = _LABEL.match(part)
        assert found is not None
        yield (found["label"] or "").strip(), part[found.end() :].strip()


def _read_markup(body: str, offset: int, opened: list[int], coded: list[Coded]) -> str:
    """Take the braces out of one turn's words, and note the segments that end in it."""
    words = ""
    place = 0
    for mark in _MARKUP.finditer(body):
        words += body[place : mark.start()]
        place = mark.end()
        if mark.group() == "{":
            opened.append(offset + len(words))
            continue
        words, _, name = words.rpartition(":")
        code, _, stance = name.partition("=")
        span = Span(opened.pop(), offset + len(words))
        coded.append(Coded(span, code.strip(), Stance(stance) if stance else None))
    return words + body[place:]


def codebook(*paths: str, name: str = "Codes", study_name: str = "") -> Codebook:
    """Make a codebook of paths, as a reader of codebook files does: ids are paths."""
    found: dict[str, Code] = {}
    for path in paths:
        parts = path.split(PATH_SEPARATOR)
        for depth in range(1, len(parts) + 1):
            code_id = PATH_SEPARATOR.join(parts[:depth])
            parent = PATH_SEPARATOR.join(parts[: depth - 1]) or None
            place = sum(one.parent_id == parent for one in found.values())
            found.setdefault(code_id, Code(code_id, parts[depth - 1], parent, position=place))
    return Codebook("", name, study=study_name, codes=tuple(found.values()))


@dataclass
class TickingClock:
    """A clock that goes on by one second whenever somebody looks."""

    now: datetime = EPOCH

    def __call__(self) -> datetime:
        """Tell the time."""
        self.now += timedelta(seconds=1)
        return self.now


def seeded_ids(seed: int = 1) -> Callable[[], str]:
    """Make a source of ids that are the same in every run."""
    source = random.Random(seed)
    return lambda: str(uuid.UUID(int=source.getrandbits(128), version=4))


def new_store(url: str | Path, name: str = "Well-being", seed: int = 1) -> Store:
    """Make an empty project's store with a ticking clock and seeded ids."""
    return Store.create(str(url), name, clock=TickingClock(), new_id=seeded_ids(seed))


def new_project(url: str | Path, coder: str = "AB", *, seed: int = 1) -> Project:
    """Make an empty project with a ticking clock and seeded ids."""
    return Project(new_store(url, seed=seed), coder)


def reopened(path: str | Path, coder: str = "AB", *, seed: int = 2) -> Project:
    """Open a project a day after it was made, with a ticking clock and seeded ids."""
    clock = TickingClock(EPOCH + timedelta(days=1))
    return Project(Store.open(str(path), clock=clock, new_id=seeded_ids(seed)), coder)


def add(
    project: Project,
    study_name: str,
    *sketches: Sketch,
    coder: str = "",
    wave: str = "",
    kind: TranscriptKind = TranscriptKind.INTERVIEW,
) -> None:
    """Add sketches to a study: those not yet there as transcripts, and all their segments."""
    there = {one.title for one in project.transcripts(study_name)}
    new = [one.new(wave=wave, kind=kind) for one in sketches if one.draft.title not in there]
    if new:
        project.add_transcripts(study_name, new)
    for one in sketches:
        code_up(project, study_name, one, coder=coder)


def code_up(project: Project, study_name: str, sketch: Sketch, *, coder: str = "") -> None:
    """Apply a sketch's codes to its transcript; codes that are not there are added."""
    transcript = project.transcript(sketch.draft.title, study=study_name)
    assert transcript.text == sketch.text, "sketches of one title have one text"
    for one in sketch.coded:
        code = ensure_code(project, study_name, one.code)
        project.apply_code(transcript, [one.span], code, stance=one.stance, coder=coder)


def ensure_code(project: Project, study_name: str, path: str) -> Code:
    """Find a code by its path, or add it with all above it."""
    book = project.codebook(study_name)
    found = [one for one in book.find(path) if one.active] if book else []
    if found:
        return found[0]
    parent, _, name = path.rpartition(PATH_SEPARATOR)
    if parent:
        ensure_code(project, study_name, parent)
    return project.add_code(study_name, name, parent=parent)


def people(project: Project, study_name: str, rows: Mapping[str, str], **common: str) -> list[str]:
    """Import participants: pseudonym to `transcript[/speaker] respondent arm key=value ...`.

    `-` stands for nothing. Several rows of one participant are parted by `;`.
    """
    made: list[ParticipantRow] = []
    for pseudonym, text in rows.items():
        for row in text.split(";"):
            made.append(_person(pseudonym, row.split(), len(made) + 2, common))
    return project.add_participants(made, study_name, Path("participants.csv"))


def _person(pseudonym: str, words: list[str], line: int, common: dict[str, str]) -> ParticipantRow:
    from ipe_coder.model.study import Respondent

    fixed = ["" if word == "-" else word for word in words if "=" not in word]
    fixed += [""] * (3 - len(fixed))
    transcript, _, speaker = fixed[0].partition("/")
    given = dict(word.split("=", 1) for word in words if "=" in word)
    return ParticipantRow(
        pseudonym,
        transcript,
        speaker,
        Respondent(fixed[1]) if fixed[1] else None,
        fixed[2].replace("_", " "),
        attributes={**common, **given},
        line=line,
    )


LAUGHS = study(
    "I: How was it? | P1: It was {hard at first:Barriers / Time} [laughs], then [/] it {got "
    "easier 🙂:Enablers=for}. | I: And now? | P1: {Mae'n ŵyl bob dydd, a llŷ yw'r lle:Enablers} "
    "👩‍👩‍👧 x̂ y̌.",
    "Laughs",
)
"""Square brackets that look like markup, emoji, combining marks and Welsh."""

ARABIC = study(
    "Interviewer: كيف كان؟ | P2: {كَانَ مُفِيدًا جِدًّا:Enablers=for} [b]حقًّا[/b], {but too late:Barriers / "
    "Time=against}. | ?: [door shuts] sorry",
    "Arabic",
)
"""Right to left with vowel marks, and a voice that nobody knows."""

GROUP = study(
    "I: Who used it? | Anna: {I did, every week | Bob: we all did really:Enablers}. | "
    "Cerys: {Not me:Barriers / Access=against}.",
    "Group",
)
"""A focus group, with a segment over two voices."""


def standard_project(url: str | Path) -> Project:
    """Make the standard study: two interviews and a group, coded by AB and in part by CD."""
    project = new_project(url)
    project.add_study("leave", title="Leave study", arms=["treatment", "control"])
    add(project, "leave", LAUGHS, ARABIC)
    add(project, "leave", GROUP, kind=TranscriptKind.FOCUS_GROUP)
    people(
        project,
        "leave",
        {
            "Mair": "Laughs recipient treatment role=teacher site=North",
            "Samir": "Arabic recipient control role=teacher site=South",
            "Anna": "Group/Anna deliverer not_randomised role=manager site=North",
            "Bob": "Group/Bob recipient treatment role=nurse site=North",
            "Cerys": "Group/Cerys recipient treatment role=nurse site=South",
        },
    )
    second = replace(LAUGHS, coded=LAUGHS.coded[:1])
    add(project, "leave", second, coder="CD")
    return project
