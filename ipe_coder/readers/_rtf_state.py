"""What the groups of rich text change, and where their words flow."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from ipe_coder.readers._looks import INDENTED, ITALIC, UNDERLINED
from ipe_coder.readers._paragraphs import NO_LOOKS, Paragraph, Words


class Mode(Enum):
    """How the content of a group is read."""

    TEXT = 1
    """As words."""
    SKIP = 2
    """Nothing in the group is read."""
    HOLD = 3
    """Only groups in the group are read."""
    FONTS = 4
    """The table of fonts."""


class Flow:
    """Words on their way into paragraphs."""

    def __init__(self, depth: int = 0) -> None:
        """Begin without paragraphs, within so many text boxes."""
        self.depth = depth
        self.paragraphs: list[Paragraph] = []
        self.boxes: list[Flow] = []
        """Text boxes that hang on the paragraph being read."""
        self.words = Words()
        self._table = self._row = self._column = 0
        self._begun = False  # a table

    def end_paragraph(self, *, in_table: bool, indented: bool = False) -> None:
        """End the paragraph being read, and begin the next."""
        if not in_table and self._begun:
            self._table, self._row, self._column, self._begun = self._table + 1, 0, 0, False
        place = (self._table, self._row, self._column) if in_table else None
        self._begun = self._begun or in_table
        looks = self.words.looks or NO_LOOKS
        if indented:
            looks |= {INDENTED}
        self.paragraphs.append(Paragraph(self.words.text, place, self.words.bold, looks=looks))
        self.words = Words()
        for box in self.boxes:
            self.paragraphs += box.finish()
        self.boxes = []

    def end_cell(self) -> None:
        """End a cell of a table with its last paragraph."""
        self.end_paragraph(in_table=True)
        self._column += 1

    def end_row(self) -> None:
        """End a row of a table."""
        self._row, self._column = self._row + 1, 0

    def finish(self) -> list[Paragraph]:
        """End the last paragraph and give all."""
        if self.words.text or self.boxes:
            self.end_paragraph(in_table=False)
        return self.paragraphs


class State:
    """What a group may change."""

    __slots__ = (
        "bold", "deleted", "flow", "font", "fresh", "hidden", "in_table", "indented", "looks",
        "mode", "moved", "skip", "starred",
    )  # fmt: skip

    def __init__(self, flow: Flow) -> None:
        """Begin as a document begins."""
        self.flow = flow
        self.mode = Mode.TEXT
        self.bold = self.hidden = self.deleted = self.moved = self.in_table = False
        self.indented = False
        self.looks = NO_LOOKS
        """Italics and underlining."""
        self.font = -1
        self.skip = 1
        """How many bytes stand in for a character by number."""
        self.fresh = True
        """Nothing was read in the group yet."""
        self.starred = False
        """The group may be skipped by who does not know it."""

    def inner(self) -> State:
        """Begin a group within this one; field by field, as `copy` takes five times as long."""
        new = State.__new__(State)
        new.flow, new.mode, new.font, new.skip = self.flow, self.mode, self.font, self.skip
        new.bold, new.hidden, new.deleted = self.bold, self.hidden, self.deleted
        new.moved, new.in_table = self.moved, self.in_table
        new.indented, new.looks = self.indented, self.looks
        new.fresh, new.starred = True, False
        return new

    @property
    def aside(self) -> str:
        """What its words are if they are no speech."""
        if self.deleted:
            return "deletion"
        return "move" if self.moved else "hidden stretch" if self.hidden else ""


def _set_look(state: State, look: str, value: int | None) -> None:
    state.looks = state.looks | {look} if value != 0 else state.looks - {look}


def _set_italic(state: State, value: int | None) -> None:
    _set_look(state, ITALIC, value)


def _set_underline(state: State, value: int | None) -> None:
    _set_look(state, UNDERLINED, value)


def _set_bold(state: State, value: int | None) -> None:
    state.bold = value != 0


def _set_hidden(state: State, value: int | None) -> None:
    state.hidden = value != 0


def _set_deleted(state: State, value: int | None) -> None:
    state.deleted = value != 0


def _set_moved(state: State, value: int | None) -> None:
    state.moved = value != 0


def _set_font(state: State, value: int | None) -> None:
    state.font = -1 if value is None else value


def _set_skip(state: State, value: int | None) -> None:
    state.skip = min(max(value or 0, 0), 16)


def _set_in_table(state: State, value: int | None) -> None:
    state.in_table = value != 0


def _leave_table(state: State, _value: int | None) -> None:
    state.in_table = state.indented = False


def _set_indent(state: State, value: int | None) -> None:
    state.indented = bool(value and value > 0)


CHANGES: dict[bytes, Callable[[State, int | None], None]] = {
    b"intbl": _set_in_table,
    b"pard": _leave_table,
    b"b": _set_bold,
    b"i": _set_italic,
    b"ul": _set_underline,
    b"li": _set_indent,
    b"v": _set_hidden,
    b"deleted": _set_deleted,
    b"mvf": _set_moved,
    b"f": _set_font,
    b"uc": _set_skip,
}
"""Control words that change nothing but how the words after them look or count."""
