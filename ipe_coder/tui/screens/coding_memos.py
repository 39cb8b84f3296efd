"""Memos in the coding screen: on words, segments, codes, who speaks, and the transcript."""

from __future__ import annotations

from collections.abc import Iterator

from ipe_coder.model.segment import Memo, MemoAbout, Segment
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.memo import MemoSubject
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.coding_letters import CodingLetters
from ipe_coder.tui.screens.coding_motion import has_transcript, in_side
from ipe_coder.tui.screens.memo_writing import ask_for_memo

_LABEL_CELLS = 14


class CodingMemos(CodingLetters):
    """The part of the coding screen that writes memos."""

    @command("m", footer="memo", group="Coding", when=has_transcript)
    def action_memo(self) -> None:
        """Write a memo, {memo.next_subject} chooses its subject; or change the one in the pane."""
        ask_for_memo(self, self._subjects())

    def _subjects(self) -> list[MemoSubject]:
        """List what a memo can be about here, what is marked in the pane first."""
        marked = self.side.value if in_side(self) else None
        kind, key = marked if marked else ("", "")
        if kind == "memo" and (memo := self.desk.memo(key)) is not None:
            return [self._subject_of(memo)]
        subjects = list(self._subjects_here())
        if kind == "here":
            subjects.sort(key=lambda one: one.about_id != key)
        return subjects

    def _subjects_here(self) -> Iterator[MemoSubject]:
        transcript, made = self.desk.transcript, self._just_made()
        yield from (self._segment_subject(one) for one in made)
        if transcript.turns:
            turn = transcript.turns[self.view.turn]
            span = self.view.target or turn.span
            words = span.of(transcript.text)
            title = f"turn {turn.index + 1}"
            yield MemoSubject(MemoAbout.TRANSCRIPT, transcript.id, title, words, span)
        yield from self._segment_subjects(self.here, made)
        if transcript.turns:
            speaker = transcript.speaker_of(transcript.turns[self.view.turn])
            if speaker.participant_id:
                label = shorten(speaker.label, _LABEL_CELLS)
                yield self._whole(MemoAbout.PARTICIPANT, speaker.participant_id, label)
        title = f"transcript {shorten(transcript.title, _LABEL_CELLS)}"
        yield self._whole(MemoAbout.TRANSCRIPT, transcript.id, title)
        yield self._whole(MemoAbout.STUDY, transcript.study_id, "study")

    def _just_made(self) -> list[Segment]:
        """List this coder's segments of just the words selected or coded last, the newest first."""
        place = self.view.selection or self.desk.last_place
        if place != self.view.target:
            return []
        return [one for one in self.here if one.span == place and self.desk.is_own(one)]

    def _segment_subject(self, segment: Segment) -> MemoSubject:
        title = f"segment {self.desk.looks[segment.code_id].mark}"
        return self._whole(MemoAbout.SEGMENT, segment.id, title, segment.quote)

    def _segment_subjects(self, here: list[Segment], known: list[Segment]) -> Iterator[MemoSubject]:
        looks = self.desk.looks
        yield from (self._segment_subject(one) for one in here if one not in known)
        for code_id in dict.fromkeys(one.code_id for one in here):
            definition = self.desk.book[code_id].definition
            yield self._whole(MemoAbout.CODE, code_id, f"code {looks[code_id].mark}", definition)

    def _whole(self, about: MemoAbout, about_id: str, title: str, words: str = "") -> MemoSubject:
        """Make a subject, with what this coder wrote about it last."""
        own = [
            memo
            for memo in self.desk.memos
            if memo.about_id == about_id
            and memo.span is None
            and memo.coder_id == self.desk.coder_id
        ]
        return MemoSubject(about, about_id, title, words, memo=own[-1] if own else None)

    def _subject_of(self, memo: Memo) -> MemoSubject:
        """Make the subject of a memo that is there."""
        words = memo.span.of(self.desk.transcript.text) if memo.span else ""
        title = next(
            (
                where
                for where, one in self.desk.memos_near(self.view.turn, self.here)
                if one == memo
            ),
            memo.about.value,
        )
        return MemoSubject(memo.about, memo.about_id, title, words, memo.span, memo)
