"""What the results screen has on its desk: results, joint displays, and the way to files."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.message import Message

from ipe_coder.model.matrix import JointDisplay
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.screens.base import ProjectAware, has_project
from ipe_coder.tui.screens.forest_rows import DESIGNS, WIDE
from ipe_coder.tui.screens.results_load import Loaded, first_study, load, read_display
from ipe_coder.tui.screens.writing import write_and_publish

ALL = "all studies"
"""Stands for no study in particular."""

_FILES = "Files and studies"


def _has_study(screen: ResultsDesk) -> bool:
    return screen.loaded is not None and bool(screen.loaded.studies)


class ResultsDesk(ProjectAware):
    """Reads results and joint displays, imports results and writes reports."""

    class Ready(Message):
        """The results were read."""

        def __init__(self, loaded: Loaded, study: str) -> None:
            """Carry them, and the study whose joint display comes first."""
            super().__init__()
            self.loaded, self.study = loaded, study

    class DisplayRead(Message):
        """A joint display was read."""

        def __init__(self, study: str, display: JointDisplay) -> None:
            """Carry the study's name and its display."""
            super().__init__()
            self.study, self.display = study, display

    class Exported(Message):
        """Files were written."""

        def __init__(self, words: str) -> None:
            """Carry what to say of them."""
            super().__init__()
            self.words = words

    def __init__(self) -> None:
        """Begin with nothing read."""
        super().__init__()
        self.loaded: Loaded | None = None
        self.displays: dict[str, JointDisplay] = {}
        """Joint displays by the names of their studies, as far as they were needed."""
        self.shows_joint = False
        self.study = ""
        """The study of the joint display."""
        self.only = ""
        """The study that the forest plot is limited to; empty for all."""

    @property
    def is_wide(self) -> bool:
        """Whether there is room for columns."""
        return self.room >= WIDE

    def label_of(self, study: str) -> str:
        """Give a study as it is printed."""
        known = self.loaded.studies.get(study) if self.loaded is not None else None
        return known.label if known is not None else study

    # -- loading

    def reload(self) -> None:
        """Read all results again, and the joint display of the study on show."""
        self._read_results(self.study)

    def project_opened(self) -> None:
        """Begin anew with another project."""
        self.study, self.only = "", ""
        super().project_opened()

    @background("results", "reading the results")
    def _read_results(self, study: str) -> None:
        project = self.project
        loaded = load(project)
        if study not in loaded.studies:
            study = first_study(project, loaded)
        if not stopped():
            self.post_message(self.Ready(loaded, study))

    @on(Ready)
    def _take_results(self, event: Ready) -> None:
        event.stop()
        self.loaded, self.study = event.loaded, event.study
        self.displays.clear()
        if self.study:
            self.read_joint(self.study)
        self.results_arrived()

    @background("joint", "reading the joint display")
    def read_joint(self, study: str) -> None:
        """Read the display of a study; it arrives as a message."""
        display = read_display(self.project, study)
        if not stopped():
            self.post_message(self.DisplayRead(study, display))

    @on(DisplayRead)
    def _take_display(self, event: DisplayRead) -> None:
        event.stop()
        self.displays[event.study] = event.display
        self.display_arrived(event.study)

    def results_arrived(self) -> None:
        """Show the results."""

    def display_arrived(self, study: str) -> None:
        """Show the joint display of a study, where it is wanted."""

    def show_study(self, study: str, outcome_id: str = "") -> None:
        """Show the joint display of a study."""

    def show_only(self, study: str) -> None:
        """Limit the forest plot to a study."""

    # -- commands

    @command("f", footer="study", group=_FILES, when=_has_study)
    def action_study(self) -> None:
        """Choose a study; the forest plot can show all."""
        if self.loaded is None:
            return
        known = self.loaded.studies.values() if self.shows_joint else self.loaded.with_results
        choices = [Choice(one.name, one.label, DESIGNS[one.design]) for one in known]
        if not self.shows_joint:
            choices.insert(0, Choice(ALL, ALL))
        current = self.study if self.shows_joint else self.only or ALL
        self.app.push_screen(ChooseOne("Which study", choices, current=current), self._take_study)

    def _take_study(self, study: str | None) -> None:
        if study is None:
            return
        if self.shows_joint:
            self.show_study(study)
        else:
            self.show_only("" if study == ALL else study)

    @command("i", footer="import", group=_FILES, when=has_project)
    def action_import(self) -> None:
        """Import a results file."""
        self.app.push_screen(ChooseFiles("Import results", (".csv", ".xlsx")), self._import)

    async def _import(self, paths: tuple[Path, ...] | None) -> None:
        if not paths:
            return
        with reported(self):
            done = await write_and_publish(self, lambda: self.project.import_results(paths[0]))
            new = [f"new study: {name}" for name in done.new_studies]
            notes = [*done.notes, *new, *(f"new outcome: {name}" for name in done.new_outcomes)]
            if notes:
                self.app.push_screen(NotesDialog(f"Imported {done.rows} results", notes))

    @command("e", footer="export", group=_FILES, when=_has_study)
    def action_export(self) -> None:
        """Write the report of the study with its joint display: a .docx file, or csv tables."""
        study = self.study if self.shows_joint else self.only
        label = self.label_of(study) if study else ALL
        hint = (
            f"{label}: a name that ends in .docx makes the Word report, the name of a folder its"
            " tables as csv."
        )
        name = f"{study or 'report'}.docx"
        self.app.push_screen(AskText("Write the report to", name, hint), self._take_path)

    def _take_path(self, path: str | None) -> None:
        if path and path.strip():
            study = self.study if self.shows_joint else self.only
            self._export(Path(path.strip()).expanduser(), study)

    @background("export", "writing the report")
    def _export(self, path: Path, study: str) -> None:
        kind = "docx" if path.suffix.casefold() == ".docx" else "csv"
        written = self.project.export(kind, path, study)
        names = written[0].name if len(written) == 1 else f"{len(written)} files in {path.name}"
        self.post_message(self.Exported(f"Wrote {names}"))

    @on(Exported)
    def _say_exported(self, event: Exported) -> None:
        event.stop()
        self.say(event.words)
