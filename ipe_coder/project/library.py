"""The library: studies, transcripts, participants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.study import (
    Design,
    Method,
    NoArm,
    Study,
    StudyFact,
)
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import (
    Role,
    Speaker,
    Transcript,
    TranscriptSummary,
)
from ipe_coder.project.arms import make_arms
from ipe_coder.project.importing import Importing
from ipe_coder.store import progress, studies, transcripts, versions
from ipe_coder.store.writer import Writer


class Library(Importing):
    """What comes in before anybody codes."""

    def add_study(
        self,
        name: str,
        *,
        title: str = "",
        design: Design = Design.RCT,
        method: Method = Method.FRAMEWORK,
        approach: str = "deductive",
        arms: Iterable[str] = (),
        control: str = "",
        organisations: Iterable[str] = (),
    ) -> Study:
        """Add a study with its arms.

        Args:
            name: The short name that commands use.
            title: The name that reports print.
            design: Trial or pilot.
            method: How its transcripts are analysed.
            approach: deductive, inductive or both.
            arms: Names of the arms, in order.
            control: Name of the control arm; found by its name when not given.
            organisations: Where it runs.

        Raises:
            UsageError: If the name is empty or taken, or an arm is named twice.
        """
        name = clean_name(name)
        if not name:
            raise UsageError("A study needs a name.", "ipe-coder study add NAME")
        if any(one.name.casefold() == name.casefold() for one in self.studies()):
            raise UsageError(f"There is a study “{name}” already.", "Choose another name.")
        with self._change(f"Added the study {name}") as pending:
            new = Study(
                id="",
                name=name,
                title=clean_name(title),
                design=design,
                method=method,
                approach=approach,
                organisations=tuple(organisations),
                arms=make_arms(arms, control),
            )
            studies.add(pending.writer, new, self._store.new_id)
        return self.study(name)

    def change_study(
        self,
        name: str,
        *,
        title: str | None = None,
        design: Design | None = None,
        method: Method | None = None,
        approach: str | None = None,
        organisations: Iterable[str] | None = None,
        add_arms: Iterable[str] = (),
    ) -> Change:
        """Change what is given of a study; arms can be added."""
        found = self.study(name)
        new = make_arms(add_arms, "", first=len(found.arms))
        there = {arm.name.casefold() for arm in found.arms}
        if taken := [arm.name for arm in new if arm.name.casefold() in there]:
            raise UsageError(f"{found.name} has the arm {taken[0]} already.", "Leave it out.")
        with self._change(f"Changed the study {found.name}") as pending:
            studies.change(
                pending.writer, found.id, title=None if title is None else clean_name(title),
                design=design, method=method, approach=approach, organisations=organisations,
            )  # fmt: skip
            for arm in new:
                studies.add_arm(pending.writer, found.id, arm, self._store.new_id)
            if new and not found.arms:
                _forget_no_arms(pending.writer, found)
        return pending.done

    def set_fact(
        self, study: str, name: str, value: str, *, arm: str = "", source: str = ""
    ) -> Change:
        """Write a figure about a study, such as how many were randomised, with its source."""
        found = self.study(study)
        arm_id = next((one.id for one in found.arms if one.name == arm), None)
        if arm and arm_id is None:
            names = ", ".join(one.name for one in found.arms) or "none"
            raise UsageError(f"{found.name} has no arm “{arm}”.", f"Its arms: {names}.")
        with self._change(f"Set {name} of {found.name}") as pending:
            fact = StudyFact("", found.id, clean_name(name), clean_name(value), arm_id, source)
            studies.set_fact(pending.writer, fact, self._store.new_id)
        return pending.done

    def facts(self, study: str = "") -> list[StudyFact]:
        """List the facts of a study, or of all."""
        wanted = {one.id for one in self._studies_wanted(study)}
        with self._store.read() as connection:
            return [one for one in studies.facts(connection) if one.study_id in wanted]

    def transcripts(self, study: str = "") -> list[TranscriptSummary]:
        """List transcripts without their texts; of one study or of all."""
        wanted = [one.id for one in self._studies_wanted(study)] if study else None
        with self._store.read() as connection:
            return progress.summaries(connection, wanted)

    def studies_with_transcripts(self) -> set[str]:
        """List the ids of the studies that have any transcript."""
        with self._store.read() as connection:
            return progress.studies_with_transcripts(connection)

    def original(self, name: str, *, version: int | None = None) -> tuple[str, bytes]:
        """Give the name and the bytes of the file that a version of a transcript came from.

        Args:
            name: The transcript.
            version: The number of the version; the current one if not given.

        Raises:
            NotFoundError: If there is no such version, or its file is not kept.
        """
        transcript_id = self.transcript_id(name)
        with self._store.read() as connection:
            return versions.original_file(connection, transcript_id, version)

    def set_speaker(
        self, transcript: str, label: str, *, role: Role | None = None, participant: str = ""
    ) -> Change:
        """Say what a speaker of a transcript does, or whose voice it is.

        Raises:
            UsageError: If no speaker has this label, or no participant this pseudonym.
        """
        transcript_id = self.transcript_id(transcript)
        with self._change() as pending:
            found = transcripts.get(pending.writer.connection, transcript_id)
            voice = next((one for one in found.speakers if one.label == label), None)
            if voice is None:
                labels = ", ".join(one.label or "(no label)" for one in found.speakers)
                raise UsageError(f"{found.title} has no speaker “{label}”.", f"It has {labels}.")
            participant_id = self._participant_id(found.study_id, participant)
            transcripts.set_speaker(
                pending.writer, voice.id, role=role, participant_id=participant_id
            )
            if participant_id and voice.participant_id not in (None, participant_id):
                _drop_stand_in(pending.writer, found, voice)
            pending.writer.label = f"Set the speaker {label} of {found.title}"
        return pending.done


def _forget_no_arms(writer: Writer, study: Study) -> None:
    """Say that the arm of those is unknown who were in a study without arms until now."""
    for one in studies.participants(writer.connection):
        if one.study_id == study.id and one.arm_id is None and one.no_arm is NoArm.NO_ARMS:
            studies.put_participant(writer, replace(one, no_arm=NoArm.UNKNOWN))


def _drop_stand_in(writer: Writer, transcript: Transcript, voice: Speaker) -> None:
    """Remove the participant that was made for a voice before anybody said whose it is."""
    names = {transcript.title, f"{transcript.title} {voice.label}"}
    for one in studies.participants(writer.connection):
        if one.id == voice.participant_id and one.pseudonym in names and not one.attributes:
            studies.remove_unused(writer, [one.id])
