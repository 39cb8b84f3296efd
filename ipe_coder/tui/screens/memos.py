"""Memos: all that was written down beside the coding, found again and opened in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual import on
from textual.widgets import Input

from ipe_coder.errors import UsageError
from ipe_coder.model.memo import CellSubject, MemoFilter, MemoRow, choose_memos
from ipe_coder.model.segment import MemoAbout, MemoKind
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.memo import MemoSubject
from ipe_coder.tui.failures import reported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.history_rows import day_of
from ipe_coder.tui.screens.memo_writing import ask_for_memo, subject_of
from ipe_coder.tui.screens.memos_list import MemosList, has_memo, in_list
from ipe_coder.tui.screens.memos_rows import PLURALS, MemoOrder, about_words
from ipe_coder.tui.visit import Visit
from ipe_coder.tui.widgets.rows import Rows

_ANY = "any"
"""Stands for no filter in a choice; no id looks like it."""

_TITLE_CELLS = 30
_LIMITING, _MEMO = "Limiting", "Memo"


def _sees_all(screen: MemosScreen) -> bool:
    return in_list(screen) and not screen.is_blind


def _is_narrow(screen: MemosScreen) -> bool:
    return has_memo(screen) and screen.has_class("-narrow")


def _is_limited(screen: MemosScreen) -> bool:
    if not screen.is_mounted or screen.error_strip.shown:
        return False
    is_open = screen.has_class("-typing") or screen.has_class("-drawer")
    return is_open or screen.wanted != MemoFilter()


class MemosScreen(MemosList):
    """All memos of the project."""

    NAME, TITLE, KEY = "memos", "Memos", "n"
    HELP = (
        "Everything that was written down beside the coding. {memos.open} opens it in its"
        " place; {memos.add} writes about the project or a study, {coding.memo} on other screens"
        " about what is there."
    )
    READS: ClassVar[frozenset[str]] = frozenset(
        {
            "memo", "segment", "transcript", "code", "codebook", "participant", "study", "coder",
            "setting",
        }
    )  # fmt: skip

    # -- the memo at the cursor

    @command("enter", footer="open", group=_MEMO, when=has_memo, priority=True)
    async def action_open(self) -> None:
        """Open the memo in its place: the words, the code, the participant."""
        one = self.memo
        if one is None:
            return
        if one.transcript_id:
            self._open_transcript(one)
        elif one.memo.about is MemoAbout.CODE:
            from ipe_coder.tui.screens.codebook import CodebookScreen

            await self.app.switch_mode(CodebookScreen.NAME)
            shown = self.app.screen
            if isinstance(shown, CodebookScreen):
                shown.call_after_refresh(shown.show_code, one.study_id, one.code_id)
        elif one.memo.about is MemoAbout.PARTICIPANT:
            from ipe_coder.tui.screens.library import LibraryScreen

            await self.app.switch_mode(LibraryScreen.NAME)
            library = self.app.screen
            if isinstance(library, LibraryScreen):
                library.call_after_refresh(library.show_participant, one.memo.about_id)
        elif one.memo.about is MemoAbout.CELL:
            from ipe_coder.tui.screens.matrix import MatrixScreen

            await self.app.switch_mode(MatrixScreen.NAME)
            table = self.app.screen
            if isinstance(table, MatrixScreen):
                table.call_after_refresh(table.show_subject, CellSubject.of(one.memo.about_id))
        else:
            await self.ipe.go("project")

    @command("e", footer="edit", group=_MEMO, when=has_memo)
    def action_edit(self) -> None:
        """Write the memo anew; it stays its first author's."""
        one = self.memo
        if one is None:
            return
        title = shorten(about_words(one), _TITLE_CELLS)
        memo = one.memo
        words = self._read.get(memo.id, one).quote
        ask_for_memo(
            self, [MemoSubject(memo.about, memo.about_id, title, words, memo.span, memo)]
        )  # fmt: skip

    @command("T", group=_MEMO, when=has_memo)
    def action_title(self) -> None:
        """Give the memo a title, or take it away."""
        one = self.memo
        if one is None:
            return
        memo, project = one.memo, self.project

        async def take(title: str | None) -> None:
            if title is not None:
                with reported(self):
                    await self.write(
                        lambda: project.write_memo(
                            memo.about, memo.about_id, memo.body, span=memo.span, kind=memo.kind,
                            title=title, memo_id=memo.id,
                        )
                    )  # fmt: skip

        self.app.push_screen(AskText("Title of the memo", memo.title, "Empty takes it away."), take)

    @command("x", "delete", footer="remove", group=_MEMO, when=has_memo)
    def action_remove(self) -> None:
        """Remove the memo, after a question; {everywhere.undo} brings it back."""
        one = self.memo
        if one is None:
            return
        memo, project = one.memo, self.project

        async def take(agreed: bool | None) -> None:
            if agreed:
                with reported(self):
                    await self.write(
                        lambda: project.write_memo(memo.about, memo.about_id, "", memo_id=memo.id)
                    )

        whose = f"{one.coder}'s memo" if one.coder not in ("", self.ipe.coder) else "the memo"
        question = f"Remove {whose} “{shorten(one.head, 40)}”?"
        self.app.push_screen(
            Confirm(question, "removes", "keeps", spoken("{everywhere.undo} brings it back.")), take
        )

    @command("a", footer="new", group=_MEMO, when=in_list)
    def action_add(self) -> None:
        """Write a memo about the project, a study, or what the memo at the cursor is about."""
        choices = [Choice((MemoAbout.PROJECT, ""), "The project", self.project.name)]
        choices += [
            Choice((MemoAbout.STUDY, one.id), one.label, "study") for one in self.project.studies()
        ]
        one = self.memo
        if one is not None and one.memo.about not in (MemoAbout.PROJECT, MemoAbout.STUDY):
            of = (one.memo.about, one.memo.about_id)
            choices.append(Choice(of, about_words(one), "as the memo at the cursor"))
        names = {choice.value: choice.words for choice in choices}

        def take(chosen: Any) -> None:
            if chosen is not None:
                self.keeps_newest = True
                title = shorten(names[chosen], _TITLE_CELLS)
                about, key = chosen
                ask_for_memo(self, [subject_of(self, about, key, title)])

        self.app.push_screen(ChooseOne("A memo about what?", choices), take)

    @command("s", footer="details", group=_MEMO, when=_is_narrow)
    def action_details(self) -> None:
        """Show the memo whole, or put it away."""
        self.toggle_class("-drawer")
        self.call_after_refresh(self._show_detail)

    @command("J", group=_MEMO, when=has_memo, in_palette=False)
    def action_details_down(self) -> None:
        """Go further down in the memo."""
        self.query_one("#side").scroll_relative(y=5, animate=False)

    @command("K", group=_MEMO, when=has_memo, in_palette=False)
    def action_details_up(self) -> None:
        """Go back up in the memo."""
        self.query_one("#side").scroll_relative(y=-5, animate=False)

    # -- which are shown

    @command("/", footer="find", group=_LIMITING, when=in_list)
    def action_find(self) -> None:
        """Show only memos with the words that are typed, or about what is called so."""
        self.add_class("-typing")
        self.set_focus(self.query_one("#filter", Input))

    @command("f", footer="study", group=_LIMITING, when=in_list)
    def action_study(self) -> None:
        """Show the memos of one study, or of all."""
        choices = [(one.id, one.label) for one in self.project.studies()]
        self._limit("study", "The memos of which study?", choices, "study_id", _study_of)

    @command("t", footer="kind", group=_LIMITING, when=in_list)
    def action_kind(self) -> None:
        """Show analytic, reflexive or method memos or field notes alone, or all."""
        choices = [(one, one.value) for one in MemoKind]
        self._limit("kind", "Which memos?", choices, "kinds", _kind_of)

    @command("w", footer="who", group=_LIMITING, when=_sees_all)
    def action_who(self) -> None:
        """Show the memos of one coder, or of all."""
        choices = [(one.id, one.name) for one in self.project.coders()]
        self._limit("who", "Whose memos?", choices, "coder_ids", _coder_of)

    @command("b", footer="about", group=_LIMITING, when=in_list)
    def action_about(self) -> None:
        """Show the memos about things of one kind, or of all."""
        choices = [(one, PLURALS[one]) for one in MemoAbout]
        self._limit("about", "Memos about what?", choices, "about", _about_of)

    @command("i", group=_LIMITING, when=has_memo)
    def action_same_thing(self) -> None:
        """Show only memos about the same thing; of a transcript, those on its segments too."""
        one = self.memo
        if one is not None:
            about, key = one.thing
            self.names["about"] = "the project" if about is MemoAbout.PROJECT else one.name
            project_only = (about,) if about is MemoAbout.PROJECT else ()
            self.want(about=project_only, about_id=key)

    @command("o", footer="order", group=_LIMITING, when=in_list)
    def action_order(self) -> None:
        """Show the newest first, the oldest first, or beneath what they are about."""
        orders = tuple(MemoOrder)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.show()

    @command("d", group=_LIMITING, when=in_list)
    def action_day(self) -> None:
        """Show the memos of one day, or of all."""
        shown = choose_memos(self.every, MemoFilter(coder_ids=self.shown_coder_ids))
        days = Counter(one.day for one in shown if one.day)
        choices = [Choice(_ANY, "Every day", f"{len(shown):,}")]
        choices += [
            Choice(day, day_of(datetime.fromisoformat(day)), f"{days[day]:,}")
            for day in sorted(days, reverse=True)
        ]
        names = {choice.value: choice.words for choice in choices}

        def take(chosen: Any) -> None:
            if chosen is not None:
                is_any = chosen == _ANY
                self.names["day"] = "" if is_any else names[chosen]
                day = "" if is_any else chosen
                self.want(since=day, until=day)

        self.app.push_screen(ChooseOne("Which day?", choices), take)

    @command("escape", group=_LIMITING, when=_is_limited, in_palette=False)
    def action_show_all(self) -> None:
        """Put the memo away, then show all again."""
        self.set_focus(self.rows)
        if self.has_class("-drawer"):
            self.remove_class("-drawer")
            return
        self.remove_class("-typing")
        self.show_all()
        self.query_one("#filter", Input).value = ""
        self.want()

    # -- how it is done

    @on(Rows.Chosen, "#rows")
    async def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        await self.action_open()

    def _open_transcript(self, one: MemoRow) -> None:
        """Open a memo's transcript at its words, all places with a memo there marked."""
        if one.transcript_id not in {known.id for known in self.project.transcripts()}:
            raise UsageError("That transcript is not there any more.", "Undo its removal first.")
        here = {
            row.span
            for row in self.found
            if row.transcript_id == one.transcript_id and row.span is not None
        }
        places = tuple(sorted(here, key=lambda span: (span.start, span.end)))
        self.ipe.open_transcript(one.transcript_id, one.span, visit=Visit(self.NAME, "", places))

    def _limit(
        self,
        name: str,
        question: str,
        known: Sequence[tuple[Any, str]],
        field: str,
        value_of: Callable[[MemoRow], Any],
    ) -> None:
        """Ask for a value of a filter and show what it lets through.

        Args:
            name: The filter, as it is called above the list.
            question: What is asked.
            known: Its values and their names; those of no memo are left out.
            field: The field of the filter.
            value_of: Gives the value of a memo.
        """
        one_value = field == "study_id"
        shown = choose_memos(self.every, MemoFilter(coder_ids=self.shown_coder_ids))
        numbers = Counter(value_of(one) for one in shown)
        choices = [Choice(_ANY, "All", f"{len(shown):,}")]
        choices += [
            Choice(value, words, f"{numbers[value]:,}") for value, words in known if numbers[value]
        ]
        names = {choice.value: choice.words for choice in choices}

        def take(chosen: Any) -> None:
            if chosen is None:
                return
            is_any = chosen == _ANY
            self.names[name] = "" if is_any else names[chosen]
            empty: Any = "" if one_value else ()
            wanted: Any = chosen if one_value else (chosen,)
            extra = {"about_id": ""} if field == "about" else {}
            self.want(**{field: empty if is_any else wanted}, **extra)

        self.app.push_screen(ChooseOne(question, choices), take)


def _study_of(one: MemoRow) -> str:
    return one.study_id


def _kind_of(one: MemoRow) -> MemoKind:
    return one.memo.kind


def _coder_of(one: MemoRow) -> str:
    return one.memo.coder_id


def _about_of(one: MemoRow) -> MemoAbout:
    return one.memo.about
