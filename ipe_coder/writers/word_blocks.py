"""Puts headings, prose and tables into a Word document, one after the other."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from ipe_coder.writers.blocks import Block, Para, Part, Prose, Table, TableCell, Title
from ipe_coder.writers.word_styles import MUTED, turn_page
from ipe_coder.writers.word_xml import (
    Element,
    add,
    field,
    new,
    paragraph,
    run,
    runs_right_to_left,
)

_CM = 567
"""Twentieths of a point in a centimetre."""
_STEP = 170
"""One step to the right, in twentieths of a point."""
_STYLE_IDS = {"Table text": "Tabletext", "List Bullet": "ListBullet"}
_CONTENTS = r'TOC \o "1-2" \n \h \z \u'


class BlockWriter:
    """Writes blocks at the end of a document."""

    def __init__(self, document: WordDocument) -> None:
        """Begin with an empty document."""
        self._body = document.element.body
        self._section = self._body.sectPr
        self._tables = 0
        self._titles = 0
        self._wide: bool | None = None

    def write(self, parts: Iterable[Part]) -> None:
        """Write parts in order; pages of another direction begin a section."""
        for part in parts:
            if self._wide is not None and (part.new_page or part.wide != self._wide):
                self._end_section()
            self._wide = part.wide
            for block in part.blocks:
                self._write_block(block)
        turn_page(self._section, wide=bool(self._wide))

    def write_front(self, title: str, subtitle: str) -> None:
        """Write what the document is called."""
        run(self._paragraph("Title"), title)
        run(self._paragraph("Subtitle"), subtitle)

    def write_contents(self, titles: Sequence[Title]) -> None:
        """Write the contents as links without page numbers.

        A field is shown as it was saved until somebody updates it, and page numbers are known
        to the word processor alone; so the field is one that has none, and is never wrong.
        """
        heading = self._paragraph("TOCHeading")
        run(heading, "Contents")
        for place, title in enumerate(titles):
            line = self._paragraph(f"TOC{title.level}")
            if not place:
                add(add(line, "r"), "fldChar", fldCharType="begin")
                instruction = add(add(line, "r"), "instrText")
                instruction.text = f" {_CONTENTS} "
                instruction.set(qn("xml:space"), "preserve")
                add(add(line, "r"), "fldChar", fldCharType="separate")
            run(add(line, "hyperlink", anchor=_bookmark(place + 1), history=1), title.text)
            if place == len(titles) - 1:
                add(add(line, "r"), "fldChar", fldCharType="end")

    def _write_block(self, block: Block) -> None:
        match block:
            case Title():
                self._write_title(block)
            case Prose():
                style = _STYLE_IDS.get(block.style, block.style)
                run(self._paragraph(style), block.text)
            case Table():
                self._write_table(block)

    def _write_title(self, title: Title) -> None:
        """Write a heading; those of the contents get a mark that the contents point to."""
        line = self._paragraph(f"Heading{title.level}")
        if title.level > 2:
            run(line, title.text)
            return
        self._titles += 1
        add(line, "bookmarkStart", id=self._titles, name=_bookmark(self._titles))
        run(line, title.text)
        add(line, "bookmarkEnd", id=self._titles)

    def _write_table(self, table: Table) -> None:
        self._tables += 1
        caption = self._paragraph("Caption")
        run(caption, "Table ")
        field(caption, r"SEQ Table \* ARABIC", str(self._tables))
        run(caption, f". {table.caption}")
        self._section.addprevious(_make_table(table))
        for note in table.notes:
            run(self._paragraph("Tablenote"), note)

    def _paragraph(self, style: str) -> Element:
        holder = new("body")
        element = paragraph(holder, style)
        self._section.addprevious(element)
        return element

    def _end_section(self) -> None:
        """End the section with the last paragraph written, which no table is."""
        section = copy.deepcopy(self._section)
        turn_page(section, wide=bool(self._wide))
        last = self._section.getprevious()
        last.find(qn("w:pPr")).append(section)


def _bookmark(place: int) -> str:
    return f"_Toc{place:08}"


def _make_table(table: Table) -> Element:
    element = new("tbl")
    widths = [round(width * _CM) for width in table.widths]
    properties = add(element, "tblPr")
    add(properties, "tblStyle", val="Reporttable")
    add(properties, "tblW", w=sum(widths), type="dxa")
    add(properties, "tblLayout", type="fixed")
    add(properties, "tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0,
        noHBand=0, noVBand=1)  # fmt: skip
    add(properties, "tblCaption", val=table.caption)
    grid = add(element, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=width)
    _add_header(element, table.header, widths)
    for place, row in enumerate(table.rows):
        _add_row(element, row, widths, keep=place == len(table.rows) - 1)
    return element


def _add_header(table: Element, header: Sequence[str], widths: Sequence[int]) -> None:
    """Add the row that comes again at the top of every page."""
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    add(properties, "tblHeader")
    for text, width in zip(header, widths, strict=True):
        cell = add(row, "tc")
        _set_cell(cell, width, TableCell(()))
        run(paragraph(cell, "Tablehead", keep=True), text, bold=True)


def _add_row(
    table: Element, cells: Sequence[TableCell], widths: Sequence[int], *, keep: bool
) -> None:
    """Add a row that stays on one page; the last one stays with the notes below the table."""
    row = add(table, "tr")
    add(add(row, "trPr"), "cantSplit")
    column = 0
    for cell in cells:
        element = add(row, "tc")
        _set_cell(element, sum(widths[column : column + cell.span]), cell)
        column += cell.span
        for para in cell.paras or (Para(()),):
            _add_para(element, para, keep=keep)


def _set_cell(element: Element, width: int, cell: TableCell) -> None:
    properties = add(element, "tcPr")
    add(properties, "tcW", w=width, type="dxa")
    if cell.span > 1:
        add(properties, "gridSpan", val=cell.span)
    if cell.begins:
        add(properties, "vMerge", val="restart")
    if cell.joined:
        add(properties, "vMerge")


def _add_para(cell: Element, para: Para, *, keep: bool) -> None:
    style = _STYLE_IDS.get(para.style, para.style)
    bidi = bool(para.runs) and runs_right_to_left(para.runs[0].text)
    element = paragraph(cell, style, keep=keep, bidi=bidi, indent=para.indent * _STEP)
    for one in para.runs:
        run(element, one.text, bold=one.bold, colour=MUTED if one.muted else "")
