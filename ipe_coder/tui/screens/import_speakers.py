"""The import preview: what a researcher says of the speakers and turns of a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import Division, Draft, Role, Rule
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne, NewName
from ipe_coder.tui.dialogs.people import ROLES
from ipe_coder.tui.screens.import_batch import ImportBatch
from ipe_coder.tui.screens.import_file import FilePlan

_RULES = (
    (Division.FOUND, "as found", "labels that recur, or a look"),
    (Division.LOOSE, "loose", "Name: speaks wherever it stands"),
    (Division.NAMED, "named", "only labels that you type"),
    (Division.PROSE, "prose", "nobody is named; one voice"),
)


def _is_read(screen: ImportSpeakers) -> bool:
    return screen.plan.files[screen.place].draft is not None and not screen.is_writing


def _has_two(screen: ImportSpeakers) -> bool:
    return _is_read(screen) and len(screen.here.speakers) > 1


def _on_turn(screen: ImportSpeakers) -> bool:
    return _is_read(screen) and screen.turn_here is not None


def _can_split(screen: ImportSpeakers) -> bool:
    draft, turn = screen.plan.files[screen.place].draft, None
    if draft is not None and _is_read(screen):
        turn = screen.turn_here
    return draft is not None and turn is not None and bool(_paragraphs(draft, turn))


def _has_proposals(screen: ImportSpeakers) -> bool:
    return _is_read(screen) and bool(screen.here.proposed)


def _can_divide(screen: ImportSpeakers) -> bool:
    return not screen.plan.is_reading and not screen.is_writing


def _has_label(screen: ImportSpeakers) -> bool:
    number = screen.speaker_here if _is_read(screen) and screen.is_mounted else None
    return number is not None and bool(screen.here.speakers[number].label)


class ImportSpeakers(ImportBatch):
    """Names, merges and maps the speakers that were found."""

    @property
    def turn_here(self) -> int | None:
        """The turn at the cursor."""
        value = self.preview.value if self.is_mounted else None
        return int(value[1]) if value is not None and value[0] != "speaker" else None

    @command("r", footer="role", group="Import", when=_is_read)
    def action_role(self) -> None:
        """Give the speaker at the cursor the next role."""
        number = self._wanted_speaker()
        role = self.here.speakers[number].role
        self._set_role(number, ROLES[(ROLES.index(role) + 1) % len(ROLES)])

    @command("1..4", group="Import", when=_is_read)
    def action_set_role(self, digit: int) -> None:
        """Make the speaker the interviewer (1), a participant (2), other (3) or unknown (4)."""
        self._set_role(self._wanted_speaker(), ROLES[digit - 1])

    @command("e", footer="rename", group="Import", when=_is_read)
    def action_rename(self) -> None:
        """Give the speaker at the cursor another label; that of another merges both."""
        number = self._wanted_speaker()
        label = self.here.speakers[number].label

        def take(answer: str | None) -> None:
            name = clean_name(answer or "")
            if name and name != label:
                self._say(self.here.about(number, becomes=name))

        hint = "The label of another speaker of this file makes them one. The turns stay."
        self.app.push_screen(AskText(f"Label of {_name(label)}", label, hint), take)

    @command("M", footer="merge", group="Import", when=_has_two)
    def action_merge(self) -> None:
        """Count the turns of the speaker at the cursor to another; they stay turns."""
        number = self._wanted_speaker()
        label = self.here.speakers[number].label

        def take(into: Any) -> None:
            if into is not None:
                self._say(self.here.merged(number, int(into)))

        title = f"Who is {_name(label)} really?"
        self.app.push_screen(ChooseOne(title, self._speaker_choices(number)), take)

    @command("m", footer="whose voice", group="Import", when=_is_read)
    def action_whose(self) -> None:
        """Say which participant of the study speaks, or name a new one."""
        number = self._wanted_speaker()
        speaker = self.here.speakers[number]
        current = self.here.people[number]

        def take(chosen: Any) -> None:
            who = chosen.name if isinstance(chosen, NewName) else chosen
            if who is not None:
                self._say(self.here.about(number, participant=who, role=_role_of(speaker.role)))

        people = [Choice(one, one) for one in self.people_of_study()]
        title = f"Whose voice is {_name(speaker.label)}?"
        self.app.push_screen(
            ChooseOne(title, people, current=current or None, new="participant"), take
        )

    @command("t", footer="turn is …", group="Import", when=_on_turn)
    def action_give_turn(self) -> None:
        """Give the turn at the cursor to another speaker."""
        turn = self.turn_here
        draft = self.here.draft
        if turn is None or draft is None:
            raise UsageError("There is no turn here.", "Go to one below the speakers.")

        def take(chosen: Any) -> None:
            if isinstance(chosen, NewName):
                self._say(self.here.with_turn_of(turn, chosen.name))
            elif chosen is not None:
                label = self.here.speakers[int(chosen)].label
                self._say(self.here.with_turn_of(turn, label))

        own = draft.turns[turn].speaker
        title = f"Who says turn {turn + 1}?"
        choices = self._speaker_choices(own)
        self.app.push_screen(ChooseOne(title, choices, new="speaker"), take)

    @command("s", footer="split", group="Import", when=_can_split)
    def action_split(self) -> None:
        """Let another speaker begin within the turn at the cursor, where a paragraph does."""
        draft, turn = self.here.draft, self.turn_here
        if draft is None or turn is None:
            return
        paragraphs = _paragraphs(draft, turn)
        if len(paragraphs) == 1:
            self._ask_who_begins(paragraphs[0][0], draft.turns[turn].speaker)
            return

        def take(start: int | None) -> None:
            if start is not None:
                self._ask_who_begins(start, draft.turns[turn].speaker)

        choices = [Choice(start, words) for start, words in paragraphs]
        self.app.push_screen(ChooseOne("Where does another voice begin?", choices), take)

    def _ask_who_begins(self, start: int, own: int) -> None:
        def take(chosen: Any) -> None:
            if chosen is not None:
                label = chosen.name if isinstance(chosen, NewName) else _label(self.here, chosen)
                self._say(self.here.with_turn_divided(start, label))

        choices = self._speaker_choices(own)
        self.app.push_screen(ChooseOne("Who begins there?", choices, new="speaker"), take)

    @command("d", footer="divide", group="Import", when=_can_divide)
    def action_divide(self) -> None:
        """Divide the file, or all files, among speakers by another rule."""
        labels = ", ".join(one.label for one in self.here.speakers if one.label)

        def take(chosen: Any) -> None:
            if chosen is None:
                return
            division, everywhere = chosen
            if division is not Division.NAMED:
                self._divide(Rule(division), everywhere)
                return
            hint = "The labels of all speakers as the file writes them, with commas between."
            self.app.push_screen(
                AskText("Who speaks?", labels, hint),
                lambda names: self._divide_by_names(names, everywhere),
            )

        choices = [Choice((one, False), words, more) for one, words, more in _RULES]
        if len(self.plan.files) > 1:
            choices += [Choice((one, True), f"{words}, all files") for one, words, _ in _RULES]
        self.app.push_screen(ChooseOne("Who begins a turn?", choices), take)

    @command("l", group="Import", when=_has_label)
    def action_no_label(self) -> None:
        """Take the label at the cursor for words: it is nobody."""
        labels = tuple(one for one in self.here.members[self._wanted_speaker()] if one)
        rule = self.here.rule
        self._divide(replace(rule, never=(*rule.never, *labels)), False)

    @command("a", footer="as read", group="Import", when=_has_proposals)
    def action_as_read(self) -> None:
        """Leave the file as it was read, without what was said of files like it, or take that."""
        self._put(self.here.with_or_without_proposals())
        how = "as it was read" if self.here.as_read else "with what was said of files like it"
        self.say(f"{self.here.title} is taken {how}")

    def _divide_by_names(self, names: str | None, everywhere: bool) -> None:
        labels = tuple(name for one in (names or "").split(",") if (name := clean_name(one)))
        if labels:
            self._divide(Rule(Division.NAMED, labels), everywhere)

    def _divide(self, rule: Rule, everywhere: bool) -> None:
        """Read the file, or all, by another rule; what was said of labels holds on."""
        files = tuple(
            one.divided_by(rule) if everywhere or place == self.place else one
            for place, one in enumerate(self.plan.files)
        )
        self._become(replace(self.plan, files=files))
        self._read_waiting()

    def people_of_study(self) -> list[str]:
        """List the pseudonyms of the study, with those named here."""
        known = {
            one.pseudonym: None
            for one in self.project.participants()
            if one.study_id == self.study.id
        }
        known.update((who, None) for one in self.plan.files for who in one.people if who)
        return list(known)

    def _speaker_choices(self, without: int) -> list[Choice]:
        speakers = [(n, one) for n, one in enumerate(self.here.speakers) if n != without]
        speakers.sort(key=lambda pair: not pair[1].label)
        turns = [count_of(self.here.counts[n].turns, "turn") for n, _ in speakers]
        return [
            Choice(n, _name(one.label), f"{number}, {one.role.value}")
            for (n, one), number in zip(speakers, turns, strict=True)
        ]

    def _set_role(self, number: int, role: Role) -> None:
        who = self.here.people[number] if role is Role.PARTICIPANT else ""
        self._say(self.here.about(number, role=role, participant=who))


def _role_of(role: Role) -> Role:
    return role if role is Role.INTERVIEWER else Role.PARTICIPANT


def _label(plan: FilePlan, speaker: int) -> str:
    return plan.speakers[speaker].label


def _paragraphs(draft: Draft, turn: int) -> list[tuple[int, str]]:
    """List where paragraphs within a turn begin, with their words, the first aside."""
    one = draft.turns[turn]
    found = []
    start = draft.text.find("\n", one.start, one.end) + 1
    while start:
        after = draft.text.find("\n", start, one.end)
        found.append((start, draft.text[start : after if after >= 0 else one.end]))
        start = after + 1
    return found


def _name(label: str) -> str:
    return label or "the voice without a label"
