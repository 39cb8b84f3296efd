"""What every part of an open project stands on."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ipe_coder.errors import UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.segment import Coder
from ipe_coder.model.study import Study
from ipe_coder.model.text import clean_name
from ipe_coder.project.names import Candidate, resolve
from ipe_coder.store import codes, history, settings, studies, transcripts
from ipe_coder.store.store import PendingChange, Store


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    """What a project is and holds."""

    name: str
    path: str
    created_at: datetime
    size: int
    """Bytes of the file; 0 on a server."""
    studies: int
    transcripts: int
    participants: int
    segments: int
    coders: tuple[str, ...]
    has_wal: bool
    """Whether newest work stands in a log beside the file, which a copy of the file misses."""


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Make a hundred thousand lasting objects without looking for garbage among them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class ProjectBase:
    """An open project: its store and its present coder."""

    def __init__(self, store: Store, coder: str = "") -> None:
        """Hold a store; `coder` is the name that changes are written under."""
        self._store = store
        self.coder = clean_name(coder)

    @property
    def name(self) -> str:
        """The project's name."""
        return str(self.settings()["name"])

    @property
    def path(self) -> str:
        """The file's path, or the server's address without its password."""
        return self._store.shown_url

    @property
    def file_name(self) -> str:
        """The file's name, or the database's."""
        return self._store.name

    def look(self) -> bool:
        """Look whether another program wrote over the project's file; tell whether all is well.

        Raises:
            ProjectError: If one did, and this is the first to see it.
        """
        return self._store.look()

    def settings(self) -> dict[str, Any]:
        """Read the project's name and settings."""
        with self._store.read() as connection:
            return settings.get_all(connection)

    def coders(self) -> list[Coder]:
        """List everybody who has written in the project, the first to come first."""
        with self._store.read() as connection:
            return settings.coders(connection)

    def coder_id(self, name: str) -> str:
        """Find a coder's id by name or id.

        Raises:
            NotFoundError: If there is no such coder.
        """
        return resolve("coder", name, ((one.id, (one.name,)) for one in self.coders()))

    def studies(self) -> list[Study]:
        """List the studies with their arms."""
        with self._store.read() as connection:
            return studies.find(connection)

    def study(self, name: str) -> Study:
        """Find a study by name, title or id.

        Raises:
            NotFoundError: If there is no such study.
        """
        found = self.studies()
        wanted = resolve("study", name, ((one.id, (one.name, one.title)) for one in found))
        return next(one for one in found if one.id == wanted)

    def codebooks(self) -> list[Codebook]:
        """List the codebooks, by study."""
        with self._store.read() as connection:
            return codes.find(connection)

    def codebook(self, study: str) -> Codebook | None:
        """Find the codebook of a study; None where it has none yet."""
        study_id = self.study(study).id
        return next((one for one in self.codebooks() if one.study_id == study_id), None)

    def code(self, name: str, *, study: str = "", active: bool = False) -> tuple[Codebook, Code]:
        """Find a code by name, path or id, in one study or in all.

        Args:
            name: Its name, its path with ` / `, or its id; one that was merged away goes by its
                id alone.
            study: Only in the codebook of this study.
            active: Only codes that can be applied.

        Raises:
            NotFoundError: If there is none.
            AmbiguousNameError: If there are several.
        """
        study_id = self.study(study).id if study else ""
        books = [one for one in self.codebooks() if study_id in ("", one.study_id)]
        return code_in(books, name, active=active)

    def transcript_id(self, name: str, *, study: str = "") -> str:
        """Find a transcript's id by title, file name, stem or id.

        Raises:
            NotFoundError: If there is none.
            AmbiguousNameError: If there are several.
        """
        labels = {one.id: one.name for one in self.studies()}
        of_study = self.study(study).id if study else ""
        wanted = clean_name(name)

        def names(found: Iterable[tuple[str, str, str, str]]) -> list[Candidate]:
            return [
                (one, (title, _stem(file), file, f"{labels[of]}: {title}"))
                for one, title, file, of in found
                if of_study in ("", of)
            ]

        with self._store.read() as connection:
            # Whose name fits to the letter is found without reading the names of all others.
            like = names(transcripts.named(connection, wanted, labels.values()))
            same = [one for one in like if wanted == one[0] or wanted in one[1]]
            return resolve("transcript", name, same or names(transcripts.names(connection)))

    def last_change(self) -> int:
        """Give the number of the newest change by anyone, in any process."""
        return self._store.last_seq()

    def checkpoint(self) -> None:
        """Bring the newest work into the file itself."""
        self._store.checkpoint()

    def close(self) -> None:
        """Let go of the project."""
        self._store.close()

    @contextlib.contextmanager
    def _change(
        self, label: str = "", *, coder: str = "", needs_coder: bool = False, reason: str = ""
    ) -> Iterator[PendingChange]:
        """Write one change as the present coder, who is added with it where new."""
        name = clean_name(coder) or self.coder
        if needs_coder and not name:
            raise UsageError("Nobody is named as the coder.", "Give --coder NAME or set IPE_CODER.")
        coder_id = self._known_coder(name) if name else None
        with self._store.change(label, coder_id=coder_id, reason=reason) as pending:
            if name and coder_id is None:
                coders = settings.coders(pending.writer.connection)
                pending.writer.coder_id = _coder_called(name, coders) or settings.add_coder(
                    pending.writer, name, self._store.new_id
                )
            yield pending

    def _known_coder(self, name: str) -> str | None:
        return _coder_called(name, self.coders())

    def changes_since(self, seq: int) -> list[Change]:
        """List the changes after a number, the newest first."""
        with self._store.read() as connection:
            return history.history(connection, since=seq)

    def _studies_wanted(self, names: Sequence[str] | str) -> list[Study]:
        """Find the studies named, or all."""
        wanted = [names] if isinstance(names, str) else list(names)
        return [self.study(name) for name in wanted if name] or self.studies()


def _coder_called(name: str, coders: Sequence[Coder]) -> str | None:
    """Find a coder's id; `ab` and `AB` are one person, or coding would count as two people's."""
    wanted = name.casefold()
    return next((one.id for one in coders if one.name.casefold() == wanted), None)


def code_in(books: Sequence[Codebook], name: str, *, active: bool = False) -> tuple[Codebook, Code]:
    """Find a code by name, path or id in codebooks that were read.

    Raises:
        NotFoundError: If there is none.
        AmbiguousNameError: If there are several.
    """
    known = {
        code.id: (book, code) for book in books for code in book.codes if code.active or not active
    }
    return known[resolve("code", name, (_code_names(*one) for one in known.values()))]


def _code_names(book: Codebook, code: Code) -> Candidate:
    path = book.path(code.id)
    if code.merged_into:
        return code.id, (f"{path} (merged away)",)
    return code.id, (code.name, path, f"{book.study}: {path}")


def _stem(file_name: str) -> str:
    return file_name.rpartition(".")[0] or file_name
