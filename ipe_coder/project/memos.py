"""Memos: text about anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from ipe_coder.errors import NotFoundError
from ipe_coder.model.change import Change
from ipe_coder.model.counts import count_of
from ipe_coder.model.memo import MemoDraft, MemoFilter, MemoRow, choose_memos
from ipe_coder.model.segment import Memo, MemoAbout, MemoKind
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean, clean_name, count_words
from ipe_coder.project.base import ProjectBase
from ipe_coder.project.memo_names import MemoLister
from ipe_coder.project.names import resolve
from ipe_coder.store import drafts, history, synthesis, transcripts
from ipe_coder.store.store import PendingChange

_NAMED_BY = 40
"""Characters by which a memo without a title is called."""


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
        title: str | None = None,
        memo_id: str = "",
        draft: MemoDraft | None = None,
    ) -> Change:
        """Write a memo about anything, or write one anew; an empty body removes it.

        A memo that is written anew keeps its title where none is given.

        Args:
            about: What kind of thing.
            about_id: The thing.
            body: The words.
            span: The place, in a transcript.
            kind: What kind of memo.
            title: A title.
            memo_id: The memo that is written anew.
            draft: What was kept while it was typed; it goes with the writing.
        """
        text = clean(body).text.strip()
        with self._change(needs_coder=True) as pending:
            writer = pending.writer
            if draft is not None:
                drafts.drop(writer.connection, draft)
            if text and not synthesis.is_there(writer.connection, about, about_id):
                raise NotFoundError(f"What the memo is about, a {about.value}, is there no more.")
            if not text:
                if memo_id:
                    synthesis.remove_memo(writer, memo_id)
                writer.label = "Removed a memo"
            else:
                new_id = memo_id or self._store.new_id()
                coder_id = writer.coder_id or ""
                if title is None:
                    title = synthesis.memo_title(writer.connection, memo_id)
                memo = Memo(new_id, about, about_id, text, coder_id, kind, clean_name(title), span)
                synthesis.put_memo(writer, memo)
                words = count_of(count_words(text), "word")
                writer.label = f"{'Edited' if memo_id else 'Wrote'} a memo, {words}"
        return pending.done

    def memos(self, about_ids: Iterable[str] | None = None) -> list[Memo]:
        """List memos, the newest last; about some things or about all."""
        with self._store.read() as connection:
            return synthesis.memos(connection, about_ids)

    def memos_after(self, change: Change) -> tuple[Collection[str], list[Memo]]:
        """Read what a change did to memos.

        Returns:
            The ids of all memos that it wrote, and those of them that are there now.
        """
        with self._store.read() as connection:
            keys = history.keys_of(connection, change.seq, "memo")
            return keys, synthesis.memos(connection, ids=keys)

    def memos_by_thing(
        self, about: Collection[MemoAbout], coder_ids: Collection[str] = ()
    ) -> dict[str, list[Memo]]:
        """List the memos about things of some kinds, by the id of the thing, the newest last.

        Args:
            about: Kinds of things.
            coder_ids: Only what these have written; everybody's when empty.
        """
        found: dict[str, list[Memo]] = defaultdict(list)
        for one in self.memos():
            if one.about in about and (not coder_ids or one.coder_id in coder_ids):
                found[one.about_id].append(one)
        return dict(found)

    def memo_rows(self, wanted: MemoFilter | None = None) -> list[MemoRow]:
        """List memos with the names of what they are about, the newest first."""
        with self._store.read() as connection:
            rows = MemoLister(connection).rows()
        rows.sort(key=lambda one: one.at, reverse=True)
        return choose_memos(rows, wanted) if wanted is not None else rows

    def memo_words(self, rows: Sequence[MemoRow]) -> list[MemoRow]:
        """Read the words that memos on places of transcripts stand beside, and their turns."""
        of = {one.transcript_id for one in rows if one.span is not None and not one.quote}
        with self._store.read() as connection:
            texts = {key: transcripts.get(connection, key) for key in of}
        return [one.in_text(texts[one.transcript_id]) if _lacks(one) else one for one in rows]

    def memo_row(self, name: str) -> MemoRow:
        """Find a memo by its id, the head of one, its title or first words.

        Raises:
            NotFoundError: If there is none.
            AmbiguousNameError: If several fit.
        """
        found = {one.memo.id: one for one in self.memo_rows()}
        candidates = ((key, (one.head[:_NAMED_BY],)) for key, one in found.items())
        return self.memo_words([found[resolve("memo", name, candidates)]])[0]

    def _memo_on(self, pending: PendingChange, segment_id: str, body: str) -> None:
        coder_id = pending.writer.coder_id or ""
        memo = Memo(self._store.new_id(), MemoAbout.SEGMENT, segment_id, clean(body).text, coder_id)
        synthesis.put_memo(pending.writer, memo)


def _lacks(one: MemoRow) -> bool:
    return one.span is not None and not one.quote
