"""Proof that no name of a key stands in a project: its tables, and the raw bytes of its files."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from ipe_coder.model.erasure import Found, Proof
from ipe_coder.model.pseudonym import Decision, NameRow
from ipe_coder.project.pseudonymising import Pseudonymising, ScanHit
from ipe_coder.pseudonyms.remains import RemainsScanner
from ipe_coder.store import words

_BESIDE = ("-wal", "-shm", "-journal")


class Proving(Pseudonymising):
    """Looks for names where a purge must have left none."""

    def prove(self, rows: Sequence[NameRow]) -> Proof:
        """Look for the names of a key everywhere in the project and in its files' bytes."""
        hits = list(self.scan(rows))
        found = [Found(one.name, one.where, _context(one)) for one in hits]
        known = {one.name for one in found}
        files = self.files()
        if files:
            scanner = RemainsScanner(rows, self._texts())
            for path in files:
                found += [
                    Found(leak.name, f"{path.name}, byte {leak.offset:,}")
                    for leak in scanner.scan(self._store.bytes_of(path))
                    if not any(leak.name in one for one in known)
                ]
        looked = sum(row.decision is Decision.REPLACE for row in rows)
        return Proof(looked, tuple(path.name for path in files), tuple(found))

    def files(self) -> list[Path]:
        """List the project's file and what stands beside it: logs, copies of the program.

        Other projects in the folder are none of them.
        """
        path = self._store.path
        if path is None:
            return []
        beside = [path.with_name(path.name + ending) for ending in _BESIDE]
        return [path, *(one for one in beside if one.is_file()), *backups_of(path)]

    def _texts(self) -> Iterator[str]:
        with self._store.read() as connection:
            yield from words.spoken(connection)
            for one in words.all_words(connection):
                yield one.text


def backups_of(path: Path) -> list[Path]:
    """List what the program keeps beside a project.

    Copies from before it was brought up to date, and the newest work in a file that was written
    over.
    """
    pattern = f"{glob.escape(path.stem)}.before-upgrade-*{glob.escape(path.suffix)}*"
    kept = f"{glob.escape(path.name)}-wal-kept"
    found = (*path.parent.glob(pattern), *path.parent.glob(kept))
    return sorted(one for one in found if one.is_file())


def _context(hit: ScanHit) -> str:
    return f"{hit.before}{hit.quote}{hit.after}".strip()
