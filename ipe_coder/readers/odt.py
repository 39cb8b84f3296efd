"""OpenDocument texts, as LibreOffice, OpenOffice and Google Docs save them.

The words come from a walk of the document's XML in the order of the document.

- **Speakers** are found as in Word: `Name:` at the beginning of a paragraph, names in bold type
  (set by hand or by a style), headings with times, and tables with a column of speakers.
- **Tabs and breaks** are kept; paragraphs in text boxes stand after the paragraph that the box
  hangs on; tables in a cell belong to the cell.
- **Comments** are taken as those of Word documents are, by the same options: as codes or as memos
  of their authors, with replies, on the words under them. Which comment answers which is known from
  the link that LibreOffice 24.2 and newer write, or from `Reply to Ann Lee (date, time): "words"`
  at its beginning; otherwise each stands alone.
- **Left out**, and listed word for word by what the import says: tracked deletions (insertions are
  kept), footnotes, endnotes, hidden stretches and sections, page headers and
  footers, and the titles and descriptions of pictures. Numbers that the program itself sets
  before list items and notes are no words.
- **Limits**: 100 MB on disk, 32 MB of text when unpacked, half a million
  elements. A document with a password must be
  saved without it first.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft, LeftOut, Rule
from ipe_coder.readers._comments import anchor
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._files import read_bytes
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._odt_body import Body
from ipe_coder.readers._odt_comments import Comments
from ipe_coder.readers._odt_styles import OFFICE, STYLE, Styles
from ipe_coder.readers._package import OPEN_DOCUMENT, PACKAGE_LIMIT, Package
from ipe_coder.readers._paragraphs import script_of

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "OpenDocument"
_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}encryption-data"
_MOST_DEEP = 100
_SIDES = [
    STYLE + name
    for name in (
        "header", "header-left", "header-first", "footer", "footer-left", "footer-first",
    )
]  # fmt: skip


def read(path: Path, rule: Rule) -> Draft:
    """Read an OpenDocument text.

    Raises:
        FileError: If it cannot be read, is none, is damaged, or holds no words.
    """
    data = read_bytes(path, PACKAGE_LIMIT)
    package = Package(path, data, OPEN_DOCUMENT)
    _check_lock(package)
    content = package.parse("content.xml")
    text = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if content is None or text is None:
        raise package.none_such("this is an archive, but not")
    page_styles = package.parse("styles.xml")
    roots = [content] if page_styles is None else [page_styles, content]
    for root in roots:
        _check_depth(package, root)
    styles = Styles(roots)
    comments = Comments(roots)
    body = Body(text, styles, comments)
    paragraphs = body.paragraphs()
    script = script_of(path, paragraphs)
    script.left_out += body.left_out
    anchor(comments.found(), paragraphs, script)
    if page_styles is not None:
        script.left_out += _headers_and_footers(page_styles, styles, comments)
    script.left_out = [LeftOut(one.kind, clean(one.text).text) for one in script.left_out]
    return make_draft(path, NAME, data, script, rule)


def _check_lock(package: Package) -> None:
    manifest = package.parse(_MANIFEST)
    if manifest is not None and next(manifest.iter(_ENCRYPTED), None) is not None:
        raise package.locked()


def _check_depth(package: Package, root: _Element) -> None:
    """Refuse what is nested so deep that nobody wrote it."""
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _MOST_DEEP:
            raise FileError(
                package.path, "its elements are nested too deep.", package.kind.save_again
            )


def _headers_and_footers(root: _Element, styles: Styles, comments: Comments) -> list[LeftOut]:
    """Read what stands at the top and the bottom of pages; the same words are said once."""
    found: dict[LeftOut, None] = {}
    for node in root.iter(*_SIDES):
        kind = "header" if "header" in str(node.tag) else "footer"
        body = Body(node, styles, comments)
        body.leave_out(kind, node)
        found.update(dict.fromkeys(body.left_out))
    return list(found)


FORMAT = TranscriptFormat(NAME, (".odt",), read)
