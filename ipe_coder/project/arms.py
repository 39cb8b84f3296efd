"""The arms of a study, by the names that people give them."""

from __future__ import annotations

from collections.abc import Iterable

from ipe_coder.errors import UsageError
from ipe_coder.model.study import Arm, NoArm, Study
from ipe_coder.model.text import clean_name

CONTROL_NAMES = frozenset({"control", "comparison", "usual practice", "waitlist", "wait-list"})
"""Names of arms that are taken as the control arm."""


def find_arm(study: Study, name: str) -> tuple[str | None, NoArm]:
    """Find an arm by name, or the reason for having none.

    Raises:
        UsageError: If the study has no such arm.
    """
    wanted = clean_name(name).casefold()
    for arm in study.arms:
        if arm.name.casefold() == wanted:
            return arm.id, NoArm.UNKNOWN
    if not wanted:
        return None, NoArm.UNKNOWN if study.arms else NoArm.NO_ARMS
    for reason in NoArm:
        if reason.value == wanted:
            return None, reason
    arms = ", ".join([*(arm.name for arm in study.arms), *NoArm])
    raise UsageError(f"{study.name} has no arm “{name}”.", f"An arm is one of {arms}.")


def make_arms(names: Iterable[str], control: str, *, first: int = 0) -> tuple[Arm, ...]:
    """Make the arms of a study from their names, in order.

    Raises:
        UsageError: If one is named twice, or the control arm is not among them.
    """
    cleaned = [clean_name(name) for name in names if clean_name(name)]
    if len({name.casefold() for name in cleaned}) < len(cleaned):
        raise UsageError("An arm is named twice.", "Give each arm its own name.")
    if control and control not in cleaned:
        raise UsageError(f"The control arm “{control}” is not among the arms.")
    return tuple(
        Arm("", "", name, place, name == control if control else name.casefold() in CONTROL_NAMES)
        for place, name in enumerate(cleaned, start=first)
    )
