"""What was done: the journal in pages, in words, and taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from ipe_coder.errors import NotFoundError
from ipe_coder.model.change import (
    Change,
    ChangeDetail,
    ChangeKind,
    ChangeState,
    HistoryEntry,
    HistoryFilter,
    ItemChange,
)
from ipe_coder.project.base import ProjectBase
from ipe_coder.project.change_facts import item_of
from ipe_coder.project.change_names import ROWS_FOR_NAMES, Names
from ipe_coder.project.names import resolve
from ipe_coder.store import finding, history, journal, resting, steps, studies, synthesis
from ipe_coder.store.finding import Found
from ipe_coder.store.steps import Step

_MOST_ITEMS = 40


class History(ProjectBase):
    """The journal as people read it, and undo."""

    def history(
        self, *, limit: int | None = None, coder: str = "", about: str = ""
    ) -> list[Change]:
        """List changes, the newest first; of one coder, or on one row."""
        coder_id = self.coder_id(coder) if coder else None
        with self._store.read() as connection:
            return history.history(connection, limit=limit, coder_id=coder_id, key=about or None)

    def find_changes(self, wanted: HistoryFilter, *, limit: int | None = None) -> list[Found]:
        """Find changes, the newest first: the number and the moment of each.

        Args:
            wanted: Which.
            limit: Only the newest of this number.
        """
        with self._store.read() as connection:
            return finding.find(connection, wanted, limit)

    def history_entries(self, seqs: Collection[int]) -> list[HistoryEntry]:
        """Read changes with what they were done to, the newest first."""
        with self._store.read() as connection:
            names = Names(connection)
            images = history.first_rows(connection, seqs, ROWS_FOR_NAMES)
            return [
                names.entry(one, images.get(one.seq, []))
                for one in history.by_numbers(connection, seqs)
            ]

    def change_detail(self, seq: int) -> ChangeDetail:
        """Say in words what stood before a change and after, and what rests on it by now.

        Raises:
            NotFoundError: If there is no such change.
        """
        with self._store.read() as connection:
            found = history.get(connection, seq)
            names = Names(connection)
            images = history.first_rows(connection, [seq], ROWS_FOR_NAMES).get(seq, [])
            done = steps.steps_of(connection, seq)
            items, more = _items(names, done)
            is_open = found.kind is ChangeKind.DO and found.state is ChangeState.LIVE
            later = resting.what_stands_against(connection, found) if is_open else ()
            return ChangeDetail(names.entry(found, images), tuple(items), more, tuple(later))

    def change(self, seq: int) -> Change:
        """Get one change with what stood before and after, row by row."""
        with self._store.read() as connection:
            return history.with_rows(connection, seq)

    def newest_change(self, kind: ChangeKind) -> Change | None:
        """Find the newest action that stands, or the newest undo or redo, by anybody."""
        with self._store.read() as connection:
            return history.newest(connection, kind)

    def moments_since(self, coder: str, since: datetime) -> list[datetime]:
        """List when a coder changed anything since a moment."""
        coder_id = self.coder_id(coder)
        with self._store.read() as connection:
            return history.moments(connection, coder_id=coder_id, since=since)

    def things_called(self, name: str) -> tuple[str, ...]:
        """Find the ids of all things of a name: studies, transcripts, participants, codes, themes.

        Raises:
            NotFoundError: If there is none.
        """
        found = [one for kind, known in self._called().items() if (one := _try(kind, name, known))]
        if not found:
            raise NotFoundError(
                f"Nothing is called “{name}”.",
                "Give a study, transcript, participant, code, theme or outcome, or the id of one.",
            )
        return tuple(found)

    def _called(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """List what there is by kind, with the names of each."""
        books = self.codebooks()
        with self._store.read() as connection:
            people = studies.participants(connection)
            themes, outcomes = synthesis.themes(connection), synthesis.outcomes(connection)
            titles = finding.titles(connection)
        return {
            "study": [(one.id, (one.name, one.title)) for one in self.studies()],
            "transcript": [(key, (title,)) for key, title in titles],
            "participant": [(one.id, (one.pseudonym,)) for one in people],
            "code": [
                (one.id, (one.name, book.path(one.id))) for book in books for one in book.codes
            ],
            "theme": [(one.id, (one.name,)) for one in themes],
            "outcome": [(one.id, (one.name,)) for one in outcomes],
        }

    def undo(self, seq: int | None = None) -> Change:
        """Take back the present coder's newest action that stands, or the one of this number.

        Of an undo by its number, what it took back is brought back.

        Raises:
            UndoError: If there is none, or something later depends on it; it is named then.
        """
        return self._store.undo(self._undoer, seq)

    def undone_back_to(self, seq: int) -> list[Change]:
        """List what `undo_back_to` would take back, the newest first.

        Raises:
            UndoError: If another coder's change lies between, or there is nothing.
        """
        with self._store.read() as connection:
            return journal.standing_back_to(connection, self._undoer, seq)

    def undo_back_to(self, seq: int) -> list[Change]:
        """Take back all that the present coder did from a change on, in one step or not at all.

        Raises:
            UndoError: If another coder's change lies between, or later work rests on one.
        """
        return self._store.undo_back_to(self._undoer, seq)

    @property
    def _undoer(self) -> str | None:
        return self._known_coder(self.coder) if self.coder else None

    def redo(self) -> Change:
        """Bring back what the present coder took back last.

        Raises:
            UndoError: If there is none, or somebody wrote the same rows since.
        """
        return self._store.redo(self._undoer)


def _items(names: Names, done: Iterable[Step]) -> tuple[list[ItemChange], int]:
    """Say what was done to each thing, up to a number of them; and how many more there are."""
    items: list[ItemChange] = []
    more = 0
    for step in done:
        if len(items) == _MOST_ITEMS:
            more += not step.is_aside
        elif item := item_of(names, step.table, step.before, step.after):
            items.append(item)
    return items, more


def _try(kind: str, name: str, known: list[tuple[str, tuple[str, ...]]]) -> str:
    try:
        return resolve(kind, name, known)
    except NotFoundError:
        return ""
