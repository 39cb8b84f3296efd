"""The keys of a transcript, for every screen that shows one."""

from __future__ import annotations

from collections.abc import Callable

from ipe_coder.tui.commands import command, needs
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.widgets.transcript_units import Unit
from ipe_coder.tui.widgets.transcript_view import TranscriptView

MOVING = "Moving"
SELECTING = "Selecting"
_DOWN, _UP = "Nothing stands further down.", "Nothing stands further up."
_WHOLE = "The whole turn is selected."


@needs("There are no words here to move in.")
def _has_words(screen: TranscriptKeys) -> bool:
    return screen.transcript_view.sentence is not None


@needs("Nothing is selected. {coding.extend} begins a selection.")
def _has_selection(screen: TranscriptKeys) -> bool:
    return screen.transcript_view.selection is not None


def _can_step_back(screen: TranscriptKeys) -> bool:
    return screen.transcript_view.can_step_back


class TranscriptKeys:
    """Mixed into a screen before `ModeScreen`; the screen sets `transcript_view`."""

    transcript_view: TranscriptView
    """The view that the keys move in."""
    tell: Callable[..., None]
    """Says what is so now, as screens do."""

    @command("j", "down", group=MOVING, when=_has_words)
    def action_next_sentence(self) -> None:
        """Go to the next sentence."""
        self._tell_unless(self.transcript_view.step(Unit.SENTENCE, forward=True), _DOWN)

    @command("k", "up", group=MOVING, when=_has_words)
    def action_previous_sentence(self) -> None:
        """Go to the sentence before."""
        self._tell_unless(self.transcript_view.step(Unit.SENTENCE, forward=False), _UP)

    @command("l", "right", "w", group=MOVING, when=_has_words)
    def action_next_word(self) -> None:
        """Go to the next word; from a sentence, to its first."""
        self._tell_unless(self.transcript_view.step(Unit.WORD, forward=True), _DOWN)

    @command("h", "left", "b", group=MOVING, when=_has_words)
    def action_previous_word(self) -> None:
        """Go to the word before; from a sentence, to its last."""
        self._tell_unless(self.transcript_view.step(Unit.WORD, forward=False), _UP)

    @command(">", group=MOVING, when=_has_words)
    def action_next_clause(self) -> None:
        """Go to the next clause, at a comma or an “and”; from a sentence, to its first."""
        self._tell_unless(self.transcript_view.step(Unit.CLAUSE, forward=True), _DOWN)

    @command("<", group=MOVING, when=_has_words)
    def action_previous_clause(self) -> None:
        """Go to the clause before; from a sentence, to its last."""
        self._tell_unless(self.transcript_view.step(Unit.CLAUSE, forward=False), _UP)

    @command("J", "shift+down", group=MOVING, when=_has_words)
    def action_next_turn(self) -> None:
        """Go to the next turn."""
        self._tell_unless(self.transcript_view.step(Unit.TURN, forward=True), _DOWN)

    @command("K", "shift+up", group=MOVING, when=_has_words)
    def action_previous_turn(self) -> None:
        """Go to the start of the turn, then to the turn before."""
        self._tell_unless(self.transcript_view.step(Unit.TURN, forward=False), _UP)

    @command("L", "shift+right", group=MOVING, when=_has_words)
    def action_next_character(self) -> None:
        """Go to the next character."""
        self._tell_unless(self.transcript_view.step(Unit.CHARACTER, forward=True), _DOWN)

    @command("H", "shift+left", group=MOVING, when=_has_words)
    def action_previous_character(self) -> None:
        """Go to the character before."""
        self._tell_unless(self.transcript_view.step(Unit.CHARACTER, forward=False), _UP)

    @command("pagedown", "ctrl+f", group=MOVING, when=_has_words)
    def action_next_page(self) -> None:
        """Go down by a page."""
        self._tell_unless(self.transcript_view.step_page(forward=True), _DOWN)

    @command("pageup", "ctrl+b", group=MOVING, when=_has_words)
    def action_previous_page(self) -> None:
        """Go up by a page."""
        self._tell_unless(self.transcript_view.step_page(forward=False), _UP)

    @command("home", group=MOVING, when=_has_words)
    def action_first_sentence(self) -> None:
        """Go to the first sentence."""
        self._tell_unless(self.transcript_view.step_to_end(forward=False), _UP)

    @command("end", "G", group=MOVING, when=_has_words)
    def action_last_sentence(self) -> None:
        """Go to the last sentence."""
        self._tell_unless(self.transcript_view.step_to_end(forward=True), _DOWN)

    @command("v", footer="extend", group=SELECTING, when=_has_words)
    def action_extend(self) -> None:
        """Let every motion extend the selection, or give it up."""
        self.transcript_view.toggle_extending()

    @command("[", footer="edges", group=SELECTING, when=_has_words)
    def action_grow_start(self) -> None:
        """Take in one word more at the start."""
        self._tell_unless(self.transcript_view.grow_edge(at_end=False), _UP)

    @command("]", footer="edges", group=SELECTING, when=_has_words)
    def action_grow_end(self) -> None:
        """Take in one word more at the end."""
        self._tell_unless(self.transcript_view.grow_edge(at_end=True), _DOWN)

    @command("{", group=SELECTING, when=_has_words)
    def action_shrink_start(self) -> None:
        """Leave out the first word."""
        self._tell_unless(self.transcript_view.shrink_edge(at_end=False), "One word is left.")

    @command("}", group=SELECTING, when=_has_words)
    def action_shrink_end(self) -> None:
        """Leave out the last word."""
        self._tell_unless(self.transcript_view.shrink_edge(at_end=True), "One word is left.")

    @command("o", group=SELECTING, when=_has_selection)
    def action_other_edge(self) -> None:
        """Let every motion move the other edge of the selection."""
        self.transcript_view.take_other_edge()

    @command("+", "=", group=SELECTING, when=_has_words)
    def action_widen(self) -> None:
        """Select what holds the selection: the word, the clause, the sentence, the turn."""
        self._tell_unless(self.transcript_view.widen(), _WHOLE)

    @command("-", group=SELECTING, when=_has_words)
    def action_narrow(self) -> None:
        """Select less: the turn, the sentence, the clause or the word at the cursor."""
        self._tell_unless(self.transcript_view.narrow(), "Nothing smaller is here.")

    @command("V", group=SELECTING, when=_has_words)
    def action_select_turn(self) -> None:
        """Select the whole turn."""
        self._tell_unless(self.transcript_view.select(Unit.TURN), _WHOLE)

    @command("escape", group=SELECTING, when=_can_step_back)
    def action_step_back(self) -> None:
        """Give up the selection, then the word."""
        self.transcript_view.step_back()

    @command("z", group="Looking")
    def action_toggle_gaps(self) -> None:
        """Show blank rows between exchanges, or leave them out."""
        self.transcript_view.toggle_gaps()

    def _tell_unless(self, done: bool, otherwise: str) -> None:
        """Say why a key has done nothing."""
        if not done:
            self.tell(spoken(otherwise))

    def go_to_top(self) -> None:
        """Go to the first sentence after `g g`."""
        self.transcript_view.step_to_end(forward=False)
