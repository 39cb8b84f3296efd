"""Going to a place in the coding screen: a word, a number, a time, a mark, where one left off."""

from __future__ import annotations

import re
from datetime import timedelta

from textual import events
from textual.timer import Timer

from ipe_coder.errors import UsageError
from ipe_coder.model.spans import Span
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.jump import JumpDialog
from ipe_coder.tui.dialogs.letters import LettersDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screens.coding_motion import GOING, CodingMotion, in_text
from ipe_coder.tui.widgets.transcript_units import Unit

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
_NOTE_AFTER = 3.0
"""Seconds of rest after which the place is written down."""


class CodingPlaces(CodingMotion):
    """The part of the coding screen that knows places."""

    def __init__(self) -> None:
        """Begin without a place to note."""
        super().__init__()
        self._note: Timer | None = None

    @command("#", group=GOING, when=in_text)
    def action_go_to_turn(self) -> None:
        """Go to a turn by its number, or to a time of the recording such as 12:04."""
        timed = any(turn.begins is not None for turn in self.desk.transcript.turns)
        hint = "A number, or a time such as 12:04." if timed else "Its number."
        self.app.push_screen(AskText("Go to turn", hint=hint), self._go_to_number)

    @command("M", group=GOING, when=in_text)
    def action_mark(self) -> None:
        """Mark this place with a letter; {coding.go_to_mark} and the letter come back to it."""
        place = self._place()

        def take(letter: str | None) -> None:
            if letter is not None:
                with reported(self):
                    self._marks[letter] = place
                    self.ipe.workplace.save()
                    self.say(f"Marked turn {self.view.turn + 1} as {letter}")

        dialog = LettersDialog("Mark this place as", self._named_marks(), "any letter")
        self.app.push_screen(dialog, take)

    @command("'", group=GOING, when=in_text)
    def action_go_to_mark(self) -> None:
        """Go to a place that was marked with a letter; 0 is where one was before."""
        before = self._place()

        def take(letter: str | None) -> None:
            if letter is None:
                return
            with reported(self):
                if letter not in self._marks:
                    how = spoken("{coding.mark} and a letter marks one.")
                    raise UsageError(f"No place is marked {letter}.", how)
                self.view.go_to(min(self._marks[letter], self._last_offset()))
                self._marks["0"] = before

        dialog = LettersDialog(
            "Go to", self._named_marks(), spoken("{coding.mark} and a letter marks a place")
        )
        self.app.push_screen(dialog, take)

    @command("space", group=GOING, when=in_text)
    def action_jump(self) -> None:
        """Jump to a word in view: its first letter or two, then the letter that is put on it."""

        def take(offset: int | None) -> None:
            if offset is not None:
                self.view.go_to(offset, Unit.WORD)

        self.app.push_screen(JumpDialog(self.view), take)

    # -- where one left off

    def open(self, transcript_id: str, span: Span | None = None) -> None:
        """Open a transcript: at a place, or where it was left."""
        is_new = not self.desk.is_open or self.desk.transcript.id != transcript_id
        self.note_place()
        super().open(transcript_id, span)
        left = self.ipe.workplace.places.get(self.desk.transcript.id)
        if is_new and span is None and left is not None:
            self.view.go_to(min(left, self._last_offset()))

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Open what was open last where nothing else is wanted."""
        left = self.ipe.workplace.transcript
        is_free = not self.desk.is_open and self.ipe.wanted_transcript is None
        if is_free and left and self.ipe.project and self.ipe.project.transcript_stamp(left):
            self.ipe.wanted_transcript = (left, None)
        super().on_screen_resume(event)

    def note_place(self) -> None:
        """Write down where the coder is."""
        if self._note is not None:
            self._note.stop()
            self._note = None
        if self.desk.is_open:
            self.ipe.workplace.leave(self.desk.transcript.id, self._place())
            self.ipe.workplace.save_quietly()

    def on_unmount(self) -> None:
        """Write down where the coder was last."""
        self.note_place()

    def _note_soon(self) -> None:
        """Write the place down once the cursor has rested for a while."""
        if self._note is not None:
            self._note.stop()
        self._note = self.set_timer(_NOTE_AFTER, self.note_place)

    # -- how places are found

    @property
    def _marks(self) -> dict[str, int]:
        return self.ipe.workplace.marks.setdefault(self.desk.transcript.id, {})

    def _last_offset(self) -> int:
        return max(len(self.desk.transcript.text) - 1, 0)

    def _named_marks(self) -> dict[str, tuple[str, str]]:
        transcript = self.desk.transcript
        last = self._last_offset()
        return {
            letter: (f"turn {transcript.turn_at(min(place, last)).index + 1}", "$muted")
            for letter, place in self._marks.items()
        }

    def _go_to_number(self, given: str | None) -> None:
        if not given:
            return
        transcript = self.desk.transcript
        clock = _CLOCK.fullmatch(given.strip())
        if clock is not None:
            self._go_to_time(clock)
            return
        last = len(transcript.turns)
        if not given.strip().isdecimal() or not 1 <= int(given) <= last:
            self.tell(f"There are turns 1 to {last}.")
            return
        self.view.go_to_turn(int(given) - 1)

    def _go_to_time(self, clock: re.Match[str]) -> None:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        wanted = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        timed = [turn for turn in self.desk.transcript.turns if turn.begins is not None]
        if not timed:
            self.tell(f"{self.desk.transcript.title} has no times.")
            return
        begun = [turn for turn in timed if turn.begins is not None and turn.begins <= wanted]
        self.view.go_to_turn((begun or timed)[-1 if begun else 0].index)
