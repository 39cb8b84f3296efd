"""The import preview: what would be stored of each file, before anything is written."""

from __future__ import annotations

from typing import ClassVar

from ipe_coder.errors import UsageError
from ipe_coder.model.transcript import NewTranscript
from ipe_coder.tui.background import Progress, background
from ipe_coder.tui.commands import command
from ipe_coder.tui.screens.import_speakers import ImportSpeakers
from ipe_coder.tui.screens.import_writing import WRITING


def _can_write(screen: ImportScreen) -> bool:
    return not screen.plan.is_reading and bool(screen.plan.ready) and not screen.is_writing


def _has_doubt(screen: ImportScreen) -> bool:
    return bool(screen.plan.doubtful)


def _has_no_doubt(screen: ImportScreen) -> bool:
    return not _has_doubt(screen)


def _has_several(screen: ImportScreen) -> bool:
    return len(screen.plan.files) > 1


class ImportScreen(ImportSpeakers):
    """A look at files before they are imported."""

    NAME, TITLE = "import", "Import"
    HELP = (
        "Look at who speaks in each file and change what was guessed wrongly. "
        "Nothing is written until you press {import.write}."
    )
    READS: ClassVar[frozenset[str]] = frozenset({"transcript", "study"})

    # -- commands

    @command("w", footer="write", group="Import", when=_can_write)
    def action_write(self) -> None:
        """Write the files that could be read and are not left out, as one change."""
        if clash := self.plan.title_clash():
            place, doubt = clash
            self._go_to_file(place)
            raise UsageError(doubt.words, doubt.remedy)
        self.begin_writing()
        self._write(self.plan.new, self.plan.coders)

    @command("enter", footer="next doubt", group="Import", when=_has_doubt, priority=True)
    def action_next_doubt(self) -> None:
        """Go to the next thing that needs your judgement."""
        doubts = [(place, doubt.place, doubt) for place, doubt in self.plan.doubtful]
        doubts.sort(key=lambda one: one[:2])
        here = (self.place, self._row_here())
        later = [one for one in doubts if one[:2] > here]
        place, _, doubt = (later or doubts)[0]
        self._go_to_file(place)
        if doubt.turn is not None:
            self.preview.go_to(("doubt", doubt.turn))
        elif doubt.speaker is not None:
            self.preview.go_to(("speaker", doubt.speaker))
        else:
            return
        self.set_focus(self.preview)

    def _row_here(self) -> tuple[int, int]:
        """Where in the preview the cursor is, as doubts are placed; before all in a file's list."""
        value = self.preview.value
        if value is None or self.focused is not self.preview:
            return 0, -1
        what, number = value
        return (0 if what == "speaker" else 1), int(number)

    @command("enter", footer="next file", group="Import", when=_has_no_doubt, priority=True)
    def action_go_on(self) -> None:
        """Go to the next file, as nothing needs your judgement; from the last to the first."""
        self._go_to_file((self.place + 1) % len(self.plan.files))

    @command("n", footer="next file", group="Import", when=_has_several)
    def action_next_file(self) -> None:
        """Go to the next file."""
        self._go_to_file(min(self.place + 1, len(self.plan.files) - 1))

    # -- writing

    @background(WRITING, "writing transcripts")
    def _write(self, new: tuple[NewTranscript, ...], coders: dict[str, str]) -> None:
        project = self.project
        self.post_message(Progress(WRITING, "writing transcripts", 0, len(new)))
        before = project.last_change()
        notes = project.add_transcripts(self.study.name, new, self.plan.memory, coders)
        seen = tuple(f"{one.draft.source.filename}: " for one in new)
        taken = tuple(note for note in notes if not note.startswith(seen))
        self.post_message(self.Written(project.changes_since(before), taken))
