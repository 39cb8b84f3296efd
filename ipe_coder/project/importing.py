"""Transcript files into the project: read, looked at, written as one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ipe_coder.errors import FileError, FilesError, UsageError
from ipe_coder.model.comment import CommentUse
from ipe_coder.model.guide import GuideQuestion
from ipe_coder.model.study import (
    Study,
)
from ipe_coder.model.transcript import (
    Draft,
    NewTranscript,
    Role,
    Rule,
    TranscriptKind,
)
from ipe_coder.project.comment_taking import CommentTaking, refuse_unknown_authors
from ipe_coder.project.gathering import FileSummary, Gathered, Skipped, gather
from ipe_coder.project.guide_roles import with_guide
from ipe_coder.project.people import PeopleImport
from ipe_coder.project.remembering import KEY, Remembered, from_setting, to_setting
from ipe_coder.project.sayings import Said, Saying, label_key, settle
from ipe_coder.project.surveys import Surveys
from ipe_coder.store import guides, settings, transcripts
from ipe_coder.store.contents import Shelf, Shelved


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
    rule: Rule = field(default_factory=Rule)
    """How the files are divided among their speakers."""

    @property
    def takes_prose(self) -> bool:
        """Whether files without a speaker are wanted, as what is said of them tells."""
        return self.kind is not None or self.rule != Rule()


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


class Importing(Surveys):
    """What brings transcript files in."""

    def read_files(
        self, paths: Iterable[Path], study: str = "", rule: Rule | None = None
    ) -> tuple[list[Draft], list[FileError]]:
        """Read transcript files; nothing is written.

        Args:
            paths: The files.
            study: The study whose guide says who interviews, where no label does.
            rule: How they are divided among their speakers; as found if not given.
        """
        questions = self._questions_of(study)
        drafts, errors = _read_all(paths, questions, rule or Rule())
        return list(drafts.values()), errors

    def preview_files(
        self, paths: Iterable[Path], study: str, wishes: Wishes, gathered: Gathered
    ) -> tuple[list[NewTranscript], list[FileError], list[Skipped]]:
        """Read transcript files and do with them what is wished; nothing is written.

        Returns:
            What would be written, the faults, and what of a folder would not be taken.

        Raises:
            UsageError: If something is said of a speaker that no file has.
        """
        drafts, faults = _read_all(paths, self._questions_of(study), wishes.rule)
        errors, skipped = gathered.divide(faults)
        labels = {
            label_key(one.label): one.label for each in drafts.values() for one in each.speakers
        }
        check_sayings(wishes.sayings, labels if drafts else None)
        new = {path: prepare(one, wishes) for path, one in drafts.items()}
        silent, prose = _prose(new, gathered, wishes)
        kept = [one for path, one in new.items() if path not in silent]
        return kept, errors, [*gathered.skipped, *skipped, *prose]

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
            read, faults = _shelve(shelf, paths, wishes, self._questions_of(study))
            errors, skipped = gathered.divide(faults)
            silent, prose = _prose({n: one.new for n, one in read.items()}, gathered, wishes)
            new = [one for path, one in read.items() if path not in silent]
            shelf.drop([read[path] for path in silent], new)
            if errors and (not skip_bad or not new):
                raise FilesError(errors)
            notes = self._add(study, shelf, new, wishes.comment_coders)
        return Imported(
            tuple(one.new.title for one in new),
            tuple(errors),
            tuple(notes),
            tuple(FileSummary.of(one.new, one.turns, one.words) for one in new),
            (*gathered.skipped, *skipped, *prose),
            comments=sum(len(one.new.draft.comments) for one in new),
        )

    def add_transcripts(
        self, study: str, new: Sequence[NewTranscript], memory: Sequence[Remembered] = (),
        comment_coders: Mapping[str, str] | None = None,
    ) -> list[str]:  # fmt: skip
        """Write prepared transcripts as one change; give notes on them.

        Args:
            study: The study.
            new: The transcripts.
            memory: What was said of labels, to be proposed in later imports.
            comment_coders: Coders by the name of the author of comments, where called otherwise.

        Raises:
            UsageError: If a title is taken in the study, or is there twice.
        """
        with Shelf() as shelf:
            shelved = [shelf.put(one) for one in new]
            return self._add(study, shelf, shelved, comment_coders, memory)

    def remembered(self, study: str) -> tuple[Remembered, ...]:
        """Read what was said of labels in earlier imports into a study."""
        return from_setting(self.settings().get(KEY + self.study(study).id))

    def _add(
        self,
        study: str,
        shelf: Shelf,
        shelved: Sequence[Shelved],
        comment_coders: Mapping[str, str] | None = None,
        memory: Sequence[Remembered] = (),
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
            if kept := to_setting(memory):
                settings.put(pending.writer, KEY + found.id, kept)
            names = new[0].title if len(new) == 1 else f"{len(new)} transcripts"
            pending.writer.label = f"Imported {names} into {found.name}"
        return [*_repeat_notes(new, repeats), *_draft_notes(new), *misfits, *taken]

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


def _read(path: Path, questions: Sequence[GuideQuestion], rule: Rule) -> Draft:
    from ipe_coder.readers import read_transcript

    return with_guide(read_transcript(path, rule), questions)


def _read_all(
    paths: Iterable[Path], questions: Sequence[GuideQuestion], rule: Rule
) -> tuple[dict[Path, Draft], list[FileError]]:
    drafts: dict[Path, Draft] = {}
    errors = []
    for path in paths:
        try:
            drafts[path] = _read(path, questions, rule)
        except FileError as error:
            errors.append(error)
    return drafts, errors


def _prose(
    new: Mapping[Path, NewTranscript], gathered: Gathered, wishes: Wishes
) -> tuple[set[Path], list[Skipped]]:
    """Find the files of a folder in which nobody speaks beside files with speakers."""
    if wishes.takes_prose:
        return set(), []
    return gathered.without_prose([(path, one.draft.speakers) for path, one in new.items()])


def _shelve(
    shelf: Shelf, paths: Iterable[Path], wishes: Wishes, questions: Sequence[GuideQuestion]
) -> tuple[dict[Path, Shelved], list[FileError]]:
    """Read transcript files one by one, and give the errors of those that cannot be read."""
    shelved: dict[Path, Shelved] = {}
    errors = []
    labels: dict[str, str] = {}
    for path in paths:
        try:
            draft = _read(path, questions, wishes.rule)
        except FileError as error:
            errors.append(error)
            continue
        labels.update((label_key(one.label), one.label) for one in draft.speakers)
        shelved[path] = shelf.put(prepare(draft, wishes))
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
