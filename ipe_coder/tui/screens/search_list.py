"""The list of a search: what is typed is found behind the screen and shown in its context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from ipe_coder.errors import UsageError
from ipe_coder.model.search import SearchRequest, TextHit
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.commands import command
from ipe_coder.tui.rendering import CodeLook, render_line
from ipe_coder.tui.screens.base import ProjectAware, has_project
from ipe_coder.tui.screens.search_rows import (
    MOST,
    Found,
    count_line,
    filter_words,
    first_left_out,
    hit_line,
    option_line,
)
from ipe_coder.tui.widgets.rows import Row, Rows

_REST = 0.15
"""Seconds without a key after which what is typed is searched for."""

_CHARACTERS = 120
"""Characters read on either side of a hit: enough for a wide window."""

_FIELD, _LIST = "The field", "Hits"


def in_field(screen: SearchList) -> bool:
    """Tell whether the field has the focus."""
    return screen.is_mounted and isinstance(screen.focused, Input)


def not_in_field(screen: SearchList) -> bool:
    """Tell whether keys are not typed into the field."""
    return has_project(screen) and not in_field(screen)


def has_hit(screen: SearchList) -> bool:
    """Tell whether there is a hit at the cursor of the list."""
    return not_in_field(screen) and screen.hit is not None


def _can_leave_field(screen: SearchList) -> bool:
    return in_field(screen) and not screen.error_strip.shown


def _from_screen(screen: SearchList) -> bool:
    return not in_field(screen) and bool(screen.came_from)


class SearchList(ProjectAware):
    """The part of the search screen that finds and lists."""

    NAME = "search"
    DEFAULT_CSS = """
    SearchList {
        & #typing { height: 1; background: $raised; padding: 0 1; }
        & #prompt { width: 2; color: $accent-text; text-style: bold; }
        & Input, & Input:focus {
            border: none; height: 1; padding: 0; background: $raised; color: $strong; width: 1fr;
        }
        & #count { width: auto; max-width: 70%; color: $muted; padding-left: 2; }
        & #options { height: 1; padding: 0 1; background: $surface; }
        & #hits { height: 1fr; }
    }
    """

    class Hits(Message):
        """A search has ended; or what is coded at its hits was read."""

        def __init__(self, found: Found, rows: Sequence[Row] = ()) -> None:
            """Carry what was found, and a row for each hit."""
            super().__init__()
            self.found, self.rows = found, rows

    def __init__(self) -> None:
        """Begin with nothing searched."""
        super().__init__()
        self.request = SearchRequest("", characters=_CHARACTERS)
        self.found = Found()
        self.left: set[int] = set()
        self.looks: dict[str, CodeLook] = {}
        self.came_from = ""
        self.scope = "everywhere"
        self._searching: SearchRequest | None = None
        self._timer: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Set the field above how it is searched, and the hits below."""
        with Horizontal(id="typing"):
            yield Static("›", id="prompt")
            yield Input(select_on_focus=False, id="wanted")
            yield Static(id="count")
        yield Static(id="options")
        yield Rows(id="hits")

    # -- parts

    @property
    def field(self) -> Input:
        """Where one types."""
        return self.query_one("#wanted", Input)

    @property
    def rows(self) -> Rows:
        """The list; the value of a row is the place of its hit."""
        return self.query_one("#hits", Rows)

    @property
    def hit(self) -> TextHit | None:
        """The hit at the cursor."""
        place = self.rows.value
        hits = self.found.hits
        return hits[place] if isinstance(place, int) and place < len(hits) else None

    @property
    def chosen(self) -> list[TextHit]:
        """The hits that are chosen, in order."""
        hits = self.found.hits
        return [hit for place, hit in enumerate(hits) if place not in self.left]

    # -- coming and going

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Take what the application wants searched."""
        super().on_screen_resume(event)
        wanted, self.ipe.wanted_search = self.ipe.wanted_search, None
        if wanted is not None:
            self.came_from = "coding"
            if wanted:
                self.field.value = wanted
        if self.request.coder != self.only_coder:
            self.search_now()
        if self.focused is None or wanted is not None:
            self.set_focus(self.rows if wanted else self.field)
        self._show_options()

    def reload(self) -> None:
        """Search again: texts or coding have changed."""
        books = self.project.codebooks()
        self.looks = {code.id: CodeLook.of(code) for book in books for code in book.codes}
        self.search_now()

    def project_opened(self) -> None:
        """Forget the hits of another project."""
        self.request = SearchRequest("", characters=_CHARACTERS)
        self.scope, self.came_from = "everywhere", ""
        self.found, self.left = Found(), set()
        if self.is_mounted:
            self.field.value = ""
            self._show_found()
        super().project_opened()

    @command("escape", footer="back", group=_LIST, when=_from_screen, in_palette=False)
    def action_leave(self) -> None:
        """Go back to the transcript that the search was begun from."""
        self.app.switch_mode(self.came_from)

    # -- typing

    @on(Input.Changed, "#wanted")
    def _typed(self, event: Input.Changed) -> None:
        """Search once the keys rest; what is typed next comes before what is searched now."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_REST, self.search_now)

    @command("enter", "down", footer="hits", group=_FIELD, when=in_field, priority=True,
             in_palette=False)  # fmt: skip
    def action_to_list(self) -> None:
        """Go to the hits."""
        if self._timer is not None:
            self.search_now()
        self.set_focus(self.rows)

    @command("tab", footer="hits or field", group=_FIELD, priority=True, in_palette=False)
    def action_other_part(self) -> None:
        """Go between the field and the hits."""
        self.set_focus(self.rows if in_field(self) else self.field)

    @command("/", footer="type", group=_LIST, when=not_in_field)
    def action_to_field(self) -> None:
        """Type something else."""
        self.set_focus(self.field)

    @command("escape", footer="hits", group=_FIELD, when=_can_leave_field, priority=True,
             in_palette=False)  # fmt: skip
    def action_leave_field(self) -> None:
        """Leave the field."""
        self.set_focus(self.rows)

    # -- searching

    def ask(self, **changes: object) -> None:
        """Change how or where is searched, and search."""
        self.request = replace(self.request, **changes)  # type: ignore[arg-type]
        self._show_options()
        self.search_now()

    def search_now(self) -> None:
        """Search behind the screen for what is typed; an earlier search is given up."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        wanted = self.field.value
        if not wanted.strip():
            self._searching = None
            self._take(Found())
            return
        # Whoever codes blind sees nothing of others' coding here either.
        request = replace(self.request, wanted=wanted, coder=self.only_coder)
        self._searching = self.request = request
        self._search(self.request)
        if self.found.request is None:
            self.show_rows(0)
        self.show_count()

    @background("search", "searching")
    def _search(self, request: SearchRequest) -> None:
        project = self.project
        try:
            hits = list(islice(project.search(request, stop=stopped), MOST + 1))
        except UsageError as error:
            # While a pattern is typed it is broken most of the time: that is no error to close.
            if not stopped():
                self.post_message(self.Hits(Found(request, problem=error.message)))
            return
        if stopped():
            return
        found = Found.of(request, hits[:MOST], is_all=len(hits) <= MOST)
        # Tens of thousands of rows are made here, where they keep no key waiting. When the same is
        # searched again, the hits are shown once their codes are read, so that no mark flickers.
        if self.found.request != request:
            self.post_message(self.Hits(found, self._make_rows(found)))
        found = replace(found, codes=project.codes_at(found.hits, coder=request.coder))
        if not stopped():
            self.post_message(self.Hits(found, self._make_rows(found)))

    @on(Hits)
    def _take_hits(self, event: Hits) -> None:
        event.stop()
        if event.found.request == self._searching:
            self._take(event.found, event.rows)

    def _take(self, found: Found, rows: Sequence[Row] = ()) -> None:
        """Show hits; those of the same search keep what was chosen and the place of the cursor."""
        old, here = self.found, self.rows.value
        is_same = old.request == found.request
        same_hits = is_same and old.hits is found.hits
        if not same_hits:
            self.left = _kept(old, self.left, found) if is_same else first_left_out(found.hits)
        keep = here if same_hits else _place_again(old, here, found) if is_same else 0
        self.found = found
        self._show_found(keep if isinstance(keep, int) else 0, rows)

    # -- what is shown

    def row(self, found: Found, place: int) -> Row:
        """Make the row of a hit; its line is made when it comes into view."""

        def line() -> Content:
            width = max(self.rows.size.width - 2, 40)
            chosen = place not in self.left
            return hit_line(found, place, self.looks, chosen=chosen, width=width)

        return Row.later(line, place)

    def _make_rows(self, found: Found) -> list[Row]:
        return [self.row(found, place) for place in range(len(found.hits))]

    def show_rows(self, keep: int, made: Sequence[Row] = ()) -> None:
        """Show the list anew, with the cursor on a hit.

        Args:
            keep: Place of the hit.
            made: The rows of the hits, where they are made already.
        """
        rows = [*(made or self._make_rows(self.found))]
        if not self.found.is_all:
            words = f"only the first {MOST:,} are listed: search for something narrower"
            rows.append(Row.of(render_line((words, "italic $muted"))))
        if not rows:
            rows.append(Row.of(render_line((self._nothing(), "italic $muted"))))
        self.rows.show(rows, keep=keep)
        self.show_count()

    def _nothing(self) -> str:
        if self._searching is None:
            return "Type what is said: a word, or a phrase."
        if self.found.request is None:
            return " "
        return self.found.problem or "Nobody says that here."

    def _show_found(self, keep: int = 0, made: Sequence[Row] = ()) -> None:
        self.show_rows(keep, made)
        self._show_header()
        self.refresh_bindings()

    def show_count(self) -> None:
        """Say how many hits there are, and how many of them are chosen."""
        is_busy = self._searching is not None and self._searching != self.found.request
        line = count_line(self.found, self.left, is_busy=is_busy)
        self.query_one("#count", Static).update(line)

    def _show_options(self) -> None:
        width = max(self.size.width - 2, 40)
        line = option_line(self.request, self.scope, width, has_keys=not in_field(self))
        self.query_one("#options", Static).update(line)

    def _show_header(self) -> None:
        detail = ", ".join([self.scope, *filter_words(self.request)])
        self.header.show(crumbs=["Search"], detail=detail)

    def on_descendant_focus(self) -> None:
        """Show whether the keys of the options work."""
        self._show_options()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the list to the window."""
        super().on_resize(event)
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        self._show_options()
        self.show_rows(self.rows.value if isinstance(self.rows.value, int) else 0)

    def go_to_top(self) -> None:
        """Go to the first hit after `g g`."""
        self.rows.action_first_row()


def _key(hit: TextHit) -> tuple[str, int, int]:
    return hit.transcript_id, hit.span.start, hit.span.end


def _kept(old: Found, left: set[int], found: Found) -> set[int]:
    """Find again the hits that were left out, after the same search was made anew."""
    before = {_key(hit): place in left for place, hit in enumerate(old.hits)}
    new = first_left_out(found.hits)
    return {place for place, hit in enumerate(found.hits) if before.get(_key(hit), place in new)}


def _place_again(old: Found, place: object, found: Found) -> int:
    """Find the hit of the cursor again, else the one that took its place."""
    if not isinstance(place, int) or place >= len(old.hits):
        return 0
    wanted = _key(old.hits[place])
    places = (at for at, hit in enumerate(found.hits) if _key(hit) == wanted)
    return next(places, min(place, max(len(found.hits) - 1, 0)))
