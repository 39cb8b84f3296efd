"""Who is who in the library: what speakers do, whose voices they are, what participants are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ipe_coder.model.change import Change
from ipe_coder.model.segment import MemoAbout
from ipe_coder.model.study import Participant, ParticipantRow
from ipe_coder.model.transcript import TranscriptSummary
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.people import SpeakersDialog, Voice, voices_of
from ipe_coder.tui.failures import reported
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.library_list import (
    LibraryList,
    has_row,
    on_participants,
    on_transcripts,
)
from ipe_coder.tui.screens.library_rows import is_unclear
from ipe_coder.tui.screens.memo_writing import ask_for_memo, subject_of
from ipe_coder.tui.screens.participant_fields import field_choices, value_choices, write_field
from ipe_coder.tui.screens.writing import write_and_publish

_NAME_CELLS = 24


def _has_transcript(screen: LibraryPeople) -> bool:
    return on_transcripts(screen) and screen.transcript is not None


def _has_participant(screen: LibraryPeople) -> bool:
    return on_participants(screen) and screen.participant is not None


class LibraryPeople(LibraryList):
    """The part of the library that says who is who."""

    @command("r", footer="role", group="Who is who", when=_has_transcript)
    async def action_role(self) -> None:
        """Say what the speakers of the transcript do."""
        await self._show_speakers()

    @command("m", footer="memo", group="Library", when=has_row)
    def action_memo(self) -> None:
        """Write a memo on the transcript or participant; {memo.next_subject} chooses its study."""
        one: TranscriptSummary | Participant | None = self.transcript or self.participant
        if one is None:
            return
        is_text = isinstance(one, TranscriptSummary)
        about = MemoAbout.TRANSCRIPT if is_text else MemoAbout.PARTICIPANT
        name = one.title if isinstance(one, TranscriptSummary) else one.pseudonym
        title = f"{about.value} {shorten(name, _NAME_CELLS)}"
        memos = self.whole.memos.get(one.id, ())
        subjects = [
            subject_of(self, about, one.id, title, memos=memos),
            subject_of(self, MemoAbout.STUDY, one.study_id, "its study"),
        ]
        ask_for_memo(self, subjects)

    @command("w", footer="whose voice", group="Who is who", when=_has_transcript)
    async def action_map(self) -> None:
        """Say which participant a speaker is."""
        dialog = await self._show_speakers()
        if dialog is not None:
            dialog.call_after_refresh(dialog.action_whose)

    @command("c", footer="change", group="Who is who", when=_has_participant)
    def action_change_participant(self) -> None:
        """Change what is known of the participant: respondent, arm, consent, an attribute."""
        one = self.participant
        assert one is not None
        study = self.whole.study(one.study_id)

        def take_field(name: Any) -> None:
            if name is None:
                return
            choices = value_choices(name, study)
            if choices:
                dialog = ChooseOne(f"{name.capitalize()} of {one.pseudonym}", choices)
                self.app.push_screen(dialog, lambda value: self._set_field(one, name, value))
            else:
                hint = "Empty takes it away."
                self.app.push_screen(
                    AskText(f"{name} of {one.pseudonym}", one.attributes.get(name, ""), hint),
                    lambda value: self._set_field(one, name, value),
                )

        choices = field_choices(one, self.whole.arm_of(one))
        self.app.push_screen(ChooseOne(f"Change what of {one.pseudonym}?", choices), take_field)

    # -- how it is done

    async def _show_speakers(self) -> SpeakersDialog | None:
        summary = self.transcript
        if summary is None:
            return None
        people = {one.id: one.pseudonym for one in self.whole.participants}
        voices = voices_of(self.project.transcript(summary.id), people)
        unclear = next((one.label for one in summary.speakers if is_unclear(one)), "")
        dialog = SpeakersDialog(
            summary.title, voices, self._people_of(summary.study_id), current=unclear
        )

        async def take(changed: tuple[Voice, ...] | None) -> None:
            with reported(self):
                for voice in changed or ():
                    await self._set_speaker(summary, voice)

        await self.app.push_screen(dialog, take)
        return dialog

    def _people_of(self, study_id: str) -> list[Choice]:
        return [
            Choice(
                one.pseudonym,
                one.pseudonym,
                ", ".join(
                    part
                    for part in (one.respondent.value if one.respondent else "", one.role)
                    if part
                ),
            )
            for one in self.whole.participants
            if one.study_id == study_id
        ]

    async def _set_speaker(self, summary: TranscriptSummary, voice: Voice) -> None:
        if voice.is_new:
            row = ParticipantRow(voice.participant, summary.title, voice.label)
            await write_and_publish(
                self, lambda: self.project.add_participants([row], summary.study, Path(""))
            )
            return

        def write() -> Change:
            return self.project.set_speaker(
                summary.id, voice.label, role=voice.role, participant=voice.participant
            )

        await self.write(write)

    async def _set_field(self, one: Participant, name: str, value: Any) -> None:
        if value is not None:
            with reported(self):
                await self.write(lambda: write_field(self.project, one, name, value))
