"""Answers to a survey: each its own text, under its participant, all as one change."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from ipe_coder.errors import UsageError
from ipe_coder.model.delimited import column_key
from ipe_coder.model.study import Appearance, Consent, ParticipantRow, Respondent, Study
from ipe_coder.model.survey import QUESTION, Answer, Survey
from ipe_coder.model.text import clean_name, count_words
from ipe_coder.model.transcript import (
    Draft,
    NewTranscript,
    Role,
    Source,
    Speaker,
    TranscriptKind,
    Turn,
)
from ipe_coder.project.participants import Participants
from ipe_coder.project.people import PeopleImport
from ipe_coder.store import studies, transcripts
from ipe_coder.store.contents import Shelf, Shelved

FORMAT = "Survey"
"""The format in the source of an answer."""

_Enumeration = TypeVar("_Enumeration", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class SurveyImported:
    """What an import of answers did, or would do."""

    answers: int
    respondents: int
    empty: int
    """Cells of questions that say nothing."""
    words: int
    known: int = 0
    """Answers that were passed over, as they are in the study already."""
    joined: int = 0
    """Respondents who were participants of the study before, by their names."""
    notes: tuple[str, ...] = ()


class Surveys(Participants):
    """Survey answers in."""

    def read_survey(
        self,
        path: Path,
        *,
        respondent: str = "",
        questions: Sequence[str] = (),
        attributes: Sequence[str] = (),
        left_out: Sequence[str] = (),
        number: str = "",
    ) -> Survey:
        """Read a file of answers and say what its columns are taken for; nothing is written.

        Args:
            path: The file.
            respondent: The column that says who answers; guessed if not given.
            questions: The columns whose answers become texts; guessed if none is given.
            attributes: Columns that are attributes, whatever they look like.
            left_out: Columns that are not taken.
            number: Number the respondents instead, each beginning with these letters.
        """
        from ipe_coder.tables import read_survey

        if respondent and number:
            message = f"“{respondent}” says who answers: there is nothing to number."
            raise UsageError(message, "Name the column, or number the rows, not both.")
        read = read_survey(
            path,
            respondent=respondent,
            questions=questions,
            attributes=attributes,
            left_out=left_out,
        )
        return read.with_numbers(clean_name(number)) if number else read

    def preview_survey(self, survey: Survey, study: str) -> SurveyImported:
        """Count what an import of answers would write.

        Raises:
            FileError: If the answers cannot be given to one respondent each.
            UsageError: If respondents are numbered as those of another survey.
        """
        from ipe_coder.tables import check_respondents

        found = self.study(study)
        check_respondents(survey)
        self._check_numbers(survey, found)
        known = self._known_titles(found)
        answers = list(survey.answers())
        new = [one for one in answers if one.title.casefold() not in known]
        return _sum_up(survey, answers, new, self._pseudonyms(found))

    def import_survey(
        self, survey: Survey, study: str, *, wave: str = "", only_new: bool = False
    ) -> SurveyImported:
        """Write a survey's answers into a study as one change.

        Args:
            survey: The answers, each column with its use.
            study: The study.
            wave: The wave that they belong to.
            only_new: Pass over answers that are in the study already.

        Raises:
            FileError: If the answers cannot be given to one respondent each.
            UsageError: If answers are in the study already, and `only_new` is not set; or
                respondents are numbered as those of another survey.
        """
        from ipe_coder.tables import check_respondents

        found = self.study(study)
        check_respondents(survey)
        self._check_numbers(survey, found)
        answers = list(survey.answers())
        known = self._known_titles(found)
        new = [one for one in answers if one.title.casefold() not in known]
        if len(new) < len(answers) and not only_new:
            raise self._here_already(survey, found, len(answers) - len(new), len(answers))
        if not new:
            raise UsageError(f"{survey.path.name} holds no answer that is not here already.")
        done = _sum_up(survey, answers, new, self._pseudonyms(found))
        notes = self._write_answers(survey, found, new, wave)
        return replace(done, notes=tuple(notes))

    def _write_answers(
        self, survey: Survey, study: Study, new: Sequence[Answer], wave: str
    ) -> list[str]:
        new_id = self._store.new_id
        with Shelf() as shelf:
            shelved = [shelf.put(one) for one in _drafts(survey, new, wave)]
            with self._change() as pending:
                people = PeopleImport(pending, study, new_id)
                notes = people.take(list(_participants(survey, new)), survey.path)
                ids = people.ids()
                of = [ids[one.respondent.casefold()] for one in new]
                shelf.write(pending.writer)
                made = transcripts.add(
                    pending.writer, study.id, list(map(_spoken_by, shelved, of)), new_id
                )
                appearances = [
                    Appearance(
                        new_id(), who, transcript_id, one.title, "", {QUESTION: one.question}
                    )
                    for one, who, transcript_id in zip(new, of, made, strict=True)
                ]
                studies.put_appearances(pending.writer, {}, appearances)
                pending.writer.label = (
                    f"Imported {len(new)} answers of {survey.path.name} into {study.name}"
                )
        return notes

    def _check_numbers(self, survey: Survey, study: Study) -> None:
        """Refuse numbers that are somebody's: two surveys have nobody in common by their rows."""
        if not survey.numbered:
            return
        numbers = {cells[survey.respondent].casefold() for _, cells in survey.rows}
        if taken := sorted(numbers & self._pseudonyms(study)):
            first = next(
                cells[survey.respondent]
                for _, cells in survey.rows
                if cells[survey.respondent].casefold() == taken[0]
            )
            raise UsageError(
                f"{study.name} has a participant {first} already, and a number does not say "
                "that they are the same person.",
                "Let the numbers begin with other letters.",
            )

    def _pseudonyms(self, study: Study) -> set[str]:
        return {one.pseudonym.casefold() for one in self.participants(study.name)}

    def _known_titles(self, study: Study) -> set[str]:
        with self._store.read() as connection:
            known = transcripts.heads(connection)
        return {one.title.casefold() for one in known if one.study_id == study.id}

    def _here_already(self, survey: Survey, study: Study, here: int, of: int) -> UsageError:
        with self._store.read() as connection:
            same = transcripts.by_original(connection, [_digest(survey)])
        what = "The same file is here already" if same else "Answers of these titles are here"
        return UsageError(
            f"{what}: {here:,} of the {of:,} answers of {survey.path.name} are in {study.name}.",
            "To take only the others, say --only-new.",
        )


def _sum_up(
    survey: Survey, answers: Sequence[Answer], new: Sequence[Answer], there: Set[str]
) -> SurveyImported:
    respondents = {one.respondent.casefold() for one in new}
    return SurveyImported(
        answers=len(new),
        respondents=len(respondents),
        joined=len(respondents & there),
        empty=len(survey.rows) * len(survey.questions) - len(answers),
        words=sum(count_words(one.text) for one in new),
        known=len(answers) - len(new),
    )


def _participants(survey: Survey, new: Sequence[Answer]) -> Iterator[ParticipantRow]:
    """Describe the respondents who answered anything."""
    from ipe_coder.tables.participants import COMMON_ATTRIBUTES

    answered = {one.respondent for one in new}
    by_key = {column_key(name): name for name in survey.attributes}
    for line, cells in survey.rows:
        who = clean_name(cells[survey.respondent])
        if who not in answered:
            continue
        given = {name: clean_name(cells[name]) for name in survey.attributes}
        respondent = _one_of(Respondent, given.get(by_key.get("respondent", ""), ""))
        consent = _one_of(Consent, given.get(by_key.get("consent", ""), ""))
        arm = given.pop(by_key.get("arm", ""), "")
        if respondent:
            del given[by_key["respondent"]]
        if consent:
            del given[by_key["consent"]]
        attributes = {
            COMMON_ATTRIBUTES.get(column_key(name), name): value
            for name, value in given.items()
            if value
        }
        yield ParticipantRow(who, "", "", respondent, arm, consent, attributes, line)


def _one_of(kind: type[_Enumeration], text: str) -> _Enumeration | None:
    wanted = column_key(text)
    return next((one for one in kind if column_key(one.value) == wanted), None)


def _drafts(survey: Survey, new: Sequence[Answer], wave: str) -> Iterator[NewTranscript]:
    """Make a text of each answer; they share the file that they came from."""
    source = Source(
        clean_name(survey.path.name), FORMAT, _digest(survey), len(survey.data), survey.encoding
    )
    for one in new:
        draft = Draft(
            title=one.title,
            text=one.text,
            turns=(Turn(0, 0, len(one.text), 0),),
            speakers=(Speaker(one.respondent, Role.PARTICIPANT),),
            source=source,
            data=survey.data,
        )
        yield NewTranscript(draft, one.title, TranscriptKind.SURVEY_ANSWER, wave=wave)


def _spoken_by(one: Shelved, participant_id: str) -> Shelved:
    """Say whose voice an answer is."""
    speakers = tuple(replace(voice, participant_id=participant_id)
                     for voice in one.new.draft.speakers)  # fmt: skip
    return one._replace(new=replace(one.new, draft=replace(one.new.draft, speakers=speakers)))


def _digest(survey: Survey) -> str:
    return hashlib.sha256(survey.data).hexdigest()
