"""The guide in the coding screen: which question a turn asks, confirmed or chosen by a key."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.message import Message

from ipe_coder.errors import UsageError
from ipe_coder.model.guide import GuideQuestion, TurnQuestions
from ipe_coder.model.transcript import Role
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.commands import command, needs
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.coding_motion import GOING, NOT_OPEN, has_transcript, in_text
from ipe_coder.tui.screens.coding_places import CodingPlaces
from ipe_coder.tui.screens.coding_side import GuideState

_GUIDE = "Guide"
_NONE = "none of them"
_NOT_PROPOSED = "No question is proposed here. {coding.choose_question} chooses one."


def _no_guide(screen: CodingGuide) -> str:
    if not has_transcript(screen):
        return NOT_OPEN
    if not screen.turn_questions:
        return "The study has no guide for this transcript. {go.guide} shows the guides."
    return "No interviewer's turn stands here or above."


@needs(_no_guide)
def _has_guide(screen: CodingGuide) -> bool:
    return has_transcript(screen) and screen.guide_here is not None


@needs(lambda screen: _NOT_PROPOSED if _has_guide(screen) else _no_guide(screen))
def _can_confirm(screen: CodingGuide) -> bool:
    here = screen.guide_here if has_transcript(screen) else None
    return here is not None and bool(here.proposed)


class CodingGuide(CodingPlaces):
    """The part of the coding screen that knows the guide."""

    class GuideRead(Message):
        """What the turns of a transcript ask was read."""

        def __init__(
            self,
            transcript_id: str,
            turns: Sequence[TurnQuestions],
            questions: Sequence[GuideQuestion],
            *,
            is_marked: bool,
        ) -> None:
            """Carry the turns of interviewers, the questions to choose from, and the state."""
            super().__init__()
            self.transcript_id, self.turns = transcript_id, turns
            self.questions, self.is_marked = questions, is_marked

    def __init__(self) -> None:
        """Begin without a guide."""
        super().__init__()
        self.turn_questions: dict[int, TurnQuestions] = {}
        self.guide_questions: Sequence[GuideQuestion] = ()
        self.is_fully_marked = False

    @property
    def guide_here(self) -> TurnQuestions | None:
        """What the interviewer's turn at the cursor asks, or the last one before it."""
        turns = [one for one in self.turn_questions if one <= self.view.turn]
        return self.turn_questions[max(turns)] if turns else None

    @property
    def guide_state(self) -> GuideState:
        """What the pane shows of the guide."""
        here = self.guide_here
        is_at_cursor = here is not None and here.turn == self.view.turn
        return GuideState(here, self.is_fully_marked, is_at_cursor)

    # -- loading

    def reload(self) -> None:
        """Read again what the turns ask, too."""
        super().reload()
        if self.desk.is_open:
            self._read_guide(self.desk.transcript.id)

    def _show_transcript(self) -> None:
        self.turn_questions, self.guide_questions = {}, ()
        super()._show_transcript()
        self._read_guide(self.desk.transcript.id)

    @background("guide", "reading the guide")
    def _read_guide(self, transcript_id: str) -> None:
        questions = self.project.fitting_questions(transcript_id)
        turns = self.project.turn_questions(transcript_id) if questions else []
        is_marked = transcript_id in self.project.marked_transcripts()
        if not stopped():
            answer = self.GuideRead(transcript_id, turns, questions, is_marked=is_marked)
            self.post_message(answer)

    @on(GuideRead)
    def _take_guide(self, event: CodingGuide.GuideRead) -> None:
        event.stop()
        if self.desk.is_open and self.desk.transcript.id == event.transcript_id:
            self.turn_questions = {one.turn: one for one in event.turns}
            self.guide_questions = event.questions
            self.is_fully_marked = event.is_marked
            self._show_side()

    # -- what is done

    @command("y", footer="asks it", group=_GUIDE, when=_can_confirm)
    async def action_confirm_question(self) -> None:
        """Say that the turn asks the question that is proposed."""
        here = self._turn_here()
        await self._mark(here.turn, [question for question, _ in here.proposed])

    @command("Q", group=_GUIDE, when=_has_guide)
    def action_choose_question(self) -> None:
        """Choose which question of the guide the turn asks, or none."""
        here = self._turn_here()
        likely = dict(here.proposed)
        likely |= {one: 100 for one in here.asked if one not in likely}
        ordered = sorted(self.guide_questions, key=lambda one: -likely.get(one, 0))
        choices = [Choice(one.id, shorten(f"{one.label}  {one.text}", 64)) for one in ordered]
        choices.insert(len(likely), Choice(_NONE, "asks none of them"))
        current = choices[0].value if likely else _NONE

        async def take(chosen: str | None) -> None:
            if chosen is not None:
                known = [one for one in self.guide_questions if one.id == chosen]
                await self._mark(here.turn, known)

        title = f"Turn {here.turn + 1}: {shorten(here.text, 50)}"
        self.app.push_screen(ChooseOne(title, choices, current=current), take)

    @command("a", group=GOING, when=in_text)
    def action_next_question(self) -> None:
        """Go to the next question: of the guide, or else of an interviewer."""
        self._go_to_question(forward=True)

    @command("A", group=GOING, when=in_text)
    def action_question_before(self) -> None:
        """Go to the question before."""
        self._go_to_question(forward=False)

    @command("W", group=_GUIDE, when=_has_guide)
    async def action_fully_marked(self) -> None:
        """Say that every question asked in this transcript is marked, or that it is not."""
        transcript_id, whole = self.desk.transcript.id, not self.is_fully_marked
        await self.write(lambda: self.project.set_marked(transcript_id, whole))

    # -- how it is done

    def _turn_here(self) -> TurnQuestions:
        here = self.guide_here
        if here is None:
            raise UsageError("No interviewer's turn stands here or above.")
        return here

    async def _mark(self, turn: int, questions: Sequence[GuideQuestion]) -> None:
        transcript_id = self.desk.transcript.id
        await self.write(lambda: self.project.confirm_asking(transcript_id, turn, questions))

    def _go_to_question(self, *, forward: bool) -> None:
        now = self.view.turn
        places = [one.turn for one in self.turn_questions.values() if one.asked or one.proposed]
        if not places:
            places = self._asking_turns()
        if forward:
            place = min((one for one in places if one > now), default=None)
        else:
            place = max((one for one in places if one < now), default=None)
        if place is None:
            self.tell(f"No question is asked further {'down' if forward else 'up'}.")
        else:
            self.view.go_to_turn(place)

    def _asking_turns(self) -> list[int]:
        """List the turns of interviewers; several in a row are one question."""
        transcript = self.desk.transcript
        asks = [transcript.speaker_of(turn).role is Role.INTERVIEWER for turn in transcript.turns]
        return [place for place, one in enumerate(asks) if one and not (place and asks[place - 1])]
