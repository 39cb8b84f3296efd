"""Word documents: paragraphs with `Name:` or bold names, headings with times, and tables.

The words come from a walk of the document's XML in the order of the document.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft, LeftOut
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._files import read_bytes
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._package import PACKAGE_LIMIT, Package
from ipe_coder.readers._paragraphs import Paragraph, script_of
from ipe_coder.readers._word_body import Body

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "Word"
_MAIN = "word/document.xml"
_SIDE_PART = re.compile(r"(comments|footnotes|endnotes|header\d*|footer\d*)\.xml")


def read(path: Path) -> Draft:
    """Read a Word document.

    Raises:
        FileError: If it cannot be read, is none, is damaged, or holds no words.
    """
    data = read_bytes(path, PACKAGE_LIMIT)
    package = Package(path, data)
    main = package.main_part() or _MAIN
    body = _body(path, package, main)
    script = script_of(body.paragraphs())
    script.left_out += body.left_out
    script.left_out += _side_parts(package, posixpath.dirname(main))
    return make_draft(path, NAME, data, script)


def word_paragraphs(path: Path) -> list[Paragraph]:
    """Read the paragraphs of any Word document, in order.

    Raises:
        FileError: If it cannot be read, is none, or is damaged.
    """
    package = Package(path, read_bytes(path, PACKAGE_LIMIT))
    return _body(path, package, package.main_part() or _MAIN).paragraphs()


def _body(path: Path, package: Package, main: str) -> Body:
    root = package.parse(main)
    if root is None or not str(root.tag).endswith("}document"):
        hint = "Give it the ending of what it is, or save it in Word as .docx."
        raise FileError(path, "this is an archive, but not a Word document.", hint)
    return Body(root)


def _side_parts(package: Package, folder: str) -> list[LeftOut]:
    """Read what stands beside the body: comments, notes, headers and footers."""
    left_out = []
    for name in sorted(package.names()):
        match = _SIDE_PART.fullmatch(posixpath.basename(name))
        if match is None or posixpath.dirname(name) != folder:
            continue
        root = package.parse(name)
        if root is not None:
            kind = match[1].rstrip("s0123456789")
            left_out += _pieces(root, kind)
    return left_out


def _pieces(root: _Element, kind: str) -> list[LeftOut]:
    body = Body(root)
    nodes = [root] if kind in {"header", "footer"} else list(root)
    texts = (clean(body.words(node)).text for node in nodes)
    return [LeftOut(kind, text) for text in texts if text]


FORMAT = TranscriptFormat(NAME, (".docx",), read)
