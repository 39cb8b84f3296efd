"""Withdraw: a participant's words go from everywhere that the project reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipe_coder.analysis.reanchoring import Edit, apply_edits
from ipe_coder.errors import FileError, NotFoundError, UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.erasure import Place, WithdrawalPlan, Withdrawn
from ipe_coder.model.segment import Anchor, Segment
from ipe_coder.model.study import Participant
from ipe_coder.model.transcript import Role, Source, Transcript, Turn
from ipe_coder.model.version import NewVersion
from ipe_coder.project.purging import Purging
from ipe_coder.project.version_plan import edited_turns, make_plan
from ipe_coder.project.versions import Versions
from ipe_coder.pseudonyms.passages import PassageFinder
from ipe_coder.pseudonyms.scanning import NameScanner
from ipe_coder.store import erasing, segments, studies, transcripts, versions, withdrawing
from ipe_coder.store.erasing import Erasing
from ipe_coder.store.segments import SegmentFilter
from ipe_coder.store.store import PendingChange

_TABLES = (
    "transcript", "participant", "speaker", "appearance", "segment", "memo", "summary", "theme",
    "verdict", "code", "evidence",
)  # fmt: skip
_LOGS = ("-wal", "-shm", "-journal")
_SHOWN = 90


@dataclass(frozen=True, slots=True)
class _Said:
    """Where a participant speaks, and what they said."""

    person: Participant
    whole: tuple[Transcript, ...]
    partly: tuple[Transcript, ...]
    finder: PassageFinder

    @property
    def ids(self) -> list[str]:
        """The ids of all their transcripts."""
        return [one.id for one in (*self.whole, *self.partly)]


class Withdrawing(Purging, Versions):
    """What removes a participant for good."""

    def plan_withdrawal(self, person: Participant) -> WithdrawalPlan:
        """Say what goes with a participant; nothing is written.

        Raises:
            UsageError: If a transcript of theirs has no voice that is known to be theirs.
        """
        said = self._said(person)
        study = self.study(person.study_id).name
        named = NameScanner([person.pseudonym])
        passages, mentions = [], []
        with self._store.read() as connection:
            gone = {one.id for one in said.whole}
            number = 0
            for transcript in (*said.whole, *said.partly):
                theirs, unplaced = _standing(connection, transcript, said)
                number += len(theirs)
                gone |= {*theirs, *unplaced}
            summaries = withdrawing.count_summaries(connection, person.id)
            memos = erasing.memos_gone(connection, {*gone, person.id})
            for one in withdrawing.written(connection, but_of=person.id):
                if one.id in memos:
                    continue
                passages += [
                    Place(f"{one.called}: {one.column}", _short(span.of(one.text)))
                    for span in said.finder.find(one.text)
                ]
                if named.find(one.text):
                    mentions.append(Place(f"{one.called}: {one.column}", _short(one.text)))
            shared = erasing.sharing(connection, said.ids)
        return WithdrawalPlan(
            person.id,
            person.pseudonym,
            study,
            tuple(one.title for one in said.whole),
            tuple((one.title, len(_turns_of(one, person.id))) for one in said.partly),
            number,
            summaries,
            len(memos),
            tuple(passages),
            tuple(mentions),
            tuple(shared),
            tuple(one.name for one in self._backups()),
            tuple(self._exports(said.finder, named)),
        )

    def withdraw(self, plan: WithdrawalPlan) -> Withdrawn:
        """Remove what was planned, for good; a dated entry without a name stays in the journal.

        Raises:
            ProjectError: If another program is in the way.
            UsageError: If there is no such participant any more.
        """
        with self._store.read() as connection:
            people = {one.id: one for one in studies.participants(connection)}
        if plan.participant_id not in people:
            raise NotFoundError(f"{plan.pseudonym} is not in the project any more.")
        person = people[plan.participant_id]
        said = self._said(person)
        turns = sum(number for _, number in plan.partly)
        parts = ((len(plan.whole), "transcript"), (turns, "turn"), (plan.segments, "segment"))
        gone = ", ".join(count_of(count, what) for count, what in parts if count)
        label = f"Withdrew a participant of {plan.study}: {gone or 'nothing was said'}"
        change, changes = self._erase(
            label, _TABLES, lambda pending: self._remove_said(pending, said)
        )
        return Withdrawn(plan, change, changes, self._store.path is None)

    def _said(self, person: Participant) -> _Said:
        """Find where a participant speaks, and what they said in any version."""
        with self._store.read() as connection:
            voices = transcripts.speakers(connection)
            heads = transcripts.heads(connection)
            own = [
                one
                for one in heads
                if any(voice.participant_id == person.id for voice in voices[one.id])
            ]
            _refuse_unknown(connection, person, {one.id for one in own})
            found = [transcripts.get(connection, one.id) for one in own]
            partly = tuple(one for one in found if _has_others(one, person.id))
            whole = tuple(one for one in found if one not in partly)
            theirs = [
                turn.span.of(kept.text)
                for one in found
                for version in versions.find(connection, one.id)
                if (kept := versions.get(connection, one.id, version.number))
                for turn in _turns_of(kept, person.id)
            ]
            gone = {one.id for one in whole}
            stays = [
                turn.span.of(one.text)
                for head in heads
                if head.id not in gone and (one := transcripts.get(connection, head.id))
                for turn in _turns_of_others(one, person.id)
            ]
        return _Said(person, whole, partly, PassageFinder(theirs, stays))

    def _remove_said(self, pending: PendingChange, said: _Said) -> int:
        writer, person = pending.writer, said.person
        connection = writer.connection
        erasing.erase_originals(connection, said.ids)
        for one in (*said.whole, *said.partly):
            transcripts.refuse_stale(connection, one)
        for one in said.whole:
            withdrawing.remove_transcript(writer, one.id)
        for one in said.partly:
            self._take_turns(pending, one, said)
        erasing.erase_versions(connection, said.ids)
        erasing.forget_names(connection, [one.id for one in said.partly])
        withdrawing.remove_participant(writer, person.id)
        labels = {person.pseudonym, *_labels(said), *(one.title for one in said.whole)}
        erasing.forget_remembered(connection, lambda text: text in labels)
        for text in list(withdrawing.written(connection, but_of=person.id)):
            mended = withdrawing.rewritten(text, said.finder.without)
            if mended != text.text:
                withdrawing.put(writer, text, mended)
        what = Erasing(
            frozenset(said.ids),
            lambda text: text in labels or bool(said.finder.find(text)),
            frozenset({person.id}),
            frozenset(labels),
        )
        return erasing.scrub(connection, what).changes

    def _take_turns(self, pending: PendingChange, one: Transcript, said: _Said) -> None:
        """Take somebody's turns out of a transcript, with what stands on nothing else."""
        writer = pending.writer
        theirs, unplaced = _standing(writer.connection, one, said)
        segments.remove(writer, theirs)
        withdrawing.remove_memos(writer, unplaced)
        new, edits = _without(one, said.person.id)
        self._write_version(pending, make_plan(writer.connection, one, new, edits, known=True))

    def _exports(self, finder: PassageFinder, named: NameScanner) -> Iterator[Place]:
        """Look through the files beside the project and in `exports` for somebody's words."""
        from ipe_coder.pseudonyms.files import read_parts
        from ipe_coder.readers.pdf_words import read_pdf_words

        for path in self._files_beside():
            if path.suffix == ".ipe":
                yield Place(path.name, "is another project: a copy of this one holds them too")
                continue
            said = mentioned = 0
            unseen = ""
            try:
                for part in read_parts(path, read_pdf_words):
                    said += len(finder.find(part.text))
                    mentioned += len(named.find(part.text))
            except FileError as error:
                unseen = f"could not be looked into: {error.message}"
            what = [f"{count_of(said, 'passage')} of theirs"] if said else []
            what += [f"the pseudonym {count_of(mentioned, 'time')}"] if mentioned else []
            what += [unseen] if unseen else []
            if what:
                yield Place(path.name, ", ".join(what))

    def _files_beside(self) -> list[Path]:
        if self._store.path is None:
            return []
        folder = self._store.path.resolve().parent
        found = [*folder.iterdir(), *(folder / "exports").rglob("*")]
        own = {self._store.path.name, *(one.name for one in self._backups())}
        return sorted(
            one
            for one in found
            if one.is_file()
            and not one.name.startswith(".")
            and not one.name.endswith(_LOGS)
            and one.name not in own
        )


def _turns_of(one: Transcript, participant_id: str) -> list[Turn]:
    """List the turns of a participant."""
    return [turn for turn in one.turns if one.speaker_of(turn).participant_id == participant_id]


def _turns_of_others(one: Transcript, participant_id: str) -> list[Turn]:
    """List the turns of all but a participant."""
    return [turn for turn in one.turns if one.speaker_of(turn).participant_id != participant_id]


def _refuse_unknown(connection: Any, person: Participant, own: set[str]) -> None:
    """Refuse to withdraw somebody whose voice is not known in a transcript they appear in."""
    heads = {one.id: one.title for one in transcripts.heads(connection)}
    for one in studies.appearances(connection):
        if one.participant_id == person.id and one.transcript_id and one.transcript_id not in own:
            raise UsageError(
                f"No voice of {heads[one.transcript_id]} is known to be {person.pseudonym}'s.",
                "ipe-coder transcript speaker TRANSCRIPT LABEL --participant says whose it is.",
            )


def _has_others(one: Transcript, participant_id: str) -> bool:
    """Tell whether others than interviewers say something besides a participant."""
    return any(
        voice.role in (Role.PARTICIPANT, Role.UNKNOWN)
        for turn in _turns_of_others(one, participant_id)
        if (voice := one.speaker_of(turn))
    )


def _without(one: Transcript, participant_id: str) -> tuple[NewVersion, list[Edit]]:
    """Make a version without somebody's turns, and the edits that lead to it."""
    edits: list[Edit] = []
    for turn in _turns_of(one, participant_id):
        is_last = turn.index == len(one.turns) - 1
        end = len(one.text) if is_last else one.turns[turn.index + 1].start
        start = turn.start
        if edits and edits[-1].end == start:
            start = edits.pop().start
        if is_last:
            kept = [each.end for each in one.turns if each.end <= start]
            start = kept[-1] if kept else start
        edits.append(Edit(start, end, ""))
    text = apply_edits(one.text, edits)
    stay = [
        place for place, each in enumerate(one.speakers) if each.participant_id != participant_id
    ]
    places = {old: new for new, old in enumerate(stay)}
    turns = tuple(
        turn._replace(speaker=places[turn.speaker]) for turn in edited_turns(one, text, edits)
    )
    source = Source(one.source.filename, one.source.format, "", 0)
    return NewVersion(text, turns, tuple(one.speakers[place] for place in stay), source), edits


def _standing(connection: Any, one: Transcript, said: _Said) -> tuple[list[str], list[str]]:
    """Find the segments, and the memos on passages, that stand on somebody's words alone."""
    found = segments.find(connection, SegmentFilter((one.id,), anchors=()))
    memos = versions.placed_memos(connection, one.id)
    if one in said.whole:
        return [each.id for each in found], list(memos)
    new, edits = _without(one, said.person.id)
    plan = make_plan(connection, one, new, edits, known=True)
    theirs = [
        each.id
        for each in found
        if (_was_theirs(each, one, said) if each.anchor is Anchor.LOST
            else plan.anchors[each.id][0] is None)
    ]  # fmt: skip
    return theirs, [key for key, span in plan.memos.items() if span is None]


def _was_theirs(segment: Segment, one: Transcript, said: _Said) -> bool:
    """Tell whether a segment that lost its place before is of somebody's words."""
    places = {
        place for place, voice in enumerate(one.speakers) if voice.participant_id == said.person.id
    }
    return bool(said.finder.find(segment.quote)) or any(
        place in places for place, _ in segment.voices
    )


def _labels(said: _Said) -> Iterator[str]:
    for one in (*said.whole, *said.partly):
        for voice in one.speakers:
            if voice.participant_id == said.person.id:
                yield voice.label


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[: _SHOWN - 1]}…"
