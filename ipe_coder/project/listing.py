"""Segments with the names of all they belong to."""

from __future__ import annotations

from typing import Any

from ipe_coder.model.segment import Segment, SegmentRow
from ipe_coder.model.study import Participant
from ipe_coder.model.transcript import Speaker, TranscriptSummary
from ipe_coder.store import codes, segments, settings, studies, synthesis, transcripts
from ipe_coder.store.segments import SegmentFilter


class SegmentLister:
    """Joins segments with names, read once for as many segments as are asked for."""

    def __init__(self, connection: Any) -> None:
        """Read the names, from one state of the project."""
        self._connection = connection
        self._summaries = {one.id: one for one in transcripts.summaries(connection)}
        self._order = {one: place for place, one in enumerate(self._summaries)}
        self._studies = {one.id: one for one in studies.find(connection)}
        self._arms = {arm.id: arm.name for one in self._studies.values() for arm in one.arms}
        books = codes.find(connection)
        self._codes = {code.id: (book, code) for book in books for code in book.codes}
        self._paths = {code_id: book.path(code_id) for code_id, (book, _) in self._codes.items()}
        self._coders = {one.id: one.name for one in settings.coders(connection)}
        self._people = {one.id: one for one in studies.participants(connection)}
        self._here = {
            (one.participant_id, one.transcript_id): one.attributes
            for one in studies.appearances(connection)
        }

    def rows(self, wanted: SegmentFilter) -> list[SegmentRow]:
        """List the segments that fit, by study, transcript and place."""
        found = segments.find(self._connection, wanted)
        few = [one.id for one in found] if len(found) < 500 else None
        turns = segments.turns_of(self._connection, few)
        memos = {one.about_id: one.body for one in synthesis.memos(self._connection, few)}
        found.sort(key=lambda one: self._order[one.transcript_id])
        return [self._row(one, turns[one.id] + 1, memos.get(one.id, "")) for one in found]

    def _row(self, segment: Segment, turn: int, memo: str) -> SegmentRow:
        summary = self._summaries[segment.transcript_id]
        book, code = self._codes[segment.code_id]
        del book
        speaker = _loudest(segment, summary)
        who = self._people.get(speaker.participant_id or "") if speaker else None
        return SegmentRow(
            segment=segment,
            title=summary.title,
            study=summary.study,
            code=code.name,
            code_path=self._paths[code.id],
            coder=self._coders.get(segment.coder_id, ""),
            speaker=speaker.label if speaker else "",
            role=speaker.role.value if speaker else "",
            participant=who.pseudonym if who else "",
            participants=self._all_voices(segment, summary),
            attributes=self._attributes(who, segment.transcript_id),
            arm=self._arm(who),
            turn=turn,
            memo=memo,
        )

    def _all_voices(self, segment: Segment, summary: TranscriptSummary) -> tuple[str, ...]:
        voices = (summary.speakers[place] for place, words in segment.voices if words)
        ids = (voice.participant_id for voice in voices)
        return tuple(dict.fromkeys(self._people[one].pseudonym for one in ids if one))

    def _attributes(self, who: Participant | None, transcript_id: str) -> dict[str, str]:
        if who is None:
            return {}
        return {**who.attributes, **self._here.get((who.id, transcript_id), {})}

    def _arm(self, who: Participant | None) -> str:
        if who is None:
            return ""
        return self._arms.get(who.arm_id or "", who.no_arm.value)


def _loudest(segment: Segment, summary: TranscriptSummary) -> Speaker | None:
    """Find who says most of a segment; the first of several who say as much."""
    if not segment.voices:
        return None
    place, _ = max(segment.voices, key=lambda voice: voice[1])
    return summary.speakers[place]
