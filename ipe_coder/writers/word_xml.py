"""The elements that a Word document is made of. Any words can be put in: none makes it fail."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

Element = Any
"""An lxml element; the library's own types say no more."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("(\n|\t)")


def legal(text: str) -> str:
    """Replace what XML cannot hold, and give every line end one form."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def add(parent: Element, tag: str, **attributes: str | int) -> Element:
    """Add an element of the `w:` names; attributes are given without the prefix."""
    element = etree.SubElement(parent, qn(f"w:{tag}"))
    for name, value in attributes.items():
        element.set(qn(f"w:{name.rstrip('_')}"), legal(str(value)))
    return element


def new(tag: str) -> Element:
    """Make an element that stands in nothing yet."""
    # It must come from the library's own parser, which knows its classes.
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{tag}")


def paragraph(
    parent: Element, style: str, *, keep: bool = False, bidi: bool = False, indent: int = 0
) -> Element:
    """Add a paragraph with the id of its style; `keep` ties it to what follows.

    The order of the properties is the one that the format asks for.
    """
    element = add(parent, "p")
    properties = add(element, "pPr")
    add(properties, "pStyle", val=style)
    if keep:
        add(properties, "keepNext")
    if bidi:
        add(properties, "bidi")
    if indent:
        add(properties, "ind", left=indent)
    return element


def run(parent: Element, text: str, *, bold: bool = False, colour: str = "") -> Element:
    """Add words in one look, with their line breaks and tabs."""
    text = legal(text)
    element = add(parent, "r")
    properties = add(element, "rPr")
    if bold:
        add(properties, "b")
        add(properties, "bCs")
    if colour:
        add(properties, "color", val=colour)
    if runs_right_to_left(text):
        add(properties, "rtl")
    if not len(properties):
        element.remove(properties)
    for piece in filter(None, _BREAKS.split(text)):
        _add_piece(element, piece)
    return element


def field(parent: Element, instruction: str, shown: str) -> None:
    """Add a field that a word processor works out, with what it shows until then."""
    add(add(parent, "r"), "fldChar", fldCharType="begin")
    add(add(parent, "r"), "instrText").text = f" {instruction} "
    parent[-1][0].set(qn("xml:space"), "preserve")
    add(add(parent, "r"), "fldChar", fldCharType="separate")
    run(parent, shown)
    add(add(parent, "r"), "fldChar", fldCharType="end")


def runs_right_to_left(text: str) -> bool:
    """Tell whether the first letter is of a script that runs from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def _add_piece(element: Element, piece: str) -> None:
    if piece == "\n":
        add(element, "br")
    elif piece == "\t":
        add(element, "tab")
    else:
        text = add(element, "t")
        text.text = piece
        text.set(qn("xml:space"), "preserve")
