"""Participants: in from files, listed, and changed one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.counts import count_of
from ipe_coder.model.study import Appearance, Consent, Participant, ParticipantRow, Respondent
from ipe_coder.model.text import clean_name
from ipe_coder.project.arms import find_arm
from ipe_coder.project.base import ProjectBase
from ipe_coder.project.names import resolve
from ipe_coder.project.people import PeopleImport
from ipe_coder.store import studies


class Participants(ProjectBase):
    """Who takes part in the studies."""

    def import_participants(self, path: Path, study: str) -> list[str]:
        """Take participants from a file, all or none; give notes on them.

        Raises:
            FileError: If a row does not fit.
        """
        from ipe_coder.tables import read_participants

        return self.add_participants(read_participants(path), study, path)

    def add_participants(self, rows: Sequence[ParticipantRow], study: str, path: Path) -> list[str]:
        """Write the rows of a participants file as one change; give notes on them."""
        found = self.study(study)
        with self._change() as pending:
            people = PeopleImport(pending, found, self._store.new_id)
            notes = people.take(rows, path)
            number = len({row.participant for row in rows})
            who = count_of(number, "participant")
            pending.writer.label = f"Imported {who} into {found.name}"
        return notes

    def participants(self, study: str = "") -> list[Participant]:
        """List participants, by study and pseudonym."""
        wanted = {one.id for one in self._studies_wanted(study)}
        with self._store.read() as connection:
            return [one for one in studies.participants(connection) if one.study_id in wanted]

    def participants_of(self, ids: Iterable[str]) -> list[Participant]:
        """List the participants of some ids."""
        with self._store.read() as connection:
            return studies.participants_of(connection, ids)

    def appearances(self) -> list[Appearance]:
        """List where participants appear; those without a transcript wait for it."""
        with self._store.read() as connection:
            return studies.appearances(connection)

    def awaited(self) -> list[str]:
        """List the names of transcripts that participants wait for."""
        with self._store.read() as connection:
            return studies.awaited(connection)

    def participant(self, name: str, study: str = "") -> Participant:
        """Find a participant by pseudonym or id, in one study or in all.

        Raises:
            NotFoundError: If there is none.
            AmbiguousNameError: If several studies have one of that pseudonym.
        """
        labels = {one.id: one.name for one in self.studies()}
        found = {one.id: one for one in self.participants(study)}
        candidates = (
            (one.id, (one.pseudonym, f"{labels[one.study_id]}: {one.pseudonym}"))
            for one in found.values()
        )
        return found[resolve("participant", name, candidates)]

    def set_participant(
        self,
        name: str,
        study: str = "",
        *,
        arm: str | None = None,
        respondent: Respondent | None = None,
        consent: Consent | None = None,
        attributes: Mapping[str, str] | None = None,
    ) -> Change:
        """Change what is known of a participant; an empty attribute is taken away.

        Args:
            name: The pseudonym or id.
            study: The study, where several have a participant of that pseudonym.
            arm: An arm of the study, or a reason for having none.
            respondent: What they are to the intervention.
            consent: What may be printed of their words.
            attributes: Those that change.
        """
        found = self.participant(name, study)
        cleaned = {clean_name(key): clean_name(one) for key, one in (attributes or {}).items()}
        with self._change(f"Changed {found.pseudonym}") as pending:
            known = studies.participants(pending.writer.connection)
            before = next(one for one in known if one.id == found.id)
            changed = replace(
                before,
                respondent=respondent or before.respondent,
                consent=consent or before.consent,
                attributes={
                    key: one for key, one in {**before.attributes, **cleaned}.items() if one
                },
            )
            if arm is not None:
                of = self.study(found.study_id)
                arm_id, no_arm = find_arm(of, arm)
                changed = replace(changed, arm_id=arm_id, no_arm=no_arm)
            studies.put_participant(pending.writer, changed)
        return pending.done

    def _participant_id(self, study_id: str, pseudonym: str) -> str | None:
        """Find a participant's id; an empty name leaves whoever it is."""
        if not pseudonym:
            return ""
        with self._store.read() as connection:
            for one in studies.participants(connection):
                if one.study_id == study_id and one.pseudonym == clean_name(pseudonym):
                    return one.id
        raise UsageError(f"There is no participant “{pseudonym}” in this study.")
