"""The interview guide of a study: its questions, their codes, and where each was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Static

from ipe_coder.model.counts import count_of
from ipe_coder.model.guide import GuideQuestion, QuestionUse
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.dialogs.choose_code import ChooseCode, CodeChoice, PaletteContext
from ipe_coder.tui.dialogs.choose_files import ChooseFiles
from ipe_coder.tui.dialogs.choose_one import Choice, ChooseOne
from ipe_coder.tui.dialogs.confirm import Confirm
from ipe_coder.tui.dialogs.notes import NotesDialog
from ipe_coder.tui.failures import reported
from ipe_coder.tui.rendering import render_words, shorten
from ipe_coder.tui.screens.base import ProjectAware, has_project
from ipe_coder.tui.screens.guide_rows import GuideView, guide_rows, states, why_empty
from ipe_coder.tui.screens.writing import write_and_publish, write_to
from ipe_coder.tui.widgets.rows import Rows

_GUIDE, _FILES = "Guide", "In and out"
_WIDE = 110


def _has_study(screen: GuideScreen) -> bool:
    return has_project(screen) and screen.view.study is not None


def _has_question(screen: GuideScreen) -> bool:
    return _has_study(screen) and screen.use is not None


def _has_codes(screen: GuideScreen) -> bool:
    return _has_question(screen) and screen.has_codebook


def _has_several(screen: GuideScreen) -> bool:
    return has_project(screen) and len(screen.view.studies) > 1


class GuideScreen(ProjectAware):
    """Questions of one study."""

    NAME, TITLE, KEY = "guide", "Guide", "q"
    HELP = "The questions of the interview guide. Which turn asks them is marked while coding."
    READS: ClassVar[frozenset[str]] = frozenset(
        {"guide_question", "asking", "marking", "study", "transcript", "code", "codebook"}
    )
    DEFAULT_CSS = """
    GuideScreen {
        & #rows { height: 1fr; padding-right: 1; }
        & #empty { display: none; padding: 2 4; color: $muted; height: 1fr; }
        &.-nothing #empty { display: block; }
        &.-nothing #rows { display: none; }
    }
    """

    class Ready(Message):
        """A guide was read."""

        def __init__(self, view: GuideView, has_codebook: bool) -> None:
            """Carry what was read."""
            super().__init__()
            self.view, self.has_codebook = view, has_codebook

    def __init__(self) -> None:
        """Begin without a guide."""
        super().__init__()
        self.view = GuideView()
        self.study_id = ""
        self.has_codebook = False

    def compose_body(self) -> ComposeResult:
        """Set the questions."""
        yield Rows(id="rows")
        yield Static(id="empty")

    @property
    def rows(self) -> Rows:
        """The list of questions."""
        return self.query_one("#rows", Rows)

    @property
    def use(self) -> QuestionUse | None:
        """The question at the cursor."""
        value = self.rows.value if self.is_mounted else None
        return next((one for one in self.view.uses if one.question.id == value), None)

    # -- loading

    def project_opened(self) -> None:
        """Begin anew with another project."""
        self.study_id = ""
        super().project_opened()

    def reload(self) -> None:
        """Read the guide again."""
        self._read(self.study_id)

    @background("guide", "reading the guide")
    def _read(self, study_id: str) -> None:
        project = self.project
        studies = tuple(project.studies())
        guided = [one for one in studies if project.guide_questions(one.name)]
        known = {one.id: one for one in studies}
        study = known.get(study_id) or next(iter([*guided, *studies]), None)
        view = GuideView(studies, study)
        has_codebook = False
        if study is not None:
            ids = {one.id for one in project.transcripts(study.name)}
            uses = tuple(project.guide(study.name))
            marked = len(ids & project.marked_transcripts())
            view = GuideView(studies, study, uses, len(ids), marked)
            has_codebook = project.codebook(study.name) is not None
        if not stopped():
            self.post_message(self.Ready(view, has_codebook))

    @on(Ready)
    def _take(self, event: GuideScreen.Ready) -> None:
        event.stop()
        self.view, self.has_codebook = event.view, event.has_codebook
        self._show()

    def _show(self) -> None:
        view = self.view
        crumbs = ["Guide"]
        if view.study is not None:  # a long title leaves no room for how much is marked
            crumbs.append(shorten(view.study.label, 60 if self.size.width >= _WIDE else 30))
        self.header.show(crumbs=crumbs, detail="", states=states(view))
        self.set_class(not view.uses, "-nothing")
        self.query_one("#empty", Static).update(render_words(why_empty(view.studies, view.study)))
        self.rows.show(guide_rows(view, max(self.size.width - 3, 40)), keep=self.rows.value)
        if self.focused is None and view.uses:
            self.rows.focus()
        self.refresh_bindings()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the questions to the window."""
        super().on_resize(event)
        self.call_after_refresh(self._show)

    # -- questions

    @command("enter", footer="words", group=_GUIDE, when=_has_question, priority=True)
    def action_words(self) -> None:
        """Change the words of the question at the cursor."""
        use = self.use
        assert use is not None
        self._ask(f"Words of question {use.question.label}", use.question)

    @command("a", footer="new", group=_GUIDE, when=_has_study)
    def action_add(self) -> None:
        """Write a question at the end of the guide."""
        study = self.view.study
        assert study is not None
        last = self.view.uses[-1].question if self.view.uses else None
        new = GuideQuestion("", study.id, "", part=last.part if last else "")
        self._ask("New question", replace(new, respondent=last.respondent if last else None))

    @command("c", footer="codes", group=_GUIDE, when=_has_codes)
    def action_codes(self) -> None:
        """Link the question to codes; a code that it is linked to already is unlinked."""
        use, study = self.use, self.view.study
        assert use is not None
        assert study is not None
        book = self.project.codebook(study.name)
        assert book is not None

        async def take(choice: CodeChoice | None) -> None:
            chosen = [one.id for one in choice.codes] if choice else []
            if chosen:
                kept = [one for one in use.question.code_ids if one not in chosen]
                new = [one for one in chosen if one not in use.question.code_ids]
                changed = replace(use.question, code_ids=(*kept, *new))
                done = f"Linked {use.question.label} to {count_of(len(changed.code_ids), 'code')}"
                await self.write(lambda: self.project.put_question(changed, done))

        context = PaletteContext(quote=use.question.text)
        self.app.push_screen(ChooseCode(book, context), take)

    @command("R", footer="remove", group=_GUIDE, when=_has_question)
    def action_remove(self) -> None:
        """Remove the question, with the marks on turns that ask it."""
        use = self.use
        assert use is not None
        turns = count_of(use.turns, "turn is", "turns are")
        marks = f"{turns} marked with it; the marks go too." if use.turns else ""

        question = f"Remove {use.question.label}?"

        async def take(yes: bool | None) -> None:
            if yes:
                await self.write(lambda: self.project.remove_question(use.question))

        self.app.push_screen(Confirm(question, "removes", "keeps", marks), take)

    @command("f", footer="study", group=_GUIDE, when=_has_several)
    def action_study(self) -> None:
        """Show the guide of another study."""
        choices = [Choice(one.id, one.label, one.name) for one in self.view.studies]

        def take(chosen: Any) -> None:
            if chosen is not None:
                self.study_id = str(chosen)
                self.reload()

        current = self.view.study.id if self.view.study else None
        self.app.push_screen(ChooseOne("The guide of which study?", choices, current=current), take)

    # -- files

    @command("i", footer="import", group=_FILES, when=_has_study)
    def action_import(self) -> None:
        """Import a guide in place of this one; questions whose words stand keep their marks."""
        from ipe_coder.readers.guide import ENDINGS

        study = self.view.study
        assert study is not None

        async def take(paths: tuple[Path, ...] | None) -> None:
            if not paths:
                return
            with reported(self):
                done = await write_and_publish(
                    self, lambda: self.project.import_guide(paths[0], study.name)
                )
                self.study_id = study.id
                removed = f", removed {', '.join(done.removed)}" if done.removed else ""
                self.say(f"Added {len(done.added)}, changed {len(done.changed)}{removed}")
                self._tell(done.notes)

        self.app.push_screen(ChooseFiles(f"Guide of {study.label}", ENDINGS), take)

    @command("e", footer="export", group=_FILES, when=_has_question)
    def action_export(self) -> None:
        """Write the guide to a file: Markdown or csv, by the end of its name."""
        study = self.view.study
        assert study is not None

        def write(path: Path) -> None:
            with reported(self):
                self.project.export_guide(path, study.name)
                self.say(f"Wrote {path.name}")

        name, hint = f"{study.name}-guide.md", "A name that ends in .md or .csv."
        self.app.push_screen(
            AskText(f"Export the guide of {study.label} to", name, hint),
            lambda answer: write_to(self, answer, write),
        )

    # -- how it is done

    def _ask(self, title: str, question: GuideQuestion) -> None:
        async def take(text: str | None) -> None:
            if text and text.strip():
                with reported(self):
                    changed = replace(question, text=text)
                    await self.write(lambda: self.project.put_question(changed))

        self.app.push_screen(AskText(title, question.text, "As the interviewer asks it."), take)

    def _tell(self, notes: Sequence[str]) -> None:
        if notes:
            self.app.push_screen(NotesDialog("Guide imported", notes))
