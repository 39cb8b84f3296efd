"""The versions of one transcript: when each came, by whom, and what differs between two."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from ipe_coder.analysis.version_diff import ChangedTurn
from ipe_coder.model.counts import count_of
from ipe_coder.model.transcript import Transcript
from ipe_coder.model.version import VersionRecord
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.commands import command
from ipe_coder.tui.rendering import render_line, render_words
from ipe_coder.tui.screens.base import ProjectAware
from ipe_coder.tui.screens.version_rows import (
    change_rows,
    text_rows,
    version_details,
    version_rows,
)
from ipe_coder.tui.widgets.rows import Rows


def _is_read(screen: VersionsScreen) -> bool:
    return screen.is_mounted and bool(screen.records)


def _has_several(screen: VersionsScreen) -> bool:
    return len(screen.records) > 1


def _never(screen: VersionsScreen) -> bool:
    del screen
    return False


class VersionsScreen(ProjectAware):
    """A look at earlier versions; nothing is changed here."""

    NAME, TITLE = "versions", "Versions"
    HELP = (
        "Versions of a transcript, the newest first, and the turns that differ from the version "
        "before. {+words+} came, {−words−} went. Nothing is changed here."
    )
    READS: ClassVar[frozenset[str]] = frozenset({"transcript", "transcript_version", "speaker"})
    DEFAULT_CSS = """
    VersionsScreen {
        & #columns { height: 1fr; }
        & #left { width: 46; background: $surface; border-right: thick $ground; }
        & #versions { height: 1fr; background: $surface; }
        & #about { height: auto; max-height: 50%; padding: 1 1 0 1; scrollbar-size: 1 1; }
        & #right { width: 1fr; }
        & #head { height: 1; padding: 0 1; }
        & #shown { height: 1fr; }
        &.-narrow #columns { layout: vertical; }
        &.-narrow #left { width: 100%; height: 7; border-right: none; }
        &.-narrow #about { display: none; }
        &.-narrow #right { width: 100%; height: 1fr; }
        &.-contrast #left { border-right: solid $line; }
    }
    """

    class Listed(Message):
        """The versions were read."""

        def __init__(self, records: list[VersionRecord]) -> None:
            """Carry them, the newest first."""
            super().__init__()
            self.records = records

    class Compared(Message):
        """Two versions were compared, or one was read whole."""

        def __init__(
            self, base: int, number: int, turns: list[ChangedTurn] | None, text: Transcript | None
        ) -> None:
            """Carry the numbers, and the turns that differ or the text."""
            super().__init__()
            self.base, self.number, self.turns, self.text = base, number, turns, text

    def __init__(self, transcript_id: str, title: str) -> None:
        """Take a transcript."""
        super().__init__()
        self.transcript_id, self.title_of = transcript_id, title
        self.records: list[VersionRecord] = []
        self._base: int | None = None
        self._whole = False

    # -- parts

    def compose_body(self) -> ComposeResult:
        """Set the versions beside what differs."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Rows(id="versions")
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(id="details")
            with Vertical(id="right"):
                yield Static(id="head")
                yield Rows(id="shown")

    @property
    def versions(self) -> Rows:
        """The list of versions."""
        return self.query_one("#versions", Rows)

    @property
    def shown(self) -> Rows:
        """What differs, or the text."""
        return self.query_one("#shown", Rows)

    @property
    def number(self) -> int:
        """The version at the cursor."""
        return int(self.versions.value or 0)

    @property
    def base(self) -> int:
        """The version that it is compared with: the one marked, else the one before it."""
        if self._base is not None and self._base != self.number:
            return self._base
        earlier = [one.version.number for one in self.records if one.version.number < self.number]
        return max(earlier, default=self.number)

    # -- commands

    @command("m", footer="compare with", group="Versions", when=_has_several)
    def action_mark(self) -> None:
        """Compare all with the version at the cursor; again, each with the one before it."""
        self._base = None if self._base == self.number else self.number
        self._show()

    @command("t", footer="text", group="Versions", when=_is_read)
    def action_text(self) -> None:
        """Show the whole text of the version, or what differs again."""
        self._whole = not self._whole
        self._look()

    @command("tab", footer="other pane", group="Versions", when=_is_read, priority=True)
    def action_other_pane(self) -> None:
        """Go between the versions and what differs."""
        self.set_focus(self.shown if self.focused is self.versions else self.versions)

    @command("escape", footer="leave", group="Versions")
    def action_leave(self) -> None:
        """Go back to the library."""
        self.dismiss(None)

    @command("u", group="Everywhere", when=_never)
    async def action_undo(self) -> None:
        """Take nothing back: this screen only shows."""

    @command("ctrl+r", group="Everywhere", when=_never)
    async def action_redo(self) -> None:
        """Bring nothing back: this screen only shows."""

    # -- reading

    def on_mount(self) -> None:
        """Begin in the list."""
        super().on_mount()
        self.set_focus(self.versions)

    def reload(self) -> None:
        """Read the versions behind the screen."""
        self._list()

    @background("versions", "reading the versions")
    def _list(self) -> None:
        records = self.project.version_records(self.transcript_id)
        if not stopped():
            self.post_message(self.Listed(records))

    @on(Listed)
    def _take_listed(self, event: Listed) -> None:
        event.stop()
        self.records = event.records
        self._show()

    def _look(self) -> None:
        """Show what differs, or the text, as soon as it is read."""
        if self.records and self.number:
            self._compare(self.base, self.number, self._whole)

    @background("compare", "comparing the versions")
    def _compare(self, base: int, number: int, whole: bool) -> None:
        turns, text = None, None
        if whole:
            text = self.project.version(self.transcript_id, number)
        else:
            turns = self.project.compare_versions(self.transcript_id, base, number)
        if not stopped():
            self.post_message(self.Compared(base, number, turns, text))

    @on(Compared)
    def _take_compared(self, event: Compared) -> None:
        event.stop()
        if event.number != self.number:
            return
        width = max(self.shown.size.width - 3, 40)
        if event.text is not None:
            said, note = f"Version {event.number}", count_of(len(event.text.turns), "turn")
            rows = text_rows(event.text, width)
        else:
            turns = event.turns or []
            said = f"From version {event.base} to {event.number}"
            note = count_of(len(turns), "turn differs", "turns differ")
            if event.base == event.number:
                said, note = f"Version {event.number}", "the first; nothing to compare"
            rows = change_rows(turns, width) if event.base != event.number else []
        head = render_line((said, "bold $strong"), (f"  {note}", "$muted"))
        self.query_one("#head", Static).update(head)
        self.shown.show(rows)
        self.shown.scroll_home(animate=False)

    # -- what is shown

    def on_resize(self, _event: events.Resize) -> None:
        """Set the versions above what differs where there is no room beside it."""
        self.fit_side()
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        number = len(self.records)
        states = [count_of(number, "version")]
        self.header.show(crumbs=["Library", self.title_of, "Versions"], states=states, coder="")
        width = max(self.versions.size.width - 2, 30)
        self.versions.show(version_rows(self.records, self._base, width))
        self._show_details()
        self._look()
        self.refresh_bindings()

    def _show_details(self) -> None:
        here = next((one for one in self.records if one.version.number == self.number), None)
        width = max(self.query_one("#about").size.width - 2, 30)
        details = version_details(here, width) if here else render_words("")
        self.query_one("#details", Static).update(details)

    @on(Rows.Moved, "#versions")
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_details()
        self._look()
        self.refresh_bindings()

    @on(Rows.Moved, "#shown")
    def _scrolled(self, event: Rows.Moved) -> None:
        event.stop()

    @on(Rows.Chosen, "#versions")
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.set_focus(self.shown)
