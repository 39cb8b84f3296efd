"""Whom a transcript is of, what its interviewer says, and which questions may be put in it."""

from __future__ import annotations

from typing import Any

from ipe_coder.analysis.asking import InterviewerTurn
from ipe_coder.model.guide import GuideQuestion
from ipe_coder.model.study import Respondent
from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Role, Transcript, TranscriptKind
from ipe_coder.store import guides, studies, transcripts


def interviewer_turns(found: Transcript) -> list[InterviewerTurn]:
    """List the turns of a transcript that an interviewer says."""
    own = [one for one in found.turns if found.speaker_of(one).role is Role.INTERVIEWER]
    ends = [one.start for one in own[1:]] + [len(found.text)]
    return [
        InterviewerTurn(
            one.index,
            " ".join(found.text[one.start : one.end].split()),
            count_words(found.text[one.end : end]),
        )
        for one, end in zip(own, ends, strict=True)
    ]


def questions_for(connection: Any, found: Transcript) -> list[GuideQuestion]:
    """List the questions that may be put in a transcript, in the guide's order.

    Those to other kinds of respondent are left out, and those of a part of the guide whose heading
    names another kind of conversation or another wave. One who does not use what is evaluated is
    asked what its recipients are, unless the guide has questions to them.
    """
    ids = {one.participant_id for one in found.speakers if one.participant_id}
    kinds = {
        one.respondent
        for one in studies.participants(connection)
        if one.id in ids and one.respondent
    }
    questions = [one for one in guides.questions(connection) if one.study_id == found.study_id]
    asked_of = {one.respondent for one in questions if one.respondent}
    if Respondent.NON_USER in kinds - asked_of:
        kinds.add(Respondent.RECIPIENT)
    kinds &= asked_of
    fitting = [one for one in questions if not kinds or one.respondent in (None, *kinds)]
    waves = _waves(connection, found)
    return [one for one in fitting if _fits(one.part, found, *waves)] or fitting


def _waves(connection: Any, found: Transcript) -> tuple[set[str], set[str]]:
    """List the waves of a transcript, and the others of its study: its own or its speakers'."""
    heads = transcripts.heads(connection)
    named = [(one.id, one.wave) for one in heads if one.study_id == found.study_id]
    known = {one[0] for one in named}
    people = {one.id: one for one in studies.participants(connection)}
    named += [
        (one.transcript_id or "", attributes.get("wave", ""))
        for one in studies.appearances(connection)
        for attributes in [{**people[one.participant_id].attributes, **one.attributes}]
        if one.transcript_id in known
    ]
    own = {wave.casefold() for of, wave in named if of == found.id and wave}
    every = {wave.casefold() for _, wave in named if wave}
    return own, every - own


def _fits(part: str, found: Transcript, own: set[str], other: set[str]) -> bool:
    """Tell whether a part of the guide, by its heading, may be of this transcript."""
    heading = part.casefold()
    is_group = found.kind is TranscriptKind.FOCUS_GROUP
    if "group" in heading and not is_group:
        return False
    if "interview" in heading and is_group and "group" not in heading:
        return False
    words = set(heading.split())
    return not own or bool(own & words) or not other & words
