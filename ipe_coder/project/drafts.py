"""Memos that are being typed: kept so that nothing that ends the program takes them along."""

from __future__ import annotations

from ipe_coder.model.memo import MemoDraft
from ipe_coder.project.base import ProjectBase
from ipe_coder.store import drafts


class Drafts(ProjectBase):
    """Drafts of memos; they stand beside the journal, since nothing is written by them yet."""

    def keep_draft(self, draft: MemoDraft) -> None:
        """Keep what was typed so far; without words it is forgotten.

        Raises:
            ProjectError: If it could not be kept.
        """
        with self._store.unjournalled() as connection:
            if draft.body.strip():
                drafts.put(connection, draft)
            else:
                drafts.drop(connection, draft)

    def drafts(self) -> list[MemoDraft]:
        """List what the present coder has typed and not kept."""
        with self._store.read() as connection:
            found = drafts.find(connection)
        return [one for one in found if one.coder.casefold() == self.coder.casefold()]
