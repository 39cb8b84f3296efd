"""What a mended file would do to the coding of a transcript, before it is written."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ipe_coder.model.segment import Anchor
from ipe_coder.model.version import Reanchored, Replacement
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.dialogs.difference import difference_lines, hanging
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import render_line, render_words

_MOST = 200
"""More segments than this are counted, not listed."""
_LINES = 6
"""Lines of each wording of a passage."""


class ReplacementDialog(Dialog[bool]):
    """Shows what is kept, moved, changed and lost; dismissed with True to write it."""

    NAME = "replacement"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    ReplacementDialog {
        & > #box { width: 96; }
        & VerticalScroll { height: auto; max-height: 24; margin: 1 0; scrollbar-size: 1 1; }
        &.-narrow VerticalScroll { height: 1fr; max-height: 100%; }
    }
    """

    def __init__(self, replacement: Replacement, file_name: str) -> None:
        """Show what a file would do.

        Args:
            replacement: What was found by a dry run.
            file_name: The file.
        """
        super().__init__()
        self._replacement, self._file_name = replacement, file_name

    def title_line(self) -> Content:
        """Name the transcript and the file."""
        return render_line(
            ("Replace ", "$muted"), (self._replacement.title, "bold $strong"),
            (" with ", "$muted"), (self._file_name, "bold $strong"), ("?", "$muted"),
        )  # fmt: skip

    def compose_body(self) -> ComposeResult:
        """Say the counts, then list what changed."""
        with VerticalScroll():
            yield Static(Content("\n").join(self._lines()))

    def on_mount(self) -> None:
        """Let the arrows scroll the list."""
        self.set_focus(self.query_one(VerticalScroll))

    @command("w", footer="replace", in_palette=False)
    def action_write(self) -> None:
        """Make the file the new version."""
        self.dismiss(True)

    def _lines(self) -> list[Content]:
        done = self._replacement
        lines = [render_words(f"Segments: {done.sentence}.", "$strong")]
        if done.waiting:
            verb = "does" if done.waiting == 1 else "do"
            how = spoken("settled, {library.settle} in the library")
            lines.append(render_words(f"{done.waiting} {verb} not count until {how}.", "$muted"))
        if done.doubt:
            lines.append(render_words(f"{done.doubt}.", "bold $accent-text"))
        lines += [render_words(_as_sentence(note), "$muted") for note in done.notes]
        width = min(self.app.size.width, 96) - 13
        shown = [one for one in done.segments if one.anchor in (Anchor.CHANGED, Anchor.LOST)]
        for one in shown[:_MOST]:
            lines += [Content(""), *_segment_lines(one, width)]
        if len(shown) > _MOST:
            lines += [Content(""), render_words(f"and {len(shown) - _MOST} more", "$muted")]
        return lines


def _as_sentence(note: str) -> str:
    return f"{note[:1].upper()}{note[1:].rstrip('.')}."


def _segment_lines(one: Reanchored, width: int) -> list[Content]:
    state = "? " if one.waits else "  "
    head = render_line(
        (state, "bold $accent-text"), (one.anchor.value, "bold $strong"), ("  ", "$muted"),
        (one.code, "$text"), (f"  {one.coder}", "$muted"),
    )  # fmt: skip
    if not one.words:
        return [head, *hanging("was", difference_lines(one.quote, "", width, _LINES)[0])]
    was, now = difference_lines(one.quote, one.words, width, _LINES)
    return [head, *hanging("was", was), *hanging("is", now)]
