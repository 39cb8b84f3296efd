"""The joint display of the results screen: themes beside outcomes, verdicts, quotations."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ipe_coder.model.counts import count_of
from ipe_coder.model.matrix import JointDisplay, JointRow, JointTheme
from ipe_coder.model.result import Outcome
from ipe_coder.model.segment import SegmentRow
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.commands import command
from ipe_coder.tui.rendering import Part, render_line, shorten
from ipe_coder.tui.screens.joint_rows import (
    NOT_MEASURED,
    JointPlace,
    count_parts,
    evidence_words,
    first_ids,
    joint_rows,
    page_head,
    page_rows,
    segment_ids,
    theme_look,
    verdict_line,
)
from ipe_coder.tui.screens.quote_rows import quote_rows
from ipe_coder.tui.screens.results_desk import ResultsDesk
from ipe_coder.tui.screens.results_load import Quoted, read_quotes
from ipe_coder.tui.widgets.joint_list import PagedRows
from ipe_coder.tui.widgets.rows import Rows

JOINT = "Joint display"
"""The heading of its keys."""

_QUOTE_LINES = 4


def in_joint(screen: JointScreen) -> bool:
    """Tell whether the joint display is on show."""
    return screen.shows_joint


def in_quotes(screen: JointScreen) -> bool:
    """Tell whether the quotations have the focus."""
    return screen.shows_joint and screen.focused is screen.quotes


def has_quote(screen: JointScreen) -> bool:
    """Tell whether a quotation is at the cursor."""
    return screen.shows_joint and isinstance(screen.quotes.value, SegmentRow)


class JointScreen(ResultsDesk):
    """Shows the joint display of a study, and the quotations of the theme at the cursor."""

    class QuotesRead(Message):
        """The quotations of a theme were read."""

        def __init__(self, quoted: Quoted) -> None:
            """Carry the quotations."""
            super().__init__()
            self.quoted = quoted

    def __init__(self) -> None:
        """Begin without a display."""
        super().__init__()
        self.themes = PagedRows(id="themes")
        self.quotes = Rows(id="quotes")
        self._page = 0
        self.keys = ("", "")
        """Ids of the outcome and the theme that the cursor is on."""
        self._ids: tuple[str, ...] = ()
        self._quoted: Quoted | None = None

    # -- what is on show

    @property
    def display_shown(self) -> JointDisplay | None:
        """The display of the current study, once it is read."""
        return self.displays.get(self.study)

    @property
    def joint_row(self) -> JointRow | None:
        """The current outcome with the themes beside it."""
        display, place = self.display_shown, self.themes.value
        if display is None or not isinstance(place, JointPlace) or place.row >= len(display.rows):
            return None
        return display.rows[place.row]

    @property
    def outcome(self) -> Outcome | None:
        """The current outcome; None where a theme stands beside none."""
        row = self.joint_row
        return row.results[0].outcome if row is not None and row.results else None

    @property
    def theme(self) -> JointTheme | None:
        """The current theme."""
        row, place = self.joint_row, self.themes.value
        if row is None or not isinstance(place, JointPlace):
            return None
        return row.themes[place.theme] if 0 <= place.theme < len(row.themes) else None

    # -- loading

    def display_arrived(self, study: str) -> None:
        """Show the display of the current study."""
        if study == self.study:
            self.show_display()

    def show_display(self) -> None:
        """Show the display of the current study, the cursor where it was."""
        display = self.display_shown
        if display is None or self.loaded is None:
            return
        place = self._place_of(display)
        self._page = place.row if place else 0
        width = max(self.size.width - 1, 40)
        rows = (
            joint_rows(display, self.loaded, width)
            if self.is_wide
            else page_rows(display, self._page, self.loaded, width)
        )
        self.themes.show(rows, keep=place)
        head = "" if self.is_wide else page_head(display, self._page, width)
        self.query_one("#page", Static).update(head)
        self.show_joint_header()
        self.show_pair()

    def show_joint_header(self) -> None:
        """Say which study is on show, and how many were interviewed."""
        display = self.display_shown
        if not self.shows_joint or display is None or self.loaded is None:
            return
        known = self.loaded.studies.get(self.study)
        people = (
            f"{display.interviewed} interviewed" if display.interviewed else "nobody interviewed"
        )
        states = [people]
        if not self.is_wide and len(display.rows) > 1:
            states.append(f"{self._page + 1} of {len(display.rows)}")
        label = known.label if known else self.study
        self.header.show(crumbs=["Results", "joint display", label], detail="", states=states)

    def _place_of(self, display: JointDisplay) -> JointPlace | None:
        """Find the pair that the cursor was on, else its outcome, else the first with a theme."""
        outcome_id, theme_id = self.keys
        nearest = None
        for number, row in enumerate(display.rows):
            same = outcome_id == (row.results[0].outcome.id if row.results else NOT_MEASURED)
            for place, theme in enumerate(row.themes):
                if same and theme.theme.id == theme_id:
                    return JointPlace(number, place)
            if same:
                nearest = JointPlace(number, 0 if row.themes else -1)
        if nearest is None and display.rows:
            nearest = JointPlace(0, 0 if display.rows[0].themes else -1)
        return nearest

    # -- the cursor

    @on(Rows.Moved, "#themes")
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        row, theme = self.joint_row, self.theme
        if row is not None:
            outcome_id = row.results[0].outcome.id if row.results else NOT_MEASURED
            self.keys = outcome_id, theme.theme.id if theme else ""
        self.show_pair()

    @on(PagedRows.Past, "#themes")
    def _turn_page(self, event: PagedRows.Past) -> None:
        event.stop()
        display = self.display_shown
        if display is None or self.is_wide:
            return
        page = self._page + event.direction
        if 0 <= page < len(display.rows):
            row = display.rows[page]
            themes = row.themes
            place = (0 if event.direction > 0 else len(themes) - 1) if themes else -1
            outcome_id = row.results[0].outcome.id if row.results else NOT_MEASURED
            self.keys = outcome_id, themes[place].theme.id if themes else ""
            self.show_display()

    def show_pair(self) -> None:
        """Head the quotations of the current theme, and read them."""
        theme = self.theme
        current = theme.verdict.judgement if theme and theme.verdict else None
        self.query_one("#verdicts", Static).update(
            verdict_line(current, self.size.width) if self.outcome is not None and theme else ""
        )
        self.query_one("#quotes-head", Static).update(self._quotes_head())
        ids = segment_ids(theme) if theme else ()
        first = self._first(theme, ids) if theme else ()
        if self._quoted is None or ids != self._ids:
            self.quotes.show([])
        self._ids = ids
        if ids or first:
            self._read_quotes(ids, first)
        else:
            self._show_quotes(Quoted((), (), frozenset()))
        self.refresh_bindings()

    def _first(self, theme: JointTheme, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Order the quotations: evidence first, but nothing moves while somebody reads them."""
        if self._quoted is None or ids != self._quoted.ids:
            return first_ids(theme)
        chosen = [theme.quote.segment.id] if theme.quote else []
        shown = [row.segment.id for row in self._quoted.rows]
        return tuple(dict.fromkeys([*chosen, *shown]))

    @background("quotes", "reading quotations")
    def _read_quotes(self, ids: tuple[str, ...], first: tuple[str, ...]) -> None:
        quoted = read_quotes(self.project, ids, first)
        if not stopped():
            self.post_message(self.QuotesRead(quoted))

    @on(QuotesRead)
    def _take_quotes(self, event: QuotesRead) -> None:
        event.stop()
        if event.quoted.ids == self._ids:
            self._show_quotes(event.quoted)

    def _show_quotes(self, quoted: Quoted) -> None:
        self._quoted = quoted
        theme = self.theme
        chosen = theme.quote.segment.id if theme and theme.quote else ""
        sides = {one.row.segment.id: one.evidence.side for one in theme.evidence} if theme else {}
        width = max(self.size.width - 1, 40)
        self.quotes.show(
            quote_rows(
                quoted.rows, width, chosen=chosen, sides=sides, barred=quoted.barred,
                most=_QUOTE_LINES,
            )
        )  # fmt: skip
        self.refresh_bindings()

    def _quotes_head(self) -> Content | str:
        theme = self.theme
        if theme is None or self.loaded is None:
            return ""
        width = max(self.size.width - 2, 40)
        look = theme_look(theme, self.loaded.looks)
        number = len(segment_ids(theme))
        quotes = count_of(number, "quote")
        facts = "; ".join([*count_parts(theme), quotes, *evidence_words(theme)])
        name = shorten(theme.theme.name, width // 2)
        parts: list[Part] = [look, " "] if look else []
        room = max(width - len(name) - 6, 10)
        parts += [(name, "bold $strong"), (f"   {shorten(facts, room)}", "$muted")]
        return render_line(*parts)

    # -- commands

    @command("l", "right", footer="study", group=JOINT, when=in_joint, in_palette=False)
    def action_next_study(self) -> None:
        """Next study."""
        self._turn_study(1)

    @command("h", "left", footer="study", group=JOINT, when=in_joint, in_palette=False)
    def action_study_before(self) -> None:
        """Study before."""
        self._turn_study(-1)

    @command("o", footer="context", group=JOINT, when=has_quote)
    def action_open(self) -> None:
        """Open the quotation in its transcript."""
        row = self.quotes.value
        if isinstance(row, SegmentRow):
            self.ipe.open_transcript(row.segment.transcript_id, row.segment.span)

    @command("escape", footer="back", group=JOINT, when=in_quotes, in_palette=False)
    def action_back(self) -> None:
        """Go back to the themes."""
        self.themes.focus()

    @on(Rows.Chosen, "#quotes")
    def _open_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_open()

    def show_study(self, study: str, outcome_id: str = "") -> None:
        """Show the display of a study, read first where it is not known yet."""
        self.study = study
        self.keys = (outcome_id, "")
        if study in self.displays:
            self.show_display()
        elif study:
            self.themes.show([])
            self.read_joint(study)

    def _turn_study(self, direction: int) -> None:
        if self.loaded is None or not self.loaded.studies:
            return
        names = list(self.loaded.studies)
        place = names.index(self.study) if self.study in names else 0
        self.show_study(names[(place + direction) % len(names)])
