"""Memos with the names of all that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ipe_coder.model.memo import CellSubject, MemoRow
from ipe_coder.model.segment import MemoAbout
from ipe_coder.store import codes, memos, settings, studies, synthesis, transcripts
from ipe_coder.store.memos import PlacedMemo

_GONE = "something removed"
_CODED = ("code", "theme")


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
        self._arms = {arm.id: (arm.name, one.id) for one in known for arm in one.arms}
        self._themes = {one.id: (one.name, "") for one in synthesis.themes(connection)}
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
                return self._cell(CellSubject.of(memo.about_id))
        return self._heads.get(one.transcript_id, (_GONE, ""))

    def _cell(self, cell: CellSubject) -> tuple[str, str]:
        """Name a cell by its row and column, what is coded first; give the study of either."""
        ordered = sorted(cell.places, key=lambda place: (place[0] not in _CODED, place[0]))
        named = [self._place(axis, key) for axis, key in ordered]
        if not named:
            return _GONE, ""
        return " × ".join(name for name, _ in named), next((of for _, of in named if of), "")

    def _place(self, axis: str, key: str) -> tuple[str, str]:
        """Name one row or column, and give the id of its study if it is of one."""
        known: dict[str, Mapping[str, tuple[str, str]]] = {
            "code": self._codes, "theme": self._themes, "participant": self._people,
            "arm": self._arms, "transcript": self._heads,
            "study": {one: (label, one) for one, label in self._labels.items()},
            "coder": {one: (name, "") for one, name in self._coders.items()},
        }  # fmt: skip
        if axis == "arm" and " " in key:
            study_id, _, reason = key.partition(" ")
            return reason, study_id
        return known[axis].get(key, (_GONE, "")) if axis in known else (key, "")
