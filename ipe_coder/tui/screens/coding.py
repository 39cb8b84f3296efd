"""Coding: the transcript, what is coded in it, and what could be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from ipe_coder.errors import UsageError
from ipe_coder.model.code import Code, CodeKind
from ipe_coder.model.segment import MemoAbout, Origin, Segment, Stance
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean_name, count_words
from ipe_coder.model.transcript import Role
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_code import ChooseCode, CodeChoice, PaletteContext
from ipe_coder.tui.dialogs.memo import MemoDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.base import ProjectAware
from ipe_coder.tui.screens.coding_guide import CodingGuide
from ipe_coder.tui.screens.coding_motion import has_transcript, in_side, in_text
from ipe_coder.tui.screens.coding_side import RECENT, SUGGESTED, SideState, digit_line, side_rows
from ipe_coder.tui.screens.settling import place_waiting
from ipe_coder.tui.widgets.rows import Rows
from ipe_coder.tui.widgets.transcript_view import TranscriptView

_STANCES = (None, Stance.FOR, Stance.AGAINST, Stance.MIXED, Stance.NEUTRAL)
_SIDE_FROM_WIDTH = 110
_LONGEST_NAME = 60


def _has_codes(screen: CodingScreen) -> bool:
    return has_transcript(screen) and screen.desk.codebook is not None


def _has_target(screen: CodingScreen) -> bool:
    return has_transcript(screen) and screen.view.target is not None


def _has_segment_here(screen: CodingScreen) -> bool:
    return has_transcript(screen) and bool(screen.here)


def _can_repeat(screen: CodingScreen) -> bool:
    return _has_target(screen) and bool(screen.desk.last_applied)


class CodingScreen(CodingGuide, ProjectAware):
    """Where people spend weeks."""

    NAME, TITLE, KEY = "coding", "Coding", "c"
    HELP = "Move to what is said, press c or a digit to code it. Everything is saved at once."
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
        & #digits { height: 1; padding: 0 1; background: $surface; display: none; }
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
        with Horizontal(id="columns"):
            yield self.transcript_view
            yield Static(
                "No transcript is open. Choose one on the project screen, g p.", id="empty"
            )
            yield Rows(quiet=True, id="side")
        yield Static(id="digits")

    # -- coding

    @command("c", footer="code", group="Coding", when=_has_target)
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
                raise UsageError(f"There is no suggestion {digit} for this sentence.")
            chosen = suggestions[digit - 1]
            code = self.desk.book[chosen.code_id]
            await self._apply([code], self.view.selection or chosen.span, Origin.SUGGESTED)
            return
        recent = self.desk.recent_codes()
        if digit - SUGGESTED > len(recent):
            raise UsageError(f"There is no recent code on {digit} yet.", "Press c to find one.")
        await self._apply([recent[digit - SUGGESTED - 1]], self._target())

    @command(".", footer="repeat", group="Coding", when=_can_repeat)
    async def action_repeat(self) -> None:
        """Apply the last code again, here."""
        codes = [self.desk.book[code_id] for code_id in self.desk.last_applied]
        await self._apply(codes, self._target())

    @command("i", footer="in vivo", group="Coding", when=_has_target)
    def action_in_vivo(self) -> None:
        """Make a code in the speaker's own words and apply it."""
        span = self._target()
        words = clean_name(span.of(self.desk.transcript.text))
        title = "New code in the speaker's words"
        hint = "Shorten it to what it is about. It is made at the root of the codebook."
        self.app.push_screen(
            AskText(title, words[:_LONGEST_NAME].strip(" .,;:!?"), hint), self._make_and_apply
        )

    @command("x", "delete", footer="remove", group="Coding", when=_has_segment_here)
    async def action_remove(self) -> None:
        """Remove the code at the cursor; in the pane, the one that is marked there."""
        segment = self._chosen_segment()
        if segment is not None:
            await self.write(lambda: self.project.remove_segments([segment.id]))

    @command("e", group="Coding", when=_has_segment_here)
    def action_edges(self) -> None:
        """Select a segment here, so that [ ] { } move its edges; E keeps them."""
        segment = self._chosen_segment()
        if segment is not None:
            self._edited = segment.id
            self.view.select_span(segment.span)
            self.say("[ ] { } move the edges of ", self.desk.looks[segment.code_id], ", E keeps")

    @command("E", group="Coding", when=lambda screen: screen.is_editing)
    async def action_keep_edges(self) -> None:
        """Give the segment the edges of the selection."""
        segment = self.desk.segment(self._edited)
        span = self.view.selection
        self._edited = ""
        if segment is not None and span is not None and span != segment.span:
            transcript = self.desk.transcript
            await self.write(lambda: self.project.move_segment(transcript, segment, span))

    @command("t", group="Coding", when=_has_segment_here)
    async def action_stance(self) -> None:
        """Say where the segment stands: for, against, mixed, neutral, or not at all."""
        segment = self._chosen_segment()
        if segment is not None:
            place = _STANCES.index(segment.stance)
            stance = _STANCES[(place + 1) % len(_STANCES)]
            await self.write(lambda: self.project.set_stance(segment, stance))

    @command("f", group="Coding", when=_has_segment_here)
    async def action_star(self) -> None:
        """Star the quotation for the report, or take the star away."""
        segment = self._chosen_segment()
        if segment is not None:
            await self.write(lambda: self.project.star(segment, starred=not segment.starred))

    @command("q", group="Coding", when=_has_segment_here)
    async def action_quotable(self) -> None:
        """Mark the segment not for quotation, or allow it again."""
        segment = self._chosen_segment()
        if segment is not None:
            quotable = not segment.quotable
            await self.write(lambda: self.project.set_quotable(segment, quotable=quotable))

    @command("m", footer="memo", group="Coding", when=has_transcript)
    def action_memo(self) -> None:
        """Write a memo on this turn; in the pane, change the one that is marked there."""
        turn = self.desk.transcript.turns[self.view.turn]
        chosen = self.side.value if in_side(self) else None
        memo = self.desk.memo(chosen[1]) if chosen and chosen[0] == "memo" else None
        span = self.view.selection or self.view.sentence or turn.span
        about = span.of(self.desk.transcript.text)

        async def keep(body: str | None) -> None:
            if body is not None and (body.strip() or memo):
                await self.write(
                    lambda: self.project.write_memo(
                        MemoAbout.TRANSCRIPT, self.desk.transcript.id, body,
                        span=memo.span if memo else span, memo_id=memo.id if memo else "",
                    )
                )  # fmt: skip

        title = f"Memo on turn {turn.index + 1}"
        self.app.push_screen(MemoDialog(title, about, memo.body if memo else ""), keep)

    # -- the pane

    @command("P", group="Coding", when=_has_target)
    async def action_place_waiting(self) -> None:
        """Give a segment that a correction left without its place the one that is selected."""
        await place_waiting(self, self.desk.transcript, self.view.target)

    @command("s", footer="side", group="Panes", when=in_text)
    def action_side(self) -> None:
        """Go to the pane beside the text."""
        self.set_class(self.has_class("-narrow"), "-drawer")
        self.side.focus()
        self.call_after_refresh(self._show_side)

    @command("escape", group="Panes", when=has_transcript, in_palette=False)
    def action_step_back(self) -> None:
        """Leave the pane, the selection, or the word."""
        self._edited = ""
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
        self.say(self.desk.looks[code.id], f" {code.name}")

    @on(TranscriptView.CursorMoved)
    def _moved(self, event: TranscriptView.CursorMoved) -> None:
        event.stop()
        self._show_soon()

    @on(TranscriptView.SelectionChanged)
    def _selected(self, event: TranscriptView.SelectionChanged) -> None:
        event.stop()
        if event.selection is not None and not self.is_editing:
            words = count_words(event.selection.of(self.desk.transcript.text))
            self.say(f"{words} words selected; [ and ] move the edges")
        self._show_soon()

    # -- what is shown

    def on_resize(self, event: object) -> None:
        """Give the pane its own column where there is room."""
        super().on_resize(event)  # type: ignore[arg-type]
        self.set_class(self.app.size.width < _SIDE_FROM_WIDTH, "-narrow")
        if self.app.size.width >= _SIDE_FROM_WIDTH:
            self.remove_class("-drawer")
        self.call_after_refresh(self._show_side)

    def _show_place(self) -> None:
        """Say in the header where the coder is."""
        if not self.desk.is_open:
            self.header.show(crumbs=["Coding"], detail="", states=[])
            return
        transcript = self.desk.transcript
        turns = len(transcript.turns)
        self.header.show(
            crumbs=[self.desk.study_label, transcript.title],
            detail=self.desk.person,
            states=[
                f"turn {self.view.turn + 1} of {turns}",
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
            line = digit_line(state, max(self.size.width - 2, 20))
            self.query_one("#digits", Static).update(line)
        self.refresh_bindings()

    def _side_state(self) -> SideState:
        desk = self.desk
        return SideState(
            codebook=desk.codebook,
            looks=desk.looks,
            suggestions=self._suggestions,
            suggestion_note=desk.suggestion_note,
            recent=desk.recent_codes()[:RECENT],
            here=self.here,
            coders=desk.coders,
            memos=desk.memos_near(self.view.turn),
            guide=self.guide_state,
        )

    # -- how it is done

    async def _apply(
        self, codes: Sequence[Code], span: Span, origin: Origin = Origin.HUMAN
    ) -> None:
        """Apply codes to a stretch and go on from there."""
        transcript = self.desk.transcript
        for code in codes:
            words = count_words(span.of(transcript.text))
            apply = partial(self.project.apply_code, transcript, [span], code, origin=origin)
            await self.write(apply)
            self.say("Coded ", self.desk.looks[code.id], f", {words} words")
        self.desk.note_applied(codes)
        self.view.select_span(None)
        self._show_side()

    async def _take_choice(self, choice: CodeChoice | None) -> None:
        if choice is None:
            return
        with reported(self):
            codes = list(choice.codes)
            if choice.new_name:
                codes.append(self._make_code(choice.new_name))
            await self._apply(codes, self._target())

    async def _make_and_apply(self, name: str | None) -> None:
        if name and clean_name(name):
            await self._take_choice(CodeChoice(new_name=name))

    def _make_code(self, name: str) -> Code:
        code = self.project.add_code(
            self.desk.study_name, name, kind=CodeKind.CODE, derived=self.desk.derived
        )
        self.desk.load_codes(self.project)
        return code

    def _palette(self, span: Span) -> PaletteContext:
        return self.desk.palette(span.of(self.desk.transcript.text))

    def _target(self) -> Span:
        span = self.view.target
        if span is None:
            raise UsageError("There are no words here to code.")
        return span

    def _chosen_segment(self) -> Segment | None:
        """Find the segment that a command is about.

        The marked one in the pane, else the one that is selected exactly, else the shortest here.
        """
        if in_side(self) and self.side.value is not None and self.side.value[0] == "here":
            return self.desk.segment(self.side.value[1])
        if self._edited:
            return self.desk.segment(self._edited)
        own = [one for one in self.here if one.coder_id == self.desk.coder_id] or self.here
        target = self.view.target
        return min(own, key=lambda one: (one.span != target, len(one.span)), default=None)

    def interviewer_turn(self, index: int) -> bool:
        """Tell whether an interviewer says a turn."""
        turn = self.desk.transcript.turns[index]
        return self.desk.transcript.speaker_of(turn).role is Role.INTERVIEWER
