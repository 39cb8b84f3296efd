"""PDFs made on the spot: text set in lines of a given width, and what stands around it."""

from __future__ import annotations

from typing import Any, NamedTuple

from pdfminer.fontmetrics import FONT_METRICS

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, TOP = 72.0, 523.0, 780.0


class Item(NamedTuple):
    """A stretch of text at a place, from the lower left corner."""

    text: str
    x: float
    y: float
    size: float = 11
    bold: bool = False
    turned: bool = False


def width_of(text: str, size: float = 11, *, bold: bool = False) -> float:
    """Measure a text."""
    widths: dict[str, Any] = FONT_METRICS["Helvetica-Bold" if bold else "Helvetica"][1]
    return float(sum(widths.get(char, 556) for char in text)) * size / 1000


def set_lines(text: str, *, width: float = RIGHT - LEFT, size: float = 11) -> list[str]:
    """Break a paragraph into lines that are as full as they can be."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def set_pages(
    paragraphs: list[str],
    *,
    gap: float = 6,
    on_page: int = 40,
    left: float = LEFT,
    right: float = RIGHT,
) -> list[list[Item]]:
    """Set paragraphs on pages; a bold beginning is parted by `**`."""
    pages: list[list[Item]] = [[]]
    y, count = TOP, 0
    for paragraph in paragraphs:
        bold, mark, rest = paragraph.partition("**")
        text = bold + rest if mark else paragraph
        for number, line in enumerate(set_lines(text, width=right - left)):
            if count == on_page:
                pages.append([])
                y, count = TOP, 0
            if mark and number == 0:
                pages[-1].append(Item(bold, left, y, bold=True))
                x = left + width_of(bold, bold=True)
                pages[-1].append(Item(line[len(bold) :], x, y))
            else:
                pages[-1].append(Item(line, left, y))
            y, count = y - 13, count + 1
        y -= gap
    return pages


def pdf_file(pages: list[list[Item]], *, drawing: str = "", extra: str = "") -> bytes:
    """Make a PDF.

    Args:
        pages: What stands on each.
        drawing: Lines and pictures on every page, in the language of PDF.
        extra: Entries of the trailer.
    """
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "",
        *(
            f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>"
            for name in ("Helvetica", "Helvetica-Bold")
        ),
    ]
    kids = []
    for items in pages:
        content = drawing + "\n" + "\n".join(map(_shown, items))
        objects.append(f"<</Length {len(content.encode('cp1252'))}>>stream\n{content}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    return _assembled(objects, extra)


def _shown(item: Item) -> str:
    text = item.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    turn = "0.7 0.7 -0.7 0.7" if item.turned else "1 0 0 1"
    font = "F2" if item.bold else "F1"
    return f"BT /{font} {item.size} Tf {turn} {item.x} {item.y} Tm ({text}) Tj ET"


def _assembled(objects: list[str], extra: str) -> bytes:
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(data)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    data += f"trailer<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\n".encode()
    return bytes(data) + f"startxref\n{start}\n%%EOF".encode()
