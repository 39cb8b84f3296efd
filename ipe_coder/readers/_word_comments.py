"""The comments of a Word document, with what was replied to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ipe_coder.model.comment import CommentReply
from ipe_coder.model.text import clean, clean_name
from ipe_coder.readers._anchors import FoundComment
from ipe_coder.readers._package import Package
from ipe_coder.readers._word_body import Body

if TYPE_CHECKING:
    from lxml.etree import _Element

_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_MOST_REPLIES = 100
"""A reply to a reply to a reply, and no further."""


class _Written(NamedTuple):
    """A comment as the file has it: a reply is one of its own."""

    found: FoundComment
    name: str
    """The number of its last paragraph, by which others refer to it."""


class _Link(NamedTuple):
    parent: str
    is_resolved: bool


def read_comments(package: Package, folder: str) -> list[FoundComment]:
    """Read the comments of a document, each with the replies to it."""
    root = package.parse(f"{folder}/comments.xml")
    if root is None:
        return []
    written = list(_written(root))
    links = _links(package.parse(f"{folder}/commentsExtended.xml"))
    names = {one.name for one in written if one.name}
    replies: dict[str, list[CommentReply]] = defaultdict(list)
    roots = []
    for one in written:
        parent = _root(one.name, links, names)
        if parent != one.name:
            found = one.found
            replies[parent].append(CommentReply(found.author, found.text, found.made_at))
        else:
            roots.append(one)
    return [_with_replies(one, links, replies) for one in roots]


def _with_replies(
    one: _Written, links: dict[str, _Link], replies: dict[str, list[CommentReply]]
) -> FoundComment:
    found, link = one.found, links.get(one.name)
    return FoundComment(
        found.key, found.author, found.text, found.made_at,
        tuple(replies.pop(one.name, ())),
        link is not None and link.is_resolved,
    )  # fmt: skip


def _written(root: _Element) -> Iterator[_Written]:
    space = str(root.tag).partition("}")[0] + "}"
    for node in root.iter(space + "comment"):
        lines = [one.text for one in Body(node).paragraphs()]
        text = clean("\n".join(lines)).text.strip()
        names = [name for one in node.iter(space + "p") if (name := one.get(_PARAGRAPH_ID))]
        author = clean_name(node.get(space + "author", ""))
        made_at = _time(node.get(space + "date", ""))
        found = FoundComment(node.get(space + "id", ""), author, text, made_at)
        yield _Written(found, names[-1] if names else "")


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


def _root(name: str, links: dict[str, _Link], names: set[str]) -> str:
    """Follow replies to replies up to the comment that they are about; a circle is about none."""
    above = name
    for _ in range(_MOST_REPLIES):
        link = links.get(above)
        if link is None or link.parent not in names:
            return above
        above = link.parent
    return name


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
