"""PDFs made to take the time and the memory of whoever reads them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

_FONT = b"<</Font<</F1 3 0 R>>>>"
_TEXT = b"BT /F1 11 Tf 72 700 Td (INT: Why so late?) Tj ET"
_MB = 2**20


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Put objects, numbered from 1, into a file; the first is its catalog."""
    data = bytearray(b"%PDF-1.5\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n" % (len(objects) + 1, trailer)
    return bytes(data) + b"%d\n%%%%EOF" % start


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Make an object of a stream."""
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), entries, data)


def packed(data: bytes, times: int = 1) -> bytes:
    """Make a stream that is packed, perhaps several times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    return stream(data, b"/Filter[%b]" % (b"/FlateDecode" * times))


def one_page(
    content: bytes = b"",
    *more: bytes,
    font: bytes = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    resources: bytes = _FONT,
    page: bytes = b"",
) -> bytes:
    """Make a file of one page; further objects have the numbers from 6."""
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        font,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources "
        + resources + page + b">>",
        content or stream(_TEXT),
        *more,
    ])  # fmt: skip


def pdfs() -> Iterator[tuple[str, bytes]]:
    """Make the files."""
    yield "small", one_page()
    yield from _streams()
    yield from _trees()
    yield from _fonts()
    yield from _contents()


def _streams() -> Iterator[tuple[str, bytes]]:
    yield "blanks packed", one_page(packed(_TEXT + b" " * (600 * _MB)))
    yield "packed thrice", one_page(packed(b" " * (300 * _MB), 3))
    yield "a length beyond the file", one_page(b"<</Length 99999999999>>stream\nx\nendstream")
    yield "a negative length", one_page(b"<</Length -5>>stream\nx\nendstream")
    yield "a length of itself", one_page(b"<</Length 5 0 R>>stream\nx\nendstream")
    wide = b"/DecodeParms<</Predictor 12/Columns 999999999/Colors 9>>/Filter/FlateDecode"
    yield "wide rows", one_page(stream(zlib.compress(b"\x02" * _MB), wide))
    yield "run length", one_page(stream(b"\x81 " * (8 * _MB), b"/Filter/RunLengthDecode"))
    yield "lzw", one_page(stream(bytes(range(256)) * 40_000, b"/Filter/LZWDecode"))
    yield "ascii85", one_page(stream(b"z" * (20 * _MB), b"/Filter/ASCII85Decode"))
    yield "hexadecimal", one_page(stream(b"20" * (20 * _MB), b"/Filter/ASCIIHexDecode"))
    yield (
        "filters",
        one_page(stream(b"20" * _MB, b"/Filter[" + b"/ASCIIHexDecode" * 200_000 + b"]")),
    )
    names = b"/Type/ObjStm/N 999999999/First 99999999"
    yield "objects in a stream", one_page(b"", stream(b"1 0 " * 500_000, names + b"/Extends 6 0 R"))
    references = b"/Type/XRef/Size 999999999/Index[0 999999999]/W[0 0 0]/Root 1 0 R"
    table = stream(b"", references)
    yield "endless table", b"%PDF-1.5\n1 0 obj\n" + table + b"\nendobj\nstartxref\n9\n%%EOF"
    whole = one_page()
    yield "tables in a circle", whole.replace(b"/Root", b"/Prev %d/Root" % whole.rfind(b"xref\n0"))
    yield "a table of millions", whole.replace(b"xref\n0 6", b"xref\n0 999999999")
    yield "no table", whole[: whole.rfind(b"xref\n0")] + b"trailer<</Root 1 0 R>>" * 100_000
    yield "objects without end", whole[:9] + b"7 0 obj\n" * 2_000_000 + whole[9:]


def _trees() -> Iterator[tuple[str, bytes]]:
    head = b"<</Type/Catalog/Pages 2 0 R>>"
    yield "pages in a circle", assembled([head, b"<</Type/Pages/Count 1/Kids[2 0 R]>>"])
    twice = b"<</Type/Pages/Count 1/Kids[2 0 R 2 0 R 3 0 R]>>"
    yield "pages in two circles", assembled([head, twice, b"<</Type/Page/Parent 3 0 R>>"])
    nested = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % number for number in range(3, 20_000)]
    yield "deep pages", assembled([head, *nested, b"<</Type/Page>>"])
    doubled = [b"<</Type/Pages/Kids[%d 0 R %d 0 R]>>" % (n, n) for n in range(3, 40)]
    yield "doubled pages", assembled([head, *doubled, b"<</Type/Page>>"])
    yield "a million pages", assembled([
        head, b"<</Type/Pages/Count 1000000/Kids[" + b"3 0 R " * 1_000_000 + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ])  # fmt: skip
    yield "deep lists", one_page(page=b"/A " + b"[" * _MB + b"]" * _MB)
    yield "deep dictionaries", one_page(page=b"/A " + b"<</A " * _MB + b">>" * _MB)
    circle = [b"[%d 0 R]" % (number + 1) for number in range(6, 5_000)]
    yield "contents in a circle", one_page(b"[6 0 R 6 0 R]", *circle, b"[6 0 R]")
    yield "a reference to itself", one_page(b"5 0 R")
    yield "many contents", one_page(b"[" + b"6 0 R " * 1_000_000 + b"]", stream(_TEXT))
    for box in (
        b"[0 0 1e400 1]",
        b"[0 0 0 0]",
        b"[1 2]",
        b"[(a) 0 0 0]",
        b"[5 5 -5 %s]" % (b"9" * 400),
    ):
        yield f"paper {box[:12].decode()}", one_page(page=b"/MediaBox " + box + b"/CropBox " + box)


def _fonts() -> Iterator[tuple[str, bytes]]:
    mapped = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    ranges = b"begincmap 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange endcmap"
    yield "a map of everything", one_page(b"", stream(ranges), font=mapped)
    several = b"begincmap 1 begincidrange <00000000> <00ffffff> 0 endcidrange endcmap"
    yield "identifiers", one_page(b"", stream(several), font=mapped)
    yield "a map of itself", one_page(b"", stream(b"/6 usecmap " * 500_000), font=mapped)
    wide = b"/DescendantFonts[<</Subtype/CIDFontType2/W[0 999999999 5]>>]>>"
    yield (
        "no characters",
        one_page(font=b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H" + wide),
    )
    yield "a font of itself", one_page(font=b"<</Type/Font/Subtype/Type0/DescendantFonts[3 0 R]>>")
    yield "no font", one_page(font=b"7")
    drawn = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[0 0 0 0 0 0]/CharProcs 6 0 R>>"
    )
    yield "a drawn font", one_page(b"", b"<</a 5 0 R>>", font=drawn)
    widths = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar -9/LastChar 99999999/Widths[(a)]>>"
    )
    yield "odd widths", one_page(font=widths)
    different = b"<</Type/Font/Subtype/Type1/BaseFont/X/Encoding<</Differences[%b]>>>>"
    yield "differences", one_page(font=different % (b"9999999999 /a " * 300_000))


def _contents() -> Iterator[tuple[str, bytes]]:
    forms = [
        stream(b"/X Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources"
               b"<</XObject<</X %d 0 R>>>>" % number)
        for number in range(7, 20)
    ]  # fmt: skip
    resources = b"<</Font<</F1 3 0 R>>/XObject<</X 6 0 R>>>>"
    yield "forms in forms", one_page(stream(b"/X Do"), *forms, stream(_TEXT), resources=resources)
    itself = stream(b"/X Do", b"/Subtype/Form/BBox[0 0 9 9]/Resources" + resources)
    yield "a form of itself", one_page(stream(b"/X Do"), itself, resources=resources)
    for name, shape in {
        "letters": b"BT /F1 9 Tf 9 9 Td (a) Tj ET ", "saved": b"q ", "lines": b"0 0 m 9 9 l S ",
        "boxes": b"1 1 9 9 re f ", "open text": b"BT ", "numbers": b"1 ", "lists": b"[ ",
        "strings": b"(", "dictionaries": b"<< ", "marked": b"/A BMC ", "names": b"/a ",
        "pictures": b"BI /W 9 /H 9 ID ", "hexadecimal": b"<41 ", "curves": b"1 2 3 4 5 6 c ",
        "turned": b"0 1 1 0 0 0 cm ", "grown": b"9 0 0 9 9 9 cm ", "parts": b"%\n",
        "operators": b"x ",
    }.items():  # fmt: skip
        yield f"many {name}", one_page(packed(_TEXT + b"\n" + shape * (12 * _MB // len(shape))))
    for number in (b"9" * 400, b"-" + b"9" * 30, b"1e9", b"0.000001", b"--1", b"nan"):
        shown = b"BT /F1 11 Tf %b %b Td (INT: Why?) Tj ET BT /F1 %b Tf (So.) Tj ET"
        yield f"placed at {number[:9].decode()}", one_page(stream(shown % (number, number, number)))
    grid = b"".join(
        b"%d 0 m %d 842 l S 0 %d m 595 %d l S " % (x, x, x, x) for x in range(20, 520, 25)
    )
    letters = b"".join(
        b"BT /F1 1 Tf %d.%d %d Td (a) Tj ET " % (n % 595, n % 10, 21 + n // 595 * 10)
        for n in range(25_000)
    )
    yield "a full table", one_page(packed(grid + letters))
    yield "full pages", many_pages(packed(letters), 14)


def many_pages(content: bytes, count: int) -> bytes:
    """Make a file of pages that all have the same content."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources " + _FONT + b">>"
    )
    return assembled([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%b]>>" % (count, b"4 0 R " * count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", page, content,
    ])  # fmt: skip
