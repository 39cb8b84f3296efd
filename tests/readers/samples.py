"""What the tests of the readers share: files made on the spot, and drafts in short form."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import docx
import openpyxl
from docx.document import Document

from ipe_coder.model.transcript import Draft
from ipe_coder.readers import read_transcript

DATA = Path(__file__).parent.parent / "data" / "transcripts"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(folder: Path, name: str, content: str | bytes) -> Draft:
    """Write a file and read it as a transcript."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_transcript(path)


def said(draft: Draft) -> list[tuple[str, str]]:
    """List label and words of every turn."""
    return [
        (draft.speakers[turn.speaker].label, draft.text[turn.start : turn.end])
        for turn in draft.turns
    ]


def labels(draft: Draft) -> list[str]:
    """List the labels of the speakers, in order of first speaking."""
    return [speaker.label for speaker in draft.speakers]


def roles(draft: Draft) -> dict[str, str]:
    """Give the role of every speaker by label."""
    return {speaker.label: speaker.role.value for speaker in draft.speakers}


def seconds(draft: Draft) -> list[float | None]:
    """List when each turn begins."""
    return [
        turn.begins.total_seconds() if turn.begins is not None else None for turn in draft.turns
    ]


def save(document: Document) -> bytes:
    """Save a Word document into bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word_file(*paragraphs: str) -> bytes:
    """Make a Word document of paragraphs; `**` parts bold type from plain."""
    document = docx.Document()
    for paragraph in paragraphs:
        made = document.add_paragraph()
        for number, piece in enumerate(paragraph.split("**")):
            if piece:
                made.add_run(piece).bold = number % 2 == 1
    return save(document)


def workbook(*rows: Sequence[object]) -> bytes:
    """Make an Excel workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def raw_word_file(body: str, **parts: str) -> bytes:
    """Make the smallest Word document around the XML of a body; other parts by name."""
    relationships = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", relationships)
        archive.writestr("word/document.xml", wrap("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", wrap(name.rstrip("0123456789"), content))
    return buffer.getvalue()


ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_SPACES = (
    " ".join(
        f'xmlns:{short}="{ODF}:{name}:1.0"'
        for short, name in {
            "office": "office",
            "style": "style",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "fo": "xsl-fo-compatible",
            "svg": "svg-compatible",
            "m": "meta",
        }.items()
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    + ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)


def odt_file(body: str, *, styles: str = "", pages: str = "", **parts: str) -> bytes:
    """Make the smallest OpenDocument text around the XML of a body.

    Args:
        body: What stands in the text.
        styles: Automatic styles.
        pages: Master pages, with headers and footers.
        parts: Other parts, by name with `_` for `/`.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {ODF_SPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {ODF_SPACES}><office:master-styles>{pages}"
            "</office:master-styles></office:document-styles>",
        )
        for name, content in parts.items():
            archive.writestr(f"{name.replace('_', '/')}.xml", content)
    return buffer.getvalue()


def odt_p(*pieces: str) -> str:
    """Make a paragraph of an OpenDocument text; what does not begin with `<` is text."""
    inner = (piece if piece.startswith("<") else escape(piece) for piece in pieces)
    return f"<text:p>{''.join(inner)}</text:p>"


def wrap(root: str, content: str) -> str:
    """Wrap XML into a root element with the namespaces of Word."""
    tag = {"header": "hdr", "footer": "ftr"}.get(root, root)
    spaces = (
        f'xmlns:w="{W}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    return f"<w:{tag} {spaces}>{content}</w:{tag}>"


def p(*runs: str) -> str:
    """Make a paragraph of runs; what does not begin with `<` is text."""
    return "<w:p>" + "".join(run if run.startswith("<") else r(run) for run in runs) + "</w:p>"


def r(text: str, properties: str = "") -> str:
    """Make a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def rezip(
    content: bytes,
    change: Callable[[bytes], bytes],
    rename: Callable[[str], str] = lambda name: name,
) -> bytes:
    """Change every part of an archive, and their names."""
    buffer = io.BytesIO()
    old = zipfile.ZipFile(io.BytesIO(content))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(rename(name), change(old.read(name)))
    return buffer.getvalue()
