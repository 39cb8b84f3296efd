"""From the characters of a web page to its elements, without trust in how many there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ipe_coder.errors import FileError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_COPY_WORDS = "Copy the words into a text file and import that."
_PROLOGUE = re.compile(r"\s*<\?xml[^>]*\?>")
_DEEPEST = 200
"""Elements in elements; a deeper page was made to do harm."""
_MOST_TAGS = 200_000
"""An interview of five hours with a tag for each word has as many."""
_NAME = re.compile(r"[\s/\"']([^\s/\"'<>=]+)")
_STRETCH = 2**20
"""Characters that are searched at a time."""
_MOST_NAMES = 40_000
"""Different words that could be names of attributes, each of which the parser compares with all
others of its element; an interview has ten thousand different words."""


def parse_page(path: Path, text: str) -> list[HtmlElement]:
    """Parse a page into its root, behind the comments that stand before it.

    Raises:
        FileError: If it cannot be parsed, or would take too much time or memory.
    """
    _check_size(path, text)
    from lxml import etree, html

    # Without huge_tree, words in very deep or very long elements would be dropped in silence.
    parser = html.HTMLParser(huge_tree=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(_without_prologue(text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FileError(path, "the page cannot be read.", "Save it again.") from error
    roots = [*reversed(list(root.itersiblings(preceding=True))), root, *root.itersiblings()]
    if any(isinstance(each.tag, str) and _depth(each) > _DEEPEST for each in roots):
        message = f"its elements stand more than {_DEEPEST} deep in each other."
        raise FileError(path, message, _COPY_WORDS)
    return roots


def _without_prologue(text: str) -> str:
    found = _PROLOGUE.match(text)
    return text[found.end() :] if found else text


def _check_size(path: Path, text: str) -> None:
    """Refuse a page that the parser could not cope with, before it sees it."""
    if text.count("<") > _MOST_TAGS:
        raise FileError(path, f"the page has more than {_MOST_TAGS:,} tags.", _COPY_WORDS)
    names: set[str] = set()
    for start in range(0, len(text), _STRETCH):
        names.update(_NAME.findall(text, start, start + _STRETCH))
        if len(names) > _MOST_NAMES:
            raise FileError(path, "the page has far too many attributes.", _COPY_WORDS)


def _depth(root: HtmlElement) -> int:
    from lxml import etree

    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
