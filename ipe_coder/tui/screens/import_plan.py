"""What is to be imported: all files of one import, beside each other and what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ipe_coder.model.comment import CommentUse
from ipe_coder.model.transcript import NewTranscript, TranscriptSummary
from ipe_coder.project.beside import BY_NAME, NO_SPEAKER, named_beside, speaks
from ipe_coder.project.remembering import Remembered, proposals, remember
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screens.import_comments import Author, find_authors
from ipe_coder.tui.screens.import_doubts import Doubt, speaker_doubts
from ipe_coder.tui.screens.import_file import FilePlan

_RETITLE = "{import.title} gives another title, {import.leave_out} leaves the file out."


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
            [*self._title_doubts(one), *self._comment_doubts(one), *speaker_doubts(one)]
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
        other = spoken(_RETITLE)
        if plan.title.casefold() in self.taken:
            doubts.append(Doubt(f"The study has a transcript “{plan.title}” already.", other))
        elif number > 1:
            doubts.append(Doubt(f"{number} of these files are called “{plan.title}”.", other))
        known = self.originals.get(plan.draft.source.sha256)
        if known:
            remedy = spoken("{import.leave_out} leaves it out.")
            doubts.append(Doubt(f"The same file is here already as {known}.", remedy))
        return doubts

    def _out_doubts(self, place: int) -> list[Doubt]:
        """Ask of prose that is left out what it is: it may be an interview without labels."""
        one = self.files[place]
        if one.left_out is not None or self.why_out(place) != NO_SPEAKER:
            return []
        remedy = spoken(
            "{import.take_in} takes it in as prose, "
            "{import.divide} finds its speakers by another rule."
        )
        return [Doubt("Left out, as no speaker was found, beside files with speakers.", remedy)]

    def title_clash(self) -> tuple[int, Doubt] | None:
        """Find the first file whose title is another's too, so that nothing can be written."""
        for place, one in enumerate(self.files):
            if self._is_ready(place):
                doubts, retitle = self._title_doubts(one), spoken(_RETITLE)
                found = next((doubt for doubt in doubts if doubt.remedy == retitle), None)
                if found is not None:
                    return place, found
        return None

    def _comment_doubts(self, plan: FilePlan) -> list[Doubt]:
        if self.comments is not None or not plan.commented:
            return []
        remedy = spoken("{import.comments} takes them as codes, as memos, or leaves them, in all.")
        return [Doubt(f"{plan.commented}.", remedy)]
