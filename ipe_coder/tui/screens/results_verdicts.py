"""What is decided in the joint display: themes beside outcomes, their quotations, verdicts."""

from __future__ import annotations

from collections.abc import Callable

from textual import on

from ipe_coder.errors import UsageError
from ipe_coder.model.segment import SegmentRow
from ipe_coder.model.text import clean_name
from ipe_coder.model.theme import Judgement, Side, Theme
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.failures import reported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screens.joint_rows import GLYPHS, MEANINGS
from ipe_coder.tui.screens.quote_rows import CHOSEN
from ipe_coder.tui.screens.results_joint import JOINT, JointScreen, has_quote, in_quotes
from ipe_coder.tui.screens.writing import write_and_publish
from ipe_coder.tui.surface import finish
from ipe_coder.tui.widgets.rows import Rows

_STATEMENT_HINT = "One sentence that says what is claimed, of whom."


def _has_outcome(screen: JointScreen) -> bool:
    return screen.shows_joint and screen.outcome is not None


def _has_theme(screen: JointScreen) -> bool:
    return screen.shows_joint and screen.theme is not None


def _has_pair(screen: JointScreen) -> bool:
    return _has_outcome(screen) and screen.theme is not None


def _has_evidence(screen: JointScreen) -> bool:
    """Tell whether a quotation is at the cursor, of a theme with a statement to speak for."""
    theme = screen.theme
    return has_quote(screen) and in_quotes(screen) and bool(theme and theme.theme.statement)


def _has_verdict(screen: JointScreen) -> bool:
    return _has_pair(screen) and screen.theme is not None and screen.theme.verdict is not None


class VerdictScreen(JointScreen):
    """Links themes to outcomes, chooses their quotations, and judges their statements."""

    @command("1..5", footer="verdict", group=JOINT, when=_has_pair)
    def action_judge(self, digit: int) -> None:
        """Judge the statement against the result, then say why."""
        theme = self._theme()
        judgement = list(GLYPHS)[digit - 1]
        if theme.statement:
            self._ask_why(theme, judgement)
        else:
            self._ask_statement(
                theme.name, theme.id, "", lambda made: self._ask_why(made, judgement)
            )

    @command("w", footer="reason", group=JOINT, when=_has_verdict)
    def action_reason(self) -> None:
        """Write the reason of the verdict anew."""
        theme = self.theme
        if theme is not None and theme.verdict is not None:
            self._ask_why(theme.theme, theme.verdict.judgement)

    @command("t", footer="themes", group=JOINT, when=_has_outcome)
    def action_themes(self) -> None:
        """Set a theme beside the outcome, or take one away."""
        row, outcome = self.joint_row, self.outcome
        if row is None or outcome is None:
            return
        linked = {one.theme.id for one in row.themes}
        themes = self.project.themes(self.study)
        choices = [
            Choice(one, f"{CHOSEN if one.id in linked else ' '} {one.name}", one.statement)
            for one in themes
        ]
        known = {one.node_id for one in themes}
        book = self.project.codebook(self.study)
        for _, code in book.walk() if book else ():
            if code.id not in known and code.active:
                choices.append(Choice(code.id, f"  {code.name}", "no statement yet"))
        title = f"Themes beside {outcome.name}; {CHOSEN} stands there and is taken away"
        self.app.push_screen(ChooseOne(title, choices), self._take_theme)

    @command("S", group=JOINT, when=_has_theme)
    def action_statement(self) -> None:
        """Write the theme's statement anew: what is claimed, of whom, in one sentence."""
        theme = self._theme()
        self._ask_statement(theme.name, theme.id, theme.statement, lambda _: None)

    @command("q", footer="choose quote", group=JOINT, when=_has_pair)
    async def action_choose_quote(self) -> None:
        """Go to the quotations; there, choose the one at the cursor for the display."""
        row, outcome = self.quotes.value, self.outcome
        if not in_quotes(self):
            if isinstance(row, SegmentRow):
                self.quotes.focus()
                self.tell(spoken("{results.choose_quote} chooses the quotation at the cursor"))
            return
        if isinstance(row, SegmentRow) and outcome is not None and self._quoted is not None:
            if row.segment.id in self._quoted.barred:
                raise UsageError(
                    "These words may not be printed: consent or a mark keeps them out.",
                    "Choose another quotation.",
                )
            theme = self._theme()
            await self.write(lambda: self.project.link_theme(outcome, theme, row.segment.id))
            self.say(f"Chose the words of {row.participant or row.title}")

    @command("+", footer="for", group=JOINT, when=_has_evidence)
    async def action_evidence_for(self) -> None:
        """Set the quotation down as evidence for the statement, or take it away again."""
        await self._set_down(Side.FOR)

    @command("-", footer="against", group=JOINT, when=_has_evidence)
    async def action_evidence_against(self) -> None:
        """Set the quotation down as evidence against the statement, or take it away again."""
        await self._set_down(Side.AGAINST)

    @on(Rows.Chosen, "#themes")
    def _to_quotes(self, event: Rows.Chosen) -> None:
        event.stop()
        if self.theme is None and self.outcome is not None:
            self.action_themes()
        elif isinstance(self.quotes.value, SegmentRow):
            self.quotes.focus()

    # -- how it is done

    async def _set_down(self, side: Side) -> None:
        row, shown = self.quotes.value, self.theme
        if not isinstance(row, SegmentRow) or shown is None:
            return
        theme, segment_id = shown.theme, row.segment.id
        known = next((one for one in shown.evidence if one.row.segment.id == segment_id), None)
        if known is not None and known.evidence.side is side:
            await self.write(lambda: self.project.remove_evidence(theme, segment_id))
            self.say(f"No evidence {side.value} it any more")
            return
        note = known.evidence.note if known is not None else ""
        await self.write(lambda: self.project.add_evidence(theme, segment_id, side, note))
        self.say(f"Evidence {side.value} the statement")

    def _theme(self) -> Theme:
        if self.theme is None:
            raise UsageError(
                "No theme stands beside this outcome.", spoken("{results.themes} sets one.")
            )
        return self.theme.theme

    def _ask_why(self, theme: Theme, judgement: Judgement) -> None:
        outcome, shown = self.outcome, self.theme
        if outcome is None:
            return
        before = shown.verdict if shown is not None else None
        known = before.reason if before is not None and before.judgement is judgement else ""

        async def take(reason: str | None) -> None:
            if reason is not None:
                with reported(self):
                    await self.write(lambda: self.project.judge(outcome, theme, judgement, reason))

        title = f"{judgement.value.capitalize()}: why, in a sentence?"
        self.app.push_screen(AskText(title, known, f"{MEANINGS[judgement].capitalize()}."), take)

    def _ask_statement(
        self, name: str, theme_id: str, statement: str, then: Callable[[Theme], object]
    ) -> None:
        """Ask for a theme's statement, write it, and go on with the theme."""
        study = self.study

        async def take(words: str | None) -> None:
            with reported(self):
                if words is not None and not clean_name(words):
                    raise UsageError("A statement cannot be empty.", _STATEMENT_HINT)
                if words is not None:
                    theme = await write_and_publish(
                        self, lambda: self.project.set_theme(theme_id, words, study=study)
                    )
                    await finish(then(theme))

        self.app.push_screen(AskText(f"What {name} claims", statement, _STATEMENT_HINT), take)

    async def _take_theme(self, chosen: Theme | str | None) -> None:
        """Link a theme, or take a linked one away; a node without a statement gets one first."""
        row, outcome = self.joint_row, self.outcome
        if chosen is None or row is None or outcome is None:
            return
        with reported(self):
            if isinstance(chosen, str):
                name = self.project.code(chosen, study=self.study)[1].name
                self._ask_statement(name, chosen, "", self._link)
            elif any(one.theme.id == chosen.id for one in row.themes):
                await self.write(lambda: self.project.unlink_theme(outcome, chosen))
                self.say(f"Took {chosen.name} away")
            elif chosen.statement:
                await self._link(chosen)
            else:
                self._ask_statement(chosen.name, chosen.id, "", self._link)

    async def _link(self, theme: Theme) -> None:
        outcome = self.outcome
        if outcome is not None:
            self.keys = outcome.id, theme.id
            await self.write(lambda: self.project.link_theme(outcome, theme))
            self.say(f"Set {theme.name} beside it")
