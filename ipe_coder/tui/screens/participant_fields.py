"""Changing one thing that is known of a participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipe_coder.model.change import Change
from ipe_coder.model.study import Consent, NoArm, Participant, Respondent, Study
from ipe_coder.tui.dialogs.choose_one import Choice

if TYPE_CHECKING:
    from ipe_coder.project import Project

RESPONDENT, ARM, CONSENT = "respondent", "arm", "consent"


def field_choices(one: Participant, arm: str) -> list[Choice]:
    """List what can be changed of a participant, with what stands there now."""
    respondent = one.respondent.value if one.respondent else "not said"
    attributes = {"role": "", **one.attributes}
    return [
        Choice(RESPONDENT, "Respondent", respondent),
        Choice(ARM, "Arm", arm),
        Choice(CONSENT, "Consent", one.consent.value),
        *(Choice(name, name.capitalize(), value) for name, value in attributes.items()),
    ]


def value_choices(name: str, study: Study) -> list[Choice]:
    """List the values of a field that has fixed ones; none for an attribute."""
    if name == RESPONDENT:
        return [Choice(one.value, one.value) for one in Respondent]
    if name == CONSENT:
        return [Choice(one.value, one.value) for one in Consent]
    if name == ARM:
        return [Choice(one, one) for one in (*(arm.name for arm in study.arms), *NoArm)]
    return []


def write_field(project: Project, one: Participant, name: str, value: str) -> Change:
    """Write one field of a participant; an empty attribute is taken away."""
    if name == RESPONDENT:
        return project.set_participant(one.id, respondent=Respondent(value))
    if name == CONSENT:
        return project.set_participant(one.id, consent=Consent(value))
    if name == ARM:
        return project.set_participant(one.id, arm=value)
    return project.set_participant(one.id, attributes={name: value})
