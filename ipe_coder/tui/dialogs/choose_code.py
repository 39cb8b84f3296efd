"""The code palette: type to find a code, its definition beside the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ipe_coder.analysis.code_search import CodeMatch, find_codes
from ipe_coder.errors import UsageError
from ipe_coder.model.code import Code, Codebook
from ipe_coder.model.counts import count_of
from ipe_coder.model.text import clean_name, count_words
from ipe_coder.tui.commands import command
from ipe_coder.tui.dialog import Dialog
from ipe_coder.tui.dialogs.code_definition import render_definition
from ipe_coder.tui.named_keys import key, spoken
from ipe_coder.tui.rendering import (
    CodeLook,
    Part,
    render_line,
    render_pattern,
    render_words,
    shorten,
)
from ipe_coder.tui.widgets.rows import Row, Rows

_LIST_CELLS, _NARROW_CELLS = 48, 40
_BESIDE_NAME = 14
"""Cells of a row that are not the code's name: mark, line, number of uses and the spaces."""
_QUOTE_CELLS = 58
_RECENT = 6
"""Codes used last that stand before the tree."""
_INDENT, _DEEPEST = 2, 12
"""Cells that a code stands to the right of the one above it, and the most of them."""


@dataclass(frozen=True)
class CodeChoice:
    """What was chosen: codes to apply, or the name of one to make."""

    codes: tuple[Code, ...] = ()
    new_name: str = ""
    asks_parent: bool = False
    """Whether the new code is to stand beneath another, still to be asked for."""


@dataclass(frozen=True)
class PaletteContext:
    """What the palette knows beside the codebook."""

    quote: str = ""
    stands_for: str = ""
    """What is coded beside the quote: `of 4 hits`; its own words if not said."""
    recent: tuple[str, ...] = ()
    """Ids of codes used last, the latest first."""
    uses: Mapping[str, int] = field(default_factory=dict)
    here: Mapping[str, int] = field(default_factory=dict)
    """Uses in this transcript, by code id."""
    last_quotes: Mapping[str, str] = field(default_factory=dict)
    """The last quote of each code, by code id."""


def _takes_more(dialog: ChooseCode) -> bool:
    return not dialog.purpose


def _may_make(dialog: ChooseCode) -> bool:
    return dialog.may_make


class ChooseCode(Dialog[CodeChoice]):
    """Finds codes by typing; `tab` gathers several, `ctrl+n` makes a new one."""

    NAME = "choose_code"
    TITLE = "Find a code"
    FILLS_NARROW = True
    DEFAULT_CSS = """
    ChooseCode {
        & > #box { width: 104; height: 24; }
        & > #box > #title { height: 1; }
        & > #box > #body { height: 1fr; padding: 0; }
        & #typing { height: 1; background: $raised; padding: 0 1; }
        & #prompt { width: 2; color: $accent-text; text-style: bold; }
        & Input, & Input:focus {
            border: none; height: 1; padding: 0; background: $raised; color: $strong; width: 1fr;
        }
        & #count { width: auto; color: $muted; }
        & #columns { height: 1fr; padding-top: 1; }
        & Rows { width: 48; background: $surface; }
        & #about { width: 1fr; padding: 0 2; scrollbar-size: 1 1; }
        &.-narrow Rows { width: 40; }
        &.-narrow #columns { padding-top: 0; }
    }
    """

    def __init__(
        self,
        codebook: Codebook,
        context: PaletteContext,
        *,
        purpose: str = "",
        without: str = "",
        may_make: bool = False,
    ) -> None:
        """Offer the codes of a codebook that can be applied.

        Args:
            codebook: The codes.
            context: What is known beside them.
            purpose: What one code is chosen for: `Instead of Pa`; several, to apply, if not said.
            without: Id of a code that is not offered.
            may_make: Whether a new code may be made for that purpose; to apply one always may.
        """
        super().__init__()
        self.may_make = may_make or not purpose
        self.purpose, self._without = purpose, without
        self._codebook, self._beside = codebook, context
        self._gathered: list[Code] = []
        self._looks = {code.id: CodeLook.of(code) for code in codebook.codes}

    def title_line(self) -> Content:
        """Show the words that are coded, and the codes gathered so far."""
        words = count_of(count_words(self._beside.quote), "word")
        parts: list[Part] = [(f"{self.purpose or 'Code'}  ", "$muted")]
        if self._beside.quote:
            quote = shorten(" ".join(self._beside.quote.split()), _QUOTE_CELLS)
            parts += [
                (quote, "bold $on-accent on $accent"),
                (f"  {self._beside.stands_for or words}", "$muted"),
            ]
        for code in self._gathered:
            parts += ["  ", ("+", "$accent-text"), self._looks[code.id]]
        return render_line(*parts)

    def compose_body(self) -> ComposeResult:
        """Set the field above the list, the definition beside it."""
        with Horizontal(id="typing"):
            yield Static("›", id="prompt")
            yield Input(select_on_focus=False)
            yield Static(id="count")
        with Horizontal(id="columns"):
            yield Rows(lit=True)
            with VerticalScroll(id="about", can_focus=False):
                yield Static()

    def on_mount(self) -> None:
        """Begin with every code, the recent ones first."""
        self.query_one(Input).focus()
        self._find("")

    def on_resize(self, event: events.Resize) -> None:
        """Set the list anew where its rows become shorter or longer."""
        was_narrow = self.has_class("-narrow")
        super().on_resize(event)
        if self.has_class("-narrow") != was_narrow:
            self._find(self.query_one(Input).value)

    # -- keys; the field keeps the focus, so that they stand before its own

    @command("enter", footer="apply", priority=True, in_palette=False)
    def action_apply(self) -> None:
        """Apply the code at the cursor, and those gathered."""
        code = self.query_one(Rows).value
        if isinstance(code, Code):
            gathered = [one for one in self._gathered if one.id != code.id]
            self.dismiss(CodeChoice((*gathered, code)))
        elif self._gathered:
            self.dismiss(CodeChoice(tuple(self._gathered)))
        elif self._typed:
            how = spoken(" {choose_code.new_code} makes a new code.") if self.may_make else ""
            raise UsageError(f"No code fits “{shorten(self._typed, 30)}”.{how}")

    @command("down", "ctrl+j", footer="choose", priority=True, in_palette=False)
    def action_down(self) -> None:
        """Next code."""
        self.query_one(Rows).action_row_down()

    @command("up", "ctrl+k", footer="choose", priority=True, in_palette=False)
    def action_up(self) -> None:
        """Code before."""
        self.query_one(Rows).action_row_up()

    @command("tab", footer="add another", priority=True, when=_takes_more, in_palette=False)
    def action_gather(self) -> None:
        """Gather the code at the cursor and go on to another; or leave it out again."""
        code = self.query_one(Rows).value
        if not isinstance(code, Code):
            return
        if code in self._gathered:
            self._gathered.remove(code)
        else:
            self._gathered.append(code)
        self.query_one("#title", Static).update(self.title_line())
        self.query_one(Input).value = ""
        self._find("")

    @command("ctrl+n", footer="new code", priority=True, when=_may_make, in_palette=False)
    def action_new_code(self) -> None:
        """Make a code of what is typed and apply it, with those gathered."""
        self.dismiss(CodeChoice(tuple(self._gathered), self._new_name()))

    @command("ctrl+b", footer="new beneath", priority=True, when=_may_make, in_palette=False)
    def action_new_beneath(self) -> None:
        """Make a code of what is typed beneath another one, which is asked for."""
        self.dismiss(CodeChoice(tuple(self._gathered), self._new_name(), asks_parent=True))

    def _new_name(self) -> str:
        if not self._typed:
            raise UsageError("Nothing is typed yet.", "Type the new code's name first.")
        return self._typed

    @property
    def _typed(self) -> str:
        return clean_name(self.query_one(Input).value)

    # -- what is shown

    @on(Input.Changed)
    def _typed_more(self, event: Input.Changed) -> None:
        event.stop()
        self._find(event.value)

    @on(Rows.Moved)
    def _show_definition(self, event: Rows.Moved) -> None:
        event.stop()
        if isinstance(event.value, Code):
            about = self.query_one("#about Static", Static)
            last = self._beside.last_quotes.get(event.value.id, "")
            about.update(render_definition(self._codebook, event.value, last))
            self.query_one("#about").scroll_home(animate=False)

    @on(Rows.Chosen)
    def _take_clicked(self, event: Rows.Chosen) -> None:
        event.stop()
        if isinstance(event.value, Code):
            self.dismiss(CodeChoice((*self._gathered, event.value)))

    def _find(self, typed: str) -> None:
        context = self._beside
        found = find_codes(self._codebook, typed, recent=context.recent, uses=context.uses)
        found = [one for one in found if one.code.id != self._without]
        rows = self._rows(found) if typed.strip() else self._tree(found)
        self.query_one(Rows).show(
            [*rows, *self._after(found)], keep=found[0].code if found else None
        )
        total = sum(code.active for code in self._codebook.codes)
        self.query_one("#count", Static).update(render_words(f"{len(found)} of {total}"))
        if not found:
            self.query_one("#about Static", Static).update(Content(""))

    def _tree(self, found: Sequence[CodeMatch]) -> list[Row]:
        """Set the codes used last before the whole tree, each beneath what it belongs to."""
        known = set(self._beside.recent)
        recent = [one.code for one in found if one.code.id in known][:_RECENT]
        rows = [self._row(code) for code in recent]
        if rows:
            first, rest = (render_words(words, "bold $strong") for words in ("Recent", "All codes"))
            rows = [Row.of(first), *rows, Row.of(Content("")), Row.of(rest)]
        offered = {one.code.id for one in found}
        tree = [pair for pair in self._codebook.walk() if pair[1].id in offered]
        return [*rows, *(self._row(code, depth) for depth, code in tree)]

    def _row(self, code: Code, depth: int = 0) -> Row:
        """Make the row of a code, drawn when it comes into view."""
        return Row.later(partial(self._name_line, CodeMatch(code, 0.0), depth), code)

    def _rows(self, found: Sequence[CodeMatch]) -> list[Row]:
        rows = []
        for match in found:
            lines = [self._name_line(match)]
            if match.because:
                lines.append(render_line("     ", (match.because, "$muted")))
            rows.append(Row(tuple(lines), match.code))
        return rows

    def _name_line(self, match: CodeMatch, depth: int = 0) -> Content:
        look, code = self._looks[match.code.id], match.code
        indent = " " * min(_INDENT * depth, _DEEPEST)
        cells = (_NARROW_CELLS if self.has_class("-narrow") else _LIST_CELLS) - _BESIDE_NAME
        cells -= len(indent)
        name = render_words(shorten(code.name, cells), "$text")
        for place in match.matched:
            if place < len(name.plain):
                name = name.stylize("bold underline $accent-text", place, place + 1)
        uses = self._beside.uses.get(code.id, 0)
        chosen = ("+" if code in self._gathered else " ", "$accent-text")
        space = " " * max(cells + 1 - name.cell_length, 1)
        return render_line(
            look, " ", render_pattern(look), chosen, indent, name, space, (f"{uses:>4}", "$muted")
        )

    def _after(self, found: Sequence[CodeMatch]) -> list[Row]:
        """Offer a new code, and say what to do where there is none at all."""
        rows = []
        if not self._codebook.codes:
            hint = spoken("Type a name and press {choose_code.new_code}.")
            rows += [Row.of(render_words(one, "italic $muted")) for one in ("No codes yet.", hint)]
        if self._typed and self.may_make:
            gap = [Row.of(Content(""))] if found else []
            new = render_line(
                ("+    ", "bold $accent-text"), "New code ",
                (shorten(self._typed, 15), "bold $strong"),
                (f"  {key('choose_code.new_code')}", "$muted"),
            )  # fmt: skip
            beneath = render_line(
                "     ", (f"beneath another  {key('choose_code.new_beneath')}", "$muted")
            )
            rows += [*gap, Row((new, beneath))]
        return rows
