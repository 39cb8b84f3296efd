"""The library: transcripts and participants, what comes in and what goes out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.message import Message
from textual.widgets import Input

from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.study import Design, Study
from ipe_coder.model.text import clean_name
from ipe_coder.model.transcript import TranscriptSummary
from ipe_coder.tui.background import background
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.choose_several import ChooseSeveral
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.screens.base import has_project
from ipe_coder.tui.screens.library_erasing import LibraryErasing
from ipe_coder.tui.screens.library_list import (
    has_row,
    has_studies,
    in_list,
    not_typing,
    on_participants,
    on_transcripts,
)
from ipe_coder.tui.screens.writing import write_and_publish, write_to
from ipe_coder.tui.widgets.rows import Rows

_TABLES = (".csv", ".xlsx")


def _can_import(screen: LibraryScreen) -> bool:
    return not_typing(screen) and has_studies(screen)


def _has_transcripts(screen: LibraryScreen) -> bool:
    return _can_import(screen) and bool(screen.whole.transcripts)


def _can_add(screen: LibraryScreen) -> bool:
    return not_typing(screen) and has_project(screen)


def _has_several_studies(screen: LibraryScreen) -> bool:
    return in_list(screen) and len(screen.whole.studies) > 1


def _is_filtered(screen: LibraryScreen) -> bool:
    return screen.is_mounted and (screen.has_class("-typing") or screen.has_class("-drawer"))


_EVERY = "every study"
"""Stands for no filter in the choice of a study; no id looks like it."""


def _is_narrow(screen: LibraryScreen) -> bool:
    return has_row(screen) and screen.has_class("-narrow")


def _names_state(one: TranscriptSummary) -> str:
    """Say whether a text may hold the names still that it was imported with."""
    return "as it was imported" if one.version == 1 else f"version {one.version}"


class LibraryScreen(LibraryErasing):
    """Transcripts and participants."""

    NAME, TITLE, KEY = "library", "Library", "l"
    HELP = "Transcripts and participants of one study or of all. Files are imported from here."
    READS: ClassVar[frozenset[str]] = frozenset(
        {
            "transcript",
            "speaker",
            "participant",
            "appearance",
            "segment",
            "study",
            "arm",
            "coder",
            "memo",
        }
    )

    class Exported(Message):
        """Files were written."""

        def __init__(self, paths: Sequence[Path]) -> None:
            """Carry their paths."""
            super().__init__()
            self.paths = tuple(paths)

    # -- moving

    @command("enter", footer="open", group="Library", when=has_row, priority=True)
    def action_open(self) -> None:
        """Open the transcript at the cursor, or the first in which the participant appears."""
        if self.transcript is not None:
            self.ipe.open_transcript(self.transcript.id)
        elif self.participant is not None:
            voices = self.whole.voices_of(self.participant.id)
            if not voices:
                waits = ", ".join(self.whole.waits_for(self.participant.id)) or "no transcript"
                name = self.participant.pseudonym
                raise UsageError(
                    f"{name} waits for {waits}.", spoken("{library.import} imports it.")
                )
            self.ipe.open_transcript(voices[0][0].id)

    @command("tab", footer="participants", group="Library", when=on_transcripts, priority=True)
    def action_show_participants(self) -> None:
        """Show the participants."""
        self._switch(transcripts=False)

    @command("tab", footer="transcripts", group="Library", when=on_participants, priority=True)
    def action_show_transcripts(self) -> None:
        """Show the transcripts."""
        self._switch(transcripts=True)

    @command("/", footer="find", group="Library", when=has_row)
    def action_find(self) -> None:
        """Show only what holds the words that are typed."""
        self.add_class("-typing")
        self.set_focus(self.query_one("#filter", Input))

    @command("f", footer="study", group="Library", when=_has_several_studies)
    def action_choose_study(self) -> None:
        """Show one study, or all."""
        choices = [
            Choice(_EVERY, "All studies", count_of(len(self.whole.transcripts), "transcript"))
        ]
        for one in self.whole.studies:
            number = sum(row.study_id == one.id for row in self.whole.transcripts)
            choices.append(
                Choice(one.id, one.label, f"{one.name}, {count_of(number, 'transcript')}")
            )

        def take(chosen: Any) -> None:
            if chosen is not None:
                self.study_id = "" if chosen == _EVERY else str(chosen)
                self.show()

        self.app.push_screen(
            ChooseOne("Show which study?", choices, current=self.study_id or _EVERY), take
        )

    @command("s", footer="details", group="Library", when=_is_narrow)
    def action_details(self) -> None:
        """Show the details of the row at the cursor, or put them away."""
        self.toggle_class("-drawer")
        self.call_after_refresh(self._show_details)

    @command("J", group="Library", when=has_row, in_palette=False)
    def action_details_down(self) -> None:
        """Go further down in the details."""
        self.query_one("#side").scroll_relative(y=5, animate=False)

    @command("K", group="Library", when=has_row, in_palette=False)
    def action_details_up(self) -> None:
        """Go back up in the details."""
        self.query_one("#side").scroll_relative(y=-5, animate=False)

    @command("escape", group="Library", when=_is_filtered, in_palette=False)
    def action_close_filter(self) -> None:
        """Show everything again."""
        self.remove_class("-drawer", "-typing")
        self.query_one("#filter", Input).value = ""
        self.set_focus(self.rows)

    # -- in

    @command("i", footer="import", group="In and out", when=_can_import)
    def action_import(self) -> None:
        """Import transcripts, with a look at them before anything is written."""
        # Readers are loaded when files are about to be read.
        from ipe_coder.project.gathering import gather
        from ipe_coder.readers import FORMATS

        endings = tuple(dict.fromkeys(end for one in FORMATS for end in one.extensions))

        def choose(study: Study) -> None:
            async def take(paths: tuple[Path, ...] | None) -> None:
                if paths:
                    with reported(self):
                        gathered = await asyncio.to_thread(gather, paths)
                        self.preview(study, gathered.files)
                        if left := len(gathered.skipped):
                            self.say(f"{left} files beside them are no transcripts")

            dialog = ChooseFiles(f"Import into {study.label}", (*endings, ".zip"), many=True)
            self.app.push_screen(dialog, take)

        self._with_study("Import transcripts into which study?", choose)

    @command("A", group="In and out", when=_can_import)
    def action_import_survey(self) -> None:
        """Import survey answers, each as a text under its participant."""
        from ipe_coder.tui.screens.survey_import import ENDINGS, SurveyScreen

        def choose(study: Study) -> None:
            def take(paths: tuple[Path, ...] | None) -> None:
                if paths:
                    preview = SurveyScreen(study, paths[0])
                    self.app.push_screen(preview, lambda _: self.say(preview.label))

            self.app.push_screen(ChooseFiles(f"Survey answers of {study.label}", ENDINGS), take)

        self._with_study("Import survey answers into which study?", choose)

    @command("p", footer="people", group="In and out", when=_can_import)
    def action_import_participants(self) -> None:
        """Import participants from a table."""

        def choose(study: Study) -> None:
            async def take(paths: tuple[Path, ...] | None) -> None:
                if paths:
                    await self._import_participants(study, paths[0])

            self.app.push_screen(ChooseFiles(f"Participants of {study.label}", _TABLES), take)

        self._with_study("Import participants into which study?", choose)

    @command("b", footer="codebook", group="In and out", when=_can_import)
    def action_import_codebook(self) -> None:
        """Import a codebook file."""
        from ipe_coder.codebook_io import FORMATS

        endings = tuple(end for one in FORMATS for end in one.extensions)

        def choose(study: Study) -> None:
            async def take(paths: tuple[Path, ...] | None) -> None:
                if paths:
                    with reported(self):
                        await write_and_publish(
                            self, lambda: self.project.import_codebook(paths[0], study.name)
                        )

            self.app.push_screen(ChooseFiles(f"Codebook of {study.label}", endings), take)

        self._with_study("Import a codebook into which study?", choose)

    @command("a", footer="add study", group="In and out", when=_can_add)
    def action_add_study(self) -> None:
        """Add a study, with its arms."""
        hint = "Name, then arms after a colon: swing: treatment, control. A pilot has no arms."
        self.app.push_screen(AskText("New study", "", hint), self._add_study)

    @command("P", footer="names", group="In and out", when=_has_transcripts)
    def action_names(self) -> None:
        """Review the names in a study's transcripts, all or some, and replace them by terms."""

        def review(study: Study, ids: tuple[str, ...] | None) -> None:
            from ipe_coder.tui.screens.names import NamesScreen

            if ids is not None:
                number = sum(one.study_id == study.id for one in self.whole.transcripts)
                self.app.push_screen(NamesScreen(study, () if len(ids) == number else ids))

        def choose(study: Study) -> None:
            own = [one for one in self.whole.transcripts if one.study_id == study.id]
            if not own:
                raise UsageError(
                    f"{study.label} has no transcript.", spoken("{library.import} imports some.")
                )
            if len(own) == 1:
                review(study, ())
                return
            choices = [Choice(one.id, one.title, _names_state(one)) for one in own]
            here = self.transcript.id if self.transcript is not None else None
            title = f"Look for names in which transcripts of {study.label}?"
            self.app.push_screen(
                ChooseSeveral(title, choices, current=here), lambda ids: review(study, ids)
            )

        self._with_study("Look for names in which study?", choose)

    # -- out

    @command("e", footer="export", group="In and out", when=_can_import)
    def action_export(self) -> None:
        """Write the Word report of a study, or its tables as csv."""

        def choose(study: Study) -> None:
            hint = "A name that ends in .docx is the Word report; any other is a folder of csv."
            self.app.push_screen(
                AskText(f"Export {study.label} to", f"{study.name}.docx", hint),
                lambda answer: write_to(
                    self,
                    answer,
                    lambda path: self._export(study.name, path),
                    is_taken=Path.is_file,
                ),
            )

        self._with_study("Export which study?", choose)

    # -- how it is done

    @on(Rows.Chosen, "#rows")
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.action_open()

    def _with_study(self, question: str, go_on: Callable[[Study], None]) -> None:
        """Go on with the study that is shown, the only one, or the one that is chosen."""
        studies = {one.id: one for one in self.project.studies()}
        if not studies:
            raise UsageError("There is no study yet.", "Press a to add one.")
        if self.study_id or len(studies) == 1:
            go_on(studies.get(self.study_id) or next(iter(studies.values())))
            return
        here = self.transcript or self.participant
        choices = [Choice(one.id, one.label, one.name) for one in studies.values()]

        def take(chosen: Any) -> None:
            if chosen is not None:
                with reported(self):
                    go_on(studies[chosen])

        current = here.study_id if here is not None else None
        self.app.push_screen(ChooseOne(question, choices, current=current), take)

    def preview(self, study: Study, paths: tuple[Path, ...] | None) -> None:
        """Look at files before they are imported; nothing for none."""
        if paths:
            from ipe_coder.tui.screens.imports import ImportScreen

            preview = ImportScreen(study, paths)
            self.app.push_screen(preview, lambda _: self.say(preview.label))

    async def _import_participants(self, study: Study, path: Path) -> None:
        with reported(self):
            notes = await write_and_publish(
                self, lambda: self.project.import_participants(path, study.name)
            )
            if notes:
                self.app.push_screen(NotesDialog(f"Imported {path.name}", notes))

    async def _add_study(self, answer: str | None) -> None:
        if not answer or not clean_name(answer):
            return
        name, _, arms = answer.partition(":")
        names = [clean_name(one) for one in arms.split(",") if clean_name(one)]
        design = Design.RCT if names else Design.PILOT
        with reported(self):
            await write_and_publish(
                self, lambda: self.project.add_study(name, arms=names, design=design)
            )

    @background("export", "writing the export")
    def _export(self, study: str, path: Path) -> None:
        form = "docx" if path.suffix.lower() == ".docx" else "csv"
        self.post_message(self.Exported(self.project.export(form, path, study)))

    @on(Exported)
    def _say_exported(self, event: Exported) -> None:
        event.stop()
        first, number = event.paths[0], len(event.paths)
        self.say(f"Wrote {first.name}" if number == 1 else f"Wrote {number} files")
