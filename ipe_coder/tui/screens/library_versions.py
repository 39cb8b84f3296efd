"""Corrections in the library: a mended file in place of a transcript, and what that leaves."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ipe_coder.model.change import Change
from ipe_coder.model.transcript import TranscriptSummary
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.replacement import ReplacementDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.library_list import on_transcripts
from ipe_coder.tui.screens.library_people import LibraryPeople
from ipe_coder.tui.screens.settling import settle_waiting


def _has_transcript(screen: LibraryVersions) -> bool:
    return on_transcripts(screen) and screen.transcript is not None


class LibraryVersions(LibraryPeople):
    """The part of the library that replaces transcripts."""

    @command("R", group="Corrections", when=_has_transcript)
    def action_replace(self) -> None:
        """Replace the transcript with a mended file; its coding is found again."""
        from ipe_coder.readers import FORMATS

        summary = self.transcript
        assert summary is not None
        endings = tuple(dict.fromkeys(end for one in FORMATS for end in one.extensions))

        async def take(paths: tuple[Path, ...] | None) -> None:
            if paths:
                with reported(self):
                    await self._preview_replacement(summary, paths[0])

        self.app.push_screen(ChooseFiles(f"Mended file of {summary.title}", endings), take)

    @command("v", group="Corrections", when=_has_transcript)
    def action_versions(self) -> None:
        """Look at the versions of the transcript, and at what differs between two."""
        from ipe_coder.tui.screens.versions import VersionsScreen

        summary = self.transcript
        assert summary is not None
        self.app.push_screen(VersionsScreen(summary.id, summary.title))

    @command("S", group="Corrections", when=_has_transcript)
    async def action_settle(self) -> None:
        """Settle the segments that wait since a correction."""
        await settle_waiting(self)

    async def _preview_replacement(self, summary: TranscriptSummary, path: Path) -> None:
        project = self.project
        would = await asyncio.to_thread(project.replace_transcript, summary.id, path, dry_run=True)

        def write() -> Change:
            change = project.replace_transcript(summary.id, path).change
            assert change is not None
            return change

        async def take(agreed: bool | None) -> None:
            if agreed:
                with reported(self):
                    await self.write(write)
                    if would.waiting:
                        await settle_waiting(self, summary.id)

        self.app.push_screen(ReplacementDialog(would, path.name), take)
