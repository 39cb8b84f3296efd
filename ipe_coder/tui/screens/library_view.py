"""Everything in the library, as the screen reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ipe_coder.model.segment import Memo, MemoAbout
from ipe_coder.model.study import Appearance, Participant, Study
from ipe_coder.model.transcript import Speaker, TranscriptSummary

if TYPE_CHECKING:
    from ipe_coder.project import Project


@dataclass(frozen=True)
class LibraryView:
    """Everything in the library, read in one go."""

    studies: tuple[Study, ...] = ()
    transcripts: tuple[TranscriptSummary, ...] = ()
    participants: tuple[Participant, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    coders: tuple[str, ...] = ()
    """Names of those who have coded, the first to come first."""
    memos: Mapping[str, Sequence[Memo]] = field(default_factory=dict)
    """What was written about transcripts and participants, by their ids, the newest last."""

    @classmethod
    def read(
        cls, project: Project, only_coder: str = "", coder_ids: Sequence[str] = ()
    ) -> LibraryView:
        """Read it from a project.

        Args:
            project: The project.
            only_coder: Whose progress is shown; everybody's when empty.
            coder_ids: Whose memos are shown; everybody's when empty.
        """
        transcripts = tuple(project.transcripts())
        used = {name for one in transcripts for name, number in one.segments.items() if number}
        found = cls(
            studies=tuple(project.studies()),
            transcripts=transcripts,
            participants=tuple(project.participants()),
            appearances=tuple(project.appearances()),
            coders=tuple(
                one.name
                for one in project.coders()
                if one.name in used and only_coder in ("", one.name)
            ),
            memos=project.memos_by_thing((MemoAbout.TRANSCRIPT, MemoAbout.PARTICIPANT), coder_ids),
        )
        found.prepare()
        return found

    def prepare(self) -> None:
        """Look up what a list of thousands needs, away from the event loop."""
        for name in ("_people", "_here", "_voices", "longest_title", "waiting"):
            getattr(self, name)

    def of_study(self, study_id: str) -> LibraryView:
        """Keep what is of one study; all of it for no study."""
        if not study_id:
            return self
        if study_id not in self._parts:
            self._parts[study_id] = replace(
                self,
                studies=tuple(one for one in self.studies if one.id == study_id),
                transcripts=tuple(one for one in self.transcripts if one.study_id == study_id),
                participants=tuple(one for one in self.participants if one.study_id == study_id),
            )
        return self._parts[study_id]

    def transcript(self, transcript_id: str) -> TranscriptSummary | None:
        """Find a transcript by its id."""
        return next((one for one in self.transcripts if one.id == transcript_id), None)

    def participant(self, participant_id: str | None) -> Participant | None:
        """Find a participant by their id."""
        return self._people.get(participant_id or "")

    def study(self, study_id: str) -> Study:
        """Get a study by its id."""
        return next(one for one in self.studies if one.id == study_id)

    def voices_of(self, participant_id: str) -> list[tuple[TranscriptSummary, Speaker]]:
        """List where a participant speaks."""
        return self._voices.get(participant_id, [])

    def appearance_in(self, participant_id: str, transcript_id: str | None) -> Appearance | None:
        """Find what holds of a participant in one transcript only."""
        own = self._here.get(participant_id, ())
        return next((one for one in own if one.transcript_id == transcript_id), None)

    def waits_for(self, participant_id: str) -> list[str]:
        """List the transcripts that a participant waits for."""
        own = self._here.get(participant_id, ())
        return [one.transcript for one in own if one.transcript_id is None]

    def arm_of(self, one: Participant) -> str:
        """Name a participant's arm, or why there is none."""
        arms = self.study(one.study_id).arms
        return next((arm.name for arm in arms if arm.id == one.arm_id), one.no_arm.value)

    @cached_property
    def _parts(self) -> dict[str, LibraryView]:
        return {}

    @cached_property
    def _people(self) -> dict[str, Participant]:
        return {one.id: one for one in self.participants}

    @cached_property
    def _here(self) -> dict[str, list[Appearance]]:
        found: dict[str, list[Appearance]] = defaultdict(list)
        for one in self.appearances:
            found[one.participant_id].append(one)
        return dict(found)

    @cached_property
    def _voices(self) -> dict[str, list[tuple[TranscriptSummary, Speaker]]]:
        found: dict[str, list[tuple[TranscriptSummary, Speaker]]] = defaultdict(list)
        for one in self.transcripts:
            for voice in one.speakers:
                if voice.participant_id:
                    found[voice.participant_id].append((one, voice))
        return dict(found)

    @cached_property
    def longest_title(self) -> int:
        """Cells of the longest title."""
        return max((cell_len(one.title) for one in self.transcripts), default=0)

    @cached_property
    def waiting(self) -> list[Participant]:
        """Participants of whom a transcript is still to come."""
        return [one for one in self.participants if self.waits_for(one.id)]
