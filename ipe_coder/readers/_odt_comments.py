"""The comments of an OpenDocument text, and where each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ipe_coder.model.text import clean, clean_name
from ipe_coder.readers._anchors import Edge, FoundComment
from ipe_coder.readers._odt_styles import OFFICE
from ipe_coder.readers._odt_words import ANNOTATION, ANNOTATION_END, PARAGRAPHS, joined
from ipe_coder.readers._replies import Written, read_time, with_replies

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAME = OFFICE + "name"
_ABOUT = "{http://purl.org/dc/elements/1.1/}"
_LIBRE = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_QUOTING = re.compile(r"Reply to (?P<author>.+?) \([^()\n]*\): [\"“]")
"""How LibreOffice before 24.2 begins a reply, which it does not mark otherwise."""


class CommentEdge(NamedTuple):
    """What an element says of a comment."""

    key: str
    edge: Edge


class Comments:
    """The comments of the parts of a document."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        """Number the comments and find the ends of those that have one."""
        self.edges: dict[_Element, CommentEdge] = {}
        self._nodes: list[tuple[_Element, str]] = []
        named: dict[str, _Element] = {}
        for root in roots:
            for node in root.iter(ANNOTATION, ANNOTATION_END):
                name = node.get(_NAME, "")
                if node.tag == ANNOTATION:
                    key = str(len(self._nodes))
                    self._nodes.append((node, key))
                    self.edges[node] = CommentEdge(key, Edge.POINT)
                    named[name] = node
                elif name and name in named:
                    start = named.pop(name)
                    key = self.edges[start].key
                    self.edges[start] = CommentEdge(key, Edge.START)
                    self.edges[node] = CommentEdge(key, Edge.END)

    def edges_in(self, node: _Element) -> list[CommentEdge]:
        """List what an element, and all within it, says of comments."""
        found = (self.edges.get(one) for one in node.iter(ANNOTATION, ANNOTATION_END))
        return [one for one in found if one is not None]

    def found(self) -> list[FoundComment]:
        """Read the comments, each with the replies to it."""
        return with_replies(list(self._written()))

    def _written(self) -> Iterator[Written]:
        newest: dict[str, str] = {}
        for node, key in self._nodes:
            found = FoundComment(
                key,
                clean_name(node.findtext(_ABOUT + "creator", "")),
                words_of(node),
                read_time(node.findtext(_ABOUT + "date", "")),
                is_resolved=node.get(_LIBRE + "resolved") == "true",
            )
            name = node.get(_NAME) or f" {key}"  # no file has a name that begins so
            parent = node.get(_LIBRE + "parent-name", "")
            if not parent and (quoting := _QUOTING.match(found.text)):
                parent = newest.get(clean_name(quoting["author"]).casefold(), "")
            newest[found.author.casefold()] = name
            yield Written(found, name, parent)


def words_of(annotation: _Element) -> str:
    """Read the words of a comment, a line for each paragraph."""
    lines = (joined(node) for node in _paragraphs_of(annotation))
    return clean("\n".join(lines)).text.strip()


def _paragraphs_of(node: _Element) -> Iterator[_Element]:
    for child in node:
        if child.tag in PARAGRAPHS:
            yield child
        elif child.tag != ANNOTATION:
            yield from _paragraphs_of(child)
