"""Segments that come from a file: each found in its text before any is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ipe_coder.errors import FileError, FilesError, IpeCoderError
from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.counts import count_of
from ipe_coder.model.segment import Memo, MemoAbout, Origin, Segment, SegmentFileRow
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean, clean_name
from ipe_coder.model.transcript import Transcript
from ipe_coder.project.base import code_in
from ipe_coder.project.coding import Coding
from ipe_coder.project.places import find_place
from ipe_coder.store import segments as segment_rows
from ipe_coder.store import settings, synthesis
from ipe_coder.store.segments import SegmentFilter
from ipe_coder.store.store import PendingChange

_MOST_ERRORS = 10
"""More rows than this that do not fit are counted, not named."""


class SegmentBatch:
    """The rows of one segments file, gathered and checked before anything is written."""

    def __init__(self, project: Coding, path: Path, study: str) -> None:
        self.project, self.path, self.study = project, path, study
        self.notes: list[str] = []
        self.number = 0
        self._found: dict[str, list[tuple[Transcript, Segment, str, str]]] = defaultdict(list)
        self._transcripts: dict[str, Transcript] = {}
        self._books = project.codebooks()
        self._codes: dict[tuple[str, str], tuple[Codebook, Code]] = {}
        self._seen: set[tuple[Any, ...]] = set()

    def take_all(self, rows: Iterable[SegmentFileRow]) -> None:
        """Check all rows, and keep them.

        Raises:
            FileError: If one does not fit.
            FilesError: If several do not; each is named.
        """
        errors = []
        for row in rows:
            try:
                self.take(row)
            except FileError as error:
                errors.append(error)
        if len(errors) == 1:
            raise errors[0]
        if len(errors) > _MOST_ERRORS:
            more = len(errors) - _MOST_ERRORS
            errors[_MOST_ERRORS:] = [FileError(self.path, f"{more} more rows do not fit.")]
        if errors:
            raise FilesError(errors)

    def take(self, row: SegmentFileRow) -> None:
        """Check one row, and keep it.

        Raises:
            FileError: If it does not fit.
        """
        coder = clean_name(row.coder) or self.project.coder
        if not coder:
            raise FileError(self.path, "no coder is given.", "Add a column coder or --coder NAME.",
                            line=row.line)  # fmt: skip
        try:
            transcript = self._transcript(row.transcript)
            _, code = self._code(transcript, row.code)
            span = self._locate(transcript, row)
        except IpeCoderError as error:
            raise FileError(self.path, error.message, error.hint, line=row.line) from error
        key = (transcript.id, span, code.id, coder.casefold())
        if key in self._seen:
            self.notes.append(f"line {row.line}: the same as an earlier line, left out")
            return
        self._seen.add(key)
        segment = Segment(
            id=self.project._store.new_id(),
            transcript_id=transcript.id,
            span=span,
            quote=span.of(transcript.text),
            code_id=code.id,
            coder_id="",
            origin=Origin.IMPORTED,
            stance=row.stance,
            starred=row.starred,
            quotable=row.quotable,
        )
        self._found[transcript.id].append((transcript, segment, coder, row.memo))

    def write(self) -> tuple[int, list[str]]:
        """Write all rows as one change."""
        with self.project._change() as pending:
            coders = settings.coders(pending.writer.connection)
            ids = {one.name.casefold(): one.id for one in coders}
            for entries in self._found.values():
                self._write_transcript(pending, entries, ids)
            pending.writer.label = (
                f"Imported {count_of(self.number, 'segment')} from {self.path.name}"
            )
        return self.number, self.notes

    def _write_transcript(
        self,
        pending: PendingChange,
        entries: list[tuple[Transcript, Segment, str, str]],
        ids: dict[str, str],
    ) -> None:
        transcript = entries[0][0]
        known = {
            (one.span, one.code_id, one.coder_id)
            for one in segment_rows.find(
                pending.writer.connection, SegmentFilter(transcript_ids=(transcript.id,))
            )
        }
        new, memos = [], []
        for _, segment, coder, memo in entries:
            key = coder.casefold()
            if key not in ids:
                ids[key] = settings.add_coder(pending.writer, coder, self.project._store.new_id)
            owned = replace(segment, coder_id=ids[key])
            if (owned.span, owned.code_id, owned.coder_id) in known:
                self.notes.append(f"{transcript.title}: “{owned.quote[:30]}” is coded so already")
                continue
            new.append(owned)
            if memo:
                memos.append((owned, memo))
        segment_rows.add(pending.writer, transcript, new)
        for owned, body in memos:
            memo_id = self.project._store.new_id()
            synthesis.put_memo(
                pending.writer,
                Memo(memo_id, MemoAbout.SEGMENT, owned.id, clean(body).text, owned.coder_id),
            )
        self.number += len(new)

    def _transcript(self, name: str) -> Transcript:
        if name not in self._transcripts:
            self._transcripts[name] = self.project.transcript(name, study=self.study)
        return self._transcripts[name]

    def _code(self, transcript: Transcript, name: str) -> tuple[Codebook, Code]:
        key = (transcript.study_id, name)
        if key not in self._codes:
            books = [one for one in self._books if one.study_id == transcript.study_id]
            self._codes[key] = code_in(books, name, active=True)
        return self._codes[key]

    def _locate(self, transcript: Transcript, row: SegmentFileRow) -> Span:
        found = find_place(transcript, row.quote, row.start, row.end)
        if found.score < 100:
            self.notes.append(
                f"line {row.line}: found by likeness, {found.score:.0f} of 100:"
                f" “{_short(found.span.of(transcript.text))}”"
            )
        return found.span


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else f"{words[:59]}…"


class SegmentFiles(Coding):
    """What is coded elsewhere and comes in a file."""

    def import_segments(self, path: Path, *, study: str = "") -> tuple[int, list[str]]:
        """Take segments from a file, all or none; give their number and what was doubtful.

        Raises:
            FileError: If a row does not fit.
            FilesError: If several do not; each is named by its line.
        """
        from ipe_coder.tables import read_segments

        batch = SegmentBatch(self, path, study)
        batch.take_all(read_segments(path))
        return batch.write()
