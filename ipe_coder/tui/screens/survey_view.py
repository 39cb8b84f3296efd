"""The survey preview as it is looked at: columns, one of them whole, what would be written."""

from __future__ import annotations

from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from ipe_coder.errors import FileError, IpeCoderError, UsageError
from ipe_coder.model.study import Study
from ipe_coder.model.survey import Survey
from ipe_coder.project.surveys import SurveyImported
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.named_keys import key
from ipe_coder.tui.rendering import render_line, render_words
from ipe_coder.tui.screens.import_writing import ImportWriting
from ipe_coder.tui.screens.survey_rows import (
    column_details,
    column_head,
    column_rows,
    outcome,
)
from ipe_coder.tui.widgets.rows import Rows


class SurveyView(ImportWriting):
    """The part of the preview that is looked at; `SurveyScreen` adds what is done there."""

    DEFAULT_CSS = """
    SurveyView {
        & #columns { height: 1fr; }
        & #left { width: 1fr; }
        & #head { height: 1; }
        & #table { height: 1fr; }
        & #side { width: 41; background: $surface; padding: 0 1 0 2; scrollbar-size: 1 1; }
        & #outcome { height: auto; margin-bottom: 1; }
        & #details { height: auto; }
        &.-narrow #columns { layout: vertical; }
        &.-narrow #left { width: 100%; height: 1fr; }
        &.-narrow #side { width: 100%; height: 9; }
        &.-contrast #side { border-left: solid $line; }
    }
    """

    class Read(Message):
        """The file was read."""

        def __init__(self, survey: Survey) -> None:
            """Carry it."""
            super().__init__()
            self.survey = survey

    class Counted(Message):
        """It was counted what would be written of a survey, or why nothing can be."""

        def __init__(
            self, survey: Survey, would: SurveyImported | None, fault: IpeCoderError | None
        ) -> None:
            """Carry the survey that was counted and what came of it."""
            super().__init__()
            self.survey, self.would, self.fault = survey, would, fault

    def __init__(self, study: Study, path: Path) -> None:
        """Take a file of answers to be imported into a study."""
        super().__init__()
        self.study, self.path = study, path
        self.survey: Survey | None = None
        self.would: SurveyImported | None = None
        self.fault: IpeCoderError | None = None
        self.wave = ""
        self._before: list[Survey] = []
        self._after: list[Survey] = []

    # -- parts

    def compose_body(self) -> ComposeResult:
        """Set the columns beside what is said of one, and of all."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Static(id="head")
                yield Rows(id="table")
            with VerticalScroll(id="side", can_focus=False):
                yield Static(id="outcome")
                yield Static(id="details")

    @property
    def table(self) -> Rows:
        """The list of columns."""
        return self.query_one("#table", Rows)

    @property
    def column(self) -> str:
        """The name of the column at the cursor; empty if there is none."""
        return self.table.value or ""

    # -- reading and counting

    def on_mount(self) -> None:
        """Read the file behind the screen."""
        self.set_focus(self.table)
        self.query_one("#outcome", Static).update(render_words("being read", "italic $muted"))
        self._read()

    def reload(self) -> None:
        """Count again what is here already."""
        if self.survey is not None:
            self._count(self.survey)

    @background("survey", "reading the answers")
    def _read(self) -> None:
        survey = self.project.read_survey(self.path)
        if not stopped():
            self.post_message(self.Read(survey))

    @on(Read)
    def _take_read(self, event: Read) -> None:
        event.stop()
        self._become(event.survey)

    @background("survey count", "counting the answers")
    def _count(self, survey: Survey) -> None:
        would, fault = None, None
        try:
            would = self.project.preview_survey(survey, self.study.name)
        except (FileError, UsageError) as error:
            fault = error
        if not stopped():
            self.post_message(self.Counted(survey, would, fault))

    @on(Counted)
    def _take_counted(self, event: Counted) -> None:
        event.stop()
        if event.survey is self.survey:
            self.would, self.fault = event.would, event.fault
            self._show_outcome()
            self.refresh_bindings()

    def _become(self, survey: Survey) -> None:
        """Show a survey, and count it behind the screen."""
        self.survey, self.would, self.fault = survey, None, None
        self._show()
        self._count(survey)

    # -- what is shown

    def on_resize(self, _event: events.Resize) -> None:
        """Set the details below the columns where there is no room beside them."""
        self.fit_side()
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        write = (key("survey.write"), "bold $accent-text")
        nothing = render_line("nothing is written until you press ", write)
        crumbs = ["Library", f"Answers of {self.path.name} into {self.study.label}"]
        self.header.show(crumbs=crumbs, states=[nothing], coder="")
        if self.survey is None:
            return
        width = max(self.table.size.width - 2, 40)
        self.query_one("#head", Static).update(column_head(self.survey, width))
        self.table.show(column_rows(self.survey, width))
        self._show_outcome()
        self._show_details()
        self.refresh_bindings()

    def _show_outcome(self) -> None:
        if self.survey is not None:
            said = outcome(
                self.survey, self.would, self.fault, self.wave, self._side_width(),
                is_short=self.has_class("-narrow"),
            )  # fmt: skip
            self.query_one("#outcome", Static).update(said)

    def _show_details(self) -> None:
        if self.survey is not None:
            said = column_details(self.survey, self.column, self._side_width())
            self.query_one("#details", Static).update(said)

    def _side_width(self) -> int:
        return max(self.query_one("#side").size.width - 2, 36)

    @on(Rows.Moved, "#table")
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_details()
        self.refresh_bindings()
