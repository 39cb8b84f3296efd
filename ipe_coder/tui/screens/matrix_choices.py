"""What can be chosen for a matrix: rows, columns, cells, base, study, coding; and its export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual import on
from textual.message import Message

from ipe_coder.analysis.matrix import MatrixRequest
from ipe_coder.model.matrix import AXES, Base, Matrix
from ipe_coder.tui.background import background
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.reading import WIDTH, Reading
from ipe_coder.tui.rendering import render_words
from ipe_coder.tui.screens.base import ProjectAware, has_project
from ipe_coder.tui.screens.forest_rows import DESIGNS
from ipe_coder.tui.screens.matrix_count import Counted, Wanted, attributes
from ipe_coder.tui.screens.matrix_rows import BASES, KINDS, notes_on
from ipe_coder.tui.wrapping import wrap

_SHOWN = "What is shown"
_ALL = "all studies with transcripts"
_OF_RECORD = "coding of record"
_DETAILS = {"theme": "themes and every node with a statement", "code": "the whole codebook"}


def _has_matrix(screen: MatrixChoices) -> bool:
    return screen.has_cells


def _may_choose_coding(screen: MatrixChoices) -> bool:
    return has_project(screen) and not screen.is_blind


class MatrixChoices(ProjectAware):
    """Holds which matrix is wanted, and changes it."""

    class Exported(Message):
        """A file was written."""

        def __init__(self, words: str) -> None:
            """Carry what to say of it."""
            super().__init__()
            self.words = words

    def __init__(self) -> None:
        """Begin with themes by arms."""
        super().__init__()
        self.wanted = Wanted()
        self.counted: Counted | None = None
        self.keys = ("", "")
        """Keys of the row and the column that the cursor is on."""

    def limited(self, wanted: Wanted) -> Wanted:
        """Count this coder's coding alone in blind mode."""
        own = self.shown_coder_ids
        return replace(wanted, request=replace(wanted.request, coder_ids=own)) if own else wanted

    @property
    def has_cells(self) -> bool:
        """Whether a matrix with cells is on show."""
        return self.counted is not None and not self.counted.is_empty

    @command("r", footer="rows", group=_SHOWN, when=has_project)
    def action_rows(self) -> None:
        """Choose what the rows are."""
        self._choose_axis("What the rows are", "rows")

    @command("c", footer="columns", group=_SHOWN, when=has_project)
    def action_columns(self) -> None:
        """Choose what the columns are."""
        self._choose_axis("What the columns are", "columns")

    @command("x", footer="cells", group=_SHOWN, when=has_project)
    def action_cells(self) -> None:
        """Choose what the cells hold."""
        choices = [Choice(kind, kind.value, words) for kind, words in KINDS.items()]
        self._choose("What the cells hold", choices, self.wanted.request.kind, "kind")

    @command("b", footer="base", group=_SHOWN, when=has_project)
    def action_base(self) -> None:
        """Choose of whom is counted."""
        why_not = self.counted.not_asked if self.counted is not None else ""
        choices = [
            Choice(base, base.value, why_not if base is Base.ASKED and why_not else words)
            for base, words in BASES.items()
        ]
        self._choose("Of whom is counted", choices, self.wanted.request.base, "base")

    @command("s", footer="study", group=_SHOWN, when=has_project)
    def action_study(self) -> None:
        """Choose a study, or all."""
        studies = [
            Choice((one.name,), one.label, DESIGNS[one.design]) for one in self.project.studies()
        ]
        dialog = ChooseOne("Which study", [Choice((), _ALL), *studies], current=self.wanted.studies)
        self.app.push_screen(dialog, self._take_study)

    @command("w", group=_SHOWN, when=_may_choose_coding)
    def action_coding(self) -> None:
        """Choose whose coding is counted."""
        coders = [Choice((one.id,), one.name) for one in self.project.coders()]
        choices = [Choice((), _OF_RECORD, "the reconciled coding, else the first coder's"), *coders]
        self._choose("Whose coding is counted", choices, self.wanted.request.coder_ids, "coder_ids")

    @command("n", group=_SHOWN, when=_has_matrix)
    def action_notes(self) -> None:
        """Read in full what was counted, of whom, and who was not."""
        if self.counted is not None:
            notes = notes_on(self.counted.matrix, self.counted.left_out)
            lines = [render_words(line) for note in notes for line in wrap(note, WIDTH - 8)]
            self.app.push_screen(Reading("What was counted", lines))

    @command("t", footer="transpose", group=_SHOWN, when=_has_matrix)
    def action_transpose(self) -> None:
        """Make the rows columns and the columns rows."""
        request = self.wanted.request
        self.keys = self.keys[1], self.keys[0]
        self._change(replace(request, rows=request.columns, columns=request.rows))

    @command("e", footer="export", group=_SHOWN, when=_has_matrix)
    def action_export(self) -> None:
        """Write this matrix to a file: .docx for Word, .csv for a spreadsheet."""
        request = self.wanted.request
        hint = "A name that ends in .docx makes a Word table, one in .csv a table of its counts."
        name = f"{request.rows}-by-{request.columns}.docx"
        self.app.push_screen(AskText("Write this matrix to", name, hint), self._take_path)

    # -- how it is done

    def _choose_axis(self, title: str, name: str) -> None:
        known = attributes(self.project)
        choices = [Choice(one, one, _DETAILS.get(one, "")) for one in AXES]
        choices += [Choice(one, one, "attribute") for one in known if one not in AXES]
        self._choose(title, choices, getattr(self.wanted.request, name), name)

    def _choose(self, title: str, choices: Sequence[Choice], current: Any, name: str) -> None:
        def take(value: Any) -> None:
            if value is not None:
                self._change(replace(self.wanted.request, **{name: value}))

        self.app.push_screen(ChooseOne(title, choices, current=current), take)

    def _take_study(self, studies: tuple[str, ...] | None) -> None:
        if studies is not None:
            self.wanted = replace(self.wanted, studies=studies)
            self.reload()

    def _change(self, request: MatrixRequest) -> None:
        self.wanted = replace(self.wanted, request=request, is_first=False)
        self.reload()

    def show_axes(self, rows: str, columns: str, keys: tuple[str, str]) -> None:
        """Show all studies by other rows and columns, the cursor on the cell of two keys."""
        self.keys = keys
        self.wanted = replace(self.wanted, studies=())
        self._change(replace(self.wanted.request, rows=rows, columns=columns))

    def _take_path(self, path: str | None) -> None:
        if path and path.strip() and self.counted is not None:
            self._export(
                self.counted.matrix, Path(path.strip()).expanduser(), tuple(self.counted.names)
            )

    @background("export", "writing the file")
    def _export(self, matrix: Matrix, path: Path, studies: tuple[str, ...]) -> None:
        written = self.project.export_matrix(matrix, path, studies)
        self.post_message(self.Exported(f"Wrote {written.name}"))

    @on(Exported)
    def _say_exported(self, event: Exported) -> None:
        event.stop()
        self.say(event.words)
