"""What a coder sees of the coding: all, one code, one coder, one speaker, or only their own."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from textual.content import Content

from ipe_coder.model.counts import count_of
from ipe_coder.model.transcript import Role
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.rendering import render_line
from ipe_coder.tui.screens.coding_desk import Shown
from ipe_coder.tui.screens.coding_motion import has_transcript
from ipe_coder.tui.screens.coding_segments import CodingSegments

_LOOKING = "Looking"


class CodingSeeing(CodingSegments):
    """The part of the coding screen that chooses what is drawn."""

    def __init__(self) -> None:
        """Begin with everything in view."""
        super().__init__()
        self._is_focused_on_answers = False

    def on_mount(self) -> None:
        """Show the text as the settings have it."""
        self.follow_setting("blank_rows")

    def follow_setting(self, name: str) -> None:
        """Show blank rows, or leave them out."""
        super().follow_setting(name)
        if name == "blank_rows":
            self.transcript_view.want_gaps(self.ipe.settings.blank_rows)

    @command("F", group=_LOOKING, when=has_transcript)
    def action_filter(self) -> None:
        """Show the segments of one code, one coder or one speaker; chosen again, of all."""
        choices = self._choices()

        def take(chosen: Shown | None) -> None:
            if chosen is not None:
                self.desk.show_only(chosen)
                self._draw_work()
                self._quieten()

        self.app.push_screen(ChooseOne("Show which segments?", choices), take)

    @command("d", group=_LOOKING, when=has_transcript)
    def action_focus_on_answers(self) -> None:
        """Dim what interviewers say, or show it as before."""
        self._is_focused_on_answers = not self._is_focused_on_answers
        self._quieten()
        dimmed = self._is_focused_on_answers
        self.say("Interviewers are dimmed" if dimmed else "Interviewers are as before")

    @command("B", group=_LOOKING, when=has_transcript)
    def action_blind(self) -> None:
        """Hide what others coded, their counts and memos too, or show it again."""
        self.ipe.set_blind(not self.is_blind)
        self._load()
        hidden = "What others code is hidden" if self.is_blind else "Everybody's coding is shown"
        self.say(hidden)

    # -- how it is done

    def _show_transcript(self) -> None:
        super()._show_transcript()
        self._quieten()

    def _quieten(self) -> None:
        """Dim interviewers in the focus mode, and everybody else where one speaker is shown."""
        speakers = self.desk.transcript.speakers
        only = self.desk.showing.speaker
        quiet = {
            place
            for place, voice in enumerate(speakers)
            if (self._is_focused_on_answers and voice.role is Role.INTERVIEWER)
            or (only is not None and place != only)
        }
        self.view.quieten(quiet)

    def showing_states(self) -> list[str | Content]:
        """Say in the header what is left out of the picture."""
        desk, states = self.desk, list[str | Content]()
        shown = desk.showing
        if shown.code_id in desk.looks:
            states.append(render_line("only ", desk.looks[shown.code_id]))
        if shown.coder_id:
            states.append(f"only {desk.coders.get(shown.coder_id, '')}")
        if shown.speaker is not None:
            states.append(f"only {desk.transcript.speakers[shown.speaker].label}")
        return states

    def _choices(self) -> list[Choice]:
        """Offer everything first, then coders, speakers and codes with their numbers."""
        desk, now = self.desk, self.desk.showing
        choices = [Choice(Shown(), "Everything", count_of(len(desk.segments), "segment"))]
        by_coder = Counter(one.coder_id for one in desk.segments)
        for coder_id, number in by_coder.most_common():
            value = replace(now, coder_id="" if now.coder_id == coder_id else coder_id)
            choices.append(Choice(value, f"Coder {desk.coders.get(coder_id, '')}", f"{number}"))
        by_speaker = Counter(place for one in desk.segments for place, _ in one.voices)
        for place, voice in enumerate(desk.transcript.speakers):
            if voice.role is not Role.INTERVIEWER:
                value = replace(now, speaker=None if now.speaker == place else place)
                label = voice.label or "(no label)"
                choices.append(Choice(value, f"Speaker {label}", f"{by_speaker[place]}"))
        by_code = Counter(one.code_id for one in desk.segments)
        for code_id, number in by_code.most_common():
            code = desk.book[code_id]
            value = replace(now, code_id="" if now.code_id == code_id else code_id)
            choices.append(Choice(value, f"{code.mark} {code.name}", f"{number}"))
        return choices
