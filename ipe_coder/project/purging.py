"""Purge: what a text was before goes for good; what it is now stays."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ipe_coder.errors import ProjectError, UsageError
from ipe_coder.model.change import Change
from ipe_coder.model.counts import count_of
from ipe_coder.model.erasure import Purged, PurgePlan
from ipe_coder.model.pseudonym import NameRow
from ipe_coder.model.segment import Anchor
from ipe_coder.project.checking import find_problems
from ipe_coder.project.proving import Proving, backups_of
from ipe_coder.pseudonyms.scanning import scanner_of
from ipe_coder.store import erasing, segments, versions
from ipe_coder.store.erasing import Erasing
from ipe_coder.store.store import PendingChange


class Purging(Proving):
    """What removes for good."""

    def plan_purge(
        self, names: Sequence[str] = (), *, study: str = "", originals_only: bool = False
    ) -> PurgePlan:
        """Say what a purge would remove; nothing is written.

        Args:
            names: The transcripts; without any, all of the study.
            study: Their study.
            originals_only: Only the files that they came from.

        Raises:
            UsageError: If a text has no newer version that would stay, or segments of it wait.
            ProjectError: If the project does not hold together: first that must be mended.
        """
        documents = self.name_documents(names, study)
        ids = [one.id for one in documents]
        if not ids:
            raise UsageError("There is no transcript to purge.", "Name one, or --study NAME.")
        with self._store.read() as connection:
            known = {one: versions.find(connection, one) for one in ids}
            shared = erasing.sharing(connection, ids)
            waiting = segments.count_anchored(connection, (Anchor.LOST, Anchor.UNREVIEWED))
            problems = find_problems(connection)
        if problems:
            raise ProjectError(
                f"{self.file_name} does not hold together: {problems[0]}; nothing was purged.",
                "Open a backup, or ask for help: ipe-coder project check",
            )
        titles = {one.id: one.title for one in documents}
        if not originals_only:
            _refuse_first([titles[one] for one in ids if known[one][0].number == 1])
            _refuse_waiting([titles[one] for one in ids if waiting.get(one)])
        return PurgePlan(
            tuple(ids),
            tuple(titles.values()),
            originals_only,
            0 if originals_only else sum(len(those) - 1 for those in known.values()),
            len({one.source.sha256 for of in known.values() for one in of if one.has_original}),
            tuple(shared),
            tuple(one.name for one in self._backups()),
        )

    def purge(self, plan: PurgePlan, key: Sequence[NameRow] | None = None) -> Purged:
        """Remove what was planned, write the file anew, and look for names in what is left.

        Args:
            plan: What `plan_purge` gave.
            key: The key, whose names go from the journal too, and are then looked for.

        Raises:
            ProjectError: If another program is in the way: nothing was changed then, or it is
                said what is left to do.
        """
        scanner = scanner_of(key or ())
        number = len(plan.titles)
        what = "the original of" if plan.originals_only else "all but the current text of"
        label = f"Purged {what} {count_of(number, 'transcript')}"

        def write(pending: PendingChange) -> int:
            connection = pending.writer.connection
            if not plan.originals_only:
                # Somebody may have corrected a text since the plan was made.
                _refuse_waiting(_waiting(connection, plan))
            erasing.erase_originals(connection, plan.transcript_ids)
            if plan.originals_only:
                return 0
            erasing.erase_versions(connection, plan.transcript_ids)
            erasing.forget_names(connection, plan.transcript_ids)
            erasing.forget_remembered(connection, lambda text: bool(scanner.find(text)))
            what = Erasing(frozenset(plan.transcript_ids), lambda text: bool(scanner.find(text)))
            return erasing.scrub(connection, what).changes

        change, changes = self._erase(label, ("transcript", "transcript_version"), write)
        proof = self.prove(key) if key is not None else None
        return Purged(plan, change, changes, self._store.path is None, proof)

    def finish_erasing(self) -> bool:
        """Do what is left of a purge that was cut short; tell whether there was anything."""
        with self._store.read() as connection:
            backups = erasing.pending(connection)
        if backups is None:
            return False
        self._clear_up(backups)
        return True

    def _erase(
        self, label: str, tables: Sequence[str], write: Callable[[PendingChange], int]
    ) -> tuple[Change, int]:
        """Erase in one transaction, then write the file anew; killed between, it is done later."""
        self._store.refuse_company()
        backups = [one.name for one in self._backups()]
        coder_id = self._known_coder(self.coder) if self.coder else None
        with self._store.erase(tables, coder_id=coder_id) as pending:
            pending.writer.label = label
            number = write(pending)
            erasing.note_pending(pending.writer.connection, backups)
        self._clear_up(backups)
        return pending.done, number

    def _clear_up(self, backups: Sequence[str]) -> None:
        """Remove remains and copies, then the note that this is to be done."""
        try:
            self._store.rewrite()
            self._remove(backups)
        except ProjectError as error:
            raise ProjectError(
                f"The rows are removed, but {self.file_name} still holds remains of them:"
                f" {error.message}",
                "Close other programs; the next command on the project does the rest.",
            ) from error
        with self._store.unjournalled() as connection:
            erasing.settle_pending(connection)
        self._store.checkpoint()

    def _remove(self, backups: Sequence[str]) -> None:
        for one in self._backups():
            if not one.name.startswith(tuple(backups)):
                continue
            try:
                one.unlink(missing_ok=True)
            except OSError as error:
                reason = (error.strerror or "unknown reason").lower()
                raise ProjectError(f"{one.name} cannot be removed: {reason};") from error

    def _backups(self) -> list[Path]:
        return backups_of(self._store.path) if self._store.path is not None else []


def finish_quietly(project: Purging) -> None:
    """Do what is left of a purge that was cut short; where that cannot be, at another time."""
    with contextlib.suppress(ProjectError):
        project.finish_erasing()


def _waiting(connection: Any, plan: PurgePlan) -> list[str]:
    """List the titles of transcripts that are to be purged and have segments that wait."""
    found = segments.count_anchored(connection, (Anchor.LOST, Anchor.UNREVIEWED))
    named = zip(plan.transcript_ids, plan.titles, strict=True)
    return [title for transcript_id, title in named if found.get(transcript_id)]


def _refuse_first(titles: Sequence[str]) -> None:
    if titles:
        raise UsageError(
            f"{_some(titles)} stands as it was imported: no newer version would stay.",
            "Pseudonymise or replace it first, or purge its original file only.",
        )


def _refuse_waiting(titles: Sequence[str]) -> None:
    if titles:
        raise UsageError(
            f"{_some(titles)} has segments that wait since a correction, and the version before"
            " is needed to place them.",
            "Settle them first: S in the library, or ipe-coder segment settle.",
        )


def _some(titles: Sequence[str]) -> str:
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    return ", ".join(titles[:3]) + more
