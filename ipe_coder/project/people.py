"""Participants, and whose voice each speaker is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.study import Appearance, NoArm, Participant, ParticipantRow, Study
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import Role, Speaker, Transcript
from ipe_coder.store import studies, transcripts
from ipe_coder.store.store import IdSource, PendingChange


class PeopleImport:
    """Maps speakers to participants within one change.

    A participants file may come before or after its transcripts: rows wait as appearances
    without a transcript. A voice that no row speaks of gets a participant of its own, called as
    the transcript is, so that counting works before any file names the people.
    """

    def __init__(self, pending: PendingChange, study: Study, new_id: IdSource) -> None:
        """Read who and what is known of a study."""
        self._writer, self._study, self._new_id = pending.writer, study, new_id
        connection = pending.writer.connection
        self._people = {
            one.pseudonym: one
            for one in studies.participants(connection)
            if one.study_id == study.id
        }
        of_study = {one.id for one in self._people.values()}
        self._appearances = [
            one for one in studies.appearances(connection) if one.participant_id in of_study
        ]
        self._transcripts = {
            name.casefold(): transcript_id
            for transcript_id, title, file_name, study_id in transcripts.names(connection)
            if study_id == study.id
            for name in (file_name, file_name.rpartition(".")[0], title)
            if name
        }
        self._left: set[str] = set()

    def attach(self, transcript_id: str) -> None:
        """Map the speakers of a new transcript, from waiting rows or to participants of its own."""
        found = transcripts.get(self._writer.connection, transcript_id)
        names = {found.title.casefold(), found.source.filename.casefold()}
        names.add(found.source.filename.rpartition(".")[0].casefold())
        waiting = [
            one
            for one in self._appearances
            if one.transcript_id is None and one.transcript.casefold() in names
        ]
        for one in waiting:
            self._settle(one, found)
        if waiting:
            found = transcripts.get(self._writer.connection, transcript_id)
        self._name_the_rest(found)

    def take(self, rows: Sequence[ParticipantRow], path: Path) -> list[str]:
        """Write the rows of a participants file; give notes on what did not fit.

        Raises:
            FileError: If an arm is unknown, or a participant's rows contradict each other.
        """
        notes: list[str] = []
        varying = _varying_columns(rows)
        notes.extend(
            f"“{column}” differs between rows of one participant: kept by transcript"
            for column in sorted(varying)
        )
        by_name: dict[str, list[ParticipantRow]] = defaultdict(list)
        for row in rows:
            by_name[row.participant].append(row)
        for pseudonym, own in by_name.items():
            one = self._merged(pseudonym, own, varying, path)
            studies.put_participant(self._writer, one)
            self._people[pseudonym] = one
            for row in own:
                notes.extend(self._place(one, row, varying, path))
        self.drop_unused()
        return notes

    def drop_unused(self) -> None:
        """Remove participants made for a voice that turned out to be somebody else's."""
        if self._left:
            studies.remove_unused(self._writer, self._left)

    def _merged(
        self, pseudonym: str, own: list[ParticipantRow], varying: set[str], path: Path
    ) -> Participant:
        known = self._people.get(pseudonym)
        one = known or Participant(self._new_id(), self._study.id, pseudonym)
        attributes = dict(one.attributes)
        for row in own:
            one = self._laid_over(one, row, own[0], path)
            attributes.update(
                {key: value for key, value in row.attributes.items() if key not in varying}
            )
        return replace(one, attributes={key: value for key, value in attributes.items() if value})

    def _laid_over(
        self, one: Participant, row: ParticipantRow, first: ParticipantRow, path: Path
    ) -> Participant:
        for name in ("respondent", "arm", "consent"):
            here, before = getattr(row, name), getattr(first, name)
            if here and before and here != before:
                raise FileError(
                    path,
                    f"{row.participant} is “{here}” here and “{before}” in line {first.line}.",
                    f"Give one {name} for each participant.",
                    line=row.line,
                )
        if row.arm or (one.arm_id is None and row is first):
            try:
                arm_id, no_arm = find_arm(self._study, row.arm)
            except UsageError as error:
                raise FileError(path, error.message, error.hint, line=row.line) from error
            one = replace(one, arm_id=arm_id, no_arm=no_arm)
        return replace(
            one,
            respondent=row.respondent or one.respondent,
            consent=row.consent or one.consent,
        )

    def _place(
        self, one: Participant, row: ParticipantRow, varying: set[str], path: Path
    ) -> list[str]:
        """Write where a participant appears, and map the voice if the transcript is here."""
        del path
        if not row.transcript:
            return []
        here = {key: value for key, value in row.attributes.items() if key in varying and value}
        transcript_id = self._transcripts.get(row.transcript.casefold())
        appearance = self._known_appearance(one, row, transcript_id)
        appearance = replace(appearance, speaker=row.speaker, attributes=here)
        studies.put_appearance(self._writer, appearance)
        if transcript_id is None:
            return [f"line {row.line}: no transcript is called “{row.transcript}” yet: kept"]
        found = transcripts.get(self._writer.connection, transcript_id)
        if not self._settle(appearance, found):
            voices = ", ".join(voice.label or "(no label)" for voice in found.speakers)
            wanted = f"no speaker “{row.speaker}”" if row.speaker else "no single participant"
            return [f"line {row.line}: {found.title} has {wanted}, but {voices}"]
        return []

    def _known_appearance(
        self, one: Participant, row: ParticipantRow, transcript_id: str | None
    ) -> Appearance:
        for known in self._appearances:
            same = known.transcript.casefold() == row.transcript.casefold()
            if known.participant_id == one.id and same:
                return known
        new = Appearance(self._new_id(), one.id, transcript_id, row.transcript)
        self._appearances.append(new)
        return new

    def _settle(self, appearance: Appearance, transcript: Transcript) -> bool:
        """Give a voice of a transcript to an appearance's participant, if there is one for it."""
        voice = _voice_for(appearance.speaker, transcript.speakers)
        if voice is None:
            return False
        if voice.participant_id not in (None, appearance.participant_id):
            self._left.add(str(voice.participant_id))
        transcripts.set_speaker(
            self._writer,
            voice.id,
            role=Role.PARTICIPANT,
            participant_id=appearance.participant_id,
        )
        studies.put_appearance(self._writer, replace(appearance, transcript_id=transcript.id))
        return True

    def _name_the_rest(self, transcript: Transcript) -> None:
        """Make participants of the voices that nothing else speaks of."""
        voices = [one for one in transcript.speakers if one.role is Role.PARTICIPANT]
        for voice in voices:
            if voice.participant_id is None:
                alone = len(voices) == 1
                pseudonym = transcript.title if alone else f"{transcript.title} {voice.label}"
                transcripts.set_speaker(
                    self._writer, voice.id, participant_id=self._own_participant(pseudonym)
                )

    def _own_participant(self, pseudonym: str) -> str:
        known = self._people.get(pseudonym)
        if known is None:
            arm_id, no_arm = find_arm(self._study, "")
            known = Participant(
                self._new_id(), self._study.id, pseudonym, arm_id=arm_id, no_arm=no_arm
            )
            studies.put_participant(self._writer, known)
            self._people[pseudonym] = known
        return known.id


def find_arm(study: Study, name: str) -> tuple[str | None, NoArm]:
    """Find an arm by name, or the reason for having none.

    Raises:
        UsageError: If the study has no such arm.
    """
    wanted = clean_name(name).casefold()
    for arm in study.arms:
        if arm.name.casefold() == wanted:
            return arm.id, NoArm.UNKNOWN
    if not wanted:
        return None, NoArm.UNKNOWN if study.arms else NoArm.NO_ARMS
    for reason in NoArm:
        if reason.value == wanted:
            return None, reason
    arms = ", ".join([*(arm.name for arm in study.arms), *NoArm])
    raise UsageError(f"{study.name} has no arm “{name}”.", f"An arm is one of {arms}.")


def _varying_columns(rows: Sequence[ParticipantRow]) -> set[str]:
    """Find the columns that differ between the rows of one participant."""
    seen: dict[tuple[str, str], str] = {}
    varying = set()
    for row in rows:
        for column, value in row.attributes.items():
            if seen.setdefault((row.participant, column), value) != value:
                varying.add(column)
    return varying


def _voice_for(label: str, voices: Sequence[Speaker]) -> Speaker | None:
    """Find the voice of a label; without one, the only voice that can be a participant's."""
    if label:
        return next((one for one in voices if one.label.casefold() == label.casefold()), None)
    for role in (Role.PARTICIPANT, Role.UNKNOWN):
        fitting = [one for one in voices if one.role is role]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None
