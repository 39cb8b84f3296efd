"""An application for the tests: two small screens on the real foundation."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from ipe_coder.tui.commands import command
from ipe_coder.tui.screen import ModeScreen, collect_modes
from ipe_coder.tui.themes import DARK, install_themes
from ipe_coder.tui.widgets.transcript_keys import TranscriptKeys
from ipe_coder.tui.widgets.transcript_view import TranscriptView
from tests.tui.interview import CODES, make_segments, make_transcript, segment


def _has_selection(screen: ReadingScreen) -> bool:
    return screen.transcript_view.selection is not None


class ReadingScreen(TranscriptKeys, ModeScreen):
    """A transcript and a side pane."""

    NAME, TITLE, KEY = "reading", "Reading", "c"
    HELP = "Read a transcript and code it."
    DEFAULT_CSS = """
    ReadingScreen {
        & Horizontal { height: 1fr; }
        & TranscriptView { width: 1fr; }
        &.-narrow #side { display: none; }
    }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(self) -> None:
        super().__init__()
        self.transcript_view = TranscriptView(id="words")
        self.moved: list[TranscriptView.CursorMoved] = []
        self.selected: list[TranscriptView.SelectionChanged] = []
        self.clicked: list[TranscriptView.StripeClicked] = []

    def compose_body(self) -> ComposeResult:
        with Horizontal():
            yield self.transcript_view
            yield Static(Content("Codes here"), id="side", classes="side-pane")

    def on_mount(self) -> None:
        self.transcript = make_transcript()
        self.coded = make_segments(self.transcript)
        self.transcript_view.load(self.transcript, self.coded, CODES)
        self.transcript_view.mark_turns(memos={5}, suggestions={3, 7, 11})
        self.transcript_view.focus()
        self.header.show(
            crumbs=["Flexitime", "SW03"], detail="Social worker, recent user", coder="AB"
        )

    def on_transcript_view_cursor_moved(self, event: TranscriptView.CursorMoved) -> None:
        self.moved.append(event)
        view = self.transcript_view
        self.header.show(
            states=[
                f"turn {event.turn + 1} of {len(self.transcript.turns)}",
                Content.styled(f"{view.coverage:.0%} coded".replace("%", " %"), "$text"),
                "blind",
            ]
        )

    def on_transcript_view_selection_changed(self, event: TranscriptView.SelectionChanged) -> None:
        self.selected.append(event)
        self.refresh_bindings()

    def on_transcript_view_stripe_clicked(self, event: TranscriptView.StripeClicked) -> None:
        self.clicked.append(event)

    @command("c", footer="code", group="Coding")
    def action_apply_code(self) -> None:
        """Code the selection, or the sentence, with Process for approval."""
        span = self.transcript_view.target
        if span is not None:
            self.coded.append(segment(self.transcript, "Pa", span.start, span.end))
            self.transcript_view.draw(self.coded)
            words = len(self.transcript.text[span.start : span.end].split())
            self.say("Coded ", CODES["Pa"], f", {words} words")

    @command("x", footer="drop selection", group="Coding", when=_has_selection)
    def action_drop_selection(self) -> None:
        """Drop the selection."""
        self.transcript_view.select_span(None)


class PlainScreen(ModeScreen):
    """A screen with a field."""

    NAME, TITLE, KEY = "plain", "Plain", "p"
    HELP = "Nothing much."

    def compose_body(self) -> ComposeResult:
        yield Input(id="field")

    def on_mount(self) -> None:
        self.query_one("#field").focus()


class HarnessApp(App[None]):
    """The two screens, without a project."""

    MODES = collect_modes([ReadingScreen, PlainScreen])  # type: ignore[assignment]
    DEFAULT_MODE = "reading"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, theme: str = DARK, **options: Any) -> None:
        super().__init__(**options)
        install_themes(self, theme)


if __name__ == "__main__":
    HarnessApp().run()
