"""The fields of one code, edited in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from ipe_coder.model.code import Code, CodeKind, Derived
from ipe_coder.tui.careful import Careful
from ipe_coder.tui.rendering import Part, render_words
from ipe_coder.tui.themes import CODE_COLOURS, LINES
from ipe_coder.tui.widgets.pick_field import PickField

_LINE_NAMES = ("solid", "dashed", "double")


class LongField(Careful, TextArea):
    """A field of several lines, as high as what stands in it."""

    def __init__(self, text: str) -> None:
        """Begin with a text."""
        super().__init__(text, soft_wrap=True, show_line_numbers=False)

    def on_resize(self) -> None:
        """Take as many rows as the width asks for, once the text is wrapped to it."""
        self.call_after_refresh(self._fit)

    def on_text_area_changed(self) -> None:
        """Grow and shrink with what is written."""
        self._fit()

    def _fit(self) -> None:
        self.styles.height = max(self.wrapped_document.height, 1)


class FieldRow(Horizontal):
    """A label and its field."""

    DEFAULT_CSS = """
    FieldRow {
        height: auto;
        border-left: outer $surface;
        padding-right: 1;
        & > .label { width: 11; color: $muted; }
        & > Input, & > Input:focus {
            border: none; height: 1; padding: 0; background: $surface; color: $text; width: 1fr;
        }
        & > TextArea, & > TextArea:focus {
            border: none; height: 1; padding: 0; width: 1fr;
            background: $surface; color: $text; scrollbar-size: 0 0;
        }
        &:focus-within { border-left: outer $accent-text; background: $cursor; }
        &:focus-within > .label { color: $accent-text; }
        &:focus-within > Input, &:focus-within > TextArea { background: $cursor; }
        &.-gap { margin-top: 1; }
    }
    """

    def __init__(self, label: str, editor: Widget, *, gap: bool = False) -> None:
        """Set a label beside a field.

        Args:
            label: What the field is.
            editor: The field.
            gap: Whether a row is left free above it.
        """
        super().__init__(classes="-gap" if gap else "")
        self._label, self.editor = label, editor

    def compose(self) -> ComposeResult:
        """Set the label first."""
        yield Static(render_words(self._label), classes="label")
        yield self.editor


class CodeForm(Careful, VerticalScroll, can_focus=False):
    """Every field of a code; what was changed is asked for with `changed`."""

    DEFAULT_CSS = """
    CodeForm { height: 1fr; scrollbar-size: 1 1; background: $surface; }
    """
    FIELDS: ClassVar[tuple[str, ...]] = (
        "name", "mark", "colour", "line", "definition", "include", "exclude", "near_miss",
        "examples", "keywords", "kind", "derived", "dimension",
    )  # fmt: skip
    """The fields in their order."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Begin without a code."""
        super().__init__(id=id)
        self._code: Code | None = None
        self._editors: dict[str, Widget] = {}

    @property
    def code(self) -> Code | None:
        """The code as it stood when it was opened."""
        return self._code

    async def open(self, code: Code, field: str = "name") -> None:
        """Open the fields of a code, with the focus in one."""
        self._code = code
        self._editors = _editors_for(code)
        await self.remove_children()
        await self.mount_all(
            FieldRow(_label(name), editor, gap=name in ("definition", "kind") or _is_long(name))
            for name, editor in self._editors.items()
        )
        self.focus_field(field)

    async def put_away(self) -> None:
        """Forget the code."""
        self._code = None
        self._editors = {}
        await self.remove_children()

    def focus_field(self, name: str) -> None:
        """Go to a field, at the end of what stands there."""
        editor = self._editors[name]
        if isinstance(editor, LongField):
            editor.move_cursor(editor.document.end)
        elif isinstance(editor, Input):
            editor.cursor_position = len(editor.value)
        self.screen.set_focus(editor, scroll_visible=False)

    def step(self, direction: int) -> None:
        """Go to the next field or the one before; from the last to the first."""
        names = list(self._editors)
        place = names.index(self.here) if self.here else -1
        self.focus_field(names[(place + direction) % len(names)])

    @property
    def here(self) -> str:
        """Name of the field with the focus; empty for none."""
        focused = self.screen.focused
        return next((name for name, one in self._editors.items() if one is focused), "")

    def add_line(self, name: str, line: str) -> None:
        """Add a line to a field of several, such as an example."""
        editor = self._editors[name]
        if isinstance(editor, LongField):
            editor.text = f"{editor.text.rstrip()}\n{line}".lstrip("\n")
            self.focus_field(name)

    def changed(self) -> dict[str, Any]:
        """Give the fields that differ from the code, as the project takes them."""
        if self._code is None:
            return {}
        values = {name: _value_of(name, one) for name, one in self._editors.items()}
        return {name: value for name, value in values.items() if value != getattr(self._code, name)}

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Bring the whole field into view."""
        row = event.widget.parent
        if isinstance(row, FieldRow):
            self.scroll_to_widget(row, animate=False)


def _editors_for(code: Code) -> dict[str, Widget]:
    """Make the editor of every field."""
    editors: dict[str, Widget] = {}
    for name in CodeForm.FIELDS:
        value = getattr(code, name)
        if name in ("name", "mark", "dimension"):
            editors[name] = Input(value, select_on_focus=False)
        elif name in ("colour", "line", "kind", "derived"):
            editors[name] = _pick_for(name, value)
        else:
            text = value
            if isinstance(value, tuple):
                text = ("\n" if name == "examples" else ", ").join(value)
            editors[name] = LongField(text)
    mark = editors["mark"]
    assert isinstance(mark, Input)
    mark.max_length = 2
    return editors


def _pick_for(name: str, value: Any) -> PickField:
    match name:
        case "colour":
            return PickField(CODE_COLOURS, value or 1, _draw_colour, gap=1)
        case "line":
            return PickField(len(LINES), value or 1, _draw_line, gap=1)
        case "kind":
            return PickField(len(CodeKind), tuple(CodeKind).index(value) + 1, _draw_kind)
        case _:
            return PickField(len(Derived), tuple(Derived).index(value) + 1, _draw_derived)


def _value_of(name: str, editor: Widget) -> Any:
    if isinstance(editor, PickField):
        if name == "kind":
            return tuple(CodeKind)[editor.value - 1]
        return tuple(Derived)[editor.value - 1] if name == "derived" else editor.value
    if isinstance(editor, Input):
        return editor.value.strip()
    assert isinstance(editor, LongField)
    if name in ("examples", "keywords"):
        parts = editor.text.split("\n" if name == "examples" else ",")
        return tuple(part.strip() for part in parts if part.strip())
    return editor.text.strip()


def _draw_colour(field: PickField, number: int) -> Part:
    return colour_part(number, field.value, 1)


def colour_part(number: int, chosen: int, line: int) -> Part:
    """Show a colour by its number, the chosen one behind its line pattern."""
    style = f"$code-{number}"
    if number == chosen:
        return (f"{LINES[(line - 1) % len(LINES)]}{number}", f"bold {style}")
    return (f" {number}", style)


def _draw_line(field: PickField, number: int) -> Part:
    words = f"{LINES[number - 1]} {_LINE_NAMES[number - 1]}"
    return (words, _chosen(field, number, "$muted", "$strong"))


def _draw_kind(field: PickField, number: int) -> Part:
    return (tuple(CodeKind)[number - 1].value, _chosen(field, number, "$muted", "$strong"))


def _draw_derived(field: PickField, number: int) -> Part:
    return (tuple(Derived)[number - 1].value, _chosen(field, number, "$muted", "$strong"))


def _chosen(field: PickField, number: int, style: str, chosen: str = "") -> str:
    return f"bold {chosen or style}" if field.value == number else style


def _label(name: str) -> str:
    return {"near_miss": "Near miss", "derived": "From"}.get(name, name.capitalize())


def _is_long(name: str) -> bool:
    return name in ("include", "exclude", "near_miss", "examples", "keywords")


def long_fields(code: Code) -> Sequence[tuple[str, str]]:
    """List the fields of several lines that hold something, with their labels."""
    found = []
    for name in ("definition", "include", "exclude", "near_miss", "examples", "keywords"):
        value = getattr(code, name)
        if isinstance(value, tuple):
            value = "\n".join(value) if name == "examples" else ", ".join(value)
        if value:
            found.append((_label(name), value))
    return found
