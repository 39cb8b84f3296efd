"""Settling on any screen: segments that wait since a correction are listed and dealt with."""

from __future__ import annotations

import asyncio
from typing import Any

from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Transcript
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.settle import Settled, SettleDialog, Way
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.base import ProjectAware


async def settle_waiting(screen: ProjectAware, transcript_id: str = "") -> None:
    """Show what waits in a transcript or in all, and do what is chosen.

    Raises:
        UsageError: If nothing waits.
    """
    project = screen.project
    waiting = await asyncio.to_thread(project.waiting_segments, transcript=transcript_id)
    if not waiting:
        raise UsageError("Nothing waits to be settled.", "Every segment has its place.")
    earlier = project.earlier_quotes([row.segment.id for row in waiting])
    number = len(waiting)
    title = f"{count_of(number, 'segment')} to settle"

    async def take(chosen: Settled | None) -> None:
        if chosen is not None:
            with reported(screen):
                await _settle(screen, chosen, transcript_id)

    await screen.app.push_screen(SettleDialog(title, waiting, earlier), take)


async def place_waiting(screen: ProjectAware, transcript: Transcript, span: Span | None) -> None:
    """Offer the segments of a transcript that wait, and give the chosen one a place.

    Raises:
        UsageError: If nothing of it waits.
    """
    project = screen.project
    waiting = await asyncio.to_thread(project.waiting_segments, transcript=transcript.id)
    if not waiting or span is None:
        raise UsageError(f"Nothing of {transcript.title} waits for a place.")
    choices = [
        Choice(place, row.code, f"{row.segment.anchor.value}, {row.coder}: {row.segment.quote}")
        for place, row in enumerate(waiting)
    ]

    async def take(chosen: Any) -> None:
        if chosen is not None:
            segment = waiting[chosen].segment
            with reported(screen):
                await screen.write(lambda: project.settle_at(transcript, segment, span))

    screen.app.push_screen(ChooseOne("Which segment belongs here?", choices), take)


async def _settle(screen: ProjectAware, chosen: Settled, transcript_id: str) -> None:
    project = screen.project
    ids = [row.segment.id for row in chosen.rows]
    if chosen.way is Way.OPEN:
        screen.ipe.open_transcript(chosen.rows[0].segment.transcript_id)
        return
    if chosen.way is Way.PLACE:
        _ask_words(screen, chosen, transcript_id)
        return
    if chosen.way is Way.ACCEPT:
        await screen.write(lambda: project.accept_segments(ids))
    else:
        await screen.write(lambda: project.discard_segments(ids))
    await _go_on(screen, transcript_id)


def _ask_words(screen: ProjectAware, chosen: Settled, transcript_id: str) -> None:
    segment = chosen.rows[0].segment

    async def take(words: str | None) -> None:
        if words and words.strip():
            with reported(screen):
                await screen.write(
                    lambda: screen.project.place_segment(segment.id, quote=words.strip())
                )
                await _go_on(screen, transcript_id)

    hint = "The words that the passage has now; they are found in the text."
    screen.app.push_screen(AskText("Place the segment at", segment.quote, hint), take)


async def _go_on(screen: ProjectAware, transcript_id: str) -> None:
    """Show what is left, if anything."""
    if await asyncio.to_thread(screen.project.waiting_segments, transcript=transcript_id):
        await settle_waiting(screen, transcript_id)
