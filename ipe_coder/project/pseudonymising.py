"""Pseudonyms in a project: find names, keep the key outside, look for what leaked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ipe_coder.errors import FileError
from ipe_coder.model.pseudonym import NameFind, NameRow
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean_name
from ipe_coder.project.base import ProjectBase
from ipe_coder.pseudonyms import key as key_file
from ipe_coder.pseudonyms.evidence import Document
from ipe_coder.pseudonyms.finding import find_names
from ipe_coder.pseudonyms.scanning import NameScanner, scan_bytes, scanner_of
from ipe_coder.pseudonyms.terms import agree_on_terms, settle
from ipe_coder.store import studies, transcripts, words

_KNOWN_ATTRIBUTES = ("site", "team", "role", "cohort", "usage", "wave")
"""Attributes whose values name groups that a report names too."""
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class ScanHit:
    """A name that was found where it should not be."""

    name: str
    where: str
    before: str
    quote: str
    after: str
    shown: bool = True
    """Whether it is shown or exported; what is kept behind goes with a purge."""


class Pseudonymising(ProjectBase):
    """What makes a transcript fit to be shown to more people than made it."""

    def name_documents(self, names: Sequence[str] = (), study: str = "") -> list[Document]:
        """Gather transcripts to look for names in: those named, else a study's, else all."""
        with self._store.read() as connection:
            heads = transcripts.heads(connection)
        if names:
            wanted = {self.transcript_id(name, study=study) for name in names}
        else:
            study_id = self.study(study).id if study else ""
            wanted = {one.id for one in heads if study_id in ("", one.study_id)}
        found = []
        for head in heads:
            if head.id in wanted:
                with self._store.read() as connection:
                    one = transcripts.get(connection, head.id)
                labels = tuple(voice.label for voice in one.speakers)
                found.append(Document(one.id, one.title, one.text, labels, head.filename))
        return found

    def propose_names(
        self, documents: Sequence[Document], rows: Sequence[NameRow] = ()
    ) -> list[NameFind]:
        """Find the names in transcripts, each with a term and with what is proposed.

        Args:
            documents: What `name_documents` gave, with the mentions of a language pipeline.
            rows: The key, then the researcher's own list, then what was reviewed already.
        """
        finds = settle(find_names(documents, rows, self._known_words()), rows)
        return agree_on_terms(finds, rows, (one.text for one in documents))

    def read_key(self, path: Path) -> list[NameRow]:
        """Read the key where there is one already.

        Raises:
            UsageError: If it would lie inside the project, or is no .csv file.
            FileError: If what stands there is no key.
        """
        from ipe_coder.tables.names import read_names

        key_file.check_place(path, self.path)
        return read_names(path) if path.exists() else []

    def write_key(self, path: Path, finds: Iterable[NameFind]) -> list[NameRow]:
        """Write what was decided into the key, with all that it held before.

        Raises:
            FileError: If it cannot be written.
        """
        from ipe_coder.tables.names import COLUMNS, protected

        rows = key_file.merge(self.read_key(path), key_file.key_rows(finds))
        key_file.write_key(path, rows, COLUMNS, protected)
        return rows

    def scan(self, rows: Iterable[NameRow], *, shown: bool = False) -> Iterator[ScanHit]:
        """Look for names everywhere in the project.

        Args:
            rows: The key; what it keeps is not looked for.
            shown: Only in what is shown and exported, not in history, earlier versions and
                original files.
        """
        scanner = scanner_of(rows)
        for document in self.name_documents():
            yield from self._scan_text(scanner, document)
        with self._store.read() as connection:
            for one in words.all_words(connection):
                if one.shown or not shown:
                    yield from _hits(scanner, one.text, _place_of(one), one.shown)
            if not shown:
                for name, data in words.originals(connection):
                    yield from _scan_original(scanner, name, data)

    def _scan_text(self, scanner: NameScanner, document: Document) -> Iterator[ScanHit]:
        leaks = scanner.find(document.text)
        if not leaks:
            return
        with self._store.read() as connection:
            transcript = transcripts.get(connection, document.id)
        for name, span in leaks:
            turn = transcript.turn_at(span.start)
            yield _hit(document.text, span, name, f"{document.title} turn {turn.index + 1}")

    def _known_words(self) -> dict[str, str]:
        """Gather what the project itself names: studies, sites, teams, arms, codes."""
        known: dict[str, str] = {}
        for study in self.studies():
            for word in (study.name, study.title, *(arm.name for arm in study.arms)):
                known.setdefault(word, "a study or an arm of this project")
            for word in study.organisations:
                known.setdefault(word, "an organisation of a study")
        with self._store.read() as connection:
            people = studies.participants(connection)
        for one in people:
            for column in _KNOWN_ATTRIBUTES:
                value = one.attributes.get(column)
                if isinstance(value, str) and value.strip():
                    known.setdefault(clean_name(value), f"{column} of a participant")
        for book in self.codebooks():
            for code in book.codes:
                known.setdefault(code.name, "a code")
        known.pop("", None)
        return known


def scan_files(paths: Iterable[Path], rows: Iterable[NameRow]) -> Iterator[ScanHit | FileError]:
    """Look for names in files that leave the machine; a file that cannot be read is an error.

    Args:
        paths: The files.
        rows: The key.
    """
    from ipe_coder.pseudonyms.files import read_parts
    from ipe_coder.readers.pdf_words import read_pdf_words

    scanner = scanner_of(rows)
    for path in paths:
        yield from _hits(scanner, path.name, f"the name of {path.name}", True)
        try:
            for part in read_parts(path, read_pdf_words):
                where = f"{path.name}: {part.place}" if part.place else path.name
                yield from _hits(scanner, part.text, where, True)
                yield from _raw_hits(part.raw, scanner.names, where, shown=True)
        except FileError as error:
            yield error


def _scan_original(scanner: NameScanner, name: str, data: bytes) -> Iterator[ScanHit]:
    from ipe_coder.pseudonyms.files import parts_of
    from ipe_coder.readers.pdf_words import read_pdf_words

    where = f"the original file {name}"
    try:
        for part in parts_of(name, data, read_pdf_words):
            yield from _hits(scanner, part.text, where, False)
            yield from _raw_hits(part.raw, scanner.names, where, shown=False)
    except FileError:
        yield from _raw_hits(data, scanner.names, where, shown=False)


def _hits(scanner: NameScanner, text: str, where: str, shown: bool) -> Iterator[ScanHit]:
    for name, span in scanner.find(text):
        yield replace(_hit(text, span, name, where), shown=shown)


def _raw_hits(data: bytes, names: Sequence[str], where: str, *, shown: bool) -> Iterator[ScanHit]:
    for leak in scan_bytes(data, names) if data else ():
        yield ScanHit(leak.name, f"{where}, byte {leak.offset}", "", leak.name, "", shown)


def _hit(text: str, span: Span, name: str, where: str) -> ScanHit:
    before = text[max(span.start - _CONTEXT, 0) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + _CONTEXT].partition("\n")[0]
    return ScanHit(name, where, before, span.of(text), after)


def _place_of(one: words.Words) -> str:
    table = one.table.replace("_", " ")
    return f"{table} {one.row}: {one.column.replace('_', ' ')}"
