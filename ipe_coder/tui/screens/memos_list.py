"""The list of memos: read and chosen behind the screen, shown beside the one at the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ipe_coder.model.counts import count_of
from ipe_coder.model.memo import MemoFilter, MemoRow, choose_memos
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import CodeLook, render_words
from ipe_coder.tui.screens.base import has_project
from ipe_coder.tui.screens.list_beside import ListBeside
from ipe_coder.tui.screens.memos_rows import MemoOrder, asked_line, detail_lines, memo_rows
from ipe_coder.tui.widgets.rows import Row, Rows


def in_list(screen: MemosList) -> bool:
    """Tell whether keys are commands: the memos were read, and nobody types."""
    is_typing = screen.is_mounted and isinstance(screen.focused, Input)
    return has_project(screen) and screen.is_loaded and not is_typing


def has_memo(screen: MemosList) -> bool:
    """Tell whether there is a memo at the cursor."""
    return in_list(screen) and screen.memo is not None


class MemosList(ListBeside):
    """The part of the memos that is looked at; `MemosScreen` adds what is done there."""

    DEFAULT_CSS = """
    MemosList {
        & #side { width: 45; }
        &.-narrow.-drawer #columns { layout: vertical; }
        &.-narrow.-drawer #left { width: 100%; height: 1fr; }
        &.-narrow.-drawer #side { display: block; width: 100%; height: 13; }
    }
    """

    class Found(Message):
        """Memos were read, and those that are wanted were chosen."""

        def __init__(
            self, wanted: MemoFilter, every: Sequence[MemoRow], found: Sequence[MemoRow],
            looks: Mapping[str, CodeLook], reading: int,
        ) -> None:  # fmt: skip
            """Carry what was wanted, all memos, those that fit, how codes look, which reading."""
            super().__init__()
            self.wanted, self.every, self.found, self.looks = wanted, every, found, looks
            self.reading = reading

    class WordsRead(Message):
        """The words were read that a memo stands beside."""

        def __init__(self, row: MemoRow) -> None:
            """Carry the memo with them."""
            super().__init__()
            self.row = row

    def __init__(self) -> None:
        """Begin with everything wanted and nothing found."""
        super().__init__()
        self.wanted = MemoFilter()
        self.names: dict[str, str] = {}
        """The filters that are on, as people call them."""
        self.order = MemoOrder.NEWEST
        self.every: Sequence[MemoRow] = ()
        self.found: Sequence[MemoRow] = ()
        self.looks: Mapping[str, CodeLook] = {}
        self.is_loaded = False
        self.keeps_newest = False
        """Whether the cursor goes to the memo that is being written, once it is read."""
        self._by_id: dict[str, MemoRow] = {}
        self._read: dict[str, MemoRow] = {}
        self._reading = 0
        self._fresh = False

    # -- parts

    @property
    def memo(self) -> MemoRow | None:
        """The memo at the cursor."""
        return self._by_id.get(self.rows.value or "")

    # -- finding

    def reload(self) -> None:
        """Read all memos again."""
        self._reading += 1
        self._fresh = False
        self._begin()

    def project_opened(self) -> None:
        """Begin anew with another project."""
        self.show_all()
        self.is_loaded = False
        super().project_opened()

    def show_all(self) -> None:
        """Want everything."""
        self.wanted, self.names = MemoFilter(), {}

    def want(self, **changed: object) -> None:
        """Want other memos, by fields of the filter."""
        self.wanted = replace(self.wanted, **changed)  # type: ignore[arg-type]
        self._show_asked()
        self._begin()

    def _begin(self) -> None:
        """Choose among the memos that were read, or read them where they may have changed."""
        known = (self.every, self.looks) if self._fresh else None
        self._find(self.limited(), known, self._reading)

    def limited(self) -> MemoFilter:
        """Give what is wanted; in blind mode of this coder's memos alone."""
        own = self.shown_coder_ids
        return replace(self.wanted, coder_ids=own) if own else self.wanted

    @background("memos", "reading memos")
    def _find(
        self,
        wanted: MemoFilter,
        known: tuple[Sequence[MemoRow], Mapping[str, CodeLook]] | None,
        reading: int,
    ) -> None:
        from ipe_coder.project.base import without_collecting

        if known is None:
            books = self.project.codebooks()
            looks = {code.id: CodeLook.of(code) for book in books for code in book.codes}
            with without_collecting():
                known = self.project.memo_rows(), looks
        found = choose_memos(known[0], wanted)
        if not stopped():
            self.post_message(self.Found(wanted, known[0], found, known[1], reading))

    @on(Found)
    def _take(self, event: Found) -> None:
        event.stop()
        if event.wanted != self.limited() or event.reading != self._reading:
            return
        keep = self._written_here(event.every) if self.keeps_newest else None
        if event.every is not self.every:
            self.every, self.looks, self._fresh = event.every, event.looks, True
            self._by_id = {one.memo.id: one for one in self.every}
            self._read.clear()
        self.found, self.is_loaded = event.found, True
        self.show(keep)
        if self.focused is None:
            self.set_focus(self.rows)

    def _written_here(self, every: Sequence[MemoRow]) -> str | None:
        """Find the memo that this coder has written since the list was read."""
        for one in every:
            if one.memo.id not in self._by_id and one.coder == self.ipe.coder:
                self.keeps_newest = False
                return one.memo.id
        return None

    # -- what is shown

    def show(self, keep: str | None = None) -> None:
        """Draw the list and say what is in it.

        Args:
            keep: Id of the memo that the cursor is to stand on; where it stood when None.
        """
        self._show_header()
        self._show_asked()
        width = max(self.rows.size.width - 2, 40)
        rows = memo_rows(self.found, order=self.order, width=width)
        here = self.rows.value
        if keep is None and here in self._by_id and here not in {row.value for row in rows}:
            # What was at the cursor is there still and only not shown: one begins at the top.
            keep = next((row.value for row in rows if row.value), None)
        self.rows.show(rows or [Row.of(self._empty_words())], keep=keep)
        self._show_detail()
        self.refresh_bindings()

    def _show_header(self) -> None:
        number, every = len(self.found), len(self.every)
        if self.is_blind:
            own = self.shown_coder_ids
            every = sum(one.memo.coder_id in own for one in self.every)
        said = count_of(number, "memo")
        states = [
            self.order.value,
            said if number == every else f"{number:,} of {every:,} memos",
        ]
        self.header.show(
            crumbs=["Memos"], states=states if self.is_loaded else [], coder=self.ipe.coder
        )

    def _show_asked(self) -> None:
        shown = ("study", "kind", "about", "who")
        names = [(one, self.names.get(one, "")) for one in shown]
        if self.is_blind:
            names[-1] = ("who", self.ipe.coder)
        if day := self.names.get("day"):
            names.append(("day", day))
        self.query_one("#asked", Static).update(asked_line(self.wanted, names))

    def _empty_words(self) -> Content:
        if self.ipe.project is None:
            words = "No project is open. {go.project} opens one."
        elif not self.is_loaded:
            words = ""
        elif self.wanted != MemoFilter():
            words = "No memo fits. {memos.show_all} shows all again."
        else:
            words = "No memo yet. {memos.add} writes one here, {coding.memo} on other screens."
        return render_words(spoken(words), "italic $muted")

    def _show_detail(self) -> None:
        """Show the memo at the cursor; words that are not read yet follow."""
        one = self.memo
        lines: list[Content] = []
        if one is not None:
            shown = self._read.get(one.memo.id, one)
            width = max(self.query_one("#side").size.width, 38) - 4
            lines = detail_lines(shown, self.looks.get(one.code_id), width)
            if shown.span is not None and not shown.quote:
                self._read_words(shown)
        self.query_one("#detail", Static).update(Content("\n").join(lines))

    @background("words", "reading the words of a memo")
    def _read_words(self, one: MemoRow) -> None:
        row = self.project.memo_words([one])[0]
        if not stopped() and row.quote:
            self.post_message(self.WordsRead(row))

    @on(WordsRead)
    def _take_words(self, event: WordsRead) -> None:
        event.stop()
        self._read[event.row.memo.id] = event.row
        if self.rows.value == event.row.memo.id:
            self._show_detail()

    @on(Rows.Moved, "#rows")
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_detail()
        self.query_one("#side").scroll_home(animate=False)
        self.refresh_bindings()

    # -- the window

    def fit(self) -> None:
        """Draw the list and the memo at the cursor again."""
        self.show()

    @on(Input.Changed, "#filter")
    def _typed_more(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.wanted.words:
            self.want(words=event.value)

    @on(Input.Submitted, "#filter")
    def _typed_all(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(self.rows)
        if not self.wanted.words:
            self.remove_class("-typing")

    def go_to_top(self) -> None:
        """Go to the first memo after `g g`."""
        self.rows.action_first_row()
