"""Choosing files with the keyboard: a list of the folder, and a path to type."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from ipe_coder.errors import UsageError
from ipe_coder.model.counts import count_of
from ipe_coder.model.text import fold
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.dialogs.folder import (
    Entry,
    Folder,
    complete,
    expand,
    listed,
    paths_in,
    read_folder,
    shown_path,
)
from ipe_coder.tui.named_keys import spoken
from ipe_coder.tui.rendering import Part, pad, render_line, render_words, shorten
from ipe_coder.tui.widgets.rows import Row, Rows

_NAMES = 46


def _in_list(dialog: ChooseFiles) -> bool:
    return dialog.is_mounted and isinstance(dialog.focused, Rows)


def _in_field(dialog: ChooseFiles) -> bool:
    return dialog.is_mounted and isinstance(dialog.focused, Input)


def _can_open(dialog: ChooseFiles) -> bool:
    return _in_list(dialog) and not dialog.has_marks and dialog.on_folder


def _can_take(dialog: ChooseFiles) -> bool:
    return dialog.is_mounted and not _can_open(dialog)


def _can_mark(dialog: ChooseFiles) -> bool:
    return dialog.many and _in_list(dialog)


class ChooseFiles(Dialog[tuple[Path, ...]]):
    """Chooses files; dismissed with their paths, in the order of their names, or None."""

    NAME = "choose_files"
    FILLS_NARROW = True
    LAST: ClassVar[Path | None] = None
    """The folder that files were last chosen from in this session."""
    DEFAULT_CSS = """
    ChooseFiles {
        & > #box { width: 84; height: 28; }
        & > #box > #body { height: 1fr; padding: 0; }
        & #path, & #path:focus {
            border: none; height: 1; padding: 0 2; background: $raised; color: $strong;
        }
        & Rows { height: 1fr; background: $surface; padding: 0 1; }
        & #count { height: 1; padding: 0 2; color: $muted; }
    }
    """

    def __init__(
        self,
        title: str,
        endings: Sequence[str],
        *,
        many: bool = False,
        folder: Path | None = None,
    ) -> None:
        """Offer the files of a folder.

        Args:
            title: What the files are for.
            endings: Ends of the names that fit, in lower case with their dot.
            many: Whether several may be chosen.
            folder: Where to begin; the folder of last time, else the working folder.
        """
        super().__init__()
        self._title, self._endings = title, tuple(endings)
        self.many = many
        wanted = folder or self.LAST or Path.cwd()
        self._folder = Folder(wanted if wanted.is_dir() else Path.cwd())
        self._base = self._folder.path
        self._marked: dict[Path, None] = {}

    def title_line(self) -> Content:
        """Say what is chosen."""
        return render_line((self._title, "bold $strong"), (f"  {listed(self._endings)}", "$muted"))

    def compose_body(self) -> ComposeResult:
        """Set the path above the folder's files."""
        yield Input(select_on_focus=False, id="path")
        yield Rows()
        yield Static(id="count")

    def on_mount(self) -> None:
        """Begin in the list."""
        self._open(self._folder.path)
        self.set_focus(self.query_one(Rows))

    @property
    def entry(self) -> Entry | None:
        """What the cursor is on."""
        value = self.query_one(Rows).value
        return value if isinstance(value, Entry) else None

    @property
    def on_folder(self) -> bool:
        """Whether the cursor is on a folder."""
        return self.entry is not None and self.entry.is_folder

    @property
    def has_marks(self) -> bool:
        """Whether files are marked."""
        return bool(self._marked)

    # -- in the list

    @command("enter", footer="take", when=_can_take, priority=True, in_palette=False)
    def action_take(self) -> None:
        """Take the marked files, else the one at the cursor."""
        if _in_field(self):
            self._take_typed()
        elif self._marked:
            self._finish(tuple(self._marked))
        elif self.entry is not None:
            self._finish((self.entry.path,))

    @command("enter", footer="open", when=_can_open, priority=True, in_palette=False)
    def action_open(self) -> None:
        """Open the folder at the cursor."""
        if self.entry is not None:
            self._open(self.entry.path)

    @command("space", footer="mark", when=_can_mark, in_palette=False)
    def action_mark(self) -> None:
        """Mark the file at the cursor, or all that fit in the folder there; or take them off."""
        entry = self.entry
        if entry is None or entry.path == self._folder.path.parent:
            return
        paths = self._fitting(entry.path) if entry.is_folder else [entry.path]
        if not paths:
            raise UsageError(f"{entry.path.name} holds no {listed(self._endings)}.")
        self._toggle(paths)
        self.query_one(Rows).action_row_down()

    @command("a", footer="all", when=_can_mark, in_palette=False)
    def action_mark_all(self) -> None:
        """Mark every file of this folder, or none."""
        self._toggle([one.path for one in self._folder.files])

    @command("l", "right", when=_in_list, in_palette=False)
    def action_enter_folder(self) -> None:
        """Open the folder at the cursor."""
        if self.entry is not None and self.entry.is_folder:
            self._open(self.entry.path)

    @command("h", "left", "backspace", footer="up", when=_in_list, in_palette=False)
    def action_leave_folder(self) -> None:
        """Go to the folder above."""
        here = self._folder.path
        self._open(here.parent, cursor=here)

    @command("/", "tab", footer="path", when=_in_list, priority=True, in_palette=False)
    def action_type(self) -> None:
        """Type a path."""
        field = self.query_one(Input)
        self.set_focus(field)
        field.cursor_position = len(field.value)

    # -- in the field

    @command("tab", footer="complete", when=_in_field, priority=True, in_palette=False)
    def action_complete(self) -> None:
        """Complete the path that is typed."""
        field = self.query_one(Input)
        field.value = complete(field.value, self._base, self._endings)
        field.cursor_position = len(field.value)

    @command("down", footer="list", when=_in_field, priority=True, in_palette=False)
    def action_to_list(self) -> None:
        """Go to the list."""
        self.set_focus(self.query_one(Rows))

    @on(Input.Changed, "#path")
    def _typed(self, event: Input.Changed) -> None:
        """Follow the folder that is typed, and show what begins as its last part does."""
        event.stop()
        if not _in_field(self):
            return
        path = expand(event.value, self._base)
        folder, begins = (path, "") if event.value.endswith("/") else (path.parent, path.name)
        if folder.is_dir():
            self._folder = read_folder(folder, self._endings)
            self._show(begins=begins)

    @on(events.Paste)
    def _pasted(self, event: events.Paste) -> None:
        """Take paths that are dragged into the terminal."""
        paths = paths_in(event.text)
        if not paths:
            return
        event.stop()
        event.prevent_default()
        if self.many:
            self._toggle([one for one in paths if one not in self._marked])
        else:
            self._finish(tuple(paths[:1]))

    def _take_typed(self) -> None:
        typed = self.query_one(Input).value
        path = expand(typed, self._base)
        if not path.exists():
            # `/` opens the field, so that who types `/data/a.txt` has `data/a.txt` in it.
            root = Path(self._base.anchor, typed.removeprefix(shown_path(self._base)))
            path = root if root.exists() else path
        if path.is_dir():
            self._open(path)
            self.set_focus(self.query_one(Rows))
        elif path.is_file():
            self._finish((*self._marked, path))
        elif self._marked and not path.name:
            self._finish(tuple(self._marked))
        else:
            hint = spoken("{choose_files.complete} completes what is typed.")
            raise UsageError(f"There is no file {path}.", hint)

    # -- how it is done

    @on(Rows.Chosen)
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        if _can_open(self):
            self.action_open()
        else:
            self.action_take()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        event.stop()
        self.refresh_bindings()

    def _open(self, path: Path, cursor: Path | None = None) -> None:
        self._folder = read_folder(path, self._endings)
        self._base = self._folder.path
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = shown_path(self._folder.path)
        self._show(cursor=cursor)

    def _toggle(self, paths: Sequence[Path]) -> None:
        if all(path in self._marked for path in paths):
            for path in paths:
                del self._marked[path]
        else:
            self._marked.update(dict.fromkeys(paths))
        self._show(cursor=self.entry.path if self.entry else None)

    def _fitting(self, folder: Path) -> list[Path]:
        return [one.path for one in read_folder(folder, self._endings).files]

    def _finish(self, paths: tuple[Path, ...]) -> None:
        chosen = tuple(sorted(dict.fromkeys(paths), key=lambda path: path.name.casefold()))
        type(self).LAST = chosen[0].parent
        self.dismiss(chosen)

    # -- what is shown

    def _show(self, cursor: Path | None = None, begins: str = "") -> None:
        wanted = fold(begins)
        entries = [one for one in self._folder.entries if fold(one.name).startswith(wanted)]
        keep = next((one for one in entries if one.path == cursor), None)
        if keep is None:
            own = [one for one in entries if one.path != self._folder.path.parent]
            keep = next((one for one in own if not one.is_folder), own[0] if own else None)
        rows = [self._row(one) for one in entries]
        if not self._folder.files:
            words = f"No {listed(self._endings)} in this folder."
            rows.append(Row.of(render_words(words, "italic $muted")))
        self.query_one(Rows).show(rows, keep=keep)
        self.query_one("#count", Static).update(render_line(*self._counts()))
        self.refresh_bindings()

    def _counts(self) -> list[Part]:
        number = len(self._folder.files)
        parts: list[Part] = [count_of(number, "file fits", "files fit")]
        if self._folder.others:
            others = self._folder.others
            parts.append(f", {count_of(others, 'other')} not shown")
        if self._marked:
            parts.append((f"   {len(self._marked)} marked", "bold $accent-text"))
        return parts

    def _row(self, entry: Entry) -> Row:
        if entry.is_folder:
            inside = sum(one.parent == entry.path for one in self._marked)
            note = f"  {inside} marked" if inside else ""
            name = shorten(entry.name, _NAMES)
            return Row.of(render_line("  ", (name, "$strong"), (note, "$muted")), value=entry)
        mark = "■ " if entry.path in self._marked else "  "
        line = render_line(
            (mark, "$accent-text"), pad(entry.name, _NAMES),
            (f"{entry.size_words:>9}  {entry.day}", "$muted"),
        )  # fmt: skip
        return Row.of(line, value=entry)
