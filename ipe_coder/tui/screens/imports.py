"""The import preview: what would be stored of each file, before anything is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from textual import events, on
from textual.message import Message
from textual.worker import Worker

from ipe_coder.model.change import Change
from ipe_coder.model.comment import CommentUse
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import NewTranscript
from ipe_coder.tui.background import Progress, background
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_one import ChooseOne, NewName
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.screens.import_comments import Author, author_choices, coder_choices
from ipe_coder.tui.screens.import_speakers import ImportSpeakers

_FILES_FROM_WIDTH = 110
_READING, _WRITING = "reading", "writing"
_COMMENTS = {
    CommentUse.CODES: "taken as codes",
    CommentUse.MEMOS: "taken as memos",
    CommentUse.LEAVE: "left",
}


def _in_files(screen: ImportScreen) -> bool:
    return screen.is_mounted and screen.focused is screen.files


def _in_preview(screen: ImportScreen) -> bool:
    return screen.is_mounted and screen.focused is screen.preview and not screen.is_narrow


def _can_write(screen: ImportScreen) -> bool:
    return not screen.plan.is_reading and bool(screen.plan.ready) and not screen.is_writing


def _is_read(screen: ImportScreen) -> bool:
    return screen.plan.files[screen.place].draft is not None and not screen.is_writing


def _has_doubt(screen: ImportScreen) -> bool:
    return bool(screen.plan.doubtful)


def _has_no_doubt(screen: ImportScreen) -> bool:
    return not _has_doubt(screen)


def _has_comments(screen: ImportScreen) -> bool:
    return screen.plan.has_comments and not screen.is_writing


def _takes_comments(screen: ImportScreen) -> bool:
    taken = screen.plan.comments in {CommentUse.CODES, CommentUse.MEMOS}
    return taken and bool(screen.plan.authors) and not screen.is_writing


def _has_several(screen: ImportScreen) -> bool:
    return len(screen.plan.files) > 1


def _can_leave(screen: ImportScreen) -> bool:
    return not screen.is_writing


class ImportScreen(ImportSpeakers):
    """A look at files before they are imported."""

    NAME, TITLE = "import", "Import"
    HELP = (
        "Look at who speaks in each file and change what was guessed wrongly. "
        "Nothing is written until you press w."
    )
    READS: ClassVar[frozenset[str]] = frozenset({"transcript", "study"})

    class Written(Message):
        """Everything is in the project."""

        def __init__(self, changes: list[Change], notes: tuple[str, ...]) -> None:
            """Carry the changes that came of it, the newest first, and what was not seen before."""
            super().__init__()
            self.changes, self.notes = changes, notes

    # -- commands

    @command("w", footer="write", group="Import", when=_can_write)
    def action_write(self) -> None:
        """Write the files that could be read and are not left out, as one change."""
        self.is_writing = True
        self.refresh_bindings()
        self._write(self.plan.new, self.plan.coders)

    @command("enter", footer="next doubt", group="Import", when=_has_doubt, priority=True)
    def action_next_doubt(self) -> None:
        """Go to the next thing that needs your judgement."""
        places = [(place, doubt.speaker) for place, doubt in self.plan.doubtful]
        here = (self.place, self.speaker_here if self.speaker_here is not None else -1)
        later = [one for one in places if (one[0], -1 if one[1] is None else one[1]) > here]
        place, speaker = (later or places)[0]
        self._go_to_file(place)
        if speaker is not None:
            self.preview.go_to(("speaker", speaker))
            self.set_focus(self.preview)

    @command("enter", footer="next file", group="Import", when=_has_no_doubt, priority=True)
    def action_go_on(self) -> None:
        """Go to the next file, as nothing needs your judgement; from the last to the first."""
        self._go_to_file((self.place + 1) % len(self.plan.files))

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

    @command("x", footer="leave out", group="Import", when=lambda screen: not screen.is_writing)
    def action_leave_out(self) -> None:
        """Leave the file out, or take it in again."""
        self._put(replace(self.here, left_out=not self.here.left_out))

    @command("R", group="Import", when=lambda screen: not screen.is_writing)
    def action_read_again(self) -> None:
        """Read the file again, after it was mended."""
        self._before.clear()
        self._after.clear()
        self.plan = self.plan.put(self.place, self.here.divided_by(self.here.rule))
        self._show()
        self._read_waiting()

    @command("n", group="Import", when=_has_several)
    def action_next_file(self) -> None:
        """Go to the next file."""
        self._go_to_file(min(self.place + 1, len(self.plan.files) - 1))

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

    # -- writing

    @background(_WRITING, "writing transcripts")
    def _write(self, new: tuple[NewTranscript, ...], coders: dict[str, str]) -> None:
        project = self.project
        self.post_message(Progress(_WRITING, "writing transcripts", 0, len(new)))
        before = project.last_change()
        notes = project.add_transcripts(self.study.name, new, self.plan.memory, coders)
        seen = tuple(f"{one.draft.source.filename}: " for one in new)
        taken = tuple(note for note in notes if not note.startswith(seen))
        self.post_message(self.Written(project.changes_since(before), taken))

    @on(Written)
    def _take_written(self, event: Written) -> None:
        """Tell every screen, and go back to the library."""
        event.stop()
        for change in reversed(event.changes):
            self.ipe.publish(change)
        self.label = event.changes[0].label if event.changes else ""
        if event.notes:
            self.app.push_screen(NotesDialog(self.label, event.notes), lambda _: self._finish())
        else:
            self._finish()

    async def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Let keys write again once writing has ended, well or not."""
        if event.worker.group == _WRITING and event.worker.is_finished:
            self.is_writing = False
            self.refresh_bindings()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Go on to the library where everything was written while another screen was on show."""
        del event
        self._finish()

    def _finish(self) -> None:
        if self.label and self.is_current:
            self.dismiss(None)

    def _leave(self, agreed: bool | None) -> None:
        if agreed:
            self.dismiss(None)
