"""Three rows above the footer that say what went wrong, why, and what to press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual.content import Content
from textual.widget import Widget

from ipe_coder.tui.careful import Careful
from ipe_coder.tui.named_keys import key
from ipe_coder.tui.rendering import Part, render_line, render_words

Retry = Callable[[], Awaitable[None] | None]
"""Does again what failed."""

_MOST_LINES = 4
"""Lines of one message that are shown; of more, how many are left out."""


class ErrorStrip(Careful, Widget):
    """An expected error. It stays until it is dealt with or `esc` closes it."""

    DEFAULT_CSS = """
    ErrorStrip {
        height: auto;
        min-height: 3;
        max-height: 8;
        padding: 0 1;
        background: $cursor;
        color: $text;
        border-left: outer $accent-text;
        display: none;
    }
    ErrorStrip.-shown { display: block; }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__()
        self._content = Content("")
        self._message = ""
        self.retry: Retry | None = None
        """Does again what failed; None where that makes no sense."""

    @property
    def shown(self) -> bool:
        """Whether an error stands here."""
        return self.has_class("-shown")

    @property
    def words(self) -> str:
        """What is said, as plain words."""
        return self._content.plain

    def show(self, title: str, message: str, remedy: str, retry: Retry | None = None) -> None:
        """Say what went wrong.

        Args:
            title: What it means for the coder, in two or three words: `Not saved`.
            message: What is wrong and where; a line for each of several things.
            remedy: What to do about it.
            retry: Does it again when `r` is pressed.
        """
        if retry is None and self.retry is not None and message == self._message:
            # Work behind the screen met what the coder can try again already.
            return
        self.retry, self._message = retry, message
        if retry is not None and remedy.strip(".").casefold() == "try again":
            message, remedy = f"{message.rstrip(';.')}.", ""  # the key for it is named beneath
        lines = [render_words(title, "bold $strong"), *_lines(message)]
        self._content = Content("\n").join([*lines, _render_remedy(remedy, retry is not None)])
        self.add_class("-shown")
        self.refresh(layout=True)

    def hide(self) -> None:
        """Close the strip."""
        self.retry = None
        self.remove_class("-shown")

    def render(self) -> Content:
        """Show the lines; long ones go on beneath."""
        return self._content


def _lines(message: str) -> list[Content]:
    lines = message.split("\n")
    kept = [render_words(line) for line in lines[:_MOST_LINES]]
    left_out = len(lines) - len(kept)
    return [*kept, render_words(f"and {left_out} more", "$muted")] if left_out else kept


def _render_remedy(remedy: str, can_retry: bool) -> Content:
    end = "." if remedy[-1:].isalnum() else ""
    parts: list[Part] = [f"{remedy}{end} "] if remedy else []
    if can_retry:
        parts += ["Press ", (key("everywhere.retry"), "bold $accent-text"), " to try again. "]
    close = (key("everywhere.close_error"), "bold $accent-text")
    return render_line(*parts, close, (" closes this.", "$muted"))
