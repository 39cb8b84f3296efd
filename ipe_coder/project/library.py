"""The library: studies, transcripts, participants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ipe_coder.errors import FileError, FilesError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.comment import CommentUse
from ipe_coder.model.guide import GuideQuestion
from ipe_coder.model.study import (
    Design,
    Method,
    NoArm,
    Study,
    StudyFact,
)
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import (
    Draft,
    NewTranscript,
    Role,
    Speaker,
    Transcript,
    TranscriptKind,
    TranscriptSummary,
)
from ipe_coder.project.arms import make_arms
from ipe_coder.project.comment_taking import CommentTaking, refuse_unknown_authors
from ipe_coder.project.gathering import FileSummary, Gathered, Skipped, gather
from ipe_coder.project.guide_roles import with_guide
from ipe_coder.project.people import PeopleImport
from ipe_coder.project.sayings import Said, Saying, label_key, settle
from ipe_coder.project.surveys import Surveys
from ipe_coder.store import guides, progress, studies, transcripts, versions
from ipe_coder.store.contents import Shelf, Shelved
from ipe_coder.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Wishes:
    """How files are to be read and what is said of them all."""

    kind: TranscriptKind | None = None
    wave: str = ""
    sayings: tuple[Saying, ...] = ()
    """What is said of speakers, in every file that has them."""
    comments: CommentUse = CommentUse.LEAVE
    """Whether comments in the files come in as codes or as memos."""
    comment_coders: Mapping[str, str] = field(default_factory=dict)
    """Coders by the name of the author, where they are called otherwise."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of transcripts did."""

    titles: tuple[str, ...]
    errors: tuple[FileError, ...]
    notes: tuple[str, ...]
    """What the researcher should know, file by file."""
    files: tuple[FileSummary, ...] = ()
    """What became of each file."""
    skipped: tuple[Skipped, ...] = ()
    """What lay beside them in a folder or archive and was not taken."""
    comments: int = 0
    """How many comments stand on words of the files, taken or not."""


class Library(Surveys):
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

    def read_files(
        self, paths: Iterable[Path], study: str = ""
    ) -> tuple[list[Draft], list[FileError]]:
        """Read transcript files; nothing is written.

        Args:
            paths: The files.
            study: The study whose guide says who interviews, where no label does.
        """
        questions = self._questions_of(study)
        drafts, errors = [], []
        for path in paths:
            try:
                drafts.append(_read(path, questions))
            except FileError as error:
                errors.append(error)
        return drafts, errors

    def preview_files(
        self, paths: Iterable[Path], study: str, wishes: Wishes
    ) -> tuple[list[NewTranscript], list[FileError]]:
        """Read transcript files and do with them what is wished; nothing is written.

        Raises:
            UsageError: If something is said of a speaker that no file has.
        """
        drafts, errors = self.read_files(paths, study)
        labels = {label_key(one.label): one.label for each in drafts for one in each.speakers}
        check_sayings(wishes.sayings, labels if drafts else None)
        return [prepare(one, wishes) for one in drafts], errors

    def _questions_of(self, study: str) -> list[GuideQuestion]:
        if not study:
            return []
        study_id = self.study(study).id
        with self._store.read() as connection:
            return [one for one in guides.questions(connection) if one.study_id == study_id]

    def import_transcripts(
        self,
        paths: Iterable[Path],
        study: str,
        *,
        skip_bad: bool = False,
        wishes: Wishes | None = None,
        gathered: Gathered | None = None,
    ) -> Imported:
        """Import transcript files into a study: all of them, or none.

        Args:
            paths: The files; folders and archives stand for the files in them.
            study: The study.
            skip_bad: Import the files that can be read where others cannot.
            wishes: What they are and who speaks in them, where it shall not be guessed.
            gathered: What the paths were found to stand for, if that was looked up before.

        Raises:
            FilesError: If a file cannot be read and `skip_bad` is not set; all are named.
            UsageError: If something is said of a speaker that no file has, or a coder is named
                for an author who wrote no comment.
        """
        wishes = wishes or Wishes()
        if gathered is None:
            gathered = gather(list(paths))
            paths = gathered.files
        with Shelf() as shelf:
            new, faults = _shelve(shelf, paths, wishes, self._questions_of(study))
            errors, skipped = gathered.divide(faults)
            if errors and (not skip_bad or not new):
                raise FilesError(errors)
            notes = self._add(study, shelf, new, wishes.comment_coders)
        return Imported(
            tuple(one.new.title for one in new),
            tuple(errors),
            tuple(notes),
            tuple(FileSummary.of(one.new, one.turns, one.words) for one in new),
            (*gathered.skipped, *skipped),
            comments=sum(len(one.new.draft.comments) for one in new),
        )

    def add_transcripts(self, study: str, new: Sequence[NewTranscript]) -> list[str]:
        """Write prepared transcripts as one change; give notes on them.

        Raises:
            UsageError: If a title is taken in the study, or is there twice.
        """
        with Shelf() as shelf:
            return self._add(study, shelf, [shelf.put(one) for one in new])

    def _add(
        self,
        study: str,
        shelf: Shelf,
        shelved: Sequence[Shelved],
        comment_coders: Mapping[str, str] | None = None,
    ) -> list[str]:
        found = self.study(study)
        new = [one.new for one in shelved]
        refuse_unknown_authors(new, comment_coders or {})
        self._refuse_titles(found, new)
        with self._change() as pending:
            connection = pending.writer.connection
            hashes = [one.draft.source.sha256 for one in new]
            repeats = transcripts.by_original(connection, hashes)
            people = PeopleImport(pending, found, self._store.new_id)
            named, settled, misfits = people.name_voices(new)
            voiced = [one._replace(new=own) for one, own in zip(shelved, named, strict=True)]
            shelf.write(pending.writer)
            ids = transcripts.add(pending.writer, found.id, voiced, self._store.new_id)
            people.attach(settled, ids)
            taking = CommentTaking(
                pending, found, self._store.new_id, comment_coders or {}, self.coder
            )
            taken = taking.take(list(zip(ids, new, strict=True)))
            names = new[0].title if len(new) == 1 else f"{len(new)} transcripts"
            pending.writer.label = f"Imported {names} into {found.name}"
        return [*_repeat_notes(new, repeats), *_draft_notes(new), *misfits, *taken]

    def transcripts(self, study: str = "") -> list[TranscriptSummary]:
        """List transcripts without their texts; of one study or of all."""
        wanted = [one.id for one in self._studies_wanted(study)] if study else None
        with self._store.read() as connection:
            return progress.summaries(connection, wanted)

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

    def _refuse_titles(self, study: Study, new: Sequence[NewTranscript]) -> None:
        with self._store.read() as connection:
            known = transcripts.heads(connection)
        taken = {one.title.casefold() for one in known if one.study_id == study.id}
        for title, number in Counter(one.title.casefold() for one in new).items():
            shown = next(one.title for one in new if one.title.casefold() == title)
            if title in taken:
                raise UsageError(
                    f"{study.name} has a transcript “{shown}” already.",
                    "Rename the file to bring it in beside the other.",
                )
            if number > 1:
                raise UsageError(f"Two files are called “{shown}”.", "Rename one of them.")


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


def _read(path: Path, questions: Sequence[GuideQuestion]) -> Draft:
    from ipe_coder.readers import read_transcript

    return with_guide(read_transcript(path), questions)


def _shelve(
    shelf: Shelf, paths: Iterable[Path], wishes: Wishes, questions: Sequence[GuideQuestion]
) -> tuple[list[Shelved], list[FileError]]:
    """Read transcript files one by one, and give the errors of those that cannot be read."""
    shelved, errors = [], []
    labels: dict[str, str] = {}
    for path in paths:
        try:
            draft = _read(path, questions)
        except FileError as error:
            errors.append(error)
            continue
        labels.update((label_key(one.label), one.label) for one in draft.speakers)
        shelved.append(shelf.put(prepare(draft, wishes)))
    check_sayings(wishes.sayings, labels if shelved else None)
    return shelved, errors


def check_sayings(sayings: Iterable[Saying], labels: Mapping[str, str] | None) -> None:
    """Refuse what is said of speakers that no file has.

    Args:
        sayings: What is said.
        labels: The labels of all files by their keys; None where no file could be read.

    Raises:
        UsageError: If a label is not among them.
    """
    for one in sayings:
        if labels is not None and label_key(one.label) not in labels:
            there = ", ".join(label or "(no label)" for label in labels.values())
            raise UsageError(f"No file has the speaker “{one.label}”.", f"There are {there}.")


def prepare(draft: Draft, wishes: Wishes | None = None) -> NewTranscript:
    """Do what is wished with a draft, and say what can be seen in it: interview, group, prose."""
    wishes = wishes or Wishes()
    draft, people, _ = settle(draft, Said().under(wishes.sayings))
    return NewTranscript(
        draft, draft.title, wishes.kind or kind_of(draft), wave=wishes.wave, people=people,
        comments=wishes.comments,
    )  # fmt: skip


def kind_of(draft: Draft) -> TranscriptKind:
    """Tell what a draft looks like, by how many participants speak."""
    voices = sum(one.role is Role.PARTICIPANT for one in draft.speakers)
    if voices == 0:
        return TranscriptKind.DOCUMENT
    return TranscriptKind.FOCUS_GROUP if voices >= 3 else TranscriptKind.INTERVIEW


def _repeat_notes(new: Sequence[NewTranscript], repeats: dict[str, str]) -> list[str]:
    return [
        f"{one.draft.source.filename}: the same file is here already as {title}"
        for one in new
        if (title := repeats.get(one.draft.source.sha256))
    ]


def _draft_notes(new: Sequence[NewTranscript]) -> list[str]:
    return [f"{one.draft.source.filename}: {note}" for one in new for note in one.draft.notes]
