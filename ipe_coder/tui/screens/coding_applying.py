"""Applying codes in the coding screen: those chosen, and one that is made for the words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Code
from ipe_coder.model.segment import Origin, Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean_name
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.choose_code import ChooseCode, CodeChoice, PaletteContext
from ipe_coder.tui.failures import reported
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.coding_seeing import CodingSeeing
from ipe_coder.tui.screens.coding_segments import SEGMENTS, has_segment_here

if TYPE_CHECKING:
    from ipe_coder.project.applying import Applied, NewCode


class CodingApplying(CodingSeeing):
    """The part of the coding screen that applies codes."""

    async def apply(
        self,
        codes: Sequence[Code],
        span: Span | None = None,
        *,
        new: NewCode | None = None,
        origin: Origin = Origin.HUMAN,
    ) -> None:
        """Apply codes to a stretch; one key is one change.

        What was selected stays so until the next motion, so that the next code is for the
        same words, and so is a stance or a star.

        Args:
            codes: The codes.
            span: The stretch; the target if none is given.
            new: A code that is made first and applied with them.
            origin: How the codes came to be chosen.
        """
        transcript, place = self.desk.transcript, span or self._target()

        def follow(applied: Sequence[Code]) -> None:
            self.desk.note_applied(applied, place)
            self._edited = ""

        await self._write_codes(
            lambda: self.project.apply_codes(transcript, place, codes, new=new, origin=origin),
            follow,
        )

    async def _write_codes(
        self, action: Callable[[], Applied], follow: Callable[[Sequence[Code]], None]
    ) -> None:
        """Write codes to words; the next motion selects nothing more.

        Args:
            action: Writes them.
            follow: Takes those that were written, before the change is shown.
        """
        done: list[Applied] = []

        def write() -> Change:
            done[:] = [action()]
            return done[0].change

        def once_written() -> None:
            follow(done[0].codes)
            self.view.stop_extending()

        await self.write(write, once_written=once_written)

    async def _take_choice(self, choice: CodeChoice | None) -> None:
        if choice is None:
            return
        with reported(self):
            await self._with_parent(
                choice,
                lambda parent: self.apply(
                    choice.codes, new=self._new_code(choice.new_name, parent)
                ),
            )

    async def _make_and_apply(self, name: str | None) -> None:
        if name and clean_name(name):
            await self._take_choice(CodeChoice(new_name=name))

    def _new_code(self, name: str, parent: Code | None = None) -> NewCode | None:
        """Say what code is to be made; the words before the last ` / ` name what is above it."""
        if not name:
            return None
        # The project is loaded once one is open, not with the screen.
        from ipe_coder.project.applying import NewCode

        above, _, last = name.rpartition(" / ")
        if above and parent is None:
            parent = self.project.code(above, study=self.desk.study_name, active=True)[1]
        parent_id = parent.id if parent else ""
        return NewCode(clean_name(last), parent_id, self.desk.derived)

    @command("C", group=SEGMENTS, when=has_segment_here)
    def action_recode(self) -> None:
        """Give the segment here another code, or a new one; its memos, stance and star stay."""
        segment = self._chosen_segment()

        async def take(choice: CodeChoice | None) -> None:
            if choice is not None:
                with reported(self):
                    await self._with_parent(
                        choice, lambda parent: self._recode(segment, choice, parent)
                    )

        palette = self.desk.palette(segment.quote)
        purpose = f"Instead of {self.desk.looks[segment.code_id].mark}"
        dialog = ChooseCode(
            self.desk.book, palette, purpose=purpose, without=segment.code_id, may_make=True
        )
        self.app.push_screen(dialog, take)

    async def _recode(self, segment: Segment, choice: CodeChoice, parent: Code | None) -> None:
        transcript = self.desk.transcript
        code = self._new_code(choice.new_name, parent) or choice.codes[0]
        await self._write_codes(
            lambda: self.project.recode_segment(transcript, segment, code),
            lambda given: self.desk.note_recent(given[0].id),
        )

    async def _with_parent(
        self, choice: CodeChoice, go_on: Callable[[Code | None], Awaitable[None]]
    ) -> None:
        """Go on with what a new code is to stand beneath, which is asked where it was wanted."""
        if not choice.asks_parent:
            await go_on(None)
            return

        async def take(found: CodeChoice | None) -> None:
            if found is not None and found.codes:
                with reported(self):
                    await go_on(found.codes[0])

        purpose = f"“{shorten(choice.new_name, 40)}” beneath which code?"
        dialog = ChooseCode(self.desk.book, self.desk.palette(""), purpose=purpose)
        self.app.push_screen(dialog, take)

    def _palette(self, span: Span) -> PaletteContext:
        return self.desk.palette(span.of(self.desk.transcript.text))

    def _target(self) -> Span:
        span = self.view.target
        if span is None:
            raise UsageError("There are no words here to code.")
        return span
