"""Segments with the names of all they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ipe_coder.model.segment import Segment, SegmentRow
from ipe_coder.model.study import Participant, Study
from ipe_coder.model.transcript import Speaker
from ipe_coder.store import codes, segments, settings, studies, synthesis, transcripts
from ipe_coder.store.segments import SegmentFilter

_FEW = 500


class SegmentLister:
    """Joins segments with names, read once for as many segments as are asked for."""

    def __init__(self, connection: Any) -> None:
        """Read the names, from one state of the project."""
        self._connection = connection
        known = studies.find(connection)
        self._studies = {one.id: one.name for one in known}
        self._arms = {arm.id: arm.name for one in known for arm in one.arms}
        heads = _heads(connection, known)
        self._heads = {one: (title, study_id) for one, title, _, study_id in heads}
        self._order = {one: place for place, one in enumerate(self._heads)}
        books = codes.find(connection)
        self._codes = {code.id: code for book in books for code in book.codes}
        self._paths = {code.id: book.path(code.id) for book in books for code in book.codes}
        self._coders = {one.id: one.name for one in settings.coders(connection)}
        self._speakers: Mapping[str, tuple[Speaker, ...]] = {}
        self._people: dict[str, Participant] = {}
        self._here: dict[tuple[str, str | None], dict[str, str]] = {}

    @property
    def transcript_ids(self) -> Iterable[str]:
        """All transcripts, in the order of the list."""
        return self._heads.keys()

    def rows(self, wanted: SegmentFilter) -> list[SegmentRow]:
        """List the segments that fit, by study, transcript and place."""
        found = segments.find_with_turns(self._connection, wanted)
        few = [one.id for one, _ in found] if len(found) < _FEW else None
        memos: dict[str, list[str]] = defaultdict(list)
        for memo in synthesis.memos(self._connection, few):
            memos[memo.about_id].append(memo.body)
        self._meet({one.transcript_id for one, _ in found})
        found.sort(key=lambda pair: self._order[pair[0].transcript_id])
        return [
            self._row(one, turn + 1, "\n".join(memos[one.id]) if one.id in memos else "")
            for one, turn in found
        ]

    def _meet(self, transcript_ids: Collection[str]) -> None:
        """Read who speaks in some transcripts; of many, who speaks in any."""
        few = list(transcript_ids) if len(transcript_ids) < _FEW else None
        self._speakers = transcripts.speakers(self._connection, few)
        if few is None:
            people = studies.participants(self._connection)
        else:
            voices = (voice for speakers in self._speakers.values() for voice in speakers)
            ids = {voice.participant_id for voice in voices if voice.participant_id}
            people = studies.participants_of(self._connection, ids)
        self._people = {one.id: one for one in people}
        self._here = {
            (one.participant_id, one.transcript_id): one.attributes
            for one in studies.appearances(
                self._connection, self._people if few is not None else None
            )
        }

    def _row(self, segment: Segment, turn: int, memo: str) -> SegmentRow:
        title, study_id = self._heads[segment.transcript_id]
        code = self._codes[segment.code_id]
        voices = self._speakers[segment.transcript_id]
        speaker = _loudest(segment, voices)
        who = self._people.get(speaker.participant_id or "") if speaker else None
        return SegmentRow(
            segment=segment,
            title=title,
            study=self._studies[study_id],
            code=code.name,
            code_path=self._paths[code.id],
            coder=self._coders.get(segment.coder_id, ""),
            speaker=speaker.label if speaker else "",
            role=speaker.role.value if speaker else "",
            participant=who.pseudonym if who else "",
            participants=self._all_voices(segment, voices),
            attributes=self._attributes(who, segment.transcript_id),
            arm=self._arm(who),
            turn=turn,
            memo=memo,
        )

    def _all_voices(self, segment: Segment, voices: Sequence[Speaker]) -> tuple[str, ...]:
        ids = (voices[place].participant_id for place, words in segment.voices if words)
        return tuple(dict.fromkeys(self._people[one].pseudonym for one in ids if one))

    def _attributes(self, who: Participant | None, transcript_id: str) -> dict[str, str]:
        if who is None:
            return {}
        return {**who.attributes, **self._here.get((who.id, transcript_id), {})}

    def _arm(self, who: Participant | None) -> str:
        if who is None:
            return ""
        return self._arms.get(who.arm_id or "", who.no_arm.value)


def transcript_order(connection: Any) -> dict[str, int]:
    """Give each transcript its place in lists of segments: by study, and as that orders them."""
    heads = _heads(connection, studies.find(connection))
    return {head[0]: place for place, head in enumerate(heads)}


def _heads(connection: Any, known: Sequence[Study]) -> list[tuple[str, str, str, str]]:
    places = {one.id: place for place, one in enumerate(known)}
    return sorted(transcripts.names(connection), key=lambda head: places[head[3]])


def _loudest(segment: Segment, voices: Sequence[Speaker]) -> Speaker | None:
    """Find who says most of a segment; the first of several who say as much."""
    if not segment.voices:
        return None
    place, _ = max(segment.voices, key=lambda voice: voice[1])
    return voices[place]
