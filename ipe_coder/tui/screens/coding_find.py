"""Finding words in the transcript that is being coded, and what a search of all has found in it."""

from __future__ import annotations

from bisect import bisect_left

from ipe_coder.analysis.finding import make_finder
from ipe_coder.model.spans import Span
from ipe_coder.model.text import clean_name
from ipe_coder.tui.commands import command, needs
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.failures import reported
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.coding_motion import (
    CodingMotion,
    has_transcript,
    in_text,
    not_in_text,
)

_FINDING = "Finding"
_NO_HITS = "Nothing was searched for. {coding.find} finds words."
_LONGEST = 80
"""Characters of a selection that are taken as what is searched for."""


@needs(lambda screen: _NO_HITS if in_text(screen) else not_in_text(screen))
def _shows_hits(screen: CodingFind) -> bool:
    return in_text(screen) and bool(screen.hits)


def _can_close(screen: CodingFind) -> bool:
    return _shows_hits(screen) and screen.stands_on_hit and not screen.is_visited


def _can_return(screen: CodingFind) -> bool:
    is_free = in_text(screen) and not screen.error_strip.shown
    return is_free and screen.is_visited and screen.stands_on_hit


class CodingFind(CodingMotion):
    """The part of the coding screen that finds."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        super().__init__()
        self.hits: tuple[Span, ...] = ()
        self._searched = ""

    @property
    def is_visited(self) -> bool:
        """Whether the transcript was opened from a search, or from the list of memos."""
        return self.ipe.visit is not None

    @property
    def stands_on_hit(self) -> bool:
        """Whether nothing else is selected than what was found, so that esc may go further."""
        view = self.view
        return not view.extending and (view.selection in self.hits or not view.can_step_back)

    # -- commands

    @command("/", group=_FINDING, when=in_text)
    def action_find(self) -> None:
        """Find words in this transcript and mark them all."""
        self.app.push_screen(
            AskText(
                "Find in this transcript",
                self._searched,
                "From here on, then from the top.",
                replaces=True,
            ),
            self._find,
        )

    @command("n", "enter", footer="next hit", group=_FINDING, when=_shows_hits, priority=True)
    def action_next_hit(self) -> None:
        """Go to the next place of the words that were found; from the last to the first."""
        self._go_to_hit(forward=True)

    @command("N", group=_FINDING, when=_shows_hits, priority=True)
    def action_hit_before(self) -> None:
        """Go to the place before of the words that were found; from the first to the last."""
        self._go_to_hit(forward=False)

    @command("escape", group=_FINDING, when=_can_close, priority=True, in_palette=False)
    def action_close_find(self) -> None:
        """Take the marks off the words that were found."""
        self._mark_hits(())
        self.view.select_span(None)
        self.say(f"Took the marks off “{shorten(self._searched, 30)}”")

    @command("escape", footer="back", group=_FINDING, when=_can_return, priority=True)
    def action_back_to_search(self) -> None:
        """Go back to the search, or the memos, that the transcript was opened from."""
        visit, self.ipe.visit = self.ipe.visit, None
        self._mark_hits(())
        self.view.select_span(None)
        if visit is not None:
            self.app.switch_mode(visit.screen)

    @command("S", group=_FINDING, when=has_transcript)
    def action_search(self) -> None:
        """Search all transcripts, for what is selected or for the word at the cursor."""
        span = self.view.selection or self.view.word
        words = clean_name(span.of(self.desk.transcript.text)) if span else self._searched
        self.ipe.search(words if len(words) <= _LONGEST else "")

    # -- how it is done

    def open(self, transcript_id: str, span: Span | None = None) -> None:
        """Open a transcript, at a place, with the hits of the search that it is opened from."""
        super().open(transcript_id, span)
        visit = self.ipe.visit
        if visit is not None:
            self._searched = visit.words or self._searched
            self._mark_hits(visit.hits)
            self._say_place()

    def _show_transcript(self) -> None:
        """Show another transcript, or another version of it, in which nothing was found yet."""
        self._mark_hits(())
        super()._show_transcript()

    def _mark_hits(self, hits: tuple[Span, ...]) -> None:
        self.hits = hits
        self.view.mark_hits(hits)
        self.refresh_bindings()

    def _find(self, words: str | None) -> None:
        if not words or not words.strip():
            return
        self._searched = words
        with reported(self):
            found = tuple(make_finder(words)(self.desk.transcript.text))
            self._mark_hits(found)
            if not found:
                self.tell(f"“{words}” is not in {self.desk.transcript.title}.")
                return
            self._go_to_hit(forward=True)

    def _go_to_hit(self, *, forward: bool) -> None:
        """Go from the hit that is selected, else from the sentence, to the next."""
        here = self.view.selection or self.view.sentence
        start = here.start if here else 0
        place = bisect_left(self.hits, start, key=lambda hit: hit.start)
        if forward:
            is_here = place < len(self.hits) and self.view.selection == self.hits[place]
            place += is_here
        else:
            place -= 1
        self.view.select_span(self.hits[place % len(self.hits)])
        self._say_place()

    def _say_place(self) -> None:
        if self.view.selection in self.hits:
            number = self.hits.index(self.view.selection) + 1
            visit = self.ipe.visit
            is_searched = visit is None or visit.words
            what = f"of “{self._searched}”" if is_searched else "with a memo"
            self.tell(f"{number} of {len(self.hits)} places {what}")
