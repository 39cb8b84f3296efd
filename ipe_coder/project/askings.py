"""Which turns ask which questions: proposed by likeness, said by a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from ipe_coder.analysis.asking import (
    LEAST,
    SURE,
    InterviewerTurn,
    propose_askings,
)
from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.counts import count_of
from ipe_coder.model.guide import (
    AskedFileRow,
    Asking,
    AskingState,
    GuideQuestion,
    Proposal,
    TurnQuestions,
)
from ipe_coder.model.transcript import Role, Transcript
from ipe_coder.project.asked_of import interviewer_turns, questions_for
from ipe_coder.project.guides import Guides
from ipe_coder.store import guides, transcripts


class Askings(Guides):
    """What was asked of whom."""

    _last_proposals: tuple[tuple[object, ...], Sequence[Proposal]] | None = None
    """What was proposed last, with all that it was made from."""

    def turn_questions(self, transcript: str, *, least: int = LEAST) -> list[TurnQuestions]:
        """List an interviewer's turns with what they ask, said or proposed.

        In a transcript that is fully marked nothing is proposed any more.

        Args:
            transcript: Its name or id.
            least: Likeness, from 0 to 100, under which nothing is proposed.
        """
        with self._store.read() as connection:
            found = transcripts.get(connection, self.transcript_id(transcript))
            said = guides.askings(connection, found.id)
            whole = found.id in guides.marked(connection)
            fitting = [] if whole else questions_for(connection, found)
            questions = guides.questions(connection)
        known = {one.id: one for one in questions}
        linked = self._linked(questions)
        turns = interviewer_turns(found)
        by_turn = _by_turn(said)
        proposed: dict[int, list[tuple[GuideQuestion, int]]] = defaultdict(list)
        for each in self._proposals(turns, fitting, linked, least):
            proposed[each.turn].append((known[each.question_id], each.likeness))
        return [
            _known_of(one, by_turn[one.turn], known, proposed[one.turn], linked) for one in turns
        ]

    def _proposals(
        self,
        turns: Sequence[InterviewerTurn],
        fitting: Sequence[GuideQuestion],
        linked: Mapping[str, str],
        least: int,
    ) -> Sequence[Proposal]:
        """Propose, or give what was proposed last for the same: marks change nothing in it."""
        key = (tuple(turns), tuple(fitting), tuple(sorted(linked.items())), least)
        known = self._last_proposals
        if known is None or known[0] != key:
            known = self._last_proposals = (key, propose_askings(turns, fitting, linked, least))
        return known[1]

    def fitting_questions(self, transcript: str) -> list[GuideQuestion]:
        """List the questions that a transcript's interviewer may ask, in the guide's order."""
        with self._store.read() as connection:
            found = transcripts.get(connection, self.transcript_id(transcript))
            return questions_for(connection, found)

    def confirm_asking(
        self, transcript: str, turn: int, questions: Sequence[GuideQuestion]
    ) -> Change:
        """Say that an interviewer's turn asks these questions, and no other.

        Args:
            transcript: Its name or id.
            turn: Place of the turn, from 0.
            questions: What it asks; none says that it asks no question of the guide.

        Raises:
            UsageError: If the turn is not an interviewer's, or a question is of another study.
        """
        with self._store.read() as connection:
            found = transcripts.get(connection, self.transcript_id(transcript))
        _check(found, turn, questions)
        wanted = [Asking(found.id, turn, one.id) for one in questions]
        refused = [] if questions else self._refusals(found, turn)
        names = ", ".join(one.label for one in questions) or "no question"
        with self._change(f"Marked turn {turn + 1} of {found.title}: {names}") as pending:
            guides.remove_askings(pending.writer, found.id, turn)
            guides.put_askings(pending.writer, [*wanted, *refused], self._store.new_id)
        return pending.done

    def confirm_all(self, transcript: str, *, least: int = SURE) -> tuple[Change | None, int]:
        """Say that the proposals from a likeness on are right; give how many there were."""
        found = self.transcript_id(transcript)
        wanted = [
            Asking(found, one.turn, question.id)
            for one in self.turn_questions(found)
            for question, likeness in one.proposed
            if likeness >= least
        ]
        if not wanted:
            return None, 0
        with self._change() as pending:
            guides.put_askings(pending.writer, wanted, self._store.new_id)
            title = transcripts.get(pending.writer.connection, found).title
            pending.writer.label = f"Marked {count_of(len(wanted), 'question')} in {title}"
        return pending.done, len(wanted)

    def unmark_turn(self, transcript: str, turn: int) -> Change:
        """Forget what was said of a turn, so that it may be proposed again."""
        found = self.transcript_id(transcript)
        with self._change() as pending:
            title = transcripts.get(pending.writer.connection, found).title
            guides.remove_askings(pending.writer, found, turn)
            pending.writer.label = f"Took the mark from turn {turn + 1} of {title}"
        return pending.done

    def set_marked(self, transcript: str, whole: bool = True) -> Change:
        """Say of a transcript that every question asked in it is marked, or that it is not.

        Raises:
            UsageError: If its study has no guide.
        """
        transcript_id = self.transcript_id(transcript)
        with self._change() as pending:
            found = transcripts.get(pending.writer.connection, transcript_id)
            every = guides.questions(pending.writer.connection)
            if whole and not any(one.study_id == found.study_id for one in every):
                message = f"The study of {found.title} has no guide to mark questions of."
                raise UsageError(message, "guide import FILE gives it one.")
            guides.set_marked(pending.writer, transcript_id, whole, self._store.new_id)
            state = "fully marked" if whole else "not fully marked"
            pending.writer.label = f"Called {found.title} {state}"
        return pending.done

    def marked_transcripts(self) -> frozenset[str]:
        """List the ids of the transcripts of which every asking is marked."""
        with self._store.read() as connection:
            return guides.marked(connection)

    def askings(self, study: str = "") -> list[Asking]:
        """List the turns that somebody said ask a question, of a study or of all."""
        wanted = {one.id for one in self._studies_wanted(study)}
        with self._store.read() as connection:
            places = {one.id: one.study_id for one in transcripts.heads(connection)}
            said = guides.askings(connection)
        return [one for one in said if one.confirmed and places[one.transcript_id] in wanted]

    def import_asked(self, path: Path, study: str) -> tuple[int, int]:
        """Take from a file which turns ask which questions; its transcripts are then marked.

        Returns:
            How many askings, and in how many transcripts.

        Raises:
            FileError: If a row does not fit.
        """
        from ipe_coder.tables import read_asked

        labels = {one.label.casefold(): one for one in self.guide_questions(study)}
        read: dict[str, Transcript] = {}
        wanted: list[Asking] = []
        for row in read_asked(path):
            found = read.get(row.transcript) or self._named(path, row, study)
            read[row.transcript] = found
            if row.question:
                question = _labelled(path, row, labels)
                wanted.append(Asking(found.id, _place(path, row, found), question.id))
        ids = {one.id for one in read.values()}
        with self._change(
            f"Marked what was asked in {count_of(len(ids), 'transcript')}"
        ) as pending:
            guides.put_askings(pending.writer, wanted, self._store.new_id)
            for transcript_id in sorted(ids):
                guides.set_marked(pending.writer, transcript_id, True, self._store.new_id)
        return len(wanted), len(ids)

    def _named(self, path: Path, row: AskedFileRow, study: str) -> Transcript:
        try:
            found = self.transcript_id(row.transcript, study=study)
        except UsageError as error:
            raise FileError(path, error.message, error.hint, line=row.line) from None
        with self._store.read() as connection:
            return transcripts.get(connection, found)

    def _questions_of(self, study_id: str) -> list[GuideQuestion]:
        with self._store.read() as connection:
            return [one for one in guides.questions(connection) if one.study_id == study_id]

    def _linked(self, questions: Iterable[GuideQuestion]) -> dict[str, str]:
        names = {code.id: code.name for book in self.codebooks() for code in book.codes}
        return {
            one.id: " ".join(names[code_id] for code_id in one.code_ids if code_id in names)
            for one in questions
        }

    def _refusals(self, found: Transcript, turn: int) -> list[Asking]:
        """Say that a turn asks none: of what was proposed, else of the guide's first question."""
        proposed = [
            question
            for one in self.turn_questions(found.id)
            if one.turn == turn
            for question in [*one.asked, *(each for each, _ in one.proposed)]
        ]
        about = proposed or self._questions_of(found.study_id)[:1]
        return [Asking(found.id, turn, one.id, AskingState.ASKS_NOT) for one in about]


def _by_turn(said: Iterable[Asking]) -> dict[int, list[Asking]]:
    found: dict[int, list[Asking]] = defaultdict(list)
    for one in said:
        found[one.turn].append(one)
    return found


def _known_of(
    turn: InterviewerTurn,
    said: Sequence[Asking],
    known: Mapping[str, GuideQuestion],
    proposed: Sequence[tuple[GuideQuestion, int]],
    linked: Mapping[str, str],
) -> TurnQuestions:
    """Gather what is known of a turn: what was said of it, else what is proposed."""
    ids = {one.question_id for one in said if one.confirmed}
    again = [known[one.question_id] for one in said if one.state is AskingState.OPEN]
    settled = bool(said) and not again
    if again:
        proposed = [(one, _likeness_to(turn, one, linked)) for one in again]
    return TurnQuestions(
        turn.turn,
        turn.text,
        tuple(one for one in known.values() if one.id in ids),
        () if settled else tuple(proposed),
        settled,
    )


def _likeness_to(turn: InterviewerTurn, question: GuideQuestion, linked: Mapping[str, str]) -> int:
    found = propose_askings([turn], [question], linked, least=0)
    return found[0].likeness if found else 0


def _check(found: Transcript, turn: int, questions: Sequence[GuideQuestion]) -> None:
    if not 0 <= turn < len(found.turns):
        message = f"{found.title} has no turn {turn + 1}."
        raise UsageError(message, f"Its turns are 1 to {len(found.turns)}.")
    if found.speaker_of(found.turns[turn]).role is not Role.INTERVIEWER:
        label = found.speaker_of(found.turns[turn]).label or "somebody without a label"
        message = f"Turn {turn + 1} of {found.title} is said by {label}, who is no interviewer."
        raise UsageError(message, "guide propose lists the interviewer's turns.")
    if any(one.study_id != found.study_id for one in questions):
        raise UsageError(f"{found.title} is of another study than the question.")


def _labelled(path: Path, row: AskedFileRow, labels: dict[str, GuideQuestion]) -> GuideQuestion:
    found = labels.get(row.question.casefold())
    if found is None:
        known = ", ".join(one.label for one in labels.values()) or "none yet"
        message = f"the guide has no question “{row.question}”."
        raise FileError(path, message, f"It has {known}.", line=row.line)
    return found


def _place(path: Path, row: AskedFileRow, found: Transcript) -> int:
    """Find the turn that a row means, by its number, its words, or both."""
    own = {one.turn: one.text for one in interviewer_turns(found)}
    place = (row.turn or 0) - 1
    if place in own and row.words in own[place]:
        return place
    holding = [turn for turn, text in own.items() if row.words and row.words in text]
    if len(holding) == 1:
        return holding[0]
    shown = f"“{row.words[:40]}”" if row.words else f"number {row.turn or 'nothing'}"
    message = f"{len(holding) or 'no'} turns of an interviewer in {found.title} are {shown}."
    raise FileError(path, message, "Give the turn's number, or more of its words.", line=row.line)
