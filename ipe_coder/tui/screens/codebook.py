"""The codebook: the tree of codes, and everything that is done to codes."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events, on

from ipe_coder.model.segment import MemoAbout
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.rendering import shorten
from ipe_coder.tui.screens.codebook_edit import CodebookEdit
from ipe_coder.tui.screens.codebook_tree import (
    in_quotes,
    on_code,
    on_tree,
)
from ipe_coder.tui.screens.memo_writing import ask_for_memo, subject_of
from ipe_coder.tui.widgets.rows import Rows

_NAME_CELLS = 30


def _can_quote(screen: CodebookScreen) -> bool:
    return on_code(screen) and not _can_open(screen)


def _can_open(screen: CodebookScreen) -> bool:
    return on_code(screen) and screen.is_narrow and not screen.has_class("-open")


def _can_close(screen: CodebookScreen) -> bool:
    is_open = screen.is_narrow and screen.has_class("-open")
    return (in_quotes(screen) or is_open) and not screen.has_class("-editing")


def _has_quote(screen: CodebookScreen) -> bool:
    return in_quotes(screen) and screen.quote is not None


def _has_several_studies(screen: CodebookScreen) -> bool:
    return on_tree(screen) and len(screen.view.studies) > 1


def _has_weak(screen: CodebookScreen) -> bool:
    return on_tree(screen) and bool(screen.view.weak)


class CodebookScreen(CodebookEdit):
    """Codes, themes and questions of one study."""

    NAME, TITLE, KEY = "codebook", "Codebook", "b"
    HELP = "The tree of codes with their use. What is changed here changes for every coder."
    READS: ClassVar[frozenset[str]] = frozenset(
        {
            "code", "codebook", "segment", "theme", "theme_code", "study", "transcript",
            "speaker", "participant", "appearance", "memo",
        }
    )  # fmt: skip

    # -- looking

    @command("enter", footer="segments", group="Codebook", when=_can_quote, priority=True)
    def action_quotes(self) -> None:
        """List the segments of the code at the cursor."""
        code = self.code
        assert code is not None
        self.add_class("-quoting", "-open")
        self._head(code.name, "reading")
        self.list_quotes(code.id)
        self.set_focus(self.quotes)

    @command("enter", footer="fields", group="Codebook", when=_can_open, priority=True)
    def action_open_pane(self) -> None:
        """Show the fields of the code at the cursor."""
        self.add_class("-open")
        self.set_focus(self.details)
        self.call_after_refresh(self._show_details)

    @command("enter", footer="in context", group="Codebook", when=_has_quote, priority=True)
    def action_in_context(self) -> None:
        """Open the transcript at the segment."""
        row = self.quote
        assert row is not None
        self.ipe.open_transcript(row.segment.transcript_id, row.segment.span)

    @command("escape", footer="back", group="Codebook", when=_can_close, in_palette=False)
    def action_back(self) -> None:
        """Go back to the tree."""
        self.remove_class("-quoting", "-open")
        self.quoted = ""
        self.set_focus(self.code_tree)

    @command("h", "left", group="Codebook", when=on_code)
    def action_fold(self) -> None:
        """Fold the code at the cursor; of a folded or single one, go to what is above it."""
        code = self.code
        assert code is not None
        if self.view.beneath(code.id) and code.id not in self.folded:
            self.folded |= {code.id}
            self.show()
        elif code.parent_id:
            self.code_tree.go_to(code.parent_id)

    @command("l", "right", group="Codebook", when=on_code)
    def action_unfold(self) -> None:
        """Unfold the code at the cursor; of an unfolded one, go to the first beneath it."""
        code = self.code
        assert code is not None
        children = self.view.beneath(code.id)
        if code.id in self.folded:
            self.folded -= {code.id}
            self.show()
        elif children:
            self.code_tree.go_to(children[0].id)

    @command("n", group="Codebook", when=_has_weak)
    def action_next_weak(self) -> None:
        """Go to the next code that somebody should look at."""
        weak = [one.code_id for one in self.view.weak]
        order = [code.id for _, code in self.view.book.walk()]
        here = order.index(self.code.id) if self.code else -1
        later = [one for one in weak if order.index(one) > here] or weak
        self.go_to_code(later[0])
        self.say(next(one.words for one in self.view.weak if one.code_id == later[0]))

    @command("f", footer="study", group="Codebook", when=_has_several_studies)
    def action_choose_study(self) -> None:
        """Show the codebook of another study."""
        choices = [Choice(one.id, one.label, one.name) for one in self.view.studies]

        def take(chosen: Any) -> None:
            if chosen is not None:
                self.study_id = str(chosen)
                self.reload()

        current = self.view.study.id if self.view.study else None
        dialog = ChooseOne("The codebook of which study?", choices, current=current)
        self.app.push_screen(dialog, take)

    @command("m", footer="memo", group="Codebook", when=on_code)
    def action_memo(self) -> None:
        """Write a memo on the code; {memo.next_subject} chooses the study."""
        code, view = self.code, self.view
        if code is None:
            return
        look = shorten(code.name, _NAME_CELLS)
        memos = view.memos.get(code.id, ())
        subjects = [
            subject_of(self, MemoAbout.CODE, code.id, look, words=code.definition, memos=memos)
        ]
        if view.study is not None:
            subjects.append(subject_of(self, MemoAbout.STUDY, view.study.id, "its study"))
        ask_for_memo(self, subjects)

    # -- how it is done

    def on_resize(self, event: events.Resize) -> None:
        """Set the segments of a code in lines of the new width, too."""
        super().on_resize(event)
        if self.quoted:
            self.call_after_refresh(self.read_quotes)

    @on(Rows.Chosen, "#tree")
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        if _can_open(self):
            self.action_open_pane()
        elif _can_quote(self):
            self.action_quotes()

    @on(Rows.Chosen, "#quotes")
    def _clicked_quote(self, event: Rows.Chosen) -> None:
        event.stop()
        if _has_quote(self):
            self.action_in_context()
