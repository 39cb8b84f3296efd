"""Coding: the transcript, what is coded in it, and what could be."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Origin
from ipe_coder.model.text import clean_name, count_words
from ipe_coder.tui.commands import command, needs
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_code import ChooseCode
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import clock_time
from ipe_coder.tui.screens.base import ProjectAware
from ipe_coder.tui.screens.coding_find import CodingFind
from ipe_coder.tui.screens.coding_memos import CodingMemos
from ipe_coder.tui.screens.coding_motion import NOT_OPEN, has_transcript, in_side, in_text
from ipe_coder.tui.screens.coding_segments import has_target
from ipe_coder.tui.screens.coding_side import RECENT, SUGGESTED, SideState, digit_line, side_rows
from ipe_coder.tui.screens.coding_words import here_in_words
from ipe_coder.tui.widgets.frames import Columns
from ipe_coder.tui.widgets.rows import Rows
from ipe_coder.tui.widgets.transcript_view import TranscriptView

_LONGEST_NAME = 60
_FIND_ONE = "{coding.apply_code} finds one."
_NO_CODES = "There are no codes yet. {coding.apply_code} makes one."
_SELECTED = " selected; {coding.grow_start} {coding.grow_end} move the edges"
_EDGES_MOVE = (
    "; {coding.other_edge} the other edge, {coding.keep_edges} keeps, {coding.step_back} leaves"
)
_NOT_APPLIED = f"No code was applied yet. {_FIND_ONE}"


@needs(lambda screen: _NO_CODES if has_transcript(screen) else NOT_OPEN)
def _has_codes(screen: CodingScreen) -> bool:
    return has_transcript(screen) and screen.desk.codebook is not None


@needs(lambda screen: _NOT_APPLIED if has_target(screen) else has_target.why_not(screen))
def _can_repeat(screen: CodingScreen) -> bool:
    return has_target(screen) and bool(screen.desk.last_applied)


class CodingScreen(CodingFind, CodingMemos, ProjectAware):
    """Where people spend weeks."""

    NAME, TITLE, KEY = "coding", "Coding", "c"
    HELP = (
        "Move to what is said, press {coding.apply_code} or a digit to code it. "
        "Everything is saved at once."
    )
    READS: ClassVar[frozenset[str]] = frozenset(
        {
            "segment",
            "code",
            "codebook",
            "memo",
            "transcript",
            "speaker",
            "participant",
            "guide_question",
            "asking",
            "marking",
        }
    )
    DEFAULT_CSS = """
    CodingScreen {
        & #columns { height: 1fr; }
        & TranscriptView { width: 1fr; }
        & #side { width: 41; background: $surface; padding-right: 1; }
        & #digits {
            height: auto; max-height: 7; padding: 0 1; background: $surface; display: none;
        }
        & #empty { width: 1fr; padding: 2 4; color: $muted; display: none; }
        &.-narrow #side { display: none; }
        &.-narrow #digits { display: block; }
        &.-narrow.-drawer #columns { layout: vertical; }
        &.-narrow.-drawer #side { display: block; width: 100%; height: 11; }
        &.-narrow.-drawer #digits { display: none; }
        &.-nothing #empty { display: block; }
        &.-nothing TranscriptView, &.-nothing #side, &.-nothing #digits { display: none; }
    }
    """

    def compose_body(self) -> ComposeResult:
        """Set the transcript beside the pane."""
        with Columns(id="columns"):
            yield self.transcript_view
            yield Static(spoken(NOT_OPEN), id="empty")
            yield Rows(quiet=True, id="side")
        yield Static(id="digits")

    # -- coding

    @command("c", footer="code", group="Coding", when=has_target)
    def action_apply_code(self) -> None:
        """Find a code by typing and apply it."""
        span = self._target()
        self.app.push_screen(ChooseCode(self.desk.book, self._palette(span)), self._take_choice)

    @command("1..9", footer="apply", group="Coding", when=_has_codes)
    async def action_apply_digit(self, digit: int) -> None:
        """Apply a suggestion, 1 to 3, or a recent code, 4 to 9."""
        if digit <= SUGGESTED:
            suggestions = self._suggestions
            if digit > len(suggestions):
                raise UsageError(f"There is no suggestion {digit} here.")
            chosen = suggestions[digit - 1]
            code = self.desk.book[chosen.code_id]
            await self.apply([code], self.view.selection or chosen.span, origin=Origin.SUGGESTED)
            return
        recent = self.desk.recent_codes()
        if digit - SUGGESTED > len(recent):
            raise UsageError(f"There is no recent code on {digit} yet.", spoken(_FIND_ONE))
        await self.apply([recent[digit - SUGGESTED - 1]], self._target())

    @command(".", footer="repeat", group="Coding", when=_can_repeat)
    async def action_repeat(self) -> None:
        """Apply the last code again, here."""
        codes = [self.desk.book[one] for one in self.desk.last_applied if one in self.desk.book]
        if not codes:
            said = "The code applied last is not in this codebook."
            raise UsageError(said, spoken(_FIND_ONE))
        await self.apply(codes, self._target())

    @command("i", footer="in vivo", group="Coding", when=has_target)
    def action_in_vivo(self) -> None:
        """Make a code in the speaker's own words and apply it."""
        span = self._target()
        words = clean_name(span.of(self.desk.transcript.text))
        title = "New code in the speaker's words"
        hint = (
            "Shorten it to what it is about. It is made at the root of the codebook; "
            "“Payment / Late” puts Late beneath Payment."
        )
        self.app.push_screen(
            AskText(title, words[:_LONGEST_NAME].strip(" .,;:!?"), hint), self._make_and_apply
        )

    # -- the pane

    @command("s", footer="side", group="Panes", when=in_text)
    def action_side(self) -> None:
        """Go to the pane beside the text."""
        self.set_class(self.has_class("-narrow"), "-drawer")
        self.side.focus()
        self.call_after_refresh(self._show_side)

    @command("escape", group="Panes", when=has_transcript, in_palette=False)
    def action_step_back(self) -> None:
        """Leave the pane, the selection, or the word."""
        if in_side(self):
            self.remove_class("-drawer")
            self.view.focus()
        else:
            super().action_step_back()

    @on(Rows.Chosen, "#side")
    async def _do_chosen(self, event: Rows.Chosen) -> None:
        """Do what stands in the pane: apply a code, or go to a segment or memo."""
        event.stop()
        kind, key = event.value
        if kind in ("suggestion", "recent"):
            await self.run_action(f"apply_digit({key})")
        elif kind == "here":
            segment = self.desk.segment(key)
            self.view.select_span(segment.span if segment else None)
            self.action_step_back()
        elif kind == "question":
            await self.run_action("choose_question")
        else:
            await self.run_action("memo")

    @on(TranscriptView.StripeClicked)
    def _show_stripe(self, event: TranscriptView.StripeClicked) -> None:
        """Select what a clicked stripe stands for, and name it."""
        segment = event.segments[0]
        self.view.select_span(segment.span)
        code = self.desk.book[segment.code_id]
        self.tell(self.desk.looks[code.id], f" {code.name}")

    @on(TranscriptView.CursorMoved)
    def _moved(self, event: TranscriptView.CursorMoved) -> None:
        event.stop()
        self._show_soon()
        self._note_soon()

    @on(TranscriptView.SelectionChanged)
    def _selected(self, event: TranscriptView.SelectionChanged) -> None:
        event.stop()
        if self.view.selection is None:
            self._edited = ""
        # The transcript may have been put away while this was on its way.
        is_new = self.desk.is_open and event.selection != self.view.placed
        if event.selection is not None and is_new:
            words = count_words(event.selection.of(self.desk.transcript.text))
            how = _EDGES_MOVE if self.is_editing else _SELECTED
            self.tell(f"{count_of(words, 'word')}{spoken(how)}")
        self._show_soon()

    # -- what is shown

    def on_resize(self, event: object) -> None:
        """Give the pane its own column where there is room."""
        super().on_resize(event)  # type: ignore[arg-type]
        is_narrow = not self.has_side
        # The pane that one is in stays in view when its column goes.
        self.set_class(is_narrow and in_side(self), "-drawer")
        self.set_class(is_narrow, "-narrow")
        self.call_after_refresh(self._show_side)

    def _show_place(self) -> None:
        """Say in the header where the coder is."""
        if not self.desk.is_open:
            self.header.show(crumbs=["Coding"], detail="", states=[])
            return
        transcript = self.desk.transcript
        turn = transcript.turns[self.view.turn] if transcript.turns else None
        time = f", {clock_time(turn.begins)}" if turn and turn.begins is not None else ""
        self.header.show(
            crumbs=[self.desk.study_label, transcript.title],
            detail=self.desk.person,
            states=[
                *self.showing_states(),
                f"turn {self.view.turn + 1} of {len(transcript.turns)}{time}",
                f"{round(self.view.coverage * 100)} % coded",
            ],
        )

    def _show_side(self) -> None:
        if not self.desk.is_open:
            return
        state = self._side_state()
        if self.side.display:
            self.side.show(side_rows(state, max(self.side.size.width - 2, 20)))
        else:
            width = max(self.size.width - 2, 20)
            line = self._in_words(state) if self.is_read_out else digit_line(state, width)
            self.query_one("#digits", Static).update(line)
        self.refresh_bindings()

    def _in_words(self, state: SideState) -> Content:
        """Say what a screen reader cannot see beside the words."""
        sentence = self.view.sentence
        words = sentence.of(self.desk.transcript.text) if sentence else ""
        return here_in_words(state, self.desk.transcript, self.view.turn, words)

    def _side_state(self) -> SideState:
        desk = self.desk
        return SideState(
            codebook=desk.codebook,
            looks=desk.looks,
            suggestions=self._suggestions,
            is_selection=self.view.selection is not None,
            suggestion_note=desk.suggestion_note,
            recent=desk.recent_codes()[:RECENT],
            here=self.here,
            coders=desk.coders,
            memos=desk.memos_near(self.view.turn, self.here) if desk.transcript.turns else [],
            guide=self.guide_state,
        )
