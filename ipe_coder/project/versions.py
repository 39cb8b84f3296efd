"""Corrections: a transcript's text becomes another, and all that stands on it follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ipe_coder.analysis.reanchoring import Edit, Places, apply_edits, edits_between
from ipe_coder.analysis.version_diff import ChangedTurn, changed_turns
from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change, ChangeKind
from ipe_coder.model.guide import AskingState
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft, NewTranscript, Source, Transcript
from ipe_coder.model.version import NewVersion, Replacement, Version, VersionRecord
from ipe_coder.project.base import ProjectBase
from ipe_coder.project.people import PeopleImport
from ipe_coder.project.version_plan import VersionPlan, edited_turns, make_plan
from ipe_coder.project.version_speakers import map_speakers
from ipe_coder.store import guides, history, studies, transcripts, versions
from ipe_coder.store.store import PendingChange


@dataclass(frozen=True, slots=True)
class EditedTranscript:
    """Known edits of one transcript, such as terms in place of names."""

    transcript: Transcript
    """As it was read when the edits were made."""
    edits: Sequence[Edit]
    labels: Mapping[str, str] = field(default_factory=dict)
    """New labels of speakers, by their old ones."""
    filename: str = ""
    """What the version's file is called, where its name must not stay; else the old name."""


class Versions(ProjectBase):
    """Versions of transcripts."""

    def replace_transcript(
        self, name: str, source: Path | Draft, *, dry_run: bool = False, study: str = ""
    ) -> Replacement:
        """Make a mended file the new version of a transcript, as one change.

        Args:
            name: The transcript.
            source: The mended file, or what a reader made of it.
            dry_run: Say what would happen, and write nothing.
            study: The study, where two have a transcript of that name.

        Raises:
            FileError: If the file cannot be read.
            UsageError: If it is the file that the transcript came from.
        """
        transcript_id = self.transcript_id(name, study=study)
        draft = _read(source) if isinstance(source, Path) else source
        with self._store.read() as connection:
            old = transcripts.get(connection, transcript_id)
        if draft.source.sha256 == old.source.sha256:
            raise UsageError(
                f"{draft.source.filename} is the same file that {old.title} came from.",
                "Save the mended text and give that file.",
            )
        edits = edits_between(old.text, draft.text)
        speakers, notes = map_speakers(old, draft, Places(edits))
        new = NewVersion(
            draft.text, draft.turns, speakers, draft.source, draft.data, draft.notes,
            draft.collected_on, draft.duration,
        )  # fmt: skip
        notes = [*draft.notes, *notes]
        if dry_run:
            with self._store.read() as connection:
                plan = make_plan(connection, old, new, edits, notes=notes)
                return _replacement(plan, versions.next_number(connection, old.id))
        with self._change() as pending:
            transcripts.refuse_stale(pending.writer.connection, old)
            plan = make_plan(pending.writer.connection, old, new, edits, notes=notes)
            done = self._write_version(pending, plan, draft)
            pending.writer.label = f"Replaced {old.title}, version {done.version}: {done.sentence}"
        return replace(done, change=pending.done)

    def write_edited(
        self,
        edited: Sequence[EditedTranscript],
        label: str,
        *,
        reason: str = "",
        also: Callable[[PendingChange], None] | None = None,
    ) -> tuple[Change, list[Replacement]]:
        """Write known edits into transcripts as one change: each gets a new version.

        Turns, times and speakers stay; a version made so has no file of its own, and the file
        stays with the version before it. Segments whose words were edited count on.

        Args:
            edited: The transcripts with their edits.
            label: What was done, past tense, as the journal names it.
            reason: Why, if somebody said.
            also: Writes what belongs to the same change, after the versions.

        Raises:
            ValueError: If edits do not fit a text, or leave words between its turns.
            UsageError: If a transcript was changed since it was read.
        """
        prepared = [(one, _edited_version(one)) for one in edited]
        done = []
        with self._change(label, reason=reason) as pending:
            for one, new in prepared:
                transcripts.refuse_stale(pending.writer.connection, one.transcript)
                plan = make_plan(
                    pending.writer.connection, one.transcript, new, one.edits, known=True
                )
                done.append(self._write_version(pending, plan))
            if also is not None:
                also(pending)
        return pending.done, [replace(one, change=pending.done) for one in done]

    def versions(self, name: str, *, study: str = "") -> list[Version]:
        """List the versions of a transcript, the newest first."""
        transcript_id = self.transcript_id(name, study=study)
        with self._store.read() as connection:
            return versions.find(connection, transcript_id)

    def version_records(self, name: str, *, study: str = "") -> list[VersionRecord]:
        """List the versions of a transcript with who made each, the newest first."""
        transcript_id = self.transcript_id(name, study=study)
        with self._store.read() as connection:
            found = versions.find(connection, transcript_id)
            changes = history.history(connection, key=transcript_id)
        by_moment = {one.at: one for one in changes if one.kind is not ChangeKind.UNDO}
        return [_record(one, by_moment) for one in found]

    def compare_versions(
        self, name: str, old: int, new: int, *, study: str = ""
    ) -> list[ChangedTurn]:
        """List the turns that differ between two versions of a transcript.

        Raises:
            NotFoundError: If there is no version of one of these numbers.
        """
        transcript_id = self.transcript_id(name, study=study)
        with self._store.read() as connection:
            before, now = (versions.get(connection, transcript_id, one) for one in (old, new))
        return changed_turns(before, now)

    def version(self, name: str, number: int, *, study: str = "") -> Transcript:
        """Read one version of a transcript.

        Raises:
            NotFoundError: If there is none of this number.
        """
        transcript_id = self.transcript_id(name, study=study)
        with self._store.read() as connection:
            return versions.get(connection, transcript_id, number)

    def _write_version(
        self, pending: PendingChange, plan: VersionPlan, draft: Draft | None = None
    ) -> Replacement:
        """Write a planned version; speakers that a draft brought are mapped to participants."""
        old, new, notes = plan.old, plan.new, list(plan.notes)
        people, settled = None, dict[str, int]()
        if draft is not None:
            study = self.study(old.study_id)
            people = PeopleImport(pending, study, self._store.new_id)
            brought = NewTranscript(replace(draft, speakers=new.speakers), old.title)
            (named,), settled, misfits = people.name_voices([brought])
            new = replace(new, speakers=named.draft.speakers)
            notes += misfits
        writer = pending.writer
        number = versions.write(writer, old.id, new, self._store.new_id)
        if people is not None:
            people.attach(settled, [old.id])
        now = transcripts.get(writer.connection, old.id)
        versions.put_segments(writer, now, plan.anchors, plan.places)
        versions.put_memos(writer, plan.memos)
        versions.put_askings(writer, plan.askings, list(plan.askings_gone))
        if plan.askings_gone or any(
            state is AskingState.OPEN for _, state in plan.askings.values()
        ):
            guides.set_marked(writer, old.id, False, self._store.new_id)
        _drop_stand_ins(pending, old, now)
        return _replacement(replace(plan, notes=tuple(notes)), number)


def _read(path: Path) -> Draft:
    from ipe_coder.readers import read_transcript

    return read_transcript(path)


def _replacement(plan: VersionPlan, number: int) -> Replacement:
    return Replacement(plan.old.id, plan.old.title, number, plan.segments, plan.notes)


def _edited_version(one: EditedTranscript) -> NewVersion:
    old = one.transcript
    text = apply_edits(old.text, one.edits)
    if clean(text).text != text:
        raise ValueError("an edit cuts a letter from its mark, or holds a forbidden character")
    speakers = tuple(
        replace(voice, label=one.labels.get(voice.label, voice.label)) for voice in old.speakers
    )
    source = Source(one.filename or old.source.filename, old.source.format, "", 0)
    return NewVersion(text, edited_turns(old, text, one.edits), speakers, source)


def _drop_stand_ins(pending: PendingChange, old: Transcript, now: Transcript) -> None:
    """Remove participants that were made for voices which say nothing any more."""
    there = {voice.participant_id for voice in now.speakers}
    names = {
        voice.participant_id: {old.title, f"{old.title} {voice.label}"}
        for voice in old.speakers
        if voice.participant_id and voice.participant_id not in there
    }
    if names:
        unused = [
            one.id
            for one in studies.participants(pending.writer.connection)
            if one.pseudonym in names.get(one.id, ()) and not one.attributes
        ]
        studies.remove_unused(pending.writer, unused)


_COUNTS = re.compile(r"\d+ kept, \d+ moved, \d+ changed, \d+ lost")


def _record(version: Version, changes: Mapping[datetime, Change]) -> VersionRecord:
    """Find the change that made a version: both bear the same moment."""
    at = version.source.imported_at
    change = changes.get(at) if at else None
    if change is None:
        return VersionRecord(version, at)
    counts = _COUNTS.search(change.label)
    return VersionRecord(version, at, change.coder, change.label, counts[0] if counts else "")
