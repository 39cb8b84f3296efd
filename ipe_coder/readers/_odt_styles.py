"""Which styles of an OpenDocument text are bold or hidden."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ipe_coder.readers._looks import ITALIC, UNDERLINED
from ipe_coder.readers._paragraphs import NO_LOOKS

if TYPE_CHECKING:
    from lxml.etree import _Element

_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = f"{{{_DOCUMENT}office:1.0}}"
STYLE = f"{{{_DOCUMENT}style:1.0}}"
TABLE = f"{{{_DOCUMENT}table:1.0}}"
TEXT = f"{{{_DOCUMENT}text:1.0}}"
DRAW = f"{{{_DOCUMENT}drawing:1.0}}"
_WEIGHT = f"{{{_DOCUMENT}xsl-fo-compatible:1.0}}font-weight"
_SLANT = f"{{{_DOCUMENT}xsl-fo-compatible:1.0}}font-style"
_LINE = STYLE + "text-underline-style"
_BOLD_WEIGHT = 600
_MOST_PARENTS = 32


class Look(NamedTuple):
    """What a style says of the type; None where it leaves it as it is around."""

    bold: bool | None = None
    hidden: bool | None = None
    italic: bool | None = None
    underlined: bool | None = None

    def over(self, under: Look) -> Look:
        """Put this look over another."""
        pairs = zip(self, under, strict=True)
        return Look(*(below if above is None else above for above, below in pairs))

    @property
    def whole(self) -> frozenset[str]:
        """What may be true of the whole of a paragraph."""
        if not self.italic and not self.underlined:
            return NO_LOOKS
        named = ((ITALIC, self.italic), (UNDERLINED, self.underlined))
        return frozenset(name for name, has in named if has)


class Styles:
    """The styles of a document by family and name, each with the style that it builds on."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        """Read the styles of the parts of a document."""
        self._styles: dict[tuple[str, str], tuple[str, Look]] = {}
        self._known: dict[tuple[str, str], Look] = {}
        for root in roots:
            for style in root.iter(STYLE + "style"):
                self._add(style)

    def _add(self, style: _Element) -> None:
        family = style.get(STYLE + "family", "")
        name = style.get(STYLE + "name", "")
        properties = style.find(STYLE + "text-properties")
        look = Look()
        if properties is not None:
            look = Look(
                _is_bold(properties.get(_WEIGHT)),
                _is_hidden(properties),
                _is_set(properties.get(_SLANT), "normal"),
                _is_set(properties.get(_LINE), "none"),
            )
        self._styles[family, name] = (style.get(STYLE + "parent-style-name", ""), look)

    def look(self, family: str, name: str | None) -> Look:
        """Tell the look of a style with all that it builds on."""
        if not name:
            return Look()
        known = self._known.get((family, name))
        if known is None:
            known = self._known[family, name] = self._with_parents(family, name)
        return known

    def _with_parents(self, family: str, name: str) -> Look:
        look = Look()
        for _ in range(_MOST_PARENTS):  # a style that builds on itself ends here too
            parent, own = self._styles.get((family, name), ("", Look()))
            look, name = look.over(own), parent
        return look


def _is_bold(weight: str | None) -> bool | None:
    if not weight:
        return None
    if weight.isdecimal():
        return len(weight) <= len("1000") and int(weight) >= _BOLD_WEIGHT
    return weight == "bold"


def _is_set(value: str | None, unset: str) -> bool | None:
    return None if value is None else value != unset


def _is_hidden(properties: _Element) -> bool | None:
    display = properties.get(TEXT + "display")
    return None if display is None else display == "none"
