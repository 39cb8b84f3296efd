"""Moving and selecting in the coding screen, and the suggestions behind it."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events, on
from textual.message import Message
from textual.timer import Timer

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Segment, Suggestion
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Role, Transcript, Turn
from ipe_coder.suggest.messages import Answer, Failed, Prepare, Prepared, Stopped, Suggested
from ipe_coder.tui.background import background
from ipe_coder.tui.commands import command, needs
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.base import ProjectAware
from ipe_coder.tui.screens.coding_desk import Desk
from ipe_coder.tui.screens.coding_index import Taken
from ipe_coder.tui.screens.coding_side import NOTHING_SUGGESTED
from ipe_coder.tui.widgets.rows import Rows
from ipe_coder.tui.widgets.transcript_keys import TranscriptKeys
from ipe_coder.tui.widgets.transcript_view import TranscriptView

GOING = "Going to"
_REST = 0.04
"""Seconds without a motion after which header and pane follow the cursor."""


NOTHING_HERE = (
    "No segment is here. {coding.next_segment} goes to the next, {coding.apply_code} makes one."
)
NOT_OPEN = "No transcript is open. Choose one on the project screen, {go.project}."


@needs(NOT_OPEN)
def has_transcript(screen: CodingMotion) -> bool:
    """Tell whether a transcript is open."""
    return screen.is_mounted and screen.desk.is_open


def not_in_text(screen: CodingMotion) -> str:
    """Say why a key of the text does nothing."""
    if not has_transcript(screen):
        return NOT_OPEN
    return "You are in the pane. {coding.step_back} goes back to the text."


@needs(not_in_text)
def in_text(screen: CodingMotion) -> bool:
    """Tell whether the text has the focus."""
    return has_transcript(screen) and screen.focused is screen.view


def in_side(screen: CodingMotion) -> bool:
    """Tell whether the pane beside the text has the focus."""
    return has_transcript(screen) and screen.focused is screen.side


@needs(lambda screen: not_in_text(screen) if not in_text(screen) else NOTHING_HERE)
def has_code_here(screen: CodingMotion) -> bool:
    """Tell whether the cursor in the text is on a segment."""
    return in_text(screen) and bool(screen.here)


class CodingMotion(TranscriptKeys, ProjectAware):
    """The part of the coding screen that moves; `CodingScreen` adds what codes."""

    class Prepared(Message):
        """What suggestions are learnt from was read."""

        def __init__(self, transcript_id: str, material: Prepare | None) -> None:
            """Carry the material; None where nothing is to be suggested."""
            super().__init__()
            self.transcript_id, self.material = transcript_id, material

    def __init__(self) -> None:
        """Begin with an empty desk."""
        super().__init__()
        self.desk = Desk()
        self.transcript_view = TranscriptView()
        self._edited = ""
        self._late: Timer | None = None

    # -- parts

    @property
    def view(self) -> TranscriptView:
        """The transcript."""
        return self.transcript_view

    @property
    def side(self) -> Rows:
        """The pane beside it."""
        return self.query_one("#side", Rows)

    @property
    def here(self) -> list[Segment]:
        """Segments at the cursor, the shortest first."""
        target = self.view.target
        return self.desk.over(target) if target else []

    @property
    def is_editing(self) -> bool:
        """Whether the edges of a segment are being moved."""
        return bool(self._edited)

    @property
    def _suggestions(self) -> list[Suggestion]:
        return self.desk.suggestions_for(self.view.target, self.view.began)

    # -- opening

    def open(self, transcript_id: str, span: Span | None = None) -> None:
        """Open a transcript, at a place."""
        if self.desk.is_open and self.desk.transcript.id == transcript_id:
            self._load()
        else:
            self.desk.open(self.project, transcript_id, blind=self.is_blind)
            self._stale = False
            self._show_transcript()
        if span is not None:
            self.view.select_span(span)
        self.view.focus()

    def reload(self) -> None:
        """Load again what others, undo and other screens have written."""
        if not self.desk.is_open:
            # Not for the moment until one is opened: all styles would be found anew twice.
            self.set_class(self.ipe.wanted_transcript is None, "-nothing")
            self._show_place()
            return
        project, known = self.project, self.desk.transcript
        stamp = project.transcript_stamp(known.id)
        if not stamp:
            self.desk = Desk()
            self.set_class(True, "-nothing")
            self._show_place()
        elif stamp != self.desk.stamp:
            self._read_anew(known)
        else:
            self.desk.load_codes(project)
            self.desk.load_work(project, blind=self.is_blind)
            self._draw_work()

    def take_change(self, change: Change) -> bool:
        """Draw what a change did to segments and memos; anything more is loaded again."""
        taken = self.desk.take_change(self.project, change) if self.desk.is_open else None
        if taken is None:
            return False
        self._draw_work(taken)
        return True

    def _read_anew(self, known: Transcript) -> None:
        """Show a transcript whose text or speakers were changed."""
        place = self._place()
        # Suggestions were made for a text that is no more, if it is another.
        self.desk = Desk()
        self.desk.open(self.project, known.id, blind=self.is_blind)
        self._edited = ""
        self._show_transcript()
        if self.desk.transcript.version == known.version:
            self.view.go_to(place)

    def project_opened(self) -> None:
        """Put the transcript of another project away."""
        project = self.ipe.project
        if self.desk.is_open and project and not project.transcript_stamp(self.desk.transcript.id):
            self.desk = Desk()
        super().project_opened()
        if self.is_current and not self.desk.is_open:
            # Come to before the project was there: what was open last is still to be opened.
            self.post_message(events.ScreenResume())

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Take what the application wants opened."""
        super().on_screen_resume(event)
        wanted, self.ipe.wanted_transcript = self.ipe.wanted_transcript, None
        if wanted is not None:
            with reported(self):
                self.open(*wanted)
        self.set_class(not self.desk.is_open, "-nothing")

    def _show_transcript(self) -> None:
        desk = self.desk
        self.set_class(False, "-nothing")
        self.view.load(desk.transcript, desk.shown, desk.looks)
        self._mark_turns()
        self._show_place()
        self._show_side()
        self._ask_for_suggestions()

    def _draw_work(self, taken: Taken | None = None) -> None:
        """Draw what is coded and noted on the same text; of a change, what it did."""
        desk = self.desk
        differences = (taken.added, taken.removed) if taken is not None else None
        self.view.draw(desk.shown, desk.looks, differences=differences)
        self._mark_turns()
        self._show_place()
        self._show_side()

    def _mark_turns(self) -> None:
        self.view.mark_turns(self.desk.memo_turns(), self.desk.suggestion_turns())

    # -- moving

    @command("tab", footer="uncoded", group=GOING, when=in_text)
    def action_next_uncoded(self) -> None:
        """Go to the next participant turn without a code."""
        self._go_to_uncoded(forward=True)

    @command("shift+tab", group=GOING, when=in_text)
    def action_uncoded_before(self) -> None:
        """Go to the participant turn without a code before this one."""
        self._go_to_uncoded(forward=False)

    @command("n", group=GOING, when=in_text)
    def action_next_suggestion(self) -> None:
        """Go to the next sentence with a suggestion."""
        self._go_among(self.desk.suggestion_places(), "No suggestion waits further down.")

    @command("N", group=GOING, when=in_text)
    def action_suggestion_before(self) -> None:
        """Go to the sentence with a suggestion before this one."""
        self._go_among(
            self.desk.suggestion_places(), "No suggestion waits further up.", forward=False
        )

    @command("*", group=GOING, when=has_code_here)
    def action_same_code(self) -> None:
        """Go to the next segment of the code at the cursor; from the last to the first."""
        code_id = self.here[0].code_id
        starts = sorted({one.span.start for one in self.desk.shown if one.code_id == code_id})
        now = self._place()
        later = [start for start in starts if start > now]
        if starts == [self.here[0].span.start]:
            raise UsageError("This is the only segment of its code in this transcript.")
        self.view.go_to((later or starts)[0])

    @command(")", group=GOING, when=in_text)
    def action_next_segment(self) -> None:
        """Go to the next segment."""
        starts = {one.span.start for one in self.desk.shown}
        self._go_among(starts, "No segment begins further down.")

    @command("(", group=GOING, when=in_text)
    def action_segment_before(self) -> None:
        """Go to the segment before."""
        starts = {one.span.start for one in self.desk.shown}
        self._go_among(starts, "No segment begins further up.", forward=False)

    # -- how motions are found

    def _place(self) -> int:
        sentence = self.view.sentence
        return sentence.start if sentence else 0

    def _go_to_uncoded(self, *, forward: bool) -> None:
        transcript = self.desk.transcript
        now = self.view.turn
        turns = transcript.turns[now + 1 :] if forward else transcript.turns[:now][::-1]
        for turn in turns:
            if self._is_to_code(turn) and not self.desk.is_coded(turn.index):
                self.view.go_to_turn(turn.index)
                return
        way = "further down" if forward else "further up"
        self.tell(f"No uncoded turn is left {way} in {transcript.title}.")

    def _is_to_code(self, turn: Turn) -> bool:
        """Tell whether a participant speaks, or the one speaker that is shown."""
        only = self.desk.showing.speaker
        if only is not None:
            return turn.speaker == only
        return self.desk.transcript.speaker_of(turn).role is Role.PARTICIPANT

    def _go_among(self, starts: Iterable[int], nothing: str, *, forward: bool = True) -> None:
        now = self._place()
        sentence = self.view.sentence
        edge = sentence.end - 1 if forward and sentence else now
        if forward:
            place = min((start for start in starts if start > edge), default=None)
        else:
            place = max((start for start in starts if start < now), default=None)
        if place is None:
            self.tell(nothing)
        else:
            self.view.go_to(place)

    # -- suggestions

    def _ask_for_suggestions(self) -> None:
        """Let the process learn what is coded, then ask it about this transcript."""
        if self.ipe.settings.suggestions:
            self._gather_material(self.desk.transcript.id, self.desk.transcript.study_id)

    @background("suggestions", "reading what is coded")
    def _gather_material(self, transcript_id: str, study_id: str) -> None:
        project = self.project
        wanted = project.wants_suggestions(study_id)
        material = project.suggestion_material(study_id) if wanted else None
        self.post_message(self.Prepared(transcript_id, material))

    @on(Prepared)
    def _request(self, event: CodingMotion.Prepared) -> None:
        event.stop()
        desk = self.desk
        if not desk.is_open or desk.transcript.id != event.transcript_id:
            return
        if event.material is None:
            desk.suggestion_note = ""
            return
        desk.suggestion_note = (
            f"suggestions: reading {count_of(len(event.material.examples), 'segment')}"
        )
        request = self.project.suggestion_request(desk.transcript, self.view.sentence)
        self.ipe.suggest(event.material, request)
        self._show_side()

    def _take_answer(self, answer: Answer) -> None:
        """Take what the process that suggests has to say of this transcript."""
        desk = self.desk
        if not desk.is_open:
            return
        match answer:
            case Suggested() if answer.transcript_id == desk.transcript.id:
                desk.take_suggestions(answer.sentences)
                desk.suggestion_note = NOTHING_SUGGESTED if answer.done else desk.suggestion_note
                if answer.done:
                    self._mark_turns()
            case Prepared() if answer.notice:
                self.say(answer.notice)
            case Failed() | Stopped():
                desk.suggestion_note = answer.message
        self._show_soon()

    def on_mount(self) -> None:
        """Follow what is written and what is suggested."""
        super().on_mount()
        self.ipe.answers.subscribe(self, self._take_answer)

    # -- what the whole screen shows

    def _show_soon(self) -> None:
        """Show what belongs to the cursor once it rests: the text itself comes first."""
        if self._late is not None:
            self._late.stop()
        self._late = self.set_timer(_REST, self._show_around)

    def _show_around(self) -> None:
        self._late = None
        if self.desk.is_open:
            self._show_place()
            self._show_side()

    def _show_place(self) -> None:
        """Say in the header where the coder is."""
        raise NotImplementedError

    def _show_side(self) -> None:
        """Show what belongs to the place of the cursor."""
        raise NotImplementedError
