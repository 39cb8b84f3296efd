"""Share: a copy of the project without what it was made from, and the proof that it is clean."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ipe_coder.errors import ProjectError, UsageError
from ipe_coder.model.erasure import Proof
from ipe_coder.model.pseudonym import NameRow
from ipe_coder.model.segment import Coder
from ipe_coder.project.checking import find_problems
from ipe_coder.project.proving import Proving
from ipe_coder.store import sharing
from ipe_coder.store.files import claim
from ipe_coder.store.store import Store

_SHORT = 3
"""Letters of a name that is taken for initials already."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What came of a copy."""

    path: Path
    is_written: bool
    as_imported: tuple[str, ...]
    """Titles of texts that were never pseudonymised or corrected."""
    coders: tuple[str, ...]
    """Names of the coders in it."""
    proof: Proof | None = None
    """None where no key was given, or nothing was copied."""


class Sharing(Proving):
    """What makes a copy that others may have."""

    def as_imported(self) -> list[str]:
        """List the titles of texts that stand as they were imported."""
        with self._store.read() as connection:
            return sharing.first_versions(connection)

    def check_copy(self, out: Path) -> None:
        """Refuse a place at which no copy can be written.

        Raises:
            UsageError: If it is not named as a project is, or has no folder.
            ProjectError: If something stands there.
        """
        _refuse_place(out)

    def share(
        self,
        out: Path,
        key: Sequence[NameRow] | None = None,
        *,
        initials: bool = False,
        anyway: bool = False,
    ) -> Shared:
        """Write a copy without originals, earlier versions, history and file names.

        Args:
            out: The new file.
            key: The key, whose names are looked for in the copy.
            initials: Coders are called by their initials.
            anyway: Write it even where texts stand as they were imported, or a name is found.

        Raises:
            ProjectError: If something stands there, or it cannot be written.
        """
        self.check_copy(out)
        left = tuple(self.as_imported())
        names = _initials(self.coders()) if initials else {}
        shown = tuple(names.get(one.id, one.name) for one in self.coders())
        if left and not anyway:
            return Shared(out, False, left, shown)
        part = out.with_name(f".{out.name}.part")
        part.unlink(missing_ok=True)
        try:
            proof = self._write_copy(part, names, key)
            proof = _called(proof, part, out)
            is_clean = proof is None or not proof.found
            if is_clean or anyway:
                _put_in_place(part, out)
        finally:
            for one in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
                one.unlink(missing_ok=True)
        return Shared(out, is_clean or anyway, left, shown, proof)

    def _write_copy(
        self, part: Path, names: dict[str, str], key: Sequence[NameRow] | None
    ) -> Proof | None:
        copy = Store.create(str(part), "", clock=self._store.clock, new_id=self._store.new_id)
        try:
            with self._store.read() as source, copy.unjournalled() as target:
                sharing.copy_rows(source, target, names)
            with copy.erase(("setting",)) as pending:
                pending.writer.label = "Made this copy to be shared: its history begins here"
            copy.rewrite()
            with copy.read() as connection:
                problems = find_problems(connection)
            if problems:
                raise ProjectError(
                    f"The copy does not hold together: {problems[0]}; nothing was written.",
                    "ipe-coder project check",
                )
            return Proving(copy).prove(key) if key is not None else None
        finally:
            copy.close()


def _refuse_place(out: Path) -> None:
    if out.exists() or out.is_symlink():
        raise ProjectError(f"{out} is there already.", "Choose another name.")
    if out.suffix != ".ipe":
        raise UsageError(f"{out.name} is not named .ipe.", "A project ends in .ipe.")
    if not out.parent.is_dir():
        raise UsageError(f"There is no folder {out.parent}.", "Make it first.")


def _put_in_place(part: Path, out: Path) -> None:
    """Give a finished copy its name, unless somebody took it meanwhile."""
    claim(out)
    try:
        os.replace(part, out)
    except OSError as error:
        out.unlink(missing_ok=True)
        raise ProjectError(f"{out} cannot be written: {error.strerror}.") from error


def _called(proof: Proof | None, part: Path, out: Path) -> Proof | None:
    """Name the copy in a proof as it will be called."""
    if proof is None:
        return None
    found = tuple(replace(one, where=one.where.replace(part.name, out.name)) for one in proof.found)
    return replace(proof, files=(out.name,), found=found)


def _initials(coders: Iterable[Coder]) -> dict[str, str]:
    """Give each coder initials; two who have the same get numbers."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for one in coders:
        is_short = len(one.name) <= _SHORT and one.name.isupper()
        short = one.name if is_short else "".join(word[0] for word in one.name.split()).upper()
        number, free = 1, short
        while free.casefold() in taken:
            number += 1
            free = f"{short}{number}"
        taken.add(free.casefold())
        found[one.id] = free
    return found
