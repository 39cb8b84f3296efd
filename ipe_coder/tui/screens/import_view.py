"""The import preview as it is looked at: files, what is made of one, and how it is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from ipe_coder.errors import FileError, UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.study import Study
from ipe_coder.model.transcript import Draft, Rule
from ipe_coder.tui.background import Progress, background, stopped
from ipe_coder.tui.named_keys import key, spoken
from ipe_coder.tui.rendering import render_line
from ipe_coder.tui.screens.import_file import FilePlan
from ipe_coder.tui.screens.import_plan import ImportPlan
from ipe_coder.tui.screens.import_rows import (
    file_details,
    file_head,
    file_line,
    file_rows,
    preview_rows,
)
from ipe_coder.tui.screens.import_writing import ImportWriting
from ipe_coder.tui.widgets.rows import Rows

_READING = "reading"


class ImportView(ImportWriting):
    """The part of the preview that is looked at; `ImportScreen` adds what is done there."""

    DEFAULT_CSS = """
    ImportView {
        & #columns { height: 1fr; }
        & #left { width: 38; background: $surface; border-right: thick $ground; }
        & #filehead { height: 1; }
        & #files { height: auto; max-height: 50%; background: $surface; }
        & #about { height: 1fr; padding: 1 1 0 1; scrollbar-size: 1 1; }
        & #right { width: 1fr; }
        & #fileline { display: none; height: 1; padding: 0 1; background: $surface; }
        & #preview { height: 1fr; }
        &.-narrow #left { display: none; }
        &.-narrow #fileline { display: block; }
        &.-contrast #left { border-right: solid $line; }
    }
    """

    class FileRead(Message):
        """A file was read, or could not be."""

        def __init__(self, place: int, rule: Rule, found: Draft | FileError) -> None:
            """Carry what was made of it by a rule."""
            super().__init__()
            self.place, self.rule, self.found = place, rule, found

    class Known(Message):
        """It was read what the project holds already."""

        def __init__(self, known: ImportPlan) -> None:
            """Carry the titles that are taken and the files that are there."""
            super().__init__()
            self.known = known

    def __init__(self, study: Study, paths: tuple[Path, ...]) -> None:
        """Take files to be imported into a study."""
        super().__init__()
        self.study = study
        self.plan = ImportPlan.of(paths, study.id, ())
        self.place = 0
        self.is_narrow = False
        self._changed = False
        self._before: list[ImportPlan] = []
        self._after: list[ImportPlan] = []
        self._will_show = False

    # -- parts

    def compose_body(self) -> ComposeResult:
        """Set the files beside what is made of one."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Static(id="filehead")
                yield Rows(id="files")
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(id="details")
            with Vertical(id="right"):
                yield Static(id="fileline")
                yield Rows(id="preview")

    def on_mount(self) -> None:
        """Read the files behind the screen."""
        alone = len(self.plan.files) == 1
        self.set_focus(self.preview if alone or self.is_narrow else self.files)
        self._read_waiting()

    @property
    def files(self) -> Rows:
        """The list of files."""
        return self.query_one("#files", Rows)

    @property
    def preview(self) -> Rows:
        """What is made of the file at the cursor."""
        return self.query_one("#preview", Rows)

    @property
    def here(self) -> FilePlan:
        """The file at the cursor."""
        return self.plan.files[self.place]

    # -- reading

    @background(_READING, "reading files")
    def _read(self, wanted: tuple[tuple[int, FilePlan], ...]) -> None:
        for number, (place, plan) in enumerate(wanted, 1):
            if stopped():
                return
            drafts, errors = self.project.read_files([plan.path], self.study.name, plan.rule)
            found = drafts[0] if drafts else errors[0]
            self.post_message(self.FileRead(place, plan.rule, found))
            if len(wanted) > 1:
                self.post_message(Progress(_READING, "reading files", number, len(wanted)))

    def _read_waiting(self) -> None:
        """Read the files that are still to be read."""
        waiting = [(n, one) for n, one in enumerate(self.plan.files) if one.is_reading]
        self._read(tuple(waiting))

    @on(FileRead)
    def _take_file(self, event: FileRead) -> None:
        event.stop()
        plan = self.plan.files[event.place]
        if plan.is_reading and plan.rule == event.rule:
            self.plan = self.plan.take(event.place, plan.read(event.found))
            self._show_soon()

    # -- what is shown

    def reload(self) -> None:
        """Look again which titles are taken."""
        self._look()

    @background("titles", "looking which titles are taken")
    def _look(self) -> None:
        known = ImportPlan.of((), self.study.id, self.project.transcripts())
        known = replace(known, memory=self.project.remembered(self.study.id))
        if not stopped():
            self.post_message(self.Known(known))

    @on(Known)
    def _take_known(self, event: Known) -> None:
        event.stop()
        self.plan = self.plan.knowing(event.known)
        self._show_soon()

    def on_resize(self, _event: events.Resize) -> None:
        """Make one row of the files where there is no room for a column."""
        self.is_narrow = not self.has_side
        self.set_class(self.is_narrow, "-narrow")
        if self.is_narrow:
            self.set_focus(self.preview)
        self.call_after_refresh(self._show)

    def _show_soon(self) -> None:
        """Show what came, once for all that comes until the screen is drawn again."""
        if not self._will_show:
            self._will_show = True
            self.call_after_refresh(self._show)

    def _show(self) -> None:
        self._will_show = False
        plan = self.plan
        ready, number = len(plan.ready), len(plan.files)
        files = count_of(number, "file")
        will = "to write" if self.is_narrow else "will be written"
        left = "" if ready == number or plan.is_reading else f"{ready} of {number} {will}"
        until = "not written until " if self.is_narrow else "nothing is written until you press "
        nothing = render_line(until, (key("import.write"), "bold $accent-text"))
        self.header.show(
            crumbs=["Library", f"Import {files} into {self.study.label}"],
            states=[left, nothing],
            coder="",
        )
        width = max(self.files.size.width - 2, 30)
        self.query_one("#filehead", Static).update(file_head(width))
        self.files.show(file_rows(plan, width), keep=self.place)
        self._show_file()

    def _show_file(self, *, keep: bool = True) -> None:
        wide = max(self.preview.size.width - 3, 40)
        rows = preview_rows(self.plan, self.place, wide, with_notes=self.is_narrow)
        first = next((row.value for row in rows if row.value is not None), None)
        self.preview.show(rows, keep=None if keep else first)
        side = max(self.query_one("#about").size.width - 2, 30)
        details = file_details(self.plan, self.place, side)
        self.query_one("#details", Static).update(details)
        line = file_line(self.plan, self.place, max(self.size.width - 2, 40))
        self.query_one("#fileline", Static).update(line)
        self.refresh_bindings()

    @on(Rows.Moved, "#files")
    def _file_moved(self, event: Rows.Moved) -> None:
        event.stop()
        # Where the cursor is now, not where it was when the message was sent.
        place = self.files.value
        if place is not None and place != self.place:
            self._go_to_file(place)

    @on(Rows.Moved, "#preview")
    def _row_moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.refresh_bindings()

    # -- how it is done

    @property
    def speaker_here(self) -> int | None:
        """The speaker at the cursor, or of the turn there."""
        value = self.preview.value
        if value is None or self.here.draft is None:
            return None
        what, number = value
        return int(number) if what == "speaker" else self.here.draft.turns[number].speaker

    def _wanted_speaker(self) -> int:
        number = self.speaker_here
        if number is None:
            hint = spoken("Press {import.to_preview} and choose one.")
            raise UsageError("There is no speaker here.", hint)
        return number

    def _go_to_file(self, place: int) -> None:
        self.place = place
        self.files.go_to(place)
        self._show_file(keep=False)

    def _put(self, plan: FilePlan) -> None:
        self._become(self.plan.put(self.place, plan))

    def _say(self, plan: FilePlan) -> None:
        """Take what was said of the file, and propose it for those that look alike."""
        before = self.plan
        self._become(before.said(self.place, plan))
        pairs = zip(before.files, self.plan.files, strict=True)
        others = sum(old.proposed != new.proposed and not new.as_read for old, new in pairs)
        if others:
            files = "1 other file that looks" if others == 1 else f"{others} other files that look"
            how = spoken(
                "{everywhere.undo} takes it back, {import.as_read} there leaves a file as read"
            )
            self.say(f"Also in {files} alike; {how}")

    def _become(self, plan: ImportPlan) -> None:
        self._before.append(self.plan)
        self._after.clear()
        self._changed = True
        self.plan = plan
        self._show()
