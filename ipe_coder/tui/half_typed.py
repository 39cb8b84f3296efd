"""Memos that are being typed: in memory at once, in the project a moment later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ipe_coder.model.memo import DraftPlace, MemoDraft

if TYPE_CHECKING:
    from ipe_coder.project import Project


class HalfTyped:
    """What the coder has typed and not kept, by what it is about, the newest last."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._drafts: dict[DraftPlace, MemoDraft] = {}
        self._unsaved: dict[DraftPlace, MemoDraft] = {}

    def load(self, drafts: Iterable[MemoDraft]) -> None:
        """Take what is in a project that was opened."""
        self._drafts = {one.place: one for one in drafts}
        self._unsaved = {}

    def of(self, place: DraftPlace) -> MemoDraft | None:
        """Find what was typed about something."""
        return self._drafts.get(place)

    def put(self, draft: MemoDraft) -> None:
        """Note what is typed now; without words there is nothing to note any more."""
        known = self._drafts.pop(draft.place, None)
        if draft.body.strip():
            self._drafts[draft.place] = draft
        if known != draft and (known is not None or draft.body.strip()):
            self._unsaved[draft.place] = draft

    def forget(self, draft: MemoDraft) -> None:
        """Let go of what was written, and its draft with it."""
        self._drafts.pop(draft.place, None)
        self._unsaved.pop(draft.place, None)

    @property
    def is_unsaved(self) -> bool:
        """Whether something is in memory alone."""
        return bool(self._unsaved)

    @property
    def newest(self) -> MemoDraft | None:
        """What was typed last."""
        return next(reversed(self._drafts.values()), None)

    @property
    def interrupted(self) -> MemoDraft | None:
        """What was being typed when the program ended."""
        return next((one for one in reversed(self._drafts.values()) if not one.left), None)

    def save(self, project: Project) -> None:
        """Keep in the project what is in memory alone.

        Raises:
            ProjectError: If it cannot be kept; the next call tries again.
        """
        for place, draft in list(self._unsaved.items()):
            project.keep_draft(draft)
            if self._unsaved.get(place) is draft:
                del self._unsaved[place]
