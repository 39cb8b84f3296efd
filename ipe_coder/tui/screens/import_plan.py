"""What is to be imported: each file as it was read, with what the researcher says about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ipe_coder.errors import FileError
from ipe_coder.model.comment import CommentUse
from ipe_coder.model.counts import count_of
from ipe_coder.model.transcript import (
    Draft,
    NewTranscript,
    Role,
    Rule,
    Speaker,
    TranscriptKind,
    TranscriptSummary,
)
from ipe_coder.project.beside import BY_NAME, NO_SPEAKER, named_beside, speaks
from ipe_coder.project.importing import kind_of
from ipe_coder.project.previewing import DoubtfulTurn, VoiceCount, count_voices, doubtful_turns
from ipe_coder.project.remembering import Remembered, proposals, remember
from ipe_coder.project.sayings import GivenTurn, Said, Saying, label_key, settle
from ipe_coder.tui.screens.import_comments import Author, find_authors

_FEW_TURNS = 8
KINDS = tuple(TranscriptKind)
_RETITLE = "T gives another title, x leaves the file out."


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a researcher should decide before the file is written."""

    words: str
    remedy: str = ""
    speaker: int | None = None
    """Place of the speaker that it is about."""
    turn: int | None = None
    """Index of the turn that it is about."""

    @property
    def place(self) -> tuple[int, int]:
        """Where in the preview of its file it stands, to be compared."""
        return (
            (0, -1 if self.speaker is None else self.speaker)
            if self.turn is None
            else (1, self.turn)
        )


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file: as it was read, what is said of it, and what is to become of it."""

    path: Path
    found: Draft | None = None
    """As it was read."""
    draft: Draft | None = None
    """After what was said."""
    error: FileError | None = None
    rule: Rule = field(default_factory=Rule)
    """How it is divided among its speakers."""
    said: Said = field(default_factory=Said)
    proposed: tuple[Saying, ...] = ()
    """What was said of the same labels in files that look alike."""
    as_read: bool = False
    """Whether proposals are not wanted."""
    people: tuple[str, ...] = ()
    """Pseudonyms by speaker, in the places of the draft's speakers; empty where none is given."""
    members: tuple[tuple[str, ...], ...] = ()
    """Labels of the file that became each speaker."""
    counts: tuple[VoiceCount, ...] = ()
    """By speaker, in the places of the draft's speakers."""
    kind: TranscriptKind | None = None
    """As the researcher says; else as it looks."""
    title: str = ""
    """As the researcher says; else the file's."""
    left_out: bool | None = None
    """As the researcher says; else as the plan proposes."""

    def read(self, found: Draft | FileError) -> FilePlan:
        """Take what was made of the file; what was said of it holds on."""
        if isinstance(found, FileError):
            return replace(self, error=found)
        return replace(self, found=found, title=self.title or found.title)._settled()

    def divided_by(self, rule: Rule) -> FilePlan:
        """Plan to read the file by another rule."""
        return replace(self, rule=rule, found=None, draft=None, error=None)

    @property
    def is_reading(self) -> bool:
        """Whether the file is still to be read."""
        return self.draft is None and self.error is None

    @property
    def is_prose(self) -> bool:
        """Whether nobody is named in it, and nobody has said that this is right."""
        untouched = self.kind is None and self.rule == Rule() and not self.said.sayings
        return self.found is not None and not speaks(self.found.speakers) and untouched

    @property
    def commented(self) -> str:
        """Say how many comments stand on its words and by how many people, if any."""
        comments = self.draft.comments if self.draft else ()
        people = len({one.author.casefold() for one in comments})
        if not comments:
            return ""
        number = count_of(len(comments), "comment")
        return f"{number} by {count_of(people, 'person', 'people')}"

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """The speakers with the labels and roles that they are to have."""
        return self.draft.speakers if self.draft else ()

    @property
    def new(self) -> NewTranscript:
        """What is to be written."""
        assert self.draft is not None
        kind = self.kind or kind_of(self.draft)
        return NewTranscript(self.draft, self.title, kind, people=self.people)

    def about(self, speaker: int, **changes: Any) -> FilePlan:
        """Say something of a speaker: its role, its label, whose voice it is."""
        labels = self.members[speaker]
        kept = self._effective.sayings
        # What was proposed of it is agreed to with the first word that is said of it.
        taken = {key: kept[key] for one in labels if (key := label_key(one)) in kept}
        said = replace(self.said, sayings={**self.said.sayings, **taken})
        return replace(self, said=said.about(labels, **changes))._settled()

    def merged(self, speaker: int, into: int) -> FilePlan:
        """Count the turns of a speaker to another."""
        return self.about(speaker, becomes=self.speakers[into].label, role=None, participant="")

    def with_turn_of(self, turn: int, label: str) -> FilePlan:
        """Give a turn to the speaker of a label, known or new."""
        assert self.draft is not None
        return self._given(self.said, self.draft.turns[turn].start, label)

    def with_turn_divided(self, start: int, label: str) -> FilePlan:
        """Let another speaker begin where a paragraph of a turn does."""
        said = replace(self.said, splits=self.said.splits | {start})
        return self._given(said, start, label)

    def _given(self, said: Said, start: int, label: str) -> FilePlan:
        own = next(
            (self.members[n][0] for n, one in enumerate(self.speakers) if one.label == label), label
        )
        assert self.found is not None
        return replace(self, said=said.give(GivenTurn(start, own), self.found.text))._settled()

    def with_proposals(self, proposed: tuple[Saying, ...]) -> FilePlan:
        """Take what was said of other files for a proposal."""
        if self.found is None or proposed == self.proposed:
            return self
        return replace(self, proposed=proposed)._settled()

    def with_or_without_proposals(self) -> FilePlan:
        """Take the file as it was read, or with the proposals again."""
        return replace(self, as_read=not self.as_read)._settled()

    def with_next_kind(self) -> FilePlan:
        """Take the file for another kind of transcript."""
        place = KINDS.index(self.new.kind)
        return replace(self, kind=KINDS[(place + 1) % len(KINDS)])

    def doubtful_turns(self) -> list[DoubtfulTurn]:
        """List the turns whose speaker should be looked at."""
        return doubtful_turns(self.draft) if self.draft else []

    @property
    def _effective(self) -> Said:
        return self.said if self.as_read else self.said.under(self.proposed)

    def _settled(self) -> FilePlan:
        assert self.found is not None
        draft, people, members = settle(self.found, self._effective)
        counts = count_voices(draft)
        return replace(self, draft=draft, people=people, members=members, counts=counts)


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
    comment_coders: Mapping[str, str] = field(default_factory=dict)
    """Coders of comments, by the folded name of the author who is called otherwise."""
    memory: tuple[Remembered, ...] = ()
    """What was said of labels, in earlier imports first."""

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

    def take(self, place: int, plan: FilePlan) -> ImportPlan:
        """Put a file that was read in its place, with what is known of files that look alike."""
        return self.put(place, self._with_proposals(plan))

    def knowing(self, known: ImportPlan) -> ImportPlan:
        """Take what the project holds: titles, files, and what was said in earlier imports."""
        own = tuple(one for one in self.memory if one.sha256)
        plan = replace(
            self, taken=known.taken, originals=known.originals, memory=(*known.memory, *own)
        )
        return replace(plan, files=tuple(plan._with_proposals(one) for one in plan.files))

    def keep_from(self, now: ImportPlan) -> ImportPlan:
        """Bring back what was said before, of the files as they are read by now."""
        files = tuple(
            new if old.is_reading and not new.is_reading else old
            for old, new in zip(self.files, now.files, strict=True)
        )
        return replace(
            now, files=files, memory=self.memory, comments=self.comments,
            comment_coders=self.comment_coders,
        )  # fmt: skip

    def said(self, place: int, plan: FilePlan) -> ImportPlan:
        """Put a file of which something was said in its place, and propose the same of others."""
        assert plan.found is not None
        sha256 = plan.found.source.sha256
        others = tuple(one for one in self.memory if one.sha256 != sha256)
        own = remember(plan.found, plan.said.sayings.values(), plan.title)
        known = replace(self.put(place, plan), memory=(*others, *own))
        return replace(known, files=tuple(known._with_proposals(one) for one in known.files))

    def _with_proposals(self, plan: FilePlan) -> FilePlan:
        if plan.found is None:
            return plan
        return plan.with_proposals(proposals(plan.found, self.memory))

    def with_next_comments(self) -> ImportPlan:
        """Take comments as codes, then as memos, then leave them."""
        order = (CommentUse.CODES, CommentUse.MEMOS, CommentUse.LEAVE)
        place = order.index(self.comments) if self.comments else -1
        return replace(self, comments=order[(place + 1) % len(order)])

    @property
    def authors(self) -> list[Author]:
        """Who wrote the comments in the files that would be written."""
        comments = [one for plan in self.ready if plan.draft for one in plan.draft.comments]
        return find_authors(comments, self.comment_coders)

    @property
    def coders(self) -> dict[str, str]:
        """Coders by the name of the author, of those whose comments would be written."""
        taken = self.comments in {CommentUse.CODES, CommentUse.MEMOS}
        return {one.name: one.coder for one in self.authors if one.coder} if taken else {}

    def with_coder(self, author: str, coder: str) -> ImportPlan:
        """Take the comments of an author for the work of a coder."""
        coders = {**self.comment_coders, author.casefold(): coder}
        if coder.casefold() == author.casefold():
            del coders[author.casefold()]
        return replace(self, comment_coders=coders)

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
        return [one for place, one in enumerate(self.files) if self._is_ready(place)]

    def _is_ready(self, place: int) -> bool:
        return self.files[place].draft is not None and not self.is_out(place)

    def is_out(self, place: int) -> bool:
        """Tell whether a file is left out: the researcher's word, else what is proposed."""
        said = self.files[place].left_out
        return bool(self.why_out(place)) if said is None else said

    def why_out(self, place: int) -> str:
        """Say why a file is left out until somebody takes it in; empty if it is not."""
        return self._whys[place]

    @cached_property
    def _whys(self) -> list[str]:
        speak = {one.path.parent for one in self.files if one.found and speaks(one.found.speakers)}
        return [self._why_out(one, one.path.parent in speak) for one in self.files]

    def _why_out(self, one: FilePlan, others_speak: bool) -> str:
        if one.found is None:
            return ""
        if known := self.originals.get(one.found.source.sha256):
            return f"the same file is here already as {known}"
        if len(self.files) > 1 and named_beside(one.path.stem):
            return BY_NAME
        return NO_SPEAKER if others_speak and one.is_prose else ""

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
            if self._is_ready(place)
            else self._out_doubts(place)
            for place, one in enumerate(self.files)
        ]

    @cached_property
    def _titles(self) -> Counter[str]:
        return Counter(one.title.casefold() for one in self.ready)

    def _title_doubts(self, plan: FilePlan) -> list[Doubt]:
        assert plan.draft is not None
        doubts = []
        number = self._titles[plan.title.casefold()]
        other = _RETITLE
        if plan.title.casefold() in self.taken:
            doubts.append(Doubt(f"The study has a transcript “{plan.title}” already.", other))
        elif number > 1:
            doubts.append(Doubt(f"{number} of these files are called “{plan.title}”.", other))
        known = self.originals.get(plan.draft.source.sha256)
        if known:
            doubts.append(Doubt(f"The same file is here already as {known}.", "x leaves it out."))
        return doubts

    def _out_doubts(self, place: int) -> list[Doubt]:
        """Ask of prose that is left out what it is: it may be an interview without labels."""
        one = self.files[place]
        if one.left_out is not None or self.why_out(place) != NO_SPEAKER:
            return []
        remedy = "x takes it in as prose, d finds its speakers by another rule."
        return [Doubt("Left out, as no speaker was found, beside files with speakers.", remedy)]

    def title_clash(self) -> tuple[int, Doubt] | None:
        """Find the first file whose title is another's too, so that nothing can be written."""
        for place, one in enumerate(self.files):
            if self._is_ready(place):
                found = next((n for n in self._title_doubts(one) if n.remedy == _RETITLE), None)
                if found is not None:
                    return place, found
        return None

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
            doubts.append(Doubt(f"{name}: who is it?", _unknown_remedy(plan), number))
    named = [one for one in plan.speakers if one.label]
    if len(named) > 1 and not any(one.role is Role.INTERVIEWER for one in named):
        first = plan.speakers.index(named[0])
        remedy = "Go to who asks and press 1, if anybody does."
        doubts.append(Doubt("Nobody is the interviewer.", remedy, first))
    return [*doubts, *_turn_doubts(plan, plan.draft)]


def _turn_doubts(plan: FilePlan, draft: Draft) -> list[Doubt]:
    doubts = []
    if draft.by_look and not plan.said.sayings:
        words = f"Nobody is named: paragraphs {draft.by_look} were taken for the questions."
        doubts.append(Doubt(words, "e names a speaker, d has other rules.", 0))
    if draft.doubts:
        turns = [index for index, _ in draft.doubts]
        shown = ", ".join(str(index + 1) for index in turns[:_FEW_TURNS])
        more = " and more" if len(turns) > _FEW_TURNS else ""
        words = f"{count_of(len(turns), 'turn')} may be somebody else's: {shown}{more}."
        doubts.append(
            Doubt(words, "s splits a turn, t gives it to another speaker.", turn=turns[0])
        )
    return doubts


def _unknown_remedy(plan: FilePlan) -> str:
    roles = "1 to 3 say its role: interviewer, participant, other."
    if len(plan.speakers) > 1:
        return f"M counts its turns to another speaker; {roles}"
    return f"{roles} d finds speakers by another rule."
