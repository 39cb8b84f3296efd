"""The body of a Word document, walked in document order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from ipe_coder.model.transcript import LeftOut
from ipe_coder.readers._anchors import Edge, Mark
from ipe_coder.readers._files import MOST_LINES
from ipe_coder.readers._looks import INDENTED, ITALIC, STYLE, UNDERLINED
from ipe_coder.readers._paragraphs import LONGEST_BOLD, NO_LOOKS, Paragraph, Place

if TYPE_CHECKING:
    from lxml.etree import _Element

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF = frozenset({"0", "false", "off", "none"})
_HEADINGS = ("Heading", "Title")
_STRONG = frozenset({"Strong", "IntenseEmphasis"})
_Edge = tuple[int, str, Edge, int]
"""An edge of a comment: pieces of words before it, the comment, which edge, stretches taken out."""


class Body:
    """A part of a Word document, and what was taken out of it."""

    def __init__(self, root: _Element) -> None:
        """Keep the root of the part."""
        self.root = root
        self.left_out: list[LeftOut] = []
        # The namespace differs between the two editions of the standard.
        space = str(root.tag).partition("}")[0] + "}"
        self._space = space
        self._p, self._r, self._t = space + "p", space + "r", space + "t"
        self._value, self._id = space + "val", space + "id"
        self._characters = [
            space + name for name in ("tab", "ptab", "br", "cr", "noBreakHyphen", "sym")
        ]
        self._b, self._style = space + "b", space + "rStyle"
        self._edges = {
            space + "commentRangeStart": Edge.START,
            space + "commentRangeEnd": Edge.END,
            space + "commentReference": Edge.POINT,
        }
        self._gone = space + "takenOut"
        self._worded: set[_Element] = set()
        self._maths = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

    def words(self, node: _Element) -> str:
        """Join the words in a node, deleted ones too, paragraphs parted by a space."""
        found = [
            " " if child.tag == self._p else child.text or ""
            for child in node.iter(self._p, self._t, self._space + "delText", self._maths)
        ]
        return "".join(found).strip()

    def paragraphs(self) -> list[Paragraph]:
        """Read all paragraphs: insertions kept, deletions, moves and hidden words taken out.

        One more than an interview may have is enough for the file to be refused.
        """
        merged = self._prune()
        return list(islice(self._walk(merged, self._places()), MOST_LINES + 1))

    def _prune(self) -> set[_Element]:
        """Take out what is not to be read; return paragraphs whose end was deleted."""
        space, alternate = self._space, _COMPATIBILITY + "AlternateContent"
        deleted, moved, hidden, box = (
            space + name for name in ("del", "moveFrom", "vanish", "txbxContent")
        )
        merged: set[_Element] = set()
        self._worded = (
            self._find_worded() if next(self.root.iter(alternate), None) is not None else set()
        )
        for node in list(self.root.iter(deleted, moved, hidden, box, alternate)):
            if node.getroottree().getroot() is not self.root:
                continue  # gone with what it stood in
            if node.tag == alternate:
                self._choose(node)
            elif node.tag == box:
                self._lift(node)
            elif node.tag == hidden:
                self._hide(node)
            elif (paragraph := self._paragraph_ended_by(node)) is not None:
                merged.add(paragraph)
            else:
                self._take_out(node, "move" if node.tag == moved else "deletion")
        return merged

    def _find_worded(self) -> set[_Element]:
        """Find the elements with words in them, each looked at once however deep they stand."""
        worded: set[_Element] = set()
        for node in self.root.iter(self._t, self._space + "delText", self._maths):
            if node.text and node.text.strip():
                for outer in node.iterancestors():
                    if outer in worded:
                        break
                    worded.add(outer)
        return worded

    def _choose(self, alternate: _Element) -> None:
        """Keep the first version of the same thing that has words, and drop the others."""
        versions = list(alternate)
        kept = next((version for version in versions if version in self._worded), None)
        for version in versions:
            if version is not kept:
                alternate.remove(version)

    def _lift(self, box: _Element) -> None:
        """Move the paragraphs of a text box behind the paragraph that it hangs on."""
        hosts = list(box.iterancestors(self._p))
        if hosts:
            for child in reversed(list(box)):
                hosts[-1].addnext(child)

    def _hide(self, mark: _Element) -> None:
        run = next(mark.iterancestors(self._r), None)
        if run is not None and mark.get(self._space + "val") not in _OFF:
            self._take_out(run, "hidden stretch")

    def _paragraph_ended_by(self, mark: _Element) -> _Element | None:
        """Find the paragraph whose end a mark of deletion stands for, if for one."""
        properties = mark.getparent()
        outer = properties.getparent() if properties is not None else None
        if outer is None or outer.tag != self._space + "pPr":
            return None
        return outer.getparent()

    def _take_out(self, node: _Element, kind: str) -> None:
        """Take words out of the document; the edges of comments in them stay."""
        words = self.words(node)
        if words:
            self.left_out.append(LeftOut(kind, words))
        edges = list(node.iter(*self._edges))
        node.clear()
        node.tag = self._gone
        for edge in edges:
            if self._edges[str(edge.tag)] is Edge.START:
                node.addprevious(edge)
            else:
                node.addnext(edge)

    def _places(self) -> dict[_Element, Place]:
        """Find the cell of every paragraph in a table; tables in cells belong to the cell."""
        table, row, cell = (self._space + name for name in ("tbl", "tr", "tc"))
        places: dict[_Element, Place] = {}
        outer = (node for node in self.root.iter(table) if not _within(node, table))
        for number, node in enumerate(outer):
            rows = (inner for inner in node.iter(row) if _is_part(inner, row, table))
            for row_number, inner in enumerate(rows):
                cells = (one for one in inner.iter(cell) if _is_part(one, cell, table))
                for column, one in enumerate(cells):
                    for paragraph in one.iter(self._p):
                        places[paragraph] = (number, row_number, column)
        return places

    def _walk(self, merged: set[_Element], places: dict[_Element, Place]) -> Iterator[Paragraph]:
        """Go through the words in order; a paragraph whose end was deleted runs into the next."""
        bold_runs, run_looks, own_looks = self._bold_runs(), self._run_looks(), self._own_looks()
        looks: frozenset[str] | None = None
        start, texts, edges = self._p, (self._t, self._maths), self._edges
        started: _Element | None = None
        parts: list[str] = []
        marks: list[_Edge] = []
        gone = 0
        bold, opening = 0, True
        for node in self.root.iter(start, *texts, *self._characters, *edges, self._gone):
            tag = node.tag
            if tag == start:
                if started is not None and started not in merged:
                    own = own_looks.get(started, NO_LOOKS) | (looks or NO_LOOKS)
                    yield _paragraph(parts, places.get(started), bold, marks, own)
                    parts, marks, bold, opening, looks = [], [], 0, True, None
                started = node
            elif tag in texts:
                words = node.text or ""
                parts.append(words)
                if run_looks and looks != NO_LOOKS and words.strip():
                    here = run_looks.get(node.getparent(), NO_LOOKS)
                    looks = here if looks is None else looks & here
                if opening:
                    opening = not words.strip() or node.getparent() in bold_runs
                    bold += len(words) if opening else 0
                    opening = opening and bold <= LONGEST_BOLD
            elif tag in edges:
                key = node.get(self._id, "")
                marks.append((len(parts), key, edges[str(tag)], gone))
            elif tag == self._gone:
                gone += 1
            else:
                parts.append(self._character(node))
                bold += len(parts[-1]) if opening else 0
        if started is not None:
            own = own_looks.get(started, NO_LOOKS) | (looks or NO_LOOKS)
            yield _paragraph(parts, places.get(started), bold, marks, own)

    def _bold_runs(self) -> set[_Element]:
        """Find the runs in bold type and of headings; marks are looked for, which is faster."""
        runs = set()
        for mark in self.root.iter(self._b, self._style):
            value = mark.get(self._value)
            if value in _STRONG if mark.tag == self._style else value not in _OFF:
                properties = mark.getparent()
                run = properties.getparent() if properties is not None else None
                if run is not None:  # or a paragraph, where the mark is of its end
                    runs.add(run)
        for mark in self.root.iter(self._space + "pStyle"):
            if mark.get(self._value, "").startswith(_HEADINGS):
                paragraph = next(mark.iterancestors(self._p), None)
                runs.update([] if paragraph is None else paragraph.iter(self._r))
        return runs

    def _run_looks(self) -> dict[_Element | None, frozenset[str]]:
        """Find the runs in italics and those underlined."""
        names = {self._space + "i": ITALIC, self._space + "u": UNDERLINED}
        found: dict[_Element | None, frozenset[str]] = {}
        for mark in self.root.iter(*names):
            properties = mark.getparent()
            run = properties.getparent() if properties is not None else None
            if run is not None and mark.get(self._value) not in _OFF:
                found[run] = found.get(run, NO_LOOKS) | {names[str(mark.tag)]}
        return found

    def _own_looks(self) -> dict[_Element, frozenset[str]]:
        """Find the paragraphs that are indented or have a style."""
        found: dict[_Element, frozenset[str]] = {}
        for mark in self.root.iter(self._space + "ind", self._space + "pStyle"):
            properties = mark.getparent()
            paragraph = properties.getparent() if properties is not None else None
            if paragraph is None or paragraph.tag != self._p:
                continue
            if mark.tag.endswith("ind"):
                left = mark.get(self._space + "left") or mark.get(self._space + "start") or "0"
                look = "" if left.startswith("-") or not left.strip("0") else INDENTED
            else:
                look = STYLE + mark.get(self._value, "")
            if look:
                found[paragraph] = found.get(paragraph, NO_LOOKS) | {look}
        return found

    def _character(self, node: _Element) -> str:
        """Read an element that stands for one character."""
        name = str(node.tag).removeprefix(self._space)
        if name in {"tab", "ptab"}:  # in the properties of a paragraph it is a tab stop
            parent = node.getparent()
            return "\t" if parent is not None and parent.tag == self._r else ""
        if name == "noBreakHyphen":
            return "\u2011"
        if name == "sym":
            return _symbol(node.get(self._space + "char", ""))
        return "\n"


def _paragraph(
    parts: list[str], place: Place | None, bold: int, edges: list[_Edge], looks: frozenset[str]
) -> Paragraph:
    """Make a paragraph of the words in it and the edges of comments between them."""
    if not edges:
        return Paragraph("".join(parts), place, bold, looks=looks)
    offsets = [0, *accumulate(map(len, parts))]
    marks = [Mark(key, edge, offsets[number], gone) for number, key, edge, gone in edges]
    return Paragraph("".join(parts), place, bold, marks, looks)


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _within(node: _Element, tag: str) -> bool:
    return next(node.iterancestors(tag), None) is not None


def _is_part(node: _Element, tag: str, table: str) -> bool:
    """Tell whether a row or a cell is one of the outermost table, and in no other such."""
    outer = [found.tag for found in node.iterancestors(table, tag)]
    return outer == [table]
