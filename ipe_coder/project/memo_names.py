"""Memos with the names of all that they belong to."""

from __future__ import annotations

from typing import Any

from ipe_coder.model.memo import MemoRow
from ipe_coder.model.segment import MemoAbout
from ipe_coder.store import codes, memos, settings, studies, transcripts
from ipe_coder.store.memos import PlacedMemo

_GONE = "something removed"


class MemoLister:
    """Joins memos with names, read once for all of them, from one state of the project."""

    def __init__(self, connection: Any) -> None:
        """Read the names."""
        self._connection = connection
        self._project = str(settings.get_all(connection)["name"])
        known = studies.find(connection)
        self._studies = {one.id: one.name for one in known}
        self._labels = {one.id: one.label for one in known}
        self._heads = {
            key: (title, study) for key, title, _, study in transcripts.names(connection)
        }
        books = codes.find(connection)
        self._codes = {code.id: (code.name, book.study_id) for book in books for code in book.codes}
        self._coders = {one.id: one.name for one in settings.coders(connection)}
        self._people = {
            one.id: (one.pseudonym, one.study_id) for one in studies.participants(connection)
        }

    def rows(self) -> list[MemoRow]:
        """List all memos, the newest last."""
        return [self._row(one) for one in memos.placed(self._connection)]

    def _row(self, one: PlacedMemo) -> MemoRow:
        name, study_id = self._about(one)
        code_id = one.memo.about_id if one.memo.about is MemoAbout.CODE else one.code_id
        return MemoRow(
            memo=one.memo,
            coder=self._coders.get(one.memo.coder_id, ""),
            name=name,
            study_id=study_id,
            study=self._studies.get(study_id, ""),
            transcript_id=one.transcript_id,
            span=one.span,
            quote=one.quote,
            turn=one.turn,
            code_id=code_id,
            code=self._codes.get(code_id, ("", ""))[0],
        )

    def _about(self, one: PlacedMemo) -> tuple[str, str]:
        """Name what a memo is about, and give the id of its study."""
        memo = one.memo
        match memo.about:
            case MemoAbout.PROJECT:
                return self._project, ""
            case MemoAbout.STUDY:
                return self._labels.get(memo.about_id, _GONE), memo.about_id
            case MemoAbout.CODE:
                return self._codes.get(memo.about_id, (_GONE, ""))
            case MemoAbout.PARTICIPANT:
                return self._people.get(memo.about_id, (_GONE, ""))
            case MemoAbout.CELL:
                return "a cell", ""
        return self._heads.get(one.transcript_id, (_GONE, ""))
