"""The words of any element of an OpenDocument text, joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipe_coder.readers._odt_styles import OFFICE, TEXT

if TYPE_CHECKING:
    from lxml.etree import _Element

ANNOTATION, ANNOTATION_END = OFFICE + "annotation", OFFICE + "annotation-end"
PARAGRAPHS = frozenset({TEXT + "p", TEXT + "h"})
SILENT = frozenset(
    {
        OFFICE + "forms",
        OFFICE + "event-listeners",
        TEXT + "number",
        TEXT + "note-citation",
        *(
            TEXT + f"{index}-source"
            for index in (
                "table-of-content", "illustration-index", "table-index", "object-index",
                "user-index", "alphabetical-index", "bibliography",
            )
        ),
    }
)  # fmt: skip
"""No text of the document: numbers of paragraphs and notes, and what indexes are made of."""
_PARTING = PARAGRAPHS | {TEXT + "s", TEXT + "tab", TEXT + "line-break"}
_UNREAD = SILENT | {ANNOTATION}
_ABOUT = (
    "{http://purl.org/dc/elements/1.1/}",
    "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}",
    "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}sender-",
)
"""What says who wrote a comment, and when."""


def joined(node: _Element) -> str:
    """Join all words in a node but those of comments, paragraphs parted by a space."""
    parts: list[str] = []
    _collect(node, parts)
    return " ".join("".join(parts).split())


def _collect(node: _Element, parts: list[str]) -> None:
    parts.append(node.text or "")
    for child in node:
        tag = child.tag
        if isinstance(tag, str) and tag not in _UNREAD and not tag.startswith(_ABOUT):
            parts.append(" " if tag in _PARTING else "")
            _collect(child, parts)
            parts.append(" " if tag in _PARTING else "")
        parts.append(child.tail or "")
