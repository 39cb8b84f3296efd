"""Memos: text about anything."""

from __future__ import annotations

from collections.abc import Iterable

from ipe_coder.errors import NotFoundError
from ipe_coder.model.change import Change
from ipe_coder.model.segment import Memo, MemoAbout, MemoKind
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean, count_words
from ipe_coder.project.base import ProjectBase
from ipe_coder.store import synthesis
from ipe_coder.store.store import PendingChange


class Memos(ProjectBase):
    """What researchers write down beside the coding."""

    def write_memo(
        self,
        about: MemoAbout,
        about_id: str,
        body: str,
        *,
        span: Span | None = None,
        kind: MemoKind = MemoKind.ANALYTIC,
        title: str = "",
        memo_id: str = "",
    ) -> Change:
        """Write a memo about anything, or write one anew; an empty body removes it."""
        text = clean(body).text.strip()
        with self._change(needs_coder=True) as pending:
            writer = pending.writer
            if text and not synthesis.is_there(writer.connection, about, about_id):
                raise NotFoundError(f"What the memo is about, a {about.value}, is there no more.")
            if not text:
                if memo_id:
                    synthesis.remove_memo(writer, memo_id)
                writer.label = "Removed a memo"
            else:
                new_id = memo_id or self._store.new_id()
                coder_id = writer.coder_id or ""
                memo = Memo(new_id, about, about_id, text, coder_id, kind, title, span)
                synthesis.put_memo(writer, memo)
                writer.label = (
                    f"{'Edited' if memo_id else 'Wrote'} a memo, {count_words(text)} words"
                )
        return pending.done

    def memos(self, about_ids: Iterable[str] | None = None) -> list[Memo]:
        """List memos, the newest last; about some things or about all."""
        with self._store.read() as connection:
            return synthesis.memos(connection, about_ids)

    def _memo_on(self, pending: PendingChange, segment_id: str, body: str) -> None:
        coder_id = pending.writer.coder_id or ""
        memo = Memo(self._store.new_id(), MemoAbout.SEGMENT, segment_id, clean(body).text, coder_id)
        synthesis.put_memo(pending.writer, memo)
