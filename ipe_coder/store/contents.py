"""What stands beside the journal, each once by its SHA-256: texts, turns, original files."""

from __future__ import annotations

import hashlib
import pickle
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple, Self

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Draft, NewTranscript, Turn
from ipe_coder.store import rows
from ipe_coder.store.schema import content, original, turn_list
from ipe_coder.store.writer import Writer

SPEAKER_BASE = 0x100
"""Speakers are written as one character each, from here on, so that none is a control."""

_IN_MEMORY = 64 * 2**20
"""Bytes of texts that wait in memory; what is more waits in a file without a name."""
_AT_ONCE = 25
"""Transcripts whose texts are written in one statement."""


class Shelved(NamedTuple):
    """A transcript whose words stand on the shelf."""

    new: NewTranscript
    """Without text, turns and file."""
    content_sha: str
    turns_sha: str
    words: int
    turns: int
    place: int = 0
    """Its place on the shelf."""


class _Rows(NamedTuple):
    """What is kept of a draft."""

    text: dict[str, Any]
    turns: dict[str, Any]
    file: dict[str, Any]
    """Empty where the file is on the shelf already: thousands of answers may share one."""


class Shelf:
    """The words of transcripts on their way from their files into the project.

    All files of an import are read before anything is written, so that nobody waits for a
    reader to end, and a thousand of them take no more memory than some. What does not fit waits
    in a temporary file that has no name and is gone with the process, however that ends.
    """

    def __init__(self) -> None:
        """Begin with nothing on it."""
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._held = 0
        self._files: set[str] = set()
        self._dropped: set[int] = set()

    def __enter__(self) -> Self:
        """Give the shelf."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Forget what is on it."""
        self._file.close()

    def put(self, new: NewTranscript) -> Shelved:
        """Put the words of a transcript on the shelf."""
        draft = new.draft
        kept = _rows(draft)
        if draft.source.sha256 in self._files:
            kept = kept._replace(file={})
        self._files.add(draft.source.sha256)
        pickle.dump(tuple(kept), self._file, pickle.HIGHEST_PROTOCOL)
        self._held += 1
        light = replace(draft, text="", turns=(), data=b"", left_out=())
        # No word stands outside the turns, and none runs on over two of them.
        return Shelved(
            replace(new, draft=light), kept.text["sha256"], kept.turns["sha256"],
            count_words(draft.text), len(draft.turns), self._held - 1,
        )  # fmt: skip

    def drop(self, unwanted: Collection[Shelved], kept: Collection[Shelved]) -> None:
        """Leave out of what is written the transcripts that turned out to be none.

        A file that another one of the same bytes is kept with stays.
        """
        files = {one.new.draft.source.sha256 for one in kept}
        self._dropped |= {one.place for one in unwanted if one.new.draft.source.sha256 not in files}

    def write(self, writer: Writer) -> None:
        """Write everything on the shelf beside the journal."""
        waiting = self._rows()
        while found := list(islice(waiting, _AT_ONCE)):
            for table, values in zip(
                (content, turn_list, original), zip(*found, strict=True), strict=True
            ):
                if own := [value for value in values if value]:
                    _keep(writer, table, own)

    def _rows(self) -> Iterator[_Rows]:
        self._file.seek(0)
        for place in range(self._held):
            kept = _Rows(*pickle.load(self._file))  # noqa: S301 - our own words, our own file
            if place not in self._dropped:
                yield kept


def digest(text: str) -> str:
    """Give the SHA-256 that a text is kept under."""
    return hashlib.sha256(text.encode()).hexdigest()


def keep_text(writer: Writer, text: str, turns: tuple[Turn, ...]) -> tuple[str, str]:
    """Keep a text and its turns; give the SHA-256 of both."""
    own, kept = {"sha256": digest(text), "text": text}, _turns_row(turns)
    _keep(writer, content, [own])
    _keep(writer, turn_list, [kept])
    return own["sha256"], kept["sha256"]


def keep_file(writer: Writer, sha256: str, data: bytes) -> None:
    """Keep an original file."""
    _keep(writer, original, [{"sha256": sha256, "data": data}])


def _rows(draft: Draft) -> _Rows:
    return _Rows(
        {"sha256": digest(draft.text), "text": draft.text},
        _turns_row(draft.turns),
        {"sha256": draft.source.sha256, "data": draft.data},
    )


def _turns_row(turns: tuple[Turn, ...]) -> dict[str, Any]:
    text = rows.turns_to_text(turns)
    pattern = "".join([chr(SPEAKER_BASE + speaker) for _, _, _, speaker, _, _ in turns])
    return {"sha256": digest(pattern + text), "turns": text, "speakers": pattern}


def _keep(writer: Writer, table: sa.Table, values: list[dict[str, Any]]) -> None:
    on_server = writer.connection.dialect.name == "postgresql"
    insert = postgresql.insert if on_server else sqlite.insert
    writer.connection.execute(insert(table).on_conflict_do_nothing(), values)
