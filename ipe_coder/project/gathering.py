"""The transcript files that are meant by files, folders and archives."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ipe_coder.errors import FileError, NotTranscriptError, UsageError
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import NewTranscript, Speaker, TranscriptKind
from ipe_coder.project.beside import BY_NAME, NO_SPEAKER, named_beside, speaks

_SYSTEM = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
"""What systems put into folders and archives."""
_NUMBER = re.compile(r"(\d+)")
_NAME_IT = "name it to import it"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of a folder or archive that is not taken."""

    name: str
    """Its path in the folder or archive."""
    why: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to import, and those beside them."""

    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...] = ()
    found: frozenset[Path] = frozenset()
    """Those of the files that nobody named: they came with their folder or archive."""

    def divide(self, errors: Iterable[FileError]) -> tuple[list[FileError], list[Skipped]]:
        """Part errors from files of a folder that turned out to be no transcripts."""
        found = {str(path) for path in self.found}
        bad, skipped = [], []
        for error in errors:
            if isinstance(error, NotTranscriptError) and error.path in found:
                name = Path(error.path).name
                why = error.message.removeprefix(f"{name}: ").rstrip(".")
                skipped.append(Skipped(clean_name(name), why))
            else:
                bad.append(error)
        return bad, skipped

    def without_prose(
        self, taken: Sequence[tuple[Path, Sequence[Speaker]]]
    ) -> tuple[set[Path], list[Skipped]]:
        """Find the files of a folder in which nobody speaks, where somebody does in others.

        Args:
            taken: The files that could be read, with their speakers.
        """
        if not any(speaks(speakers) for _, speakers in taken):
            return set(), []
        silent = [path for path, own in taken if path in self.found and not speaks(own)]
        why = f"{NO_SPEAKER}; {_NAME_IT}"
        return set(silent), [Skipped(clean_name(path.name), why) for path in silent]


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What became, or would become, of one file."""

    file: str
    title: str
    kind: TranscriptKind
    format: str
    turns: int
    words: int
    speakers: tuple[Speaker, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, new: NewTranscript, turns: int, words: int) -> FileSummary:
        """Sum up a transcript of so many turns and words."""
        draft = new.draft
        return cls(
            draft.source.filename, new.title, new.kind, draft.source.format, turns, words,
            draft.speakers, draft.notes,
        )  # fmt: skip


def gather(paths: Sequence[Path]) -> Gathered:
    """List the files that are meant, each once, those of folders and archives in human order.

    Raises:
        UsageError: If a folder or archive holds no transcript file.
        FileError: If a folder or archive cannot be read.
    """
    files: dict[Path, None] = {}
    skipped: list[Skipped] = []
    found: set[Path] = set()
    for path in paths:
        if not is_collection(path):
            files[path] = None
            continue
        chosen, left = _choose(path)
        if not chosen:
            endings = ", ".join(sorted(_endings()))
            raise UsageError(f"{path} holds no transcript file.", f"The known endings: {endings}.")
        files.update(dict.fromkeys(chosen))
        found.update(chosen)
        skipped += left
    return Gathered(tuple(files), tuple(skipped), frozenset(found - set(paths)))


def is_collection(path: Path) -> bool:
    """Tell whether a path is of a folder or an archive, which stand for the files in them."""
    from ipe_coder.readers.archive import ENDINGS

    return path.is_dir() or (path.suffix.lower() in ENDINGS and path.is_file())


def _choose(collection: Path) -> tuple[list[Path], list[Skipped]]:
    known = _endings()
    chosen, skipped = [], []
    for path, refused in sorted(_inside(collection), key=lambda pair: _in_human_order(pair[0])):
        name = clean_name(str(path.relative_to(collection)))
        ending = path.suffix.lower()
        why = refused
        if not why and ending not in known:
            why = f"no transcript format ends in {ending}" if ending else "its name has no ending"
        if not why and named_beside(path.stem):
            why = f"{BY_NAME}; {_NAME_IT}"
        if why:
            skipped.append(Skipped(name, why))
        else:
            chosen.append(path)
    return chosen, skipped


def _inside(collection: Path) -> Iterator[tuple[Path, str]]:
    """List the files of a folder or an archive, without what is hidden."""
    if not collection.is_dir():
        from ipe_coder.readers.archive import open_archive

        for member in open_archive(collection):
            if not _is_hidden(member.file.relative_to(collection).parts):
                yield member
        return

    def refuse(error: OSError) -> None:
        reason = (error.strerror or "unknown reason").lower()
        raise FileError(error.filename, f"the folder cannot be read: {reason}.") from error

    for folder, folders, names in os.walk(collection, onerror=refuse):
        folders[:] = [one for one in folders if not _is_hidden([one])]
        for name in names:
            path = Path(folder, name)
            if not _is_hidden(path.relative_to(collection).parts):
                yield path, ""


def _is_hidden(parts: Sequence[str]) -> bool:
    return any(part.startswith((".", "~$")) or part.casefold() in _SYSTEM for part in parts)


def _endings() -> set[str]:
    from ipe_coder.readers import FORMATS

    return {ending for each in FORMATS for ending in each.extensions}


def _in_human_order(path: Path) -> list[tuple[int, str]]:
    """Order `P2` before `P10`."""
    parts = _NUMBER.split(str(path).casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
