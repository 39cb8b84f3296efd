"""The body of an OpenDocument text, walked in document order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ipe_coder.model.transcript import LeftOut
from ipe_coder.readers._anchors import Edge, Mark
from ipe_coder.readers._looks import STYLE
from ipe_coder.readers._odt_comments import CommentEdge, Comments
from ipe_coder.readers._odt_styles import DRAW, TABLE, TEXT, Look, Styles
from ipe_coder.readers._odt_words import ANNOTATION, ANNOTATION_END, PARAGRAPHS, SILENT, joined
from ipe_coder.readers._paragraphs import NO_LOOKS, Paragraph, Place, Words

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_MOST_SPACES = 1000
_MOST_CELLS = 64
_NOTES = {"endnote": "endnote", "footnote": "footnote"}
_ASIDE = {
    TEXT + "tracked-changes": "deletion",
    TEXT + "script": "script",
    TEXT + "ruby-text": "ruby text",
    _SVG + "title": "picture title",
    _SVG + "desc": "picture description",
}
"""What stands in the text without being said in it."""
_SPACE = re.compile(r"[ \t\r\n]+")


class Body:
    """The words of a part of a document, and what was left out of it."""

    def __init__(self, root: _Element, styles: Styles, comments: Comments) -> None:
        """Keep the element that holds the paragraphs."""
        self.root, self.styles = root, styles
        self.left_out: list[LeftOut] = []
        self._comments = comments
        self._edges: list[tuple[CommentEdge, int]] = []
        self._gone = 0
        self._tables = 0
        self._deletions = {
            region.get(TEXT + "id", region.get(_XML_ID, "")): region
            for region in root.iter(TEXT + "changed-region")
        }

    def paragraphs(self) -> list[Paragraph]:
        """Read all paragraphs: deletions, comments, notes and hidden words are taken out."""
        paragraphs = list(self._blocks(self.root, None))
        if self._edges:  # of comments that end in words taken out at the end of the document
            paragraphs.append(Paragraph("", marks=self.marks(0)))
        return paragraphs

    def _blocks(self, node: _Element, place: Place | None) -> Iterator[Paragraph]:
        """Go through the paragraphs, tables and whatever holds such."""
        for child in node:
            tag = child.tag
            if tag in PARAGRAPHS:
                yield from self._paragraph(child, place)
            elif tag == TABLE + "table" and place is None:
                yield from self._table(child)
            elif tag == TEXT + "tracked-changes":
                for region in child.iter(TEXT + "deletion"):
                    self.leave_out("deletion", region)
            elif tag == TEXT + "section" and child.get(TEXT + "display") == "none":
                self.hide(child)
            elif not self.aside(child):
                yield from self._blocks(child, place)

    def aside(self, node: _Element) -> bool:
        """Take out what is no speech; tell whether it was."""
        tag = node.tag
        if tag in SILENT or not isinstance(tag, str):
            return True
        if tag in {ANNOTATION, ANNOTATION_END}:
            self._edges += [(one, self._gone) for one in self._comments.edges_in(node)]
            return True
        if tag == TEXT + "change":
            region = self._deletions.pop(node.get(TEXT + "change-id", ""), None)
            self._pass_over([] if region is None else self._comments.edges_in(region))
            return True
        if tag == TEXT + "note":
            kind = _NOTES.get(node.get(TEXT + "note-class", ""), "footnote")
        elif tag in _ASIDE:
            kind = _ASIDE[tag]
        else:
            return False
        self.leave_out(kind, node)
        return True

    def leave_out(self, kind: str, node: _Element) -> None:
        """Keep the words of a node as left out."""
        words = joined(node)
        if words:
            self.left_out.append(LeftOut(kind, words))

    def hide(self, node: _Element) -> None:
        """Leave out what is hidden; the edges of comments in it stay."""
        self.leave_out("hidden stretch", node)
        self._pass_over(self._comments.edges_in(node))

    def marks(self, offset: int) -> list[Mark]:
        """Give the edges of comments since they were asked for last their place."""
        marks = [Mark(one.key, one.edge, offset, gone) for one, gone in self._edges]
        self._edges = []
        return marks

    def _pass_over(self, edges: list[CommentEdge]) -> None:
        """Keep the edges of comments around a stretch that is taken out, but no places in it."""
        starts = [(one, self._gone) for one in edges if one.edge is Edge.START]
        self._gone += 1
        self._edges += starts
        self._edges += [(one, self._gone) for one in edges if one.edge is Edge.END]

    def _table(self, table: _Element) -> Iterator[Paragraph]:
        """Go through a table; tables in its cells belong to the cells."""
        number = self._tables
        self._tables += 1
        for row_number, row in enumerate(_rows(table)):
            column = 0
            for cell in row:
                if cell.tag in {TABLE + "table-cell", TABLE + "covered-table-cell"}:
                    yield from self._blocks(cell, (number, row_number, column))
                    column += _count(cell, TABLE + "number-columns-repeated", _MOST_CELLS)

    def _paragraph(self, node: _Element, place: Place | None) -> Iterator[Paragraph]:
        look = self.styles.look("paragraph", node.get(TEXT + "style-name"))
        if look.hidden:
            self.hide(node)
            return
        line = _Line(self)
        line.walk(node, look)
        looks = (line.words.looks or NO_LOOKS) | self._style(node)
        yield Paragraph(line.words.text, place, line.words.bold, line.marks, looks)
        for box in line.boxes:
            yield from self._blocks(box, place)

    def _style(self, node: _Element) -> frozenset[str]:
        name = node.get(TEXT + "style-name")
        return frozenset([STYLE + name.replace("_20_", " ")]) if name else NO_LOOKS


class _Line:
    """One paragraph while it is read."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.words = Words()
        self.marks = body.marks(0)
        """Where comments begin and end; first those that stand before its words."""
        self.boxes: list[_Element] = []
        """Text boxes that hang on it, to be read after it."""
        self._blank = True  # so that white space at the beginning is none

    def walk(self, node: _Element, look: Look) -> None:
        """Read an element of the line; parsing has limited how deep they stand in each other."""
        self._add_text(node.text, look)
        for child in node:
            self._element(child, look)
            self._add_text(child.tail, look)

    def _element(self, node: _Element, look: Look) -> None:
        tag = node.tag
        if tag == TEXT + "s":
            self._add(" " * _count(node, TEXT + "c", _MOST_SPACES), look)
        elif tag == TEXT + "tab":
            self._add("\t", look)
        elif tag == TEXT + "line-break":
            self._add("\n", look)
        elif tag == TEXT + "span":
            own = self.body.styles.look("text", node.get(TEXT + "style-name"))
            self._span(node, own.over(look))
        elif isinstance(tag, str) and tag.startswith(DRAW) and tag != DRAW + "a":
            self.boxes.append(node)
        elif self.body.aside(node):
            self._take_marks()
        else:
            self.walk(node, look)

    def _span(self, node: _Element, look: Look) -> None:
        if look.hidden:
            self.body.hide(node)
            self._take_marks()
        else:
            self.walk(node, look)

    def _take_marks(self) -> None:
        self.marks += self.body.marks(self.words.length)

    def _add_text(self, text: str | None, look: Look) -> None:
        """Add characters; white space between them counts as one blank, as the format has it."""
        if not text:
            return
        text = _SPACE.sub(" ", text)
        if self._blank and text[0] == " ":
            text = text[1:]
        if text:
            self._add(text, look)
            self._blank = text[-1] == " "

    def _add(self, text: str, look: Look) -> None:
        self.words.add(text, bold=bool(look.bold), looks=look.whole)
        self._blank = False


def _rows(table: _Element) -> Iterator[_Element]:
    """Find the rows of a table, those of its head too, but not of tables in its cells."""
    for child in table:
        if child.tag == TABLE + "table-row":
            yield child
        elif isinstance(child.tag, str) and child.tag.startswith(TABLE + "table-"):
            yield from _rows(child)


def _count(node: _Element, attribute: str, most: int) -> int:
    """Read how often something is repeated, within reason."""
    written = node.get(attribute, "1")
    if not (written.isascii() and written.isdecimal()):
        return 1
    return min(int(written), most) if len(written) <= len(str(most)) else most
