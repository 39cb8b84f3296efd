"""Word documents: paragraphs with `Name:` or bold names, headings with times, and tables.

The words come from a walk of the document's XML in the order of the document.

- **Comments** are kept with the words that they stand on, their author, their replies and whether
  they are resolved. An import takes them where it is told to (`--comments codes` or
  `--comments memos`; `c` in the import preview), otherwise they are left.
- **As codes**: a comment such as `Barrier`, `1a`, `Barrier; Cost`, one code a line, or
  `Theme / Code` becomes a segment for each code on the words of the interview under it, by the
  coder of its author. Codes are found by path, name or number without regard to case; what the
  codebook does not have is made beneath `From comments`, or beneath the theme that the path
  names. A sentence, a name that several codes have, and one of a retired code become a memo on
  the words. Replies become memos of their authors on the segment.
- **What a comment stands on**: words of several turns if it runs over them; the sentence where it
  was put at a place, on no words, or the turn where that place is a speaker's label. One on
  nothing but a label or deleted words is left out and told.
- **Left out**, and listed word for word by what the import says: tracked deletions (insertions are
  kept), hidden words, footnotes, endnotes, page headers and footers.
- **Limits**: 100 MB on disk, pictures included; 32 MB of text when unpacked; half a million
  elements. A document with a password must be saved without it first.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ipe_coder.errors import FileError
from ipe_coder.model.text import clean
from ipe_coder.model.transcript import Draft, LeftOut, Rule
from ipe_coder.readers._comments import anchor
from ipe_coder.readers._drafts import make_draft
from ipe_coder.readers._files import read_bytes
from ipe_coder.readers._format import TranscriptFormat
from ipe_coder.readers._package import PACKAGE_LIMIT, Package
from ipe_coder.readers._paragraphs import Paragraph, script_of
from ipe_coder.readers._word_body import Body
from ipe_coder.readers._word_comments import read_comments

if TYPE_CHECKING:
    from lxml.etree import _Element

NAME = "Word"
_MAIN = "word/document.xml"
_SIDE_PART = re.compile(r"(footnotes|endnotes|header\d*|footer\d*)\.xml")


def read(path: Path, rule: Rule) -> Draft:
    """Read a Word document.

    Raises:
        FileError: If it cannot be read, is none, is damaged, or holds no words.
    """
    data = read_bytes(path, PACKAGE_LIMIT)
    package = Package(path, data)
    main = package.main_part() or _MAIN
    body = _body(path, package, main)
    paragraphs, folder = body.paragraphs(), posixpath.dirname(main)
    script = script_of(path, paragraphs)
    script.left_out += body.left_out
    anchor(read_comments(package, folder), paragraphs, script)
    script.left_out += _side_parts(package, folder)
    return make_draft(path, NAME, data, script, rule)


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
    """Read what stands beside the body: notes, headers and footers."""
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
