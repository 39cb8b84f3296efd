"""After the key that jumps: the first letters of a word, then the letter that stands on it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ipe_coder.tui.commands import Commands, command
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import Part, render_line
from ipe_coder.tui.widgets.transcript_labels import Found
from ipe_coder.tui.widgets.transcript_view import TranscriptView


class JumpDialog(Commands, ModalScreen[int | None]):
    """Takes letters over a transcript and is dismissed with where the word chosen begins."""

    NAME = "jump"
    DEFAULT_CSS = """
    JumpDialog {
        background: $ground 0%;
        & > Static { dock: bottom; height: 1; padding: 0 1; background: $raised; color: $muted; }
    }
    """

    def __init__(self, view: TranscriptView) -> None:
        """Wait for the first letter.

        Args:
            view: Where words are looked for, and labelled.
        """
        super().__init__()
        self._view = view
        self._typed, self._found = "", Found()

    def compose(self) -> ComposeResult:
        """Show what is typed."""
        yield Static(self._line())

    def on_key(self, event: events.Key) -> None:
        """Take a letter or a label; other keys are those of commands."""
        typed = event.character or ""
        if not typed.isprintable() or not (typed.strip() or (typed and self._typed)):
            return
        event.stop()
        chosen = self._found.start_of(typed.casefold()) if self._typed else None
        if chosen is not None:
            self._leave(chosen)
        else:
            self._look_for(self._typed + typed)

    @command("enter", in_palette=False)
    def action_nearest(self) -> None:
        """Jump to the nearest of the words that are labelled."""
        if self._found.starts:
            self._leave(self._found.starts[0])

    @command("backspace", in_palette=False)
    def action_shorten(self) -> None:
        """Take the last letter back."""
        self._look_for(self._typed[:-1])

    @command("escape", in_palette=False)
    def action_leave(self) -> None:
        """Leave the cursor where it is."""
        self._leave(None)

    def on_click(self) -> None:
        """Leave on a click anywhere."""
        self._leave(None)

    def _look_for(self, typed: str) -> None:
        """Look for the words that begin as typed; a letter too many is not taken."""
        found = self._view.find_words(typed) if typed else Found()
        line = self._line(typed, found)
        if found.starts or not typed:
            self._typed, self._found = typed, found
            self._view.label_words(found.by_place)
        self.query_one(Static).update(line)

    def _leave(self, chosen: int | None) -> None:
        self._view.label_words({})
        self.dismiss(chosen)

    def _line(self, typed: str = "", found: Found | None = None) -> Content:
        parts: list[Part] = [("Jump to a word", "bold $strong"), "  "]
        if not typed or found is None:
            return render_line(
                *parts, "type its first letter or two", spoken("  {jump.leave} leaves")
            )
        if not found.starts:
            return render_line(*parts, f"no other word in view begins with “{typed}”")
        number = len(found.starts)
        how = "the letter on a word" if number > 1 else f"{found.labels[0]}" if found.labels else ""
        parts += [(typed, "bold $accent-text"), f"  {number} words, " if number > 1 else "  "]
        return render_line(*parts, spoken(f"{how} or {{jump.nearest}} goes there"))
