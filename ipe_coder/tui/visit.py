"""A transcript that was opened from another screen, to which one comes back."""

from __future__ import annotations

from dataclasses import dataclass

from ipe_coder.model.spans import Span


@dataclass(frozen=True)
class Visit:
    """Why a transcript was opened, and where esc leads back to."""

    screen: str
    """Name of the screen that it was opened from."""
    words: str
    """What was searched for; empty where the places are those of memos."""
    hits: tuple[Span, ...]
    """Where it stands in the transcript."""
