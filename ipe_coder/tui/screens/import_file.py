"""One file of an import: as it was read, and what the researcher says of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ipe_coder.errors import FileError
from ipe_coder.model.counts import count_of
from ipe_coder.model.transcript import Draft, NewTranscript, Rule, Speaker, TranscriptKind
from ipe_coder.project.beside import speaks
from ipe_coder.project.importing import kind_of
from ipe_coder.project.previewing import DoubtfulTurn, VoiceCount, count_voices, doubtful_turns
from ipe_coder.project.sayings import GivenTurn, Said, Saying, label_key, settle

_KINDS = tuple(TranscriptKind)


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
        place = _KINDS.index(self.new.kind)
        return replace(self, kind=_KINDS[(place + 1) % len(_KINDS)])

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
