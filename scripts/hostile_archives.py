"""Word documents, OpenDocument texts and workbooks made to take time and memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MB = 2**20

Made = Iterator[tuple[str, bytes]]


def packed(parts: dict[str, bytes]) -> bytes:
    """Pack an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def _word(body: str, **parts: str) -> bytes:
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    named = {f"word/{name}.xml": text.encode() for name, text in parts.items()}
    return packed({"word/document.xml": document.encode(), **named})


_SAID = "<w:p><w:r><w:t>INT: Why?</w:t></w:r></w:p>"
_MC = 'xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def word() -> Made:
    """Make Word documents."""
    yield "empty paragraphs", _word(_SAID + "<w:p/>" * (31 * _MB // 6))
    yield "turns", _word("<w:p><w:r><w:t>A: b</w:t></w:r></w:p>" * 700_000)
    yield "attributes", _word(_SAID + '<w:p a="" b="" c="" d="" e=""/>' * 900_000)
    many = " ".join(f'a{number}=""' for number in range(2_000_000))
    yield "attributes of one element", _word(_SAID + f"<w:p {many}/>")
    spaces = " ".join(f'xmlns:a{number}="x"' for number in range(1_000_000))
    yield "name spaces", _word(_SAID + f"<w:p {spaces}/>")
    for name, tag in (("rows", "tr"), ("tables", "tbl")):
        yield (
            f"nested {name}",
            _word(_SAID + f"<w:{tag}>" * 240 + "<w:p/>" * 900_000 + f"</w:{tag}>" * 240),
        )
    alternate = f"<m:AlternateContent {_MC}><m:Choice>"
    yield (
        "nested choices",
        _word(
            alternate * 120 + _SAID + "<w:t/>" * 900_000 + "</m:Choice></m:AlternateContent>" * 120
        ),
    )
    boxes = "<w:p><w:txbxContent>" * 120 + _SAID * 9_000 + "</w:txbxContent></w:p>" * 120
    yield "nested boxes", _word(boxes)
    cells = "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    yield "cells", _word(f"<w:tbl><w:tr>{cells * 500_000}</w:tr></w:tbl>")
    rows = f"<w:tr>{cells}{cells}</w:tr>"
    yield "two columns", _word(f"<w:tbl>{rows * 250_000}</w:tbl>")
    yield "deletions", _word(_SAID + "<w:del><w:r><w:delText>a</w:delText></w:r></w:del>" * 500_000)
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r>"
    yield "hidden runs", _word(_SAID + f"<w:p>{hidden * 500_000}</w:p>")
    footnotes = f"<w:footnotes {_W}>{_SAID * 600_000}</w:footnotes>"
    yield "footnotes", _word(_SAID, footnotes=footnotes)
    header = f"<w:hdr {_W}>" + " " * (30 * _MB) + "</w:hdr>"
    yield "headers", _word(_SAID, **{f"header{number}": header for number in range(40)})
    yield "one paragraph", _word("<w:p>" + "<w:r><w:t>a </w:t></w:r>" * 1_200_000 + "</w:p>")
    yield "one word", _word("<w:p><w:r><w:t>" + "a" * (9 * _MB) + "</w:t></w:r></w:p>")
    yield "marks", _word("<w:p><w:r><w:t>a" + "\u0301\u0316" * _MB + "</w:t></w:r></w:p>")


def _odt(text: str, styles: str = "") -> bytes:
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{text}</office:text>"
        "</office:body></office:document-content>"
    )
    return packed({"content.xml": content.encode()})


def open_document() -> Made:
    """Make OpenDocument texts."""
    said = "<text:p>INT: Why?</text:p>"
    yield "empty paragraphs", _odt(said + "<text:p/>" * (31 * _MB // 9))
    yield "turns", _odt("<text:p>A: b</text:p>" * 1_400_000)
    yield "spaces", _odt("<text:p>a" + '<text:s text:c="999"/>' * 1_300_000 + "</text:p>")
    cell = '<table:table-cell table:number-columns-repeated="64"/>'
    last = f"<table:table-cell>{said}</table:table-cell>"
    row = "<table:table-row>{}</table:table-row>"
    table = "<table:table>{}</table:table>"
    yield "wide row", _odt(table.format(row.format(cell * 500_000 + last)))
    yield "wide rows", _odt(table.format(row.format(cell * 9 + last) * 50_000))
    yield (
        "nested tables",
        _odt(
            "<table:table><table:table-row><table:table-cell>" * 30
            + said * 900_000
            + "</table:table-cell></table:table-row></table:table>" * 30
        ),
    )
    style = '<style:style style:family="text" style:name="{}" style:parent-style-name="{}"/>'
    chain = "".join(style.format(f"s{number}", f"s{number + 1}") for number in range(300_000))
    spans = "".join(f'<text:span text:style-name="s{n}">a</text:span>' for n in range(200_000))
    yield "styles", _odt(f"<text:p>{spans}</text:p>", chain)
    notes = (
        "<text:note><text:note-body>" * 40 + said * 900_000 + "</text:note-body></text:note>" * 40
    )
    yield "nested notes", _odt(said + f"<text:p>{notes}</text:p>")
    deletion = "<text:tracked-changes>" + "<text:deletion>" * 90 + said * 500_000
    yield (
        "nested deletions",
        _odt(said + deletion + "</text:deletion>" * 90 + "</text:tracked-changes>"),
    )


def _book(sheet: str, strings: str = "", more: int = 0) -> bytes:
    data = f'<worksheet xmlns="{_SHEET}"><sheetData>{sheet}</sheetData></worksheet>'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    related = f'<Relationships xmlns="{package}/relationships">{{}}</Relationships>'
    one = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    return packed({
        "[Content_Types].xml": (
            f'<Types xmlns="{package}/content-types">'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/s.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/t.xml" ContentType="{kind}.sharedStrings+xml"/></Types>'
        ).encode(),
        "_rels/.rels": related.format(
            one.format("r1", relation, "officeDocument", "xl/workbook.xml")
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_SHEET}" xmlns:r="{relation}"><sheets>'
            '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": related.format(
            one.format("r1", relation, "worksheet", "s.xml")
            + one.format("r2", relation, "sharedStrings", "t.xml")
        ).encode(),
        "xl/s.xml": data.encode(),
        "xl/t.xml": f'<sst xmlns="{_SHEET}">{strings}</sst>'.encode(),
        **{f"xl/more{number}.xml": b" " * _MB for number in range(more)},
    })  # fmt: skip


def workbook() -> Made:
    """Make Excel workbooks."""

    def cells(*words: str) -> str:
        return "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in words)

    head = f"<row>{cells('speaker', 'text')}</row>"
    row = f"<row>{cells('A', 'b')}</row>"
    yield "small", _book(head + row)
    yield "rows", _book(head + row * 400_000)
    yield "a far row", _book(head + f'<row r="99999999999">{cells("A", "b")}</row>')
    yield "the last row", _book(head + f'<row r="1048576">{cells("A", "b")}</row>')
    wide = '<row><c r="XFD{0}" t="inlineStr"><is><t>a</t></is></c></row>'
    yield "far columns", _book(head + "".join(wide.format(n) for n in range(2, 5_000)))
    yield "empty cells", _book(head + "<row>" + "<c/>" * 8_000_000 + "</row>")
    yield "empty rows", _book(head + "<row/>" * 8_000_000)
    yield "elements", _book(head + row, "<si/>" * 12_000_000)
    yield "strings", _book(head + row, "<si><t>ab</t></si>" * 8_000_000)
    yield "a long string", _book(head + row, "<si><t>" + "a" * (9 * _MB) + "</t></si>")
    shared = '<c t="s"><v>0</v></c>'
    long = "<si><t>" + "a" * (9 * _MB) + "</t></si>"
    yield (
        "a string in each cell",
        _book(f"{head}" + f"<row>{cells('A')}{shared}</row>" * 50_000, long),
    )
    yield "unpacked", _book(head + row, "", 400)
    formula = '<row><c><f t="shared" si="0" ref="A1">A1+{}</f><v>1</v></c></row>'
    follow = '<row><c r="A{}"><f t="shared" si="0"/><v>1</v></c></row>'
    yield (
        "shared formulas",
        _book(
            head
            + formula.format("A1+" * 100_000 + "A1")
            + "".join(follow.format(n) for n in range(9, 500))
        ),
    )
    yield "digits", _book(head + "<row><c><v>" + "9" * 4_000_000 + "</v></c></row>")
    yield "wide digits", _book(head + "<row><c><v>" + "9" * 4_000 + "</v></c></row>")
    yield "entities", _book(head + row).replace(b"a", b"a")
