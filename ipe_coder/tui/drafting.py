"""Keeps what is typed of a memo, so that nothing that ends the program takes it along."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import WorkerError

from ipe_coder.config import Settings
from ipe_coder.errors import IpeCoderError
from ipe_coder.model.memo import MemoDraft
from ipe_coder.tui.background import background
from ipe_coder.tui.customised import Customised
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.half_typed import HalfTyped
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.base import ProjectAware

if TYPE_CHECKING:
    from textual.driver import Driver

    from ipe_coder.project import Project

_DRAFT, _DRAFTS = 1.0, "drafts"
"""Seconds after which what is typed is kept, and the work that does it."""


class KeepsDrafts(Customised):
    """An application over a project that keeps drafts of memos in it."""

    def __init__(
        self, settings: Settings | None = None, driver_class: type[Driver] | None = None
    ) -> None:
        """Begin without a project and without drafts."""
        super().__init__(settings, driver_class)
        self.project: Project | None = None
        self.half_typed = HalfTyped()
        self._draft_timer: Timer | None = None

    def note_draft(self, draft: MemoDraft) -> None:
        """Note what is typed of a memo; it is kept in the project a moment later."""
        self.half_typed.put(draft)
        if self._draft_timer is None and self.half_typed.is_unsaved:
            self._draft_timer = self.set_timer(_DRAFT, self._draft_due)

    def _draft_due(self) -> None:
        self._draft_timer = None
        self._save_drafts()

    @background(_DRAFTS, "keeping what is typed")
    def _save_drafts(self) -> None:
        self.save_drafts_now()

    def save_drafts_now(self) -> None:
        """Keep in the project what was typed up to now, where that is possible."""
        # It stays in memory where it cannot be kept; the next letter tries again.
        with suppress(IpeCoderError):
            if self.project is not None:
                self.half_typed.save(self.project)

    async def drafts_saved(self) -> None:
        """Wait for a draft that is being saved, so that it does not come after its memo."""
        if self._draft_timer is not None:
            self._draft_timer.stop()
            self._draft_timer = None
        for worker in list(self.workers):
            if worker.group == _DRAFTS and worker.is_running:
                with suppress(WorkerError):
                    await worker.wait()

    def go_on_with_memo(self, screen: ProjectAware, draft: MemoDraft) -> None:
        """Open a memo that was half typed, over a screen."""
        # What memos are written in is loaded once there is one to write.
        from ipe_coder.tui.screens.memo_writing import go_on_with

        go_on_with(screen, draft)

    def offer_draft(self) -> None:
        """Ask whether to go on with the memo that was being typed when the program ended."""
        draft, screen = self.half_typed.interrupted, self.screen
        if draft is None or not isinstance(screen, ProjectAware):
            return

        def take(agreed: bool | None) -> None:
            if agreed:
                self.go_on_with_memo(screen, draft)
            elif agreed is not None:
                self.note_draft(replace(draft, body=""))

        question = f"The program ended while you wrote a memo on {draft.title}. Go on with it?"
        self.push_screen(Confirm(question, "goes on", "drops it", shorten(draft.body, 200)), take)
