"""The speakers of a transcript: what each does, and whose voice it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from ipe_coder.model.text import count_words
from ipe_coder.model.transcript import Role, Transcript
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne, NewName
from ipe_coder.tui.rendering import Part, pad, render_line, render_words
from ipe_coder.tui.widgets.rows import Row, Rows

ROLES = tuple(Role)
"""The roles in the order of their digits."""

_LABEL, _ROLE, _WHO = 22, 13, 16


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as the dialog shows and changes it."""

    label: str
    role: Role
    participant: str = ""
    """Pseudonym; empty for nobody."""
    turns: int = 0
    words: int = 0
    is_new: bool = False
    """Whether the participant is yet to be made."""


def voices_of(transcript: Transcript, people: Mapping[str, str]) -> list[Voice]:
    """Count the turns and words of each speaker.

    Args:
        transcript: The transcript.
        people: Pseudonyms by participant id.
    """
    turns, words = [0] * len(transcript.speakers), [0] * len(transcript.speakers)
    for turn in transcript.turns:
        turns[turn.speaker] += 1
        words[turn.speaker] += count_words(transcript.text[turn.start : turn.end])
    names = [people.get(one.participant_id or "", "") for one in transcript.speakers]
    return [
        Voice(one.label, one.role, names[place], turns[place], words[place])
        for place, one in enumerate(transcript.speakers)
    ]


class SpeakersDialog(Dialog[tuple[Voice, ...]]):
    """Changes roles and participants; dismissed with the speakers that were changed, or None."""

    NAME = "speakers"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    SpeakersDialog {
        & > #box { width: 84; }
        & > #box > #body { padding: 0 1; }
        & #head { height: 1; color: $muted; padding: 0 1; }
        & Rows { height: auto; max-height: 14; background: $surface; margin-bottom: 1; }
    }
    """

    def __init__(
        self, title: str, voices: Sequence[Voice], people: Sequence[Choice], *, current: str = ""
    ) -> None:
        """Show the speakers of a transcript.

        Args:
            title: Title of the transcript.
            voices: Its speakers.
            people: Participants of the study, valued by pseudonym.
            current: Label of the speaker to begin with.
        """
        super().__init__()
        self._title, self._people = title, tuple(people)
        self._before = tuple(voices)
        self._voices = list(voices)
        self._first = next((n for n, one in enumerate(voices) if one.label == current), 0)

    def title_line(self) -> Content:
        """Name the transcript."""
        return render_line(("Speakers of ", "$muted"), (self._title, "bold $strong"))

    def compose_body(self) -> ComposeResult:
        """Set the list beneath its columns."""
        yield Static(id="head")
        yield Rows()

    def on_mount(self) -> None:
        """Begin with the first."""
        head = f"{pad('label', _LABEL)}{'turns':>6}{'words':>8}  {pad('role', _ROLE)}  participant"
        self.query_one("#head", Static).update(render_words(head, "$muted"))
        self._show(self._first)
        self.set_focus(self.query_one(Rows))

    @command("enter", footer="keep", priority=True, in_palette=False)
    def action_keep(self) -> None:
        """Keep what was changed."""
        changed = zip(self._voices, self._before, strict=True)
        self.dismiss(tuple(one for one, before in changed if one != before))

    @command("r", footer="role", in_palette=False)
    def action_role(self) -> None:
        """Give the speaker the next role."""
        place = self._place
        following = (ROLES.index(self._voices[place].role) + 1) % len(ROLES)
        self._put(place, self._with_role(place, ROLES[following]))

    @command("1..4", footer="role", in_palette=False)
    def action_set_role(self, digit: int) -> None:
        """Make the speaker the interviewer (1), a participant (2), other (3) or unknown (4)."""
        self._put(self._place, self._with_role(self._place, ROLES[digit - 1]))

    @command("m", footer="whose voice", in_palette=False)
    def action_whose(self) -> None:
        """Say which participant speaks, or make a new one."""
        place = self._place
        voice = self._voices[place]

        def take(chosen: Any) -> None:
            if isinstance(chosen, NewName):
                known = next((one for one in self._people if one.value == chosen.name), None)
                self._give(place, chosen.name, is_new=known is None)
            elif chosen:
                self._give(place, str(chosen), is_new=False)

        title = f"Whose voice is {voice.label or 'the one without a label'}?"
        self.app.push_screen(
            ChooseOne(title, self._people, current=voice.participant or None, new="participant"),
            take,
        )

    @on(Rows.Chosen)
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_whose()

    @property
    def _place(self) -> int:
        return int(self.query_one(Rows).value or 0)

    def _with_role(self, place: int, role: Role) -> Voice:
        return replace(self._voices[place], role=role)

    def _give(self, place: int, pseudonym: str, *, is_new: bool) -> None:
        voice = self._voices[place]
        self._put(
            place,
            replace(voice, participant=pseudonym, is_new=is_new, role=Role.PARTICIPANT),
        )

    def _put(self, place: int, voice: Voice) -> None:
        self._voices[place] = voice
        self._show(place)

    def _show(self, place: int) -> None:
        rows = [Row.of(self._line(one), value=n) for n, one in enumerate(self._voices)]
        shown = self.query_one(Rows)
        shown.styles.height = min(len(rows), 14)
        shown.show(rows, keep=place)

    def _line(self, voice: Voice) -> Content:
        role: Part = (pad(voice.role, _ROLE), "$text")
        if voice.role is Role.UNKNOWN:
            role = (pad(f"? {voice.role}", _ROLE), "bold $accent-text")
        who: Part = (pad(voice.participant, _WHO), "$text")
        if voice.role is Role.PARTICIPANT and not voice.participant:
            who = ("? nobody yet", "bold $accent-text")
        elif voice.is_new:
            who = (f"{voice.participant}, new", "bold $strong")
        return render_line(
            (pad(voice.label or "(no label)", _LABEL), "bold $strong"),
            (f"{voice.turns:>6}{voice.words:>8}  ", "$text"), role, "  ", who,
        )  # fmt: skip
