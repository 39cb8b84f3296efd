"""What goes for good from the library: what a text was before, and people who withdraw."""

from __future__ import annotations

import asyncio

from ipe_coder.model.erasure import PurgePlan
from ipe_coder.model.study import Participant
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.erasure import ErasureDialog
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screens.erasing import Key, ask_for_key, proof_lines
from ipe_coder.tui.screens.library_list import on_participants, on_transcripts
from ipe_coder.tui.screens.library_versions import LibraryVersions
from ipe_coder.tui.screens.writing import write_and_publish

_GROUP = "For good"
_AS_IMPORTED = (
    "The text itself stands as it was imported, with the names in it: to purge those too, replace "
    "them first ({library.names}), or replace the file ({library.replace})."
)


def _has_transcript(screen: LibraryErasing) -> bool:
    return on_transcripts(screen) and screen.transcript is not None


def _has_participant(screen: LibraryErasing) -> bool:
    return on_participants(screen) and screen.participant is not None


class LibraryErasing(LibraryVersions):
    """The part of the library that removes for good."""

    @command("X", group=_GROUP, when=_has_transcript)
    async def action_purge(self) -> None:
        """Purge what the transcript was before its text became what it is now."""
        summary = self.transcript
        assert summary is not None
        self.action_close_error()
        self.say("Looking at what would go")
        versions = await asyncio.to_thread(self.project.versions, summary.id)
        # A text that nobody replaced has no earlier version: only its file can go.
        as_imported = len(versions) == 1 and versions[0].has_original
        plan = await asyncio.to_thread(
            self.project.plan_purge, [summary.id], study=summary.study_id,
            originals_only=as_imported,
        )  # fmt: skip
        self.say("")
        title, lines = f"Purge what {summary.title} was before?", plan.lines
        if as_imported:
            title = f"Purge the file that {summary.title} came from?"
            lines = [*lines, spoken(_AS_IMPORTED)]
        dialog = ErasureDialog(title, lines, "purge")

        def take(agreed: bool | None) -> None:
            if agreed:
                ask_for_key(self, lambda key: self._purge(plan, key))

        self.app.push_screen(dialog, take)

    @command("W", group=_GROUP, when=_has_participant)
    async def action_withdraw(self) -> None:
        """Withdraw the participant: all their words go from everywhere."""
        one = self.participant
        assert one is not None
        self.action_close_error()
        self.say("Looking at what would go")
        plan = await asyncio.to_thread(self.project.plan_withdrawal, one)
        self.say("")
        dialog = ErasureDialog(f"Withdraw {one.pseudonym}?", plan.lines, one.pseudonym)

        async def take(agreed: bool | None) -> None:
            if agreed:
                with reported(self):
                    await self._withdraw(one)

        self.app.push_screen(dialog, take)

    async def _purge(self, plan: PurgePlan, key: Key) -> None:
        done = await write_and_publish(self, lambda: self.project.purge(plan, key))
        self.app.push_screen(NotesDialog(done.change.label, proof_lines(done.proof)))

    async def _withdraw(self, one: Participant) -> None:
        project = self.project
        done = await write_and_publish(self, lambda: project.withdraw(project.plan_withdrawal(one)))
        lines = [f"All words of {one.pseudonym} are removed for good."]
        lines += [f"Yours to remove: {place.where}: {place.what}" for place in done.plan.exports]
        if not done.plan.exports:
            lines.append("No file beside the project holds them.")
        self.app.push_screen(NotesDialog(f"Withdrew {one.pseudonym}", lines))
