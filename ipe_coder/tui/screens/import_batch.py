"""The import preview: what a researcher says of the files themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ipe_coder.model.comment import CommentUse
from ipe_coder.model.text import clean_name
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_one import ChooseOne, NewName
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.screens.import_comments import Author, author_choices, coder_choices
from ipe_coder.tui.screens.import_view import ImportView

_COMMENTS = {
    CommentUse.CODES: "taken as codes",
    CommentUse.MEMOS: "taken as memos",
    CommentUse.LEAVE: "left",
}


def _in_files(screen: ImportBatch) -> bool:
    return screen.is_mounted and screen.focused is screen.files


def _in_preview(screen: ImportBatch) -> bool:
    return screen.is_mounted and screen.focused is screen.preview and not screen.is_narrow


def _is_read(screen: ImportBatch) -> bool:
    return screen.plan.files[screen.place].draft is not None and not screen.is_writing


def _has_comments(screen: ImportBatch) -> bool:
    return screen.plan.has_comments and not screen.is_writing


def _takes_comments(screen: ImportBatch) -> bool:
    taken = screen.plan.comments in {CommentUse.CODES, CommentUse.MEMOS}
    return taken and bool(screen.plan.authors) and not screen.is_writing


def _can_leave(screen: ImportBatch) -> bool:
    return not screen.is_writing


def _is_in(screen: ImportBatch) -> bool:
    return not screen.is_writing and not screen.plan.is_out(screen.place)


def _is_out(screen: ImportBatch) -> bool:
    return not screen.is_writing and screen.plan.is_out(screen.place)


def _has_several(screen: ImportBatch) -> bool:
    return len(screen.plan.files) > 1


class ImportBatch(ImportView):
    """Leaves files out, names them, and goes from one to the other."""

    @command("x", footer="leave out", group="Import", when=_is_in, priority=True)
    def action_leave_out(self) -> None:
        """Leave the file out."""
        self._put(replace(self.here, left_out=True))

    @command("x", footer="take in", group="Import", when=_is_out, priority=True)
    def action_take_in(self) -> None:
        """Take in the file that is left out."""
        self._put(replace(self.here, left_out=False))

    @command("K", group="Import", when=_is_read)
    def action_kind(self) -> None:
        """Take the file for the next kind of transcript."""
        self._put(self.here.with_next_kind())
        self.say(f"{self.here.title} is a {self.here.new.kind}")

    @command("c", footer="comments", group="Import", when=_has_comments)
    def action_comments(self) -> None:
        """Take comments in the files as codes on their words, as memos, or leave them."""
        self._become(self.plan.with_next_comments())
        self.say(f"Comments: {_COMMENTS[self.plan.comments or CommentUse.LEAVE]}, in all files")

    @command("C", footer="whose comments", group="Import", when=_takes_comments)
    def action_comment_coder(self) -> None:
        """Say which coder somebody is who wrote comments in the files."""
        authors = self.plan.authors
        if len(authors) == 1:
            self._ask_coder(authors[0])
            return

        def take(name: str | None) -> None:
            if name is not None:
                self._ask_coder(next(one for one in authors if one.name == name))

        self.app.push_screen(ChooseOne("Whose comments?", author_choices(authors)), take)

    def _ask_coder(self, author: Author) -> None:
        def take(chosen: Any) -> None:
            if chosen is None:
                return
            coder = chosen.name if isinstance(chosen, NewName) else str(chosen)
            self._become(self.plan.with_coder(author.name, coder))
            self.say(f"The comments of {author.called} come in as the work of {coder}")

        known = [one.name for one in self.project.coders()]
        choices = coder_choices(author, known, self.project.coder)
        title = f"Which coder is {author.called}?"
        current = author.coder or author.name or None
        self.app.push_screen(ChooseOne(title, choices, current=current, new="coder"), take)

    @command("T", group="Import", when=_is_read)
    def action_title(self) -> None:
        """Give the transcript another title."""

        def take(answer: str | None) -> None:
            if answer and clean_name(answer):
                self._put(replace(self.here, title=clean_name(answer)))

        hint = "The file keeps its own name in the record."
        question = f"Title of {self.here.path.name}"
        self.app.push_screen(AskText(question, self.here.title, hint), take)

    @command("R", group="Import", when=lambda screen: not screen.is_writing)
    def action_read_again(self) -> None:
        """Read the file again, after it was mended."""
        self._before.clear()
        self._after.clear()
        self.plan = self.plan.put(self.place, self.here.divided_by(self.here.rule))
        self._show()
        self._read_waiting()

    @command("N", group="Import", when=_has_several)
    def action_file_before(self) -> None:
        """Go to the file before."""
        self._go_to_file(max(self.place - 1, 0))

    @command("tab", footer="speakers", group="Import", when=_in_files, priority=True)
    def action_to_preview(self) -> None:
        """Go to the speakers and turns."""
        self.set_focus(self.preview)

    @command("tab", footer="files", group="Import", when=_in_preview, priority=True)
    def action_to_files(self) -> None:
        """Go to the files."""
        self.set_focus(self.files)

    @command("escape", footer="leave", group="Import", when=_can_leave)
    def action_leave(self) -> None:
        """Leave; nothing is written."""
        if not self._changed:
            self._leave(True)
            return
        question = "Leave without importing?"
        self.app.push_screen(
            Confirm(question, "leaves", "goes on", "What you chose here is forgotten."), self._leave
        )

    @command("u", footer="undo", group="Everywhere", when=lambda screen: bool(screen._before))
    async def action_undo(self) -> None:
        """Take back what you said last; nothing is written yet."""
        self._after.append(self.plan)
        self.plan = self._before.pop().keep_from(self.plan)
        self._show()

    @command("ctrl+r", group="Everywhere", when=lambda screen: bool(screen._after))
    async def action_redo(self) -> None:
        """Say again what you took back."""
        self._before.append(self.plan)
        self.plan = self._after.pop().keep_from(self.plan)
        self._show()

    def _leave(self, agreed: bool | None) -> None:
        if agreed:
            self.dismiss(None)
