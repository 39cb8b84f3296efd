"""Two small applications for `key_to_paint.py`: the transcript view, and a bare ScrollView.

python benchmarks/transcript_app.py view 60000 5000
python benchmarks/transcript_app.py bare 60000
"""

from __future__ import annotations

import random
import sys
import time
from typing import ClassVar

from rich.segment import Segment as Cells
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ipe_coder.model.segment import Segment
from ipe_coder.model.spans import Span
from ipe_coder.model.transcript import Role, Source, Speaker, Transcript, Turn
from ipe_coder.tui.commands import command
from ipe_coder.tui.rendering import CodeLook
from ipe_coder.tui.screen import ModeScreen, collect_modes
from ipe_coder.tui.themes import install_themes
from ipe_coder.tui.widgets.transcript_keys import TranscriptKeys
from ipe_coder.tui.widgets.transcript_units import Unit
from ipe_coder.tui.widgets.transcript_view import TranscriptView

_WORDS = """
    the of manager said flexible working pattern agreement between ourselves whiteboard because
    nobody checks it and then you bank half a day honest supervision families team duty week
    court dates paperwork month I we they would could have been asked told felt known
"""
VOCABULARY = _WORDS.split()


def make_transcript(words: int) -> Transcript:
    """Invent an interview of about so many words, the same each time."""
    chance = random.Random(words)
    pieces: list[str] = []
    turns: list[Turn] = []
    place = said = 0
    while said < words:
        asks = len(turns) % 2 == 0
        sentences = [_sentence(chance) for _ in range(1 if asks else chance.randint(2, 9))]
        piece = " ".join(sentences)
        turns.append(Turn(len(turns), place, place + len(piece), 0 if asks else 1))
        pieces.append(piece)
        place += len(piece) + 1
        said += len(piece.split())
    speakers = (Speaker("Interviewer", Role.INTERVIEWER), Speaker("SW03", Role.PARTICIPANT))
    source = Source("invented.txt", "plain", "0" * 64, place)
    return Transcript("t", "s", "SW03", "\n".join(pieces), tuple(turns), speakers, source)


def make_segments(transcript: Transcript, count: int) -> tuple[list[Segment], dict[str, CodeLook]]:
    """Spread so many segments of forty codes over a transcript."""
    chance = random.Random(count)
    looks = {f"c{number}": CodeLook(f"C{number % 10}", number, number) for number in range(1, 41)}
    segments = []
    for number in range(count):
        start = chance.randrange(len(transcript.text) - 400)
        span = Span(start, start + chance.randint(20, 300))
        code = chance.choice(list(looks))
        segments.append(Segment(f"{number}", "t", span, span.of(transcript.text), code, "AB"))
    return segments, looks


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(VOCABULARY, k=chance.randint(5, 24))).capitalize() + "."


class ReadingScreen(TranscriptKeys, ModeScreen):
    """The transcript view under its own header and footer."""

    NAME, TITLE, KEY = "reading", "Reading", "c"

    def __init__(self) -> None:
        super().__init__()
        self.transcript_view = TranscriptView()

    def compose_body(self) -> ComposeResult:
        """Show the transcript alone."""
        yield self.transcript_view

    def on_mount(self) -> None:
        """Load an invented transcript."""
        transcript = make_transcript(int(sys.argv[2]))
        segments, looks = make_segments(transcript, int(sys.argv[3]))
        start = time.perf_counter()
        self.transcript_view.load(transcript, segments, looks)
        self.transcript_view.focus()
        self.call_after_refresh(self._report, start)

    def _report(self, start: float) -> None:
        self.header.show(states=[f"{(time.perf_counter() - start) * 1000:.0f} ms to open"])

    @command("c", footer="code")
    def action_apply_code(self) -> None:
        """Code the sentence and go on to the next."""
        view = self.transcript_view
        span, transcript = view.target, view.transcript
        if span is not None and transcript is not None:
            coded = Segment(
                f"n{len(view.segments)}", "t", span, span.of(transcript.text), "c1", "AB"
            )
            view.draw([*view.segments, coded])
            self.say("Coded ", CodeLook("C1"), f", {len(span)} characters")
            view.step(Unit.SENTENCE, forward=True)


class ViewApp(App[None]):
    """The application around it."""

    MODES = collect_modes([ReadingScreen])  # type: ignore[assignment]
    DEFAULT_MODE = "reading"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        install_themes(self)


class BareScroll(ScrollView, can_focus=True, inherit_bindings=False):
    """Plain rows with a bar that `j` moves: what Textual itself takes for a key."""

    BINDINGS: ClassVar[list[BindingType]] = [("j", "down"), ("k", "up")]

    def __init__(self, rows: list[str]) -> None:
        super().__init__()
        self._strips = [Strip([Cells(f"  {row}")]) for row in rows]
        self._marked = [Strip([Cells(f"▌ {row}")]) for row in rows]
        self._row = 0
        self.virtual_size = Size(80, len(rows))

    def render_line(self, y: int) -> Strip:
        """Give a row that was made before."""
        row = y + self.scroll_offset.y
        return self._marked[row] if row == self._row else self._strips[row]

    def action_down(self) -> None:
        """Move the bar down."""
        self._move(1)

    def action_up(self) -> None:
        """Move the bar up."""
        self._move(-1)

    def _move(self, by: int) -> None:
        old, self._row = self._row, max(0, min(self._row + by, len(self._strips) - 1))
        top = self.scroll_offset.y
        if top <= self._row < top + self.size.height:
            self.refresh(*(Region(0, row - top, self.size.width, 1) for row in (old, self._row)))
        else:
            self.scroll_to(y=self._row, animate=False)


class BareApp(App[None]):
    """A bare ScrollView over the same words."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """Show the words in rows of 64."""
        text = make_transcript(int(sys.argv[2])).text
        yield BareScroll([text[at : at + 64].replace("\n", " ") for at in range(0, len(text), 64)])


if __name__ == "__main__":
    (ViewApp if sys.argv[1] == "view" else BareApp)().run()
