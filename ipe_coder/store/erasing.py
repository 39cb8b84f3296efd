"""Erases for good: rows, texts and files, and what the journal keeps of them.

All of it is done inside one transaction of `Store.erase`. What stood before in the rows that are
chosen is emptied; the changes that wrote them stay with who, when and which rows, get a label that
says nothing of anybody, and can be neither undone nor redone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ipe_coder.model.change import ChangeKind, ChangeState
from ipe_coder.store import cells, drafts
from ipe_coder.store.choosing import among
from ipe_coder.store.schema import (
    appearance,
    change,
    content,
    memo,
    original,
    participant,
    row_change,
    segment,
    setting,
    speaker,
    transcript,
    transcript_version,
    turn_list,
)
from ipe_coder.store.writer import Image, Row

Holds = Callable[[str], bool]
"""Tells whether a text holds what must not stay."""
_EMPTY = "{}"
_NAMED = ("title", "filename", "label", "pseudonym", "speaker", "transcript")
"""Columns whose earlier values name somebody."""
_SHAS = ("content_sha", "turns_sha", "original_sha")
_BATCH = 400
_PENDING = "erasing:pending"


@dataclass(frozen=True, slots=True)
class Erasing:
    """What is erased from the journal."""

    transcript_ids: frozenset[str]
    holds: Holds = field(default=lambda _: False)
    """Whatever holds this goes, in any row."""
    participant_ids: frozenset[str] = frozenset()
    """Of these everything goes; of others the pseudonyms that they have no more."""
    words: frozenset[str] = frozenset()
    """Names that no label of a change may hold."""


@dataclass(slots=True)
class Erased:
    """What was erased, in numbers."""

    versions: int = 0
    originals: int = 0
    texts: int = 0
    images: int = 0
    changes: int = 0


def erase_versions(connection: Connection, transcript_ids: Collection[str]) -> int:
    """Delete the earlier versions of transcripts; give how many there were."""
    chosen = among(connection, transcript_version.c.transcript_id, transcript_ids)
    return connection.execute(sa.delete(transcript_version).where(chosen)).rowcount


def erase_originals(connection: Connection, transcript_ids: Collection[str]) -> int:
    """Delete the files that transcripts came from, in all versions; give how many there were."""
    hashes = _original_hashes(connection, transcript_ids)
    chosen = among(connection, original.c.sha256, hashes)
    return connection.execute(sa.delete(original).where(chosen)).rowcount


def forget_names(connection: Connection, transcript_ids: Collection[str]) -> None:
    """Let appearances call transcripts what they are called now, not as a file once did."""
    for transcript_id in transcript_ids:
        title = sa.select(transcript.c.title).where(transcript.c.id == transcript_id)
        connection.execute(
            sa.update(appearance)
            .where(appearance.c.transcript_id == transcript_id)
            .values(transcript=title.scalar_subquery())
        )


def forget_remembered(connection: Connection, holds: Holds) -> None:
    """Delete what must not stay of what is remembered: labels for later imports, and all drafts."""
    drafts.drop_all(connection)
    query = sa.select(setting.c.id, setting.c.value).where(setting.c.id.startswith("import:"))
    for row in connection.execute(query).all():
        if any(holds(text) for text in _strings(json.loads(row.value))):
            connection.execute(sa.delete(setting).where(setting.c.id == row.id))


def sharing(connection: Connection, transcript_ids: Collection[str]) -> list[str]:
    """List the titles of other transcripts that came from the files of these."""
    hashes = _original_hashes(connection, transcript_ids)
    query = sa.select(transcript.c.id, transcript.c.title).where(
        among(connection, transcript.c.original_sha, hashes)
    )
    kept = sa.select(original.c.sha256).where(among(connection, original.c.sha256, hashes))
    if connection.execute(kept.limit(1)).first() is None:
        return []
    return [row.title for row in connection.execute(query) if row.id not in transcript_ids]


def _original_hashes(connection: Connection, transcript_ids: Collection[str]) -> set[str]:
    found: set[str] = set()
    for column, key in (
        (transcript.c.original_sha, transcript.c.id),
        (transcript_version.c.original_sha, transcript_version.c.transcript_id),
    ):
        query = sa.select(column).where(among(connection, key, transcript_ids))
        found |= {sha for sha in connection.execute(query).scalars() if sha}
    return found


def scrub(connection: Connection, what: Erasing) -> Erased:
    """Empty what the journal keeps, and delete the texts and files that nothing refers to."""
    loose = _loose(connection)
    segments = _segment_ids(connection, what.transcript_ids)
    chooser = _Chooser(connection, what, segments, {sha for _, sha in loose})
    emptied: list[tuple[int, int]] = []
    earlier: set[str] = set(what.words)
    for seq, ordinal, image in _images(connection):
        if chooser.concerns(image):
            emptied.append((seq, ordinal))
            earlier |= chooser.names_of(image)
    _empty(connection, emptied)
    seqs = {seq for seq, _ in emptied}
    now = _names_now(connection)
    gone = {name for name in earlier if name.casefold() not in now or name in what.words}
    relabelled = _relabel(connection, seqs, gone, what.holds)
    _finish(connection, seqs)
    _drop(connection, loose)
    texts = sum(table is content for table, _ in loose)
    originals = sum(table is original for table, _ in loose)
    return Erased(0, originals, texts, len(emptied), len(seqs | relabelled))


def _images(connection: Connection) -> Iterator[tuple[int, int, Image]]:
    """Stream what stood before in every row that was changed."""
    query = sa.select(row_change).where(row_change.c.before.is_not(None))
    query = query.where(row_change.c.before != _EMPTY)
    for row in connection.execute(query.execution_options(yield_per=1000)):
        yield row.seq, row.ordinal, (row.table_name, row.key, json.loads(row.before))


def _segment_ids(connection: Connection, transcript_ids: frozenset[str]) -> set[str]:
    """Find the segments that transcripts have or once had."""
    chosen = among(connection, segment.c.transcript_id, transcript_ids)
    found = set(connection.execute(sa.select(segment.c.id).where(chosen)).scalars())
    for _, _, (table, key, row) in _images(connection):
        if table == segment.name and row and row["transcript_id"] in transcript_ids:
            found.add(key)
    return found


class _Chooser:
    """Tells which rows of the journal are erased."""

    def __init__(
        self, connection: Connection, what: Erasing, segments: set[str], loose: set[str]
    ) -> None:
        self._what, self._segments, self._loose = what, segments, loose
        query = sa.select(participant.c.id, participant.c.pseudonym)
        self._pseudonyms = {row.id: row.pseudonym for row in connection.execute(query)}

    def concerns(self, image: Image) -> bool:
        """Tell whether an image is of what is erased, or holds it."""
        table, key, row = image
        assert row is not None
        return (
            self._is_of(key, row)
            or self._is_old_name(table, key, row)
            or any(row.get(name) in self._loose for name in _SHAS)
            or any(self._what.holds(text) for text in _strings(row))
        )

    def names_of(self, image: Image) -> set[str]:
        """Give the names in an image of what is erased."""
        row = image[2] or {}
        found = {str(row[name]) for name in _NAMED if row.get(name)}
        return found | {name.rpartition(".")[0] for name in found if "." in name}

    def _is_of(self, key: str, row: Row) -> bool:
        own = self._what.transcript_ids | self._what.participant_ids
        referred = {
            row.get(name) for name in ("transcript_id", "participant_id", "about_id", "segment_id")
        }
        if key in own or key in self._segments:
            return True
        if referred & self._segments or referred & self._what.transcript_ids:
            return True
        return bool(referred & self._what.participant_ids)

    def _is_old_name(self, table: str, key: str, row: Row) -> bool:
        """Tell whether it holds a pseudonym that a participant has no more."""
        return table == participant.name and row["pseudonym"] != self._pseudonyms.get(key)


def _strings(value: Any) -> Iterator[str]:
    """Give all texts in a row, those in its lists of JSON included."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        if value[:1] in ("{", "["):
            try:
                yield from _strings(json.loads(value))
                return
            except ValueError:
                pass
        yield value


def _empty(connection: Connection, emptied: Sequence[tuple[int, int]]) -> None:
    query = (
        sa.update(row_change)
        .where(row_change.c.seq == sa.bindparam("of"), row_change.c.ordinal == sa.bindparam("at"))
        .values(before=_EMPTY)
    )
    if emptied:
        connection.execute(query, [{"of": seq, "at": ordinal} for seq, ordinal in emptied])


def _names_now(connection: Connection) -> set[str]:
    """Give the names that stand now, folded."""
    found: set[str] = set()
    for column in (
        transcript.c.title, transcript.c.filename, speaker.c.label, participant.c.pseudonym,
    ):  # fmt: skip
        found |= {str(name).casefold() for name in connection.execute(sa.select(column)).scalars()}
    return found


def _relabel(connection: Connection, seqs: set[int], gone: set[str], holds: Holds) -> set[int]:
    """Give changes a label that says nothing of anybody; give their numbers."""
    words = "|".join(re.escape(name) for name in sorted(gone, key=len, reverse=True) if name)
    named = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None
    query = sa.select(
        change.c.seq, change.c.kind, change.c.target, change.c.label, change.c.reason,
        change.c.tables,
    )  # fmt: skip
    values = []
    for row in connection.execute(query).all():
        said = f"{row.label} {row.reason}"
        held = holds(said) or (named is not None and named.search(said) is not None)
        if row.seq in seqs or row.target in seqs or held:
            values.append({"of": row.seq, "to": _plain_label(row.kind, row.tables)})
    update = sa.update(change).where(change.c.seq == sa.bindparam("of"))
    if values:
        connection.execute(update.values(label=sa.bindparam("to"), reason=""), values)
    return {int(str(one["of"])) for one in values}


def _plain_label(kind: str, tables: str) -> str:
    if kind == ChangeKind.UNDO.value:
        return "Undid a change whose details were purged"
    if kind == ChangeKind.REDO.value:
        return "Redid a change whose details were purged"
    what = ", ".join(table.replace("_", " ") for table in tables.split())
    return f"Changed {what or 'something'}; the details were purged"


def _finish(connection: Connection, seqs: set[int]) -> None:
    """Let nothing bring back or take back what was emptied."""
    query = sa.select(change.c.seq, change.c.kind, change.c.state, change.c.target)
    rows = {row.seq: row for row in connection.execute(query)}
    final, dead = [], []
    for seq in seqs:
        row = rows[seq]
        if row.kind == ChangeKind.DO.value and row.state == ChangeState.LIVE.value:
            final.append(seq)
        undone = row.target if row.kind == ChangeKind.UNDO.value else seq
        if undone in rows and rows[undone].state == ChangeState.UNDONE.value:
            dead.append(undone)
    for state, chosen in ((ChangeState.FINAL, final), (ChangeState.DEAD, dead)):
        for start in range(0, len(chosen), _BATCH):
            those = change.c.seq.in_(chosen[start : start + _BATCH])
            connection.execute(sa.update(change).where(those).values(state=state.value))


def _loose(connection: Connection) -> list[tuple[sa.Table, str]]:
    """Find the texts, turns and files that no transcript and no version of one has any more."""
    found = []
    for table, name in ((content, _SHAS[0]), (turn_list, _SHAS[1]), (original, _SHAS[2])):
        used: set[str] = set()
        for of in (transcript, transcript_version):
            used |= set(connection.execute(sa.select(of.c[name])).scalars())
        there = connection.execute(sa.select(table.c.sha256)).scalars()
        found += [(table, sha) for sha in there if sha not in used]
    return found


def _drop(connection: Connection, loose: Iterable[tuple[sa.Table, str]]) -> None:
    by_table: dict[sa.Table, list[str]] = {}
    for table, sha in loose:
        by_table.setdefault(table, []).append(sha)
    for table, hashes in by_table.items():
        connection.execute(sa.delete(table).where(among(connection, table.c.sha256, hashes)))


def memos_gone(connection: Connection, ids: Collection[str]) -> set[str]:
    """Find the memos that are about some things, or are among them."""
    chosen = among(connection, memo.c.about_id, ids) | among(connection, memo.c.id, ids)
    found = set(connection.execute(sa.select(memo.c.id).where(chosen)).scalars())
    return found | cells.about(connection, ids)


def note_pending(connection: Connection, backups: Sequence[str]) -> None:
    """Note that the file must be written anew and backups removed, whatever happens now."""
    settle_pending(connection)
    values = {"id": _PENDING, "value": json.dumps(list(backups))}
    connection.execute(sa.insert(setting).values(values))


def pending(connection: Connection) -> list[str] | None:
    """Give the backups that are to be removed; None where no erasing was cut short."""
    query = sa.select(setting.c.value).where(setting.c.id == _PENDING)
    value = connection.execute(query).scalar()
    return None if value is None else list(json.loads(value))


def settle_pending(connection: Connection) -> None:
    """Note that everything is done."""
    connection.execute(sa.delete(setting).where(setting.c.id == _PENDING))
