"""Codebooks: in and out of files, and change by change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ipe_coder.errors import NotFoundError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Approach, Code, Codebook, CodeKind
from ipe_coder.model.counts import count_of
from ipe_coder.model.marks import finish_codes
from ipe_coder.model.study import Study
from ipe_coder.project.base import ProjectBase
from ipe_coder.project.code_fields import check_mark, checked_name, refuse_taken, tidy
from ipe_coder.project.codebook_files import CodebookImport, merge_codebook
from ipe_coder.store import codes, merging
from ipe_coder.store.store import PendingChange
from ipe_coder.store.writer import Writer


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
        found = self._study_for(book, study)
        with self._change(f"Imported the codebook of {found.name}") as pending:
            known = _codebook_of(pending.writer, found)
            if known is None:
                book_id = codes.add_codebook(
                    pending.writer, found.id, book.name or found.name, book.approach,
                    self._store.new_id,
                )  # fmt: skip
                known = Codebook(book_id, book.name, found.id, found.name)
            return merge_codebook(pending.writer, found, known, book, self._store.new_id)

    def export_codebook(self, study: str, path: Path) -> None:
        """Write a study's codebook to a file, in the format of its ending."""
        from ipe_coder.codebook_io import write_codebook

        write_codebook(self._codebook(study), path)

    def code_use(self, *, study: str = "", coder: str = "") -> dict[str, CodeUse]:
        """Count the segments of every code, those beneath it included.

        Args:
            study: Only of the codes of this study.
            coder: Only segments of this coder.
        """
        books = self.codebooks()
        if study:
            study_id = self.study(study).id
            books = [one for one in books if one.study_id == study_id]
        wanted = [code.id for book in books for code in book.codes] if study else []
        names = {one.id: one.name for one in self.coders()}
        by = [key for key, name in names.items() if name == coder]
        if coder and not by:
            return {code.id: CodeUse(0, ()) for book in books for code in book.codes}
        with self._store.read() as connection:
            usage = codes.usage(connection, code_ids=wanted, coder_ids=by)
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
        with self._change() as pending:
            made = self._make_code(pending, found, name, parent=parent, kind=kind, **given)
            pending.writer.label = f"Added the code {made.name}"
        return made

    def _make_code(
        self,
        pending: PendingChange,
        study: Study,
        name: str,
        *,
        parent: str = "",
        kind: CodeKind = CodeKind.CODE,
        **given: Any,
    ) -> Code:
        """Add a code within a change."""
        name = checked_name(name)
        fields_given = {key: tidy(value) for key, value in given.items()}
        parent_id = self.code(parent, study=study.name)[1].id if parent else None
        writer = pending.writer
        book = self._own_codebook(writer, study)
        place = len(book.children(parent_id))
        new = Code(self._store.new_id(), name, parent_id, kind, position=place, **fields_given)
        refuse_taken(book, new)
        if new.mark:
            check_mark(book, new)
        finished = {one.id: one for one in finish_codes([*book.codes, new])}[new.id]
        codes.add(writer, book.id, [finished])
        codes.bump(writer, book.id)
        return finished

    def edit_code(self, code: Code, *, reason: str = "", **changed: Any) -> Change:
        """Change fields of a code; what others changed in it meanwhile stays.

        Raises:
            UsageError: If the name or the mark is taken, or the mark is not two letters.
        """
        fields_given = {key: tidy(value) for key, value in changed.items()}
        if "name" in fields_given:
            fields_given["name"] = checked_name(fields_given["name"])
        with self._change(reason=reason) as pending:
            book, now = _fresh(pending.writer, code)
            new = replace(now, **fields_given)
            if "name" in changed:
                refuse_taken(book, new)
            if "mark" in changed:
                check_mark(book, new)
            _put(pending.writer, book, [new])
            pending.writer.label = f"Changed the code {new.name}"
        return pending.done

    def move_code(self, code: Code, parent: Code | None, position: int | None = None) -> Change:
        """Put a code beneath another, or at the root; at a place among its siblings.

        Raises:
            UsageError: If it would come to stand beneath itself, or its name is taken there.
        """
        parent_id = parent.id if parent else None
        with self._change(f"Moved the code {code.name}") as pending:
            book, now = _fresh(pending.writer, code)
            if parent_id is not None and parent_id not in book:
                raise UsageError(f"“{code.name}” cannot be moved into another codebook.")
            if parent_id in {now.id, *(one.id for one in book.descendants(now.id))}:
                raise UsageError(f"“{now.name}” cannot stand beneath itself.")
            moved = replace(now, parent_id=parent_id)
            refuse_taken(book, moved)
            siblings = [one for one in book.children(parent_id) if one.id != now.id]
            place = len(siblings) if position is None else max(0, min(position, len(siblings)))
            siblings.insert(place, moved)
            _put(
                pending.writer,
                book,
                [replace(one, position=number) for number, one in enumerate(siblings)],
            )
        return pending.done

    def merge_codes(self, code: Code, into: Code) -> Change:
        """Give a code's segments and children to another; the code stays in the record.

        Its themes, summaries, guide questions and memos go with them. Where one coder gave both
        codes to the same words, one segment is left.

        Raises:
            UsageError: If they are of different codebooks, or one stands beneath the other.
        """
        with self._change() as pending:
            book, now = _fresh(pending.writer, code)
            if into.id not in book:
                raise UsageError(f"“{into.name}” is in another codebook.", "Merge within one.")
            beneath = {one.id for one in book.descendants(now.id)}
            if into.id == now.id or into.id in beneath:
                raise UsageError(
                    f"“{now.name}” cannot be merged into itself or what is beneath it."
                )
            if now.merged_into or book[into.id].merged_into:
                raise UsageError(f"“{now.name}” or “{into.name}” was merged away already.")
            moved = merging.give_all(pending.writer, now.id, into.id)
            _put(
                pending.writer, book, [replace(now, merged_into=into.id), *_heirs(book, now, into)]
            )
            pending.writer.label = (
                f"Merged {now.name} into {into.name}, {count_of(moved, 'segment')}"
            )
        return pending.done

    def retire_code(self, code: Code, *, retired: bool = True, reason: str = "") -> Change:
        """Retire a code: its segments stay and are read; it is offered no more. Or take it back."""
        verb = "Retired" if retired else "Took back"
        with self._change(f"{verb} the code {code.name}", reason=reason) as pending:
            book, now = _fresh(pending.writer, code)
            moment = (now.retired_at or pending.writer.at) if retired else None
            _put(pending.writer, book, [replace(now, retired_at=moment)])
        return pending.done

    def _codebook(self, study: str) -> Codebook:
        book = self.codebook(study)
        if book is None:
            raise UsageError(
                f"{self.study(study).name} has no codebook yet.",
                "ipe-coder codebook import FILE --study NAME brings one in.",
            )
        return book

    def _study_for(self, book: Codebook, study: str) -> Study:
        """Find the study that a codebook is for: as named, or the only one."""
        name = study or book.study
        known = self.studies()
        if not name and len(known) == 1:
            return known[0]
        if not name:
            raise UsageError("The codebook's file names no study.", "Give --study NAME.")
        return self.study(name)

    def _own_codebook(self, writer: Writer, study: Study) -> Codebook:
        known = _codebook_of(writer, study)
        if known is not None:
            return known
        approach = Approach(study.approach)
        book_id = codes.add_codebook(writer, study.id, study.label, approach, self._store.new_id)
        return Codebook(book_id, study.label, study.id, study.name)


def _codebook_of(writer: Writer, study: Study) -> Codebook | None:
    return next((one for one in codes.find(writer.connection) if one.study_id == study.id), None)


def _fresh(writer: Writer, code: Code) -> tuple[Codebook, Code]:
    """Read a code as it stands now; whoever shows it may have read it a while ago.

    Raises:
        NotFoundError: If it is there no more.
    """
    for book in codes.find(writer.connection):
        if code.id in book:
            return book, book[code.id]
    raise NotFoundError(f"There is no code “{code.name}” any more.")


def _put(writer: Writer, book: Codebook, changed: Sequence[Code]) -> None:
    """Write codes; a codebook in which any came to differ is a new version."""
    differing = [one for one in changed if codes.set_code(writer, one)]
    if differing:
        codes.bump(writer, book.id)


def _heirs(book: Codebook, code: Code, into: Code) -> list[Code]:
    """Put the children of a merged code beneath the other; names that both have are refused."""
    there = book.children(into.id)
    names = {one.name.casefold() for one in there if not one.merged_into and one.id != code.id}
    children = [one for one in book.children(code.id) if not one.merged_into]
    for one in children:
        if one.name.casefold() in names:
            raise UsageError(
                f"Both “{code.name}” and “{into.name}” have a code “{one.name}” beneath them.",
                "Merge these two first.",
            )
    return [
        replace(one, parent_id=into.id, position=number)
        for number, one in enumerate(children, start=len(there))
    ]
