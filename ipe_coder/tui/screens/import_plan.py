"""What is to be imported: each file as it was read, with what the researcher says about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.comment import CommentUse
from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import (
    Draft,
    NewTranscript,
    Role,
    Speaker,
    TranscriptKind,
    TranscriptSummary,
    Turn,
)
from ipe_coder.project.library import prepare

KINDS = tuple(TranscriptKind)


@dataclass(frozen=True, slots=True)
class VoiceCount:
    """How much a speaker of a draft says."""

    turns: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a researcher should decide before the file is written."""

    words: str
    remedy: str = ""
    speaker: int | None = None
    """Place of the speaker that it is about."""


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file: as it was read, and what is to become of it."""

    path: Path
    draft: Draft | None = None
    error: FileError | None = None
    counts: tuple[VoiceCount, ...] = ()
    """By speaker, in the places of the draft's speakers."""
    kind: TranscriptKind | None = None
    """As the researcher says; else as it looks."""
    title: str = ""
    """As the researcher says; else the file's."""
    left_out: bool = False

    @classmethod
    def of(cls, path: Path, found: Draft | FileError) -> FilePlan:
        """Plan to import what was made of a file."""
        if isinstance(found, FileError):
            return cls(path, error=found)
        return cls(path, draft=found, title=found.title, counts=_count(found))

    @property
    def is_reading(self) -> bool:
        """Whether the file is still to be read."""
        return self.draft is None and self.error is None

    @property
    def is_ready(self) -> bool:
        """Whether the file would be written now."""
        return self.draft is not None and not self.left_out

    @property
    def commented(self) -> str:
        """Say how many comments stand on its words and by how many people, if any."""
        comments = self.draft.comments if self.draft else ()
        people = len({one.author.casefold() for one in comments})
        if not comments:
            return ""
        number = _number(len(comments), "comment", "comments")
        return f"{number} by {_number(people, 'person', 'people')}"

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """The speakers with the roles that they are to have."""
        return self.draft.speakers if self.draft else ()

    @property
    def new(self) -> NewTranscript:
        """What is to be written."""
        assert self.draft is not None
        return replace(prepare(self.draft, kind=self.kind), title=self.title)

    def with_role(self, speaker: int, role: Role) -> FilePlan:
        """Give a speaker a role."""
        assert self.draft is not None
        speakers = list(self.speakers)
        speakers[speaker] = replace(speakers[speaker], role=role)
        guesses = list(self.draft.guesses)
        guesses[speaker] = "as you say"
        draft = replace(self.draft, speakers=tuple(speakers), guesses=tuple(guesses))
        return replace(self, draft=draft)

    def with_next_kind(self) -> FilePlan:
        """Take the file for another kind of transcript."""
        place = KINDS.index(self.new.kind)
        return replace(self, kind=KINDS[(place + 1) % len(KINDS)])

    def doubtful_turns(self) -> list[Turn]:
        """List the turns of a voice that may be anybody's; none where no voice has a label."""
        if self.draft is None or not any(one.label for one in self.speakers):
            return []
        unknown = {n for n, one in enumerate(self.speakers) if one.role is Role.UNKNOWN}
        return [turn for turn in self.draft.turns if turn.speaker in unknown]


@dataclass(frozen=True)
class ImportPlan:
    """All files of one import into a study."""

    files: tuple[FilePlan, ...]
    taken: frozenset[str] = frozenset()
    """Titles in the study, folded."""
    originals: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of the files that are in the project, with the titles of their transcripts."""
    comments: CommentUse | None = None
    """What becomes of the comments in the files; None until somebody says."""

    @classmethod
    def of(
        cls, paths: Sequence[Path], study_id: str, known: Sequence[TranscriptSummary]
    ) -> ImportPlan:
        """Plan to read some files into a study."""
        return cls(
            tuple(FilePlan(path) for path in paths),
            frozenset(one.title.casefold() for one in known if one.study_id == study_id),
            {one.source.sha256: one.title for one in known},
        )

    def put(self, place: int, plan: FilePlan) -> ImportPlan:
        """Put another plan in the place of a file's."""
        files = list(self.files)
        files[place] = plan
        return replace(self, files=tuple(files))

    def with_role_everywhere(self, label: str, role: Role) -> ImportPlan:
        """Give speakers of one label the same role in every file."""
        files = list(self.files)
        for place, plan in enumerate(files):
            for number, speaker in enumerate(plan.speakers):
                if speaker.label.casefold() == label.casefold() and speaker.role is not role:
                    files[place] = files[place].with_role(number, role)
        return replace(self, files=tuple(files))

    def with_next_comments(self) -> ImportPlan:
        """Take comments as codes, then as memos, then leave them."""
        order = (CommentUse.CODES, CommentUse.MEMOS, CommentUse.LEAVE)
        place = order.index(self.comments) if self.comments else -1
        return replace(self, comments=order[(place + 1) % len(order)])

    @property
    def has_comments(self) -> bool:
        """Whether there are comments on words of the files."""
        return any(one.draft.comments for one in self.files if one.draft is not None)

    @property
    def new(self) -> tuple[NewTranscript, ...]:
        """What is to be written."""
        use = self.comments or CommentUse.LEAVE
        return tuple(replace(one.new, comments=use) for one in self.ready)

    @property
    def ready(self) -> list[FilePlan]:
        """The files that would be written now."""
        return [one for one in self.files if one.is_ready]

    @property
    def is_reading(self) -> bool:
        """Whether a file is still to be read."""
        return any(one.is_reading for one in self.files)

    def doubts(self, place: int) -> list[Doubt]:
        """List what somebody should decide about a file."""
        return self._doubts[place]

    @cached_property
    def doubtful(self) -> list[tuple[int, Doubt]]:
        """Everything that somebody should decide, with the place of its file."""
        return [(place, doubt) for place, own in enumerate(self._doubts) for doubt in own]

    @cached_property
    def _doubts(self) -> list[list[Doubt]]:
        return [
            [*self._title_doubts(one), *self._comment_doubts(one), *_speaker_doubts(one)]
            if one.is_ready
            else []
            for one in self.files
        ]

    @cached_property
    def _titles(self) -> Counter[str]:
        return Counter(one.title.casefold() for one in self.ready)

    def _title_doubts(self, plan: FilePlan) -> list[Doubt]:
        assert plan.draft is not None
        doubts = []
        number = self._titles[plan.title.casefold()]
        other = "T gives another title, x leaves the file out."
        if plan.title.casefold() in self.taken:
            doubts.append(Doubt(f"The study has a transcript “{plan.title}” already.", other))
        elif number > 1:
            doubts.append(Doubt(f"{number} of these files are called “{plan.title}”.", other))
        known = self.originals.get(plan.draft.source.sha256)
        if known:
            doubts.append(Doubt(f"The same file is here already as {known}.", "x leaves it out."))
        return doubts

    def _comment_doubts(self, plan: FilePlan) -> list[Doubt]:
        if self.comments is not None or not plan.commented:
            return []
        remedy = "c takes them as codes, as memos, or leaves them, in all files."
        return [Doubt(f"{plan.commented}.", remedy)]


def _speaker_doubts(plan: FilePlan) -> list[Doubt]:
    assert plan.draft is not None
    doubts = []
    for number, speaker in enumerate(plan.speakers):
        if speaker.role is Role.UNKNOWN:
            name = speaker.label or "The voice without a label"
            doubts.append(Doubt(f"{name}: what is it?", "r says its role.", number))
    named = [one for one in plan.speakers if one.label]
    if len(named) > 1 and not any(one.role is Role.INTERVIEWER for one in named):
        first = plan.speakers.index(named[0])
        doubts.append(Doubt("Nobody is the interviewer.", "r changes a role.", first))
    return doubts


def _number(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _count(draft: Draft) -> tuple[VoiceCount, ...]:
    turns, words = [0] * len(draft.speakers), [0] * len(draft.speakers)
    for turn in draft.turns:
        turns[turn.speaker] += 1
        words[turn.speaker] += count_words(draft.text[turn.start : turn.end])
    return tuple(map(VoiceCount, turns, words))
