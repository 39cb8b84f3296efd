"""Codebooks: in and out of files, and change by change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import PATH_SEPARATOR, Approach, Code, Codebook, CodeKind
from ipe_coder.model.marks import finish_codes
from ipe_coder.model.study import Study
from ipe_coder.model.text import clean, clean_name
from ipe_coder.project.base import ProjectBase
from ipe_coder.store import codes
from ipe_coder.store.writer import Writer

_STORED = ("id", "parent_id", "codebook_id", "version", "position", "merged_into", "retired_at")


@dataclass(frozen=True, slots=True)
class CodebookImport:
    """What an import of a codebook did."""

    study: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    kept: int


@dataclass(frozen=True, slots=True)
class CodeUse:
    """How much a code is used."""

    segments: int
    """Of every coder, with those of the codes beneath it."""
    coders: tuple[str, ...]


class Codebooks(ProjectBase):
    """What is done to codes rather than with them."""

    def import_codebook(self, path: Path, study: str = "") -> CodebookImport:
        """Bring a codebook file into a study: new codes are added, those of the same path changed.

        Args:
            path: The file.
            study: The study; the one that the file names when not given.

        Raises:
            FileError: If the file cannot be read or does not fit.
        """
        from ipe_coder.codebook_io import read_codebook

        return self.add_codebook(read_codebook(path), study)

    def add_codebook(self, book: Codebook, study: str = "") -> CodebookImport:
        """Bring a codebook into a study, as one change."""
        found = self.study(study or book.study)
        with self._change(f"Imported the codebook of {found.name}") as pending:
            writer = pending.writer
            known = next(
                (one for one in codes.find(writer.connection) if one.study_id == found.id), None
            )
            if known is None:
                book_id = codes.add_codebook(
                    writer, found.id, book.name or found.name, book.approach, self._store.new_id
                )
                known = Codebook(book_id, book.name, found.id, found.name)
            else:
                codes.bump(writer, known.id)
            return self._merge_codebook(writer, found, known, book)

    def export_codebook(self, study: str, path: Path) -> None:
        """Write a study's codebook to a file, in the format of its ending."""
        from ipe_coder.codebook_io import write_codebook

        write_codebook(self._codebook(study), path)

    def code_use(self) -> dict[str, CodeUse]:
        """Count the segments of every code, those beneath it included."""
        with self._store.read() as connection:
            usage = codes.usage(connection)
            books = codes.find(connection)
        names = {one.id: one.name for one in self.coders()}
        found = {}
        for book in books:
            for code in book.codes:
                family = [code.id, *(one.id for one in book.descendants(code.id))]
                by_coder = [usage.get(one, {}) for one in family]
                coders = {coder for one in by_coder for coder in one}
                found[code.id] = CodeUse(
                    sum(sum(one.values()) for one in by_coder),
                    tuple(name for coder, name in names.items() if coder in coders),
                )
        return found

    def add_code(
        self,
        study: str,
        name: str,
        *,
        parent: str = "",
        kind: CodeKind = CodeKind.CODE,
        **given: Any,
    ) -> Code:
        """Add a code to a study's codebook, which is made where there is none.

        Args:
            study: The study.
            name: The code's name.
            parent: Name, path or id of the code above it.
            kind: Question, theme or code.
            given: Further fields of `Code`.

        Raises:
            UsageError: If the name is empty, holds ` / `, or is there under the same parent.
        """
        found = self.study(study)
        name = _checked_name(name)
        parent_id = self.code(parent, study=found.name)[1].id if parent else None
        with self._change(f"Added the code {name}") as pending:
            writer = pending.writer
            book = self._own_codebook(writer, found)
            siblings = book.children(parent_id)
            if any(one.name.casefold() == name.casefold() for one in siblings):
                raise UsageError(f"“{name}” is there already.", "Choose another name.")
            new = Code(self._store.new_id(), name, parent_id, kind, position=len(siblings), **given)
            finished = {one.id: one for one in finish_codes([*book.codes, new])}[new.id]
            codes.add(writer, book.id, [finished])
            codes.bump(writer, book.id)
        return finished

    def edit_code(self, code: Code, *, reason: str = "", **changed: Any) -> Change:
        """Change fields of a code.

        Raises:
            UsageError: If the name or the mark is taken, or the mark is not two letters.
        """
        book = next(one for one in self.codebooks() if code.id in one)
        new = replace(code, **{key: _tidy(value) for key, value in changed.items()})
        if "name" in changed:
            new = replace(new, name=_checked_name(new.name))
            _refuse_taken(book, new)
        if "mark" in changed:
            _check_mark(book, new)
        with self._change(f"Changed the code {new.name}", reason=reason) as pending:
            codes.set_code(pending.writer, new)
            codes.bump(pending.writer, book.id)
        return pending.done

    def move_code(self, code: Code, parent: Code | None, position: int | None = None) -> Change:
        """Put a code beneath another, or at the root; at a place among its siblings.

        Raises:
            UsageError: If it would come to stand beneath itself, or its name is taken there.
        """
        book = next(one for one in self.codebooks() if code.id in one)
        parent_id = parent.id if parent else None
        family = {code.id, *(one.id for one in book.descendants(code.id))}
        if parent_id in family:
            raise UsageError(f"“{code.name}” cannot stand beneath itself.")
        siblings = [one for one in book.children(parent_id) if one.id != code.id]
        if any(one.name.casefold() == code.name.casefold() for one in siblings):
            raise UsageError(f"“{code.name}” is there already.", "Rename one of them first.")
        place = len(siblings) if position is None else max(0, min(position, len(siblings)))
        siblings.insert(place, replace(code, parent_id=parent_id))
        with self._change(f"Moved the code {code.name}") as pending:
            for number, one in enumerate(siblings):
                codes.set_code(pending.writer, replace(one, position=number))
            codes.bump(pending.writer, book.id)
        return pending.done

    def merge_codes(self, code: Code, into: Code) -> Change:
        """Give a code's segments and children to another; the code stays in the record.

        Raises:
            UsageError: If they are of different codebooks, or one stands beneath the other.
        """
        book = next(one for one in self.codebooks() if code.id in one)
        if into.id not in book:
            raise UsageError(f"“{into.name}” is in another codebook.", "Merge within one.")
        if code.id == into.id or into in book.descendants(code.id):
            raise UsageError(f"“{code.name}” cannot be merged into itself or what is beneath it.")
        with self._change() as pending:
            moved = codes.recode(pending.writer, [code.id], into.id)
            first = len(book.children(into.id))
            for number, child in enumerate(book.children(code.id), start=first):
                codes.set_code(pending.writer, replace(child, parent_id=into.id, position=number))
            codes.set_code(pending.writer, replace(code, merged_into=into.id))
            codes.bump(pending.writer, book.id)
            pending.writer.label = f"Merged {code.name} into {into.name}, {moved} segments"
        return pending.done

    def retire_code(self, code: Code, *, retired: bool = True, reason: str = "") -> Change:
        """Retire a code: its segments stay and are read; it is offered no more. Or take it back."""
        book = next(one for one in self.codebooks() if code.id in one)
        verb = "Retired" if retired else "Took back"
        with self._change(f"{verb} the code {code.name}", reason=reason) as pending:
            moment = pending.writer.at if retired else None
            codes.set_code(pending.writer, replace(code, retired_at=moment))
            codes.bump(pending.writer, book.id)
        return pending.done

    def _codebook(self, study: str) -> Codebook:
        book = self.codebook(study)
        if book is None:
            raise UsageError(
                f"{self.study(study).name} has no codebook yet.",
                "ipe-coder codebook import FILE --study NAME brings one in.",
            )
        return book

    def _own_codebook(self, writer: Writer, study: Study) -> Codebook:
        for book in codes.find(writer.connection):
            if book.study_id == study.id:
                return book
        approach = Approach(study.approach)
        book_id = codes.add_codebook(writer, study.id, study.label, approach, self._store.new_id)
        return Codebook(book_id, study.label, study.id, study.name)

    def _merge_codebook(
        self, writer: Writer, study: Study, known: Codebook, book: Codebook
    ) -> CodebookImport:
        """Write the codes of a file's codebook, whose ids are paths, over those that are known."""
        ids = {known.path(one.id).casefold(): one.id for one in known.codes if not one.merged_into}
        new_ids = {
            one.id: ids.get(book.path(one.id).casefold()) or self._store.new_id()
            for one in book.codes
        }
        mapped = [
            replace(one, id=new_ids[one.id], parent_id=new_ids.get(one.parent_id or ""))
            for _, one in book.walk()
        ]
        kept = [one for one in known.codes if one.id not in set(new_ids.values())]
        previous = {one.id: one for one in known.codes}
        filled = [_keeping_looks(one, previous.get(one.id)) for one in mapped]
        finished = {one.id: one for one in finish_codes([*kept, *filled])}
        added = [finished[one.id] for one in mapped if one.id not in previous]
        changed = []
        codes.add(writer, known.id, added)
        for one in mapped:
            if one.id in previous and _differ(finished[one.id], previous[one.id]):
                codes.set_code(writer, replace(finished[one.id], codebook_id=known.id))
                changed.append(one.name)
        names = tuple(one.name for one in added)
        return CodebookImport(study.name, names, tuple(changed), len(kept))


def _keeping_looks(new: Code, known: Code | None) -> Code:
    """Keep mark and colours that people have got used to, where the file gives none."""
    if known is None:
        return new
    return replace(
        new,
        mark=new.mark or known.mark,
        colour=new.colour or known.colour,
        line=new.line or known.line,
        key=new.key or known.key,
        retired_at=new.retired_at or known.retired_at,
    )


def _differ(one: Code, other: Code) -> bool:
    names = [field.name for field in fields(Code) if field.name not in _STORED]
    return any(getattr(one, name) != getattr(other, name) for name in [*names, "parent_id"])


def _checked_name(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise UsageError("A code needs a name.")
    if PATH_SEPARATOR in cleaned:
        raise UsageError(f"“{cleaned}” holds “{PATH_SEPARATOR}”, which parts the names of a path.")
    return cleaned


def _refuse_taken(book: Codebook, code: Code) -> None:
    for one in book.children(code.parent_id):
        if one.id != code.id and one.name.casefold() == code.name.casefold():
            raise UsageError(f"“{code.name}” is there already.", "Choose another name.")


def _check_mark(book: Codebook, code: Code) -> None:
    if len(code.mark) != 2 or not code.mark.isalnum():
        raise UsageError(f"The mark “{code.mark}” is not two letters.")
    for one in book.codes:
        if one.id != code.id and one.mark == code.mark:
            raise UsageError(f"The mark {code.mark} is that of {one.name}.", "Choose another.")


def _tidy(value: Any) -> Any:
    """Bring texts, and lists of texts, into the stored form."""
    if isinstance(value, str) and not isinstance(value, CodeKind):
        return clean(value).text.strip() if type(value) is str else value
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(clean(one).text.strip() for one in value)
    return value
