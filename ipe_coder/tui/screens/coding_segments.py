"""What a coder does with a segment that is there: edges, stance, star, another code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.segment import Segment, Stance
from ipe_coder.tui.commands import command, needs
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screens.coding_guide import CodingGuide
from ipe_coder.tui.screens.coding_motion import (
    NOT_OPEN,
    NOTHING_HERE,
    has_transcript,
    in_side,
)
from ipe_coder.tui.screens.settling import place_waiting

SEGMENTS = "Segments"
_EDITING = "; {coding.other_edge} its start, {coding.keep_edges} keeps, {coding.step_back} leaves"
_STANCES = (None, Stance.FOR, Stance.AGAINST, Stance.MIXED, Stance.NEUTRAL)


@needs(lambda screen: "There are no words here." if screen.desk.is_open else NOT_OPEN)
def has_target(screen: CodingSegments) -> bool:
    """Tell whether there are words at the cursor."""
    return has_transcript(screen) and screen.view.target is not None


@needs(lambda screen: NOTHING_HERE if screen.desk.is_open else NOT_OPEN)
def has_segment_here(screen: CodingSegments) -> bool:
    """Tell whether something is coded at the cursor."""
    return has_transcript(screen) and bool(screen.here)


@needs("No edge is being moved. {coding.edges} on a segment begins.")
def _is_editing(screen: CodingSegments) -> bool:
    return screen.is_editing


class CodingSegments(CodingGuide):
    """The part of the coding screen that changes segments."""

    def __init__(self) -> None:
        """Begin without a segment whose edges move."""
        super().__init__()
        self._left_at = 0

    @command("x", "delete", footer="remove", group=SEGMENTS, when=has_segment_here)
    async def action_remove(self) -> None:
        """Remove the code at the cursor; in the pane, the one that is marked there."""
        segment, in_text = self._chosen_segment(), not in_side(self)
        await self._write_here(lambda: self.project.remove_segments([segment.id]))
        # After a wrong code the words are wanted again.
        if in_text and segment.span != self.view.target:
            self.view.select_span(segment.span)

    async def action_undo(self) -> None:
        """Take back your last action, and go to where it was."""
        await self._go_along(self.project.undo)

    async def action_redo(self) -> None:
        """Bring back what you took back last, and go to where it is."""
        await self._go_along(self.project.redo)

    @command("e", group=SEGMENTS, when=has_segment_here)
    def action_edges(self) -> None:
        """Move an edge of the segment here by any motion, and keep it with {coding.keep_edges}."""
        segment = self._chosen_segment()
        self._edited, self._left_at = segment.id, self._place()
        self.view.select_span(segment.span)
        self.view.extend_from_end()
        self.view.focus()
        look = self.desk.looks[segment.code_id]
        self.tell("Moving the end of ", look, spoken(_EDITING))

    @command("E", footer="keep edges", group=SEGMENTS, when=_is_editing)
    async def action_keep_edges(self) -> None:
        """Give the segment the edges of the selection."""
        segment, span = self.desk.segment(self._edited), self.view.selection
        if segment is None or span is None or span == segment.span:
            self._leave_edges()
            return
        transcript = self.desk.transcript
        await self._write_here(lambda: self.project.move_segment(transcript, segment, span))
        self._edited = ""
        # Reading goes on after an end that was moved, and otherwise where it was left.
        self.view.select_span(None)
        self.view.go_to(span.end - 1 if span.end != segment.span.end else self._left_at)

    @command("&", group=SEGMENTS, when=has_segment_here)
    async def action_unite(self) -> None:
        """Make one segment of those of the same code that touch the one here."""
        segment = self._chosen_segment()
        transcript = self.desk.transcript
        await self._write_here(lambda: self.project.unite_segments(transcript, segment))

    @command("t", group=SEGMENTS, when=has_segment_here)
    async def action_stance(self) -> None:
        """Say where the segment stands: for, against, mixed, neutral, or not at all."""
        segment = self._chosen_segment()
        place = _STANCES.index(segment.stance)
        stance = _STANCES[(place + 1) % len(_STANCES)]
        await self._write_here(lambda: self.project.set_stance(segment, stance))

    @command("f", group=SEGMENTS, when=has_segment_here)
    async def action_star(self) -> None:
        """Star the quotation for the report, or take the star away."""
        segment = self._chosen_segment()
        await self._write_here(lambda: self.project.star(segment, starred=not segment.starred))

    @command("q", group=SEGMENTS, when=has_segment_here)
    async def action_quotable(self) -> None:
        """Mark the segment not for quotation, or allow it again."""
        segment = self._chosen_segment()
        quotable = not segment.quotable
        await self._write_here(lambda: self.project.set_quotable(segment, quotable=quotable))

    @command("P", group=SEGMENTS, when=has_target)
    async def action_place_waiting(self) -> None:
        """Give a segment that a correction left without its place the one that is selected."""
        await place_waiting(self, self.desk.transcript, self.view.target)

    def action_step_back(self) -> None:
        """Leave the edges as they were, too."""
        if self._edited:
            self._leave_edges()
        else:
            super().action_step_back()

    def _leave_edges(self) -> None:
        """Go back to where edges began to be moved."""
        self._edited = ""
        self.view.select_span(None)
        self.view.go_to(self._left_at)
        self.tell("The edges are as they were")

    # -- how it is done

    async def _go_along(self, action: Callable[[], Change]) -> None:
        """Write, then select the words whose coding came to be another.

        What was undone may be out of sight; and after a wrong code the words are wanted again.
        """
        before = {one.id: one for one in self.desk.segments}
        change = await self.write(action)
        # What was published is taken over before this is called.
        self.call_next(self._select_written, before, change)

    def _select_written(self, before: Mapping[str, Segment], change: Change) -> None:
        if not self.desk.is_open:
            return
        after = {one.id: one for one in self.desk.segments}
        spans = {
            one.span
            for key in before.keys() | after.keys()
            if before.get(key) != after.get(key)
            for one in (before.get(key), after.get(key))
            if one is not None
        }
        if len(spans) == 1:
            self.view.select_span(*spans)
        elif spans:
            self.view.go_to(min(span.start for span in spans))
        elif "segment" in change.tables:
            self.say(f"{change.label}, in another transcript")

    async def _write_here(self, action: Callable[[], Change]) -> None:
        """Write what is done to a segment; the next motion selects nothing more."""
        await self.write(action)
        self.view.stop_extending()

    def _chosen_segment(self) -> Segment:
        """Find the segment that a command is about.

        The marked one in the pane; else the one whose edges move; else, of this coder's here, the
        one that is selected exactly, or the shortest.

        Raises:
            UsageError: If only others coded here: theirs are changed from the pane alone, where
                it is seen whose they are.
        """
        if in_side(self) and self.side.value is not None and self.side.value[0] == "here":
            marked = self.desk.segment(self.side.value[1])
            if marked is not None:
                return marked
        edited = self.desk.segment(self._edited)
        if edited is not None:
            return edited
        own = [one for one in self.here if self.desk.is_own(one)]
        if not own:
            first = self.here[0]
            whose = self.desk.coders.get(first.coder_id, "another coder")
            mark = self.desk.looks[first.code_id].mark
            how = spoken("To change it, mark it in the pane, {coding.side}.")
            raise UsageError(f"{mark} here was coded by {whose}.", how)
        target = self.view.target
        return min(own, key=lambda one: (one.span != target, len(one.span)))
