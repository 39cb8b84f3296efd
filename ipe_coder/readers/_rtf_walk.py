"""Rich text, walked in document order: groups, the look of the type, tables, and what is no speech.

A group opens a state that is a copy of the one around it and ends with it. Words flow into
paragraphs; those of notes, comments, headers and text boxes have a flow of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from ipe_coder.model.transcript import LeftOut
from ipe_coder.readers._files import MOST_LINES
from ipe_coder.readers._paragraphs import NO_LOOKS, Paragraph
from ipe_coder.readers._rtf_pages import CodePages
from ipe_coder.readers._rtf_state import CHANGES, Flow, Mode, State
from ipe_coder.readers._rtf_tokens import ASIDES, CHARACTERS, KEPT, SKIPPED, SYMBOLS, TOKEN

MOST_DEEP = 2_000
MOST_BOXES = 50
MOST_MARKS = 1_000_000
MOST_ASIDES = 10_000
MOST_CHARACTERS = 16 * 2**20
_TOO_MANY_WORDS = "holds far too many words"


class BrokenError(Exception):
    """Rich text that cannot be read; says why, as the end of `the file …`."""


class Walk:
    """One reading of a file."""

    def __init__(self, data: bytes) -> None:
        """Keep the bytes."""
        self.pages = CodePages(data)
        self._data = data
        self._main = Flow()
        self._asides: list[tuple[str, Flow]] = []
        self._runs: list[tuple[str, list[str]]] = []
        self._run_open = False
        self._state = State(self._main)
        self._stack: list[State] = []
        self._default_font = -1
        self._pending = bytearray()
        self._to_skip = 0
        self._length = self._ends = 0
        self._after = ""

    def paragraphs(self) -> list[Paragraph]:
        """Read all paragraphs.

        Raises:
            BrokenError: If groups are not closed, or there are far too many.
        """
        position, data = 0, self._data
        if sum(map(data.count, (b"\\", b"{", b"}"))) > MOST_MARKS:
            raise BrokenError("has far too many control words")
        while position < len(data):
            match = TOKEN.match(data, position)
            if match is None:
                raise BrokenError("is cut short: it ends within a control word")
            position = match.end()
            word, number, byte, symbol, brace, text = match.groups()
            if word is not None:
                value = int(number) if number is not None else None
                if word == b"bin":
                    position += max(value or 0, 0)
                else:
                    self._word(word, value)
            elif text is not None:
                self._text(text)
            elif byte is not None:
                self._byte(byte)
            elif brace is not None:
                self._brace(brace)
                if not self._stack:
                    break
            else:
                self._symbol(symbol)
        if self._stack:
            raise BrokenError("is cut short: a group is not closed")
        if len(data) - position > MOST_CHARACTERS:
            raise BrokenError("goes on for far too long after the end of the document")
        self._after = data[position:].strip(b"\0\r\n\t ").decode("cp1252", "replace")
        return self._main.finish()

    def left_out(self) -> list[LeftOut]:
        """List what was left out, as far as it has words."""
        pieces = [
            (kind, " ".join(paragraph.text for paragraph in flow.finish()))
            for kind, flow in self._asides
        ]
        pieces += [(kind, "".join(parts)) for kind, parts in self._runs]
        pieces.append(("trailing stretch", self._after))
        return [
            LeftOut(kind, " ".join(text.split()))
            for kind, text in pieces
            if any(map(str.isalnum, text))
        ]

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            if len(self._stack) >= MOST_DEEP:
                raise BrokenError("has groups nested too deep")
            self._stack.append(self._state)
            self._state = self._state.inner()
        elif self._stack:
            self._state = self._stack.pop()

    def _text(self, text: bytes) -> None:
        state = self._state
        if state.mode is not Mode.TEXT:  # such as a picture, which may be long
            state.fresh = state.fresh and not text.strip(b"\r\n")
            return
        if len(text) > MOST_CHARACTERS:
            raise BrokenError(_TOO_MANY_WORDS)
        text = text.translate(None, b"\r\n")
        if not text:
            return
        state.fresh = False
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        text = text[skipped:]
        if not text:
            return
        if self.pages.utf8 and not text.isascii():
            self._flush()
            self._add(text.decode("utf-8", "replace"))
        else:
            self._pending += text

    def _byte(self, byte: bytes) -> None:
        self._state.fresh = False
        if self._to_skip:
            self._to_skip -= 1
        elif self._state.mode is Mode.TEXT:
            self._pending += bytes.fromhex(byte.decode())

    def _symbol(self, symbol: bytes) -> None:
        self._flush()
        if symbol == b"*":
            self._state.starred = self._state.fresh
            return
        self._state.fresh = False
        if self._to_skip:
            self._to_skip -= 1
        elif symbol in b"\r\n":
            self._end_paragraph(None)
        else:
            self._add(SYMBOLS.get(symbol, ""))

    def _word(self, word: bytes, value: int | None) -> None:
        state = self._state
        if word == b"u":
            self._unicode(value)
            return
        self._flush()
        self._to_skip = 0
        fresh, state.fresh = state.fresh, False
        if fresh and self._open(word):
            return
        if state.mode is Mode.FONTS:
            state.font = self.pages.describe(state.font, word, value)
        elif word in CHARACTERS:
            self._add(CHARACTERS[word])
        elif (action := self._ACTIONS.get(word)) is not None:
            action(self, value)
        elif (change := CHANGES.get(word)) is not None:
            change(state, value)
        else:
            self.pages.set(word, value)

    def _open(self, word: bytes) -> bool:
        """Set what a group is for by its first word; tell whether that says all of it."""
        state = self._state
        if state.mode is Mode.SKIP:
            return True
        if word in ASIDES:
            self._open_aside(ASIDES[word])
        elif word in {b"shptxt", b"dptxbxtext"}:
            box = Flow(state.flow.depth + 1)
            if box.depth > MOST_BOXES:
                raise BrokenError("has text boxes nested too deep")
            state.flow.boxes.append(box)
            state.flow, state.mode, state.in_table = box, Mode.TEXT, False
        elif word in {b"shpinst", b"do", b"upr"}:
            state.mode = Mode.HOLD
        elif word == b"ud":
            state.mode = Mode.TEXT
        elif word == b"fonttbl":
            state.mode = Mode.FONTS
        elif word in SKIPPED or (state.starred and word not in KEPT):
            if state.mode is not Mode.FONTS:
                state.mode = Mode.SKIP
        else:
            return False
        return True

    def _open_aside(self, kind: str) -> None:
        state = self._state
        state.flow, state.mode, state.in_table = Flow(), Mode.TEXT, False
        self._asides.append((kind, state.flow))
        self._check_asides()

    def _check_asides(self) -> None:
        if len(self._asides) + len(self._runs) > MOST_ASIDES:
            raise BrokenError("has far too many notes, comments and deletions")

    def _endnote(self, _value: int | None) -> None:
        """A note says after its beginning that it stands at the end of the document."""
        if self._asides and self._asides[-1][1] is self._state.flow:
            self._asides[-1] = ("endnote", self._state.flow)

    def _unicode(self, value: int | None) -> None:
        state = self._state
        state.fresh = False
        self._flush()
        if value is not None:
            self._add(chr(value % 0x10000) if -0x8000 <= value < 0x10000 else "\ufffd")
        self._to_skip = state.skip

    def _flush(self) -> None:
        """Decode the bytes that stand together; in some code pages two make a character."""
        if not self._pending:
            return
        text = self.pages.decode(self._pending, self._state.font)
        self._pending.clear()
        self._add(text)

    def _add(self, text: str) -> None:
        state = self._state
        if not text or state.mode is not Mode.TEXT:
            return
        self._length += len(text)
        if self._length > MOST_CHARACTERS:
            raise BrokenError(_TOO_MANY_WORDS)
        kind = state.aside
        if not kind:
            self._run_open = False
            state.flow.words.add(text, bold=state.bold, looks=state.looks)
            return
        if not self._run_open or self._runs[-1][0] != kind:
            self._runs.append((kind, []))
            self._check_asides()
        self._run_open = True
        self._runs[-1][1].append(text)

    def _end_paragraph(self, _value: int | None) -> None:
        state = self._state
        if state.mode is not Mode.TEXT:
            return
        self._count_end()
        if state.aside:  # the paragraph runs into the next
            self._add(" ")
        else:
            state.flow.end_paragraph(in_table=state.in_table, indented=state.indented)

    def _end_cell(self, _value: int | None) -> None:
        if self._state.mode is Mode.TEXT:
            self._count_end()
            self._state.flow.end_cell()

    def _end_row(self, _value: int | None) -> None:
        if self._state.mode is Mode.TEXT:
            self._count_end()
            self._state.flow.end_row()

    def _count_end(self) -> None:
        self._ends += 1
        if self._ends > MOST_LINES:
            raise BrokenError("holds far too many paragraphs")

    def _plain(self, _value: int | None) -> None:
        state = self._state
        state.bold = state.hidden = state.deleted = state.moved = False
        state.looks = NO_LOOKS
        state.font = self._default_font

    def _set_default_font(self, value: int | None) -> None:
        self._default_font = self._state.font = -1 if value is None else value

    _ACTIONS: ClassVar[dict[bytes, Callable[[Walk, int | None], None]]] = {
        b"par": _end_paragraph,
        b"sect": _end_paragraph,
        b"nestcell": _end_paragraph,
        b"cell": _end_cell,
        b"row": _end_row,
        b"plain": _plain,
        b"deff": _set_default_font,
        b"ftnalt": _endnote,
    }
