"""The start: studies, transcripts, progress by coder, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.study import Design, Study
from ipe_coder.model.transcript import TranscriptSummary
from ipe_coder.tui.background import background
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialogs.ask_text import AskText
from ipe_coder.tui.rendering import Part, render_line, render_words
from ipe_coder.tui.screens.base import ProjectAware, has_project
from ipe_coder.tui.screens.settling import settle_waiting
from ipe_coder.tui.widgets.rows import Rows

_SIDE_CELLS = 40
_STRIP_STEPS = 3
_REST = 1.0
"""Seconds on this screen after which the process that suggests is started."""
_MOST_FILES = 8


def _is_filled(screen: ProjectScreen) -> bool:
    return has_project(screen) and screen.is_filled


def _is_closed(screen: ProjectScreen) -> bool:
    return not has_project(screen) and not screen.ipe.is_opening


def _is_read(screen: ProjectScreen) -> bool:
    """Tell whether what the digits stand for is on the screen."""
    return screen.is_read if has_project(screen) else not screen.ipe.is_opening


class ProjectScreen(ProjectAware):
    """Where one begins and comes back to."""

    NAME, TITLE, KEY = "project", "Project", "p"
    HELP = "Studies and transcripts with each coder's progress; digits do what is next."
    READS: ClassVar[frozenset[str]] = frozenset()
    DEFAULT_CSS = """
    ProjectScreen {
        & #columns { height: 1fr; }
        & #left { width: 1fr; }
        & #studies { height: auto; max-height: 40%; }
        & #gap { height: 1; }
        & #transcripts { height: 1fr; }
        & #next { width: 40; background: $surface; padding-right: 1; }
        & #strip { height: 4; background: $surface; display: none; padding: 0 1; }
        & #start { height: 1fr; padding: 2 6; display: none; }
        &.-narrow #next { display: none; }
        &.-narrow #strip { display: block; }
        &.-start #columns, &.-start #strip { display: none; }
        &.-start #start { display: block; }
        &.-narrow #start { padding: 2 6; }
    }
    """

    class Loaded(Message):
        """What the screen shows was read behind it."""

        def __init__(self, view: Any) -> None:
            """Carry it."""
            super().__init__()
            self.view = view

    def __init__(self) -> None:
        """Begin without a project."""
        super().__init__()
        self._view: Any = None
        self._listed: Any = None
        self._listed_of: tuple[Study, int] | None = None

    @property
    def is_read(self) -> bool:
        """Whether the project was read."""
        return self._view is not None

    @property
    def is_filled(self) -> bool:
        """Whether there is a study to show."""
        return self._view is not None and bool(self._view.studies)

    def compose_body(self) -> ComposeResult:
        """Set studies above transcripts, the next steps beside them."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Rows(id="studies")
                yield Static(id="gap")
                yield Rows(id="transcripts")
            yield Rows(quiet=True, id="next")
        yield Static(id="strip")
        yield Static(id="start")

    def on_mount(self) -> None:
        """Show the start until a project is there."""
        super().on_mount()
        self.header.show(crumbs=["ipe_coder"])
        if self.ipe.is_opening:
            self.query_one("#start", Static).update(render_words("Opening …", "$muted"))
            self.add_class("-start")
        else:
            self._show_start()

    # -- commands

    @command(group="Project", when=_is_filled)
    def action_open(self) -> None:
        """Open the transcript at the cursor; from a study, go to its transcripts."""
        transcripts = self.query_one("#transcripts", Rows)
        if self.focused is transcripts and isinstance(transcripts.value, TranscriptSummary):
            self.ipe.open_transcript(transcripts.value.id)
        else:
            transcripts.focus()

    @command("1..9", footer="do next", group="Project", when=_is_read)
    async def action_do_next(self, digit: int) -> None:
        """Do one of the next steps; on the start, open one of the projects."""
        if not has_project(self):
            files = self._files()
            if digit <= len(files):
                self.ipe.open_project(str(files[digit - 1]))
            return
        if not self.is_filled:
            self._begin(digit)
            return
        steps = self._view.steps
        if digit <= len(steps):
            await self._do(steps[digit - 1])

    @command("tab", group="Project", when=_is_filled)
    def action_other_pane(self) -> None:
        """Go between studies and transcripts."""
        studies = self.query_one("#studies", Rows)
        transcripts = self.query_one("#transcripts", Rows)
        (transcripts if self.focused is studies else studies).focus()

    @command("a", footer="add study", group="Project", when=has_project)
    def action_add_study(self) -> None:
        """Add a study, with its arms."""
        hint = "Name, then arms after a colon: swing: treatment, control. A pilot has no arms."
        self.app.push_screen(AskText("New study", "", hint), self._add_study)

    @command("i", footer="import", group="Project", when=has_project)
    async def action_import(self) -> None:
        """Import transcripts, with a look at them before anything is written."""
        await self.ipe.go("library", "import")

    @command("s", group="Project", when=_is_filled)
    def action_share(self) -> None:
        """Write a copy that others may have, without originals and history."""
        from ipe_coder.tui.screens.erasing import share_copy

        share_copy(self)

    @command("n", footer="new project", group="Project", when=_is_closed)
    def action_new_project(self) -> None:
        """Make a new project."""
        hint = f"A file in {Path.cwd()}; it ends in .ipe."
        self.app.push_screen(AskText("New project", "project.ipe", hint), self._new_project)

    @command("o", group="Project")
    def action_open_project(self) -> None:
        """Open a project by its path."""
        self.app.push_screen(AskText("Open a project", "", "Path of a .ipe file."), self._open_path)

    @command("d", footer="sample", group="Project", when=_is_closed)
    def action_sample(self) -> None:
        """Write the sample project into this folder and open it."""
        self.ipe.make_sample(Path("demo"))

    @command("N", group="Project")
    def action_name_coder(self) -> None:
        """Say who is coding."""
        hint = "Your name or initials; every change is written under it."
        self.app.push_screen(AskText("Who is coding?", self.ipe.coder, hint), self._name_coder)

    # -- loading

    def project_opened(self) -> None:
        """Forget what another project was like."""
        self._view = None
        super().project_opened()

    def reload(self) -> None:
        """Read what is shown, behind the screen."""
        self._read()

    @background("project view", "reading the project")
    def _read(self) -> None:
        # Rows of a project are only needed once there is one.
        from ipe_coder.tui.screens.project_rows import ProjectView

        self.post_message(self.Loaded(ProjectView.read(self.project, self.only_coder)))

    @on(Loaded)
    def _take(self, event: Loaded) -> None:
        event.stop()
        first = self._view is None
        self._view = event.view
        if not self.is_filled:
            self._show_empty()
        else:
            self.remove_class("-start")
            self._show()
            if first or self.focused is None:
                self.query_one("#studies", Rows).focus()
        self.refresh_bindings()
        if first:
            self.set_timer(_REST, self.ipe.suggest)
        if not self.ipe.coder and first:
            self.action_name_coder()

    # -- what is shown

    def on_resize(self, event: Any) -> None:
        """Give the next steps their own column where there is room."""
        super().on_resize(event)
        self.fit_side()
        if self.is_filled:
            self.call_after_refresh(self._show)

    def _show(self) -> None:
        from ipe_coder.tui.screens.project_rows import next_rows, side_rows, study_rows

        view = self._view
        transcripts = len(view.transcripts)
        self.header.show(
            crumbs=[view.name],
            states=[
                count_of(len(view.studies), "study", "studies"),
                count_of(transcripts, "transcript"),
            ],
            coder=self.ipe.coder,
        )
        studies = self.query_one("#studies", Rows)
        chosen = studies.value
        known = next((s for s in view.studies if chosen and s.id == chosen.id), None)
        studies.show(study_rows(view, self._left_width()), keep=known or self._first_study())
        self._show_transcripts()
        side = self.query_one("#next", Rows)
        side.show(side_rows(view, _SIDE_CELLS - 3))
        strip = next_rows(view, self.size.width, _STRIP_STEPS, wide=True)
        lines = [line for row in strip for line in row.lines]
        self.query_one("#strip", Static).update(Content("\n").join(lines))

    def _first_study(self) -> Study:
        """Choose the first study that has transcripts."""
        with_text = {one.study_id for one in self._view.transcripts}
        own = [one for one in self._view.studies if one.id in with_text]
        return (own or self._view.studies)[0]  # type: ignore[no-any-return]

    def _show_transcripts(self) -> None:
        from ipe_coder.tui.screens.project_rows import transcript_rows

        study = self.query_one("#studies", Rows).value
        of = (study, self._left_width())
        if isinstance(study, Study) and not (self._view is self._listed and of == self._listed_of):
            self._listed, self._listed_of = self._view, of
            rows = self.query_one("#transcripts", Rows)
            kept = rows.value.id if rows.value else ""
            new = transcript_rows(self._view, study, self._left_width())
            values = [row.value for row in new if row.value is not None]
            rows.show(new, keep=next((one for one in values if one.id == kept), None))

    def _left_width(self) -> int:
        beside = 0 if self.has_class("-narrow") else _SIDE_CELLS
        return max(self.size.width - beside - 2, 40)

    def _show_start(self) -> None:
        """Offer the projects of this folder, a new one, and the sample."""
        lines: list[Content] = []
        files = self._files()
        if files:
            lines.append(render_words("Projects in this folder", "bold $strong"))
            lines.append(Content(""))
            for number, path in enumerate(files, 1):
                lines.append(_choice(str(number), path.name, f"{path.stat().st_size / 1e6:.1f} MB"))
        else:
            lines.append(render_words("No project is in this folder.", "bold $strong"))
        lines.append(Content(""))
        lines.append(_choice("n", "Make a new project", "one file; studies, transcripts, codes"))
        lines.append(_choice("o", "Open a project", "by its path"))
        lines.append(_choice("d", "Look at the sample", "fictional transcripts, coded"))
        lines += [Content(""), render_words("Everything stays on this computer.", "$muted")]
        self.query_one("#start", Static).update(Content("\n").join(lines))
        self.add_class("-start")

    def _show_empty(self) -> None:
        """Show the four steps that make a project."""
        steps = (
            ("1", "Add a study", "a trial or a pilot, with its arms"),
            ("2", "Bring in a codebook", "YAML or CSV; or none yet"),
            ("3", "Import transcripts", "Word, text, VTT or SRT"),
            ("4", "Say who is who", "their roles, sites and arms, from a table"),
        )
        lines = [
            render_words("Nothing here yet. Four steps make a project:", "bold $strong"),
            Content(""),
            *(_choice(*step) for step in steps),
            Content(""),
            render_words("Everything stays on this computer.", "$muted"),
        ]
        self.header.show(crumbs=[self._view.name], states=["new project"], coder=self.ipe.coder)
        self.query_one("#start", Static).update(Content("\n").join(lines))
        self.add_class("-start")

    @on(Rows.Moved, "#studies")
    def _study_moved(self, event: Rows.Moved) -> None:
        event.stop()
        if self._view is not None:
            self._show_transcripts()

    @on(Rows.Chosen, "#studies")
    def _study_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.query_one("#transcripts", Rows).focus()

    @on(Rows.Chosen, "#transcripts")
    def _transcript_chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        self.ipe.open_transcript(event.value.id)

    @on(Rows.Chosen, "#next")
    def _step_chosen(self, event: Rows.Chosen) -> None:
        event.stop()

    # -- how it is done

    async def _do(self, step: Any) -> None:
        if step.kind.value == "settle":
            await settle_waiting(self, step.transcript_id)
            return
        if step.kind.value == "code":
            self.ipe.open_transcript(step.transcript_id)
            return
        places = {"themes": ("codebook", ""), "codebook": ("library", "import_codebook")}
        places["import"] = ("library", "import")
        await self.ipe.go(*places.get(step.kind.value, ("library", "")))

    def _begin(self, digit: int) -> None:
        """Do one of the four steps of an empty project."""
        if digit == 1:
            self.action_add_study()
        elif digit <= 4:
            raise UsageError("A study comes first.", "Press 1 to add one.")

    async def _add_study(self, answer: str | None) -> None:
        if not answer or not answer.strip():
            return
        name, _, arms = answer.partition(":")
        names = [one.strip() for one in arms.split(",") if one.strip()]
        design = Design.RCT if names else Design.PILOT
        study = self.project.add_study(name, arms=names, design=design)
        self.say(f"Added the study {study.name}")
        self._stale = True
        self._load()

    def _new_project(self, answer: str | None) -> None:
        if answer and answer.strip():
            path = Path(answer.strip()).expanduser()
            path = path if path.suffix == ".ipe" else path.with_name(path.name + ".ipe")
            self.ipe.make_project(path, path.stem)

    def _open_path(self, answer: str | None) -> None:
        if answer and answer.strip():
            self.ipe.open_project(str(Path(answer.strip()).expanduser()))

    def _name_coder(self, answer: str | None) -> None:
        if answer and answer.strip():
            self.ipe.set_coder(answer.strip())

    @staticmethod
    def _files() -> list[Path]:
        return sorted(Path.cwd().glob("*.ipe"))[:_MOST_FILES]


def _choice(key: str, words: str, detail: str) -> Content:
    parts: list[Part] = [(f"{key}  ", "bold $accent-text"), f"{words:<22}", (detail, "$muted")]
    return render_line(*parts)
