"""A choice of one thing out of several: with a digit, or by typing where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from ipe_coder.model.text import clean_name, fold
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.named_keys import key
from ipe_coder.tui.rendering import Part, pad, render_line, render_words, shorten
from ipe_coder.tui.widgets.rows import Row, Rows

_DIGITS = 9
_WIDTH = 72
_MOST_ROWS = 14


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    value: Any
    """What the dialog is dismissed with; never None."""
    words: str
    """How it is called."""
    detail: str = ""
    """More about it, muted."""


@dataclass(frozen=True, slots=True)
class NewName:
    """A name that was typed for something that is not there yet."""

    name: str


def _is_short(dialog: ChooseOne) -> bool:
    return not dialog.is_typed


def _can_make(dialog: ChooseOne) -> bool:
    return dialog.is_typed and bool(dialog.new)


class ChooseOne(Dialog[Any]):
    """Offers things; dismissed with the value of one, a `NewName`, or None when left."""

    NAME = "choose_one"
    DEFAULT_CSS = """
    ChooseOne {
        & > #box > #body { padding: 0 1; }
        & Input, & Input:focus {
            border: none; height: 1; padding: 0 1; background: $raised; color: $strong;
        }
        & Rows { height: auto; max-height: 14; background: $surface; margin: 1 0; }
    }
    """

    def __init__(
        self, title: str, choices: Sequence[Choice], *, current: Any = None, new: str = ""
    ) -> None:
        """Offer some things.

        Args:
            title: The question; it may hold words from files.
            choices: What there is to choose.
            current: The value to begin with.
            new: What a typed name would make, such as `participant`; nothing can be made when
                empty.
        """
        super().__init__()
        self._title, self._choices, self._current = title, tuple(choices), current
        self.new = new
        self.is_typed = bool(new) or len(self._choices) > _DIGITS

    def title_line(self) -> Content:
        """Ask."""
        return render_words(self._title, "bold $strong")

    def compose_body(self) -> ComposeResult:
        """Set the list, beneath a field where it is long."""
        if self.is_typed:
            yield Input(select_on_focus=False, placeholder="type to find")
        yield Rows()

    def on_mount(self) -> None:
        """Begin with everything."""
        self._find("")
        self.set_focus(self.query_one(Input if self.is_typed else Rows))

    @command("enter", footer="choose", priority=True, in_palette=False)
    def action_choose(self) -> None:
        """Choose what is at the cursor."""
        value = self.query_one(Rows).value
        if value is not None:
            self.dismiss(value)
        elif self._typed and self.new:
            self.dismiss(NewName(self._typed))

    @command("1..9", when=_is_short, in_palette=False)
    def action_take(self, digit: int) -> None:
        """Choose by its digit."""
        if digit <= len(self._choices):
            self.dismiss(self._choices[digit - 1].value)

    @command("down", "ctrl+j", priority=True, in_palette=False)
    def action_down(self) -> None:
        """Next."""
        self.query_one(Rows).action_row_down()

    @command("up", "ctrl+k", priority=True, in_palette=False)
    def action_up(self) -> None:
        """The one before."""
        self.query_one(Rows).action_row_up()

    @command("ctrl+n", footer="new", priority=True, when=_can_make, in_palette=False)
    def action_make(self) -> None:
        """Make one of the name that is typed."""
        if self._typed:
            self.dismiss(NewName(self._typed))

    @property
    def _typed(self) -> str:
        return clean_name(self.query_one(Input).value) if self.is_typed else ""

    @on(Input.Changed)
    def _typed_more(self, event: Input.Changed) -> None:
        event.stop()
        self._find(event.value)

    @on(Rows.Chosen)
    def _clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        self.dismiss(event.value)

    def _find(self, typed: str) -> None:
        words = fold(typed).split()
        found = [one for one in self._choices if all(word in fold(one.words) for word in words)]
        rows = self.query_one(Rows)
        made = self._rows(found)
        if not found:
            made.append(Row.of(render_words(self._nothing(), "italic $muted")))
        rows.styles.height = min(max(len(made), 1), _MOST_ROWS)
        rows.show(made, keep=self._current if not typed else (found[0].value if found else None))

    def _nothing(self) -> str:
        if self.new and self._typed:
            make = key("choose_one.make")
            return f"Nothing is called so. {make} makes the {self.new} {self._typed}."
        return "Nothing is called so." if self._choices else "There is nothing to choose yet."

    def _rows(self, found: Sequence[Choice]) -> list[Row]:
        width = _WIDTH - 5
        # The detail gets what it needs, up to a third; a long name is cut rather than all details.
        details = max((cell_len(one.detail) for one in found), default=0)
        names = max((cell_len(one.words) for one in found), default=0)
        names = min(names, width - 2 - min(details, width // 3))
        rows = []
        for number, one in enumerate(found, 1):
            parts: list[Part] = [] if self.is_typed else [(f"{number}  ", "bold $accent-text")]
            parts += [
                pad(one.words, names),
                ("  " + shorten(one.detail, width - 2 - names), "$muted"),
            ]
            rows.append(Row.of(render_line(*parts), value=one.value))
        return rows
