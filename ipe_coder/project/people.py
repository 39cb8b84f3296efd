"""Participants, and whose voice each speaker is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.study import Appearance, NoArm, Participant, ParticipantRow, Study
from ipe_coder.model.transcript import NewTranscript, Role, Speaker
from ipe_coder.project.arms import find_arm
from ipe_coder.project.voices import Voices, names_of, voice_for
from ipe_coder.store import studies, transcripts
from ipe_coder.store.ids import IdSource
from ipe_coder.store.store import PendingChange


class PeopleImport:
    """Maps speakers to participants within one change; all is written at its end.

    A participants file may come before or after its transcripts: rows wait as appearances
    without a transcript. A voice that no row speaks of gets a participant of its own, called as
    the transcript is, so that counting works before any file names the people.
    """

    def __init__(self, pending: PendingChange, study: Study, new_id: IdSource) -> None:
        """Read who and what is known of a study."""
        self._writer, self._study, self._new_id = pending.writer, study, new_id
        connection = pending.writer.connection
        self._people = {
            one.pseudonym.casefold(): one
            for one in studies.participants(connection)
            if one.study_id == study.id
        }
        of_study = {one.id for one in self._people.values()}
        self._appearances = {
            one.id: one for one in studies.appearances(connection) if one.participant_id in of_study
        }
        self._places: dict[str, list[str]] = defaultdict(list)
        for one in self._appearances.values():
            self._places[one.participant_id].append(one.id)
        self._heads = [one for one in transcripts.heads(connection) if one.study_id == study.id]
        self._known = (dict(self._people), dict(self._appearances))
        self._left: set[str] = set()

    def name_voices(
        self, new: Sequence[NewTranscript]
    ) -> tuple[list[NewTranscript], dict[str, int], list[str]]:
        """Map the speakers of transcripts that are about to be stored.

        Returns:
            The transcripts with their speakers' participants; the place among them of each
            appearance that had waited for one; and notes on rows that fit no voice.
        """
        waiting = self._waiting()
        named, settled, notes = [], {}, []
        for place, transcript in enumerate(new):
            draft = transcript.draft
            voices = self._given(transcript)
            for name in names_of(transcript.title, draft.source.filename):
                for one in waiting.pop(name, ()):
                    if self._settle(one, voices):
                        settled[one.id] = place
                    else:
                        notes.append(f"{draft.source.filename}: {self._misfit(one, voices)}")
            self._name_the_rest(transcript.title, voices)
            named.append(replace(transcript, draft=replace(draft, speakers=tuple(voices))))
        return named, settled, notes

    def _given(self, transcript: NewTranscript) -> list[Speaker]:
        """Give voices to the participants that the researcher named, known or new."""
        voices = list(transcript.draft.speakers)
        for place, pseudonym in enumerate(transcript.people):
            if pseudonym:
                person = self._called(pseudonym)
                voices[place] = replace(voices[place], participant_id=person.id)
        return voices

    def _called(self, pseudonym: str) -> Participant:
        known = self._people.get(pseudonym.casefold()) or self._new_participant(pseudonym)
        self._people[pseudonym.casefold()] = known
        return known

    def _waiting(self) -> dict[str, list[Appearance]]:
        """Find the appearances without a transcript by its name, by pseudonym."""
        names = {one.id: one.pseudonym for one in self._people.values()}
        found: dict[str, list[Appearance]] = defaultdict(list)
        for one in sorted(self._appearances.values(), key=lambda one: names[one.participant_id]):
            if one.transcript_id is None:
                found[one.transcript.casefold()].append(one)
        return found

    def attach(self, settled: Mapping[str, int], transcript_ids: Sequence[str]) -> None:
        """Give the appearances that had waited their transcripts, and write all."""
        for appearance_id, place in settled.items():
            one = self._appearances[appearance_id]
            self._appearances[appearance_id] = replace(one, transcript_id=transcript_ids[place])
        self._write()

    def take(self, rows: Sequence[ParticipantRow], path: Path) -> list[str]:
        """Write the rows of a participants file; give notes on what did not fit.

        Raises:
            FileError: If an arm is unknown, or a participant's rows contradict each other.
        """
        varying = _varying_columns(rows)
        notes = [
            f"“{column}” differs between rows of one participant: kept by transcript"
            for column in sorted(varying)
        ]
        by_name: dict[str, list[ParticipantRow]] = defaultdict(list)
        for row in rows:
            by_name[row.participant.casefold()].append(row)
        known = transcripts.speakers(self._writer.connection, [one.id for one in self._heads])
        voices = Voices(self._heads, known)
        for own in by_name.values():
            by_transcript = varying | self._kept_by_transcript(own)
            one = self._merged(own, by_transcript, path)
            for appearance, row in self._appearances_for(one, own, voices, by_transcript):
                notes.extend(self._place(appearance, row, voices, path))
        self._write()
        for voice in voices.changed(known):
            transcripts.set_speaker(
                self._writer, voice.id, role=voice.role, participant_id=voice.participant_id
            )
        studies.remove_unused(self._writer, self._left)
        return notes

    def ids(self) -> dict[str, str]:
        """Give the ids of the study's participants by their pseudonyms, folded."""
        return {name: one.id for name, one in self._people.items()}

    def _of(self, participant_id: str) -> list[Appearance]:
        """List where one participant appears."""
        return [self._appearances[one] for one in self._places[participant_id]]

    def _write(self) -> None:
        people, appearances = self._known
        known_people = {one.id: one for one in people.values()}
        studies.put_participants(self._writer, known_people, self._people.values())
        studies.put_appearances(self._writer, appearances, self._appearances.values())

    def _kept_by_transcript(self, own: Sequence[ParticipantRow]) -> set[str]:
        """List columns that are known by transcript, of transcripts that the rows do not name."""
        known = self._people.get(own[0].participant.casefold())
        named = {row.transcript.casefold() for row in own}
        return {
            column
            for one in (self._of(known.id) if known is not None else ())
            if one.transcript.casefold() not in named
            for column in one.attributes
        }

    def _merged(
        self, own: list[ParticipantRow], by_transcript: set[str], path: Path
    ) -> Participant:
        """Bring a participant to what the rows say; what they do not say stays."""
        for name in ("respondent", "arm", "consent"):
            _refuse_contradiction(own, name, path)
        key = own[0].participant.casefold()
        one = self._people.get(key) or self._new_participant(own[0].participant)
        attributes = dict(one.attributes)
        for row in own:
            if row.arm:
                arm_id, no_arm = self._arm(row, path)
                one = replace(one, arm_id=arm_id, no_arm=no_arm)
            respondent, consent = row.respondent or one.respondent, row.consent or one.consent
            one = replace(one, respondent=respondent, consent=consent)
            attributes.update({name: value for name, value in row.attributes.items() if value})
        kept = {name: value for name, value in attributes.items() if name not in by_transcript}
        self._people[key] = one = replace(one, attributes=kept)
        return one

    def _arm(self, row: ParticipantRow, path: Path) -> tuple[str | None, NoArm]:
        try:
            return find_arm(self._study, row.arm)
        except UsageError as error:
            raise FileError(path, error.message, error.hint, line=row.line) from error

    def _appearances_for(
        self,
        one: Participant,
        own: Sequence[ParticipantRow],
        voices: Voices,
        by_transcript: set[str],
    ) -> list[tuple[Appearance, ParticipantRow]]:
        """Find or make the appearance of every row that names a transcript."""
        free = self._of(one.id)
        found = []
        # A row that names its voice finds the same one again before others take what is left.
        for row in sorted(own, key=lambda row: not row.speaker):
            if not row.transcript:
                continue
            transcript_id = voices.find(row.transcript)
            known = _same_place(free, row, transcript_id)
            if known is None:
                known = Appearance(self._new_id(), one.id, transcript_id, row.transcript)
            else:
                free.remove(known)
            here = {
                name: value
                for name, value in {**known.attributes, **row.attributes}.items()
                if value and (name in by_transcript or name not in row.attributes)
            }
            known = replace(known, speaker=row.speaker, attributes=here)
            if known.id not in self._appearances:
                self._places[one.id].append(known.id)
            self._appearances[known.id] = known
            found.append((known, row))
        return sorted(found, key=lambda pair: pair[1].line)

    def _place(
        self, appearance: Appearance, row: ParticipantRow, voices: Voices, path: Path
    ) -> list[str]:
        """Map the voice of an appearance if its transcript is here."""
        transcript_id = voices.find(row.transcript)
        if transcript_id is None:
            return [f"line {row.line}: no transcript is called “{row.transcript}” yet: kept"]
        there = voices.of[transcript_id]
        place = voice_for(row.speaker, there)
        if not self._settle(appearance, there):
            return [f"line {row.line}: {self._misfit(appearance, there)}"]
        owner = voices.owners.setdefault((transcript_id, place), row)
        if owner.participant.casefold() != row.participant.casefold():
            raise FileError(
                path,
                f"the voice of {row.participant} in {row.transcript} is that of"
                f" {owner.participant} in line {owner.line}.",
                "Give each voice to one participant.",
                line=row.line,
            )
        self._appearances[appearance.id] = replace(appearance, transcript_id=transcript_id)
        return []

    def _settle(self, appearance: Appearance, voices: list[Speaker]) -> bool:
        """Give a voice to an appearance's participant, if there is one for it."""
        place = voice_for(appearance.speaker, voices)
        if place is None:
            return False
        voice = voices[place]
        if voice.participant_id not in (None, appearance.participant_id):
            if not voice.id:  # of a new transcript, where another row was there before
                return False
            self._left.add(str(voice.participant_id))
        voices[place] = replace(
            voice, role=Role.PARTICIPANT, participant_id=appearance.participant_id
        )
        return True

    def _misfit(self, appearance: Appearance, voices: Sequence[Speaker]) -> str:
        labels = ", ".join(voice.label or "(no label)" for voice in voices)
        who = next(
            one.pseudonym for one in self._people.values() if one.id == appearance.participant_id
        )
        wanted = f"no speaker “{appearance.speaker}”" if appearance.speaker else "no single voice"
        return f"{appearance.transcript} has {wanted} for {who}, but {labels}"

    def _name_the_rest(self, title: str, voices: list[Speaker]) -> None:
        """Make participants of the voices that nothing else speaks of."""
        places = [place for place, one in enumerate(voices) if one.role is Role.PARTICIPANT]
        for place in places:
            if voices[place].participant_id is None:
                pseudonym = title if len(places) == 1 else f"{title} {voices[place].label}"
                voices[place] = replace(voices[place], participant_id=self._called(pseudonym).id)

    def _new_participant(self, pseudonym: str) -> Participant:
        arm_id, no_arm = find_arm(self._study, "")
        return Participant(self._new_id(), self._study.id, pseudonym, arm_id=arm_id, no_arm=no_arm)


def _refuse_contradiction(own: Sequence[ParticipantRow], name: str, path: Path) -> None:
    """Refuse rows of one participant that say two things where only one can hold."""
    said: ParticipantRow | None = None
    for row in own:
        here = getattr(row, name)
        if not here:
            continue
        if said is not None and getattr(said, name) != here:
            raise FileError(
                path,
                f"{row.participant} is “{here}” here and “{getattr(said, name)}” in line"
                f" {said.line}.",
                f"Give one {name} for each participant.",
                line=row.line,
            )
        said = said or row


def _same_place(
    free: Sequence[Appearance], row: ParticipantRow, transcript_id: str | None
) -> Appearance | None:
    """Find where a participant appears already, as a row says it or with another voice."""
    there = [
        one
        for one in free
        if one.transcript.casefold() == row.transcript.casefold()
        or (transcript_id is not None and one.transcript_id == transcript_id)
    ]
    same = [one for one in there if one.speaker.casefold() == row.speaker.casefold()]
    return next(iter(same or there), None)


def _varying_columns(rows: Sequence[ParticipantRow]) -> set[str]:
    """Find the columns that differ between the rows of one participant."""
    seen: dict[tuple[str, str], str] = {}
    varying = set()
    for row in rows:
        for column, value in row.attributes.items():
            if seen.setdefault((row.participant.casefold(), column), value) != value:
                varying.add(column)
    return varying
