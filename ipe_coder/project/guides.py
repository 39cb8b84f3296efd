"""Interview guides: the questions of a study, in from files and changed one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Codebook
from ipe_coder.model.guide import (
    GuideFile,
    GuideFileRow,
    GuideImport,
    GuideQuestion,
    QuestionUse,
    free_labels,
)
from ipe_coder.model.study import Study
from ipe_coder.model.text import clean_name
from ipe_coder.project.base import ProjectBase
from ipe_coder.project.names import resolve
from ipe_coder.store import guides, transcripts

_ALIKE = 90
"""Likeness from which a question of the same label is the old one in better words."""


class Guides(ProjectBase):
    """What a study asks."""

    def import_guide(self, path: Path, study: str, *, dry_run: bool = False) -> GuideImport:
        """Take a guide from a file as the study's questions, as one change.

        Questions whose words did not change, or hardly, keep the turns that are marked with them,
        and their codes where the file names none.

        Args:
            path: The file.
            study: The study.
            dry_run: Say what would come of it, and write nothing.

        Raises:
            FileError: If it cannot be read, or names a code that is not in the codebook.
        """
        from ipe_coder.readers.guide import read_guide

        found = self.study(study)
        guide = read_guide(path)
        book = self.codebook(found.name)
        new = [_question(path, found, book, *row) for row in _numbered(guide.rows)]
        if dry_run:
            known = self.guide_questions(found.name)
            return self._compare(found, guide, book, known, _matched(known, new))[0]
        with self._change(f"Imported the guide of {found.name}") as pending:
            connection = pending.writer.connection
            known = [one for one in guides.questions(connection) if one.study_id == found.id]
            wanted = _matched(known, new)
            done, gone = self._compare(found, guide, book, known, wanted)
            guides.remove_questions(pending.writer, gone)
            for one in wanted:
                guides.put_question(
                    pending.writer, one if one.id else replace(one, id=self._store.new_id())
                )
        return done

    def guide_questions(self, study: str) -> list[GuideQuestion]:
        """List the questions of a study's guide, in order."""
        study_id = self.study(study).id
        with self._store.read() as connection:
            return [one for one in guides.questions(connection) if one.study_id == study_id]

    def guide(self, study: str) -> list[QuestionUse]:
        """List the questions of a study's guide with their codes and where they are asked."""
        asked: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        questions = self.guide_questions(study)
        book = self.codebook(study)
        with self._store.read() as connection:
            for one in guides.askings(connection):
                if one.confirmed:
                    asked[one.question_id][one.transcript_id] += 1
            titles = {head.id: head.title for head in transcripts.heads(connection)}
        return [
            QuestionUse(
                question,
                _paths(book, question),
                tuple(title for key, title in titles.items() if key in asked[question.id]),
                sum(asked[question.id].values()),
            )
            for question in questions
        ]

    def question(self, name: str, study: str) -> GuideQuestion:
        """Find a question of a study by its label, its words or its id.

        Raises:
            NotFoundError: If there is none.
        """
        known = self.guide_questions(study)
        wanted = resolve("question", name, ((one.id, (one.label, one.text)) for one in known))
        return next(one for one in known if one.id == wanted)

    def link_question(
        self, question: GuideQuestion, codes_of: Iterable[str], *, remove: bool = False
    ) -> Change:
        """Link a question to codes, or take the links away."""
        study = self.study(question.study_id).name
        found = [self.code(name, study=study)[1] for name in codes_of]
        ids = [one.id for one in found]
        names = ", ".join(one.name for one in found)
        if remove:
            linked = [one for one in question.code_ids if one not in ids]
        else:
            linked = list(dict.fromkeys([*question.code_ids, *ids]))
        label = f"Linked {question.label} to {names}"
        if remove:
            label = f"Unlinked {question.label} from {names}"
        return self.put_question(replace(question, code_ids=tuple(linked)), label)

    def put_question(self, question: GuideQuestion, done: str = "") -> Change:
        """Add a question to its study's guide, at the end, or bring a known one to this.

        Args:
            question: It is new where it has no id.
            done: What the change is called, past tense.

        Raises:
            UsageError: If it has no words, or its label is another's.
        """
        text, label = clean_name(question.text), clean_name(question.label)
        if not text:
            raise UsageError("A question has no words.", "Type it as the guide has it.")
        with self._change() as pending:
            every = guides.questions(pending.writer.connection)
            known = [one for one in every if one.study_id == question.study_id]
            others = {one.label.casefold(): one for one in known if one.id != question.id}
            if label.casefold() in others:
                taken = others[label.casefold()]
                raise UsageError(f"{taken.label} is “{taken.text}”.", "Give another label.")
            if not question.id:
                place = max((one.position for one in known), default=-1) + 1
                question = replace(question, id=self._store.new_id(), position=place)
            label = label or _free_label(others, question.position + 1)
            guides.put_question(pending.writer, replace(question, text=text, label=label))
            pending.writer.label = done or f"Wrote the question {label}"
        return pending.done

    def remove_question(self, question: GuideQuestion) -> Change:
        """Take a question from the guide, with the marks on turns that ask it."""
        with self._change(f"Removed the question {question.label}") as pending:
            guides.remove_questions(pending.writer, [question.id])
        return pending.done

    def export_guide(self, path: Path, study: str) -> int:
        """Write a study's guide to a file that can be imported again; give how many questions.

        Raises:
            FileError: If it cannot be written, or guides are not written with its ending.
        """
        from ipe_coder.writers.guide_file import write_guide

        found = self.study(study)
        uses = self.guide(found.name)
        if not uses:
            raise UsageError(f"{found.name} has no guide.", "guide import FILE gives it one.")
        write_guide(path, found.label, uses)
        return len(uses)

    def _compare(
        self,
        study: Study,
        guide: GuideFile,
        book: Codebook | None,
        known: Sequence[GuideQuestion],
        wanted: Sequence[GuideQuestion],
    ) -> tuple[GuideImport, list[str]]:
        """Say what an import changes, and list the ids of questions that go."""
        before = {one.id: one for one in known}
        kept = {one.id for one in wanted}
        gone = [one for one in known if one.id not in kept]
        with self._store.read() as connection:
            said = [one.question_id for one in guides.askings(connection) if one.confirmed]
        notes = list(guide.notes)
        if book is None and any(row.codes for row in guide.rows):
            notes.append(
                f"{study.name} has no codebook yet, so no question was linked to codes."
                " Import the guide again when it has one."
            )
        done = GuideImport(
            study.name,
            tuple(one.label for one in wanted if not one.id),
            tuple(one.label for one in wanted if one.id and before[one.id] != one),
            sum(1 for one in wanted if one.id and before[one.id] == one),
            tuple(one.label for one in gone),
            sum(said.count(one.id) for one in gone),
            tuple(notes),
        )
        return done, [one.id for one in gone]


def _numbered(rows: Sequence[GuideFileRow]) -> Iterable[tuple[int, str, GuideFileRow]]:
    labels = free_labels(rows)
    return ((place, labels[place], row) for place, row in enumerate(rows))


def _question(
    path: Path, study: Study, book: Codebook | None, place: int, label: str, row: GuideFileRow
) -> GuideQuestion:
    """Make a question, not yet with an id, of a row; its codes are looked up."""
    code_ids = [_code_id(path, row, book, name) for name in row.codes] if book else []
    return GuideQuestion(
        "", study.id, clean_name(row.text), row.respondent, tuple(dict.fromkeys(code_ids)), place,
        clean_name(label), clean_name(row.part),
    )  # fmt: skip


def _code_id(path: Path, row: GuideFileRow, book: Codebook, name: str) -> str:
    try:
        return resolve(
            "code",
            name,
            ((one.id, (one.name, book.path(one.id))) for one in book.codes if not one.merged_into),
        )
    except UsageError as error:
        raise FileError(path, error.message, error.hint, line=row.line) from None


def _matched(known: Sequence[GuideQuestion], new: Sequence[GuideQuestion]) -> list[GuideQuestion]:
    """Give questions the ids of those that they are: of the same words, or nearly, by label."""
    left = list(known)
    matched: dict[int, GuideQuestion] = {}
    for is_same in (_same_place, _same_words, _same_label):
        for place, one in enumerate(new):
            if place in matched:
                continue
            found = next((old for old in left if is_same(old, one)), None)
            if found is not None:
                left.remove(found)
                matched[place] = found
    return [
        replace(one, id=matched[place].id, code_ids=one.code_ids or matched[place].code_ids)
        if place in matched
        else one
        for place, one in enumerate(new)
    ]


def _same_place(old: GuideQuestion, new: GuideQuestion) -> bool:
    return _same_words(old, new) and old.part.casefold() == new.part.casefold()


def _same_words(old: GuideQuestion, new: GuideQuestion) -> bool:
    return old.text.casefold() == new.text.casefold()


def _same_label(old: GuideQuestion, new: GuideQuestion) -> bool:
    from rapidfuzz import fuzz

    same = old.label.casefold() == new.label.casefold()
    return same and fuzz.ratio(old.text.casefold(), new.text.casefold()) >= _ALIKE


def _paths(book: Codebook | None, question: GuideQuestion) -> tuple[str, ...]:
    if book is None:
        return ()
    known = {one.id for one in book.codes}
    return tuple(book.path(one) for one in question.code_ids if one in known)


def _free_label(taken: Iterable[str], first: int) -> str:
    used = set(taken)
    while str(first) in used:
        first += 1
    return str(first)
