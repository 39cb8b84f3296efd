"""Comments of imported files as segments and memos, within the change of their import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ipe_coder.errors import UsageError
from ipe_coder.model.comment import CommentUse, DraftComment, parse_comment
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Memo, MemoAbout, Origin, Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.study import Study
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import NewTranscript, Transcript
from ipe_coder.project.comment_codes import PARENT, CommentCodes
from ipe_coder.store import segments as segment_rows
from ipe_coder.store import settings, synthesis, transcripts
from ipe_coder.store.ids import IdSource
from ipe_coder.store.store import PendingChange

TITLE, REPLY = "Comment in the file", "Reply in the file"
_FEW = 12


def refuse_unknown_authors(new: Iterable[NewTranscript], coders: Mapping[str, str]) -> None:
    """Refuse coders that are given for authors who wrote no comment.

    Raises:
        UsageError: If one of them wrote none.
    """
    if not coders:
        return
    authors = {name: None for one in new for name in authors_of(one.draft.comments)}
    known = {name.casefold() for name in authors}
    for wanted in coders:
        if wanted.casefold() not in known:
            shown = ", ".join(name or "(no name)" for name in authors) or "nobody"
            raise UsageError(f"No comment is by “{wanted}”.", f"They are by {shown}.")


def authors_of(comments: Iterable[DraftComment]) -> list[str]:
    """List who wrote comments or replied to them, the first to come first."""
    names: dict[str, None] = {}
    for one in comments:
        names[one.author] = None
        names.update((reply.author, None) for reply in one.replies)
    return list(names)


class CommentTaking:
    """Makes segments and memos of the comments on transcripts that were just stored."""

    def __init__(
        self, pending: PendingChange, study: Study, new_id: IdSource, coders: Mapping[str, str],
        present: str,
    ) -> None:  # fmt: skip
        """Begin.

        Args:
            pending: The change of the import.
            study: The study of the transcripts.
            new_id: Makes ids.
            coders: Names of coders by author; an author who is not named codes as themselves.
            present: The coder of the change, for comments whose author has no name.
        """
        self._pending, self._new_id, self._present = pending, new_id, present
        self._codes = CommentCodes(pending.writer, study, new_id)
        self._names = {author.casefold(): coder for author, coder in coders.items()}
        self._coders = {
            one.name.casefold(): one.id for one in settings.coders(pending.writer.connection)
        }
        self._segments: dict[tuple[str, Span, str, str], Segment] = {}
        self._memos: list[Memo] = []
        self.counts: Counter[str] = Counter()

    def take(self, stored: Sequence[tuple[str, NewTranscript]]) -> list[str]:
        """Take the comments of transcripts, each with its id; give notes on them."""
        wanted = [
            (transcripts.get(self._pending.writer.connection, transcript_id), new)
            for transcript_id, new in stored
            if new.draft.comments and new.comments is not CommentUse.LEAVE
        ]
        for transcript, new in wanted:
            for comment in new.draft.comments:
                self._take(transcript, comment, as_codes=new.comments is CommentUse.CODES)
        self._codes.write()
        for transcript, _ in wanted:
            own = [one for one in self._segments.values() if one.transcript_id == transcript.id]
            segment_rows.add(self._pending.writer, transcript, own)
        for memo in self._memos:
            synthesis.put_memo(self._pending.writer, memo)
        return self._notes() if wanted else []

    def _take(self, transcript: Transcript, comment: DraftComment, *, as_codes: bool) -> None:
        coder_id = self._coder(comment.author)
        self.counts["comment"] += 1
        code_ids, remark = self._read(comment.text) if as_codes else ([], comment.text)
        made = [self._segment(transcript, comment.span, one, coder_id) for one in code_ids]
        if remark:
            self._memo(transcript, comment.span, made, remark, coder_id, TITLE)
        for reply in comment.replies:
            author = self._coder(reply.author)
            self._memo(transcript, comment.span, made, reply.text, author, REPLY)

    def _read(self, text: str) -> tuple[list[str], str]:
        """Give the ids of the codes that a comment names, and what it says beside them."""
        found: dict[str, None] = {}
        remarks = []
        for words in parse_comment(text, self._codes.is_known):
            rest = [words.rest] if words.rest else []
            for name in words.names:
                code_id = self._codes.find(name)
                if code_id is not None:
                    found[code_id] = None
                elif not words.rest:
                    rest.append(name)
            remarks += rest
        if not found and not remarks:  # such as three dots
            remarks.append(text)
        return list(found), "\n".join(remarks)

    def _segment(self, transcript: Transcript, span: Span, code_id: str, coder_id: str) -> Segment:
        key = (transcript.id, span, code_id, coder_id)
        if key not in self._segments:
            self._segments[key] = Segment(
                id=self._new_id(),
                transcript_id=transcript.id,
                span=span,
                quote=span.of(transcript.text),
                code_id=code_id,
                coder_id=coder_id,
                origin=Origin.IMPORTED,
            )
        return self._segments[key]

    def _memo(
        self, transcript: Transcript, span: Span, made: Sequence[Segment], text: str,
        coder_id: str, title: str,
    ) -> None:  # fmt: skip
        """Write a memo on the first segment of a comment; without one, on the place."""
        if not text:
            return
        about, about_id, place = MemoAbout.TRANSCRIPT, transcript.id, span
        if made:
            about, about_id = MemoAbout.SEGMENT, made[0].id
        self._memos.append(
            Memo(
                self._new_id(),
                about,
                about_id,
                text,
                coder_id,
                title=title,
                span=None if made else place,
            )
        )

    def _coder(self, author: str) -> str:
        name = clean_name(self._names.get(author.casefold(), author))
        name = name or self._present or "Author unknown"
        key = name.casefold()
        if key not in self._coders:
            self._coders[key] = settings.add_coder(self._pending.writer, name, self._new_id)
        return self._coders[key]

    def _notes(self) -> list[str]:
        counts = (
            (self.counts["comment"], "comment"), (len(self._segments), "segment"),
            (len(self._memos), "memo"),
        )  # fmt: skip
        taken, made, memos = (count_of(number, noun) for number, noun in counts)
        notes = [f"{taken} taken as {made} and {memos}.", *self._codes.notes]
        new = [one.name for one in self._codes.new if one.name != PARENT]
        if new:
            more = f" and {len(new) - _FEW} more" if len(new) > _FEW else ""
            shown = ", ".join(new[:_FEW]) + more
            notes.append(f"Codes that the codebook did not have, now beneath “{PARENT}”: {shown}.")
        return notes
