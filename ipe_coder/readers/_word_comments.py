"""The comments of a Word document, with what was replied to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ipe_coder.model.text import clean, clean_name
from ipe_coder.readers._anchors import FoundComment
from ipe_coder.readers._package import Package
from ipe_coder.readers._replies import Written, read_time, with_replies
from ipe_coder.readers._word_body import Body

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"


class _Link(NamedTuple):
    parent: str
    is_resolved: bool


def read_comments(package: Package, folder: str) -> list[FoundComment]:
    """Read the comments of a document, each with the replies to it."""
    root = package.parse(f"{folder}/comments.xml")
    if root is None:
        return []
    return with_replies(
        list(_written(root, _links(package.parse(f"{folder}/commentsExtended.xml"))))
    )


def _written(root: _Element, links: dict[str, _Link]) -> Iterator[Written]:
    space = str(root.tag).partition("}")[0] + "}"
    for node in root.iter(space + "comment"):
        lines = [one.text for one in Body(node).paragraphs()]
        names = [name for one in node.iter(space + "p") if (name := one.get(_PARAGRAPH_ID))]
        name = names[-1] if names else ""  # others refer to a comment by its last paragraph
        link = links.get(name, _Link("", is_resolved=False))
        found = FoundComment(
            node.get(space + "id", ""),
            clean_name(node.get(space + "author", "")),
            clean("\n".join(lines)).text.strip(),
            read_time(node.get(space + "date", "")),
            is_resolved=link.is_resolved,
        )
        yield Written(found, name, link.parent)


def _links(root: _Element | None) -> dict[str, _Link]:
    """Read which comment replies to which, and which are resolved."""
    if root is None:
        return {}
    return {
        node.get(_EXTENDED + "paraId", ""): _Link(
            node.get(_EXTENDED + "paraIdParent", ""),
            node.get(_EXTENDED + "done", "0") in {"1", "true", "on"},
        )
        for node in root.iter(_EXTENDED + "commentEx")
    }
