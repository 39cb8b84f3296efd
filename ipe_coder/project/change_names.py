"""Names of the things that changes were made to, those that are gone included."""

from __future__ import annotations

import json
from typing import Any

from ipe_coder.model.change import Change, HistoryEntry, Matter
from ipe_coder.model.code import Code
from ipe_coder.model.spans import Span
from ipe_coder.store import history, rows

Row = dict[str, Any]
Image = tuple[str, str, Row | None]

_ABOUT = {"study", "transcript", "participant", "code", "segment"}
_GONE = "something removed"
_HEADS = {
    "study": ("title", "name"), "transcript": ("title",), "participant": ("pseudonym",),
    "code": ("name",), "theme": ("name",), "outcome": ("name",), "arm": ("name",),
    "coder": ("name",), "guide_question": ("label", "text"), "speaker": ("label",),
    "codebook": ("name",),
}  # fmt: skip
_MOST = 3
ROWS_FOR_NAMES = 12
"""How many rows of a change are looked at to say what it was done to."""


class Names:
    """Looks up what things are called, and remembers it."""

    def __init__(self, connection: Any) -> None:
        """Begin with nothing looked up."""
        self._connection = connection
        self._rows: dict[tuple[str, str], Row | None] = {}

    def row(self, table: str, key: str | None) -> Row | None:
        """Give a row as it stands, or as it stood last."""
        if not key:
            return None
        if (table, key) not in self._rows:
            self._rows[table, key] = history.row_of(self._connection, table, key)
        return self._rows[table, key]

    def name(self, table: str, key: str | None) -> str:
        """Name a thing; empty for none."""
        if not key:
            return ""
        row = self.row(table, key)
        heads = (str(row[head]) for head in _HEADS[table] if row.get(head)) if row else ()
        return next(iter(heads), _GONE)

    def code(self, key: str | None) -> Code | None:
        """Give a code for its look."""
        row = self.row("code", key)
        return rows.to_code(_Bag(row)) if row else None

    def place(self, row: Row) -> str:
        """Say where a segment is: `SW03 turn 19`."""
        return f"{self.name('transcript', row['transcript_id'])} turn {row['turn'] + 1}"

    def about(self, kind: str, key: str) -> str:
        """Name what a memo is about."""
        if kind == "segment":
            row = self.row("segment", key)
            return f"{self.place(row)}, {self.name('code', row['code_id'])}" if row else _GONE
        return self.name(kind, key) if kind in _ABOUT else kind

    def entry(self, change: Change, images: list[Image]) -> HistoryEntry:
        """Say of a change what it was done to, by the first rows that it wrote."""
        table = _telling(images)
        own = [
            known
            for name, key, before in images
            if name == table and (known := before or self.row(name, key))
        ]
        shown = self._said(table, own)
        if len(images) >= ROWS_FOR_NAMES and shown and not shown.endswith("…"):
            shown += " …"
        if not own:
            return HistoryEntry(change, shown)
        transcript_id, span = self._transcript(table, own)
        return HistoryEntry(change, shown, self._thing(table, own[0]), transcript_id, span)

    def _said(self, table: str, own: list[Row]) -> str:
        """Say where rows are: one exactly, several by the things that they are of."""
        if len(own) == 1:
            return self._where(table, own[0])
        where = [thing[1] if (thing := self._thing(table, row)) else "" for row in own]
        if table == "code":
            where = [self._where(table, row) for row in own]
        distinct = list(dict.fromkeys(filter(None, where)))
        return ", ".join(distinct[:_MOST]) + (" …" if len(distinct) > _MOST else "")

    def _where(self, table: str, row: Row) -> str:
        match table:
            case "segment":
                return self.place(row)
            case "memo":
                return self.about(row["about"], row["about_id"])
            case "code":
                book = self.row("codebook", row["codebook_id"]) or {}
                study = self.name("study", book.get("study_id"))
                return f"codebook of {study}" if study else "codebook"
            case "setting":
                return "the project"
        thing = self._thing(table, row)
        return thing[1] if thing else ""

    def _thing(self, table: str, row: Row) -> tuple[str, str] | None:
        """Give id and name of the thing that a row is of."""
        if table == "memo":
            if row["about"] == "segment":
                segment = self.row("segment", row["about_id"])
                return self._thing("segment", segment) if segment else None
            if row["about"] in _ABOUT:
                return row["about_id"], self.name(row["about"], row["about_id"])
            return None
        for column, of in (
            ("transcript_id", "transcript"), ("participant_id", "participant"),
            ("theme_id", "theme"), ("outcome_id", "outcome"),
        ):  # fmt: skip
            if row.get(column):
                return row[column], self.name(of, row[column])
        if table in _HEADS and table not in ("codebook", "guide_question", "arm", "speaker"):
            name = next((str(row[head]) for head in _HEADS[table] if row.get(head)), _GONE)
            return row["id"], name
        return (row["study_id"], self.name("study", row["study_id"])) if "study_id" in row else None

    def _transcript(self, table: str, own: list[Row]) -> tuple[str, Span | None]:
        """Give the transcript, and the stretch of it, in which a change can be looked at."""
        row = own[0]
        if table == "memo" and row["about"] == "segment":
            table, row = "segment", self.row("segment", row["about_id"]) or {}
        if table == "memo" and row["about"] == "transcript":
            placed = row["start_at"] is not None and row["end_at"] is not None
            return row["about_id"], Span(row["start_at"], row["end_at"]) if placed else None
        if table == "transcript":
            return str(row["id"]), None
        if not row.get("transcript_id"):
            return "", None
        span = Span(row["start_at"], row["end_at"]) if table == "segment" else None
        return str(row["transcript_id"]), span


class _Bag:
    """A row whose columns are read as attributes."""

    def __init__(self, row: Row) -> None:
        self.__dict__.update(row)


def _telling(images: list[Image]) -> str:
    """Choose the table that tells most of what was done."""
    there = {table for table, _, _ in images}
    # A code that was made for words in one go with coding them: it is sought where they stand.
    made = [before for table, _, before in images if table == "code"]
    if made == [None] and "segment" in there:
        there.discard("code")
        there.discard("codebook")
    # What belongs to a thing tells less than the thing: a transcript comes with its speakers.
    order = (
        Matter.STUDIES, Matter.TRANSCRIPTS, Matter.CODEBOOK, Matter.CODING, Matter.PARTICIPANTS,
        Matter.GUIDE, Matter.THEMES, Matter.RESULTS, Matter.JOINT, Matter.SUMMARIES, Matter.MEMOS,
        Matter.SETTINGS,
    )  # fmt: skip
    leading = [one.tables[0] for one in order]
    others = [table for one in order for table in one.tables[1:]]
    return next((table for table in (*leading, *others) if table in there), "")


def listed(text: str) -> list[str]:
    """Read a stored list."""
    return [str(one) for one in json.loads(text or "[]")]
