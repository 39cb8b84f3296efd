"""Segments that wait since a correction: lost, or with other words than before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from textual.app import ComposeResult
from textual.content import Content

from ipe_coder.model.segment import Anchor, SegmentRow
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.dialogs.difference import difference_lines, hanging
from ipe_coder.tui.rendering import render_line, shorten
from ipe_coder.tui.widgets.rows import Row, Rows

_LINES = 3
"""Lines of each wording of a passage."""


class Way(StrEnum):
    """How segments are settled."""

    ACCEPT = "accept"
    PLACE = "place"
    REMOVE = "remove"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be done with which segments."""

    way: Way
    rows: tuple[SegmentRow, ...]


def _has_changed(dialog: SettleDialog) -> bool:
    return any(row.segment.anchor is Anchor.UNREVIEWED for row in dialog.waiting)


def _is_changed(dialog: SettleDialog) -> bool:
    return dialog.is_mounted and dialog.row.segment.anchor is Anchor.UNREVIEWED


class SettleDialog(Dialog[Settled]):
    """Lists segments that wait; dismissed with what to do, or None when left."""

    NAME = "settle"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    SettleDialog {
        & > #box { width: 100; }
        & > #box > #body { padding: 0 1; }
        & Rows { height: auto; max-height: 24; background: $surface; margin: 1 0; }
        &.-narrow Rows { height: 1fr; max-height: 100%; }
    }
    """

    def __init__(
        self, title: str, waiting: Sequence[SegmentRow], earlier: Mapping[str, str]
    ) -> None:
        """Show segments that wait.

        Args:
            title: Title of the transcript, or of several.
            waiting: The segments.
            earlier: The words they had, by id, where those are others now.
        """
        super().__init__()
        self._title, self.waiting, self._earlier = title, tuple(waiting), earlier

    def title_line(self) -> Content:
        """Say what waits."""
        return render_line((self._title, "bold $strong"), (": not counted until settled", "$muted"))

    def compose_body(self) -> ComposeResult:
        """Set the list."""
        yield Rows()

    def on_mount(self) -> None:
        """Begin with the first."""
        width = max(min(self.app.size.width, 100) - 6, 20)
        rows = [
            Row.of(*self._lines(one, width), value=place) for place, one in enumerate(self.waiting)
        ]
        shown = self.query_one(Rows)
        height = min(sum(len(one.lines) for one in rows), 24)
        shown.styles.height = None if self.has_class("-narrow") else height
        shown.show(rows, keep=0)
        self.set_focus(shown)

    @property
    def row(self) -> SegmentRow:
        """The segment at the cursor."""
        return self.waiting[int(self.query_one(Rows).value or 0)]

    @command("a", footer="accept", when=_is_changed, in_palette=False)
    def action_accept(self) -> None:
        """Let the segment count with its new words."""
        self.dismiss(Settled(Way.ACCEPT, (self.row,)))

    @command("A", footer="all changed", when=_has_changed, in_palette=False)
    def action_accept_all(self) -> None:
        """Let all that have other words count with them."""
        changed = [row for row in self.waiting if row.segment.anchor is Anchor.UNREVIEWED]
        self.dismiss(Settled(Way.ACCEPT, tuple(changed)))

    @command("e", footer="place", in_palette=False)
    def action_place(self) -> None:
        """Type the words that the passage has now."""
        self.dismiss(Settled(Way.PLACE, (self.row,)))

    @command("x", footer="remove", in_palette=False)
    def action_remove(self) -> None:
        """Remove the segment."""
        self.dismiss(Settled(Way.REMOVE, (self.row,)))

    @command("enter", footer="read", priority=True, in_palette=False)
    def action_open(self) -> None:
        """Open the transcript; there {coding.place_waiting} gives it the selected place."""
        self.dismiss(Settled(Way.OPEN, (self.row,)))

    def _lines(self, row: SegmentRow, width: int) -> list[Content]:
        one = row.segment
        was = self._earlier.get(one.id, one.quote)
        state = "lost" if one.anchor is Anchor.LOST else "changed"
        head = render_line(
            (f"{state}  ", "bold $accent-text"), (row.code, "bold $strong"),
            (f"  {row.title}, {row.coder}", "$muted"),
        )  # fmt: skip
        if one.anchor is Anchor.LOST:
            quote = render_line(("  was ", "$muted"), (shorten(was, width - 6), "italic $text"))
            return [head, quote, render_line(("  is  nowhere", "$muted")), Content("")]
        lines = [head]
        for name, words in zip(
            ("was", "is"), difference_lines(was, one.quote, width - 6, _LINES), strict=True
        ):
            lines += hanging(name, words)
        return [*lines, Content("")]
