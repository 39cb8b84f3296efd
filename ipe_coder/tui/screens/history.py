"""The history: who did what and when, filtered; any change taken back from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from textual.widgets import Input

from ipe_coder.errors import UndoError, UsageError
from ipe_coder.model.change import Change, HistoryFilter, Matter
from ipe_coder.model.counts import count_of
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.failures import reported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.history_list import HistoryList
from ipe_coder.tui.screens.history_rows import day_of

_ANY = "any"
"""Stands for no filter in a choice; no id looks like it."""


_SCREENS = {
    Matter.CODEBOOK: "codebook", Matter.THEMES: "codebook", Matter.TRANSCRIPTS: "library",
    Matter.PARTICIPANTS: "library", Matter.GUIDE: "guide", Matter.SUMMARIES: "matrix",
    Matter.RESULTS: "results", Matter.JOINT: "results",
}  # fmt: skip
"""Where a change of each kind can be seen, if not in a transcript."""


def _sees_all(screen: HistoryScreen) -> bool:
    return _in_list(screen) and not screen.is_blind


def _in_list(screen: HistoryScreen) -> bool:
    return screen.is_mounted and not isinstance(screen.focused, Input) and screen.is_loaded


def _has_change(screen: HistoryScreen) -> bool:
    return _in_list(screen) and screen.rows.value is not None


def _is_narrow(screen: HistoryScreen) -> bool:
    return _has_change(screen) and screen.has_class("-narrow")


def _has_place(screen: HistoryScreen) -> bool:
    return _has_change(screen) and bool(screen.entry and screen.entry.transcript_id)


def _is_wide(screen: HistoryScreen) -> bool:
    return _has_change(screen) and not screen.has_class("-narrow")


def _has_thing(screen: HistoryScreen) -> bool:
    return _has_change(screen) and bool(screen.entry and screen.entry.about)


def _has_later(screen: HistoryScreen) -> bool:
    return _has_change(screen) and bool(screen.detail and screen.detail.later)


def _can_undo(screen: HistoryScreen) -> bool:
    entry = screen.entry if _has_change(screen) else None
    return entry is not None and not entry.is_undone and entry.change.state.value != "final"


def _is_limited(screen: HistoryScreen) -> bool:
    return screen.is_mounted and (
        screen.has_class("-typing")
        or screen.has_class("-drawer")
        or screen.wanted != HistoryFilter()
    )


class HistoryScreen(HistoryList):
    """Who did what, filtered; undo from here."""

    NAME, TITLE, KEY = "history", "History", "h"
    HELP = (
        "Who did what and when, with what stood before and after. {everywhere.undo} takes back your"
        " newest change, {history.undo_this} the one at the cursor and nothing else. An undo is a"
        " change too: {history.undo_this} on it brings back."
    )

    # -- looking

    @command("enter", footer="detail", group="History", when=_is_narrow, priority=True)
    def action_details(self) -> None:
        """Show the change at the cursor before and after, or the list again."""
        self.toggle_class("-drawer")
        if not self.has_class("-drawer"):
            self.set_focus(self.rows)
        self.call_after_refresh(lambda: self._show_detail(self.detail))

    @command("enter", footer="go there", group="History", when=_is_wide, priority=True)
    async def action_go_there(self) -> None:
        """Go where that can be seen now: the transcript, or the screen that it belongs to."""
        if _has_place(self):
            self.action_open()
        elif self.entry is not None:
            tables = self.entry.change.tables
            found = (mode for one, mode in _SCREENS.items() if tables & set(one.tables))
            await self.ipe.go(next(found, "project"))

    @command("o", group="History", when=_has_place)
    def action_open(self) -> None:
        """Open what was changed in its transcript."""
        entry = self.entry
        if entry is None:
            return
        if entry.transcript_id not in {one.id for one in self.project.transcripts()}:
            raise UsageError("That transcript is not there any more.", "Undo its removal first.")
        self.ipe.open_transcript(entry.transcript_id, entry.span)

    @command("/", footer="find", group="Limiting", when=_in_list)
    def action_find(self) -> None:
        """Show only changes with the words that are typed, or of what is called so."""
        self.remove_class("-drawer")
        self.add_class("-typing")
        self.set_focus(self.query_one("#filter", Input))

    @command("w", footer="who", group="Limiting", when=_sees_all)
    def action_who(self) -> None:
        """Show the changes of one coder, or of all."""
        choices = [Choice(_ANY, "Everybody")]
        choices += [Choice(one.id, one.name) for one in self.project.coders()]

        def take(chosen: Any) -> None:
            if chosen is not None:
                found = next((one for one in choices if one.value == chosen), choices[0])
                self.who = "" if chosen == _ANY else found.words
                self.want(self.rows.value, coder_ids=() if chosen == _ANY else (str(chosen),))

        current = self.wanted.coder_ids[0] if self.wanted.coder_ids else _ANY
        self.app.push_screen(ChooseOne("Whose changes?", choices, current=current), take)

    @command("f", footer="what", group="Limiting", when=_in_list)
    def action_what(self) -> None:
        """Show the changes of one kind of thing, or of all."""
        choices = [Choice(_ANY, "Everything"), *(Choice(one, one.value) for one in Matter)]

        def take(chosen: Any) -> None:
            if chosen is not None:
                self.want(self.rows.value, matters=() if chosen == _ANY else (Matter(chosen),))

        current = self.wanted.matters[0] if self.wanted.matters else _ANY
        self.app.push_screen(ChooseOne("Changes of what?", choices, current=current), take)

    @command("d", footer="day", group="Limiting", when=_in_list)
    def action_day(self) -> None:
        """Show the changes of one day, or of all."""
        every = self.project.find_changes(replace(self.limited(), since=None, until=None))
        days = Counter(datetime.fromisoformat(one.at).astimezone().date() for one in every)
        choices = [Choice(_ANY, "Every day")]
        for day, number in days.items():
            choices.append(Choice(day, day_of(datetime.combine(day, time())), f"{number:,}"))

        def take(chosen: Any) -> None:
            if chosen is None:
                return
            if chosen == _ANY:
                self.day = ""
                self.want(self.rows.value, since=None, until=None)
                return
            start = datetime.combine(chosen, time()).astimezone()
            end = datetime.combine(chosen + timedelta(days=1), time()).astimezone()
            self.day = f"{chosen.day} {chosen:%B %Y}"
            self.want(since=start, until=end)

        self.app.push_screen(ChooseOne("Which day?", choices), take)

    @command("a", footer="of this", group="Limiting", when=_has_thing)
    def action_about(self) -> None:
        """Show only changes of the same transcript, code, participant or theme."""
        entry = self.entry
        if entry is not None and entry.about is not None:
            key, self.thing = entry.about
            self.want(self.rows.value, about=(key,))

    @command("escape", group="Limiting", when=_is_limited, in_palette=False)
    def action_show_all(self) -> None:
        """Show the list again, then all changes again."""
        if self.has_class("-drawer"):
            self.remove_class("-drawer")
            self.set_focus(self.rows)
            return
        self.set_focus(self.rows)
        self.remove_class("-typing")
        kept = self.rows.value
        self.show_all()
        self.query_one("#filter", Input).value = ""
        self.want(kept)

    # -- undoing

    @command("U", footer="undo this", group="History", when=_can_undo)
    async def action_undo_this(self) -> None:
        """Take back the change at the cursor and nothing else; of an undo, bring it back."""
        seq = self.rows.value
        self._keep = seq
        try:
            await self.write(lambda: self.project.undo(seq))
        except UndoError as refused:
            self._last_write = None
            hint = refused.hint
            if self.hides_later:
                raise UndoError(
                    "That cannot be undone: later work of another coder rests on it.",
                    "Blind mode hides it.",
                ) from None
            if refused.later:
                hint = spoken(
                    "{history.go_to_later} goes there; {history.undo_this} takes it back."
                )
                self._read_detail(seq)
            raise UndoError(refused.message, hint, refused.later) from refused

    @command("B", group="History", when=_can_undo)
    def action_undo_back(self) -> None:
        """Take back all that you did from the change at the cursor on, in one step."""
        entry = self.entry
        if entry is None:
            return
        with self._hiding_others():
            changes = self.project.undone_back_to(entry.change.seq)
        number, words = len(changes), shorten(changes[-1].label, 40)
        things = "this change" if number == 1 else f"{number} changes, back to before “{words}”"

        async def take(agreed: bool | None) -> None:
            if agreed:
                with reported(self):
                    await self._undo_back(entry.change.seq)

        how = spoken("{everywhere.redo} brings them back one by one.")
        question = f"Undo {things}?"
        self.app.push_screen(Confirm(question, "undoes", "keeps", how), take)

    async def _undo_back(self, seq: int) -> None:
        """Take them back and tell every screen of each."""
        done: list[Change] = []

        def undo() -> Change:
            done[:] = self.project.undo_back_to(seq)
            return done[-1]

        with self._hiding_others():
            await self.write(undo)
        for one in done[:-1]:
            self.ipe.publish(one)
        self.say(f"Undid {count_of(len(done), 'change')}")

    @contextmanager
    def _hiding_others(self) -> Iterator[None]:
        """Name no work of others in blind mode."""
        try:
            yield
        except UndoError as refused:
            self._last_write = None
            if not self.is_blind:
                raise
            said = "That cannot be undone: work of another coder may be in the way."
            raise UndoError(said, "Blind mode hides it.") from refused

    @command("b", footer="in the way", group="History", when=_has_later)
    def action_go_to_later(self) -> None:
        """Go to the newest change that is in the way of undoing this one."""
        if self.detail is None or not self.detail.later:
            return
        self.action_close_error()
        seq = self.detail.later[0].seq
        if not self.rows.go_to(seq):
            self.show_all()
            self.want(seq)

    @command("J", group="History", when=_has_change, in_palette=False)
    def action_details_down(self) -> None:
        """Go further down in the change."""
        self.query_one("#side").scroll_relative(y=5, animate=False)

    @command("K", group="History", when=_has_change, in_palette=False)
    def action_details_up(self) -> None:
        """Go back up in the change."""
        self.query_one("#side").scroll_relative(y=-5, animate=False)
