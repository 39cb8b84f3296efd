"""The codebook as it is looked at: the tree, a code's fields beside it, its segments."""

from __future__ import annotations

from dataclasses import replace

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ipe_coder.model.code import Code
from ipe_coder.model.counts import count_of
from ipe_coder.tui.background import background, stopped
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import Part, render_line, render_words
from ipe_coder.tui.screens.base import has_project
from ipe_coder.tui.screens.codebook_quotes import CodebookQuotes
from ipe_coder.tui.screens.codebook_rows import (
    CodebookView,
    code_details,
    count_people,
    tree_head,
    tree_rows,
)
from ipe_coder.tui.widgets.code_form import CodeForm
from ipe_coder.tui.widgets.rows import Row, Rows

_PANE = 44


def on_tree(screen: CodebookTree) -> bool:
    """Tell whether the tree has the focus, or the pane of a code that lies over it."""
    return screen.is_mounted and screen.focused in (screen.code_tree, screen.details)


def on_code(screen: CodebookTree) -> bool:
    """Tell whether the cursor is on a code."""
    return on_tree(screen) and screen.code is not None


def on_active_code(screen: CodebookTree) -> bool:
    """Tell whether the cursor is on a code that is not retired."""
    return on_code(screen) and screen.code is not None and screen.code.active


def in_form(screen: CodebookTree) -> bool:
    """Tell whether a code is being edited."""
    return screen.is_mounted and screen.has_class("-editing") and not screen.error_strip.shown


def in_quotes(screen: CodebookTree) -> bool:
    """Tell whether a code's segments are listed."""
    return screen.is_mounted and screen.focused is screen.quotes


def has_study(screen: CodebookTree) -> bool:
    """Tell whether there is a study whose codebook this is."""
    return has_project(screen) and on_tree(screen) and screen.view.study is not None


_NO_CODES = (
    "No codes yet. {codebook.new_code} makes one; "
    "{codebook.import} imports a codebook: YAML or CSV."
)


class CodebookTree(CodebookQuotes):
    """The part of the codebook screen that is looked at; `CodebookScreen` adds what is done."""

    DEFAULT_CSS = """
    CodebookTree {
        & #columns { height: 1fr; }
        & #left { width: 1fr; }
        & #head { height: 1; }
        & #tree { height: 1fr; }
        & #pane { width: 44; background: $surface; }
        & #panehead { height: 1; padding: 0 1; display: none; }
        & #details { height: 1fr; padding: 0 1; scrollbar-size: 1 1; background: $surface; }
        & #form, & #quotes { display: none; background: $surface; }
        & #quotes { height: 1fr; }
        &.-editing #form, &.-quoting #quotes { display: block; }
        &.-editing #panehead, &.-quoting #panehead { display: block; }
        & #form { padding-top: 1; }
        &.-narrow #form { padding-top: 0; }
        &.-editing #details, &.-quoting #details { display: none; }
        &.-narrow #pane { display: none; width: 100%; }
        &.-narrow.-open #pane { display: block; }
        &.-narrow.-open #left { display: none; }
        &.-contrast #pane { border-left: solid $line; }
    }
    """

    class Loaded(Message):
        """The codebook was read behind the screen."""

        def __init__(self, view: CodebookView) -> None:
            """Carry it."""
            super().__init__()
            self.view = view

    def __init__(self) -> None:
        """Begin with an empty codebook."""
        super().__init__()
        self.view = CodebookView()
        self.is_loaded = False
        self.study_id = ""
        self.folded: frozenset[str] = frozenset()
        self._wanted = ""

    # -- parts

    def compose_body(self) -> ComposeResult:
        """Set the tree beside the pane."""
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield Static(id="head")
                yield Rows(id="tree")
            with Vertical(id="pane"):
                yield Static(id="panehead")
                with VerticalScroll(id="details"):
                    yield Static(id="words")
                yield CodeForm(id="form")
                yield self.quotes

    @property
    def code_tree(self) -> Rows:
        """The tree."""
        return self.query_one("#tree", Rows)

    @property
    def details(self) -> VerticalScroll:
        """The fields of the code at the cursor."""
        return self.query_one("#details", VerticalScroll)

    @property
    def form(self) -> CodeForm:
        """The fields of the code that is edited."""
        return self.query_one(CodeForm)

    @property
    def code(self) -> Code | None:
        """The code at the cursor."""
        return self.view.code(self.code_tree.value)

    @property
    def is_narrow(self) -> bool:
        """Whether the pane lies over the tree."""
        return self.has_class("-narrow")

    # -- loading

    def reload(self) -> None:
        """Read the codebook behind the screen."""
        self._read()

    def show_code(self, study_id: str, code_id: str) -> None:
        """Show the codebook of a study, the cursor on one of its codes."""
        self.study_id, self._wanted, self.quoted = study_id, code_id, ""
        self.remove_class("-quoting", "-open")
        self.set_focus(self.code_tree)
        self.reload()

    @background("codebook", "reading the codebook")
    def _read(self) -> None:
        project, before = self.project, self.view.people
        view = CodebookView.read(project, self.study_id, self.only_coder, self.shown_coder_ids)
        if stopped():
            return
        # Counting people takes a while in a large project; the tree does not wait for it.
        self.post_message(self.Loaded(replace(view, people=before)))
        counted = replace(view, people=count_people(project, view, self.shown_coder_ids))
        if not stopped():
            self.post_message(self.Loaded(counted))

    @on(Loaded)
    def _take(self, event: Loaded) -> None:
        event.stop()
        self.view, self.is_loaded = event.view, True
        if self.focused is None:
            self.set_focus(self.code_tree)
        self.show()
        if self.has_class("-quoting"):
            self.read_quotes()

    @on(CodebookQuotes.Quoted)
    def _name_quotes(self, event: CodebookQuotes.Quoted) -> None:
        event.stop()
        if event.code_id == self.quoted and self.has_class("-quoting"):
            note = count_of(event.total, "segment")
            code = self.view.code(event.code_id)
            self._head(code.name if code else "", note)
            self.show_quotes(event)

    # -- what is shown

    def on_resize(self, _event: events.Resize) -> None:
        """Give the pane its own column where there is room."""
        narrow = not self.has_side
        self.set_class(narrow, "-narrow")
        if not narrow and self.focused is self.details:
            self.set_focus(self.code_tree)
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Draw the tree and say what there is to look at."""
        view = self.view
        self._show_header()
        width = self.size.width - 2 - (0 if self.is_narrow else _PANE)
        self.query_one("#head", Static).update(tree_head(width))
        if view.code(self._wanted) is not None:
            self.folded -= {one.id for one in view.book.ancestors(self._wanted)}
        rows = tree_rows(view, self.folded, width)
        if not rows:
            rows = [Row.of(self._empty_words())]
        self.code_tree.show(rows, keep=self._wanted or None)
        if view.study is not None and self.study_id in ("", view.study.id):
            self._wanted = ""
        self._show_details()
        self.refresh_bindings()

    def _show_header(self) -> None:
        view = self.view
        codes = [one for one in view.book.codes if one.merged_into is None]
        retired = sum(not one.active for one in codes)
        number = count_of(len(codes) - retired, "code") + (
            f", {retired} retired" if retired else ""
        )
        states: list[str | Content] = [view.book.approach.value, number] if codes else []
        if view.weak:
            states.append(render_words(f"{len(view.weak)} to look at", "$accent-text"))
        study = view.study.label if view.study else ""
        self.header.show(
            crumbs=["Codebook", study] if study else ["Codebook"],
            states=states,
            coder=self.ipe.coder,
        )

    def _empty_words(self) -> Content:
        if self.ipe.project is None:
            words = "No project is open. {go.project} opens one."
        elif not self.is_loaded:
            words = ""
        elif self.view.study is None:
            words = "There is no study yet. Add one on the project screen, {go.project}."
        else:
            words = _NO_CODES
        return render_words(spoken(words), "italic $muted")

    def _show_details(self) -> None:
        code = self.code
        width = self.pane_width()
        words = code_details(self.view, code, width) if code else Content("")
        self.query_one("#words", Static).update(words)

    def pane_width(self) -> int:
        """Count the cells of the pane, also while it is not shown."""
        return (self.size.width if self.is_narrow else _PANE) - 4

    def _head(self, name: str, note: str, style: str = "$muted") -> None:
        """Say above the pane what it shows now."""
        parts: list[Part] = [(name, "bold $strong"), (f"  {note}", style)]
        self.query_one("#panehead", Static).update(render_line(*parts))

    @on(Rows.Moved, "#tree")
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        self._show_details()
        self.details.scroll_home(animate=False)
        self.refresh_bindings()
