"""What a researcher should decide about the speakers of a file before it is written."""

from __future__ import annotations

from dataclasses import dataclass

from ipe_coder.model.counts import count_of
from ipe_coder.model.transcript import Draft, Role
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screens.import_file import FilePlan

_FEW_TURNS = 8


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a researcher should decide before the file is written."""

    words: str
    remedy: str = ""
    speaker: int | None = None
    """Place of the speaker that it is about."""
    turn: int | None = None
    """Index of the turn that it is about."""

    @property
    def place(self) -> tuple[int, int]:
        """Where in the preview of its file it stands, to be compared."""
        return (
            (0, -1 if self.speaker is None else self.speaker)
            if self.turn is None
            else (1, self.turn)
        )


def speaker_doubts(plan: FilePlan) -> list[Doubt]:
    """List what is not certain of who speaks."""
    assert plan.draft is not None
    doubts = []
    for number, speaker in enumerate(plan.speakers):
        if speaker.role is Role.UNKNOWN:
            name = speaker.label or "The voice without a label"
            doubts.append(Doubt(f"{name}: who is it?", _unknown_remedy(plan), number))
    named = [one for one in plan.speakers if one.label]
    if len(named) > 1 and not any(one.role is Role.INTERVIEWER for one in named):
        first = plan.speakers.index(named[0])
        remedy = "Go to who asks and press 1, if anybody does."
        doubts.append(Doubt("Nobody is the interviewer.", remedy, first))
    return [*doubts, *_turn_doubts(plan, plan.draft)]


def _turn_doubts(plan: FilePlan, draft: Draft) -> list[Doubt]:
    doubts = []
    if draft.by_look and not plan.said.sayings:
        words = f"Nobody is named: paragraphs {draft.by_look} were taken for the questions."
        remedy = spoken("{import.rename} names a speaker, {import.divide} has other rules.")
        doubts.append(Doubt(words, remedy, 0))
    if draft.doubts:
        turns = [index for index, _ in draft.doubts]
        shown = ", ".join(str(index + 1) for index in turns[:_FEW_TURNS])
        more = " and more" if len(turns) > _FEW_TURNS else ""
        words = f"{count_of(len(turns), 'turn')} may be somebody else's: {shown}{more}."
        remedy = spoken(
            "{import.split} splits a turn, {import.give_turn} gives it to another speaker."
        )
        doubts.append(Doubt(words, remedy, turn=turns[0]))
    return doubts


def _unknown_remedy(plan: FilePlan) -> str:
    roles = "1 to 3 say its role: interviewer, participant, other."
    if len(plan.speakers) > 1:
        return spoken(f"{{import.merge}} counts its turns to another speaker; {roles}")
    return spoken(f"{roles} {{import.divide}} finds speakers by another rule.")
