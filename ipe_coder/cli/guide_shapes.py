"""How questions of a guide, and turns that ask them, are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipe_coder.model.guide import GuideQuestion, QuestionUse, TurnQuestions


def aimed_at(question: GuideQuestion) -> str:
    """Say whom a question is for, or its part of the guide."""
    return question.respondent.value if question.respondent else question.part


def asked_words(one: TurnQuestions) -> str:
    """Name the questions that a turn asks, those only proposed with a question mark."""
    if one.settled:
        return ", ".join(each.label for each in one.asked) or "none"
    return ", ".join(f"{each.label}?" for each, _ in one.proposed)


def likeness_words(one: TurnQuestions) -> str:
    """Say how like each proposed question is."""
    return ", ".join(f"{likeness}" for _, likeness in one.proposed)


def use_shape(study: str, one: QuestionUse) -> dict[str, Any]:
    """Make the JSON shape of a question and where it is asked."""
    question = one.question
    return {
        "id": question.id,
        "study": study,
        "label": question.label,
        "text": question.text,
        "part": question.part,
        "respondent": question.respondent.value if question.respondent else None,
        "codes": list(one.codes),
        "asked_in": list(one.asked),
        "turns": one.turns,
    }


def turn_shape(one: TurnQuestions) -> dict[str, Any]:
    """Make the JSON shape of a turn and the questions that it asks."""
    return {
        "turn": one.turn + 1,
        "words": one.text,
        "settled": one.settled,
        "asks": [each.label for each in one.asked],
        "proposed": [
            {"question": each.label, "text": each.text, "likeness": likeness}
            for each, likeness in one.proposed
        ],
    }
