"""The survey preview: what each column is taken for can be changed before anything is written."""

from __future__ import annotations

from typing import ClassVar

from ipe_coder.model.survey import Survey, Use
from ipe_coder.model.text import clean_name
from ipe_coder.tui.background import Progress, background
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.import_writing import WRITING
from ipe_coder.tui.screens.survey_rows import USES, doubt_of
from ipe_coder.tui.screens.survey_view import SurveyView

ENDINGS = (".csv", ".tsv", ".xlsx", ".xlsm")
_TURN = (Use.QUESTION, Use.ATTRIBUTE, Use.LEFT_OUT)
"""What `enter` goes through; who answers is said by its own key, as one column alone can."""


def _has_column(screen: SurveyScreen) -> bool:
    return screen.survey is not None and bool(screen.column) and not screen.is_writing


def _can_write(screen: SurveyScreen) -> bool:
    ready = screen.survey is not None and not doubt_of(screen.survey, screen.fault)
    return ready and screen.would is not None and not screen.is_writing


def _can_number(screen: SurveyScreen) -> bool:
    return _has_column(screen) and screen.survey is not None and not screen.survey.respondent


def _can_leave(screen: SurveyScreen) -> bool:
    return not screen.is_writing


class SurveyScreen(SurveyView):
    """A look at survey answers before they are imported."""

    NAME, TITLE = "survey", "Survey answers"
    HELP = (
        "Look at what each column is taken for and change what was guessed wrongly: each answer "
        "to a question becomes a text of its participant. Nothing is written "
        "until you press {survey.write}."
    )
    READS: ClassVar[frozenset[str]] = frozenset({"transcript", "study", "participant"})

    # -- commands

    @command("w", footer="write", group="Survey", when=_can_write)
    def action_write(self) -> None:
        """Write the answers that are not here yet, as one change."""
        assert self.survey is not None
        self.begin_writing()
        self._write(self.survey, self.wave)

    @command("enter", "space", footer="next use", group="Survey", when=_has_column, priority=True)
    def action_next_use(self) -> None:
        """Take the column for the next: question, attribute, left out."""
        assert self.survey is not None
        now = next(one.use for one in self.survey.columns if one.name == self.column)
        place = _TURN.index(now) + 1 if now in _TURN else 0
        self._take_for(_TURN[place % len(_TURN)])

    @command("p", footer="participant", group="Survey", when=_has_column)
    def action_participant(self) -> None:
        """Let the column say who answers; the one that did becomes an attribute."""
        self._take_for(Use.RESPONDENT)

    @command("q", footer="question", group="Survey", when=_has_column)
    def action_question(self) -> None:
        """Take the column for a question: each of its answers becomes a text."""
        self._take_for(Use.QUESTION)

    @command("a", footer="attribute", group="Survey", when=_has_column)
    def action_attribute(self) -> None:
        """Take the column for an attribute of the participants."""
        self._take_for(Use.ATTRIBUTE)

    @command("x", footer="leave out", group="Survey", when=_has_column)
    def action_leave_out(self) -> None:
        """Leave the column out."""
        self._take_for(Use.LEFT_OUT)

    @command("#", footer="number", group="Survey", when=_can_number)
    def action_number(self) -> None:
        """Number the participants by their rows, as no column says who answers."""

        def take(answer: str | None) -> None:
            if answer and clean_name(answer) and self.survey is not None:
                self._change(self.survey.with_numbers(clean_name(answer)))

        hint = "R gives R0001, R0002 … Answers that come later need other letters."
        self.app.push_screen(AskText("Numbers begin with", "R", hint), take)

    @command("v", footer="wave", group="Survey", when=_has_column)
    def action_wave(self) -> None:
        """Say which wave the answers belong to."""

        def take(answer: str | None) -> None:
            if answer is not None:
                self.wave = clean_name(answer)
                self._show_outcome()

        self.app.push_screen(AskText("Wave of the answers", self.wave, "Empty for none."), take)

    @command("J", group="Survey", when=_has_column, in_palette=False)
    def action_details_down(self) -> None:
        """Go further down in what is said of the column."""
        self.query_one("#side").scroll_relative(y=5, animate=False)

    @command("K", group="Survey", when=_has_column, in_palette=False)
    def action_details_up(self) -> None:
        """Go back up in what is said of the column."""
        self.query_one("#side").scroll_relative(y=-5, animate=False)

    @command("R", group="Survey", when=_can_leave)
    def action_read_again(self) -> None:
        """Read the file again, after it was mended; what you changed is forgotten."""
        self._before.clear()
        self._after.clear()
        self.error_strip.hide()
        self._read()

    @command("escape", footer="leave", group="Survey", when=_can_leave)
    def action_leave(self) -> None:
        """Leave; nothing is written."""

        def leave(agreed: bool | None) -> None:
            if agreed:
                self.dismiss(None)

        if not self._before:
            self.dismiss(None)
            return
        detail = "What you chose here is forgotten."
        self.app.push_screen(
            Confirm("Leave without importing?", "leaves", "goes on", detail), leave
        )

    @command("u", footer="undo", group="Everywhere", when=lambda screen: bool(screen._before))
    async def action_undo(self) -> None:
        """Take back what you said last; nothing is written yet."""
        assert self.survey is not None
        self._after.append(self.survey)
        self._become(self._before.pop())

    @command("ctrl+r", group="Everywhere", when=lambda screen: bool(screen._after))
    async def action_redo(self) -> None:
        """Say again what you took back."""
        assert self.survey is not None
        self._before.append(self.survey)
        self._become(self._after.pop())

    # -- how it is done

    def _take_for(self, use: Use) -> None:
        assert self.survey is not None
        self._change(self.survey.with_use(self.column, use))
        self.say(f"{shorten(self.column, 16)}: {USES[use]}")

    def _change(self, survey: Survey) -> None:
        assert self.survey is not None
        self._before.append(self.survey)
        self._after.clear()
        self._become(survey)

    @background(WRITING, "writing answers")
    def _write(self, survey: Survey, wave: str) -> None:
        project = self.project
        number = self.would.answers if self.would is not None else 0
        self.post_message(Progress(WRITING, "writing answers", 0, number))
        before = project.last_change()
        done = project.import_survey(survey, self.study.name, wave=wave, only_new=True)
        self.post_message(self.Written(project.changes_since(before), done.notes))
