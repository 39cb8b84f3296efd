"""The results of the trials: a forest plot, and the joint display beside the themes."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from ipe_coder.model.result import ResultView
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.reading import WIDTH, Reading
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import Part, render_line, render_words
from ipe_coder.tui.screens.base import has_project
from ipe_coder.tui.screens.forest_rows import Forest, foot_lines, forest_rows, head_line
from ipe_coder.tui.screens.joint_rows import GLYPHS, count_parts, theme_look
from ipe_coder.tui.screens.result_detail import detail_head, detail_lines, fact_words
from ipe_coder.tui.screens.results_verdicts import VerdictScreen
from ipe_coder.tui.widgets.rows import Rows
from ipe_coder.tui.wrapping import wrap

_FOREST = "Forest plot"
_NOTHING = "There are no results yet. {results.import} imports a file, .csv or .xlsx."


def _in_forest(screen: ResultsScreen) -> bool:
    return has_project(screen) and not screen.shows_joint


def _in_joint(screen: ResultsScreen) -> bool:
    return has_project(screen) and screen.shows_joint


def _has_result(screen: ResultsScreen) -> bool:
    return _in_forest(screen) and screen.result is not None


class ResultsScreen(VerdictScreen):
    """What the trials found, as reported and as the printed means give it, and the themes."""

    NAME, TITLE, KEY = "results", "Results", "r"
    HELP = (
        "The results of the trials. What is reported and what the printed means give stand apart;"
        " inconclusive is not no effect."
    )
    DEFAULT_CSS = """
    ResultsScreen {
        & #forest, & #joint { height: 1fr; }
        & #joint { display: none; }
        &.-joint #joint { display: block; }
        &.-joint #forest { display: none; }
        & #results { height: 1fr; min-height: 6; }
        & #forest-head, & #forest-foot { height: auto; }
        & #detail { height: 13; padding: 0 1; background: $surface; }
        & #joint-head { height: 1; }
        & #page { display: none; height: auto; max-height: 6; padding: 0 1; }
        & #themes { height: 1fr; }
        & #quotes-head { height: 1; padding: 0 1; background: $surface; margin-top: 1; }
        & #quotes { height: 8; background: $surface; padding-right: 1; }
        & #verdicts { height: 1; padding: 0 1; background: $surface; }
        & #empty { display: none; padding: 2 4; color: $muted; height: 1fr; }
        &.-nothing #empty { display: block; }
        &.-nothing #forest { display: none; }
        &.-joint #empty { display: none; }
        &.-narrow #detail, &.-narrow #joint-head { display: none; }
        &.-narrow #page { display: block; }
        &.-narrow #quotes-head { margin-top: 0; }
        &.-narrow #quotes { height: 5; }
    }
    """

    def __init__(self) -> None:
        """Begin with the forest plot of all studies."""
        super().__init__()
        self.results = Rows(id="results")
        self._is_raw = False

    def compose_body(self) -> ComposeResult:
        """Set the two views over each other; one of them is on show."""
        with Container(id="forest"):
            yield Static(id="forest-head")
            yield self.results
            yield Static(id="forest-foot")
            yield Static(id="detail")
        with Container(id="joint"):
            yield Static(id="joint-head")
            yield Static(id="page")
            yield self.themes
            yield Static(id="quotes-head")
            yield self.quotes
            yield Static(id="verdicts")
        yield Static(render_words(spoken(_NOTHING)), id="empty")

    @property
    def result(self) -> ResultView | None:
        """The result at the cursor of the forest plot."""
        value = self.results.value
        return value if isinstance(value, ResultView) else None

    # -- what arrives

    def results_arrived(self) -> None:
        """Show the results."""
        nothing = self.loaded is None or not self.loaded.views
        self.set_class(nothing, "-nothing")
        self._show_forest()
        self._focus_view()
        self.refresh_bindings()

    def display_arrived(self, study: str) -> None:
        """Show the themes beside the result at the cursor."""
        super().display_arrived(study)
        if self.result is not None and self.result.study == study:
            self._show_detail()

    # -- the two views

    @command("tab", footer="joint display", group=_FOREST, when=_in_forest, priority=True)
    def action_joint(self) -> None:
        """Show the results beside the themes."""
        if self.result is not None and self.loaded is not None:
            view = self.result
            if view.study != self.study:
                self.show_study(view.study, view.outcome.id)
            elif view.outcome.id != self.keys[0]:
                self.keys = view.outcome.id, ""
        self._show_view(joint=True)

    @command("tab", footer="forest plot", group=_FOREST, when=_in_joint, priority=True)
    def action_forest(self) -> None:
        """Show the results as a forest plot."""
        self._show_view(joint=False)

    def _show_view(self, *, joint: bool) -> None:
        self.shows_joint = joint
        self.set_class(joint, "-joint")
        if joint:
            self.show_joint_header()
        else:
            self._show_forest_header()
        self._focus_view()
        self.call_after_refresh(self._fit)
        self.refresh_bindings()

    def _focus_view(self) -> None:
        wanted = self.themes if self.shows_joint else self.results
        if (
            self.focused is None
            or not self.focused.display
            or self.focused.parent is not wanted.parent
        ):
            wanted.focus()

    # -- the forest plot

    def _show_forest(self) -> None:
        if self.loaded is None:
            return
        views = [view for view in self.loaded.views if self.only in ("", view.study)]
        width = max(self.size.width, 40)
        forest = Forest.fit(views, width, is_raw=self._is_raw)
        self.results.show(forest_rows(views, self.loaded.studies, forest))
        focused = self.focused is self.results or self.focused is None
        self.query_one("#forest-head", Static).update(head_line(forest, focused=focused))
        self.query_one("#forest-foot", Static).update(foot_lines(forest))
        self._show_forest_header()
        self._show_detail()

    def _show_forest_header(self) -> None:
        if self.shows_joint:
            return
        label = self.label_of(self.only) if self.only else ""
        unit = "own units" if self._is_raw else "Hedges' g"
        states = [f"{unit}, from printed means, unadjusted"]
        self.header.show(crumbs=["Results", "forest plot"], detail=label, states=states)

    @on(Rows.Moved, "#results")
    def _moved_result(self, event: Rows.Moved) -> None:
        event.stop()
        view = self.result
        self._show_detail()
        if view is not None and view.study not in self.displays:
            self.read_joint(view.study)
        self.refresh_bindings()

    def _show_detail(self) -> None:
        view, loaded = self.result, self.loaded
        detail = self.query_one("#detail", Static)
        if view is None or loaded is None:
            detail.update("")
            return
        width = max(self.size.width - 2, 40)
        lines = [detail_head(view, loaded.studies, width), *detail_lines(view, width)]
        detail.update(Content("\n").join([*lines, *self._beside(view)]))

    def _beside(self, view: ResultView) -> list[Content]:
        """List the themes that stand beside an outcome, with their counts and verdicts."""
        display = self.displays.get(view.study)
        if display is None or self.loaded is None:
            return []
        lines = []
        for row in display.rows:
            if row.results and row.results[0].outcome.id == view.outcome.id:
                for theme in row.themes:
                    look = theme_look(theme, self.loaded.looks)
                    parts: list[Part] = [look, " "] if look else []
                    verdict = theme.verdict.judgement if theme.verdict else None
                    judged = f"{GLYPHS[verdict]} {verdict.value}" if verdict else "no verdict yet"
                    counts = "; ".join(count_parts(theme))
                    parts += [theme.theme.name, (f"   {counts}   {judged}", "$muted")]
                    lines.append(render_line(*parts))
        if not lines:
            return []
        return [Content(""), render_words("Themes beside it", "bold $strong"), *lines]

    @on(Rows.Chosen, "#results")
    def _read_numbers(self, event: Rows.Chosen) -> None:
        """Show all figures of a result over the screen."""
        event.stop()
        view = self.result
        if view is None or self.loaded is None:
            return
        width = min(WIDTH, self.app.size.width) - 8
        facts = wrap(fact_words(view, self.loaded.studies), width)
        lines = [render_words("\n".join(facts), "$muted"), Content(""), *detail_lines(view, width)]
        self.app.push_screen(Reading(view.outcome.name, [*lines, *self._beside(view)]))

    @command("s", footer="raw units", group=_FOREST, when=_has_result)
    def action_units(self) -> None:
        """Change between standardised differences and the outcomes' own units."""
        self._is_raw = not self._is_raw
        self._show_forest()

    def show_only(self, study: str) -> None:
        """Limit the plot to a study, or show all."""
        self.only = study
        self._show_forest()

    # -- the window

    def go_to_top(self) -> None:
        """Go to the first row of the list that has the focus."""
        if isinstance(self.focused, Rows):
            self.focused.action_first_row()

    def on_resize(self, event: events.Resize) -> None:
        """Draw anew for the room that there is."""
        super().on_resize(event)
        self.set_class(not self.is_wide, "-narrow")
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.loaded is None:
            return
        if self.shows_joint:
            self.query_one("#joint-head", Static).update(_joint_head())
            self.show_display()
        else:
            self._show_forest()


def _joint_head() -> Content:
    return render_line(
        (" Outcome".ljust(32), "bold $accent-text"),
        ("Themes and who raised them".ljust(44), "bold $strong"),
        ("Verdict, and why", "bold $strong"),
    )
