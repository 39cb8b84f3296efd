"""Who of a draft asks what the study's guide asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ipe_coder.model.guide import GuideQuestion
from ipe_coder.model.transcript import Draft, Role

_LIKE = 50
"""Likeness from which a turn is said to ask a question; proposals to a person begin lower."""
_LEAST, _LEAD = 2, 2
"""How many questions the interviewer must ask, and how many times as many as anybody else."""
_BY_LABEL = "by the label"


def with_guide(draft: Draft, questions: Sequence[GuideQuestion]) -> Draft:
    """Guess who interviews by the guide, where no label says it; add what is asked as a reason."""
    if not questions or not any(one.label for one in draft.speakers):
        return draft
    asked = [_asked(draft, place, questions) for place in range(len(draft.speakers))]
    speakers, guesses = list(draft.speakers), list(draft.guesses)
    said = any(reason.startswith(_BY_LABEL) for reason in _reasons(draft, Role.INTERVIEWER))
    best = max(range(len(asked)), key=asked.__getitem__)
    others = max((n for place, n in enumerate(asked) if place != best), default=0)
    clear = asked[best] >= max(_LEAST, _LEAD * others)
    if clear and not said and not guesses[best].startswith(_BY_LABEL):
        for place, one in enumerate(speakers):
            if one.role is Role.INTERVIEWER:
                speakers[place] = replace(one, role=Role.PARTICIPANT)
                guesses[place] = "asks less of the guide than the interviewer"
            elif one.role is Role.PARTICIPANT and not guesses[place].startswith(_BY_LABEL):
                guesses[place] = "not the interviewer"
        speakers[best] = replace(speakers[best], role=Role.INTERVIEWER)
        guesses[best] = ""
    for place, one in enumerate(speakers):
        if one.role is Role.INTERVIEWER and asked[place]:
            words = f"asks {asked[place]} of the guide's {len(questions)} questions"
            guesses[place] = "; ".join(part for part in (guesses[place], words) if part)
    return replace(draft, speakers=tuple(speakers), guesses=tuple(guesses))


def _reasons(draft: Draft, role: Role) -> list[str]:
    pairs = zip(draft.speakers, draft.guesses, strict=True)
    return [reason for one, reason in pairs if one.role is role]


def _asked(draft: Draft, place: int, questions: Sequence[GuideQuestion]) -> int:
    """Count the questions of the guide that a speaker puts in turns with a question mark."""
    from ipe_coder.analysis.asking import InterviewerTurn, propose_askings

    turns = [
        InterviewerTurn(turn.index, " ".join(text.split()))
        for turn in draft.turns
        if turn.speaker == place and "?" in (text := draft.text[turn.start : turn.end])
    ]
    if not turns or not draft.speakers[place].label:
        return 0
    return len({one.question_id for one in propose_askings(turns, questions, {}, _LIKE)})
